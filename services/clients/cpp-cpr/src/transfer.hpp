// One handle of libcurl and the request it has in flight.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "answer.hpp"
#include "failure.hpp"
#include "options.hpp"
#include "order_body.hpp"
#include "request_handle.hpp"
#include "socket_poller.hpp"

namespace bench {

struct Outcome {
  std::optional<Failure> failure;      // nothing: the answer was right
  std::int64_t server_latency_ns = 0;  // of a right answer
  bool connection_opened = false;      // this request opened a connection
  bool opening_failed = false;         // this request could not open one
};

class Transfer {
 public:
  // Both must outlive the transfer. Without a poller libcurl awaits the answer in Perform.
  Transfer(const Options& options, SocketPoller* poller);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() { return request_.get(); }

  // Prepares a GET of /stats that always opens a connection.
  void PrepareOpening();
  // Prepares the POST of an order; only the text of the body changes from then on.
  void PrepareOrders();

  // Writes the next order; the caller adds handle() to its multi handle right after this,
  // or calls Perform.
  void Begin(std::uint64_t order_number, std::int64_t epoch_ns);
  // Sends the request and waits for its answer, at most for the time-out.
  CURLcode Perform() { return curl_easy_perform(handle()); }
  // The handle must have been taken out of the multi handle.
  Outcome Conclude(CURLcode code, AnswerParser& parser);
  Outcome ConcludeOpening(CURLcode code);
  Outcome ConcludeTimeout();

  static Transfer& Of(CURL* handle);

 private:
  struct UrlCleanup {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
  };

  void ForgetLastRequest();
  void ConfigureHandle();
  bool Connected();
  FailureKind FailureKindOf(CURLcode code);
  Outcome Concluded(std::optional<Failure> failure);
  // Of a transfer that has not come to its end: its handle is not to be used again.
  Outcome Broken(const Failure& failure);
  static int OnBeforeSend(void* transfer, char* server_ip, char* client_ip, int server_port,
                          int client_port) noexcept;
  curl_socket_t OpenSocket(const curl_sockaddr& address);
  static curl_socket_t OnOpenSocket(void* transfer, curlsocktype purpose,
                                    curl_sockaddr* address) noexcept;
  static int OnCloseSocket(void* poller, curl_socket_t socket) noexcept;

  const Options& options_;
  SocketPoller* poller_;
  OrderBody body_;
  AnswerBuffer answer_;
  std::unique_ptr<CURLU, UrlCleanup> order_url_;  // nothing if it cannot be parsed
  RequestHandle request_;
  // About the request in flight:
  bool opened_socket_ = false;
  int open_socket_errno_ = 0;
  bool sending_ = false;          // libcurl has begun to send it
  bool connection_died_ = false;  // ... and wanted to send it again on another connection
};

}  // namespace bench
