/* boxes_contact.c: what a contact must carry to be the one that a derived fact looks for. */
#include "engine/author/boxes_person.h"

enum { DAY = 86400, HOUR = 3600, DEEPEST = 16 };

typedef struct wanted {
    const ru_boxes *b;
    ru_value *fields;
    int64_t oldest, youngest;
} wanted;

/* The contact is older than the span, or within it. */
static void take_span(wanted *w, const ru_node *span, bool older) {
    const ru_node *x = ru_node_get(span, "x"), *n = ru_node_get(span, "n"), *name = ru_node_get(n, "name");
    const ru_number *number = name ? ru_schema_number(w->b->sp.schema, name->text) : NULL;
    if (!x || (!number && (!n || n->kind != RU_NODE_INT))) return;
    int64_t length = (number ? number->value : n->number) * (ru_str_is(x->text, "hours") ? HOUR : DAY);
    if (older && length + DAY > w->youngest) w->youngest = length + DAY;
    if (!older && length < w->oldest) w->oldest = length;
}

static bool put(wanted *w, size_t field, const ru_node *value) {
    const ru_fields *fields = &w->b->sp.schema->contact;
    ru_fact element = fields->items[field];
    bool list = element.type == RU_LIST_ENUM;
    int currency = -1;
    ru_value v = {0};
    if (list) element.type = RU_ENUM;
    if (!value || ru_value_read(w->b->sp.schema, &element, value, w->b->a, &v, &currency, NULL)) return false;
    if (list) v.i = (int64_t)((uint64_t)1 << v.i) | (w->fields[field].given == 2 ? w->fields[field].i : 0);
    v.state = RU_VALUE;
    v.given = 2;
    w->fields[field] = v;
    return true;
}

static void put_usual(wanted *w, size_t field) {
    const ru_fact *f = &w->b->sp.schema->contact.items[field];
    w->fields[field] = (ru_value){.i = f->has_range && f->low > 0 ? f->low : 0, .state = RU_VALUE, .given = 2};
}

/* A value that is none of those named. */
static bool put_other(wanted *w, size_t field, const ru_node *const *named, size_t count) {
    const ru_fact *f = &w->b->sp.schema->contact.items[field];
    if (!count && f->type <= RU_RATIO) return put_usual(w, field), true;
    int64_t values = f->type == RU_BOOLEAN ? 2 : f->type == RU_ENUM ? (int64_t)f->value_count : 0;
    for (int64_t v = 0; v < values; v++) {
        bool is_named = false;
        for (size_t i = 0; i < count && !is_named; i++) is_named = f->type == RU_BOOLEAN ? named[i]->number == v : ru_str_eq(named[i]->text, f->values[v]);
        if (is_named) continue;
        w->fields[field] = (ru_value){.i = v, .state = RU_VALUE, .given = 2};
        return true;
    }
    return false;
}

static bool take_atom(wanted *w, const ru_node *n, bool yes) {
    const ru_node *fact = ru_node_get(n, "fact"), *test = ru_node_get(n, "test"), *m = ru_node_get(test, "m"), *value = ru_node_get(test, "value"),
                  *values = ru_node_get(test, "values");
    if (ru_str_is(fact->text, "at")) {
        take_span(w, value, ru_str_is(m->text, "longer_ago_than") == yes);
        return true;
    }
    int field = ru_fields_find(&w->b->sp.schema->contact, fact->text);
    if (field < 0) return false;
    if (ru_node_get(value, "x")) return true; /* the same debt: a request that names none means every debt */
    bool none = ru_str_is(m->text, "none_of"), on_file = ru_str_is(m->text, "on_file"), absent = ru_str_is(m->text, "not_on_file");
    if (on_file || absent) return on_file == yes ? put_other(w, (size_t)field, NULL, 0) : true;
    const ru_node *one = value ? value : values && values->count ? values->items[0] : ru_node_get(test, "low");
    if (!one) return false;
    for (size_t i = 1; yes && ru_str_is(m->text, "has_all") && i < values->count; i++)
        if (!put(w, (size_t)field, values->items[i])) return false;
    if (none != yes) return put(w, (size_t)field, one);
    return put_other(w, (size_t)field, value ? (const ru_node *const *)&value : (const ru_node *const *)values->items, value ? 1 : values ? values->count : 0);
}

static const ru_node *like_named(const ru_boxes *b, ru_str name) {
    const ru_raws *r = &b->s->raw[RU_KIND_CONTACTS_LIKE];
    for (size_t i = 0; i < r->count; i++)
        if (ru_str_eq(r->items[i].id, name)) {
            const ru_node *when = ru_node_get(r->items[i].body, "when");
            return when ? when : r->items[i].body;
        }
    return NULL;
}

/* One way to meet the filter; that it does is seen when the request is decided. */
static bool take(wanted *w, const ru_node *n, bool yes, int depth) {
    const ru_node *op = ru_node_get(n, "op"), *items = ru_node_get(n, "items");
    if (!op || depth > DEEPEST) return false;
    if (ru_str_is(op->text, "atom")) return take_atom(w, n, yes);
    if (ru_str_is(op->text, "otherwise")) return yes;
    if (ru_str_is(op->text, "not")) return take(w, ru_node_get(n, "item"), !yes, depth + 1);
    if (ru_str_is(op->text, "contacts_like")) {
        const ru_node *name = ru_node_get(n, "name");
        return name && take(w, like_named(w->b, name->text), yes, depth + 1);
    }
    bool none = ru_str_is(op->text, "none"), all = ru_str_is(op->text, "all") == yes;
    bool inner = none ? !yes : yes;
    if (none) all = yes;
    for (size_t i = 0; items && i < items->count; i++) {
        bool done = take(w, items->items[i], inner, depth + 1);
        if (all && !done) return false;
        if (!all && done) return true;
    }
    return all;
}

bool ru_contact_fields(const ru_boxes *b, int slot, ru_value *fields, int64_t *oldest, int64_t *youngest) {
    const ru_fields *all = &b->sp.schema->contact;
    const ru_node *n = ru_space_derivation(&b->sp, slot), *x = ru_node_get(n, "x"), *filter = ru_node_get(n, "filter"), *within = ru_node_get(n, "within");
    if (!x || !filter) return false;
    wanted w = {b, fields, (int64_t)4000 * DAY, 0};
    for (size_t i = 0; i < all->count; i++) {
        fields[i] = all->items[i].missing;
        fields[i].given = 0;
    }
    if (!take(&w, filter, true, 0)) return false;
    for (size_t i = 0; i < all->count; i++) { /* nothing about it may be unknown */
        const ru_fact *f = &all->items[i];
        if (fields[i].given == 2 || f->missing.state != RU_UNKNOWN || f->type == RU_ZONE || f->type == RU_TEXT || f->type == RU_DATE || f->type == RU_INSTANT)
            continue;
        put_usual(&w, i);
    }
    if (within) {
        take_span(&w, within, false);
        if (w.oldest >= DAY) w.oldest -= DAY - HOUR; /* days(n) counts from today on */
    }
    *oldest = w.oldest;
    *youngest = w.youngest;
    return true;
}
