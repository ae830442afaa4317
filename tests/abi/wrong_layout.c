/* wrong_layout.c: a plugin built where the types have other sizes. */
#include "tests/abi/enrich.h"

RUTH_PLUGIN_ENTRY(wrong_layout) = {RUTH_PLUGIN_MAGIC,
                                   sizeof(ruth_plugin),
                                   RUTH_PLUGIN_ABI_MAJOR,
                                   RUTH_PLUGIN_ABI_MINOR,
                                   RUTH_PLUGIN_LAYOUT + 1,
                                   "wrong_layout",
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
