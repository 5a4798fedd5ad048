#!/bin/sh
# What measuring costs for each request: see services/README.md.
set -eu
out="${PAIRBENCH_CACHE:?}/bench-node-undici"
lock=$(sha256sum package-lock.json)
if [ ! -f "$out/lock" ] || [ "$(cat "$out/lock")" != "$lock" ]; then
  rm -rf "$out"
  mkdir -p "$out"
  PAIRBENCH_OUT="$out" sh build.sh >&2
  echo "$lock" > "$out/lock"
fi
rm -rf "$out/src" "$out/bench"
cp -R src bench "$out"
node "$out/bench/instrument.mjs"
