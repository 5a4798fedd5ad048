#include "memory/pool/pool.hpp"

#include <malloc.h>
#include <sanitizer/asan_interface.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <thread>
#include <vector>

#include "check.hpp"

namespace {

using namespace bench;

constexpr std::size_t kMany = 1000;

// Distinct, aligned, and all of it usable; what is freed is given out again with any content.
void GivesOutMemoryOfAnySize() {
  std::vector<char*> all;
  for (int round = 0; round < 3; ++round) {
    for (std::size_t bytes = 0; bytes < 300'000; bytes = bytes * 5 / 4 + 1) {
      char* const memory = static_cast<char*>(pool::Allocate(bytes));
      CHECK(memory != nullptr);
      CHECK(reinterpret_cast<std::uintptr_t>(memory) % alignof(std::max_align_t) == 0);
      std::memset(memory, static_cast<int>(all.size()), bytes);
      all.push_back(memory);
    }
    CHECK(std::set(all.begin(), all.end()).size() == all.size());
    std::size_t i = 0;
    for (std::size_t bytes = 0; bytes < 300'000; bytes = bytes * 5 / 4 + 1, ++i) {
      const auto wanted = static_cast<char>(i);
      CHECK(std::all_of(all[i], all[i] + bytes, [&](char byte) { return byte == wanted; }));
      pool::Free(all[i]);
    }
    all.clear();
  }
  pool::Free(nullptr);
}

void KeepsTheContentWhenResized() {
  std::size_t had = 0;
  char* text = nullptr;
  for (const std::size_t bytes : {1, 64, 65, 200, 256, 257, 5000, 70'000, 200'000, 100, 10, 3000}) {
    text = static_cast<char*>(pool::Resize(text, bytes));
    for (std::size_t i = 0; i < std::min(had, bytes); ++i) {
      CHECK(text[i] == static_cast<char>(i % 251));
    }
    for (std::size_t i = 0; i < bytes; ++i) text[i] = static_cast<char>(i % 251);
    had = bytes;
  }
  pool::Free(text);
}

void ZeroesAndDuplicates() {
  void* const used = pool::Allocate(100);
  std::memset(used, 1, 100);
  pool::Free(used);
  char* const zeros = static_cast<char*>(pool::AllocateZeroed(25, 4));
  for (int i = 0; i < 100; ++i) CHECK(zeros[i] == 0);
  pool::Free(zeros);
  char* const copy = pool::Duplicate("an order");
  CHECK(std::strcmp(copy, "an order") == 0);
  pool::Free(copy);
}

void RefusesWhatCannotBe() {
  CHECK(pool::AllocateZeroed(SIZE_MAX / 2, 3) == nullptr);
  CHECK(pool::Allocate(SIZE_MAX - 8) == nullptr);
  char* const text = pool::Duplicate("kept");
  CHECK(pool::Resize(text, SIZE_MAX - 8) == nullptr);
  CHECK(std::strcmp(text, "kept") == 0);
  pool::Free(text);
}

// Frees in one thread what another one has allocated, and ends.
void ReturnsTheMemoryOfAThread() {
  const auto used_bytes = [] { return mallinfo2().uordblks; };
  const std::size_t before_bytes = used_bytes();
  {
    std::vector<void*> all;
    std::thread([&] {
      for (std::size_t i = 0; i < kMany; ++i) all.push_back(pool::Allocate(1000));
    }).join();
    std::thread([&] {
      for (void* const memory : all) pool::Free(memory);
      for (void*& memory : all) memory = pool::Allocate(1000);
      for (void* const memory : all) pool::Free(memory);
    }).join();
  }
  CHECK(used_bytes() < before_bytes + kMany * 1000 / 10);
}

// Otherwise a build with the address sanitizer would not see what libcurl does wrong.
void TellsTheAddressSanitizer() {
#ifdef __SANITIZE_ADDRESS__
  char* const memory = static_cast<char*>(pool::Allocate(100));
  CHECK(!__asan_address_is_poisoned(memory + 99) && __asan_address_is_poisoned(memory + 100));
  CHECK(pool::Resize(memory, 50) == memory);
  CHECK(!__asan_address_is_poisoned(memory + 49) && __asan_address_is_poisoned(memory + 50));
  pool::Free(memory);
  CHECK(__asan_address_is_poisoned(memory));
#endif
}

}  // namespace

int main() {
  GivesOutMemoryOfAnySize();
  KeepsTheContentWhenResized();
  ZeroesAndDuplicates();
  RefusesWhatCannotBe();
  ReturnsTheMemoryOfAThread();
  TellsTheAddressSanitizer();
  return ExitCode();
}
