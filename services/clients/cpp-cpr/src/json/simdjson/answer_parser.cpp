#include "answer_parser.hpp"

namespace bench {

std::optional<AnswerFields> AnswerParser::Parse(const char* text, std::size_t size) {
  constexpr bool kCopyToPad = false;
  simdjson::dom::object answer;
  AnswerFields fields;
  if (parser_.parse(text, size, kCopyToPad).get(answer) != simdjson::SUCCESS ||
      answer["status"].get(fields.status) != simdjson::SUCCESS ||
      answer["order_id"].get(fields.order_id) != simdjson::SUCCESS ||
      answer["latency_ns"].get(fields.latency_ns) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return fields;
}

std::pair<std::string, std::string> JsonLibrary() {
  return {"simdjson", std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) + "." +
                          std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + "." +
                          std::to_string(simdjson::SIMDJSON_VERSION_REVISION)};
}

}  // namespace bench
