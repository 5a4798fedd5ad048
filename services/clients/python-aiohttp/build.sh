#!/bin/sh
# Installs the client with its locked dependencies into a virtual environment of its own.
set -eu

venv="$PAIRBENCH_OUT/venv"
python3 -m venv --clear "$venv"
PIP_CACHE_DIR="${PAIRBENCH_CACHE:?}/pip" "$venv/bin/python" -m pip install \
    --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
    -r requirements.txt -r requirements-from-3.11.txt

# A copy, so that a client that is running does not change with the sources.
packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
cp -R order_client "$packages/"
if [ "${ORDER_CLIENT_COMPILE:-}" = cython ]; then # Of the variant in service.yaml.
    sh compile.sh "$venv" "$packages/order_client"
fi
"$venv/bin/python" -m compileall -q "$packages/order_client"
