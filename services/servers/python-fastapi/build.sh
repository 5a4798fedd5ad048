#!/bin/sh
# Installs the server with its locked dependencies into a virtual environment of its own.
set -eu

venv="$PAIRBENCH_OUT/venv"
python3 -m venv --clear "$venv"
PIP_CACHE_DIR="${PAIRBENCH_CACHE:?}/pip" "$venv/bin/python" -m pip install \
    --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt

# A copy, so that a server that is running does not change with the sources.
packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
cp -R order_server "$packages/"
"$venv/bin/python" -m compileall -q "$packages/order_server"

# Of the variant granian, whose connections are counted outside of Python.
if [ "${ORDER_SERVER_HTTP:-}" = granian ]; then
    cc -O2 -Wall -Werror -shared -fPIC -o "$venv/lib/order-server-accepts.so" accepts.c
fi
