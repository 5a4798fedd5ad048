#!/bin/sh
# Gets the upstream archive of a Debian source package: debian-source.sh PACKAGE VERSION FILE SUITE...
#
# Works on a release that does not have the package: it asks the archive that the system's own apt
# is set up with, but for the suites named, the first that has it, with lists and caches of its own.
# The system's apt configuration stays as it is, and apt checks the archive's signature with the
# system's keys.
set -eu

package=$1 version=$2 file=$3
shift 3

site=$(apt-get indextargets --format '$(SITE)' 'Origin: Debian' 'Created-By: Packages' | head -n 1)
if [ -z "$site" ]; then
  echo "debian-source.sh: apt knows no Debian archive" >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/source"
chmod 755 "$work" # apt downloads as its own user

apt() {
  apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root \
    -o Acquire::Check-Valid-Until=false -o Acquire::Retries=0 -o Acquire::http::Timeout=10 "$@" >&2
}

for suite; do
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site $suite main" \
    > "$work/sources.list"
  if apt update && (cd "$work/source" && apt source --download-only --only-source "$package"); then
    archive="$work/source/${package}_$version.orig.tar.gz"
    if [ -f "$archive" ]; then
      cp "$archive" "$file"
      exit 0
    fi
  fi
  echo "debian-source.sh: $package $version is not in $suite" >&2
done
exit 1
