#include "versions.hpp"

#include <simdjson.h>

#include <boost/asio/version.hpp>
#include <boost/beast/version.hpp>
#include <boost/version.hpp>

namespace bench {
namespace {

// Boost and Asio write 1.74.0 as 107400.
std::string Dotted(int version) {
  return std::to_string(version / 100'000) + "." + std::to_string(version / 100 % 1000) + "." +
         std::to_string(version % 100);
}

std::string SimdjsonVersion() {
  return std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) + "." +
         std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + "." +
         std::to_string(simdjson::SIMDJSON_VERSION_REVISION);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> LibraryVersions() {
  return {
      {"boost", Dotted(BOOST_VERSION)},
      {"asio", Dotted(BOOST_ASIO_VERSION)},
      {"beast", std::to_string(BOOST_BEAST_VERSION)},
      {"simdjson", SimdjsonVersion()},
      {"gcc", __VERSION__},
  };
}

}  // namespace bench
