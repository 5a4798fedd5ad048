// The scanner takes all of JSON and nothing else.
#include "json_scanner.hpp"

#include <string>
#include <string_view>

#include "check.hpp"

using reference::AppendUnescaped;
using reference::JsonScanner;

namespace {

bool IsJson(std::string_view text) {
  JsonScanner scanner(text);
  scanner.SkipSpace();
  if (!scanner.SkipValue()) return false;
  scanner.SkipSpace();
  return scanner.AtEnd();
}

std::string Unescaped(std::string_view raw) {
  std::string text;
  AppendUnescaped(raw, text);
  return text;
}

void TakesEveryKindOfValue() {
  for (const std::string_view text :
       {"{}", "[]", "\"\"", "0", "-0", "true", "false", "null", " [ 1 , 2 ] ",
        "{\"a\":{\"b\":[{}]}}", "{ \"a\" : 1 , \"b\" : [ null ] }", "\t\r\n 1"}) {
    CHECK(IsJson(text));
  }
}

void RefusesMalformedValues() {
  for (const std::string_view text :
       {"",          " ",     "{",       "}",        "[",          "]",     "[1",      "[1,",
        "[1,]",      "[,1]",  "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\":1",
        "{\"a\" 1}", "{1:2}", "tru",     "truely",   "nul",        "None",  "1 2",     "{}{}",
        "//",        "/**/1", "\"",      "\"a",      "'a'"}) {
    CHECK(!IsJson(text));
  }
  CHECK(!IsJson(std::string_view("\0", 1)));
  CHECK(!IsJson(std::string_view("1\0", 2)));
}

void NumbersFollowTheGrammar() {
  for (const std::string_view text : {"1", "-1", "10", "0.5", "-0.5", "1e5", "1E+5", "1e-05", "0e0",
                                      "123456789012345678901234567890", "1.25e300"}) {
    CHECK(IsJson(text));
  }
  for (const std::string_view text : {"-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "1.e5",
                                      "0x1", "NaN", "Infinity", "-Infinity", "1_0", "--1"}) {
    CHECK(!IsJson(text));
  }
}

void OnlyPlainNumbersAreIntegers() {
  CHECK(JsonScanner("-12").Number()->integer);
  CHECK(!JsonScanner("1.0").Number()->integer);
  CHECK(!JsonScanner("1e2").Number()->integer);
  CHECK(JsonScanner("12,").Number()->text == "12");
}

void EveryByteInAStringIsChecked() {
  // At each place of the eight bytes that are looked at together, and behind them.
  for (std::size_t place = 0; place < 20; ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text(20, 'x');
      text[place] = static_cast<char>(byte);
      const bool plain = byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
      CHECK(IsJson("\"" + text + "\"") == plain);
    }
  }
}

void Utf8IsChecked() {
  for (const std::string_view text :
       {"é", "訂單", "😀", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF", "\xF0\x90\x80\x80",
        "\xE0\xA0\x80", "\xC2\x80"}) {
    CHECK(IsJson("\"" + std::string(text) + "\""));
  }
  for (const std::string_view text :
       {"\xFF", "\x80", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\xAF", "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xE8\xA8", "\xE8\xA8(", "\xF0\x8F\xBF\xBF", "\xF0\x9F\x98",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80"}) {
    CHECK(!IsJson("\"" + std::string(text) + "\""));
  }
}

void EscapesAreChecked() {
  for (const std::string_view text :
       {R"("\"\\\/\b\f\n\r\t")", R"("\u00e9")", R"("\uD83D\uDE00")"}) {
    CHECK(IsJson(text));
  }
  for (const std::string_view text :
       {R"("\x41")", R"("\)", R"("\")", R"("\u12")", R"("\u12g4")", R"("\ud800")", R"("\ud800x")",
        R"("\ud800\n")", R"("\ud800\ud800")", R"("\udc00")", R"("\ude00\ud83d")", R"("\U0041")"}) {
    CHECK(!IsJson(text));
  }
  CHECK(!IsJson(std::string_view("\"\\\0\"", 4)));
}

void NestingHasALimit() {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(IsJson(nested(128)));
  CHECK(!IsJson(nested(129)));
  CHECK(!IsJson(std::string(65536, '[')));
}

void UnescapingGivesTheText() {
  CHECK(Unescaped("plain") == "plain");
  CHECK(Unescaped(R"(a\"b\\c\/d\b\f\n\r\t)") == "a\"b\\c/d\b\f\n\r\t");
  CHECK(Unescaped(R"(\u0041\u00e9\u8a02\ud83d\ude00!)") == "Aé訂😀!");
  CHECK(Unescaped(R"(\u0000)") == std::string(1, '\0'));
}

}  // namespace

int main() {
  TakesEveryKindOfValue();
  RefusesMalformedValues();
  NumbersFollowTheGrammar();
  OnlyPlainNumbersAreIntegers();
  EveryByteInAStringIsChecked();
  Utf8IsChecked();
  EscapesAreChecked();
  NestingHasALimit();
  UnescapingGivesTheText();
  return ExitCode();
}
