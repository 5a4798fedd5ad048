// Reads the fields of an answer with simdjson.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "answer_fields.hpp"

namespace bench {

class AnswerParser {
 public:
  // The parser reads up to this many bytes past the text's end, which must be there.
  static constexpr std::size_t kPaddingBytes = simdjson::SIMDJSON_PADDING;

  // Nothing unless the text is one object with these fields; valid until the next call.
  std::optional<AnswerFields> Parse(const char* text, std::size_t size);

 private:
  simdjson::dom::parser parser_;
};

// Name and version.
std::pair<std::string, std::string> JsonLibrary();

}  // namespace bench
