#include "config.hpp"

#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace reference {
namespace {

constexpr std::uint64_t kMaxWorkers = 1024;

std::string Text(const char* name, const std::string& fallback) {
  const char* const value = std::getenv(name);
  return value == nullptr ? fallback : value;
}

std::uint64_t Number(const char* name, std::uint64_t fallback, std::uint64_t min,
                     std::uint64_t max) {
  const std::string text = Text(name, std::to_string(fallback));
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const std::from_chars_result parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end || value < min || value > max) {
    throw std::invalid_argument(std::string(name) + " must be a whole number from " +
                                std::to_string(min) + " to " + std::to_string(max) + ", not \"" +
                                text + "\"");
  }
  return value;
}

}  // namespace

Config ConfigFromEnvironment() {
  Config config;
  config.host = Text("HOST", config.host);
  config.port = static_cast<std::uint16_t>(Number("PORT", config.port, 0, UINT16_MAX));
  config.workers = Number("WORKERS", config.workers, 1, kMaxWorkers);
  config.token = Text("PAIRBENCH_TOKEN", "");
  config.build_id = Text("PAIRBENCH_BUILD_ID", "");
  return config;
}

}  // namespace reference
