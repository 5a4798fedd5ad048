// What libcurl is to send and where the answer goes, prepared by a cpr::Session.
#pragma once

#include <cpr/session.h>
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

  CURL* get() { return handle_; }

 private:
  void PrepareAnswer();

  AnswerBuffer& answer_;
  std::unique_ptr<cpr::Session> session_;
  CURL* handle_ = nullptr;
};

// Name and version of each.
std::vector<std::pair<std::string, std::string>> RequestLibraries();

}  // namespace bench
