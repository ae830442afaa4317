/* boxes_request.c: nothing is claimed to be shown by a request before it was decided. */
#include "engine/author/boxes_person.h"

ru_str ru_boxes_keep(ru_boxes *b, ru_buf *text) {
    ru_str kept = text->failed ? (ru_str){NULL, 0} : ru_arena_str(b->f->arena, (ru_str){text->p, text->n});
    if (!kept.p) b->f->failed = true;
    return kept.p ? kept : RU_STR("");
}

bool ru_boxes_request(ru_boxes *b, const uint64_t *domain, ru_shows shows, const void *claim, ru_str *out) {
    ru_person p;
    ruth_text answer;
    uint64_t *where = ru_arena_dup(b->a, domain, (b->sp.words + 1) * sizeof *domain); /* the solver may be asked again meanwhile */
    if (!where) {
        b->so.failed = true;
        return false;
    }
    if (b->tries <= 0 || !ru_person_make(&p, b, where) || !ru_person_derive(&p) || !ru_person_write(&p, &b->line)) return false;
    b->tries--;
    ru_str line = ru_boxes_keep(b, &b->line);
    ruth_status st = line.n ? ruth_decide_line(b->session, line.p, line.n, 1, &answer, NULL) : RUTH_E_NOMEM;
    if (st == RUTH_E_NOMEM || (st && ru_rejected_memory(&b->session->rejection))) b->so.failed = true;
    if (st || !shows(b, claim)) return false;
    *out = line;
    return true;
}

/* Where the first such people cannot be made, others may be. */
static bool show_some(ru_boxes *b, const ru_claim *claims, size_t count, ru_shows shows, const void *claim, ru_str *out) {
    for (int turn = 0; turn < 2; turn++) {
        b->so.backwards = turn == 1;
        ru_verdict v = ru_boxes_ask(b, claims, count);
        b->so.backwards = false;
        if (v != RU_YES) return false;
        if (ru_boxes_request(b, b->so.domain, shows, claim, out)) return true;
    }
    return false;
}

static bool speaks_of_outcome(const ru_boxes *b, uint32_t term) {
    const ru_term *t = &b->sp.terms[term];
    const ru_dim *d = t->kind == RU_COND_ATOM ? &b->sp.dims[b->sp.tests[t->test].dim] : NULL;
    if (d && d->kind == RU_AXIS_STAGE && d->a >= RU_FINAL_ACTION) return true;
    for (uint32_t i = 0; i < t->count; i++)
        if (speaks_of_outcome(b, b->sp.kids[t->first + i])) return true;
    return false;
}

/* What the charter leaves of an action is free in the space; it is looked for behind each action that the rules give. */
static bool show_behind_actions(ru_boxes *b, const ru_claim *claims, size_t count, ru_shows shows, const void *claim, ru_str *out) {
    enum { MOST_ACTIONS = 12 };
    const ru_rules *r = &b->s->policy->actions;
    size_t most = r->count < MOST_ACTIONS ? r->count : MOST_ACTIONS;
    ru_claim *more = RU_NEWS(b->a, ru_claim, count + most);
    if (!more) b->so.failed = true;
    if (!more || !count) return false;
    memcpy(more, claims, count * sizeof *more);
    for (size_t i = 0; i < most; i++) {
        size_t n = count;
        for (size_t k = 0; k <= i; k++) more[n++] = (ru_claim){b->sp.roots[r->items[k].result], k == i ? RU_WANT_TRUE : RU_WANT_NOT_TRUE};
        if (show_some(b, more, n, shows, claim, out)) return true;
    }
    return false;
}

bool ru_boxes_show(ru_boxes *b, const ru_claim *claims, size_t count, ru_shows shows, const void *claim, ru_str *out) {
    if (show_some(b, claims, count, shows, claim, out)) return true;
    return speaks_of_outcome(b, claims[0].term) && show_behind_actions(b, claims, count, shows, claim, out);
}
