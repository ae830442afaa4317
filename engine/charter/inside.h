/* inside.h: what the files of engine/charter/ share. Times are instants; all intervals half-open. */
#ifndef RU_CHARTER_INSIDE_H
#define RU_CHARTER_INSIDE_H

#include "engine/charter/charter.h"

/* Walks the limits that apply (holds other than RU_FALSE): start with *k = 0. */
static inline bool ru_next_of(const ru_charter *c, const ru_limit_now *now, const ru_proposal *proposal, size_t *k, size_t *limit) {
    if (proposal->applying) {
        if (*k == proposal->applying_count) return false;
        *limit = proposal->applying[(*k)++];
        return true;
    }
    while (*k < c->limit_count) {
        size_t i = (*k)++;
        if (now[i].holds == RU_FALSE) continue;
        *limit = i;
        return true;
    }
    return false;
}
static inline bool ru_next_applying(const ru_permission *p, size_t *k, size_t *limit) { return ru_next_of(p->charter, p->now, &p->proposal, k, limit); }
/* Walks those among them that may refuse a channel within the horizon, and perhaps others. */
static inline bool ru_next_acting(const ru_permission *p, size_t *k, size_t *limit) {
    if (!p->acting) return ru_next_applying(p, k, limit);
    if (*k == p->acting_count) return false;
    *limit = p->acting[(*k)++];
    return true;
}
/* Finds them, once actions and tones are judged; `room` must live as long as p->acting is set. */
enum { RU_MAX_ACTING = 16 };
void ru_gather_acting(ru_permission *p, uint16_t room[RU_MAX_ACTING]);
bool ru_limit_in_force(const ru_permission *p, size_t limit, int64_t t);
int64_t ru_limit_force_ends(const ru_permission *p, size_t limit); /* of its effective dates; INT64_MAX open */
/* Until when all but the clock refuses, effective dates aside: INT64_MIN not at all, INT64_MAX no end. */
int64_t ru_limit_refuses_until(const ru_permission *p, size_t limit);
/* The first instants that are left free, and when refusals begin again: [from, until). INT64_MAX: never, or not as far as was looked. */
typedef struct ru_stretch {
    int64_t from, until;
} ru_stretch;
/* What one limit leaves free at or after t; where hours count, `from` is looked for before `before`, `until` before `stop`. */
ru_stretch ru_limit_stretch(const ru_permission *p, size_t limit, int64_t t, int64_t before, int64_t stop);
/* ru_limit_free_from and ru_limit_refuses_from for some of a limit's effects alone. */
enum {
    RU_ALL_EFFECTS = 2 * RU_LEFT_TO_HOST - 1,
    RU_BY_THE_CLOCK = RU_HOURS | RU_CLOSED_IN, /* refusals that come and go */
    RU_REFUSALS = RU_FORBID | RU_BY_THE_CLOCK | RU_ONLY_IF | RU_HAND_OVER | RU_AT_MOST | RU_WAIT | RU_CEILING
};
int64_t ru_effects_free_from(const ru_permission *p, size_t limit, unsigned effects, int64_t t);
int64_t ru_effects_refuse_from(const ru_permission *p, size_t limit, unsigned effects, int64_t t);
/* Does the limit, as of now, refuse, the clock aside? */
bool ru_limit_refuses_now(const ru_permission *p, size_t limit);
/* Is the limit about this channel, gates on actions and tones open over what was visited? */
static inline bool ru_limit_on_channel(const ru_permission *p, size_t limit, uint64_t ways) {
    const ru_limit *l = &p->charter->limits[limit];
    if (p->asked) return true; /* they were chosen for the one proposal there is */
    return l->acts_on == RU_ON_CHANNEL && (l->effects & RU_REFUSALS) && (l->ways & ways) && (l->actions & p->actions_visited) && (l->tones & p->tones_visited);
}
/* Channel rules of a channel that are not false, as bits; *definite: one of them is true. */
uint64_t ru_ways_of(const ru_permission *p, int channel, bool *definite);
void ru_gather_ways(ru_permission *p); /* all channel rules, by what they are */

/* Is a channel rule that the limit is about open? Always, where it names nothing of a contact. */
bool ru_way_gate(const ru_permission *p, const ru_limit *l);
bool ru_action_refused(const ru_permission *p, int action);
bool ru_tone_refused(const ru_permission *p, int tone);
void ru_judge_actions(ru_permission *p);
bool ru_judge_tones(ru_permission *p); /* false: a possible tone is refused all the way down, so nothing may be said */
void ru_judge_channel(ru_permission *p);
bool ru_channel_open(ru_permission *p, int channel); /* is it in P? */

/* hours.c: what the limit's hours and closed windows (those of `effects`), in every zone, leave free. */
ru_stretch ru_hours_stretch(const ru_permission *p, size_t limit, unsigned effects, int64_t t, int64_t before, int64_t stop);
/* channels.c: the first instants at or after t that every limit leaves to these channel rules: `from` looked for before `before`. */
ru_stretch ru_open_stretch(const ru_permission *p, uint64_t ways, int64_t t, int64_t before);

#endif
