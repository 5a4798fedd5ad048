#!/bin/sh
# Builds the client into PAIRBENCH_OUT; cpr and libcurl are compiled once and kept in PAIRBENCH_CACHE.
set -eu
optimise="${CPP_CPR_OPTIMISE:--O3}"
# CMake refuses a build folder that was made for another source folder, and other flags mean
# another cpr and libcurl. The other choices change few files.
build="${PAIRBENCH_CACHE:?}/cpp-cpr-$(pwd | cksum | cut -d ' ' -f 1)$(printf %s "$optimise" | tr -c 'A-Za-z0-9' -)"
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF \
  -DCPP_CPR_OPTIMISE="$optimise" \
  -DCPP_CPR_MALLOC="${CPP_CPR_MALLOC:-}" \
  -DCPP_CPR_JSON="${CPP_CPR_JSON:-simdjson}" \
  -DCPP_CPR_REQUEST="${CPP_CPR_REQUEST:-cpr}" \
  -DCPP_CPR_LOOP="${CPP_CPR_LOOP:-events}"
cmake --build "$build" --parallel 2 --target cpp-cpr
cp "$build/cpp-cpr" "${PAIRBENCH_OUT:?}/"
