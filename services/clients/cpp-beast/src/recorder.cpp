#include "recorder.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace bench {

std::size_t Recorder::BucketOf(std::int64_t value_ns) {
  const auto value = static_cast<std::uint64_t>(value_ns);
  const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - kLinearBits);
  return static_cast<std::size_t>(shift) * kHalf + static_cast<std::size_t>(value >> shift);
}

std::int64_t Recorder::MiddleOfNs(std::size_t bucket) {
  const std::size_t shift = bucket < 2 * kHalf ? 0 : bucket / kHalf - 1;
  const auto lowest = static_cast<std::int64_t>((bucket - shift * kHalf) << shift);
  const std::int64_t width = std::int64_t{1} << shift;
  return lowest + (width - 1) / 2;
}

void Recorder::Record(std::int64_t value_ns) {
  if (value_ns < 0) {
    ++negative_;
    return;
  }
  if (value_ns > kMaxNs) {
    ++over_range_;
    return;
  }
  value_ns = std::max<std::int64_t>(value_ns, 1);
  ++count_;
  sum_ns_ += value_ns;
  min_ns_ = std::min(min_ns_, value_ns);
  max_ns_ = std::max(max_ns_, value_ns);
  ++counts_[BucketOf(value_ns)];
}

void Recorder::Merge(const Recorder& other) {
  count_ += other.count_;
  sum_ns_ += other.sum_ns_;
  min_ns_ = std::min(min_ns_, other.min_ns_);
  max_ns_ = std::max(max_ns_, other.max_ns_);
  over_range_ += other.over_range_;
  negative_ += other.negative_;
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

std::vector<std::pair<std::int64_t, std::uint64_t>> Recorder::Buckets() const {
  std::vector<std::pair<std::int64_t, std::uint64_t>> buckets;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] != 0) buckets.emplace_back(MiddleOfNs(i), counts_[i]);
  }
  return buckets;
}

std::int64_t Recorder::QuantileNs(double share) const {
  const double wanted = std::max(1.0, std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (static_cast<double>(seen) >= wanted) return MiddleOfNs(i);
  }
  return 0;
}

}  // namespace bench
