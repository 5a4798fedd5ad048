// What one loop counts and records.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "failure.hpp"
#include "recorder.hpp"
#include "schedule.hpp"

namespace reference {

// Written by one loop, read by the thread that reports progress.
class Counter {
 public:
  void Increment() { value_.store(value() + 1, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

struct PhaseCounters {
  Counter completed;  // successful
  Counter failed;
};

struct Success {
  std::int64_t rtt_ns = 0;
  std::int64_t server_latency_ns = 0;
  std::optional<std::int64_t> send_delay_ns;  // open loop
};

struct Tally {
  PhaseCounters warmup;
  PhaseCounters window;
  std::uint64_t drained = 0;
  Recorder rtt;
  Recorder server_latency;
  Recorder send_delay;
  FailureCounts failures;
  FailureCounts failures_outside_window;
  FailureTimes failure_times;
  std::uint64_t connections_opened = 0;
  std::uint64_t sent_of_window_due = 0;  // open loop: sent, and due within the window

  // Of a request that completed in this phase.
  void AddSuccess(Phase phase, const Success& success);
  void AddFailure(Phase phase, const Failure& failure, std::int64_t rtt_ns);
};

}  // namespace reference
