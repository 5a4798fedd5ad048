// What libcurl is to send and where the answer goes, prepared by calls of libcurl alone.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "answer.hpp"

namespace bench {

class RequestHandle {
 public:
  // `answer` must outlive it.
  explicit RequestHandle(AnswerBuffer& answer) : answer_(answer) { Renew(); }

  // Prepare anew after this.
  void Renew();
  void PrepareGet(const std::string& url);
  // A POST of JSON. `body` may change between requests, but must stay where it is.
  void PreparePost(const std::string& url, bool keep_alive, std::string_view body);

  CURL* get() { return handle_.get(); }

 private:
  struct HandleCleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct HeadersCleanup {
    void operator()(curl_slist* headers) const { curl_slist_free_all(headers); }
  };

  void PrepareAnswer();
  void AddHeader(const char* header);

  AnswerBuffer& answer_;
  std::unique_ptr<curl_slist, HeadersCleanup> headers_;  // outlive the handle
  std::unique_ptr<CURL, HandleCleanup> handle_;
};

// Name and version of each.
std::vector<std::pair<std::string, std::string>> RequestLibraries();

}  // namespace bench
