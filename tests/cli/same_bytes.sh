#!/bin/sh
# same_bytes.sh: the corpus of decisions in many processes, locales and zones of the machine, on one thread and on several: one set of bytes; streams that break off.
set -u
ruth=${RUTH:-build/ruth}
build=${RUTH_BUILD:-build}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
ok() { if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "not ok - $2"; fi; }

# ---- the corpus: made-up people, hostile lines among them, decided and asked ----
people=200
[ "${RUTH_VARIANT:-release}" = release ] || people=40
portfolio=$build/tools/portfolio
[ -x "$portfolio" ] || portfolio=$build/../tools/portfolio
"$portfolio" 7 $people > "$dir/people" || ok 1 "the portfolio"
{ cat "$dir/people"; for f in tests/attacks/*.json; do head -c 2000 "$f" | tr -d '\n'; echo; done; } > "$dir/corpus"
"$ruth" decide -q -p policies/humane "$dir/corpus" > "$dir/first" 2> "$dir/err"; ok $(($? != 3)) "the corpus is decided, its hostile lines rejected: $(cat "$dir/err")"
[ "$(wc -l < "$dir/first")" = "$(wc -l < "$dir/corpus")" ]; ok $? "every line has its answer"
[ "$(grep -c '"decision":' "$dir/first")" = "$people" ]; ok $? "only people are decided on"

runs=20
[ "${RUTH_VARIANT:-release}" = release ] || runs=6
i=0
while [ $i -lt $runs ]; do
    case $((i % 4)) in 0) locale=C ;; 1) locale=C.UTF-8 ;; 2) locale=de_DE.UTF-8 ;; *) locale=cs_CZ.UTF-8 ;; esac
    case $((i % 3)) in 0) zone=UTC ;; 1) zone=Pacific/Apia ;; *) zone=America/St_Johns ;; esac
    LC_ALL=$locale LANG=$locale TZ=$zone HOME=/nowhere$i "$ruth" decide -q -j $((i % 3 + 1)) -p policies/humane "$dir/corpus" 2> "$dir/err" | cmp -s - "$dir/first"
    ok $? "run $i: LC_ALL=$locale TZ=$zone -j $((i % 3 + 1)) gives the same bytes"
    i=$((i + 1))
done

# ---- streams that break off ----
"$ruth" decide -q -p policies/humane "$dir/people" > /dev/full 2> "$dir/err"; ok $(($? != 70)) "a full disk is an internal error"
"$ruth" permit -q -p policies/law "$dir/people" > /dev/full 2> "$dir/err"; ok $(($? != 70)) "for permit too"
printf 'No,Owes\n1,2\n' > "$dir/t.csv"
printf 'map: t\nnow: "2026-03-04T16:00:00Z"\ncolumns:\n  No: { to: id, empty: reject }\n  Owes: { to: balance, type: money, times: 100, empty: absent }\n' > "$dir/m.yaml"
"$ruth" import -q --map "$dir/m.yaml" "$dir/t.csv" > /dev/full 2> "$dir/err"; ok $(($? != 70)) "for import too"
[ -s "$dir/err" ]; ok $? "which is said"
("$ruth" decide -q -p policies/humane "$dir/people" 2> "$dir/err"; echo $? > "$dir/code") | head -n 1 > "$dir/out"
head -n 1 "$dir/first" | cmp -s - "$dir/out"; ok $? "a reader that leaves has read whole lines"
case $(cat "$dir/code") in 0 | 70 | 141) ok 0 '' ;; *) ok 1 "and the writer ended plainly (exit $(cat "$dir/code"))" ;; esac

# a signal in the middle: what was written is whole lines, the same as ever
for signal in TERM INT; do
    mkfifo "$dir/in$signal"
    # env: a shell's background command would ignore SIGINT
    "$ruth" decide -q -p policies/humane < "$dir/in$signal" > "$dir/out" 2> "$dir/err" &
    pid=$!
    exec 3> "$dir/in$signal"
    head -n 20 "$dir/people" >&3
    tries=0
    while [ "$(wc -l < "$dir/out")" -lt 20 ] && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
    sed -n 21p "$dir/people" | head -c 100 >&3
    kill -s $signal $pid
    sleep 0.2
    exec 3>&-
    wait $pid 2>/dev/null
    head -n 20 "$dir/first" > "$dir/twenty"
    head -n 20 "$dir/out" | cmp -s - "$dir/twenty"; ok $? "SIG$signal: the answers written so far are whole, and the same"
    [ "$(tail -c 1 "$dir/out" | od -An -c | tr -d ' ')" = '\n' ]; ok $? "SIG$signal: the last line is whole"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
