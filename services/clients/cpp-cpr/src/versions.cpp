#include "versions.hpp"

#include <curl/curl.h>

#include "answer_parser.hpp"
#include "request_handle.hpp"

namespace bench {

std::vector<std::pair<std::string, std::string>> LibraryVersions() {
  auto versions = RequestLibraries();
  versions.emplace_back("libcurl", curl_version_info(CURLVERSION_NOW)->version);
  versions.emplace_back("libcurl_source", CURL_SOURCE);
  versions.push_back(JsonLibrary());
  versions.emplace_back("gcc", __VERSION__);
  return versions;
}

}  // namespace bench
