/* charter_page_value.c: facts, values, figures, spans and expressions of a limit in words. A number is its value in force. */
#include "engine/author/charter_page.h"

static const ru_schema *schema_of(const ru_page *p) { return p->x->session->policy->schema; }
/* ---- what things are called ---- */
const ru_fact *ru_page_fact(const ru_page *p, ru_str name, bool contact) {
    const ru_fields *fields = contact ? &schema_of(p)->contact : &schema_of(p)->facts;
    int slot = ru_fields_find(fields, name);
    return slot < 0 ? NULL : &fields->items[slot];
}

static ru_str own_label(const ru_page *p, const ru_label *l) { return l->by_lang[p->x->language]; }

/* In a language the policy does not have, its own words would be another language's. */
static bool speaks(const ru_page *p) { return p->x->french == ru_str_is(schema_of(p)->languages[p->x->language], "fr"); }

bool ru_page_labelled(const ru_page *p, ru_str name, bool contact) {
    const ru_fact *f = ru_page_fact(p, name, contact);
    return (f && (own_label(p, &f->say).p || (f->derived && !contact))) || ru_page_known(p->x->french, RU_STR(""), name).p;
}

ru_str ru_page_label(ru_page *p, ru_str name, bool contact) {
    const ru_fact *f = ru_page_fact(p, name, contact);
    ru_str own = f ? own_label(p, &f->say) : (ru_str){NULL, 0}, known = ru_page_known(p->x->french, RU_STR(""), name);
    const ru_raw *derived = f && f->derived && !contact && !own.p && !known.p ? ru_page_raw(p, RU_KIND_DERIVE, name) : NULL;
    if (own.p && (speaks(p) || !known.p)) return own;
    if (derived) return ru_page_expr(p, ru_node_get(derived->body, "expression")); /* derived facts do not go in circles */
    return known.p ? known : ru_page_spaced(p, name);
}

static ru_str value_name(ru_page *p, ru_str fact, ru_str value, bool contact) {
    const ru_fact *f = ru_page_fact(p, fact, contact);
    ru_str way = RU_STR("channel"), known = ru_page_known(p->x->french, fact, value);
    for (size_t i = 0; f && f->say_values && i < f->value_count; i++)
        if (ru_str_eq(f->values[i], value) && own_label(p, &f->say_values[i]).p) return own_label(p, &f->say_values[i]);
    if (!known.p && f && (f->type == RU_ENUM || f->type == RU_LIST_ENUM))
        known = ru_page_known(p->x->french, way, value); /* preferred_channel, medium_opt_outs */
    return known.p ? known : ru_page_spaced(p, value);
}

ru_str ru_page_value(ru_page *p, ru_str fact, const ru_node *v, bool contact) {
    if (v && v->kind == RU_NODE_TEXT) return value_name(p, fact, v->text, contact);
    if (v && v->kind == RU_NODE_BOOL) return v->number ? RU_PAGE0(p, "yes", "oui") : RU_PAGE0(p, "no", "non");
    int64_t n;
    const ru_node *x = ru_node_get(v, "x");
    if (x && ru_str_is(x->text, "number")) {
        const ru_number *number = ru_schema_number(schema_of(p), ru_page_text(v, "name"));
        if (number && number->type == RU_INTEGER) return ru_page_count(p, v, &n); /* the fact says what is counted */
    }
    return ru_page_expr(p, v);
}

/* ---- figures ---- */
static ru_str money_of(ru_page *p, const ru_number *n) {
    ru_words all = {NULL, 0, 0};
    int before = p->x->session->scene.currency;
    for (size_t c = 0; c < schema_of(p)->currency_count; c++) {
        if (!n->has_money[c]) continue;
        p->x->session->scene.currency = (int)c;
        ru_page_add(p, &all, ru_explain_money(p->x, n->money[c]));
    }
    p->x->session->scene.currency = before;
    return ru_page_join(p, &all, " / ", " / ", " / ");
}

/* 12.5 → 12,5 in French. */
static ru_str decimal(ru_page *p, ru_str text) {
    ru_str copy = p->x->french ? ru_arena_str(&p->x->arena, text) : text;
    if (!copy.p) {
        p->failed = true;
        return RU_STR("");
    }
    for (size_t i = 0; p->x->french && i < copy.n; i++)
        if (copy.p[i] == '.') ((char *)(uintptr_t)copy.p)[i] = ',';
    return copy;
}

ru_str ru_page_figure(ru_page *p, const ru_number *n) {
    const ru_fact shape = {.name = n->name, .type = n->type, .unit = n->unit};
    const ru_value value = {.i = n->value, .state = RU_VALUE};
    return n->type == RU_MONEY   ? money_of(p, n)
           : n->type == RU_RATIO ? decimal(p, ru_explain_value(p->x, &shape, &value))
                                 : ru_explain_value(p->x, &shape, &value);
}

ru_str ru_page_count(ru_page *p, const ru_node *v, int64_t *n) {
    const ru_node *x = ru_node_get(v, "x");
    const ru_number *number = x && ru_str_is(x->text, "number") ? ru_schema_number(schema_of(p), ru_page_text(v, "name")) : NULL;
    *n = v && v->kind == RU_NODE_INT ? v->number : number && number->type == RU_INTEGER ? number->value : -1;
    return *n >= 0 || (v && v->kind == RU_NODE_INT) ? ru_explain_number(p->x, *n) : ru_page_expr(p, v);
}

/* ---- spans ---- */
ru_str ru_page_span(ru_page *p, const ru_node *span) {
    static const struct {
        const char *word, *one_en, *many_en, *one_fr, *many_fr;
    } kinds[] = {{"days", "{0} day", "{0} days", "{0} jour", "{0} jours"},
                 {"hours", "{0} hour", "{0} hours", "{0} heure", "{0} heures"},
                 {"business_days", "{0} business day", "{0} business days", "{0} jour ouvrable", "{0} jours ouvrables"},
                 {"months", "{0} month", "{0} months", "{0} mois", "{0} mois"}};
    ru_str word = ru_page_text(span, "x");
    const ru_node *items = ru_node_get(span, "items");
    ru_words all = {NULL, 0, 0};
    int64_t n;
    for (size_t i = 0; i < RU_COUNT(kinds); i++) {
        if (!ru_str_is(word, kinds[i].word)) continue;
        ru_str count = ru_page_count(p, ru_node_get(span, "n"), &n);
        return n == 1 || (p->x->french && n == 0) ? RU_PAGE1(p, kinds[i].one_en, kinds[i].one_fr, count)
                                                  : RU_PAGE1(p, kinds[i].many_en, kinds[i].many_fr, count);
    }
    if (ru_str_is(word, "ever")) return RU_PAGE0(p, "all time", "toute la durée");
    for (size_t i = 0; items && i < items->count; i++) ru_page_add(p, &all, ru_page_span(p, items->items[i]));
    return RU_PAGE1(p, "{0} (whichever protects longer)", "{0} (selon ce qui protège le plus longtemps)", ru_page_or(p, &all));
}

/* ---- expressions ---- */
static ru_str several(ru_page *p, const ru_node *items) {
    ru_words all = {NULL, 0, 0};
    for (size_t i = 0; items && i < items->count; i++) ru_page_add(p, &all, ru_page_expr(p, items->items[i]));
    return ru_page_and(p, &all);
}

static ru_str contacts(ru_page *p, const ru_node *v, bool last) {
    const ru_node *within = ru_node_get(v, "within"), *since = ru_node_get(v, "since_last");
    ru_str which = ru_page_cond(p, ru_node_get(v, "filter"), true);
    ru_str all = last ? RU_PAGE1(p, "the last contact ({0})", "le dernier contact ({0})", which)
                      : RU_PAGE1(p, "the number of contacts ({0})", "le nombre de contacts ({0})", which);
    if (within) all = RU_PAGE2(p, "{0} within {1}", "{0} en {1}", all, ru_page_span(p, within));
    if (since) all = RU_PAGE2(p, "{0} since the last one ({1})", "{0} depuis le dernier ({1})", all, ru_page_cond(p, since, true));
    return all;
}

static ru_str steps(ru_page *p, const ru_node *v) {
    const ru_node *list = ru_node_get(v, "steps");
    ru_str all = ru_page_expr(p, ru_node_get(v, "of"));
    for (size_t i = 0; list && i < list->count; i++)
        all = i ? RU_PAGE2(p, "{0}, then {1}", "{0}, puis {1}", all, ru_page_span(p, list->items[i]))
                : RU_PAGE2(p, "{0} plus {1}", "{0} plus {1}", all, ru_page_span(p, list->items[i]));
    return all;
}

/* What is calculated within a calculation stands in brackets, but where it is a sum within a sum. */
static ru_str operand(ru_page *p, const ru_node *v, ru_str outer, bool second) {
    ru_str inner = ru_page_text(v, "x"), said = ru_page_expr(p, v);
    bool sum = ru_str_is(inner, "add") || ru_str_is(inner, "sub"), product = ru_str_is(inner, "mul") || ru_str_is(inner, "div");
    bool in_sum = ru_str_is(outer, "add") || (ru_str_is(outer, "sub") && !second);
    return (sum && !in_sum) || (product && ru_str_is(outer, "div")) || (product && ru_str_is(outer, "mul") && second) ? RU_PAGE1(p, "({0})", "({0})", said)
                                                                                                                      : said;
}

static bool is_share(const ru_page *p, const ru_node *v) {
    const ru_number *n = ru_str_is(ru_page_text(v, "x"), "number") ? ru_schema_number(schema_of(p), ru_page_text(v, "name")) : NULL;
    return ru_str_is(ru_page_text(v, "x"), "percent") || (n && n->type == RU_RATIO);
}

static ru_str pair(ru_page *p, const ru_node *v, ru_str word) {
    static const struct {
        const char *word, *en, *fr;
    } pairs[] = {{"add", "{0} plus {1}", "{0} plus {1}"},
                 {"sub", "{0} minus {1}", "{0} moins {1}"},
                 {"mul", "{0} times {1}", "{0} fois {1}"},
                 {"div", "{0} divided by {1}", "{0} divisé par {1}"}};
    const ru_node *a = ru_node_get(v, "a"), *b = ru_node_get(v, "b");
    if (ru_str_is(word, "mul") && (is_share(p, a) || is_share(p, b))) {
        const ru_node *share = is_share(p, a) ? a : b;
        return RU_PAGE2(p, "{0} {1}", "{0} {1}", ru_page_expr(p, share), ru_page_de(p, operand(p, share == a ? b : a, word, true)));
    }
    for (size_t i = 0; i < RU_COUNT(pairs); i++)
        if (ru_str_is(word, pairs[i].word)) return RU_PAGE2(p, pairs[i].en, pairs[i].fr, operand(p, a, word, false), operand(p, b, word, true));
    return RU_STR("");
}

static ru_str rounded(ru_page *p, const ru_node *v) {
    const ru_node *least = ru_node_get(v, "not_below");
    ru_str of = ru_page_expr(p, ru_node_get(v, "of"));
    return least ? RU_PAGE2(p, "{0}, but never below {1}", "{0}, sans jamais descendre sous {1}", of, ru_page_expr(p, least)) : of;
}

ru_str ru_page_money(ru_page *p, ru_str text) {
    const ru_fact shape = {.name = RU_STR("amount"), .type = RU_MONEY};
    const ru_node node = {.kind = RU_NODE_TEXT, .quoted = true, .text = text};
    ru_value value;
    ruth_error e;
    int currency = -1, before = p->x->session->scene.currency;
    if (ru_value_read(schema_of(p), &shape, &node, &p->x->arena, &value, &currency, &e) || currency < 0) return text;
    p->x->session->scene.currency = currency;
    ru_str said = ru_explain_money(p->x, value.i);
    p->x->session->scene.currency = before;
    return said;
}

ru_str ru_page_expr(ru_page *p, const ru_node *v) {
    ru_str word = ru_page_text(v, "x"), pairs;
    if (!v) return RU_STR("");
    if (v->kind == RU_NODE_INT) return ru_explain_number(p->x, v->number);
    if (v->kind == RU_NODE_TEXT) return v->text;
    if (v->kind == RU_NODE_BOOL) return v->number ? RU_PAGE0(p, "yes", "oui") : RU_PAGE0(p, "no", "non");
    if (ru_str_is(word, "fact")) return ru_page_label(p, ru_page_text(v, "name"), false);
    if (ru_str_is(word, "number")) {
        const ru_number *n = ru_schema_number(schema_of(p), ru_page_text(v, "name"));
        return n ? ru_page_figure(p, n) : ru_page_spaced(p, ru_page_text(v, "name"));
    }
    if (ru_str_is(word, "money")) return ru_page_money(p, ru_page_text(v, "text"));
    if (ru_str_is(word, "percent")) return RU_PAGE1(p, "{0} %", "{0} %", decimal(p, ru_page_text(v, "text")));
    if (ru_str_is(word, "same_debt")) return RU_PAGE0(p, "the same debt", "la même dette");
    if (ru_str_is(word, "smaller")) return RU_PAGE1(p, "the smaller of {0}", "la plus petite de ces valeurs\xC2\xA0: {0}", several(p, ru_node_get(v, "items")));
    if (ru_str_is(word, "larger")) return RU_PAGE1(p, "the larger of {0}", "la plus grande de ces valeurs\xC2\xA0: {0}", several(p, ru_node_get(v, "items")));
    if (ru_str_is(word, "last") || ru_str_is(word, "count")) return contacts(p, v, ru_str_is(word, "last"));
    if (ru_str_is(word, "experiment")) return ru_page_spaced(p, ru_page_text(v, "id"));
    if (ru_str_is(word, "date_of")) return steps(p, v);
    if (ru_str_is(word, "money_of") || ru_str_is(word, "integer_of")) return rounded(p, v);
    pairs = pair(p, v, word);
    return pairs.n ? pairs : ru_page_span(p, v);
}

ru_str ru_page_date(ru_page *p, const ru_node *n) {
    int32_t day;
    return n && n->kind == RU_NODE_TEXT && ru_date_parse(n->text, &day) ? ru_explain_date(p->x, day) : RU_STR("");
}
