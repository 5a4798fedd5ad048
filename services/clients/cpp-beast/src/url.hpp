// The server's base URL, in the parts that a request needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

struct Url {
  std::string authority;  // as it stands in the URL, for the Host header
  std::string host;       // without the brackets of an IPv6 address
  std::uint16_t port = 80;
  std::string path;  // before "/order"; empty, or begins with a slash
};

// Nothing if it is not "http://HOST[:PORT][/PATH]".
std::optional<Url> ParseUrl(std::string_view text);

}  // namespace bench
