/* holds_facts.c: what the second opinion is told: dates as they stand in the facts, whose contacts count, what a contact carries. */
#include "engine/decide/session.h"

/* Separate from bounds.c on purpose: it says where a limit's dates come from, and nothing of what becomes of them. */

static ru_moment moment(const ru_session *s, const ru_expr *x, bool is_instant) {
    ru_moment m = {RU_NONE, is_instant, 0};
    bool overflow = false;
    if (x) m.state = ru_expr_eval(x, &s->scene, &m.value, &overflow);
    return m;
}

static void end_of(const ru_session *s, const ru_limit_info *info, ru_limit_facts *f) {
    if (info->until) {
        f->end = moment(s, info->until, info->from_is_instant);
        f->end_kind = info->from_is_instant ? 0 : 'd';
        f->end_n = info->until_days;
    } else {
        f->end = moment(s, info->from, info->from_is_instant);
        f->end_kind = info->during_hours >= 0 ? 'h' : 'd';
        f->end_n = info->during_hours >= 0 ? info->during_hours : info->during_days;
    }
}

/* The field of the proposal, or of the channel rules the limit is about where they agree. */
static const ru_value *person_of(const ru_session *s, const ru_limit *l) {
    const ru_policy *p = s->policy;
    int field = l->tally ? l->tally->person : -1;
    const ru_value *person = NULL;
    if (field < 0 || s->asked) return field < 0 ? NULL : &s->asked[field];
    for (size_t w = 0; w < p->charter.way_count; w++) {
        const ru_value *v = &p->ways[w].fields[field];
        if (!(l->ways >> w & 1)) continue;
        if (person && !ru_value_same(&p->schema->contact.items[field], person, v)) return NULL;
        person = v;
    }
    return person;
}

static bool carries_more(const ru_session *s, const ru_limit_info *info, const ru_value *fields) {
    for (size_t i = 0; i < info->ceiling_count; i++) {
        const ru_value *v = &fields[info->ceilings[i].field];
        ru_moment most = moment(s, info->ceilings[i].most, false);
        bool nothing = v->state == RU_NONE || (v->state == RU_VALUE && v->i <= 0);
        bool within = v->state == RU_VALUE && most.state == RU_VALUE && v->i <= most.value;
        if (!nothing && !within) return true;
    }
    return false;
}

static bool over_of(const ru_session *s, const ru_limit *l, const ru_limit_info *info) {
    bool over = false;
    if (s->asked) return carries_more(s, info, s->asked);
    for (size_t w = 0; w < s->policy->charter.way_count; w++) over |= (l->ways >> w & 1) && carries_more(s, info, s->policy->ways[w].fields);
    return over;
}

static const ru_value *windows_of(const ru_session *s, int slot) { return slot < 0 ? NULL : &s->request.facts[slot]; }

void ru_holds_facts(const ru_session *s, size_t limit, ru_limit_facts *f) {
    const ru_limit *l = &s->policy->charter.limits[limit];
    const ru_limit_info *info = &s->policy->limits[limit];
    *f = (ru_limit_facts){.holds = ru_match_result(s->run, (size_t)info->rule.result), .met = RU_TRUE};
    if (f->holds == RU_FALSE) return;
    if (info->only_if >= 0) f->met = ru_match_result(s->run, (size_t)info->only_if);
    end_of(s, info, f);
    f->starts = moment(s, info->starts, info->starts_is_instant);
    f->lifted = moment(s, info->lifted_from, info->lifted_is_instant);
    f->lifted_days = info->lifted_days;
    f->after_given = info->after != NULL;
    f->after = moment(s, info->after, info->after_is_instant);
    f->person = person_of(s, l);
    f->over = over_of(s, l, info);
    f->widened = windows_of(s, info->widened_slot);
    f->closed = windows_of(s, info->closed_slot);
}

/* ---- what debug builds compare ---- */
static bool differs(ru_session *s, int limit) {
    ru_buf b;
    ru_str id = limit >= 0 && (size_t)limit < s->policy->charter.limit_count ? s->policy->limits[limit].id : RU_STR("(no limit)");
    ru_buf_init(&b, &s->alloc);
    ru_buf_printf(&b, "ruth's two judges disagree about %.*s; nothing was decided", (int)id.n, id.p);
    size_t n = b.n < sizeof s->rejection.message - 1 ? b.n : sizeof s->rejection.message - 1;
    if (n) memcpy(s->rejection.message, b.p, n);
    s->rejection.message[n] = 0;
    ru_buf_free(&b);
    s->disagreed = true;
    return false;
}

static ru_limit_facts *all_facts(ru_session *s) {
    size_t n = s->policy->charter.limit_count;
    ru_limit_facts *facts = ru_arena_alloc(&s->arena, (n + 1) * sizeof *facts);
    for (size_t i = 0; facts && i < n; i++) ru_holds_facts(s, i, &facts[i]);
    return facts;
}

bool ru_holds_decision(ru_session *s) {
    const ru_decision *d = &s->d;
    struct ru_sealed_view v = ru_sealed_read(d->sealed);
    ru_limit_facts *facts = all_facts(s);
    if (!facts) return false;
    ru_decided finding = {.action = v.action,
                          .tone = v.tone,
                          .channel = v.channel,
                          .from = v.from,
                          .until = v.until,
                          .ways = d->ways,
                          .has_plan = d->plans_definite > 0,
                          .now = s->request.now};
    for (size_t i = 0; i < d->menu_count; i++) finding.plans |= (uint64_t)1 << d->menu[i].plan;
    int limit = ru_holds(&s->policy->charter, facts, &s->scene, &finding);
    return limit < 0 || differs(s, limit);
}

/* May the limit be about what is asked? Read off its filters once more. */
bool ru_holds_about(const ru_session *s, size_t limit, const ru_contact *asked) {
    const ru_limit *l = &s->policy->charter.limits[limit];
    const ru_limit_info *info = &s->policy->limits[limit];
    bool out = info->except_on && ru_filter_match(info->except_on, &s->scene, asked) == RU_TRUE;
    bool counts_alone = (l->effects & (RU_AT_MOST | RU_WAIT)) == l->effects && l->tally && l->tally->except;
    if (counts_alone) out |= ru_filter_match(l->tally->except, &s->scene, asked) == RU_TRUE;
    return l->acts_on == RU_ON_CHANNEL && !out && (!info->on || ru_filter_match(info->on, &s->scene, asked) != RU_FALSE);
}

/* Which limit refuses at the instant? −1: none. */
static int refuser(const ru_session *s, const ru_limit_facts *facts, const ru_contact *asked, int64_t t) {
    for (size_t i = 0; i < s->policy->charter.limit_count; i++)
        if (facts[i].holds != RU_FALSE && ru_holds_about(s, i, asked) && !ru_holds_at(&s->policy->charter, i, &facts[i], &s->scene, t)) return (int)i;
    return -1;
}

static bool is_among(const ru_session *s, size_t limit) {
    for (size_t k = 0; k < s->d.refusing_count; k++)
        if (s->d.refusing[k] == limit) return true;
    return false;
}

bool ru_holds_answer(ru_session *s, const ru_asked *asked, int64_t earliest) {
    const ru_charter *c = &s->policy->charter;
    ru_contact proposed = {.at_state = RU_VALUE, .at = asked->at, .fields = asked->fields};
    s->asked = asked->fields;
    ru_limit_facts *facts = all_facts(s);
    s->asked = NULL;
    if (!facts) return false;
    for (size_t i = 0; i < c->limit_count; i++) {
        bool refused = facts[i].holds != RU_FALSE && ru_holds_about(s, i, &proposed) && !ru_holds_at(c, i, &facts[i], &s->scene, asked->at);
        if (refused != is_among(s, i)) return differs(s, (int)i);
    }
    if (earliest == INT64_MAX) return true;
    int at = refuser(s, facts, &proposed, earliest);
    if (at >= 0 || refuser(s, facts, &proposed, earliest - 1) < 0) return differs(s, at);
    return true;
}
