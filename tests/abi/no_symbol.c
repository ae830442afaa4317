/* no_symbol.c: a shared object without the one symbol. */
#include "tests/abi/enrich.h"

extern RUTH_PLUGIN_EXPORT const ruth_plugin ruth_plugin_other;
const ruth_plugin ruth_plugin_other = {
    RUTH_PLUGIN_HEAD, "no_symbol", "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL, ability};
