#include "order.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <system_error>

#include "json_scanner.hpp"

namespace reference {
namespace {

enum Field : std::size_t { kOrderId, kSymbol, kQuantity, kPrice, kTimestamp, kFieldCount };

constexpr std::array<std::string_view, kFieldCount> kNames = {"order_id", "symbol", "quantity",
                                                              "price", "timestamp"};
constexpr std::array<std::string_view, kFieldCount> kFaults = {
    "order_id must be a string",
    "symbol must be a string",
    "quantity must be an integer from -2147483648 to 2147483647",
    "price must be a finite number",
    "timestamp must be an integer from 0 to 9223372036854775807",
};
constexpr std::string_view kMalformed = "the body must be one JSON object in valid UTF-8";

Field FieldNamed(std::string_view name) {
  std::size_t field = 0;
  while (field < kFieldCount && kNames[field] != name) ++field;
  return static_cast<Field>(field);
}

template <typename Integer>
bool ToInteger(const JsonNumber& number, Integer& value) {
  if (!number.integer) return false;
  const char* const end = number.text.data() + number.text.size();
  return std::from_chars(number.text.data(), end, value).ec == std::errc();
}

bool ToFinite(const JsonNumber& number, double& value) {
  const char* const end = number.text.data() + number.text.size();
  if (std::from_chars(number.text.data(), end, value).ec == std::errc()) return true;
  // from_chars reports an underflow (a valid number near 0) and an overflow alike; strtod does not.
  value = std::strtod(std::string(number.text).c_str(), nullptr);
  return std::isfinite(value);
}

// Scans one order; a wrong type is only noted, because malformed JSON behind it matters more.
class Scan {
 public:
  Scan(std::string_view body, std::string& unescaped_order_id, std::string& unescaped_symbol)
      : scanner_(body),
        unescaped_order_id_(unescaped_order_id),
        unescaped_symbol_(unescaped_symbol) {}

  bool ReadObject() {
    scanner_.SkipSpace();
    if (!scanner_.Consume('{')) return false;
    scanner_.SkipSpace();
    if (!scanner_.Consume('}')) {
      do {
        if (!ReadMember()) return false;
      } while (scanner_.Consume(','));
      if (!scanner_.Consume('}')) return false;
    }
    scanner_.SkipSpace();
    return scanner_.AtEnd();
  }

  std::optional<Field> FirstFault() const {
    for (std::size_t field = 0; field < kFieldCount; ++field) {
      if (!good_[field]) return static_cast<Field>(field);
    }
    return std::nullopt;
  }

  const Order& order() const { return order_; }

 private:
  bool ReadMember() {
    scanner_.SkipSpace();
    const std::optional<JsonString> key = scanner_.String();
    if (!key) return false;
    scanner_.SkipSpace();
    if (!scanner_.Consume(':')) return false;
    scanner_.SkipSpace();
    if (!ReadValue(FieldOf(*key))) return false;
    scanner_.SkipSpace();
    return true;
  }

  static Field FieldOf(const JsonString& key) {
    if (!key.escaped) return FieldNamed(key.raw);
    std::string name;
    AppendUnescaped(key.raw, name);
    return FieldNamed(name);
  }

  bool ReadValue(Field field) {
    switch (field) {
      case kOrderId:
        return ReadText(field, order_.order_id, unescaped_order_id_);
      case kSymbol:
        return ReadText(field, order_.symbol, unescaped_symbol_);
      case kQuantity:
        return ReadNumber(field, [this](auto& n) { return ToInteger(n, order_.quantity); });
      case kPrice:
        return ReadNumber(field, [this](auto& n) { return ToFinite(n, order_.price); });
      case kTimestamp:
        return ReadNumber(field, [this](auto& n) {
          return ToInteger(n, order_.timestamp_ns) && order_.timestamp_ns >= 0;
        });
      case kFieldCount:
        break;
    }
    return scanner_.SkipValue();
  }

  bool ReadText(Field field, std::string_view& value, std::string& unescaped) {
    good_[field] = scanner_.Peek() == '"';
    if (!good_[field]) return scanner_.SkipValue();
    const std::optional<JsonString> text = scanner_.String();
    if (!text) return false;
    value = text->raw;
    if (text->escaped) {
      unescaped.clear();
      AppendUnescaped(text->raw, unescaped);
      value = unescaped;
    }
    return true;
  }

  template <typename Convert>
  bool ReadNumber(Field field, Convert convert) {
    const char first = scanner_.Peek();
    good_[field] = first == '-' || (first >= '0' && first <= '9');
    if (!good_[field]) return scanner_.SkipValue();
    const std::optional<JsonNumber> number = scanner_.Number();
    if (!number) return false;
    good_[field] = convert(*number);
    return true;
  }

  JsonScanner scanner_;
  std::string& unescaped_order_id_;
  std::string& unescaped_symbol_;
  Order order_;
  std::array<bool, kFieldCount> good_{};
};

}  // namespace

std::variant<Order, OrderError> OrderReader::Read(std::string_view body) {
  Scan scan(body, unescaped_order_id_, unescaped_symbol_);
  if (!scan.ReadObject()) return OrderError{kMalformed};
  if (const std::optional<Field> fault = scan.FirstFault()) return OrderError{kFaults[*fault]};
  return scan.order();
}

}  // namespace reference
