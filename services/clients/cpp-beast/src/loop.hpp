// One thread's event loop: keeps its share of the connections busy on an io_context of its own.
#pragma once

#include <simdjson.h>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "clock.hpp"
#include "connection.hpp"
#include "options.hpp"
#include "schedule.hpp"
#include "tally.hpp"

namespace bench {

class Loop final : private Connection::Owner {
 public:
  // Loop `index` of `options.threads`.
  Loop(const Options& options, std::size_t index);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Opens all connections at once; returns the first failure.
  std::optional<Failure> OpenConnections();
  // Runs warm-up and window, then awaits the requests in flight. `on_wake` is called in this
  // thread after each Wake: what completed before it has been counted then.
  void Run(Schedule& schedule, const std::function<void()>& on_wake);
  // May be called from any thread.
  void Wake();

  const Tally& tally() const { return tally_; }

 private:
  struct Slot : Connection {
    using Connection::Connection;

    bool in_flight = false;
    std::int64_t due_ns = 0;  // closed loop: when it was sent
    std::int64_t sent_ns = 0;
    std::int64_t rests_until_ns = 0;
  };
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        boost::asio::io_context::executor_type>;

  void OnEnded(Connection& connection, const Outcome& outcome) override;
  void Start(Slot& slot);
  void FinishOpening(const Outcome& outcome);
  void FinishOrder(Slot& slot, const Outcome& outcome);
  void Send(Slot& slot, std::int64_t due_ns);
  void SendDue();
  void Count(const Slot& slot, const Outcome& outcome, std::int64_t now_ns);
  void Continue(Slot& slot, const Outcome& outcome, std::int64_t now_ns);

  std::int64_t NextEventNs(std::int64_t now_ns) const;
  // Sets the timer, unless it goes off earlier anyway.
  void SetTimer(std::int64_t time_ns);
  void OnTime();
  void EndRests(std::int64_t now_ns);
  void SweepTimeouts(std::int64_t now_ns);
  void StopWhenDone(std::int64_t now_ns);

  const Options& options_;
  const std::int64_t sweep_interval_ns_;
  std::uint64_t next_order_number_;
  boost::asio::io_context io_;  // outlives the timer and the sockets
  Timer timer_;
  const Endpoints endpoints_;
  simdjson::dom::parser json_parser_;
  const Connection::Surroundings surroundings_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<Slot*> free_;    // open loop: waiting for a request to be due
  std::deque<Slot*> resting_;  // opening failed; in the order in which the rests end
  std::optional<Failure> opening_failure_;
  std::size_t in_flight_ = 0;
  std::int64_t timer_set_for_ns_ = Schedule::kNever;
  std::int64_t next_sweep_ns_ = 0;
  Schedule* schedule_ = nullptr;  // nothing yet while the connections are opened
  const std::function<void()>* on_wake_ = nullptr;
  EpochClock epoch_clock_;
  Tally tally_;
};

}  // namespace bench
