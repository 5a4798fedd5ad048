// The text of POST /order, head and body, built once; each request overwrites its order_id and its
// timestamp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "order_id.hpp"

namespace reference {

// One for each loop: a request is on its way before the next one is written.
class OrderRequest {
 public:
  // `head` is everything but Content-Length and the empty line.
  OrderRequest(std::string head, std::size_t payload_bytes);

  OrderId IdOf(std::uint64_t order_number) const { return {order_number, order_id_digits_}; }
  // `order_id` must come from IdOf. `epoch_ns` must have 19 digits, as it has from 2001 to 2286.
  void Write(const OrderId& order_id, std::int64_t epoch_ns);

  std::string_view text() const { return text_; }
  std::string_view body() const { return text().substr(body_at_); }

 private:
  std::string text_;
  std::size_t body_at_ = 0;
  std::size_t order_id_at_ = 0;
  std::size_t order_id_digits_ = 0;
  std::size_t timestamp_at_ = 0;
};

}  // namespace reference
