#!/bin/sh
# run-tests.sh: runs the test programs of one or more build folders and counts what passed.
#
#   tools/run-tests.sh [-k WORD] [-x NAME COMMAND]... DIR...
#
# DIR is a folder that `make programs` filled. For each, every tests/*/test_*.c is run as DIR/tests/*/test_*, and every
# tests/cli/*.sh with RUTH=DIR/ruth. -k keeps the tests whose name has WORD in it; -x adds a command that is judged by its exit
# code. A program may speak cmocka, or TAP (`ok`, `not ok`, `# SKIP`), or close with `N passed, N failed[, N skipped]`.
# A program that dies, or runs no test, is one failure. Logs stay in DIR/logs; those of failures are shown.
#
# Environment: RUTH_TEST_JOBS (programs at once, 2), RUTH_TEST_TIMEOUT (seconds for each, 900; 0: none), RUTH_SCALE (1000;
# a tenth of it under sanitizers, and under cover but for tests/unit: what is refused less often there reaches fewer branches). Programs find RUTH, RUTH_BUILD, RUTH_VARIANT, RUTH_SCALE and, if the folder exists, RUTH_SHARED.
set -eu

# What the log says: "passed failed skipped".
count() {
    awk '
    /^\[  PASSED  \] [0-9]+ test\(s\)/ { cmocka = 1; cp += $4 }
    /^\[  FAILED  \] [0-9]+ test\(s\)/ { cmocka = 1; cf += $4 }
    /^\[  SKIPPED \] [0-9]+ test\(s\)/ { cmocka = 1; cs += $4 }
    /^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/ { closing = 1; lp = $1; lf = $3; ls = $5 }
    /^ok( |$)/ { if (toupper($0) ~ /# SKIP/) ts++; else tp++; tap++ }
    /^not ok( |$)/ { tf++; tap++ }
    /^1\.\.[0-9]+/ { planned = 1; plan = substr($1, 4) + 0 }
    END {
        if (cmocka) print cp + 0, cf + 0, cs + 0
        else if (closing) print lp + 0, lf + 0, ls + 0
        else {
            if (planned && plan > tap) tf += plan - tap
            print tp + 0, tf + 0, ts + 0
        }
    }' "$1"
}

# One job, by its number in the list: run, count, print a line, leave a .result.
run_one() {
    list=$1
    IFS='|' read -r kind name dir logs command <<EOF
$(sed -n "$2p" "$list")
EOF
    log=$logs/$(printf '%s' "$name" | tr '/' '-').log
    mkdir -p "$logs"
    RUTH_BUILD=$(cd "$dir" 2>/dev/null && pwd) || RUTH_BUILD=$dir
    RUTH=$RUTH_BUILD/ruth
    case $dir in
    *asan) RUTH_VARIANT=asan ;; *ubsan) RUTH_VARIANT=ubsan ;; *san) RUTH_VARIANT=san ;; */cover) RUTH_VARIANT=cover ;; *) RUTH_VARIANT=release ;;
    esac
    scale=${RUTH_SCALE:-1000}
    case $RUTH_VARIANT/$name in release/* | cover/unit/*) ;; *) scale=$((scale / 10)) ;; esac
    RUTH_SCALE=$scale
    export RUTH RUTH_BUILD RUTH_VARIANT RUTH_SCALE
    export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1}"
    export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}"

    began=$(date +%s%N)
    code=0
    timeout -k 5 "${RUTH_TEST_TIMEOUT:-900}" sh -c "$command" >"$log" 2>&1 </dev/null || code=$?
    taken=$((($(date +%s%N) - began) / 100000000))

    word=
    if [ "$kind" = command ]; then
        if [ "$code" -eq 0 ]; then set -- 1 0 0; else set -- 0 1 0; fi
    else
        set -- $(count "$log")
        if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then word='ran out of time'
        elif [ "$code" -gt 128 ]; then word="died of signal $((code - 128))"
        elif [ "$code" -eq 127 ] || [ "$code" -eq 126 ]; then word='could not be run'
        elif [ "$code" -ne 0 ] && [ "$2" -eq 0 ]; then word="exit code $code"
        elif [ $(($1 + $2 + $3)) -eq 0 ]; then word='ran no test'
        fi
        [ -z "$word" ] || set -- "$1" $(($2 + 1)) "$3"
    fi
    head=ok; [ "$2" -eq 0 ] || head=FAIL
    [ -z "$word" ] || echo "run-tests: $name: $word" >>"$log"
    echo "$1 $2 $3 $log" >"$list.$n.result"
    printf '%-4s %-34s %4d passed, %d failed%s  %d.%d s%s\n' "$head" "$name" "$1" "$2" \
        "$([ "$3" -eq 0 ] || echo ", $3 skipped")" $((taken / 10)) $((taken % 10)) "${word:+  ($word)}"
}

if [ "${1-}" = --job ]; then
    n=$3
    run_one "$2" "$3"
    exit 0
fi

only=
list=$(mktemp "${TMPDIR:-/tmp}/ruth-tests.XXXXXX")
trap 'rm -f "$list" "$list".*' EXIT
trap 'exit 130' INT TERM
: >"$list.commands"
while [ $# -gt 0 ]; do
    case $1 in
    -k) only=$2; shift 2 ;;
    -x) printf '%s|%s\n' "$2" "$3" >>"$list.commands"; shift 3 ;;
    -*) echo "run-tests: unknown option $1" >&2; exit 2 ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || { echo 'usage: tools/run-tests.sh [-k WORD] [-x NAME COMMAND]... DIR...' >&2; exit 2; }
if [ -z "${RUTH_SHARED-}" ] && [ -d ../shared ]; then
    RUTH_SHARED=$(cd ../shared && pwd)
    export RUTH_SHARED
fi

# Those that take longest, so that none of them runs alone at the end.
longest='lint property/test_mutations cli/mutants cli/diff unit/test_audit_faults cli/plugin cli/try cli/lint property/test_simulate_kept cli/sectors property/test_twin'

# The list: kind|name|dir|logs|command.
while IFS='|' read -r name command; do
    echo "command|$name|$1|$1/logs|$command"
done <"$list.commands" >>"$list"
for dir in "$@"; do
    tag=
    case $dir in *san) tag=${dir##*/}/ ;; esac
    for source in tests/property/test_*.c $(ls -d tests/*/test_*.c 2>/dev/null | grep -v '^tests/property/') tests/cli/*.sh; do
        [ -f "$source" ] || continue
        name=${source#tests/}
        case $source in
        *.c) name=${name%.c}; command="'$dir/${source%.c}'" ;;
        *) name=${name%.sh}; command="sh '$source'" ;;
        esac
        case $name in *"$only"*) echo "test|$tag$name|$dir|$dir/logs|$command" ;; esac
    done
done >>"$list"
awk -F '|' -v longest="$longest" '
BEGIN { n = split(longest, names, " "); for (i = 1; i <= n; i++) rank[names[i]] = i }
{ name = $2; sub(/^[a-z]*san\//, "", name); print (name in rank ? rank[name] : n + 1) "|" $0 }' "$list" | sort -s -n -t '|' -k 1,1 | cut -d '|' -f 2- >"$list.sorted"
mv "$list.sorted" "$list"

total=$(wc -l <"$list")
[ "$total" -gt 0 ] || { echo 'run-tests: no test was found'; echo '0 passed, 0 failed'; exit 1; }
seq "$total" | xargs -P "${RUTH_TEST_JOBS:-2}" -n 1 sh "$0" --job "$list" || true

passed=0 failed=0 skipped=0
for n in $(seq "$total"); do
    if read -r p f s log 2>/dev/null <"$list.$n.result"; then
        passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
        if [ "$f" -gt 0 ]; then
            echo "---- $log"
            tail -n 150 "$log"
        fi
    else
        failed=$((failed + 1))
    fi
done
echo
if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
