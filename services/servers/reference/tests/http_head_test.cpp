// Heads are parsed strictly, at whatever place the input is cut.
#include "http_head.hpp"

#include <string>
#include <string_view>

#include "check.hpp"

using reference::HeadResult;
using reference::ParseHead;
using State = reference::HeadResult::State;

namespace {

HeadResult WithHeaders(const std::string& headers) {
  static std::string input;  // the result has views into it
  input = "POST /order HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
  return ParseHead(input);
}

void ReadsWhatTheServerNeeds() {
  const std::string_view input =
      "POST /order?x=1 HTTP/1.1\r\nHOST: a\r\ncontent-type: \t application/json ; a=b \r\n"
      "Content-Length:12\r\nX-Other: y\r\n\r\nthe body";
  const HeadResult result = ParseHead(input);
  CHECK(result.state == State::kComplete);
  CHECK(input.substr(result.head_bytes) == "the body");
  CHECK(result.head.method == "POST");
  CHECK(result.head.path == "/order");
  CHECK(result.head.content_type == "application/json ; a=b");
  CHECK(result.head.content_length == 12);
  CHECK(result.head.keep_alive);
}

void EveryBeginningIsIncomplete() {
  const std::string_view input = "POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n";
  for (std::size_t size = 0; size < input.size(); ++size) {
    CHECK(ParseHead(input.substr(0, size)).state == State::kIncomplete);
  }
  CHECK(ParseHead(input).head_bytes == input.size());
}

void MalformedHeadsAreRefused() {
  for (const std::string_view input :
       {" GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET  / HTTP/1.1\r\n", "GET order HTTP/1.1\r\n",
        "GET / HTTP/1.1\nHost: a\n\n", "GET /\r\n", "G\x01T / HTTP/1.1\r\n", "GET / HTTX/1.1\r\n",
        "GET /\x7f HTTP/1.1\r\n"}) {
    const HeadResult result = ParseHead(input);
    CHECK(result.state == State::kRefused);
    CHECK(result.refused_status == 400);
  }
  for (const std::string_view headers :
       {"A : b\r\n", ": b\r\n", " folded\r\n", "A: b\rc\r\n", "A: b\nc\r\n", "Host: b\r\n",
        "Content-Length: -1\r\n", "Content-Length: 1x\r\n", "Content-Length:\r\n",
        "Content-Length: 99999999999999999999\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n"}) {
    CHECK(WithHeaders(std::string(headers)).refused_status == 400);
  }
  CHECK(WithHeaders(std::string("A: \0\r\n", 6)).refused_status == 400);
  CHECK(WithHeaders("Transfer-Encoding: chunked\r\n").refused_status == 411);
  CHECK(ParseHead("GET / HTTP/1.1\r\n\r\n").refused_status == 400);
  CHECK(ParseHead("GET / HTTP/2.0\r\n\r\n").refused_status == 505);
}

void TheHeadHasALimit() {
  const std::size_t around =
      std::string_view("POST /order HTTP/1.1\r\nHost: a\r\nA: \r\n\r\n").size();
  const std::size_t most = reference::kMaxHeadBytes - around;
  CHECK(WithHeaders("A: " + std::string(most, 'x') + "\r\n").state == State::kComplete);
  CHECK(WithHeaders("A: " + std::string(most + 1, 'x') + "\r\n").refused_status == 431);
}

void ConnectionsAreKeptAsAsked() {
  CHECK(WithHeaders("").head.keep_alive);
  CHECK(!WithHeaders("Connection: Close\r\n").head.keep_alive);
  CHECK(!WithHeaders("Connection: upgrade, close\r\n").head.keep_alive);
  CHECK(WithHeaders("Connection: closed\r\n").head.keep_alive);
  CHECK(!ParseHead("GET / HTTP/1.0\r\n\r\n").head.keep_alive);
  CHECK(ParseHead("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").head.keep_alive);
}

void ExpectationsAreSeen() {
  CHECK(!WithHeaders("").head.expects_continue);
  CHECK(WithHeaders("Expect: 100-Continue\r\n").head.expects_continue);
}

}  // namespace

int main() {
  ReadsWhatTheServerNeeds();
  EveryBeginningIsIncomplete();
  MalformedHeadsAreRefused();
  TheHeadHasALimit();
  ConnectionsAreKeptAsAsked();
  ExpectationsAreSeen();
  return ExitCode();
}
