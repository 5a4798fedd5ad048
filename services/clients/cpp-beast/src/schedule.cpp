#include "schedule.hpp"

#include <chrono>
#include <cmath>

namespace bench {

Schedule::Schedule(const Options& options, std::int64_t start_ns)
    : start_ns_(start_ns),
      window_begin_ns_(start_ns + options.warmup_ns),
      request_limit_(options.requests.value_or(0)),
      ns_per_request_(options.rate_per_s ? 1e9 / *options.rate_per_s : 0),
      window_end_ns_(options.duration_ns ? window_begin_ns_ + *options.duration_ns : kNever) {}

Phase Schedule::Complete(std::int64_t now_ns) {
  if (now_ns < window_begin_ns_) return Phase::kWarmup;
  if (request_limit_ == 0) return Ended(now_ns) ? Phase::kDrain : Phase::kWindow;
  const std::uint64_t completed = completed_in_window_.fetch_add(1) + 1;
  if (completed == request_limit_) EndByCount(now_ns);
  return completed <= request_limit_ ? Phase::kWindow : Phase::kDrain;
}

void Schedule::EndByCount(std::int64_t end_ns) {
  {
    const std::lock_guard lock(mutex_);
    window_end_ns_.store(end_ns, std::memory_order_release);
    ended_by_count_ = true;
  }
  by_count_.notify_all();
}

void Schedule::WaitUntil(std::int64_t time_ns) {
  // steady_clock is CLOCK_MONOTONIC, whose zero both share.
  const std::chrono::steady_clock::time_point time{std::chrono::nanoseconds(time_ns)};
  std::unique_lock lock(mutex_);
  by_count_.wait_until(lock, time, [this] { return ended_by_count_; });
}

// In floating point an offset is exact to 1 ns for the first 104 days.
std::int64_t Schedule::DueNs(std::uint64_t index) const {
  return start_ns_ + std::llround(static_cast<double>(index) * ns_per_request_);
}

std::int64_t Schedule::NextDueNs() const {
  if (ns_per_request_ == 0) return kNever;
  const std::int64_t due_ns = DueNs(next_due_.load(std::memory_order_relaxed));
  return due_ns < window_end_ns() ? due_ns : kNever;
}

std::optional<std::int64_t> Schedule::TakeDue(std::int64_t now_ns) {
  std::uint64_t index = next_due_.load(std::memory_order_relaxed);
  for (;;) {
    const std::int64_t due_ns = DueNs(index);
    if (due_ns > now_ns || due_ns >= window_end_ns()) return std::nullopt;
    if (next_due_.compare_exchange_weak(index, index + 1, std::memory_order_relaxed)) return due_ns;
  }
}

bool Schedule::DueInWindow(std::int64_t due_ns) const {
  return due_ns >= window_begin_ns_ && due_ns < window_end_ns();
}

std::uint64_t Schedule::CountDueBefore(std::int64_t time_ns) const {
  auto index =
      static_cast<std::uint64_t>(static_cast<double>(time_ns - start_ns_) / ns_per_request_);
  while (index > 0 && DueNs(index - 1) >= time_ns) --index;
  while (DueNs(index) < time_ns) ++index;
  return index;
}

std::uint64_t Schedule::DueCount() const {
  return CountDueBefore(window_end_ns()) - CountDueBefore(window_begin_ns_);
}

}  // namespace bench
