#!/bin/sh
# plugin.sh: `ruth plugin`: what the kit makes builds, passes its test and its check; what misbehaves is caught, each in one line; the shipped plugins in a policy.
set -u
ruth=${RUTH:-build/ruth}
case $ruth in /*) ;; *) ruth=$PWD/$ruth ;; esac
build=${RUTH_BUILD:-build}
root=$PWD
dir=$(mktemp -d "${TMPDIR:-/tmp}/ruth-plugin.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
chmod 755 "$dir"
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; [ ! -f "$dir/said" ] || sed 's/^/# /' "$dir/said"; fi; }
export LC_ALL=C

# ---- against what is installed, where there is a build to install; else against the headers as they are ----
if [ "${RUTH_VARIANT:-release}" = release ]; then
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -o all BUILD="$build" PREFIX=/opt/ruth DESTDIR="$dir/root" install > "$dir/said" 2>&1; ok $? 'make install'
    export PKG_CONFIG_LIBDIR="$dir/root/opt/ruth/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$dir/root"
    ok $([ "$(PKG_CONFIG_SYSROOT_DIR='' pkg-config --variable=plugindir ruth)" = /opt/ruth/lib/ruth/plugins ]; echo $?) 'pkg-config knows where plugins go'
else
    export PKG_CONFIG_LIBDIR="$dir" CPPFLAGS="-I$root/engine/include"
fi
kit() { env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s RUTH="$ruth" CFLAGS="-O2 -g -Werror" "$@"; }
for kind in enrich offer render inspect observe; do
    name=my-$kind
    (cd "$dir" && umask 002 && "$ruth" plugin new "$kind" "$name") > "$dir/said" 2>&1; ok $? "new $kind"
    (cd "$dir/$name" && umask 002 && kit all 2>/dev/null) > "$dir/said" 2>&1; ok $? "$kind builds without a warning, whatever the umask"
    (cd "$dir/$name" && kit test) > "$dir/said" 2>&1; ok $? "$kind passes its test"
    (cd "$dir/$name" && kit check) > "$dir/said" 2>&1; ok $? "$kind passes its check"
    ok $(grep -q '^ok: declared facts only' "$dir/said"; echo $?) "$kind: the check says so"
    ok $([ "$(nm -D --defined-only "$dir/$name/$name.so" | awk '{ print $3 }')" = ruth_plugin_entry ]; echo $?) "$kind shows one symbol"
    ok $([ "$(wc -l < "$dir/$name/$name.c")" -le 75 ]; echo $?) "$kind is about one page"
    sed 's/<ruth_plugin.h>/"ruth_plugin.h"/' "$dir/$name/$name.c" > "$dir/twin.c"
    cc -std=c11 -DRUTH_PLUGIN_STATIC -I engine/include -c "$dir/twin.c" -o "$dir/twin.o" && nm "$dir/twin.o" | grep -q "ruth_plugin_entry_my_$kind\$"; ok $? "$kind builds as a static twin"
done
echo '"segment":{"is":"other"' > "$dir/my-enrich/test/expected"
(cd "$dir/my-enrich" && kit test) > "$dir/said" 2>&1; ok $(($? == 0)) 'a test of the kit can fail'

# ---- new, refused ----
(cd "$dir" && "$ruth" plugin new enrich my-enrich) > "$dir/said" 2>&1; ok $(($? != 2)) 'what is there is not overwritten'
ok $(grep -q 'my-enrich is there already; nothing was changed' "$dir/said"; echo $?) 'and that is said'
for bad in Score 9lives some/Where 'a b' ''; do
    (cd "$dir" && "$ruth" plugin new enrich "$bad") > "$dir/said" 2>&1; code=$?
    ok $((code != 2)) "no plugin is called \"$bad\""
done
(cd "$dir" && "$ruth" plugin new score payday) > "$dir/said" 2>&1; ok $(($? != 2)) 'an unknown kind is a usage error'
ok $(grep -q 'the kinds are enrich, offer, render, inspect, observe' "$dir/said"; echo $?) 'and the kinds are named'
(cd "$dir" && "$ruth" plugin new enrich no/such/folder) > "$dir/said" 2>&1; ok $(($? != 4)) 'a folder that cannot be made is said'

# ---- info, list ----
"$ruth" plugin info "$dir/my-offer/my-offer.so" > "$dir/said" 2>&1; ok $? 'info'
ok $(grep -q 'my_offer { of = money, up_to = money, from = date, most? = integer }' "$dir/said"; echo $?) 'info tells the words for plans'
ok $(grep -q "my-offer@sha256:$(sha256sum < "$dir/my-offer/my-offer.so" | cut -d' ' -f1)\$" "$dir/said"; echo $?) 'info tells how to pin it'
"$ruth" plugin info --json "$dir/my-enrich/my-enrich.so" > "$dir/said" 2>&1
ok $(grep -q '^{"id":"my-enrich","version":"1.0.0",.*"abi":"1.1","abilities":\["enrich"\],"purity":"pure","threads":"any","reads":\[{"fact":"days_past_due","type":"integer"},{"fact":"balance","type":"money"}\],"writes":\[{"fact":"my_enrich","type":"integer"}\]' "$dir/said"; echo $?) 'info as JSON'
"$ruth" plugin list > "$dir/said" 2>/dev/null; ok $? 'list'
ok $(grep -q '^holidays 1' "$dir/said" && grep -q '^scorecard 1' "$dir/said"; echo $?) 'the folder beside the command is found'
mkdir -m 755 "$dir/some" && cp "$dir/my-enrich/my-enrich.so" "$dir/some/" && chmod 755 "$dir/some/my-enrich.so"
cp "$dir/my-enrich/my-enrich.so" "$dir/some/other.so" && chmod 755 "$dir/some/other.so"
"$ruth" plugin list --plugins "$dir/some" > "$dir/said" 2>&1; ok $(($? != 4)) 'a list with a plugin that cannot be loaded'
ok $(grep -q '^my-enrich 1.0.0' "$dir/said" && grep -q 'plugin other calls itself my-enrich' "$dir/said"; echo $?) 'lists the others, and says why'
chmod 777 "$dir/some/my-enrich.so"
"$ruth" plugin info "$dir/some/my-enrich.so" > "$dir/said" 2>&1; ok $(($? != 4)) 'a file that others can write is refused'
ok $(grep -q 'its file can be written by the group or by others' "$dir/said"; echo $?) 'and that is said'
"$ruth" plugin info "$dir/my-enrich/my-enrich.c" > "$dir/said" 2>&1; ok $(($? != 2)) 'a source is no plugin'
"$ruth" plugin > "$dir/said" 2>&1; ok $(($? != 2)) 'plugin alone is a usage error'
"$ruth" plugin dance > "$dir/said" 2>&1; ok $(($? != 2)) 'an unknown word is a usage error'

# ---- check: what misbehaves, each in its own line ----
mkdir -m 755 "$dir/bad"
# bad NAME FLAGS PURITY 'statements of enrich' → $dir/bad/NAME.so
bad() {
    cat > "$dir/bad/$1.c" <<END
#include <stdlib.h>
#include <string.h>
#include "ruth_plugin.h"
static int calls;
static const ruth_plugin_fact reads[] = {{"late", RUTH_PLUGIN_INTEGER}}, writes[] = {{"score", RUTH_PLUGIN_INTEGER}};
static int open_it(const ruth_host *host, void *call, void **self) { *self = host->resize(call, NULL, 0, 16); return *self ? 0 : 4; }
static void close_it(const ruth_host *host, void *call, void *self) { if ($2) host->resize(call, self, 16, 0); }
static int enrich(const ruth_host *host, void *call, void *self) {
    ruth_plugin_value v = {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_INTEGER, 1, {NULL, 0}};
    (void)host, (void)call, (void)self, (void)v, (void)calls;
    $4
}
static const void *ability(const char *name) { static const ruth_plugin_enrich e = {sizeof e, enrich}; return strcmp(name, RUTH_PLUGIN_ENRICH) ? NULL : &e; }
RUTH_PLUGIN_ENTRY(x) = {RUTH_PLUGIN_HEAD, "$1", "1.0.0", "Misbehaves.", $3, RUTH_PLUGIN_ANY_THREAD, 0, 1, 1, reads, writes, open_it, close_it, ability};
END
    cc -std=c11 -w -O0 -g -fPIC -shared -I engine/include "$dir/bad/$1.c" -o "$dir/bad/$1.so" && chmod 755 "$dir/bad/$1.so"
}
caught() { # caught NAME WORDS
    "$ruth" plugin check "$dir/bad/$1.so" > "$dir/said" 2>&1; ok $(($? != 1)) "$1: exit 1"
    ok $([ "$(grep -c '^FAIL' "$dir/said")" = 1 ] && grep -q "^FAIL.*$2" "$dir/said"; echo $?) "$1: said in one line"
}
bad peeks 1 RUTH_PLUGIN_PURE 'host->read(call, "balance", &v); return 0;'; caught peeks 'reads balance, which it did not declare'
bad scribbles 1 RUTH_PLUGIN_PURE 'host->write(call, "segment", &v); return 0;'; caught scribbles 'writes segment, which it did not declare'
bad mistypes 1 RUTH_PLUGIN_PURE 'v.type = RUTH_PLUGIN_MONEY; host->write(call, "score", &v); return 0;'; caught mistypes 'writes a value into score that does not fit'
bad counts 1 RUTH_PLUGIN_PURE 'v.number = ++calls; return host->write(call, "score", &v);'; caught counts 'it says it is pure, but the same request gave another result'
bad keeps 0 RUTH_PLUGIN_PURE 'return host->write(call, "score", &v);'; caught keeps 'it keeps memory of host->resize: 1 blocks are left'
bad hoards 1 RUTH_PLUGIN_PURE 'host->resize(call, NULL, 0, 8); return 0;'; caught hoards 'asks for lasting memory in a call'
bad offers 1 RUTH_PLUGIN_PURE 'ruth_plugin_line l = {sizeof l, 0, 0, 0, 0, 0, 0, 0, 0}; return host->line(call, &l);'; caught offers 'adds a line to a plan; only offer does'
bad refuses 1 RUTH_PLUGIN_PURE 'return host->fail(call, NULL, 0, 0, "never again");'; caught refuses 'every one of its calls failed: never again'
bad looks 1 RUTH_PLUGIN_PURE 'host->contacts(call); return 0;'; caught looks 'looks at contacts without RUTH_PLUGIN_READS_CONTACTS'
bad random 1 RUTH_PLUGIN_IO 'v.number = rand(); return host->write(call, "score", &v);'
RUTH_IN_VALGRIND=1 "$ruth" plugin check "$dir/bad/random.so" > "$dir/said" 2>&1; ok $? 'what says it is not pure may differ'
ok $(grep -q '20 calls' "$dir/said"; echo $?) 'and is called less often'
bad sometimes 1 RUTH_PLUGIN_PURE 'host->read(call, "late", &v); return v.state == RUTH_PLUGIN_VALUE ? host->write(call, "score", &v) : host->fail(call, NULL, 0, 0, "late is needed");'
RUTH_IN_VALGRIND=1 "$ruth" plugin check "$dir/bad/sometimes.so" > "$dir/said" 2>&1; ok $? 'a plugin may fail'
ok $(grep -q 'failed: late is needed' "$dir/said"; echo $?) 'and what it says is shown'
# ---- info reads the file, and runs nothing of it ----
cat > "$dir/bad/wakes.c" <<END
#include <stdio.h>
#include "ruth_plugin.h"
__attribute__((constructor)) static void wakes(void) { FILE *f = fopen("$dir/awake", "w"); if (f) fclose(f); }
static int enrich(const ruth_host *host, void *call, void *self) { return 0; }
static const ruth_plugin_enrich enriches = {sizeof enriches, enrich};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_ENRICH, &enriches}};
RUTH_PLUGIN_ENTRY(x) = {RUTH_PLUGIN_HEAD, "wakes", "1.0.0", "Would be noticed.", RUTH_PLUGIN_IO, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, abilities, 1};
END
cc -std=c11 -w -O0 -g -fPIC -shared -I engine/include "$dir/bad/wakes.c" -o "$dir/bad/wakes.so" && chmod 755 "$dir/bad/wakes.so"
"$ruth" plugin info "$dir/bad/wakes.so" > "$dir/said" 2>&1; ok $? 'info of a plugin that starts by itself'
ok $(grep -q '^  abilities  enrich$' "$dir/said" && [ ! -e "$dir/awake" ]; echo $?) 'tells what it states, and nothing of it has run'
"$ruth" plugin list --plugins "$dir/bad" > "$dir/said" 2>&1; ok $([ ! -e "$dir/awake" ]; echo $?) 'a list runs nothing either'
RUTH_IN_VALGRIND=1 "$ruth" plugin check "$dir/bad/wakes.so" > "$dir/said" 2>&1; ok $([ -e "$dir/awake" ]; echo $?) 'a check loads it, and then it runs'
"$ruth" plugin info "$dir/bad/peeks.so" > "$dir/said" 2>&1; ok $(grep -q '^  abilities  not stated in its file' "$dir/said"; echo $?) 'abilities that have to be asked for are not told'
"$ruth" plugin info --json "$dir/bad/peeks.so" > "$dir/said" 2>&1; ok $(grep -q '"abilities":null,' "$dir/said"; echo $?) 'nor as JSON'
head -c 3000 "$dir/bad/wakes.so" > "$dir/bad/short.so" && chmod 755 "$dir/bad/short.so"
"$ruth" plugin info "$dir/bad/short.so" > "$dir/said" 2>&1; ok $(($? != 4)) 'half a file'
ok $(grep -q 'is not a shared object that can be read here' "$dir/said"; echo $?) 'is said to be none'

"$ruth" plugin check --json --calls 30 "$dir/bad/peeks.so" > "$dir/said" 2>&1; ok $(grep -q '"calls":30,.*"failing":\["enrich: it reads balance' "$dir/said"; echo $?) 'check as JSON'
if command -v valgrind > /dev/null && [ "${RUTH_VARIANT:-release}" = release ]; then
    bad leaks 1 RUTH_PLUGIN_PURE 'char *p = malloc(40); if (!p) return 4; p[0] = 1; calls += p[0]; return host->write(call, "score", &v);'
    "$ruth" plugin check "$dir/bad/leaks.so" > "$dir/said" 2>&1; ok $(($? != 1)) 'a leak of malloc is found under valgrind'
    ok $(grep -q '^FAIL under valgrind' "$dir/said" && grep -q 'definitely lost' "$dir/said"; echo $?) 'and valgrind says where'
    bad overruns 1 RUTH_PLUGIN_PURE 'char *p = malloc(4); if (!p) return 4; memset(p, 1, 6); v.number = p[5]; free(p); return host->write(call, "score", &v);'
    "$ruth" plugin check "$dir/bad/overruns.so" > "$dir/said" 2>&1; ok $(($? != 1)) 'so is a write behind the end'
else
    echo 'ok - leaks under valgrind # SKIP no valgrind, or a build that cannot run in it'
fi
"$ruth" plugin check "$build/plugins/scorecard.so" > "$dir/said" 2>&1; ok $(($? != 2)) 'a plugin that lives on data files wants a policy'
ok $(grep -q 'can be checked with a policy that uses it only (-p POLICY)' "$dir/said"; echo $?) 'and says so'

# ---- the shipped plugins in a policy ----
mkdir -p "$dir/p/plugins/scorecard" "$dir/p/plugins/holidays"
cp plugins/holidays/data/us.yaml plugins/holidays/data/ca-qc.yaml "$dir/p/plugins/holidays/"
cp plugins/scorecard/example/scorecard.yaml "$dir/p/plugins/scorecard/"
cat > "$dir/p/policy.yaml" <<'END'
policy: shipped
version: "1"
languages: [en]
plugins: [scorecard, holidays]
END
cat > "$dir/p/facts.yaml" <<'END'
jurisdiction: { type: enum, values: [us, ca-qc, fr], source: host }
timezone: { type: zone, source: host }
currency: { type: enum, values: [USD, CAD], source: host }
balance: { type: money, range: [0, 100000000], source: host }
days_past_due: { type: integer, range: [-400, 9000], source: host }
plans_kept: { type: integer, range: [0, 50], source: host }
life_event: { type: enum, values: [job_loss, illness, moved], if_missing: none_on_file, source: person }
due_on: { type: date, source: host }
score: { type: integer, range: [300, 850], source: plugin }
score_version: { type: text, source: plugin }
score_reasons: { type: text, source: plugin }
score_complete: { type: boolean, source: plugin }
holiday_today: { type: boolean, source: plugin }
business_day_today: { type: boolean, source: plugin }
next_business_day: { type: date, source: plugin }
business_days_late: { type: integer, source: plugin }
END
cat > "$dir/p/plugins/holidays/calendars.yaml" <<'END'
jurisdiction: jurisdiction
calendars: { us: [us.yaml], ca-qc: [ca-qc.yaml] }
due: due_on
into: { holiday_today: holiday_today, business_day_today: business_day_today, next_business_day: next_business_day, business_days_late: business_days_late }
END
cat > "$dir/p/segments.lua" <<'END'
segment "holiday" { when = { holiday_today = true } }
segment "strong" { when = { score = at_least(600), business_days_late = below(10) } }
segment "weak" { when = { score = below(600) } }
segment "rest" { when = otherwise }
END
"$ruth" plugin check -p "$dir/p" "$build/plugins/scorecard.so" > "$dir/said" 2>&1; ok $? 'the scorecard passes the check'
"$ruth" plugin check -p "$dir/p" "$build/plugins/holidays.so" > "$dir/said" 2>&1; ok $? 'the holidays pass the check'
ask() { printf '{"id":"1","now":"%sT17:00:00Z","facts":{"jurisdiction":"%s","timezone":"America/New_York","currency":"USD","balance":30000,"days_past_due":%s,"plans_kept":2,"due_on":"2026-11-20"}}\n' "$1" "$2" "$3" | "$ruth" decide -q -p "$dir/p" > "$dir/said" 2>&1; }
ask 2026-11-26 us 4; ok $(grep -q '"segment":{"is":"holiday"' "$dir/said"; echo $?) 'Thanksgiving is a holiday in the United States'
ask 2026-11-26 ca-qc 4; ok $(grep -q '"segment":{"is":"strong"' "$dir/said"; echo $?) 'and a business day in Québec'
ask 2026-11-25 us 300; ok $(grep -q '"segment":{"is":"weak"' "$dir/said"; echo $?) 'the score decides a segment'
ask 2026-11-26 fr 4; ok $(grep -q '"possible":\["holiday","strong","rest"\]' "$dir/said"; echo $?) 'without a calendar whether it is a holiday is not known'
sed -i 's/points: 40/points: 40.0001/' "$dir/p/plugins/scorecard/scorecard.yaml"
ask 2026-11-26 us 4
ok $(grep -q 'plugins/scorecard/scorecard.yaml:[0-9]*:[0-9]*: error: plugin scorecard: expected a number' "$dir/said"; echo $?) 'a slip in a data file is said with its place'
