#include "order_body.hpp"

#include <charconv>

namespace bench {
namespace {

constexpr std::string_view kBeforeOrderId = R"({"order_id":")";
constexpr std::string_view kBeforeTimestamp =
    R"(","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":)";
constexpr std::string_view kBeforePadding = R"(,"padding":")";
constexpr std::string_view kAfterPadding = R"("})";
constexpr std::size_t kTimestampDigits = 19;
constexpr std::size_t kUsualOrderIdDigits = 16;
constexpr std::size_t kBareBytes =
    kBeforeOrderId.size() + kBeforeTimestamp.size() + kTimestampDigits + 1;  // 1: the last brace
constexpr std::size_t kPaddingFieldBytes = kBeforePadding.size() + 1;        // 1: the quote

}  // namespace

OrderBody::OrderBody(std::size_t payload_bytes) {
  const std::size_t padded_bytes = kBareBytes + kUsualOrderIdDigits + kPaddingFieldBytes;
  const bool padded = payload_bytes >= padded_bytes;
  order_id_digits_ = padded ? kUsualOrderIdDigits : payload_bytes - kBareBytes;
  text_ = kBeforeOrderId;
  order_id_at_ = text_.size();
  text_.append(order_id_digits_, '0').append(kBeforeTimestamp);
  timestamp_at_ = text_.size();
  text_.append(kTimestampDigits, '0');
  if (padded) {
    text_.append(kBeforePadding).append(payload_bytes - padded_bytes, 'x').append(kAfterPadding);
  } else {
    text_.push_back('}');
  }
}

void OrderBody::Write(std::uint64_t order_number, std::int64_t epoch_ns) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  for (std::size_t at = order_id_at_ + order_id_digits_; at-- > order_id_at_;) {
    text_[at] = kHexDigits[order_number & 0xF];
    order_number >>= 4;
  }
  char* const timestamp = text_.data() + timestamp_at_;
  std::to_chars(timestamp, timestamp + kTimestampDigits, epoch_ns);
}

}  // namespace bench
