#include "transfer.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "clock.hpp"
#include "curl_calls.hpp"

namespace bench {
namespace {

constexpr long kOk = 200;

CURLU* Parsed(const std::string& url) {
  CURLU* const parsed = curl_url();
  if (parsed == nullptr || curl_url_set(parsed, CURLUPART_URL, url.c_str(), 0) == CURLUE_OK) {
    return parsed;
  }
  curl_url_cleanup(parsed);
  return nullptr;
}

}  // namespace

Transfer::Transfer(const Options& options, SocketPoller* poller)
    : options_(options),
      poller_(poller),
      body_(options.payload_bytes),
      order_url_(Parsed(options.url + "/order")),
      request_(answer_) {}

Transfer& Transfer::Of(CURL* handle) {
  return *static_cast<Transfer*>(GetInfo<void*>(handle, CURLINFO_PRIVATE));
}

void Transfer::PrepareOpening() {
  // cpr sends the body of an earlier request with a GET, too, and some servers then close.
  request_.Renew();
  request_.PrepareGet(options_.url + "/stats");
  ConfigureHandle();
  SetOption(handle(), CURLOPT_FRESH_CONNECT, 1L);
  ForgetLastRequest();
}

void Transfer::PrepareOrders() {
  request_.PreparePost(options_.url + "/order", options_.keep_alive, body_.text());
  ConfigureHandle();
  // libcurl parses a URL that is a text for each request anew.
  if (order_url_) SetOption(handle(), CURLOPT_CURLU, order_url_.get());
  SetOption(handle(), CURLOPT_FRESH_CONNECT, 0L);
  SetOption(handle(), CURLOPT_FORBID_REUSE, options_.keep_alive ? 0L : 1L);
  ForgetLastRequest();
}

void Transfer::ConfigureHandle() {
  SetOption(handle(), CURLOPT_ACCEPT_ENCODING, static_cast<const char*>(nullptr));
  SetOptionIfBuilt(handle(), CURLOPT_COOKIEFILE, static_cast<const char*>(nullptr));
  SetOptionIfBuilt(handle(), CURLOPT_PROXY, "");
  SetOption(handle(), CURLOPT_USERAGENT, static_cast<const char*>(nullptr));
  SetOption(handle(), CURLOPT_NOSIGNAL, 1L);
  SetOption(handle(), CURLOPT_TCP_NODELAY, 1L);
  SetOption(handle(), CURLOPT_TCP_KEEPALIVE, 0L);
  SetOption(handle(), CURLOPT_PRIVATE, static_cast<void*>(this));
  SetOption(handle(), CURLOPT_PREREQFUNCTION, &Transfer::OnBeforeSend);
  SetOption(handle(), CURLOPT_PREREQDATA, static_cast<void*>(this));
  SetOption(handle(), CURLOPT_OPENSOCKETFUNCTION, &Transfer::OnOpenSocket);
  SetOption(handle(), CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  if (poller_ == nullptr) {
    SetOption(handle(), CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout_ns / kNsPerMs));
    return;
  }
  SetOption(handle(), CURLOPT_CLOSESOCKETFUNCTION, &Transfer::OnCloseSocket);
  SetOption(handle(), CURLOPT_CLOSESOCKETDATA, static_cast<void*>(poller_));
}

void Transfer::ForgetLastRequest() {
  answer_.Clear();
  opened_socket_ = false;
  open_socket_errno_ = 0;
  sending_ = false;
  connection_died_ = false;
}

void Transfer::Begin(std::uint64_t order_number, std::int64_t epoch_ns) {
  ForgetLastRequest();
  body_.Write(order_number, epoch_ns);
}

bool Transfer::Connected() { return GetInfo<curl_off_t>(handle(), CURLINFO_CONNECT_TIME_T) > 0; }

// libcurl calls this before it sends the request. When a kept connection dies before the answer's
// first byte, it would quietly send the request a second time on another connection; here that is
// a failed request.
int Transfer::OnBeforeSend(void* transfer, char*, char*, int, int) noexcept {
  auto& self = *static_cast<Transfer*>(transfer);
  self.connection_died_ = self.sending_;
  self.sending_ = true;
  return self.connection_died_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

curl_socket_t Transfer::OpenSocket(const curl_sockaddr& address) {
  if (sending_) {  // the same, but without another connection at hand
    connection_died_ = true;
    return CURL_SOCKET_BAD;
  }
  opened_socket_ = true;
  const int fd = socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
  open_socket_errno_ = fd < 0 ? errno : 0;
  if (fd < 0) return CURL_SOCKET_BAD;
  if (poller_ != nullptr) poller_->Adopt(fd);
  return fd;
}

curl_socket_t Transfer::OnOpenSocket(void* transfer, curlsocktype,
                                     curl_sockaddr* address) noexcept {
  return static_cast<Transfer*>(transfer)->OpenSocket(*address);
}

int Transfer::OnCloseSocket(void* poller, curl_socket_t socket) noexcept {
  static_cast<SocketPoller*>(poller)->Forget(socket);
  return close(socket);
}

FailureKind Transfer::FailureKindOf(CURLcode code) {
  const auto os_errno = static_cast<int>(GetInfo<long>(handle(), CURLINFO_OS_ERRNO));
  if (connection_died_) return KindOf(CURLE_RECV_ERROR, os_errno);
  return KindOf(code, open_socket_errno_ != 0 ? open_socket_errno_ : os_errno);
}

Outcome Transfer::Concluded(std::optional<Failure> failure) {
  Outcome outcome;
  outcome.failure = failure;
  outcome.connection_opened = opened_socket_ && Connected();
  return outcome;
}

Outcome Transfer::Broken(const Failure& failure) {
  Outcome outcome = Concluded(failure);
  outcome.opening_failed = !sending_;
  // A fresh handle, because libcurl never clears CURLINFO_OS_ERRNO.
  request_.Renew();
  PrepareOrders();
  return outcome;
}

Outcome Transfer::Conclude(CURLcode code, AnswerParser& parser) {
  if (code == CURLE_OPERATION_TIMEDOUT) return ConcludeTimeout();
  if (code != CURLE_OK || connection_died_) return Broken(Failure{FailureKindOf(code)});
  const long status = GetInfo<long>(handle(), CURLINFO_RESPONSE_CODE);
  if (status != kOk) return Concluded(Failure{FailureKind::kHttpStatus, status});
  const std::optional<std::int64_t> latency_ns = answer_.Check(body_.order_id(), parser);
  if (!latency_ns) return Concluded(Failure{FailureKind::kBadBody});
  Outcome outcome = Concluded(std::nullopt);
  outcome.server_latency_ns = *latency_ns;
  return outcome;
}

Outcome Transfer::ConcludeOpening(CURLcode code) {
  if (code != CURLE_OK) return Broken(Failure{FailureKindOf(code)});
  const long status = GetInfo<long>(handle(), CURLINFO_RESPONSE_CODE);
  if (status != kOk) return Concluded(Failure{FailureKind::kHttpStatus, status});
  return Concluded(std::nullopt);
}

Outcome Transfer::ConcludeTimeout() {
  const bool connecting = opened_socket_ && !Connected();
  return Broken(Failure{connecting ? FailureKind::kConnectTimeout : FailureKind::kRequestTimeout});
}

}  // namespace bench
