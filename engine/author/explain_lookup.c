/* explain_lookup.c: what a decided session holds, looked up for an explanation: which rule decided, why it says it did, when it ends. */
#include "engine/author/explain.h"

ru_outcome ru_explain_outcome(const ruth_session *s) {
    const ru_decision *d = &s->d;
    struct ru_sealed_view v = ru_sealed_read(d->sealed);
    ru_outcome o = {
        .action = v.action, .tone = v.tone, .channel = v.channel, .message = -1, .team = -1, .from = INT64_MAX, .until = INT64_MAX, .by = INT64_MAX};
    if (v.channel >= 0) {
        o.from = v.from;
        o.until = v.until;
        o.message = d->message;
    }
    if (d->hand_over_count) {
        o.team = s->policy->limits[d->hand_overs[0]].team;
        o.by = d->limits[d->hand_overs[0]].hand_over_by;
    }
    for (size_t i = 0; i < s->policy->plans.count; i++)
        if (d->plans[i] == RU_TRUE) o.plans |= (uint64_t)1 << i;
    return o;
}

ruth_status ru_explain_decide(ru_session *s, const char *bytes, size_t length, ru_outcome *out, ruth_error *e) {
    s->open = s->decided = false;
    ru_arena_reset(&s->arena);
    s->rejection.code = RU_REJECT_NONE;
    bool ok = length <= RU_LINE_LIMIT &&
              ru_request_read(s->policy->schema, s->zones, &s->arena, (ru_str){bytes, length}, s->has_now ? &s->now : NULL, false, &s->request,
                              &s->rejection) &&
              ru_decide(s);
    if (!ok && length <= RU_LINE_LIMIT && (s->rejection.code == RU_REJECT_NONE || ru_rejected_memory(&s->rejection))) return ru_fail_nomem(e);
    if (!ok) return ru_fail(e, RUTH_E_REQUEST, "%s: %s", s->rejection.at, s->rejection.message);
    s->d.hand_over_count = ru_charter_hand_overs(&s->policy->charter, s->d.limits, &s->d.judged.proposal, s->d.hand_overs, RU_MAX_HANDOVERS);
    if (s->d.hand_over_count > RU_MAX_HANDOVERS) s->d.hand_over_count = RU_MAX_HANDOVERS;
    *out = ru_explain_outcome(s);
    return RUTH_OK;
}

static bool certain(const ru_stage_result *r, int rule) {
    for (size_t i = 0; i < r->rule_count; i++)
        if (r->rules[i] == rule) return r->results[i] == RU_TRUE;
    return false;
}

static size_t considered(const ru_rules *rules, const ru_stage_result *r) {
    return r->definite && r->rule_count ? (size_t)r->rules[r->rule_count - 1] + 1 : rules->count;
}

static ru_decider channel_decider(const ru_explainer *x) {
    const ru_policy *p = x->session->policy;
    ru_decider d = {.kind = RU_KIND_CHANNEL,
                    .rules = &p->ways_rules,
                    .names = p->channel_names,
                    .rule = -1,
                    .is = x->outcome.channel,
                    .proposed = x->outcome.channel,
                    .considered = p->ways_rules.count};
    for (size_t i = 0; i < p->ways_rules.count && d.rule < 0; i++)
        if (d.is >= 0 && p->ways_rules.items[i].is == d.is && x->session->d.ways[i] == RU_TRUE) d.rule = (int)i;
    d.certain = d.rule >= 0;
    return d;
}

ru_decider ru_explain_decider(const ru_explainer *x, ru_stage_kind stage) {
    const ru_policy *p = x->session->policy;
    const ru_decision *d = &x->session->d;
    ru_decider out = {.rule = -1};
    switch (stage) {
    case RU_WHY_SEGMENT:
        out = (ru_decider){.kind = RU_KIND_SEGMENT, .rules = &p->segments, .result = &d->segments, .names = p->segment_names, .rule = d->segments.rules[0]};
        out.is = out.proposed = p->segments.items[out.rule].is;
        break;
    case RU_WHY_ACTION:
        out = (ru_decider){.kind = RU_KIND_ACTION,
                           .rules = &p->actions,
                           .result = &d->actions,
                           .names = p->action_names,
                           .is = x->outcome.action,
                           .proposed = d->permission.action_from};
        out.rule = ru_stage_rule(&p->actions, &d->actions, out.proposed);
        break;
    case RU_WHY_TONE:
        out = (ru_decider){
            .kind = RU_KIND_TONE, .rules = &p->tones, .result = &d->tones, .names = p->tone_names, .is = x->outcome.tone, .proposed = d->permission.tone_from};
        out.rule = ru_stage_rule(&p->tones, &d->tones, out.proposed);
        break;
    case RU_WHY_CHANNEL: return channel_decider(x);
    }
    out.certain = out.rule >= 0 && certain(out.result, out.rule);
    out.considered = considered(out.rules, out.result);
    return out;
}

const ru_rules *ru_explain_rules(const ru_explainer *x, ru_kind kind) {
    const ru_policy *p = x->session->policy;
    switch (kind) {
    case RU_KIND_SEGMENT: return &p->segments;
    case RU_KIND_PLAN: return &p->plans;
    case RU_KIND_REFERRAL: return &p->referrals;
    case RU_KIND_ACTION: return &p->actions;
    case RU_KIND_TONE: return &p->tones;
    default: return &p->ways_rules;
    }
}

const ru_rule *ru_explain_rule(const ru_explainer *x, ru_kind kind, size_t rule) {
    return kind == RU_KIND_LIMIT ? &x->session->policy->limits[rule].rule : &ru_explain_rules(x, kind)->items[rule];
}

/* The first language is compiled already; another one is made when it is asked for, and kept. */
static const ru_template *because_of(ru_explainer *x, ru_kind kind, size_t rule) {
    const ru_raws *raws = &x->study->raw[kind];
    const ru_template *text = ru_explain_rule(x, kind, rule)->because;
    if (!x->language || !text) return text;
    size_t at = (size_t)x->language * raws->count + rule;
    if (!x->because[kind]) x->because[kind] = RU_NEWS(&x->study->arena, const ru_template *, x->session->policy->schema->language_count * raws->count);
    if (!x->because[kind]) {
        x->failed = true;
        return NULL;
    }
    if (x->because[kind][at]) return x->because[kind][at];
    ruth_error e;
    ruth_status st = ru_study_because(x->study, &raws->items[rule], (size_t)x->language, &text, &e);
    if (st == RUTH_E_NOMEM) x->failed = true;
    if (st || !text) text = ru_explain_rule(x, kind, rule)->because; /* a translation at fault: the check says so */
    return x->because[kind][at] = text;
}

/* A sentence that begins with a placeholder begins with whatever stands for it; é is C3 A9, É is C3 89. */
static void begin_large(ru_buf *b) {
    if (b->n && b->p[0] >= 'a' && b->p[0] <= 'z') b->p[0] = (char)(b->p[0] - 'a' + 'A');
    else if (b->n > 1 && b->p[0] == '\xC3' && (unsigned char)b->p[1] >= 0xA0 && (unsigned char)b->p[1] <= 0xBE && (unsigned char)b->p[1] != 0xB7)
        b->p[1] = (char)(b->p[1] - 0x20);
}

ru_str ru_explain_because(ru_explainer *x, ru_kind kind, size_t rule, const ru_plan_item *plan) {
    const ru_template *t = because_of(x, kind, rule);
    if (!t) return RU_STR("");
    ru_template_write(&x->words, x->session, t, x->language, plan);
    begin_large(&x->words);
    ru_str text = ru_explain_keep(x);
    for (size_t i = 0; i + 3 <= text.n; i++)
        if (!memcmp(text.p + i, "\xE2\x80\xA6", 3)) return RU_STR(""); /* … stands for what is not known */
    return text;
}

ru_trace *ru_explain_trace(ru_explainer *x, ru_kind kind, size_t rule) {
    ru_trace *t = ru_trace_rule(&x->tracer, &x->study->raw[kind].items[rule], ru_explain_rule(x, kind, rule)->result, kind != RU_KIND_LIMIT);
    x->failed |= x->tracer.failed;
    return t;
}

ru_trace *ru_explain_only_if(ru_explainer *x, size_t limit) {
    const ru_node *node = ru_node_get(x->study->raw[RU_KIND_LIMIT].items[limit].body, "only_if");
    ru_trace *t = node ? ru_trace_cond(&x->tracer, node) : NULL;
    x->failed |= x->tracer.failed;
    return t;
}

/* Where the rule itself rests on nothing unknown, what keeps the segment, the plans or the action open does it. */
ru_str ru_explain_kept_open(ru_explainer *x, const ru_decider *d, bool ids) {
    enum { ROOM = 3, SEGMENT_PLANS_ACTION = 1 | 2 | 8 }; /* the stages of ru_open */
    const ru_unknown_report *all = &x->session->d.unknown;
    ru_unknown_report needs = {.fact_count = 0};
    ru_open few[ROOM];
    if (!ru_needs_rule(x->session, d->rules->items[d->rule].result, &needs)) {
        x->failed = true;
        return RU_STR("");
    }
    if (!needs.fact_count) {
        needs.facts = few;
        for (size_t i = 0; i < all->fact_count && needs.fact_count < ROOM; i++)
            if (all->facts[i].stages & SEGMENT_PLANS_ACTION) few[needs.fact_count++] = all->facts[i];
    }
    ru_unknown_report shown = {.facts = needs.facts, .fact_count = needs.fact_count < ROOM ? needs.fact_count : ROOM};
    return ru_explain_needs(x, &shown, ids);
}

ru_again ru_explain_again(const ru_explainer *x, int64_t at) {
    const ru_decision *d = &x->session->d;
    ru_again a = {.day = d->next_midnight == at, .expires = x->session->scene.expires_next == at};
    for (size_t i = 0; i < d->listed_count; i++) a.limits += d->listed[i].until == at;
    return a;
}
