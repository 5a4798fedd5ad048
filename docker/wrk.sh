#!/bin/sh
# Runs wrk with settings from the environment; exits with 2 for a wrong one, 1 when a request failed.
set -eu

refuse() {
    printf 'wrk: %s\n' "$1" >&2
    exit 2
}

whole() {
    case $2 in
        '' | 0* | *[!0-9]*) refuse "$1 must be a whole number from 1, not \"$2\"" ;;
    esac
}

# wrk knows no other times; to a wrong one it answers with its whole help.
whole_time() {
    number=${2%[smh]}
    case $number in
        "$2" | '' | 0* | *[!0-9]*) refuse "$1 must be whole seconds or minutes, as 5s or 2m, not \"$2\"" ;;
    esac
}

url=${URL:-http://server:8000}
connections=${CONNECTIONS:-100}
threads=${THREADS:-1}
duration=${DURATION:-5s}
timeout=${TIMEOUT:-30s}
export PAYLOAD_BYTES="${PAYLOAD_BYTES:-200}"

whole CONNECTIONS "$connections"
whole THREADS "$threads"
whole PAYLOAD_BYTES "$PAYLOAD_BYTES"
whole_time DURATION "$duration"
whole_time TIMEOUT "$timeout"
[ "$threads" -le "$connections" ] || refuse "THREADS is $threads, more than CONNECTIONS, $connections"
[ "$PAYLOAD_BYTES" -ge 100 ] && [ "$PAYLOAD_BYTES" -le 65536 ] ||
    refuse "PAYLOAD_BYTES must be from 100 to 65536, not $PAYLOAD_BYTES"

exec wrk --latency --script /app/order.lua \
    --connections "$connections" --threads "$threads" \
    --duration "$duration" --timeout "$timeout" \
    "$url/order"
