// One thread's event loop: keeps its share of the connections busy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "address.hpp"
#include "clock.hpp"
#include "connection.hpp"
#include "options.hpp"
#include "poller.hpp"
#include "schedule.hpp"
#include "tally.hpp"

namespace reference {

class Loop {
 public:
  // Loop `index` of `options.threads`.
  Loop(const Options& options, const Address& address, std::size_t index);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Opens all connections at once; returns the first failure.
  std::optional<Failure> OpenConnections();
  // Runs warm-up and window, then awaits the requests in flight. `on_wake` is called in this
  // thread after each Wake: what completed before it has been counted then.
  void Run(Schedule& schedule, const std::function<void()>& on_wake);
  void Wake() { poller_.Wake(); }

  const Tally& tally() const { return tally_; }

 private:
  struct Slot {
    Slot(Workbench& bench, std::uint32_t index) : connection(bench, index) {}

    Connection connection;
    bool in_flight = false;
    std::int64_t due_ns = 0;  // closed loop: when it was sent
    std::int64_t sent_ns = 0;
    std::int64_t rests_until_ns = 0;
  };

  Slot& SlotOf(const epoll_event& event) { return slots_[Connection::IndexOf(event.data.u64)]; }
  std::int64_t NextEventNs(std::int64_t now_ns) const;
  void Send(Slot& slot, std::int64_t due_ns);
  void SendDue();
  void FinishFailedAtOnce();
  void Finish(Slot& slot, const Outcome& outcome);
  void Count(const Slot& slot, const Outcome& outcome, std::int64_t now_ns);
  void Continue(Slot& slot, const Outcome& outcome, std::int64_t now_ns);
  void EndRests(std::int64_t now_ns);
  void SweepTimeouts(std::int64_t now_ns);

  const Options& options_;
  const bool open_loop_;
  const std::int64_t sweep_interval_ns_;
  std::uint64_t next_order_number_;
  Poller poller_;
  Workbench bench_;
  std::deque<Slot> slots_;
  std::vector<Slot*> free_;    // open loop: waiting for a request to be due
  std::deque<Slot*> resting_;  // opening failed; in the order in which the rests end
  // Ended by Begin itself: not finished there, because finishing one begins the next.
  std::vector<std::pair<Slot*, Outcome>> failed_at_once_;
  std::size_t in_flight_ = 0;
  std::int64_t next_sweep_ns_ = 0;
  Schedule* schedule_ = nullptr;
  EpochClock epoch_clock_;
  Tally tally_;
};

}  // namespace reference
