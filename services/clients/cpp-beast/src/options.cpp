#include "options.hpp"

#include <getopt.h>

#include <charconv>
#include <cmath>
#include <system_error>

namespace bench {
namespace {

constexpr std::uint64_t kMaxConnections = 100'000;
constexpr std::uint64_t kMaxThreads = 1024;
constexpr std::uint64_t kMaxRequests = 1'000'000'000'000;
constexpr std::uint64_t kMinPayloadBytes = 100;
constexpr std::uint64_t kMaxPayloadBytes = 65'536;
constexpr double kMaxRatePerS = 1e8;
constexpr double kMaxDurationNs = 365.0 * 24 * 3600 * 1e9;
constexpr std::uint64_t kDefaultRequests = 5000;

enum Flag : int {
  kUrl = 1,
  kConnections,
  kThreads,
  kWarmup,
  kDuration,
  kRequests,
  kRate,
  kPayloadBytes,
  kTimeout,
  kNoKeepAlive,
  kFormat,
  kVersions,
};

constexpr option kFlags[] = {
    {"url", required_argument, nullptr, kUrl},
    {"connections", required_argument, nullptr, kConnections},
    {"threads", required_argument, nullptr, kThreads},
    {"warmup", required_argument, nullptr, kWarmup},
    {"duration", required_argument, nullptr, kDuration},
    {"requests", required_argument, nullptr, kRequests},
    {"rate", required_argument, nullptr, kRate},
    {"payload-bytes", required_argument, nullptr, kPayloadBytes},
    {"timeout", required_argument, nullptr, kTimeout},
    {"no-keep-alive", no_argument, nullptr, kNoKeepAlive},
    {"format", required_argument, nullptr, kFormat},
    {"versions", no_argument, nullptr, kVersions},
    {nullptr, 0, nullptr, 0},
};

[[noreturn]] void Refuse(const std::string& flag, const std::string& wanted, const char* value) {
  throw UsageError("--" + flag + " must be " + wanted + ", not \"" + value + "\"");
}

template <typename Number>
std::optional<Number> ParseWhole(std::string_view text) {
  Number number{};
  const std::from_chars_result parsed =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

std::uint64_t Count(const std::string& flag, std::uint64_t min, std::uint64_t max) {
  const auto count = ParseWhole<std::uint64_t>(optarg);
  if (!count || *count < min || *count > max) {
    Refuse(flag, "a whole number from " + std::to_string(min) + " to " + std::to_string(max),
           optarg);
  }
  return *count;
}

std::int64_t DurationNs(const std::string& flag, std::int64_t min_ns) {
  const std::optional<std::int64_t> duration_ns = ParseDurationNs(optarg);
  if (!duration_ns || *duration_ns < min_ns) {
    Refuse(flag, "a duration such as 250ms, 1.5s or 3m", optarg);
  }
  return *duration_ns;
}

double RatePerS() {
  const auto rate_per_s = ParseWhole<double>(optarg);
  if (!rate_per_s || !(*rate_per_s > 0) || *rate_per_s > kMaxRatePerS) {
    Refuse("rate", "a number of requests per second above 0", optarg);
  }
  return *rate_per_s;
}

Url Server(const std::string& url) {
  const std::optional<Url> parts = ParseUrl(url);
  if (!parts) Refuse("url", "a base URL such as http://127.0.0.1:8000", url.c_str());
  return *parts;
}

Format OutputFormat() {
  const std::string_view format = optarg;
  if (format == "text") return Format::kText;
  if (format == "json") return Format::kJson;
  Refuse("format", "text or json", optarg);
}

void Apply(int flag, char** argv, Options& options) {
  switch (flag) {
    case kUrl:
      options.url = optarg;
      break;
    case kConnections:
      options.connections = Count("connections", 1, kMaxConnections);
      break;
    case kThreads:
      options.threads = Count("threads", 1, kMaxThreads);
      break;
    case kWarmup:
      options.warmup_ns = DurationNs("warmup", 0);
      break;
    case kDuration:
      options.duration_ns = DurationNs("duration", 1);
      break;
    case kRequests:
      options.requests = Count("requests", 1, kMaxRequests);
      break;
    case kRate:
      options.rate_per_s = RatePerS();
      break;
    case kPayloadBytes:
      options.payload_bytes = Count("payload-bytes", kMinPayloadBytes, kMaxPayloadBytes);
      break;
    case kTimeout:
      options.timeout_ns = DurationNs("timeout", 1);
      break;
    case kNoKeepAlive:
      options.keep_alive = false;
      break;
    case kFormat:
      options.format = OutputFormat();
      break;
    case kVersions:
      options.task = Task::kPrintVersions;
      break;
    default:
      throw UsageError("unknown flag or missing value: \"" + std::string(argv[optind - 1]) + "\"");
  }
}

}  // namespace

Options ParseOptions(int argc, char** argv) {
  Options options;
  opterr = 0;  // the messages are ours
  optind = 0;  // lets the tests parse more than once
  for (int flag; (flag = getopt_long(argc, argv, "", kFlags, nullptr)) != -1;) {
    Apply(flag, argv, options);
  }
  if (optind < argc) {
    throw UsageError("unexpected argument \"" + std::string(argv[optind]) + "\"");
  }
  if (options.duration_ns && options.requests) {
    throw UsageError("--duration and --requests exclude each other");
  }
  if (options.threads > options.connections) {
    throw UsageError("--threads must not be more than --connections");
  }
  if (!options.duration_ns && !options.requests) options.requests = kDefaultRequests;
  options.server = Server(options.url);
  while (options.url.ends_with('/')) options.url.pop_back();
  return options;
}

std::optional<std::int64_t> ParseDurationNs(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const std::from_chars_result parsed =
      std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (parsed.ec != std::errc()) return std::nullopt;
  const std::string_view unit(parsed.ptr, static_cast<std::size_t>(end - parsed.ptr));
  double ns = 0;
  if (unit == "ms") {
    ns = number * 1e6;
  } else if (unit == "s") {
    ns = number * 1e9;
  } else if (unit == "m") {
    ns = number * 60e9;
  } else {
    return std::nullopt;
  }
  if (!(ns >= 0) || ns > kMaxDurationNs) return std::nullopt;
  return std::llround(ns);
}

}  // namespace bench
