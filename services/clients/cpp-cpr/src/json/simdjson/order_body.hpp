// The body of an order, built once; each request overwrites its order_id and its timestamp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

class OrderBody {
 public:
  explicit OrderBody(std::size_t payload_bytes);

  // `epoch_ns` must have 19 digits, as it has from 2001 to 2286.
  void Write(std::uint64_t order_number, std::int64_t epoch_ns);

  std::string_view text() const { return text_; }
  std::string_view order_id() const { return text().substr(order_id_at_, order_id_digits_); }

 private:
  std::string text_;
  std::size_t order_id_at_ = 0;
  std::size_t order_id_digits_ = 0;
  std::size_t timestamp_at_ = 0;
};

}  // namespace bench
