/* scorecard.c: the plugin: a points or logistic scorecard that stands in the policy as a YAML file, in exact whole numbers. */
#include "plugins/scorecard/card.h"

static int open_card(const ruth_host *host, void *call, void **self) {
    card *c = NULL;
    int st = scorecard_read(host, call, &c);
    if (!st) *self = c;
    return st;
}

static void close_card(const ruth_host *host, void *call, void *self) {
    if (self) host->resize(call, self, ((card *)self)->size, 0);
}

static int enrich(const ruth_host *host, void *call, void *self) { return scorecard_score(host, call, self); }

static const ruth_plugin_enrich enriches = {sizeof enriches, enrich};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_ENRICH, &enriches}};

RUTH_PLUGIN_ENTRY(scorecard) = {RUTH_PLUGIN_HEAD,
                                "scorecard",
                                "1.0.0",
                                "A points or logistic scorecard from scorecard.yaml, with its reasons and its version.",
                                RUTH_PLUGIN_PURE,
                                RUTH_PLUGIN_ANY_THREAD,
                                RUTH_PLUGIN_DECLARES_MORE,
                                0,
                                0,
                                NULL,
                                NULL,
                                open_card,
                                close_card,
                                NULL,
                                abilities,
                                1};
