/* study.c: a load whose working state is kept, for tools that show a policy to the people who write it. */
#include <stdlib.h>

#include "engine/policy/build.h"

enum { BLOCK = 64 << 10 };

static int by_address(const void *x, const void *y) {
    uintptr_t a = (uintptr_t)((const ru_said *)x)->node, b = (uintptr_t)((const ru_said *)y)->node;
    return a < b ? -1 : a > b;
}

static void fill(ru_study *s, ru_build *b) {
    s->packs = b->packs;
    s->pack_count = b->pack_count;
    s->files = b->files; /* the digest has sorted them */
    s->file_count = b->file_count;
    memcpy(s->raw, b->raw, sizeof s->raw);
    if (b->said_count) qsort(b->said, b->said_count, sizeof *b->said, by_address);
    s->said = b->said;
    s->said_count = b->said_count;
    s->conds = b->conds;
    s->cond_count = b->cond_count;
    b->e = NULL; /* the caller's, who may be gone */
    b->places = NULL;
    b->mended = NULL;
    b->mended_count = 0;
}

static ruth_status load(ru_study *s, const ruth_allocator *alloc, const char *folder, const ru_places *places, const ru_loaded *mended, size_t mended_count,
                        ruth_error *e) {
    ru_policy *p = ru_alloc(alloc, sizeof *p);
    if (!p) return ru_fail_nomem(e);
    memset(p, 0, sizeof *p);
    p->alloc = *alloc;
    p->references = 1;
    ru_arena_init(&p->arena, alloc, BLOCK);
    s->policy = p;
    s->build = RU_NEW(&s->arena, ru_build);
    if (!s->build) return ru_fail_nomem(e);
    *s->build = (ru_build){
        .p = p, .a = &p->arena, .scratch = &s->arena, .e = e, .places = places, .keep = true, .mended = mended, .mended_count = mended_count};
    ruth_status st = ru_build_all(s->build, folder);
    if (!st) fill(s, s->build);
    return st;
}

ruth_status ru_study_open(const ruth_allocator *alloc, const char *folder, const ru_places *places, const ru_loaded *mended, size_t mended_count,
                          ru_study **out, ruth_error *e) {
    ru_study *s = ru_alloc(alloc, sizeof *s);
    *out = NULL;
    if (!s) return ru_fail_nomem(e);
    memset(s, 0, sizeof *s);
    ru_arena_init(&s->arena, alloc, BLOCK);
    ruth_status st = load(s, alloc, folder, places, mended, mended_count, e);
    if (st) ru_study_free(s);
    else *out = s;
    return st;
}

void ru_study_free(ru_study *s) {
    if (!s) return;
    ruth_allocator alloc = s->arena.alloc;
    ru_arena_free(&s->arena);
    ru_policy_release(s->policy);
    ru_free(&alloc, s, sizeof *s);
}

const ru_cond *ru_study_cond(const ru_study *s, const ru_node *node) {
    ru_said key = {node, NULL};
    const ru_said *found = s->said_count ? bsearch(&key, s->said, s->said_count, sizeof key, by_address) : NULL;
    return found ? found->cond : NULL;
}

ru_str ru_study_file(const ru_study *s, ru_str path) {
    for (size_t i = 0; i < s->file_count; i++)
        if (ru_str_eq(s->files[i].path, path)) return s->files[i].bytes;
    return (ru_str){NULL, 0};
}

ruth_status ru_study_because(ru_study *s, const ru_raw *rule, size_t language, const ru_template **out, ruth_error *e) {
    s->build->e = e;
    ruth_status st = ru_build_because_in(s->build, rule->body, rule->node, language, out);
    s->build->e = NULL;
    return st;
}
