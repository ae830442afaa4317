#!/bin/sh
# lint.sh: the rules of the house that a compiler does not know. Prints file:line: message for each breach.
#
#   tools/lint.sh [ROOT [BUILD]]      ROOT: the project (.); BUILD: where it was built, seen from ROOT (build)
#
# Reads sources with awk, objects with nm and objdump, and compiles the public headers alone. What it cannot do here it says.
set -eu
here=$(cd "$(dirname "$0")" && pwd)/lint
cd "${1:-.}"
build=${2:-build}
cc=${CC:-cc}

found=$(mktemp "${TMPDIR:-/tmp}/ruth-lint.XXXXXX")
trap 'rm -f "$found"' EXIT
trap 'exit 130' INT TERM

# Sources below the folders given, by the ends of their names.
sources() {
    pattern=$1
    shift
    for folder in "$@"; do [ ! -d "$folder" ] || echo "$folder"; done |
        while read -r folder; do find "$folder" -type f; done | grep -E "$pattern" | sort
}
# awk over a list of files that may be empty.
over() {
    script=$1
    files=$(cat)
    [ -z "$files" ] || printf '%s\n' "$files" | tr '\n' '\0' | xargs -0 awk -f "$here/$script"
}
skip() { echo "lint: skipped: $1"; }
# Where `symbol` stands in the source of `object`; a call or a definition before a mere mention.
place() {
    awk -v s="$1" '
    BEGIN { call = "(^|[^A-Za-z0-9_])" s "[ ]*[(\\[=;]"; word = "(^|[^A-Za-z0-9_])" s "([^A-Za-z0-9_]|$)" }
    $0 ~ call && $0 !~ /^[ \t]*[\/*]/ { at = FNR; exit }
    !first && $0 ~ word { first = FNR }
    END { print at ? at : first ? first : 1 }' "$2"
}

all='engine cli plugins lua policies tests bench examples tools'

# ---- layers and fences, sizes, words ----
sources '\.[ch]$' engine cli plugins tests examples | over includes.awk >>"$found"
sources '\.(c|h|lua|sh)$' $all | over shape.awk >>"$found"
if [ ! -f .clang-format ]; then
    : # a project without a shape
elif clang-format --version 2>/dev/null | grep -q 'version 14\.'; then # another version has another taste; the templates are as the plugin guide shows them
    sources '\.[ch]$' engine cli plugins tests bench examples tools | grep -v '^plugins/template/' | xargs clang-format --dry-run 2>&1 |
        sed -n 's/^\([^:]*:[0-9]*\):[0-9]*: warning: .*/\1: not as .clang-format has it; make format/p' | sort -u -t: -k1,1 >>"$found"
else
    skip 'the shape of the C: clang-format 14 is not installed'
fi
{
    sources '\.(c|h|lua|sh|awk|yaml|yml|json|md|csv|txt|html|1)$' $all docs .ci
    for f in Makefile README.md CONTRIBUTING.md CHANGELOG.md SECURITY.md ruth.pc.in .gitignore .clang-format .ci/run; do
        [ ! -f "$f" ] || echo "$f"
    done
} | sort -u | over words.awk >>"$found"

# ---- what the objects say ----
objects=$(sources '\.c$' engine | while read -r c; do
    o=$build/objects/${c%.c}.o
    [ ! -f "$o" ] || echo "$o"
done)
if [ -z "$objects" ]; then
    skip "symbols: nothing is built in $build"
else
    {
        objdump -t $objects | awk -v check=globals -f "$here/symbols.awk"
        # -A: the object stands before each symbol, also where it is the only one
        nm -A -g --defined-only $objects | sed 's/:/:|/' | tr '|' '\n' | awk -v check=names -f "$here/symbols.awk"
        nm -A -u $objects | sed 's/:/:|/' | tr '|' '\n' | awk -v check=calls -f "$here/symbols.awk"
    } | sort -u | while IFS='|' read -r object symbol message; do
        source=${object#"$build/objects/"}
        source=${source%.o}.c
        echo "$source:$(place "$symbol" "$source"): $message"
    done >>"$found"
fi
if [ -f "$build/libruth.so" ]; then
    nm -D --defined-only "$build/libruth.so" | while read -r _ _ symbol; do
        case $symbol in
        ruth_*) grep -qw "$symbol" engine/include/*.h 2>/dev/null ||
            echo "engine/include/ruth.map:1: libruth.so exports $symbol, which no public header declares" ;;
        *) echo "engine/include/ruth.map:1: libruth.so exports $symbol, which does not begin with ruth_" ;;
        esac
    done >>"$found"
else
    skip "exports: there is no $build/libruth.so"
fi

# ---- the public headers, each alone ----
# Compiler and its words; the header after them.
header_alone() {
    header=$1
    shift
    printf '#include "%s"\n' "$header" | "$@" -Wall -Wextra -pedantic -Werror -I. -fsyntax-only - 2>&1 |
        awk -v how="$*" '/^[^ :]+:[0-9]+:([0-9]+:)? (fatal )?error:/ {
            split($0, p, ":"); message = $0; sub(/^.*error: /, "", message); print p[1] ":" p[2] ": " message " (" how ")" }'
}
cxx=
for c in ${CXX:-} c++ g++ clang++; do if [ -z "$cxx" ] && command -v "$c" >/dev/null 2>&1; then cxx=$c; fi; done
if ! command -v "$cc" >/dev/null 2>&1; then
    skip "headers: there is no $cc"
else
    [ -n "$cxx" ] || skip 'headers as C++: there is no C++ compiler'
    for h in engine/include/*.h; do
        [ -f "$h" ] || continue
        header_alone "$h" "$cc" -std=c99 -x c
        header_alone "$h" "$cc" -std=c11 -x c
        [ -z "$cxx" ] || header_alone "$h" "$cxx" -std=c++11 -x c++
    done >>"$found"
fi

cat "$found"
findings=$(wc -l <"$found")
echo "lint: $((findings)) findings"
[ "$findings" -eq 0 ]
