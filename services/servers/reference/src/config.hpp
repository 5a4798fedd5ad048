// The settings that the server takes from its environment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace reference {

struct Config {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8000;  // 0: the kernel chooses
  std::size_t workers = 1;
  std::string token;
  std::string build_id;
};

// Throws std::invalid_argument, naming the variable, when a value makes no sense.
Config ConfigFromEnvironment();

}  // namespace reference
