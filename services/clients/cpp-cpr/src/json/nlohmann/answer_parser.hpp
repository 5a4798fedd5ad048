// Reads the fields of an answer with nlohmann/json.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "answer_fields.hpp"

namespace bench {

class AnswerParser {
 public:
  // The parser reads up to this many bytes past the text's end, which must be there.
  static constexpr std::size_t kPaddingBytes = 0;

  // Nothing unless the text is one object with these fields; valid until the next call.
  std::optional<AnswerFields> Parse(const char* text, std::size_t size);

 private:
  nlohmann::json answer_;
};

// Name and version.
std::pair<std::string, std::string> JsonLibrary();

}  // namespace bench
