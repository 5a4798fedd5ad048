// Answers one complete request: routing, and the work that the contract asks of each order.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http_head.hpp"
#include "order.hpp"
#include "response.hpp"
#include "stats.hpp"

namespace reference {

inline constexpr std::size_t kMaxBodyBytes = 64 * 1024;

// One for each worker.
class Handler {
 public:
  Handler(const Stats& stats, Counter& orders_answered)
      : stats_(stats), orders_answered_(orders_answered) {}

  // Appends the answer to `out`.
  void Answer(const RequestHead& head, std::string_view body, std::string& out);
  // The same for a request that cannot be read to its end; the connection is closed after it.
  void Refuse(int status, std::string& out);

 private:
  void AnswerOrder(const RequestHead& head, std::string_view body, ResponseOptions& response);
  void Fail(int status, std::string_view message, ResponseOptions& response);

  const Stats& stats_;
  Counter& orders_answered_;
  OrderReader order_reader_;
  DateHeader date_header_;
  std::string answer_;  // the body being written; keeps its memory
};

}  // namespace reference
