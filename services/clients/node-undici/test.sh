#!/bin/sh
# Format and tests. Prettier and its settings are those of the repository; the tests run against the
# locked dependencies, installed here.
set -eu
root=../../..
node "$root/node_modules/prettier/bin/prettier.cjs" --config "$root/.prettierrc.json" --check .
npm ci --cache "${PAIRBENCH_CACHE:?}/npm" --prefer-offline \
    --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
node --test tests/*.test.mjs
