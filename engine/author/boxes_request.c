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
    if (st == RUTH_E_NOMEM) b->so.failed = true;
    if (st || !shows(b, claim)) return false;
    *out = line;
    return true;
}

bool ru_boxes_show(ru_boxes *b, const ru_claim *claims, size_t count, ru_shows shows, const void *claim, ru_str *out) {
    for (int turn = 0; turn < 2; turn++) { /* where the first such people cannot be made, others may be */
        b->so.backwards = turn == 1;
        ru_verdict v = ru_boxes_ask(b, claims, count);
        b->so.backwards = false;
        if (v != RU_YES) return false;
        if (ru_boxes_request(b, b->so.domain, shows, claim, out)) return true;
    }
    return false;
}
