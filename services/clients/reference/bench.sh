#!/bin/sh
# What measuring costs for each request: see services/README.md.
set -eu
build="$PAIRBENCH_CACHE/bench-$(basename "$PWD")"
log="$build.log"
: > "$log"
# Later changes are configured by the build itself.
[ -f "$build/CMakeCache.txt" ] ||
  cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release >> "$log" 2>&1 || { cat "$log" >&2; exit 1; }
cmake --build "$build" --target instrument --parallel 2 >> "$log" 2>&1 || { cat "$log" >&2; exit 1; }
"$build/bench/instrument"
