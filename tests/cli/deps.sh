#!/bin/sh
# deps.sh: proves that only missing packages are installed, and that nothing is asked of the network when none is.
set -u
root=$(pwd)
if [ "${RUTH_VARIANT:-release}" != release ]; then
    echo 'ok - deps # SKIP once is enough'
    exit 0
fi
fake=$(mktemp -d "${TMPDIR:-/tmp}/ruth-deps.XXXXXX")
trap 'rm -rf "$fake"' EXIT
failures=0

# The machine of the test: packages in $fake/present are installed; apt-get and sudo only write down what they were asked.
command_is() { { echo '#!/bin/sh'; cat; } >"$fake/$1"; chmod +x "$fake/$1"; }
command_is dpkg-query <<'EOF'
for name; do :; done
grep -qx "$name" "$(dirname "$0")/present" && { printf 'ii '; exit 0; }
grep -qx "$name" "$(dirname "$0")/removed" && { printf 'rc '; exit 0; }
exit 1
EOF
command_is apt-get <<'EOF'
echo "apt-get $*" >>"$(dirname "$0")/asked"
EOF
command_is sudo <<'EOF'
echo sudo >>"$(dirname "$0")/asked"
exec "$@"
EOF
command_is id <<'EOF'
cat "$(dirname "$0")/who"
EOF
everything='gcc libc6-dev make pkg-config liblua5.4-dev libyaml-dev libsqlite3-dev liblz4-dev libssl-dev libicu-dev libcmocka-dev tzdata libc-bin'
try() { # try WHO MISSING REMOVED [MORE]
    : >"$fake/asked"
    echo "$1" >"$fake/who"
    for p in $everything; do case " $2 $3 " in *" $p "*) ;; *) echo "$p" ;; esac; done >"$fake/present"
    for p in $3; do echo "$p"; done >"$fake/removed"
    PATH=$fake:$PATH sh "$root/tools/deps.sh" ${4-} >"$fake/said" 2>&1
}
is() { # is NAME TRUTH...
    name=$1
    shift
    if "$@"; then echo "ok - $name"; else
        echo "not ok - $name"
        sed 's/^/# /' "$fake/said" "$fake/asked"
        failures=$((failures + 1))
    fi
}
asked() { grep -q -- "$1" "$fake/asked"; }

try 0 '' ''
is 'nothing missing, nothing asked' test ! -s "$fake/asked"
try 0 libyaml-dev ''
is 'a missing package is installed' asked 'apt-get install .* libyaml-dev$'
is 'the list is brought up to date first' sh -c 'head -n 1 "$1" | grep -q "^apt-get update"' - "$fake/asked"
is 'root needs no sudo' sh -c '! grep -qx sudo "$1"' - "$fake/asked"
try 0 'gcc tzdata' libcmocka-dev
is 'all missing ones at once, the removed ones too' asked 'install .* gcc libcmocka-dev tzdata$'
try 0 '' '' chromium
is 'and what is asked for besides' asked 'install .* chromium$'
try 1000 tzdata ''
is 'another user asks with sudo' asked '^sudo$'

[ "$failures" -eq 0 ]
