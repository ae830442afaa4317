/* internal.h: what the files of engine/facts share and nobody else includes. */
#ifndef RU_FACTS_INTERNAL_H
#define RU_FACTS_INTERNAL_H

#include "engine/facts/facts.h"

enum { RU_DAY = 86400, RU_HOUR = 3600, RU_MILLION = 1000000, RU_DEEPEST = 64 };
/* Dates that can be written: 0001-01-01 … 9999-12-31. */
#define RU_FIRST_DATE (-719162)
#define RU_LAST_DATE 2932896

/* ---- names: found by their first 16 bytes, almost without a branch ---- */
extern const ru_word ru_word_masks[17]; /* [n]: ones in the first n bytes */
/* A name of n bytes that lies where 16 bytes may be read. */
static inline ru_word ru_word_at(const char *p, size_t n) {
    ru_word w, mask = ru_word_masks[n < 16 ? n : 16];
    memcpy(&w, p, sizeof w);
    w.low &= mask.low;
    w.high &= mask.high;
    return w;
}
static inline ru_word ru_word_of(ru_str name) {
    char copy[16] = {0};
    memcpy(copy, name.p, name.n < 16 ? name.n : 16);
    return ru_word_at(copy, name.n);
}
/* The same for a name in a line that ends at `end`. */
static inline ru_word ru_word_in(ru_str name, const char *end) { return RU_LIKELY(end - name.p >= 16) ? ru_word_at(name.p, name.n) : ru_word_of(name); }
/* Only names of the policy are ever stored, so a flood of chosen keys finds nothing to collide with. */
static inline uint64_t ru_word_hash(ru_word w, size_t n) { return ((w.low ^ (w.high << 29 | w.high >> 35)) + n) * 0x9e3779b97f4a7c15u; }
/* The index of the name, or -1. Below 16 bytes equal words are equal names, as long as none holds a zero byte. */
static inline int ru_lookup_word(const ru_lookup *l, ru_word w, ru_str name) {
    for (uint64_t i = ru_word_hash(w, name.n) >> l->shift;; i = (i + 1) & l->mask) {
        const ru_place *place = &l->places[i];
        int at = (int)place->index - 1;
        if (((place->word.low ^ w.low) | (place->word.high ^ w.high)) != 0) {
            if (RU_UNLIKELY(at < 0)) return -1;
            continue;
        }
        if (RU_LIKELY(name.n < 16) || at < 0) return at;
        if (l->names[at].n == name.n && memcmp(l->names[at].p + 16, name.p + 16, name.n - 16) == 0) return at;
    }
}
static inline int ru_lookup_find(const ru_lookup *l, ru_str name) {
    int at = ru_lookup_word(l, ru_word_of(name), name);
    return at >= 0 && l->names[at].n == name.n ? at : -1; /* a name from elsewhere may hold a zero byte */
}
/* False: out of memory. */
bool ru_lookup_make(ru_arena *a, const ru_str *names, size_t count, ru_lookup *out);
/* Fills names, keys, missing and the hash from items[0..count), which are sorted. False: out of memory. */
bool ru_fields_finish(ru_arena *a, ru_fields *f);

/* ---- words in messages ---- */
ru_str ru_shown(ru_str s); /* at most 60 bytes, cut between characters */
#define RU_SHOW(s) (int)ru_shown(s).n, ru_shown(s).p
typedef struct ru_hint {
    char text[96];
} ru_hint;
/* "; did you mean NAME?" or "". */
ru_hint ru_nearest(ru_str found, const ru_str *names, size_t count);
/* What a node is, for "found …": its text in quotes, "a list", "nothing". */
ru_hint ru_found(const ru_node *n);

/* ---- windows: the same days and times in YAML and JSON ---- */
extern const char ru_day_names[7][4];
int ru_day_of(ru_str name);                              /* 0 Monday … 6 Sunday, -1 */
bool ru_time_read(ru_str s, bool end, int32_t *seconds); /* HH:MM or HH:MM:SS; 24:00 only as an end */

/* ---- building the schema ---- */
typedef struct ru_draft { /* a fact while its file is read */
    ru_fact fact;
    const ru_node *node;        /* its map, for errors */
    const ru_node *expiry_node; /* the name after `from` or `on` */
    ru_str expiry_name;
} ru_draft;
typedef struct ru_making {
    ru_arena *a;
    ru_schema *s;
    ruth_error *e;
} ru_making;
ruth_status ru_fact_read(ru_making *m, ru_str name, const ru_node *key, const ru_node *node, bool of_contact, ru_draft *out);
ruth_status ru_fact_words(ru_making *m, const ru_node *node, ru_fact *f); /* `say` and `ask` */
ruth_status ru_numbers_read(ru_making *m, const ru_node *const *files, size_t count);
/* NULL, or which of the two declarations' keys differ. */
const char *ru_draft_difference(const ru_draft *a, const ru_draft *b);
ruth_status ru_name_check(const ru_node *key, const char *what, ruth_error *e); /* small letters, digits, _ */
/* The currency's index in the schema, or -1. */
int ru_schema_currency(const ru_schema *s, ru_str code);

/* ---- three-valued spans of days and hours (docs/SEMANTICS.md 2) ---- */
typedef enum ru_reach_kind { RU_REACH_LAST, RU_REACH_NEXT, RU_REACH_LONGER, RU_REACH_TODAY } ru_reach_kind;
typedef struct ru_reach {
    ru_reach_kind kind;
    bool hours;
    int64_t n;
} ru_reach;
ru_tri ru_reach_judge(const ru_reach *r, const ru_scene *sc, ru_type type, int64_t value);
/* A span node {x="days"|"hours", n=VALUE} with a constant n. */
ruth_status ru_reach_read(ru_arena *a, const ru_schema *s, const ru_node *n, bool *hours, int64_t *count, ruth_error *e);

/* ---- filters ---- */
typedef enum ru_filter_op { RU_FILTER_ALL, RU_FILTER_ANY, RU_FILTER_NONE, RU_FILTER_ATOM } ru_filter_op;
typedef enum ru_test {
    RU_TEST_MASK,   /* enum or boolean: is its bit in `mask` */
    RU_TEST_RANGES, /* in one of the ranges */
    RU_TEST_TEXTS,  /* is one of the texts */
    RU_TEST_HAS_ANY,
    RU_TEST_HAS_ALL, /* lists: `mask` or `texts` */
    RU_TEST_ON_FILE,
    RU_TEST_REACH,
    RU_TEST_SAME_DEBT
} ru_test;
typedef struct ru_between {
    int64_t low, high;
} ru_between; /* both ends in; low > high: nothing */
struct ru_filter {
    ru_filter_op op;
    const ru_filter **items;
    size_t count;
    /* RU_FILTER_ATOM */
    int field; /* -1: `at` */
    ru_type type;
    ru_test test;
    bool negate;  /* the answer for a value is turned round */
    bool if_none; /* the answer when the field is none on file */
    uint64_t mask;
    bool by_currency;
    const ru_between *ranges; /* [currency or 0][range_count] */
    const bool *has;          /* [currency or 0]: is there a figure */
    size_t range_count;
    const ru_str *texts;
    size_t text_count;
    ru_reach reach;
};

/* ---- expressions ---- */
typedef enum ru_op {
    RU_OP_LITERAL,
    RU_OP_MONEY,
    RU_OP_FACT,
    RU_OP_ADD,
    RU_OP_SUB,
    RU_OP_MUL,
    RU_OP_DIV,
    RU_OP_SMALLER,
    RU_OP_LARGER,
    RU_OP_ROUND, /* money_of, integer_of */
    RU_OP_LAST,
    RU_OP_COUNT,
    RU_OP_DATE_OF,
    RU_OP_ARM /* experiment: the arm of the subject in `slot` */
} ru_op;
typedef struct ru_share {
    int64_t value, upto; /* a value of the enum; the shares up to this arm and with it */
} ru_share;
/* What a decision does of an expression, one after the other: puts something on the stack, turns what lies on top, makes one of the upper two. */
typedef enum ru_expr_step_op {
    RU_STEP_VALUE,
    RU_STEP_FACT,
    RU_STEP_MONEY,
    RU_STEP_ASK,   /* LAST, COUNT, ARM */
    RU_STEP_WHOLE, /* a ratio becomes an integer */
    RU_STEP_DATE_OF,
    RU_STEP_ADD,
    RU_STEP_SUB,
    RU_STEP_MOVE, /* ADD, SUB with months, a unit or a calendar */
    RU_STEP_MUL,
    RU_STEP_SHARE, /* MUL by a ratio */
    RU_STEP_DIV,
    RU_STEP_SMALLER,
    RU_STEP_LARGER
} ru_expr_step_op;
enum { RU_STEPS_DEEP = RU_DEEPEST + 2 }; /* a tree is built no deeper, and each operation needs one place more than what it is made of */
typedef struct ru_expr_step {
    uint8_t op;
    char mode; /* SHARE, DIV, WHOLE: 'd' 'u' 'e' */
    int slot;  /* FACT */
    union {
        int64_t value;           /* VALUE; DIV: by which the left operand is multiplied first */
        const struct ru_expr *x; /* MONEY, ASK, MOVE, DATE_OF */
    } is;
} ru_expr_step;
struct ru_expr {
    ru_op op;
    ru_type type;
    ru_str unit;
    bool bare;            /* a number without a unit, as the officer typed it */
    int64_t value;        /* LITERAL; ADD and SUB: what one of the right operand is worth (3600 for hours) */
    bool months;          /* ADD, SUB of a date: the right operand counts months */
    const int64_t *money; /* MONEY: [currency_count] */
    const bool *has;
    int slot;       /* FACT; MONEY: the currency's; ARM: the subject's; else -1 */
    ru_expr *a, *b; /* operands; ROUND: b is not_below or NULL */
    ru_expr **items;
    size_t count;
    char round; /* ROUND: 'd' 'u' 'e', 0 not said */
    const ru_filter *filter, *since;
    bool within, within_hours;
    int64_t within_n;
    const ru_stride *steps; /* DATE_OF: `a` is where it starts */
    size_t step_count;
    const ru_calendar *calendar;
    ru_str id;              /* ARM: the experiment's */
    const ru_share *shares; /* ARM: in the order the officer wrote them */
    size_t share_count;
    const ru_expr_step *code; /* of the whole tree below; NULL inside of another */
    size_t code_count;
};
bool ru_expr_code(ru_arena *a, ru_expr *x);                                        /* expr_code.c; before this nothing can be evaluated. False: out of memory */
ruth_status ru_expr_type_of(ru_expr *x, const ru_node *at, ruth_error *e);         /* ADD SUB MUL DIV SMALLER LARGER: checks the operands, sets type and unit */
ruth_status ru_expr_fit(ru_expr *x, ru_type to, const ru_node *at, ruth_error *e); /* makes a bare 0 money, … ; fails when x is not `to` */
/* expr_arm.c: experiment "id" { arms, share }, an enum. */
ruth_status ru_arm_build(ru_arena *a, const ru_schema *s, const ru_node *n, ru_expr *x, ruth_error *e);
ru_state ru_arm_eval(const ru_expr *x, const ru_scene *sc, int64_t *out);
ru_state ru_contacts_last(const ru_filter *f, const ru_scene *sc, int64_t *at);
ru_tri ru_count_judge(const ru_expr *x, const ru_scene *sc, const ru_contact *c, ru_state since_state, int64_t since);

#endif
