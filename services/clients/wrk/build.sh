#!/bin/sh
# Copies the adapter, which needs nothing but Node and wrk, into $PAIRBENCH_OUT.
set -eu
cp ./*.mjs "$PAIRBENCH_OUT"
