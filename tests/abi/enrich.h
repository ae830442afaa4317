/* enrich.h: the harmless ability that the refused plugins of these tests share. */
#ifndef TESTS_ABI_ENRICH_H
#define TESTS_ABI_ENRICH_H

#include <string.h>

#include "engine/include/ruth_plugin.h"

static int enrich(const ruth_host *host, void *call, void *self) {
    (void)host, (void)call, (void)self;
    return RUTH_PLUGIN_OK;
}

static const void *ability(const char *name) {
    static const ruth_plugin_enrich e = {sizeof e, enrich};
    return strcmp(name, RUTH_PLUGIN_ENRICH) == 0 ? &e : NULL;
}
#endif
