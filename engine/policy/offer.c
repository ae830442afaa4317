/* offer.c: what a plan offers: instalments, a pause, a reduced payment for a while. */
#include "engine/policy/build.h"

static const char *const every_names[RU_EVERY_COUNT] = {"week", "two_weeks", "month"};

static bool every_of(ru_str s, ru_every *out) {
    for (int i = 0; i < RU_EVERY_COUNT; i++)
        if (ru_str_is(s, every_names[i])) {
            *out = (ru_every)i;
            return true;
        }
    return false;
}

static ruth_status read_every(ru_build *b, const ru_node *n, ru_offer *out) {
    out->every_slot = -1;
    out->every = RU_EVERY_MONTH;
    if (!n) return RUTH_OK;
    if (n->kind == RU_NODE_TEXT)
        return every_of(n->text, &out->every)
                   ? RUTH_OK
                   : ru_node_fail(n, b->e, "every: expected \"week\", \"two_weeks\" or \"month\", found \"%.*s\"", (int)n->text.n, n->text.p);
    const ru_node *x = ru_node_get(n, "x"), *name = ru_node_get(n, "name");
    if (!x || !ru_str_is(x->text, "fact") || !name) return ru_node_fail(n, b->e, "every: expected \"month\" or a fact");
    int slot = ru_fields_find(&b->p->schema->facts, name->text);
    const ru_fact *f = slot < 0 ? NULL : &b->p->schema->facts.items[slot];
    if (!f || f->type != RU_ENUM || f->value_count > RU_COUNT(out->every_of))
        return ru_node_fail(n, b->e, "every: fact.%.*s must be an enum of week, two_weeks, month", (int)name->text.n, name->text.p);
    for (size_t i = 0; i < f->value_count; i++) {
        ru_every e;
        if (!every_of(f->values[i], &e))
            return ru_node_fail(n, b->e, "every: %.*s of fact.%.*s is none of week, two_weeks, month", (int)f->values[i].n, f->values[i].p, (int)name->text.n,
                                name->text.p);
        out->every_of[i] = (uint8_t)e;
    }
    b->slot_read[slot] = 1;
    out->every_slot = slot;
    return RUTH_OK;
}

static ruth_status read_payday(ru_build *b, const ru_node *n, int *out) {
    if (!n) return RUTH_OK;
    const ru_node *x = ru_node_get(n, "x"), *name = ru_node_get(n, "name");
    int slot = x && ru_str_is(x->text, "fact") && name ? ru_fields_find(&b->p->schema->facts, name->text) : -1;
    if (slot < 0 || b->p->schema->facts.items[slot].type != RU_DATE)
        return ru_node_fail(n, b->e, "payday: expected a fact that is a date, as in payday = fact.payday");
    b->slot_read[slot] = 1;
    *out = slot;
    return RUTH_OK;
}

static ruth_status read_money(ru_build *b, const ru_node *with, const char *key, bool needed, const ru_expr **out) {
    const ru_node *n = ru_node_get(with, key);
    *out = NULL;
    if (!n) return needed ? ru_node_fail(with, b->e, "the offer does not say `%s`", key) : RUTH_OK;
    return ru_build_expr(b, n, RU_MONEY, out);
}

/* fact.NAME as if the officer had written it. */
static ru_node *fact_node(ru_build *b, const ru_node *at, const char *fact) {
    ru_node *word = RU_NEW(b->scratch, ru_node), *name = RU_NEW(b->scratch, ru_node), *map = RU_NEW(b->scratch, ru_node);
    ru_str *keys = RU_NEWS(b->scratch, ru_str, 2);
    ru_node **items = RU_NEWS(b->scratch, ru_node *, 2);
    if (!word || !name || !map || !keys || !items) return NULL;
    *word = (ru_node){.kind = RU_NODE_TEXT, .text = RU_STR("fact"), .file = at->file, .line = at->line};
    *name = (ru_node){.kind = RU_NODE_TEXT, .text = ru_str_of(fact), .file = at->file, .line = at->line};
    keys[0] = RU_STR("name");
    keys[1] = RU_STR("x");
    items[0] = name;
    items[1] = word;
    *map = (ru_node){.kind = RU_NODE_MAP, .file = at->file, .line = at->line, .count = 2, .keys = keys, .items = items};
    return map;
}

/* A sum the offer may leave out, because a fact of a usual name holds it. */
static ruth_status read_usual(ru_build *b, const ru_node *with, const char *key, const char *usual, bool needed, const ru_expr **out) {
    int slot = ru_fields_find(&b->p->schema->facts, ru_str_of(usual));
    if (ru_node_get(with, key)) return read_money(b, with, key, true, out);
    *out = NULL;
    if (slot < 0 || b->p->schema->facts.items[slot].type != RU_MONEY)
        return needed ? ru_node_fail(with, b->e, "the offer does not say `%s`, and there is no fact called %s", key, usual) : RUTH_OK;
    ru_node *n = fact_node(b, with, usual);
    return n ? ru_build_expr(b, n, RU_MONEY, out) : ru_fail_nomem(b->e);
}

static ruth_status read_longest(ru_build *b, const ru_node *with, ru_offer *out) {
    const ru_node *n = ru_node_get(with, "longest");
    if (!n) return ru_node_fail(with, b->e, "the offer does not say `longest`");
    const ru_node *x = ru_node_get(n, "x");
    if (x && ru_str_is(x->text, "months")) {
        char kind;
        return ru_build_span(b, n, &kind, &out->longest_months);
    }
    ruth_status st = ru_build_constant(b, n, RU_INTEGER, &out->longest);
    if (!st && (out->longest < 1 || out->longest > 2000)) return ru_node_fail(n, b->e, "longest: expected 1 to 2000 payments");
    return st;
}

static ruth_status read_months(ru_build *b, const ru_node *with, ru_offer *out) {
    const ru_node *n = ru_node_get(with, "months");
    if (!n) return ru_node_fail(with, b->e, "the offer does not say `months`");
    const ru_node *x = ru_node_get(n, "x");
    char kind = 'm';
    ruth_status st = x && ru_str_is(x->text, "months") ? ru_build_span(b, n, &kind, &out->months) : ru_build_constant(b, n, RU_INTEGER, &out->months);
    if (!st && (out->months < 1 || out->months > 120)) return ru_node_fail(n, b->e, "months: expected 1 to 120");
    return st;
}

ruth_status ru_build_offer(ru_build *b, const ru_raw *r, ru_offer *out) {
    static const char *const instalment_keys[] = {"of", "up_to", "every", "longest", "smallest", "left_of", "payday", NULL};
    static const char *const pause_keys[] = {"months", NULL};
    static const char *const reduced_keys[] = {"of", "up_to", "every", "months", "left_of", "payday", NULL};
    const ru_node *offer = ru_node_get(r->body, "offer"), *kind = ru_node_get(offer, "kind"), *with = ru_node_get(offer, "with");
    ruth_status st;
    if (!kind || !with)
        return ru_node_fail(r->node, b->e, "plan %.*s has no offer: instalments { … }, pause_payments { … } or reduced { … }", (int)r->id.n, r->id.p);
    bool taken;
    out->every_slot = out->payday_slot = -1;
    if ((st = ru_build_plugin_offer(b, kind, with, out, &taken)) || taken) return st;
    if (ru_str_is(kind->text, "pause_payments")) {
        out->kind = RU_OFFER_PAUSE;
        out->every = RU_EVERY_MONTH;
        return (st = ru_node_only_keys(with, pause_keys, b->e)) ? st : read_months(b, with, out);
    }
    bool reduced = ru_str_is(kind->text, "reduced");
    if (!reduced && !ru_str_is(kind->text, "instalments"))
        return ru_node_fail(r->node, b->e, "%.*s is not an offer of this version; it has instalments, pause_payments and reduced", (int)kind->text.n,
                            kind->text.p);
    out->kind = reduced ? RU_OFFER_REDUCED : RU_OFFER_INSTALMENTS;
    if ((st = ru_node_only_keys(with, reduced ? reduced_keys : instalment_keys, b->e)) || (st = read_usual(b, with, "of", "balance", true, &out->of)) ||
        (st = read_money(b, with, "up_to", true, &out->up_to)) || (st = read_every(b, ru_node_get(with, "every"), out)) ||
        (st = read_usual(b, with, "left_of", "disposable", false, &out->left_of)) || (st = read_payday(b, ru_node_get(with, "payday"), &out->payday_slot)))
        return st;
    if (reduced) return read_months(b, with, out);
    return (st = read_money(b, with, "smallest", false, &out->smallest)) ? st : read_longest(b, with, out);
}
