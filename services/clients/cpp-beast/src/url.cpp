#include "url.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace bench {
namespace {

constexpr std::string_view kScheme = "http://";

// It goes into the head of a request as it is.
bool IsVisibleAscii(char c) { return c > 0x20 && c < 0x7F; }

bool ParsePort(std::string_view text, std::uint16_t& port) {
  const char* const end = text.data() + text.size();
  const std::from_chars_result parsed = std::from_chars(text.data(), end, port);
  return parsed.ec == std::errc() && parsed.ptr == end && port != 0;
}

}  // namespace

std::optional<Url> ParseUrl(std::string_view text) {
  if (!text.starts_with(kScheme) || !std::all_of(text.begin(), text.end(), IsVisibleAscii) ||
      text.find_first_of("?#@") != std::string_view::npos) {
    return std::nullopt;
  }
  text.remove_prefix(kScheme.size());
  Url url;
  const std::size_t slash = std::min(text.find('/'), text.size());
  url.authority = text.substr(0, slash);
  url.path = text.substr(slash);
  while (url.path.ends_with('/')) url.path.pop_back();

  std::string_view rest = url.authority;
  const bool bracketed = rest.starts_with('[');
  const std::size_t host_end = bracketed ? rest.find(']') : std::min(rest.find(':'), rest.size());
  if (host_end == std::string_view::npos) return std::nullopt;
  url.host = bracketed ? rest.substr(1, host_end - 1) : rest.substr(0, host_end);
  if (url.host.empty()) return std::nullopt;
  rest.remove_prefix(bracketed ? host_end + 1 : host_end);
  if (rest.empty()) return url;
  if (!rest.starts_with(':') || !ParsePort(rest.substr(1), url.port)) return std::nullopt;
  return url;
}

}  // namespace bench
