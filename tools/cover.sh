#!/bin/sh
# cover.sh: which lines and branches of engine/ the tests have reached, per room and in total.
#
#   tools/cover.sh [-f] [-l FILE] BUILD      BUILD: a folder that was built with VARIANT=cover and whose tests were run
#
# -f: each file too, the least covered first. -l FILE: the lines of it that nothing reached, and the branches never taken.
# What gcov says of each object is added up: a line of a header counts once, however many objects have it. A branch is one way out of a decision.
set -eu
files=0 show=
while [ $# -gt 1 ]; do
    case $1 in
    -f) files=1; shift ;;
    -l) show=$2; shift 2 ;;
    *) echo 'usage: tools/cover.sh [-f] [-l FILE] BUILD' >&2; exit 2 ;;
    esac
done
gcov=${GCOV:-gcov}
command -v "$gcov" >/dev/null 2>&1 || { echo "cover: $gcov is not installed (it comes with gcc)"; exit 1; }
[ -d "${1-}/objects/engine" ] || { echo "cover: ${1-} was not built; make cover does"; exit 1; }

find "$1/objects/engine" -name '*.gcno' | sort | xargs "$gcov" -b -c -t 2>/dev/null | awk -v files="$files" -v show="$show" '
# One line of a source: "count:number:text", count "-" where there is no code, "#####" where it was not reached.
# Behind it come its branches: "branch  0 taken 3" or "branch  0 never executed".
function share(n, of) { return of ? sprintf("%6.2f %%", 100 * n / of) : "     – " }
function say(to, name, l, lh, b, bh) { printf "%-34s %6d lines %s   %6d branches %s\n", name, l, share(lh, l), b, share(bh, b) | to }
/^ *-: *0:Source:/ { source = $0; sub(/^.*Source:/, "", source); ours = source ~ /^engine\//; next }
!ours { next }
/^branch / {
    key = source SUBSEP number SUBSEP $2
    if (!(key in branch)) branch[key] = 0
    if ($3 == "taken") branch[key] += $4
    next
}
/^ *(-|[0-9]+\*?|#####|=====): *[0-9]+:/ {
    split($0, part, ":")
    count = part[1]; number = part[2] + 0
    gsub(/ /, "", count)
    if (count == "-") next
    key = source SUBSEP number
    if (!(key in line)) line[key] = 0
    if (count ~ /^[0-9]/) line[key] += count + 0
    if (source == show) { text[number] = $0; sub(/^[^:]*:[^:]*:/, "", text[number]) }
}
END {
    for (key in line) {
        split(key, at, SUBSEP)
        lines[at[1]]++
        if (line[key]) reached[at[1]]++
        else if (at[1] == show) missed[at[2]] = "line"
    }
    for (key in branch) {
        split(key, at, SUBSEP)
        branches[at[1]]++
        if (branch[key]) taken[at[1]]++
        else if (at[1] == show && line[at[1], at[2]]) missed[at[2]] = missed[at[2]] " " at[3]
    }
    for (f in lines) {
        split(f, at, "/")
        room = at[2]
        l[room] += lines[f]; lh[room] += reached[f]; b[room] += branches[f]; bh[room] += taken[f]
        L += lines[f]; LH += reached[f]; B += branches[f]; BH += taken[f]
    }
    if (show != "") {
        for (n in missed) printf "%s:%d: %s: %s\n", show, n, missed[n] == "line" ? "not reached" : "never:" missed[n], text[n] | "sort -t: -k2n"
        exit
    }
    if (files) {
        for (f in lines) say("sort -k4n", f, lines[f], reached[f], branches[f], taken[f])
        close("sort -k4n")
        print ""
    }
    for (room in l) say("sort", "engine/" room, l[room], lh[room], b[room], bh[room])
    close("sort")
    say("cat", "engine", L, LH, B, BH)
}'
