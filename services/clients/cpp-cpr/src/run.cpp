#include "run.hpp"

#include <sys/prctl.h>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "clock.hpp"
#include "loop.hpp"
#include "schedule.hpp"

namespace bench {
namespace {

constexpr std::int64_t kIntervalNs = 100 * kNsPerMs;

using Loops = std::vector<std::unique_ptr<Loop>>;

// Lets the main thread wait until every loop has counted all that completed before a moment.
class Rendezvous {
 public:
  explicit Rendezvous(std::size_t loops) : seen_(loops) {}

  void Arrive(std::size_t loop) {
    See(loop, [this] { return asked_; });
  }
  void Leave(std::size_t loop) {
    See(loop, [] { return kForever; });
  }

  void Await(const Loops& loops) {
    {
      const std::lock_guard lock(mutex_);
      ++asked_;
    }
    for (const auto& loop : loops) loop->Wake();
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] {
      return std::all_of(seen_.begin(), seen_.end(), [this](auto seen) { return seen >= asked_; });
    });
  }

 private:
  static constexpr std::size_t kForever = static_cast<std::size_t>(-1);

  template <typename Value>
  void See(std::size_t loop, Value value) {
    const std::lock_guard lock(mutex_);
    seen_[loop] = value();
    arrived_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::size_t asked_ = 0;
  std::vector<std::size_t> seen_;
};

// Runs `work(index)` for each loop in a thread of its own; an exception comes out of get().
template <typename Work>
auto InThreads(std::size_t count, Work work) {
  std::vector<std::future<decltype(work(std::size_t{0}))>> results;
  for (std::size_t i = 0; i < count; ++i) {
    results.push_back(std::async(std::launch::async, work, i));
  }
  return results;
}

Counts Sum(const Loops& loops, PhaseCounters Tally::* phase) {
  Counts sum;
  for (const auto& loop : loops) {
    const PhaseCounters& counters = loop->tally().*phase;
    sum.completed += counters.completed.value();
    sum.failed += counters.failed.value();
  }
  return sum;
}

std::optional<Failure> OpenConnections(const Loops& loops) {
  std::optional<Failure> failure;
  auto opened = InThreads(loops.size(), [&](std::size_t i) { return loops[i]->OpenConnections(); });
  for (auto& loop_failure : opened) {
    const std::optional<Failure> found = loop_failure.get();
    if (!failure) failure = found;
  }
  return failure;
}

// Reports one phase's progress until `end_ns()` has come. `end_ns` may change while it waits.
template <typename EndNs, typename Interval>
void ReportIntervals(const Loops& loops, Schedule& schedule, PhaseCounters Tally::* phase,
                     std::int64_t begin_ns, EndNs end_ns, Interval interval) {
  Counts last;
  for (std::int64_t tick_ns = begin_ns; tick_ns < end_ns();) {
    tick_ns += kIntervalNs;
    schedule.WaitUntil(std::min(tick_ns, end_ns()));
    const Counts now = Sum(loops, phase);
    interval(MonotonicNs() - begin_ns,
             Counts{now.completed - last.completed, now.failed - last.failed});
    last = now;
  }
}

void ReportPhases(const Loops& loops, Schedule& schedule, Rendezvous& rendezvous, Report& report) {
  const std::int64_t start_ns = schedule.start_ns();
  const std::int64_t window_begin_ns = schedule.window_begin_ns();
  ReportIntervals(
      loops, schedule, &Tally::warmup, start_ns, [&] { return window_begin_ns; },
      [&](std::int64_t elapsed_ns, const Counts& counts) {
        report.WarmupInterval(elapsed_ns, counts);
      });
  report.Measuring();
  ReportIntervals(
      loops, schedule, &Tally::window, window_begin_ns, [&] { return schedule.window_end_ns(); },
      [&](std::int64_t elapsed_ns, const Counts& counts) {
        report.WindowInterval(elapsed_ns, counts);
      });
  rendezvous.Await(loops);
  report.WindowEnd(MonotonicNs() - window_begin_ns, Sum(loops, &Tally::window));
}

Result Collect(const Options& options, const Loops& loops, const Schedule& schedule) {
  Result result;
  result.window_ns = schedule.window_end_ns() - schedule.window_begin_ns();
  if (options.rate_per_s) {
    result.open_loop.emplace();
    result.open_loop->due = schedule.DueCount();
    result.open_loop->unsent = result.open_loop->due;
  }
  for (const auto& loop : loops) {
    const Tally& tally = loop->tally();
    result.warmup += tally.warmup.completed.value();
    result.window += tally.window.completed.value();
    result.drained += tally.drained;
    result.rtt.Merge(tally.rtt);
    result.server_latency.Merge(tally.server_latency);
    result.failures.Merge(tally.failures);
    result.failures_outside_window.Merge(tally.failures_outside_window);
    result.failure_times.Merge(tally.failure_times);
    result.connections_opened += tally.connections_opened;
    if (result.open_loop) {
      result.open_loop->unsent -= tally.sent_of_window_due;
      result.open_loop->send_delay.Merge(tally.send_delay);
    }
  }
  return result;
}

void RunLoops(const Options& options, const Loops& loops, Report& report) {
  Schedule schedule(options, MonotonicNs());
  Rendezvous rendezvous(loops.size());
  auto runs = InThreads(loops.size(), [&](std::size_t i) {
    // The kernel may otherwise wake a sleeping thread up to 50 us late.
    prctl(PR_SET_TIMERSLACK, 1);
    loops[i]->Run(schedule, [&] { rendezvous.Arrive(i); });
    rendezvous.Leave(i);
  });
  ReportPhases(loops, schedule, rendezvous, report);
  for (auto& run : runs) run.get();
  report.Finished(options, Collect(options, loops, schedule));
}

}  // namespace

int Run(const Options& options, Report& report) {
  try {
    report.Hello(options);
    Loops loops;
    for (std::size_t i = 0; i < Loop::CountFor(options); ++i) {
      loops.push_back(std::make_unique<Loop>(options, i));
    }
    const std::int64_t begin_ns = MonotonicNs();
    if (options.keep_alive) {
      if (const std::optional<Failure> failure = OpenConnections(loops)) {
        report.Failed(std::string(NameOf(failure->kind)),
                      "the connections to " + options.url + " could not be opened");
        return 1;
      }
    }
    report.Connected(options.keep_alive ? options.connections : 0, MonotonicNs() - begin_ns);
    RunLoops(options, loops, report);
    return 0;
  } catch (const std::exception& error) {
    report.Failed(std::string(NameOf(FailureKind::kOther)), error.what());
    return 1;
  }
}

}  // namespace bench
