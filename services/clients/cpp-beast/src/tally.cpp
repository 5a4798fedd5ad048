#include "tally.hpp"

namespace bench {

void Tally::AddSuccess(Phase phase, const Success& success) {
  switch (phase) {
    case Phase::kWarmup:
      warmup.completed.Increment();
      break;
    case Phase::kWindow:
      rtt.Record(success.rtt_ns);
      server_latency.Record(success.server_latency_ns);
      if (success.send_delay_ns) send_delay.Record(*success.send_delay_ns);
      window.completed.Increment();
      break;
    case Phase::kDrain:
      ++drained;
      break;
  }
}

void Tally::AddFailure(Phase phase, const Failure& failure, std::int64_t rtt_ns) {
  if (phase == Phase::kWindow) {
    failures.Add(failure);
    failure_times.Add(rtt_ns);
    window.failed.Increment();
  } else {
    failures_outside_window.Add(failure);
    if (phase == Phase::kWarmup) warmup.failed.Increment();
  }
}

}  // namespace bench
