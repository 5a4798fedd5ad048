#!/bin/sh
# Starts pairbench in its image as the owner of the results folder, in the group of the engine's socket:
# so results belong to whoever made the folder, and nothing runs as root that need not.
set -eu

socket=/var/run/docker.sock
results=/data/results
[ -d "$results" ] || results=/data

user=$(id -u)
[ "$user" != 0 ] || user=$(stat -c %u "$results")
export PAIRBENCH_CACHE_DIR="${PAIRBENCH_CACHE_DIR:-/cache/$user}"

set -- node /pairbench/bin/pairbench.js "$@"
if [ "$(id -u)" = 0 ] && [ "$user" != 0 ]; then
    group=$(stat -c %g "$results")
    groups=$group
    [ ! -S "$socket" ] || groups=$groups,$(stat -c %g "$socket")
    set -- setpriv --reuid "$user" --regid "$group" --groups "$groups" "$@"
fi
# In place of this shell, so that signals reach it.
exec "$@"
