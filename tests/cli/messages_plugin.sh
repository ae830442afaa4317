#!/bin/sh
# messages_plugin.sh: docs/messages-plugin.md, word for word; and the texts of two people at once are the same as those of one after the other.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d "${TMPDIR:-/tmp}/ruth-messages.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
PATH=$(cd "$(dirname "$ruth")" && pwd):$PATH
LC_ALL=C
export PATH LC_ALL
[ -n "${RUTH_VARIANT:-}" ] && [ "$RUTH_VARIANT" != release ] && export RUTH_IN_VALGRIND=1 # sanitizers and valgrind do not go together
tools/run-guide.sh docs/messages-plugin.md > "$dir/guide"; grep -v '^ok' "$dir/guide" | sed 's/^/# /'
! grep -q '^not ok' "$dir/guide"; ok $? 'docs/messages-plugin.md, word for word'

# The page's policy again, as files: what the page writes is what is tried here.
awk '/^```/ { if (!inside) { inside = 1; out = ""; for (i = 1; i <= NF; i++) if ($i ~ /^file=/ && $NF == "new") out = substr($i, 6); if (out != "") { file = dir "/" out; sub(/\/[^\/]*$/, "", file); system("mkdir -p " file); file = dir "/" out; printf "" > file } } else { inside = 0; if (out != "") close(file) } next } inside && out != "" { print >> file }' dir="$dir" docs/messages-plugin.md
[ -f "$dir/lender/plugins/messages/en.yaml" ] && [ -f "$dir/three.ndjson" ]; ok $? 'its files'
cp -r policies/starter/. "$dir/lender/"
sed -i 's/^plugins:.*/plugins: [messages]/' "$dir/lender/policy.yaml"
for f in stage principal interest fees credits; do
    case $f in stage) echo 'stage: { type: enum, values: [before_due, early, late], if_missing: none_on_file, source: host }' ;; *) echo "$f: { type: money, source: host }" ;; esac
done >> "$dir/lender/facts.yaml"
i=0
while [ $i -lt 200 ]; do cat "$dir/two.ndjson"; i=$((i + 1)); done > "$dir/many"
ruth decide -q -j 1 -p "$dir/lender" "$dir/many" > "$dir/one"; ok $? 'four hundred texts'
ruth decide -q -j 4 -p "$dir/lender" "$dir/many" > "$dir/four"; cmp -s "$dir/one" "$dir/four"; ok $? 'the same from four threads'
LC_ALL=fr_FR.UTF-8 LANG=fr_FR.UTF-8 TZ=Asia/Tokyo ruth decide -q -p "$dir/lender" "$dir/many" > "$dir/elsewhere"; cmp -s "$dir/one" "$dir/elsewhere"; ok $? 'the same whatever the process calls its place'
grep -q '228456\|2,284.56' "$dir/one"; ok $? 'with the account in them'
rm "$dir/lender/plugins/messages/fr.yaml"
ruth decide -q -p "$dir/lender" "$dir/two.ndjson" > /dev/null 2> "$dir/said"; ok $(($? != 4)) 'a language without its file does not load'
grep -q "plugins/messages/fr.yaml:1:1.*does not have this file" "$dir/said"; ok $? 'and is named'
# Every form of every type on the values that `plugin check` makes up, twice and in another order.
mkdir -p "$dir/p/plugins/messages"
cp -r plugins/template/render/test/policy/. "$dir/p/"
sed -i 's/@ID@/messages/; s/\[en\]/[en, fr]/' "$dir/p/policy.yaml"
cp "$dir/p/messages/en.yaml" "$dir/p/messages/fr.yaml"
echo 'language: { type: enum, values: [en, fr], source: host }' >> "$dir/p/facts.yaml"
cat > "$dir/p/plugins/messages/settings.yaml" <<'END'
languages: { en: en-GB, fr: fr-CA }
currencies: [USD]
tones: [gratitude, encouragement, plain, firm]
values: { balance: money, count: integer, first_due: date, name: text }
END
for language in en fr; do
    for message in listen plan_offer reminder; do
        echo "$message: [ { channel: [letter, email, sms, voice], tone: gratitude, subject: \"{name}\", body: \"It's {balance} in {count, plural, =0 {no} one {# part} other {# parts}} from {first_due} to {first_due, date, full}, {name}. {balance, plural, =0 {Nothing} other {#}} is left.\" } ]"
    done > "$dir/p/plugins/messages/$language.yaml"
done
ruth plugin check -p "$dir/p" "$(dirname "$ruth")/plugins/messages.so" > "$dir/said" 2>&1; ok $? 'the check of plugins'
sed 's/^/# /' "$dir/said" | grep -v '=='
