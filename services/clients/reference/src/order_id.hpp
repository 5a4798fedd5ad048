// An order_id: the number of the order in hexadecimal digits, filled up with zeros.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace reference {

class OrderId {
 public:
  static constexpr std::size_t kMaxDigits = 28;  // of a body without room for padding

  OrderId() = default;
  OrderId(std::uint64_t number, std::size_t digits) : digits_(digits) {
    constexpr std::string_view kHexDigits = "0123456789abcdef";
    for (std::size_t at = digits; at-- > 0; number >>= 4) text_[at] = kHexDigits[number & 0xF];
  }

  std::string_view text() const { return {text_.data(), digits_}; }

 private:
  std::array<char, kMaxDigits> text_{};
  std::size_t digits_ = 0;
};

}  // namespace reference
