/* inside.h: the parts of a matcher, shared by the files of this room and nobody else.
 *
 *   conjunct  an AND of literals (atoms or other conjuncts, each perhaps negated). OR is an AND of negations, negated where it is read:
 *             De Morgan, associativity and double negation hold in Kleene logic exactly, so nothing is lost.
 *   rank      the stage that must have been given before a conjunct can be judged; level: its nesting below that.
 *   group     the conjuncts of one rank and level, on whole words of the bit vectors; a group only reads earlier groups.
 *   cell      a stretch of an axis between two cuts; every atom is constant on it. row: the bits of a group's conjuncts for a cell. */
#ifndef RU_MATCH_INSIDE_H
#define RU_MATCH_INSIDE_H

#include "engine/match/match.h"

enum {
    RU_AXIS_INNER = RU_AXIS_CODED + 1, /* the result of conjunct `a`: used where many conjuncts of a group read it */
    RU_RANK_COUNT = 9,
    RU_FEW_WORDS = 4,   /* groups up to here have plain rows of just their words */
    RU_BLOCK_WORDS = 8, /* larger ones are judged a cache line at a time */
    RU_NESTING_MAX = 200
};
#define RU_NO_AXIS UINT32_MAX

/* ---- axes ---- */
enum { RU_SHELF_CUTS = 4 };
typedef struct ru_cuts {     /* the cells of one axis in one currency: cell k holds the values with exactly k cuts at or below them */
    const int64_t *cuts;     /* ascending; RU_SHELF_CUTS more behind them, all INT64_MAX */
    const uint16_t *shelves; /* [low, high] in shelves of 2^shift values with at most RU_SHELF_CUTS cuts each: the cuts at or below
                                        * the first value of each; NULL where that would take too many shelves */
    int64_t low, high;
    uint32_t count; /* of cuts; there is one cell more */
    uint32_t shift;
    uint32_t pos_row, def_row; /* number of cell 0's row; they differ where an atom has no figure in this currency */
} ru_cuts;
typedef struct ru_at {
    uint32_t pos, def;
} ru_at; /* the rows in force on an axis: for possible, for definite */
typedef struct ru_axis {
    const ru_cuts *cuts;                              /* [variants] */
    int kind, a, b;                                   /* ru_axis_kind, or RU_AXIS_INNER */
    ru_at empty[2];                                   /* the rows in force when not known (RU_UNKNOWN), when none on file (RU_NONE) */
    uint32_t none_row, free_row, ones_row, row_count; /* the special rows stand behind those of the cells */
    uint32_t variants;                                /* 1, or one a currency */
    uint32_t set_slot;                                /* where a value that is a set is kept; RU_NO_AXIS: this axis has single values only */
    const ru_str *texts;                              /* RU_AXIS_TEXT: sorted; text k is cell k + 1, any other is cell 0 */
    uint32_t text_count;
    uint8_t rank;
    uint8_t lane; /* a second atom of one conjunct on an axis that may hold a set gets the axis once more: sets do not intersect exactly */
    bool by_currency;
} ru_axis;

/* What an axis says now. */
typedef enum ru_shape { RU_ONE, RU_RANGE, RU_LIST } ru_shape;
typedef struct ru_reading {
    ru_state state;
    ru_shape shape;
    int64_t low, high;   /* RU_ONE: low; RU_RANGE: both ends in */
    ru_str text;         /* RU_AXIS_TEXT */
    const int32_t *list; /* RU_LIST */
    size_t count;
    int32_t few[RU_MAX_ZONES]; /* storage of lists that come from zones */
} ru_reading;

typedef struct ru_near {  /* an axis that one look-up settles */
    const uint16_t *rows; /* of each value in [low, high]; then of not known, of none on file */
    int64_t low, high;
    uint32_t slot, axis, free_row;
} ru_near;
typedef struct ru_far { /* an axis whose cells are found through shelves */
    const int64_t *cuts;
    const uint16_t *shelves;
    int64_t low, high;
    uint32_t shift, row; /* row: of cell 0 */
    uint32_t empty[2];   /* rows of not known, of none on file */
    uint32_t slot, axis, free_row;
} ru_far;

/* ---- groups ---- */
typedef struct ru_clear {
    uint32_t bit;
    uint16_t from, to;
} ru_clear; /* the bit is 0 in rows [from, to) of its stretch */
typedef struct ru_stretch {
    uint32_t first, clear_from, clear_to;
} ru_stretch;
typedef struct ru_packed {       /* neighbouring rows share one full row, their OR; what it says too much is cleared */
    const uint32_t *stretch_of;  /* row → stretch */
    const ru_stretch *stretches; /* stretch k has full row k */
    const ru_clear *clears;
} ru_packed;
typedef struct ru_entry {    /* one axis in one group */
    const uint64_t *rows;    /* row r at rows + r * stride, unless packed */
    const ru_packed *packed; /* NULL: plain */
    uint32_t axis, ones;
} ru_entry;
typedef struct ru_piece { /* bits of one word whose conjuncts are results of one word, moved together */
    uint64_t mask;        /* of the results */
    uint32_t from, to;    /* words */
    uint8_t turn;         /* by how many places the word is turned to the left; 0 where the group has few words */
    bool negate;
} ru_piece;
typedef struct ru_group {
    const ru_entry *entries;    /* most selective first */
    const uint32_t *settable;   /* entries whose axis may hold a set */
    const uint32_t *inner_axes; /* axes of kind RU_AXIS_INNER that this group feeds */
    const ru_piece *pieces;
    uint32_t entry_count, settable_count, inner_axis_count, piece_count;
    uint32_t word, words, stride; /* its place in the bit vectors; words between its rows */
    uint8_t rank;
    bool few, plain, hard, lazy; /* few: ru_run_few may judge it; the others: has such conjuncts */
} ru_group;
typedef struct ru_conj {
    uint32_t lit_first, list_first;
} ru_conj; /* up to those of the next bit */
/* One thing of a conjunct's list, cheapest first. */
typedef enum ru_item {
    RU_ITEM_PLAIN /* an inner literal */,
    RU_ITEM_CODED /* a coded atom */,
    RU_ITEM_LAZY /* an inner literal judged when somebody asks */,
    RU_ITEM_AXIS /* an inner literal judged through an axis: nothing to do */
} ru_item;
static inline uint32_t ru_item_code(uint32_t index, ru_item kind, bool negated) { return index << 3 | (uint32_t)kind << 1 | negated; }
static inline uint32_t ru_item_index(uint32_t item) { return item >> 3; } /* bit of the inner conjunct; coded: index of the literal */
static inline ru_item ru_item_kind(uint32_t item) { return (ru_item)(item >> 1 & 3); }

struct ru_match {
    const ru_schema *schema;
    const ru_expr *const *exprs;
    size_t expr_count;
    ru_axis *axes; /* by rank; within rank 0: plain slots, money slots, elements, on file, the rest; RU_AXIS_INNER last */
    uint32_t axis_count, plain_end, money_end, element_end, on_file_end;
    ru_near *nears; /* the plain slots, by how their cell is found, each with all it takes side by side … */
    ru_far *fars;
    uint32_t *odds; /* … and those for which neither way works */
    uint32_t near_count, far_count, odd_count;
    uint32_t rank_axes[RU_RANK_COUNT + 1];
    ru_at *start_at; /* the state of every axis before anything is known */
    ru_group *groups;
    uint32_t group_count;
    uint32_t rank_groups[RU_RANK_COUNT + 1];
    uint32_t words;                /* of all groups */
    uint64_t *live;                /* [words]: bits in use */
    uint64_t *plain, *hard, *lazy; /* [words]: with plain items only; with others too; walked only when asked for */
    ru_conj *conjs;                /* [words * 64 + 1] */
    uint32_t *list;                /* ru_item_code */
    const ru_atom **lit_atoms;
    uint32_t *lit_axes;    /* RU_NO_AXIS: coded */
    uint32_t *result_conj; /* [result_count] bit * 2 + negated */
    uint8_t *result_rank;
    size_t result_count, result_words;
    uint32_t coded_count, set_count, most_words, most_entries;
    uint32_t stage_cells[RU_RANK_COUNT]; /* how many ordinals of a stage can matter */
    uint32_t stage_axis[RU_RANK_COUNT];  /* an axis of that stage; RU_NO_AXIS */
    size_t bytes;
};

/* ---- a run ---- */
typedef struct ru_given {
    ru_state state;
    ru_shape shape;
    int32_t low, high;
    int32_t *list;
    size_t count;
} ru_given;
typedef struct ru_set {
    bool active;
    ru_reading reading;
} ru_set;
struct ru_match_run {
    const ru_match *match;
    ru_match_env env;
    ruth_allocator alloc;
    size_t size;
    int given; /* highest rank given */
    uint32_t sets_active;
    uint32_t unsure;                       /* 0: on every axis so far the same row is in force for possible and for definite */
    ru_at *at;                             /* [axis_count] */
    uint64_t *pos, *def, *open;            /* [words]; open: lazy conjuncts not yet walked */
    uint64_t *result_pos, *result_def;     /* [result_words] */
    uint64_t *spare;                       /* 3 × most_words */
    const uint64_t **pos_rows, **def_rows; /* [most_entries] */
    ru_set *sets;                          /* [set_count] */
    uint8_t *coded;                        /* [coded_count] 0: not asked; else answer + 1 */
    uint32_t *stamps, *stamp;              /* [words * 64], [1]: conjuncts seen in one walk for unknowns */
    ru_given stages[RU_RANK_COUNT];
};

/* read.c */
int ru_stage_rank(int stage); /* −1: no such stage */
void ru_axis_read(const ru_match_run *r, int kind, int a, int b, ru_reading *out);
/* The value of the axes that read one fact value and nothing else. */
static inline ru_state ru_axis_slot(int kind, int b, const ru_value *v, int64_t *out) {
    switch (kind) {
    case RU_AXIS_ELEMENT: *out = v->state == RU_VALUE ? (int64_t)(((uint64_t)v->i >> b) & 1) : 0; return v->state == RU_UNKNOWN ? RU_UNKNOWN : RU_VALUE;
    case RU_AXIS_ON_FILE: *out = v->state == RU_VALUE; return v->state == RU_UNKNOWN ? RU_UNKNOWN : RU_VALUE;
    default: *out = v->i; return (ru_state)v->state;
    }
}

/* judge.c */
ru_tri ru_atom_judge(const ru_match_run *r, const ru_atom *atom);
ru_tri ru_coded_ask(const ru_match_run *r, int index); /* at most once a decision */

static inline uint32_t ru_shelf(const int64_t *p, int64_t v) {
    return (uint32_t)(p[0] <= v) + (uint32_t)(p[1] <= v) + (uint32_t)(p[2] <= v) + (uint32_t)(p[3] <= v);
}

/* The cell of a value: how many cuts are at or below it. */
static inline uint32_t ru_cell(const ru_cuts *c, int64_t v) {
    const int64_t *p = c->cuts;
    if (RU_LIKELY(c->shelves != NULL)) { /* no loop and no branch on the value */
        int64_t near = v < c->low ? c->low : v;
        near = near > c->high ? c->high : near;
        uint32_t first = c->shelves[((uint64_t)near - (uint64_t)c->low) >> c->shift];
        return first + ru_shelf(p + first, near);
    }
    size_t n = c->count;
    while (n > 1) {
        size_t half = n / 2;
        p += p[half - 1] <= v ? half : 0;
        n -= half;
    }
    return (uint32_t)(p - c->cuts) + (n && *p <= v ? 1U : 0U);
}
uint32_t ru_text_cell(const ru_axis *x, ru_str s);

/* ---- building ---- */
typedef struct ru_blit {
    const ru_atom *atom;
    uint32_t axis;
    bool negated;
} ru_blit;
typedef struct ru_bconj {
    const ru_cond *node;
    uint32_t lit_first, lit_count, kid_first, kid_count; /* kid: conjunct * 2 + negated */
    uint32_t result;                                     /* UINT32_MAX: an inner one */
    uint32_t bit, level;
    uint8_t rank, state;
    bool result_negated, lazy;
} ru_bconj;
typedef struct ru_seen {
    const ru_cond *node;
    uint32_t refs, conj;
    uint16_t height;
    bool open;
} ru_seen; /* a condition node met while building */
typedef struct ru_build {
    ru_arena *arena, *scratch;
    ruth_error *e;
    ru_match *m;
    ru_seen *seen; /* open addressing by address */
    size_t seen_count, seen_size;
    ru_axis *axes;
    size_t axis_count, axis_room;
    uint32_t *axis_hash; /* axis + 1 */
    size_t axis_hash_size;
    ru_blit *lits;
    size_t lit_count, lit_room;
    uint32_t *kids;
    uint8_t *kid_by_axis; /* [kid_count] judged through an axis, not by the walk */
    size_t kid_count, kid_room;
    ru_bconj *conjs;
    size_t conj_count, conj_room;
    uint32_t *order; /* conjuncts in the order of their bits */
    size_t coded_count;
} ru_build;
/* All give false with b->e filled. */
bool ru_build_nomem(ru_build *b);
void *ru_build_keep(ru_build *b, size_t count, size_t size);                 /* zeroed, in the policy arena, counted; NULL: e is filled */
bool ru_build_conjs(ru_build *b, const ru_cond *const *conds, size_t count); /* conjuncts.c */
bool ru_build_axis(ru_build *b, int kind, int a, int b2, bool by_currency, uint8_t lane, uint8_t rank, uint32_t *out); /* axes.c */
bool ru_build_cuts(ru_build *b);   /* axes.c: sorts the axes, cuts their domains, numbers their rows */
bool ru_build_groups(ru_build *b); /* groups.c: ranks, levels, bits, which inner results become axes */
bool ru_build_lists(ru_build *b);  /* lists.c: literals, lists, results, pieces */
bool ru_build_rows(ru_build *b);   /* rows.c */

#endif
