/* inside.h: what the files of engine/charter/ share. Times are instants; all intervals half-open. */
#ifndef RU_CHARTER_INSIDE_H
#define RU_CHARTER_INSIDE_H

#include "engine/charter/charter.h"

/* Walks the limits that apply (holds other than RU_FALSE): start with *k = 0. */
bool ru_next_applying(const ru_permission *p, size_t *k, size_t *limit);
bool ru_limit_in_force(const ru_permission *p, size_t limit, int64_t t);
int64_t ru_limit_force_ends(const ru_permission *p, size_t limit); /* of its effective dates; INT64_MAX open */
/* Until when forbid, only_if and hand_over refuse, effective dates aside: INT64_MIN not at all, INT64_MAX no end. */
int64_t ru_limit_refuses_until(const ru_permission *p, size_t limit);
/* ru_limit_free_from and ru_limit_refuses_from for some of a limit's effects alone. */
enum { RU_ALL_EFFECTS = RU_FORBID | RU_HOURS | RU_ONLY_IF | RU_TONE_AT_MOST | RU_ACTION_AT_MOST | RU_HAND_OVER };
int64_t ru_effects_free_from(const ru_permission *p, size_t limit, unsigned effects, int64_t t);
int64_t ru_effects_refuse_from(const ru_permission *p, size_t limit, unsigned effects, int64_t t);
/* Does the limit, as of now, refuse through forbid, only_if or hand_over? */
bool ru_limit_refuses_now(const ru_permission *p, size_t limit);
/* Is the limit about this channel, gates on actions and tones open over what was visited? */
bool ru_limit_on_channel(const ru_permission *p, size_t limit, uint64_t ways);
/* Channel rules of a channel that are not false, as bits; *definite: one of them is true. */
uint64_t ru_ways_of(const ru_permission *p, int channel, bool *definite);
uint64_t ru_ways_open(const ru_permission *p); /* all channel rules that are not false */

/* Is a channel rule that the limit is about open? Always, where it names nothing of a contact. */
bool ru_way_gate(const ru_permission *p, const ru_limit *l);
bool ru_action_refused(const ru_permission *p, int action);
bool ru_tone_refused(const ru_permission *p, int tone);
void ru_judge_actions(ru_permission *p);
bool ru_judge_tones(ru_permission *p);       /* false: a possible tone is refused all the way down, so nothing may be said */
void ru_judge_channel(ru_permission *p);
bool ru_channel_open(ru_permission *p, int channel); /* is it in P? */

/* hours.c: is contact permitted at t by limit's hours in every zone? *until: first instant > t at which that may change. */
bool ru_hours_open(const ru_permission *p, size_t limit, int64_t t, int64_t *until);

#endif
