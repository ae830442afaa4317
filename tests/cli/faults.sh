#!/bin/sh
# faults.sh: the command's reads and writes come short, are interrupted and fail, on input, output and the ledger; signals in the middle of a stream that is kept.
set -u
ruth=${RUTH:-build/ruth}
build=${RUTH_BUILD:-build}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
ok() { if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "not ok - $2"; fi; }

shim=$dir/faulty_calls.so
${CC:-cc} -shared -fPIC -O1 -o "$shim" tests/cli/faulty_calls.c -ldl || ok 1 "the shim is built"
# the sanitizer wants to be the first library, and need not be
faulty() { fault=$1; shift; env FAULT="$fault" LD_PRELOAD="$shim" ASAN_OPTIONS="verify_asan_link_order=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}" "$@"; }
portfolio=$build/tools/portfolio
[ -x "$portfolio" ] || portfolio=$build/../tools/portfolio
"$portfolio" 11 60 > "$dir/people"
head -n 8 "$dir/people" > "$dir/few"
head -n 1 "$dir/people" > "$dir/one"
"$ruth" decide -q -p policies/humane "$dir/people" > "$dir/whole" || ok 1 "the people are decided"
printf 'No,Owes\n' > "$dir/t.csv"
for i in $(seq 3000); do echo "$i,$i"; done >> "$dir/t.csv"
printf 'map: t\nnow: "2026-03-04T16:00:00Z"\ncolumns:\n  No: { to: id, empty: reject }\n  Owes: { to: balance, type: money, times: 100, empty: absent }\n' > "$dir/m.yaml"
"$ruth" import -q --map "$dir/m.yaml" "$dir/t.csv" > "$dir/imported" || ok 1 "the table is imported"
whole_lines() { [ ! -s "$1" ] || [ "$(tail -c 1 "$1" | od -An -c | tr -d ' ')" = '\n' ]; }
begins() { head -c "$(wc -c < "$1")" "$2" | cmp -s - "$1"; }

# ---- short and interrupted: as if nothing had been ----
for fault in 'read 0 short 1' 'read 0 eintr 1' 'write 1 short 1' 'write 1 eintr 1'; do
    faulty "$fault" "$ruth" decide -q -p policies/humane < "$dir/people" > "$dir/out" 2> "$dir/err"; ok $? "decide, $fault: done: $(cat "$dir/err")"
    cmp -s "$dir/out" "$dir/whole"; ok $? "decide, $fault: the same bytes"
    faulty "$fault" "$ruth" import -q --map "$dir/m.yaml" - < "$dir/t.csv" > "$dir/out" 2> "$dir/err"; ok $? "import, $fault: done: $(cat "$dir/err")"
    cmp -s "$dir/out" "$dir/imported"; ok $? "import, $fault: the same bytes"
done

# ---- that fail: exit 70, a word, whole lines, and the right ones ----
for fault in 'read 0 eio 1' 'read 0 eio 2' 'write 1 eio 1' 'write 1 eio 2' 'write 1 enospc 1' 'write 1 enospc 2'; do
    faulty "$fault" "$ruth" decide -q -p policies/humane < "$dir/people" > "$dir/out" 2> "$dir/err"; code=$?
    case "$fault $code" in 'write 1 e'*' 2 0') cmp -s "$dir/out" "$dir/whole"; ok $? "decide, $fault: all was out before" ;; *) ok $((code != 70)) "decide, $fault: exit 70, not $code"; [ -s "$dir/err" ]; ok $? "decide, $fault: said" ;; esac
    whole_lines "$dir/out" && begins "$dir/out" "$dir/whole"; ok $? "decide, $fault: whole lines, the first of them"
    case $fault in read*) continue ;; esac # it reads by stdio, which the shim does not see
    faulty "$fault" "$ruth" import -q --map "$dir/m.yaml" - < "$dir/t.csv" > "$dir/out" 2> "$dir/err"; code=$?
    ok $((code != 70)) "import, $fault: exit 70, not $code"
    whole_lines "$dir/out" && begins "$dir/out" "$dir/imported"; ok $? "import, $fault: whole lines, the first of them"
    [ -s "$dir/err" ]; ok $? "import, $fault: said"
done
"$ruth" import -q --map "$dir/m.yaml" - < "$dir" > "$dir/out" 2> "$dir/err"; ok $(($? == 0)) "import of what cannot be read is no success"
[ -s "$dir/err" ] && [ ! -s "$dir/out" ]; ok $? "import of what cannot be read: said"
for verb in "explain -p policies/humane" "whatif -p policies/humane" "check policies/starter" "charter policies/starter" "--help" "--version" "new policy $dir/made" "plugin list"; do
    case $verb in *-p*) file=$dir/one ;; *) file= ;; esac
    "$ruth" $verb $file > /dev/full 2> "$dir/err"; code=$?
    ok $((code != 70)) "$verb on a full disk: exit 70, not $code"
done

# ---- the ledger's disk: no decision without its row ----
unkept() { # decisions of $1 that the ledger $2 lacks
    "$ruth" audit export -q "$2" 2> /dev/null | sed -n 's/.*"decision":{"id":"[^"]*","decision":"\([0-9a-f]\{64\}\)".*/\1/p' | sort -u > "$dir/held"
    sed -n 's/^{"id":"[^"]*","decision":"\([0-9a-f]\{64\}\)".*/\1/p' "$1" | sort -u | comm -23 - "$dir/held" | wc -l
}
for way in enospc eio; do
    for n in 1 2 4 7 12 20; do
        rm -f "$dir"/db*
        faulty "db -1 $way $n" "$ruth" decide -q -p policies/humane --audit "$dir/db" "$dir/few" > "$dir/out" 2> "$dir/err"; done=$?
        case $done in 0 | 2 | 70) ;; *) ok 1 "$way $n: exit $done: $(cat "$dir/err")" ;; esac
        [ $done = 0 ] || [ -s "$dir/err" ]; ok $? "$way $n: said"
        whole_lines "$dir/out"; ok $? "$way $n: whole lines"
        if [ -e "$dir/db" ]; then [ "$(unkept "$dir/out" "$dir/db")" = 0 ]; else [ ! -s "$dir/out" ]; fi; ok $? "$way $n: every decision that left is in the ledger"
        "$ruth" decide -q -p policies/humane --audit "$dir/db" "$dir/one" > "$dir/out" 2> "$dir/err"; ok $? "$way $n: and it goes on when the disk is well: $(cat "$dir/err")"
        "$ruth" audit verify "$dir/db" > /dev/null 2> "$dir/err"; ok $? "$way $n: the chain holds: $(cat "$dir/err")"
    done
done

# ---- signals in the middle of a stream that is kept ----
for signal in TERM INT HUP; do
    rm -f "$dir"/db*
    # a shell has its background commands ignore SIGINT
    for i in $(seq 100); do cat "$dir/people" || break; done 2> /dev/null | env --default-signal "$ruth" decide -q -p policies/humane --audit "$dir/db" > "$dir/out" 2> "$dir/err" &
    tries=0
    while [ "$(wc -l < "$dir/out")" -lt 60 ] && [ $tries -lt 200 ]; do sleep 0.05; tries=$((tries + 1)); done
    pid=$!
    kill -s $signal $pid 2> /dev/null; wait $pid 2> /dev/null
    [ -s "$dir/out" ] && whole_lines "$dir/out"; ok $? "SIG$signal: whole lines"
    [ "$(unkept "$dir/out" "$dir/db")" = 0 ]; ok $? "SIG$signal: every decision that left is in the ledger"
    "$ruth" audit verify "$dir/db" > /dev/null 2>&1; ok $? "SIG$signal: the chain holds"
    env --default-signal "$ruth" audit export -q "$dir/db" > "$dir/rows" & pid=$!
    sleep 0.02; kill -s $signal $pid 2> /dev/null; wait $pid 2> /dev/null
    whole_lines "$dir/rows"; ok $? "SIG$signal: rows that are exported are whole"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
