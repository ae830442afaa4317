/* boxes_rules.c: the rules of a policy by family, each with its condition and its place. */
#include "engine/author/boxes.h"

void ru_boxes_families(ru_boxes *b) {
    const ru_policy *p = b->s->policy;
    const ru_family all[RU_FAMILIES] = {
        {RU_KIND_CIRCUMSTANCE, "circumstance", b->s->raw[RU_KIND_CIRCUMSTANCE].count, false, "whatever rests on it is never true either"},
        {RU_KIND_SEGMENT, "segment", p->segments.count, true, "nobody is ever put into a segment by this rule"},
        {RU_KIND_PLAN, "plan", p->plans.count, false, "the plan is never offered to anybody"},
        {RU_KIND_REFERRAL, "referral", p->referrals.count, false, "nobody is ever pointed there"},
        {RU_KIND_ACTION, "action", p->actions.count, true, "nobody ever gets this answer"},
        {RU_KIND_TONE, "tone", p->tones.count, true, "nobody is ever spoken to in this tone because of this rule"},
        {RU_KIND_CHANNEL, "channel", p->ways_rules.count, false, "nobody is ever reached this way because of this rule"},
        {RU_KIND_MESSAGE, "message", p->messages_rules.count, true, "this rule never chooses a message"},
        {RU_KIND_LIMIT, "limit", p->charter.limit_count, false, "the limit never protects anybody"},
    };
    memcpy(b->families, all, sizeof all);
}

int ru_boxes_result(const ru_boxes *b, const ru_family *k, size_t rule) {
    const ru_policy *p = b->s->policy;
    switch (k->kind) {
    case RU_KIND_SEGMENT: return p->segments.items[rule].result;
    case RU_KIND_PLAN: return p->plans.items[rule].result;
    case RU_KIND_REFERRAL: return p->referrals.items[rule].result;
    case RU_KIND_ACTION: return p->actions.items[rule].result;
    case RU_KIND_TONE: return p->tones.items[rule].result;
    case RU_KIND_CHANNEL: return p->ways_rules.items[rule].result;
    case RU_KIND_MESSAGE: return p->messages_rules.items[rule].result;
    case RU_KIND_LIMIT: return p->limits[rule].rule.result;
    default: return -1; /* a circumstance has no result of its own */
    }
}

const ru_raw *ru_boxes_raw(const ru_boxes *b, const ru_family *k, size_t rule) { return &b->s->raw[k->kind].items[rule]; }

uint32_t ru_boxes_root(const ru_boxes *b, const ru_family *k, size_t rule) {
    int result = ru_boxes_result(b, k, rule);
    if (result >= 0) return b->sp.roots[result];
    const ru_node *body = ru_boxes_raw(b, k, rule)->body, *when = ru_node_get(body, "when");
    const ru_cond *c = ru_study_cond(b->s, when ? when : body);
    return c ? ru_space_term(&b->sp, c) : RU_NOWHERE;
}

bool ru_boxes_always(const ru_boxes *b, uint32_t term) {
    const ru_term *t = &b->sp.terms[term];
    if (t->kind != RU_COND_ALL) return false;
    for (uint32_t i = 0; i < t->count; i++)
        if (!ru_boxes_always(b, b->sp.kids[t->first + i])) return false;
    return true;
}

ru_verdict ru_boxes_ask(ru_boxes *b, const ru_claim *claims, size_t count) {
    ru_verdict v = ru_solve(&b->so, claims, count);
    b->open += v == RU_TOO_LONG;
    return v;
}

/* ---- values that nobody gets ---- */
static const ru_rules *rules_of(const ru_boxes *b, int stage) {
    const ru_policy *p = b->s->policy;
    return stage == 0 ? &p->segments : stage == 1 ? &p->actions : &p->tones;
}

bool ru_boxes_stages(ru_boxes *b) {
    const ru_policy *p = b->s->policy;
    const size_t counts[3] = {p->segment_count, (size_t)p->charter.ladders.action_count, (size_t)p->charter.ladders.tone_count};
    for (int k = 0; k < 3; k++)
        if (!(b->nobody[k] = RU_NEWS(b->a, uint8_t, counts[k] + 1))) return false;
    return true;
}

void ru_boxes_count_values(ru_boxes *b, const ru_family *k) {
    int stage = k->kind == RU_KIND_SEGMENT ? 0 : k->kind == RU_KIND_ACTION ? 1 : k->kind == RU_KIND_TONE ? 2 : -1;
    if (stage < 0) return;
    const ru_rules *r = rules_of(b, stage);
    for (size_t i = 0; i < r->count; i++) b->nobody[stage][r->items[i].is] = 1; /* what no rule speaks of is nobody's slip */
    for (size_t i = 0; i < r->count; i++)
        if (b->state[r->items[i].result] == RU_ALIVE) b->nobody[stage][r->items[i].is] = 0;
    for (size_t i = 0; i < r->count; i++) b->some_nobody[stage] |= b->nobody[stage][r->items[i].is] != 0;
}

/* Does the rule itself speak of a stage that has such a value? */
static bool speaks_of_one(const ru_boxes *b, uint32_t term) {
    const ru_term *t = &b->sp.terms[term];
    for (int k = 0; k < 3 && t->kind == RU_COND_ATOM; k++)
        if (b->some_nobody[k] && b->sp.tests[t->test].dim == b->sp.stage[k]) return true;
    for (uint32_t i = 0; i < t->count; i++)
        if (speaks_of_one(b, b->sp.kids[t->first + i])) return true;
    return false;
}

bool ru_boxes_waits(ru_boxes *b, const ru_claim *claims, size_t count) {
    if (!speaks_of_one(b, claims[0].term)) return false;
    for (int k = 0; k < 3; k++) b->so.given[k] = b->nobody[k];
    ru_verdict v = ru_boxes_ask(b, claims, count);
    for (int k = 0; k < 3; k++) b->so.given[k] = NULL;
    return v == RU_YES;
}
