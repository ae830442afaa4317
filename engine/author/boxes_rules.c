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
