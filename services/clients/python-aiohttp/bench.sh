#!/bin/sh
# What measuring costs for each request: see services/README.md.
set -eu
. ./venv.sh
PYTHONPATH=. "$venv/bin/python" -B bench/instrument.py
