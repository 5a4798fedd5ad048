#!/bin/sh
# Format, warnings as errors, and unit tests.
set -eu
build="$PAIRBENCH_CACHE/test-reference-client"
find bench src tests -name '*.cpp' -o -name '*.hpp' | xargs clang-format --dry-run --Werror
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release > "$build.log" 2>&1 || { cat "$build.log"; exit 1; }
cmake --build "$build" --parallel 2
ctest --test-dir "$build" --output-on-failure
