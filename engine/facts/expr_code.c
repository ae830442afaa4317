/* expr_code.c: an expression's tree becomes a row of steps over a small stack, once, so that a decision walks no tree. How each operation rounds is
 * settled here: as the nearest money_of or integer_of around it says, and what is taken away the other way round. */
#include "engine/facts/internal.h"

typedef struct coding {
    ru_expr_step *steps;
    size_t count;
} coding; /* steps NULL: only counted */

static char turned(char mode) { return mode == 'd' ? 'u' : mode == 'u' ? 'd' : mode; }

static void put(coding *c, ru_expr_step step) {
    if (c->steps) c->steps[c->count] = step;
    c->count++;
}

static void code(coding *c, const ru_expr *x, char mode);

static void code_two(coding *c, const ru_expr *x, char a_mode, char b_mode, ru_expr_step step) {
    code(c, x->a, a_mode);
    code(c, x->b, b_mode);
    put(c, step);
}

static void code_sum(coding *c, const ru_expr *x, char mode) {
    bool minus = x->op == RU_OP_SUB, plain = x->type != RU_DATE && x->type != RU_INSTANT;
    ru_expr_step step = {.op = plain ? minus ? RU_STEP_SUB : RU_STEP_ADD : RU_STEP_MOVE, .is.x = x};
    code_two(c, x, mode, minus ? turned(mode) : mode, step);
}

/* The operands round as usual; only this operation, the last, rounds as asked. */
static void code_product(coding *c, const ru_expr *x, char mode) {
    bool ratio = x->a->type == RU_RATIO || x->b->type == RU_RATIO;
    ru_expr_step step = {.op = ratio ? RU_STEP_SHARE : RU_STEP_MUL, .mode = mode};
    if (x->op == RU_OP_DIV) step = (ru_expr_step){.op = RU_STEP_DIV, .mode = mode, .is.value = x->type == RU_RATIO ? RU_MILLION : 1};
    code_two(c, x, 'e', 'e', step);
}

static void code_choice(coding *c, const ru_expr *x, char mode) {
    for (size_t i = 0; i < x->count; i++) {
        code(c, x->items[i], mode);
        if (i) put(c, (ru_expr_step){.op = x->op == RU_OP_SMALLER ? RU_STEP_SMALLER : RU_STEP_LARGER});
    }
}

/* A ratio of money that integer_of wants whole: divided once, so rounded once. */
static void code_whole(coding *c, const ru_expr *x, char mode) {
    if (x->op == RU_OP_DIV) {
        code_two(c, x, 'e', 'e', (ru_expr_step){.op = RU_STEP_DIV, .mode = mode, .is.value = 1});
        return;
    }
    code(c, x, mode);
    put(c, (ru_expr_step){.op = RU_STEP_WHOLE, .mode = mode});
}

static void code_round(coding *c, const ru_expr *x, char mode) {
    char use = x->round ? x->round : mode;
    if (x->type != x->a->type) code_whole(c, x->a, use);
    else code(c, x->a, use);
    if (!x->b) return;
    code(c, x->b, use);
    put(c, (ru_expr_step){.op = RU_STEP_LARGER});
}

static void code(coding *c, const ru_expr *x, char mode) {
    switch (x->op) {
    case RU_OP_LITERAL: put(c, (ru_expr_step){.op = RU_STEP_VALUE, .is.value = x->value}); break;
    case RU_OP_FACT: put(c, (ru_expr_step){.op = RU_STEP_FACT, .slot = x->slot}); break;
    case RU_OP_MONEY: put(c, (ru_expr_step){.op = RU_STEP_MONEY, .is.x = x}); break;
    case RU_OP_ADD:
    case RU_OP_SUB: code_sum(c, x, mode); break;
    case RU_OP_MUL:
    case RU_OP_DIV: code_product(c, x, mode); break;
    case RU_OP_SMALLER:
    case RU_OP_LARGER: code_choice(c, x, mode); break;
    case RU_OP_ROUND: code_round(c, x, mode); break;
    case RU_OP_LAST:
    case RU_OP_COUNT:
    case RU_OP_ARM: put(c, (ru_expr_step){.op = RU_STEP_ASK, .is.x = x}); break;
    case RU_OP_DATE_OF:
        code(c, x->a, 'e');
        put(c, (ru_expr_step){.op = RU_STEP_DATE_OF, .is.x = x});
        break;
    }
}

bool ru_expr_code(ru_arena *a, ru_expr *x) {
    coding c = {NULL, 0};
    code(&c, x, 'e');
    x->code = c.steps = ru_arena_alloc(a, c.count * sizeof *c.steps);
    x->code_count = c.count;
    c.count = 0;
    if (c.steps) code(&c, x, 'e');
    return c.steps != NULL;
}
