// Records durations: exact count, sum, min and max, and a histogram with an error below 0.05 %.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace bench {

class Recorder {
 public:
  static constexpr std::int64_t kMaxNs = 60'000'000'000;

  // 0 counts as 1. Negative values and those above kMaxNs are counted only.
  void Record(std::int64_t value_ns);
  void Merge(const Recorder& other);

  std::uint64_t count() const { return count_; }
  std::int64_t sum_ns() const { return sum_ns_; }
  std::int64_t min_ns() const { return min_ns_; }  // of no meaning when count() is 0
  std::int64_t max_ns() const { return max_ns_; }
  std::uint64_t over_range() const { return over_range_; }
  std::uint64_t negative() const { return negative_; }

  // One pair (middle of the bucket in ns, count) for each bucket in use, in ascending order.
  std::vector<std::pair<std::int64_t, std::uint64_t>> Buckets() const;
  // The smallest bucket that at least this share of the values is in or below; 0 when empty.
  std::int64_t QuantileNs(double share) const;

 private:
  // Log-linear: values below 2^kLinearBits have a bucket each; every further power of two is cut
  // into 2^(kLinearBits - 1) equal buckets.
  static constexpr int kLinearBits = 11;
  static constexpr std::size_t kHalf = std::size_t{1} << (kLinearBits - 1);

  static std::size_t BucketOf(std::int64_t value_ns);
  static std::int64_t MiddleOfNs(std::size_t bucket);

  std::uint64_t count_ = 0;
  std::int64_t sum_ns_ = 0;
  std::int64_t min_ns_ = kMaxNs;
  std::int64_t max_ns_ = 0;
  std::uint64_t over_range_ = 0;
  std::uint64_t negative_ = 0;
  std::vector<std::uint64_t> counts_ = std::vector<std::uint64_t>(BucketOf(kMaxNs) + 1);
};

}  // namespace bench
