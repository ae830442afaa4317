/* people_hints.c: what a policy looks at: the figures its conditions compare with, the spans it counts back, the contacts its filters are about. */
#include "engine/author/people.h"
#include "engine/policy/study.h"

typedef struct gathering {
    const ru_schema *s;
    ru_arena *a;
    ru_hints *h;
    bool failed;
} gathering;

static void add(gathering *g, ru_hint_values *v, int64_t value) {
    for (size_t i = 0; i < v->count; i++)
        if (v->items[i] == value) return;
    v->items = ru_arena_grow(g->a, v->items, v->count, &v->capacity, sizeof *v->items);
    if (v->items) v->items[v->count++] = value;
    else g->failed = true;
}

static bool is(const ru_node *n, const char *text) { return n && n->kind == RU_NODE_TEXT && ru_str_is(n->text, text); }

static bool number_of(const ru_schema *s, const ru_node *name, int64_t *out) {
    for (size_t i = 0; name && i < s->number_count; i++) {
        const ru_number *number = &s->numbers[i];
        if (!ru_str_eq(number->name, name->text)) continue;
        if (number->type == RU_MONEY && number->has_money[0]) *out = number->money[0];
        else if (number->type == RU_INTEGER || number->type == RU_RATIO) *out = number->value;
        else return false;
        return true;
    }
    return false;
}

/* A constant, a number of the policy, an amount, or a span in days; false: it is computed from facts. */
static bool constant(const gathering *g, const ru_node *n, int64_t *out) {
    const ru_node *x = ru_node_get(n, "x"), *text = ru_node_get(n, "text");
    ru_str currency;
    if (is(x, "days")) n = ru_node_get(n, "n");
    if (!n) return false;
    if (n->kind == RU_NODE_INT) return *out = n->number, true;
    if (is(x, "money") && text) return ru_money_parse(text->text, out, &currency);
    if (is(x, "percent") && text) return ru_decimal_parse(text->text, 4, out);
    return is(ru_node_get(n, "x"), "number") && number_of(g->s, ru_node_get(n, "name"), out);
}

static bool looks_back(const ru_node *m) { return is(m, "within_last") || is(m, "longer_ago_than"); }

static void gather_atom(gathering *g, const ru_node *atom) {
    static const char *const ends[] = {"value", "low", "high"};
    const ru_node *test = ru_node_get(atom, "test"), *m = ru_node_get(test, "m"), *fact = ru_node_get(atom, "fact");
    int slot = fact ? ru_fields_find(&g->s->facts, fact->text) : -1;
    int64_t v;
    for (size_t i = 0; slot >= 0 && i < RU_COUNT(ends); i++) {
        const ru_fact *f = &g->s->facts.items[slot];
        bool day = f->type == RU_DATE || f->type == RU_INSTANT;
        const ru_node *n = ru_node_get(test, ends[i]);
        bool share = f->type == RU_RATIO && n && n->kind == RU_NODE_TEXT;
        if (!(share ? ru_decimal_parse(n->text, 6, &v) : constant(g, n, &v))) continue;
        if (day && f->derived) add(g, &g->h->contact_days, v); /* how long ago something happened between us */
        add(g, &g->h->facts[slot], day && looks_back(m) ? -v : v);
    }
}

/* What a matching contact has: fields that must have one value, or one of several. */
static void gather_filter(gathering *g, const ru_node *n, ru_hint_filter *f) {
    const ru_node *op = ru_node_get(n, "op"), *items = ru_node_get(n, "items"), *test = ru_node_get(n, "test"), *fact = ru_node_get(n, "fact"),
                  *m = ru_node_get(test, "m");
    for (size_t i = 0; is(op, "all") && items && i < items->count; i++) gather_filter(g, items->items[i], f);
    if (!is(op, "atom") || !fact || f->count == RU_HINT_FIELDS) return;
    int slot = ru_fields_find(&g->s->contact, fact->text);
    if (slot >= 0 && (is(m, "eq") || is(m, "one_of"))) f->fields[f->count++] = (ru_hint_field){slot, ru_node_get(test, is(m, "eq") ? "value" : "values")};
}

static void add_filter(gathering *g, const ru_node *condition) {
    ru_hint_filter f = {.count = 0};
    ru_hints *h = g->h;
    gather_filter(g, condition, &f);
    if (!f.count) return;
    h->filters = ru_arena_grow(g->a, h->filters, h->filter_count, &h->filter_capacity, sizeof *h->filters);
    if (h->filters) h->filters[h->filter_count++] = f;
    else g->failed = true;
}

static void gather(gathering *g, const ru_node *n) {
    const ru_node *x = ru_node_get(n, "x");
    int64_t days;
    if (!n || g->failed) return;
    if (is(x, "last") || is(x, "count")) { /* what is inside speaks of contacts, not of facts */
        add_filter(g, ru_node_get(n, "filter"));
        add_filter(g, ru_node_get(n, "since_last"));
        if (constant(g, ru_node_get(n, "within"), &days)) add(g, &g->h->contact_days, days);
        return;
    }
    if (is(ru_node_get(n, "op"), "atom")) gather_atom(g, n);
    for (size_t i = 0; i < n->count; i++) gather(g, n->items[i]);
}

const ru_hints *ru_hints_of(ru_study *s, ru_arena *a) {
    gathering g = {.s = s->policy->schema, .a = a, .h = RU_NEW(a, ru_hints)};
    if (!g.h) return NULL;
    g.h->facts = RU_NEWS(a, ru_hint_values, g.s->facts.count + 1);
    if (!g.h->facts) return NULL;
    for (int kind = 0; kind < RU_KIND_COUNT; kind++)
        for (size_t i = 0; i < s->raw[kind].count; i++) {
            if (kind == RU_KIND_CONTACTS_LIKE) add_filter(&g, s->raw[kind].items[i].body);
            else gather(&g, s->raw[kind].items[i].body);
        }
    return g.failed ? NULL : g.h;
}
