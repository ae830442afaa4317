#!/bin/sh
# policies.sh: what is shipped is without findings, and passes its own exam.
set -u
ruth=${RUTH:-build/ruth}
n=0
said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$said" | head -n 30; fi; }
for p in policies/humane policies/humane-plus policies/starter policies/law policies/sectors; do
    "$ruth" check "$p" >"$said" 2>&1; ok $? "check $p"
    grep -qx 'No findings\.\( .*\)\?' "$said"; ok $? "check $p finds nothing to warn of"
    "$ruth" test --people "${RUTH_SCALE:-1000}" "$p" >"$said" 2>&1; ok $? "test $p"
    grep -qE '^[0-9]+ passed, 0 failed$' "$said"; ok $? "test $p closes with its count"
done
# humane-plus: humane and two plugins. What it words is read like all texts; without a folder of plugins it is refused in plain words, from anywhere.
bill='{"id":"b","now":"2026-03-04T15:00:00Z","facts":{"jurisdiction":"LAND","role":"first_party","timezone":"ZONE","language":"LANG","currency":"EUR","balance":90000,"principal":80000,"interest":9000,"fees":1500,"credits":500,"days_past_due":45,"monthly_income":150000,"essential_costs":150000,"priority_debts":0},"contacts":[{"at":"2026-02-10T16:00:00Z","channel":"voice","direction":"outbound","outcome":"conversation","automated":false,"about":"listening","asked":"three_questions"},{"at":"2026-02-16T16:00:00Z","channel":"letter","direction":"outbound","outcome":"delivered","automated":true,"about":"help"},{"at":"2026-02-18T16:00:00Z","channel":"letter","direction":"outbound","outcome":"delivered","automated":true,"about":"review"}]}'
for lang in en fr; do
    echo "$bill" | sed "s|LAND|fr|; s|ZONE|Europe/Paris|; s|LANG|$lang|" | "$ruth" decide -q -p policies/humane-plus | sed 's/.*"text":"//; s/","disclosures.*//; s/\\n/\n/g' >"$said"
    grep -q '€' "$said"; ok $? "humane-plus shows a bill in $lang"
    "$ruth" lint-text --lang $lang "$said" >"$said.lint" 2>&1; code=$?; cat "$said.lint" >>"$said"; rm -f "$said.lint"; ok $code "and nothing in it is hard to bear or to read ($lang)"
done
empty=$(mktemp -d) || exit 1
echo "$bill" | sed 's|LAND|fr|; s|ZONE|Europe/Paris|; s|LANG|fr|' | "$ruth" decide -q -p policies/humane-plus --plugins "$empty" >"$said" 2>&1; code=$?
rmdir "$empty"
[ $code = 4 ] && grep -q 'plugin plans' "$said"; ok $? "without its plugins humane-plus is refused, and says which is missing"
here=$PWD
(cd / && echo "$bill" | sed 's|LAND|fr|; s|ZONE|Europe/Paris|; s|LANG|fr|' | "$ruth" decide -q -p "$here/policies/humane-plus" >"$said" 2>&1); grep -q '"message":"reminder_itemised"' "$said"; ok $? "humane-plus works from anywhere"

[ "$(grep -ch '^- case' policies/humane/cases/*.yaml | awk '{ s += $1 } END { print s }')" -ge 60 ]; ok $? "policies/humane has at least 60 cases"
