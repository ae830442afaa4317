#!/bin/sh
# sectors.sh: each sector's pack beside policies/humane: nothing to warn of, the cases of both pass, every rule of the pack is touched; and the packs alone answer their questions.
set -u
ruth=${RUTH:-build/ruth}
n=0
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
said=$dir/said
# made-up people on whom the guarantees are tried; policies.sh tries those of humane alone on as many as `ruth test` does by itself
people=$((${RUTH_SCALE:-1000} / 4))
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$said" | head -n 30; fi; }

"$ruth" check policies/sectors > "$said" 2>&1; ok $? "check policies/sectors"
grep -q '^No findings' "$said"; ok $? "nothing to warn of in the packs alone"
"$ruth" test policies/sectors > "$said" 2>&1; ok $? "their questions"

# Under sanitizers one sector: the four are the same verbs over other rules, and what these say is judged without.
sectors='credit-union utility telecom bnpl'
[ "${RUTH_VARIANT:-release}" = release ] || sectors=credit-union
for sector in $sectors; do
    rm -rf "$dir/p"; mkdir "$dir/p"
    cp -r policies/charter policies/humane policies/sector "$dir/p/"; chmod -R u+w "$dir/p"
    sed -i "s#^uses: \[#uses: [sector/$sector, #" "$dir/p/humane/policy.yaml"
    cp "policies/sector/$sector/cases/humane.yaml" "$dir/p/humane/cases/sector.yaml"
    "$ruth" check "$dir/p/humane" > "$said" 2>&1; ok $? "check humane with sector/$sector"
    grep -q '^No findings' "$said"; ok $? "nothing to warn of with sector/$sector"
    "$ruth" test --all --people $people "$dir/p/humane" > "$said" 2>&1; ok $? "the cases of humane, and those of sector/$sector"
    grep -q "cases/sector.yaml: \([0-9]*\) of \1\$" "$said"; ok $? "all cases of the pack pass"
    [ "$(grep -c '^  not touched: ' "$said")" = 0 ]; ok $? "no rule is left untouched with sector/$sector"
    # a slip in the pack is noticed by its cases
    sed -i 's/forbid = true, hand_over = team "[a-z]*", by = business_days([0-9])/require = { "free_advice" }/; s/tone_at_most = "encouragement"/tone_at_most = "plain"/' "$dir/p/sector/$sector/charter.lua"
    "$ruth" test --people 1 "$dir/p/humane" > "$said" 2>&1; ok $(($? != 1)) "without its effects the cases of sector/$sector fail"
done
echo "1..$n"
