/* write.c: the decision as canonical bytes: the keys of the contract, in its order, always all of them. */
#include "engine/decide/session.h"

static void put_key(ru_buf *b, ru_str key) { ru_buf_str(b, key); }
#define KEY(b, text) put_key((b), RU_STR(text))

static void put_null(ru_buf *b) { RU_BUF_LIT(b, "null"); }

void ru_every_write(ru_buf *b, ru_every every) {
    static const ru_str names[RU_EVERY_COUNT] = {{"\"week\"", 6}, {"\"two_weeks\"", 11}, {"\"month\"", 7}};
    ru_buf_str(b, names[every]);
}

/* Words are put together in the session's own buffer, then escaped into the line: nothing is allocated for them. */
static ru_buf *words(ru_session *s) {
    ru_buf_clear(&s->words);
    return &s->words;
}

static void put_words(ru_buf *b, const ru_buf *text) {
    ru_json_put_string(b, (ru_str){text->p, text->n});
    b->failed |= text->failed;
}

/* A computed text as a JSON string. */
void ru_template_put(ru_buf *b, ru_session *s, const ru_template *t, int lang, const ru_plan_item *plan) {
    if (!t) {
        RU_BUF_LIT(b, "\"\"");
        return;
    }
    if (t->json.p) {
        ru_buf_str(b, t->json);
        return;
    }
    ru_buf *text = words(s);
    ru_template_write(text, s, t, lang, plan);
    put_words(b, text);
}

/* "the kinder way was taken because LABELS is not known": for a rule that is only possible. */
bool ru_possible_write(ru_buf *text, ru_session *s, int result, int lang) {
    bool french = ru_str_is(s->policy->schema->languages[lang], "fr");
    ru_unknown_report needs = {.fact_count = 0};
    if (!ru_needs_rule(s, result, &needs)) return false;
    ru_buf_str(text, french ? RU_STR("la voie la plus douce a été choisie, car ceci n'est pas connu : ")
                            : RU_STR("the kinder way was taken because this is not known: "));
    for (size_t i = 0; i < needs.fact_count; i++) {
        if (i) RU_BUF_LIT(text, ", ");
        ru_fact_say(text, &s->policy->schema->facts.items[needs.facts[i].slot], lang);
    }
    if (!needs.fact_count) ru_buf_str(text, french ? RU_STR("ce qui précède") : RU_STR("what comes before it"));
    return true;
}

static void put_possible(ru_buf *b, ru_session *s, int result) {
    ru_buf *text = words(s);
    if (!ru_possible_write(text, s, result, 0)) b->failed = true;
    put_words(b, text);
}

/* `because` and `rule` of the rule that decided a stage. */
static void put_reason(ru_buf *b, ru_session *s, const ru_rules *rules, const ru_stage_result *r, int rule) {
    bool definite = false;
    for (size_t i = 0; i < r->rule_count; i++) definite |= r->rules[i] == rule && r->results[i] == RU_TRUE;
    KEY(b, ",\"because\":");
    if (rule < 0) {
        ru_buf_str(b, ru_str_is(s->policy->schema->languages[0], "fr") ? RU_STR("\"aucune règle ne s'applique ; la voie la plus douce vaut\"")
                                                                       : RU_STR("\"no rule applies; the kindest way holds\""));
        KEY(b, ",\"rule\":null}");
        return;
    }
    if (definite) ru_template_put(b, s, rules->items[rule].because, 0, NULL);
    else put_possible(b, s, rules->items[rule].result);
    KEY(b, ",\"rule\":");
    ru_buf_str(b, rules->items[rule].place_json);
    ru_buf_char(b, '}');
}

static void put_segment(ru_buf *b, ru_session *s) {
    const ru_policy *p = s->policy;
    const ru_stage_result *r = &s->d.segments;
    int first = p->segments.items[r->rules[0]].is;
    KEY(b, ",\"segment\":{\"is\":");
    ru_buf_str(b, p->segment_names[first].json);
    KEY(b, ",\"possible\":[");
    for (size_t i = 0, n = 0; i < r->rule_count; i++) { /* in file order, each name once */
        int is = p->segments.items[r->rules[i]].is;
        bool seen = false;
        for (size_t k = 0; k < i; k++) seen |= p->segments.items[r->rules[k]].is == is;
        if (seen) continue;
        if (n++) ru_buf_char(b, ',');
        ru_buf_str(b, p->segment_names[is].json);
    }
    ru_buf_char(b, ']');
    put_reason(b, s, &p->segments, r, r->rules[0]);
}

static void put_refused(ru_buf *b, const ru_ordinal *names, uint64_t refused) { /* harshest first */
    KEY(b, ",\"instead_of\":[");
    for (int n = 0; refused; n++) {
        int harshest = 63 - __builtin_clzll(refused);
        refused &= ~((uint64_t)1 << harshest);
        if (n) ru_buf_char(b, ',');
        ru_buf_str(b, names[harshest].json);
    }
    ru_buf_char(b, ']');
}

static void put_action_and_tone(ru_buf *b, ru_session *s) {
    const ru_policy *p = s->policy;
    const ru_permission *m = &s->d.permission;
    struct ru_sealed_view v = ru_sealed_read(s->d.sealed);
    uint64_t visited = m->actions_refused & ~((uint64_t)1 << v.action);
    KEY(b, ",\"action\":{\"is\":");
    ru_buf_str(b, p->action_names[v.action].json);
    put_refused(b, p->action_names, visited);
    put_reason(b, s, &p->actions, &s->d.actions, ru_stage_rule(&p->actions, &s->d.actions, m->action_from));
    KEY(b, ",\"tone\":{\"is\":");
    ru_buf_str(b, p->tone_names[v.tone].json);
    put_refused(b, p->tone_names, m->tones_refused & ~(1u << v.tone));
    put_reason(b, s, &p->tones, &s->d.tones, ru_stage_rule(&p->tones, &s->d.tones, m->tone_from));
}

/* The first definitely true rule of the channel: what made it eligible. */
static const ru_rule *eligible_rule(const ru_session *s, int channel) {
    const ru_policy *p = s->policy;
    for (size_t i = 0; i < p->ways_rules.count; i++)
        if (p->ways_rules.items[i].is == channel && s->d.ways[i] == RU_TRUE) return &p->ways_rules.items[i];
    return NULL;
}

/* What the message carries and what limits add, both sorted, as one list. */
static void put_disclosures(ru_buf *b, const ru_session *s, const ru_message *m) {
    uint64_t added = ru_duties_added(s, m, s->d.permission.channel, s->d.variant_tone);
    for (size_t i = 0, n = 0; i < m->carries_count || added; n++) {
        const ru_str *duty = added ? &s->policy->duties[__builtin_ctzll(added)].id : NULL;
        bool own = i < m->carries_count && (!duty || ru_str_cmp(m->carries[i], *duty) < 0);
        if (n) ru_buf_char(b, ',');
        ru_json_put_string(b, own ? m->carries[i] : *duty);
        if (own) i++;
        else added &= added - 1;
    }
}

static void put_contact(ru_buf *b, ru_session *s) {
    const ru_policy *p = s->policy;
    struct ru_sealed_view v = ru_sealed_read(s->d.sealed);
    KEY(b, ",\"contact\":");
    if (v.channel < 0) {
        put_null(b);
        return;
    }
    const ru_rule *rule = eligible_rule(s, v.channel);
    const ru_message *m = &p->messages[s->d.message];
    KEY(b, "{\"channel\":");
    ru_buf_str(b, p->channel_names[v.channel].json);
    KEY(b, ",\"from\":");
    ru_json_put_instant(b, v.from);
    KEY(b, ",\"until\":");
    ru_json_put_instant(b, v.until);
    KEY(b, ",\"reason\":");
    if (rule) ru_buf_str(b, rule->id_json);
    else put_null(b);
    KEY(b, ",\"because\":");
    ru_template_put(b, s, rule ? rule->because : NULL, 0, NULL);
    KEY(b, ",\"message\":");
    ru_buf_str(b, m->id_json);
    KEY(b, ",\"lang\":");
    ru_json_put_string(b, p->schema->languages[s->d.lang]);
    KEY(b, ",\"text\":");
    ru_buf *text = words(s);
    ru_text_write(text, s);
    put_words(b, text);
    KEY(b, ",\"disclosures\":[");
    put_disclosures(b, s, m);
    KEY(b, "]}");
}

static void put_int_key(ru_buf *b, ru_str key, int64_t v) {
    ru_buf_str(b, key);
    ru_buf_int(b, v);
}

void ru_line_id_put(ru_buf *b, const ru_session *s, const ru_plan_item *i) {
    ru_str id = s->policy->plans.items[i->plan].id_json;
    ru_buf_put(b, id.p, id.n - 1); /* without its last quote */
    put_int_key(b, RU_STR("-"), i->kind == RU_OFFER_PAUSE ? 0 : i->count);
    ru_buf_char(b, '"');
}

static void put_plan(ru_buf *b, ru_session *s, const ru_plan_item *i) {
    const ru_rule *r = &s->policy->plans.items[i->plan];
    KEY(b, "{\"id\":");
    ru_line_id_put(b, s, i);
    KEY(b, ",\"plan\":");
    ru_buf_str(b, r->id_json);
    put_int_key(b, RU_STR(",\"instalment\":"), i->instalment);
    put_int_key(b, RU_STR(",\"count\":"), i->count);
    KEY(b, ",\"every\":");
    ru_every_write(b, i->every);
    KEY(b, ",\"first_due\":");
    ru_json_put_date(b, i->first_due);
    put_int_key(b, RU_STR(",\"last\":"), i->last);
    put_int_key(b, RU_STR(",\"total\":"), i->total);
    KEY(b, ",\"left\":");
    if (i->has_left) ru_buf_int(b, i->left);
    else put_null(b);
    KEY(b, ",\"because\":");
    ru_template_put(b, s, r->because, 0, i);
    ru_buf_char(b, '}');
}

static void put_offers(ru_buf *b, ru_session *s) {
    const ru_policy *p = s->policy;
    KEY(b, ",\"plans\":[");
    for (size_t i = 0; i < s->d.menu_count; i++) {
        if (i) ru_buf_char(b, ',');
        put_plan(b, s, &s->d.menu[i]);
    }
    KEY(b, "],\"referrals\":[");
    for (size_t i = 0, n = 0; i < p->referrals.count; i++) {
        if (s->d.referrals[i] != RU_TRUE) continue;
        if (n++) ru_buf_char(b, ',');
        KEY(b, "{\"to\":");
        ru_buf_str(b, p->referrals.items[i].id_json);
        KEY(b, ",\"because\":");
        ru_template_put(b, s, p->referrals.items[i].because, 0, NULL);
        ru_buf_char(b, '}');
    }
    ru_buf_char(b, ']');
}

static void put_unknown_name(ru_buf *b, ru_str prefix, ru_str name, size_t *n) {
    if ((*n)++) ru_buf_char(b, ',');
    ru_buf_char(b, '"');
    ru_buf_str(b, prefix);
    ru_buf_str(b, name); /* identifiers: nothing to escape */
    ru_buf_char(b, '"');
}

/* Facts, `contacts`, `contacts.FIELD` and `debt`, by name. */
void ru_names_write(ru_buf *b, const ru_session *s, const ru_unknown_report *r) {
    const ru_schema *schema = s->policy->schema;
    bool contacts = r->contacts, fields = r->contact_fields != 0, debt = r->debt;
    size_t n = 0;
    ru_buf_char(b, '[');
    for (size_t i = 0; i <= r->fact_count; i++) {
        ru_str name = i < r->fact_count ? schema->facts.items[r->facts[i].slot].name : (ru_str){NULL, 0};
        bool last = i == r->fact_count;
        if (contacts && (last || ru_str_cmp(RU_STR("contacts"), name) < 0)) {
            put_unknown_name(b, RU_STR("contacts"), RU_STR(""), &n);
            contacts = false;
        }
        if (fields && (last || ru_str_cmp(RU_STR("contacts.zzz"), name) < 0)) {
            bool at_done = !(r->contact_fields >> schema->contact.count & 1);
            for (size_t f = 0; f < schema->contact.count; f++) {
                if (!at_done && ru_str_cmp(RU_STR("at"), schema->contact.items[f].name) < 0) {
                    put_unknown_name(b, RU_STR("contacts."), RU_STR("at"), &n);
                    at_done = true;
                }
                if (r->contact_fields >> f & 1) put_unknown_name(b, RU_STR("contacts."), schema->contact.items[f].name, &n);
            }
            if (!at_done) put_unknown_name(b, RU_STR("contacts."), RU_STR("at"), &n);
            fields = false;
        }
        if (debt && (last || ru_str_cmp(RU_STR("debt"), name) < 0)) {
            put_unknown_name(b, RU_STR("debt"), RU_STR(""), &n);
            debt = false;
        }
        if (!last) put_unknown_name(b, RU_STR(""), name, &n);
    }
    ru_buf_char(b, ']');
}

static void put_possible_offers(ru_buf *b, ru_session *s) {
    const ru_policy *p = s->policy;
    ru_unknown_report needs = {.fact_count = 0};
    KEY(b, ",\"possible\":{\"plans\":[");
    for (size_t i = 0, n = 0; i < p->plans.count; i++) {
        if (s->d.plans[i] != RU_MAYBE) continue;
        if (n++) ru_buf_char(b, ',');
        KEY(b, "{\"plan\":");
        ru_buf_str(b, p->plans.items[i].id_json);
        KEY(b, ",\"needs\":");
        if (!ru_needs(s, i, &needs)) b->failed = true;
        ru_names_write(b, s, &needs);
        ru_buf_char(b, '}');
    }
    KEY(b, "],\"referrals\":[");
    for (size_t i = 0, n = 0; i < p->referrals.count; i++) {
        if (s->d.referrals[i] != RU_MAYBE) continue;
        if (n++) ru_buf_char(b, ',');
        KEY(b, "{\"to\":");
        ru_buf_str(b, p->referrals.items[i].id_json);
        KEY(b, ",\"needs\":");
        if (!ru_needs_rule(s, p->referrals.items[i].result, &needs)) b->failed = true;
        ru_names_write(b, s, &needs);
        ru_buf_char(b, '}');
    }
    KEY(b, "]}");
}

static void put_instant_or_null(ru_buf *b, int64_t t) {
    if (t == INT64_MAX) put_null(b);
    else ru_json_put_instant(b, t);
}

static void put_hand_over(ru_buf *b, ru_session *s) {
    const ru_policy *p = s->policy;
    const ru_decision *d = &s->d;
    KEY(b, ",\"hand_over\":");
    if (!d->hand_over_count) {
        put_null(b);
        return;
    }
    size_t first = d->hand_overs[0];
    KEY(b, "{\"to\":");
    ru_buf_str(b, p->teams[p->limits[first].team].json);
    KEY(b, ",\"by\":");
    put_instant_or_null(b, d->limits[first].hand_over_by);
    KEY(b, ",\"certain\":");
    ru_buf_str(b, d->limits[first].holds == RU_TRUE ? RU_STR("true") : RU_STR("false"));
    KEY(b, ",\"also\":[");
    for (size_t i = 1, n = 0; i < d->hand_over_count; i++) {
        int team = p->limits[d->hand_overs[i]].team;
        bool seen = team == p->limits[first].team;
        for (size_t k = 1; k < i; k++) seen |= p->limits[d->hand_overs[k]].team == team;
        if (seen) continue;
        if (n++) ru_buf_char(b, ',');
        ru_buf_str(b, p->teams[team].json);
    }
    KEY(b, "],\"because\":");
    ru_template_put(b, s, p->limits[first].rule.because, 0, NULL);
    KEY(b, ",\"card\":");
    ru_card_write(b, s);
    ru_buf_char(b, '}');
}

static ru_str effect_name(unsigned effect) {
    switch (effect) {
    case RU_FORBID: return RU_STR("\"forbid\"");
    case RU_HOURS: return RU_STR("\"hours\"");
    case RU_ONLY_IF: return RU_STR("\"only_if\"");
    case RU_TONE_AT_MOST: return RU_STR("\"tone_at_most\"");
    case RU_ACTION_AT_MOST: return RU_STR("\"action_at_most\"");
    case RU_LEAVE_AT_LEAST: return RU_STR("\"leave_at_least\"");
    case RU_AT_MOST: return RU_STR("\"at_most\"");
    case RU_CEILING: return RU_STR("\"ceiling\"");
    case RU_CLOSED_IN: return RU_STR("\"closed_in\"");
    case RU_WAIT: return RU_STR("\"wait\"");
    default: return RU_STR("\"hand_over\"");
    }
}

/* Is a to be listed before b, or, 0, the same entry of two arms? */
static int listing_order(const ru_policy *p, const ru_listed *a, const ru_listed *b) {
    int order = ru_str_cmp(p->limits[a->limit].name, p->limits[b->limit].name);
    if (!order) order = ru_str_cmp(effect_name(a->effect), effect_name(b->effect));
    return order ? order : a->on_channel < b->on_channel ? -1 : a->on_channel > b->on_channel;
}

/* The arms of one limit report as one: each effect once a channel, until the last of them ends. The list is nearly in order. */
static size_t merge_arms(const ru_policy *p, ru_listed *list, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        ru_listed one = list[i];
        size_t at = kept;
        int order = 1;
        while (at > 0 && (order = listing_order(p, &one, &list[at - 1])) < 0) at--;
        if (at > 0 && order == 0 && list[at - 1].limit != one.limit) {
            if (one.until > list[at - 1].until) list[at - 1] = one;
            continue;
        }
        memmove(list + at + 1, list + at, (kept - at) * sizeof *list);
        list[at] = one;
        kept++;
    }
    return kept;
}

static void put_limit(ru_buf *b, ru_session *s, const ru_listed *l) {
    static const char *const about[] = {[RU_ON_ACTION] = "\"action\"", [RU_ON_TONE] = "\"tone\"", [RU_ON_CHANNEL] = "\"outbound\"", [RU_ON_PLAN] = "\"plan\""};
    const ru_limit_info *info = &s->policy->limits[l->limit];
    KEY(b, "{\"id\":");
    ru_buf_str(b, info->id_json);
    KEY(b, ",\"effect\":");
    ru_buf_str(b, effect_name(l->effect));
    KEY(b, ",\"on\":");
    if (l->on_channel >= 0) ru_buf_str(b, s->policy->channel_names[l->on_channel].json);
    else
        ru_buf_str(b, l->effect == RU_TONE_AT_MOST     ? RU_STR("\"tone\"")
                      : l->effect == RU_ACTION_AT_MOST ? RU_STR("\"action\"")
                                                       : ru_str_of(about[s->policy->charter.limits[l->limit].acts_on]));
    KEY(b, ",\"until\":");
    put_instant_or_null(b, l->until);
    KEY(b, ",\"cite\":");
    ru_buf_str(b, info->cite_json);
    KEY(b, ",\"nature\":");
    ru_buf_str(b, info->nature_json);
    KEY(b, ",\"because\":");
    ru_template_put(b, s, info->rule.because, 0, NULL);
    KEY(b, ",\"rule\":");
    ru_buf_str(b, info->rule.place_json);
    ru_buf_char(b, '}');
}

static void put_limits(ru_buf *b, ru_session *s) {
    KEY(b, ",\"limits\":[");
    for (size_t i = 0; i < s->d.listed_count; i++) {
        if (i) ru_buf_char(b, ',');
        put_limit(b, s, &s->d.listed[i]);
    }
    ru_buf_char(b, ']');
}

static void put_question(ru_buf *b, const ru_session *s, const ru_open *o, ru_str question) {
    static const char *const stages[] = {"segment", "plans", "referrals", "action", "tone", "channel", "limits", "hand_over"};
    KEY(b, "{\"fact\":");
    ru_json_put_string(b, s->policy->schema->facts.items[o->slot].name);
    KEY(b, ",\"question\":");
    ru_json_put_string(b, question);
    KEY(b, ",\"would_change\":[");
    for (size_t i = 0, n = 0; i < RU_COUNT(stages); i++) {
        if (!(o->stages >> i & 1)) continue;
        if (n++) ru_buf_char(b, ',');
        ru_buf_char(b, '"');
        ru_buf_str(b, ru_str_of(stages[i]));
        ru_buf_char(b, '"');
    }
    KEY(b, "]}");
}

/* Most open rules first, then name (the report is in name order). */
static void put_ask(ru_buf *b, ru_session *s) {
    const ru_unknown_report *r = &s->d.unknown;
    int most = 0;
    size_t n = 0;
    KEY(b, ",\"ask\":[");
    for (size_t i = 0; i < r->fact_count; i++)
        if (r->facts[i].rules > most) most = r->facts[i].rules;
    for (int rules = most; rules > 0; rules--)
        for (size_t i = 0; i < r->fact_count; i++) {
            const ru_fact *f = &s->policy->schema->facts.items[r->facts[i].slot];
            ru_str q = f->ask.by_lang[s->d.lang].p ? f->ask.by_lang[s->d.lang] : f->ask.by_lang[0];
            if (r->facts[i].rules != rules || !q.p) continue;
            if (n++) ru_buf_char(b, ',');
            put_question(b, s, &r->facts[i], q);
        }
    ru_buf_char(b, ']');
}

static void put_failures(ru_buf *b, ru_session *s) {
    ru_decision *d = &s->d;
    for (size_t i = 1; i < d->failure_count; i++) /* by id: few items */
        for (size_t k = i; k > 0 && ru_str_cmp(d->failures[k - 1].id, d->failures[k].id) > 0; k--) {
            ru_failure t = d->failures[k];
            d->failures[k] = d->failures[k - 1];
            d->failures[k - 1] = t;
        }
    KEY(b, ",\"failures\":[");
    for (size_t i = 0; i < d->failure_count; i++) {
        if (i) ru_buf_char(b, ',');
        KEY(b, "{\"");
        ru_buf_str(b, d->failures[i].kind);
        KEY(b, "\":");
        ru_json_put_string(b, d->failures[i].id);
        KEY(b, ",\"code\":\"");
        ru_buf_str(b, ru_str_of(d->failures[i].code));
        KEY(b, "\"}");
    }
    ru_buf_char(b, ']');
}

/* The arm of each experiment, null where it is not known. No key where the policy tries nothing out. */
static void put_experiments(ru_buf *b, const ru_session *s) {
    const ru_policy *p = s->policy;
    if (!p->experiment_count) return;
    KEY(b, ",\"experiments\":{");
    for (size_t i = 0; i < p->experiment_count; i++) {
        const ru_fact *f = &p->schema->facts.items[p->experiments[i]];
        const ru_value *v = &s->request.facts[p->experiments[i]];
        if (i) ru_buf_char(b, ',');
        ru_json_put_string(b, f->name);
        ru_buf_char(b, ':');
        if (v->state == RU_VALUE) ru_value_write(b, f, v);
        else put_null(b);
    }
    ru_buf_char(b, '}');
}

/* What is measured, and against what; null where it is not known. No key where the policy measures nothing. */
static void put_meters(ru_buf *b, const ru_session *s) {
    const ru_policy *p = s->policy;
    if (!p->meter_count) return;
    KEY(b, ",\"meters\":{");
    for (size_t i = 0; i < p->meter_count; i++) {
        const ru_value *v = &s->request.facts[p->meters[i].slot];
        if (i) ru_buf_char(b, ',');
        ru_json_put_string(b, p->schema->facts.items[p->meters[i].slot].name);
        KEY(b, ":{\"is\":");
        if (v->state == RU_VALUE) ru_buf_int(b, v->i);
        else put_null(b);
        put_int_key(b, RU_STR(",\"at_most\":"), p->schema->numbers[p->meters[i].number].value);
        ru_buf_char(b, '}');
    }
    ru_buf_char(b, '}');
}

/* SHA-256 over both digests, the canonical request, and what plugins that are not pure gave back. */
static bool put_decision_id(ru_buf *b, ru_session *s) {
    unsigned char digest[RU_DIGEST_SIZE];
    char hex[2 * RU_DIGEST_SIZE];
    ru_buf_clear(&s->canonical);
    ru_buf_put(&s->canonical, (const char *)s->policy->digest, RU_DIGEST_SIZE);
    ru_buf_put(&s->canonical, (const char *)s->policy->engine, RU_DIGEST_SIZE);
    ru_request_write(&s->canonical, s->policy->schema, &s->request);
    if (s->policy->plugin_count) ru_buf_put(&s->canonical, s->recorded.p, s->recorded.n);
    if (s->canonical.failed) return false;
    ru_sha256_once(s->canonical.p, s->canonical.n, digest);
    ru_hex(digest, RU_DIGEST_SIZE, hex);
    KEY(b, ",\"decision\":\"");
    ru_buf_put(b, hex, sizeof hex);
    ru_buf_char(b, '"');
    return true;
}

/* The earliest moment at which asking again may help; INT64_MAX: only a fact can change it. */
static int64_t again_at(const ru_session *s) {
    int64_t best = s->d.good_until;
    for (size_t i = 0; i < s->d.listed_count; i++)
        if (s->d.listed[i].until > s->request.now && s->d.listed[i].until < best) best = s->d.listed[i].until;
    return s->d.next_midnight < best ? s->d.next_midnight : best;
}

bool ru_decision_write(ru_session *s) {
    ru_decision *d = &s->d;
    ru_buf *b = &s->out;
    const ru_policy *p = s->policy;
    ru_buf_clear(b);
    d->listed_count = ru_charter_list(&d->judged, d->listed, RU_MAX_LISTED);
    if (d->listed_count > RU_MAX_LISTED) d->listed_count = RU_MAX_LISTED;
    d->listed_count = merge_arms(p, d->listed, d->listed_count);
    d->hand_over_count = ru_charter_hand_overs(&p->charter, d->limits, &d->judged.proposal, d->hand_overs, RU_MAX_HANDOVERS);
    if (d->hand_over_count > RU_MAX_HANDOVERS) d->hand_over_count = RU_MAX_HANDOVERS;
    d->again_at = again_at(s);
    if (!ru_unknown_collect(s)) return false;
    KEY(b, "{\"id\":");
    ru_json_put_string(b, s->request.id);
    if (!put_decision_id(b, s)) return false;
    KEY(b, ",\"now\":");
    ru_json_put_instant(b, s->request.now);
    ru_buf_char(b, ',');
    ru_buf_str(b, p->head_json);
    put_segment(b, s);
    put_action_and_tone(b, s);
    put_contact(b, s);
    put_offers(b, s);
    put_possible_offers(b, s);
    if (!ru_answers_write(b, s)) return false;
    put_hand_over(b, s);
    put_limits(b, s);
    put_ask(b, s);
    KEY(b, ",\"unknown\":");
    ru_names_write(b, s, &s->d.unknown);
    KEY(b, ",\"inbound\":{\"open\":true,\"because\":");
    ru_template_put(b, s, p->inbound[0], 0, NULL);
    KEY(b, "},\"good_until\":");
    put_instant_or_null(b, d->good_until);
    KEY(b, ",\"again_at\":");
    put_instant_or_null(b, d->again_at);
    put_failures(b, s);
    put_meters(b, s);
    put_experiments(b, s);
    KEY(b, ",\"ref\":");
    if (s->request.ref.p) ru_buf_str(b, s->request.ref);
    else put_null(b);
    ru_buf_char(b, '}');
    return !b->failed;
}

void ru_rejection_write(ru_buf *b, ru_str id, const ru_rejection *why, uint64_t line) {
    KEY(b, "{\"id\":");
    if (id.p) ru_json_put_string(b, id);
    else put_null(b);
    KEY(b, ",\"error\":{\"code\":\"");
    ru_buf_str(b, ru_str_of(ru_reject_name(why->code)));
    KEY(b, "\",\"at\":");
    ru_json_put_string(b, ru_str_of(why->at));
    KEY(b, ",\"message\":");
    ru_json_put_string(b, ru_str_of(why->message));
    KEY(b, ",\"line\":");
    ru_buf_int(b, (int64_t)line);
    KEY(b, "}}");
}
