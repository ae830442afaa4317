/* schema_fact.c: one entry of facts.yaml or contacts.yaml becomes a typed field. */
#include "engine/facts/internal.h"

static const char *const fact_keys[] = {"type",    "values", "range", "unit", "if_missing",  "source", "protected", "purpose",
                                        "expires", "moves",  "say",   "ask",  "in_power_of", "meter",  "doc",       NULL};
static const char *const contact_keys[] = {"type", "values", "range", "unit", "if_missing", "protected", "purpose", "say", "doc", NULL};

static ru_str keep(ru_making *m, ru_str s) { return ru_arena_str(m->a, s); }

ruth_status ru_name_check(const ru_node *key, const char *what, ruth_error *e) {
    ru_str s = key->text;
    bool good = s.n > 0 && s.n <= 64 && s.p[0] >= 'a' && s.p[0] <= 'z';
    for (size_t i = 0; good && i < s.n; i++) good = (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_';
    if (good) return RUTH_OK;
    return ru_node_fail(key, e, "\"%.*s\" cannot be the name of %s: expected small letters, digits and _, a letter first, at most 64", RU_SHOW(s), what);
}

/* A word out of a short list, as written. */
static ruth_status word_of(const ru_node *n, const char *key, const char *const *words, int *index, ruth_error *e) {
    ru_str s, names[16];
    size_t count = 0;
    ruth_status st = ru_node_scalar(n, &s, e);
    if (st) return st;
    for (; words[count]; count++) {
        names[count] = ru_str_of(words[count]);
        if (ru_str_eq(s, names[count])) {
            *index = (int)count;
            return RUTH_OK;
        }
    }
    char all[256];
    size_t at = 0;
    for (size_t i = 0; i < count && at + names[i].n + 3 < sizeof all; i++) {
        if (i) memcpy(all + at, ", ", 2), at += 2;
        memcpy(all + at, names[i].p, names[i].n);
        at += names[i].n;
    }
    return ru_node_fail(n, e, "\"%.*s\" is no %s; expected one of: %.*s%s", RU_SHOW(s), key, (int)at, all, ru_nearest(s, names, count).text);
}

static ruth_status read_type(ru_making *m, const ru_node *node, ru_fact *f) {
    const char *words[RU_LIST_TEXT + 2] = {0};
    for (int t = 0; t <= (int)RU_LIST_TEXT; t++) words[t] = ru_type_name((ru_type)t);
    const ru_node *n = ru_node_get(node, "type");
    int index = 0;
    if (!n) return ru_node_fail(node, m->e, "%.*s has no type; write type: integer, money, enum, date, …", RU_SHOW(f->name));
    ruth_status st = word_of(n, "type", words, &index, m->e);
    f->type = (ru_type)index;
    return st;
}

static ruth_status read_value_name(ru_making *m, const ru_node *n, ru_fact *f, size_t at) {
    ru_str s;
    ruth_status st = ru_node_name(n, true, &s, m->e);
    if (st) return st;
    if (ru_str_is(s, "unknown") || ru_str_is(s, "none_on_file"))
        return ru_node_fail(n, m->e, "%.*s cannot be a value of %.*s: what is not known is null in a request, and if_missing says what a key left out means",
                            RU_SHOW(s), RU_SHOW(f->name));
    for (size_t i = 0; i < at; i++)
        if (ru_str_eq(f->values[i], s)) return ru_node_fail(n, m->e, "%.*s stands twice among the values of %.*s", RU_SHOW(s), RU_SHOW(f->name));
    f->values[at] = keep(m, s);
    return f->values[at].p ? RUTH_OK : ru_fail_nomem(m->e);
}

static ruth_status read_values(ru_making *m, const ru_node *node, ru_fact *f) {
    const ru_node *n = ru_node_get(node, "values");
    bool wanted = f->type == RU_ENUM || f->type == RU_LIST_ENUM;
    if (!n && !wanted) return RUTH_OK;
    if (!wanted)
        return ru_node_fail(n, m->e, "%.*s is %s and has no values; values belong to an enum or a list of enum", RU_SHOW(f->name), ru_type_phrase(f->type));
    if (!n) return ru_node_fail(node, m->e, "%.*s is of type %s: write its values, as in values: [one, another]", RU_SHOW(f->name), ru_type_name(f->type));
    if (n->kind != RU_NODE_LIST || n->count == 0) return ru_node_fail(n, m->e, "expected a list of values, as in [one, another], found %s", ru_found(n).text);
    if (f->type == RU_LIST_ENUM && n->count > 64)
        return ru_node_fail(n, m->e, "%.*s has %zu values; a list of enum has at most 64", RU_SHOW(f->name), n->count);
    if (n->count > 4096) return ru_node_fail(n, m->e, "%.*s has %zu values; an enum has at most 4096", RU_SHOW(f->name), n->count);
    f->values = RU_NEWS(m->a, ru_str, n->count);
    if (!f->values) return ru_fail_nomem(m->e);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = read_value_name(m, n->items[i], f, i);
        if (st) return st;
    }
    f->value_count = n->count;
    return RUTH_OK;
}

/* One end of a range; null leaves that end open. */
static ruth_status read_bound(ru_making *m, const ru_node *n, const ru_fact *f, int64_t *out) {
    ru_str s;
    if (n->kind == RU_NODE_NULL) return RUTH_OK;
    if (f->type != RU_RATIO) return ru_node_int(n, out, m->e);
    ruth_status st = ru_node_scalar(n, &s, m->e);
    if (st) return st;
    if (ru_decimal_parse(s, 6, out)) return RUTH_OK;
    return ru_node_fail(n, m->e, "\"%.*s\" is no ratio; expected a decimal with at most 6 places, as in \"0.5\"", RU_SHOW(s));
}

static ruth_status read_range(ru_making *m, const ru_node *node, ru_fact *f) {
    const ru_node *n = ru_node_get(node, "range");
    f->low = INT64_MIN;
    f->high = INT64_MAX;
    if (!n) return RUTH_OK;
    if (f->type != RU_INTEGER && f->type != RU_MONEY && f->type != RU_RATIO)
        return ru_node_fail(n, m->e, "%.*s is %s and has no range; a range belongs to an integer, money (in minor units) or a ratio", RU_SHOW(f->name),
                            ru_type_phrase(f->type));
    if (n->kind != RU_NODE_LIST || n->count != 2)
        return ru_node_fail(n, m->e, "expected a range of two ends, both in, as in [0, 365], found %s", ru_found(n).text);
    ruth_status st = read_bound(m, n->items[0], f, &f->low);
    if (!st) st = read_bound(m, n->items[1], f, &f->high);
    if (st) return st;
    if (f->low > f->high) return ru_node_fail(n, m->e, "the range of %.*s is upside down: write the lower end first", RU_SHOW(f->name));
    f->has_range = true;
    return RUTH_OK;
}

static ruth_status read_missing(ru_making *m, const ru_node *node, ru_fact *f) {
    const ru_node *n = ru_node_get(node, "if_missing");
    int64_t amount;
    ru_str code;
    f->missing.state = RU_UNKNOWN;
    if (!n) return RUTH_OK;
    if (f->derived) return ru_node_fail(n, m->e, "%.*s is derived: it is computed and never left out; remove if_missing", RU_SHOW(f->name));
    if (f->from_plugin) return ru_node_fail(n, m->e, "%.*s is a plugin's: what no plugin wrote is not known; remove if_missing", RU_SHOW(f->name));
    if (n->kind == RU_NODE_NULL) return ru_node_fail(n, m->e, "if_missing says nothing; expected unknown, none_on_file or a value");
    if (n->kind == RU_NODE_TEXT && ru_str_is(n->text, "unknown")) return RUTH_OK;
    if (n->kind == RU_NODE_TEXT && ru_str_is(n->text, "none_on_file")) {
        f->missing.state = RU_NONE;
        return RUTH_OK;
    }
    bool known = false;
    for (size_t i = 0; n->kind == RU_NODE_TEXT && i < f->value_count; i++) known = known || ru_str_eq(f->values[i], n->text);
    if (n->kind == RU_NODE_TEXT && f->value_count && !known) { /* a slip in one of the two words should name it */
        ru_str words[2] = {RU_STR("none_on_file"), RU_STR("unknown")};
        ru_hint near = ru_nearest(n->text, words, 2);
        if (near.text[0]) return ru_node_fail(n, m->e, "\"%.*s\" is no value of %.*s%s", RU_SHOW(n->text), RU_SHOW(f->name), near.text);
    }
    if (f->type == RU_MONEY && n->kind == RU_NODE_TEXT && ru_money_parse(n->text, &amount, &code))
        return ru_node_fail(n, m->e, "a request may be in any currency, so the only amount that can stand for a missing %.*s is 0", RU_SHOW(f->name));
    ruth_status st = ru_value_read(m->s, f, n, m->a, &f->missing, NULL, m->e);
    if (st) return st;
    if (f->has_range && (f->missing.i < f->low || f->missing.i > f->high))
        return ru_node_fail(n, m->e, "if_missing of %.*s lies outside its range", RU_SHOW(f->name));
    return RUTH_OK;
}

/* expires: { after: 180 days, from: fact, then: none_on_file }  or  { on: fact, then: unknown } */
static ruth_status read_expires(ru_making *m, const ru_node *node, ru_draft *d) {
    static const char *const keys[] = {"after", "from", "on", "then", NULL};
    static const char *const states[] = {"none_on_file", "unknown", NULL};
    const ru_node *n = ru_node_get(node, "expires");
    if (!n) return RUTH_OK;
    if (d->fact.derived) return ru_node_fail(n, m->e, "%.*s is derived and cannot expire; let the facts it is computed from expire", RU_SHOW(d->fact.name));
    if (d->fact.from_plugin) return ru_node_fail(n, m->e, "%.*s is a plugin's and written anew for every decision: it cannot expire", RU_SHOW(d->fact.name));
    if (n->kind != RU_NODE_MAP)
        return ru_node_fail(n, m->e, "expected expires: { after: 180 days, from: a_date, then: none_on_file }, found %s", ru_found(n).text);
    ruth_status st = ru_node_only_keys(n, keys, m->e);
    if (st) return st;
    const ru_node *after = ru_node_get(n, "after"), *from = ru_node_get(n, "from"), *on = ru_node_get(n, "on"), *then = ru_node_get(n, "then");
    if (on ? (after || from) : (!after || !from))
        return ru_node_fail(n, m->e, "expected either after: and from:, or on: alone, as in { after: 180 days, from: a_date, then: none_on_file }");
    if (!then) return ru_node_fail(n, m->e, "expires has no then: write then: none_on_file or then: unknown");
    int index = 0;
    if ((st = word_of(then, "end of an expiry", states, &index, m->e))) return st;
    d->fact.expiry_then = index == 0 ? RU_NONE : RU_UNKNOWN;
    d->expiry_node = on ? on : from;
    if ((st = ru_node_scalar(d->expiry_node, &d->expiry_name, m->e))) return st;
    d->fact.expiry = on ? RU_EXPIRES_ON : RU_EXPIRES_AFTER;
    if (on) return RUTH_OK;
    ru_str s;
    if ((st = ru_node_scalar(after, &s, m->e))) return st;
    size_t digits = 0;
    int32_t days = 0;
    while (digits < s.n && digits < 5 && s.p[digits] >= '0' && s.p[digits] <= '9') days = days * 10 + (s.p[digits++] - '0');
    ru_str unit = {s.p + digits, s.n - digits};
    if (!digits || !(ru_str_is(unit, " days") || ru_str_is(unit, " day")))
        return ru_node_fail(after, m->e, "\"%.*s\" is no span of days; expected as in after: 180 days", RU_SHOW(s));
    d->fact.expiry_days = days;
    return RUTH_OK;
}

static ruth_status read_unit(ru_making *m, const ru_node *node, ru_fact *f) {
    const ru_node *n = ru_node_get(node, "unit");
    ru_str s;
    if (!n) return RUTH_OK;
    if (f->type != RU_INTEGER) return ru_node_fail(n, m->e, "%.*s is %s; only an integer has a unit", RU_SHOW(f->name), ru_type_phrase(f->type));
    ruth_status st = ru_node_text(n, &s, m->e);
    if (st) return st;
    f->unit = keep(m, s);
    return f->unit.p ? RUTH_OK : ru_fail_nomem(m->e);
}

/* source, purpose, in_power_of, protected, moves. */
static ruth_status read_who(ru_making *m, const ru_node *node, ru_fact *f) {
    static const char *const sources[] = {"host", "person", "plugin", "derived", NULL};
    static const char *const powers[] = {"person", "us", "nobody", NULL};
    static const char *const moves[] = {"daily", NULL};
    const ru_node *n;
    int index = 0;
    ruth_status st;
    f->source = RU_STR("host");
    if ((n = ru_node_get(node, "source"))) {
        if ((st = word_of(n, "source", sources, &index, m->e))) return st;
        f->source = ru_str_of(sources[index]);
    }
    f->derived = ru_str_is(f->source, "derived");
    f->from_plugin = ru_str_is(f->source, "plugin");
    if ((n = ru_node_get(node, "in_power_of"))) {
        if ((st = word_of(n, "holder of power (in_power_of)", powers, &index, m->e))) return st;
        f->in_power_of = ru_str_of(powers[index]);
    }
    if ((n = ru_node_get(node, "meter"))) {
        if (!f->derived || f->type != RU_INTEGER)
            return ru_node_fail(n, m->e, "%.*s has a meter; only a derived integer is measured against a number", RU_SHOW(f->name));
        if ((st = ru_node_name(n, false, &f->meter, m->e))) return st;
        f->meter = keep(m, f->meter);
        if (!f->meter.p) return ru_fail_nomem(m->e);
    }
    if ((n = ru_node_get(node, "purpose"))) {
        ru_str s;
        if ((st = ru_node_text(n, &s, m->e))) return st;
        f->purpose = keep(m, s);
        if (!f->purpose.p) return ru_fail_nomem(m->e);
    }
    if ((n = ru_node_get(node, "protected")) && (st = ru_node_bool(n, &f->is_protected, m->e))) return st;
    if ((n = ru_node_get(node, "moves"))) {
        if ((st = word_of(n, "way to move", moves, &index, m->e))) return st;
        f->moves_daily = true;
    }
    return RUTH_OK;
}

static ruth_status check_derived(ru_making *m, const ru_node *node, const ru_fact *f) {
    const ru_node *ask = ru_node_get(node, "ask");
    if (f->from_plugin && ask) return ru_node_fail(ask, m->e, "%.*s is a plugin's: give the question to the facts the plugin reads", RU_SHOW(f->name));
    if (!f->derived) return RUTH_OK;
    if (f->type != RU_INTEGER && f->type != RU_MONEY && f->type != RU_RATIO && f->type != RU_DATE && f->type != RU_INSTANT && f->type != RU_ENUM)
        return ru_node_fail(node, m->e,
                            "%.*s is derived and of type %s; what is computed is an integer, money, a ratio, a date or an instant, or the arm of an experiment",
                            RU_SHOW(f->name), ru_type_name(f->type));
    if (ru_node_get(node, "ask"))
        return ru_node_fail(ru_node_get(node, "ask"), m->e, "%.*s is derived: give the question to the facts it is computed from", RU_SHOW(f->name));
    return RUTH_OK;
}

ruth_status ru_fact_read(ru_making *m, ru_str name, const ru_node *key, const ru_node *node, bool of_contact, ru_draft *out) {
    memset(out, 0, sizeof *out);
    ru_fact *f = &out->fact;
    out->node = node;
    f->name = keep(m, name);
    f->file = keep(m, node->file);
    f->line = key->line;
    f->column = key->column;
    f->expiry_from = -1;
    if (!f->name.p || (node->file.n && !f->file.p)) return ru_fail_nomem(m->e);
    if (node->kind != RU_NODE_MAP)
        return ru_node_fail(node, m->e, "expected what %.*s is, as in %.*s: { type: boolean }, found %s", RU_SHOW(name), RU_SHOW(name), ru_found(node).text);
    ruth_status st = ru_node_only_keys(node, of_contact ? contact_keys : fact_keys, m->e);
    if (!st) st = read_type(m, node, f);
    if (!st) st = read_values(m, node, f);
    if (!st) st = read_range(m, node, f);
    if (!st) st = read_unit(m, node, f);
    if (!st) st = read_who(m, node, f);
    if (!st) st = check_derived(m, node, f);
    if (!st) st = read_missing(m, node, f);
    if (!st) st = read_expires(m, node, out);
    if (!st) st = ru_fact_words(m, node, f);
    return st;
}
