// The body of an order, written by nlohmann/json for each request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace bench {

class OrderBody {
 public:
  explicit OrderBody(std::size_t payload_bytes);

  // `epoch_ns` must have 19 digits, as it has from 2001 to 2286.
  void Write(std::uint64_t order_number, std::int64_t epoch_ns);

  // Always at the same place.
  std::string_view text() const { return text_; }
  std::string_view order_id() const { return order_id_; }

 private:
  std::string order_id_;
  nlohmann::ordered_json order_;
  std::string text_;
};

}  // namespace bench
