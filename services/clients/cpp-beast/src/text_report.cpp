#include "text_report.hpp"

#include <cstdio>

#include "json_report.hpp"

namespace bench {
namespace {

double AverageMs(const Recorder& recorder) {
  if (recorder.count() == 0) return 0;
  return static_cast<double>(recorder.sum_ns()) / static_cast<double>(recorder.count()) / 1e6;
}

double QuantileMs(const Recorder& recorder, double share) {
  return static_cast<double>(recorder.QuantileNs(share)) / 1e6;
}

void PrintFailures(const FailureCounts& failures) {
  std::printf("Failures by kind       ");
  for (std::size_t i = 0; i < kFailureKinds; ++i) {
    const auto kind = static_cast<FailureKind>(i);
    if (failures.count(kind) == 0 || kind == FailureKind::kHttpStatus) continue;
    std::printf(" %s %llu", NameOf(kind).data(),
                static_cast<unsigned long long>(failures.count(kind)));
  }
  for (const auto& [status, count] : failures.by_http_status()) {
    std::printf(" http_%ld %llu", status, static_cast<unsigned long long>(count));
  }
  std::printf("\n");
}

}  // namespace

void TextReport::Finished(const Options&, const Result& result) {
  const double total_s = static_cast<double>(result.window_ns) / 1e9;
  const auto successful = static_cast<unsigned long long>(result.window);
  const auto failed = static_cast<unsigned long long>(result.failures.total());
  std::printf("Total time              %.3f s\n", total_s);
  std::printf("Requests                %llu\n", successful + failed);
  std::printf("Successful              %llu\n", successful);
  std::printf("Failed                  %llu\n", failed);
  std::printf("Throughput              %.0f req/s\n",
              total_s > 0 ? static_cast<double>(result.window) / total_s : 0);
  std::printf("RTT average             %.3f ms\n", AverageMs(result.rtt));
  std::printf("RTT P50                 %.3f ms\n", QuantileMs(result.rtt, 0.50));
  std::printf("RTT P95                 %.3f ms\n", QuantileMs(result.rtt, 0.95));
  std::printf("RTT P99                 %.3f ms\n", QuantileMs(result.rtt, 0.99));
  std::printf("Server latency average  %.3f ms\n", AverageMs(result.server_latency));
  if (!result.failures.empty()) PrintFailures(result.failures);
}

void TextReport::Failed(const std::string& kind, const std::string& message) {
  std::fprintf(stderr, "cpp-beast: the run could not be carried out (%s): %s\n", kind.c_str(),
               message.c_str());
}

std::unique_ptr<Report> MakeReport(Format format) {
  if (format == Format::kJson) return std::make_unique<JsonReport>();
  return std::make_unique<TextReport>();
}

}  // namespace bench
