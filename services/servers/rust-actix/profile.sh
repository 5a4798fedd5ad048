#!/bin/sh
# Takes server.profdata anew, for the newest Rust; by hand, after larger changes.
# $1: a built client of this repository. LLVM_PROFDATA: that of Rust's LLVM or a newer one, which is in Debian's
# llvm-22, for example, or in Rust's component llvm-tools. PORT: one that is free.
set -eu
client=${1:?a built client is missing}
export PORT="${PORT:-18000}" HOST=127.0.0.1 WORKERS=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --release --locked --target-dir "$work/target" \
    --config "build.rustflags=['-Cprofile-generate=$work/raw']"
# What the build scripts left there.
rm -rf "$work/raw"
mkfifo "$work/told"
"$work/target/release/rust-actix" > "$work/told" &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
exec 3< "$work/told"
read -r _ <&3 # that it listens
order() { "$client" --url "http://127.0.0.1:$PORT" --warmup 0s "$@"; }
order --connections 32 --requests 60000
order --connections 32 --requests 10000 --payload-bytes 1000
order --connections 8 --requests 1000 --no-keep-alive
# It writes what it counted when it ends.
kill "$server"
wait "$server"
"${LLVM_PROFDATA:-llvm-profdata}" merge --sparse --output server.profdata "$work/raw"
