// One thread's event loop over its share of the connections.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "acceptor.hpp"
#include "connection.hpp"
#include "fd.hpp"
#include "handler.hpp"
#include "stats.hpp"

namespace reference {

class Worker {
 public:
  Worker(Stats& stats, std::size_t index);

  // Takes over a connection; may be called from any thread.
  void Adopt(Fd socket);
  // Serves this listener too; it must outlive Run.
  void Serve(Acceptor& acceptor);
  // Serves until Stop is called.
  void Run();
  void Stop();

 private:
  void OnEvent(int fd, std::uint32_t events);
  void Watch(int operation, int fd, std::uint32_t events);

  Handler handler_;
  Fd epoll_;
  Fd stop_event_;
  Acceptor* acceptor_ = nullptr;
  bool stopping_ = false;
  std::vector<std::unique_ptr<Connection>> connections_;  // by file descriptor
};

}  // namespace reference
