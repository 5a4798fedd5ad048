// An epoch time that was had from the monotonic clock is that of the epoch clock.
#include "clock.hpp"

#include <cstdint>

#include "check.hpp"

namespace {

using namespace bench;

void AnEpochTimeLiesBetweenTwoLooksAtTheEpochClock() {
  EpochClock clock;
  constexpr std::int64_t kToleranceNs = kNsPerMs;
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t before_ns = EpochNs();
    const std::int64_t epoch_ns = clock.AtNs(MonotonicNs());
    const std::int64_t after_ns = EpochNs();
    CHECK(epoch_ns >= before_ns - kToleranceNs);
    CHECK(epoch_ns <= after_ns + kToleranceNs);
  }
}

void TimesAreAsFarApartAsOnTheMonotonicClock() {
  EpochClock clock;
  const std::int64_t now_ns = MonotonicNs();
  const std::int64_t first_ns = clock.AtNs(now_ns);
  CHECK(clock.AtNs(now_ns + 5 * kNsPerMs) == first_ns + 5 * kNsPerMs);
}

}  // namespace

int main() {
  AnEpochTimeLiesBetweenTwoLooksAtTheEpochClock();
  TimesAreAsFarApartAsOnTheMonotonicClock();
  return ExitCode();
}
