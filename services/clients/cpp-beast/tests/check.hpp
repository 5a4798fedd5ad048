// CHECK(condition) reports a condition that does not hold and lets the test go on.
#pragma once

#include <cstdio>

inline bool all_checks_held = true;

inline int ExitCode() { return all_checks_held ? 0 : 1; }

#define CHECK(condition)                                                           \
  do {                                                                             \
    if (!(condition)) {                                                            \
      std::fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
      all_checks_held = false;                                                     \
    }                                                                              \
  } while (false)
