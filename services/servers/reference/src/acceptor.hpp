// Listens on a TCP address and accepts connections.
#pragma once

#include <cstdint>
#include <functional>

#include "config.hpp"
#include "fd.hpp"

namespace reference {

class Acceptor {
 public:
  using Deal = std::function<void(Fd)>;

  // Throws std::runtime_error when the address cannot be listened on.
  Acceptor(const Config& config, Deal deal);

  int fd() const { return listener_.get(); }
  std::uint16_t port() const;
  // Accepts all that is waiting and passes each connection to `deal`.
  void AcceptWaiting();

 private:
  void RefuseOne();

  Fd listener_;
  Fd spare_;
  Deal deal_;
};

}  // namespace reference
