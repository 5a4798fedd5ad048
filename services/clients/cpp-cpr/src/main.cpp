// A load generator on cpr that speaks the client contract.
#include <curl/curl.h>
#include <sys/resource.h>

#include <cstdio>

#include "curl_memory.hpp"
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
    std::fprintf(stderr, "cpp-cpr: %s\n", error.what());
    return 2;
  }
  if (options.task == bench::Task::kPrintVersions) return PrintVersions();
  RaiseFileLimit();
  if (bench::InitialiseCurl() != CURLE_OK) {
    std::fputs("cpp-cpr: libcurl cannot be initialised\n", stderr);
    return 1;
  }
  const auto report = bench::MakeReport(options.format);
  const int exit_code = bench::Run(options, *report);
  curl_global_cleanup();
  return exit_code;
}
