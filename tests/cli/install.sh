#!/bin/sh
# install.sh: proves that a host can be built against what `make install` leaves, by pkg-config, and that uninstall takes all back.
set -u
if [ "${RUTH_VARIANT:-release}" != release ]; then
    echo 'ok - install # SKIP once is enough'
    exit 0
fi
stage=$(mktemp -d "${TMPDIR:-/tmp}/ruth-install.XXXXXX")
trap 'rm -rf "$stage"' EXIT
failures=0
is() { # is NAME TRUTH...
    name=$1
    shift
    if "$@" >"$stage/said" 2>&1; then echo "ok - $name"; else
        echo "not ok - $name"
        sed 's/^/# /' "$stage/said"
        failures=$((failures + 1))
    fi
}
# What is built is taken as it is (-o all): a test does not build.
quiet_make() { env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -o all BUILD="$RUTH_BUILD" PREFIX=/opt/ruth DESTDIR="$stage/root" "$@"; }
config() { PKG_CONFIG_LIBDIR="$stage/root/opt/ruth/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$stage/root" pkg-config "$@" ruth; }
export LC_ALL=C

is 'install' quiet_make install
is 'pkg-config knows ruth' config --exists
version=$(awk '$2 == "RUTH_VERSION" { gsub(/"/, "", $3); print $3 }' engine/include/ruth.h)
is 'pkg-config and ruth.h name one version' test "$(config --modversion)" = "$version"
printf '#include <ruth.h>\n#include <stdio.h>\nint main(void) { return puts(RUTH_VERSION) < 0; }\n' >"$stage/host.c"
is 'a host builds' cc -std=c99 -Wall -Wextra -Werror "$stage/host.c" -o "$stage/host" $(config --cflags) -Wl,--no-as-needed $(config --libs)
is 'a host runs' env LD_LIBRARY_PATH="$stage/root/opt/ruth/lib" "$stage/host"
is 'the soname is a file' test -e "$stage/root/opt/ruth/lib/libruth.so.0"
is 'nothing installed is writable by others' test -z "$(find "$stage/root" -type f -perm /022)"
if [ -d policies/humane ]; then
    is 'the policies are installed' test -d "$stage/root/opt/ruth/share/ruth/policies/humane"
fi
is 'uninstall' quiet_make uninstall
is 'uninstall leaves no file' test -z "$(find "$stage/root" ! -type d)"

[ "$failures" -eq 0 ]
