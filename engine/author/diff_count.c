/* diff_count.c: two decisions of one request, added up: who moved where, by all that people are told apart by, and which rules of the new policy ever fire. */
#include "engine/author/diff.h"

void ru_diff_kinds(const ru_policy *p, ru_rules_of out[RU_DIFF_KINDS]) {
    const struct {
        const char *kind;
        const ru_rules *rules;
    } rules[] = {{"segment", &p->segments},   {"action", &p->actions}, {"tone", &p->tones},
                 {"channel", &p->ways_rules}, {"plan", &p->plans},     {"referral", &p->referrals}};
    for (size_t i = 0; i < RU_COUNT(rules); i++) out[i] = (ru_rules_of){rules[i].kind, rules[i].rules->items, sizeof(ru_rule), rules[i].rules->count};
    out[RU_COUNT(rules)] = (ru_rules_of){"limit", p->charter.limit_count ? &p->limits[0].rule : NULL, sizeof(ru_limit_info), p->charter.limit_count};
}

const ru_rule *ru_diff_rule(const ru_rules_of *k, size_t i) { return (const ru_rule *)(const void *)((const char *)(const void *)k->first + i * k->size); }

bool ru_diff_in_pack(const ru_diff *d, const ru_rules_of *k, size_t i) {
    return !strcmp(k->kind, "limit") && d->sides[1].study->raw[RU_KIND_LIMIT].items[i].pack->name.n > 0;
}

static bool open_flow(ru_diff *d, ru_flow_kind kind, const char *title, const ru_ordinal *old, size_t old_count, const ru_ordinal *now, size_t now_count) {
    ru_flow *f = &d->flows[kind];
    *f = (ru_flow){.title = title, .names = {old, now}, .count = {old_count, now_count}};
    f->cells = RU_NEWS(&d->arena, size_t, (old_count + 1) * (now_count + 1));
    return f->cells != NULL;
}

bool ru_diff_open_counts(ru_diff *d) {
    const ru_policy *a = d->sides[0].policy, *b = d->sides[1].policy;
    const ru_ladders *x = &a->charter.ladders, *y = &b->charter.ladders;
    ru_rules_of kinds[RU_DIFF_KINDS];
    size_t rules = 0;
    ru_diff_kinds(b, kinds);
    for (int k = 0; k < RU_DIFF_KINDS; k++) rules += kinds[k].count;
    d->fired = RU_NEWS(&d->arena, size_t, rules + 1);
    return d->fired && open_flow(d, RU_FLOW_SEGMENT, "segment", a->segment_names, a->segment_count, b->segment_names, b->segment_count) &&
           open_flow(d, RU_FLOW_ACTION, "action", a->action_names, (size_t)x->action_count, b->action_names, (size_t)y->action_count) &&
           open_flow(d, RU_FLOW_CHANNEL, "channel", a->channel_names, (size_t)x->channel_count, b->channel_names, (size_t)y->channel_count) &&
           open_flow(d, RU_FLOW_TONE, "tone", a->tone_names, (size_t)x->tone_count, b->tone_names, (size_t)y->tone_count) &&
           open_flow(d, RU_FLOW_TEAM, "handed over", a->teams, a->team_count, b->teams, b->team_count);
}

static void add(ru_tallied *t, const ru_side sides[2], ru_move move) {
    t->people++;
    t->moves[move]++;
    t->gained += sides[0].o.channel < 0 && sides[1].o.channel >= 0;
    t->lost += sides[0].o.channel >= 0 && sides[1].o.channel < 0;
    for (int k = 0; k < 2; k++) {
        t->contacted[k] += sides[k].o.channel >= 0;
        t->plans[k] += sides[k].o.plans != 0;
        t->handed[k] += sides[k].o.team >= 0;
    }
}

static void flow(ru_flow *f, int from, int to) {
    size_t a = from < 0 ? f->count[0] : (size_t)from, b = to < 0 ? f->count[1] : (size_t)to;
    f->cells[a * (f->count[1] + 1) + b]++;
}

/* Limits that held something back; what they ask of a text, or leave to the host, they do wherever they hold. */
static void fire_limits(const ru_session *s, size_t *at) {
    enum { HELD = RU_REQUIRE | RU_NO_WORDS | RU_LEFT_TO_HOST };
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < s->d.applying_count; i++) at[s->d.applying[i]] += (s->policy->charter.limits[s->d.applying[i]].effects & HELD) != 0;
    for (size_t i = 0; i < s->d.listed_count; i++) { /* sorted: a limit may be listed once an effect */
        size_t limit = s->d.listed[i].limit;
        if (limit != last && !(s->policy->charter.limits[limit].effects & HELD)) at[limit]++;
        last = limit;
    }
}

/* Rules of the new policy that decided, offered, or led to the channel. */
static void fire(ru_diff *d) {
    const ru_session *s = d->sides[1].session;
    const ru_policy *p = s->policy;
    size_t *at = d->fired;
    at[s->d.segments.rules[0]]++;
    at += p->segments.count;
    int action = ru_stage_rule(&p->actions, &s->d.actions, s->d.permission.action_from),
        tone = ru_stage_rule(&p->tones, &s->d.tones, s->d.permission.tone_from);
    if (action >= 0) at[action]++;
    at += p->actions.count;
    if (tone >= 0) at[tone]++;
    at += p->tones.count;
    for (size_t i = 0; i < p->ways_rules.count; i++)
        at[i] += d->sides[1].o.channel >= 0 && p->ways_rules.items[i].is == d->sides[1].o.channel && s->d.ways[i] == RU_TRUE;
    at += p->ways_rules.count;
    for (size_t i = 0; i < p->plans.count; i++) at[i] += s->d.plans[i] == RU_TRUE;
    at += p->plans.count;
    for (size_t i = 0; i < p->referrals.count; i++) at[i] += s->d.referrals[i] == RU_TRUE;
    at += p->referrals.count;
    fire_limits(s, at);
}

static void count_plans(ru_side *s) {
    for (size_t i = 0; i < s->policy->plans.count; i++) s->plans[i] += s->o.plans >> i & 1;
}

void ru_diff_count(ru_diff *d) {
    const ru_outcome *old = &d->sides[0].o, *now = &d->sides[1].o;
    ru_move move = ru_diff_move(d->sides);
    ru_diff_find_rows(d);
    for (size_t i = 0; i < d->row_count; i++) add(d->rows[i], d->sides, move);
    flow(&d->flows[RU_FLOW_SEGMENT], d->sides[0].segment, d->sides[1].segment);
    flow(&d->flows[RU_FLOW_ACTION], old->action, now->action);
    flow(&d->flows[RU_FLOW_CHANNEL], old->channel, now->channel);
    flow(&d->flows[RU_FLOW_TONE], old->channel < 0 ? -1 : old->tone, now->channel < 0 ? -1 : now->tone);
    flow(&d->flows[RU_FLOW_TEAM], old->team, now->team);
    fire(d);
    for (int k = 0; k < 2; k++) count_plans(&d->sides[k]);
    ru_diff_who(d, move);
}
