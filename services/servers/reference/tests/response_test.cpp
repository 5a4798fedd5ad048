// Responses are written as HTTP and JSON ask for.
#include "response.hpp"

#include <string>

#include "check.hpp"

using namespace reference;

namespace {

void AResponseHasItsLengthAndDate() {
  std::string out;
  AppendResponse({}, "Date: x\r\n", "{}", out);
  CHECK(out ==
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
        "Date: x\r\n\r\n{}");
}

void AnOrderIsEchoedWithExactTimes() {
  Order order;
  order.order_id = "a\"\n";
  order.timestamp_ns = INT64_MAX;
  std::string out;
  AppendOrderBody(order, 1764039641123500000, out);
  CHECK(out ==
        R"({"status":"success","order_id":"a\"\u000a",)"
        R"("server_receive_time":1764039641123500000,"client_send_time":9223372036854775807,)"
        R"("latency_ns":-7459332395731275807})");
}

void TheDateIsWrittenInUtc() {
  DateHeader date;
  CHECK(date.At(784111777) == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  CHECK(date.At(784111777) == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  CHECK(date.At(784111778) == "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
}

}  // namespace

int main() {
  AResponseHasItsLengthAndDate();
  AnOrderIsEchoedWithExactTimes();
  TheDateIsWrittenInUtc();
  return ExitCode();
}
