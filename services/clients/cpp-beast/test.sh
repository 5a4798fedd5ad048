#!/bin/sh
# Format, warnings as errors, and unit tests; optimised a little and several files at once, for the service is
# built with all of it, file by file.
set -eu
build="$PAIRBENCH_CACHE/test-$(basename "$PWD")"
find bench src tests -name '*.cpp' -o -name '*.hpp' | xargs clang-format --dry-run --Werror
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O1 \
  -DCMAKE_INTERPROCEDURAL_OPTIMIZATION_DEBUG=OFF -DCMAKE_UNITY_BUILD=ON \
  > "$build.log" 2>&1 || { cat "$build.log"; exit 1; }
cmake --build "$build" --parallel 2
ctest --test-dir "$build" --parallel 2 --output-on-failure
