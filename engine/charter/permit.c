/* permit.c: one proposal, asked about at its instant: through the same interval functions as every decision. */
#include "engine/charter/inside.h"

void ru_permit_begin(const ru_charter *c, const ru_limit_now *now, const ru_proposal *proposal, const uint16_t *about, size_t count, ru_permission *p) {
    *p = (ru_permission){
        .charter = c, .now = now, .proposal = *proposal, .acting = about, .acting_count = count, .asked = true, .speakable = true, .channel = -1};
}

bool ru_permit_refuses(const ru_permission *p, size_t limit, int64_t t) { return ru_limit_stretch(p, limit, t, t + 1, t + 1).from > t; }

bool ru_charter_in_force(const ru_charter *c, size_t limit, const ru_scene *sc, int64_t t) {
    if (c->limits[limit].valid_from == INT32_MIN && c->limits[limit].valid_until == INT32_MAX) return true;
    ru_permission p = {.charter = c, .proposal = {.now = t, .scene = sc}};
    return ru_limit_in_force(&p, limit, t);
}

bool ru_permit_in_force(const ru_permission *p, size_t limit, int64_t t) { return ru_limit_in_force(p, limit, t); }

bool ru_permit_next(const ru_permission *p, int64_t t, int64_t before, int64_t *from, int64_t *until) {
    ru_stretch s = ru_open_stretch(p, UINT64_MAX, t, before);
    if (s.from >= before) return false;
    *from = s.from;
    *until = s.until < before ? s.until : before;
    return true;
}
