#include "loop.hpp"

#include <algorithm>
#include <stdexcept>

#include "clock.hpp"
#include "curl_calls.hpp"

namespace bench {
namespace {

constexpr std::int64_t kRestAfterFailedOpeningNs = 10 * kNsPerMs;

std::size_t ShareOf(const Options& options, std::size_t index) {
  return options.connections / options.threads +
         (index < options.connections % options.threads ? 1 : 0);
}

}  // namespace

Loop::Loop(const Options& options, std::size_t index)
    : options_(options),
      // A time-out is found at most 5 % late.
      sweep_interval_ns_(std::clamp(options.timeout_ns / 20, kNsPerMs, 100 * kNsPerMs)),
      next_order_number_(index),
      multi_(curl_multi_init()) {
  SetUpMulti();
  for (std::size_t i = 0; i < ShareOf(options, index); ++i) {
    slots_.push_back(std::make_unique<Slot>(options_, &poller_));
    slots_.back()->PrepareOrders();
  }
}

void Loop::SetUpMulti() {
  if (!multi_) throw std::runtime_error("curl_multi_init failed");
  Check(curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, &Loop::OnSocketWanted));
  Check(curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this));
  Check(curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, &Loop::OnTimerWanted));
  Check(curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this));
  Check(curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, CURLPIPE_NOTHING));
  // All connections are kept, however many of them are idle.
  Check(curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS,
                          static_cast<long>(options_.connections)));
}

int Loop::OnSocketWanted(CURL*, curl_socket_t fd, int what, void* loop, void*) noexcept {
  static_cast<Loop*>(loop)->poller_.Want(fd, what);
  return 0;
}

int Loop::OnTimerWanted(CURLM*, long timeout_ms, void* loop) noexcept {
  std::int64_t& timer_ns = static_cast<Loop*>(loop)->curl_timer_ns_;
  if (timeout_ms < 0) {
    timer_ns = Schedule::kNever;
  } else {
    timer_ns = timeout_ms == 0 ? 0 : MonotonicNs() + timeout_ms * kNsPerMs;
  }
  return 0;
}

void Loop::Add(Slot& slot) {
  slot.in_flight = true;
  ++in_flight_;
  Check(curl_multi_add_handle(multi_.get(), slot.handle()));
  Act(CURL_SOCKET_TIMEOUT, 0);  // sends the request now
}

void Loop::Remove(Slot& slot) {
  slot.in_flight = false;
  --in_flight_;
  Check(curl_multi_remove_handle(multi_.get(), slot.handle()));
}

void Loop::Act(curl_socket_t fd, int curl_events) {
  int running = 0;
  // The timer fires once; libcurl asks for it again if it needs it.
  if (fd == CURL_SOCKET_TIMEOUT) curl_timer_ns_ = Schedule::kNever;
  Check(curl_multi_socket_action(multi_.get(), fd, curl_events, &running));
}

std::optional<std::pair<Loop::Slot*, CURLcode>> Loop::NextEnded() {
  int left = 0;
  const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left);
  if (message == nullptr) return std::nullopt;
  const CURLcode code = message->data.result;
  auto& slot = static_cast<Slot&>(Transfer::Of(message->easy_handle));
  Remove(slot);  // the message is gone after this
  return std::pair(&slot, code);
}

void Loop::PollOnce(std::int64_t until_ns, void (Loop::*harvest)()) {
  const std::int64_t wake_ns = std::min(until_ns, curl_timer_ns_);
  for (const ReadySocket& ready : poller_.Wait(wake_ns - MonotonicNs())) {
    Act(ready.fd, ready.curl_events);
    (this->*harvest)();
  }
  if (curl_timer_ns_ != Schedule::kNever && MonotonicNs() >= curl_timer_ns_) {
    Act(CURL_SOCKET_TIMEOUT, 0);
    (this->*harvest)();
  }
}

std::optional<Failure> Loop::OpenConnections() {
  const std::int64_t deadline_ns = MonotonicNs() + options_.timeout_ns;
  for (const auto& slot : slots_) {
    slot->PrepareOpening();
    Add(*slot);
  }
  HarvestOpenings();
  while (in_flight_ > 0 && !opening_failure_) {
    if (MonotonicNs() >= deadline_ns) return Failure{FailureKind::kConnectTimeout};
    PollOnce(deadline_ns, &Loop::HarvestOpenings);
  }
  if (opening_failure_) return opening_failure_;
  for (const auto& slot : slots_) slot->PrepareOrders();
  return std::nullopt;
}

void Loop::HarvestOpenings() {
  while (const auto ended = NextEnded()) {
    const Outcome outcome = ended->first->ConcludeOpening(ended->second);
    if (outcome.connection_opened) ++tally_.connections_opened;
    if (outcome.failure && !opening_failure_) opening_failure_ = outcome.failure;
  }
}

void Loop::Run(Schedule& schedule, const std::function<void()>& on_wake) {
  schedule_ = &schedule;
  std::int64_t now_ns = MonotonicNs();
  next_sweep_ns_ = now_ns + sweep_interval_ns_;
  for (const auto& slot : slots_) {
    if (options_.rate_per_s) {
      free_.push_back(slot.get());
    } else {
      Send(*slot, 0);
    }
  }
  HarvestOrders();
  while (in_flight_ > 0 || !schedule.Ended(now_ns)) {
    PollOnce(NextEventNs(now_ns), &Loop::HarvestOrders);
    if (poller_.TakeWake()) on_wake();
    now_ns = MonotonicNs();
    SweepTimeouts(now_ns);
    EndRests(now_ns);
    SendDue();
    HarvestOrders();
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

void Loop::HarvestOrders() {
  while (const auto ended = NextEnded()) {
    const auto [slot, code] = *ended;
    Finish(*slot, slot->Conclude(code, parser_));
  }
}

void Loop::Send(Slot& slot, std::int64_t due_ns) {
  slot.Begin(next_order_number_, EpochNs());
  next_order_number_ += options_.threads;
  slot.sent_ns = MonotonicNs();
  slot.due_ns = options_.rate_per_s ? due_ns : slot.sent_ns;
  Add(slot);
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

void Loop::Finish(Slot& slot, const Outcome& outcome) {
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
  if (schedule_->Ended(now_ns)) return;
  if (outcome.opening_failed) {
    slot.rests_until_ns = now_ns + kRestAfterFailedOpeningNs;
    resting_.push_back(&slot);
  } else if (options_.rate_per_s) {
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
  for (const auto& slot : slots_) {
    if (!slot->in_flight || now_ns - slot->sent_ns <= options_.timeout_ns) continue;
    Remove(*slot);
    Finish(*slot, slot->ConcludeTimeout());
  }
}

}  // namespace bench
