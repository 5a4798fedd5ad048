// From the pool.
#include "curl_memory.hpp"

#include "memory/pool/pool.hpp"

namespace bench {

CURLcode InitialiseCurl() {
  return curl_global_init_mem(CURL_GLOBAL_DEFAULT, &pool::Allocate, &pool::Free, &pool::Resize,
                              &pool::Duplicate, &pool::AllocateZeroed);
}

}  // namespace bench
