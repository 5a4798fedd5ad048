#!/bin/sh
# Builds the release binary into $PAIRBENCH_OUT. The Rust services share one target folder, so that
# a library they have in common is compiled once.
set -eu
target="$PAIRBENCH_CACHE/cargo"
cargo build --release --locked --target-dir "$target"
# Not cp: it cannot overwrite a binary that is running.
install -D "$target/release/rust-hyper" "$PAIRBENCH_OUT/rust-hyper"
