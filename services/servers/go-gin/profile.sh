#!/bin/sh
# Takes default.pgo anew, from the benchmark in profile_test.go; to be run after larger changes.
set -eu
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0
binary=$(mktemp)
trap 'rm -f "$binary"' EXIT
go test -trimpath -c -pgo=off -o "$binary" .
GOGC=400 "$binary" -test.run '^$' -test.bench '^BenchmarkOrders$' -test.benchtime 10s \
    -test.cpuprofile default.pgo
