#!/bin/sh
# Builds the client into PAIRBENCH_OUT.
set -eu
build=$(mktemp -d "${PAIRBENCH_CACHE:?}/cpp-beast.XXXXXX")
trap 'rm -rf "$build"' EXIT
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF
cmake --build "$build" --parallel 2
cp "$build/cpp-beast" "${PAIRBENCH_OUT:?}/"
