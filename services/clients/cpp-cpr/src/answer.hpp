// Collects the body of an answer and checks it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "answer_parser.hpp"

namespace bench {

class AnswerBuffer {
 public:
  void Clear() { size_ = 0; }
  // False if the answer is far larger than any answer to an order.
  bool Append(std::string_view part);

  // The answer's latency_ns, or nothing if it is not the JSON of a success for this order.
  std::optional<std::int64_t> Check(std::string_view order_id, AnswerParser& parser) const;

 private:
  static constexpr std::size_t kUsualBytes = 1024;

  std::vector<char> bytes_ = std::vector<char>(kUsualBytes + AnswerParser::kPaddingBytes);
  std::size_t size_ = 0;
};

}  // namespace bench
