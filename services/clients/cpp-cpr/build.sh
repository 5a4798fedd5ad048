#!/bin/sh
# Builds the client into PAIRBENCH_OUT; cpr is compiled once and kept in PAIRBENCH_CACHE.
set -eu
# CMake refuses a build folder that was made for another source folder.
build="${PAIRBENCH_CACHE:?}/cpp-cpr-$(pwd | cksum | cut -d ' ' -f 1)"
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF
cmake --build "$build" --parallel 2
cp "$build/cpp-cpr" "${PAIRBENCH_OUT:?}/"
