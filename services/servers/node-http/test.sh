#!/bin/sh
# Format and tests. Prettier and its settings are those of the repository.
set -eu
root=../../..
node "$root/node_modules/prettier/bin/prettier.cjs" --config "$root/.prettierrc.json" --check .
node --test tests/*.test.mjs
