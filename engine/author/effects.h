/* effects.h: what a fault that keeps a policy from loading is called, and what it would have done. */
#ifndef RU_EFFECTS_H
#define RU_EFFECTS_H

#include "engine/base/base.h"

typedef struct ru_effect {
    const char *says;   /* part of the loader's sentence */
    const char *code;   /* docs/check.md */
    const char *effect; /* what would have happened, had it loaded; never NULL */
} ru_effect;
/* The row that fits the sentence best; never NULL: the last fits all. */
const ru_effect *ru_effect_of(const char *message);
/* Row i, or NULL past the end: the documentation is held against it. */
const ru_effect *ru_effect_at(size_t i);

#endif
