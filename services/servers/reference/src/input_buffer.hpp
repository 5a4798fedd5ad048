// Holds the bytes received but not yet used; grows as one request needs it and keeps its memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace reference {

class InputBuffer {
 public:
  std::string_view Unused() const { return {bytes_.get() + begin_, end_ - begin_}; }

  // Room for more bytes, never empty; Received tells how much of it was filled.
  std::span<char> Room() {
    if (end_ == capacity_) Reserve(2 * (end_ - begin_));
    return {bytes_.get() + end_, capacity_ - end_};
  }
  void Received(std::size_t byte_count) { end_ += byte_count; }

  void Consume(std::size_t byte_count) {
    begin_ += byte_count;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  // Makes `byte_count` bytes fit, counted from the first unused one.
  void Reserve(std::size_t byte_count) {
    if (capacity_ - begin_ >= byte_count && end_ < capacity_) return;
    const std::size_t unused = end_ - begin_;
    if (byte_count > capacity_ || unused == capacity_) {
      const std::size_t capacity = std::max(byte_count, 2 * capacity_);
      auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
      std::memcpy(bytes.get(), bytes_.get() + begin_, unused);
      bytes_ = std::move(bytes);
      capacity_ = capacity;
    } else {
      std::memmove(bytes_.get(), bytes_.get() + begin_, unused);
    }
    begin_ = 0;
    end_ = unused;
  }

 private:
  std::size_t capacity_ = 4096;
  std::unique_ptr<char[]> bytes_ = std::make_unique_for_overwrite<char[]>(capacity_);
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace reference
