/* engine.h: what stands behind ruth_engine; for the files that implement the public headers. */
#ifndef RU_ENGINE_H
#define RU_ENGINE_H

#include "engine/policy/policy.h"

struct ruth_engine {
    ruth_allocator alloc;
    char *zoneinfo;
    size_t zoneinfo_size;
    ru_plugin_store plugins;
    ru_places places; /* the two above, as a policy's load wants them */
};
#endif
