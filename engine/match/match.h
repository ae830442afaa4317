/* match.h: said conditions → bit vectors → three-valued answers for every rule at once.
 *
 * The method is the bit-vector answer to packet classification (Lakshman & Stiliadis, SIGCOMM 1998): every axis (mostly a fact) is cut at all the
 * constants that conditions compare it with; each cell between cuts keeps one bit per conjunct, "satisfied here". A decision
 * is one binary search per axis and one AND of bit vectors per axis; a second vector carries *possible*. any_of, none_of, not are inner
 * conjuncts whose results are pseudo-axes of the next group (linear size). Nothing here simplifies unknown into true or false. */
#ifndef RU_MATCH_H
#define RU_MATCH_H

#include "engine/facts/facts.h"

/* ---- conditions, as the policy compiler hands them over ---- */
typedef enum ru_axis_kind {
    RU_AXIS_SLOT,    /* the value of fact slot a: all types held in `i` but LIST_ENUM */
    RU_AXIS_TEXT,    /* fact slot a of TEXT or ZONE type, against names */
    RU_AXIS_ELEMENT, /* is bit b in LIST_ENUM slot a: 0 or 1; a list none on file counts as 0 for every element */
    RU_AXIS_ON_FILE, /* slot a has a value: 1, none on file: 0 */
    RU_AXIS_SIGN,    /* sign of slot a − expression b (index into the expressions handed to ru_match_new): −1 0 1; either none on file: NONE */
    RU_AXIS_DAYS,    /* today − local date of slot a (DATE, INSTANT), per zone of the scene: the set of these values when zones disagree */
    RU_AXIS_SECONDS, /* now − slot a (INSTANT) */
    RU_AXIS_TODAY,   /* local date of now: the set of dates when zones disagree; no zone: all from the date at UTC−12 to the date at UTC+14 */
    RU_AXIS_STAGE,   /* stage a (ru_stage): the ordinals that are possible */
    RU_AXIS_CODED    /* coded condition b: 0 or 1, asked for through the environment, only while the rest of its conjunct may hold */
} ru_axis_kind;
typedef enum ru_stage { RU_STAGE_FACTS, RU_STAGE_SEGMENT, RU_STAGE_PLANS, RU_STAGE_ACTION, RU_STAGE_TONE, RU_STAGE_FINAL, RU_STAGE_COUNT } ru_stage;
/* RU_STAGE_FINAL: channel. Message rules use copies of the action, tone and channel axes given once more as single values: */
typedef enum ru_final { RU_FINAL_ACTION = 100, RU_FINAL_TONE = 101, RU_FINAL_CHANNEL = 102 } ru_final; /* `a` of RU_AXIS_STAGE for message rules */

typedef struct ru_range {
    int64_t low, high;
} ru_range; /* both ends in */
typedef struct ru_ranges {
    const ru_range *items;
    int count; /* −1: no figure in this currency: unknown for every value */
} ru_ranges;   /* sorted, disjoint */
typedef struct ru_atom {
    ru_axis_kind axis;
    int a, b;
    bool by_currency; /* `sets` holds one entry a currency, else one; currency not known: unknown for every value */
    const ru_ranges *sets;
    bool if_none;        /* the answer when the axis is NONE */
    const ru_str *texts; /* RU_AXIS_TEXT: true when the value is one of these … */
    int text_count;
    bool negate; /* … or, with negate, none of these */
} ru_atom;
typedef enum ru_cond_kind { RU_COND_ALL, RU_COND_ANY, RU_COND_NONE /* not any of */, RU_COND_ATOM } ru_cond_kind;
typedef struct ru_cond ru_cond;
struct ru_cond { /* ALL of nothing is true. A node may be shared by many parents: the builder gives it one pseudo-axis (by address). NOT x is NONE of {x}. */
    ru_cond_kind kind;
    const ru_atom *atom;
    const ru_cond **items;
    size_t count;
};

/* ---- building: in the policy arena, once ---- */
typedef struct ru_match ru_match; /* immutable, shared */
/* conds[i] becomes result i. Stage axes decide in which group a condition is judged; results are ready once its highest stage was given. exprs: for RU_AXIS_SIGN. `scratch`: freed by the caller after. */
ruth_status ru_match_new(ru_arena *a, ru_arena *scratch, const ru_schema *schema, const ru_cond *const *conds, size_t count, const ru_expr *const *exprs,
                         size_t expr_count, ru_match **out, ruth_error *e);
size_t ru_match_bytes(const ru_match *m); /* memory held by its tables */

/* ---- running: in a session's memory ---- */
typedef struct ru_match_env {
    const ru_scene *scene;
    /* Asked for a coded condition at most once a decision. RU_MAYBE for unknown or failed. */
    ru_tri (*coded)(void *context, int index);
    void *context;
} ru_match_env;
typedef struct ru_match_run ru_match_run;
/* Scratch of fixed size for a policy, reused by every decision: ru_match_start only resets it. */
ruth_status ru_match_run_new(const ru_match *m, const ruth_allocator *alloc, ru_match_run **out, ruth_error *e);
void ru_match_run_free(ru_match_run *r);
void ru_match_start(ru_match_run *r, const ru_match_env *env); /* judges everything that reads facts alone */
/* Gives a stage's possible ordinals (sorted, at least one; RU_STAGE_PLANS: low and high of the range as two ordinals, all between are meant). Judges what waited for it. Order: segment, plans, action, tone, then the finals one by one.
 * Until then a result that waits is RU_MAYBE. A stage passed over is not known. A stage given again is taken anew, and all that rests on it is judged again. */
void ru_match_give(ru_match_run *r, int stage, const int32_t *ordinals, size_t count);
ru_tri ru_match_result(const ru_match_run *r, size_t index);
/* The results as they stand: a bit each, whether it may hold, whether it does. For walks over many. */
typedef struct ru_results {
    const uint64_t *pos, *def;
} ru_results;
ru_results ru_match_results(const ru_match_run *r); /* of as long as the run */
/* The first of the results [from, to) that is not false, and what it is; `to`: none. False ones are skipped a word at a time. */
static inline size_t ru_match_next(const ru_results *r, size_t from, size_t to, ru_tri *is) {
    while (from < to) {
        uint64_t pos = r->pos[from / 64] >> from % 64;
        if (!pos) {
            from = (from / 64 + 1) * 64;
            continue;
        }
        from += (size_t)__builtin_ctzll(pos);
        if (from >= to) break;
        *is = (ru_tri)(RU_MAYBE + (int)(r->def[from / 64] >> from % 64 & 1));
        return from;
    }
    return to;
}
/* For a result that is RU_MAYBE: calls `leaf` for each atom that is unknown and keeps it so (through any_of, none_of and shared conditions; an atom of a part already false is not named). Stage axes that are undecided are named too. Nothing is named for a result that still waits for a stage. */
void ru_match_unknown(const ru_match_run *r, size_t index, void (*leaf)(void *ctx, const ru_atom *atom), void *ctx);
/* Could it hold while the stage (or final) has this value, everything else being whatever it may? Never false where it could. may.c */
bool ru_cond_may(const ru_cond *c, int stage, int value);
bool ru_cond_must(const ru_cond *c, int stage, int value); /* does it hold then, whatever the rest? Never true where it might not */
/* One condition judged slowly, atom by atom, from its tree: the bit vectors are checked against it in tests; explain uses it. */
ru_tri ru_cond_judge(const ru_match *m, const ru_match_run *r, const ru_cond *c);

#endif
