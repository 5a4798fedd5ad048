// Chunks are joined, and what is no chunk is refused.
#include "chunked_body.hpp"

#include <string>
#include <string_view>

#include "check.hpp"

using reference::ChunksResult;
using reference::DecodeChunks;

namespace {

void ChunksAreJoined() {
  const std::string_view text =
      "3\r\nabc\r\n0A;name=value\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
  std::string body = "from before";
  const ChunksResult result = DecodeChunks(std::string(text) + "surplus", body);
  CHECK(result.state == ChunksResult::State::kComplete);
  CHECK(result.bytes == text.size());
  CHECK(body == "abc0123456789");
  for (std::size_t size = 0; size < text.size(); ++size) {
    CHECK(DecodeChunks(text.substr(0, size), body).state == ChunksResult::State::kIncomplete);
  }
}

void OtherTextIsMalformed() {
  std::string body;
  for (const std::string_view text :
       {"\r\n", "x\r\n", "-1\r\n", "3\r\nabcd\r\n", "3x\r\nabc\r\n", "fffffffffffffffff\r\n"}) {
    CHECK(DecodeChunks(text, body).state == ChunksResult::State::kMalformed);
  }
}

}  // namespace

int main() {
  ChunksAreJoined();
  OtherTextIsMalformed();
  return ExitCode();
}
