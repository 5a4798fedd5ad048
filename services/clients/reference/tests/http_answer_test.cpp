// One answer is taken out of the bytes received, however its end is told.
#include "http_answer.hpp"

#include <string>
#include <string_view>

#include "check.hpp"

using reference::HttpAnswer;
using reference::HttpAnswerReader;
using State = HttpAnswer::State;

namespace {

void AnAnswerOfKnownLengthEndsThere() {
  HttpAnswerReader reader;
  const std::string_view text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  for (std::size_t size = 0; size < text.size(); ++size) {
    CHECK(reader.Read(text.substr(0, size), false).state == State::kIncomplete);
    CHECK(reader.Read(text.substr(0, size), true).state == State::kIncomplete);
  }
  const HttpAnswer answer = reader.Read(std::string(text) + "HTTP", false);
  CHECK(answer.state == State::kComplete);
  CHECK(answer.status == 200);
  CHECK(answer.keep_alive);
  CHECK(answer.bytes == text.size());
}

void ABodyIsFoundBehindItsHead() {
  HttpAnswerReader reader;
  CHECK(reader.Read("HTTP/1.1 503 X\r\nContent-Length: 2\r\n\r\n{}", false).body == "{}");
  const HttpAnswer chunked = reader.Read(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", false);
  CHECK(chunked.state == State::kComplete);
  CHECK(chunked.body == "{}");
  CHECK(reader.Read("HTTP/1.1 204 X\r\n\r\n", false).state == State::kComplete);
}

void WithoutALengthTheCloseEndsIt() {
  HttpAnswerReader reader;
  const std::string_view text = "HTTP/1.0 200 OK\r\n\r\n{}";
  CHECK(reader.Read(text, false).state == State::kIncomplete);
  const HttpAnswer answer = reader.Read(text, true);
  CHECK(answer.state == State::kComplete);
  CHECK(answer.body == "{}");
  CHECK(!answer.keep_alive);
}

void InterimAnswersArePassedOver() {
  HttpAnswerReader reader;
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
  const std::string text = interim + interim + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  CHECK(reader.Read(interim, false).state == State::kIncomplete);
  const HttpAnswer answer = reader.Read(text, false);
  CHECK(answer.state == State::kComplete);
  CHECK(answer.status == 200);
  CHECK(answer.bytes == text.size());
}

void AnAnswerWithoutEndIsTooLarge() {
  HttpAnswerReader reader;
  const std::string much(reference::kMaxAnswerBytes + 1, 'x');
  CHECK(reader.Read("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n", false).state ==
        State::kTooLarge);
  CHECK(reader.Read("HTTP/1.1 200 OK\r\n\r\n" + much, false).state == State::kTooLarge);
  CHECK(
      reader.Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n" + much, false)
          .state == State::kTooLarge);
}

void OtherTextIsMalformed() {
  HttpAnswerReader reader;
  CHECK(reader.Read("nonsense\r\n", false).state == State::kMalformed);
  CHECK(reader.Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", false).state ==
        State::kMalformed);
}

}  // namespace

int main() {
  AnAnswerOfKnownLengthEndsThere();
  ABodyIsFoundBehindItsHead();
  WithoutALengthTheCloseEndsIt();
  InterimAnswersArePassedOver();
  AnAnswerWithoutEndIsTooLarge();
  OtherTextIsMalformed();
  return ExitCode();
}
