// The socket address of the server.
#pragma once

#include <sys/socket.h>

#include "url.hpp"

namespace reference {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// Of several addresses, the first that takes a connection. Throws std::runtime_error when the
// name is not known.
Address Resolve(const Url& url);

}  // namespace reference
