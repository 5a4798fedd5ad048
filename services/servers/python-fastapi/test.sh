#!/bin/sh
# Lint, format, types and unit tests, in a virtual environment of their own.
set -eu
venv="$PAIRBENCH_CACHE/test-$(basename "$PWD")"
lock=$(sha256sum requirements-dev.txt)
if [ ! -f "$venv/lock" ] || [ "$(cat "$venv/lock")" != "$lock" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --no-compile --require-hashes --requirement requirements-dev.txt
  echo "$lock" > "$venv/lock"
fi
"$venv/bin/ruff" check .
"$venv/bin/ruff" format --check .
"$venv/bin/mypy" --strict order_server
"$venv/bin/python" -m pytest -q
