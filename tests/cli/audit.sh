#!/bin/sh
# audit.sh: a decision leaves once it stands in the ledger; the ledger is proved, searched, exported, erased; what was changed is found.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
portfolio=$(dirname "$ruth")/tools/portfolio
[ -x "$portfolio" ] || portfolio=build/tools/portfolio
line() { printf '{"id":"%s","now":"%s","facts":{"jurisdiction":"us","role":"first_party","timezone":"America/New_York","language":"en","currency":"USD","subject":"%s","balance":%s,"days_past_due":20},"ref":{"k":[1, 2.50]}}\n' "$1" "$2" "$3" "$4"; }
head_of() { sed 's/.* head //'; }

"$portfolio" 5 800 > "$dir/in"
"$ruth" decide -q -p policies/humane "$dir/in" > "$dir/plain"
"$ruth" decide -p policies/humane --audit "$dir/db" "$dir/in" > "$dir/kept" 2> "$dir/err"; ok $? "decide --audit"
cmp -s "$dir/plain" "$dir/kept"; ok $? "gives the same bytes as without"
grep -q '^ruth: the ledger has 801 rows, head [0-9a-f]\{64\}$' "$dir/err"; ok $? "and says how the ledger stands"
[ "$(stat -c %a "$dir/db")" = 600 ]; ok $? "the file is its owner's alone"
"$ruth" audit verify "$dir/db" > "$dir/out"; ok $? "verify is content"
grep -q '^good: 801 rows, head [0-9a-f]\{64\}$' "$dir/out"; ok $? "and says the head"
head=$(head_of < "$dir/out")
cp "$dir/db" "$dir/older"
"$ruth" decide -q -j2 -p policies/humane --audit "$dir/db" "$dir/in" > "$dir/kept"; ok $? "on two threads, into the same ledger"
cmp -s "$dir/plain" "$dir/kept"; ok $? "in the same order"
"$ruth" audit verify "$dir/db" --head "$head" | grep -q '^good: 1601 rows'; ok $? "the policy stands there once; the head of before is found"
newer=$("$ruth" audit verify "$dir/db" | head_of)
"$ruth" audit verify "$dir/older" --head "$newer" > "$dir/out"; ok $(($? != 5)) "an older copy does not have the newer head: exit 5"
grep -q '^broken: row 802: ' "$dir/out"; ok $? "and the row is named from which it is wrong"
"$ruth" audit export -q "$dir/db" > "$dir/export"; ok $? "export"
[ "$(grep -c '"kind":"decision"' "$dir/export")" = 1600 ]; ok $? "gives every decision"

# ---- a batch is entered while the next is answered: nothing changes places, and nobody waits for more input ----
"$portfolio" 6 20000 > "$dir/many"
"$ruth" decide -q -p policies/humane "$dir/many" | cksum > "$dir/plain.sum"
"$ruth" decide -q -p policies/humane --audit "$dir/long" "$dir/many" | cksum | cmp -s - "$dir/plain.sum"; ok $? "20,000 lines leave in their order, unchanged"
"$ruth" audit verify "$dir/long" | grep -q '^good: 20001 rows'; ok $? "and stand in the ledger, each once"
[ "$(stat -c %s "$dir/long")" -lt $((20001 * 2500)) ]; ok $? "where a decision takes less than 2,500 bytes"
mkfifo "$dir/to" "$dir/from"
"$ruth" decide -q -p policies/humane --audit "$dir/talk" < "$dir/to" > "$dir/from" &
exec 3> "$dir/to" 4< "$dir/from"
for i in 1 2 3; do
    line "T-$i" 2026-03-02T15:00:00Z "P-$i" 50000 >&3
    answer=$(timeout 20 head -n 1 <&4)
    case $answer in '{"id":"T-'$i'"'*) ok 0 "question $i is answered before the next is asked" ;; *) ok 1 "question $i is answered before the next is asked" ;; esac
done
exec 3>&- 4<&-
wait
"$ruth" audit verify "$dir/talk" | grep -q '^good: 4 rows'; ok $? "and kept"

# ---- what was rejected is answered, and is no decision ----
{ line A 2026-03-02T15:00:00Z P-1 50000; echo nonsense; line B 2026-03-02T15:00:00Z P-2 50000; } > "$dir/three"
"$ruth" decide -q -p policies/humane --audit "$dir/few" "$dir/three" > "$dir/answers"; ok $(($? != 3)) "a rejected line still ends in exit 3"
"$ruth" audit verify "$dir/few" | grep -q '^good: 3 rows'; ok $? "it is in no ledger"
"$ruth" audit show "$dir/few" A > "$dir/out"; ok $? "show finds a decision by the id of its request"
grep -q '"request":{"id":"A".*"ref":{"k":\[1, 2.50\]}},"decision":{"id":"A"' "$dir/out"; ok $? "with the request, its ref and the decision"
id=$(sed -n 3p "$dir/answers" | sed 's/.*"decision":"\([0-9a-f]*\)".*/\1/')
"$ruth" audit show "$dir/few" "$id" | grep -q '"id":"B"'; ok $? "and by the id of the decision"
"$ruth" audit show -q "$dir/few" C > "$dir/out"; ok $(($? != 1)) "one that is not there is exit 1"

# ---- an examiner's question ----
{ line early 2026-03-02T11:00:00Z P-3 50000; line late 2026-03-02T16:00:00Z P-4 50000; } | "$ruth" decide -q -p policies/humane --audit "$dir/few" > /dev/null
"$ruth" audit find "$dir/few" --channel voice --local-before 08:00 > "$dir/out" 2> "$dir/err"; ok $? "find"
grep -q '"found":"held_back".*"id":"early".*"local_now":"06:00".*"limits":\["' "$dir/out"; ok $? "shows what was held back at six, and by which limits"
! grep -q '"id":"late"' "$dir/out"; ok $? "and nothing of eleven"
grep -q '^ruth: 0 contacts and 1 held back, of 4 decisions$' "$dir/err"; ok $? "it counts"
"$ruth" audit find -q "$dir/few" --channel letter --from 2026-03-02T16:00:00Z --to 2026-03-03 > "$dir/out"; ok $? "find by time"
[ "$(wc -l < "$dir/out")" = 1 ] && grep -q '"found":"contact".*"id":"late"' "$dir/out"; ok $? "finds the letter"

# ---- erasure ----
head=$("$ruth" audit verify "$dir/few" | head_of)
"$ruth" audit erase "$dir/few" --subject P-1 > "$dir/out"; ok $? "erase"
grep -q '^erased: 1 decisions; 6 rows, head ' "$dir/out" || grep -q '^erased: 1 decisions; ' "$dir/out"; ok $? "says how many"
"$ruth" audit verify "$dir/few" --head "$head" > /dev/null; ok $? "the chain still holds, the old head is in it"
"$ruth" audit show -q "$dir/few" A > /dev/null; ok $(($? != 1)) "the decision is gone"
"$ruth" audit export -q "$dir/few" > "$dir/export"
cat "$dir/few" "$dir/few-wal" "$dir/export" 2> /dev/null | grep -aq 'P-1\|"id":"A"'; ok $(($? == 0)) "neither file nor export names the person"
grep -q '"kind":"decision".*"erased":true' "$dir/export"; ok $? "the row stays, and says that it was erased"
"$ruth" replay "$dir/few" | grep -q '^3 identical, 0 differ, 1 erased$'; ok $? "replay says erased"
"$ruth" audit erase "$dir/few" --subject P-1 | grep -q '^erased: 0 decisions'; ok $? "erasing again finds nothing"
"$ruth" audit erase "$dir/few" > /dev/null 2>&1; ok $(($? != 2)) "erase without a name is a usage error"
"$ruth" audit erase "$dir/few" --older-than 2026-03-02T12:00:00Z | grep -q '^erased: 1 decisions'; ok $? "what is older than an instant goes"
"$ruth" audit verify "$dir/few" | grep -q '^good'; ok $? "and the chain holds"

# ---- an examination ----
"$ruth" audit export "$dir/older" --exam cfpb --out "$dir/exam"; ok $? "export --exam cfpb"
(cd "$dir/exam" && sha256sum -c manifest.sha256 > /dev/null 2>&1); ok $? "the manifest fits every file"
[ "$(wc -l < "$dir/exam/decisions.ndjson")" = 800 ]; ok $? "every decision is there"
cmp -s policies/humane/policy.yaml "$dir/exam/1-policy-1-policy.yaml"; ok $? "and the policy"
grep -c '"contact":{' "$dir/plain" > "$dir/n"; [ "$(($(cat "$dir/n") + 1))" = "$(wc -l < "$dir/exam/2-communications-contacts.csv")" ]; ok $? "and each contact"
"$ruth" audit export "$dir/older" --exam cfpb --out "$dir/exam" 2> /dev/null; ok $(($? != 2)) "a folder that is there is not written to"
"$ruth" audit export "$dir/few" --exam cfpb --out "$dir/exam2"; ok $? "of the ledger with an erased person"
cat "$dir"/exam2/[d2-5r]* | grep -q 'P-1\|"A"'; ok $(($? == 0)) "names them nowhere"

# ---- signatures ----
"$ruth" audit key "$dir/key" > /dev/null; ok $? "a key is made"
[ "$(stat -c %a "$dir/key")" = 600 ]; ok $? "for its owner alone"
"$ruth" audit key "$dir/key" > /dev/null 2>&1; ok $(($? != 2)) "and never written over"
"$ruth" audit verify "$dir/few" --key "$dir/key.pub" > /dev/null; ok $(($? != 5)) "verify --key wants a signature"
"$ruth" audit sign "$dir/few" --key "$dir/key" > /dev/null; ok $? "sign"
"$ruth" audit verify "$dir/few" --key "$dir/key.pub" > /dev/null; ok $? "and has it"

# ---- a byte that was changed ----
cp "$dir/older" "$dir/bent"
size=$(stat -c %s "$dir/bent")
printf 'changed' | dd of="$dir/bent" bs=1 seek=$((size / 2)) conv=notrunc 2> /dev/null
"$ruth" audit verify "$dir/bent" > "$dir/out"; ok $(($? != 5)) "a changed byte is exit 5"
grep -q '^broken: row [0-9]*: ' "$dir/out"; ok $? "and the row is named"
head -c 3000 /dev/urandom > "$dir/noise"
"$ruth" audit verify "$dir/noise" > /dev/null 2>&1; ok $(($? != 5)) "a file that is no ledger is exit 5"
"$ruth" decide -q -p policies/humane --audit "$dir/noise" "$dir/three" > "$dir/out" 2> /dev/null; ok $(($? != 5)) "nothing is decided into it"
[ ! -s "$dir/out" ]; ok $? "and nothing leaves"
"$ruth" audit verify "$dir/nowhere" > /dev/null 2>&1; ok $(($? != 2)) "a ledger that is not there is a usage error"
[ ! -e "$dir/nowhere" ]; ok $? "and is not made"
"$ruth" audit > /dev/null 2>&1; ok $(($? != 2)) "audit alone is a usage error"

# ---- kill -9 in the middle: what left is there ----
rounds=$((${RUTH_SCALE:-1000} / 300))
[ "$rounds" -lt 50 ] || rounds=50
[ "$rounds" -gt 0 ] || rounds=1
lost=0 broken=0 cut=0 round=0
for i in 1 2 3 4 5 6; do cat "$dir/in"; done > "$dir/stream"
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    rm -f "$dir"/killed*
    "$ruth" decide -q -p policies/humane --audit "$dir/killed" "$dir/stream" > "$dir/left" 2> /dev/null &
    pid=$!
    sleep "0.$(printf '%02d' $((10 + round * 37 % 60)))"
    kill -9 "$pid" 2> /dev/null && cut=$((cut + 1))
    wait "$pid" 2> /dev/null
    sed -n 's/^{"id":"[^"]*","decision":"\([0-9a-f]\{64\}\)".*/\1/p' "$dir/left" | sort -u > "$dir/ids"
    [ -e "$dir/killed" ] || continue
    "$ruth" audit verify "$dir/killed" > "$dir/out" 2> "$dir/err" || grep -q 'the ledger is empty' "$dir/err" || broken=$((broken + 1))
    "$ruth" audit export -q "$dir/killed" 2> /dev/null | sed -n 's/.*"decision":{"id":"[^"]*","decision":"\([0-9a-f]\{64\}\)".*/\1/p' | sort -u > "$dir/held"
    [ -z "$(comm -23 "$dir/ids" "$dir/held")" ] || lost=$((lost + 1))
done
ok $((lost)) "kill -9, $rounds rounds, $cut of them in the middle: every decision that left is in the ledger"
ok $((broken)) "and the chain holds"
"$ruth" decide -q -p policies/humane --audit "$dir/killed" "$dir/stream" > "$dir/left"; ok $? "the rest can be decided into the same ledger"
head -n 800 "$dir/left" | cmp -s - "$dir/plain"; ok $? "with the same ids"
"$ruth" audit verify "$dir/killed" > /dev/null; ok $? "and the chain holds"
