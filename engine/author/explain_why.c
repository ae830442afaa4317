/* explain_why.c: for each stage the rule that decided it, why it says so, and every condition with its value and where that came from. */
#include "engine/author/explain.h"

/* "days_past_due = at_most(number.early_until) (early_until is 15): 12 days, given in the request" */
static ru_str leaf_text(ru_explainer *x, const ru_trace *t) {
    ru_str value = RU_STR(""), source = RU_STR("");
    if (t->op == RU_TRACE_ATOM && t->slot >= 0) {
        value = ru_explain_value(x, &x->session->policy->schema->facts.items[t->slot], &x->session->request.facts[t->slot]);
        source = ru_explain_source(x, t->slot);
    } else if (t->op == RU_TRACE_ATOM) {
        value = ru_explain_stage_value(x, t->fact);
        source = ru_explain_source(x, -1);
    }
    ru_buf_str(&x->words, t->op == RU_TRACE_OTHERWISE ? RU_STR("") : t->written);
    if (t->op == RU_TRACE_OTHERWISE) ru_phrase_put(&x->words, x->french, RU_SAY_ALWAYS, NULL, 0);
    if (t->figures.n) {
        RU_BUF_LIT(&x->words, " (");
        ru_buf_str(&x->words, t->figures);
        RU_BUF_LIT(&x->words, ")");
    }
    if (value.n) {
        ru_buf_str(&x->words, x->french ? RU_STR("\xC2\xA0: ") : RU_STR(": "));
        ru_buf_str(&x->words, value);
        RU_BUF_LIT(&x->words, ", ");
        ru_buf_str(&x->words, source);
    }
    return ru_explain_keep(x);
}

/* An officer wants what made it so: of alternatives those that hold, or those that are open. */
static bool worth_showing(const ru_trace *t, const ru_trace *part, bool everything) {
    if (everything || t->op != RU_TRACE_ANY || t->outcome == RU_FALSE) return true;
    return part->outcome == t->outcome;
}

static void show(ru_explainer *x, const ru_trace *t, int indent, bool everything) {
    const char *word = t->op == RU_TRACE_ANY ? "any_of" : t->op == RU_TRACE_NONE ? "none_of_these" : t->op == RU_TRACE_ALL ? "all_of" : "unless";
    bool named = t->op == RU_TRACE_CIRCUMSTANCE || t->op == RU_TRACE_APPLIES;
    if (!t->count) {
        ru_explain_mark(x, indent, t->outcome, leaf_text(x, t));
        return;
    }
    ru_explain_mark(x, indent, t->outcome, named ? t->written : ru_str_of(word));
    for (size_t i = 0; i < t->count; i++)
        if (worth_showing(t, t->items[i], everything)) show(x, t->items[i], indent + 2, everything);
}

void ru_explain_conditions(ru_explainer *x, const ru_trace *t, int indent, bool everything) {
    if (!t) return;
    for (size_t i = 0; i < t->count; i++) show(x, t->items[i], indent, everything);
    if (!t->count) ru_explain_mark(x, indent, t->outcome, RU_SAY0(x, RU_SAY_NO_CONDITION));
}

/* ---- the deciding rule of a stage ---- */
static ru_str place_of(ru_explainer *x, const ru_rule *r) {
    ru_buf_printf(&x->words, "%.*s:%d", (int)r->file.n, r->file.p, r->line);
    return ru_explain_keep(x);
}

static uint64_t refused(const ru_explainer *x, ru_stage_kind stage) {
    const ru_permission *m = &x->session->d.permission;
    if (stage == RU_WHY_ACTION) return m->actions_refused & ~((uint64_t)1 << x->outcome.action);
    if (stage == RU_WHY_TONE) return m->tones_refused & ~((uint64_t)1 << x->outcome.tone);
    return 0;
}

static void say_around(ru_explainer *x, const ru_decider *d, ru_stage_kind stage) {
    uint64_t given_up = refused(x, stage);
    size_t names = stage == RU_WHY_ACTION ? (size_t)x->session->policy->charter.ladders.action_count : (size_t)x->session->policy->charter.ladders.tone_count;
    if (given_up) ru_explain_put(x, 4, RU_SAY1(x, RU_SAY_INSTEAD_OF, ru_explain_names(x, d->names, names, given_up)));
    else if (d->is != d->proposed) ru_explain_put(x, 4, RU_SAY1(x, RU_SAY_GAVE_WAY, d->names[d->proposed].name));
    if (d->rule < 0 || d->certain) return;
    static const char *const stages[] = {"segment", "action", "tone"};
    ru_str what = ru_explain_kept_open(x, d, true);
    ru_explain_put(x, 4,
                   RU_SAY2(x, RU_SAY_ONLY_POSSIBLE, what.n ? what : RU_SAY0(x, RU_SAY_WHAT_COMES_BEFORE), ru_explain_stage_value(x, ru_str_of(stages[stage]))));
}

/* `said`: the reason given last, which is not given twice. */
static void say_stage(ru_explainer *x, ru_stage_kind stage, bool everything, ru_str *said) {
    static const ru_phrase heads[] = {RU_SAY_SEGMENT, RU_SAY_ACTION, RU_SAY_TONE, RU_SAY_CHANNEL};
    ru_decider d = ru_explain_decider(x, stage);
    if (d.is < 0) return;
    ru_str head = RU_SAY1(x, heads[stage], d.names[d.is].name);
    ru_str tail = RU_SAY0(x, RU_SAY_NO_RULE);
    if (d.rule >= 0) {
        const ru_rule *r = &d.rules->items[d.rule];
        ru_str because = d.certain ? ru_explain_because(x, d.kind, (size_t)d.rule, NULL) : RU_STR(""); /* of a rule that may not apply, no reason is given */
        bool again = !because.n || ru_str_eq(because, *said);
        tail = again ? RU_SAY2(x, RU_SAY_BY_RULE_ALONE, r->id, place_of(x, r)) : RU_SAY3(x, RU_SAY_BY_RULE, r->id, place_of(x, r), because);
        *said = because;
    }
    ru_buf_str(&x->words, head);
    ru_buf_str(&x->words, tail);
    ru_explain_put(x, 2, ru_explain_keep(x));
    say_around(x, &d, stage);
    if (d.rule >= 0) ru_explain_conditions(x, ru_explain_trace(x, d.kind, (size_t)d.rule), 4, everything);
}

/* ---- every rule considered ---- */
static void say_considered(ru_explainer *x, ru_kind kind, size_t rule) {
    const ru_rule *r = ru_explain_rule(x, kind, rule);
    const ru_trace *t = ru_explain_trace(x, kind, rule);
    if (!t) return;
    const ru_trace *why = t->outcome == RU_TRUE ? NULL : ru_trace_reason(t);
    ru_str reason = why && why != t ? leaf_text(x, why) : RU_STR(""), place = place_of(x, r);
    ru_buf_printf(&x->words, "%.*s (%.*s)", (int)r->id.n, r->id.p, (int)place.n, place.p);
    if (reason.n) {
        ru_buf_str(&x->words, x->french ? RU_STR("\xC2\xA0: ") : RU_STR(": "));
        ru_buf_str(&x->words, reason);
    }
    ru_explain_mark(x, 4, t->outcome, ru_explain_keep(x));
}

static void say_every_rule(ru_explainer *x) {
    static const struct {
        ru_kind kind;
        ru_phrase name;
        int stage;
    } kinds[] = {{RU_KIND_SEGMENT, RU_SAY_STAGE_SEGMENT, RU_WHY_SEGMENT}, {RU_KIND_PLAN, RU_SAY_STAGE_PLANS, -1},
                 {RU_KIND_REFERRAL, RU_SAY_STAGE_REFERRALS, -1},          {RU_KIND_ACTION, RU_SAY_STAGE_ACTION, RU_WHY_ACTION},
                 {RU_KIND_TONE, RU_SAY_STAGE_TONE, RU_WHY_TONE},          {RU_KIND_CHANNEL, RU_SAY_STAGE_CHANNEL, RU_WHY_CHANNEL}};
    ru_explain_head(x, RU_SAY_RULES_CONSIDERED);
    for (size_t k = 0; k < RU_COUNT(kinds); k++) {
        size_t count = kinds[k].stage < 0 ? ru_explain_rules(x, kinds[k].kind)->count : ru_explain_decider(x, (ru_stage_kind)kinds[k].stage).considered;
        if (count) ru_explain_put(x, 2, RU_SAY0(x, kinds[k].name));
        for (size_t i = 0; i < count; i++) say_considered(x, kinds[k].kind, i);
    }
}

void ru_explain_why(ru_explainer *x) {
    bool everything = x->audience == RUTH_FOR_EXAMINER;
    ru_str said = RU_STR("");
    ru_explain_head(x, RU_SAY_WHY);
    for (int stage = RU_WHY_SEGMENT; stage <= RU_WHY_CHANNEL; stage++)
        if (stage != RU_WHY_TONE || x->outcome.channel >= 0 || everything) say_stage(x, (ru_stage_kind)stage, everything, &said);
    if (x->all || everything) say_every_rule(x);
}
