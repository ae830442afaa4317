#!/bin/sh
# whatif.sh: `ruth whatif`: from a file and from standard input, wanted outcomes, JSON, exit codes.
set -u
ruth=${RUTH:-build/ruth}
policy=policies/humane
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }

printf '%s\n' '{"id":"w","now":"2026-03-02T15:00:00Z","facts":{"jurisdiction":"us","role":"first_party","timezone":"America/New_York","currency":"USD","balance":50000,"days_past_due":45,"time_barred":false}}' > "$dir/one"
printf '%s\n' '{"id":"x","now":"2026-03-02T15:00:00Z","facts":{"balance":"much"}}' > "$dir/wrong"

"$ruth" whatif -p $policy "$dir/one" > "$dir/out" 2> "$dir/err"; ok $? "what would change a decision"
[ ! -s "$dir/err" ]; ok $? "nothing is said on standard error"
head -1 "$dir/out" | grep -q '^Decided: action '; ok $? "the decision comes first"
grep -q 'life_event: none on file → a death in the family (the person can change it)' "$dir/out"; ok $? "a change, and in whose power it is"
"$ruth" whatif -p $policy < "$dir/one" | cmp -s - "$dir/out"; ok $? "from standard input, the same"
"$ruth" whatif -p $policy --want hand_over=care "$dir/one" | grep -q 'hand-over none → care'; ok $? "a wanted outcome"
"$ruth" whatif -p $policy --want channel=letter "$dir/one" | grep -q '^It is so already\.$'; ok $? "what is so already"
"$ruth" whatif -p $policy --json "$dir/one" | grep -q '^{"id":"w","decision":{"action":'; ok $? "as JSON"
cat "$dir/one" "$dir/wrong" | "$ruth" whatif -p $policy > /dev/null 2>&1; ok $(($? != 3)) "a rejected request"
"$ruth" whatif "$dir/one" > /dev/null 2>&1; ok $(($? != 2)) "no policy is a usage error"
"$ruth" whatif -p $policy --want mood=good "$dir/one" > /dev/null 2>&1; ok $(($? != 2)) "nothing that can be wanted is a usage error"
"$ruth" whatif -p "$dir" "$dir/one" > /dev/null 2>&1; ok $(($? != 4)) "a policy that does not load"
