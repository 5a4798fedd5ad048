// Appends JSON to a string.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

// Puts the commas between members and elements; the caller opens and closes.
class JsonWriter {
 public:
  JsonWriter& Open(char bracket);
  JsonWriter& Close(char bracket);
  JsonWriter& Key(std::string_view key);
  JsonWriter& Text(std::string_view text);
  // Beyond 2^53 as a decimal string, because JSON readers may read numbers as doubles.
  JsonWriter& Integer(std::integral auto value) {
    constexpr auto kMaxExact = std::int64_t{1} << 53;
    const std::string digits = std::to_string(value);
    return std::cmp_greater(value, kMaxExact) || std::cmp_less(value, -kMaxExact) ? Text(digits)
                                                                                  : Raw(digits);
  }
  JsonWriter& Number(double value);
  JsonWriter& Bool(bool value) { return Raw(value ? "true" : "false"); }
  JsonWriter& Null() { return Raw("null"); }

  const std::string& json() const { return json_; }

 private:
  JsonWriter& Raw(std::string_view token);
  void Separate();

  std::string json_;
  bool first_ = true;  // nothing stands yet behind the last bracket or colon
};

}  // namespace bench
