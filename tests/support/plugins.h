/* plugins.h: plugins for tests, linked in: each can be told to fail, to write garbage or to take its time; and a policy that uses them all. */
#ifndef TESTS_PLUGINS_H
#define TESTS_PLUGINS_H

#include <stdbool.h>

#include "engine/include/ruth_plugin.h"
#include "tests/support/support.h"

typedef enum plugin_mood {
    PLUGIN_WELL,
    PLUGIN_FAILS,
    PLUGIN_GARBAGE,
    PLUGIN_SLOW,
    PLUGIN_ABSTAINS /* render: nothing to say */,
    PLUGIN_ABSTAINS_LATE /* but it has said something */
} plugin_mood;
typedef struct plugin_control {
    plugin_mood mood;
    long every;       /* each n-th call is in that mood, the others go well; 0: none */
    const char *only; /* the plugin that is told; NULL: all */
    int steady;       /* above 0: what is not pure gives this answer, again and again */
    long calls;       /* made so far, of any ability */
    long impure;      /* of plugins that are not pure */
    long observed, opened, closed;
    char seen[4096]; /* what the observer saw last */
    char named[512]; /* what the renderer was told, "name=value " each */
} plugin_control;
extern plugin_control plugin_told;

/* scorer: enrich, pure: score, band, due of late, balance and contacts · bureau: enrich, not pure, one thread: risk, cap, another one every time · payday: offer, pure: score_payday ·
 * market: offer, not pure: market_rate · wordsmith: render, not pure · censor: inspect, not pure: refuses "must" · watcher: observe */
extern const ruth_plugin ruth_plugin_entry_scorer, ruth_plugin_entry_bureau, ruth_plugin_entry_payday, ruth_plugin_entry_market, ruth_plugin_entry_wordsmith,
    ruth_plugin_entry_censor, ruth_plugin_entry_watcher;

/* Files of a policy that uses all of them; `list` of plugins goes into policy.yaml, `plans` before the one plan that needs no plugin; both live until the next call. */
const support_file *plugin_policy(const char *list, const char *plans);
extern const char plugin_all[], plugin_plans[];
void plugin_add_all(ruth_engine *engine);
#endif
