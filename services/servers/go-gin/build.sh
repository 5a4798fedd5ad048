#!/bin/sh
# Builds the server into $PAIRBENCH_OUT; GO_GIN_PGO=off builds it without its profile.
set -eu
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0
go build -trimpath -pgo="${GO_GIN_PGO:-default.pgo}" -o "$PAIRBENCH_OUT/go-gin" .
