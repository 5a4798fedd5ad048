// The system's errors become the contract's kinds.
#include "failure.hpp"

#include <cerrno>

#include "check.hpp"

using reference::Failure;
using reference::FailureCounts;
using reference::FailureKind;
using reference::FailureTimes;
using reference::KindOf;
using reference::Stage;

namespace {

void ErrorsBecomeKinds() {
  for (const Stage stage : {Stage::kOpening, Stage::kOpen}) {
    CHECK(KindOf(ECONNREFUSED, stage) == FailureKind::kRefused);
    CHECK(KindOf(ECONNRESET, stage) == FailureKind::kReset);
    CHECK(KindOf(EPIPE, stage) == FailureKind::kReset);
    CHECK(KindOf(EMFILE, stage) == FailureKind::kFdLimit);
    CHECK(KindOf(ENFILE, stage) == FailureKind::kFdLimit);
    CHECK(KindOf(EADDRNOTAVAIL, stage) == FailureKind::kPortExhausted);
    CHECK(KindOf(ENETUNREACH, stage) == FailureKind::kOther);
  }
  CHECK(KindOf(ETIMEDOUT, Stage::kOpening) == FailureKind::kConnectTimeout);
  CHECK(KindOf(ETIMEDOUT, Stage::kOpen) == FailureKind::kRequestTimeout);
}

void EveryKindHasAName() {
  for (std::size_t i = 0; i < reference::kFailureKinds; ++i) {
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
