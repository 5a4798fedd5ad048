#include "answer_head.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace reference {
namespace {

using State = HeadResult::State;

constexpr std::string_view kLineEnd = "\r\n";
constexpr int kNoContent = 204;
constexpr int kNotModified = 304;

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool EqualsIgnoringCase(std::string_view a, std::string_view lower_case) {
  return std::equal(a.begin(), a.end(), lower_case.begin(), lower_case.end(),
                    [](char left, char right) { return ToLower(left) == right; });
}

std::string_view TrimSpace(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool ListHas(std::string_view list, std::string_view lower_case) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (EqualsIgnoringCase(TrimSpace(list.substr(0, comma)), lower_case)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

bool ParseWhole(std::string_view text, std::size_t& number) {
  const char* const end = text.data() + text.size();
  const std::from_chars_result parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end;
}

// "HTTP/1.1 200 OK"; the reason may be missing.
bool UseStatusLine(std::string_view line, AnswerHead& head) {
  constexpr std::string_view kVersion = "HTTP/1.";
  constexpr std::size_t kStatusAt = kVersion.size() + 2;
  constexpr std::size_t kStatusDigits = 3;
  const bool longer = line.size() > kStatusAt + kStatusDigits;
  std::size_t status = 0;
  if (line.size() < kStatusAt + kStatusDigits || !line.starts_with(kVersion) ||
      line[kStatusAt - 1] != ' ' || (longer && line[kStatusAt + kStatusDigits] != ' ') ||
      !ParseWhole(line.substr(kStatusAt, kStatusDigits), status) || status < 100) {
    return false;
  }
  head.status = static_cast<int>(status);
  head.keep_alive = line[kVersion.size()] != '0';
  return true;
}

bool UseHeader(std::string_view name, std::string_view value, AnswerHead& head) {
  switch (name.size()) {  // most names are told apart by their length alone
    case 10:
      if (!EqualsIgnoringCase(name, "connection")) return true;
      if (ListHas(value, "close")) head.keep_alive = false;
      if (ListHas(value, "keep-alive")) head.keep_alive = true;
      return true;
    case 14:
      if (!EqualsIgnoringCase(name, "content-length")) return true;
      if (head.framing != Framing::kChunked) head.framing = Framing::kLength;
      return ParseWhole(value, head.content_length);
    case 17:
      if (!EqualsIgnoringCase(name, "transfer-encoding")) return true;
      head.framing = Framing::kChunked;
      return EqualsIgnoringCase(value, "chunked");
    default:
      return true;
  }
}

// Interim answers, and those that never have a body.
bool HasNoBody(int status) {
  return status < 200 || status == kNoContent || status == kNotModified;
}

void Conclude(HeadResult& result) {
  AnswerHead& head = result.head;
  result.state = State::kComplete;
  if (HasNoBody(head.status)) {
    head.framing = Framing::kLength;
    head.content_length = 0;
  }
  if (head.framing == Framing::kUntilClose) head.keep_alive = false;
}

}  // namespace

HeadResult ParseHead(std::string_view input) {
  HeadResult result;
  std::size_t at = 0;
  for (bool first = true;; first = false) {
    const std::size_t end = input.find(kLineEnd, at);
    if (end == std::string_view::npos) break;
    const std::string_view line = input.substr(at, end - at);
    at = end + kLineEnd.size();
    bool good = true;
    if (first) {
      good = UseStatusLine(line, result.head);
    } else if (line.empty()) {
      result.head_bytes = at;
      Conclude(result);
      return result;
    } else {
      const std::size_t colon = line.find(':');
      good = colon != std::string_view::npos &&
             UseHeader(line.substr(0, colon), TrimSpace(line.substr(colon + 1)), result.head);
    }
    if (!good) {
      result.state = State::kMalformed;
      return result;
    }
  }
  if (input.size() > kMaxHeadBytes) result.state = State::kMalformed;
  return result;
}

}  // namespace reference
