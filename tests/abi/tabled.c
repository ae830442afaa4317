/* tabled.c: a plugin that states its one ability as data, and has no function to ask; the ability fails, so that its call is seen. */
#include "engine/include/ruth_plugin.h"

static int enrich(const ruth_host *host, void *call, void *self) {
    (void)self;
    return host->fail(call, NULL, 0, 0, "as it should");
}

static const ruth_plugin_enrich enriches = {sizeof enriches, enrich};
static const ruth_plugin_ability abilities[] = {{"ruth.of_a_later_day/1", &enriches}, {RUTH_PLUGIN_ENRICH, &enriches}};

RUTH_PLUGIN_ENTRY(tabled) = {RUTH_PLUGIN_HEAD, "tabled", "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL, NULL,
                             abilities,        2};
