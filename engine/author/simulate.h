/* simulate.h: what the files of `ruth simulate` share: one person played through many days, and what everybody's days add up to. */
#ifndef RU_SIMULATE_H
#define RU_SIMULATE_H

#include "engine/author/author.h"

enum { RU_SIM_SPANS = 3 };
extern const int ru_sim_spans[RU_SIM_SPANS]; /* 1, 7, 30 days */

/* Why nobody was contacted: an action rule, a limit, or one of these behind them. */
typedef enum ru_sim_other { RU_SIM_WAITS, RU_SIM_NO_WAY, RU_SIM_NO_TEXT, RU_SIM_NO_RULE, RU_SIM_REJECTED, RU_SIM_OTHERS } ru_sim_other;

/* A day or a week, or all of it. Counts by index: people, but contacts where it says so. */
typedef struct ru_sim_period {
    size_t contacted, contacts, handed;
    size_t *channels, *tones, *actions; /* contacts */
    size_t *teams, *reasons;            /* reasons: of those who were not contacted, as things stood at the end */
} ru_sim_period;

/* What one person has been through. */
typedef struct ru_sim_person {
    size_t *contacts;    /* per period */
    int *reasons;        /* per period, −1: not reached */
    uint64_t *teams;     /* per period, bit per team */
    int64_t start, last; /* last: the latest outbound contact that is known, INT64_MIN none */
    const ru_zone *zone; /* the first of the person's; NULL: UTC */
    ru_contact *history; /* with room for what is played */
    size_t capacity;
    size_t played;
} ru_sim_person;

typedef struct ru_sim_most {
    size_t count;
    ru_str id;
} ru_sim_most;

struct ruth_simulation {
    ruth_allocator alloc;
    ru_policy *policy;
    ruth_session *session;
    ru_arena arena;     /* of the simulation */
    ru_arena own;       /* of one person */
    ru_request request; /* of the person, as of the step */
    ru_rejection rejection;
    ru_buf line, out, played;
    uint64_t seed;
    bool eager; /* decides at each step, also where the last decision is still good */
    bool has_now;
    int64_t now, step, length; /* seconds; length: of the whole */
    int64_t period_days;       /* 1 or 7 */
    size_t period_count, reason_count;
    ru_sim_period *periods, all;
    ru_sim_person person;
    size_t people, rejected, decisions;
    int64_t started; /* when all of them started; INT64_MIN: not at one instant */
    size_t never;
    size_t *never_reasons;
    ru_sim_most most[RU_SIM_SPANS];
    int64_t shortest; /* between two contacts, the later of them played; INT64_MAX none */
    ru_str shortest_id;
    int outcome_slot, direction_slot, debts_slot; /* contact fields, −1 undeclared */
    int64_t inbound;                              /* value of direction, −1 none */
    const ru_value **by_action, **by_talk;        /* per action: fields that are written down beside, [contact field count]; NULL none */
};
typedef struct ruth_simulation ru_sim;

int32_t ru_sim_date(const ru_sim *s, int64_t at); /* the person's date: in the first of their zones, without one in UTC */
/* simulate_notes.c: simulation.yaml of the policy's folder: what a host writes down about a contact. Fails with its place. */
ruth_status ru_sim_notes(ru_sim *s, ruth_error *e);
/* simulate_play.c: the contact just decided takes place: into the person's history, into `played` as a line, into the counts. False: out of memory. */
bool ru_sim_play(ru_sim *s, const ruth_decision *d, size_t period);
/* simulate_count.c */
bool ru_sim_open_counts(ru_sim *s);
bool ru_sim_begin_person(ru_sim *s); /* once the first decision is there */
int ru_sim_reason(const ru_sim *s, const ruth_decision *d);
void ru_sim_see(ru_sim *s, int reason, uint64_t teams, size_t step, size_t next); /* how things stood at the steps [step, next) */
bool ru_sim_end_person(ru_sim *s);
ru_str ru_sim_reason_text(const ru_sim *s, size_t reason, const char **kind);
/* simulate_text.c, simulate_json.c */
void ru_sim_text(ru_sim *s);
void ru_sim_json(ru_sim *s);

#endif
