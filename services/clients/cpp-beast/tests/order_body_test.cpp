// The body has the length asked for, and the rest stays the same from request to request.
#include "order_body.hpp"

#include <simdjson.h>

#include <string>
#include <string_view>

#include "check.hpp"

using bench::OrderBody;

namespace {

constexpr std::int64_t kTimestampNs = 1'764'039'641'123'456'789;

void IsWrittenAsTheContractSays() {
  OrderBody body(120);
  body.Write(0xabc, kTimestampNs);
  CHECK(body.text() == R"({"order_id":"0000000000000abc","symbol":"AAPL","quantity":1,"price":1.5,)"
                       R"("timestamp":1764039641123456789,"padding":"xxx"})");
  CHECK(body.order_id() == "0000000000000abc");
  body.Write(0xd, kTimestampNs + 1);
  CHECK(body.text().find(R"("000000000000000d")") != std::string_view::npos);
  CHECK(body.text().find("1764039641123456790") != std::string_view::npos);
}

void HasThePayloadsLength() {
  simdjson::dom::parser parser;
  for (std::size_t bytes = 100; bytes <= 65536; bytes += bytes < 300 ? 1 : 997) {
    OrderBody body(bytes);
    body.Write(0xfedcba, kTimestampNs);
    CHECK(body.text().size() == bytes);
    simdjson::dom::object order;
    CHECK(parser.parse(std::string(body.text())).get(order) == simdjson::SUCCESS);
    CHECK(order["order_id"].get_string().value() == body.order_id());
    CHECK(order["timestamp"].get_int64().value() == kTimestampNs);
    CHECK(body.order_id().ends_with("fedcba"));
    const bool padded = order["padding"].error() == simdjson::SUCCESS;
    CHECK(padded == (bytes >= 117));
    CHECK(!padded || body.order_id().size() == 16);
  }
}

}  // namespace

int main() {
  IsWrittenAsTheContractSays();
  HasThePayloadsLength();
  return ExitCode();
}
