// Takes one whole HTTP answer out of the bytes received.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "answer_head.hpp"

namespace reference {

// Far more than any answer to an order.
inline constexpr std::size_t kMaxAnswerBytes = 1024 * 1024;

struct HttpAnswer {
  enum class State { kIncomplete, kComplete, kMalformed, kTooLarge };
  State state = State::kIncomplete;
  int status = 0;
  bool keep_alive = false;
  std::string_view body{};  // in the input, or in the reader if it came in chunks
  std::size_t bytes = 0;    // of the input, with interim answers
};

// One for each loop. An answer lives until the next Read.
class HttpAnswerReader {
 public:
  // `input` is all that was received since the request; `closed`: no more will come.
  HttpAnswer Read(std::string_view input, bool closed);

 private:
  HttpAnswer ReadBody(const AnswerHead& head, std::string_view input, bool closed);

  std::string chunks_;
};

}  // namespace reference
