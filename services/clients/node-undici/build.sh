#!/bin/sh
# Copies the client into $PAIRBENCH_OUT and installs its locked dependencies beside it.
set -eu
cp -R package.json package-lock.json src "$PAIRBENCH_OUT"
cd "$PAIRBENCH_OUT"
npm ci --cache "${PAIRBENCH_CACHE:?}/npm" --prefer-offline \
    --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
