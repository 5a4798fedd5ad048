#!/bin/sh
# What measuring costs for each request: see services/README.md.
set -eu
target="$PAIRBENCH_CACHE/cargo"
cargo build --quiet --release --locked --target-dir "$target" --example rust-hyper-instrument >&2
"$target/release/examples/rust-hyper-instrument"
