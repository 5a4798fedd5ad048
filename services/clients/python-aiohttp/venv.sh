# To be sourced: sets `venv`, a virtual environment with what tests and benchmark need.
venv="$PAIRBENCH_CACHE/test-$(basename "$PWD")"
lock=$(sha256sum requirements-dev.txt)
if [ ! -f "$venv/lock" ] || [ "$(cat "$venv/lock")" != "$lock" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --no-compile --require-hashes --requirement requirements-dev.txt >&2
  echo "$lock" > "$venv/lock"
fi
