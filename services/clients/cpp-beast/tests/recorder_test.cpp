// Counts, sums and extremes are exact; the histogram is within 0.05 %.
#include "recorder.hpp"

#include <cmath>
#include <cstdint>

#include "check.hpp"

using bench::Recorder;

namespace {

void AnEmptyRecorderHasNothing() {
  const Recorder recorder;
  CHECK(recorder.count() == 0);
  CHECK(recorder.sum_ns() == 0);
  CHECK(recorder.Buckets().empty());
  CHECK(recorder.QuantileNs(0.5) == 0);
}

void TotalsAreExact() {
  Recorder recorder;
  recorder.Record(1'234'567'891);
  recorder.Record(3);
  recorder.Record(59'999'999'999);
  CHECK(recorder.count() == 3);
  CHECK(recorder.sum_ns() == 61'234'567'893);
  CHECK(recorder.min_ns() == 3);
  CHECK(recorder.max_ns() == 59'999'999'999);
}

void ValuesOutsideTheRangeAreOnlyCounted() {
  Recorder recorder;
  recorder.Record(-1);
  recorder.Record(Recorder::kMaxNs + 1);
  recorder.Record(INT64_MIN);
  CHECK(recorder.negative() == 2);
  CHECK(recorder.over_range() == 1);
  CHECK(recorder.count() == 0);
  recorder.Record(Recorder::kMaxNs);
  CHECK(recorder.count() == 1);
}

void ZeroCountsAsOne() {
  Recorder recorder;
  recorder.Record(0);
  CHECK(recorder.sum_ns() == 1);
  CHECK(recorder.min_ns() == 1);
  CHECK(recorder.Buckets().front().first == 1);
}

void BucketsAreNarrowAndAscending() {
  double value_ns = 1;
  while (value_ns < static_cast<double>(Recorder::kMaxNs)) {
    Recorder recorder;
    const auto recorded_ns = static_cast<std::int64_t>(value_ns);
    recorder.Record(recorded_ns);
    const auto middle_ns = static_cast<double>(recorder.Buckets().front().first);
    CHECK(std::abs(middle_ns - static_cast<double>(recorded_ns)) <=
          0.0005 * static_cast<double>(recorded_ns));
    value_ns *= 1.0137;
  }
  Recorder recorder;
  for (std::int64_t i = 1; i < 100'000; ++i) recorder.Record(i);
  std::int64_t last_ns = 0;
  std::uint64_t count = 0;
  for (const auto& [middle_ns, in_bucket] : recorder.Buckets()) {
    CHECK(middle_ns > last_ns);
    last_ns = middle_ns;
    count += in_bucket;
  }
  CHECK(count == recorder.count());
}

void QuantilesAreFound() {
  Recorder recorder;
  for (std::int64_t i = 1; i <= 1000; ++i) recorder.Record(i);
  CHECK(recorder.QuantileNs(0) == 1);
  CHECK(recorder.QuantileNs(0.5) == 500);
  CHECK(recorder.QuantileNs(0.99) == 990);
  CHECK(recorder.QuantileNs(1) == 1000);
}

void MergingAddsUp() {
  Recorder a;
  Recorder b;
  a.Record(10);
  b.Record(20);
  b.Record(-1);
  Recorder sum;
  sum.Merge(a);
  sum.Merge(b);
  CHECK(sum.count() == 2);
  CHECK(sum.sum_ns() == 30);
  CHECK(sum.min_ns() == 10);
  CHECK(sum.max_ns() == 20);
  CHECK(sum.negative() == 1);
  CHECK(sum.Buckets().size() == 2);
}

}  // namespace

int main() {
  AnEmptyRecorderHasNothing();
  TotalsAreExact();
  ValuesOutsideTheRangeAreOnlyCounted();
  ZeroCountsAsOne();
  BucketsAreNarrowAndAscending();
  QuantilesAreFound();
  MergingAddsUp();
  return ExitCode();
}
