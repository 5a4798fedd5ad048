#include "order_answer.hpp"

#include <charconv>
#include <string>
#include <system_error>

#include "json_scanner.hpp"

namespace reference {
namespace {

bool Equals(const JsonString& found, std::string_view wanted) {
  if (!found.escaped) return found.raw == wanted;
  std::string text;
  AppendUnescaped(found.raw, text);
  return text == wanted;
}

// Reads all of the answer; the fields that do not matter are checked to be JSON.
class Scan {
 public:
  Scan(std::string_view body, std::string_view order_id) : scanner_(body), order_id_(order_id) {}

  bool ReadObject() {
    scanner_.SkipSpace();
    if (!scanner_.Consume('{')) return false;
    do {
      if (!ReadMember()) return false;
    } while (scanner_.Consume(','));
    if (!scanner_.Consume('}')) return false;
    scanner_.SkipSpace();
    return scanner_.AtEnd();
  }

  std::optional<std::int64_t> latency_ns() const {
    return success_ && same_order_ ? latency_ns_ : std::nullopt;
  }

 private:
  bool ReadMember() {
    scanner_.SkipSpace();
    const std::optional<JsonString> key = scanner_.String();
    if (!key) return false;
    scanner_.SkipSpace();
    if (!scanner_.Consume(':')) return false;
    scanner_.SkipSpace();
    if (!ReadValue(*key)) return false;
    scanner_.SkipSpace();
    return true;
  }

  bool ReadValue(const JsonString& key) {
    if (Equals(key, "status")) return ReadText("success", success_);
    if (Equals(key, "order_id")) return ReadText(order_id_, same_order_);
    if (Equals(key, "latency_ns")) return ReadLatency();
    return scanner_.SkipValue();
  }

  bool ReadText(std::string_view wanted, bool& equal) {
    const std::optional<JsonString> text = scanner_.String();
    if (!text) return false;  // not text, or not JSON: wrong either way
    equal = Equals(*text, wanted);
    return true;
  }

  bool ReadLatency() {
    const std::optional<JsonNumber> number = scanner_.Number();
    if (!number || !number->integer) return false;
    std::int64_t value = 0;
    const char* const end = number->text.data() + number->text.size();
    if (std::from_chars(number->text.data(), end, value).ec != std::errc()) return false;
    latency_ns_ = value;
    return true;
  }

  JsonScanner scanner_;
  std::string_view order_id_;
  bool success_ = false;
  bool same_order_ = false;
  std::optional<std::int64_t> latency_ns_;
};

}  // namespace

std::optional<std::int64_t> CheckOrderAnswer(std::string_view body, std::string_view order_id) {
  Scan scan(body, order_id);
  if (!scan.ReadObject()) return std::nullopt;
  return scan.latency_ns();
}

}  // namespace reference
