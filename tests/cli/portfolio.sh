#!/bin/sh
# portfolio.sh: whole portfolios through `decide`: the synthetic one, and the real accounts where they are at hand.
set -u
ruth=${RUTH:-build/ruth}
tools=$(dirname "$ruth")/tools
[ -x "$tools/portfolio" ] || tools=build/tools
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
lines() { wc -l < "$1" | tr -d ' '; }

# FILE NAME: every line decided, one segment each, contacts only where the rules of humane practice allow them
judge() {
    requests=$1 decisions=$2 name=$3
    [ "$(lines "$requests")" = "$(lines "$decisions")" ]; ok $? "$name: every request is answered"
    ! grep -q '"error":{' "$decisions"; ok $? "$name: none is rejected"
    [ "$(grep -c '"segment":{"is":"' "$decisions")" = "$(lines "$requests")" ]; ok $? "$name: everybody has exactly one segment"
    paste "$requests" "$decisions" > "$dir/both"
    ! grep -E '"balance":(0|-[0-9]+)[,}]' "$dir/both" | grep -qv '"contact":null'; ok $? "$name: nobody who owes nothing is contacted"
    ! grep '"contact":{"channel":"voice"' "$decisions" | grep -qvE '"reason":"voice_(deadline|safety|asked)"'; ok $? "$name: every call has a reason from the closed list"
    for pair in email:email_consent sms:sms_consent whatsapp:whatsapp_consent voice:call_consent; do
        channel=${pair%%:*} consent=${pair##*:}
        ! grep "\"contact\":{\"channel\":\"$channel\"" "$dir/both" | grep -qv "\"$consent\":true"; ok $? "$name: no $channel without its consent"
    done
    ! grep -q '"inbound":{"open":false' "$decisions"; ok $? "$name: inbound help is open for everybody"
    ! grep '"action":{"is":"formal_notice"' "$decisions" | grep -q '"listened_on":null'; ok $? "$name: no formal notice before listening"
}

count=2000
[ "${RUTH_SCALE:-1000}" -lt 1000 ] && count=300
"$tools/portfolio" 11 $count > "$dir/syn"
"$ruth" decide -q -p policies/humane "$dir/syn" > "$dir/syn.out"; ok $? "the synthetic portfolio is decided"
judge "$dir/syn" "$dir/syn.out" synthetic
contacted=$(grep -vc '"contact":null' "$dir/syn.out")
[ "$contacted" -gt $((count / 10)) ]; ok $? "synthetic: $contacted of $count are contacted"
"$tools/portfolio" --fill 12 < "$dir/syn" > "$dir/full"
! sed 's/"contacts":.*//' "$dir/full" | grep -q ':null'; ok $? "every unknown fact can be filled in"
"$ruth" decide -q -p policies/humane "$dir/full" > "$dir/full.out"; ok $? "the filled portfolio is decided"
judge "$dir/full" "$dir/full.out" filled

real=${RUTH_SHARED:-/nowhere}/data/uci_portfolio_delinquent.csv
if [ ! -r "$real" ]; then
    echo "ok $((n + 1)) - the real accounts # SKIP the UCI file is not here"
    exit 0
fi
"$ruth" import -q --map examples/maps/uci-credit-card.yaml --rejects "$dir/rejects" "$real" > "$dir/uci"; ok $? "the real accounts are imported, none rejected"
[ "$(lines "$dir/uci")" = 6818 ]; ok $? "6,818 of them"
"$ruth" decide -q -p policies/humane "$dir/uci" > "$dir/uci.out"; ok $? "the real accounts are decided"
judge "$dir/uci" "$dir/uci.out" real
owe=$(grep -cE '"balance":[1-9]' "$dir/uci") idle=$(grep -cE '"balance":(0|-[0-9]+)[,}]' "$dir/uci")
[ "$idle" = 1689 ]; ok $? "real: 1,689 owe nothing"
offered=$(grep -E '"contact":{"channel":"(letter|portal)"' "$dir/uci.out" | wc -l)
[ "$offered" -gt $((owe / 2)) ]; ok $? "real: $offered of the $owe who owe are offered something by a channel that needs no consent"
for seed in 1 2; do
    "$tools/portfolio" --fill $seed < "$dir/uci" > "$dir/uci.full"
    "$ruth" decide -q -p policies/humane "$dir/uci.full" > "$dir/uci.full.out"; ok $? "the real accounts, every unknown filled in (seed $seed), are decided"
    judge "$dir/uci.full" "$dir/uci.full.out" "real, filled $seed"
done
