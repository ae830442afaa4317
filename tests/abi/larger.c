/* larger.c: an entry with more at its end than this host knows, of a minor version it does know: that is how the contract grows. */
#include "tests/abi/enrich.h"

typedef struct longer_entry {
    ruth_plugin known;
    const void *more[4];
} longer_entry;

extern RUTH_PLUGIN_EXPORT const longer_entry ruth_plugin_entry;
const longer_entry ruth_plugin_entry = {{RUTH_PLUGIN_MAGIC, sizeof(longer_entry), RUTH_PLUGIN_ABI_MAJOR, RUTH_PLUGIN_ABI_MINOR, RUTH_PLUGIN_LAYOUT, "larger",
                                         "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL, ability},
                                        {NULL, NULL, NULL, NULL}};
