#!/bin/sh
# Lint, format, types and unit tests, in a virtual environment of their own.
set -eu
. ./venv.sh
"$venv/bin/ruff" check .
"$venv/bin/ruff" format --check .
"$venv/bin/mypy" --strict order_client bench
"$venv/bin/python" -m pytest -q
