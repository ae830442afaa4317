#!/bin/sh
# deps.sh: installs the Debian packages that ruth is built and tested with, and only those that are missing.
#
#   tools/deps.sh [PACKAGE]...        more than these: chromium, for tests/cli/browser.sh
set -eu

# compiler, libraries of the engine, of the messages plugin, tests, time zones (and zdump, which our own reader is proved against)
wanted='gcc libc6-dev make pkg-config
liblua5.4-dev libyaml-dev libsqlite3-dev liblz4-dev libssl-dev
libicu-dev
libcmocka-dev
tzdata libc-bin'
wanted="$wanted $*"

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "deps: not a Debian system; these must be present by their names there:" $wanted >&2
    exit 0
fi

missing=
for package in $wanted; do
    case $(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || true) in
    ?i*) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "deps: missing:$missing; install them as root (there is no sudo here)" >&2
        exit 1
    fi
    as_root=sudo
fi
echo "deps: installing$missing"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
