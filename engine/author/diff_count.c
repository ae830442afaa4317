/* diff_count.c: two decisions of one request, added up: who moved where, by segment and by facts, and which rules of the new policy ever fire. */
#include "engine/author/cases.h"
#include "engine/author/diff.h"

void ru_diff_kinds(const ru_policy *p, ru_rules_of out[RU_DIFF_KINDS]) {
    const ru_rules_of kinds[RU_DIFF_KINDS] = {{"segment", &p->segments}, {"action", &p->actions}, {"tone", &p->tones}, {"channel", &p->ways_rules}, {"plan", &p->plans}};
    memcpy(out, kinds, sizeof kinds);
}

static bool open_flow(ru_diff *d, ru_flow *f, const char *title, const ru_ordinal *old, size_t old_count, const ru_ordinal *now, size_t now_count) {
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
    for (int k = 0; k < RU_DIFF_KINDS; k++) rules += kinds[k].rules->count;
    d->fired = RU_NEWS(&d->arena, size_t, rules + 1);
    return d->fired && open_flow(d, &d->action, "action", a->action_names, (size_t)x->action_count, b->action_names, (size_t)y->action_count) &&
           open_flow(d, &d->channel, "channel", a->channel_names, (size_t)x->channel_count, b->channel_names, (size_t)y->channel_count) &&
           open_flow(d, &d->tone, "tone", a->tone_names, (size_t)x->tone_count, b->tone_names, (size_t)y->tone_count);
}

static ruth_status add_group(ru_diff *d, ru_group g, ruth_error *e) {
    if (d->group_count == RU_DIFF_GROUPS) return ru_fail(e, RUTH_E_ARGUMENT, "at most %d groups", (int)RU_DIFF_GROUPS - 1);
    g.tallied = RU_NEWS(&d->arena, ru_tallied, g.count + 1);
    if (!g.tallied) return ru_fail_nomem(e);
    d->groups[d->group_count++] = g;
    return RUTH_OK;
}

static ruth_status open_segments(ru_diff *d, ruth_error *e) {
    const ru_policy *p = d->sides[0].policy;
    ru_str *names = RU_NEWS(&d->arena, ru_str, p->segment_count + 1);
    if (!names) return ru_fail_nomem(e);
    for (size_t i = 0; i < p->segment_count; i++) names[i] = p->segment_names[i].name;
    return add_group(d, (ru_group){.name = RU_STR("segment"), .slot = -1, .count = p->segment_count, .values = names}, e);
}

ruth_status ru_diff_open_group(ru_diff *d, const char *fact, ruth_error *e) {
    static const ru_str truth[2] = {{"false", 5}, {"true", 4}};
    if (!fact) return open_segments(d, e);
    const ru_fields *facts = &d->sides[0].policy->schema->facts;
    int slot = ru_fields_find(facts, ru_str_of(fact));
    for (size_t i = 0; i < d->group_count; i++)
        if (ru_str_is(d->groups[i].name, fact)) return RUTH_OK;
    if (slot < 0) return ru_fail(e, RUTH_E_ARGUMENT, "the old policy has no fact %s", fact);
    const ru_fact *f = &facts->items[slot];
    if (f->type != RU_ENUM && f->type != RU_BOOLEAN) return ru_fail(e, RUTH_E_ARGUMENT, "%s is %s; people are told apart by an enum or by true and false", fact, ru_type_phrase(f->type));
    bool is_enum = f->type == RU_ENUM;
    return add_group(d, (ru_group){.name = facts->names[slot], .slot = slot, .count = is_enum ? f->value_count : 2, .values = is_enum ? f->values : truth}, e);
}

static void add(ru_tallied *t, const ru_side sides[2], ru_move move) {
    t->people++;
    t->moves[move]++;
    for (int k = 0; k < 2; k++) {
        t->contacted[k] += sides[k].o.channel >= 0;
        t->plans[k] += sides[k].o.plans != 0;
        t->handed[k] += sides[k].o.team >= 0;
    }
}

static size_t value_of(const ru_diff *d, const ru_group *g) {
    if (g->slot < 0) return (size_t)d->sides[0].segment;
    const ru_value *v = &d->sides[0].session->request.facts[g->slot];
    return v->state == RU_VALUE && v->i >= 0 && (size_t)v->i < g->count ? (size_t)v->i : g->count;
}

static void flow(ru_flow *f, int from, int to) {
    size_t a = from < 0 ? f->count[0] : (size_t)from, b = to < 0 ? f->count[1] : (size_t)to;
    f->cells[a * (f->count[1] + 1) + b]++;
}

/* Rules of the new policy that decided, offered or led to the channel. */
static void fire(ru_diff *d) {
    const ru_session *s = d->sides[1].session;
    const ru_policy *p = s->policy;
    size_t at = 0;
    d->fired[s->d.segments.rules[0]]++;
    at += p->segments.count;
    int action = ru_stage_rule(&p->actions, &s->d.actions, s->d.permission.action_from), tone = ru_stage_rule(&p->tones, &s->d.tones, s->d.permission.tone_from);
    if (action >= 0) d->fired[at + (size_t)action]++;
    at += p->actions.count;
    if (tone >= 0) d->fired[at + (size_t)tone]++;
    at += p->tones.count;
    for (size_t i = 0; i < p->ways_rules.count; i++) d->fired[at + i] += d->sides[1].o.channel >= 0 && p->ways_rules.items[i].is == d->sides[1].o.channel && s->d.ways[i] == RU_TRUE;
    at += p->ways_rules.count;
    for (size_t i = 0; i < p->plans.count; i++) d->fired[at + i] += s->d.plans[i] == RU_TRUE;
}

static ru_str told(ru_diff *d, const ru_side *s) {
    const ru_policy *p = s->policy;
    ru_str action = p->action_names[s->o.action].name;
    if (s->o.channel < 0) return ru_arena_printf(&d->arena, "%.*s, nobody is contacted", (int)action.n, action.p);
    ru_str channel = p->channel_names[s->o.channel].name, tone = p->tone_names[s->o.tone].name;
    return ru_arena_printf(&d->arena, "%.*s by %.*s, %.*s", (int)action.n, action.p, (int)channel.n, channel.p, (int)tone.n, tone.p);
}

/* Why it came so, in the policy's words. */
static ru_str reason(ru_diff *d, ru_side *s) {
    ru_node *tree = NULL;
    if (!ru_decision_write(s->session) || ru_yaml_read(&d->scratch, RU_STR("the answer"), (ru_str){s->session->out.p, s->session->out.n}, &tree, NULL)) return RU_STR("");
    return ru_arena_str(&d->arena, ru_answer_value(&d->scratch, tree, "action.because"));
}

static void keep(ru_diff *d, ru_examples *list) {
    if (list->count == RU_DIFF_EXAMPLES) return;
    ru_example *x = &list->items[list->count++];
    *x = (ru_example){.id = ru_arena_str(&d->arena, d->sides[0].session->request.id), .before = told(d, &d->sides[0]), .after = told(d, &d->sides[1]), .why_before = reason(d, &d->sides[0]), .why_after = reason(d, &d->sides[1])};
    d->failed |= !x->id.p || !x->before.p || !x->after.p || !x->why_before.p || !x->why_after.p;
}

void ru_diff_count(ru_diff *d) {
    ru_move move = ru_diff_move(d->sides);
    add(&d->all, d->sides, move);
    for (size_t i = 0; i < d->group_count; i++) add(&d->groups[i].tallied[value_of(d, &d->groups[i])], d->sides, move);
    flow(&d->action, d->sides[0].o.action, d->sides[1].o.action);
    flow(&d->channel, d->sides[0].o.channel, d->sides[1].o.channel);
    flow(&d->tone, d->sides[0].o.channel < 0 ? -1 : d->sides[0].o.tone, d->sides[1].o.channel < 0 ? -1 : d->sides[1].o.tone);
    fire(d);
    if (move == RU_MOVE_HARSHER || move == RU_MOVE_MIXED) keep(d, &d->harsher);
    if (move == RU_MOVE_KINDER) keep(d, &d->kinder);
}
