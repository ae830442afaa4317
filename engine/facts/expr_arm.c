/* expr_arm.c: experiments: which arm a person is in. The same subject, the same arm, in every process and on every machine. */
#include "engine/facts/internal.h"

enum { LARGEST_SHARE = 1000000 };

static ruth_status share_of(const ru_fact *f, const ru_node *arm, const ru_node *share, int64_t *sum, ru_share *out, ruth_error *e) {
    const ru_str *values = f->values;
    size_t v = 0;
    while (v < f->value_count && !ru_str_eq(values[v], arm->text)) v++;
    if (v == f->value_count)
        return ru_node_fail(arm, e, "%.*s has no value %.*s%s", RU_SHOW(f->name), RU_SHOW(arm->text), ru_nearest(arm->text, values, f->value_count).text);
    if (share->kind != RU_NODE_INT || share->number < 0 || share->number > LARGEST_SHARE)
        return ru_node_fail(share, e, "a share is a whole number from 0 to %d", (int)LARGEST_SHARE);
    *sum += share->number;
    *out = (ru_share){(int64_t)v, *sum};
    return RUTH_OK;
}

/* A check has cut the arms or their shares out and goes on looking for the next slip. */
static ruth_status all_alike(ru_arena *a, const ru_fact *f, ru_expr *x, ruth_error *e) {
    ru_share *list = RU_NEWS(a, ru_share, f->value_count + 1);
    if (!list) return ru_fail_nomem(e);
    for (size_t i = 0; i < f->value_count; i++) list[i] = (ru_share){(int64_t)i, (int64_t)i + 1};
    x->shares = list;
    x->share_count = f->value_count;
    return RUTH_OK;
}

static ruth_status read_shares(ru_arena *a, const ru_node *n, const ru_fact *f, ru_expr *x, ruth_error *e) {
    const ru_node *arms = ru_node_get(n, "arms"), *share = ru_node_get(n, "share");
    if (ru_node_get(n, "mended")) return all_alike(a, f, x, e);
    if (!arms || !share) return ru_node_fail(n, e, "an experiment needs its arms and the share of each");
    if (arms->count != share->count) return ru_node_fail(share, e, "%zu shares do not fit %zu arms", share->count, arms->count);
    if (arms->count != f->value_count)
        return ru_node_fail(arms, e, "%.*s has %zu values, and the experiment %zu arms; they must be the same", RU_SHOW(f->name), f->value_count, arms->count);
    ru_share *list = RU_NEWS(a, ru_share, arms->count + 1);
    int64_t sum = 0;
    if (!list) return ru_fail_nomem(e);
    for (size_t i = 0; i < arms->count; i++) {
        ruth_status st = share_of(f, arms->items[i], share->items[i], &sum, &list[i], e);
        for (size_t k = 0; !st && k < i; k++)
            if (list[k].value == list[i].value) st = ru_node_fail(arms->items[i], e, "the arm %.*s stands twice", RU_SHOW(arms->items[i]->text));
        if (st) return st;
    }
    if (!sum) return ru_node_fail(share, e, "the shares add up to 0: nobody would have an arm");
    x->shares = list;
    x->share_count = arms->count;
    return RUTH_OK;
}

ruth_status ru_arm_build(ru_arena *a, const ru_schema *s, const ru_node *n, ru_expr *x, ruth_error *e) {
    const ru_node *id = ru_node_get(n, "id");
    int slot = id ? ru_fields_find(&s->facts, id->text) : -1;
    if (slot < 0) return ru_node_fail(n, e, "an experiment needs a fact of its name in facts.yaml");
    const ru_fact *f = &s->facts.items[slot];
    x->slot = s->core.subject;
    x->id = f->name;
    if (f->is_protected) return ru_node_fail(n, e, "%.*s is protected: no policy may read it", RU_SHOW(f->name));
    if (x->slot < 0)
        return ru_node_fail(
            n, e, "an experiment needs the fact subject, which says who a person is: declare it in facts.yaml, as in subject: { type: text, source: host }");
    return read_shares(a, n, f, x, e);
}

ru_state ru_arm_eval(const ru_expr *x, const ru_scene *sc, int64_t *out) {
    const ru_value *subject = &sc->request->facts[x->slot];
    unsigned char digest[RU_DIGEST_SIZE];
    if (subject->state != RU_VALUE) return RU_UNKNOWN;
    ru_sha256_named(x->id, subject->u.s, digest);
    uint64_t sum = (uint64_t)x->shares[x->share_count - 1].upto, rest = 0;
    for (size_t i = 0; i < sizeof digest; i++) rest = (rest * 256 + digest[i]) % sum; /* the whole digest as one number */
    size_t arm = 0;
    while ((int64_t)rest >= x->shares[arm].upto) arm++;
    *out = x->shares[arm].value;
    return RU_VALUE;
}
