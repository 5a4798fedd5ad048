#include "acceptor.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace reference {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses Resolve(const Config& config) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error =
      getaddrinfo(config.host.c_str(), std::to_string(config.port).c_str(), &hints, &found);
  if (error != 0) throw std::runtime_error("HOST " + config.host + ": " + gai_strerror(error));
  return {found, &freeaddrinfo};
}

Fd Listen(const Config& config) {
  const Addresses address = Resolve(config);
  Fd listener(socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  // Accepted connections inherit TCP_NODELAY. SO_REUSEADDR: old connections in TIME_WAIT must not
  // block a new server.
  if (!listener || setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      setsockopt(listener.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
      bind(listener.get(), address->ai_addr, address->ai_addrlen) != 0 ||
      listen(listener.get(), SOMAXCONN) != 0) {
    throw std::runtime_error("cannot listen on " + config.host + " port " +
                             std::to_string(config.port) + ": " + std::strerror(errno));
  }
  return listener;
}

Fd OpenSpare() { return Fd(open("/dev/null", O_RDONLY | O_CLOEXEC)); }

}  // namespace

Acceptor::Acceptor(const Config& config, Deal deal)
    : listener_(Listen(config)), spare_(OpenSpare()), deal_(std::move(deal)) {}

std::uint16_t Acceptor::port() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getsockname(fd(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error(std::string("getsockname: ") + std::strerror(errno));
  }
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

void Acceptor::AcceptWaiting() {
  for (;;) {
    Fd connection(accept4(fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (connection) {
      deal_(std::move(connection));
    } else if (errno == EMFILE || errno == ENFILE) {
      RefuseOne();
      return;
    } else if (errno != ECONNABORTED && errno != EINTR) {
      return;  // EAGAIN: nobody waits any more
    }
  }
}

// Out of file descriptors: the waiting connection would wake epoll for ever, so it is closed.
void Acceptor::RefuseOne() {
  spare_.Reset();
  Fd(accept4(fd(), nullptr, nullptr, SOCK_CLOEXEC)).Reset();
  spare_ = OpenSpare();
}

}  // namespace reference
