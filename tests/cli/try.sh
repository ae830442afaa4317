#!/bin/sh
# try.sh: `ruth try`: its five answers, files that are no files, and every hostile file of tests/attacks and of the shared ones.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
ok() { if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "not ok - $2"; fi; }
# seconds of a processor for one file: two, more where a sanitizer slows everything; by the clock ten times that, for other things run too
most=2; [ "${RUTH_VARIANT:-release}" = release ] || most=10
# memory for one file: the sanitizers reserve more addresses than any machine has
cap=unlimited; [ "${RUTH_VARIANT:-release}" = release ] && cap=131072
try() { (ulimit -v "$cap"; ulimit -t "$most"; exec timeout -k 1 $((most * 10)) "$ruth" try "$1") 2>"$dir/err"; }

# ---- the answers ----
says() { # NAME CONTENT ANSWER EXIT
    printf -- "$2" > "$dir/$1"
    said=$(try "$dir/$1"); code=$?
    said=$(printf '%s' "$said" | sed "s|$dir/||")
    [ "$said" = "$3" ] && [ "$code" = "$4" ] && [ ! -s "$dir/err" ]
    ok $? "$1 \"$2\": expected \"$3\" ($4), found \"$said\" ($code)"
}
says a.lua 'return { 1, "two", true }' 'returned {1, "two", true}' 0
says a.lua 'return 1 + 1' 'returned 2' 0
says a.lua '' 'returned nil' 0
says a.lua 'error("no")' 'error a.lua:1: no' 1
says a.lua 'error("a\\nb\\27[2J\\xff\\u{202e}c")' 'error a.lua:1: a b [2J??c' 1
says a.lua 'while true do end' 'limit instructions' 1
says a.lua 'local s = "x" while true do s = s .. s end' 'limit memory' 1
says a.lua 'return\n)' "error a.lua:2: ')' cannot stand here" 1
says a.yaml 'a: 1\n' accepted 0
says a.yaml '- a: b\n' accepted 0
says a.yaml 'a: 1\na: 2\n' 'rejected a.yaml:2:1: the key "a" stands twice in this mapping; first at line 1' 1
says a.yaml 'a: [NO, SE]\n' 'rejected a.yaml:1:5: some readers of YAML take this word for something else; put it in quotes, or write true, false or null' 1
says a.yaml 'a: 010\n' 'rejected a.yaml:1:4: some readers of YAML take this for another number than it shows; put it in quotes, or write it plainly, as in 30 or 12.5' 1
says a.yaml 'a:\n' 'rejected a.yaml:1:3: nothing stands here; a value is missing, or write null where not known is meant' 1
says a.yaml 'a: null\nb: -12.50\nc: true\nd: "no"\n' accepted 0
says a.yaml 'plugins: [../evil]\n' 'rejected a.yaml:1:11: a plugin is listed by its name, as in scorecard; the host says in which folder plugins are' 1
says a.json '{"a":[1,2.5,null]}' accepted 0
says a.json '[1]' 'rejected a.json:1:1: a request is one object, { … }' 1
says a.json '{"a":1,\n"\\u0061":2}' 'rejected a.json:2:1: this key stands twice in its object' 1
says a.json '{"a":9223372036854775807,"b":-9223372036854775808}' accepted 0
says a.json '{"a":9223372036854775808}' 'rejected a.json:1:6: this number is too large' 1
says a.json '{"a":-9223372036854775809}' 'rejected a.json:1:6: this number is too large' 1
says a.json '{"a":0.0e-999}' accepted 0
says a.json '{"a":1e-400}' 'rejected a.json:1:6: this number is too near to 0' 1

# ---- usage ----
"$ruth" try > "$dir/out" 2> "$dir/err"; ok $(($? != 2)) "no file is a usage error"
"$ruth" try a.lua b.lua > "$dir/out" 2> "$dir/err"; ok $(($? != 2)) "two files are a usage error"
"$ruth" try "$dir/a.txt" > "$dir/out" 2> "$dir/err"; ok $(($? != 2)) "another kind of file is a usage error"
[ ! -s "$dir/out" ] && grep -q 'expected a file whose name ends in .lua, .yaml or .json' "$dir/err"; ok $? "which says what is expected"
"$ruth" try "$dir/a.json" > /dev/full 2> "$dir/err"; ok $(($? != 70)) "a full disk is an internal error"

# ---- files that are no files: one line, at once ----
refused() { # PATH WORDS
    said=$(try "$1"); code=$?
    [ "$code" = 1 ] && [ "$(printf '%s\n' "$said" | wc -l)" = 1 ] && [ ! -s "$dir/err" ]; ok $? "$1: one line, exit 1 (found $code: $said)"
    case $said in *"$2"*) ok 0 '' ;; *) ok 1 "$1: expected \"$2\", found: $said" ;; esac
}
mkdir "$dir/folder.lua" "$dir/folder.yaml"
mkfifo "$dir/pipe.lua" "$dir/pipe.json"
ln -s "$dir/a.lua" "$dir/link.lua"; ln -s /etc/passwd "$dir/link.yaml"; ln -s loop.json "$dir/loop.json"
ln -s /dev/zero "$dir/zero.lua"
refused "$dir/nothing.lua" 'there is no such file'
refused "$dir/a.lua/b.yaml" 'a part of its path is not a folder'
refused "$dir/folder.lua" 'it is a folder'
refused "$dir/folder.yaml" 'it is a folder'
refused "$dir/pipe.lua" 'it is not a regular file'
refused "$dir/pipe.json" 'it is not a regular file'
refused "$dir/link.lua" 'it is a symbolic link'
refused "$dir/link.yaml" 'it is a symbolic link'
refused "$dir/loop.json" 'it is a symbolic link'
refused "$dir/zero.lua" 'it is a symbolic link'
if mknod "$dir/device.lua" c 1 5 2>/dev/null; then refused "$dir/device.lua" 'it is not a regular file'; fi
if [ "$(id -u)" != 0 ]; then echo 'return 1' > "$dir/secret.lua"; chmod 0 "$dir/secret.lua"; refused "$dir/secret.lua" 'permission denied'; fi
large() { awk -v n="$2" 'BEGIN { for (i = 0; i < n; i++) printf "# 34567890123456\n" }' > "$dir/$1"; }
large large.lua 65537; refused "$dir/large.lua" 'larger than 1048576 bytes'
large large.yaml 16385; refused "$dir/large.yaml" 'larger than 262144 bytes'
large large.json 65537; refused "$dir/large.json" 'larger than 1048576 bytes'
truncate -s 4T "$dir/hole.json" 2>/dev/null && refused "$dir/hole.json" 'larger than 1048576 bytes'

# ---- hostile files ----
# INDEX.tsv: file, kind, what it tries, what may be said: answers parted by |, each the beginning of the line without the path.
judge() { # FILE ANSWERS
    first=$(try "$1"); code=$?
    again=$first; [ "${RUTH_VARIANT:-release}" != release ] || again=$(try "$1") # the same twice: without sanitizers is enough
    base=$(basename "$1")
    short=$(printf '%s' "$first" | sed "s|$(dirname "$1")/||" | cut -c1-300)
    good=1
    old=$IFS; IFS='|'
    for answer in $2; do case $short in "$answer"*) good=0 ;; esac; done
    IFS=$old
    case $first in "returned PWNED"* | *"
"*) good=1 ;; esac
    case $code in 0) case $first in returned* | accepted) ;; *) good=1 ;; esac ;; 1) case $first in error* | limit* | rejected*) ;; *) good=1 ;; esac ;; *) good=1 ;; esac
    [ "$first" = "$again" ] && [ "$good" = 0 ] && [ ! -s "$dir/err" ]
    ok $? "$base: may say $2; said ($code) $short"
}
tab=$(printf '\t')
own=0
while IFS=$tab read -r file kind tries answers; do
    case $file in file | '') continue ;; esac
    own=$((own + 1))
    judge "tests/attacks/$file" "$answers"
done < tests/attacks/INDEX.tsv
[ "$own" = "$(ls tests/attacks | grep -cv INDEX.tsv)" ]; ok $? "every file of tests/attacks is in its index, and the other way round"
shared=${RUTH_SHARED:-}/attacks
if [ -d "$shared" ]; then
    for file in "$shared"/*; do
        case $file in
        *.lua) judge "$file" 'error |limit |returned ' ;;
        *.yaml) judge "$file" 'rejected ' ;;
        *309-* | *319-* | *323-* | *324-* | *325-*) judge "$file" accepted ;;
        *.json) judge "$file" 'rejected ' ;;
        esac
    done
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
