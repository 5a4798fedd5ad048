// Only a success for this very order is a right answer.
#include "answer.hpp"

#include <string>
#include <string_view>

#include "check.hpp"

using bench::AnswerBuffer;

namespace {

std::optional<std::int64_t> Check(std::string_view text) {
  bench::AnswerParser parser;
  AnswerBuffer answer;
  CHECK(answer.Append(text));
  return answer.Check("00ff", parser);
}

void ASuccessGivesItsLatency() {
  CHECK(Check(R"({"status":"success","order_id":"00ff","latency_ns":-5})") == -5);
  CHECK(Check(R"( {"latency_ns": 9007199254740993, "x": [1], "order_id":"\u00300ff",
                   "status":"success"} )") == 9007199254740993);
}

void AnythingElseIsWrong() {
  for (const std::string_view text : {
           "",
           "null",
           "[]",
           "{}",
           R"({"status":"success","order_id":"00ff"})",
           R"({"status":"success","order_id":"00fe","latency_ns":1})",
           R"({"status":"failed","order_id":"00ff","latency_ns":1})",
           R"({"status":"success","order_id":255,"latency_ns":1})",
           R"({"status":"success","order_id":"00ff","latency_ns":"1"})",
           R"({"status":"success","order_id":"00ff","latency_ns":1.5})",
           R"({"status":"success","order_id":"00ff","latency_ns":1)",
           R"({"status":"success","order_id":"00ff","latency_ns":1}x)",
       }) {
    CHECK(!Check(text));
  }
}

void PartsAreJoinedAndCleared() {
  bench::AnswerParser parser;
  AnswerBuffer answer;
  const std::string padding(5000, 'x');
  const std::string text =
      R"({"padding":")" + padding + R"(","status":"success","order_id":"00ff","latency_ns":7})";
  for (int round = 0; round < 2; ++round) {
    answer.Clear();
    for (const char c : text) CHECK(answer.Append(std::string_view(&c, 1)));
    CHECK(answer.Check("00ff", parser) == 7);
  }
}

void AnAnswerWithoutEndIsRefused() {
  AnswerBuffer answer;
  const std::string part(600'000, 'x');
  CHECK(answer.Append(part));
  CHECK(!answer.Append(part));
}

}  // namespace

int main() {
  ASuccessGivesItsLatency();
  AnythingElseIsWrong();
  PartsAreJoinedAndCleared();
  AnAnswerWithoutEndIsRefused();
  return ExitCode();
}
