#include "http_answer.hpp"

#include "chunked_body.hpp"

namespace reference {
namespace {

using State = HttpAnswer::State;

constexpr int kFirstFinalStatus = 200;

}  // namespace

HttpAnswer HttpAnswerReader::Read(std::string_view input, bool closed) {
  std::size_t at = 0;
  for (;;) {
    const HeadResult parsed = ParseHead(input.substr(at));
    if (parsed.state == HeadResult::State::kIncomplete) return {};
    if (parsed.state == HeadResult::State::kMalformed) return {.state = State::kMalformed};
    at += parsed.head_bytes;
    if (parsed.head.status < kFirstFinalStatus) continue;
    HttpAnswer answer = ReadBody(parsed.head, input.substr(at), closed);
    answer.status = parsed.head.status;
    answer.keep_alive = parsed.head.keep_alive;
    answer.bytes += at;
    return answer;
  }
}

HttpAnswer HttpAnswerReader::ReadBody(const AnswerHead& head, std::string_view input, bool closed) {
  HttpAnswer answer;
  if (head.framing == Framing::kLength) {
    if (head.content_length > kMaxAnswerBytes) return {.state = State::kTooLarge};
    if (input.size() < head.content_length) return answer;
    answer.body = input.substr(0, head.content_length);
    answer.bytes = head.content_length;
    answer.state = State::kComplete;
  } else if (head.framing == Framing::kChunked) {
    const ChunksResult decoded = DecodeChunks(input, chunks_);
    if (decoded.state == ChunksResult::State::kMalformed) return {.state = State::kMalformed};
    answer.body = chunks_;
    answer.bytes = decoded.bytes;
    if (decoded.state == ChunksResult::State::kComplete) answer.state = State::kComplete;
  } else if (closed) {
    answer.body = input;
    answer.bytes = input.size();
    answer.state = State::kComplete;
  }
  const bool endless = answer.state == State::kIncomplete && input.size() > kMaxAnswerBytes;
  if (endless) answer.state = State::kTooLarge;
  return answer;
}

}  // namespace reference
