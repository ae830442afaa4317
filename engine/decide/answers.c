/* answers.c: what became of a `choice` and an `offer`, as canonical bytes and in the policy's first language. */
#include "engine/decide/session.h"

enum { LAST_DATE = 2932896 }; /* 9999-12-31 */
#define KEY(b, text) ru_buf_str((b), RU_STR(text))

typedef struct voice {
    ru_buf *text;
    ru_session *s;
    bool french;
} voice;

static voice speak(ru_session *s) {
    ru_buf_clear(&s->words);
    return (voice){&s->words, s, ru_str_is(s->policy->schema->languages[0], "fr")};
}

static void say(const voice *v, ru_str english, ru_str french) { ru_buf_str(v->text, v->french ? french : english); }
#define SAY(v, english, french) say((v), RU_STR(english), RU_STR(french))

static void say_money(const voice *v, int64_t minor) {
    if (v->s->scene.currency >= 0) ru_money_write(v->text, v->s, minor, 0);
    else RU_BUF_LIT(v->text, "\xE2\x80\xA6");
}

static void say_date(const voice *v, int32_t date) {
    char text[11];
    ru_date_text(date, text);
    ru_buf_put(v->text, text, 10);
}

static void say_facts(const voice *v, const ru_unknown_report *r) {
    for (size_t i = 0; i < r->fact_count; i++) {
        if (i) RU_BUF_LIT(v->text, ", ");
        ru_fact_say(v->text, &v->s->policy->schema->facts.items[r->facts[i].slot], 0);
    }
    if (!r->fact_count) SAY(v, "what comes before it", "ce qui précède");
}

static void put_said(ru_buf *b, const voice *v) {
    ru_json_put_string(b, (ru_str){v->text->p, v->text->n});
    b->failed |= v->text->failed;
}

static void put_number(ru_buf *b, ru_str key, int64_t n) {
    ru_buf_str(b, key);
    ru_buf_int(b, n);
}

static void put_bool(ru_buf *b, bool truth) { ru_buf_str(b, truth ? RU_STR("true") : RU_STR("false")); }

/* ---- terms ---- */
static ru_str kind_of(const ru_policy *p, const ru_offer *o) {
    switch (o->kind) {
    case RU_OFFER_INSTALMENTS: return RU_STR("instalments");
    case RU_OFFER_PAUSE: return RU_STR("pause_payments");
    case RU_OFFER_REDUCED: return RU_STR("reduced");
    case RU_OFFER_PLUGIN: break;
    }
    return ru_str_of(p->plugins[o->plugin].offer->words[o->word].word);
}

static void put_date(ru_buf *b, int64_t date) {
    if (date > LAST_DATE) KEY(b, "null");
    else ru_json_put_date(b, (int32_t)date);
}

static void put_id(ru_buf *b, const ru_rule *r, const ru_plan_item *i) {
    ru_buf_char(b, '"');
    ru_buf_put(b, r->id_json.p + 1, r->id_json.n - 2);
    put_number(b, RU_STR("-"), i->kind == RU_OFFER_PAUSE ? 0 : i->count);
    ru_buf_char(b, '"');
}

static void put_terms(ru_buf *b, const ru_session *s, const ru_plan_item *i, bool with_id) {
    const ru_rule *r = &s->policy->plans.items[i->plan];
    KEY(b, "\"id\":");
    if (with_id) put_id(b, r, i);
    else KEY(b, "null");
    KEY(b, ",\"plan\":");
    ru_buf_str(b, r->id_json);
    KEY(b, ",\"kind\":");
    ru_json_put_string(b, kind_of(s->policy, &s->policy->offers[i->plan]));
    put_number(b, RU_STR(",\"instalment\":"), i->instalment);
    put_number(b, RU_STR(",\"count\":"), i->count);
    KEY(b, ",\"every\":");
    ru_every_write(b, i->every);
    KEY(b, ",\"first_due\":");
    put_date(b, i->first_due);
    KEY(b, ",\"until\":");
    put_date(b, ru_plan_until(i));
    put_number(b, RU_STR(",\"last\":"), i->last);
    put_number(b, RU_STR(",\"total\":"), i->total);
    KEY(b, ",\"left\":");
    if (i->has_left) ru_buf_int(b, i->left);
    else KEY(b, "null");
}

static void put_plan_reason(ru_buf *b, ru_session *s, const ru_plan_item *i) {
    const ru_template *t = s->policy->plans.items[i->plan].because;
    voice v = speak(s);
    if (t) ru_template_write(v.text, s, t, 0, i);
    put_said(b, &v);
}

/* ---- choice ---- */
static void say_stale(const voice *v, const ru_choice_answer *a) {
    switch (a->stale) {
    case RU_STALE_NO_SUCH_PLAN: SAY(v, "no plan offered now has this id", "aucun plan proposé ne porte cet identifiant"); return;
    case RU_STALE_NOT_KNOWN: SAY(v, "it can be offered once this is known: ", "il pourra être proposé quand ceci sera connu : "); break;
    case RU_STALE_RULE:
    case RU_STALE_FIGURES: SAY(v, "this plan is no longer offered, because of: ", "ce plan n'est plus proposé, en raison de : "); break;
    case RU_STALE_LIMIT:
        SAY(v, "a limit keeps it back", "une limite l'écarte");
        if (a->limit < 0) return;
        RU_BUF_LIT(v->text, " (");
        ru_buf_str(v->text, v->s->policy->limits[a->limit].name);
        RU_BUF_LIT(v->text, ")");
        return;
    case RU_STALE_TERMS: SAY(v, "this plan is offered on other terms now, because of: ", "ce plan est proposé à d'autres conditions, en raison de : "); break;
    }
    if (a->changed.fact_count || a->stale == RU_STALE_NOT_KNOWN) say_facts(v, &a->changed);
    else SAY(v, "what the policy offers", "ce que la politique propose");
}

static bool put_choice(ru_buf *b, ru_session *s) {
    ru_choice_answer a;
    if (!ru_choice_find(s, &a)) return false;
    if (a.line) {
        KEY(b, ",\"agreement\":{");
        put_terms(b, s, a.line, true);
        KEY(b, ",\"terms_seen\":");
        put_bool(b, a.line->kind == RU_OFFER_PAUSE || (s->request.taken.seen & RU_SEEN_INSTALMENT));
        KEY(b, ",\"because\":");
        put_plan_reason(b, s, a.line);
        KEY(b, "},\"refused_choice\":null");
        return true;
    }
    KEY(b, ",\"agreement\":null,\"refused_choice\":{\"choice\":");
    ru_json_put_string(b, s->request.taken.id);
    KEY(b, ",\"because\":");
    voice v = speak(s);
    say_stale(&v, &a);
    put_said(b, &v);
    KEY(b, ",\"changed\":");
    ru_names_write(b, s, &a.changed);
    ru_buf_char(b, '}');
    return true;
}

/* ---- offer ---- */
const char *ru_binding_name(ru_binds binds) {
    static const char *const names[] = {[RU_BINDS_NOTHING] = "",
                                        [RU_BINDS_UP_TO] = "up_to",
                                        [RU_BINDS_SMALLEST] = "smallest",
                                        [RU_BINDS_LONGEST] = "longest",
                                        [RU_BINDS_LEAVE] = "leave_at_least",
                                        [RU_BINDS_PLAN] = "plan",
                                        [RU_BINDS_EVERY] = "every",
                                        [RU_BINDS_BALANCE] = "balance",
                                        [RU_BINDS_COUNT] = "count",
                                        [RU_BINDS_FIRST_DUE] = "first_due",
                                        [RU_BINDS_LIMIT] = "limit",
                                        [RU_BINDS_NOT_KNOWN] = "not_known",
                                        [RU_BINDS_NO_PLAN] = "no_plan"};
    return names[binds];
}

static void say_number(const voice *v, int64_t n, ru_str english, ru_str french) {
    ru_buf_int(v->text, n);
    say(v, english, french);
}

static void say_money_then(const voice *v, int64_t minor, ru_str english, ru_str french) {
    say_money(v, minor);
    say(v, english, french);
}

/* Which constraint it is, with its figure. */
static void say_bound(const voice *v, const ru_counter *c) {
    switch (c->binds) {
    case RU_BINDS_UP_TO:
        say_money_then(v, c->bound, RU_STR(" is the most that can be afforded each time"), RU_STR(" est le plus qui puisse être payé chaque fois"));
        return;
    case RU_BINDS_LEAVE:
        say_money_then(v, c->bound, RU_STR(" is the most that leaves enough to live on"), RU_STR(" est le plus qui laisse de quoi vivre"));
        return;
    case RU_BINDS_SMALLEST:
        say_money_then(v, c->bound, RU_STR(" is the smallest payment of this plan"), RU_STR(" est le plus petit paiement de ce plan"));
        return;
    case RU_BINDS_LONGEST:
        say_money_then(v, c->bound, RU_STR(" is the least that settles it in "), RU_STR(" est le moins qui solde la dette en "));
        say_number(v, c->longest, RU_STR(" payments"), RU_STR(" paiements"));
        return;
    case RU_BINDS_PLAN: SAY(v, "this is the nearest that the plan has", "c'est ce que le plan a de plus proche"); return;
    case RU_BINDS_EVERY: SAY(v, "this plan is paid in another rhythm", "ce plan se paie à un autre rythme"); return;
    case RU_BINDS_BALANCE:
        SAY(v, "this plan does not settle all that is owed; the rest is looked at again", "ce plan ne solde pas toute la dette ; le reste sera revu");
        return;
    case RU_BINDS_COUNT: say_number(v, c->item.count, RU_STR(" such payments settle it"), RU_STR(" paiements de ce montant soldent la dette")); return;
    case RU_BINDS_FIRST_DUE:
        SAY(v, "the first payment can be due from ", "le premier paiement peut être fixé du ");
        say_date(v, c->due_from);
        SAY(v, " to ", " au ");
        say_date(v, c->due_until);
        return;
    case RU_BINDS_LIMIT: SAY(v, "a limit keeps the plans back; a person looks at it", "une limite écarte les plans ; une personne examine l'offre"); return;
    case RU_BINDS_NOT_KNOWN:
        SAY(v, "a person looks at it, because this is not known: ", "une personne examine l'offre, car ceci n'est pas connu : ");
        say_facts(v, &c->needs);
        return;
    default: SAY(v, "no plan to pay by is offered; a person looks at it", "aucun plan de paiement n'est proposé ; une personne examine l'offre"); return;
    }
}

/* Who decides: the team that takes over already, else the policy's first. */
static void put_team(ru_buf *b, const ru_session *s) {
    const ru_policy *p = s->policy;
    if (s->d.hand_over_count) ru_buf_str(b, p->teams[p->limits[s->d.hand_overs[0]].team].json);
    else if (p->team_count) ru_buf_str(b, p->teams[0].json);
    else KEY(b, "null");
}

static bool put_counter(ru_buf *b, ru_session *s) {
    static const char no_terms[] =
        "\"id\":null,\"plan\":null,\"kind\":null,\"instalment\":null,\"count\":null,\"every\":null,\"first_due\":null,\"until\":null,\"last\":null,\"total\":null,\"left\":null";
    ru_counter c;
    if (!ru_counter_find(s, &c)) return false;
    KEY(b, ",\"counter\":{\"answer\":");
    ru_buf_str(b, c.accepted ? RU_STR("\"accepted\",") : c.has_item ? RU_STR("\"nearest\",") : RU_STR("\"human\","));
    if (c.has_item) put_terms(b, s, &c.item, c.on_menu);
    else ru_buf_put(b, no_terms, sizeof no_terms - 1);
    KEY(b, ",\"binding\":");
    if (c.binds == RU_BINDS_NOTHING) KEY(b, "null");
    else ru_json_put_string(b, ru_str_of(ru_binding_name(c.binds)));
    KEY(b, ",\"limit\":");
    if (c.limit >= 0) ru_buf_str(b, s->policy->limits[c.limit].id_json);
    else KEY(b, "null");
    KEY(b, ",\"needs\":");
    ru_names_write(b, s, &c.needs);
    KEY(b, ",\"to\":");
    if (c.has_item) KEY(b, "null");
    else put_team(b, s);
    KEY(b, ",\"because\":");
    if (c.accepted) {
        put_plan_reason(b, s, &c.item);
    } else {
        voice v = speak(s);
        say_bound(&v, &c);
        put_said(b, &v);
    }
    ru_buf_char(b, '}');
    return true;
}

bool ru_answers_write(ru_buf *b, ru_session *s) {
    if (s->request.taken.given && !put_choice(b, s)) return false;
    return !s->request.bid.given || put_counter(b, s);
}
