/* unknown.c: what is not known and matters, what it keeps open, and the questions that would settle it (SEMANTICS 25, 26). */
#include "engine/decide/session.h"

enum { ON_SEGMENT = 1, ON_PLANS = 2, ON_REFERRALS = 4, ON_ACTION = 8, ON_TONE = 16, ON_CHANNEL = 32, ON_LIMITS = 64, ON_HAND_OVER = 128 };

/* One rule's marks: bits per fact slot, contact fields; folded into the report rule by rule. */
typedef struct marks {
    ru_session *s;
    ru_unknowns u;
    bool segment; /* an undecided segment is among the reasons */
    size_t words;
} marks;

static void mark(marks *m, int slot) { m->u.facts[slot / 64] |= (uint64_t)1 << (slot % 64); }
static bool unknown(const ru_session *s, int slot) { return slot >= 0 && s->request.facts[slot].state == RU_UNKNOWN; }

static void mark_zone(marks *m) {
    const ru_schema *schema = m->s->policy->schema;
    if (m->s->scene.zone_count) return; /* the zones are known, be it by the candidates alone */
    if (unknown(m->s, schema->core.timezone)) mark(m, schema->core.timezone);
    if (unknown(m->s, schema->core.timezone_candidates)) mark(m, schema->core.timezone_candidates);
}

static void mark_currency(marks *m) {
    int slot = m->s->policy->schema->core.currency;
    if (unknown(m->s, slot)) mark(m, slot);
}

static void mark_expr(marks *m, const ru_expr *x) {
    if (x) ru_expr_unknown(x, &m->s->scene, &m->u);
}

static void mark_slot(marks *m, int slot) {
    if (unknown(m->s, slot)) mark(m, slot);
}

/* What a plugin left open stays in the list, and beside it what the plugin may have missed: ruth cannot see which of it. */
static void settle_plugin(marks *m, const ru_plugin *p) {
    const ru_request *r = &m->s->request;
    const ru_schema *schema = m->s->policy->schema;
    bool open = false;
    for (size_t i = 0; i < p->write_count; i++) open |= (m->u.facts[p->writes[i] / 64] >> (p->writes[i] % 64) & 1) != 0;
    if (!open) return;
    for (size_t slot = 0; slot < schema->facts.count; slot++)
        if ((p->uses[slot] & RUTH_PLUGIN_READS) && !schema->facts.items[slot].derived) mark_slot(m, (int)slot);
    mark_zone(m);
    if (!(p->entry->flags & RUTH_PLUGIN_READS_CONTACTS)) return;
    m->u.contacts |= r->contacts_state == RU_UNKNOWN;
    for (size_t i = 0; r->contacts_state == RU_VALUE && i < r->contact_count; i++) {
        if (r->contacts[i].at_state == RU_UNKNOWN) m->u.contact_fields |= (uint64_t)1 << schema->contact.count;
        for (size_t f = 0; f < schema->contact.count; f++)
            if (r->contacts[i].fields[f].state == RU_UNKNOWN && !schema->contact.items[f].is_protected) m->u.contact_fields |= (uint64_t)1 << f;
    }
}

static bool any_fact(const marks *m) {
    uint64_t bits = 0;
    for (size_t w = 0; w < m->words; w++) bits |= m->u.facts[w];
    return bits != 0;
}

/* Expired facts whose end is not known → the date or zone of that end. */
static void settle_expired(marks *m) {
    const ru_scene *sc = &m->s->scene;
    for (size_t w = 0; sc->expired_by && w < m->words; w++)
        for (uint64_t bits = m->u.facts[w] & sc->expired_by[w]; bits; bits &= bits - 1) {
            size_t slot = w * 64 + (size_t)__builtin_ctzll(bits);
            m->u.facts[w] &= ~((uint64_t)1 << (slot % 64));
            mark_slot(m, m->s->policy->schema->facts.items[slot].expiry_from);
            mark_zone(m);
        }
}

/* Derived facts → what they rest on; then expired ones. From the last derived back: each reads earlier ones alone. */
static void settle(marks *m) {
    const ru_policy *p = m->s->policy;
    if (!any_fact(m)) { /* most limits rest on nothing that is not known */
        if (m->u.zone) mark_zone(m);
        return;
    }
    for (size_t i = p->derived_count; i-- > 0;) {
        uint64_t *word = &m->u.facts[p->derived[i].slot / 64], bit = (uint64_t)1 << (p->derived[i].slot % 64);
        if (!(*word & bit)) continue;
        *word &= ~bit;
        mark_expr(m, p->derived[i].expr);
    }
    for (size_t i = p->plugin_count; i-- > 0;) settle_plugin(m, &p->plugins[i]); /* each reads what earlier ones wrote */
    settle_expired(m);
    if (m->u.zone) mark_zone(m);
}

static void leaf(void *ctx, const ru_atom *a) {
    marks *m = ctx;
    switch (a->axis) {
    case RU_AXIS_STAGE: m->segment |= a->a == RU_STAGE_SEGMENT; return;
    case RU_AXIS_CODED:
        if (m->s->coded_ran[a->b] && m->s->coded[a->b].end == RU_CODE_UNKNOWN) mark_slot(m, m->s->coded[a->b].unknown_slot);
        return;
    case RU_AXIS_TODAY: mark_zone(m); return;
    case RU_AXIS_SIGN: mark_expr(m, m->s->policy->exprs[a->b]); break;
    case RU_AXIS_DAYS: mark_zone(m); break;
    default: break;
    }
    mark_slot(m, a->a);
    if (a->by_currency) mark_currency(m);
}

static void clear(marks *m) {
    memset(m->u.facts, 0, m->words * sizeof *m->u.facts);
    m->u.contact_fields = 0;
    m->u.contacts = m->u.debt = m->u.zone = m->segment = false;
}

static bool marks_open(ru_session *s, marks *m) {
    memset(m, 0, sizeof *m);
    m->s = s;
    m->words = s->policy->schema->facts.count / 64 + 1;
    m->u.facts = ru_arena_zalloc(&s->arena, m->words * sizeof *m->u.facts);
    return m->u.facts != NULL;
}

/* ---- the report ---- */
typedef struct tally {
    marks m;
    int *rules;
    uint32_t *stages;
} tally;

static void fold(tally *t, uint32_t stage) {
    ru_unknown_report *r = &t->m.s->d.unknown;
    settle(&t->m);
    for (size_t w = 0; w < t->m.words; w++)
        for (uint64_t bits = t->m.u.facts[w]; bits; bits &= bits - 1) {
            size_t slot = w * 64 + (size_t)__builtin_ctzll(bits);
            t->rules[slot]++;
            t->stages[slot] |= stage;
        }
    r->contact_fields |= t->m.u.contact_fields;
    r->contacts |= t->m.u.contacts;
    r->debt |= t->m.u.debt;
}

static void fold_result(tally *t, int result, uint32_t stage) {
    clear(&t->m);
    ru_match_unknown(t->m.s->run, (size_t)result, leaf, &t->m);
    fold(t, stage);
}

static void stage_rules(tally *t, const ru_rules *rules, const ru_stage_result *r, uint32_t stage) {
    for (size_t i = 0; i < r->rule_count; i++)
        if (r->results[i] == RU_MAYBE) fold_result(t, rules->items[r->rules[i]].result, stage);
}

static void mark_offer(marks *m, const ru_offer *o) {
    mark_expr(m, o->of);
    mark_expr(m, o->up_to);
    mark_expr(m, o->smallest);
    if (o->every_slot >= 0) mark_slot(m, o->every_slot);
    for (uint32_t k = 0; k < o->key_count; k++) {
        mark_expr(m, o->keys[k].expr);
        mark_slot(m, o->keys[k].slot);
    }
}

/* What keeps a plan only possible: its rule, the figures of its offer, limits that only may hold. */
static void mark_plan(marks *m, size_t plan) {
    const ru_policy *p = m->s->policy;
    int result = p->plans.items[plan].result;
    if (ru_match_result(m->s->run, (size_t)result) == RU_MAYBE) ru_match_unknown(m->s->run, (size_t)result, leaf, m);
    mark_offer(m, &p->offers[plan]);
    if (m->s->d.plans[plan] != RU_MAYBE) return; /* a limit refuses it for certain: what may refuse it too is of no interest */
    for (size_t k = 0; k < m->s->d.applying_count; k++) {
        size_t i = m->s->d.applying[k];
        const ru_limit *l = &p->charter.limits[i];
        if (l->acts_on != RU_ON_PLAN || !(l->plans[plan / 64] >> (plan % 64) & 1)) continue;
        if (m->s->d.limits[i].holds == RU_MAYBE) ru_match_unknown(m->s->run, (size_t)p->limits[i].rule.result, leaf, m);
        if (p->limits[i].only_if >= 0 && m->s->d.limits[i].met == RU_MAYBE) ru_match_unknown(m->s->run, (size_t)p->limits[i].only_if, leaf, m);
        mark_expr(m, p->limits[i].from);
        mark_expr(m, p->limits[i].until);
        mark_expr(m, p->limits[i].starts);
        mark_expr(m, p->limits[i].leaves);
        if (p->limits[i].leaves) mark_expr(m, p->offers[plan].left_of);
        if (l->bounded || l->valid_from != INT32_MIN || l->valid_until != INT32_MAX) mark_zone(m); /* when it ends depends on where */
    }
}

/* A limit may rest on unknown facts in its condition, its release, its end, and in the clock it is read by. */
static void limit_marks(tally *t, size_t i) {
    const ru_policy *p = t->m.s->policy;
    const ru_limit *l = &p->charter.limits[i];
    const ru_limit_info *info = &p->limits[i];
    const ru_limit_now *now = &t->m.s->d.limits[i];
    if (!ru_limit_concerns(&t->m.s->d.judged, i)) return;
    clear(&t->m);
    if (now->holds == RU_MAYBE) ru_match_unknown(t->m.s->run, (size_t)info->rule.result, leaf, &t->m);
    if (info->only_if >= 0 && now->met == RU_MAYBE) ru_match_unknown(t->m.s->run, (size_t)info->only_if, leaf, &t->m);
    mark_expr(&t->m, info->from);
    mark_expr(&t->m, info->until);
    mark_expr(&t->m, info->starts);
    mark_expr(&t->m, info->lifted_from);
    mark_expr(&t->m, info->after);
    for (size_t k = 0; k < info->ceiling_count; k++) mark_expr(&t->m, info->ceilings[k].most);
    if (info->widened_slot >= 0) mark_slot(&t->m, info->widened_slot);
    if (info->closed_slot >= 0) mark_slot(&t->m, info->closed_slot);
    if ((l->effects & RU_AT_MOST) || ((l->effects & RU_WAIT) && !info->after))
        ru_tally_unknown(l->tally, &t->m.s->scene, ru_counted_person(t->m.s, i), &t->m.u);
    bool days = l->bounded || l->hours || info->closed_slot >= 0 || info->by_kind == 'd' || info->by_kind == 'b' || l->valid_from != INT32_MIN ||
                l->valid_until != INT32_MAX;
    if (days) mark_zone(&t->m);
    fold(t, ON_LIMITS | (l->effects & RU_HAND_OVER ? ON_HAND_OVER : 0u));
}

static void channel_marks(tally *t) {
    ru_session *s = t->m.s;
    const ru_policy *p = s->policy;
    for (size_t i = 0; i < p->ways_rules.count; i++)
        if (s->d.ways[i] == RU_MAYBE) fold_result(t, p->ways_rules.items[i].result, ON_CHANNEL);
    clear(&t->m);
    if (p->schema->core.preferred_channel >= 0) mark_slot(&t->m, p->schema->core.preferred_channel);
    for (size_t i = 0; i < p->charter.way_count; i++)
        if (p->charter.ways[i].cost) mark_currency(&t->m);
    fold(t, ON_CHANNEL);
}

static void offer_marks(tally *t) {
    ru_session *s = t->m.s;
    for (size_t i = 0; i < s->policy->plans.count; i++)
        if (s->d.plans[i] == RU_MAYBE || s->d.plan_rules[i] == RU_MAYBE) {
            clear(&t->m);
            mark_plan(&t->m, i);
            fold(t, ON_PLANS);
        }
    for (size_t i = 0; i < s->policy->referrals.count; i++)
        if (s->d.referrals[i] == RU_MAYBE) fold_result(t, s->policy->referrals.items[i].result, ON_REFERRALS);
}

static bool any_unknown(const ru_session *s) {
    for (size_t i = 0; i < s->policy->schema->facts.count; i++)
        if (s->request.facts[i].state == RU_UNKNOWN) return true;
    return s->request.contacts_state == RU_UNKNOWN || s->request.contact_count || s->request.debt_state == RU_UNKNOWN;
}

bool ru_unknown_collect(ru_session *s) {
    ru_unknown_report *r = &s->d.unknown;
    size_t n = s->policy->schema->facts.count;
    tally t;
    memset(r, 0, sizeof *r);
    if (!any_unknown(s)) return true;
    if (!marks_open(s, &t.m)) return false;
    t.rules = ru_arena_zalloc(&s->arena, (n + 1) * sizeof *t.rules);
    t.stages = ru_arena_zalloc(&s->arena, (n + 1) * sizeof *t.stages);
    r->facts = ru_arena_alloc(&s->arena, (n + 1) * sizeof *r->facts);
    if (!t.rules || !t.stages || !r->facts) return false;
    stage_rules(&t, &s->policy->segments, &s->d.segments, ON_SEGMENT);
    offer_marks(&t);
    stage_rules(&t, &s->policy->actions, &s->d.actions, ON_ACTION);
    stage_rules(&t, &s->policy->tones, &s->d.tones, ON_TONE);
    channel_marks(&t);
    for (size_t k = 0; k < s->d.applying_count; k++) limit_marks(&t, s->d.applying[k]);
    for (size_t slot = 0; slot < n; slot++)
        if (t.rules[slot] && !s->policy->schema->facts.items[slot].is_protected)
            r->facts[r->fact_count++] = (ru_open){(int)slot, t.stages[slot], t.rules[slot]};
    return true;
}

/* What settles a possible offer; where an open segment keeps it open, what keeps the segment open (SEMANTICS 23). */
static bool needs_of(ru_session *s, marks *m, ru_unknown_report *out) {
    const ru_stage_result *r = &s->d.segments;
    for (size_t i = 0; m->segment && i < r->rule_count; i++)
        if (r->results[i] == RU_MAYBE) ru_match_unknown(s->run, (size_t)s->policy->segments.items[r->rules[i]].result, leaf, m);
    settle(m);
    *out = (ru_unknown_report){.contact_fields = m->u.contact_fields, .contacts = m->u.contacts, .debt = m->u.debt};
    out->facts = ru_arena_zalloc(&s->arena, (s->policy->schema->facts.count + 1) * sizeof *out->facts);
    if (!out->facts) return false;
    for (size_t slot = 0; slot < s->policy->schema->facts.count; slot++)
        if (m->u.facts[slot / 64] >> (slot % 64) & 1) out->facts[out->fact_count++].slot = (int)slot;
    return true;
}

bool ru_needs(ru_session *s, size_t plan, ru_unknown_report *out) {
    marks m;
    if (!marks_open(s, &m)) return false;
    mark_plan(&m, plan);
    return needs_of(s, &m, out);
}

bool ru_needs_rule(ru_session *s, int result, ru_unknown_report *out) {
    marks m;
    if (!marks_open(s, &m)) return false;
    ru_match_unknown(s->run, (size_t)result, leaf, &m);
    return needs_of(s, &m, out);
}
