// One thread's event loop: keeps its share of the connections busy through libcurl's multi handle.
#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "options.hpp"
#include "schedule.hpp"
#include "socket_poller.hpp"
#include "tally.hpp"
#include "transfer.hpp"

namespace bench {

class Loop {
 public:
  // How many of them, each in a thread of its own.
  static std::size_t CountFor(const Options& options) { return options.threads; }

  // Loop `index` of CountFor.
  Loop(const Options& options, std::size_t index);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Opens all connections at once; returns the first failure.
  std::optional<Failure> OpenConnections();
  // Runs warm-up and window, then awaits the requests in flight. `on_wake` is called in this
  // or another thread after each Wake: what completed before it has been counted then.
  void Run(Schedule& schedule, const std::function<void()>& on_wake);
  void Wake() { poller_.Wake(); }

  const Tally& tally() const { return tally_; }

 private:
  struct Slot : Transfer {
    using Transfer::Transfer;

    bool in_flight = false;
    std::int64_t due_ns = 0;  // closed loop: when it was sent
    std::int64_t sent_ns = 0;
    std::int64_t rests_until_ns = 0;
  };
  struct MultiCleanup {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };

  void SetUpMulti();
  // noexcept: an exception must not cross libcurl's frames.
  static int OnSocketWanted(CURL*, curl_socket_t fd, int what, void* loop, void*) noexcept;
  static int OnTimerWanted(CURLM*, long timeout_ms, void* loop) noexcept;

  void Add(Slot& slot);
  void Remove(Slot& slot);
  void Act(curl_socket_t fd, int curl_events);
  // Lets libcurl work until this time or the first sign of life; `harvest` follows each action.
  void PollOnce(std::int64_t until_ns, void (Loop::*harvest)());
  // Takes the next transfer that has ended out of the multi handle.
  std::optional<std::pair<Slot*, CURLcode>> NextEnded();

  void HarvestOpenings();
  void HarvestOrders();
  std::int64_t NextEventNs(std::int64_t now_ns) const;
  void Send(Slot& slot, std::int64_t due_ns);
  void SendDue();
  void Finish(Slot& slot, const Outcome& outcome);
  void Count(const Slot& slot, const Outcome& outcome, std::int64_t now_ns);
  void Continue(Slot& slot, const Outcome& outcome, std::int64_t now_ns);
  void EndRests(std::int64_t now_ns);
  void SweepTimeouts(std::int64_t now_ns);

  const Options& options_;
  const std::int64_t sweep_interval_ns_;
  std::uint64_t next_order_number_;
  SocketPoller poller_;  // outlives the sockets of the members below
  std::unique_ptr<CURLM, MultiCleanup> multi_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<Slot*> free_;    // open loop: waiting for a request to be due
  std::deque<Slot*> resting_;  // opening failed; in the order in which the rests end
  std::optional<Failure> opening_failure_;
  std::size_t in_flight_ = 0;
  std::int64_t curl_timer_ns_ = Schedule::kNever;
  std::int64_t next_sweep_ns_ = 0;
  AnswerParser parser_;
  Schedule* schedule_ = nullptr;
  Tally tally_;
};

}  // namespace bench
