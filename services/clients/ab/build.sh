#!/bin/sh
# Copies the adapter, which needs nothing but Node and ab, into $PAIRBENCH_OUT.
set -eu
cp ./*.mjs "$PAIRBENCH_OUT"
