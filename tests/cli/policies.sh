#!/bin/sh
# policies.sh: what is shipped is without findings, and passes its own exam.
set -u
ruth=${RUTH:-build/ruth}
n=0
said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$said" | head -n 30; fi; }
for p in policies/humane policies/starter policies/law policies/sectors; do
    "$ruth" check "$p" >"$said" 2>&1; ok $? "check $p"
    grep -qx 'No findings\.\( .*\)\?' "$said"; ok $? "check $p finds nothing to warn of"
    "$ruth" test "$p" >"$said" 2>&1; ok $? "test $p"
    grep -qE '^[0-9]+ passed, 0 failed$' "$said"; ok $? "test $p closes with its count"
done
[ "$(grep -ch '^- case' policies/humane/cases/*.yaml | awk '{ s += $1 } END { print s }')" -ge 60 ]; ok $? "policies/humane has at least 60 cases"
