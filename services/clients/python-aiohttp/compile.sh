#!/bin/sh
# compile.sh VENV PACKAGE: replaces the modules in the folder PACKAGE by what Cython makes of them for
# the Python of VENV. __main__.py stays, as `python -m` cannot run a compiled one.
set -eu
python="$1/bin/python"
package=$2
tools="$package.cython"
rm -rf "$tools"
PIP_CACHE_DIR="${PAIRBENCH_CACHE:?}/pip" "$python" -m pip install --target "$tools" \
    --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-cython.txt
headers=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
[ -e "$headers/Python.h" ] || {
    echo "$headers/Python.h is missing: install Python's headers (apt-get install python3-dev)" >&2
    exit 1
}
suffix=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))')

# All of them at once: alone, each takes two seconds, nearly all of them for what all need.
# Annotations stay annotations: taken for C types, they would turn whole numbers into floats.
PYTHONPATH="$tools" "$python" -m cython -3 --directive annotation_typing=False "$package"/[a-z]*.py
rm -rf "$tools" "$package"/[a-z]*.py
find "$package" -name '*.c' -print0 | xargs -0 -P "$(nproc)" -n 1 sh -euc '
    cc ${CFLAGS:--O2} -fwrapv -DNDEBUG -fPIC -shared "-I$1" -o "${3%.c}$2" "$3"
    rm "$3"
' sh "$headers" "$suffix"
