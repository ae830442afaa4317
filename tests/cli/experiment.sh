#!/bin/sh
# experiment.sh: an experiment added to the humane policy: the same arms in three processes, in explain, check and diff.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }

cp -R policies "$dir/policies"
new=$dir/policies/humane
grep -q '^subject:' "$new/facts.yaml" || echo 'subject: { type: text, source: host }' >> "$new/facts.yaml"
echo 'opening: { type: enum, values: [as_before, gentler], source: derived }' >> "$new/facts.yaml"
printf '\nexperiment "opening" { arms = { "as_before", "gentler" }, share = { 90, 10 } }\n' >> "$new/derive.lua"
"$ruth" check -q --json "$new" > "$dir/check" 2> "$dir/err"
grep -q '"idle_experiment"' "$dir/check"; ok $? "check tells an experiment whose arm no rule reads"
{ echo 'tone "tried" { is = "gratitude", when = { opening = "gentler" } }'; cat "$new/tones.lua"; } > "$dir/tones.lua"
cp "$dir/tones.lua" "$new/tones.lua"
"$ruth" check -q --json "$new" > "$dir/check" 2> "$dir/err"
grep -q '"idle_experiment"' "$dir/check"; ok $((!$?)) "and no longer when a tone reads it"

i=0
while [ $i -lt 60 ]; do
    printf '{"id":"%s","now":"2026-03-02T15:00:00Z","facts":{"jurisdiction":"us","role":"first_party","subject":"M-%s","timezone":"America/New_York","language":"en","currency":"USD","balance":50000,"days_past_due":20}}\n' $i $i
    i=$((i + 1))
done > "$dir/in"
"$ruth" decide -q -p "$new" "$dir/in" > "$dir/one"; ok $? "sixty people are decided"
TZ=Asia/Tokyo LC_ALL=C "$ruth" decide -q -j 2 -p "$new" "$dir/in" | cmp -s - "$dir/one"; ok $? "the same bytes in a second process, on two threads"
whole=$(realpath "$ruth")
(cd "$dir" && LC_ALL=C.UTF-8 HOME=/nowhere "$whole" decide -q -p policies/humane in) | cmp -s - "$dir/one"; ok $? "and in a third, from elsewhere"
sed -n 1p "$dir/one" | grep -q '"experiments":{"opening":"as_before"},"ref":'; ok $? "M-0 is in the first arm: 65 of 100"
sed -n 4p "$dir/one" | grep -q '"experiments":{"opening":"gentler"},"ref":'; ok $? "M-3 is in the second: 90 of 100"
sed -n 4p "$dir/one" | grep -q '"tone":{"is":"gratitude"'; ok $? "whose tone it sets"
"$ruth" decide -q -p policies/humane "$dir/in" | grep -q '"experiments"'; ok $((!$?)) "a policy without experiments has no such key"
sed -n 4p "$dir/in" | "$ruth" explain -q --json -p "$new" > "$dir/why"; ok $? "explain explains it"
grep -q '"value":"gentler","words":"gentler","source":"derived","source_words":"worked out from subject = M-3"' "$dir/why"; ok $? "and says what the arm comes from"
"$ruth" diff -q -p policies/humane -p "$new" "$dir/in" > "$dir/diff"; ok $? "diff compares the policy with and without it"
"$ruth" decide -q -p "$new" --audit "$dir/db" "$dir/in" | cmp -s - "$dir/one"; ok $? "recorded"
"$ruth" replay -q "$dir/db" > /dev/null 2>&1; ok $? "and decided again, byte for byte"
sed 's/share = { 90, 10 }/share = { 90, 5, 5 }/' "$new/derive.lua" > "$dir/slip" && cp "$dir/slip" "$new/derive.lua"
"$ruth" check -q "$new" > "$dir/check" 2> "$dir/err"; ok $(($? != 1)) "shares that do not fit are an error"
[ "$(grep -c '^derive.lua' "$dir/check")" = 1 ] && grep -q '3 shares do not fit 2 arms' "$dir/check"; ok $? "told once"
