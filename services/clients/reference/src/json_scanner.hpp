// Reads JSON (RFC 8259) strictly, token by token, without building a tree.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace reference {

// The text between the quotes: valid UTF-8, valid escapes, no lone surrogate.
struct JsonString {
  std::string_view raw;
  bool escaped = false;
};

struct JsonNumber {
  std::string_view text;
  bool integer = false;  // written without fraction and exponent
};

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool AtEnd() const { return at_ == end_; }
  // The next byte, or NUL (which no token starts with) at the end.
  char Peek() const { return at_ == end_ ? '\0' : *at_; }
  void SkipSpace();
  bool Consume(char expected);
  std::optional<JsonString> String();
  std::optional<JsonNumber> Number();
  // Checks and skips one value of any type; false if it is malformed.
  bool SkipValue() { return SkipValue(0); }

 private:
  bool SkipValue(int depth);
  bool SkipArray(int depth);
  bool SkipObject(int depth);
  bool SkipEscape();
  bool SkipUtf8Sequence();
  bool SkipDigits();
  bool ConsumeWord(std::string_view word);
  std::optional<unsigned> Hex4();

  const char* at_;
  const char* end_;
};

// Appends the text that a scanned string with escapes stands for.
void AppendUnescaped(std::string_view raw, std::string& out);

}  // namespace reference
