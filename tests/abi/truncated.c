/* truncated.c: an entry that ends before what version 1.0 holds. */
#include "engine/include/ruth_plugin.h"

typedef struct short_entry {
    uint32_t magic, size;
    uint16_t abi_major, abi_minor;
    uint32_t layout;
    const char *id;
} short_entry;

extern RUTH_PLUGIN_EXPORT const short_entry ruth_plugin_entry;
const short_entry ruth_plugin_entry = {RUTH_PLUGIN_MAGIC, sizeof(short_entry), RUTH_PLUGIN_ABI_MAJOR, RUTH_PLUGIN_ABI_MINOR, RUTH_PLUGIN_LAYOUT, "truncated"};
