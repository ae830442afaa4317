#!/bin/sh
# simulate.sh: `ruth simulate`: a small run word for word, the same bytes again, contacts that can be counted from outside, exit codes, the page about it.
set -u
ruth=${RUTH:-build/ruth}
people=$(dirname "$ruth")/tools/portfolio
[ -x "$people" ] || people=build/tools/portfolio
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0 bad=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=$((bad + 1)); fi; }
line() { printf '{"id":"%s","now":"2026-03-02T15:00:00Z","facts":{"jurisdiction":"us","role":"first_party","timezone":"America/New_York","language":"en","currency":"USD","balance":%s,"days_past_due":%s%s}}\n' "$1" "$2" "$3" "${4-}"; }

# ---- golden: four people: A is late; B owes nothing; C is late from 8 March on; D mourns, fifteen days ----
{ line A 50000 45; line B 0 20; line C 50000 -5; line D 50000 30 ',"life_event":"bereavement","life_event_on":"2026-02-20"'; } > "$dir/in"
cat > "$dir/wanted" <<'END'
humane 1.0.0: 4 people, 15 days from 2026-03-02, decided every 24 hours, seed 7

week 1, from 2026-03-02
  contacted    2 of 4 people (50.0 %), 2 contacts, 0.50 a person in 7 days
  channel      letter 2
  tone         encouragement 2
  action       listen 2
  handed over  1 person: care 1
  silent       2 people: action owes_nothing 1, action peace 1

week 2, from 2026-03-09
  contacted    1 of 4 people (25.0 %), 1 contact, 0.25 a person in 7 days
  channel      letter 1
  tone         encouragement 1
  action       listen 1
  handed over  1 person: care 1
  silent       3 people: action owes_nothing 1, action peace 1, action give_time 1

week 3, from 2026-03-16
  contacted    0 of 4 people (0.0 %), 0 contacts, 0.00 a person in 7 days
  handed over  1 person: care 1
  silent       4 people: action give_time 2, action owes_nothing 1, action peace 1

all 15 days
  contacted    2 of 4 people (50.0 %), 3 contacts, 0.35 a person in 7 days
  channel      letter 3
  tone         encouragement 3
  action       listen 3
  handed over  1 person: care 1
  the most contacts of one person 1 day: 1 (A), 7 days: 1 (A), 30 days: 2 (A)
  the shortest time between two   264 h 0 min (A)
  never contacted                 2 of 4 people (50.0 %): action owes_nothing 1, action peace 1

pressure, week by week: people contacted, contacts a person in 7 days
    1  50.0 %  0.50
    2  25.0 %  0.25
    3  0.0 %  0.00
END
"$ruth" simulate -q -p policies/humane --days 15 --seed 7 "$dir/in" > "$dir/out" 2> "$dir/err"; ok $? "four people, fifteen days"
diff "$dir/wanted" "$dir/out" | sed 's/^/# /'; cmp -s "$dir/wanted" "$dir/out"; ok $? "word for word"
[ ! -s "$dir/err" ]; ok $? "--quiet says nothing"
"$ruth" simulate -q -p policies/humane --days 3 < "$dir/in" | grep -q '^day 3, from 2026-03-04$'; ok $? "standard input; up to 14 days are told day by day"
"$ruth" simulate -q -p policies/humane --days 3 --at 2026-04-01T12:00:00Z "$dir/in" | grep -q '^day 1, from 2026-04-01$'; ok $? "--at is when everybody starts"
"$ruth" simulate -q -p policies/humane --days 15 /dev/null | grep -q '^humane 1.0.0: 0 people'; ok $? "nobody is nobody"

# ---- many ----
count=300
[ "${RUTH_SCALE:-1000}" -lt 1000 ] && count=60
"$people" 20260304 $count > "$dir/many"
run() { "$ruth" simulate -q -p policies/humane --days 60 --every 1 --seed "$1" --contacts "$dir/$2.c" "$dir/many" > "$dir/$2"; }
run 1 one; ok $? "$count synthetic people, seed 20260304, sixty days, every hour"
run 1 two; cmp -s "$dir/one" "$dir/two" && cmp -s "$dir/one.c" "$dir/two.c"; ok $? "twice gives the same bytes"
for setting in LC_ALL=C.UTF-8 TZ=Asia/Tokyo; do
    env "$setting" "$ruth" simulate -q -p policies/humane --days 60 --every 1 --seed 1 "$dir/many" | cmp -s - "$dir/one"; ok $? "the same bytes with $setting"
done
{ for i in 1 2 3 4 5 6 7 8 9; do line "V$i" 50000 45 ',"call_consent":true,"preferred_channel":"voice"'; done; head -n 20 "$dir/many" | grep -v '"call_consent":true'; } > "$dir/calls"
for seed in 1 2; do "$ruth" simulate -q -p policies/humane --days 60 --seed $seed --contacts "$dir/calls$seed" "$dir/calls" > /dev/null; done
! cmp -s "$dir/calls1" "$dir/calls2" && grep -q '"outcome":"conversation"' "$dir/calls1" && grep -q '"outcome":"no_answer"' "$dir/calls1"; ok $? "calls end in one way or another, by the seed"
grep -v '"id":"V' "$dir/calls1" > "$dir/a"; grep -v '"id":"V' "$dir/calls2" | cmp -s - "$dir/a" && [ -s "$dir/a" ]; ok $? "which changes nothing for those who are not called"
all=$(sed -n '/^all /,$p' "$dir/one" | sed -n 's/.*(.*%), \([0-9]*\) contacts.*/\1/p')
[ "$all" = "$(wc -l < "$dir/one.c" | tr -d ' ')" ]; ok $? "--contacts has the $all contacts of the report"
[ "$(sed 's/^{"id":"\([^"]*\)".*/\1/' "$dir/one.c" | sort -u | wc -l | tr -d ' ')" = "$(sed -n '/^all /,$p' "$dir/one" | sed -n 's/^  contacted *\([0-9]*\) of.*/\1/p')" ]; ok $? "of as many people"
sed -n 2p "$dir/many" | "$ruth" simulate -q -p policies/humane --days 60 --every 1 --seed 1 --contacts "$dir/alone" > /dev/null
grep '"id":"SYN-000002"' "$dir/one.c" | cmp -s - "$dir/alone"; ok $? "a person's days are the same whoever else is there"
"$ruth" simulate -q --json -p policies/humane --days 60 --every 1 --seed 1 "$dir/many" > "$dir/json"; ok $? "as JSON"
[ "$(wc -l < "$dir/json" | tr -d ' ')" = 1 ] && grep -q "\"all\":{\"days\":60,\"contacted\":[0-9]*,\"contacts\":$all,\"share\"" "$dir/json"; ok $? "one object with the same numbers"
if command -v python3 > /dev/null; then
    python3 -c 'import json, sys
j = json.load(open(sys.argv[1]))
for p in j["by_week"]: assert p["contacted"] + p["silent"] == j["people"] and sum(r["people"] for r in p["silent_because"]) == p["silent"] and sum(p["channels"].values()) == p["contacts"] == sum(p["actions"].values()) == sum(p["tones"].values())
a = j["all"]
assert sum(p["contacts"] for p in j["by_week"]) == a["contacts"] and a["silent"] == a["never_contacted"] == sum(r["people"] for r in a["never_because"])' "$dir/json" 2> "$dir/why"; ok $? "every person of a week is contacted or silent for one reason, and all adds up"
    sed 's/^/# /' "$dir/why"
fi

# ---- exits ----
{ line A 50000 20; echo nonsense; echo; line B 50000 20; } > "$dir/broken"
"$ruth" simulate -p policies/humane --days 5 "$dir/broken" > "$dir/out" 2> "$dir/err"; ok $(($? != 3)) "a rejected line exits 3"
head -n 1 "$dir/out" | grep -q ': 2 people, .*; 1 rejected$' && grep -q '^.*broken:2: rejected: ' "$dir/err"; ok $? "the others are simulated, and it is said which was not"
"$ruth" simulate -q --days 5 "$dir/in" > /dev/null 2>&1; ok $(($? != 2)) "no policy is a usage error"
"$ruth" simulate -q -p policies/humane "$dir/in" > /dev/null 2>&1; ok $(($? != 2)) "no days is a usage error"
"$ruth" simulate -q -p policies/humane --days 100000 "$dir/in" > /dev/null 2>&1; ok $(($? != 2)) "too many days are a usage error"
"$ruth" simulate -q -p policies/humane --days 5 --every 0 "$dir/in" > /dev/null 2>&1; ok $(($? != 2)) "no hours between decisions is a usage error"
"$ruth" simulate -q -p policies/humane --days 5 --at soon "$dir/in" > /dev/null 2>&1; ok $(($? != 2)) "--at that is no instant is a usage error"
"$ruth" simulate -q -p policies/humane --days 5 --contacts "$dir/nowhere/c" "$dir/in" > /dev/null 2>&1; ok $(($? != 2)) "a file that cannot be written is a usage error"
"$ruth" simulate -q -p "$dir/nowhere" --days 5 "$dir/in" > /dev/null 2>&1; ok $(($? != 4)) "a policy that is not there is exit 4"
"$ruth" simulate --help | grep -q -- '--contacts FILE'; ok $? "--help lists the options"
mkdir "$dir/p"; cp -r policies/humane policies/charter "$dir/p/"; chmod -R u+w "$dir/p"
slip() { printf '%s\n' "$1" > "$dir/p/humane/simulation.yaml"; "$ruth" simulate -q -p "$dir/p/humane" --days 5 "$dir/in" > /dev/null 2> "$dir/err"; [ $? = 4 ] && grep -q "^simulation.yaml:1:$2" "$dir/err"; ok $? "simulation.yaml: $3"; }
slip 'action: { thank: { abuot: thanks } }' '20: error: abuot is not a field of contacts.yaml; did you mean about?' "a field that is none"
slip 'action: { thanks: { about: thanks } }' '11: error: thanks is not an action' "an action that is none"
slip 'action: { thank: { about: thank } }' '27: error: "thank" is no value of about' "a value that is none"
slip 'actions: { thank: { about: thanks } }' '1: error: actions is no key' "a key that is none"
rm "$dir/p/humane/simulation.yaml"
"$ruth" simulate -q -p "$dir/p/humane" --days 5 --contacts "$dir/plain" "$dir/in" > /dev/null && ! grep -q '"about"' "$dir/plain"; ok $? "without simulation.yaml only what the channel rule sets is written down"

# A policy whose time is over falls silent; the run goes on.
sed -i 's/^valid_from: 2026-01-01/valid_from: 2026-01-01\nvalid_until: 2026-03-08/' "$dir/p/humane/policy.yaml"
"$ruth" simulate -q -p "$dir/p/humane" --days 15 "$dir/in" > "$dir/out"; ok $? "a policy whose time is over"
sed -n '/^week 2/,/^week 3/p' "$dir/out" | grep -q 'silent       4 people: the request was rejected from a day on 4'; ok $? "is silence, and said"

# ---- the page about it ----
mkdir "$dir/bin"; ln -s "$(cd "$(dirname "$ruth")" && pwd)/$(basename "$ruth")" "$dir/bin/ruth"
PATH=$dir/bin:$PATH tools/run-guide.sh docs/simulate.md > "$dir/guide"; code=$?
[ $code = 0 ] || sed 's/^/# /' "$dir/guide"
ok $code "docs/simulate.md says what comes"
echo "$((n - bad)) passed, $bad failed"
