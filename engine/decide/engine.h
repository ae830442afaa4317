/* engine.h: what stands behind ruth_engine; for the files that implement the public headers. */
#ifndef RU_ENGINE_H
#define RU_ENGINE_H

#include "engine/base/base.h"

struct ruth_engine {
    ruth_allocator alloc;
    char *zoneinfo;
    size_t zoneinfo_size;
};
#endif
