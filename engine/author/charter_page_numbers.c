/* charter_page_numbers.c: the figures that the rules of a pack rest on: in force, which way they may be tightened, what the policy tightened. */
#include "engine/author/charter_page.h"

typedef struct search {
    ru_page *p;
    bool *used;
    bool *seen; /* derived facts walked already */
} search;

static void find(search *s, const ru_node *n);

/* A derived fact rests on what derive.lua says. */
static void find_derived(search *s, ru_str fact) {
    const ru_schema *schema = s->p->x->session->policy->schema;
    int slot = ru_fields_find(&schema->facts, fact);
    if (slot < 0 || s->seen[slot]) return;
    s->seen[slot] = true;
    const ru_raw *raw = ru_page_raw(s->p, RU_KIND_DERIVE, fact);
    if (raw) find(s, raw->body);
}

static void find(search *s, const ru_node *n) {
    ru_str x = ru_page_text(n, "x"), name = ru_page_text(n, "name"), fact = ru_page_text(n, "fact"), op = ru_page_text(n, "op");
    const ru_schema *schema = s->p->x->session->policy->schema;
    const ru_node *shared = op.n && name.n ? ru_page_resolved(s->p, n) : NULL;
    const ru_number *number = ru_str_is(x, "number") ? ru_schema_number(schema, name) : NULL;
    if (number) s->used[number - schema->numbers] = true;
    if (fact.n) find_derived(s, fact);
    if (ru_str_is(x, "fact")) find_derived(s, name);
    if (shared && shared != n) find(s, shared);
    bool deep = n && (n->kind == RU_NODE_MAP || n->kind == RU_NODE_LIST);
    for (size_t i = 0; deep && i < n->count; i++) find(s, n->items[i]);
}

/* Figures of its reasons too: they are printed. */
static void find_in_reason(search *s, const ru_raw *r) {
    const ru_template *t = NULL;
    ruth_error e;
    if (ru_study_because(s->p->x->study, r, (size_t)s->p->x->language, &t, &e)) return;
    for (size_t i = 0; t && i < t->count; i++)
        if (t->parts[i].kind == RU_PART_NUMBER) s->used[t->parts[i].index] = true;
}

/* Where it is declared: the pack first, then whoever else declares it. */
static const ru_node *declared(const ru_page *p, const ru_pack *pack, ru_str name) {
    const ru_study *study = p->x->study;
    for (size_t i = 0; i <= study->pack_count; i++) {
        const ru_node *found = ru_page_entry_of(i ? study->packs[i - 1].numbers : pack->numbers, name);
        if (found) return found;
    }
    return NULL;
}

/* As the pack has it, whatever the policy made of it. */
static ru_str before(ru_page *p, const ru_number *n, const ru_node *declaration) {
    const ru_schema *s = p->x->session->policy->schema;
    ru_number old = *n;
    const ru_fact shape = {.name = n->name, .type = n->type};
    const ru_node *value = ru_node_get(declaration, "value");
    ru_value v;
    ruth_error e;
    int currency;
    ru_words all = {NULL, 0, 0};
    for (size_t c = 0; n->type == RU_MONEY && declaration && c < declaration->count; c++) {
        for (size_t k = 0; k < s->currency_count; k++)
            if (ru_str_eq(declaration->keys[c], s->currencies[k]))
                ru_page_add(p, &all, ru_page_money(p, RU_PAGE2(p, "{0} {1}", "{0} {1}", declaration->items[c]->text, s->currencies[k])));
    }
    if (n->type == RU_MONEY) return ru_page_join(p, &all, " / ", " / ", " / ");
    if (!value || ru_value_read(s, &shape, value, &p->x->arena, &v, &currency, &e)) return RU_STR("");
    old.value = v.i;
    return ru_page_figure(p, &old);
}

static bool is_tightened(const ru_page *p, ru_str name) { return ru_page_entry_of(ru_node_get(p->x->study->packs[0].head, "tighten"), name) != NULL; }

static void say_number(ru_page *p, const ru_pack *pack, const ru_number *n) {
    ru_str way = n->tighter < 0 ? RU_PAGE0(p, "lower", "vers le bas") : n->tighter > 0 ? RU_PAGE0(p, "higher", "vers le haut") : RU_PAGE0(p, "no", "non");
    ru_str was = is_tightened(p, n->name) ? RU_PAGE1(p, "yes, from {0}", "oui, depuis {0}", before(p, n, declared(p, pack, n->name))) : RU_STR("");
    ru_str first = p->x->session->policy->schema->languages[0];
    const ru_str cells[] = {n->name, ru_page_figure(p, n), way, was, n->doc};
    if (!ru_str_eq(first, p->language)) p->foreign = first;
    ru_page_row(p, cells, RU_COUNT(cells));
    p->foreign = RU_STR("");
}

void ru_page_numbers(ru_page *p, const ru_pack *pack) {
    const ru_schema *schema = p->x->session->policy->schema;
    const ru_raws *raws = &p->x->study->raw[RU_KIND_LIMIT];
    search s = {p, RU_NEWS(&p->x->arena, bool, schema->number_count + 1), RU_NEWS(&p->x->arena, bool, schema->facts.count + 1)};
    if (!s.used || !s.seen) {
        p->failed = true;
        return;
    }
    for (size_t i = 0; i < raws->count; i++) {
        if (raws->items[i].pack != pack) continue;
        find(&s, raws->items[i].body);
        find_in_reason(&s, &raws->items[i]);
    }
    size_t count = 0;
    const ru_str heads[] = {RU_PAGE0(p, "Number", "Nombre"), RU_PAGE0(p, "In force", "En vigueur"), RU_PAGE0(p, "May be tightened", "Peut être resserré"),
                            RU_PAGE0(p, "Tightened by this policy", "Resserré par cette politique"), RU_PAGE0(p, "Meaning", "Sens")};
    for (size_t i = 0; i < schema->number_count; i++) {
        if (!s.used[i]) continue;
        if (!count++) ru_page_table(p, RU_PAGE0(p, "Numbers these rules rest on", "Nombres sur lesquels reposent ces règles"), heads, RU_COUNT(heads));
        say_number(p, pack, &schema->numbers[i]);
    }
    if (count) ru_page_table_end(p);
}
