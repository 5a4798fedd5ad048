#!/bin/sh
# Builds the release binary into $PAIRBENCH_OUT, by the profile that profile.sh took.
set -eu
# Under a name of its content, so that Cargo knows one profile from another. What does not fit, because another
# compiler took it, is left out without a warning for each function.
profile="$PAIRBENCH_CACHE/rust-actix-$(cksum <server.profdata | cut -d ' ' -f 1).profdata"
cp server.profdata "$profile.$$"
mv "$profile.$$" "$profile"
# Libraries that are compiled by a profile are of no use to other services: their lock would only be waited for.
target="$PAIRBENCH_CACHE/cargo-rust-actix"
# Of a variant in service.yaml; by default, what Cargo.toml says.
cargo build --release --locked --target-dir "$target" \
    --config "build.rustflags=['-Cprofile-use=$profile', '-Cllvm-args=-no-pgo-warn-mismatch']" \
    ${PAIRBENCH_FEATURES:+--no-default-features --features "$PAIRBENCH_FEATURES"}
# Not cp: it cannot overwrite a binary that is running.
install -D "$target/release/rust-actix" "$PAIRBENCH_OUT/rust-actix"
