/* charter_page_cond.c: a condition about a person, or a filter of contacts, in words: "days late (at most 15) and a hard moment (a death in the family)". */
#include "engine/author/charter_page.h"

/* The parts that one operation joins, nested ones of the same operation among them; `done`: said together with an earlier one. */
typedef struct parts {
    const ru_node **items;
    bool *done;
    size_t count, capacity;
} parts;

static bool is(const ru_node *n, const char *op) { return ru_str_is(ru_page_text(n, "op"), op); }

const ru_raw *ru_page_raw(const ru_page *p, ru_kind kind, ru_str id) {
    const ru_raws *raws = &p->x->study->raw[kind];
    for (size_t i = 0; i < raws->count; i++)
        if (ru_str_eq(raws->items[i].id, id)) return &raws->items[i];
    return NULL;
}

const ru_node *ru_page_resolved(const ru_page *p, const ru_node *n) {
    for (;;) {
        const ru_node *items = ru_node_get(n, "items");
        bool shared = is(n, "circumstance"), like = is(n, "contacts_like");
        const ru_raw *raw = shared || like ? ru_page_raw(p, shared ? RU_KIND_CIRCUMSTANCE : RU_KIND_CONTACTS_LIKE, ru_page_text(n, "name")) : NULL;
        if (raw) n = raw->body; /* circumstances do not go in circles: the policy loaded */
        else if ((is(n, "all") || is(n, "any")) && items && items->count == 1) n = items->items[0];
        else return n;
    }
}

static bool stands_before(const ru_node *a, const ru_node *b) { return a->line != b->line ? a->line < b->line : a->column < b->column; }

static void push(ru_page *p, parts *all, const ru_node *n) {
    const ru_node **items = ru_arena_grow(&p->x->arena, (void *)all->items, all->count, &all->capacity, sizeof *items);
    if (!items) {
        p->failed = true;
        return;
    }
    all->items = items;
    all->items[all->count++] = n;
}

static void collect(ru_page *p, parts *all, const ru_node *n, const char *op) {
    const ru_node *items = ru_node_get(n, "items");
    size_t count = items ? items->count : 0;
    const ru_node **sorted = RU_NEWS(&p->x->arena, const ru_node *, count + 1);
    if (!sorted) p->failed = true;
    for (size_t i = 0; sorted && i < count; i++) { /* as they were written */
        size_t k = i;
        for (; k > 0 && stands_before(items->items[i], sorted[k - 1]); k--) sorted[k] = sorted[k - 1];
        sorted[k] = items->items[i];
    }
    for (size_t i = 0; sorted && i < count; i++) {
        const ru_node *item = ru_page_resolved(p, sorted[i]);
        if (is(item, op)) collect(p, all, item, op);
        else push(p, all, item);
    }
}

/* ---- atoms ---- */
static ru_str sized(ru_page *p, ru_str m, const ru_fact *f, ru_str value) {
    static const struct {
        const char *m, *en, *fr, *date_en, *date_fr;
    } sizes[] = {{"at_least", "at least {0}", "au moins {0}", "not before {0}", "pas avant {0}"},
                 {"at_most", "at most {0}", "au plus {0}", "not after {0}", "pas après {0}"},
                 {"above", "more than {0}", "plus de {0}", "after {0}", "après {0}"},
                 {"below", "less than {0}", "moins de {0}", "before {0}", "avant {0}"}};
    bool dated = f && (f->type == RU_DATE || f->type == RU_INSTANT);
    for (size_t i = 0; i < RU_COUNT(sizes); i++)
        if (ru_str_is(m, sizes[i].m)) return dated ? RU_PAGE1(p, sizes[i].date_en, sizes[i].date_fr, value) : RU_PAGE1(p, sizes[i].en, sizes[i].fr, value);
    return value;
}

static ru_str timed(ru_page *p, ru_str m, const ru_node *value) {
    ru_str span = ru_page_span(p, value);
    if (ru_str_is(m, "within_last")) return RU_PAGE1(p, "within the last {0}", "il y a {0} au plus", span);
    if (ru_str_is(m, "within_next")) return RU_PAGE1(p, "within the next {0}", "d'ici {0} au plus", span);
    return RU_PAGE1(p, "more than {0} ago", "il y a plus de {0}", span);
}

typedef struct atom {
    ru_str fact, m;
    const ru_node *test;
    bool contact;
} atom;

static atom atom_of(const ru_node *n, bool contact) {
    const ru_node *test = ru_node_get(n, "test");
    return (atom){ru_page_text(n, "fact"), ru_page_text(test, "m"), test, contact};
}

/* Equality: the values that fit, whichever way it is written. */
static bool equal(const atom *a) { return ru_str_is(a->m, "eq") || ru_str_is(a->m, "one_of"); }

static void add_value(ru_page *p, const atom *a, const ru_node *v, ru_words *into) {
    ru_str said = ru_page_value(p, a->fact, v, a->contact);
    for (size_t i = 0; i < into->count; i++)
        if (ru_str_eq(into->items[i], said)) return; /* two names of one thing */
    ru_page_add(p, into, said);
}

static void add_values(ru_page *p, const atom *a, ru_words *into) {
    const ru_node *one = ru_node_get(a->test, "value"), *list = ru_node_get(a->test, "values");
    if (one) add_value(p, a, one, into);
    for (size_t i = 0; list && i < list->count; i++) add_value(p, a, list->items[i], into);
}

/* The test without its fact. */
static ru_str test_words(ru_page *p, const atom *a, const ru_words *values) {
    const ru_node *value = ru_node_get(a->test, "value");
    const ru_fact *f = ru_page_fact(p, a->fact, a->contact);
    ru_str any = ru_page_or(p, values), all = ru_page_and(p, values);
    if (ru_str_is(a->m, "on_file")) return RU_PAGE0(p, "on file", "au dossier");
    if (ru_str_is(a->m, "not_on_file")) return RU_PAGE0(p, "none on file", "rien au dossier");
    if (ru_str_is(a->m, "today")) return RU_PAGE0(p, "today", "aujourd'hui");
    if (ru_str_is(a->m, "none_of")) return RU_PAGE1(p, "other than {0}", "autre que {0}", any);
    if (ru_str_is(a->m, "has_any"))
        return values->count > 1 ? RU_PAGE1(p, "at least one of {0}", "au moins un parmi {0}", all) : RU_PAGE1(p, "{0} among them", "dont {0}", any);
    if (ru_str_is(a->m, "has_all")) return RU_PAGE1(p, "{0}, all of them", "à la fois {0}", all);
    if (ru_str_is(a->m, "has_none")) return RU_PAGE1(p, "none of {0}", "aucun parmi {0}", all);
    if (ru_str_is(a->m, "between"))
        return RU_PAGE2(p, "from {0} to {1}", "de {0} à {1}", ru_page_value(p, a->fact, ru_node_get(a->test, "low"), a->contact),
                        ru_page_value(p, a->fact, ru_node_get(a->test, "high"), a->contact));
    if (ru_str_is(a->m, "within_last") || ru_str_is(a->m, "within_next") || ru_str_is(a->m, "longer_ago_than")) return timed(p, a->m, value);
    return equal(a) ? any : sized(p, a->m, f, any);
}

/* Said alone where the value speaks for itself: "a conversation", not "what came of it (a conversation)". */
static bool speaks_alone(const ru_page *p, const atom *a) {
    static const char *const alone[] = {"channel", "direction", "outcome",   "place",      "line",         "dialer",
                                        "purpose", "action",    "recipient", "visibility", "address_kind", "role"};
    const ru_node *one = ru_node_get(a->test, "value"), *list = ru_node_get(a->test, "values");
    bool known = false;
    for (size_t i = 0; i < RU_COUNT(alone); i++) known |= ru_str_is(a->fact, alone[i]) && (a->contact || ru_str_is(a->fact, "role"));
    if (!known || !equal(a)) return false;
    for (size_t i = 0; i < (one ? 1 : list ? list->count : 0); i++) {
        const ru_node *v = one ? one : list->items[i];
        if (v->kind != RU_NODE_TEXT || !ru_page_known(p->x->french, a->fact, v->text).p) return false;
    }
    return true;
}

static ru_str atom_words(ru_page *p, const atom *a, const ru_words *values) {
    const ru_node *value = ru_node_get(a->test, "value");
    ru_str label = ru_page_label(p, a->fact, a->contact);
    bool yes = value && value->kind == RU_NODE_BOOL && value->number && ru_str_is(a->m, "eq");
    if ((yes || ru_str_is(a->m, "on_file")) && ru_page_labelled(p, a->fact, a->contact)) return label;
    if (ru_str_is(ru_page_text(value, "x"), "same_debt")) return ru_page_expr(p, value);
    if (speaks_alone(p, a)) return ru_page_or(p, values);
    bool no = value && value->kind == RU_NODE_BOOL && !value->number && ru_str_is(a->m, "eq");
    ru_str without = no ? ru_page_known(p->x->french, a->fact, RU_STR("false")) : (ru_str){NULL, 0};
    if (without.p) return without;
    return RU_PAGE2(p, "{0} ({1})", "{0} ({1})", label, test_words(p, a, values));
}

/* In a list of alternatives, one fact with several values is said once. */
static void take_same(ru_page *p, parts *all, size_t i, const atom *a, ru_words *values) {
    for (size_t k = i + 1; k < all->count; k++) {
        if (!is(all->items[k], "atom")) continue;
        atom other = atom_of(all->items[k], a->contact);
        bool list = ru_str_is(a->m, "has_any") && ru_str_is(other.m, "has_any");
        if (!ru_str_eq(other.fact, a->fact) || !(list || (equal(a) && equal(&other)))) continue;
        add_values(p, &other, values);
        all->done[k] = true;
    }
}

/* Several tests of one fact: "number of this reminder (at most 1 or none on file)". */
static ru_str alternatives(ru_page *p, parts *all, size_t i, const atom *a, const ru_words *values) {
    ru_words tests = {NULL, 0, 0};
    for (size_t k = i + 1; k < all->count; k++) {
        if (all->done[k] || !is(all->items[k], "atom")) continue;
        atom other = atom_of(all->items[k], a->contact);
        ru_words others = {NULL, 0, 0};
        if (!ru_str_eq(other.fact, a->fact)) continue;
        if (!tests.count) ru_page_add(p, &tests, test_words(p, a, values));
        add_values(p, &other, &others);
        ru_page_add(p, &tests, test_words(p, &other, &others));
        all->done[k] = true;
    }
    if (!tests.count) return atom_words(p, a, values);
    return RU_PAGE2(p, "{0} ({1})", "{0} ({1})", ru_page_label(p, a->fact, a->contact), ru_page_or(p, &tests));
}

/* ---- joined ---- */

/* Long lists, and parts with commas of their own, are kept apart by semicolons. */
static ru_str joined(ru_page *p, const ru_words *w, bool any) {
    bool long_ones = w->count > 3;
    for (size_t i = 0; i < w->count; i++) long_ones |= memchr(w->items[i].p, ',', w->items[i].n) != NULL;
    if (!long_ones || w->count < 2) return any ? ru_page_or(p, w) : ru_page_and(p, w);
    const char *between = p->x->french ? "\xE2\x80\xAF; " : "; ";
    return any ? ru_page_join(p, w, between, "; or ", "\xE2\x80\xAF; ou ") : ru_page_join(p, w, between, "; and ", "\xE2\x80\xAF; et ");
}

enum { TOP, IN_ALL, IN_ANY };
static ru_str words(ru_page *p, const ru_node *n, bool contact, int within);

static void part_words(ru_page *p, parts *all, bool contact, bool any, ru_words *into) {
    all->done = RU_NEWS(&p->x->arena, bool, all->count + 1);
    if (!all->done) p->failed = true;
    for (size_t i = 0; all->done && i < all->count; i++) {
        if (all->done[i]) continue;
        if (!is(all->items[i], "atom")) {
            ru_page_add(p, into, words(p, all->items[i], contact, any ? IN_ANY : IN_ALL));
            continue;
        }
        atom a = atom_of(all->items[i], contact);
        ru_words values = {NULL, 0, 0};
        add_values(p, &a, &values);
        if (any) take_same(p, all, i, &a, &values);
        ru_page_add(p, into, any ? alternatives(p, all, i, &a, &values) : atom_words(p, &a, &values));
    }
}

static ru_str none_words(ru_page *p, const ru_words *w) {
    if (w->count == 1) return RU_PAGE1(p, "not: {0}", "pas\xC2\xA0: {0}", w->items[0]);
    return RU_PAGE1(p, "none of these: {0}", "rien de ceci\xC2\xA0: {0}", joined(p, w, true));
}

static ru_str code_words(ru_page *p, const ru_node *n) {
    const ru_node *code = ru_node_get(n, "code");
    ru_str line = ru_explain_number(p->x, code ? code->line : n->line);
    return RU_PAGE2(p, "something that only code decides ({0}, line {1})", "quelque chose que seul du code décide ({0}, ligne {1})",
                    code && code->file.n ? code->file : n->file, line);
}

static ru_str words(ru_page *p, const ru_node *n, bool contact, int within) {
    n = ru_page_resolved(p, n);
    bool any = is(n, "any"), none = is(n, "none"), all = is(n, "all");
    parts list = {0};
    ru_words w = {NULL, 0, 0};
    if (is(n, "outbound")) return RU_PAGE0(p, "from us", "de notre part");
    if (is(n, "otherwise")) return RU_PAGE0(p, "everything else", "tout le reste");
    if (is(n, "coded")) return code_words(p, n);
    if (is(n, "not")) {
        ru_page_add(p, &w, words(p, ru_node_get(n, "item"), contact, IN_ANY));
        return none_words(p, &w);
    }
    if (any || none || all) collect(p, &list, n, any || none ? "any" : "all");
    else push(p, &list, n);
    part_words(p, &list, contact, any || none, &w);
    if (none) return none_words(p, &w);
    if (any && within == IN_ALL && w.count > 1)
        return p->x->french ? RU_PAGE1(p, "", "soit {0}", ru_page_join(p, &w, ", soit ", "", ", soit ")) : RU_PAGE1(p, "either {0}", "", ru_page_or(p, &w));
    if (any) return joined(p, &w, true);
    return within == IN_ANY && w.count > 1 ? ru_page_join(p, &w, " together with ", " together with ", " avec ") : joined(p, &w, false);
}

ru_str ru_page_cond(ru_page *p, const ru_node *n, bool contact) { return n ? words(p, n, contact, TOP) : RU_STR(""); }
