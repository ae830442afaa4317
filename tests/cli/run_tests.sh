#!/bin/sh
# run_tests.sh: proves the counting of tests: nothing that dies, hangs or tests nothing may pass for well.
set -u
root=$(pwd)
if [ "${RUTH_VARIANT:-release}" != release ]; then
    echo 'ok - run-tests # SKIP once is enough'
    exit 0
fi
tree=$(mktemp -d "${TMPDIR:-/tmp}/ruth-run-tests.XXXXXX")
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/tests/unit" "$tree/tests/cli" "$tree/build/tests/unit"
cd "$tree" || exit 1
failures=0

program() { # program NAME LINE...: a test program that is a shell script
    : >"tests/unit/test_$1.c"
    p=build/tests/unit/test_$1
    shift
    { echo '#!/bin/sh'; printf '%s\n' "$@"; } >"$p"
    chmod +x "$p"
}
says() { # says NAME EXIT CLOSING [ARGUMENT...]
    name=$1 exit_code=$2 closing=$3
    shift 3
    out=$(RUTH_TEST_TIMEOUT=${limit:-20} sh "$root/tools/run-tests.sh" "$@" build 2>&1)
    code=$?
    last=$(printf '%s\n' "$out" | tail -n 1)
    if [ "$code" -eq "$exit_code" ] && [ "$last" = "$closing" ]; then
        echo "ok - $name"
    else
        echo "not ok - $name"
        echo "# wanted exit $exit_code and: $closing; got exit $code and:"
        printf '%s\n' "$out" | sed 's/^/# /'
        failures=$((failures + 1))
    fi
    rm -f tests/unit/* tests/cli/* build/tests/unit/*
}

says 'no test at all is no success' 1 '0 passed, 0 failed'
program good 'echo "[==========] 3 test(s) run."' 'echo "[  PASSED  ] 3 test(s)." >&2'
says 'cmocka, all well' 0 '3 passed, 0 failed'
program bad 'echo "[  PASSED  ] 2 test(s)."' 'echo "[  SKIPPED ] 1 test(s), listed below:"' 'echo "[  SKIPPED ] c"' \
    'echo "[  FAILED  ] 1 test(s), listed below:"' 'echo "[  FAILED  ] b"' 'exit 1'
says 'cmocka, one failed, one skipped' 1 '2 passed, 1 failed, 1 skipped'
program two 'echo "[  PASSED  ] 2 test(s)."' 'echo "[  PASSED  ] 5 test(s)."'
says 'two groups in one program are added' 0 '7 passed, 0 failed'
program dies 'echo "[  PASSED  ] 2 test(s)."' 'kill -SEGV $$'
says 'a program that dies is a failure' 1 '2 passed, 1 failed'
program leaks 'echo "[  PASSED  ] 2 test(s)."' 'exit 23'
says 'a bad exit code is a failure' 1 '2 passed, 1 failed'
program empty 'exit 0'
says 'a program that ran no test is a failure' 1 '0 passed, 1 failed'
program none 'echo "[  PASSED  ] 0 test(s)."'
says 'nought tests passed is a failure' 1 '0 passed, 1 failed'
program hangs 'echo "[  PASSED  ] 1 test(s)."' 'exec sleep 30'
limit=1
says 'a program that hangs is a failure' 1 '1 passed, 1 failed'
limit=
: >tests/unit/test_missing.c
says 'a program that was not built is a failure' 1 '0 passed, 1 failed'
program closing 'echo "4 passed, 0 failed, 2 skipped"'
says 'a closing line of its own' 0 '4 passed, 0 failed, 2 skipped'
printf '%s\n' 'echo "ok - a"' 'echo "ok - b # SKIP not here"' 'echo "not ok - c"' >tests/cli/three.sh
says 'ok and not ok lines' 1 '1 passed, 1 failed, 1 skipped'
printf '%s\n' 'echo 1..3' 'echo "ok 1"' 'echo "ok 2"' >tests/cli/plan.sh
says 'a plan that was not kept' 1 '2 passed, 1 failed'
program good 'echo "[  PASSED  ] 3 test(s)."'
says 'a command counts once' 0 '4 passed, 0 failed' -x lint true
program good 'echo "[  PASSED  ] 3 test(s)."'
says 'a command that fails counts once' 1 '3 passed, 1 failed' -x lint 'echo "lint: 2 findings"; exit 1'
program one 'echo "[  PASSED  ] 1 test(s)."'
program other 'echo "[  PASSED  ] 2 test(s)."'
says 'only what was asked for' 0 '2 passed, 0 failed' -k other
program finds '[ -n "$RUTH" ] && [ -n "$RUTH_BUILD" ] && [ "$RUTH_SCALE" = 1000 ] && echo "ok - a"'
says 'a program finds its surroundings' 0 '1 passed, 0 failed'

[ "$failures" -eq 0 ]
