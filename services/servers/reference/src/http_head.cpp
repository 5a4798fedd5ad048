#include "http_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace reference {
namespace {

constexpr int kBadRequest = 400;
constexpr int kLengthRequired = 411;
constexpr int kHeadTooLarge = 431;
constexpr int kVersionNotSupported = 505;

enum CharClass : unsigned char { kToken = 1, kTarget = 2, kValue = 4 };

constexpr std::array<unsigned char, 256> MakeCharClasses() {
  std::array<unsigned char, 256> classes{};
  for (unsigned c = 0; c < 256; ++c) {
    if (c > 0x20 && c < 0x7F) classes[c] |= kTarget;
    if ((c >= 0x20 && c != 0x7F) || c == '\t') classes[c] |= kValue;
    const bool alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (alphanumeric) classes[c] |= kToken;
  }
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) {
    classes[static_cast<unsigned char>(c)] |= kToken;
  }
  return classes;
}

constexpr std::array<unsigned char, 256> kCharClasses = MakeCharClasses();

constexpr char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view TrimSpace(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool ListHas(std::string_view list, std::string_view lower_case) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (EqualsIgnoringCase(TrimSpace(list.substr(0, comma)), lower_case)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// Walks over the head; each step is `kIncomplete` when the input ends before its delimiter.
class HeadParser {
 public:
  using State = HeadResult::State;

  explicit HeadParser(std::string_view input) : input_(input) {}

  HeadResult Parse() {
    result_.state = ParseRequestLine();
    while (result_.state == State::kComplete && !SkipEmptyLine()) {
      result_.state = ParseHeaderLine();
    }
    if (result_.state == State::kComplete) result_.state = Conclude();
    result_.head_bytes = at_;
    return result_;
  }

 private:
  State Refuse(int status) {
    result_.refused_status = status;
    return State::kRefused;
  }

  bool AtEnd() const { return at_ == input_.size(); }

  std::string_view TakeWhile(CharClass wanted) {
    const std::size_t begin = at_;
    while (!AtEnd() && (kCharClasses[static_cast<unsigned char>(input_[at_])] & wanted) != 0) ++at_;
    return input_.substr(begin, at_ - begin);
  }

  // The delimiter must stand here, unless the input ends first.
  State Expect(std::string_view delimiter) {
    const std::string_view next = input_.substr(at_, delimiter.size());
    if (next != delimiter.substr(0, next.size())) return Refuse(kBadRequest);
    if (next.size() < delimiter.size()) return State::kIncomplete;
    at_ += delimiter.size();
    return State::kComplete;
  }

  bool SkipEmptyLine() {
    if (input_.substr(at_, 2) != "\r\n") return false;
    at_ += 2;
    return true;
  }

  State ParseRequestLine() {
    RequestHead& head = result_.head;
    head.method = TakeWhile(kToken);
    if (head.method.empty() && !AtEnd()) return Refuse(kBadRequest);
    if (const State state = Expect(" "); state != State::kComplete) return state;
    const std::string_view target = TakeWhile(kTarget);
    if (!target.starts_with('/') && !AtEnd()) return Refuse(kBadRequest);
    head.path = target.substr(0, target.find('?'));
    if (const State state = Expect(" HTTP/"); state != State::kComplete) return state;
    const std::string_view version = TakeWhile(kTarget);
    if (const State state = Expect("\r\n"); state != State::kComplete) return state;
    if (version != "1.1" && version != "1.0") return Refuse(kVersionNotSupported);
    head.http_1_0 = version == "1.0";
    head.keep_alive = !head.http_1_0;
    return State::kComplete;
  }

  State ParseHeaderLine() {
    if (AtEnd() || input_.substr(at_) == "\r") return State::kIncomplete;
    const std::string_view name = TakeWhile(kToken);
    if (name.empty()) return Refuse(kBadRequest);
    if (const State state = Expect(":"); state != State::kComplete) return state;
    const std::string_view value = TakeWhile(kValue);
    if (const State state = Expect("\r\n"); state != State::kComplete) return state;
    return UseHeader(name, TrimSpace(value));
  }

  State UseHeader(std::string_view name, std::string_view value) {
    RequestHead& head = result_.head;
    switch (name.size()) {  // most names are told apart by their length alone
      case 4:
        if (EqualsIgnoringCase(name, "host")) ++hosts_;
        break;
      case 6:
        if (EqualsIgnoringCase(name, "expect")) {
          head.expects_continue = EqualsIgnoringCase(value, "100-continue");
        }
        break;
      case 10:
        if (EqualsIgnoringCase(name, "connection")) UseConnection(value);
        break;
      case 12:
        if (EqualsIgnoringCase(name, "content-type")) head.content_type = value;
        break;
      case 14:
        if (EqualsIgnoringCase(name, "content-length")) return UseContentLength(value);
        break;
      case 17:
        // Bodies of unknown length are not supported; the contract's clients never send them.
        if (EqualsIgnoringCase(name, "transfer-encoding")) return Refuse(kLengthRequired);
        break;
      default:
        break;
    }
    return State::kComplete;
  }

  void UseConnection(std::string_view value) {
    if (ListHas(value, "close")) result_.head.keep_alive = false;
    if (result_.head.http_1_0 && ListHas(value, "keep-alive")) result_.head.keep_alive = true;
  }

  State UseContentLength(std::string_view value) {
    std::size_t length = 0;
    const char* const end = value.data() + value.size();
    const std::from_chars_result parsed = std::from_chars(value.data(), end, length);
    if (parsed.ec != std::errc() || parsed.ptr != end) return Refuse(kBadRequest);
    if (has_content_length_ && length != result_.head.content_length) return Refuse(kBadRequest);
    has_content_length_ = true;
    result_.head.content_length = length;
    return State::kComplete;
  }

  State Conclude() {
    const bool host_missing = hosts_ == 0 && !result_.head.http_1_0;
    return host_missing || hosts_ > 1 ? Refuse(kBadRequest) : State::kComplete;
  }

  std::string_view input_;
  std::size_t at_ = 0;
  int hosts_ = 0;
  bool has_content_length_ = false;
  HeadResult result_;
};

}  // namespace

bool EqualsIgnoringCase(std::string_view a, std::string_view lower_case) {
  return std::equal(a.begin(), a.end(), lower_case.begin(), lower_case.end(),
                    [](char left, char right) { return ToLower(left) == right; });
}

HeadResult ParseHead(std::string_view input) {
  HeadResult result = HeadParser(input.substr(0, kMaxHeadBytes)).Parse();
  if (result.state == HeadResult::State::kIncomplete && input.size() >= kMaxHeadBytes) {
    result.state = HeadResult::State::kRefused;
    result.refused_status = kHeadTooLarge;
  }
  return result;
}

}  // namespace reference
