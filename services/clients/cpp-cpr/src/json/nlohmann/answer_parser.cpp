#include "answer_parser.hpp"

namespace bench {
namespace {

// Nothing if there is no such member or it is of another type.
template <typename Value>
const Value* Member(const nlohmann::json& object, const char* name) {
  const auto member = object.find(name);
  return member == object.end() ? nullptr : member->get_ptr<const Value*>();
}

// nlohmann/json keeps numbers without a sign apart.
std::optional<std::int64_t> Integer(const nlohmann::json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_number_integer()) return std::nullopt;
  constexpr std::uint64_t kMax = INT64_MAX;
  if (member->is_number_unsigned() && member->get<std::uint64_t>() > kMax) return std::nullopt;
  return member->get<std::int64_t>();
}

}  // namespace

std::optional<AnswerFields> AnswerParser::Parse(const char* text, std::size_t size) {
  constexpr bool kThrows = false;
  answer_ = nlohmann::json::parse(text, text + size, nullptr, kThrows);
  if (!answer_.is_object()) return std::nullopt;
  const auto* const status = Member<std::string>(answer_, "status");
  const auto* const order_id = Member<std::string>(answer_, "order_id");
  const std::optional<std::int64_t> latency_ns = Integer(answer_, "latency_ns");
  if (status == nullptr || order_id == nullptr || !latency_ns) return std::nullopt;
  return AnswerFields{*status, *order_id, *latency_ns};
}

std::pair<std::string, std::string> JsonLibrary() {
  return {"nlohmann_json", std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + "." +
                               std::to_string(NLOHMANN_JSON_VERSION_MINOR) + "." +
                               std::to_string(NLOHMANN_JSON_VERSION_PATCH)};
}

}  // namespace bench
