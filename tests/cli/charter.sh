#!/bin/sh
# charter.sh: `ruth charter`: the page in both languages and as HTML, a pack with what it says of itself, its exit codes.
set -u
ruth=${RUTH:-build/ruth}
policy=policies/humane
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
is() { [ "$1" = "$2" ]; ok $? "$3"; }
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }

"$ruth" charter $policy > "$dir/en" 2> "$dir/err"; is $? 0 "a page of the shipped policy"
[ ! -s "$dir/err" ]; ok $? "nothing is said on standard error"
head -1 "$dir/en" | grep -q '^Limits in force: humane$'; ok $? "its title"
grep -q "Digest: sha256:[0-9a-f]\{64\}$" "$dir/en"; ok $? "the digest of what is enforced"
"$ruth" charter -p $policy | cmp -s - "$dir/en"; ok $? "-p says the same"
"$ruth" charter $policy | cmp -s - "$dir/en"; ok $? "the same bytes again"
"$ruth" charter --lang fr $policy > "$dir/fr"; is $? 0 "--lang fr"
head -1 "$dir/fr" | grep -q '^Limites en vigueur'; ok $? "in French"
! grep -q '^    Limit:\|^    Why:\|^    Who:' "$dir/fr"; ok $? "and nothing of it in English but what the policy has in English alone"
for id in $(sed -n 's/^limit "\([^"/]*\).*/\1/p' policies/charter/ethics/charter.lua | sort -u); do
    [ "$(grep -c "^  $id\$" "$dir/en")" = 1 ] && [ "$(grep -c "^  $id\$" "$dir/fr")" = 1 ] || echo "$id" >> "$dir/missing"
done
[ ! -s "$dir/missing" ]; ok $? "every rule of its charter stands there, once"
! grep -q "$(printf '\033')" "$dir/en"; ok $? "no colour"

for lang in en fr; do
    "$ruth" charter --html --lang $lang $policy > "$dir/page.html"; is $? 0 "--html, $lang"
    grep -q "<html lang=\"$lang\">" "$dir/page.html"; ok $? "it says its language"
    ! grep -qi 'https\?://\|src=\|<script\|<link\|@import' "$dir/page.html"; ok $? "it asks for nothing from elsewhere"
    if command -v xmllint > /dev/null 2>&1; then xmllint --noout "$dir/page.html" 2> "$dir/err"; ok $? "well formed, as xmllint sees it"
    else skip "well formed, as xmllint sees it" "there is no xmllint"; fi
done

# A policy of one pack, which it tightens.
mkdir -p "$dir/charter/here/messages" "$dir/mine"
"$ruth" charter policies/law --lang fr > "$dir/fr"; grep -q '^Recouvrement amiable en France (charter/fr)$' "$dir/fr"; ok $? "a pack's summary in the language of the page"
"$ruth" charter policies/law > "$dir/en"; grep -q '^Amicable recovery in France (charter/fr)$' "$dir/en"; ok $? "… and in English"
cp -r policies/starter/. "$dir/mine"
cat > "$dir/charter/here/policy.yaml" <<'YAML'
pack: here
version: 1.2.3
summary: Contacts in one place <only>
cite: "Act 7 & 8"
counsel: "Not legal advice. Have counsel review this pack."
valid_from: 2025-03-01
holidays: [ { name: "New Year", date: 01-01 } ]
YAML
cat > "$dir/charter/here/numbers.yaml" <<'YAML'
most_calls: { type: integer, value: 7, tighter: lower, doc: "calls in a week" }
YAML
cat > "$dir/charter/here/charter.lua" <<'LUA'
limit "here.calls" { cite = "s. 4", nature = "presumption", status = "from_memory", because = "here.why", on = { channel = "voice" }, at_most = { { number.most_calls, days(7) } } }
limit "here.duty" { cite = "s. 5", nature = "disclosure_duty", status = "verified", because = "here.duty", left_to = "host" }
LUA
printf 'here.why: "Enough calls"\nhere.duty: "A copy is kept for three years"\n' > "$dir/charter/here/messages/en.yaml"
sed -i 's|^uses:.*|uses: [charter/here]|' "$dir/mine/policy.yaml"
grep -q '^uses' "$dir/mine/policy.yaml" || echo 'uses: [charter/here]' >> "$dir/mine/policy.yaml"
echo 'tighten: { most_calls: 5 }' >> "$dir/mine/policy.yaml"
"$ruth" charter "$dir/mine" > "$dir/out" 2> "$dir/err"; is $? 0 "a policy with a pack"
cat "$dir/err"
grep -q '^Contacts in one place <only> (charter/here)$' "$dir/out"; ok $? "the pack by its title"
for line in 'Version: 1.2.3' 'Rests on: Act 7 & 8' 'In force: From 1 March 2025 on.' 'Note: Not legal advice. Have counsel review this pack.' 'Limit: At most 5 contacts by call in 7 days.' 'Why: Enough calls.' \
    'Holidays: New Year (1 January).'; do
    grep -qF "    $line" "$dir/out"; ok $? "of the pack: $line"
done
grep -qF 'most_calls: 5; may be tightened: lower; tightened by this policy: yes, from 7; meaning: calls in a week' "$dir/out"; ok $? "the figure in force, and what it was"
sed -n '/^What ruth cannot see to$/,$p' "$dir/out" | grep -q '^  here.duty$'; ok $? "what is left to the host stands last"
is "$(grep -c '^  here.duty$' "$dir/out")" 1 "and only there"
"$ruth" charter --html "$dir/mine" | grep -qF '<h2 id="section-1">Contacts in one place &lt;only&gt; (charter/here)</h2>'; ok $? "escaped in HTML"

# Every pack that a shipped policy uses: no rule is missing.
for one in humane law; do
    for lang in en fr; do
        "$ruth" charter --html --lang $lang policies/$one > "$dir/page.html" 2> "$dir/err"; is $? 0 "policies/$one, $lang"
        cat "$dir/err"
        if command -v xmllint > /dev/null 2>&1; then xmllint --noout "$dir/page.html" 2> "$dir/err"; ok $? "well formed"
        else skip "well formed" "there is no xmllint"; fi
        [ "$(grep -c '<h3 id=' "$dir/page.html")" -gt 100 ]; ok $? "there are rules on it"
        : > "$dir/missing"
        for pack in $(grep -o 'charter/[a-z-]*' policies/$one/policy.yaml | sort -u); do
            for id in $(sed -n 's/^ *limit "\([^"/]*\).*/\1/p' policies/$pack/charter.lua | sort -u); do
                grep -q "<h3 id=\"\(rule\|left\)-$id\">$id</h3>" "$dir/page.html" || echo "$id" >> "$dir/missing"
            done
        done
        [ ! -s "$dir/missing" ]; ok $? "no rule of its packs is missing"
        cat "$dir/missing"
        [ "$(grep -o '<h3 id="[^"]*"' "$dir/page.html" | sort | uniq -d)" = "" ]; ok $? "none stands there twice"
    done
done

"$ruth" charter > /dev/null 2>&1; is $? 2 "no policy: usage"
"$ruth" charter $policy $policy > /dev/null 2>&1; is $? 2 "two policies: usage"
"$ruth" charter --lang de $policy > /dev/null 2>&1; is $? 2 "a language there is not: usage"
"$ruth" charter --json $policy > /dev/null 2>&1; is $? 2 "an option it does not take: usage"
"$ruth" charter "$dir/nowhere" > "$dir/out" 2> "$dir/err"; is $? 4 "a policy that does not load: exit 4"
[ ! -s "$dir/out" ] && [ -s "$dir/err" ]; ok $? "and it says why"
"$ruth" charter --help | grep -q -- '--html'; ok $? "--help"
