# To be sourced: sets `venv`, a virtual environment with what tests and benchmark need.
venv="$PAIRBENCH_CACHE/test-$(basename "$PWD")"
lock=$(cat requirements-dev.txt requirements-from-3.11.txt | sha256sum)
if [ ! -f "$venv/lock" ] || [ "$(cat "$venv/lock")" != "$lock" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --no-compile --require-hashes \
    --requirement requirements-dev.txt --requirement requirements-from-3.11.txt >&2
  echo "$lock" > "$venv/lock"
fi
