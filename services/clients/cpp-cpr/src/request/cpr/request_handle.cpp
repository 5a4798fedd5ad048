#include "request_handle.hpp"

#include <cpr/cpr.h>
#include <cpr/cprver.h>

#include <cstdint>

namespace bench {

void RequestHandle::Renew() {
  session_ = std::make_unique<cpr::Session>();
  handle_ = session_->GetCurlHolder()->handle;
}

void RequestHandle::PrepareGet(const std::string& url) {
  session_->SetUrl(cpr::Url{url});
  session_->PrepareGet();
  PrepareAnswer();
}

void RequestHandle::PreparePost(const std::string& url, bool keep_alive, std::string_view body) {
  session_->SetUrl(cpr::Url{url});
  session_->SetHeader(
      keep_alive ? cpr::Header{{"Content-Type", "application/json"}}
                 : cpr::Header{{"Content-Type", "application/json"}, {"Connection", "close"}});
  session_->SetBodyView(cpr::BodyView(body));
  session_->PreparePost();
  PrepareAnswer();
}

// After Prepare, which sets some of these itself.
void RequestHandle::PrepareAnswer() {
  session_->SetRedirect(cpr::Redirect(false));
  session_->SetHttpVersion(cpr::HttpVersion(cpr::HttpVersionCode::VERSION_1_1));
  session_->SetWriteCallback(cpr::WriteCallback(
      [this](std::string_view part, std::intptr_t) { return answer_.Append(part); }));
  // Otherwise cpr gathers the headers of all answers in one string.
  session_->SetHeaderCallback(
      cpr::HeaderCallback([](std::string_view, std::intptr_t) { return true; }));
}

std::vector<std::pair<std::string, std::string>> RequestLibraries() {
  return {{"cpr", CPR_VERSION}, {"cpr_source", CPR_SOURCE}};
}

}  // namespace bench
