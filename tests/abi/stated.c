/* stated.c: a plugin of 1.1 that states its abilities, and that would be noticed if it ran: reading its file must not start it. */
#include <stdlib.h>

#include "engine/include/ruth_plugin.h"

/* addresses of texts, so that the loader has work to do in a table of data */
static const char *const marks[2] = {"RUTH_TEST_STATED_RAN", "yes"};

__attribute__((constructor)) static void starts(void) { setenv(marks[0], marks[1], 1); }

static int offer(const ruth_host *host, void *call, void *self, uint32_t word, const ruth_plugin_value *values) {
    (void)host, (void)call, (void)self, (void)word, (void)values;
    return RUTH_PLUGIN_OK;
}

static int observe(const ruth_host *host, void *call, void *self, ruth_plugin_text decision) {
    (void)host, (void)call, (void)self, (void)decision;
    return RUTH_PLUGIN_OK;
}

static const ruth_plugin_key keys[] = {{"of", RUTH_PLUGIN_MONEY, 0}, {"most", RUTH_PLUGIN_INTEGER, 1}};
static const ruth_plugin_word words[] = {{"evenly", keys, 2}, {"at_once", NULL, 0}};
static const ruth_plugin_offer offers = {sizeof offers, words, 2, offer};
static const ruth_plugin_observe observes = {sizeof observes, observe};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_OFFER, &offers}, {RUTH_PLUGIN_OBSERVE, &observes}, {"ruth.of_a_later_day/1", &observes}};
static const ruth_plugin_fact reads[] = {{"balance", RUTH_PLUGIN_MONEY}, {"stage", RUTH_PLUGIN_ENUM}};

RUTH_PLUGIN_ENTRY(stated) = {RUTH_PLUGIN_HEAD,
                             "stated",
                             "1.2.3",
                             "States what it can.",
                             RUTH_PLUGIN_CLOCK,
                             RUTH_PLUGIN_ONE_THREAD,
                             RUTH_PLUGIN_READS_CONTACTS,
                             2,
                             0,
                             reads,
                             NULL,
                             NULL,
                             NULL,
                             NULL,
                             abilities,
                             3};
