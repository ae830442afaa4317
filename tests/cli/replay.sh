#!/bin/sh
# replay.sh: kept decisions come out again byte for byte, also when the policy of today is another one.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
portfolio=$(dirname "$ruth")/tools/portfolio
[ -x "$portfolio" ] || portfolio=build/tools/portfolio
count=$((${RUTH_SCALE:-1000} * 10))
[ "$count" -le 10000 ] || count=10000

cp -r policies "$dir/policies"
"$portfolio" 9 "$count" > "$dir/in"
"$ruth" decide -q -p "$dir/policies/humane" --audit "$dir/db" "$dir/in" > "$dir/first"; ok $? "$count synthetic people are decided into a ledger"
"$ruth" replay "$dir/db" > "$dir/out"; ok $? "replay"
grep -q "^$count identical, 0 differ, 0 erased\$" "$dir/out"; ok $? "every decision comes out again, byte for byte"

sed -i 's/^version:.*/version: "9.9.9"/' "$dir/policies/humane/policy.yaml"
cp -r "$dir/policies" "$dir/newer"
rm "$dir/policies/humane/plans.lua"
rm -r "$dir/policies/charter/us-federal"
"$ruth" replay "$dir/db" > "$dir/out"; ok $? "after the live policy was edited and half of it removed"
grep -q "^$count identical, 0 differ, 0 erased\$" "$dir/out"; ok $? "they still do: the ledger has the files of that day"
rm -r "$dir/policies"
"$ruth" replay --sample 20 --seed 4 "$dir/db" | grep -q '^20 identical, 0 differ, 0 erased$'; ok $? "a sample of twenty, with no policy folder left"
"$ruth" replay --sample 9999999 "$dir/db" | grep -q "^$count identical"; ok $? "a sample larger than the ledger is all of it"

# ---- another policy into the same ledger, and --at ----
head -n 50 "$dir/in" > "$dir/few"
"$ruth" decide -q --at 2026-03-05T09:30:00Z -p "$dir/newer/humane" --audit "$dir/db" "$dir/few" > "$dir/law"; ok $? "another policy decides into the same ledger, at another instant"
"$ruth" replay "$dir/db" | grep -q "^$((count + 50)) identical, 0 differ, 0 erased\$"; ok $? "each decision is made again by its own"

"$ruth" replay "$dir/nowhere" > /dev/null 2>&1; ok $(($? != 2)) "a ledger that is not there is a usage error"
"$ruth" replay > /dev/null 2>&1; ok $(($? != 2)) "and so is none"
