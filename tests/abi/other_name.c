/* other_name.c: a plugin whose id is not what its file is called. */
#include "tests/abi/enrich.h"

RUTH_PLUGIN_ENTRY(other_name) = {
    RUTH_PLUGIN_HEAD, "somebody_else", "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL, ability};
