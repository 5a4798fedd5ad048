// A pool of memory, with the signatures and rules of malloc, free, realloc, strdup and calloc.
//
// Each thread keeps the blocks that are freed in it, by size, and gives them out again; it returns
// them when it ends. malloc keeps only seven of a size at hand, and a loop has more requests in
// flight.
#pragma once

#include <cstddef>

namespace bench::pool {

// Memory may be freed or resized in another thread than it was allocated in.
void* Allocate(std::size_t bytes) noexcept;
void Free(void* memory) noexcept;
void* Resize(void* memory, std::size_t bytes) noexcept;
char* Duplicate(const char* text) noexcept;
void* AllocateZeroed(std::size_t count, std::size_t bytes_each) noexcept;

}  // namespace bench::pool
