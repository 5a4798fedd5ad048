#include "worker.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace reference {
namespace {

constexpr int kEventsAtOnce = 256;
// Edge-triggered: a level would make the kernel look at each socket again after it was read.
constexpr std::uint32_t kReadable = EPOLLIN | EPOLLRDHUP | EPOLLET;
constexpr std::uint32_t kWritable = EPOLLOUT | EPOLLET;

Fd Checked(int fd, const char* what) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), what);
  return Fd(fd);
}

}  // namespace

Worker::Worker(Stats& stats, std::size_t index)
    : handler_(stats, stats.orders_answered(index)),
      epoll_(Checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      stop_event_(Checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {
  Watch(EPOLL_CTL_ADD, stop_event_.get(), EPOLLIN);
}

void Worker::Watch(int operation, int fd, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  if (epoll_ctl(epoll_.get(), operation, fd, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

// The connection object is made in this worker's own thread, at its first event: no lock.
void Worker::Adopt(Fd socket) { Watch(EPOLL_CTL_ADD, socket.Release(), kReadable); }

void Worker::Serve(Acceptor& acceptor) {
  acceptor_ = &acceptor;
  Watch(EPOLL_CTL_ADD, acceptor.fd(), EPOLLIN);
}

void Worker::Stop() { eventfd_write(stop_event_.get(), 1); }

void Worker::Run() {
  std::array<epoll_event, kEventsAtOnce> events;
  while (!stopping_) {
    const int count = epoll_wait(epoll_.get(), events.data(), kEventsAtOnce, -1);
    if (count < 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "epoll_wait");
    }
    for (int i = 0; i < count; ++i) OnEvent(events[i].data.fd, events[i].events);
  }
}

void Worker::OnEvent(int fd, std::uint32_t events) {
  if (fd == stop_event_.get()) {
    stopping_ = true;
    return;
  }
  if (acceptor_ != nullptr && fd == acceptor_->fd()) {
    acceptor_->AcceptWaiting();
    return;
  }
  const auto slot = static_cast<std::size_t>(fd);
  if (slot >= connections_.size()) connections_.resize(slot + 1);
  std::unique_ptr<Connection>& connection = connections_[slot];
  if (!connection) connection = std::make_unique<Connection>(Fd(fd), handler_);
  const bool was_writing = (events & EPOLLOUT) != 0;
  // Its end may stand behind the bytes that are read now, and is told only once as well.
  const bool hung_up = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
  switch (was_writing ? connection->OnWritable() : connection->OnReadable()) {
    case Connection::Wants::kRead:
      // Registering anew asks for an event if there is something to read already.
      if (was_writing || hung_up) Watch(EPOLL_CTL_MOD, fd, kReadable);
      break;
    case Connection::Wants::kReadMore:
      Watch(EPOLL_CTL_MOD, fd, kReadable);
      break;
    case Connection::Wants::kWrite:
      if (!was_writing) Watch(EPOLL_CTL_MOD, fd, kWritable);
      break;
    case Connection::Wants::kClose:
      connection.reset();
      break;
  }
}

}  // namespace reference
