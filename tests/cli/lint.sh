#!/bin/sh
# lint.sh: proves the lint itself: a small tree that is clean, then one breach at a time, each of which must be found.
set -u
root=$(pwd)
if [ "${RUTH_VARIANT:-release}" != release ]; then
    echo 'ok - lint # SKIP it reads the ordinary build only'
    exit 0
fi
tree=$(mktemp -d "${TMPDIR:-/tmp}/ruth-lint-test.XXXXXX")
trap 'rm -rf "$tree"' EXIT
failures=0

put() { # put FILE LINE...
    mkdir -p "$tree/$(dirname "$1")"
    f=$tree/$1
    shift
    printf '%s\n' "$@" >"$f"
}
clean_tree() {
    rm -rf "$tree"
    mkdir -p "$tree"
    put engine/include/ruth.h '#ifndef RUTH_H' '#define RUTH_H' '#include <stddef.h>' \
        '#ifdef __cplusplus' 'extern "C" {' '#endif' \
        '__attribute__((visibility("default"))) int ruth_one(void);' \
        '#ifdef __cplusplus' '}' '#endif' '#endif'
    put engine/base/base.h '#include "engine/include/ruth.h"' 'int ru_base(void);'
    put engine/base/base.c '#include <string.h>' '#include "engine/base/base.h"' '' \
        'static const char *const words[] = {"a", "b"};' '' 'int ru_base(void) {' '    return words[1][0];' '}'
    put engine/decide/decide.c '#include "engine/base/base.h"' '' 'int ruth_one(void) {' '    return ru_base();' '}'
    put cli/main.c '#include "engine/include/ruth.h"' '' 'int main(void) {' '    return ruth_one();' '}'
    put lua/vocabulary.lua 'return {}'
}
build() { # as the Makefile does: objects by their sources, one shared library
    (cd "$tree" || exit 1
        set --
        for c in engine/*/*.c; do
            o=build/objects/${c%.c}.o
            mkdir -p "$(dirname "$o")"
            cc -std=c11 -fPIC -fvisibility=hidden -I. -c "$c" -o "$o" || exit 1
            set -- "$@" "$o"
        done
        cc -shared "$@" -o build/libruth.so) || echo 'not ok - the tree of the test could not be built'
}
verdict() { # verdict NAME PATTERN: the lint of the tree says it
    said=$(cd "$tree" && sh "$root/tools/lint.sh" . build 2>&1)
    if printf '%s\n' "$said" | grep -qE "$2"; then
        echo "ok - $1"
    else
        echo "not ok - $1"
        printf '# wanted: %s\n' "$2"
        printf '%s\n' "$said" | sed 's/^/# /'
        failures=$((failures + 1))
    fi
}
# found NAME PATTERN FILE LINE...: the clean tree with that file instead is found out.
found() {
    clean_tree
    name=$1 pattern=$2
    shift 2
    put "$@"
    verdict "$name" "$pattern"
}
found_built() {
    clean_tree
    name=$1 pattern=$2
    shift 2
    put "$@"
    build
    verdict "$name" "$pattern"
}

clean_tree
build
verdict 'a clean tree has no findings' '^lint: 0 findings$'
clean_tree
verdict 'an unbuilt tree is said to be so' '^lint: skipped: symbols'

# (a) layers
found 'base does not climb to data' '^engine/base/x\.c:1: climbs: base lies below data' engine/base/x.c '#include "engine/data/data.h"'
found 'policy does not climb to decide' '^engine/policy/x\.h:2: climbs' engine/policy/x.h '' '#include "engine/decide/decide.h"'
found 'charter and match do not know each other' '^engine/charter/x\.c:1: charter and match do not know' engine/charter/x.c '#include "engine/match/match.h"'
found 'an include is written from the root' '^engine/base/x\.c:1: write "base\.h" from the project root' engine/base/x.c '#include "base.h"'
found 'no way round through ..' '^engine/base/x\.c:1: write .* without' engine/base/x.c '#include "engine/base/../data/data.h"'
found 'base sees ruth.h only' '^engine/base/x\.c:1: engine/base/ includes of the public' engine/base/x.c '#include "engine/include/ruth_plugin.h"'
found 'the engine does not see the command' '^engine/decide/x\.c:1: the engine includes nothing outside' engine/decide/x.c '#include "cli/verb.h"'
found 'a public header sees no private one' '^engine/include/ruth\.h:1: a public header' engine/include/ruth.h '#include "engine/base/base.h"'
found 'an unknown room' '^engine/attic/x\.c:1: engine/attic/ is no room' engine/attic/x.c '#include "engine/base/base.h"'
found 'the command sees the public headers only' '^cli/x\.c:1: the command is built on' cli/x.c '#include "engine/base/base.h"'
found 'a plugin sees ruth_plugin.h only' '^plugins/p/p\.c:1: a plugin is built on' plugins/p/p.c '#include "engine/include/ruth.h"'
found 'tests/api sees the public headers only' '^tests/api/test_x\.c:1: tests/api sees' tests/api/test_x.c '#include "engine/base/base.h"'
found 'an example sees the public headers only' '^examples/x\.c:1: an example' examples/x.c '#include "engine/base/base.h"'
found 'decide may include every room' '^lint: 0 findings$' engine/decide/x.c '#include "engine/charter/charter.h"' '#include "engine/policy/policy.h"' '#include "engine/audit/audit.h"'

# (b) fences
found 'lua.h is for script' '^engine/match/x\.c:1: <lua\.h> is for engine/script' engine/match/x.c '#include <lua.h>'
found 'sqlite3.h is for audit' '^engine/decide/x\.c:1: <sqlite3\.h>' engine/decide/x.c '#include <sqlite3.h>'
found 'yaml.h is for data' '^engine/policy/x\.c:1: <yaml\.h>' engine/policy/x.c '#include <yaml.h>'
found 'dlfcn.h is for plugin' '^engine/audit/x\.c:1: <dlfcn\.h>' engine/audit/x.c '#include <dlfcn.h>'
found 'ICU is for one plugin' '^plugins/scorecard/x\.c:1: <unicode/umsg\.h>' plugins/scorecard/x.c '#include <unicode/umsg.h>'
found 'openssl is for one file of base' '^engine/base/x\.c:1: <openssl/evp\.h>' engine/base/x.c '#include <openssl/evp.h>'
found 'no other library' '^engine/data/x\.c:1: <jansson\.h> is no header of C11 or POSIX' engine/data/x.c '#include <jansson.h>'
found 'the fenced ones at home' '^lint: 0 findings$' engine/base/digest.c '#include <openssl/evp.h>'
found 'ICU at home' '^lint: 0 findings$' plugins/messages/x.c '#include <unicode/umsg.h>'
clean_tree
put engine/data/a.c '#include <yaml.h>'
put engine/data/b.c '#include <yaml.h>'
verdict 'yaml.h is for one file' '^engine/data/b\.c:1: <yaml\.h> is for one file .* engine/data/a\.c has it already'

# (c) mutable globals
found_built 'a mutable global' '^engine/base/x\.c:2: mutable global counter \(\.data' engine/base/x.c '' 'static int counter = 1;' 'int ru_x(void);' 'int ru_x(void) { return counter++; }'
found_built 'a static inside a function' '^engine/base/x\.c:3: mutable global seen \(\.bss' engine/base/x.c '#include "engine/base/base.h"' 'int ru_x(void);' 'int ru_x(void) { static int seen; return ++seen; }'
found_built 'a global per thread' '^engine/base/x\.c:1: mutable global mine \(\.tbss' engine/base/x.c 'static _Thread_local int mine;' 'int *ru_x(void);' 'int *ru_x(void) { return &mine; }'
found_built 'pointers that could be changed' '^engine/base/x\.c:1: mutable global names \(\.data' engine/base/x.c 'static const char *names[] = {"a"};' 'const char **ru_x(void);' 'const char **ru_x(void) { return names; }'

# (d) names and exports
found_built 'a name without a prefix' '^engine/base/x\.c:1: helper is seen across files' engine/base/x.c 'int helper(void);' 'int helper(void) { return 1; }'
found_built 'an export without a prefix' 'libruth\.so exports shown, which does not begin' engine/base/x.c '__attribute__((visibility("default"))) int shown(void);' 'int shown(void) { return 1; }'
found_built 'an export that no header declares' 'libruth\.so exports ruth_two, which no public header' engine/base/x.c '__attribute__((visibility("default"))) int ruth_two(void);' 'int ruth_two(void) { return 1; }'

# (e) sizes
clean_tree
mkdir -p "$tree/policies/p"
awk 'BEGIN { for (i = 0; i < 601; i++) print "-- " i }' >"$tree/policies/p/long.lua"
verdict 'a file of 601 lines' '^policies/p/long\.lua:601: the file has 601 lines'
clean_tree
awk 'BEGIN { for (i = 0; i < 600; i++) print "-- " i }' >"$tree/lua/long.lua"
verdict 'a file of 600 lines is well' '^lint: 0 findings$'
long_function() { # lines of the body
    mkdir -p "$tree/engine/base"
    awk -v n="$1" 'BEGIN { print "int ru_x(int a,"; print "         int b) {"; for (i = 0; i < n; i++) print "    a += b;"; print "    return a;"; print "}" }' \
        >"$tree/engine/base/x.c"
}
clean_tree
long_function 77
verdict 'a function of 81 lines' '^engine/base/x\.c:1: function ru_x has 81 lines'
clean_tree
long_function 76
verdict 'a function of 80 lines is well' '^lint: 0 findings$'
clean_tree
awk 'BEGIN { print "static const struct pair { int a, b; } table[] = {"; for (i = 0; i < 100; i++) print "    {1, 2},"; print "};" }' >"$tree/engine/base/x.c"
verdict 'a long table is no function' '^lint: 0 findings$'

# (f) public headers
found 'a header that does not stand alone' '^engine/include/ruth\.h:1: .*-std=c99' engine/include/ruth.h 'size_t ruth_one(void);'
found 'a header that is no C99' '^engine/include/ruth\.h:1: .*-std=c99' engine/include/ruth.h '_Static_assert(1, "one");'
if command -v g++ >/dev/null 2>&1; then
    found 'a header that is no C++' '^engine/include/ruth\.h:1: .*c\+\+' engine/include/ruth.h 'int ruth_one(int class);'
else
    echo 'ok - a header that is no C++ # SKIP there is no C++ compiler'
fi

# (g) calls
for call in 'exit(1)' 'abort()' 'printf("%d", a)' 'puts("a")' 'getenv("A")' 'setlocale(0, "")' 'time(0)' 'clock()' 'rand()' 'strtod("1", 0)' 'localtime(0)'; do
    found_built "no ${call%%(*}" "^engine/base/x\.c:6: the engine does not call ${call%%(*} " engine/base/x.c \
        '#include <locale.h>' '#include <stdio.h>' '#include <stdlib.h>' '#include <time.h>' 'int ru_x(int a);' "int ru_x(int a) { $call; return a; }"
done
found_built 'no stderr' '^engine/base/x\.c:3: the engine does not call (stderr|fprintf) ' engine/base/x.c '#include <stdio.h>' 'int ru_x(int a);' 'int ru_x(int a) { return fprintf(stderr, "%d", a); }'
found_built 'no assert' '^engine/base/x\.c:3: the engine does not call assert ' engine/base/x.c '#include <assert.h>' 'int ru_x(int a);' 'int ru_x(int a) { assert(a); return a; }'
found_built 'formatting into memory is well' '^lint: 0 findings$' engine/base/x.c '#include <stdio.h>' 'int ru_x(char *p, int a);' 'int ru_x(char *p, int a) { return snprintf(p, 9, "%d", a); }'

# (h) words; put together here so that this file is not found itself
later=TO; later=${later}DO
place=/ho; place=${place}me/someone/ruth
found 'a note left for later' '^engine/base/x\.c:1: a note left for later' engine/base/x.c "/* $later: think */"
found 'a path of one machine' '^docs/x\.md:2: a path of one machine' docs/x.md '' "Go to $place."

[ "$failures" -eq 0 ]
