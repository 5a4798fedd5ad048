// Watches libcurl's sockets through epoll, with as few system calls as can be.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bench {

struct ReadySocket {
  int fd;
  int curl_events;  // CURL_CSELECT_*
};

// libcurl stops watching a connection after each request and starts again with the next one. Both
// would be a system call; so a socket stays registered, and only an event that nobody wants any
// more takes it out.
class SocketPoller {
 public:
  SocketPoller();
  SocketPoller(const SocketPoller&) = delete;
  SocketPoller& operator=(const SocketPoller&) = delete;
  ~SocketPoller();

  // A socket of a connection, for which Forget will be called.
  void Adopt(int fd);
  // What libcurl's socket callback asks for: CURL_POLL_*.
  void Want(int fd, int curl_poll);
  // The socket is about to be closed.
  void Forget(int fd);
  // Waits for at most this long; the result is valid until the next call.
  std::span<const ReadySocket> Wait(std::int64_t timeout_ns);
  // Ends the present or next Wait early; may be called from any thread.
  void Wake();
  // Whether Wake was called since the last time this was asked.
  bool TakeWake();

 private:
  struct Watch {
    std::uint32_t registered = 0;  // EPOLL* bits that epoll knows
    std::uint32_t wanted = 0;      // EPOLL* bits that libcurl wants
    bool adopted = false;
  };

  Watch& WatchOf(int fd);
  void Register(int fd, Watch& watch, std::uint32_t events);

  int epoll_fd_;
  int wake_fd_;
  bool woken_ = false;
  std::vector<Watch> watches_;  // by file descriptor
  std::vector<ReadySocket> ready_;
};

}  // namespace bench
