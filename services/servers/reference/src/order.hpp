// Turns the body of POST /order into a checked order, or into the error to answer with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace reference {

struct Order {
  std::string_view order_id;  // in the body, or in the reader if it had escapes
  std::string_view symbol;
  std::int32_t quantity = 0;
  double price = 0;
  std::int64_t timestamp_ns = 0;
};

struct OrderError {
  std::string_view message;
};

// One for each worker: keeps room for unescaped text. An order lives until the next Read.
class OrderReader {
 public:
  std::variant<Order, OrderError> Read(std::string_view body);

 private:
  std::string unescaped_order_id_;
  std::string unescaped_symbol_;
};

}  // namespace reference
