// The errors of the system, of Asio and of Beast become the contract's kinds.
#include "failure.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>
#include <cerrno>

#include "check.hpp"

using bench::Failure;
using bench::FailureCounts;
using bench::FailureKind;
using bench::FailureTimes;
using bench::KindOf;
using bench::Stage;

namespace {

namespace http = boost::beast::http;

FailureKind OfSystem(int os_errno, Stage stage = Stage::kExchanging) {
  return KindOf({os_errno, boost::asio::error::get_system_category()}, stage);
}

FailureKind OfHttp(http::error error) {
  return KindOf(http::make_error_code(error), Stage::kExchanging);
}

void ErrorsBecomeKinds() {
  CHECK(OfSystem(ECONNREFUSED, Stage::kOpening) == FailureKind::kRefused);
  CHECK(OfSystem(ECONNRESET) == FailureKind::kReset);
  CHECK(OfSystem(EPIPE) == FailureKind::kReset);
  CHECK(OfSystem(ETIMEDOUT, Stage::kOpening) == FailureKind::kConnectTimeout);
  CHECK(OfSystem(ETIMEDOUT) == FailureKind::kRequestTimeout);
  CHECK(OfSystem(EMFILE, Stage::kOpening) == FailureKind::kFdLimit);
  CHECK(OfSystem(ENFILE, Stage::kOpening) == FailureKind::kFdLimit);
  CHECK(OfSystem(EADDRNOTAVAIL, Stage::kOpening) == FailureKind::kPortExhausted);
  CHECK(OfSystem(ENETUNREACH, Stage::kOpening) == FailureKind::kOther);
  CHECK(KindOf(boost::asio::error::eof, Stage::kExchanging) == FailureKind::kEof);
  CHECK(OfHttp(http::error::end_of_stream) == FailureKind::kEof);
  CHECK(OfHttp(http::error::partial_message) == FailureKind::kEof);
  CHECK(OfHttp(http::error::body_limit) == FailureKind::kBadBody);
  CHECK(OfHttp(http::error::bad_version) == FailureKind::kOther);
}

void EveryKindHasAName() {
  for (std::size_t i = 0; i < bench::kFailureKinds; ++i) {
    CHECK(!NameOf(static_cast<FailureKind>(i)).empty());
  }
  CHECK(NameOf(FailureKind::kHttpStatus) == "http_status");
}

void CountsAreAdded() {
  FailureCounts counts;
  CHECK(counts.empty());
  counts.Add({FailureKind::kEof});
  counts.Add({FailureKind::kHttpStatus, 503});
  FailureCounts sum;
  sum.Merge(counts);
  sum.Merge(counts);
  CHECK(sum.total() == 4);
  CHECK(sum.count(FailureKind::kEof) == 2);
  CHECK(sum.by_http_status().at(503) == 2);
}

void TimesAreAdded() {
  FailureTimes times;
  times.Add(5);
  times.Add(3);
  FailureTimes sum;
  sum.Merge(times);
  CHECK(sum.count == 2);
  CHECK(sum.sum_ns == 8);
  CHECK(sum.max_ns == 5);
}

}  // namespace

int main() {
  ErrorsBecomeKinds();
  EveryKindHasAName();
  CountsAreAdded();
  TimesAreAdded();
  return ExitCode();
}
