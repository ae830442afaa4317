/* check.h: the parts of a check, each adding what it finds. */
#ifndef RU_CHECK_H
#define RU_CHECK_H

#include "engine/author/author.h"

typedef struct ru_check_context {
    int64_t now;
    bool has_now, strict, all;
} ru_check_context;
void ru_check_boxes(ru_study *s, const ru_check_context *c, ru_findings *f); /* boxes.c: what can never be true, or only behind another */
void ru_check_lints(ru_study *s, const ru_check_context *c, ru_findings *f); /* lint_*.c: what is unwise though it loads */
/* strays.c: what stands in the policy's folder, or in one of its packs, and is not read. */
void ru_check_strays(const char *folder, ru_findings *f, ru_arena *scratch);

#endif
