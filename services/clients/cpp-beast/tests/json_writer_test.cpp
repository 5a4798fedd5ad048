// The writer's output is JSON.
#include "json_writer.hpp"

#include <cstdint>

#include "check.hpp"

using bench::JsonWriter;

namespace {

void CommasStandBetween() {
  JsonWriter json;
  json.Open('{').Key("a").Integer(1).Key("b").Open('[').Null().Bool(true).Open('[').Close(']');
  json.Close(']').Key("c").Open('{').Close('}').Close('}');
  CHECK(json.json() == R"({"a":1,"b":[null,true,[]],"c":{}})");
}

void IntegersBeyondDoublesAreText() {
  JsonWriter json;
  json.Open('[').Integer(std::int64_t{1} << 53).Integer((std::int64_t{1} << 53) + 1);
  json.Integer(UINT64_MAX).Integer(INT64_MIN).Close(']');
  CHECK(json.json() ==
        R"([9007199254740992,"9007199254740993","18446744073709551615","-9223372036854775808"])");
}

void NumbersAreShort() {
  JsonWriter json;
  json.Open('[').Number(250).Number(0.1).Close(']');
  CHECK(json.json() == "[250,0.1]");
}

void TextIsEscaped() {
  JsonWriter json;
  json.Text("a\"\\\n");
  CHECK(json.json() == R"("a\"\\\u000a")");
}

}  // namespace

int main() {
  CommasStandBetween();
  IntegersBeyondDoublesAreText();
  NumbersAreShort();
  TextIsEscaped();
  return ExitCode();
}
