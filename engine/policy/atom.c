/* atom.c: one "fact = matcher" → an axis and the values on it that satisfy. */
#include "engine/policy/build.h"

typedef enum op {
    OP_EQ,
    OP_AT_LEAST,
    OP_AT_MOST,
    OP_ABOVE,
    OP_BELOW,
    OP_BETWEEN,
    OP_ONE_OF,
    OP_NONE_OF,
    OP_HAS_ANY,
    OP_HAS_ALL,
    OP_HAS_NONE,
    OP_ON_FILE,
    OP_NOT_ON_FILE,
    OP_WITHIN_LAST,
    OP_WITHIN_NEXT,
    OP_LONGER_AGO,
    OP_TODAY,
    OP_COUNT
} op;
static const char *const op_names[OP_COUNT] = {"eq",          "at_least",    "at_most",     "above",           "below",    "between",
                                               "one_of",      "none_of",     "has_any",     "has_all",         "has_none", "on_file",
                                               "not_on_file", "within_last", "within_next", "longer_ago_than", "today"};

/* Everything about the atom being built. */
typedef struct work {
    ru_build *b;
    const ru_node *node, *test;
    const ru_fact *fact;
    int slot;
    op op;
} work;

static bool ordered(ru_type t) { return t == RU_INTEGER || t == RU_MONEY || t == RU_RATIO || t == RU_DATE || t == RU_INSTANT; }
static bool in_i(ru_type t) { return ordered(t) || t == RU_BOOLEAN || t == RU_ENUM; }

static ruth_status wrong_matcher(const work *w) {
    static const char *const kinds[] = {"a yes or no",    "a whole number",  "money",          "a ratio", "one of a list of words",
                                        "a date",         "an instant",      "a zone",         "a text",  "a list of words",
                                        "weekly windows", "a list of zones", "a list of texts"};
    static const char sizes[] = "at_least(…), at_most(…), above(…), below(…) or between(…, …)", words[] = "one_of(…) or none_of(…)";
    static const char *const fits[] = {"true or false",
                                       sizes,
                                       sizes,
                                       sizes,
                                       words,
                                       "within_last(days(7)), longer_ago_than(days(7)) or a comparison",
                                       "within_last(days(7)), longer_ago_than(days(7)) or a comparison",
                                       words,
                                       words,
                                       "has_any(\"…\"), has_all(\"…\") or has_none(\"…\")",
                                       "on_file or not_on_file",
                                       "on_file or not_on_file",
                                       "on_file or not_on_file"};
    const char *word = w->op == OP_EQ ? "a single value" : op_names[w->op];
    return ru_node_fail(w->test, w->b->e, "%s does not fit %.*s, which is %s; write %s", word, (int)w->fact->name.n, w->fact->name.p, kinds[w->fact->type],
                        fits[w->fact->type]);
}

/* ---- sets of values of one currency ---- */
static int by_low(const void *x, const void *y) {
    const ru_range *p = x, *q = y;
    return p->low < q->low ? -1 : p->low > q->low;
}

static void sort_ranges(ru_range *r, int n) { /* few items: insertion keeps this free of libc's qsort and its allocation */
    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && by_low(&r[k - 1], &r[k]) > 0; k--) {
            ru_range t = r[k];
            r[k] = r[k - 1];
            r[k - 1] = t;
        }
}

/* The values that satisfy `o` against v[0..n) (sorted into `r`, room n + 1); gives how many ranges. */
static int ranges_of(op o, const int64_t *v, int n, ru_range *r) {
    switch (o) {
    case OP_EQ: r[0] = (ru_range){v[0], v[0]}; return 1;
    case OP_AT_LEAST: r[0] = (ru_range){v[0], INT64_MAX}; return 1;
    case OP_AT_MOST: r[0] = (ru_range){INT64_MIN, v[0]}; return 1;
    case OP_ABOVE:
        if (v[0] == INT64_MAX) return 0;
        r[0] = (ru_range){v[0] + 1, INT64_MAX};
        return 1;
    case OP_BELOW:
        if (v[0] == INT64_MIN) return 0;
        r[0] = (ru_range){INT64_MIN, v[0] - 1};
        return 1;
    case OP_BETWEEN: r[0] = (ru_range){v[0], v[1]}; return v[0] <= v[1] ? 1 : 0;
    default: break;
    }
    for (int i = 0; i < n; i++) r[i] = (ru_range){v[i], v[i]};
    sort_ranges(r, n);
    int kept = 0;
    for (int i = 0; i < n; i++)
        if (!kept || r[kept - 1].high != r[i].low) r[kept++] = r[i];
    if (o == OP_ONE_OF) return kept;
    int64_t low = INT64_MIN; /* none_of: what lies between the points */
    int out = 0;
    bool open = true;
    for (int i = 0; i < kept; i++) {
        int64_t point = r[i].low;
        if (open && point > low) {
            int64_t from = low;
            r[out++] = (ru_range){from, point - 1};
        }
        open = point != INT64_MAX;
        low = open ? point + 1 : INT64_MAX;
    }
    if (open) r[out++] = (ru_range){low, INT64_MAX};
    return out;
}

/* ---- operands ---- */
typedef struct operand {
    const ru_node *node;
    const ru_expr *expr;
    bool constant, by_currency;
    int64_t v[RU_MAX_CURRENCIES];
    bool has[RU_MAX_CURRENCIES];
} operand;

static ruth_status read_operand(work *w, const ru_node *n, operand *out) {
    ru_build *b = w->b;
    memset(out, 0, sizeof *out);
    out->node = n;
    if (n && n->kind == RU_NODE_MAP) {
        if (!ordered(w->fact->type))
            return ru_node_fail(n, b->e, "%.*s can only be compared with its own values, not with an expression", (int)w->fact->name.n, w->fact->name.p);
        ruth_status st = ru_build_expr(b, n, w->fact->type, &out->expr);
        if (st) return st;
        ru_str unit = ru_expr_unit(out->expr);
        if (unit.n && w->fact->unit.n && !ru_str_eq(unit, w->fact->unit))
            return ru_node_fail(n, b->e, "%.*s counts %.*s; it cannot be compared with %.*s", (int)w->fact->name.n, w->fact->name.p, (int)w->fact->unit.n,
                                w->fact->unit.p, (int)unit.n, unit.p);
        out->constant = ru_expr_constant(out->expr, b->p->schema, &out->by_currency, out->v, out->has);
        return RUTH_OK;
    }
    ru_value v;
    int currency = -1;
    if (!n) return ru_node_fail(w->test, b->e, "%s needs a value", op_names[w->op]);
    ruth_status st = ru_value_read(b->p->schema, w->fact, n, b->a, &v, &currency, b->e);
    if (st) return st;
    out->constant = true;
    out->by_currency = currency >= 0;
    for (int c = 0; c < RU_MAX_CURRENCIES; c++) {
        out->v[c] = v.i;
        out->has[c] = currency < 0 || c == currency;
    }
    return RUTH_OK;
}

/* The operands of the matcher: value, low/high or values. */
static ruth_status read_operands(work *w, operand **out, size_t *count) {
    const ru_node *values = ru_node_get(w->test, "values"), *low = ru_node_get(w->test, "low"), *high = ru_node_get(w->test, "high"),
                  *value = ru_node_get(w->test, "value");
    size_t n = values ? values->count : low ? 2 : 1;
    *out = RU_NEWS(w->b->scratch, operand, n + 1);
    if (!*out) return ru_fail_nomem(w->b->e);
    if (!n) return ru_node_fail(w->test, w->b->e, "%s needs at least one value", op_names[w->op]);
    for (size_t i = 0; i < n; i++) {
        ruth_status st = read_operand(w, values ? values->items[i] : low ? (i ? high : low) : value, &(*out)[i]);
        if (st) return st;
    }
    *count = n;
    return RUTH_OK;
}

static ruth_status finish(work *w, const ru_atom *atom, const ru_cond **out) {
    *out = ru_cond_atom(w->b, atom);
    return *out ? RUTH_OK : ru_fail_nomem(w->b->e);
}

/* All operands are constants: one axis of the fact itself. */
static ruth_status constant_atom(work *w, const operand *v, size_t n, const ru_cond **out) {
    ru_build *b = w->b;
    bool by_currency = false;
    for (size_t i = 0; i < n; i++) by_currency |= v[i].by_currency;
    size_t sets = by_currency ? b->p->schema->currency_count : 1;
    ru_ranges *set = RU_NEWS(b->a, ru_ranges, sets ? sets : 1);
    int64_t *points = RU_NEWS(b->scratch, int64_t, n);
    if (!set || !points) return ru_fail_nomem(b->e);
    for (size_t c = 0; c < sets; c++) {
        ru_range *r = RU_NEWS(b->a, ru_range, n + 1);
        if (!r) return ru_fail_nomem(b->e);
        bool all = true;
        for (size_t i = 0; i < n; i++) {
            size_t at = v[i].by_currency ? c : 0;
            all &= !v[i].by_currency || v[i].has[c];
            points[i] = v[i].v[at];
        }
        set[c].items = r;
        set[c].count = all ? ranges_of(w->op, points, (int)n, r) : -1;
    }
    ru_atom atom = {.axis = RU_AXIS_SLOT, .a = w->slot, .by_currency = by_currency, .sets = set, .if_none = w->op == OP_NONE_OF};
    return finish(w, &atom, out);
}

/* The fact against an expression of facts: the sign of their difference. */
static ruth_status sign_atom(work *w, op o, const ru_expr *expr, const ru_cond **out) {
    ru_build *b = w->b;
    static const int64_t zero = 0;
    ru_range *r = RU_NEWS(b->a, ru_range, 2);
    ru_ranges *set = RU_NEW(b->a, ru_ranges);
    if (!r || !set) return ru_fail_nomem(b->e);
    set->items = r;
    set->count = ranges_of(o, &zero, 1, r);
    if (set->count && r[0].low < -1) r[0].low = -1;
    if (set->count && r[0].high > 1) r[0].high = 1;
    ru_atom atom = {.axis = RU_AXIS_SIGN, .a = w->slot, .b = (int)b->expr_count, .sets = set};
    if (!RU_PUSH(b, b->scratch, b->exprs, b->expr_count, b->expr_capacity, expr)) return ru_fail_nomem(b->e);
    return finish(w, &atom, out);
}

static ruth_status literal_expr(work *w, operand *v) { /* between(1, fact.x): the literal becomes an expression too */
    return v->expr ? RUTH_OK : ru_build_expr(w->b, v->node, w->fact->type, &v->expr);
}

static ruth_status compare(work *w, const ru_cond **out) {
    operand *v = NULL;
    size_t n = 0;
    ruth_status st = read_operands(w, &v, &n);
    if (st) return st;
    bool constant = true;
    for (size_t i = 0; i < n; i++) constant &= v[i].constant;
    if (constant) return constant_atom(w, v, n, out);
    const ru_cond **parts = RU_NEWS(w->b->scratch, const ru_cond *, n);
    if (!parts) return ru_fail_nomem(w->b->e);
    bool many = w->op == OP_ONE_OF || w->op == OP_NONE_OF;
    for (size_t i = 0; i < n; i++) {
        op o = many ? OP_EQ : w->op == OP_BETWEEN ? (i ? OP_AT_MOST : OP_AT_LEAST) : w->op;
        if ((st = literal_expr(w, &v[i])) || (st = sign_atom(w, o, v[i].expr, &parts[i]))) return st;
    }
    *out = n == 1 && !many ? parts[0] : ru_cond_new(w->b, w->op == OP_ONE_OF ? RU_COND_ANY : w->op == OP_NONE_OF ? RU_COND_NONE : RU_COND_ALL, parts, n);
    return *out ? RUTH_OK : ru_fail_nomem(w->b->e);
}

static ruth_status text_atom(work *w, const ru_cond **out) {
    const ru_node *values = ru_node_get(w->test, "values"), *value = ru_node_get(w->test, "value");
    size_t n = values ? values->count : 1;
    ru_str *texts = RU_NEWS(w->b->a, ru_str, n + 1);
    if (!texts) return ru_fail_nomem(w->b->e);
    for (size_t i = 0; i < n; i++) {
        const ru_node *v = values ? values->items[i] : value;
        if (!v || v->kind != RU_NODE_TEXT)
            return ru_node_fail(v ? v : w->test, w->b->e, "expected a text in quotes for %.*s", (int)w->fact->name.n, w->fact->name.p);
        texts[i] = ru_arena_str(w->b->a, v->text);
        if (!texts[i].p) return ru_fail_nomem(w->b->e);
    }
    ru_atom atom = {.axis = RU_AXIS_TEXT, .a = w->slot, .texts = texts, .text_count = (int)n, .negate = w->op == OP_NONE_OF, .if_none = w->op == OP_NONE_OF};
    return finish(w, &atom, out);
}

static ruth_status list_cond(work *w, const ru_cond **out) {
    const ru_node *values = ru_node_get(w->test, "values");
    size_t n = values ? values->count : 0;
    const ru_cond **parts = RU_NEWS(w->b->scratch, const ru_cond *, n + 1);
    if (!parts) return ru_fail_nomem(w->b->e);
    if (!n) return ru_node_fail(w->test, w->b->e, "%s needs at least one value", op_names[w->op]);
    ru_fact element = *w->fact; /* the list's element reads like an enum value */
    element.type = RU_ENUM;
    int64_t wanted = w->op == OP_HAS_NONE ? 0 : 1;
    for (size_t i = 0; i < n; i++) {
        ru_value v;
        int currency = -1;
        ruth_status st = ru_value_read(w->b->p->schema, &element, values->items[i], w->b->a, &v, &currency, w->b->e);
        if (st) return st;
        ru_atom atom = {.axis = RU_AXIS_ELEMENT, .a = w->slot, .b = (int)v.i, .sets = ru_ranges_one(w->b, wanted, wanted)};
        parts[i] = atom.sets ? ru_cond_atom(w->b, &atom) : NULL;
        if (!parts[i]) return ru_fail_nomem(w->b->e);
    }
    *out = ru_cond_new(w->b, w->op == OP_HAS_ANY ? RU_COND_ANY : RU_COND_ALL, parts, n);
    return *out ? RUTH_OK : ru_fail_nomem(w->b->e);
}

static ruth_status on_file_atom(work *w, const ru_cond **out) {
    bool want = w->op == OP_ON_FILE;
    ru_atom atom = {.a = w->slot};
    if (in_i(w->fact->type)) {
        atom.axis = RU_AXIS_SLOT;
        atom.sets = want ? ru_ranges_one(w->b, INT64_MIN, INT64_MAX) : ru_ranges_one(w->b, 1, 0);
        atom.if_none = !want;
    } else {
        atom.axis = RU_AXIS_ON_FILE;
        atom.sets = ru_ranges_one(w->b, want, want);
    }
    return atom.sets ? finish(w, &atom, out) : ru_fail_nomem(w->b->e);
}

static ruth_status span_atom(work *w, const ru_cond **out) {
    ru_build *b = w->b;
    if (w->fact->type != RU_DATE && w->fact->type != RU_INSTANT) return wrong_matcher(w);
    char kind = 'd';
    int64_t n = 0;
    ruth_status st = w->op == OP_TODAY ? RUTH_OK : ru_build_span(b, ru_node_get(w->test, "value"), &kind, &n);
    if (st) return st;
    if (kind != 'd' && kind != 'h') return ru_node_fail(w->test, b->e, "expected days(n) or hours(n) here");
    if (kind == 'h' && w->fact->type == RU_DATE)
        return ru_node_fail(w->test, b->e, "%.*s is a date, which has no hours; use days(n)", (int)w->fact->name.n, w->fact->name.p);
    ru_atom atom = {.axis = kind == 'd' ? RU_AXIS_DAYS : RU_AXIS_SECONDS, .a = w->slot};
    int64_t len = kind == 'd' ? n : n * 3600;
    switch (w->op) {
    case OP_TODAY: atom.sets = ru_ranges_one(b, 0, 0); break;
    case OP_WITHIN_LAST: atom.sets = ru_ranges_one(b, 0, len); break;
    case OP_WITHIN_NEXT: atom.sets = ru_ranges_one(b, -len, 0); break;
    default: atom.sets = ru_ranges_one(b, len + 1, INT64_MAX); break;
    }
    if (!atom.sets) return ru_fail_nomem(b->e);
    if (kind == 'd') {
        b->slot_day_span[w->slot] = 1;
    } else {
        ru_hour_span hs = {w->slot, w->op == OP_WITHIN_NEXT ? -len : len + 1};
        ru_hour_span at = {w->slot, w->op == OP_WITHIN_NEXT ? 1 : 0}; /* the other end: the instant itself lies in the future */
        if (!RU_PUSH(b, b->a, b->hour_spans, b->hour_span_count, b->hour_span_capacity, hs)) return ru_fail_nomem(b->e);
        if (!RU_PUSH(b, b->a, b->hour_spans, b->hour_span_count, b->hour_span_capacity, at)) return ru_fail_nomem(b->e);
    }
    return finish(w, &atom, out);
}

/* ---- stages: segment, plans_in_reach, action, tone, channel ---- */
static ruth_status stage_names(ru_build *b, const ru_node *test, op o, const ru_ordinal *names, size_t count, const char *what, int stage,
                               const ru_cond **out) {
    const ru_node *values = ru_node_get(test, "values"), *value = ru_node_get(test, "value");
    size_t k = values ? values->count : 1;
    if (o != OP_EQ && o != OP_ONE_OF && o != OP_NONE_OF) return ru_node_fail(test, b->e, "%s can be compared by a name, one_of or none_of", what);
    int64_t *points = RU_NEWS(b->scratch, int64_t, k + 1);
    ru_range *r = RU_NEWS(b->a, ru_range, k + 2);
    ru_ranges *set = RU_NEW(b->a, ru_ranges);
    if (!points || !r || !set) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < k; i++) {
        const ru_node *v = values ? values->items[i] : value;
        ru_str name = v && v->kind == RU_NODE_TEXT ? v->text : (ru_str){"", 0};
        int at = ru_build_ordinal(names, count, name);
        if (at < 0) return ru_build_unknown_name(v ? v : test, b->e, what, name, names, count);
        points[i] = at;
    }
    set->items = r;
    set->count = ranges_of(o, points, (int)k, r);
    ru_atom atom = {.axis = RU_AXIS_STAGE, .a = stage, .sets = set};
    *out = ru_cond_atom(b, &atom);
    return *out ? RUTH_OK : ru_fail_nomem(b->e);
}

static ruth_status plans_atom(ru_build *b, const ru_node *n, const ru_node *test, op o, const ru_cond **out) {
    ru_fact count = {.name = RU_STR("plans_in_reach"), .type = RU_INTEGER};
    work w = {.b = b, .node = n, .test = test, .fact = &count, .slot = -1, .op = o};
    operand *v = NULL;
    size_t k = 0;
    if (o > OP_NONE_OF) return ru_node_fail(test, b->e, "plans_in_reach is a number: use at_least(n), between(a, b) or a number");
    ruth_status st = read_operands(&w, &v, &k);
    if (st) return st;
    for (size_t i = 0; i < k; i++)
        if (!v[i].constant) return ru_node_fail(test, b->e, "plans_in_reach can be compared with numbers only");
    const ru_cond *c = NULL;
    if ((st = constant_atom(&w, v, k, &c))) return st;
    ru_atom atom = *c->atom;
    atom.axis = RU_AXIS_STAGE;
    atom.a = RU_STAGE_PLANS;
    atom.if_none = false;
    *out = ru_cond_atom(b, &atom);
    return *out ? RUTH_OK : ru_fail_nomem(b->e);
}

/* Is the name one of a stage's? Then *st says how it went. */
static bool stage_atom(ru_build *b, const ru_node *n, const ru_node *test, op o, ru_str name, unsigned scope, const ru_cond **out, ruth_status *st) {
    ru_policy *p = b->p;
    const struct {
        const char *name;
        unsigned reads;
        const ru_ordinal *names;
        size_t count;
        int stage, final;
    } stages[] = {
        {"segment", RU_READS_SEGMENT, p->segment_names, p->segment_count, RU_STAGE_SEGMENT, RU_STAGE_SEGMENT},
        {"action", RU_READS_ACTION, p->action_names, (size_t)p->charter.ladders.action_count, RU_STAGE_ACTION, RU_FINAL_ACTION},
        {"tone", RU_READS_TONE, p->tone_names, (size_t)p->charter.ladders.tone_count, RU_STAGE_TONE, RU_FINAL_TONE},
        {"channel", RU_READS_FINAL, p->channel_names, (size_t)p->charter.ladders.channel_count, RU_FINAL_CHANNEL, RU_FINAL_CHANNEL},
        {"plans_in_reach", RU_READS_PLANS, NULL, 0, RU_STAGE_PLANS, RU_STAGE_PLANS},
    };
    for (size_t i = 0; i < RU_COUNT(stages); i++) {
        if (!ru_str_is(name, stages[i].name)) continue;
        if (!(scope & stages[i].reads))
            *st = ru_node_fail(ru_node_get(n, "fact"), b->e, "%s is not known yet where this condition is judged; only facts may stand here", stages[i].name);
        else if (!stages[i].names) *st = plans_atom(b, n, test, o, out);
        else *st = stage_names(b, test, o, stages[i].names, stages[i].count, stages[i].name, scope & RU_READS_FINAL ? stages[i].final : stages[i].stage, out);
        return true;
    }
    return false;
}

static ruth_status unknown_fact(ru_build *b, const ru_node *n, ru_str name) {
    const ru_fields *f = &b->p->schema->facts;
    ru_str *names = RU_NEWS(b->scratch, ru_str, f->count + 1);
    if (!names) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < f->count; i++) names[i] = f->items[i].name;
    ru_str near = ru_str_nearest(name, names, f->count);
    if (near.p) return ru_node_fail(n, b->e, "%.*s is not a fact of facts.yaml; did you mean %.*s?", (int)name.n, name.p, (int)near.n, near.p);
    return ru_node_fail(n, b->e, "%.*s is not a fact of facts.yaml", (int)name.n, name.p);
}

ruth_status ru_build_atom(ru_build *b, const ru_node *n, unsigned scope, const ru_cond **out) {
    const ru_node *fact = ru_node_get(n, "fact"), *test = ru_node_get(n, "test"), *m = ru_node_get(test, "m");
    if (!fact || !m) return ru_node_fail(n, b->e, "expected fact = value");
    op o = OP_EQ;
    while (o < OP_COUNT && !ru_str_is(m->text, op_names[o])) o++;
    if (o == OP_COUNT) return ru_node_fail(n, b->e, "%.*s is not a matcher", (int)m->text.n, m->text.p);
    ruth_status st = RUTH_OK;
    if (stage_atom(b, n, test, o, fact->text, scope, out, &st)) return st;
    int slot = ru_fields_find(&b->p->schema->facts, fact->text);
    if (slot < 0) return unknown_fact(b, fact, fact->text);
    work w = {.b = b, .node = n, .test = test, .fact = &b->p->schema->facts.items[slot], .slot = slot, .op = o};
    if (w.fact->is_protected) return ru_node_fail(fact, b->e, "%.*s is protected: no policy may read it", (int)fact->text.n, fact->text.p);
    b->slot_read[slot] = 1;
    ru_type t = w.fact->type;
    if (o == OP_ON_FILE || o == OP_NOT_ON_FILE) return on_file_atom(&w, out);
    if (o == OP_HAS_ANY || o == OP_HAS_ALL || o == OP_HAS_NONE) return t == RU_LIST_ENUM ? list_cond(&w, out) : wrong_matcher(&w);
    if (o >= OP_WITHIN_LAST) return span_atom(&w, out);
    bool equality = o == OP_EQ || o == OP_ONE_OF || o == OP_NONE_OF;
    if (t == RU_TEXT || t == RU_ZONE) return equality ? text_atom(&w, out) : wrong_matcher(&w);
    if (ordered(t) || ((t == RU_ENUM || t == RU_BOOLEAN) && equality)) return compare(&w, out);
    return wrong_matcher(&w);
}
