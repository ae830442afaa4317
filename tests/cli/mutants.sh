#!/bin/sh
# mutants.sh: takes each of the rules S1–S5 out of a copy of the engine and expects tests/property/test_counterexamples to fail.
# A suite that a broken engine passes proves nothing.
set -u
if [ "${RUTH_VARIANT:-release}" != release ]; then
    echo 'ok 1 - mutants # SKIP once is enough'
    exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
built=$(cd "${RUTH_BUILD:-build}" && pwd) || exit 1
test=build/tests/property/test_counterexamples
# What is built already is taken along, with its times, and compiled on as it was, but that a mutant's warning is no error: one file is compiled for each mutant.
mkdir -p "$work/tree/build/objects/tests/property"
cp -a Makefile engine cli lua tests tools bench examples policies plugins "$work/tree"
cp -a "$built/made-of" "$built/gen" "$work/tree/build"
cp -a "$built/objects/engine" "$built/objects/gen" "$built/objects/plugins" "$work/tree/build/objects"
cp -a "$built/objects/tests/support" "$work/tree/build/objects/tests"
cp -a "$built/objects/tests/property/test_counterexamples".* "$work/tree/build/objects/tests/property"
how=$(sed 's/ -Werror *$//' "$built/made-how")
printf '%s\n' "$how" > "$work/tree/build/made-how"
touch -r "$built/made-how" "$work/tree/build/made-how"
cd "$work/tree" || exit 1
build() { env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make COMPILE="$how" WERROR=0 "$test" > "$work/log" 2>&1; }
n=0
say() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }

build && "$test" > "$work/out" 2>&1
say $? "the engine as it is passes"

mutant() { # NAME FILE SED…
    name=$1 file=$2
    shift 2
    cp "$file" "$work/kept"
    for edit in "$@"; do
        cp "$file" "$work/before"
        sed -i "$edit" "$file"
        if cmp -s "$file" "$work/before"; then
            say 1 "$name: the line it takes out is no longer there; mend this test ($edit)"
            cp "$work/kept" "$file"
            return
        fi
    done
    if build; then
        if "$test" > "$work/out" 2>&1; then say 1 "$name: nobody noticed"; else say 0 "$name: noticed"; fi
    else
        sed 's/^/# /' "$work/log" | tail -n 5
        say 1 "$name: does not build"
    fi
    cp "$work/kept" "$file"
}

mutant 'S1 out: not known counts as none on file' engine/decide/decide.c \
    's|^    ru_derive(s);|    for (size_t i = 0; i < s->policy->schema->facts.count; i++) if (s->request.facts[i].state == RU_UNKNOWN) s->request.facts[i].state = RU_NONE;\n    ru_derive(s);|'
mutant 'S2 out: one outcome is chosen before the charter' engine/decide/decide.c \
    's|\.actions = bits_of(&s->d\.actions),|.actions = (uint64_t)1 << s->d.actions.ordinals[0],|'
mutant 'S3 out: a refused action gives way to whatever is lower' engine/charter/outcomes.c \
    's|for (;; a = ladder\[a\]\.gives_way)|for (;; a = a > 0 ? a - 1 : 0)|'
mutant 'S4 out: an unknown channel rule counts as false' engine/charter/outcomes.c \
    's|p->proposal\.ways\[w\] != RU_FALSE|p->proposal.ways[w] == RU_TRUE|'
mutant 'S4 out: a refused channel gives way to any' engine/charter/channels.c \
    's|if (channel >= bound) continue;||'
mutant 'S5 out: a coded rule reads nil for what is not known' engine/script/coded.c \
    's|if (v->state == RU_UNKNOWN) {|if (v->state == RU_UNKNOWN) { lua_pushnil(L); return 1; }\n    if (v->state > 9) {|'
