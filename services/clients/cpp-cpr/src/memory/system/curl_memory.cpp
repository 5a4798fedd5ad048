// From malloc.
#include "curl_memory.hpp"

namespace bench {

CURLcode InitialiseCurl() { return curl_global_init(CURL_GLOBAL_DEFAULT); }

}  // namespace bench
