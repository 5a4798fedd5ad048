#!/bin/sh
# Format, vet and unit tests.
set -eu
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local
unformatted=$(gofmt -l .)
if [ -n "$unformatted" ]; then
  echo "not formatted by gofmt: $unformatted" >&2
  exit 1
fi
go vet -pgo=off ./...
go test -pgo=off ./...
