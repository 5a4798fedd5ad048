// Decodes a body in chunks (RFC 9112, section 7.1).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace reference {

struct ChunksResult {
  enum class State { kIncomplete, kComplete, kMalformed };
  State state = State::kIncomplete;
  std::size_t bytes = 0;  // kComplete: up to and with the empty line behind the trailer
};

// Writes to `body` what the chunks hold. Trailer fields are passed over.
ChunksResult DecodeChunks(std::string_view input, std::string& body);

}  // namespace reference
