/* filter_build.c: a condition over the fields of one contact, as the vocabulary hands it over, becomes a filter. */
#include "engine/facts/internal.h"

typedef struct building {
    ru_arena *a;
    const ru_schema *s;
    const ru_named_filter *likes;
    size_t like_count;
    int depth;
    ruth_error *e;
} building;

static const ru_fact at_field = {.name = {"at", 2}, .type = RU_INSTANT, .low = INT64_MIN, .high = INT64_MAX};

static ruth_status build(building *b, const ru_node *n, const ru_filter **out);

static bool word_is(const ru_node *map, const char *key, const char *word) {
    const ru_node *n = ru_node_get(map, key);
    return n && n->kind == RU_NODE_TEXT && ru_str_is(n->text, word);
}

static ru_filter *new_filter(building *b, ru_filter_op op) {
    ru_filter *f = RU_NEW(b->a, ru_filter);
    if (f) f->op = op;
    return f;
}

/* ---- constants ---- */

typedef struct constant {
    bool by_currency;
    int64_t values[RU_MAX_CURRENCIES];
    bool has[RU_MAX_CURRENCIES];
} constant;

static ruth_status read_expr(building *b, const ru_fact *f, const ru_node *n, constant *out) {
    const ru_expr *x = NULL;
    ruth_status st = ru_expr_build(b->a, b->s, n, f->type, NULL, 0, &x, b->e);
    if (st) return st;
    if (!ru_expr_constant(x, b->s, &out->by_currency, out->values, out->has))
        return ru_node_fail(n, b->e, "a filter over contacts compares %.*s with a constant: a figure or a number of numbers.yaml, not with a fact",
                            RU_SHOW(f->name));
    ru_str unit = ru_expr_unit(x);
    if (unit.n && f->unit.n && !ru_str_eq(unit, f->unit))
        return ru_node_fail(n, b->e, "%.*s counts %.*s; it cannot be compared with %.*s", RU_SHOW(f->name), RU_SHOW(f->unit), RU_SHOW(unit));
    if (!out->by_currency && !out->has[0]) return ru_node_fail(n, b->e, "this constant is too large to be computed");
    return RUTH_OK;
}

static ruth_status read_constant(building *b, const ru_fact *f, const ru_node *n, constant *out) {
    ru_value v;
    int currency = -1;
    memset(out, 0, sizeof *out);
    if (ru_node_get(n, "x")) return read_expr(b, f, n, out);
    ruth_status st = ru_value_read(b->s, f, n, b->a, &v, &currency, b->e);
    if (st) return st;
    out->by_currency = currency >= 0;
    out->values[currency >= 0 ? currency : 0] = v.i;
    out->has[currency >= 0 ? currency : 0] = true;
    return RUTH_OK;
}

/* ---- atoms by type ---- */

static const ru_node *values_of(const ru_node *test, ru_node *one, ru_node **slot) {
    const ru_node *values = ru_node_get(test, "values");
    if (values) return values;
    for (size_t i = 0; i < test->count; i++)
        if (ru_str_is(test->keys[i], "value")) *slot = test->items[i]; /* a map: it has its m */
    if (!*slot) return NULL;
    *one = (ru_node){.kind = RU_NODE_LIST, .line = test->line, .file = test->file, .count = 1, .items = slot};
    return one;
}

static ruth_status no_such(building *b, const ru_fact *f, const ru_node *test, const char *advice) {
    const ru_node *m = ru_node_get(test, "m");
    ru_str word = m && m->kind == RU_NODE_TEXT ? m->text : RU_STR("this matcher");
    return ru_node_fail(test, b->e, "%.*s does not go with %.*s, which is %s; %s", RU_SHOW(word), RU_SHOW(f->name), ru_type_phrase(f->type), advice);
}

static ruth_status build_mask(building *b, const ru_fact *f, const ru_node *list, ru_filter *out) {
    for (size_t i = 0; i < list->count; i++) {
        ru_value v = {0};
        ruth_status st = f->type == RU_LIST_ENUM ? ru_value_element(f, list->items[i], &v.i, b->e)
                                                 : ru_value_read(b->s, f, list->items[i], b->a, &v, NULL, b->e);
        if (st) return st;
        if (v.i >= 64) return ru_node_fail(list->items[i], b->e, "%.*s has more than 64 values; a filter can compare with the first 64 only", RU_SHOW(f->name));
        out->mask |= UINT64_C(1) << v.i;
    }
    return RUTH_OK;
}

static ruth_status build_texts(building *b, const ru_node *list, ru_filter *out) {
    ru_str *texts = RU_NEWS(b->a, ru_str, list->count ? list->count : 1);
    if (!texts) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < list->count; i++) {
        ru_str s;
        ruth_status st = ru_node_text(list->items[i], &s, b->e);
        if (st) return st;
        texts[i] = ru_arena_str(b->a, s);
        if (!texts[i].p) return ru_fail_nomem(b->e);
    }
    out->texts = texts;
    out->text_count = list->count;
    return RUTH_OK;
}

/* One pair of ends into the table of ranges: every currency gets its row. */
static void put_range(const building *b, ru_between *rows, bool *has, size_t per, size_t k, const constant *low, const constant *high) {
    size_t count = b->s->currency_count ? b->s->currency_count : 1;
    for (size_t c = 0; c < count; c++) {
        ru_between *r = &rows[c * per + k];
        size_t l = low && low->by_currency ? c : 0, h = high && high->by_currency ? c : 0;
        r->low = low ? low->values[l] : INT64_MIN;
        r->high = high ? high->values[h] : INT64_MAX;
        if ((low && !low->has[l]) || (high && !high->has[h])) has[c] = false;
    }
}

static bool after(constant *c, int64_t step) { /* above and below leave the end itself out */
    for (size_t i = 0; i < RU_MAX_CURRENCIES; i++)
        if (c->has[i] && !ru_add64(c->values[i], step, &c->values[i])) return false;
    return true;
}

static ruth_status build_ranges(building *b, const ru_fact *f, const ru_node *test, ru_filter *out) {
    const ru_node *list = ru_node_get(test, "values");
    size_t per = list ? list->count : 1, currencies = b->s->currency_count ? b->s->currency_count : 1;
    ru_between *rows = RU_NEWS(b->a, ru_between, (per ? per : 1) * currencies);
    bool *has = RU_NEWS(b->a, bool, currencies);
    if (!rows || !has) return ru_fail_nomem(b->e);
    memset(has, 1, currencies * sizeof *has);
    for (size_t k = 0; k < per; k++) {
        constant low = {.by_currency = false}, high;
        bool between = word_is(test, "m", "between"), fits = true;
        const ru_node *n = list ? list->items[k] : ru_node_get(test, between ? "low" : "value");
        ruth_status st = n ? read_constant(b, f, n, &low) : ru_node_fail(test, b->e, "this matcher has no value");
        high = low;
        if (!st && between)
            st = ru_node_get(test, "high") ? read_constant(b, f, ru_node_get(test, "high"), &high) : ru_node_fail(test, b->e, "between needs two ends");
        if (st) return st;
        const constant *from = &low, *to = &high;
        if (word_is(test, "m", "above")) fits = after(&low, 1);
        if (word_is(test, "m", "below")) fits = after(&high, -1);
        if (!fits) return ru_node_fail(test, b->e, "no number lies beyond this one");
        if (word_is(test, "m", "at_least") || word_is(test, "m", "above")) to = NULL;
        if (word_is(test, "m", "at_most") || word_is(test, "m", "below")) from = NULL;
        out->by_currency = out->by_currency || (from && from->by_currency) || (to && to->by_currency);
        put_range(b, rows, has, per, k, from, to);
    }
    out->test = RU_TEST_RANGES;
    out->ranges = rows;
    out->has = has;
    out->range_count = per;
    return RUTH_OK;
}

static ruth_status build_reach(building *b, const ru_fact *f, const ru_node *test, ru_filter *out) {
    const ru_node *value = ru_node_get(test, "value");
    out->test = RU_TEST_REACH;
    out->reach.kind = word_is(test, "m", "within_last")       ? RU_REACH_LAST
                      : word_is(test, "m", "within_next")     ? RU_REACH_NEXT
                      : word_is(test, "m", "longer_ago_than") ? RU_REACH_LONGER
                                                              : RU_REACH_TODAY;
    if (f->type != RU_DATE && f->type != RU_INSTANT) return no_such(b, f, test, "it asks about a date or an instant");
    if (out->reach.kind == RU_REACH_TODAY) return RUTH_OK;
    if (!value) return ru_node_fail(test, b->e, "this matcher needs a span, days(7) or hours(24)");
    ruth_status st = ru_reach_read(b->a, b->s, value, &out->reach.hours, &out->reach.n, b->e);
    if (st) return st;
    if (out->reach.hours && f->type == RU_DATE) return ru_node_fail(test, b->e, "%.*s is a date and has no hours; use days(…)", RU_SHOW(f->name));
    return RUTH_OK;
}

/* eq, one_of, none_of and the comparisons. */
static ruth_status build_compare(building *b, const ru_fact *f, const ru_node *test, ru_filter *out) {
    ru_node one, *slot = NULL;
    bool equal = word_is(test, "m", "eq") || word_is(test, "m", "one_of") || word_is(test, "m", "none_of");
    out->negate = out->if_none = word_is(test, "m", "none_of");
    const ru_node *list = equal ? values_of(test, &one, &slot) : NULL;
    if (equal && (!list || list->kind != RU_NODE_LIST)) return ru_node_fail(test, b->e, "a matcher of %.*s has no value to compare with", RU_SHOW(f->name));
    switch (f->type) {
    case RU_BOOLEAN:
    case RU_ENUM:
        if (!equal) return no_such(b, f, test, "use a bare value, one_of or none_of");
        out->test = RU_TEST_MASK;
        return build_mask(b, f, list, out);
    case RU_INTEGER:
    case RU_MONEY:
    case RU_RATIO:
    case RU_DATE:
    case RU_INSTANT: return build_ranges(b, f, test, out);
    case RU_ZONE:
    case RU_TEXT:
        if (!equal) return no_such(b, f, test, "use a bare value, one_of or none_of");
        out->test = RU_TEST_TEXTS;
        return build_texts(b, list, out);
    default: return no_such(b, f, test, f->type == RU_WINDOWS ? "use on_file or not_on_file" : "use has_any, has_all or has_none");
    }
}

static ruth_status build_list(building *b, const ru_fact *f, const ru_node *test, ru_filter *out) {
    const ru_node *list = ru_node_get(test, "values");
    if (f->type != RU_LIST_ENUM && f->type != RU_LIST_TEXT && f->type != RU_LIST_ZONE) return no_such(b, f, test, "it asks about a list");
    if (!list || list->kind != RU_NODE_LIST || !list->count) return ru_node_fail(test, b->e, "this matcher names nothing to look for");
    out->test = word_is(test, "m", "has_all") ? RU_TEST_HAS_ALL : RU_TEST_HAS_ANY;
    out->negate = out->if_none = word_is(test, "m", "has_none");
    return f->type == RU_LIST_ENUM ? build_mask(b, f, list, out) : build_texts(b, list, out);
}

static ruth_status build_same_debt(building *b, const ru_fact *f, const ru_node *test, ru_filter *out) {
    out->test = RU_TEST_SAME_DEBT;
    if (f->type == RU_TEXT || f->type == RU_LIST_TEXT) return RUTH_OK;
    return no_such(b, f, test, "same_debt asks about a text or a list of text that names debts");
}

static ruth_status build_test(building *b, const ru_fact *f, const ru_node *test, ru_filter *out) {
    static const char *const known[] = {"eq",      "at_least", "at_most", "above",       "below",       "between",     "one_of",          "none_of", "has_any",
                                        "has_all", "has_none", "on_file", "not_on_file", "within_last", "within_next", "longer_ago_than", "today",   NULL};
    if (word_is(test, "x", "same_debt") || word_is(ru_node_get(test, "value"), "x", "same_debt")) return build_same_debt(b, f, test, out);
    const ru_node *m = ru_node_get(test, "m");
    if (!m || m->kind != RU_NODE_TEXT) return ru_node_fail(test, b->e, "expected a matcher for %.*s, found %s", RU_SHOW(f->name), ru_found(test).text);
    ru_str names[RU_COUNT(known)];
    size_t count = 0, which;
    for (; known[count]; count++) names[count] = ru_str_of(known[count]);
    for (which = 0; which < count && !ru_str_eq(names[which], m->text); which++) continue;
    if (which == count) return ru_node_fail(test, b->e, "\"%.*s\" is no matcher%s", RU_SHOW(m->text), ru_nearest(m->text, names, count).text);
    if (which < 8) return build_compare(b, f, test, out);
    if (which < 11) return build_list(b, f, test, out);
    if (which >= 13) return build_reach(b, f, test, out);
    out->test = RU_TEST_ON_FILE;
    out->negate = out->if_none = which == 12;
    return RUTH_OK;
}

static ruth_status build_atom(building *b, const ru_node *n, const ru_filter **out) {
    const ru_node *name = ru_node_get(n, "fact"), *test = ru_node_get(n, "test");
    if (!name || name->kind != RU_NODE_TEXT || !test) return ru_node_fail(n, b->e, "expected a field of a contact and what it should be");
    const ru_fields *fields = &b->s->contact;
    bool at = ru_str_is(name->text, "at");
    int slot = at ? -1 : ru_fields_find(fields, name->text);
    if (!at && slot < 0) {
        if (ru_fields_find(&b->s->facts, name->text) >= 0)
            return ru_node_fail(name, b->e, "%.*s is a fact about the person, not a field of a contact; it belongs in `when`", RU_SHOW(name->text));
        return ru_node_fail(name, b->e, "contacts have no field %.*s%s", RU_SHOW(name->text), ru_nearest(name->text, fields->names, fields->count).text);
    }
    const ru_fact *f = at ? &at_field : &fields->items[slot];
    if (f->is_protected) return ru_node_fail(name, b->e, "%.*s is protected: no policy may read it", RU_SHOW(f->name));
    ru_filter *made = new_filter(b, RU_FILTER_ATOM);
    if (!made) return ru_fail_nomem(b->e);
    made->field = slot;
    made->type = f->type;
    *out = made;
    return build_test(b, f, test, made);
}

/* ---- the tree ---- */

static ruth_status build_like(building *b, const ru_node *n, const ru_filter **out) {
    const ru_node *name = ru_node_get(n, "name");
    ru_str wanted = name && name->kind == RU_NODE_TEXT ? name->text : RU_STR("");
    ru_str near = {NULL, 0};
    for (size_t i = 0; i < b->like_count; i++) {
        if (ru_str_eq(b->likes[i].name, wanted)) {
            *out = b->likes[i].filter;
            return RUTH_OK;
        }
        if (!near.p) near = ru_str_nearest(wanted, &b->likes[i].name, 1);
    }
    return ru_node_fail(n, b->e, "there is no contacts_like \"%.*s\"%s%.*s%s", RU_SHOW(wanted), near.p ? "; did you mean " : "", RU_SHOW(near),
                        near.p ? "?" : "");
}

static ruth_status build_group(building *b, const ru_node *n, ru_filter_op op, const ru_filter **out) {
    const ru_node *list = ru_node_get(n, op == RU_FILTER_NONE && ru_node_get(n, "item") ? "item" : "items");
    bool single = list && ru_node_get(n, "item") == list;
    ru_filter *f = new_filter(b, op);
    if (!f) return ru_fail_nomem(b->e);
    if (!list || (!single && list->kind != RU_NODE_LIST && list->count)) return ru_node_fail(n, b->e, "expected conditions over the fields of a contact");
    f->count = single ? 1 : list->count;
    f->items = RU_NEWS(b->a, const ru_filter *, f->count ? f->count : 1);
    if (!f->items) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < f->count; i++) {
        ruth_status st = build(b, single ? list : list->items[i], &f->items[i]);
        if (st) return st;
    }
    *out = f;
    return RUTH_OK;
}

/* on = outbound: what ruth sends, where contacts tell directions apart. */
static ruth_status build_outbound(building *b, const ru_node *n, const ru_filter **out) {
    int slot = ru_fields_find(&b->s->contact, RU_STR("direction"));
    int value = slot < 0 ? -1 : ru_lookup_find(&b->s->contact.keys[slot].values, RU_STR("outbound"));
    ru_filter *f = new_filter(b, value < 0 ? RU_FILTER_ALL : RU_FILTER_ATOM);
    if (!f) return ru_fail_nomem(b->e);
    if (slot >= 0 && b->s->contact.items[slot].type == RU_ENUM && value >= 0) {
        f->field = slot;
        f->type = RU_ENUM;
        f->test = RU_TEST_MASK;
        if (value >= 64) return ru_node_fail(n, b->e, "direction has too many values");
        f->mask = UINT64_C(1) << value;
    } else {
        f->op = RU_FILTER_ALL;
    }
    *out = f;
    return RUTH_OK;
}

static ruth_status build(building *b, const ru_node *n, const ru_filter **out) {
    if (!n || n->kind != RU_NODE_MAP)
        return n ? ru_node_fail(n, b->e, "expected a condition over the fields of a contact, found %s", ru_found(n).text)
                 : ru_fail(b->e, RUTH_E_POLICY, "a filter over contacts is missing");
    if (b->depth >= RU_DEEPEST) return ru_node_fail(n, b->e, "conditions are nested more than %d deep", (int)RU_DEEPEST);
    b->depth++;
    ruth_status st;
    if (word_is(n, "op", "atom")) st = build_atom(b, n, out);
    else if (word_is(n, "op", "all")) st = build_group(b, n, RU_FILTER_ALL, out);
    else if (word_is(n, "op", "any")) st = build_group(b, n, RU_FILTER_ANY, out);
    else if (word_is(n, "op", "none") || word_is(n, "op", "not")) st = build_group(b, n, RU_FILTER_NONE, out);
    else if (word_is(n, "op", "contacts_like")) st = build_like(b, n, out);
    else if (word_is(n, "op", "outbound")) st = build_outbound(b, n, out);
    else st = ru_node_fail(n, b->e, "a filter over contacts says fields of a contact; a circumstance, a function or otherwise cannot stand here");
    b->depth--;
    return st;
}

ruth_status ru_filter_build(ru_arena *a, const ru_schema *s, const ru_node *cond, const ru_named_filter *likes, size_t like_count, const ru_filter **out,
                            ruth_error *e) {
    building b = {a, s, likes, like_count, 0, e};
    return build(&b, cond, out);
}
