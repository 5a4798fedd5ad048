#include "poller.hpp"

#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <system_error>

#include "clock.hpp"

namespace reference {
namespace {

Fd Checked(int fd, const char* what) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), what);
  return Fd(fd);
}

}  // namespace

Poller::Poller()
    : epoll_(Checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_event_(Checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {
  Register(wake_event_.get(), kWakeKey, EPOLLIN);
}

void Poller::Add(int fd, std::uint64_t key) {
  Register(fd, key, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

void Poller::Register(int fd, std::uint64_t key, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = key;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

std::span<const epoll_event> Poller::Wait(std::int64_t timeout_ns) {
  timeout_ns = std::max<std::int64_t>(timeout_ns, 0);
  const timespec timeout{timeout_ns / kNsPerSecond, timeout_ns % kNsPerSecond};
  // In nanoseconds, because the open loop must not wait for the next whole millisecond.
  const int found = epoll_pwait2(epoll_.get(), events_.data(), kEventsAtOnce, &timeout, nullptr);
  if (found < 0 && errno != EINTR) {
    throw std::system_error(errno, std::generic_category(), "epoll_pwait2");
  }
  auto count = static_cast<std::size_t>(std::max(found, 0));
  for (std::size_t i = 0; i < count; ++i) {
    if (events_[i].data.u64 != kWakeKey) continue;
    eventfd_t wakes = 0;
    woken_ = woken_ || eventfd_read(wake_event_.get(), &wakes) == 0;
    events_[i] = events_[--count];
    break;
  }
  return {events_.data(), count};
}

void Poller::Wake() { eventfd_write(wake_event_.get(), 1); }

bool Poller::TakeWake() {
  const bool woken = woken_;
  woken_ = false;
  return woken;
}

}  // namespace reference
