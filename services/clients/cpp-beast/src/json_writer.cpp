#include "json_writer.hpp"

#include <array>
#include <charconv>

namespace bench {

void JsonWriter::Separate() {
  if (!first_) json_.push_back(',');
  first_ = false;
}

JsonWriter& JsonWriter::Raw(std::string_view token) {
  Separate();
  json_.append(token);
  return *this;
}

JsonWriter& JsonWriter::Open(char bracket) {
  Separate();
  json_.push_back(bracket);
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::Close(char bracket) {
  json_.push_back(bracket);
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Text(key);
  json_.push_back(':');
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::Text(std::string_view text) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  Separate();
  json_.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json_.push_back('\\');
      json_.push_back(c);
    } else if (byte < 0x20) {
      json_.append("\\u00");
      json_.push_back(kHexDigits[byte >> 4]);
      json_.push_back(kHexDigits[byte & 0xF]);
    } else {
      json_.push_back(c);
    }
  }
  json_.push_back('"');
  return *this;
}

JsonWriter& JsonWriter::Number(double value) {
  std::array<char, 32> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return Raw({digits.data(), static_cast<std::size_t>(written.ptr - digits.data())});
}

}  // namespace bench
