#include "loop.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "clock.hpp"

namespace bench {
namespace {

constexpr std::int64_t kRestAfterFailedOpeningNs = 10 * kNsPerMs;

std::size_t ShareOf(const Options& options, std::size_t index) {
  return options.connections / options.threads +
         (index < options.connections % options.threads ? 1 : 0);
}

void Check(CURLMcode code) {
  if (code != CURLM_OK) {
    throw std::runtime_error(std::string("libcurl: ") + curl_multi_strerror(code));
  }
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
    slots_.push_back(std::make_unique<Slot>(options_, poller_));
    slots_.back()->transfer.PrepareOrders();
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

int Loop::OnSocketWanted(CURL* handle, curl_socket_t fd, int what, void* loop, void*) {
  static_cast<Loop*>(loop)->poller_.Want(fd, what);
  if (what != CURL_POLL_REMOVE) Transfer::Of(handle).OnSocket(fd);
  return 0;
}

int Loop::OnTimerWanted(CURLM*, long timeout_ms, void* loop) {
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
  Check(curl_multi_add_handle(multi_.get(), slot.transfer.handle()));
  Act(CURL_SOCKET_TIMEOUT, 0);  // sends the request now
}

void Loop::Remove(Slot& slot) {
  slot.in_flight = false;
  --in_flight_;
  Check(curl_multi_remove_handle(multi_.get(), slot.transfer.handle()));
}

void Loop::Act(curl_socket_t fd, int curl_events) {
  int running = 0;
  Check(curl_multi_socket_action(multi_.get(), fd, curl_events, &running));
}

}  // namespace bench
