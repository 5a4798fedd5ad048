#!/bin/sh
# What measuring costs for each request: see services/README.md.
set -eu
build="$PAIRBENCH_CACHE/bench-$(basename "$PWD")"
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release > "$build.log" 2>&1 || { cat "$build.log" >&2; exit 1; }
cmake --build "$build" --target instrument --parallel 2 >> "$build.log" 2>&1 || { cat "$build.log" >&2; exit 1; }
"$build/bench/instrument"
