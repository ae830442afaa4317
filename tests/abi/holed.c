/* holed.c: a list of abilities that counts one more than it has. */
#include "tests/abi/enrich.h"

static const ruth_plugin_enrich enriches = {sizeof enriches, enrich};
static const ruth_plugin_ability abilities[2] = {{RUTH_PLUGIN_ENRICH, &enriches}};

RUTH_PLUGIN_ENTRY(holed) = {RUTH_PLUGIN_HEAD, "holed",   "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL,
                            ability,          abilities, 2};
