/* changed.c: the facts because of which something came out as it did, named when a person is told no. */
#include "engine/decide/session.h"

void ru_reasons_slot(ru_reasons *r, int slot) {
    if (slot >= 0) r->facts[slot / 64] |= (uint64_t)1 << (slot % 64);
}

static void visit(void *ctx, int slot) {
    ru_reasons *r = ctx;
    if (slot < 0) r->contacts = true;
    else if (slot != r->s->policy->schema->core.currency) ru_reasons_slot(r, slot); /* amounts read it; it is not what changes */
}

void ru_reasons_expr(ru_reasons *r, const ru_expr *x) {
    if (x) ru_expr_reads(x, visit, r);
}

static void walk(ru_reasons *r, const ru_cond *c, ru_tri is);

static bool names(const ru_atom *a, int64_t ordinal) {
    for (int i = 0; i < a->sets[0].count; i++)
        if (ordinal >= a->sets[0].items[i].low && ordinal <= a->sets[0].items[i].high) return true;
    return false;
}

/* Why the person is in no segment that the condition names: its own conditions, or those of the one that came before it. */
static void segment(ru_reasons *r, const ru_atom *a) {
    const ru_policy *p = r->s->policy;
    const ru_stage_result *now = &r->s->d.segments;
    const ru_rule *hit = now->definite ? &p->segments.items[now->rules[now->rule_count - 1]] : NULL;
    for (size_t i = 0; i < p->segments.count; i++) {
        const ru_rule *rule = &p->segments.items[i];
        if (!names(a, rule->is)) continue;
        if (ru_match_result(r->s->run, (size_t)rule->result) == RU_FALSE) walk(r, p->conds[rule->result], RU_FALSE);
        else if (hit && hit != rule) walk(r, p->conds[hit->result], RU_TRUE);
    }
}

static void leaf(ru_reasons *r, const ru_atom *a, ru_tri is) {
    switch (a->axis) {
    case RU_AXIS_STAGE:
        if (a->a == RU_STAGE_SEGMENT && is == RU_FALSE) segment(r, a);
        return;
    case RU_AXIS_TODAY:
    case RU_AXIS_CODED: return; /* a date is no fact; what code reads cannot be seen */
    case RU_AXIS_SIGN: ru_reasons_expr(r, r->s->policy->exprs[a->b]); break;
    default: break;
    }
    ru_reasons_slot(r, a->a);
}

/* The parts that make it come out as it does: of an AND that is false the false ones, of one that holds all. */
static void walk(ru_reasons *r, const ru_cond *c, ru_tri is) {
    if (c->kind == RU_COND_ATOM) {
        leaf(r, c->atom, is);
        return;
    }
    ru_tri parts = c->kind == RU_COND_NONE ? ru_tri_not(is) : is;
    for (size_t i = 0; i < c->count; i++)
        if (ru_cond_judge(r->s->policy->match, r->s->run, c->items[i]) == parts) walk(r, c->items[i], parts);
}

void ru_reasons_rule(ru_reasons *r, int result, ru_tri is) { walk(r, r->s->policy->conds[result], is); }

bool ru_reasons_open(ru_session *s, ru_reasons *r) {
    *r = (ru_reasons){.s = s};
    r->facts = ru_arena_zalloc(&s->arena, (s->policy->schema->facts.count / 64 + 1) * sizeof *r->facts);
    return r->facts != NULL;
}

static bool has(const ru_reasons *r, int slot) { return r->facts[slot / 64] >> (slot % 64) & 1; }

bool ru_reasons_report(ru_reasons *r, ru_unknown_report *out) {
    const ru_policy *p = r->s->policy;
    for (size_t i = p->derived_count; i-- > 0;) { /* what a derived fact reads stands before it */
        int slot = p->derived[i].slot;
        if (!has(r, slot)) continue;
        r->facts[slot / 64] &= ~((uint64_t)1 << (slot % 64));
        ru_reasons_expr(r, p->derived[i].expr);
    }
    *out = (ru_unknown_report){.contacts = r->contacts};
    out->facts = ru_arena_zalloc(&r->s->arena, (p->schema->facts.count + 1) * sizeof *out->facts);
    if (!out->facts) return false;
    for (size_t slot = 0; slot < p->schema->facts.count; slot++)
        if (has(r, (int)slot) && !p->schema->facts.items[slot].is_protected) out->facts[out->fact_count++].slot = (int)slot;
    return true;
}
