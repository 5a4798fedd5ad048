#!/bin/sh
# There is nothing to compile and nothing to install: the sources are the build.
set -eu
cp -R package.json src "$PAIRBENCH_OUT"
