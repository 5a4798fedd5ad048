// The kinds of failed requests, how the errors of Asio and Beast map to them, and their counts.
#pragma once

#include <array>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>

namespace bench {

enum class FailureKind : std::size_t {
  kRefused,
  kReset,
  kConnectTimeout,
  kRequestTimeout,
  kEof,
  kBadBody,
  kFdLimit,
  kPortExhausted,
  kOther,
  kHttpStatus,
};
inline constexpr std::size_t kFailureKinds = 10;

std::string_view NameOf(FailureKind kind);  // as in the contract

struct Failure {
  FailureKind kind = FailureKind::kOther;
  long http_status = 0;  // for kHttpStatus
};

// What a connection was doing when it failed.
enum class Stage { kOpening, kExchanging };

FailureKind KindOf(const boost::system::error_code& error, Stage stage);

class FailureCounts {
 public:
  void Add(const Failure& failure);
  void Merge(const FailureCounts& other);

  bool empty() const { return total() == 0; }
  std::uint64_t total() const;
  std::uint64_t count(FailureKind kind) const { return by_kind_[static_cast<std::size_t>(kind)]; }
  const std::map<long, std::uint64_t>& by_http_status() const { return by_http_status_; }

 private:
  std::array<std::uint64_t, kFailureKinds> by_kind_{};
  std::map<long, std::uint64_t> by_http_status_;
};

// How long failed requests took, kept apart from the answered ones.
struct FailureTimes {
  std::uint64_t count = 0;
  std::int64_t sum_ns = 0;
  std::int64_t max_ns = 0;

  void Add(std::int64_t rtt_ns);
  void Merge(const FailureTimes& other);
};

}  // namespace bench
