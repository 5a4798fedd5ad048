#!/bin/sh
# Format, lint and unit tests; the target folder is shared with the builds.
set -eu
# Neither is of use to tests that are compiled once, and both take time.
export CARGO_PROFILE_DEV_DEBUG=none CARGO_INCREMENTAL=0
cargo fmt --check
cargo clippy --locked --all-targets --target-dir "$PAIRBENCH_CACHE/cargo" -- -D warnings
cargo test --locked --target-dir "$PAIRBENCH_CACHE/cargo"
