#!/bin/sh
# Builds the client into $PAIRBENCH_OUT.
set -eu
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0
go build -trimpath -o "$PAIRBENCH_OUT/go-nethttp" .
