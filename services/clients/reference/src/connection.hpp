// One connection to the server, and the request that is in flight on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "address.hpp"
#include "failure.hpp"
#include "fd.hpp"
#include "http_answer.hpp"
#include "order_request.hpp"
#include "poller.hpp"

namespace reference {

// How a request ended.
struct Outcome {
  std::optional<Failure> failure;      // nothing: the answer was right
  std::int64_t server_latency_ns = 0;  // of a right answer to an order
  bool connection_opened = false;      // this request opened a connection
  bool opening_failed = false;         // this request could not open one
};

// What the connections of one loop share: they take turns, so one buffer serves them all.
struct Workbench {
  static constexpr std::size_t kReceiveBytes = 64 * 1024;

  Address address;
  bool keep_alive = true;
  std::string stats_request;
  OrderRequest order_request;
  Poller& poller;
  HttpAnswerReader answer_reader{};
  std::vector<char> received = std::vector<char>(kReceiveBytes);
};

class Connection {
 public:
  // `index` tells the loop's connections apart; both must outlive the connection.
  Connection(Workbench& bench, std::uint32_t index) : bench_(bench), index_(index) {}

  // Begin a request, on a new connection where none is open. The outcome, if it failed at once.
  std::optional<Outcome> BeginStats();
  std::optional<Outcome> BeginOrder(std::uint64_t order_number, std::int64_t epoch_ns);
  // Acts on an event of this key; the outcome, if the request has ended by it.
  std::optional<Outcome> OnEvent(const epoll_event& event);
  // Ends the request for lack of an answer in time.
  Outcome GiveUp();

  static std::uint32_t IndexOf(std::uint64_t key) { return static_cast<std::uint32_t>(key); }

 private:
  enum class State { kClosed, kOpening, kIdle, kSending, kWaiting };
  enum class Request { kStats, kOrder };

  std::uint64_t Key() const { return std::uint64_t{generation_} << 32 | index_; }
  std::optional<Outcome> Begin();
  std::optional<Outcome> Open();
  std::optional<Outcome> ConcludeOpening();
  std::optional<Outcome> Send();
  std::optional<Outcome> SendRest();
  std::optional<Outcome> Receive();
  std::optional<Outcome> Read(std::string_view part);
  void LookAtIdle();
  Outcome Conclude(const HttpAnswer& answer, bool surplus);
  Outcome Fail(Failure failure);
  void Close();

  Workbench& bench_;
  std::uint32_t index_;
  std::uint32_t generation_ = 0;  // of the socket: an event may outlive its socket
  Fd socket_;
  State state_ = State::kClosed;
  // About the request in flight:
  Request request_ = Request::kStats;
  bool connection_opened_ = false;
  bool hung_up_ = false;  // the server will send no more
  OrderId order_id_;
  std::int64_t epoch_ns_ = 0;
  std::string unsent_;    // what the socket had no room for
  std::string received_;  // the beginning of an answer that came in pieces
};

}  // namespace reference
