// A load generator on Boost.Beast that speaks the client contract.
#include <sys/resource.h>

#include <cstdio>

#include "json_report.hpp"
#include "options.hpp"
#include "report.hpp"
#include "run.hpp"

namespace {

// As many connections as the machine allows; the usual soft limit is 1024.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int PrintVersions() {
  bench::JsonWriter json;
  bench::WriteVersions(json);
  std::puts(json.json().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  bench::Options options;
  try {
    options = bench::ParseOptions(argc, argv);
  } catch (const bench::UsageError& error) {
    std::fprintf(stderr, "cpp-beast: %s\n", error.what());
    return 2;
  }
  if (options.task == bench::Task::kPrintVersions) return PrintVersions();
  RaiseFileLimit();
  const auto report = bench::MakeReport(options.format);
  return bench::Run(options, *report);
}
