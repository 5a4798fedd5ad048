// The body has the length asked for, and the rest stays the same from request to request.
#include "order_request.hpp"

#include <string>
#include <string_view>

#include "check.hpp"
#include "json_scanner.hpp"

using reference::OrderId;
using reference::OrderRequest;

namespace {

constexpr std::int64_t kTimestampNs = 1'764'039'641'123'456'789;

void IsWrittenAsTheContractSays() {
  OrderRequest request("POST /order HTTP/1.1\r\n", 120);
  const OrderId order_id = request.IdOf(0xabc);
  CHECK(order_id.text() == "0000000000000abc");
  request.Write(order_id, kTimestampNs);
  CHECK(request.body() ==
        R"({"order_id":"0000000000000abc","symbol":"AAPL","quantity":1,"price":1.5,)"
        R"("timestamp":1764039641123456789,"padding":"xxx"})");
  CHECK(request.text() ==
        "POST /order HTTP/1.1\r\nContent-Length: 120\r\n\r\n" + std::string(request.body()));
  request.Write(request.IdOf(0xd), kTimestampNs + 1);
  CHECK(request.body().find(R"("000000000000000d")") != std::string_view::npos);
  CHECK(request.body().find("1764039641123456790") != std::string_view::npos);
}

void HasThePayloadsLength() {
  for (std::size_t bytes = 100; bytes <= 65536; bytes += bytes < 300 ? 1 : 997) {
    OrderRequest request("", bytes);
    const OrderId order_id = request.IdOf(0xfedcba);
    request.Write(order_id, kTimestampNs);
    CHECK(request.body().size() == bytes);
    reference::JsonScanner scanner(request.body());
    CHECK(scanner.SkipValue() && scanner.AtEnd());
    CHECK(order_id.text().ends_with("fedcba"));
    CHECK(request.body().starts_with(R"({"order_id":")" + std::string(order_id.text()) + '"'));
    const bool padded = request.body().find("padding") != std::string_view::npos;
    CHECK(padded == (bytes >= 117));
    CHECK(!padded || order_id.text().size() == 16);
  }
  CHECK(OrderRequest("", 116).IdOf(1).text() == "0000000000000000000000000001");
  CHECK(OrderRequest("", 100).IdOf(1).text() == "000000000001");
}

}  // namespace

int main() {
  IsWrittenAsTheContractSays();
  HasThePayloadsLength();
  return ExitCode();
}
