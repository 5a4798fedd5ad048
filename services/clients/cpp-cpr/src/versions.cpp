#include "versions.hpp"

#include <cpr/cprver.h>
#include <curl/curl.h>
#include <simdjson.h>

namespace bench {
namespace {

std::string SimdjsonVersion() {
  return std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) + "." +
         std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + "." +
         std::to_string(simdjson::SIMDJSON_VERSION_REVISION);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> LibraryVersions() {
  return {
      {"cpr", CPR_VERSION},
      {"cpr_source", CPR_SOURCE},
      {"libcurl", curl_version_info(CURLVERSION_NOW)->version},
      {"simdjson", SimdjsonVersion()},
      {"gcc", __VERSION__},
  };
}

}  // namespace bench
