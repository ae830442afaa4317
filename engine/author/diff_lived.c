/* diff_lived.c: everybody lived through days with both policies, each with its own contacts played back in (simulate.h), and how many contacts that makes a week. */
#include "engine/author/diff.h"

ruth_status ru_diff_open_lived(ruth_engine *engine, ru_diff *d, const char *const folders[2], const ruth_diff_options *o, ruth_error *e) {
    const ruth_simulation_options s = {.size = sizeof s, .days = o->days, .seed = o->seed, .now = o->now};
    ruth_status st = RUTH_OK;
    for (int k = 0; !st && k < 2; k++) st = ruth_simulation_open(engine, folders[k], &s, &d->sides[k].lived, e);
    if (st) return st;
    d->days = (size_t)o->days;
    d->lived_count = (d->days + 6) / 7;
    d->lived = RU_NEWS(&d->arena, ru_week, d->lived_count);
    return d->lived ? RUTH_OK : ru_fail_nomem(e);
}

/* The contacts of the person just lived through, in that week. */
static size_t contacts(const ru_sim *s, size_t week) {
    size_t sum = 0;
    for (size_t i = 0; i < s->period_count; i++) sum += i * (size_t)s->period_days / 7 == week ? s->person.contacts[i] : 0;
    return sum;
}

ruth_status ru_diff_live(ru_diff *d, const char *bytes, size_t length, ruth_error *e) {
    for (int k = 0; d->days && k < 2; k++) {
        ruth_status st = ruth_simulation_line(d->sides[k].lived, bytes, length, 1, NULL, e);
        if (st) return st;
    }
    for (size_t i = 0; i < d->lived_count; i++) {
        ru_week *w = &d->lived[i];
        size_t old = contacts(d->sides[0].lived, i), now = contacts(d->sides[1].lived, i);
        w->contacts[0] += old;
        w->contacts[1] += now;
        w->gained += now > old ? now - old : 0;
        w->lost += old > now ? old - now : 0;
    }
    return RUTH_OK;
}
