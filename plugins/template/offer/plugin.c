/* @ID@: a word for plans.lua, @NAME@: equal payments on the person's own paydays, as small as they can be within a number of payments. */
#include <ruth_plugin.h>

/* What stands between the braces of the word; money in minor units, dates in days. */
enum { OF, UP_TO, FROM, MOST, KEYS };
static const ruth_plugin_key keys[KEYS] = {
    {"of", RUTH_PLUGIN_MONEY, 0},       /* what is owed */
    {"up_to", RUTH_PLUGIN_MONEY, 0},    /* what the person can pay each time */
    {"from", RUTH_PLUGIN_DATE, 0},      /* the first payday */
    {"most", RUTH_PLUGIN_INTEGER, 1},   /* at most so many payments; may be left out */
};
static const ruth_plugin_word words[] = {{"@NAME@", keys, KEYS}};

/* No line: nothing that fits, so nothing is offered. The host checks that every line adds up to the last cent. */
static int offer(const ruth_host *host, void *call, void *self, uint32_t word, const ruth_plugin_value *values) {
    int64_t owed = values[OF].number, up_to = values[UP_TO].number, most = values[MOST].state == RUTH_PLUGIN_VALUE ? values[MOST].number : 26;
    int32_t today, from = (int32_t)values[FROM].number;
    if (!host->today(call, &today) || from < today) return RUTH_PLUGIN_OK; /* no zone: which day it is, is not certain */
    if (owed <= 0 || up_to <= 0 || most <= 0) return RUTH_PLUGIN_OK;
    int64_t count = owed / up_to + (owed % up_to != 0);
    if (count > most) return RUTH_PLUGIN_OK;
    int64_t each = owed / count + (owed % count != 0); /* at most up_to */
    count = owed / each + (owed % each != 0);
    ruth_plugin_line line = {
        .size = sizeof line, .every = 1 /* two weeks */, .instalment = each, .count = count, .last = owed - each * (count - 1), .total = owed, .first_due = from,
    };
    return host->line(call, &line);
}

static const ruth_plugin_offer offers = {sizeof offers, words, sizeof words / sizeof *words, offer};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_OFFER, &offers}};

/* The policy hands over what it wants known: this plugin reads no fact itself. */
RUTH_PLUGIN_ENTRY(@NAME@) = {
    RUTH_PLUGIN_HEAD, "@ID@", "1.0.0", "Plans with equal payments on paydays.",
    RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, abilities, 1,
};
