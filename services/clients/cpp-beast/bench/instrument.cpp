// What a request costs only because it is measured: a look at the clock, and what is recorded. (The
// look that begins a round trip also stamps the order, which would be stamped without measuring,
// too.) Prints the line that services/README.md describes.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <random>
#include <stdexcept>
#include <vector>

#include "clock.hpp"
#include "options.hpp"
#include "schedule.hpp"
#include "tally.hpp"

namespace {

using namespace bench;

constexpr std::size_t kSamples = 2'000'000;
constexpr std::size_t kRepeats = 7;
constexpr std::size_t kLatencies = 1 << 16;

struct Latency {
  std::int64_t rtt_ns;
  std::int64_t server_ns;
};

// Round trips around 300 us with a long tail, of which the server has a tenth.
std::vector<Latency> MakeLatencies() {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> rtt_ns(std::log(300e3), 0.5);
  std::vector<Latency> latencies(kLatencies);
  for (Latency& latency : latencies) {
    latency.rtt_ns = std::llround(rtt_ns(random));
    latency.server_ns = latency.rtt_ns / 10;
  }
  return latencies;
}

double NsPerRequest(const std::vector<Latency>& latencies) {
  Options options;
  options.warmup_ns = 0;
  options.duration_ns = 3600 * kNsPerSecond;
  Tally tally;
  std::int64_t last_ns = MonotonicNs();
  Schedule schedule(options, MonotonicNs());
  // CPU time, as that of the client is: what else the machine does is not in it.
  const std::int64_t begin_ns = ClockNs(CLOCK_THREAD_CPUTIME_ID);
  for (std::size_t i = 0; i < kSamples; ++i) {
    const Latency& latency = latencies[i % kLatencies];
    const std::int64_t now_ns = MonotonicNs();
    const std::int64_t sent_ns = last_ns - latency.rtt_ns;
    tally.AddSuccess(schedule.Complete(now_ns),
                     Success{now_ns - sent_ns, latency.server_ns, std::nullopt});
    last_ns = now_ns;
  }
  const std::int64_t end_ns = ClockNs(CLOCK_THREAD_CPUTIME_ID);
  if (tally.rtt.count() != kSamples) throw std::logic_error("not every sample was recorded");
  return static_cast<double>(end_ns - begin_ns) / kSamples;
}

}  // namespace

int main() {
  const std::vector<Latency> latencies = MakeLatencies();
  std::cout << R"({"ns_per_request":[)";
  for (std::size_t i = 0; i < kRepeats; ++i) {
    std::cout << (i == 0 ? "" : ",") << NsPerRequest(latencies);
  }
  std::cout << R"(],"samples":)" << kSamples << "}\n";
}
