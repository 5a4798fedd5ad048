#!/bin/sh
# There is nothing to compile: the sources are the build.
set -eu
cp main.mjs options.mjs order.mjs pool.mjs "$PAIRBENCH_OUT"
