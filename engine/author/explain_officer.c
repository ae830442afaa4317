/* explain_officer.c: one screen for whoever answers for a decision: what, why, what was held back, what is open, when again. */
#include "engine/author/explain.h"

/* ---- the decision, first ---- */
static ru_str every_words(ru_explainer *x, ru_every every) {
    static const ru_phrase words[] = {[RU_EVERY_WEEK] = RU_SAY_A_WEEK, [RU_EVERY_TWO_WEEKS] = RU_SAY_EVERY_TWO_WEEKS, [RU_EVERY_MONTH] = RU_SAY_A_MONTH};
    return RU_SAY0(x, words[every]);
}

static void say_plan(ru_explainer *x, const ru_plan_item *i) {
    ru_str id = x->session->policy->plans.items[i->plan].id, due = ru_explain_date(x, i->first_due);
    if (i->kind == RU_OFFER_PAUSE) {
        ru_explain_item(x, 1, RU_SAY2(x, RU_SAY_PLAN_PAUSE, id, due));
        return;
    }
    ru_str args[] = {id, ru_explain_number(x, i->count), ru_explain_money(x, i->instalment), every_words(x, i->every), due, ru_explain_money(x, i->total)};
    ru_str text = ru_explain_say(x, i->count == 1 ? RU_SAY_PLAN_LINE_ONE : RU_SAY_PLAN_LINE, args, RU_COUNT(args)),
           left = i->has_left ? RU_SAY1(x, RU_SAY_PLAN_LEFT, ru_explain_money(x, i->left)) : RU_STR("");
    ru_buf_str(&x->words, text);
    ru_buf_str(&x->words, left);
    ru_explain_item(x, 1, ru_explain_keep(x));
}

static void say_contact(ru_explainer *x) {
    const ru_policy *p = x->session->policy;
    const ru_outcome *o = &x->outcome;
    ru_str action = p->action_names[o->action].name;
    int proposed = x->session->d.permission.action_from;
    if (o->channel < 0) {
        if (proposed == o->action) ru_explain_put(x, 0, RU_SAY1(x, RU_SAY_NOBODY, action));
        else ru_explain_put(x, 0, RU_SAY2(x, RU_SAY_NOBODY_HELD, action, p->action_names[proposed].name));
        return;
    }
    ru_str args[] = {action, p->tone_names[o->tone].name, p->messages[o->message].id, p->schema->languages[x->session->d.lang]};
    ru_explain_put(x, 0, RU_SAY2(x, RU_SAY_CONTACT_WHEN, ru_explain_channel(x, o->channel, RU_SAY_LETTER), ru_explain_span(x, o->from, o->until)));
    ru_explain_put(x, 0, ru_explain_say(x, RU_SAY_CONTACT_HOW, args, RU_COUNT(args)));
}

static void say_hand_over(ru_explainer *x) {
    const ru_decision *d = &x->session->d;
    if (x->outcome.team < 0) return;
    ru_str team = ru_explain_team(x, x->outcome.team);
    ru_str text = x->outcome.by == INT64_MAX ? RU_SAY1(x, RU_SAY_HAND_OVER_OPEN, team) : RU_SAY2(x, RU_SAY_HAND_OVER, team, ru_explain_when(x, x->outcome.by));
    ru_str maybe = d->limits[d->hand_overs[0]].holds == RU_MAYBE ? RU_SAY0(x, RU_SAY_HAND_OVER_MAYBE) : RU_STR("");
    ru_buf_str(&x->words, text);
    if (maybe.n) ru_buf_char(&x->words, ' ');
    ru_buf_str(&x->words, maybe);
    ru_explain_put(x, 0, ru_explain_keep(x));
}

static void say_card(ru_explainer *x) {
    const ru_session *s = x->session;
    if (s->d.card < 0) return;
    const ru_card *card = &s->policy->cards[s->d.card];
    int lang = card->by_lang[x->language].opening ? x->language : 0;
    ru_template_write(&x->words, s, card->by_lang[lang].opening, lang, s->d.menu_count ? &s->d.menu[0] : NULL);
    ru_str opening = ru_explain_keep(x);
    ru_explain_put(x, 0, RU_SAY2(x, RU_SAY_CARD, card->id, opening));
}

static void say_choice(ru_explainer *x) {
    ru_session *s = x->session;
    ru_choice_answer a;
    if (!s->request.taken.given) return;
    if (!ru_choice_find(s, &a)) {
        x->failed = true;
        return;
    }
    if (a.line) {
        ru_explain_put(x, 0, RU_SAY0(x, RU_SAY_AGREED));
        say_plan(x, a.line);
        return;
    }
    for (size_t i = 0; i < a.changed.fact_count; i++) {
        if (i) RU_BUF_LIT(&x->words, ", ");
        ru_buf_str(&x->words, s->policy->schema->facts.items[a.changed.facts[i].slot].name);
    }
    ru_str changed = ru_explain_keep(x);
    ru_explain_put(x, 0,
                   changed.n ? RU_SAY2(x, RU_SAY_CHOICE_REFUSED, s->request.taken.id, changed) : RU_SAY1(x, RU_SAY_CHOICE_REFUSED_PLAIN, s->request.taken.id));
}

static void say_offer(ru_explainer *x) {
    ru_counter c;
    if (!x->session->request.bid.given) return;
    if (!ru_counter_find(x->session, &c)) {
        x->failed = true;
        return;
    }
    ru_str binds = ru_str_of(ru_binding_name(c.binds));
    ru_explain_put(x, 0, c.accepted ? RU_SAY0(x, RU_SAY_OFFER_ACCEPTED) : RU_SAY1(x, c.has_item ? RU_SAY_OFFER_NEAREST : RU_SAY_OFFER_HUMAN, binds));
    if (c.has_item) say_plan(x, &c.item);
}

static void say_decision(ru_explainer *x) {
    const ru_decision *d = &x->session->d;
    const ru_rules *referrals = &x->session->policy->referrals;
    say_contact(x);
    say_hand_over(x);
    say_card(x);
    if (d->menu_count) ru_explain_put(x, 0, RU_SAY0(x, RU_SAY_PLANS_OFFERED));
    for (size_t i = 0; i < d->menu_count; i++) say_plan(x, &d->menu[i]);
    size_t n = 0;
    for (size_t i = 0; i < referrals->count; i++) {
        if (d->referrals[i] != RU_TRUE) continue;
        if (n++) RU_BUF_LIT(&x->words, ", ");
        ru_buf_str(&x->words, referrals->items[i].id);
    }
    ru_str named = ru_explain_keep(x);
    if (n) ru_explain_put(x, 0, RU_SAY1(x, RU_SAY_REFERRED, named));
    say_choice(x);
    say_offer(x);
}

static void say_examiner_head(ru_explainer *x) {
    const ru_policy *p = x->session->policy;
    ru_str all = {x->decision.p, x->decision.n}, id = RU_STR("");
    for (size_t i = 0; i + 76 < all.n && !id.n; i++) /* the decision's id: 64 digits behind its key, which comes right after the request's id */
        if (!memcmp(all.p + i, "\",\"decision\":\"", 14)) id = (ru_str){all.p + i + 14, 64};
    ru_explain_put(x, 0, RU_SAY2(x, RU_SAY_DECISION_ID, id, x->session->request.id));
    ru_explain_put(x, 0, RU_SAY1(x, RU_SAY_JUDGED_AT, ru_explain_when(x, x->session->request.now)));
    ru_explain_put(x, 0, RU_SAY3(x, RU_SAY_POLICY, p->name, p->version, ru_str_of(p->digest_hex)));
    ru_explain_put(x, 0, RU_SAY1(x, RU_SAY_ENGINE, ru_str_of(p->engine_hex)));
    ru_buf_char(&x->out, '\n');
}

/* ---- what stays open ---- */
/* What it needs, when the plan or referral (counted on behind the plans) is only possible; n 0: it is not. */
static ru_str needs_of(ru_explainer *x, size_t i, ru_str *id) {
    const ru_policy *p = x->session->policy;
    const ru_decision *d = &x->session->d;
    bool plan = i < p->plans.count;
    size_t at = plan ? i : i - p->plans.count;
    const ru_rule *r = plan ? &p->plans.items[at] : &p->referrals.items[at];
    ru_unknown_report needs = {.fact_count = 0};
    *id = r->id;
    if ((plan ? d->plans[at] : d->referrals[at]) != RU_MAYBE) return RU_STR("");
    bool well = plan ? ru_needs(x->session, at, &needs) : ru_needs_rule(x->session, r->result, &needs);
    x->failed |= !well;
    ru_str text = well ? ru_explain_needs(x, &needs, true) : RU_STR("");
    return text.n ? text : RU_STR("\xE2\x80\xA6");
}

/* Those that need the same share a line. */
static void say_open(ru_explainer *x) {
    const ru_policy *p = x->session->policy;
    size_t count = p->plans.count + p->referrals.count;
    ru_str *needs = RU_NEWS(&x->arena, ru_str, count + 1), *ids = RU_NEWS(&x->arena, ru_str, count + 1);
    bool head = false;
    if (!needs || !ids) {
        x->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) needs[i] = needs_of(x, i, &ids[i]);
    for (size_t i = 0; i < count; i++) {
        ru_str need = needs[i];
        if (!need.n) continue;
        if (!head) ru_explain_head(x, RU_SAY_OPEN);
        head = true;
        for (size_t k = i, n = 0; k < count; k++) {
            if (!needs[k].n || !ru_str_eq(needs[k], need)) continue;
            if (n++) RU_BUF_LIT(&x->words, ", ");
            ru_buf_str(&x->words, ids[k]);
            needs[k].n = 0;
        }
        ru_explain_item(x, 2, RU_SAY2(x, RU_SAY_OPEN_LINE, ru_explain_keep(x), need));
    }
}

/* ---- what is not known ---- */
static ru_str stages_of(ru_explainer *x, uint32_t stages) {
    bool first = true;
    for (int i = 0; i < 8; i++) {
        if (!(stages >> i & 1)) continue;
        if (!first) RU_BUF_LIT(&x->words, ", ");
        first = false;
        ru_phrase_put(&x->words, x->french, (ru_phrase)(RU_SAY_STAGE_SEGMENT + i), NULL, 0);
    }
    return ru_explain_keep(x);
}

static void say_question(ru_explainer *x, const ru_open *o) {
    const ru_fact *f = &x->session->policy->schema->facts.items[o->slot];
    ru_str question = ru_fact_question(f, x->language), stages = stages_of(x, o->stages);
    ru_buf_printf(&x->words, "%.*s (%.*s)%s: %.*s", (int)f->name.n, f->name.p, (int)stages.n, stages.p, x->french ? "\xC2\xA0" : "", (int)question.n,
                  question.n ? question.p : "");
    if (!question.n) x->words.n -= x->french ? 4 : 2; /* no question: no colon */
    ru_explain_item(x, 2, ru_explain_keep(x));
}

/* Those that keep most open first, as `ask` has them; an officer is shown the first few in full. */
static void say_unknown(ru_explainer *x) {
    enum { SHOWN = 3 };
    const ru_unknown_report *r = &x->session->d.unknown;
    ru_unknown_report rest = {.contact_fields = r->contact_fields, .contacts = r->contacts, .debt = r->debt};
    size_t room = x->audience == RUTH_FOR_EXAMINER || x->all ? r->fact_count : SHOWN, shown = 0;
    int most = 0;
    if (!r->fact_count && !r->contacts && !r->contact_fields && !r->debt) return;
    rest.facts = RU_NEWS(&x->arena, ru_open, r->fact_count + 1);
    if (!rest.facts) {
        x->failed = true;
        return;
    }
    ru_explain_head(x, RU_SAY_UNKNOWN);
    for (size_t i = 0; i < r->fact_count; i++)
        if (r->facts[i].rules > most) most = r->facts[i].rules;
    for (int rules = most; rules > 0; rules--)
        for (size_t i = 0; i < r->fact_count; i++) {
            if (r->facts[i].rules != rules) continue;
            if (shown++ < room) say_question(x, &r->facts[i]);
            else rest.facts[rest.fact_count++] = r->facts[i];
        }
    ru_str others = ru_explain_needs(x, &rest, true);
    if (others.n) ru_explain_put(x, 2, RU_SAY1(x, RU_SAY_UNKNOWN_OTHERS, others));
}

/* ---- when again ---- */
static ru_str ending_limits(ru_explainer *x, int64_t at) {
    const ru_decision *d = &x->session->d;
    size_t n = 0, last = SIZE_MAX;
    for (size_t i = 0; i < d->listed_count; i++) {
        if (d->listed[i].until != at || d->listed[i].limit == last) continue;
        last = d->listed[i].limit;
        if (n++) RU_BUF_LIT(&x->words, ", ");
        ru_buf_str(&x->words, x->session->policy->limits[last].id);
    }
    return ru_explain_keep(x);
}

static ru_str moving_facts(ru_explainer *x) {
    const ru_policy *p = x->session->policy;
    size_t n = 0;
    for (size_t pass = 0; pass < 2; pass++) {
        const int *slots = pass ? p->day_span_slots : p->moving_slots;
        size_t count = pass ? p->day_span_count : p->moving_count;
        for (size_t i = 0; i < count; i++) {
            bool seen = false;
            for (size_t k = 0; pass && k < p->moving_count; k++) seen |= p->moving_slots[k] == slots[i];
            if (seen || x->session->request.facts[slots[i]].state != RU_VALUE) continue;
            if (n++) RU_BUF_LIT(&x->words, ", ");
            ru_buf_str(&x->words, p->schema->facts.items[slots[i]].name);
        }
    }
    return ru_explain_keep(x);
}

static ru_str why_then(ru_explainer *x, int64_t at) {
    ru_again a = ru_explain_again(x, at);
    if (a.limits) return RU_SAY1(x, RU_SAY_BECAUSE_LIMITS, ending_limits(x, at));
    if (a.day) {
        ru_str facts = moving_facts(x);
        return facts.n ? RU_SAY1(x, RU_SAY_BECAUSE_DAY, facts) : RU_SAY0(x, RU_SAY_BECAUSE_DAY_ALONE);
    }
    return RU_SAY0(x, a.expires ? RU_SAY_BECAUSE_EXPIRES : RU_SAY_BECAUSE_TIME);
}

static void say_again(ru_explainer *x) {
    const ru_decision *d = &x->session->d;
    ru_explain_head(x, RU_SAY_AGAIN);
    if (d->again_at == INT64_MAX) ru_explain_put(x, 2, RU_SAY0(x, RU_SAY_AGAIN_NEVER));
    else ru_explain_put(x, 2, RU_SAY2(x, RU_SAY_AGAIN_AT, ru_explain_when(x, d->again_at), why_then(x, d->again_at)));
    if (d->good_until == INT64_MAX) ru_explain_put(x, 2, RU_SAY0(x, RU_SAY_GOOD_ALWAYS));
    else if (d->good_until != d->again_at) ru_explain_put(x, 2, RU_SAY2(x, RU_SAY_GOOD_UNTIL, ru_explain_when(x, d->good_until), why_then(x, d->good_until)));
}

static void say_failures(ru_explainer *x) {
    const ru_decision *d = &x->session->d;
    if (x->failure_count) ru_explain_head(x, RU_SAY_FAILURES);
    for (size_t i = 0; i < x->failure_count; i++)
        ru_explain_item(x, 2, RU_SAY3(x, RU_SAY_FAILURE, d->failures[i].kind, d->failures[i].id, ru_str_of(d->failures[i].code)));
}

void ru_explain_officer(ru_explainer *x) {
    if (x->audience == RUTH_FOR_EXAMINER) say_examiner_head(x);
    say_decision(x);
    ru_explain_why(x);
    ru_explain_limits(x);
    say_open(x);
    say_unknown(x);
    say_again(x);
    say_failures(x);
}
