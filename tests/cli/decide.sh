#!/bin/sh
# decide.sh: `ruth decide` as a stream: order, rejected lines in their place, exit codes, --at, jobs, two processes, bounded memory.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
line() { printf '{"id":"%s","now":"2026-03-02T15:00:00Z","facts":{"jurisdiction":"us","role":"first_party","timezone":"America/New_York","language":"en","currency":"USD","balance":%s,"days_past_due":%s}}\n' "$1" "$2" "$3"; }

{ line A 50000 20; echo nonsense; line B 0 20; line C 50000 -5; } > "$dir/in"
"$ruth" decide -q -p policies/humane "$dir/in" > "$dir/out" 2> "$dir/err"
ok $(($? != 3)) "a rejected line ends in exit 3"
ok $(($(wc -l < "$dir/out") != 4)) "every line is answered"
sed -n 1p "$dir/out" | grep -q '^{"id":"A","decision":"[0-9a-f]\{64\}","now":"2026-03-02T15:00:00Z","policy":{"name":"humane"'; ok $? "the first answer is A's, with the contract's first keys"
sed -n 2p "$dir/out" | grep -q '^{"id":null,"error":{"code":"json","at":.*,"line":2}}$'; ok $? "the rejected line is answered in its place, with its number"
sed -n 3p "$dir/out" | grep -q '"id":"B".*"action":{"is":"none".*"contact":null'; ok $? "nobody who owes nothing is contacted"
ok $([ ! -s "$dir/err" ]; echo $?) "--quiet says nothing"

line A 50000 20 | "$ruth" decide -q -p policies/humane > "$dir/one"; ok $? "standard input is read when no file is named"
line A 50000 20 | "$ruth" decide -q -p policies/humane - > "$dir/two"; ok $? "- is standard input"
cmp -s "$dir/one" "$dir/two"; ok $? "two processes give the same bytes"
for setting in LC_ALL=C LC_ALL=C.UTF-8 LC_ALL=POSIX TZ=Asia/Tokyo TZ=America/New_York; do
    line A 50000 20 | env "$setting" "$ruth" decide -q -p policies/humane > "$dir/three"
    cmp -s "$dir/one" "$dir/three"; ok $? "the same bytes with $setting"
done
line A 50000 20 | "$ruth" decide -q --at 2026-03-04T15:00:00Z -p policies/humane | grep -q '"now":"2026-03-04T15:00:00Z"'; ok $? "--at replaces now"
line A 50000 20 | "$ruth" decide -q --at tomorrow -p policies/humane > /dev/null 2> "$dir/err"; ok $(($? != 2)) "--at that is no instant is a usage error"
"$ruth" decide -q < /dev/null > /dev/null 2>&1; ok $(($? != 2)) "no policy is a usage error"
"$ruth" decide -q -p "$dir/nowhere" < /dev/null > "$dir/none" 2> "$dir/err"; ok $(($? != 4)) "a policy that is not there is exit 4"
grep -q 'no such policy folder' "$dir/err"; ok $? "and it is said"
"$ruth" decide --speed -p policies/humane < /dev/null > /dev/null 2> "$dir/err"; ok $(($? != 2)) "an unknown option is a usage error"
"$ruth" decide --help | grep -q -- '--at INSTANT'; ok $? "--help lists the options"
"$ruth" decides 2> "$dir/err"; ok $(($? != 2)) "an unknown verb is a usage error"
"$ruth" --version | grep -q '^ruth [0-9]'; ok $? "--version"

portfolio=$(dirname "$ruth")/tools/portfolio
[ -x "$portfolio" ] || portfolio=build/tools/portfolio
"$portfolio" 5 3000 > "$dir/many"
"$ruth" decide -q -p policies/humane "$dir/many" > "$dir/j1"; ok $? "3,000 synthetic people are decided"
"$ruth" decide -q -j2 -p policies/humane "$dir/many" > "$dir/j2"; ok $? "on two threads too"
cmp -s "$dir/j1" "$dir/j2"; ok $? "with the same bytes in the same order"
"$ruth" decide -q -j 2 -p policies/humane "$dir/in" "$dir/in" > "$dir/twice"; ok $(($? != 3 || $(wc -l < "$dir/twice") != 8)) "several files follow each other"

head -c 1200000 /dev/zero | tr '\0' 'x' > "$dir/long"; echo >> "$dir/long"; line A 50000 20 >> "$dir/long"
"$ruth" decide -q -p policies/humane "$dir/long" > "$dir/out"
sed -n 1p "$dir/out" | grep -q '"code":"too_long"'; ok $? "a line over 1 MiB is answered too_long"
sed -n 2p "$dir/out" | grep -q '"id":"A","decision"'; ok $? "and the next one is decided"

if [ "${RUTH_VARIANT:-release}" = release ]; then # sanitizers need address space of their own
    (ulimit -v 200000; for i in 1 2 3 4 5 6 7 8; do cat "$dir/many"; done | "$ruth" decide -q -p policies/humane > "$dir/out"); ok $? "a long stream fits in bounded memory"
fi
printf '%s' "$(line A 50000 20)" | "$ruth" decide -q -p policies/humane | cmp -s - "$dir/one"; ok $? "a last line without newline counts"
line A 50000 20 | sed 's/$/\r/' | "$ruth" decide -q -p policies/humane | cmp -s - "$dir/one"; ok $? "CRLF lines are lines"

"$ruth" decide -q -p policies/humane < / > "$dir/out" 2> "$dir/err"; ok $(($? != 70)) "input that cannot be read is exit 70"
[ ! -s "$dir/out" ] && grep -q '^ruth: standard input: ' "$dir/err"; ok $? "nothing leaves, and it is told"
"$ruth" decide -q -p policies/humane "$dir/two.in" "$dir/in" > "$dir/out" 2> "$dir/err"; ok $(($? != 2)) "a file that is not there is a usage error"
line A 50000 20 > "$dir/a"; "$ruth" decide -q -p policies/humane "$dir/a" / > "$dir/out" 2> "$dir/err"; ok $(($? != 70)) "a second file that cannot be read is exit 70"
cmp -s "$dir/out" "$dir/one" || [ ! -s "$dir/out" ]; ok $? "what left before it is whole"
