/* explain_limits.c: what each limit held back and until when, what would be without it; those that changed the outcome first. */
#include "engine/author/explain.h"

/* ---- what it is about ---- */
static ru_str plan_names(ru_explainer *x, uint64_t plans) {
    const ru_policy *p = x->session->policy;
    size_t n = 0;
    for (size_t i = 0; i < p->plans.count; i++) {
        if (!(plans >> i & 1)) continue;
        if (n++) RU_BUF_LIT(&x->words, ", ");
        ru_buf_str(&x->words, p->plans.items[i].id);
    }
    return ru_explain_keep(x);
}

static ru_str about_channels(ru_explainer *x, const ru_limit *l) {
    const ru_charter *c = &x->session->policy->charter;
    uint64_t channels = 0, all = 0;
    for (size_t w = 0; w < c->way_count; w++) {
        all |= (uint64_t)1 << c->ways[w].channel;
        if (l->ways >> w & 1) channels |= (uint64_t)1 << c->ways[w].channel;
    }
    if (channels == all) return RU_SAY0(x, RU_SAY_ON_OUTBOUND);
    return RU_SAY1(x, RU_SAY_ON_CHANNELS, ru_explain_names(x, x->session->policy->channel_names, (size_t)c->ladders.channel_count, channels));
}

static ru_str about(ru_explainer *x, const ru_limit *l) {
    const ru_policy *p = x->session->policy;
    const ru_proposal *proposal = &x->session->d.judged.proposal;
    uint64_t actions = l->actions & proposal->actions & ~((uint64_t)1 << p->charter.ladders.none);
    switch (l->acts_on) {
    case RU_ON_PLAN: return RU_SAY1(x, RU_SAY_ON_PLANS, plan_names(x, l->plans[0] & proposal->plans));
    case RU_ON_CHANNEL: return about_channels(x, l);
    case RU_ON_TONE: return RU_SAY1(x, RU_SAY_ON_TONES, ru_explain_names(x, p->tone_names, (size_t)p->charter.ladders.tone_count, l->tones & proposal->tones));
    default: break;
    }
    if (!actions) return RU_SAY0(x, RU_SAY_ON_ALL_ACTIONS);
    return RU_SAY1(x, RU_SAY_ON_ACTIONS, ru_explain_names(x, p->action_names, (size_t)p->charter.ladders.action_count, actions));
}

static ru_str effect_words(ru_explainer *x, const ru_listed *listed) {
    const ru_policy *p = x->session->policy;
    const ru_limit *l = &p->charter.limits[listed->limit];
    switch (listed->effect) {
    case RU_FORBID: return RU_SAY1(x, RU_SAY_FORBIDS, about(x, l));
    case RU_HOURS: return RU_SAY1(x, RU_SAY_KEEPS_HOURS, about(x, l));
    case RU_AT_MOST: return RU_SAY1(x, RU_SAY_COUNTS, about(x, l));
    case RU_WAIT: return RU_SAY1(x, RU_SAY_WAITS, about(x, l));
    case RU_CLOSED_IN: return RU_SAY1(x, RU_SAY_CLOSED, about(x, l));
    case RU_CEILING: return RU_SAY1(x, RU_SAY_CEILING, about(x, l));
    case RU_LEAVE_AT_LEAST: return RU_SAY0(x, RU_SAY_LEAVES);
    case RU_ONLY_IF: return RU_SAY1(x, x->session->d.limits[listed->limit].met == RU_FALSE ? RU_SAY_NEEDS : RU_SAY_NEEDS_MAYBE, about(x, l));
    case RU_TONE_AT_MOST: return RU_SAY1(x, RU_SAY_TONE_CAP, p->tone_names[l->tone_cap].name);
    case RU_ACTION_AT_MOST: return RU_SAY1(x, RU_SAY_ACTION_CAP, p->action_names[l->action_cap].name);
    default: return RU_SAY1(x, RU_SAY_HANDS_OVER, ru_explain_team(x, l->team));
    }
}

ru_str ru_explain_effect(ru_explainer *x, const ru_listed *l) {
    ru_str effect = effect_words(x, l), until = l->until == INT64_MAX ? RU_SAY0(x, RU_SAY_UNTIL_FACT) : RU_SAY1(x, RU_SAY_UNTIL, ru_explain_when(x, l->until));
    ru_str maybe = x->session->d.limits[l->limit].holds == RU_MAYBE ? RU_SAY0(x, RU_SAY_APPLIES_MAYBE) : RU_STR("");
    ru_buf_str(&x->words, effect);
    ru_buf_str(&x->words, until);
    ru_buf_str(&x->words, maybe);
    return ru_explain_keep(x);
}

/* ---- without it ---- */
typedef struct parts {
    ru_explainer *x;
    ru_str text;
} parts;

static void add(parts *p, ru_str part) {
    ru_buf_str(&p->x->words, p->text);
    if (p->text.n) ru_buf_str(&p->x->words, p->x->french ? RU_STR("\xE2\x80\xAF; ") : RU_STR("; "));
    ru_buf_str(&p->x->words, part);
    p->text = ru_explain_keep(p->x);
}

static void add_contact(parts *p, const ru_outcome *now, const ru_outcome *then) {
    ru_explainer *x = p->x;
    if (then->channel < 0) {
        if (now->channel >= 0) add(p, RU_SAY0(x, RU_SAY_WITHOUT_NOBODY));
        return;
    }
    if (now->channel == then->channel && now->from == then->from && now->until == then->until) return;
    ru_str how = ru_explain_channel(x, then->channel, RU_SAY_WOULD_LETTER), when = ru_explain_span(x, then->from, then->until);
    ru_buf_str(&x->words, how);
    ru_buf_char(&x->words, ' ');
    ru_buf_str(&x->words, when);
    add(p, ru_explain_keep(x));
}

static void add_team(parts *p, const ru_outcome *now, const ru_outcome *then) {
    ru_explainer *x = p->x;
    if (now->team == then->team && now->by == then->by) return;
    if (then->team < 0) add(p, RU_SAY0(x, RU_SAY_WITHOUT_NO_TEAM));
    else if (then->by == INT64_MAX) add(p, RU_SAY1(x, RU_SAY_HANDS_OVER, ru_explain_team(x, then->team)));
    else add(p, RU_SAY2(x, RU_SAY_WITHOUT_TEAM, ru_explain_team(x, then->team), ru_explain_when(x, then->by)));
}

ru_str ru_explain_outcome_without(ru_explainer *x, const ru_held *h) {
    const ru_policy *p = x->session->policy;
    const ru_outcome *now = &x->outcome, *then = &h->without;
    parts out = {x, RU_STR("")};
    if (!h->changes) return RU_SAY0(x, RU_SAY_WITHOUT_SAME);
    add_contact(&out, now, then);
    if (now->action != then->action) add(&out, RU_SAY1(x, RU_SAY_WITHOUT_ACTION, p->action_names[then->action].name));
    if (now->tone != then->tone) add(&out, RU_SAY1(x, RU_SAY_WITHOUT_TONE, p->tone_names[then->tone].name));
    if (then->plans & ~now->plans) add(&out, RU_SAY1(x, RU_SAY_WITHOUT_PLAN, plan_names(x, then->plans & ~now->plans)));
    if (then->message >= 0 && now->message >= 0 && then->message != now->message) add(&out, RU_SAY1(x, RU_SAY_WITHOUT_MESSAGE, p->messages[then->message].id));
    add_team(&out, now, then);
    return out.text;
}

/* ---- the section ---- */
static ru_str json_text(ru_str quoted) { /* cite and nature are kept as JSON; those of a policy hold nothing that JSON escapes, or show as such */
    return quoted.n >= 2 && quoted.p[0] == '"' ? (ru_str){quoted.p + 1, quoted.n - 2} : RU_STR("");
}

static ru_str source_of(ru_explainer *x, const ru_limit_info *info) {
    ru_str cite = json_text(info->cite_json), nature = json_text(info->nature_json), status = json_text(info->status_json);
    bool examiner = x->audience == RUTH_FOR_EXAMINER;
    if (!cite.n && !nature.n) return RU_STR("");
    RU_BUF_LIT(&x->words, " [");
    ru_buf_str(&x->words, cite);
    if (cite.n && nature.n) RU_BUF_LIT(&x->words, ", ");
    ru_buf_str(&x->words, nature);
    if (examiner && status.n) {
        RU_BUF_LIT(&x->words, ", ");
        ru_phrase_put(&x->words, x->french, RU_SAY_STATUS, &status, 1);
    }
    ru_buf_char(&x->words, ']');
    return ru_explain_keep(x);
}

/* All effects of a limit on a line; then why, and what would be without it, once. */
static void say_changing(ru_explainer *x, size_t first, size_t end) {
    size_t limit = x->held[first].listed->limit;
    const ru_limit_info *info = &x->session->policy->limits[limit];
    bool examiner = x->audience == RUTH_FOR_EXAMINER;
    parts effects = {x, RU_STR("")};
    for (size_t i = first; i < end; i++) add(&effects, ru_explain_effect(x, x->held[i].listed));
    ru_str source = source_of(x, info);
    ru_buf_printf(&x->words, "%.*s %.*s%.*s", (int)info->id.n, info->id.p, (int)effects.text.n, effects.text.p, (int)source.n, source.p);
    ru_explain_item(x, 2, ru_explain_keep(x));
    ru_str because = ru_explain_because(x, RU_KIND_LIMIT, limit, NULL), without = RU_SAY1(x, RU_SAY_WITHOUT, ru_explain_outcome_without(x, &x->held[first]));
    ru_buf_str(&x->words, because);
    if (because.n) RU_BUF_LIT(&x->words, ". ");
    ru_buf_str(&x->words, without);
    ru_explain_put(x, 4, ru_explain_keep(x));
    if (!examiner) return;
    ru_explain_conditions(x, ru_explain_trace(x, RU_KIND_LIMIT, limit), 4, true);
    const ru_trace *only_if = ru_explain_only_if(x, limit);
    if (only_if) ru_explain_put(x, 4, RU_STR("only_if"));
    ru_explain_conditions(x, only_if, 6, true);
}

static size_t end_of(const ru_explainer *x, size_t first) {
    size_t end = first + 1;
    while (end < x->held_count && x->held[end].listed->limit == x->held[first].listed->limit) end++;
    return end;
}

static ru_phrase kind_of(const ru_explainer *x, const ru_listed *l) {
    switch (l->effect) {
    case RU_FORBID: return RU_SAY_KIND_FORBID;
    case RU_HOURS: return RU_SAY_KIND_HOURS;
    case RU_AT_MOST: return RU_SAY_KIND_COUNTS;
    case RU_WAIT: return RU_SAY_KIND_WAITS;
    case RU_CLOSED_IN: return RU_SAY_KIND_CLOSED;
    case RU_CEILING: return RU_SAY_KIND_CEILING;
    case RU_LEAVE_AT_LEAST: return RU_SAY_KIND_LEAVES;
    case RU_ONLY_IF: return x->session->d.limits[l->limit].met == RU_FALSE ? RU_SAY_KIND_NEEDS : RU_SAY_KIND_NEEDS_MAYBE;
    case RU_TONE_AT_MOST: return RU_SAY_KIND_TONE;
    case RU_ACTION_AT_MOST: return RU_SAY_KIND_ACTION;
    default: return RU_SAY_KIND_HAND_OVER;
    }
}

/* ---- limits that share a line ---- */
/* The first fact because of which it is not known whether a limit applies; n 0: it does, or does not, or no one fact says. */
static ru_str waits_for(ru_explainer *x, size_t limit) {
    const ru_trace *t = x->session->d.limits[limit].holds == RU_MAYBE ? ru_explain_trace(x, RU_KIND_LIMIT, limit) : NULL;
    return t ? ru_trace_reason(t)->fact : RU_STR("");
}

static void put_id(ru_explainer *x, size_t limit, size_t *n) {
    if ((*n)++) RU_BUF_LIT(&x->words, ", ");
    ru_buf_str(&x->words, x->session->policy->limits[limit].id);
}

/* "18 limits may be in the way as long as jurisdiction is not known: a, b"; those that are told so are done. */
static void say_waiting(ru_explainer *x, uint8_t *done) {
    enum { FEWEST = 3 };
    ru_str *facts = RU_NEWS(&x->arena, ru_str, x->held_count + 1);
    if (!facts) x->failed = true;
    for (size_t i = 0; facts && i < x->held_count; i++) facts[i] = x->held[i].changes ? RU_STR("") : waits_for(x, x->held[i].listed->limit);
    for (size_t i = 0; facts && i < x->held_count; i++) {
        size_t n = 0, count = 0, last = SIZE_MAX;
        if (done[i] || !facts[i].n) continue;
        for (size_t k = i; k < x->held_count; k++) { /* entries of one limit stand together */
            count += ru_str_eq(facts[k], facts[i]) && x->held[k].listed->limit != last;
            last = x->held[k].listed->limit;
        }
        if (count < FEWEST) continue;
        last = SIZE_MAX;
        for (size_t k = i; k < x->held_count; k++) {
            if (!ru_str_eq(facts[k], facts[i])) continue;
            if (x->held[k].listed->limit != last) put_id(x, x->held[k].listed->limit, &n);
            last = x->held[k].listed->limit;
            done[k] = 1;
        }
        ru_str ids = ru_explain_keep(x);
        ru_explain_item(x, 2, RU_SAY3(x, RU_SAY_LIMITS_WAITING, ru_explain_number(x, (int64_t)count), facts[i], ids));
    }
}

/* Limits that wait for the same fact share a line; of the others, those that do the same until the same instant: "forbid, until …: a, b". */
static void say_same(ru_explainer *x) {
    bool any = false;
    uint8_t *done = RU_NEWS(&x->arena, uint8_t, x->held_count + 1);
    if (!done) x->failed = true;
    for (size_t i = 0; i < x->held_count; i++) any |= !x->held[i].changes;
    if (!done || !any) return;
    memset(done, 0, x->held_count + 1);
    ru_explain_put(x, 2, RU_SAY0(x, RU_SAY_LIMITS_SAME));
    if (!x->all) say_waiting(x, done);
    for (size_t i = 0; i < x->held_count; i++) {
        const ru_listed *l = x->held[i].listed;
        ru_phrase kind = kind_of(x, l);
        if (done[i] || x->held[i].changes) continue;
        ru_str words = RU_SAY0(x, kind), until = l->until == INT64_MAX ? RU_SAY0(x, RU_SAY_UNTIL_FACT) : RU_SAY1(x, RU_SAY_UNTIL, ru_explain_when(x, l->until));
        ru_buf_printf(&x->words, "%.*s%.*s%s: ", (int)words.n, words.p, (int)until.n, until.p, x->french ? "\xC2\xA0" : "");
        for (size_t k = i, n = 0; k < x->held_count; k++) {
            const ru_listed *other = x->held[k].listed;
            if (done[k] || x->held[k].changes || other->until != l->until || kind_of(x, other) != kind) continue;
            done[k] = 1;
            put_id(x, other->limit, &n);
        }
        ru_explain_item(x, 2, ru_explain_keep(x));
    }
}

/* ---- every limit, for an examiner ---- */
typedef struct reason {
    ru_tri outcome;
    ru_str written, fact;
    bool told;
} reason;

/* Do two limits apply, or not, for the same reason: the same fact that is not known, the same condition that is not so? */
static bool same_reason(const reason *a, const reason *b) {
    if (a->outcome != b->outcome || a->outcome == RU_TRUE) return false;
    return a->outcome == RU_MAYBE ? a->fact.n && ru_str_eq(a->fact, b->fact) : a->written.n && ru_str_eq(a->written, b->written);
}

static void say_one(ru_explainer *x, size_t i, const reason *why) {
    const ru_policy *p = x->session->policy;
    ru_str source = source_of(x, &p->limits[i]), no = why->outcome == RU_FALSE ? RU_SAY0(x, RU_SAY_NOT_APPLYING) : RU_STR("");
    const ru_rule *r = &p->limits[i].rule;
    ru_buf_printf(&x->words, "%.*s (%.*s:%d)%.*s", (int)r->id.n, r->id.p, (int)r->file.n, r->file.p, r->line, (int)source.n, source.p);
    if (no.n) ru_buf_printf(&x->words, " %.*s", (int)no.n, no.p);
    if (why->written.n) ru_buf_printf(&x->words, ": %.*s", (int)why->written.n, why->written.p);
    ru_explain_mark(x, 2, why->outcome, ru_explain_keep(x));
}

static bool said_together(ru_explainer *x, reason *reasons, size_t first, size_t count) {
    enum { FEWEST = 3 };
    size_t n = 0, like = 0;
    for (size_t k = first; k < count; k++) like += same_reason(&reasons[first], &reasons[k]);
    if (x->all || like < FEWEST) return false;
    for (size_t k = first; k < count; k++) {
        if (!same_reason(&reasons[first], &reasons[k])) continue;
        put_id(x, k, &n);
        reasons[k].told = true;
    }
    ru_str ids = ru_explain_keep(x), many = ru_explain_number(x, (int64_t)like);
    bool maybe = reasons[first].outcome == RU_MAYBE;
    ru_explain_mark(x, 2, reasons[first].outcome,
                    RU_SAY3(x, maybe ? RU_SAY_LIMITS_MAYBE : RU_SAY_LIMITS_NOT, many, maybe ? reasons[first].fact : reasons[first].written, ids));
    return true;
}

/* Also those that do not apply, with the condition because of which they do not; many for one reason share a line, unless all is asked for. */
static void say_all(ru_explainer *x) {
    size_t count = x->session->policy->charter.limit_count;
    reason *reasons = RU_NEWS(&x->arena, reason, count + 1);
    ru_explain_head(x, RU_SAY_ALL_LIMITS);
    if (!reasons) {
        x->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const ru_trace *t = ru_explain_trace(x, RU_KIND_LIMIT, i);
        if (!t) return;
        const ru_trace *why = t->outcome == RU_TRUE ? NULL : ru_trace_reason(t);
        reasons[i] = (reason){.outcome = t->outcome, .written = why ? why->written : RU_STR(""), .fact = why ? why->fact : RU_STR("")};
    }
    for (size_t i = 0; i < count; i++)
        if (!reasons[i].told && !said_together(x, reasons, i, count)) say_one(x, i, &reasons[i]);
}

void ru_explain_limits(ru_explainer *x) {
    ru_explain_head(x, RU_SAY_LIMITS);
    if (!x->held_count) ru_explain_put(x, 2, RU_SAY0(x, RU_SAY_LIMITS_NONE));
    for (size_t i = 0, end; i < x->held_count; i = end) {
        end = end_of(x, i);
        if (x->held[i].changes || x->audience == RUTH_FOR_EXAMINER) say_changing(x, i, end);
    }
    if (x->audience != RUTH_FOR_EXAMINER) say_same(x);
    else say_all(x);
}
