/* charter.h: limits in, permission out; seal.c is the only maker of decisions. Includes nothing that could call it: decide.c hands over facts
 * as zones and instants, conditions already judged, proposals and limits. Everything is an index or a bit: names stay outside. See docs/SEMANTICS.md 12–24. */
#ifndef RU_CHARTER_H
#define RU_CHARTER_H

#include "engine/facts/facts.h"

enum { RU_MAX_ACTIONS = 64, RU_MAX_TONES = 16, RU_MAX_CHANNELS = 32, RU_MAX_WAYS = 64, RU_MAX_OPEN_WAYS = 8 };

/* ---- ladders (compiled once) ---- */
typedef struct ru_action {
    bool contact;
    bool needs_plan;
    int gives_way;
    int rank; /* pressure rank, all different; contactless first */
} ru_action;
typedef struct ru_ladders {
    ru_action actions[RU_MAX_ACTIONS]; /* index = place on the written ladder, kindest first */
    int action_count, none;            /* `none`: its index */
    int tone_count, channel_count;     /* index = place on the ladder, kindest first */
} ru_ladders;
/* A channel rule. */
typedef struct ru_way {
    int channel;
    int64_t prefer;
    const int64_t *cost;
    const bool *has_cost; /* [currencies] or NULL: 0 in all */
} ru_way;                 /* in id order */

/* ---- limits (compiled once) ---- */
typedef enum ru_acts_on { RU_ON_ACTION, RU_ON_TONE, RU_ON_CHANNEL, RU_ON_PLAN } ru_acts_on;
/* Effects; a limit may have several. The last four refuse no contact by themselves: composition, plans and people see to them. */
enum {
    RU_FORBID = 1,
    RU_HOURS = 2,
    RU_ONLY_IF = 4,
    RU_TONE_AT_MOST = 8,
    RU_ACTION_AT_MOST = 16,
    RU_HAND_OVER = 32,
    RU_AT_MOST = 64,
    RU_WAIT = 128,
    RU_CLOSED_IN = 256,
    RU_CEILING = 512,
    RU_REQUIRE = 1024,
    RU_NO_WORDS = 2048,
    RU_LEAVE_AT_LEAST = 4096,
    RU_LEFT_TO_HOST = 8192
};
typedef struct ru_span {
    int32_t from, to;
} ru_span; /* seconds since local midnight, half-open */
typedef struct ru_hours {
    ru_span spans[8][4];
    uint8_t counts[8];
    bool holidays;
} ru_hours; /* 0 Monday … 6 Sunday, 7 holiday (when `holidays`); counts 0: closed */
/* at_most: while `most` contacts lie in the window, refused. 'd' local days, the day asked included; 'h' hours; 'b' business days; 'e' ever. */
typedef struct ru_cap {
    char kind;
    int64_t n;
    int32_t most;
} ru_cap;
/* Which contacts count: for at_most, and for `wait` after the last one. Filters NULL: all count, none is left out, from the first contact on. */
typedef struct ru_tally {
    const ru_filter *counting, *except, *from_first;
    int person, debts; /* contact fields of `per`; −1: whoever, whichever debt */
    bool per_debt;
    const ru_cap *caps;
    size_t cap_count;
} ru_tally;
typedef struct ru_wait {
    const ru_stride *steps;
    size_t count;
} ru_wait; /* several: the longest counts */
typedef struct ru_limit {
    unsigned effects;
    ru_acts_on acts_on;
    uint64_t actions; /* named by `on` (all ones: none named), `except_on` already taken out where definite */
    uint32_t tones;
    uint64_t ways;   /* channel rules it may match (all ones where nothing of a contact is named) */
    uint64_t *plans; /* RU_ON_PLAN: bit per plan rule */
    int tone_cap, action_cap;
    const ru_hours *hours;
    bool bounded;                    /* `during` or `until_date` given: ru_limit_now.ends bounds the refusal */
    int32_t valid_from, valid_until; /* local dates, both in; INT32_MIN / INT32_MAX open */
    int team;
    const ru_calendar *calendar; /* holidays and business days of its folder; NULL: the charter's own */
    const ru_zone *zone;         /* hours_in: the clock its hours are read on; NULL: the person's */
    const ru_tally *tally;       /* at_most, and wait after a contact */
    const ru_wait *waits;
    size_t wait_count;
} ru_limit; /* sorted by id */
typedef struct ru_charter {
    ru_ladders ladders;
    const ru_way *ways;
    size_t way_count;
    const ru_limit *limits;
    size_t limit_count;
    ru_calendar days;  /* the policy's own holidays and business days */
    bool limits_plans; /* some limit acts on plans */
} ru_charter;

/* ---- one decision ---- */
typedef struct ru_limit_now {
    ru_tri holds;                      /* when ∧ ¬unless ∧ applies, effective dates not included: RU_FALSE = does not apply */
    ru_tri met;                        /* only_if; RU_TRUE when the limit has none */
    int64_t ends;                      /* end of during / until_date; INT64_MAX no end */
    int64_t ends_surely;               /* the same at its earliest reading: until then it refuses beyond doubt; INT64_MIN where the date is not known */
    int64_t starts;                    /* nothing is refused before; INT64_MIN: it always has been */
    int64_t starts_surely;             /* the same at its latest reading; INT64_MAX where it is not known */
    int64_t counted_until;             /* at_most: until then too many contacts lie in a window; not later than now: it does not refuse */
    int64_t waits_until;               /* wait: likewise */
    int64_t lifted_from, lifted_until; /* [from, until): nothing is refused; equal: not lifted */
    bool took_lines;                   /* leave_at_least: it took a line off the menu of plans */
    bool over;                         /* ceiling: the proposal carries more, or may */
    bool closed_always;                /* closed_in: the windows are not known */
    const ru_window *widened;
    size_t widened_count; /* hours: windows the person named, a value on file */
    const ru_window *closed;
    size_t closed_count;  /* closed_in: likewise */
    int64_t hand_over_by; /* instant; INT64_MAX: none given */
} ru_limit_now;
typedef struct ru_proposal {
    uint64_t actions;    /* possible ones, at least one bit */
    uint32_t tones;      /* possible ones, at least one bit */
    const uint8_t *ways; /* ru_tri per channel rule */
    ru_state preferred_state;
    int preferred;            /* channel index, −1: the preference is not a channel of the ladder */
    bool has_plan;            /* a definite plan is left after the plan limits */
    uint64_t plans;           /* plans that are offered or possible before plan limits: bit per plan rule */
    int currency;             /* −1 not known */
    int64_t now, horizon;     /* [now, horizon) */
    int64_t contact_by;       /* a channel counts only if it opens before this instant (SEMANTICS 17); at most horizon */
    const ru_scene *scene;    /* zones, memos */
    const uint16_t *applying; /* the limits whose `holds` is not RU_FALSE, in order; NULL: look at each */
    size_t applying_count;
} ru_proposal;
typedef struct ru_listed {
    uint16_t limit;
    uint16_t effect;
    int32_t on_channel; /* −1: not about one channel */
    int64_t until;      /* INT64_MAX: only a fact ends it */
} ru_listed;
/* A permission: made by ru_charter_judge, changed only by the functions below, which can only take away. Read its fields, never write them. */
typedef struct ru_permission {
    const ru_charter *charter;
    const ru_limit_now *now;
    ru_proposal proposal;
    int action, tone, channel; /* channel −1: silence */
    int64_t from, until;       /* first permitted interval on the channel within the horizon */
    int action_from;           /* the possible action whose chain led here */
    int tone_from;
    uint64_t actions_visited, actions_refused;
    uint32_t tones_visited, tones_refused;
    uint32_t channels_open;    /* P, as far as it was asked: definitely eligible and permitted before the horizon */
    uint32_t channels_removed; /* taken away after judging */
    /* private to engine/charter/ */
    uint64_t ways_open, ways_sure; /* channel rules that are not false, that are true */
    uint64_t actions_on_way;       /* silent: what the chains of the possible actions passed, and where they ended */
    bool speakable;                /* every possible tone has an end that no limit refuses */
    uint32_t channels_tried, walks_tried, walks_open;
    int seen; /* the channel last found open, and its first interval */
    int64_t seen_from, seen_until;
    const uint16_t *acting; /* while judging: the limits that may refuse a channel within the horizon; NULL: look at each */
    size_t acting_count;
    bool asked; /* permit: `acting` are the limits about the one proposal there is */
} ru_permission;

/* Is a plan refused? RU_TRUE by a limit that definitely applies, RU_MAYBE only by limits that may. */
ru_tri ru_charter_plan(const ru_charter *c, const ru_limit_now *now, const ru_proposal *p, size_t plan);
/* Every possible outcome through every limit, least harsh taken (SEMANTICS 15–19). Allocates nothing. */
void ru_charter_judge(const ru_charter *c, const ru_limit_now *now, const ru_proposal *p, ru_permission *out);
/* The next interval at or after `t` permitted on a channel before the horizon; false: none. The union over all t is the calendar. A channel without a definite rule has none. Removed channels have none. */
bool ru_permission_next(ru_permission *p, int channel, int64_t t, int64_t *from, int64_t *until);
/* Composition takes away: a channel that has no fit text; the whole contact. Gives the channel that is left (−1: silence, and the action gave way). Never widens. */
int ru_permission_drop_channel(ru_permission *p, int channel);
void ru_permission_silence(ru_permission *p);
/* Ignored unless kinder than the present one; a kinder tone that a limit refuses leaves silence. */
void ru_permission_lower_tone(ru_permission *p, int tone);
bool ru_permission_tone_open(const ru_permission *p, int tone); /* does no limit refuse the tone? What composition asks before it lowers */
/* D ≤ E in the pressure order of 1-idea.md, calendars compared interval by interval. Both of one policy and one `now`. */
bool ru_permission_not_harsher(const ru_permission *d, const ru_permission *e);
/* Is every instant before `before` that d permits on its channel permitted by e on that one of its own? They may be of two policies; both of one `now`. */
bool ru_permission_hours_within(const ru_permission *d, int d_channel, const ru_permission *e, int e_channel, int64_t before);
/* The limits that bit, sorted by id then effect; at most `room` are written, the number there are is given. */
size_t ru_charter_list(const ru_permission *p, ru_listed *out, size_t room);
/* Could the limit, were it to hold, touch anything that is possible here? What it rests on is worth asking about only then. A hand-over always concerns. */
bool ru_limit_concerns(const ru_permission *p, size_t limit);
/* When is limit i's refusal over: first instant ≥ t at which it alone does not refuse channel-wise; INT64_MAX never before the horizon. And the first ≥ t at which it does. */
int64_t ru_limit_free_from(const ru_permission *p, size_t limit, int64_t t);
int64_t ru_limit_refuses_from(const ru_permission *p, size_t limit, int64_t t);

/* ---- one proposal (permit) ---- */
/* `about`: the limits that apply and are about the proposal, in order; they live as long as *p. */
void ru_permit_begin(const ru_charter *c, const ru_limit_now *now, const ru_proposal *proposal, const uint16_t *about, size_t count, ru_permission *p);
/* Does limit i refuse at the instant t? */
bool ru_permit_refuses(const ru_permission *p, size_t limit, int64_t t);
bool ru_charter_in_force(const ru_charter *c, size_t limit, const ru_scene *sc, int64_t t); /* its effective dates, read generously */
bool ru_permit_in_force(const ru_permission *p, size_t limit, int64_t t);
/* The first stretch at or after t that no limit refuses, `from` looked for before `before`: false, none. `until` is at most `before`. */
bool ru_permit_next(const ru_permission *p, int64_t t, int64_t before, int64_t *from, int64_t *until);

/* ---- counting (counts.c) ---- */
/* at_most: the instant from which no window holds too many; INT64_MIN: none does now, INT64_MAX: only a fact ends it. `person`: the proposal's counting key; NULL or not known: everybody's contacts count. */
int64_t ru_tally_until(const ru_limit *l, const ru_charter *c, const ru_scene *sc, const ru_value *person);
/* The latest contact that counts, or may; RU_UNKNOWN: there may be one and nobody knows when. */
ru_state ru_tally_last(const ru_tally *t, const ru_scene *sc, const ru_value *person, int64_t *at);
/* Marks what is not known and keeps a contact from surely counting or surely not. */
void ru_tally_unknown(const ru_tally *t, const ru_scene *sc, const ru_value *person, ru_unknowns *into);
/* How long `wait` lasts from there. */
int64_t ru_wait_until(const ru_limit *l, const ru_charter *c, const ru_scene *sc, int64_t value, bool is_instant);
const ru_calendar *ru_limit_calendar(const ru_charter *c, const ru_limit *l);

/* ---- the second opinion (holds.c) ---- */
/* It is told what the limits rest on, not what became of it: no ends, no instants until which something is refused. */
typedef struct ru_moment {
    ru_state state;
    bool is_instant;
    int64_t value; /* an instant, or a date in days */
} ru_moment;
typedef struct ru_limit_facts {
    ru_tri holds, met; /* when ∧ ¬unless ∧ applies; only_if, RU_TRUE when the limit has none */
    ru_moment end;     /* RU_VALUE: it refuses until then … */
    char end_kind;     /* … 'd' plus `end_n` days, 'h' plus `end_n` hours, 0: exactly */
    int64_t end_n;
    ru_moment starts, lifted; /* RU_VALUE: from then on; lifted on `lifted_days` local dates */
    int64_t lifted_days;
    bool after_given; /* wait: after `after`; else after the last contact that counts */
    ru_moment after;
    const ru_value *person;           /* whose contacts count; NULL or not known: everybody's */
    bool over;                        /* ceiling: the contact carries more, or may */
    const ru_value *widened, *closed; /* windows the person named; NULL: the limit asks for none */
} ru_limit_facts;
/* What was decided, or is asked about. */
typedef struct ru_decided {
    int action, tone, channel; /* channel −1: silence, and the tone is nobody's */
    int64_t from, until;       /* the contact: [from, until) */
    const uint8_t *ways;       /* ru_tri per channel rule */
    bool has_plan;
    uint64_t plans; /* plans that are offered: bit per plan rule */
    int64_t now;
} ru_decided;
/* Does limit i leave the instant t alone? False also where it only may refuse. Looks at the wall clocks and dates of that instant and at the contacts one by one. */
bool ru_holds_at(const ru_charter *c, size_t limit, const ru_limit_facts *f, const ru_scene *sc, int64_t t);
/* Does a finished decision pass every limit that may apply and may be about it? `facts`: one a limit. The first and last second of the contact, and each
 * quarter of an hour between (each hour where it is longer than two days). Gives −1, or the limit that it does not pass; limit_count: no plan or channel rule bears it. */
int ru_holds(const ru_charter *c, const ru_limit_facts *facts, const ru_scene *sc, const ru_decided *d);

/* ---- hand-over ---- */
/* Limits with hand_over that apply now, sorted by `by`, then id. Gives how many; the first is the one. */
size_t ru_charter_hand_overs(const ru_charter *c, const ru_limit_now *now, const ru_proposal *p, uint16_t *limits, size_t room);

/* ---- sealed ---- */
typedef struct ru_sealed ru_sealed; /* opaque: only seal.c can make one, and only from a permission */
struct ru_sealed_view {
    int action, tone, channel;
    int64_t from, until;
};
/* Cuts the contact at good_until; a contact that would start at or after it becomes silence. Writes into caller's storage of RU_SEALED_SIZE bytes. */
enum { RU_SEALED_SIZE = 128 };
const ru_sealed *ru_seal(ru_permission *p, int64_t good_until, void *storage);
struct ru_sealed_view ru_sealed_read(const ru_sealed *s);

#endif
