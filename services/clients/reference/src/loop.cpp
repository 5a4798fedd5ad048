#include "loop.hpp"

#include <algorithm>
#include <string>

#include "clock.hpp"

namespace reference {
namespace {

constexpr std::int64_t kRestAfterFailedOpeningNs = 10 * kNsPerMs;

std::size_t ShareOf(const Options& options, std::size_t index) {
  return options.connections / options.threads +
         (index < options.connections % options.threads ? 1 : 0);
}

std::string HeadOf(const Options& options, const std::string& request_line) {
  return request_line + " HTTP/1.1\r\nHost: " + options.server.authority + "\r\n";
}

OrderRequest OrderRequestOf(const Options& options) {
  std::string head = HeadOf(options, "POST " + options.server.path + "/order");
  head += "Content-Type: application/json\r\n";
  if (!options.keep_alive) head += "Connection: close\r\n";
  return OrderRequest(std::move(head), options.payload_bytes);
}

}  // namespace

Loop::Loop(const Options& options, const Address& address, std::size_t index)
    : options_(options),
      open_loop_(options.rate_per_s.has_value()),
      // A time-out is found at most 5 % late.
      sweep_interval_ns_(std::clamp(options.timeout_ns / 20, kNsPerMs, 100 * kNsPerMs)),
      next_order_number_(index),
      bench_{.address = address,
             .keep_alive = options.keep_alive,
             .stats_request = HeadOf(options, "GET " + options.server.path + "/stats") + "\r\n",
             .order_request = OrderRequestOf(options),
             .poller = poller_} {
  for (std::size_t i = 0; i < ShareOf(options, index); ++i) {
    slots_.emplace_back(bench_, static_cast<std::uint32_t>(i));
  }
}

std::optional<Failure> Loop::OpenConnections() {
  const std::int64_t deadline_ns = MonotonicNs() + options_.timeout_ns;
  std::size_t opening = slots_.size();
  const auto conclude = [&](const std::optional<Outcome>& outcome) {
    if (!outcome) return std::optional<Failure>();
    --opening;
    if (outcome->connection_opened) ++tally_.connections_opened;
    return outcome->failure;
  };
  for (Slot& slot : slots_) {
    if (auto failure = conclude(slot.connection.BeginStats())) return failure;
  }
  while (opening > 0) {
    const std::int64_t now_ns = MonotonicNs();
    if (now_ns >= deadline_ns) return Failure{FailureKind::kConnectTimeout};
    for (const epoll_event& event : poller_.Wait(deadline_ns - now_ns)) {
      if (auto failure = conclude(SlotOf(event).connection.OnEvent(event))) return failure;
    }
  }
  return std::nullopt;
}

void Loop::Run(Schedule& schedule, const std::function<void()>& on_wake) {
  schedule_ = &schedule;
  std::int64_t now_ns = MonotonicNs();
  next_sweep_ns_ = now_ns + sweep_interval_ns_;
  for (Slot& slot : slots_) Continue(slot, Outcome{}, now_ns);
  FinishFailedAtOnce();
  while (in_flight_ > 0 || !schedule.Ended(now_ns)) {
    for (const epoll_event& event : poller_.Wait(NextEventNs(now_ns) - now_ns)) {
      Slot& slot = SlotOf(event);
      if (const auto outcome = slot.connection.OnEvent(event)) Finish(slot, *outcome);
    }
    if (poller_.TakeWake()) on_wake();
    now_ns = MonotonicNs();
    SweepTimeouts(now_ns);
    EndRests(now_ns);
    SendDue();
    FinishFailedAtOnce();
  }
}

std::int64_t Loop::NextEventNs(std::int64_t now_ns) const {
  std::int64_t next_ns = next_sweep_ns_;
  if (schedule_->Ended(now_ns)) return next_ns;
  next_ns = std::min(next_ns, schedule_->window_end_ns());
  if (!resting_.empty()) next_ns = std::min(next_ns, resting_.front()->rests_until_ns);
  if (!free_.empty()) next_ns = std::min(next_ns, schedule_->NextDueNs());
  return next_ns;
}

void Loop::Send(Slot& slot, std::int64_t due_ns) {
  const std::uint64_t order_number = next_order_number_;
  next_order_number_ += options_.threads;
  slot.in_flight = true;
  ++in_flight_;
  slot.sent_ns = MonotonicNs();
  slot.due_ns = open_loop_ ? due_ns : slot.sent_ns;
  const std::int64_t epoch_ns = epoch_clock_.AtNs(slot.sent_ns);
  if (const auto failed = slot.connection.BeginOrder(order_number, epoch_ns)) {
    failed_at_once_.emplace_back(&slot, *failed);
  }
}

void Loop::SendDue() {
  while (!free_.empty()) {
    const std::optional<std::int64_t> due_ns = schedule_->TakeDue(MonotonicNs());
    if (!due_ns) return;
    if (schedule_->DueInWindow(*due_ns)) ++tally_.sent_of_window_due;
    Slot& slot = *free_.back();
    free_.pop_back();
    Send(slot, *due_ns);
  }
}

void Loop::FinishFailedAtOnce() {
  while (!failed_at_once_.empty()) {
    const auto [slot, outcome] = failed_at_once_.back();
    failed_at_once_.pop_back();
    Finish(*slot, outcome);
  }
}

void Loop::Finish(Slot& slot, const Outcome& outcome) {
  const std::int64_t now_ns = MonotonicNs();
  slot.in_flight = false;
  --in_flight_;
  Count(slot, outcome, now_ns);
  Continue(slot, outcome, now_ns);
}

void Loop::Count(const Slot& slot, const Outcome& outcome, std::int64_t now_ns) {
  if (outcome.connection_opened) ++tally_.connections_opened;
  const Phase phase = schedule_->Complete(now_ns);
  const std::int64_t rtt_ns = now_ns - slot.due_ns;
  if (outcome.failure) return tally_.AddFailure(phase, *outcome.failure, rtt_ns);
  Success success{rtt_ns, outcome.server_latency_ns, std::nullopt};
  if (open_loop_) success.send_delay_ns = slot.sent_ns - slot.due_ns;
  tally_.AddSuccess(phase, success);
}

// After a request has ended, or a rest, or at the start.
void Loop::Continue(Slot& slot, const Outcome& outcome, std::int64_t now_ns) {
  if (schedule_->Ended(now_ns)) return;
  if (outcome.opening_failed) {
    slot.rests_until_ns = now_ns + kRestAfterFailedOpeningNs;
    resting_.push_back(&slot);
  } else if (open_loop_) {
    free_.push_back(&slot);
    SendDue();
  } else {
    Send(slot, 0);
  }
}

void Loop::EndRests(std::int64_t now_ns) {
  while (!resting_.empty() && resting_.front()->rests_until_ns <= now_ns) {
    Slot& slot = *resting_.front();
    resting_.pop_front();
    Continue(slot, Outcome{}, now_ns);
  }
}

void Loop::SweepTimeouts(std::int64_t now_ns) {
  if (now_ns < next_sweep_ns_) return;
  next_sweep_ns_ = now_ns + sweep_interval_ns_;
  for (Slot& slot : slots_) {
    if (!slot.in_flight || now_ns - slot.sent_ns <= options_.timeout_ns) continue;
    Finish(slot, slot.connection.GiveUp());
  }
}

}  // namespace reference
