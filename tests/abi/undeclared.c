/* undeclared.c: a plugin that means to read a fact which the policy does not have. */
#include "tests/abi/enrich.h"

static const ruth_plugin_fact reads[] = {{"shoe_size", RUTH_PLUGIN_INTEGER}};

RUTH_PLUGIN_ENTRY(undeclared) = {RUTH_PLUGIN_HEAD, "undeclared", "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 1, 0, reads, NULL, NULL, NULL,
                                 ability};
