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
    if (!line.n || ruth_decide_line(b->session, line.p, line.n, 1, &answer, NULL) != RUTH_OK || !shows(b, claim)) return false;
    *out = line;
    return true;
}
