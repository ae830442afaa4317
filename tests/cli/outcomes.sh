#!/bin/sh
# outcomes.sh: what came of decisions: taken down once, proved, found, erased; the report against figures worked out by hand; kill -9 loses nothing that was answered.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
db=$dir/db

# ---- two hundred people, an experiment ----
cp -R policies "$dir/policies"
new=$dir/policies/humane
grep -q '^subject:' "$new/facts.yaml" || echo 'subject: { type: text, source: host }' >> "$new/facts.yaml"
echo 'opening: { type: enum, values: [plain, gentler], source: derived }' >> "$new/facts.yaml"
printf '\nexperiment "opening" { arms = { "plain", "gentler" }, share = { 50, 50 } }\n' >> "$new/derive.lua"
{ echo 'tone "tried" { is = "gratitude", when = { opening = "gentler" } }'; cat policies/humane/tones.lua; } > "$new/tones.lua"
people() { # FIRST LAST DAY
    i=$1
    while [ "$i" -lt "$2" ]; do
        printf '{"id":"A-%s","now":"%sT15:00:00Z","facts":{"jurisdiction":"us","role":"first_party","subject":"M-%s","timezone":"America/New_York","language":"en","currency":"USD","balance":50000,"days_past_due":20}}\n' "$i" "$3" "$i"
        i=$((i + 1))
    done
}
people 0 200 2026-03-02 > "$dir/in"
"$ruth" decide -q -p "$new" --audit "$db" "$dir/in" > "$dir/out"; ok $? "two hundred people are decided"

# Every third pays, every fourth keeps a promise and every eighth, from the second on, breaks one; one in twenty complains; every second is asked, a fifth of a time each rating; one in fifty opts out.
# By the decision's id, the request's, the person's, in turn.
awk -F'"' '{ k = NR - 1; d = ""; for (i = 1; i < NF; i++) if ($i == "decision") { d = $(i + 2); break }
    link = k % 3 == 0 ? "\"decision\":\"" d "\"" : k % 3 == 1 ? "\"id\":\"A-" k "\"" : "\"subject\":\"M-" k "\""
    at = sprintf("\"at\":\"2026-03-%02dT10:00:00Z\"", 3 + k % 20)
    if (k % 3 == 0) print "{" link ",\"event\":\"payment\"," at ",\"amount\":" 1000 + k ",\"currency\":\"USD\"}"
    if (k % 4 == 0) print "{" link ",\"event\":\"promise_kept\"," at "}"
    if (k % 8 == 1) print "{" link ",\"event\":\"promise_broken\"," at "}"
    if (k % 20 == 7) print "{" link ",\"event\":\"complaint\"," at ",\"about\":\"" (k < 100 ? "calls" : "tone") "\"}"
    if (k % 2 == 0) print "{" link ",\"event\":\"survey\"," at ",\"rating\":" k / 2 % 5 + 1 "}"
    if (k % 50 == 3) print "{" link ",\"event\":\"opt_out\"," at ",\"channel\":\"sms\"}" }' "$dir/out" > "$dir/events"
total=$(wc -l < "$dir/events")
"$ruth" audit record "$db" "$dir/events" > "$dir/answers" 2> "$dir/err"; ok $? "$total outcomes are recorded"
[ "$total" = 256 ] && [ "$(wc -l < "$dir/answers")" = 256 ] && grep -q "^ruth: 256 outcomes, 0 known before, 0 rejected; the ledger has 457 rows, head [0-9a-f]*$" "$dir/err"; ok $? "each is answered, each is a row"
sed -n 1p "$dir/answers" | grep -q '^{"row":202,"id":"A-0","decision":"[0-9a-f]\{64\}","event":"payment","at":"2026-03-03T10:00:00Z","known":false}$'; ok $? "with its row and its decision"
"$ruth" audit verify "$db" > "$dir/verified"; ok $? "verify is content"
head=$(sed 's/.* head //' "$dir/verified")
"$ruth" audit record -q "$db" < "$dir/events" > "$dir/again"; ok $? "the same again, by standard input"
[ "$(grep -c '"known":true}$' "$dir/again")" = 256 ]; ok $? "all are known"
"$ruth" audit verify "$db" | grep -q "^good: 457 rows, head $head$"; ok $? "and nothing was added"
sed 's/"known":true/"known":false/' "$dir/again" | cmp -s - "$dir/answers"; ok $? "the rows are named where they stood before"

# ---- the report, against figures worked out by hand ----
"$ruth" report "$db" --json > "$dir/json"; ok $? "report --json"
has() { grep -qF "$1" "$dir/json"; ok $? "$2"; }
has '"everybody":{"people":200,"decisions":200,' "people and decisions"
has '"paid":{"k":67,"n":200,"rate":"0.335000","low":"0.273240","high":"0.402979"}' "67 of 200 paid, with Wilson's interval"
has '"promises_kept":{"k":50,"n":75,"rate":"0.666667","low":"0.554174","high":"0.762918"}' "50 of 75 promises"
has '"complained":{"k":10,"n":200,"rate":"0.050000","low":"0.027382","high":"0.089579"}' "10 of 200 complained"
has '"opted_out":{"k":4,"n":200,"rate":"0.020000","low":"0.007804","high":"0.050288"}' "4 of 200 opted out"
has '"low_ratings":{"k":40,"n":100,"rate":"0.400000","low":"0.309401","high":"0.497998"}' "40 of 100 ratings are low"
has '"outcomes":{"payment":67,"promise_kept":50,"promise_broken":25,"complaint":10,"survey":100,"opt_out":4}' "the events"
has '"complaints_about":{' "complaints by what they are about"
grep -q '"calls":5' "$dir/json" && grep -q '"tone":5' "$dir/json"; ok $? "five of each"
has "\"money\":{\"USD\":$((67 * 1000 + 3 * 66 * 67 / 2))}" "the money that came"
awk -F'"' '{ k = NR - 1; arm = ""; for (i = 1; i < NF; i++) if ($i == "opening") { arm = $(i + 2); break }
    people[arm]++; paid[arm] += k % 3 == 0 }
    END { for (a in people) print a, people[a], paid[a] }' "$dir/out" > "$dir/arms"
while read -r arm members paid; do
    grep -o "{\"is\":\"$arm\",\"people\":$members,\"decisions\":$members,\"contacts\":[0-9]*,\"rates\":{\"paid\":{\"k\":$paid,\"n\":$members," "$dir/json" > /dev/null; ok $? "the arm $arm: $paid of $members paid"
done < "$dir/arms"
[ "$(wc -l < "$dir/arms")" = 2 ]; ok $? "there are two arms"
has '"differences":[{"arm":"gentler","against":"plain","paid":{"difference":"' "the second against the first, as the policy lists them"
has '"by":"experiment","experiment":"opening","by_lot":true' "drawn by lot"
grep -qF '"by":"segment","by_lot":false' "$dir/json"; ok $? "and segments are not"
has 'no proof that one thing causes the other' "which is said"
"$ruth" report "$db" > "$dir/text"; ok $? "report as text"
grep -q '^    paid              33.5 % (27.3 to 40.3), 67 of 200 people$' "$dir/text"; ok $? "rounded outward"
"$ruth" report "$db" --lang fr --by tone | grep -q '^    ont payé          33,5 % (27,3 à 40,3), 67 sur 200 personnes$'; ok $? "in French"
"$ruth" report "$db" --by stage,month --by plan --json > "$dir/json"; ok $? "by other things"
has '"by":"action"' "a stage is the action"
has '"is":"2026-03","people":200' "by month"
! grep -q '"by":"segment"' "$dir/json"; ok $? "and by nothing else"
"$ruth" report "$db" --by colour > /dev/null 2>&1; ok $(($? != 2)) "by what is not there is a usage error"
"$ruth" report "$db" --within 5 --json > "$dir/json"; ok $? "within five days"
within=$(awk '/"event":"payment"/ { split($0, p, "2026-03-"); if (substr(p[2], 1, 2) + 0 <= 7) n++ } END { print n }' "$dir/events")
has "\"paid\":{\"k\":$within,\"n\":200," "only $within paid by then"
grep -qF '"within_days":5,"contacted":false,"fewest":20,"open":0,"late":' "$dir/json"; ok $? "the others came late"
"$ruth" report "$db" --within 30 --json | grep -qF '"open":200,'; ok $? "thirty days have not passed: nobody is judged yet"
"$ruth" report "$db" --within 30 --at 2026-05-01T00:00:00Z --json | grep -qF '"open":0,'; ok $? "in May they have"
"$ruth" report "$db" --from 2026-03-03 --json | grep -qF '"everybody":{"people":0,'; ok $? "--from"

# ---- too few to say ----
people 200 219 2026-04-02 | "$ruth" decide -q -p "$new" --audit "$db" > /dev/null
"$ruth" report "$db" --by month --json | grep -qF '{"is":"2026-04","people":19,"decisions":19,'; ok $? "nineteen more in April"
"$ruth" report "$db" --by month --json | grep -o '{"is":"2026-04".*' | grep -qF '"paid":{"n":19,"too_few":true}'; ok $? "of nineteen no rate is said"
"$ruth" report "$db" --by month | grep -q '^    paid              too few (19) people$'; ok $? "nor in words"

# ---- the page ----
"$ruth" report "$db" --html "$dir/page.html" > /dev/null; ok $? "report --html"
grep -q '<svg' "$dir/page.html" && grep -q 'no proof that one thing causes' "$dir/page.html" && grep -q '30.6 % (24.8 to 37.0)<br/>67 of 219' "$dir/page.html"; ok $? "has drawings, figures and the warning"
grep -q 'aria-label="30.6 % (24.8 to 37.0), 67 of 219"' "$dir/page.html"; ok $? "a drawing says in words what it shows"
! grep -q 'http\|<script\|url(' "$dir/page.html"; ok $? "and needs nothing from anywhere"
! grep -q 'M-[0-9]\|A-[0-9]' "$dir/page.html"; ok $? "it names nobody"
"$ruth" report "$db" --lang fr --html "$dir/page.html" > /dev/null && grep -q '<html lang="fr">' "$dir/page.html"; ok $? "in French"

# ---- what came of contacts ----
contacted=$(grep -c '"contact":{' "$dir/out")
"$ruth" report "$db" --contacted --to 2026-04-01 --json > "$dir/json"; ok $? "--contacted"
paid=$(awk '/"contact":\{/ && (NR - 1) % 3 == 0 { n++ } END { print n + 0 }' "$dir/out")
has "\"everybody\":{\"people\":$contacted,\"decisions\":$contacted,\"contacts\":$contacted,\"rates\":{\"paid\":{\"k\":$paid,\"n\":$contacted," "counts the contacted alone"
grep -o '"by":"experiment".*' "$dir/json" | grep -o '"people":[0-9]*' | awk -F: '{ n += $2 } END { exit n != 200 }'; ok $? "and everybody in an arm"
cp "$db" "$dir/later"
printf '{"id":"A-1","now":"2026-03-02T17:00:00Z","facts":{"jurisdiction":"us","role":"first_party","subject":"M-1","timezone":"America/New_York","language":"en","currency":"USD","balance":50000,"days_past_due":20},"contacts":[{"at":"2026-03-02T16:30:00Z","channel":"letter","direction":"outbound"}]}' | "$ruth" decide -q -p policies/humane --audit "$dir/later" > "$dir/silent"
grep -q '"contact":null' "$dir/silent"; ok $? "a decision to leave somebody in peace"
"$ruth" report "$dir/later" --contacted --by channel --json > "$dir/before"
echo '{"subject":"M-1","event":"payment","at":"2026-03-20T10:00:00Z","amount":7,"currency":"USD"}' | "$ruth" audit record -q "$dir/later" | grep -q "$(sed 's/.*"decision":"\([0-9a-f]*\)".*/\1/' "$dir/silent")"; ok $? "what is paid later came after it"
"$ruth" report "$dir/later" --contacted --by channel --json > "$dir/json"
k() { sed 's/.*"everybody":{[^}]*"paid":{"k":\([0-9]*\).*/\1/' "$1"; }
[ "$(k "$dir/json")" = "$(($(k "$dir/before") + 1))" ]; ok $? "and counts for the last contact before"

# ---- refused ----
id=$(sed -n 's/^{"id":"A-5","decision":"\([0-9a-f]*\)".*/\1/p' "$dir/out")
at='"at":"2026-03-09T10:00:00Z"'
refused() { # LINE CODE AT
    printf '%s\n' "$1" | "$ruth" audit record -q "$db" > "$dir/answer"; code=$?
    [ $code = 3 ] && grep -qF "\"error\":{\"code\":\"$2\",\"at\":\"$3\"," "$dir/answer"; ok $? "refused, $2 at $3: $1"
}
refused 'no' json ''
refused '[]' type ''
refused "{\"decision\":\"$id\",\"event\":\"paid\",$at}" range /event
refused "{\"decision\":\"$id\",\"event\":\"payment\",$at,\"currency\":\"USD\"}" missing /amount
refused "{\"decision\":\"$id\",\"event\":\"payment\",$at,\"amount\":1}" missing /currency
refused "{\"decision\":\"$id\",\"event\":\"payment\",$at,\"amount\":1.5,\"currency\":\"USD\"}" type /amount
refused "{\"decision\":\"$id\",\"event\":\"payment\",$at,\"amount\":0,\"currency\":\"USD\"}" range /amount
refused "{\"decision\":\"$id\",\"event\":\"payment\",$at,\"amount\":1,\"currency\":\"XYZ\"}" range /currency
refused "{\"decision\":\"$id\",\"event\":\"payment\",$at,\"amount\":1,\"amount\":1,\"currency\":\"USD\"}" key /amount
refused "{\"decision\":\"$id\",\"event\":\"payment\",$at,\"amount\":1,\"currency\":\"USD\",\"rating\":3}" key /rating
refused "{\"decision\":\"$id\",\"event\":\"promise_kept\",$at,\"amount\":1}" missing /currency
refused "{\"decision\":\"$id\",\"event\":\"survey\",$at}" missing /rating
refused "{\"decision\":\"$id\",\"event\":\"survey\",$at,\"rating\":6}" range /rating
refused "{\"decision\":\"$id\",\"event\":\"complaint\",$at,\"about\":\"They rang at night\"}" range /about
refused "{\"decision\":\"$id\",\"event\":\"complaint\",$at,\"text\":\"x\"}" key /text
refused "{\"decision\":\"$id\",\"event\":\"complaint\"}" missing /at
refused "{\"decision\":\"$id\",\"event\":\"complaint\",\"at\":\"yesterday\"}" type /at
refused "{\"decision\":\"$id\",$at}" missing /event
refused "{\"event\":\"complaint\",$at}" missing ''
refused "{\"decision\":\"$id\",\"id\":\"A-5\",\"event\":\"complaint\",$at}" key ''
refused "{\"decision\":\"abc\",\"event\":\"complaint\",$at}" type /decision
refused "{\"decision\":\"$(echo "$id" | tr '0-9a-f' '1-9a-f0')\",\"event\":\"complaint\",$at}" missing /decision
refused "{\"decision\":\"$id\",\"event\":\"complaint\",\"at\":\"2026-03-02T14:59:59Z\"}" range /at
refused "{\"id\":\"nobody\",\"event\":\"complaint\",$at}" missing /id
refused "{\"subject\":\"M-5\",\"event\":\"complaint\",\"at\":\"2026-03-02T14:59:59Z\"}" missing /subject
"$ruth" audit verify "$db" | grep -q '^good: 476 rows'; ok $? "none of it is in the ledger"
{ echo "{\"decision\":\"$id\",\"event\":\"complaint\",$at,\"event_id\":\"E-1\"}"; echo bad; echo "{\"id\":\"A-5\",\"event\":\"complaint\",$at,\"event_id\":\"E-1\"}"; echo "{\"id\":\"A-5\",\"event\":\"complaint\",$at,\"event_id\":\"E-2\"}"; echo "{\"id\":\"A-6\",\"event\":\"complaint\",$at,\"event_id\":\"E-1\"}"; } |
    "$ruth" audit record -q "$db" > "$dir/answer"; ok $(($? != 3)) "one bad line among good ones"
[ "$(grep -c '"known":false' "$dir/answer")" = 2 ] && [ "$(grep -c '"known":true' "$dir/answer")" = 1 ] && sed -n 5p "$dir/answer" | grep -q '"code":"range","at":"/event_id"'; ok $? "an id of the host's own tells events apart, and is no other person's"
people 5 6 2026-03-05 | "$ruth" decide -q -p "$new" --audit "$db" > /dev/null
echo "{\"subject\":\"M-5\",\"event\":\"opt_out\",$at}" | "$ruth" audit record -q "$db" > "$dir/answer"
grep -qF "\"decision\":\"$id\"" "$dir/answer"; ok $((!$?)) "by person: the last decision before it, not an earlier one"

# ---- with the rest of the ledger ----
"$ruth" audit show "$db" A-5 > "$dir/out5"; ok $? "show"
[ "$(grep -c '"kind":"outcome"' "$dir/out5")" = 3 ] && [ "$(grep -c '"kind":"decision"' "$dir/out5")" = 2 ] && grep -q '"of":7,"event":{"event":"complaint","at":"2026-03-09T10:00:00Z","event_id":"E-1"}}' "$dir/out5"; ok $? "shows the decisions of a request and what came of them"
"$ruth" audit show "$db" "$id" > "$dir/out5"; [ "$(wc -l < "$dir/out5")" = 3 ] && ! grep -v "\"decision\":\"$id\"\|\"of\":7," "$dir/out5" | grep -q .; ok $? "by a decision's id, that decision and what came of it"
"$ruth" replay "$db" | grep -q '^220 identical, 0 differ, 0 erased$'; ok $? "replay decides decisions again, and leaves outcomes alone"
"$ruth" audit find "$db" --channel letter 2>&1 > /dev/null | grep -q 'of 220 decisions$'; ok $? "so does find"
"$ruth" audit export -q "$db" > "$dir/export"; [ "$(grep -c '"kind":"outcome"' "$dir/export")" = 259 ]; ok $? "export has them"
"$ruth" audit export "$db" --exam cfpb --out "$dir/exam"; ok $? "the examination too"
(cd "$dir/exam" && sha256sum -c manifest.sha256 > /dev/null 2>&1); ok $? "the manifest fits"
[ "$(grep -c ',"payment",' "$dir/exam/5-payments-outcomes.csv")" = 67 ] && [ "$(grep -c '"complaint"' "$dir/exam/4-complaints-outcomes.csv")" = 12 ]; ok $? "payments and complaints on their sheets"

# ---- erased ----
"$ruth" audit erase "$db" --subject M-0 > "$dir/erased"; ok $? "erase"
grep -q '^erased: 1 decisions and 3 outcomes; ' "$dir/erased"; ok $? "takes what came of it along"
"$ruth" audit verify "$db" --head "$head" > /dev/null; ok $? "the chain holds, the old head is in it"
"$ruth" audit export -q "$db" > "$dir/export"
first=$(sed -n 's/^{"id":"A-0","decision":"\([0-9a-f]*\)".*/\1/p' "$dir/out")
cat "$db" "$db-wal" "$dir/export" 2> /dev/null | grep -aq "M-0\"\|\"A-0\"\|$first\|\"amount\":1000,"; ok $(($? == 0)) "neither file nor export says anything of them"
echo "{\"decision\":\"$first\",\"event\":\"complaint\",$at}" | "$ruth" audit record -q "$db" > /dev/null; ok $(($? != 3)) "nothing is written about them any more"
"$ruth" report "$db" --json > "$dir/json"
has '"erased":{"people":1,"decisions":1,"outcomes":3}' "the report counts them as erased"
has '"paid":{"k":66,"n":218,' "and in no rate"
"$ruth" audit erase "$db" --older-than 2026-03-10T00:00:00Z > "$dir/erased"; ok $? "what is older goes"
grep -q '^erased: 200 decisions and [1-9][0-9]* outcomes; ' "$dir/erased" && "$ruth" audit verify "$db" > /dev/null; ok $? "outcomes of before it too, and the chain holds"
"$ruth" report "$db" --json | grep -q '"outcomes_of_erased":[1-9]'; ok $? "what came later of a decision that went is counted apart"

# ---- into what is no ledger, or nowhere ----
"$ruth" audit record "$dir/nowhere" "$dir/events" > /dev/null 2>&1; ok $(($? != 2)) "a ledger that is not there is a usage error"
"$ruth" report "$dir/events" > /dev/null 2>&1; ok $(($? != 5)) "what is no ledger is exit 5"

# ---- kill -9 in the middle: what was answered is there ----
rounds=$((${RUTH_SCALE:-1000} / 300))
[ "$rounds" -lt 30 ] || rounds=30
[ "$rounds" -gt 0 ] || rounds=1
"$ruth" decide -q -p "$new" --audit "$dir/base" "$dir/in" > /dev/null
awk 'BEGIN { for (k = 0; k < 40000; k++) printf "{\"id\":\"A-%d\",\"event\":\"payment\",\"at\":\"2026-03-09T10:00:00Z\",\"amount\":5,\"currency\":\"USD\",\"event_id\":\"K-%d\"}\n", k % 200, k }' > "$dir/stream"
lost=0 broken=0 cut=0 round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    rm -f "$dir"/killed*
    cp "$dir/base" "$dir/killed"
    "$ruth" audit record -q "$dir/killed" "$dir/stream" > "$dir/left" 2> /dev/null &
    pid=$!
    sleep "0.$(printf '%02d' $((10 + round * 37 % 60)))"
    kill -9 "$pid" 2> /dev/null && cut=$((cut + 1))
    wait "$pid" 2> /dev/null
    sed -n 's/^{"row":\([0-9]*\),"id":.*"known":false}$/\1/p' "$dir/left" | sort > "$dir/rows"
    "$ruth" audit verify "$dir/killed" > /dev/null || broken=$((broken + 1))
    "$ruth" audit export -q "$dir/killed" | sed -n 's/^{"row":\([0-9]*\),"kind":"outcome".*/\1/p' | sort > "$dir/held"
    [ -z "$(comm -23 "$dir/rows" "$dir/held")" ] || lost=$((lost + 1))
done
ok $((lost)) "kill -9, $rounds rounds, $cut of them in the middle: every outcome that was answered is in the ledger"
ok $((broken)) "and the chain holds"
