// The two clocks: monotonic for durations, epoch for the timestamp inside an order.
#pragma once

#include <cstdint>
#include <ctime>
#include <limits>

namespace reference {

inline constexpr std::int64_t kNsPerMs = 1'000'000;
inline constexpr std::int64_t kNsPerSecond = 1'000'000'000;

inline std::int64_t ClockNs(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return now.tv_sec * kNsPerSecond + now.tv_nsec;
}

inline std::int64_t MonotonicNs() { return ClockNs(CLOCK_MONOTONIC); }
inline std::int64_t EpochNs() { return ClockNs(CLOCK_REALTIME); }

// Epoch times of moments on the monotonic clock: one look at a clock costs as much as all that is
// recorded of a request, and so gives both. A clock that is set is followed within 10 ms.
class EpochClock {
 public:
  std::int64_t AtNs(std::int64_t monotonic_ns) {
    if (monotonic_ns >= compare_again_ns_) Compare(monotonic_ns);
    return monotonic_ns + ahead_ns_;
  }

 private:
  static constexpr int kLooks = 3;

  // The closest of some looks: between two of them the thread may have lost its CPU.
  void Compare(std::int64_t now_ns) {
    std::int64_t closest_ns = std::numeric_limits<std::int64_t>::max();
    for (int i = 0; i < kLooks; ++i) {
      const std::int64_t before_ns = MonotonicNs();
      const std::int64_t epoch_ns = EpochNs();
      const std::int64_t took_ns = MonotonicNs() - before_ns;
      if (took_ns >= closest_ns) continue;
      closest_ns = took_ns;
      ahead_ns_ = epoch_ns - before_ns - took_ns / 2;
    }
    compare_again_ns_ = now_ns + 10 * kNsPerMs;
  }

  std::int64_t ahead_ns_ = 0;
  std::int64_t compare_again_ns_ = 0;
};

}  // namespace reference
