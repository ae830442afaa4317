/* wrong_magic.c: an entry that is not marked as one. */
#include "tests/abi/enrich.h"

RUTH_PLUGIN_ENTRY(wrong_magic) = {0x6e6f7065u,
                                  sizeof(ruth_plugin),
                                  RUTH_PLUGIN_ABI_MAJOR,
                                  RUTH_PLUGIN_ABI_MINOR,
                                  RUTH_PLUGIN_LAYOUT,
                                  "wrong_magic",
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
