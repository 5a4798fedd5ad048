// What a run tells, and to whom: the events of a run and its result.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "failure.hpp"
#include "options.hpp"
#include "recorder.hpp"

namespace bench {

struct Counts {
  std::uint64_t completed = 0;  // successful
  std::uint64_t failed = 0;
};

struct OpenLoopResult {
  std::uint64_t due = 0;
  std::uint64_t unsent = 0;
  Recorder send_delay;
};

struct Result {
  std::int64_t window_ns = 0;
  std::uint64_t warmup = 0;
  std::uint64_t window = 0;
  std::uint64_t drained = 0;
  Recorder rtt;
  Recorder server_latency;
  FailureCounts failures;
  FailureCounts failures_outside_window;
  FailureTimes failure_times;
  std::uint64_t connections_opened = 0;
  std::optional<OpenLoopResult> open_loop;
};

class Report {
 public:
  virtual ~Report() = default;

  virtual void Hello(const Options& options) = 0;
  virtual void Connected(std::uint64_t connections, std::int64_t elapsed_ns) = 0;
  virtual void WarmupInterval(std::int64_t elapsed_ns, const Counts& since_last) = 0;
  virtual void Measuring() = 0;
  virtual void WindowInterval(std::int64_t elapsed_ns, const Counts& since_last) = 0;
  virtual void WindowEnd(std::int64_t elapsed_ns, const Counts& in_window) = 0;
  virtual void Finished(const Options& options, const Result& result) = 0;
  virtual void Failed(const std::string& kind, const std::string& message) = 0;
};

std::unique_ptr<Report> MakeReport(Format format);

}  // namespace bench
