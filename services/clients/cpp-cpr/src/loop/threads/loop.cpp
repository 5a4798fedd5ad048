#include "loop.hpp"

#include <utility>

#include "clock.hpp"

namespace bench {
namespace {

constexpr std::int64_t kRestAfterFailedOpeningNs = 10 * kNsPerMs;

}  // namespace

Loop::Loop(const Options& options, std::size_t index)
    : options_(options), next_order_number_(index), transfer_(options, nullptr) {
  transfer_.PrepareOrders();
}

std::optional<Failure> Loop::OpenConnections() {
  transfer_.PrepareOpening();
  const Outcome outcome = transfer_.ConcludeOpening(transfer_.Perform());
  if (outcome.connection_opened) ++tally_.connections_opened;
  if (!outcome.failure) transfer_.PrepareOrders();
  return outcome.failure;
}

void Loop::Run(Schedule& schedule, const std::function<void()>& on_wake) {
  {
    const std::lock_guard lock(counting_);
    on_wake_ = &on_wake;
    if (std::exchange(woken_, false)) on_wake();
  }
  while (const std::optional<std::int64_t> due_ns = AwaitDueNs(schedule)) Send(schedule, *due_ns);
  const std::lock_guard lock(counting_);
  on_wake_ = nullptr;
}

// The thread may sleep in a request, so the caller answers for it.
void Loop::Wake() {
  const std::lock_guard lock(counting_);
  if (on_wake_ == nullptr) {
    woken_ = true;
  } else {
    (*on_wake_)();
  }
}

std::optional<std::int64_t> Loop::AwaitDueNs(Schedule& schedule) {
  if (!options_.rate_per_s) {
    const std::int64_t now_ns = MonotonicNs();
    return schedule.Ended(now_ns) ? std::nullopt : std::optional(now_ns);
  }
  // A free connection takes the next request before it is due, so that one thread wakes for it.
  const std::optional<std::int64_t> due_ns = schedule.TakeDue(Schedule::kNever);
  if (!due_ns) return std::nullopt;
  schedule.WaitUntil(*due_ns);
  if (schedule.Ended(MonotonicNs())) return std::nullopt;
  if (schedule.DueInWindow(*due_ns)) ++tally_.sent_of_window_due;
  return due_ns;
}

void Loop::Send(Schedule& schedule, std::int64_t due_ns) {
  transfer_.Begin(next_order_number_, EpochNs());
  next_order_number_ += CountFor(options_);
  const std::int64_t sent_ns = MonotonicNs();
  const Outcome outcome = transfer_.Conclude(transfer_.Perform(), parser_);
  {
    const std::lock_guard lock(counting_);
    const std::int64_t now_ns = MonotonicNs();
    if (outcome.connection_opened) ++tally_.connections_opened;
    const Phase phase = schedule.Complete(now_ns);
    const std::int64_t rtt_ns = now_ns - (options_.rate_per_s ? due_ns : sent_ns);
    if (outcome.failure) {
      tally_.AddFailure(phase, *outcome.failure, rtt_ns);
    } else {
      Success success{rtt_ns, outcome.server_latency_ns, std::nullopt};
      if (options_.rate_per_s) success.send_delay_ns = sent_ns - due_ns;
      tally_.AddSuccess(phase, success);
    }
  }
  if (outcome.opening_failed) schedule.WaitUntil(MonotonicNs() + kRestAfterFailedOpeningNs);
}

}  // namespace bench
