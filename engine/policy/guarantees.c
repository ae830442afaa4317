/* guarantees.c: promises about the whole policy: their conditions compiled, their words held against what the policy has. They are tried by `ruth test`. */
#include "engine/policy/build.h"

static ruth_status check_names(ru_build *b, const ru_node *n, const char *what, const ru_ordinal *names, size_t count) {
    size_t items = n->kind == RU_NODE_LIST ? n->count : 1;
    for (size_t i = 0; i < items; i++) {
        const ru_node *one = n->kind == RU_NODE_LIST ? n->items[i] : n;
        ru_str text;
        ruth_status st = ru_node_text(one, &text, b->e);
        if (st) return st;
        if (ru_build_ordinal(names, count, text) < 0) return ru_build_unknown_name(one, b->e, what, text, names, count);
    }
    return RUTH_OK;
}

static ruth_status check_never(ru_build *b, const ru_raw *r) {
    static const char *const keys[] = {"segment", "action", "tone", "channel", NULL};
    const ru_policy *p = b->p;
    const ru_ladders *l = &p->charter.ladders;
    const ru_node *never = ru_node_get(r->body, "never"), *changing = ru_node_get(r->body, "changing"), *n;
    ruth_status st;
    if (!never) return ru_node_fail(r->node, b->e, "this guarantee says nothing that must never be");
    if (never->kind == RU_NODE_TEXT) {
        if (!ru_str_is(never->text, "harsher"))
            return ru_node_fail(never, b->e, "never: expected \"harsher\" or { tone = … }, found \"%.*s\"", (int)never->text.n, never->text.p);
        return changing ? RUTH_OK : ru_node_fail(never, b->e, "harsher than what? never = \"harsher\" needs changing = { fact = { before, after } }");
    }
    if (never->kind != RU_NODE_MAP) return ru_node_fail(never, b->e, "never: expected \"harsher\" or { tone = … }");
    if ((st = ru_node_only_keys(never, keys, b->e))) return st;
    if ((n = ru_node_get(never, "segment")) && (st = check_names(b, n, "segment", p->segment_names, p->segment_count))) return st;
    if ((n = ru_node_get(never, "action")) && (st = check_names(b, n, "action", p->action_names, (size_t)l->action_count))) return st;
    if ((n = ru_node_get(never, "tone")) && (st = check_names(b, n, "tone", p->tone_names, (size_t)l->tone_count))) return st;
    if ((n = ru_node_get(never, "channel")) && (st = check_names(b, n, "channel", p->channel_names, (size_t)l->channel_count))) return st;
    return RUTH_OK;
}

/* changing = { fact = { before, after, … } }; a protected fact too: that it changes nothing is a promise worth making. */
static ruth_status check_changing(ru_build *b, const ru_raw *r) {
    const ru_node *changing = ru_node_get(r->body, "changing");
    const ru_fields *f = &b->p->schema->facts;
    if (!changing) return RUTH_OK;
    if (changing->kind != RU_NODE_MAP) return ru_node_fail(changing, b->e, "changing: expected { fact = { before, after } }");
    for (size_t i = 0; i < changing->count; i++) {
        const ru_node *values = changing->items[i];
        int slot = ru_fields_find(f, changing->keys[i]);
        if (slot < 0) {
            ru_str near = ru_str_nearest(changing->keys[i], f->names, f->count);
            if (near.p)
                return ru_node_fail(values, b->e, "%.*s is not a fact of facts.yaml; did you mean %.*s?", (int)changing->keys[i].n, changing->keys[i].p,
                                    (int)near.n, near.p);
            return ru_node_fail(values, b->e, "%.*s is not a fact of facts.yaml", (int)changing->keys[i].n, changing->keys[i].p);
        }
        if (f->items[slot].derived)
            return ru_node_fail(values, b->e, "%.*s is derived: change the facts it is computed from", (int)changing->keys[i].n, changing->keys[i].p);
        if (values->kind != RU_NODE_LIST || values->count < 2)
            return ru_node_fail(values, b->e, "changing: expected at least two values, the one before first: %.*s = { false, true }", (int)changing->keys[i].n,
                                changing->keys[i].p);
        for (size_t k = 0; k < values->count; k++) {
            ru_value v;
            int currency = -1;
            ruth_status st = ru_value_read(b->p->schema, &f->items[slot], values->items[k], b->scratch, &v, &currency, b->e);
            if (st) return st;
        }
    }
    return RUTH_OK;
}

ruth_status ru_build_guarantees(ru_build *b) {
    const unsigned scope = RU_READS_SEGMENT | RU_READS_PLANS | RU_READS_ACTION | RU_READS_TONE;
    for (size_t i = 0; i < b->raw[RU_KIND_GUARANTEE].count; i++) {
        const ru_raw *r = &b->raw[RU_KIND_GUARANTEE].items[i];
        const ru_node *when = ru_node_get(r->body, "when"), *unless = ru_node_get(r->body, "unless");
        const ru_cond *c;
        ruth_status st;
        if (when && (st = ru_build_cond(b, when, scope, &c))) return st;
        if (unless && (st = ru_build_cond(b, unless, scope, &c))) return st;
        if ((st = check_never(b, r)) || (st = check_changing(b, r))) return st;
    }
    return RUTH_OK;
}
