// The command line of the client contract.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "clock.hpp"
#include "url.hpp"

namespace bench {

enum class Format { kText, kJson };
enum class Task { kRun, kPrintVersions };

struct Options {
  Task task = Task::kRun;
  std::string url = "http://127.0.0.1:8000";  // without a slash at its end
  Url server;                                 // the parts of `url`
  std::uint64_t connections = 100;
  std::uint64_t threads = 1;
  std::int64_t warmup_ns = kNsPerSecond;
  std::optional<std::int64_t> duration_ns;  // either this or `requests`
  std::optional<std::uint64_t> requests;
  std::optional<double> rate_per_s;  // nothing: closed loop
  std::uint64_t payload_bytes = 200;
  std::int64_t timeout_ns = 30 * kNsPerSecond;
  bool keep_alive = true;
  Format format = Format::kText;
};

struct UsageError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

// Throws UsageError with one sentence that names the flag.
Options ParseOptions(int argc, char** argv);

// "250ms", "2s", "1.5s" or "3m"; nothing if it is none of these.
std::optional<std::int64_t> ParseDurationNs(std::string_view text);

}  // namespace bench
