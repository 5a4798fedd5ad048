#include "order_body.hpp"

#include <algorithm>
#include <stdexcept>

namespace bench {
namespace {

constexpr std::size_t kUsualOrderIdDigits = 16;
constexpr std::int64_t kSomeEpochNs = 1'000'000'000'000'000'000;

}  // namespace

OrderBody::OrderBody(std::size_t payload_bytes)
    : order_({{"order_id", ""},
              {"symbol", "AAPL"},
              {"quantity", 1},
              {"price", 1.5},
              {"timestamp", kSomeEpochNs}}) {
  const std::size_t bare_bytes = order_.dump().size();
  nlohmann::ordered_json padded = order_;
  padded["padding"] = "";
  const std::size_t padded_bytes = padded.dump().size() + kUsualOrderIdDigits;
  if (payload_bytes >= padded_bytes) {
    padded["padding"] = std::string(payload_bytes - padded_bytes, 'x');
    order_ = std::move(padded);
    order_id_.assign(kUsualOrderIdDigits, '0');
  } else {
    order_id_.assign(payload_bytes - bare_bytes, '0');
  }
  text_.assign(payload_bytes, ' ');
}

void OrderBody::Write(std::uint64_t order_number, std::int64_t epoch_ns) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  for (auto digit = order_id_.rbegin(); digit != order_id_.rend(); ++digit) {
    *digit = kHexDigits[order_number & 0xF];
    order_number >>= 4;
  }
  order_["order_id"] = order_id_;
  order_["timestamp"] = epoch_ns;
  const std::string text = order_.dump();
  if (text.size() != text_.size()) throw std::logic_error("an order of another length");
  // libcurl holds a pointer to the text, so it stays where it is.
  std::copy(text.begin(), text.end(), text_.begin());
}

}  // namespace bench
