/* expr_build.c: an expression, as the vocabulary hands it over, becomes a typed tree. */
#include "engine/facts/internal.h"

typedef struct building {
    ru_arena *a;
    const ru_schema *s;
    const ru_named_filter *likes;
    size_t like_count;
    int depth;
    ruth_error *e;
} building;

static ruth_status build(building *b, const ru_node *n, ru_type want, ru_expr **out);

ru_type ru_expr_type(const ru_expr *x) { return x->type; }
ru_str ru_expr_unit(const ru_expr *x) { return x->unit; }

static ruth_status new_expr(building *b, ru_op op, ru_type type, ru_expr **out) {
    *out = RU_NEW(b->a, ru_expr);
    if (!*out) return ru_fail_nomem(b->e);
    (*out)->op = op;
    (*out)->type = type;
    (*out)->slot = -1;
    return RUTH_OK;
}

static ruth_status literal(building *b, ru_type type, int64_t value, ru_expr **out) {
    ruth_status st = new_expr(b, RU_OP_LITERAL, type, out);
    if (!st) (*out)->value = value;
    return st;
}

static ru_str text_of(const ru_node *n, const char *key) {
    const ru_node *t = ru_node_get(n, key);
    return t && t->kind == RU_NODE_TEXT ? t->text : RU_STR("");
}

/* Money in one currency, or with one figure a currency. */
static ruth_status money(building *b, const int64_t *amounts, const bool *has, ru_expr **out) {
    ruth_status st = new_expr(b, RU_OP_MONEY, RU_MONEY, out);
    if (st) return st;
    (*out)->slot = b->s->core.currency;
    (*out)->money = amounts;
    (*out)->has = has;
    return RUTH_OK;
}

static ruth_status build_money(building *b, const ru_node *n, ru_str text, ru_expr **out) {
    static const ru_fact amount = {.name = {"money", 5}, .type = RU_MONEY};
    ru_node plain = *n;
    ru_value v;
    int currency = -1;
    size_t room = b->s->currency_count ? b->s->currency_count : 1;
    plain.kind = RU_NODE_TEXT;
    plain.text = text;
    plain.quoted = true;
    if (!b->s->currency_count) return ru_node_fail(n, b->e, "an amount of money needs the fact currency: declare it in facts.yaml with its values");
    ruth_status st = ru_value_read(b->s, &amount, &plain, b->a, &v, &currency, b->e);
    if (st) return st;
    int64_t *amounts = RU_NEWS(b->a, int64_t, room);
    bool *has = RU_NEWS(b->a, bool, room);
    if (!amounts || !has) return ru_fail_nomem(b->e);
    amounts[currency] = v.i;
    has[currency] = true;
    return money(b, amounts, has, out);
}

static ruth_status build_percent(building *b, const ru_node *n, ru_expr **out) {
    int64_t v;
    ru_str text = text_of(n, "text");
    if (!ru_decimal_parse(text, 4, &v))
        return ru_node_fail(n, b->e, "\"%.*s\" is no percentage; expected at most 4 decimals, as in percent(\"12.5\")", RU_SHOW(text));
    return literal(b, RU_RATIO, v, out);
}

static ruth_status build_fact(building *b, const ru_node *n, ru_expr **out) {
    ru_str name = text_of(n, "name");
    const ru_fields *facts = &b->s->facts;
    int slot = ru_fields_find(facts, name);
    if (slot < 0) return ru_node_fail(n, b->e, "there is no fact %.*s%s", RU_SHOW(name), ru_nearest(name, facts->names, facts->count).text);
    const ru_fact *f = &facts->items[slot];
    if (f->is_protected) return ru_node_fail(n, b->e, "%.*s is protected: no policy may read it", RU_SHOW(name));
    if (f->type == RU_ENUM || f->type > RU_INSTANT)
        return ru_node_fail(n, b->e, "%.*s is %s; only numbers, money, dates, instants, and true or false can be computed with or compared with another fact",
                            RU_SHOW(name), ru_type_phrase(f->type));
    ruth_status st = new_expr(b, RU_OP_FACT, f->type, out);
    if (st) return st;
    (*out)->slot = slot;
    (*out)->unit = f->unit;
    return RUTH_OK;
}

static ruth_status build_number(building *b, const ru_node *n, ru_expr **out) {
    ru_str name = text_of(n, "name"), near = {NULL, 0};
    const ru_number *number = ru_schema_number(b->s, name);
    if (!number) {
        for (size_t i = 0; i < b->s->number_count && !near.p; i++) near = ru_str_nearest(name, &b->s->numbers[i].name, 1);
        return ru_node_fail(n, b->e, "there is no number %.*s in numbers.yaml%s%.*s%s", RU_SHOW(name), near.p ? "; did you mean " : "", RU_SHOW(near),
                            near.p ? "?" : "");
    }
    if (number->type == RU_MONEY) return money(b, number->money, number->has_money, out);
    ruth_status st = literal(b, number->type, number->value, out);
    if (!st) (*out)->unit = number->unit;
    return st;
}

static ruth_status build_two(building *b, const ru_node *n, ru_op op, ru_expr **out) {
    const ru_node *left = ru_node_get(n, "a"), *right = ru_node_get(n, "b");
    if (!left || !right) return ru_node_fail(n, b->e, "a calculation needs two sides");
    ruth_status st = new_expr(b, op, RU_INTEGER, out);
    if (!st) st = build(b, left, RU_INTEGER, &(*out)->a);
    if (!st) st = build(b, right, RU_INTEGER, &(*out)->b);
    return st ? st : ru_expr_type_of(*out, n, b->e);
}

static ruth_status build_choice(building *b, const ru_node *n, ru_op op, ru_expr **out) {
    const ru_node *items = ru_node_get(n, "items");
    if (!items || items->kind != RU_NODE_LIST || !items->count) return ru_node_fail(n, b->e, "smaller and larger need something to choose from");
    ruth_status st = new_expr(b, op, RU_INTEGER, out);
    if (st) return st;
    (*out)->count = items->count;
    (*out)->items = RU_NEWS(b->a, ru_expr *, items->count);
    if (!(*out)->items) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < items->count; i++)
        if ((st = build(b, items->items[i], RU_INTEGER, &(*out)->items[i]))) return st;
    return ru_expr_type_of(*out, n, b->e);
}

/* days(n), hours(n), months(n): an integer that knows what it counts. */
static ruth_status build_span(building *b, const ru_node *n, ru_str unit, ru_expr **out) {
    const ru_node *count = ru_node_get(n, "n");
    if (!count) return ru_node_fail(n, b->e, "%.*s needs a figure, as in %.*s(7)", RU_SHOW(unit), RU_SHOW(unit));
    ruth_status st = build(b, count, RU_INTEGER, out);
    if (!st) st = ru_expr_fit(*out, RU_INTEGER, n, b->e);
    if (st) return st;
    if ((*out)->unit.n && !ru_str_eq((*out)->unit, unit))
        return ru_node_fail(n, b->e, "%.*s of %.*s: the figure counts %.*s already", RU_SHOW(unit), RU_SHOW((*out)->unit), RU_SHOW((*out)->unit));
    (*out)->unit = ru_str_is(unit, "days") ? RU_STR("days") : ru_str_is(unit, "hours") ? RU_STR("hours") : RU_STR("months");
    (*out)->bare = false;
    return RUTH_OK;
}

static ruth_status build_round(building *b, const ru_node *n, ru_type type, ru_expr **out) {
    const ru_node *of = ru_node_get(n, "of"), *floor = ru_node_get(n, "not_below"), *round = ru_node_get(n, "round");
    const char *word = type == RU_MONEY ? "money_of" : "integer_of";
    if (!of) return ru_node_fail(n, b->e, "%s needs an expression, as in %s { fact.a - fact.b }", word, word);
    ruth_status st = new_expr(b, RU_OP_ROUND, type, out);
    if (!st) st = build(b, of, type, &(*out)->a);
    if (st) return st;
    ru_expr *x = *out;
    if (!(type == RU_INTEGER && x->a->type == RU_RATIO)) st = ru_expr_fit(x->a, type, n, b->e); /* integer_of rounds a ratio, too */
    if (!st && floor && !(st = build(b, floor, type, &x->b))) st = ru_expr_fit(x->b, type, floor, b->e);
    if (st) return st;
    x->unit = x->a->unit;
    if (!round) return RUTH_OK;
    ru_str r = text_of(n, "round");
    x->round = ru_str_is(r, "down") ? 'd' : ru_str_is(r, "up") ? 'u' : ru_str_is(r, "even") ? 'e' : 0;
    if (!x->round) return ru_node_fail(n, b->e, "round is %s; expected \"down\", \"up\" or \"even\"", ru_found(round).text);
    return RUTH_OK;
}

static ruth_status build_history(building *b, const ru_node *n, ru_op op, ru_expr **out) {
    const ru_node *filter = ru_node_get(n, "filter"), *since = ru_node_get(n, "since_last"), *within = ru_node_get(n, "within");
    ruth_status st = new_expr(b, op, op == RU_OP_LAST ? RU_INSTANT : RU_INTEGER, out);
    if (st) return st;
    if (!filter) return ru_node_fail(n, b->e, "last and count need a filter over contacts, as in last { outcome = \"conversation\" }");
    if (op == RU_OP_LAST && (since || within)) return ru_node_fail(n, b->e, "since_last and within belong to count; last gives the latest contact of all");
    if ((st = ru_filter_build(b->a, b->s, filter, b->likes, b->like_count, &(*out)->filter, b->e))) return st;
    if (since && (st = ru_filter_build(b->a, b->s, since, b->likes, b->like_count, &(*out)->since, b->e))) return st;
    if (!within) return RUTH_OK;
    (*out)->within = true;
    st = ru_reach_read(b->a, b->s, within, &(*out)->within_hours, &(*out)->within_n, b->e);
    if (!st && (*out)->within_n < 1) return ru_node_fail(within, b->e, "within needs at least one day or hour");
    return st;
}

static ruth_status build_arm(building *b, const ru_node *n, ru_type want, ru_expr **out) {
    if (want != RU_ENUM || b->depth > 1) return ru_node_fail(n, b->e, "an experiment cannot stand in a calculation");
    ruth_status st = new_expr(b, RU_OP_ARM, RU_ENUM, out);
    return st ? st : ru_arm_build(b->a, b->s, n, *out, b->e);
}

enum { MOST_STEPS = 4, LONGEST_STEP = 3660 };

static ruth_status read_step(building *b, const ru_node *n, ru_stride *out) {
    ru_str word = text_of(n, "x");
    ru_expr *x = NULL;
    bool by_currency, has[RU_MAX_CURRENCIES];
    int64_t values[RU_MAX_CURRENCIES];
    bool business = ru_str_is(word, "business_days");
    if (!business && !ru_str_is(word, "days")) return ru_node_fail(n, b->e, "date_of goes on by days(n) or business_days(n)");
    ruth_status st = build_span(b, n, RU_STR("days"), &x);
    if (st) return st;
    if (!ru_expr_code(b->a, x)) return ru_fail_nomem(b->e);
    if (!ru_expr_constant(x, b->s, &by_currency, values, has) || !has[0] || values[0] < 0 || values[0] > LONGEST_STEP)
        return ru_node_fail(n, b->e, "the days of date_of are a constant from 0 to %d", (int)LONGEST_STEP);
    *out = (ru_stride){business ? 'b' : 'd', values[0]};
    return RUTH_OK;
}

static ruth_status build_date_of(building *b, const ru_node *n, ru_expr **out) {
    const ru_node *of = ru_node_get(n, "of"), *steps = ru_node_get(n, "steps");
    size_t count = steps ? steps->count : 0;
    if (!of) return ru_node_fail(n, b->e, "date_of needs a date or an instant, as in date_of { fact.sent_at, days(14) }");
    ruth_status st = new_expr(b, RU_OP_DATE_OF, RU_DATE, out);
    if (!st) st = build(b, of, RU_DATE, &(*out)->a);
    if (st) return st;
    if ((*out)->a->type != RU_DATE && (*out)->a->type != RU_INSTANT) return ru_node_fail(n, b->e, "date_of starts from a date or an instant");
    if (count > MOST_STEPS) return ru_node_fail(steps, b->e, "date_of takes at most %d spans", (int)MOST_STEPS);
    ru_stride *list = RU_NEWS(b->a, ru_stride, count + 1);
    if (!list) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < count; i++)
        if ((st = read_step(b, steps->items[i], &list[i]))) return st;
    (*out)->steps = list;
    (*out)->step_count = count;
    (*out)->calendar = b->s->calendar;
    if (!(*out)->calendar)
        for (size_t i = 0; i < count; i++)
            if (list[i].kind == 'b') return ru_node_fail(n, b->e, "business days need the calendar of a policy or a pack");
    return RUTH_OK;
}

/* A text in an expression is a date, an instant, or what the place wants. */
static ruth_status build_text(building *b, const ru_node *n, ru_type want, ru_expr **out) {
    int32_t days;
    int64_t v;
    if (want == RU_MONEY) return build_money(b, n, n->text, out);
    if (want == RU_RATIO && ru_decimal_parse(n->text, 6, &v)) return literal(b, RU_RATIO, v, out);
    if (ru_date_parse(n->text, &days)) return literal(b, RU_DATE, days, out);
    if (ru_instant_parse(n->text, &v)) return literal(b, RU_INSTANT, v, out);
    return ru_node_fail(n, b->e, "expected %s, found \"%.*s\"", ru_type_phrase(want), RU_SHOW(n->text));
}

static ruth_status build_word(building *b, const ru_node *n, ru_type want, ru_expr **out) {
    static const struct {
        const char *word;
        ru_op op;
    } two[] = {{"add", RU_OP_ADD}, {"sub", RU_OP_SUB}, {"mul", RU_OP_MUL}, {"div", RU_OP_DIV}};
    ru_str x = text_of(n, "x");
    if (ru_str_is(x, "fact")) return build_fact(b, n, out);
    if (ru_str_is(x, "number")) return build_number(b, n, out);
    for (size_t i = 0; i < RU_COUNT(two); i++)
        if (ru_str_is(x, two[i].word)) return build_two(b, n, two[i].op, out);
    if (ru_str_is(x, "money")) return build_money(b, n, text_of(n, "text"), out);
    if (ru_str_is(x, "percent")) return build_percent(b, n, out);
    if (ru_str_is(x, "smaller")) return build_choice(b, n, RU_OP_SMALLER, out);
    if (ru_str_is(x, "larger")) return build_choice(b, n, RU_OP_LARGER, out);
    if (ru_str_is(x, "days") || ru_str_is(x, "hours") || ru_str_is(x, "months")) return build_span(b, n, x, out);
    if (ru_str_is(x, "money_of")) return build_round(b, n, RU_MONEY, out);
    if (ru_str_is(x, "integer_of")) return build_round(b, n, RU_INTEGER, out);
    if (ru_str_is(x, "last")) return build_history(b, n, RU_OP_LAST, out);
    if (ru_str_is(x, "count")) return build_history(b, n, RU_OP_COUNT, out);
    if (ru_str_is(x, "date_of")) return build_date_of(b, n, out);
    if (ru_str_is(x, "experiment")) return build_arm(b, n, want, out);
    if (!x.n) return ru_node_fail(n, b->e, "expected a calculation over facts and numbers, found a table");
    return ru_node_fail(n, b->e, "%.*s cannot stand in a calculation", RU_SHOW(x));
}

static ruth_status build_any(building *b, const ru_node *n, ru_type want, ru_expr **out) {
    ruth_status st;
    switch (n->kind) {
    case RU_NODE_INT:
        st = literal(b, RU_INTEGER, n->number, out);
        if (!st) (*out)->bare = true;
        return st;
    case RU_NODE_FLOAT:
        return ru_node_fail(n, b->e, "%.*s is a fraction, which computers keep inexactly; write percent(\"12.5\") or a number of numbers.yaml",
                            RU_SHOW(n->text));
    case RU_NODE_BOOL: return literal(b, RU_BOOLEAN, n->number, out);
    case RU_NODE_TEXT: return build_text(b, n, want, out);
    case RU_NODE_MAP: return build_word(b, n, want, out);
    default: return ru_node_fail(n, b->e, "expected %s, found %s", ru_type_phrase(want), ru_found(n).text);
    }
}

/* `want` only helps to read a text; the caller checks the type that came out. */
static ruth_status build(building *b, const ru_node *n, ru_type want, ru_expr **out) {
    if (b->depth >= RU_DEEPEST)
        return ru_node_fail(n, b->e, "the calculation is nested more than %d deep; give a part of it a name in derive.lua", (int)RU_DEEPEST);
    b->depth++;
    ruth_status st = build_any(b, n, want, out);
    b->depth--;
    return st;
}

ruth_status ru_expr_build(ru_arena *a, const ru_schema *s, const ru_node *n, ru_type want, const ru_named_filter *likes, size_t like_count, const ru_expr **out,
                          ruth_error *e) {
    building b = {a, s, likes, like_count, 0, e};
    ru_expr *x = NULL;
    if (!n) return ru_fail(e, RUTH_E_POLICY, "an expression is missing");
    ruth_status st = build(&b, n, want, &x);
    if (!st) st = ru_expr_fit(x, want, n, e);
    if (!st && !ru_expr_code(a, x)) st = ru_fail_nomem(e);
    if (!st) *out = x;
    return st;
}
