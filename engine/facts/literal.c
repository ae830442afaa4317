/* literal.c: one literal of a policy, from YAML or Lua, becomes a value of a fact's type. */
#include "engine/facts/internal.h"

typedef struct reading {
    const ru_schema *s;
    const ru_fact *f;
    ru_arena *a;
    ru_value *out;
    int currency;
    ruth_error *e;
} reading;

static ruth_status wrong(const reading *r, const ru_node *n, const char *expected) {
    return ru_node_fail(n, r->e, "%.*s is %s: expected %s, found %s", RU_SHOW(r->f->name), ru_type_phrase(r->f->type), expected, ru_found(n).text);
}

static ruth_status element(const ru_fact *f, const ru_node *n, int64_t *index, ruth_error *e) {
    ru_str s;
    ruth_status st = ru_node_text(n, &s, e);
    if (st) return st;
    for (size_t i = 0; i < f->value_count; i++) {
        if (!ru_str_eq(f->values[i], s)) continue;
        *index = (int64_t)i;
        return RUTH_OK;
    }
    return ru_node_fail(n, e, "\"%.*s\" is no value of %.*s%s", RU_SHOW(s), RU_SHOW(f->name), ru_nearest(s, f->values, f->value_count).text);
}

ruth_status ru_value_element(const ru_fact *f, const ru_node *n, int64_t *index, ruth_error *e) { return element(f, n, index, e); }

static ruth_status read_money(reading *r, const ru_node *n, ru_str s) {
    ru_str code;
    if (!ru_money_parse(s, &r->out->i, &code)) return wrong(r, n, "an amount with its currency, as in \"50.00 USD\"");
    r->currency = ru_schema_currency(r->s, code);
    if (r->currency >= 0) return RUTH_OK;
    return ru_node_fail(n, r->e, "%.*s is no currency of this policy: the fact currency does not list it%s", RU_SHOW(code),
                        ru_nearest(code, r->s->currencies, r->s->currency_count).text);
}

static ruth_status read_ratio(reading *r, const ru_node *n) {
    if (n->kind == RU_NODE_INT && (n->number == 0 || n->number == 1)) {
        r->out->i = n->number * RU_MILLION;
        return RUTH_OK;
    }
    if (n->kind == RU_NODE_TEXT && ru_decimal_parse(n->text, 6, &r->out->i)) return RUTH_OK;
    return wrong(r, n, "a decimal with at most 6 places, as in \"0.125\", or percent(\"12.5\")");
}

static ruth_status read_text(reading *r, const ru_node *n, ru_str *out) {
    ru_str s;
    ruth_status st = ru_node_text(n, &s, r->e);
    if (st) return st;
    *out = ru_arena_str(r->a, s);
    return out->p ? RUTH_OK : ru_fail_nomem(r->e);
}

/* An empty table of Lua is an empty list too. */
static bool is_list(const ru_node *n) { return n->kind == RU_NODE_LIST || (n->kind == RU_NODE_MAP && n->count == 0); }

static ruth_status read_enum_list(reading *r, const ru_node *n) {
    if (!is_list(n)) return wrong(r, n, "a list, as in [one, another]");
    for (size_t i = 0; i < n->count; i++) {
        int64_t index = 0;
        ruth_status st = element(r->f, n->items[i], &index, r->e);
        if (st) return st;
        r->out->i = (int64_t)((uint64_t)r->out->i | UINT64_C(1) << index);
    }
    return RUTH_OK;
}

static ruth_status read_text_list(reading *r, const ru_node *n) {
    if (!is_list(n)) return wrong(r, n, "a list, as in [\"one\", \"another\"]");
    ru_str *items = RU_NEWS(r->a, ru_str, n->count ? n->count : 1);
    if (!items) return ru_fail_nomem(r->e);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = read_text(r, n->items[i], &items[i]);
        if (st) return st;
    }
    r->out->u.l.list = items;
    r->out->u.l.n = n->count;
    return RUTH_OK;
}

static ruth_status read_days(reading *r, const ru_node *n, uint8_t *days) {
    ru_str names[7];
    for (size_t i = 0; i < 7; i++) names[i] = ru_str_of(ru_day_names[i]);
    if (n->kind != RU_NODE_LIST || n->count == 0) return wrong(r, n, "days: a list, as in [mon, tue]");
    for (size_t i = 0; i < n->count; i++) {
        ru_str s;
        ruth_status st = ru_node_scalar(n->items[i], &s, r->e);
        if (st) return st;
        int day = ru_day_of(s);
        if (day < 0)
            return ru_node_fail(n->items[i], r->e, "\"%.*s\" is no day; expected mon, tue, wed, thu, fri, sat or sun%s", RU_SHOW(s),
                                ru_nearest(s, names, 7).text);
        *days = (uint8_t)(*days | 1u << day);
    }
    return RUTH_OK;
}

static ruth_status read_time(reading *r, const ru_node *window, const char *key, int32_t *out) {
    const ru_node *n = ru_node_get(window, key);
    ru_str s;
    if (!n) return ru_node_fail(window, r->e, "this window has no %s; expected { days: [mon], from: \"09:00\", to: \"17:00\" }", key);
    ruth_status st = ru_node_scalar(n, &s, r->e);
    if (st) return st;
    if (ru_time_read(s, key[0] == 't', out)) return RUTH_OK;
    return ru_node_fail(n, r->e, "\"%.*s\" is no time of day; expected HH:MM, as in \"09:00\"", RU_SHOW(s));
}

static ruth_status read_windows(reading *r, const ru_node *n) {
    static const char *const keys[] = {"days", "from", "to", NULL};
    if (!is_list(n)) return wrong(r, n, "a list of windows, as in [{ days: [mon], from: \"09:00\", to: \"17:00\" }]");
    ru_window *items = RU_NEWS(r->a, ru_window, n->count ? n->count : 1);
    if (!items) return ru_fail_nomem(r->e);
    for (size_t i = 0; i < n->count; i++) {
        const ru_node *w = n->items[i];
        ruth_status st = w->kind == RU_NODE_MAP ? ru_node_only_keys(w, keys, r->e)
                                                : wrong(r, w, "a window, as in { days: [mon], from: \"09:00\", to: \"17:00\" }");
        const ru_node *days = ru_node_get(w, "days");
        if (!st && days) st = read_days(r, days, &items[i].days);
        if (!st) st = read_time(r, w, "from", &items[i].from);
        if (!st) st = read_time(r, w, "to", &items[i].to);
        if (st) return st;
        if (!days) items[i].days = 0x7f;
        if (items[i].from == items[i].to) return ru_node_fail(w, r->e, "this window is empty: it ends when it begins");
    }
    r->out->u.l.list = items;
    r->out->u.l.n = n->count;
    return RUTH_OK;
}

static ruth_status read_time_point(reading *r, const ru_node *n) {
    ru_str s;
    int32_t days = 0;
    ruth_status st = ru_node_scalar(n, &s, r->e);
    if (st) return st;
    if (r->f->type == RU_INSTANT) {
        if (ru_instant_parse(s, &r->out->i)) return RUTH_OK;
        return wrong(r, n, "an instant with its offset, as in 2026-03-02T14:00:00Z");
    }
    if (!ru_date_parse(s, &days)) return wrong(r, n, "a day of the calendar, as in 2026-03-02");
    r->out->i = days;
    return RUTH_OK;
}

/* money("…") and percent("…") as the vocabulary hands them over. */
static ruth_status read_word(reading *r, const ru_node *n) {
    const ru_node *x = ru_node_get(n, "x"), *text = ru_node_get(n, "text");
    if (!x || !text || text->kind != RU_NODE_TEXT) return wrong(r, n, ru_type_phrase(r->f->type));
    if (r->f->type == RU_MONEY && ru_str_is(x->text, "money")) return read_money(r, n, text->text);
    if (r->f->type == RU_RATIO && ru_str_is(x->text, "percent") && ru_decimal_parse(text->text, 4, &r->out->i))
        return RUTH_OK; /* hundredths with 4 places are millionths */
    return wrong(r, n, ru_type_phrase(r->f->type));
}

static ruth_status read_scalar(reading *r, const ru_node *n) {
    bool truth = false;
    ruth_status st;
    switch (r->f->type) {
    case RU_BOOLEAN:
        st = ru_node_bool(n, &truth, r->e);
        r->out->i = truth;
        return st;
    case RU_INTEGER: return ru_node_int(n, &r->out->i, r->e);
    case RU_MONEY:
        if ((n->kind == RU_NODE_INT && n->number == 0) || (n->kind == RU_NODE_TEXT && !n->quoted && ru_str_is(n->text, "0"))) return RUTH_OK;
        if (n->kind == RU_NODE_TEXT) return read_money(r, n, n->text);
        return wrong(r, n, "an amount with its currency, as in \"50.00 USD\"");
    case RU_RATIO: return read_ratio(r, n);
    case RU_ENUM: return element(r->f, n, &r->out->i, r->e);
    case RU_DATE:
    case RU_INSTANT: return read_time_point(r, n);
    default: return read_text(r, n, &r->out->u.s);
    }
}

ruth_status ru_value_read(const ru_schema *s, const ru_fact *f, const ru_node *n, ru_arena *a, ru_value *out, int *currency, ruth_error *e) {
    reading r = {.s = s, .f = f, .a = a, .out = out, .currency = -1, .e = e};
    ruth_status st;
    memset(out, 0, sizeof *out);
    if (n->kind == RU_NODE_FLOAT)
        return ru_node_fail(n, e,
                            "%.*s is a fraction, which computers keep inexactly; write percent(\"12.5\"), money(\"12.50 USD\") or a number of numbers.yaml",
                            RU_SHOW(n->text));
    if (f->type == RU_LIST_ENUM) st = read_enum_list(&r, n);
    else if (f->type == RU_WINDOWS) st = read_windows(&r, n);
    else if (f->type == RU_LIST_ZONE || f->type == RU_LIST_TEXT) st = read_text_list(&r, n);
    else if (n->kind == RU_NODE_MAP) st = read_word(&r, n);
    else if (n->kind == RU_NODE_NULL || n->kind == RU_NODE_LIST || n->kind == RU_NODE_CODE) st = wrong(&r, n, ru_type_phrase(f->type));
    else st = read_scalar(&r, n);
    if (st) return st;
    out->state = RU_VALUE;
    if (currency) *currency = r.currency;
    return RUTH_OK;
}
