// The reference client: the least work that the client contract allows, as a ceiling for servers.
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
  reference::JsonWriter json;
  reference::WriteVersions(json);
  std::puts(json.json().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  reference::Options options;
  try {
    options = reference::ParseOptions(argc, argv);
  } catch (const reference::UsageError& error) {
    std::fprintf(stderr, "reference: %s\n", error.what());
    return 2;
  }
  if (options.task == reference::Task::kPrintVersions) return PrintVersions();
  RaiseFileLimit();
  return reference::Run(options, *reference::MakeReport(options.format));
}
