/* oldest.c: FROZEN. The first plugin once more, built against the header of version 1.0: a file from then, whose entry ends where 1.0 ended, must load. */
#include "tests/abi/ruth_plugin_1_0.h"

static int enrich(const ruth_host *host, void *call, void *self) {
    ruth_plugin_value late, balance, out = {RUTH_PLUGIN_UNKNOWN, RUTH_PLUGIN_INTEGER, 0, {0, 0}}, band = {RUTH_PLUGIN_UNKNOWN, RUTH_PLUGIN_ENUM, 0, {0, 0}};
    (void)self;
    if (host->read(call, "days_late", &late) || host->read(call, "balance", &balance)) return RUTH_PLUGIN_FAILED;
    if (late.state == RUTH_PLUGIN_VALUE && balance.state == RUTH_PLUGIN_VALUE) {
        out.state = band.state = RUTH_PLUGIN_VALUE;
        out.number = 1000 - late.number - balance.number / 10000;
        if (out.number >= 900) band.text.bytes = "calm", band.text.length = 4;
        else band.text.bytes = "tight", band.text.length = 5;
    }
    if (host->write(call, "score", &out)) return RUTH_PLUGIN_FAILED;
    return host->write(call, "band", &band);
}

static const void *ability(const char *name) {
    static const ruth_plugin_enrich e = {sizeof e, enrich};
    const char *mine = RUTH_PLUGIN_ENRICH;
    while (*name && *name == *mine) name++, mine++;
    return *name == *mine ? &e : 0;
}

static const ruth_plugin_fact reads[] = {{"days_late", RUTH_PLUGIN_INTEGER}, {"balance", RUTH_PLUGIN_MONEY}};
static const ruth_plugin_fact writes[] = {{"score", RUTH_PLUGIN_INTEGER}, {"band", RUTH_PLUGIN_ENUM}};

RUTH_PLUGIN_ENTRY(oldest) = {
    RUTH_PLUGIN_HEAD, "oldest", "1.0.0", "Scores an account by its age and size.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 2, 2, reads, writes, 0, 0,
    ability};
