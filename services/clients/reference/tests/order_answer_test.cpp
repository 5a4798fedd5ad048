// Only a success for this very order is a right answer.
#include "order_answer.hpp"

#include <string_view>

#include "check.hpp"

namespace {

std::optional<std::int64_t> Check(std::string_view text) {
  return reference::CheckOrderAnswer(text, "00ff");
}

void ASuccessGivesItsLatency() {
  CHECK(Check(R"({"status":"success","order_id":"00ff","latency_ns":-5})") == -5);
  CHECK(Check(R"( {"latency_ns": 9007199254740993, "x": [1], "order_id":"\u00300ff",
                   "st\u0061tus":"success"} )") == 9007199254740993);
}

void AnythingElseIsWrong() {
  for (const std::string_view text : {
           "",
           "null",
           "[]",
           "{}",
           R"({"status":"success","order_id":"00ff"})",
           R"({"status":"success","latency_ns":1})",
           R"({"order_id":"00ff","latency_ns":1})",
           R"({"status":"success","order_id":"00fe","latency_ns":1})",
           R"({"status":"failed","order_id":"00ff","latency_ns":1})",
           R"({"status":"success","order_id":255,"latency_ns":1})",
           R"({"status":"success","order_id":"00ff","latency_ns":"1"})",
           R"({"status":"success","order_id":"00ff","latency_ns":1.5})",
           R"({"status":"success","order_id":"00ff","latency_ns":1e2})",
           R"({"status":"success","order_id":"00ff","latency_ns":9223372036854775808})",
           R"({"status":"success","order_id":"00ff","latency_ns":1)",
           R"({"status":"success","order_id":"00ff","latency_ns":1}x)",
           R"({"status":"success","order_id":"00ff","latency_ns":1,})",
           R"({"status":"success","order_id":"00ff","latency_ns":1,"x":nul})",
           R"({"status":"success","order_id":"00ff","latency_ns":01})",
       }) {
    CHECK(!Check(text));
  }
}

}  // namespace

int main() {
  ASuccessGivesItsLatency();
  AnythingElseIsWrong();
  return ExitCode();
}
