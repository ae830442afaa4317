/* boxes.c: what can be said of a policy without deciding for anybody: rules that can never be true, or never get their turn. */
#include "engine/author/boxes.h"

enum { WORK = 12000000, WORK_FOR_NOTES = 12000000, TRIES = 1500, BLOCK = 256 << 10 };

static void find(ru_boxes *b) {
    for (int i = 0; i < RU_FAMILIES; i++) {
        ru_boxes_dead(b, &b->families[i]);
        ru_boxes_shadows(b, &b->families[i]);
        ru_boxes_count_values(b, &b->families[i]);
    }
    if (!b->c->all) return;
    b->so.allowed = WORK_FOR_NOTES; /* notes have work of their own, so that asking for them changes nothing else */
    b->tries = TRIES;
    ru_boxes_overlaps(b);
    ru_boxes_leftovers(b);
    if (b->open)
        ru_finding_at(b->f, RU_NOTE, "too_large", RU_STR(""), 0, 0, "%zu questions about rules of this policy took too long; nothing is claimed about them",
                      b->open);
}

void ru_check_boxes(ru_study *s, const ru_check_context *c, ru_findings *f) {
    ruth_allocator alloc = s->arena.alloc;
    ru_arena a;
    ru_boxes b = {.s = s, .c = c, .f = f, .a = &a, .tries = TRIES};
    ru_arena_init(&a, &alloc, BLOCK);
    ru_buf_init(&b.line, &alloc);
    b.state = RU_NEWS(&a, uint8_t, s->cond_count + 1);
    bool fine = b.state && ru_boxes_stages(&b) && ru_space_build(&b.sp, s, &a) && ru_solver_open(&b.so, &b.sp, &a, WORK) &&
                (b.empty = RU_NEWS(&a, uint8_t, b.sp.term_count + 1)) && ru_boxes_learn(&b) &&
                ruth_session_new((ruth_policy *)(void *)s->policy, &b.session, NULL) == RUTH_OK;
    if (fine) {
        ru_boxes_families(&b);
        find(&b);
    }
    if (!fine || b.so.failed || b.line.failed) {
        f->failed = true;
        f->count = 0;
    }
    ruth_session_free(b.session);
    ru_buf_free(&b.line);
    ru_arena_free(&a);
}
