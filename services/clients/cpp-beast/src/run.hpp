// Carries out one run: opens the connections, starts the loops, reports progress and the result.
#pragma once

#include "options.hpp"
#include "report.hpp"

namespace bench {

// The process's exit code: 0, or 1 if the run could not be carried out.
int Run(const Options& options, Report& report);

}  // namespace bench
