// What the contract's vectors leave open about orders; the vectors themselves go through the
// socket.
#include "order.hpp"

#include <string>
#include <string_view>
#include <variant>

#include "check.hpp"

using reference::Order;
using reference::OrderError;
using reference::OrderReader;

namespace {

std::string OrderWith(std::string_view price) {
  return R"({"order_id":"a","symbol":"b","quantity":-5,"price":)" + std::string(price) +
         R"(,"timestamp":7})";
}

std::string_view ErrorOf(std::string_view body) {
  OrderReader reader;
  const auto read = reader.Read(body);
  const auto* error = std::get_if<OrderError>(&read);
  return error == nullptr ? "" : error->message;
}

void ReadsEveryField() {
  OrderReader reader;
  const std::string body = OrderWith("1.5e2");
  const auto order = std::get<Order>(reader.Read(body));
  CHECK(order.order_id == "a");
  CHECK(order.symbol == "b");
  CHECK(order.quantity == -5);
  CHECK(order.price == 150.0);
  CHECK(order.timestamp_ns == 7);
}

void ReadsEscapedKeysAndValues() {
  OrderReader reader;
  const auto order = std::get<Order>(reader.Read(
      R"({"order\u005fid":"\u0041","symbol":"\t","quantity":0,"price":0,"timestamp":0})"));
  CHECK(order.order_id == "A");
  CHECK(order.symbol == "\t");
}

void OnlyAnOverflowMakesAPriceInfinite() {
  CHECK(ErrorOf(OrderWith("1e308")).empty());
  CHECK(ErrorOf(OrderWith("1e-999")).empty());
  CHECK(ErrorOf(OrderWith("0." + std::string(400, '0') + "1")).empty());
  CHECK(ErrorOf(OrderWith("99999999999999999999")).empty());
  CHECK(ErrorOf(OrderWith("1e309")).starts_with("price "));
  CHECK(ErrorOf(OrderWith("-1e999")).starts_with("price "));
  CHECK(ErrorOf(OrderWith("1" + std::string(400, '0'))).starts_with("price "));
}

void MalformedJsonIsWorseThanAWrongField() {
  CHECK(ErrorOf(R"({"order_id":1,"symbol":)").starts_with("the body must be"));
  CHECK(ErrorOf(R"({"order_id":1})") == "order_id must be a string");
}

void ALaterOrderDoesNotSeeAnEarlierOne() {
  OrderReader reader;
  CHECK(std::holds_alternative<Order>(reader.Read(OrderWith("1"))));
  CHECK(std::holds_alternative<OrderError>(reader.Read("{}")));
}

}  // namespace

int main() {
  ReadsEveryField();
  ReadsEscapedKeysAndValues();
  OnlyAnOverflowMakesAPriceInfinite();
  MalformedJsonIsWorseThanAWrongField();
  ALaterOrderDoesNotSeeAnEarlierOne();
  return ExitCode();
}
