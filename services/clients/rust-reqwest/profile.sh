#!/bin/sh
# Takes client.profdata anew, for the newest Rust; by hand, after larger changes.
# $1: the URL of a running server. LLVM_PROFDATA: that of Rust's LLVM or a newer one, which is in Debian's
# llvm-22, for example, or in Rust's component llvm-tools.
set -eu
url=${1:?the URL of a running server is missing}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --release --locked --target-dir "$work/target" \
    --config "build.rustflags=['-Cprofile-generate=$work/raw']"
# What the build scripts left there.
rm -rf "$work/raw"
client="$work/target/release/rust-reqwest"
"$client" --url "$url" --connections 32 --requests 60000
"$client" --url "$url" --connections 32 --rate 1000 --requests 2000
"${LLVM_PROFDATA:-llvm-profdata}" merge --sparse --output client.profdata "$work/raw"
