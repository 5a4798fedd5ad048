// One block of text for people, at the end of the run.
#pragma once

#include "report.hpp"

namespace bench {

class TextReport final : public Report {
 public:
  void Hello(const Options&) override {}
  void Connected(std::uint64_t, std::int64_t) override {}
  void WarmupInterval(std::int64_t, const Counts&) override {}
  void Measuring() override {}
  void WindowInterval(std::int64_t, const Counts&) override {}
  void WindowEnd(std::int64_t, const Counts&) override {}
  void Finished(const Options& options, const Result& result) override;
  void Failed(const std::string& kind, const std::string& message) override;
};

}  // namespace bench
