// libcurl's codes and the system's errors become the contract's kinds.
#include "failure.hpp"

#include <cerrno>

#include "check.hpp"

using reference::Failure;
using reference::FailureCounts;
using reference::FailureKind;
using reference::FailureTimes;
using reference::KindOf;

namespace {

void CodesBecomeKinds() {
  CHECK(KindOf(CURLE_COULDNT_CONNECT, ECONNREFUSED) == FailureKind::kRefused);
  CHECK(KindOf(CURLE_COULDNT_CONNECT, ECONNRESET) == FailureKind::kReset);
  CHECK(KindOf(CURLE_COULDNT_CONNECT, ETIMEDOUT) == FailureKind::kConnectTimeout);
  CHECK(KindOf(CURLE_COULDNT_CONNECT, EMFILE) == FailureKind::kFdLimit);
  CHECK(KindOf(CURLE_COULDNT_CONNECT, ENFILE) == FailureKind::kFdLimit);
  CHECK(KindOf(CURLE_COULDNT_CONNECT, EADDRNOTAVAIL) == FailureKind::kPortExhausted);
  CHECK(KindOf(CURLE_COULDNT_CONNECT, ENETUNREACH) == FailureKind::kOther);
  CHECK(KindOf(CURLE_COULDNT_RESOLVE_HOST, 0) == FailureKind::kOther);
  CHECK(KindOf(CURLE_GOT_NOTHING, 0) == FailureKind::kEof);
  CHECK(KindOf(CURLE_PARTIAL_FILE, ECONNRESET) == FailureKind::kEof);
  CHECK(KindOf(CURLE_RECV_ERROR, ECONNRESET) == FailureKind::kReset);
  CHECK(KindOf(CURLE_SEND_ERROR, EPIPE) == FailureKind::kReset);
  CHECK(KindOf(CURLE_RECV_ERROR, 0) == FailureKind::kEof);
  CHECK(KindOf(CURLE_WRITE_ERROR, 0) == FailureKind::kBadBody);
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
  CodesBecomeKinds();
  EveryKindHasAName();
  CountsAreAdded();
  TimesAreAdded();
  return ExitCode();
}
