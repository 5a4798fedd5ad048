#include "pool.hpp"

#include <sanitizer/asan_interface.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace bench::pool {
namespace {

constexpr std::size_t kSmallest = 64;
// Each size is four times the one before, so that a text that grows is seldom copied.
constexpr std::size_t kSizes = 6;

constexpr std::size_t CapacityOf(std::size_t size) { return kSmallest << (2 * size); }

// kSizes or more: too large to be kept.
constexpr std::size_t SizeFor(std::size_t bytes) {
  if (bytes <= kSmallest) return 0;
  return (static_cast<std::size_t>(std::bit_width((bytes - 1) / kSmallest)) + 1) / 2;
}

static_assert(SizeFor(64) == 0 && SizeFor(65) == 1 && SizeFor(256) == 1 && SizeFor(257) == 2);

// Stands before the memory that is given out.
struct alignas(std::max_align_t) Block {
  std::size_t capacity;
  union {
    std::size_t size;  // given out
    Block* next;       // kept
  };

  char* memory() { return reinterpret_cast<char*>(this + 1); }
  static Block* Of(void* memory) { return static_cast<Block*>(memory) - 1; }

  // Tells the address sanitizer how much of it may be touched.
  void Allow(std::size_t bytes) {
    ASAN_UNPOISON_MEMORY_REGION(memory(), bytes);
    ASAN_POISON_MEMORY_REGION(memory() + bytes, capacity - bytes);
  }
};

void Return(Block* block) {
  block->Allow(block->capacity);
  std::free(block);
}

// Without a destructor, so that no access needs to check whether they are there yet.
constinit thread_local std::array<Block*, kSizes> kept{};
constinit thread_local bool thread_ends = false;

struct AtThreadEnd {
  ~AtThreadEnd() {
    thread_ends = true;
    for (Block*& first : kept) {
      while (first != nullptr) Return(std::exchange(first, first->next));
    }
  }
};

[[gnu::noinline]] void ReturnAtThreadEnd() { static thread_local AtThreadEnd at_thread_end; }

Block* NewBlock(std::size_t bytes, std::size_t size) {
  const std::size_t capacity = size < kSizes ? CapacityOf(size) : bytes;
  if (capacity > SIZE_MAX - sizeof(Block)) return nullptr;
  auto* const block = static_cast<Block*>(std::malloc(sizeof(Block) + capacity));
  if (block != nullptr) block->capacity = capacity;
  return block;
}

}  // namespace

void* Allocate(std::size_t bytes) noexcept {
  const std::size_t size = SizeFor(bytes);
  Block* block = size < kSizes ? kept[size] : nullptr;
  if (block != nullptr) {
    kept[size] = block->next;
  } else {
    block = NewBlock(bytes, size);
    if (block == nullptr) return nullptr;
  }
  block->size = size;
  block->Allow(bytes);
  return block->memory();
}

void Free(void* memory) noexcept {
  if (memory == nullptr) return;
  Block* const block = Block::Of(memory);
  const std::size_t size = block->size;
  if (size >= kSizes || thread_ends) return Return(block);
  if (kept[size] == nullptr) ReturnAtThreadEnd();
  block->Allow(0);
  block->next = kept[size];
  kept[size] = block;
}

void* Resize(void* memory, std::size_t bytes) noexcept {
  if (memory == nullptr) return Allocate(bytes);
  Block* const block = Block::Of(memory);
  if (bytes <= block->capacity) {
    block->Allow(bytes);
    return memory;
  }
  void* const larger = Allocate(bytes);
  if (larger == nullptr) return nullptr;
  block->Allow(block->capacity);
  std::memcpy(larger, memory, block->capacity);
  Free(memory);
  return larger;
}

char* Duplicate(const char* text) noexcept {
  const std::size_t bytes = std::strlen(text) + 1;
  void* const copy = Allocate(bytes);
  return copy == nullptr ? nullptr : static_cast<char*>(std::memcpy(copy, text, bytes));
}

void* AllocateZeroed(std::size_t count, std::size_t bytes_each) noexcept {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, bytes_each, &bytes)) return nullptr;
  void* const memory = Allocate(bytes);
  return memory == nullptr ? nullptr : std::memset(memory, 0, bytes);
}

}  // namespace bench::pool
