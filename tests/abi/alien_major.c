/* alien_major.c: a plugin of the next major version. */
#include "tests/abi/enrich.h"

RUTH_PLUGIN_ENTRY(alien_major) = {RUTH_PLUGIN_MAGIC,
                                  sizeof(ruth_plugin),
                                  RUTH_PLUGIN_ABI_MAJOR + 1,
                                  0,
                                  RUTH_PLUGIN_LAYOUT,
                                  "alien_major",
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
