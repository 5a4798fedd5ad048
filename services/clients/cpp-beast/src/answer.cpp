#include "answer.hpp"

#include <cstring>

namespace bench {
namespace {

constexpr std::size_t kMaxAnswerBytes = 1024 * 1024;

}  // namespace

bool AnswerBuffer::Append(std::string_view part) {
  const std::size_t size = size_ + part.size();
  if (size > kMaxAnswerBytes) return false;
  if (size + simdjson::SIMDJSON_PADDING > bytes_.size()) {
    bytes_.resize(2 * size + simdjson::SIMDJSON_PADDING);
  }
  std::memcpy(bytes_.data() + size_, part.data(), part.size());
  size_ = size;
  return true;
}

std::optional<std::int64_t> AnswerBuffer::Check(std::string_view order_id,
                                                simdjson::dom::parser& parser) const {
  constexpr bool kCopyToPad = false;
  simdjson::dom::object answer;
  if (parser.parse(bytes_.data(), size_, kCopyToPad).get(answer) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  std::string_view status;
  std::string_view echoed_order_id;
  std::int64_t latency_ns = 0;
  if (answer["status"].get(status) != simdjson::SUCCESS || status != "success" ||
      answer["order_id"].get(echoed_order_id) != simdjson::SUCCESS || echoed_order_id != order_id ||
      answer["latency_ns"].get(latency_ns) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return latency_ns;
}

}  // namespace bench
