#!/bin/sh
# plans.sh: every word of plugins/plans through the command: what is offered, what is not, and what stays possible when a figure is not known.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
RUTH=${RUTH:-build/ruth}
plugins=$(dirname "$RUTH")/plugins
mkdir "$work/p"
cat >"$work/p/policy.yaml" <<'END'
policy: try-plans
version: "1"
languages: [en]
plugins: [plans]
END
cat >"$work/p/facts.yaml" <<'END'
timezone:   { type: zone, source: host }
currency:   { type: enum, values: [USD], source: host }
balance:    { type: money, range: [0, 100000000], source: host }
affordable: { type: money, range: [0, 100000000], source: person }
disposable: { type: money, range: [0, 100000000], source: person }
payday:     { type: date, source: person }
age:        { type: integer, range: [0, 1000], if_missing: none_on_file, source: host }
in_a_row:   { type: integer, range: [0, 1000], source: host }
pay_cycle:  { type: enum, values: [week, two_weeks, month], source: person }
END
cat >"$work/p/plans.lua" <<'END'
plan "equal" { when = { balance = above(0) }, offer = equal_instalments { of = fact.balance, up_to = fact.affordable, months = 12, left_of = fact.disposable, keep = fact.balance } }
plan "longer" { when = { balance = above(0) }, offer = longer_spread { of = fact.balance, up_to = fact.affordable, every = fact.pay_cycle, months = 12, payday = fact.payday } }
plan "lower" { when = { balance = above(0) }, offer = reduced_with_freeze { of = fact.balance, up_to = fact.affordable, months = 3 } }
plan "token" { when = { balance = above(0) }, offer = token_payment { of = fact.balance, up_to = fact.affordable, amount = money("1.00 USD") } }
plan "interest" { when = { balance = above(0) }, offer = interest_payments { of = fact.balance, up_to = fact.affordable, months = 3, rate = percent("12") } }
plan "settle" { when = { balance = above(0) }, offer = settlement_payment { of = fact.balance, up_to = fact.affordable, share = percent("25") } }
plan "rises" { when = { balance = above(0) }, offer = rising_payments { of = fact.balance, up_to = fact.affordable, months = 24, start = money("3.00 USD"), step = money("1.00 USD"), review = 3 } }
plan "again" { when = { balance = above(0) }, offer = re_aged_instalments { of = fact.balance, up_to = fact.affordable, months = 20, account_months = fact.age, paid_in_a_row = fact.in_a_row, re_aged_12m = 0, re_aged_5y = 1 } }
segment "all" { when = otherwise }
END
ask() { # $1: facts besides these
    printf '{"id":"1","now":"2026-03-02T15:00:00Z","facts":{"timezone":"America/New_York","currency":"USD","balance":10001%s}}\n' "$1" | "$RUTH" decide -p "$work/p" --plugins "$plugins" 2>&1
}
proves() { # what, answer, pattern
    if printf '%s' "$2" | grep -q "$3"; then echo "ok - $1"; else echo "not ok - $1"; printf '%s\n' "$2" | cut -c1-1500 | sed 's/^/# /'; fi
}
lacks() { # an answer that is a decision, and has it not
    if ! printf '%s' "$2" | grep -q '"plans"' || printf '%s' "$2" | grep -q "$3"; then echo "not ok - $1"; printf '%s\n' "$2" | cut -c1-1500 | sed 's/^/# /'; else echo "ok - $1"; fi
}
full=$(ask ',"affordable":2600,"disposable":20000,"payday":"2026-03-06","pay_cycle":"week"')
proves "equal instalments: the lowest payment of a year" "$full" '"instalment":834'
proves "a weekly plan begins on the business day behind payday" "$full" '"first_due":"2026-03-09"'
proves "a month's interest alone" "$full" '"instalment":100,'
proves "a quarter of what is owed, at once" "$full" '"instalment":2500,"count":1'
proves "a token within it is" "$full" '"instalment":100,"count":6'
proves "payments that rise: the first three months" "$full" '"plan":"rises","instalment":300,"count":3,"every":"month","first_due":"[0-9-]*","last":300,"total":900'
lacks "an account of no age on file is not re-aged" "$full" '"plan":"again","instalment"'
old=$(ask ',"affordable":2600,"disposable":20000,"payday":"2026-03-06","pay_cycle":"week","age":9,"in_a_row":3')
proves "nine months and three payments in a row: it is" "$old" '"plan":"again","instalment":501,"count":20'
lacks "two payments in a row: it is not" "$(ask ',"affordable":2600,"disposable":20000,"payday":"2026-03-06","pay_cycle":"week","age":9,"in_a_row":2')" '"plan":"again"'
proves "not known: it may be, and needs that" "$(ask ',"affordable":2600,"disposable":20000,"payday":"2026-03-06","pay_cycle":"week","age":9,"in_a_row":null')" '"plan":"again","needs":\["in_a_row"\]'
offer=$(printf '{"id":"1","now":"2026-03-02T15:00:00Z","offer":{"amount":1700,"every":"month"},"facts":{"timezone":"America/New_York","currency":"USD","balance":10001,"affordable":2600,"disposable":20000,"payday":"2026-03-06","pay_cycle":"week"}}\n' | "$RUTH" decide -p "$work/p" --plugins "$plugins" 2>&1)
proves "an offer between two lines of a plan is accepted" "$offer" '"counter":{"answer":"accepted","id":null,"plan":"equal","kind":"equal_instalments","instalment":1700,"count":6,"every":"month",.*"last":1501,"total":10001'
poor=$(ask ',"affordable":90,"disposable":20000,"payday":"2026-03-06","pay_cycle":"week"')
lacks "a token above what is affordable is not offered" "$poor" '"instalment":100,"count":6'
lacks "instalments above what is affordable are not offered" "$poor" '"instalment":834'
kept=$(ask ',"affordable":2600,"disposable":10500,"payday":"2026-03-06","pay_cycle":"week"')
lacks "no instalments where they would take what is to be kept" "$kept" '"instalment":834'
unknown=$(ask ',"disposable":20000')
lacks "nothing is offered on a figure that is not known" "$unknown" '"instalment"'
proves "and the decision names it" "$unknown" 'affordable'
