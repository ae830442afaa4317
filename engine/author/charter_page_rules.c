/* charter_page_rules.c: every rule of a pack once, its cases under one name: who, what, until when, why, from where. */
#include "engine/author/charter_page.h"

typedef struct rule {
    ru_str id;
    const ru_raw **arms;
    size_t count, capacity;
} rule;
typedef struct rules {
    rule *items;
    size_t count, capacity;
} rules;

/* ---- which rules ---- */
static ru_str rule_id(ru_str id) {
    size_t n = 0;
    while (n < id.n && id.p[n] != '/') n++;
    return (ru_str){id.p, n};
}

/* A duty that nothing else of the limit sees to. */
static bool left_to_host(const ru_raw *r) {
    static const char *const enforced[] = {"forbid",       "at_most",        "wait",    "hours",    "closed_in",      "only_if",  "ceiling",
                                           "tone_at_most", "action_at_most", "require", "no_words", "leave_at_least", "hand_over"};
    for (size_t i = 0; i < RU_COUNT(enforced); i++)
        if (ru_node_get(r->body, enforced[i])) return false;
    return ru_node_get(r->body, "left_to") != NULL;
}

static bool written_before(const ru_raw *a, const ru_raw *b) {
    int order = ru_str_cmp(a->file, b->file);
    if (order) return order < 0;
    return a->node->line != b->node->line ? a->node->line < b->node->line : ru_str_cmp(a->id, b->id) < 0;
}

static void add_arm(ru_page *p, rules *all, const ru_raw *r) {
    ru_arena *a = &p->x->arena;
    ru_str id = rule_id(r->id);
    rule *to = NULL;
    for (size_t i = 0; i < all->count; i++)
        if (ru_str_eq(all->items[i].id, id)) to = &all->items[i];
    if (!to) {
        rule *items = ru_arena_grow(a, all->items, all->count, &all->capacity, sizeof *items);
        if (items) {
            all->items = items;
            to = &items[all->count++];
            *to = (rule){.id = id};
        }
    }
    const ru_raw **arms = to ? ru_arena_grow(a, (void *)to->arms, to->count, &to->capacity, sizeof *arms) : NULL;
    if (!arms) {
        p->failed = true;
        return;
    }
    to->arms = arms;
    arms[to->count++] = r;
}

/* In the order of the file: it was written to be read. */
static rules rules_of(ru_page *p, const ru_pack *pack, bool left) {
    const ru_raws *raws = &p->x->study->raw[RU_KIND_LIMIT];
    const ru_raw **sorted = RU_NEWS(&p->x->arena, const ru_raw *, raws->count + 1);
    rules all = {NULL, 0, 0};
    size_t count = 0;
    if (!sorted) p->failed = true;
    for (size_t i = 0; sorted && i < raws->count; i++) {
        const ru_raw *r = &raws->items[i];
        if (r->pack != pack || left_to_host(r) != left) continue;
        size_t k = count++;
        for (; k > 0 && written_before(r, sorted[k - 1]); k--) sorted[k] = sorted[k - 1];
        sorted[k] = r;
    }
    for (size_t i = 0; i < count; i++) add_arm(p, &all, sorted[i]);
    return all;
}

/* ---- why ---- */
static ru_str part_words(ru_page *p, const ru_part *part) {
    const ru_schema *s = p->x->session->policy->schema;
    if (part->kind == RU_PART_LITERAL) return part->literal;
    if (part->kind == RU_PART_FACT) return RU_PAGE1(p, "[{0}]", "[{0}]", ru_page_label(p, s->facts.items[part->index].name, false)); /* a place to be filled */
    if (part->kind != RU_PART_NUMBER) return RU_STR("[…]");
    const ru_number *n = &s->numbers[part->index];
    return n->type == RU_INTEGER ? ru_explain_number(p->x, n->value) : ru_page_figure(p, n); /* the text has its unit */
}

/* The text as it stands; what a person's file would say is said by its name. */
static ru_str why(ru_page *p, const ru_raw *r) {
    const ru_template *t = NULL;
    ruth_error e;
    ru_words all = {NULL, 0, 0};
    ruth_status st = ru_study_because(p->x->study, r, (size_t)p->x->language, &t, &e);
    if (st == RUTH_E_NOMEM) p->failed = true;
    for (size_t i = 0; !st && t && i < t->count; i++) ru_page_add(p, &all, part_words(p, &t->parts[i]));
    return ru_page_sentence(p, ru_page_join(p, &all, "", "", ""));
}

/* ---- from where ---- */
static ru_str citation(ru_page *p, const ru_node *cite) {
    ru_str scheme = ru_page_text(cite, "scheme"), id = ru_page_text(cite, "id");
    if (cite && cite->kind == RU_NODE_TEXT) return RU_PAGE1(p, "{0}.", "{0}.", cite->text); /* as it is written */
    if (ru_str_is(scheme, "ethics")) return RU_PAGE1(p, "Ethical charter, article {0}.", "Charte éthique, article {0}.", id);
    if (ru_str_is(scheme, "house")) return RU_PAGE1(p, "Rules of the house, article {0}.", "Règles de la maison, article {0}.", id);
    return id.n ? RU_PAGE1(p, "{0}.", "{0}.", id) : id;
}

static ru_str known(ru_page *p, const char *what, ru_str name) {
    ru_str words = name.n ? ru_page_known(p->x->french, ru_str_of(what), name) : RU_STR("");
    return words.p ? words : ru_page_spaced(p, name);
}

static ru_str source(ru_page *p, const ru_raw *r) {
    ru_words all = {NULL, 0, 0};
    ru_page_add(p, &all, citation(p, ru_node_get(r->body, "cite")));
    ru_page_add(p, &all, ru_page_sentence(p, known(p, "nature", ru_page_text(r->body, "nature"))));
    ru_page_add(p, &all, ru_page_sentence(p, known(p, "status", ru_page_text(r->body, "status"))));
    return ru_page_join(p, &all, " ", " ", " ");
}

/* ---- one rule ---- */
typedef ru_str (*saying)(ru_page *p, const ru_raw *r);
static ru_str who(ru_page *p, const ru_raw *r) { return ru_page_who(p, r->body); }
static ru_str what(ru_page *p, const ru_raw *r) { return ru_page_effects(p, r->body); }
static ru_str dates(ru_page *p, const ru_raw *r) { return ru_page_dates(p, r->body); }

enum { WHAT = 1, WHY = 3, PARTS = 5 };
static const struct {
    const char *en, *fr;
    saying say;
} parts[PARTS] = {{"Who", "Qui", who}, {"Limit", "Limite", what}, {"Dates", "Dates", dates}, {"Why", "Pourquoi", why}, {"Source", "Source", source}};

static bool alike(ru_page *p, const rule *r, saying say) {
    ru_str first = say(p, r->arms[0]);
    for (size_t i = 1; i < r->count; i++)
        if (!ru_str_eq(say(p, r->arms[i]), first)) return false;
    return true;
}

/* What differs from case to case. */
static void say_cases(ru_page *p, const rule *r, const bool once[PARTS]) {
    ru_words cases = {NULL, 0, 0};
    for (size_t i = 0; i < r->count; i++) {
        ru_words one = {NULL, 0, 0};
        for (size_t k = 0; k < PARTS; k++)
            if (!once[k]) ru_page_add(p, &one, parts[k].say(p, r->arms[i]));
        ru_page_add(p, &cases, ru_page_join(p, &one, " ", " ", " "));
    }
    ru_page_cases(p, RU_PAGE0(p, "Cases", "Cas"), &cases);
}

/* What is the same in all cases is said once. */
static void say_rule(ru_page *p, const rule *r) {
    bool once[PARTS], all = true;
    if (!r->count) return; /* memory ran out while it was collected */
    for (size_t k = 0; k < PARTS; k++) all &= once[k] = alike(p, r, parts[k].say);
    ru_page_rule(p, r->id);
    if (p->left && r->arms[0]->pack->name.n) ru_page_entry(p, RU_PAGE0(p, "Pack", "Recueil"), ru_page_title(p, r->arms[0]->pack));
    for (size_t k = 0; k < PARTS; k++) {
        ru_str label = RU_PAGE0(p, parts[k].en, parts[k].fr);
        if (p->left && k == WHAT) label = RU_PAGE0(p, "About", "Objet");
        if (p->left && k == WHY) label = RU_PAGE0(p, "Duty", "Devoir");
        if (once[k]) ru_page_entry(p, label, parts[k].say(p, r->arms[0]));
        if (k == WHAT && !all) say_cases(p, r, once);
    }
    ru_page_rule_end(p);
}

void ru_page_rules(ru_page *p, const ru_pack *pack) {
    rules all = rules_of(p, pack, false);
    for (size_t i = 0; i < all.count; i++) say_rule(p, &all.items[i]);
}

size_t ru_page_left(ru_page *p, const ru_pack *pack, bool write) {
    rules all = rules_of(p, pack, true);
    p->left = write;
    for (size_t i = 0; write && i < all.count; i++) say_rule(p, &all.items[i]);
    p->left = false;
    return all.count;
}

size_t ru_page_rule_count(ru_page *p, const ru_pack *pack) { return rules_of(p, pack, false).count; }
