// Parses the head of an HTTP/1.1 answer (RFC 9112).
#pragma once

#include <cstddef>
#include <string_view>

namespace reference {

inline constexpr std::size_t kMaxHeadBytes = 64 * 1024;

// How the end of the body is told.
enum class Framing { kLength, kChunked, kUntilClose };

struct AnswerHead {
  int status = 0;
  Framing framing = Framing::kUntilClose;
  std::size_t content_length = 0;  // for kLength
  bool keep_alive = false;
};

struct HeadResult {
  enum class State { kIncomplete, kComplete, kMalformed };
  State state = State::kIncomplete;
  std::size_t head_bytes = 0;  // kComplete: up to and with the empty line
  AnswerHead head;
};

HeadResult ParseHead(std::string_view input);

}  // namespace reference
