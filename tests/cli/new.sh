#!/bin/sh
# new.sh: `ruth new policy`: a folder that checks, tests and decides at once, or nothing at all.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
"$ruth" new policy "$dir/members-2027" >"$dir/said"; ok $? "a folder is made"
grep -q 'ruth check' "$dir/said"; ok $? "it says what to try next"
grep -qx 'policy: members-2027' "$dir/members-2027/policy.yaml"; ok $? "it is called like its folder"
"$ruth" check "$dir/members-2027" >"$dir/said"; ok $? "it checks"
"$ruth" test "$dir/members-2027" >"$dir/said"; ok $? "it passes its own cases"
line='{"id":"1","now":"2026-03-04T15:00:00Z","facts":{"jurisdiction":"us","role":"first_party","timezone":"America/New_York","currency":"USD","balance":90000,"days_past_due":30}}'
echo "$line" | "$ruth" decide -q -p "$dir/members-2027" | grep -q '"action":{"is":"listen"'; ok $? "it decides"
echo "$line" | "$ruth" explain -p "$dir/members-2027" | grep -q 'letter'; ok $? "it explains"
"$ruth" new policy "$dir/again" >"$dir/said" # each line that it suggests works word for word
sed -n 's/^  ruth \(.*[^ ]\)   .*/\1/p' "$dir/said" >"$dir/lines"
[ "$(wc -l <"$dir/lines")" = 3 ]; ok $? "it suggests three commands"
while read -r args; do
    "$ruth" $args >"$dir/out" 2>&1 </dev/null; ok $? "ruth ${args%% *}, as it is suggested"
    [ -s "$dir/out" ]; ok $? "… says something"
done <"$dir/lines"
grep -q 'listen' "$dir/out"; ok $? "… and explains a decision about somebody"
"$ruth" check "$dir/again" | grep -q '^No findings'; ok $? "no finding at all, a stray file neither"
[ -z "$(find "$dir/members-2027" -perm /022)" ]; ok $? "nobody else may write to it"
[ "$(find "$dir/members-2027" -type f | wc -l)" = "$(find policies/starter -type f | wc -l)" ]; ok $? "it has every file of the starter"
"$ruth" new policy "$dir/members-2027" 2>"$dir/err"; ok $(($? != 2)) "what is there is not written over"
grep -q 'is there already' "$dir/err"; ok $? "… and it says so"
for bad in "$dir/Members" "$dir/a b" "$dir/.." "$dir/é" "$dir/-x" /; do
    "$ruth" new policy "$bad" >/dev/null 2>&1; ok $(($? != 2)) "no name for a policy: $bad"
done
"$ruth" new policy "$dir/nowhere/x" >/dev/null 2>"$dir/err"; ok $(($? == 0)) "a folder that is not there is not made up"
mkdir "$dir/closed" && chmod 555 "$dir/closed"
if [ -w "$dir/closed" ]; then # the superuser writes everywhere
    echo "ok $((n += 1)) - a folder that may not be written to # SKIP this user may write everywhere"
else
    "$ruth" new policy "$dir/closed/x" >/dev/null 2>"$dir/err"; code=$?
    ok $(($code != 70)) "a folder that may not be written to"
    grep -q 'may not be written to' "$dir/err"; ok $? "… and it says so"
fi
"$ruth" new policy >/dev/null 2>&1; ok $(($? != 2)) "no folder is a usage error"
"$ruth" new plan x >/dev/null 2>&1; ok $(($? != 2)) "only policies are made"
ls -A "$dir" | grep -q 'new-'; ok $(($? == 0)) "nothing half made is left behind"
