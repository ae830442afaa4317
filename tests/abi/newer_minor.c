/* newer_minor.c: a plugin that needs more than this host has. */
#include "tests/abi/enrich.h"

RUTH_PLUGIN_ENTRY(newer_minor) = {RUTH_PLUGIN_MAGIC,
                                  sizeof(ruth_plugin),
                                  RUTH_PLUGIN_ABI_MAJOR,
                                  RUTH_PLUGIN_ABI_MINOR + 1,
                                  RUTH_PLUGIN_LAYOUT,
                                  "newer_minor",
                                  "1.0.0",
                                  "A test.",
                                  RUTH_PLUGIN_PURE,
                                  RUTH_PLUGIN_ANY_THREAD,
                                  0,
                                  0,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  NULL,
                                  ability};
