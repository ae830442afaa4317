/* explain_person.c: the same decision for the person it is about: plain words, no names of rules, files or facts; what they can do; what comes next. */
#include "engine/author/explain.h"

enum { FACTS = 8, QUESTIONS = 3, REASONS = 3 };

/* ---- what we decided ---- */
/* What stands above the message, in the language it is sent in. */
static ru_str subject_of(ru_explainer *x) {
    const ru_decision *d = &x->session->d;
    const ru_policy *p = x->session->policy;
    const ru_template *t =
        p->messages[x->outcome.message].by_lang[d->lang].variants[x->outcome.channel * p->charter.ladders.tone_count + d->variant_tone].subject;
    if (!t || x->language != d->lang) return RU_STR("");
    ru_template_write(&x->words, x->session, t, d->lang, d->menu_count ? &d->menu[0] : NULL);
    return ru_explain_keep(x);
}

static void say_contact(ru_explainer *x) {
    const ru_policy *p = x->session->policy;
    const ru_outcome *o = &x->outcome;
    static const struct {
        const char *purpose;
        ru_phrase phrase;
    } purposes[] = {{"thanks", RU_SAY_YOU_THANKS}, {"help", RU_SAY_YOU_HELP}, {"demand", RU_SAY_YOU_DEMAND}, {"legal", RU_SAY_YOU_LEGAL}};
    const ru_message *m = &p->messages[o->message];
    ru_str how = ru_explain_channel(x, o->channel, RU_SAY_YOU_LETTER), when = RU_SAY1(x, RU_SAY_YOU_WHEN, ru_explain_span(x, o->from, o->until)),
           aim = RU_STR("");
    for (size_t i = 0; i < RU_COUNT(purposes); i++)
        if (ru_str_is(p->purposes[m->purpose].name, purposes[i].purpose)) aim = RU_SAY0(x, purposes[i].phrase);
    ru_buf_printf(&x->words, "%.*s %.*s", (int)how.n, how.p, (int)aim.n, aim.p);
    ru_explain_put(x, 0, ru_explain_keep(x));
    ru_explain_put(x, 0, when);
    ru_str subject = subject_of(x);
    if (subject.n) ru_explain_put(x, 0, RU_SAY1(x, RU_SAY_YOU_SUBJECT, subject));
}

static void say_hand_over(ru_explainer *x) {
    if (x->outcome.team < 0) return;
    ru_str team = ru_explain_team(x, x->outcome.team);
    ru_explain_put(x, 0,
                   x->outcome.by == INT64_MAX ? RU_SAY1(x, RU_SAY_YOU_HAND_OVER_OPEN, team)
                                              : RU_SAY2(x, RU_SAY_YOU_HAND_OVER, team, ru_explain_when(x, x->outcome.by)));
}

static void say_plan(ru_explainer *x, const ru_plan_item *i) {
    static const ru_phrase every[] = {
        [RU_EVERY_WEEK] = RU_SAY_EVERY_WEEK, [RU_EVERY_TWO_WEEKS] = RU_SAY_EVERY_TWO_WEEKS, [RU_EVERY_MONTH] = RU_SAY_EVERY_MONTH};
    ru_str due = ru_explain_date(x, i->first_due);
    if (i->kind == RU_OFFER_PAUSE) {
        ru_explain_item(x, 2, RU_SAY1(x, RU_SAY_YOU_PAUSE, due));
        return;
    }
    ru_str args[] = {ru_explain_number(x, i->count), ru_explain_money(x, i->instalment), RU_SAY0(x, every[i->every]), due};
    ru_explain_item(x, 2, ru_explain_say(x, i->count == 1 ? RU_SAY_YOU_PLAN_ONE : RU_SAY_YOU_PLAN, args, RU_COUNT(args)));
}

static void say_decision(ru_explainer *x) {
    const ru_decision *d = &x->session->d;
    ru_explain_head(x, RU_SAY_YOU_DECIDED);
    if (x->outcome.channel >= 0) say_contact(x);
    else ru_explain_put(x, 0, RU_SAY0(x, x->outcome.team >= 0 ? RU_SAY_YOU_NOBODY_HAND_OVER : RU_SAY_YOU_NOBODY));
    say_hand_over(x);
    if (d->menu_count) ru_explain_put(x, 0, RU_SAY0(x, RU_SAY_YOU_PLANS));
    for (size_t i = 0; i < d->menu_count; i++) say_plan(x, &d->menu[i]);
}

/* ---- why: in the words of the rules that decided ---- */
typedef struct reasons {
    ru_str said[REASONS];
    size_t count;
} reasons;

static void put_reason(ru_explainer *x, reasons *r, ru_str text) {
    if (!text.n || r->count == REASONS) return;
    for (size_t i = 0; i < r->count; i++)
        if (ru_str_eq(r->said[i], text)) return;
    if (!r->count) ru_explain_put(x, 0, RU_SAY0(x, RU_SAY_YOU_NOTED));
    r->said[r->count++] = text;
    bool stops = text.p[text.n - 1] == '.' || text.p[text.n - 1] == '!' || text.p[text.n - 1] == '?';
    ru_buf_printf(&x->words, "%.*s%s", (int)text.n, text.p, stops ? "" : ".");
    ru_explain_item(x, 2, ru_explain_keep(x));
}

static void say_why(ru_explainer *x) {
    reasons r = {.count = 0};
    bool open = false;
    ru_explain_head(x, RU_SAY_YOU_WHY);
    for (size_t i = 0; i < x->held_count; i++)
        if (x->held[i].matters && x->session->d.limits[x->held[i].listed->limit].holds == RU_TRUE && !r.count)
            put_reason(x, &r, ru_explain_because(x, RU_KIND_LIMIT, x->held[i].listed->limit, NULL));
    for (int stage = RU_WHY_SEGMENT; stage <= RU_WHY_ACTION; stage++) {
        ru_decider d = ru_explain_decider(x, (ru_stage_kind)stage);
        if (d.certain && (stage == RU_WHY_SEGMENT || d.is == d.proposed)) put_reason(x, &r, ru_explain_because(x, d.kind, (size_t)d.rule, NULL));
        if (d.rule < 0 || d.certain || open) continue;
        open = true;
        ru_str what = ru_explain_kept_open(x, &d, false);
        ru_explain_put(x, 0, what.n ? RU_SAY1(x, RU_SAY_YOU_GENTLER, what) : RU_SAY0(x, RU_SAY_YOU_GENTLER_ALONE));
    }
    if (!r.count && !open) ru_explain_put(x, 0, RU_SAY0(x, RU_SAY_YOU_NO_REASON));
}

/* ---- what it rests on ---- */
typedef struct basis {
    int slots[FACTS];
    size_t count;
} basis;

static void gather(basis *b, const ru_trace *t) {
    if (!t) return;
    if (t->op == RU_TRACE_ATOM && t->slot >= 0) {
        for (size_t i = 0; i < b->count; i++)
            if (b->slots[i] == t->slot) return;
        if (b->count < FACTS) b->slots[b->count++] = t->slot;
        return;
    }
    bool some = t->op == RU_TRACE_ANY && t->outcome != RU_FALSE;
    for (size_t i = 0; i < t->count; i++)
        if (!some || t->items[i]->outcome == t->outcome) gather(b, t->items[i]);
}

static ru_phrase told_by(const ru_explainer *x, int slot) {
    const ru_fact *f = &x->session->policy->schema->facts.items[slot];
    switch (ru_trace_from(x->session, slot)) {
    case RU_FROM_REQUEST: return ru_str_is(f->source, "person") ? RU_SAY_YOU_TOLD : RU_SAY_YOU_RECORDS;
    case RU_FROM_EXPIRED: return RU_SAY_YOU_TOO_OLD;
    case RU_FROM_DERIVED: return RU_SAY_YOU_WORKED_OUT;
    default: return RU_SAY_YOU_ASSUMED;
    }
}

static void say_fact(ru_explainer *x, int slot) {
    const ru_fact *f = &x->session->policy->schema->facts.items[slot];
    const ru_value *v = &x->session->request.facts[slot];
    ru_str name = ru_explain_fact(x, slot);
    if (v->state == RU_UNKNOWN) ru_explain_item(x, 2, RU_SAY1(x, RU_SAY_YOU_UNKNOWN, name));
    else ru_explain_item(x, 2, RU_SAY3(x, RU_SAY_YOU_FACT, name, ru_explain_value(x, f, v), RU_SAY0(x, told_by(x, slot))));
}

static void say_basis(ru_explainer *x) {
    basis b = {.count = 0};
    for (int stage = RU_WHY_SEGMENT; stage <= RU_WHY_ACTION; stage++) {
        ru_decider d = ru_explain_decider(x, (ru_stage_kind)stage);
        if (d.rule >= 0) gather(&b, ru_explain_trace(x, d.kind, (size_t)d.rule));
    }
    for (size_t i = 0; i < x->held_count; i++)
        if (x->held[i].matters) gather(&b, ru_explain_trace(x, RU_KIND_LIMIT, x->held[i].listed->limit));
    if (b.count) ru_explain_head(x, RU_SAY_YOU_RESTS);
    for (size_t i = 0; i < b.count; i++) say_fact(x, b.slots[i]);
}

/* ---- what they can do, and what we would like to know ---- */
static void say_ways_out(ru_explainer *x) {
    const ru_policy *p = x->session->policy;
    const ru_rules *referrals = &p->referrals;
    ru_explain_head(x, RU_SAY_YOU_CAN);
    ru_explain_item(x, 2, RU_SAY0(x, RU_SAY_YOU_CANNOT_PAY));
    ru_explain_item(x, 2, RU_SAY0(x, RU_SAY_YOU_CORRECT));
    ru_explain_item(x, 2, RU_SAY0(x, RU_SAY_YOU_PERSON));
    ru_explain_item(x, 2, RU_SAY0(x, RU_SAY_YOU_STOP));
    for (size_t i = 0; i < referrals->count; i++) {
        if (x->session->d.referrals[i] != RU_TRUE) continue;
        ru_str because = ru_explain_because(x, RU_KIND_REFERRAL, i, NULL);
        if (!because.n) continue;
        ru_buf_str(&x->words, because);
        if (because.p[because.n - 1] != '.') ru_buf_char(&x->words, '.');
        ru_explain_item(x, 2, RU_SAY1(x, RU_SAY_YOU_HELP_TOO, ru_explain_keep(x)));
        break;
    }
}

static void say_questions(ru_explainer *x) {
    const ru_unknown_report *r = &x->session->d.unknown;
    int most = 0;
    size_t n = 0;
    for (size_t i = 0; i < r->fact_count; i++)
        if (r->facts[i].rules > most) most = r->facts[i].rules;
    for (int rules = most; rules > 0; rules--)
        for (size_t i = 0; i < r->fact_count && n < QUESTIONS; i++) {
            ru_str question = ru_fact_question(&x->session->policy->schema->facts.items[r->facts[i].slot], x->language);
            if (r->facts[i].rules != rules || !question.n) continue;
            if (!n++) ru_explain_head(x, RU_SAY_YOU_QUESTIONS);
            ru_explain_item(x, 2, question);
        }
    if (n) ru_explain_put(x, 0, RU_SAY0(x, RU_SAY_YOU_QUESTIONS_FREE));
}

/* ---- what comes next ---- */
/* Until when every way to the person is closed for certain: the latest end of a limit that forbids them all. INT64_MIN: none does. */
static int64_t peace_until(const ru_explainer *x) {
    const ru_charter *c = &x->session->policy->charter;
    int64_t best = INT64_MIN;
    for (size_t i = 0; i < x->held_count; i++) {
        const ru_listed *l = x->held[i].listed;
        const ru_limit *limit = &c->limits[l->limit];
        bool all = limit->acts_on == RU_ON_CHANNEL && limit->actions == UINT64_MAX && limit->tones == UINT32_MAX;
        for (size_t w = 0; w < c->way_count; w++) all &= (limit->ways >> w & 1) != 0;
        if (all && l->effect == RU_FORBID && x->session->d.limits[l->limit].holds == RU_TRUE && l->until > best) best = l->until;
    }
    return best;
}

static void say_next(ru_explainer *x) {
    const ru_decision *d = &x->session->d;
    ru_explain_head(x, RU_SAY_YOU_NEXT);
    int64_t peace = x->outcome.channel >= 0 ? INT64_MIN : peace_until(x), now = x->session->request.now;
    if (x->outcome.team >= 0) {
        ru_explain_put(x, 0, RU_SAY1(x, RU_SAY_YOU_TEAM_NEXT, ru_explain_team(x, x->outcome.team)));
        if (peace > now && peace != INT64_MAX) ru_explain_put(x, 0, RU_SAY1(x, RU_SAY_YOU_MACHINE_QUIET, ru_explain_when(x, peace)));
    } else if (peace == INT64_MAX) ru_explain_put(x, 0, RU_SAY0(x, RU_SAY_YOU_PEACE_OPEN));
    else if (peace > now) ru_explain_put(x, 0, RU_SAY1(x, RU_SAY_YOU_PEACE, ru_explain_when(x, peace)));
    else if (d->again_at != INT64_MAX) ru_explain_put(x, 0, RU_SAY1(x, RU_SAY_YOU_AGAIN, ru_explain_when(x, d->again_at)));
    else ru_explain_put(x, 0, RU_SAY0(x, RU_SAY_YOU_AGAIN_OPEN));
    ru_template_write(&x->words, x->session, x->session->policy->inbound[x->language], x->language, NULL);
    ru_explain_put(x, 0, ru_explain_keep(x));
}

void ru_explain_person(ru_explainer *x) {
    say_decision(x);
    say_why(x);
    say_basis(x);
    say_ways_out(x);
    say_questions(x);
    say_next(x);
}
