// A base URL is taken apart, and what is none is refused.
#include "url.hpp"

#include <string_view>

#include "check.hpp"

using bench::ParseUrl;
using bench::Url;

namespace {

void UrlsAreTakenApart() {
  const Url url = ParseUrl("http://example.test:8080/base/").value();
  CHECK(url.authority == "example.test:8080");
  CHECK(url.host == "example.test");
  CHECK(url.port == 8080);
  CHECK(url.path == "/base");
}

void PortAndPathMayBeMissing() {
  const Url url = ParseUrl("http://127.0.0.1").value();
  CHECK(url.authority == "127.0.0.1");
  CHECK(url.host == "127.0.0.1");
  CHECK(url.port == 80);
  CHECK(url.path.empty());
  CHECK(ParseUrl("http://a/").value().path.empty());
}

void AnIpv6AddressLosesItsBrackets() {
  const Url url = ParseUrl("http://[::1]:81").value();
  CHECK(url.authority == "[::1]:81");
  CHECK(url.host == "::1");
  CHECK(url.port == 81);
  CHECK(ParseUrl("http://[::1]").value().port == 80);
}

void AnythingElseIsRefused() {
  for (const std::string_view text : {"",
                                      "a",
                                      "127.0.0.1:80",
                                      "https://a",
                                      "http://",
                                      "http://:80",
                                      "http:///x",
                                      "http://a:",
                                      "http://a:0",
                                      "http://a:65536",
                                      "http://a:x",
                                      "http://a:80x",
                                      "http://[::1",
                                      "http://[]",
                                      "http://[::1]81",
                                      "http://a b",
                                      "http://a\r\n",
                                      "http://a?b",
                                      "http://a#b",
                                      "http://b@a"}) {
    CHECK(!ParseUrl(text));
  }
}

}  // namespace

int main() {
  UrlsAreTakenApart();
  PortAndPathMayBeMissing();
  AnIpv6AddressLosesItsBrackets();
  AnythingElseIsRefused();
  return ExitCode();
}
