#include "order_request.hpp"

#include <charconv>
#include <cstring>
#include <utility>

namespace reference {
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

// One byte less than a padded body has goes into the order_id.
static_assert(kUsualOrderIdDigits + kPaddingFieldBytes - 1 == OrderId::kMaxDigits);

}  // namespace

OrderRequest::OrderRequest(std::string head, std::size_t payload_bytes) : text_(std::move(head)) {
  const std::size_t padded_bytes = kBareBytes + kUsualOrderIdDigits + kPaddingFieldBytes;
  const bool padded = payload_bytes >= padded_bytes;
  order_id_digits_ = padded ? kUsualOrderIdDigits : payload_bytes - kBareBytes;
  text_.append("Content-Length: ").append(std::to_string(payload_bytes)).append("\r\n\r\n");
  body_at_ = text_.size();
  text_.append(kBeforeOrderId);
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

void OrderRequest::Write(const OrderId& order_id, std::int64_t epoch_ns) {
  std::memcpy(text_.data() + order_id_at_, order_id.text().data(), order_id.text().size());
  char* const timestamp = text_.data() + timestamp_at_;
  std::to_chars(timestamp, timestamp + kTimestampDigits, epoch_ns);
}

}  // namespace reference
