#!/bin/sh
# diff.sh: `ruth diff`: who would be treated more kindly or more harshly by a change, guards, the page, JSON, exit codes.
set -u
ruth=${RUTH:-build/ruth}
people=$(dirname "$ruth")/tools/portfolio
[ -x "$people" ] || people=build/tools/portfolio
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }

"$people" 7 2000 > "$dir/in"
mkdir "$dir/p"; cp -r policies/humane policies/charter "$dir/p/"; chmod -R u+w "$dir/p"
harsher=$dir/p/humane
sed -i 's/^patience_days: .*/patience_days: { type: integer, value: 3, unit: days, tighter: higher, doc: "shorter" }/' "$harsher/numbers.yaml"

"$ruth" diff -q -p policies/humane -p policies/humane "$dir/in" > "$dir/same"; ok $? "a policy against itself"
grep -q '^  harsher: 0 (0.0 %)$' "$dir/same" && grep -q '^  the same: 2000 (100.0 %)$' "$dir/same"; ok $? "nobody is treated otherwise"
"$ruth" diff -q -p policies/humane -p "$harsher" "$dir/in" > "$dir/out"; ok $? "a change that presses more"
grep -q '^  kinder: 0 (0.0 %)$' "$dir/out" && ! grep -q '^  harsher: 0 ' "$dir/out"; ok $? "it is harsher for some and kinder for nobody"
"$ruth" diff -q -p "$harsher" -p policies/humane "$dir/in" > "$dir/back"
[ "$(sed -n 's/^  harsher: \([0-9]*\).*/\1/p' "$dir/out")" = "$(sed -n 's/^  kinder: \([0-9]*\).*/\1/p' "$dir/back")" ]; ok $? "the way back is kinder for as many"

"$ruth" diff -q -p policies/humane -p "$harsher" --guard harsher=0 "$dir/in" > "$dir/guard"; ok $(($? != 1)) "a guard that breaks exits 1"
grep -q '^guard harsher=0: [1-9][0-9]* of 2000 people: broken$' "$dir/guard"; ok $? "and says how many"
"$ruth" diff -q -p policies/humane -p "$harsher" --guard harsher=100% --guard silent=+0 --guard harsher=0@segment=bereaved "$dir/in" > /dev/null; ok $? "guards that hold, for one segment too"
"$ruth" diff -q -p policies/humane -p "$harsher" --guard cheaper=0 "$dir/in" > /dev/null 2>&1; ok $(($? != 2)) "no guard is a usage error"

"$ruth" diff -q --by jurisdiction -p policies/humane -p "$harsher" "$dir/in" | grep -q '^by jurisdiction '; ok $? "by a fact"
"$ruth" diff -q --by support_needs -p policies/humane -p "$harsher" "$dir/in" > /dev/null 2>&1; ok $(($? != 2)) "by something that has several values at once"
"$ruth" diff -q --json -p policies/humane -p "$harsher" "$dir/in" > "$dir/json"; ok $? "as JSON"
[ "$(sed -n 's/.*"people":2000,"harsher":\([0-9]*\).*/\1/p' "$dir/json")" = "$(sed -n 's/^  harsher: \([0-9]*\).*/\1/p' "$dir/out")" ]; ok $? "with the same numbers"
"$ruth" diff -q --html "$dir/page.html" --lang fr -p policies/humane -p "$harsher" "$dir/in" > /dev/null; ok $? "as a page"
grep -q '<html lang="fr">' "$dir/page.html" && grep -q '<svg ' "$dir/page.html" && ! grep -qE 'https?://|src=|@import' "$dir/page.html"; ok $? "in French, with plots, and nothing from elsewhere"
if command -v xmllint > /dev/null; then xmllint --noout "$dir/page.html" 2> "$dir/xml"; ok $? "it is well formed"; else n=$((n + 1)); echo "ok $n - it is well formed # SKIP no xmllint here"; fi

echo '{"id":"x","now":"soon","facts":{}}' | "$ruth" diff -q -p policies/humane -p policies/humane > "$dir/out" ; ok $(($? != 3)) "a rejected line exits 3"
"$ruth" diff -q -p policies/humane "$dir/in" > /dev/null 2>&1; ok $(($? != 2)) "one policy is a usage error"
"$ruth" diff -q -p policies/humane -p "$dir" "$dir/in" > /dev/null 2>&1; ok $(($? != 4)) "a policy that does not load"
