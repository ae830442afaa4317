#!/bin/sh
# plugin_guide.sh: the plugin guide, word for word, against an installation of its own.
set -u
if [ "${RUTH_VARIANT:-release}" != release ]; then
    echo 'ok - the plugin guide # SKIP once is enough'
    exit 0
fi
stage=$(mktemp -d "${TMPDIR:-/tmp}/ruth-plugin-guide.XXXXXX") || exit 1
trap 'rm -rf "$stage"' EXIT
umask 022
chmod 755 "$stage"
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -o all BUILD="${RUTH_BUILD:-build}" PREFIX="$stage" install > "$stage/said" 2>&1 || { echo 'not ok - make install'; sed 's/^/# /' "$stage/said"; exit 1; }
PATH=$stage/bin:$PATH
PKG_CONFIG_PATH=$stage/lib/pkgconfig
LC_ALL=C
export PATH PKG_CONFIG_PATH LC_ALL
unset MAKEFLAGS MFLAGS MAKELEVEL DESTDIR
tools/run-guide.sh docs/plugin-guide.md
