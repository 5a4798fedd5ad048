#include "socket_poller.hpp"

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <system_error>

#include "clock.hpp"

namespace bench {
namespace {

constexpr int kEventsAtOnce = 256;

[[noreturn]] void ThrowErrno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

SocketPoller::SocketPoller()
    : epoll_fd_(epoll_create1(EPOLL_CLOEXEC)), wake_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (epoll_fd_ < 0 || wake_fd_ < 0) ThrowErrno("epoll");
  Register(wake_fd_, WatchOf(wake_fd_), EPOLLIN);
}

SocketPoller::~SocketPoller() {
  close(epoll_fd_);
  close(wake_fd_);
}

SocketPoller::Watch& SocketPoller::WatchOf(int fd) {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= watches_.size()) watches_.resize(index + 1);
  return watches_[index];
}

void SocketPoller::Register(int fd, Watch& watch, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  const int operation = events == 0             ? EPOLL_CTL_DEL
                        : watch.registered == 0 ? EPOLL_CTL_ADD
                                                : EPOLL_CTL_MOD;
  if (epoll_ctl(epoll_fd_, operation, fd, &event) != 0) ThrowErrno("epoll_ctl");
  watch.registered = events;
}

void SocketPoller::Adopt(int fd) { WatchOf(fd).adopted = true; }

void SocketPoller::Want(int fd, int curl_poll) {
  Watch& watch = WatchOf(fd);
  watch.wanted = 0;
  if (curl_poll == CURL_POLL_IN || curl_poll == CURL_POLL_INOUT) watch.wanted |= EPOLLIN;
  if (curl_poll == CURL_POLL_OUT || curl_poll == CURL_POLL_INOUT) watch.wanted |= EPOLLOUT;
  if ((watch.wanted & ~watch.registered) != 0) Register(fd, watch, watch.wanted);
  // libcurl closes its resolver's sockets by itself, and a connection may get the same number.
  if (watch.wanted == 0 && watch.registered != 0 && !watch.adopted) Register(fd, watch, 0);
}

// The kernel takes a closed socket out of epoll by itself.
void SocketPoller::Forget(int fd) { WatchOf(fd) = Watch{}; }

std::span<const ReadySocket> SocketPoller::Wait(std::int64_t timeout_ns) {
  timeout_ns = std::max<std::int64_t>(timeout_ns, 0);
  const timespec timeout{timeout_ns / kNsPerSecond, timeout_ns % kNsPerSecond};
  std::array<epoll_event, kEventsAtOnce> events;
  // In nanoseconds, because the open loop must not wait for the next whole millisecond.
  const int count = epoll_pwait2(epoll_fd_, events.data(), kEventsAtOnce, &timeout, nullptr);
  if (count < 0 && errno != EINTR) ThrowErrno("epoll_pwait2");
  ready_.clear();
  for (int i = 0; i < count; ++i) {
    const int fd = events[i].data.fd;
    if (fd == wake_fd_) {
      eventfd_t wakes = 0;
      woken_ = eventfd_read(wake_fd_, &wakes) == 0;
      continue;
    }
    Watch& watch = WatchOf(fd);
    const std::uint32_t got = events[i].events;
    if (watch.wanted == 0 || (got & (EPOLLIN | EPOLLOUT) & ~watch.wanted) != 0) {
      Register(fd, watch, watch.wanted);
    }
    if (watch.wanted == 0) continue;
    int curl_events = 0;
    if ((got & EPOLLIN) != 0) curl_events |= CURL_CSELECT_IN;
    if ((got & EPOLLOUT) != 0) curl_events |= CURL_CSELECT_OUT;
    if ((got & (EPOLLERR | EPOLLHUP)) != 0) curl_events |= CURL_CSELECT_ERR;
    ready_.push_back({fd, curl_events});
  }
  return ready_;
}

void SocketPoller::Wake() { eventfd_write(wake_fd_, 1); }

bool SocketPoller::TakeWake() {
  const bool woken = woken_;
  woken_ = false;
  return woken;
}

}  // namespace bench
