/* plugin_facts.c: a fact that a plugin writes may make a limit apply, never release one: what could use it so does not load.
 *
 * Under `when` it may stand where its being so makes the limit apply. Everywhere else a limit goes by the strictest there could be while a
 * fact is not known (no end, no lift, closed, nothing passes, nothing left to take), so that any value could only release it. */
#include "engine/policy/build.h"

typedef struct look {
    ru_build *b;
    const ru_raw *limit;
    uint8_t *tainted; /* per fact: a plugin writes it, or it is derived from such a fact */
} look;

static void mark(void *ctx, int slot) {
    look *l = ctx;
    if (slot >= 0 && l->tainted[slot]) l->tainted[l->b->p->schema->facts.count] = 1;
}

static bool find_tainted(look *l) {
    const ru_policy *p = l->b->p;
    size_t n = p->schema->facts.count;
    bool any = false;
    for (size_t i = 0; i < n; i++) any |= l->tainted[i] = p->schema->facts.items[i].from_plugin;
    for (size_t i = 0; i < p->derived_count; i++) { /* in evaluation order: what it reads is marked already */
        l->tainted[n] = 0;
        ru_expr_reads(p->derived[i].expr, mark, l);
        l->tainted[p->derived[i].slot] |= l->tainted[n];
    }
    return any;
}

static bool is_tainted(const look *l, ru_str fact) {
    int slot = ru_fields_find(&l->b->p->schema->facts, fact);
    return slot >= 0 && l->tainted[slot];
}

/* The first tainted fact that stands anywhere in the tree; p NULL: none. What happened comes with the request: `last` and `count` name fields of contacts, no facts. */
static ru_str mentioned(const look *l, const ru_node *n) {
    ru_str none = {NULL, 0};
    if (!n) return none;
    const ru_node *x = ru_node_get(n, "x"), *name = ru_node_get(n, "name"), *fact = ru_node_get(n, "fact");
    if (x && (ru_str_is(x->text, "last") || ru_str_is(x->text, "count"))) return none;
    if (x && name && ru_str_is(x->text, "fact") && is_tainted(l, name->text)) return name->text;
    if (fact && fact->kind == RU_NODE_TEXT && is_tainted(l, fact->text)) return fact->text;
    for (size_t i = 0; (n->kind == RU_NODE_LIST || n->kind == RU_NODE_MAP) && i < n->count; i++) {
        ru_str found = mentioned(l, n->items[i]);
        if (found.p) return found;
    }
    return none;
}

static ruth_status refuse(const look *l, ru_str fact, const char *where) {
    return ru_node_fail(l->limit->node, l->b->e,
                        "limit %.*s: %s rests on %.*s, which comes from a plugin; such a fact may make a limit apply, never release one", (int)l->limit->id.n,
                        l->limit->id.p, where, (int)fact.n, fact.p);
}

static const ru_node *circumstance(const look *l, const ru_node *n) {
    const ru_node *name = ru_node_get(n, "name");
    for (size_t i = 0; name && i < l->b->circumstance_count; i++)
        if (ru_str_eq(l->b->circumstances[i].name, name->text)) return l->b->circumstances[i].node;
    return NULL;
}

/* `releases`: what is true here keeps the limit from applying. `always`: it may not be mentioned at all. */
static ruth_status walk(const look *l, const ru_node *n, bool releases, bool always, const char *where) {
    const ru_node *op = ru_node_get(n, "op"), *items = ru_node_get(n, "items");
    ruth_status st = RUTH_OK;
    if (!op) return RUTH_OK;
    if (ru_str_is(op->text, "coded"))
        return ru_node_fail(
            l->limit->node, l->b->e,
            "limit %.*s: a coded condition may read any fact, and this policy has facts that come from a plugin; write the condition as a table",
            (int)l->limit->id.n, l->limit->id.p);
    if (ru_str_is(op->text, "not")) return walk(l, ru_node_get(n, "item"), !releases, always, where);
    if (ru_str_is(op->text, "circumstance")) return walk(l, circumstance(l, n), releases, always, where);
    if (ru_str_is(op->text, "none")) releases = !releases;
    for (size_t i = 0; items && !st && i < items->count; i++) st = walk(l, items->items[i], releases, always, where);
    if (st || !ru_str_is(op->text, "atom")) return st;
    const ru_node *m = ru_node_get(ru_node_get(n, "test"), "m");
    bool turned = m && (ru_str_is(m->text, "none_of") || ru_str_is(m->text, "has_none") || ru_str_is(m->text, "not_on_file"));
    ru_str fact = mentioned(l, n);
    return fact.p && (always || releases != turned) ? refuse(l, fact, turned ? "a matcher that says what must not be" : where) : RUTH_OK;
}

/* Does the key hold a condition, which is walked, or a filter of contacts and proposals, which names no fact? */
static bool is_condition(ru_str key) {
    static const char *const keys[] = {"when", "unless", "only_if", "on", "except_on", "counting", "except", "from_first"};
    for (size_t i = 0; i < RU_COUNT(keys); i++)
        if (ru_str_is(key, keys[i])) return true;
    return false;
}

/* What a plan leaves the person is what `leave_at_least` looks at: more of it is less protected. */
static ruth_status check_plans(look *l, const ru_limit *limit) {
    const ru_policy *p = l->b->p;
    if (!(limit->effects & RU_LEAVE_AT_LEAST)) return RUTH_OK;
    for (size_t i = 0; i < p->plans.count; i++) {
        l->tainted[p->schema->facts.count] = 0;
        if (!(limit->plans[i / 64] >> (i % 64) & 1) || !p->offers[i].left_of) continue;
        ru_expr_reads(p->offers[i].left_of, mark, l);
        if (l->tainted[p->schema->facts.count])
            return ru_node_fail(l->limit->node, l->b->e,
                                "limit %.*s: left_of of plan %.*s rests on what comes from a plugin; such a fact may make a limit apply, never release one",
                                (int)l->limit->id.n, l->limit->id.p, (int)p->plans.items[i].id.n, p->plans.items[i].id.p);
    }
    return RUTH_OK;
}

static ruth_status check_limit(look *l, const ru_limit *limit) {
    const ru_node *body = l->limit->body;
    ruth_status st = walk(l, ru_node_get(body, "when"), false, false, "what stands under none_of_these or is turned round");
    if (!st) st = walk(l, ru_node_get(body, "unless"), false, false, "unless");
    if (!st) st = walk(l, ru_node_get(body, "only_if"), true, true, "only_if");
    for (size_t i = 0; !st && i < body->count; i++) {
        char where[32];
        ru_str fact = is_condition(body->keys[i]) ? (ru_str){NULL, 0} : mentioned(l, body->items[i]);
        size_t n = body->keys[i].n < sizeof where ? body->keys[i].n : sizeof where - 1;
        memcpy(where, body->keys[i].p, n);
        where[n] = 0;
        if (fact.p) st = refuse(l, fact, where);
    }
    return st ? st : check_plans(l, limit);
}

ruth_status ru_build_plugin_facts(ru_build *b) {
    look l = {.b = b, .tainted = RU_NEWS(b->scratch, uint8_t, b->p->schema->facts.count + 1)};
    ruth_status st = RUTH_OK;
    if (!l.tainted) return ru_fail_nomem(b->e);
    if (!find_tainted(&l)) return RUTH_OK;
    for (size_t i = 0; !st && i < b->raw[RU_KIND_LIMIT].count; i++) {
        l.limit = &b->raw[RU_KIND_LIMIT].items[i];
        st = check_limit(&l, &b->p->charter.limits[i]);
    }
    return st;
}
