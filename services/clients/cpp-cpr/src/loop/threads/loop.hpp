// One thread's loop: sends the requests of one connection, and sleeps until each answer is in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include "answer_parser.hpp"
#include "options.hpp"
#include "schedule.hpp"
#include "tally.hpp"
#include "transfer.hpp"

namespace bench {

class Loop {
 public:
  // How many of them, each in a thread of its own.
  static std::size_t CountFor(const Options& options) { return options.connections; }

  // Loop `index` of CountFor.
  Loop(const Options& options, std::size_t index);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Opens the connection; returns the failure.
  std::optional<Failure> OpenConnections();
  // Runs warm-up and window, then awaits the request in flight. `on_wake` is called in this
  // or another thread after each Wake: what completed before it has been counted then.
  void Run(Schedule& schedule, const std::function<void()>& on_wake);
  void Wake();

  const Tally& tally() const { return tally_; }

 private:
  // When the next request is due (closed loop: now); nothing when the window has ended.
  std::optional<std::int64_t> AwaitDueNs(Schedule& schedule);
  void Send(Schedule& schedule, std::int64_t due_ns);

  const Options& options_;
  std::uint64_t next_order_number_;
  Transfer transfer_;
  AnswerParser parser_;
  Tally tally_;
  std::mutex counting_;  // held from a request's completion until it is counted
  const std::function<void()>* on_wake_ = nullptr;
  bool woken_ = false;  // before Run
};

}  // namespace bench
