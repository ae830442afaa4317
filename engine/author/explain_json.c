/* explain_json.c: an explanation for machines: the decision itself, every rule considered, every limit and what would be without it. Keys: docs/explain.md. */
#include "engine/author/explain.h"

#define KEY(b, text) ru_buf_put((b), (text), sizeof(text) - 1)

static const char *const tri_names[] = {[RU_FALSE] = "false", [RU_MAYBE] = "unknown", [RU_TRUE] = "true"};

static void put_text(ru_buf *b, ru_str s) { ru_json_put_string(b, s.p ? s : RU_STR("")); }

static void put_bool(ru_buf *b, bool v) { ru_buf_str(b, v ? RU_STR("true") : RU_STR("false")); }

static void put_name(ru_buf *b, const ru_ordinal *names, int at) {
    if (at < 0) KEY(b, "null");
    else put_text(b, names[at].name);
}

static void put_instant(ru_buf *b, int64_t t) {
    if (t == INT64_MAX) KEY(b, "null");
    else ru_json_put_instant(b, t);
}

/* ---- conditions ---- */
static void put_value(ru_explainer *x, const ru_trace *t) {
    static const char *const states[] = {[RU_UNKNOWN] = "\"not_known\"", [RU_NONE] = "\"none_on_file\"", [RU_VALUE] = "\"value\""};
    ru_buf *b = &x->out;
    if (t->slot < 0) {
        ru_str words = ru_explain_stage_value(x, t->fact);
        KEY(b, ",\"state\":\"value\",\"value\":");
        put_text(b, words);
        KEY(b, ",\"words\":");
        put_text(b, words);
        return;
    }
    const ru_fact *f = &x->session->policy->schema->facts.items[t->slot];
    const ru_value *v = &x->session->request.facts[t->slot];
    ru_str words = ru_explain_value(x, f, v);
    KEY(b, ",\"state\":");
    ru_buf_str(b, ru_str_of(states[v->state]));
    KEY(b, ",\"value\":");
    if (v->state == RU_VALUE) ru_value_write(b, f, v);
    else KEY(b, "null");
    KEY(b, ",\"words\":");
    put_text(b, words);
}

static void put_trace(ru_explainer *x, const ru_trace *t) {
    static const char *const ops[] = {"all", "any", "none", "unless", "circumstance", "applies", "atom", "coded", "otherwise", "dates"};
    ru_buf *b = &x->out;
    KEY(b, "{\"op\":");
    put_text(b, ru_str_of(ops[t->op]));
    KEY(b, ",\"written\":");
    put_text(b, t->written);
    KEY(b, ",\"figures\":");
    put_text(b, t->figures);
    ru_buf_printf(&x->words, t->column ? "%.*s:%d:%d" : "%.*s:%d", (int)t->file.n, t->file.p, t->line, t->column);
    ru_str place = ru_explain_keep(x);
    KEY(b, ",\"place\":");
    put_text(b, place);
    KEY(b, ",\"outcome\":");
    put_text(b, ru_str_of(tri_names[t->outcome]));
    KEY(b, ",\"fact\":");
    if (t->fact.n) put_text(b, t->fact);
    else KEY(b, "null");
    if (t->fact.n) {
        put_value(x, t);
        KEY(b, ",\"source\":");
        put_text(b, ru_str_of(ru_trace_from_name(ru_trace_from(x->session, t->slot))));
        ru_str source = ru_explain_source(x, t->slot);
        KEY(b, ",\"source_words\":");
        put_text(b, source);
    }
    KEY(b, ",\"items\":[");
    for (size_t i = 0; i < t->count; i++) {
        if (i) ru_buf_char(b, ',');
        put_trace(x, t->items[i]);
    }
    KEY(b, "]}");
}

static void put_conditions(ru_explainer *x, const ru_trace *t) {
    if (t) put_trace(x, t);
    else KEY(&x->out, "null");
}

/* ---- rules ---- */
static void put_rule(ru_explainer *x, ru_kind kind, size_t rule, const ru_ordinal *names, bool decided) {
    const ru_rule *r = ru_explain_rule(x, kind, rule);
    ru_trace *t = ru_explain_trace(x, kind, rule);
    ru_str because = ru_explain_because(x, kind, rule, NULL);
    ru_buf *b = &x->out;
    KEY(b, "{\"id\":");
    ru_buf_str(b, r->id_json);
    KEY(b, ",\"place\":");
    ru_buf_str(b, r->place_json);
    if (names) {
        KEY(b, ",\"is\":");
        put_name(b, names, r->is);
    }
    KEY(b, ",\"outcome\":");
    put_text(b, ru_str_of(tri_names[ru_match_result(x->session->run, (size_t)r->result)]));
    KEY(b, ",\"decided\":");
    put_bool(b, decided);
    KEY(b, ",\"because\":");
    put_text(b, because);
    KEY(b, ",\"conditions\":");
    put_conditions(x, t);
}

static void put_stage(ru_explainer *x, ru_stage_kind stage, const char *name) {
    ru_buf *b = &x->out;
    ru_decider d = ru_explain_decider(x, stage);
    ru_buf_printf(b, "%s\"%s\":{\"is\":", stage == RU_WHY_SEGMENT ? "" : ",", name);
    put_name(b, d.names, d.is);
    KEY(b, ",\"proposed\":");
    put_name(b, d.names, d.proposed);
    KEY(b, ",\"decided_by\":");
    if (d.rule >= 0) ru_buf_str(b, d.rules->items[d.rule].id_json);
    else KEY(b, "null");
    KEY(b, ",\"certain\":");
    put_bool(b, d.certain);
    KEY(b, ",\"considered\":[");
    for (size_t i = 0; i < d.considered; i++) {
        if (i) ru_buf_char(b, ',');
        put_rule(x, d.kind, i, d.names, d.rule == (int)i);
        ru_buf_char(b, '}');
    }
    KEY(b, "]}");
}

static void put_offers(ru_explainer *x, ru_kind kind, const char *name, const uint8_t *offered) {
    ru_buf *b = &x->out;
    const ru_rules *rules = ru_explain_rules(x, kind);
    ru_buf_printf(b, ",\"%s\":{\"considered\":[", name);
    for (size_t i = 0; i < rules->count; i++) {
        if (i) ru_buf_char(b, ',');
        put_rule(x, kind, i, NULL, offered[i] == RU_TRUE);
        KEY(b, ",\"offered\":");
        put_text(b, ru_str_of(tri_names[offered[i]]));
        ru_buf_char(b, '}');
    }
    KEY(b, "]}");
}

/* ---- limits ---- */
static void put_outcome(ru_explainer *x, const ru_outcome *o) {
    const ru_policy *p = x->session->policy;
    ru_buf *b = &x->out;
    KEY(b, "{\"action\":");
    put_name(b, p->action_names, o->action);
    KEY(b, ",\"tone\":");
    put_name(b, p->tone_names, o->tone);
    KEY(b, ",\"channel\":");
    put_name(b, p->channel_names, o->channel);
    KEY(b, ",\"from\":");
    put_instant(b, o->from);
    KEY(b, ",\"until\":");
    put_instant(b, o->until);
    KEY(b, ",\"plans\":[");
    for (size_t i = 0, n = 0; i < p->plans.count; i++) {
        if (!(o->plans >> i & 1)) continue;
        if (n++) ru_buf_char(b, ',');
        ru_buf_str(b, p->plans.items[i].id_json);
    }
    KEY(b, "],\"hand_over\":");
    put_name(b, p->teams, o->team);
    KEY(b, ",\"by\":");
    put_instant(b, o->by);
    ru_buf_char(b, '}');
}

static const char *effect_name(unsigned effect) {
    switch (effect) {
    case RU_FORBID: return "forbid";
    case RU_HOURS: return "hours";
    case RU_AT_MOST: return "at_most";
    case RU_WAIT: return "wait";
    case RU_CLOSED_IN: return "closed_in";
    case RU_CEILING: return "ceiling";
    case RU_LEAVE_AT_LEAST: return "leave_at_least";
    case RU_ONLY_IF: return "only_if";
    case RU_TONE_AT_MOST: return "tone_at_most";
    case RU_ACTION_AT_MOST: return "action_at_most";
    default: return "hand_over";
    }
}

static void put_limit(ru_explainer *x, const ru_held *h) {
    static const char *const about[] = {[RU_ON_ACTION] = "action", [RU_ON_TONE] = "tone", [RU_ON_CHANNEL] = "outbound", [RU_ON_PLAN] = "plan"};
    const ru_policy *p = x->session->policy;
    const ru_listed *l = h->listed;
    const ru_limit_info *info = &p->limits[l->limit];
    ru_str because = ru_explain_because(x, RU_KIND_LIMIT, l->limit, NULL), words = ru_explain_effect(x, l), without = ru_explain_outcome_without(x, h);
    ru_trace *when = ru_explain_trace(x, RU_KIND_LIMIT, l->limit), *only_if = ru_explain_only_if(x, l->limit);
    ru_buf *b = &x->out;
    KEY(b, "{\"id\":");
    ru_buf_str(b, info->id_json);
    KEY(b, ",\"place\":");
    ru_buf_str(b, info->rule.place_json);
    KEY(b, ",\"effect\":");
    put_text(b, ru_str_of(effect_name(l->effect)));
    KEY(b, ",\"on\":");
    if (l->on_channel >= 0) put_name(b, p->channel_names, l->on_channel);
    else put_text(b, ru_str_of(l->effect == RU_TONE_AT_MOST ? "tone" : l->effect == RU_ACTION_AT_MOST ? "action" : about[p->charter.limits[l->limit].acts_on]));
    KEY(b, ",\"until\":");
    put_instant(b, l->until);
    KEY(b, ",\"words\":");
    put_text(b, words);
    KEY(b, ",\"cite\":");
    ru_buf_str(b, info->cite_json);
    KEY(b, ",\"nature\":");
    ru_buf_str(b, info->nature_json);
    KEY(b, ",\"status\":");
    ru_buf_str(b, info->status_json);
    KEY(b, ",\"because\":");
    put_text(b, because);
    KEY(b, ",\"outcome\":");
    put_text(b, ru_str_of(tri_names[x->session->d.limits[l->limit].holds]));
    KEY(b, ",\"conditions\":");
    put_conditions(x, when);
    KEY(b, ",\"only_if\":");
    put_conditions(x, only_if);
    KEY(b, ",\"alone\":");
    put_bool(b, h->alone);
    KEY(b, ",\"changes\":");
    put_bool(b, h->changes);
    KEY(b, ",\"without\":");
    put_outcome(x, &h->without);
    KEY(b, ",\"without_words\":");
    put_text(b, without);
    ru_buf_char(b, '}');
}

/* ---- what is not known; when again ---- */
static void put_unknown(ru_explainer *x) {
    static const char *const stages[] = {"segment", "plans", "referrals", "action", "tone", "channel", "limits", "hand_over"};
    const ru_unknown_report *r = &x->session->d.unknown;
    ru_buf *b = &x->out;
    KEY(b, ",\"unknown\":[");
    for (size_t i = 0; i < r->fact_count; i++) {
        const ru_fact *f = &x->session->policy->schema->facts.items[r->facts[i].slot];
        ru_str question = ru_fact_question(f, x->language), words = ru_explain_fact(x, r->facts[i].slot);
        if (i) ru_buf_char(b, ',');
        KEY(b, "{\"fact\":");
        put_text(b, f->name);
        KEY(b, ",\"words\":");
        put_text(b, words);
        KEY(b, ",\"question\":");
        if (question.n) put_text(b, question);
        else KEY(b, "null");
        ru_buf_printf(b, ",\"rules\":%d,\"would_change\":[", r->facts[i].rules);
        for (size_t k = 0, n = 0; k < RU_COUNT(stages); k++) {
            if (!(r->facts[i].stages >> k & 1)) continue;
            if (n++) ru_buf_char(b, ',');
            put_text(b, ru_str_of(stages[k]));
        }
        KEY(b, "]}");
    }
    ru_buf_char(b, ']');
}

static void put_again(ru_explainer *x) {
    const ru_decision *d = &x->session->d;
    ru_again a = ru_explain_again(x, d->again_at);
    bool ends = d->again_at != INT64_MAX;
    ru_buf *b = &x->out;
    KEY(b, ",\"again\":{\"again_at\":");
    put_instant(b, d->again_at);
    KEY(b, ",\"good_until\":");
    put_instant(b, d->good_until);
    KEY(b, ",\"limits\":[");
    for (size_t i = 0, n = 0; i < d->listed_count; i++) {
        if (!ends || d->listed[i].until != d->again_at || (i && d->listed[i].limit == d->listed[i - 1].limit && d->listed[i - 1].until == d->again_at))
            continue;
        if (n++) ru_buf_char(b, ',');
        ru_buf_str(b, x->session->policy->limits[d->listed[i].limit].id_json);
    }
    KEY(b, "],\"new_day\":");
    put_bool(b, ends && a.day);
    KEY(b, ",\"expires\":");
    put_bool(b, ends && a.expires);
    ru_buf_char(b, '}');
}

void ru_explain_json(ru_explainer *x) {
    static const char *const names[] = {"segment", "action", "tone", "channel"};
    const ru_decision *d = &x->session->d;
    ru_buf *b = &x->out;
    KEY(b, "{\"decision\":");
    ru_buf_put(b, x->decision.p, x->decision.n);
    KEY(b, ",\"lang\":");
    put_text(b, x->session->policy->schema->languages[x->language]);
    KEY(b, ",\"stages\":{");
    for (int stage = RU_WHY_SEGMENT; stage <= RU_WHY_CHANNEL; stage++) put_stage(x, (ru_stage_kind)stage, names[stage]);
    put_offers(x, RU_KIND_PLAN, "plans", d->plans);
    put_offers(x, RU_KIND_REFERRAL, "referrals", d->referrals);
    KEY(b, "},\"limits\":[");
    for (size_t i = 0; i < x->held_count; i++) {
        if (i) ru_buf_char(b, ',');
        put_limit(x, &x->held[i]);
    }
    ru_buf_char(b, ']');
    put_unknown(x);
    put_again(x);
    ru_buf_char(b, '}');
}
