/* lint_holidays.c: a holiday that stands twice in one list: the second was meant to be another day. */
#include "engine/author/lint.h"

static bool same(const ru_node *a, const ru_node *b);

/* A rule's name and doc are words about it: two rules of one day are the same under any name. */
static bool within(const ru_node *a, const ru_node *b) {
    for (size_t i = 0; i < a->count; i++) {
        if (ru_str_is(a->keys[i], "name") || ru_str_is(a->keys[i], "doc")) continue;
        size_t k = 0;
        while (k < b->count && !ru_str_eq(a->keys[i], b->keys[k])) k++;
        if (k == b->count || !same(a->items[i], b->items[k])) return false;
    }
    return true;
}

static bool same(const ru_node *a, const ru_node *b) {
    if (a->kind != b->kind) return false;
    if (a->kind == RU_NODE_MAP) return within(a, b) && within(b, a);
    if (a->kind != RU_NODE_LIST) return ru_str_eq(a->text, b->text);
    for (size_t i = 0; a->count == b->count && i < a->count; i++)
        if (!same(a->items[i], b->items[i])) return false;
    return a->count == b->count;
}

/* A date such as 2026-12-25, and a rule that gives this day in that year as in every other. */
static bool covers(const ru_node *rule, const ru_node *date) {
    const ru_node *day = ru_node_get(rule, "date");
    bool plain = rule->kind == RU_NODE_MAP && day && !ru_node_get(rule, "if_on") && !ru_node_get(rule, "from") && !ru_node_get(rule, "until");
    return plain && date->kind != RU_NODE_MAP && date->text.n == 10 && day->text.n == 5 && memcmp(date->text.p + 5, day->text.p, 5) == 0;
}

static void look_at(ru_lint *l, const ru_node *list) {
    for (size_t i = 1; i < list->count; i++)
        for (size_t k = 0; k < i; k++) {
            const ru_node *a = list->items[k], *b = list->items[i];
            bool again = same(a, b);
            if (!again && !covers(a, b) && !covers(b, a)) continue;
            ru_finding *f = ru_finding_add(
                l->f, RU_WARNING, "holiday_twice", b,
                again ? "this holiday stands twice in the list; first at line %d" : "this holiday is the day that line %d gives already", a->line);
            ru_lint_say(f, "it is one free day; if another was meant, people would be contacted on it", NULL);
            break;
        }
}

void ru_lint_holidays(ru_lint *l) {
    for (size_t i = 0; i < l->s->pack_count; i++) {
        const ru_node *list = ru_node_get(l->s->packs[i].head, "holidays");
        if (list && list->kind == RU_NODE_LIST) look_at(l, list);
    }
}
