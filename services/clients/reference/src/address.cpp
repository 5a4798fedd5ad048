#include "address.hpp"

#include <netdb.h>

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "fd.hpp"

namespace reference {
namespace {

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

AddressList LookUp(const Url& url) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(url.host.c_str(), std::to_string(url.port).c_str(), &hints, &found);
  if (error != 0) throw std::runtime_error(url.host + ": " + gai_strerror(error));
  return {found, &freeaddrinfo};
}

bool TakesConnections(const Address& address) {
  const Fd socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return socket && connect(socket.get(), address.get(), address.size) == 0;
}

}  // namespace

Address Resolve(const Url& url) {
  const AddressList found = LookUp(url);
  std::vector<Address> addresses;
  for (const addrinfo* at = found.get(); at != nullptr; at = at->ai_next) {
    addresses.emplace_back().size = at->ai_addrlen;
    std::memcpy(&addresses.back().storage, at->ai_addr, at->ai_addrlen);
  }
  // A single address, as the tool always gives, is not tried: the server would count a connection
  // that carries no request.
  if (addresses.size() > 1) {
    for (const Address& address : addresses) {
      if (TakesConnections(address)) return address;
    }
  }
  return addresses.front();
}

}  // namespace reference
