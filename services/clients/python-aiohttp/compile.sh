#!/bin/sh
# compile.sh VENV PACKAGE: replaces the modules in the folder PACKAGE by what Cython makes of them for
# the Python of VENV. __main__.py stays, as `python -m` cannot run a compiled one.
set -eu
python="$1/bin/python"
package=$2
tools="$package.cython"
"$python" -m venv --clear "$tools"
PIP_CACHE_DIR="${PAIRBENCH_CACHE:?}/pip" "$tools/bin/python" -m pip install \
    --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-cython.txt
headers=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
[ -e "$headers/Python.h" ] || {
    echo "$headers/Python.h is missing: install Python's headers (apt-get install python3-dev)" >&2
    exit 1
}
suffix=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))')

# Annotations stay annotations: taken for C types, they would turn whole numbers into floats.
find "$package" -name '[a-z]*.py' -print0 | xargs -0 -P "$(nproc)" -n 1 sh -euc '
    module=${4%.py}
    "$1" -3 --module-name "$(basename "${4%/*}").$(basename "$module")" \
        --directive annotation_typing=False --output-file "$module.c" "$4"
    cc ${CFLAGS:--O2} -fwrapv -DNDEBUG -fPIC -shared "-I$2" -o "$module$3" "$module.c"
    rm "$4" "$module.c"
' sh "$tools/bin/cython" "$headers" "$suffix"
rm -rf "$tools"
