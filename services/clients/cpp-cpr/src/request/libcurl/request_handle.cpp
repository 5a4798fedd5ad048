#include "request_handle.hpp"

#include <cstddef>
#include <new>
#include <stdexcept>

#include "curl_calls.hpp"

namespace bench {
namespace {

// noexcept: an exception must not cross libcurl's frames.
std::size_t OnPart(char* bytes, std::size_t, std::size_t count, void* answer) noexcept {
  return static_cast<AnswerBuffer*>(answer)->Append({bytes, count}) ? count : 0;
}

}  // namespace

void RequestHandle::Renew() {
  handle_.reset(curl_easy_init());
  if (!handle_) throw std::runtime_error("curl_easy_init failed");
}

void RequestHandle::AddHeader(const char* header) {
  curl_slist* const longer = curl_slist_append(headers_.get(), header);
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(headers_.release());  // a part of `longer` now
  headers_.reset(longer);
}

void RequestHandle::PrepareGet(const std::string& url) {
  SetOption(get(), CURLOPT_URL, url.c_str());
  SetOption(get(), CURLOPT_HTTPGET, 1L);
  PrepareAnswer();
}

void RequestHandle::PreparePost(const std::string& url, bool keep_alive, std::string_view body) {
  headers_.reset();
  AddHeader("Content-Type: application/json");
  AddHeader("Expect:");
  if (!keep_alive) AddHeader("Connection: close");
  SetOption(get(), CURLOPT_URL, url.c_str());
  SetOption(get(), CURLOPT_HTTPHEADER, headers_.get());
  SetOption(get(), CURLOPT_POST, 1L);
  SetOption(get(), CURLOPT_POSTFIELDS, body.data());
  SetOption(get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  PrepareAnswer();
}

void RequestHandle::PrepareAnswer() {
  SetOption(get(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  SetOption(get(), CURLOPT_WRITEFUNCTION, &OnPart);
  SetOption(get(), CURLOPT_WRITEDATA, static_cast<void*>(&answer_));
}

std::vector<std::pair<std::string, std::string>> RequestLibraries() { return {}; }

}  // namespace bench
