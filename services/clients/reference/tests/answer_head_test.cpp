// The head of an answer tells its status, how long its body is, and whether the connection stays.
#include "answer_head.hpp"

#include <string>
#include <string_view>

#include "check.hpp"

using reference::AnswerHead;
using reference::Framing;
using reference::HeadResult;
using reference::ParseHead;

namespace {

AnswerHead Parsed(std::string_view text) {
  const HeadResult result = ParseHead(text);
  CHECK(result.state == HeadResult::State::kComplete);
  CHECK(result.head_bytes == text.size());
  return result.head;
}

void ALengthIsRead() {
  const AnswerHead head =
      Parsed("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\ncontent-LENGTH:  12 \r\n\r\n");
  CHECK(head.status == 200);
  CHECK(head.framing == Framing::kLength);
  CHECK(head.content_length == 12);
  CHECK(head.keep_alive);
}

void ChunksGoBeforeALength() {
  CHECK(Parsed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").framing ==
        Framing::kChunked);
  CHECK(Parsed("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: 1\r\n\r\n")
            .framing == Framing::kChunked);
}

void WithoutALengthTheConnectionEndsTheBody() {
  const AnswerHead head = Parsed("HTTP/1.1 200\r\n\r\n");
  CHECK(head.framing == Framing::kUntilClose);
  CHECK(!head.keep_alive);
}

void SomeAnswersHaveNoBody() {
  for (const std::string_view status : {"100", "103", "204", "304"}) {
    const AnswerHead head = Parsed("HTTP/1.1 " + std::string(status) + " X\r\n\r\n");
    CHECK(head.framing == Framing::kLength);
    CHECK(head.content_length == 0);
    CHECK(head.keep_alive);
  }
}

void TheConnectionStaysUnlessItIsSaid() {
  CHECK(!Parsed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").keep_alive);
  CHECK(!Parsed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nconnection: x, Close\r\n\r\n").keep_alive);
  CHECK(!Parsed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").keep_alive);
  CHECK(
      Parsed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
}

void ThePartsOfAHeadAreIncomplete() {
  const std::string_view whole = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK(ParseHead(whole.substr(0, size)).state == HeadResult::State::kIncomplete);
  }
  const HeadResult result = ParseHead(std::string(whole) + "{}x");
  CHECK(result.head_bytes == whole.size());
}

void OtherTextIsMalformed() {
  for (const std::string_view text : {
           "\r\n",
           "HTTP/2 200 OK\r\n\r\n",
           "HTTP/1.1 20 OK\r\n\r\n",
           "HTTP/1.1 2000\r\n\r\n",
           "HTTP/1.1 099 X\r\n\r\n",
           "HTTP/1.1 x00 OK\r\n\r\n",
           "HTTP/1.1  200 OK\r\n\r\n",
           "http/1.1 200 OK\r\n\r\n",
           "{\"status\":\"success\"}\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
       }) {
    CHECK(ParseHead(text).state == HeadResult::State::kMalformed);
  }
  const std::string endless(2 * reference::kMaxHeadBytes, 'x');
  CHECK(ParseHead(endless).state == HeadResult::State::kMalformed);
  CHECK(ParseHead("HTTP/1.1 200 OK\r\nX: " + endless).state == HeadResult::State::kMalformed);
}

}  // namespace

int main() {
  ALengthIsRead();
  ChunksGoBeforeALength();
  WithoutALengthTheConnectionEndsTheBody();
  SomeAnswersHaveNoBody();
  TheConnectionStaysUnlessItIsSaid();
  ThePartsOfAHeadAreIncomplete();
  OtherTextIsMalformed();
  return ExitCode();
}
