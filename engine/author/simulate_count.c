/* simulate_count.c: what everybody's days add up to: per day or week who was contacted, who was not and why, who was handed to whom. */
#include "engine/author/simulate.h"

const int ru_sim_spans[RU_SIM_SPANS] = {1, 7, 30};

static bool open_period(ru_sim *s, ru_sim_period *p) {
    const ru_ladders *l = &s->policy->charter.ladders;
    p->channels = RU_NEWS(&s->arena, size_t, l->channel_count + 1);
    p->tones = RU_NEWS(&s->arena, size_t, l->tone_count + 1);
    p->actions = RU_NEWS(&s->arena, size_t, l->action_count + 1);
    p->teams = RU_NEWS(&s->arena, size_t, s->policy->team_count + 1);
    p->reasons = RU_NEWS(&s->arena, size_t, s->reason_count);
    return p->channels && p->tones && p->actions && p->teams && p->reasons;
}

bool ru_sim_open_counts(ru_sim *s) {
    size_t n = s->period_count;
    s->reason_count = s->policy->actions.count + s->policy->charter.limit_count + RU_SIM_OTHERS;
    s->periods = RU_NEWS(&s->arena, ru_sim_period, n);
    s->person.contacts = RU_NEWS(&s->arena, size_t, n);
    s->person.reasons = RU_NEWS(&s->arena, int, n);
    s->person.teams = RU_NEWS(&s->arena, uint64_t, n);
    s->never_reasons = RU_NEWS(&s->arena, size_t, s->reason_count);
    bool ok = s->periods && s->person.contacts && s->person.reasons && s->person.teams && s->never_reasons && open_period(s, &s->all);
    for (size_t i = 0; ok && i < n; i++) ok = open_period(s, &s->periods[i]);
    return ok;
}

/* The latest contact of ours before the start: the first that is played must keep its distance from it. */
static int64_t last_known(const ru_sim *s) {
    int64_t last = INT64_MIN;
    const ru_request *r = &s->request;
    for (size_t i = 0; r->contacts_state == RU_VALUE && i < r->contact_count; i++) {
        const ru_value *direction = s->direction_slot >= 0 ? &r->contacts[i].fields[s->direction_slot] : NULL;
        bool inbound = direction && s->inbound >= 0 && direction->state == RU_VALUE && direction->i == s->inbound;
        if (!inbound && r->contacts[i].at_state == RU_VALUE && r->contacts[i].at > last) last = r->contacts[i].at;
    }
    return last;
}

bool ru_sim_begin_person(ru_sim *s) {
    ru_sim_person *p = &s->person;
    const ru_scene *scene = &s->session->scene;
    s->started = s->people && s->started != p->start ? INT64_MIN : p->start;
    s->people++;
    p->zone = scene->zone_count ? scene->zones[0] : NULL;
    p->last = last_known(s);
    p->played = 0;
    p->history = NULL;
    p->capacity = s->request.contact_count; /* the reader's own room: it is left at the first contact played */
    for (size_t i = 0; i < s->period_count; i++) {
        p->contacts[i] = 0;
        p->reasons[i] = -1;
        p->teams[i] = 0;
    }
    return true;
}

static int of_limit(const ru_sim *s, size_t limit) { return (int)(s->policy->actions.count + limit); }
static int of_other(const ru_sim *s, ru_sim_other o) { return (int)(s->reason_count - RU_SIM_OTHERS) + (int)o; }

/* Channel rules that definitely hold. */
static uint64_t ways_there(const ru_session *x) {
    uint64_t ways = 0;
    for (size_t i = 0; i < x->policy->ways_rules.count; i++)
        if (x->d.ways[i] == RU_TRUE) ways |= (uint64_t)1 << i;
    return ways;
}

/* Of the listed limits that hold back every channel there is (`all`), one of them, or an action: the one that lasts longest; −1 none. */
static int longest(const ru_sim *s, ru_acts_on acts_on, bool all) {
    enum { LOWERS = RU_TONE_AT_MOST | RU_ACTION_AT_MOST }; /* lower, but do not silence */
    const ru_session *x = s->session;
    uint64_t ways = ways_there(x);
    const ru_listed *best = NULL;
    for (size_t i = 0; i < x->d.listed_count; i++) {
        const ru_listed *l = &x->d.listed[i];
        const ru_limit *limit = &s->policy->charter.limits[l->limit];
        if (limit->acts_on != acts_on || (l->effect & LOWERS)) continue;
        if (acts_on == RU_ON_CHANNEL && (all ? (limit->ways & ways) != ways : !(limit->ways & ways))) continue;
        if (!best || l->until > best->until) best = l;
    }
    return best ? of_limit(s, best->limit) : -1;
}

/* One reason for each silence, so that they add up: the rule that asked for no contact; else the limit that hands over; else, of the limits that held back
 * every channel there is, the one that lasts longest; else a limit on the action, or on some channel; else what was missing. */
int ru_sim_reason(const ru_sim *s, const ruth_decision *d) {
    const ru_session *x = s->session;
    const ru_permission *m = &x->d.permission;
    int limit;
    if (d->channel) return of_other(s, RU_SIM_WAITS);
    if (!s->policy->charter.ladders.actions[m->action_from].contact) {
        int rule = ru_stage_rule(&s->policy->actions, &x->d.actions, m->action_from);
        return rule >= 0 ? rule : of_other(s, RU_SIM_NO_RULE);
    }
    if (x->d.hand_over_count) return of_limit(s, x->d.hand_overs[0]);
    if (!ways_there(x)) return of_other(s, RU_SIM_NO_WAY);
    if ((limit = longest(s, RU_ON_CHANNEL, true)) >= 0) return limit;
    if (x->d.failure_count) return of_other(s, RU_SIM_NO_TEXT);
    if ((limit = longest(s, RU_ON_ACTION, true)) >= 0 || (limit = longest(s, RU_ON_CHANNEL, false)) >= 0) return limit;
    return of_other(s, RU_SIM_NO_WAY);
}

void ru_sim_see(ru_sim *s, int reason, uint64_t teams, size_t step, size_t next) {
    int64_t length = s->period_days * 86400;
    for (size_t p = (size_t)((int64_t)step * s->step / length); p < s->period_count && p <= (size_t)(((int64_t)next - 1) * s->step / length); p++) {
        s->person.reasons[p] = reason;
        s->person.teams[p] |= teams;
    }
}

static void add_teams(const ru_sim *s, ru_sim_period *p, uint64_t teams) {
    p->handed += teams != 0;
    for (size_t t = 0; t < s->policy->team_count && t < 64; t++) p->teams[t] += teams >> t & 1;
}

bool ru_sim_end_person(ru_sim *s) {
    uint64_t teams = 0;
    int last = -1;
    for (size_t i = 0; i < s->period_count; i++) {
        ru_sim_period *p = &s->periods[i];
        const int reason = s->person.reasons[i];
        p->contacted += s->person.contacts[i] > 0;
        if (!s->person.contacts[i] && reason >= 0) p->reasons[reason]++;
        add_teams(s, p, s->person.teams[i]);
        teams |= s->person.teams[i];
        if (reason >= 0) last = reason;
    }
    add_teams(s, &s->all, teams);
    s->all.contacted += s->person.played > 0;
    if (!s->person.played) {
        s->never++;
        if (last >= 0) s->never_reasons[last]++;
    }
    return true;
}

ru_str ru_sim_reason_text(const ru_sim *s, size_t reason, const char **kind) {
    static const char *const others[] = {[RU_SIM_WAITS] = "its hour was still to come",
                                         [RU_SIM_NO_WAY] = "no channel is open",
                                         [RU_SIM_NO_TEXT] = "no text could be used",
                                         [RU_SIM_NO_RULE] = "no rule applied",
                                         [RU_SIM_REJECTED] = "the request was rejected from a day on"};
    size_t actions = s->policy->actions.count, limits = s->policy->charter.limit_count;
    *kind = reason < actions ? "action" : reason < actions + limits ? "limit" : "other";
    if (reason < actions) return s->policy->actions.items[reason].id;
    if (reason < actions + limits) return s->policy->limits[reason - actions].id;
    return ru_str_of(others[reason - actions - limits]);
}
