// libcurl's calls with their failures as exceptions.
#pragma once

#include <curl/curl.h>

#include <stdexcept>
#include <string>

namespace bench {

inline void Check(CURLcode code, const char* call) {
  if (code == CURLE_OK) return;
  throw std::runtime_error(std::string(call) + ": " + curl_easy_strerror(code));
}

inline void Check(CURLMcode code) {
  if (code == CURLM_OK) return;
  throw std::runtime_error(std::string("libcurl: ") + curl_multi_strerror(code));
}

template <typename Value>
void SetOption(CURL* handle, CURLoption option, Value value) {
  Check(curl_easy_setopt(handle, option, value), "curl_easy_setopt");
}

// For switching off what a libcurl may have been built without.
template <typename Value>
void SetOptionIfBuilt(CURL* handle, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(handle, option, value);
  if (code == CURLE_UNKNOWN_OPTION || code == CURLE_NOT_BUILT_IN) return;
  Check(code, "curl_easy_setopt");
}

template <typename Value>
Value GetInfo(CURL* handle, CURLINFO info) {
  Value value{};
  Check(curl_easy_getinfo(handle, info, &value), "curl_easy_getinfo");
  return value;
}

}  // namespace bench
