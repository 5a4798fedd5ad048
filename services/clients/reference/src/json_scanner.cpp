#include "json_scanner.hpp"

#include <cstdint>
#include <cstring>

namespace reference {
namespace {

// Deeper nesting is refused, as in common parsers: the scanner recurses.
constexpr int kMaxDepth = 128;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// True if each of the eight bytes can stand in a string as it is: ASCII, no control character, no
// quote, no backslash. Bit tricks from "Bit Twiddling Hacks" (haszero, hasless).
bool EightPlainBytes(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighs = 0x8080808080808080;
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  const std::uint64_t quote = word ^ (kOnes * '"');
  const std::uint64_t backslash = word ^ (kOnes * '\\');
  const std::uint64_t special =
      (word - kOnes * 0x20) | (quote - kOnes) | (backslash - kOnes) | word;
  return (special & kHighs) == 0;
}

bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

bool IsHighSurrogate(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool IsLowSurrogate(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void AppendUtf8(unsigned code_point, std::string& out) {
  const auto put = [&out](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3F));
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

// Four hexadecimal digits that were checked before.
unsigned KnownHex4(const char* digits) {
  unsigned unit = 0;
  for (int i = 0; i < 4; ++i) unit = unit << 4 | static_cast<unsigned>(HexValue(digits[i]));
  return unit;
}

char Unescaped(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;
  }
}

}  // namespace

void JsonScanner::SkipSpace() {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
}

bool JsonScanner::Consume(char expected) {
  if (at_ == end_ || *at_ != expected) return false;
  ++at_;
  return true;
}

bool JsonScanner::ConsumeWord(std::string_view word) {
  if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).substr(0, word.size()) != word) {
    return false;
  }
  at_ += word.size();
  return true;
}

std::optional<JsonString> JsonScanner::String() {
  if (!Consume('"')) return std::nullopt;
  const char* const begin = at_;
  bool escaped = false;
  for (;;) {
    while (end_ - at_ >= 8 && EightPlainBytes(at_)) at_ += 8;
    while (at_ != end_ && IsPlain(*at_)) ++at_;
    if (at_ == end_) return std::nullopt;
    if (*at_ == '"') {
      const std::string_view raw(begin, static_cast<std::size_t>(at_ - begin));
      ++at_;
      return JsonString{raw, escaped};
    }
    if (*at_ == '\\') {
      escaped = true;
      if (!SkipEscape()) return std::nullopt;
    } else if (!SkipUtf8Sequence()) {  // refuses control characters too
      return std::nullopt;
    }
  }
}

bool JsonScanner::SkipEscape() {
  ++at_;
  if (at_ == end_) return false;
  const char letter = *at_++;
  if (letter != 'u') {
    return letter != '\0' && std::strchr("\"\\/bfnrt", letter) != nullptr;
  }
  const std::optional<unsigned> unit = Hex4();
  if (!unit || IsLowSurrogate(*unit)) return false;
  if (!IsHighSurrogate(*unit)) return true;
  if (!ConsumeWord("\\u")) return false;
  const std::optional<unsigned> low = Hex4();
  return low && IsLowSurrogate(*low);
}

std::optional<unsigned> JsonScanner::Hex4() {
  if (end_ - at_ < 4) return std::nullopt;
  for (int i = 0; i < 4; ++i) {
    if (HexValue(at_[i]) < 0) return std::nullopt;
  }
  at_ += 4;
  return KnownHex4(at_ - 4);
}

// The table of well-formed sequences, Unicode 15, section 3.9, table 3-7: only the second byte's
// range depends on the first.
bool JsonScanner::SkipUtf8Sequence() {
  const auto lead = static_cast<unsigned char>(*at_);
  int length = 0;
  unsigned second_min = 0x80;
  unsigned second_max = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) second_min = 0xA0;
    if (lead == 0xED) second_max = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) second_min = 0x90;
    if (lead == 0xF4) second_max = 0x8F;
  }
  if (length == 0 || end_ - at_ < length) return false;
  const auto second = static_cast<unsigned char>(at_[1]);
  if (second < second_min || second > second_max) return false;
  for (int i = 2; i < length; ++i) {
    if ((static_cast<unsigned char>(at_[i]) & 0xC0) != 0x80) return false;
  }
  at_ += length;
  return true;
}

bool JsonScanner::SkipDigits() {
  const char* const begin = at_;
  while (at_ != end_ && IsDigit(*at_)) ++at_;
  return at_ != begin;
}

std::optional<JsonNumber> JsonScanner::Number() {
  const char* const begin = at_;
  bool integer = true;
  Consume('-');
  if (!Consume('0') && !SkipDigits()) return std::nullopt;
  if (Consume('.')) {
    integer = false;
    if (!SkipDigits()) return std::nullopt;
  }
  if (Consume('e') || Consume('E')) {
    integer = false;
    if (!Consume('+')) Consume('-');
    if (!SkipDigits()) return std::nullopt;
  }
  return JsonNumber{std::string_view(begin, static_cast<std::size_t>(at_ - begin)), integer};
}

bool JsonScanner::SkipValue(int depth) {
  switch (Peek()) {
    case '"':
      return String().has_value();
    case '{':
      return depth < kMaxDepth && SkipObject(depth + 1);
    case '[':
      return depth < kMaxDepth && SkipArray(depth + 1);
    case 't':
      return ConsumeWord("true");
    case 'f':
      return ConsumeWord("false");
    case 'n':
      return ConsumeWord("null");
    default:
      return Number().has_value();
  }
}

bool JsonScanner::SkipArray(int depth) {
  Consume('[');
  SkipSpace();
  if (Consume(']')) return true;
  do {
    SkipSpace();
    if (!SkipValue(depth)) return false;
    SkipSpace();
  } while (Consume(','));
  return Consume(']');
}

bool JsonScanner::SkipObject(int depth) {
  Consume('{');
  SkipSpace();
  if (Consume('}')) return true;
  do {
    SkipSpace();
    if (!String()) return false;
    SkipSpace();
    if (!Consume(':')) return false;
    SkipSpace();
    if (!SkipValue(depth)) return false;
    SkipSpace();
  } while (Consume(','));
  return Consume('}');
}

void AppendUnescaped(std::string_view raw, std::string& out) {
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\') {
      out.push_back(raw[i]);
      continue;
    }
    ++i;
    if (raw[i] != 'u') {
      out.push_back(Unescaped(raw[i]));
      continue;
    }
    unsigned code_point = KnownHex4(&raw[i + 1]);
    i += 4;
    if (IsHighSurrogate(code_point)) {
      const unsigned low = KnownHex4(&raw[i + 3]);
      code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
      i += 6;
    }
    AppendUtf8(code_point, out);
  }
}

}  // namespace reference
