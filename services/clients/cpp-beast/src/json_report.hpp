// The events of the client contract, one JSON object a line on stdout.
#pragma once

#include "json_writer.hpp"
#include "report.hpp"

namespace bench {

class JsonReport final : public Report {
 public:
  void Hello(const Options& options) override;
  void Connected(std::uint64_t connections, std::int64_t elapsed_ns) override;
  void WarmupInterval(std::int64_t elapsed_ns, const Counts& since_last) override;
  void Measuring() override;
  void WindowInterval(std::int64_t elapsed_ns, const Counts& since_last) override;
  void WindowEnd(std::int64_t elapsed_ns, const Counts& in_window) override;
  void Finished(const Options& options, const Result& result) override;
  void Failed(const std::string& kind, const std::string& message) override;
};

// {"library":"version",...}
void WriteVersions(JsonWriter& json);

}  // namespace bench
