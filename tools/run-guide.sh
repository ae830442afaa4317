#!/bin/sh
# run-guide.sh: a guide is a test: runs what it says to type, writes what it says to write, and holds what comes against what it shows.
#
#   tools/run-guide.sh GUIDE.md        with `ruth` on the PATH; works in a fresh folder; prints ok / not ok for each block
#
# Blocks of the guide, in their order (the words behind the language are not shown to a reader of the page):
#   ```sh [exit=N] [needs=PROGRAM]         commands, run by sh; they must end with N (0); skipped, with what they print, where PROGRAM is not there
#   ```output                              lines that the commands before have printed, in this order; … stands for anything
#   ```LANG file=PATH new                  the file's whole content (folders are made)
#   ```LANG file=PATH append               goes behind the file's last line
#   ```LANG file=PATH replace=KEY          takes the place of the first line that begins with KEY (blanks before it do not count)
#   ```LANG file=PATH before=KEY           goes before that line;  after=KEY  behind it
#   ```LANG file=PATH remove=KEY           shows that line, word for word; it goes
# A KEY has ~ for each blank. A block of any other kind is a fault: nothing in a guide goes unproved.
set -u
guide=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/ruth-guide.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/blocks" "$work/desk"
count=0
bad=0
told() { # told TRUTH WHAT
    count=$((count + 1))
    if [ "$1" = 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; bad=$((bad + 1)); fi
}

# Each block into a file: 001.text holds its lines, 001.head its first line.
awk -v out="$work/blocks" '
    /^```/ && !inside { n++; inside = 1; head = substr($0, 4); file = sprintf("%s/%03d", out, n); print FNR " " head > (file ".head"); printf "" > (file ".text"); next }
    /^```/ { inside = 0; close(file ".text"); next }
    inside { print > (file ".text") }' "$guide"

word() { # word NAME: what stands behind NAME= in the head
    for w in $head; do case $w in "$1"=*) printf '%s' "${w#*=}" | tr '~' ' ' ;; esac; done
}
has() { for w in $head; do [ "$w" = "$1" ] && return 0; done; return 1; }

# Every line of the first file stands in the second, in order; … is anything.
shown() {
    awk -v expected="$1" '
    function fits(line, want,   parts, n, i, at) {
        n = split(want, parts, "…")
        if (n == 1) return line == want
        if (substr(line, 1, length(parts[1])) != parts[1]) return 0
        line = substr(line, length(parts[1]) + 1)
        for (i = 2; i <= n; i++) {
            if (parts[i] == "") continue
            at = index(line, parts[i])
            if (!at) return 0
            line = substr(line, at + length(parts[i]))
        }
        return parts[n] == "" || line == ""
    }
    BEGIN { while ((getline l < expected) > 0) want[++wants] = l; next_one = 1; while (next_one <= wants && (want[next_one] == "…" || want[next_one] == "")) next_one++ }
    next_one <= wants && fits($0, want[next_one]) { next_one++; while (next_one <= wants && (want[next_one] == "…" || want[next_one] == "")) next_one++ }
    END { if (next_one <= wants) { print "# not printed: " want[next_one]; exit 1 } }' "$2"
}

place() { # the file of a block, changed as its head says
    target=$work/desk/$(word file)
    if has new; then
        mkdir -p "$(dirname "$target")" && cp "$text" "$target"
        return
    fi
    [ -f "$target" ] || { echo "# there is no $(word file)"; return 1; }
    if has append; then
        cat "$text" >>"$target"
        return
    fi
    for how in replace before after remove; do
        key=$(word $how)
        [ -n "$key" ] || continue
        KEY=$key awk -v how="$how" -v text="$text" '
        function put(   l) { while ((getline l < text) > 0) print l; close(text) }
        { line = $0; sub(/^[ \t]+/, "", line); hit = !done && index(line, ENVIRON["KEY"]) == 1 }
        hit { done = 1; if (how == "before") put(); if (how == "replace") { put(); next }; if (how == "remove") { if ((getline l < text) <= 0 || l != $0) done = 0; next }; print; if (how == "after") put(); next }
        { print }
        END { exit !done }' "$target" >"$work/changed" || { echo "# no line of $(word file) begins with, or is what is shown: $key"; return 1; }
        cp "$work/changed" "$target"
        return
    done
    echo "# a file block says new, append, replace=, before=, after= or remove="
    return 1
}

: >"$work/said"
skipped=
for h in "$work"/blocks/*.head; do
    [ -f "$h" ] || continue
    text=${h%.head}.text
    read -r line head <"$h"
    set -f
    what="${guide##*/officer-guide/} line $line"
    case $head in
    sh | sh\ *)
        needs=$(word needs)
        skipped=
        [ -z "$needs" ] || command -v "$needs" >/dev/null || skipped="# SKIP there is no $needs"
        ;;
    esac
    case $head in
    sh | sh\ * | output*) [ -z "$skipped" ] || { told 0 "$what $skipped"; set +f; continue; } ;;
    esac
    case $head in
    sh | sh\ *)
        wanted=$(word exit)
        code=0
        (cd "$work/desk" && sh -e "$text") >"$work/said" 2>&1 </dev/null || code=$?
        [ "$code" = "${wanted:-0}" ]
        truth=$?
        told $truth "$what: $(head -n 1 "$text")"
        [ $truth = 0 ] || { echo "# ended with $code"; sed 's/^/# /' "$work/said" | head -n 40; }
        ;;
    output*)
        shown "$text" "$work/said" >"$work/why"
        truth=$?
        told $truth "$what: what is shown is what is printed"
        [ $truth = 0 ] || { cat "$work/why"; sed 's/^/# /' "$work/said" | head -n 60; }
        ;;
    *file=*)
        place >"$work/why"
        told $? "$what: $(word file)"
        cat "$work/why"
        ;;
    *) told 1 "$what: a block that nobody runs: $head" ;;
    esac
    set +f
done
[ "$count" -gt 0 ] || { echo "not ok - $guide has no block that runs"; exit 1; }
[ "$bad" = 0 ]
