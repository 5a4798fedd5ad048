// The two clocks: monotonic for durations, epoch for the timestamp inside an order.
#pragma once

#include <cstdint>
#include <ctime>

namespace bench {

inline constexpr std::int64_t kNsPerMs = 1'000'000;
inline constexpr std::int64_t kNsPerSecond = 1'000'000'000;

inline std::int64_t ClockNs(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return now.tv_sec * kNsPerSecond + now.tv_nsec;
}

inline std::int64_t MonotonicNs() { return ClockNs(CLOCK_MONOTONIC); }
inline std::int64_t EpochNs() { return ClockNs(CLOCK_REALTIME); }

}  // namespace bench
