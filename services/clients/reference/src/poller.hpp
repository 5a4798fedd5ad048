// Waits for connections to be ready, through epoll.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <span>

#include "fd.hpp"

namespace reference {

// A socket is registered once, edge-triggered and for both directions, and never again: no system
// call but epoll_wait itself is spent on it from then on.
class Poller {
 public:
  Poller();

  // `key` comes back with each event of the socket, until it is closed.
  void Add(int fd, std::uint64_t key);
  // Waits for at most this long; the result is valid until the next call. The key of an event is
  // in data.u64.
  std::span<const epoll_event> Wait(std::int64_t timeout_ns);
  // Ends the present or next Wait early; may be called from any thread.
  void Wake();
  // Whether Wake was called since the last time this was asked.
  bool TakeWake();

 private:
  static constexpr std::size_t kEventsAtOnce = 512;
  static constexpr std::uint64_t kWakeKey = UINT64_MAX;

  void Register(int fd, std::uint64_t key, std::uint32_t events);

  Fd epoll_;
  Fd wake_event_;
  bool woken_ = false;
  std::array<epoll_event, kEventsAtOnce> events_;
};

}  // namespace reference
