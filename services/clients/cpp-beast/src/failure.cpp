#include "failure.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>
#include <cerrno>
#include <numeric>

namespace bench {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

FailureKind KindOfErrno(int os_errno, Stage stage) {
  switch (os_errno) {
    case ECONNREFUSED:
      return FailureKind::kRefused;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return FailureKind::kReset;
    case ETIMEDOUT:
      return stage == Stage::kOpening ? FailureKind::kConnectTimeout : FailureKind::kRequestTimeout;
    case EMFILE:
    case ENFILE:
      return FailureKind::kFdLimit;
    case EADDRNOTAVAIL:
      return FailureKind::kPortExhausted;
    default:
      return FailureKind::kOther;
  }
}

}  // namespace

std::string_view NameOf(FailureKind kind) {
  constexpr std::array<std::string_view, kFailureKinds> kNames = {
      "refused",  "reset",    "connect_timeout", "request_timeout", "eof",
      "bad_body", "fd_limit", "port_exhausted",  "other",           "http_status"};
  return kNames[static_cast<std::size_t>(kind)];
}

FailureKind KindOf(const boost::system::error_code& error, Stage stage) {
  if (error.category() == asio::error::get_system_category()) {
    return KindOfErrno(error.value(), stage);
  }
  if (error == asio::error::eof || error == http::error::end_of_stream ||
      error == http::error::partial_message) {
    return FailureKind::kEof;
  }
  // The parser refuses an answer without end.
  if (error == http::error::body_limit) return FailureKind::kBadBody;
  return FailureKind::kOther;
}

void FailureCounts::Add(const Failure& failure) {
  ++by_kind_[static_cast<std::size_t>(failure.kind)];
  if (failure.kind == FailureKind::kHttpStatus) ++by_http_status_[failure.http_status];
}

void FailureCounts::Merge(const FailureCounts& other) {
  for (std::size_t i = 0; i < kFailureKinds; ++i) by_kind_[i] += other.by_kind_[i];
  for (const auto& [status, count] : other.by_http_status_) by_http_status_[status] += count;
}

std::uint64_t FailureCounts::total() const {
  return std::accumulate(by_kind_.begin(), by_kind_.end(), std::uint64_t{0});
}

void FailureTimes::Add(std::int64_t rtt_ns) {
  ++count;
  sum_ns += rtt_ns;
  max_ns = std::max(max_ns, rtt_ns);
}

void FailureTimes::Merge(const FailureTimes& other) {
  count += other.count;
  sum_ns += other.sum_ns;
  max_ns = std::max(max_ns, other.max_ns);
}

}  // namespace bench
