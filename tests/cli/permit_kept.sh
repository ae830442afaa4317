#!/bin/sh
# permit_kept.sh: the answers of `ruth permit --audit` stand in the ledger: proved, shown, answered again byte for byte, erased.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
portfolio=$(dirname "$ruth")/tools/portfolio
[ -x "$portfolio" ] || portfolio=build/tools/portfolio
db=$dir/db

"$portfolio" 11 300 | awk '{ h = NR % 24; sub(/}$/, ",\"proposed\":{\"channel\":\"" (NR % 3 ? "voice" : "letter") "\",\"at\":\"2026-03-05T" (h < 10 ? "0" : "") h ":30:00Z\"" (NR % 2 ? "" : ",\"debt\":\"D-2\"") "},\"ref\":[" NR ", 1.50]}"); print }' > "$dir/in"
printf '%s\n' '{"id":"nothing","now":"2026-03-04T15:00:00Z","facts":{}}' >> "$dir/in"
"$ruth" permit -q -p policies/humane "$dir/in" > "$dir/plain"
"$ruth" permit -q -p policies/humane -j 2 --audit "$db" "$dir/in" > "$dir/kept"; ok $(($? != 3)) "questions are answered, one is none"
cmp -s "$dir/plain" "$dir/kept"; ok $? "with the same bytes as without a ledger"
[ "$(grep -c '"allowed":true' "$dir/plain")" -gt 20 ] && [ "$(grep -c '"allowed":false' "$dir/plain")" -gt 20 ]; ok $? "some are allowed, some refused"
"$ruth" audit verify "$db" | grep -q '^good: 301 rows'; ok $? "each is a row, what was rejected is none"
"$ruth" replay "$db" | grep -q '^300 identical, 0 differ, 0 erased$'; ok $? "each is answered again, byte for byte"
"$ruth" audit show "$db" SYN-000002 > "$dir/shown"; ok $? "show finds one by its id"
grep -qF '"kind":"answer"' "$dir/shown" && grep -q '"question":{"id":"SYN-000002",.*"debt":"D-2","proposed":{"channel":"voice","at":"2026-03-05T02:30:00Z","debt":"D-2"},"ref":\[2, 1.50\]},"answer":{"id":"SYN-000002","allowed":' "$dir/shown"; ok $? "with the question, what was proposed and its ref"
head -n 3 "$dir/in" | sed 's/,"proposed.*/}/' | "$ruth" decide -q -p policies/humane --audit "$db" > /dev/null; ok $? "decisions into the same ledger"
[ "$("$ruth" audit show "$db" SYN-000002 | wc -l)" = 2 ]; ok $? "both are found"
"$ruth" audit find "$db" --channel letter 2>&1 > /dev/null | grep -q 'of 3 decisions$'; ok $? "find asks decisions alone"
"$ruth" replay "$db" | grep -q '^303 identical'; ok $? "replay does both"
"$ruth" report "$db" --json | grep -qF '"everybody":{"people":3,"decisions":3,'; ok $? "a report is about decisions"
printf '{"id":"SYN-000009","event":"complaint","at":"2026-03-09T10:00:00Z"}' | "$ruth" audit record -q "$db" | grep -qF '"code":"missing","at":"/id"'; ok $? "no outcome comes of an answer"
"$ruth" audit export "$db" --exam cfpb --out "$dir/exam" && [ "$(wc -l < "$dir/exam/2-communications-questions.ndjson")" = 300 ] && [ "$(wc -l < "$dir/exam/decisions.ndjson")" = 3 ]; ok $? "the examination has them on a sheet of their own"
who=$(sed -n 5p "$dir/in" | sed 's/.*"subject":"\([^"]*\)".*/\1/')
"$ruth" audit erase "$db" --subject "$who" | grep -q '^erased: 0 decisions and [1-9][0-9]* answers; '; ok $? "erase"
"$ruth" audit export -q "$db" > "$dir/export"
cat "$db" "$db-wal" "$dir/export" 2> /dev/null | grep -aq "\"$who\"\|SYN-000005"; ok $(($? == 0)) "nothing of that person is left"
"$ruth" audit verify "$db" > /dev/null; ok $? "and the chain holds"
"$ruth" audit erase "$db" --older-than 2027-01-01T00:00:00Z | grep -q '^erased: 3 decisions and 2[0-9][0-9] answers; ' && "$ruth" audit verify "$db" > /dev/null; ok $? "what is old goes"
