/* @ID@: writes one fact, @NAME@, from two others. */
#include <ruth_plugin.h>

static const ruth_plugin_fact reads[] = {{"days_past_due", RUTH_PLUGIN_INTEGER}, {"balance", RUTH_PLUGIN_MONEY}};
static const ruth_plugin_fact writes[] = {{"@NAME@", RUTH_PLUGIN_INTEGER}};
enum { READS = sizeof reads / sizeof *reads, WRITES = sizeof writes / sizeof *writes };

/* 0 to 100; whole numbers only, so that every machine gives the same. Money is in minor units: 50000 is 500.00. */
static int64_t score(int64_t days, int64_t balance) {
    int64_t points = 100;
    if (days > 0) points -= days < 60 ? days : 60;
    if (balance > 50000) points -= 20;
    return points;
}

/* Called for every request. Not known is not 0: what we need and do not know, we do not guess; what we do not write is not known. */
static int enrich(const ruth_host *host, void *call, void *self) {
    ruth_plugin_value days, balance, out = {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_INTEGER, 0, {NULL, 0}};
    if (host->read(call, "days_past_due", &days) || host->read(call, "balance", &balance)) return RUTH_PLUGIN_FAILED;
    if (days.state != RUTH_PLUGIN_VALUE || balance.state != RUTH_PLUGIN_VALUE) return RUTH_PLUGIN_OK;
    out.number = score(days.number, balance.number);
    return host->write(call, "@NAME@", &out);
}

static const ruth_plugin_enrich enriches = {sizeof enriches, enrich};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_ENRICH, &enriches}};

/* No globals that change, no clock, no file: pure, and any number of threads may call it at once. */
RUTH_PLUGIN_ENTRY(@NAME@) = {
    RUTH_PLUGIN_HEAD, "@ID@", "1.0.0", "Scores an account from 0 to 100 by its age and its size.",
    RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, READS, WRITES, reads, writes, NULL, NULL, NULL, abilities, 1,
};
