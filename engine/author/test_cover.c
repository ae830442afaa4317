/* test_cover.c: which rules and which conditions, in each of their three outcomes, the cases have touched. */
#include "engine/author/test.h"

static const ru_kind kinds[] = {RU_KIND_CIRCUMSTANCE, RU_KIND_SEGMENT, RU_KIND_PLAN,    RU_KIND_REFERRAL, RU_KIND_ACTION,
                                RU_KIND_TONE,         RU_KIND_CHANNEL, RU_KIND_MESSAGE, RU_KIND_LIMIT};

static bool is_atom(const ru_node *n) {
    const ru_node *op = ru_node_get(n, "op");
    return op && ru_str_is(op->text, "atom");
}

static int by_place(const ru_condition_seen *a, const ru_condition_seen *b) {
    int file = ru_str_cmp(a->node->file, b->node->file);
    if (file) return file;
    if (a->node->line != b->node->line) return a->node->line < b->node->line ? -1 : 1;
    return a->node->column < b->node->column ? -1 : a->node->column > b->node->column;
}

/* A heap sort: a policy may have many thousands. */
static void sort_conditions(ru_condition_seen *c, size_t n) {
    for (size_t start = n / 2, end = n; end > 1;) {
        if (start > 0) {
            start--;
        } else {
            ru_condition_seen t = c[--end];
            c[end] = c[0];
            c[0] = t;
        }
        for (size_t at = start, child; (child = 2 * at + 1) < end; at = child) {
            if (child + 1 < end && by_place(&c[child], &c[child + 1]) < 0) child++;
            if (by_place(&c[at], &c[child]) >= 0) break;
            ru_condition_seen t = c[at];
            c[at] = c[child];
            c[child] = t;
        }
    }
}

/* "charter/be/charter.lua" → the pack charter/be. */
static const ru_pack *pack_of(const ru_study *s, ru_str file) {
    for (size_t i = 1; i < s->pack_count; i++) {
        ru_str name = s->packs[i].name;
        if (file.n > name.n && file.p[name.n] == '/' && memcmp(file.p, name.p, name.n) == 0) return &s->packs[i];
    }
    return &s->packs[0];
}

/* A pack with questions of its own is tried where they are asked; a policy that only uses it need not touch each of its rules again. */
static bool elsewhere(ruth_test *t, const ru_pack *pack, bool alone) { return !alone && pack != &t->study->packs[0] && ru_pack_has_questions(t, pack); }

bool ru_cover_open(ruth_test *t) {
    ru_study *s = t->study;
    size_t rules = 0;
    bool alone = ru_questions_stand_alone(t);
    for (size_t k = 0; k < RU_COUNT(kinds); k++) rules += s->raw[kinds[k]].count;
    t->rules = RU_NEWS(&s->arena, ru_rule_seen, rules + 1);
    t->conditions = RU_NEWS(&s->arena, ru_condition_seen, s->said_count + 1);
    if (!t->rules || !t->conditions) return false;
    for (size_t k = 0; k < RU_COUNT(kinds); k++)
        for (size_t i = 0; i < s->raw[kinds[k]].count; i++)
            if (!elsewhere(t, s->raw[kinds[k]].items[i].pack, alone)) t->rules[t->rule_count++] = (ru_rule_seen){kinds[k], &s->raw[kinds[k]].items[i], i, 0};
    for (size_t i = 0; i < s->said_count; i++)
        if (is_atom(s->said[i].node) && !elsewhere(t, pack_of(s, s->said[i].node->file), alone))
            t->conditions[t->condition_count++] = (ru_condition_seen){.node = s->said[i].node, .cond = s->said[i].cond};
    sort_conditions(t->conditions, t->condition_count); /* they lie by address, which says nothing to anybody */
    return !t->nomem;
}

static bool decided_by(const ru_rules *rules, const ru_stage_result *r, int is, size_t index) { return ru_stage_rule(rules, r, is) == (int)index; }

/* A limit that is left to the host is printed and refuses nothing. */
static bool only_stated(const ru_limit *l) { return !(l->effects & ~(unsigned)(RU_LEFT_TO_HOST | RU_REQUIRE)); }

static bool limit_bit(const ru_session *s, size_t index) {
    if (s->d.limits[index].holds == RU_FALSE) return false;
    if (only_stated(&s->policy->charter.limits[index])) return true;
    for (size_t i = 0; i < s->d.listed_count; i++) /* arms are listed as one */
        if (ru_str_eq(s->policy->limits[s->d.listed[i].limit].name, s->policy->limits[index].name)) return true;
    for (size_t i = 0; i < s->d.failure_count && s->policy->charter.limits[index].effects & RU_NO_WORDS; i++) /* a text that it kept back */
        if (ru_str_eq(s->d.failures[i].id, s->policy->limits[index].name)) return true;
    return false;
}

/* A rule is touched when it decided (first-hit stages), offered, led to the channel, bit; a circumstance when it was so. */
static bool touched(ruth_test *t, const ru_rule_seen *r) {
    const ru_session *s = t->session;
    const ru_policy *p = s->policy;
    struct ru_sealed_view v = ru_sealed_read(s->d.sealed);
    const ru_cond *c;
    switch (r->kind) {
    case RU_KIND_SEGMENT: return s->d.segments.rules[0] == (int)r->index;
    case RU_KIND_ACTION: return decided_by(&p->actions, &s->d.actions, s->d.permission.action_from, r->index);
    case RU_KIND_TONE: return decided_by(&p->tones, &s->d.tones, s->d.permission.tone_from, r->index);
    case RU_KIND_PLAN: return s->d.plans[r->index] == RU_TRUE;
    case RU_KIND_REFERRAL: return s->d.referrals[r->index] == RU_TRUE;
    case RU_KIND_CHANNEL: return v.channel >= 0 && p->ways_rules.items[r->index].is == v.channel && s->d.ways[r->index] == RU_TRUE;
    case RU_KIND_MESSAGE: return v.channel >= 0 && s->d.message >= 0 && p->messages_rules.items[r->index].message == s->d.message;
    case RU_KIND_LIMIT: return limit_bit(s, r->index);
    default: break;
    }
    c = ru_study_cond(t->study, r->raw->body);
    return c && ru_cond_judge(p->match, s->run, c) == RU_TRUE;
}

static bool refused(const ru_session *s, size_t index) {
    for (size_t i = 0; i < s->d.refusing_count; i++)
        if (s->d.refusing[i] == index) return true;
    return false;
}

void ru_cover_asked(ruth_test *t) {
    const ru_session *s = ru_test_session(t->session);
    for (size_t i = 0; i < t->rule_count; i++) {
        ru_rule_seen *r = &t->rules[i];
        const ru_cond *c = r->kind == RU_KIND_CIRCUMSTANCE ? ru_study_cond(t->study, r->raw->body) : NULL;
        if (r->kind == RU_KIND_LIMIT)
            r->seen += refused(s, r->index) || (only_stated(&s->policy->charter.limits[r->index]) && s->d.limits[r->index].holds == RU_TRUE);
        else r->seen += r->kind == RU_KIND_SEGMENT || (c && ru_cond_judge(s->policy->match, s->run, c) == RU_TRUE);
    }
    for (size_t i = 0; i < t->condition_count; i++) t->conditions[i].seen[ru_cond_judge(s->policy->match, s->run, t->conditions[i].cond)]++;
}

void ru_cover_see(ruth_test *t) {
    for (size_t i = 0; i < t->rule_count; i++) t->rules[i].seen += touched(t, &t->rules[i]);
    for (size_t i = 0; i < t->condition_count; i++)
        t->conditions[i].seen[ru_cond_judge(t->study->policy->match, ru_test_session(t->session)->run, t->conditions[i].cond)]++;
}
