#include "loop.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <string>

#include "clock.hpp"

namespace bench {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

constexpr std::int64_t kRestAfterFailedOpeningNs = 10 * kNsPerMs;

std::size_t ShareOf(const Options& options, std::size_t index) {
  return options.connections / options.threads +
         (index < options.connections % options.threads ? 1 : 0);
}

Endpoints Resolve(const Url& server, asio::io_context& io) {
  Tcp::resolver resolver(io);
  Endpoints endpoints;
  for (const auto& entry : resolver.resolve(server.host, std::to_string(server.port))) {
    endpoints.push_back(entry.endpoint());
  }
  return endpoints;
}

}  // namespace

// Only Wake comes from another thread, and posting stays safe: sockets and timers go without locks.
Loop::Loop(const Options& options, std::size_t index)
    : options_(options),
      // A time-out is found at most 5 % late.
      sweep_interval_ns_(std::clamp(options.timeout_ns / 20, kNsPerMs, 100 * kNsPerMs)),
      next_order_number_(index),
      io_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      timer_(io_),
      endpoints_(Resolve(options.server, io_)),
      surroundings_{options, io_, endpoints_, json_parser_, *this} {
  for (std::size_t i = 0; i < ShareOf(options, index); ++i) {
    slots_.push_back(std::make_unique<Slot>(surroundings_));
    slots_.back()->PrepareOrders();
  }
}

void Loop::Wake() {
  asio::post(io_, [this] {
    (*on_wake_)();
    StopWhenDone(MonotonicNs());
  });
}

void Loop::OnEnded(Connection& connection, const Outcome& outcome) {
  auto& slot = static_cast<Slot&>(connection);
  slot.in_flight = false;
  --in_flight_;
  if (schedule_ == nullptr) {
    FinishOpening(outcome);
  } else {
    FinishOrder(slot, outcome);
  }
}

void Loop::Start(Slot& slot) {
  slot.in_flight = true;
  ++in_flight_;
  slot.Send();
}

std::optional<Failure> Loop::OpenConnections() {
  SetTimer(MonotonicNs() + options_.timeout_ns);
  for (const auto& slot : slots_) {
    slot->PrepareOpening();
    Start(*slot);
  }
  io_.run();
  if (opening_failure_) return opening_failure_;
  io_.restart();
  for (const auto& slot : slots_) slot->PrepareOrders();
  return std::nullopt;
}

void Loop::FinishOpening(const Outcome& outcome) {
  if (outcome.connection_opened) ++tally_.connections_opened;
  if (outcome.failure && !opening_failure_) opening_failure_ = outcome.failure;
  if (opening_failure_ || in_flight_ == 0) io_.stop();
}

void Loop::Run(Schedule& schedule, const std::function<void()>& on_wake) {
  schedule_ = &schedule;
  on_wake_ = &on_wake;
  const std::int64_t now_ns = MonotonicNs();
  next_sweep_ns_ = now_ns + sweep_interval_ns_;
  for (const auto& slot : slots_) {
    if (options_.rate_per_s) {
      free_.push_back(slot.get());
    } else {
      Send(*slot, 0);
    }
  }
  SendDue();
  SetTimer(NextEventNs(now_ns));
  io_.run();
}

void Loop::Send(Slot& slot, std::int64_t due_ns) {
  slot.sent_ns = MonotonicNs();
  slot.WriteOrder(next_order_number_, epoch_clock_.AtNs(slot.sent_ns));
  next_order_number_ += options_.threads;
  slot.due_ns = options_.rate_per_s ? due_ns : slot.sent_ns;
  Start(slot);
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

void Loop::FinishOrder(Slot& slot, const Outcome& outcome) {
  const std::int64_t now_ns = MonotonicNs();
  Count(slot, outcome, now_ns);
  Continue(slot, outcome, now_ns);
}

void Loop::Count(const Slot& slot, const Outcome& outcome, std::int64_t now_ns) {
  if (outcome.connection_opened) ++tally_.connections_opened;
  const Phase phase = schedule_->Complete(now_ns);
  const std::int64_t rtt_ns = now_ns - slot.due_ns;
  if (outcome.failure) return tally_.AddFailure(phase, *outcome.failure, rtt_ns);
  Success success{rtt_ns, outcome.server_latency_ns, std::nullopt};
  if (options_.rate_per_s) success.send_delay_ns = slot.sent_ns - slot.due_ns;
  tally_.AddSuccess(phase, success);
}

void Loop::Continue(Slot& slot, const Outcome& outcome, std::int64_t now_ns) {
  if (schedule_->Ended(now_ns)) return StopWhenDone(now_ns);
  if (outcome.opening_failed) {
    slot.rests_until_ns = now_ns + kRestAfterFailedOpeningNs;
    resting_.push_back(&slot);
    SetTimer(slot.rests_until_ns);
  } else if (options_.rate_per_s) {
    free_.push_back(&slot);
    SendDue();
    if (!free_.empty()) SetTimer(schedule_->NextDueNs());
  } else {
    Send(slot, 0);
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

void Loop::SetTimer(std::int64_t time_ns) {
  if (time_ns >= timer_set_for_ns_) return;
  timer_set_for_ns_ = time_ns;
  // steady_clock is CLOCK_MONOTONIC, whose zero both share.
  timer_.expires_at(std::chrono::steady_clock::time_point(std::chrono::nanoseconds(time_ns)));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) OnTime();  // else it was set anew
  });
}

void Loop::OnTime() {
  timer_set_for_ns_ = Schedule::kNever;
  if (schedule_ == nullptr) {
    opening_failure_ = Failure{FailureKind::kConnectTimeout};
    return io_.stop();
  }
  const std::int64_t now_ns = MonotonicNs();
  SweepTimeouts(now_ns);
  EndRests(now_ns);
  SendDue();
  SetTimer(NextEventNs(now_ns));
  StopWhenDone(now_ns);
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
  for (const auto& slot : slots_) {
    if (slot->in_flight && now_ns - slot->sent_ns > options_.timeout_ns) slot->TimeOut();
  }
}

void Loop::StopWhenDone(std::int64_t now_ns) {
  if (in_flight_ == 0 && schedule_->Ended(now_ns)) io_.stop();
}

}  // namespace bench
