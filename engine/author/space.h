/* space.h: all people a policy can meet, as a space of axes cut into cells, and the question "is there one for whom these conditions hold?".
 *
 * A domain keeps a bit for every cell of every axis that is still possible. Where the space says more than can be (derived facts and coded
 * conditions are free), it only ever says too much: "there is none" is therefore certain, "there is one" is tried before it is told. */
#ifndef RU_SPACE_H
#define RU_SPACE_H

#include "engine/author/author.h"

#define RU_NOWHERE UINT32_MAX
typedef struct ru_cells {
    uint32_t from, to;
} ru_cells;             /* cells [from, to) */
typedef struct ru_dim { /* one axis; match.h says what `kind`, a and b mean */
    ru_axis_kind kind;
    int a, b;
    int64_t low, high; /* what its values can be at all */
    int64_t *cuts;     /* sorted, each once; cell k holds the values with exactly k cuts at or below them */
    size_t cut_count, cut_room;
    const ru_str *texts; /* RU_AXIS_TEXT: value k is cell k, any other value is cell text_count */
    size_t text_count;
    uint32_t cells;       /* with the one for none on file, the last, where there is one */
    uint32_t none;        /* that cell, or RU_NOWHERE */
    uint32_t word, words; /* where its bits stand in a domain */
    uint32_t next;        /* the next axis of the same slot, or RU_NOWHERE */
    const ru_node *expr;  /* RU_AXIS_SIGN: what the fact is compared with */
} ru_dim;
typedef struct ru_test {
    uint32_t dim;
    const ru_atom *atom;
    const ru_cells *spans;
    uint32_t *first; /* [variants + 1] */
    uint64_t *masks; /* of axes of one word, by variant */
} ru_test;
typedef struct ru_term {
    ru_cond_kind kind;
    uint32_t first, count, test;
    const ru_cond *cond;
} ru_term; /* kids[first …] */
typedef struct ru_seen_cond {
    const ru_cond *cond;
    uint32_t term;
} ru_seen_cond;

typedef struct ru_space {
    ru_study *study;
    const ru_policy *policy;
    const ru_schema *schema;
    ru_arena *a;
    ru_dim *dims;
    size_t dim_count, dim_room;
    uint32_t *slot_dims;  /* per fact slot: its first axis */
    uint8_t *may_be_none; /* per fact slot: 0 not yet known, 1 no, 2 yes */
    ru_test *tests;
    size_t test_count, test_room;
    ru_term *terms;
    size_t term_count, term_room;
    uint32_t *kids;
    size_t kid_count, kid_room;
    ru_seen_cond *seen; /* by address */
    size_t seen_count, seen_size;
    uint32_t *roots; /* per result of the policy: its term */
    uint32_t words;
    uint64_t *whole;        /* [words] everything that can be */
    uint32_t currency;      /* the axis of the currency; RU_NOWHERE: none */
    const uint8_t *assumed; /* NULL, or per term: taken to be true, whatever it says */
    uint32_t stage[3];      /* axes of segment, action, tone as rules read them, or RU_NOWHERE */
    uint32_t plans;         /* the axis of plans_in_reach, or RU_NOWHERE */
    bool failed;            /* out of memory */
} ru_space;

/* space.c: the conditions of the policy and its circumstances as terms over axes. False: out of memory. */
bool ru_space_build(ru_space *sp, ru_study *s, ru_arena *a);
uint32_t ru_space_term(const ru_space *sp, const ru_cond *c);                    /* RU_NOWHERE: not one of the policy's */
void ru_dim_bounds(const ru_dim *d, uint32_t cell, int64_t *low, int64_t *high); /* the values of a cell that can be */
/* space_dims.c: the axes. */
uint32_t ru_space_dim(ru_space *sp, const ru_atom *atom, const ru_node *expr); /* finds or makes it; RU_NOWHERE: out of memory */
bool ru_space_settle(ru_space *sp);                                            /* when all are there: cells, bits, what the tests accept */
const ru_node *ru_space_derivation(const ru_space *sp, int slot);              /* the expression of a derived fact as written */

/* ---- space_solve.c ---- */
typedef enum ru_want { RU_WANT_TRUE, RU_WANT_NOT_TRUE, RU_WANT_FALSE, RU_WANT_NOT_FALSE } ru_want;
typedef struct ru_claim {
    uint32_t term;
    uint8_t want;
} ru_claim;
typedef struct ru_box {
    const uint64_t *domain;
} ru_box; /* [words] a part of the space; `domain` of axes it does not speak of is whole */
typedef enum ru_verdict { RU_NO, RU_YES, RU_TOO_LONG } ru_verdict;
typedef struct ru_trail {
    uint32_t word;
    uint64_t bits;
} ru_trail;
typedef struct ru_solver {
    const ru_space *sp;
    ru_arena *a;
    uint64_t *domain;        /* [words] after RU_YES: where such people are */
    int resolved[3];         /* per stage: the rule that decides; −1 open, −2 none of them */
    const uint8_t *given[3]; /* NULL, or per stage and value: somebody is given it, whatever the rules say */
    bool plans_resolved;     /* the rules of plans agree with how many are in reach */
    bool backwards;          /* tries the other half of each split first: another answer, if there are several */
    ru_trail *trail;
    size_t trail_count, trail_room;
    ru_claim *claims; /* a stack */
    size_t claim_count, claim_room;
    const ru_box *boxes; /* parts that do not count */
    size_t box_count;
    int64_t steps, allowed; /* work done in this question, and in all */
    int depth;
    bool failed, spent; /* out of memory · this question took too long */
} ru_solver;
bool ru_solver_open(ru_solver *so, const ru_space *sp, ru_arena *a, int64_t allowed);
/* Is there somebody for whom all claims hold? */
ru_verdict ru_solve(ru_solver *so, const ru_claim *claims, size_t count);
/* Everything known about the domain taken together: what does the term say? */
ru_tri ru_space_judge(const ru_space *sp, const uint64_t *domain, uint32_t term);
static inline bool ru_domain_has(const uint64_t *domain, const ru_dim *d, uint32_t cell) { return domain[d->word + cell / 64] >> (cell % 64) & 1; }
bool ru_domain_narrowed(const ru_space *sp, const uint64_t *domain, uint32_t dim);

#endif
