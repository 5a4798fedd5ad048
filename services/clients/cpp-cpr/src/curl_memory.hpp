// Where libcurl gets its memory: one folder of src/memory.
#pragma once

#include <curl/curl.h>

namespace bench {

// curl_global_init with that memory; once, before any other call of libcurl.
CURLcode InitialiseCurl();

}  // namespace bench
