// The buffer gives back what was received, however it is filled and emptied.
#include "input_buffer.hpp"

#include <algorithm>
#include <random>
#include <string>

#include "check.hpp"

using reference::InputBuffer;

namespace {

void Receive(InputBuffer& buffer, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const std::span<char> room = buffer.Room();
    CHECK(!room.empty());
    const std::size_t count = std::min(room.size(), text.size() - done);
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(done), count, room.begin());
    buffer.Received(count);
    done += count;
  }
}

void BehavesLikeAString() {
  std::mt19937 random(1);
  InputBuffer buffer;
  std::string model;
  for (int step = 0; step < 2000; ++step) {
    const std::string text(random() % 3000, static_cast<char>('a' + step % 26));
    Receive(buffer, text);
    model += text;
    if (step % 3 == 0) buffer.Reserve(random() % 70000);
    const std::size_t used = random() % (std::min<std::size_t>(model.size(), 4000) + 1);
    buffer.Consume(used);
    model.erase(0, used);
    CHECK(buffer.Unused() == model);
  }
}

void ReservedRoomIsThere() {
  InputBuffer buffer;
  Receive(buffer, "abcdef");
  buffer.Consume(2);
  buffer.Reserve(100'000);
  CHECK(buffer.Unused() == "cdef");
  CHECK(buffer.Room().size() >= 100'000 - 4);
}

}  // namespace

int main() {
  BehavesLikeAString();
  ReservedRoomIsThere();
  return ExitCode();
}
