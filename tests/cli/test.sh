#!/bin/sh
# test.sh: `ruth test`: exit codes, what goes where, the closing line, each option, JSON and JUnit that others can read.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
is() { [ "$1" = "$2" ]; ok $? "$3"; }
fresh() { rm -rf "$dir/p"; cp -r policies/starter "$dir/p"; chmod -R u+w "$dir/p"; }

fresh
"$ruth" test "$dir/p" > "$dir/out" 2> "$dir/err"; is $? 0 "a policy whose cases hold passes"
[ ! -s "$dir/err" ]; ok $? "nothing is said on standard error"
tail -1 "$dir/out" | grep -qx '[1-9][0-9]* passed, 0 failed'; ok $? "the closing line stands alone"
grep -q '^✓' "$dir/out"; is $? 1 "cases that passed are not listed"
"$ruth" test --all "$dir/p" | grep -q '^✓ cases/first.yaml:'; ok $? "--all lists them"
"$ruth" test -p "$dir/p" | cmp -s - "$dir/out"; ok $? "-p names the policy too"
"$ruth" test "$dir/p" | cmp -s - "$dir/out"; ok $? "the same every time"
"$ruth" test --seed 7 "$dir/p" > "$dir/seven"; "$ruth" test --seed=7 "$dir/p" | cmp -s - "$dir/seven"; ok $? "the same for the same seed"
cmp -s "$dir/out" "$dir/seven"; is $? 1 "another seed makes up other people"
"$ruth" test --people 10 "$dir/p" | grep -q '^made-up people: 10, '; ok $? "--people"
"$ruth" test --only 'a lost job' "$dir/p" > "$dir/only"; is $? 0 "--only"
grep -q '^1 case in ' "$dir/only"; ok $? "… takes the cases with these words"
"$ruth" test --only 'no such words' "$dir/p" > /dev/null 2> "$dir/err"; is $? 2 "--only that fits no case is a usage error"
grep -q 'no such words' "$dir/err"; ok $? "… which says the words"

printf -- '- case: "a death brings a letter"\n  like: ana\n  given: { facts: { life_event: bereavement, life_event_on: 2026-03-01 } }\n  expect: { action: listen }\n' > "$dir/p/cases/wrong.yaml"
"$ruth" test "$dir/p" > "$dir/out" 2> "$dir/err"; is $? 1 "a case that does not hold fails"
grep -q '^✗ cases/wrong.yaml:1: a death brings a letter$' "$dir/out"; ok $? "it is named with its place and its sentence"
grep -q '^      ✗ expected action: listen   got: none$' "$dir/out"; ok $? "what was expected and what came"
grep -q '(segments.lua:[0-9]*)$' "$dir/out"; ok $? "the rule that decided, and its place"
tail -1 "$dir/out" | grep -qx '[0-9]* passed, 1 failed'; ok $? "it is counted"
grep -q "$(printf '\033')" "$dir/out"; is $? 1 "no colour in a pipe"
awk '{ if (length($0) > 240) exit 1 }' "$dir/out"; ok $? "lines fit a screen" # bytes: at most 110 characters and a place
"$ruth" test --only 'a lost job' "$dir/p" > /dev/null; is $? 0 "… unless --only leaves it out"
"$ruth" test --junit "$dir/p" > "$dir/junit"; is $? 1 "--junit has the same exit code"
grep -q '<testcase classname="cases/wrong.yaml" name="a death brings a letter" line="1"><failure ' "$dir/junit"; ok $? "… and the failure in it"
if command -v xmllint > /dev/null; then xmllint --noout "$dir/junit" 2> /dev/null; ok $? "… is well-formed XML"; else echo "ok - JUnit is well-formed # SKIP no xmllint"; fi
"$ruth" test --json "$dir/p" > "$dir/json"; is $? 1 "--json has the same exit code"
if command -v python3 > /dev/null; then python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); sys.exit(0 if d["failed"]==1 and [c["case"] for c in d["cases"] if not c["passed"]]==["a death brings a letter"] else 1)' "$dir/json"; ok $? "… is JSON, and says which"; else echo "ok - JSON that others read # SKIP no python3"; fi

printf -- '- case: "misspelt"\n  like: ana\n  never: { tone: plan }\n' > "$dir/p/cases/wrong.yaml"
"$ruth" test "$dir/p" > "$dir/out" 2> "$dir/err"; is $? 4 "a case that is misspelt does not load"
grep -q '^cases/wrong.yaml:3:18: error: the policy has no tone called plan; did you mean plain?$' "$dir/err"; ok $? "file, line, column, and what was meant"
[ ! -s "$dir/out" ]; ok $? "no result then"
"$ruth" test --only 'a lost job' "$dir/p" > /dev/null 2>&1; is $? 4 "--only hides no slip"
fresh; rm -r "$dir/p/cases"
"$ruth" test "$dir/p" > /dev/null 2>&1; is $? 4 "a policy without cases is not tested"
fresh; echo 'segment "x" {' >> "$dir/p/segments.lua"
"$ruth" test "$dir/p" > /dev/null 2> "$dir/err"; is $? 4 "a policy that does not load"
grep -q '^segments.lua:' "$dir/err"; ok $? "… says where"
"$ruth" test "$dir/nowhere" > /dev/null 2>&1; is $? 4 "a folder that is not there"
fresh; printf 'guarantee "help never" { when = circumstance.hard_times, never = { action = "offer_help" } }\n' >> "$dir/p/guarantees.lua"
"$ruth" test "$dir/p" > "$dir/out"; is $? 1 "a guarantee that is broken fails"
grep -q '^✗ guarantee "help never" (guarantees.lua:' "$dir/out"; ok $? "it is named with its place"
sed -n 's/^      by //p' "$dir/out" > "$dir/request"
"$ruth" decide -q -p "$dir/p" "$dir/request" | grep -q '"action":{"is":"offer_help"'; ok $? "the request shown breaks it"

"$ruth" test > /dev/null 2>&1; is $? 2 "no policy is a usage error"
"$ruth" test --json --junit "$dir/p" > /dev/null 2>&1; is $? 2 "one form at a time"
"$ruth" test --people many "$dir/p" > /dev/null 2>&1; is $? 2 "--people takes a number"
"$ruth" test "$dir/p" "$dir/p" > /dev/null 2>&1; is $? 2 "one policy at a time"
"$ruth" test -p "$dir/p" "$dir/p" > /dev/null 2>&1; is $? 2 "… however it is named"
"$ruth" test "$dir/p" > /dev/full 2>&1; is $? 70 "a full disk is no success"
