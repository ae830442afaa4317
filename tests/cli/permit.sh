#!/bin/sh
# permit.sh: `ruth permit` as a stream: questions and answers in their order, exit codes, --at, jobs, what goes where.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
is() { [ "$1" = "$2" ]; ok $? "$3"; }

# ---- a policy of two limits ----
mkdir "$dir/p"
printf 'policy: asked\nversion: 1.0.0\nlanguages: [en]\nhorizon: 3 days\n' > "$dir/p/policy.yaml"
printf 'segment "all" { when = otherwise }\n' > "$dir/p/segments.lua"
cat > "$dir/p/facts.yaml" <<'X'
jurisdiction: { type: enum, values: [us], source: host }
timezone: { type: zone, source: host }
currency: { type: enum, values: [USD], source: host }
balance: { type: money, source: host }
X
printf 'channel: { type: enum, values: [letter, voice] }\n' > "$dir/p/contacts.yaml"
cat > "$dir/p/charter.lua" <<'X'
limit "hours" { cite = house "1", on = { channel = "voice" }, hours = { every_day = { "09:00", "19:00" } } }
limit "week" { cite = house "2", on = outbound, at_most = { { 2, days(7) } } }
X
call='{"at":"2026-06-08T15:00:00Z","channel":"voice"}'
question() { printf '{"id":"%s","now":"%s","facts":{"timezone":"America/New_York"},"contacts":[%s],"proposed":{"channel":"%s","at":"%s"}}\n' "$1" "${4:-2026-06-10T16:00:00Z}" "$5" "$3" "$2"; }
free() { question "$1" 2026-06-10T16:00:00Z voice "" ""; }
late() { question "$1" 2026-06-11T01:00:00Z voice "" "$call"; }
full() { question "$1" 2026-06-10T16:00:00Z letter "" "$call,$call"; }

{ free A; late B; full C; } > "$dir/in"
"$ruth" permit -p "$dir/p" "$dir/in" > "$dir/out" 2> "$dir/err"; is $? 0 "refusals are answers: exit 0"
is "$(wc -l < "$dir/out")" 3 "a line for each question"
sed -n 1p "$dir/out" | grep -q '^{"id":"A","allowed":true,"limits":\[\],"block_kind":null,"earliest_allowed_at":null,"require":\[\],"why":\[\],"calendar":\[\["2026-06-10T16:00:00Z"'; ok $? "what may take place"
sed -n 2p "$dir/out" | grep -q '^{"id":"B","allowed":false,"limits":\["hours"\],"block_kind":"until_time","earliest_allowed_at":"2026-06-11T13:00:00Z"'; ok $? "what may not, and when it may"
sed -n 3p "$dir/out" | grep -q '^{"id":"C","allowed":false,"limits":\["week"\],"block_kind":"until_time","earliest_allowed_at":"2026-06-15T04:00:00Z"'; ok $? "contacts are counted"
[ -s "$dir/err" ]; is $? 1 "nothing is said on standard error"

# ---- rejected lines ----
free A | sed 's/}$/,"expect":{"allowed":true}}/' | "$ruth" permit -q -p "$dir/p" > "$dir/out"; is $? 3 "a line of a cases file is rejected"
grep -q 'ruth test asks the cases in cases/\*.ndjson' "$dir/out"; ok $? "… and it says who asks those"
{ free A; echo nonsense; question B tomorrow voice "" ""; full C; } > "$dir/bad"
"$ruth" permit -p "$dir/p" "$dir/bad" > "$dir/out" 2> "$dir/err"; is $? 3 "a rejected line ends in exit 3"
is "$(wc -l < "$dir/out")" 4 "every line is answered"
sed -n 2p "$dir/out" | grep -q '^{"id":null,"error":{"code":"json","at":.*,"line":2}}$'; ok $? "the rejected line in its place, with its number"
sed -n 3p "$dir/out" | grep -q '^{"id":"B","error":{"code":"type","at":"/proposed/at",.*,"line":3}}$'; ok $? "and what is wrong with it"
sed -n 4p "$dir/out" | grep -q '^{"id":"C","allowed":false'; ok $? "the next one is answered"
grep -qx 'ruth: 2 of 4 lines were rejected; each is answered in its place' "$dir/err"; ok $? "it is counted on standard error"
"$ruth" permit -q -p "$dir/p" "$dir/bad" > /dev/null 2> "$dir/err"; is $? 3 "--quiet has the same exit code"
[ -s "$dir/err" ]; is $? 1 "… and says nothing"
printf '{"id":"x","now":"2026-06-10T16:00:00Z","facts":{}}\n' | "$ruth" permit -q -p "$dir/p" > "$dir/out"; is $? 3 "a request to decide is no question"
grep -q '"code":"missing","at":"/proposed"' "$dir/out"; ok $? "… and it is said what is missing"

# ---- standard input, --at, jobs ----
"$ruth" permit -p "$dir/p" "$dir/in" > "$dir/one"
"$ruth" permit -p "$dir/p" < "$dir/in" | cmp -s - "$dir/one"; ok $? "standard input is read when no file is named"
"$ruth" permit -p "$dir/p" - < "$dir/in" | cmp -s - "$dir/one"; ok $? "- is standard input"
{ cat "$dir/in"; printf '%s' "$(free A)"; } | "$ruth" permit -p "$dir/p" | tail -1 | grep -q '^{"id":"A","allowed":true'; ok $? "a last line without newline counts"
for setting in LC_ALL=C LC_ALL=C.UTF-8 TZ=Asia/Tokyo; do
    env "$setting" "$ruth" permit -p "$dir/p" "$dir/in" | cmp -s - "$dir/one"; ok $? "the same bytes with $setting"
done
question A 2026-06-16T16:00:00Z letter 2026-06-20T16:00:00Z "$call,$call" > "$dir/then"
"$ruth" permit --at 2026-06-09T16:00:00Z -p "$dir/p" "$dir/then" > "$dir/out"; is $? 0 "--at"
grep -q '"allowed":true' "$dir/out"; ok $? "… leaves the proposal's instant alone"
grep -q '"calendar":\[\["2026-06-15T04:00:00Z"' "$dir/out"; ok $? "… and replaces now"
"$ruth" permit -q --at 2026-06-08T14:00:00Z -p "$dir/p" "$dir/then" | grep -q '"code":"contact"'; ok $? "a contact after that is rejected"
"$ruth" permit --at tomorrow -p "$dir/p" "$dir/then" > /dev/null 2> "$dir/err"; is $? 2 "--at that is no instant is a usage error"

i=0
while [ $i -lt 3000 ]; do
    case $((i % 4)) in 0) free $i ;; 1) late $i ;; 2) full $i ;; 3) echo "line $i" ;; esac
    i=$((i + 1))
done > "$dir/many"
"$ruth" permit -q -j1 -p "$dir/p" "$dir/many" > "$dir/j1"; is $? 3 "3,000 lines on one thread"
"$ruth" permit -q -j2 -p "$dir/p" "$dir/many" > "$dir/j2"; is $? 3 "on two"
cmp -s "$dir/j1" "$dir/j2"; ok $? "the same bytes in the same order"
is "$(wc -l < "$dir/j1")" 3000 "all of them"
is "$(sed -n 2999p "$dir/j1" | cut -d, -f1)" '{"id":"2998"' "in their places"
"$ruth" permit -q -j 2 -p "$dir/p" "$dir/in" "$dir/in" > "$dir/twice"; is $? 0 "several files"
cat "$dir/one" "$dir/one" | cmp -s - "$dir/twice"; ok $? "… follow each other"
head -c 1200000 /dev/zero | tr '\0' 'x' > "$dir/long"; echo >> "$dir/long"; free A >> "$dir/long"
"$ruth" permit -q -p "$dir/p" "$dir/long" > "$dir/out"
sed -n 1p "$dir/out" | grep -q '"code":"too_long"'; ok $? "a line over 1 MiB is answered too_long"
sed -n 2p "$dir/out" | grep -q '^{"id":"A","allowed":true'; ok $? "and the next one is answered"

# ---- exit codes ----
"$ruth" permit < /dev/null > /dev/null 2> "$dir/err"; is $? 2 "no policy is a usage error"
grep -q 'ruth permit -p POLICY' "$dir/err"; ok $? "… which says how to name one"
"$ruth" permit --speed -p "$dir/p" < /dev/null > /dev/null 2>&1; is $? 2 "an unknown option is a usage error"
"$ruth" permit -p "$dir/p" "$dir/nowhere" > /dev/null 2>&1; is $? 2 "a file that is not there"
"$ruth" permit -p "$dir/nowhere" < /dev/null > "$dir/out" 2> "$dir/err"; is $? 4 "a policy that is not there"
grep -q 'no such policy folder' "$dir/err"; ok $? "… is said"
"$ruth" permit -p "$dir/p" < /dev/null > "$dir/out"; is $? 0 "no question, no answer"
[ -s "$dir/out" ]; is $? 1 "… not a byte"
printf 'charter/none sha256:%064d\n' 0 > "$dir/p/charter.lock"
"$ruth" permit -p "$dir/p" "$dir/in" > "$dir/out" 2> "$dir/err"; is $? 4 "a pack that is pinned and not used"
grep -q '^charter.lock:1:1: error: the policy does not use the pack charter/none' "$dir/err"; ok $? "… is said, with its place"
[ -s "$dir/out" ]; is $? 1 "no answer then"

# ---- the packs of law ----
printf '%s\n' '{"id":"q1","now":"2026-06-02T14:00:00Z","facts":{"jurisdiction":"us","role":"third_party","timezone":"America/New_York"},"contacts":[],"proposed":{"channel":"voice","at":"2026-06-03T01:30:00Z"}}' > "$dir/law"
"$ruth" permit -p policies/law "$dir/law" > "$dir/out"; is $? 0 "the example of docs/charter.md"
grep -q '"allowed":false,"limits":\["us\.' "$dir/out"; ok $? "half past nine at night is no time to call"
grep -q '"earliest_allowed_at":"2026-06-03T12:00:00Z"' "$dir/out"; ok $? "… eight in the morning is"
sed 's/third_party/first_party/' "$dir/law" | "$ruth" permit -p policies/law | grep -q '"allowed":true'; ok $? "the federal rule is about collectors, not creditors"
