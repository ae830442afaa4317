#!/bin/sh
# demo.sh: the main job on the sample portfolio: 10,000 synthetic people decided by policies/humane, counted, one shown in full.
set -eu
ruth=${RUTH:-build/ruth}
tools=$(dirname "$ruth")/tools
out=$(dirname "$ruth")/demo
count=${1:-10000}
mkdir -p "$out"
"$tools/portfolio" 20260302 "$count" > "$out/requests.ndjson"
echo "ruth decides a synthetic portfolio of $count people by policies/humane"
"$ruth" decide -p policies/humane "$out/requests.ndjson" > "$out/decisions.ndjson"
"$tools/summary" < "$out/decisions.ndjson"
echo
echo "requests:  $out/requests.ndjson"
echo "decisions: $out/decisions.ndjson"
real=${RUTH_SHARED:-../shared}/data/uci_portfolio_delinquent.csv
if [ -r "$real" ]; then
    echo
    echo "the 6,818 real accounts of the UCI set (assumptions stated by the map):"
    "$ruth" import --map examples/maps/uci-credit-card.yaml "$real" > "$out/uci-requests.ndjson"
    "$ruth" decide -p policies/humane "$out/uci-requests.ndjson" > "$out/uci-decisions.ndjson"
    "$tools/summary" < "$out/uci-decisions.ndjson" | sed '/^one decision in full/,$d'
fi
