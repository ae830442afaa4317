/* cond.c: conditions as officers say them → conditions as the matcher wants them. */
#include "engine/policy/build.h"

const ru_cond *ru_cond_new(ru_build *b, ru_cond_kind kind, const ru_cond **items, size_t count) {
    ru_cond *c = RU_NEW(b->a, ru_cond);
    if (!c) return NULL;
    c->kind = kind;
    c->count = count;
    if (count) {
        c->items = ru_arena_dup(b->a, items, count * sizeof *items);
        if (!c->items) return NULL;
    }
    return c;
}

const ru_cond *ru_cond_atom(ru_build *b, const ru_atom *atom) {
    ru_cond *c = RU_NEW(b->a, ru_cond);
    if (!c) return NULL;
    c->kind = RU_COND_ATOM;
    c->atom = ru_arena_dup(b->a, atom, sizeof *atom);
    return c->atom ? c : NULL;
}

const ru_ranges *ru_ranges_one(ru_build *b, int64_t low, int64_t high) {
    ru_ranges *set = RU_NEW(b->a, ru_ranges);
    ru_range *r = RU_NEW(b->a, ru_range);
    if (!set || !r) return NULL;
    *r = (ru_range){low, high};
    set->items = r;
    set->count = low <= high ? 1 : 0;
    return set;
}

static ruth_status build_items(ru_build *b, const ru_node *n, unsigned scope, ru_cond_kind kind, const ru_cond **out) {
    const ru_node *items = ru_node_get(n, "items");
    size_t count = items ? items->count : 0;
    const ru_cond **list = RU_NEWS(b->scratch, const ru_cond *, count + 1);
    if (!list) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < count; i++) {
        ruth_status st = ru_build_cond(b, items->items[i], scope, &list[i]);
        if (st) return st;
    }
    *out = ru_cond_new(b, kind, list, count);
    return *out ? RUTH_OK : ru_fail_nomem(b->e);
}

static ruth_status build_circumstance(ru_build *b, const ru_node *n, ru_str name, const ru_cond **out) {
    ru_str *names = RU_NEWS(b->scratch, ru_str, b->circumstance_count + 1);
    if (!names) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->circumstance_count; i++) {
        ru_circumstance *c = &b->circumstances[i];
        names[i] = c->name;
        if (!ru_str_eq(c->name, name)) continue;
        if (c->state == 1) return ru_node_fail(n, b->e, "the circumstance %.*s is made of itself", (int)name.n, name.p);
        if (c->state == 0) {
            c->state = 1;
            /* a circumstance is shared by limits, so it may read facts alone and is never coded */
            ruth_status st = ru_build_cond(b, c->node, 0, &c->cond);
            if (st) return st;
            c->state = 2;
        }
        *out = c->cond;
        return RUTH_OK;
    }
    ru_str near = ru_str_nearest(name, names, b->circumstance_count);
    if (near.p) return ru_node_fail(n, b->e, "no circumstance is called %.*s; did you mean %.*s?", (int)name.n, name.p, (int)near.n, near.p);
    return ru_node_fail(n, b->e, "no circumstance is called %.*s", (int)name.n, name.p);
}

/* Those that no rule uses are checked too: a slip must not wait for its first user. */
ruth_status ru_build_circumstances(ru_build *b) {
    for (size_t i = 0; i < b->circumstance_count; i++) {
        const ru_cond *c;
        ruth_status st = build_circumstance(b, b->circumstances[i].node, b->circumstances[i].name, &c);
        if (st) return st;
    }
    return RUTH_OK;
}

static ruth_status build_coded(ru_build *b, const ru_node *n, unsigned scope, const ru_cond **out) {
    const ru_node *code = ru_node_get(n, "code");
    if (!(scope & RU_MAY_BE_CODED)) return ru_node_fail(n, b->e, "a function may stand only in the when or unless of a rule, not in a circumstance");
    if (!code || code->kind != RU_NODE_CODE) return ru_node_fail(n, b->e, "a coded condition without its function");
    while (b->coded_count <= (size_t)code->number) {
        ru_coded none = {{NULL, 0}, {NULL, 0}};
        if (!RU_PUSH(b, b->a, b->coded, b->coded_count, b->coded_capacity, none)) return ru_fail_nomem(b->e);
    }
    b->coded[code->number] = (ru_coded){b->kind_now, b->id_now};
    ru_atom atom = {.axis = RU_AXIS_CODED, .b = (int)code->number, .sets = ru_ranges_one(b, 1, 1)};
    *out = atom.sets ? ru_cond_atom(b, &atom) : NULL;
    return *out ? RUTH_OK : ru_fail_nomem(b->e);
}

static ruth_status one_cond(ru_build *b, const ru_node *n, unsigned scope, const ru_cond **out) {
    const ru_node *op = ru_node_get(n, "op");
    if (!op) return ru_node_fail(n, b->e, "expected a condition: { fact = value }, any_of { … } or otherwise");
    if (ru_str_is(op->text, "all")) return build_items(b, n, scope, RU_COND_ALL, out);
    if (ru_str_is(op->text, "any")) return build_items(b, n, scope, RU_COND_ANY, out);
    if (ru_str_is(op->text, "none")) return build_items(b, n, scope, RU_COND_NONE, out);
    if (ru_str_is(op->text, "atom")) return ru_build_atom(b, n, scope, out);
    if (ru_str_is(op->text, "coded")) return build_coded(b, n, scope, out);
    if (ru_str_is(op->text, "otherwise")) {
        *out = ru_cond_new(b, RU_COND_ALL, NULL, 0);
        return *out ? RUTH_OK : ru_fail_nomem(b->e);
    }
    if (ru_str_is(op->text, "circumstance")) {
        const ru_node *name = ru_node_get(n, "name");
        return build_circumstance(b, n, name ? name->text : (ru_str){"", 0}, out);
    }
    if (ru_str_is(op->text, "not")) {
        const ru_cond *inner = NULL;
        ruth_status st = ru_build_cond(b, ru_node_get(n, "item"), scope, &inner);
        if (st) return st;
        *out = ru_cond_new(b, RU_COND_NONE, &inner, 1);
        return *out ? RUTH_OK : ru_fail_nomem(b->e);
    }
    return ru_node_fail(n, b->e, "%.*s cannot stand in a condition here", (int)op->text.n, op->text.p);
}

ruth_status ru_build_cond(ru_build *b, const ru_node *n, unsigned scope, const ru_cond **out) {
    ruth_status st = one_cond(b, n, scope, out);
    if (st || !b->keep) return st;
    ru_said pair = {n, *out};
    return RU_PUSH(b, b->scratch, b->said, b->said_count, b->said_capacity, pair) ? RUTH_OK : ru_fail_nomem(b->e);
}

/* policy.yaml `applies` of a pack: { fact: value or [values] }, all of them. */
ruth_status ru_build_applies(ru_build *b, ru_pack *pack) {
    const ru_node *n = ru_node_get(pack->head, "applies");
    if (!n) return RUTH_OK;
    if (n->kind != RU_NODE_MAP || !n->count) return ru_node_fail(n, b->e, "expected applies: { fact: [values] }");
    const ru_cond **list = RU_NEWS(b->scratch, const ru_cond *, n->count);
    if (!list) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < n->count; i++) {
        int slot = ru_fields_find(&b->p->schema->facts, n->keys[i]);
        if (slot < 0) return ru_node_fail(n->items[i], b->e, "applies names %.*s, which is not a fact", (int)n->keys[i].n, n->keys[i].p);
        const ru_fact *f = &b->p->schema->facts.items[slot];
        const ru_node *v = n->items[i];
        size_t count = v->kind == RU_NODE_LIST ? v->count : 1;
        if (!count) return ru_node_fail(v, b->e, "expected applies: { fact: [values] }"); /* it would apply to nobody */
        const ru_cond **any = RU_NEWS(b->scratch, const ru_cond *, count);
        if (!any) return ru_fail_nomem(b->e);
        for (size_t k = 0; k < count; k++) {
            ru_value value;
            int currency = -1;
            ruth_status st = ru_value_read(b->p->schema, f, v->kind == RU_NODE_LIST ? v->items[k] : v, b->a, &value, &currency, b->e);
            if (st) return st;
            ru_atom atom = {.axis = RU_AXIS_SLOT, .a = slot, .sets = ru_ranges_one(b, value.i, value.i)};
            if (f->type != RU_ENUM && f->type != RU_BOOLEAN) return ru_node_fail(v, b->e, "applies may name enum and boolean facts");
            any[k] = atom.sets ? ru_cond_atom(b, &atom) : NULL;
            if (!any[k]) return ru_fail_nomem(b->e);
        }
        b->slot_read[slot] = 1;
        list[i] = ru_cond_new(b, RU_COND_ANY, any, count);
        if (!list[i]) return ru_fail_nomem(b->e);
    }
    pack->applies = ru_cond_new(b, RU_COND_ALL, list, n->count);
    return pack->applies ? RUTH_OK : ru_fail_nomem(b->e);
}

ruth_status ru_build_dates(ru_build *b, const ru_node *body, int32_t *from, int32_t *until) {
    static const char *const keys[] = {"valid_from", "valid_until"};
    *from = INT32_MIN;
    *until = INT32_MAX;
    for (int i = 0; i < 2; i++) {
        const ru_node *n = ru_node_get(body, keys[i]);
        if (!n || n->kind == RU_NODE_NULL) continue;
        ru_str text;
        int32_t days;
        ruth_status st = ru_node_scalar(n, &text, b->e);
        if (st) return st;
        if (!ru_date_parse(text, &days)) return ru_node_fail(n, b->e, "%s: expected a date as YYYY-MM-DD, found %.*s", keys[i], (int)text.n, text.p);
        *(i ? until : from) = days;
        if (!RU_PUSH(b, b->a, b->dates, b->date_count, b->date_capacity, i ? days + 1 : days)) return ru_fail_nomem(b->e);
    }
    if (*from > *until) return ru_node_fail(body, b->e, "valid_from lies after valid_until");
    return RUTH_OK;
}

ruth_status ru_build_rule_cond(ru_build *b, const ru_raw *r, unsigned scope, bool with_dates, int *result) {
    const ru_cond *parts[4];
    size_t count = 0;
    const ru_node *when = ru_node_get(r->body, "when"), *unless = ru_node_get(r->body, "unless");
    ruth_status st;
    b->id_now = r->id;
    if (when && (st = ru_build_cond(b, when, scope, &parts[count++]))) return st;
    if (unless && (st = ru_build_cond(b, unless, scope, &parts[count++]))) return st;
    if (r->pack->applies) parts[count++] = r->pack->applies;
    int32_t from, until;
    if (with_dates) {
        if ((st = ru_build_dates(b, r->body, &from, &until))) return st;
        if (from != INT32_MIN || until != INT32_MAX) {
            ru_atom atom = {.axis = RU_AXIS_TODAY, .sets = ru_ranges_one(b, from, until)};
            parts[count] = atom.sets ? ru_cond_atom(b, &atom) : NULL;
            if (!parts[count++]) return ru_fail_nomem(b->e);
        }
    }
    const ru_cond *all = ru_cond_new(b, RU_COND_ALL, parts, count);
    if (!all) return ru_fail_nomem(b->e);
    *result = (int)b->cond_count;
    return RU_PUSH(b, b->scratch, b->conds, b->cond_count, b->cond_capacity, all) ? RUTH_OK : ru_fail_nomem(b->e);
}

ruth_status ru_build_span(ru_build *b, const ru_node *n, char *kind, int64_t *count) {
    static const struct {
        const char *word;
        char kind;
    } spans[] = {{"days", 'd'}, {"hours", 'h'}, {"business_days", 'b'}, {"months", 'm'}};
    const ru_node *x = ru_node_get(n, "x");
    for (size_t i = 0; x && i < RU_COUNT(spans); i++) {
        if (!ru_str_is(x->text, spans[i].word)) continue;
        *kind = spans[i].kind;
        ruth_status st = ru_build_constant(b, ru_node_get(n, "n"), RU_INTEGER, count);
        if (!st && (*count < 0 || *count > 100000))
            return ru_node_fail(n, b->e, "%s(%lld) is out of range; expected %s(0) to %s(100000)", spans[i].word, (long long)*count, spans[i].word,
                                spans[i].word);
        return st;
    }
    return ru_node_fail(n, b->e, "expected a span of time such as days(7) or hours(24)");
}
