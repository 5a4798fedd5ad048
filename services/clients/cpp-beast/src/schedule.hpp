// When the run's phases begin and end, and when open-loop requests are due; shared by all loops.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>

#include "options.hpp"

namespace bench {

enum class Phase { kWarmup, kWindow, kDrain };

class Schedule {
 public:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  Schedule(const Options& options, std::int64_t start_ns);

  // The phase that a request completed at this time belongs to. With --requests, each call within
  // the window counts one request, and the last one ends the window.
  Phase Complete(std::int64_t now_ns);
  bool Ended(std::int64_t now_ns) const { return now_ns >= window_end_ns(); }

  // The due time of the next open-loop request, if it is due by now; each is given out once.
  std::optional<std::int64_t> TakeDue(std::int64_t now_ns);
  // When the next one is due; kNever in the closed loop and behind the window's end.
  std::int64_t NextDueNs() const;
  bool DueInWindow(std::int64_t due_ns) const;
  // How many requests are due in the window, which must have ended.
  std::uint64_t DueCount() const;

  // Waits until this time, or until --requests ends the window.
  void WaitUntil(std::int64_t time_ns);

  std::int64_t start_ns() const { return start_ns_; }
  std::int64_t window_begin_ns() const { return window_begin_ns_; }
  // kNever while it is not known yet.
  std::int64_t window_end_ns() const { return window_end_ns_.load(std::memory_order_acquire); }

 private:
  std::int64_t DueNs(std::uint64_t index) const;
  std::uint64_t CountDueBefore(std::int64_t time_ns) const;
  void EndByCount(std::int64_t end_ns);

  const std::int64_t start_ns_;
  const std::int64_t window_begin_ns_;
  const std::uint64_t request_limit_;  // 0: the window ends by time
  const double ns_per_request_;        // 0: closed loop
  std::atomic<std::int64_t> window_end_ns_;
  std::atomic<std::uint64_t> completed_in_window_{0};
  std::atomic<std::uint64_t> next_due_{0};
  std::mutex mutex_;
  std::condition_variable by_count_;
  bool ended_by_count_ = false;
};

}  // namespace bench
