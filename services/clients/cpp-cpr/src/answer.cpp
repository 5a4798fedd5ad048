#include "answer.hpp"

#include <cstring>

namespace bench {
namespace {

constexpr std::size_t kMaxAnswerBytes = 1024 * 1024;

}  // namespace

bool AnswerBuffer::Append(std::string_view part) {
  const std::size_t size = size_ + part.size();
  if (size > kMaxAnswerBytes) return false;
  if (size + AnswerParser::kPaddingBytes > bytes_.size()) {
    bytes_.resize(2 * size + AnswerParser::kPaddingBytes);
  }
  std::memcpy(bytes_.data() + size_, part.data(), part.size());
  size_ = size;
  return true;
}

std::optional<std::int64_t> AnswerBuffer::Check(std::string_view order_id,
                                                AnswerParser& parser) const {
  const std::optional<AnswerFields> answer = parser.Parse(bytes_.data(), size_);
  if (!answer || answer->status != "success" || answer->order_id != order_id) return std::nullopt;
  return answer->latency_ns;
}

}  // namespace bench
