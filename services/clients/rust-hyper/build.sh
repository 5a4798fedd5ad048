#!/bin/sh
# Builds the release binary into $PAIRBENCH_OUT, by the profile that profile.sh took.
set -eu
# Under a name of its content, so that Cargo knows one profile from another. What does not fit, because another
# compiler took it, is left out without a warning for each function.
profile="$PAIRBENCH_CACHE/rust-hyper-$(cksum <client.profdata | cut -d ' ' -f 1).profdata"
cp client.profdata "$profile.$$"
mv "$profile.$$" "$profile"
# Libraries that are compiled by a profile are of no use to other services: their lock would only be waited for.
target="$PAIRBENCH_CACHE/cargo-rust-hyper"
cargo build --release --locked --target-dir "$target" \
    --config "build.rustflags=['-Cprofile-use=$profile', '-Cllvm-args=-no-pgo-warn-mismatch']"
# Not cp: it cannot overwrite a binary that is running.
install -D "$target/release/rust-hyper" "$PAIRBENCH_OUT/rust-hyper"
