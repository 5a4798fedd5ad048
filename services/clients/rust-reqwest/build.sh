#!/bin/sh
# Builds the release binary into $PAIRBENCH_OUT. The Rust services share one target folder, so that
# a library they have in common is compiled once.
set -eu
target="$PAIRBENCH_CACHE/cargo"
# Of a variant in service.yaml; by default, what Cargo.toml says.
cargo build --release --locked --target-dir "$target" \
    ${PAIRBENCH_FEATURES:+--no-default-features --features "$PAIRBENCH_FEATURES"}
# Not cp: it cannot overwrite a binary that is running.
install -D "$target/release/rust-reqwest" "$PAIRBENCH_OUT/rust-reqwest"
