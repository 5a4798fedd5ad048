// Parses the head of an HTTP/1.1 request (RFC 9112) strictly.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace reference {

inline constexpr std::size_t kMaxHeadBytes = 16 * 1024;

struct RequestHead {
  std::string_view method;
  std::string_view path;  // without the query
  std::optional<std::string_view> content_type;
  std::size_t content_length = 0;
  bool http_1_0 = false;
  bool keep_alive = true;
  bool expects_continue = false;
};

struct HeadResult {
  enum class State { kIncomplete, kComplete, kRefused };
  State state = State::kIncomplete;
  std::size_t head_bytes = 0;  // kComplete: up to and with the empty line
  int refused_status = 0;      // kRefused: the connection cannot go on after this status
  RequestHead head;            // views into the input
};

HeadResult ParseHead(std::string_view input);

// ASCII only, as header names and values are compared in HTTP.
bool EqualsIgnoringCase(std::string_view a, std::string_view lower_case);

}  // namespace reference
