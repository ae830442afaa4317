#!/bin/sh
# lint_text.sh: `ruth lint-text`: its page, its exit codes, the same answer each time; and a policy whose texts press is not sent.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
is() { [ "$1" = "$2" ]; ok $? "$3"; }
mkdir "$dir/bin"
ln -s "$(cd "$(dirname "$ruth")" && pwd)/$(basename "$ruth")" "$dir/bin/ruth"
PATH=$dir/bin:$PATH tools/run-guide.sh docs/lint-text.md > "$dir/guide"; grep -v '^ok' "$dir/guide" | sed 's/^/# /'
! grep -q '^not ok' "$dir/guide"; ok $? "docs/lint-text.md, word for word"

printf 'We will sue you.' > "$dir/threat"
"$ruth" lint-text "$dir/threat" > "$dir/out" 2> "$dir/err"; is $? 1 "findings: 1"
"$ruth" lint-text < "$dir/threat" | sed "s,^text:,$dir/threat:," | cmp -s - "$dir/out"; ok $? "from standard input"
"$ruth" lint-text - < "$dir/threat" > /dev/null; is $? 1 "- is standard input"
printf 'Thank you.' | "$ruth" lint-text > /dev/null; is $? 0 "nothing found: 0"
"$ruth" lint-text < /dev/null > "$dir/out" 2> "$dir/err"; is $? 2 "an empty text: 2"
[ ! -s "$dir/out" ] && grep -q 'no word' "$dir/err"; ok $? "it says so"
"$ruth" lint-text "$dir/none" > /dev/null 2>&1; is $? 2 "no such file: 2"
"$ruth" lint-text "$dir" > /dev/null 2>&1; is $? 2 "a folder: 2"
"$ruth" lint-text "$dir/threat" "$dir/threat" > /dev/null 2>&1; is $? 2 "two texts: 2"
printf 'Hola' | "$ruth" lint-text --lang es > /dev/null 2>&1; is $? 2 "another language: 2"
printf '\351t\351' | "$ruth" lint-text > /dev/null 2>&1; is $? 2 "not UTF-8: 2"

# A policy whose first letter presses: decided as before, but another text goes out.
cp -r policies "$dir/p"
sed -i 's/\(voice\|letter\|portal\|email\|sms\|whatsapp\):   *{ encouragement: { subject: "How are things going?", body: "[^"]*/\1: { encouragement: { subject: "How are things going?", body: "Your neighbours will hear of this/; s/May we ask how you are?", body: "[^"]*/May we ask how you are?", body: "Pay {balance} now, or the police will come./' "$dir/p/humane/messages/en.yaml"
printf '%s\n' '{"id":"b","now":"2026-03-02T15:00:00Z","facts":{"jurisdiction":"us","role":"first_party","timezone":"America/New_York","language":"en","currency":"USD","days_past_due":45,"balance":123456,"monthly_income":null}}' > "$dir/one"
"$ruth" decide -q -p policies/humane "$dir/one" > "$dir/before"; "$ruth" decide -q -p "$dir/p/humane" "$dir/one" > "$dir/after"
grep -q '"text":"May we ask how you are' "$dir/before"; ok $? "the shipped text goes out"
grep -q '"rule":"ethics.no_threat[^"]*","code":"text_refused"' "$dir/after"; ok $? "one that presses is refused, and the limit named"
! grep -q police "$dir/after"; ok $? "nothing of it is sent"
"$ruth" check "$dir/p/humane" > "$dir/out"; is $? 1 "check finds it before"
grep -q '"police" is not said to people' "$dir/out"; ok $? "and names the word"
