// Phases follow the clock or the count, and each due request is given out once.
#include "schedule.hpp"

#include "check.hpp"

using bench::Options;
using bench::Phase;
using bench::Schedule;

namespace {

constexpr std::int64_t kStartNs = 1'000'000;

Options TimedOptions() {
  Options options;
  options.warmup_ns = 1000;
  options.duration_ns = 5000;
  return options;
}

void ThePhaseFollowsTheTimeOfCompletion() {
  Schedule schedule(TimedOptions(), kStartNs);
  CHECK(schedule.Complete(kStartNs) == Phase::kWarmup);
  CHECK(schedule.Complete(kStartNs + 999) == Phase::kWarmup);
  CHECK(schedule.Complete(kStartNs + 1000) == Phase::kWindow);
  CHECK(schedule.Complete(kStartNs + 5999) == Phase::kWindow);
  CHECK(!schedule.Ended(kStartNs + 5999));
  CHECK(schedule.Complete(kStartNs + 6000) == Phase::kDrain);
  CHECK(schedule.Ended(kStartNs + 6000));
}

void TheLastOfTheRequestsEndsTheWindow() {
  Options options;
  options.warmup_ns = 1000;
  options.requests = 2;
  Schedule schedule(options, kStartNs);
  CHECK(schedule.Complete(kStartNs) == Phase::kWarmup);
  CHECK(schedule.Complete(kStartNs + 2000) == Phase::kWindow);
  CHECK(schedule.window_end_ns() == Schedule::kNever);
  CHECK(schedule.Complete(kStartNs + 3000) == Phase::kWindow);
  CHECK(schedule.window_end_ns() == kStartNs + 3000);
  CHECK(schedule.Complete(kStartNs + 3000) == Phase::kDrain);
  schedule.WaitUntil(Schedule::kNever / 2);  // returns at once
}

void RequestsAreDueAtEqualDistances() {
  Options options = TimedOptions();
  options.rate_per_s = 3e6;  // every 333.3 ns
  Schedule schedule(options, kStartNs);
  CHECK(schedule.NextDueNs() == kStartNs);
  CHECK(schedule.TakeDue(kStartNs + 400) == kStartNs);
  CHECK(schedule.TakeDue(kStartNs + 400) == kStartNs + 333);
  CHECK(!schedule.TakeDue(kStartNs + 400));
  CHECK(schedule.NextDueNs() == kStartNs + 667);
  CHECK(schedule.DueCount() == 15);
}

void NothingIsDueBehindTheWindow() {
  Options options = TimedOptions();
  options.rate_per_s = 1e6;
  Schedule schedule(options, kStartNs);
  int taken = 0;
  int in_window = 0;
  while (const auto due_ns = schedule.TakeDue(kStartNs + 1'000'000)) {
    ++taken;
    if (schedule.DueInWindow(*due_ns)) ++in_window;
  }
  CHECK(taken == 6);
  CHECK(in_window == 5);
  CHECK(schedule.DueCount() == 5);
  CHECK(schedule.NextDueNs() == Schedule::kNever);
}

void NothingIsDueInTheClosedLoop() {
  Schedule schedule(TimedOptions(), kStartNs);
  CHECK(schedule.NextDueNs() == Schedule::kNever);
}

}  // namespace

int main() {
  ThePhaseFollowsTheTimeOfCompletion();
  TheLastOfTheRequestsEndsTheWindow();
  RequestsAreDueAtEqualDistances();
  NothingIsDueBehindTheWindow();
  NothingIsDueInTheClosedLoop();
  return ExitCode();
}
