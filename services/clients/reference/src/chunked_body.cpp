#include "chunked_body.hpp"

#include <charconv>
#include <system_error>

namespace reference {
namespace {

using State = ChunksResult::State;

constexpr std::string_view kLineEnd = "\r\n";

// "1a" or "1a;extension".
bool ParseSize(std::string_view line, std::size_t& size) {
  constexpr int kHexadecimal = 16;
  const char* const end = line.data() + line.size();
  const std::from_chars_result parsed = std::from_chars(line.data(), end, size, kHexadecimal);
  return parsed.ec == std::errc() &&
         (parsed.ptr == end || *parsed.ptr == ';' || *parsed.ptr == ' ' || *parsed.ptr == '\t');
}

}  // namespace

ChunksResult DecodeChunks(std::string_view input, std::string& body) {
  body.clear();
  bool in_trailer = false;
  std::size_t at = 0;
  for (;;) {
    const std::size_t line_end = input.find(kLineEnd, at);
    if (line_end == std::string_view::npos) return {State::kIncomplete};
    const std::string_view line = input.substr(at, line_end - at);
    at = line_end + kLineEnd.size();
    if (in_trailer) {
      if (line.empty()) return {State::kComplete, at};
      continue;
    }
    std::size_t size = 0;
    if (!ParseSize(line, size)) return {State::kMalformed};
    if (size == 0) {
      in_trailer = true;
      continue;
    }
    if (input.size() - at < size) return {State::kIncomplete};
    const std::string_view behind = input.substr(at + size, kLineEnd.size());
    if (behind != kLineEnd.substr(0, behind.size())) return {State::kMalformed};
    if (behind.size() < kLineEnd.size()) return {State::kIncomplete};
    body.append(input.substr(at, size));
    at += size + kLineEnd.size();
  }
}

}  // namespace reference
