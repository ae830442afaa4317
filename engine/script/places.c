/* places.c: the rule data and the outline of its source walked side by side: each node gets the place it was written at.
 *
 * Only what fits is followed: where Lua computed something (a local, a loop, a function of the policy), the node that stands there gets
 * the place of the name or call, and what is in it keeps its rule's line. */
#include <stdlib.h>

#include "engine/script/outline.h"

/* A node belongs to one rule and nobody else has it yet: the tree was made a moment ago. */
static void put(ru_node *n, int line, int column) {
    n->line = line;
    n->column = column;
    if (n->kind == RU_NODE_TEXT) n->quoted = true;
}

/* All that is in it too, until the walk knows better. A function keeps its own line. */
static void put_all(ru_node *n, int line, int column) {
    if (n->kind == RU_NODE_CODE) return;
    put(n, line, column);
    for (size_t i = 0; i < n->count; i++) put_all(n->items[i], line, column);
}

static ru_node *get(const ru_node *map, const char *key) {
    for (size_t i = 0; map && map->kind == RU_NODE_MAP && i < map->count; i++)
        if (ru_str_is(map->keys[i], key)) return map->items[i];
    return NULL;
}

static bool key_is(const ru_node *map, const char *key, const char *text) {
    const ru_node *n = get(map, key);
    return n && n->kind == RU_NODE_TEXT && ru_str_is(n->text, text);
}

static bool called(const ru_piece *p, ru_str name) { return p->kind == RU_PIECE_CALL && ru_str_eq(p->name, name); }

static const ru_piece *table_of(const ru_piece *p) {
    if (p && p->kind == RU_PIECE_CALL) p = p->first;
    return p && p->kind == RU_PIECE_TABLE ? p : NULL;
}

static void place(ru_node *n, const ru_piece *p);

static void put_key(ru_node *n, const char *key, int line, int column) {
    ru_node *child = get(n, key);
    if (child) put(child, line, column);
}

/* Where both are there. */
static void place_key(const ru_node *n, const char *key, const ru_piece *p) {
    ru_node *child = get(n, key);
    if (child && p) place(child, p);
}

static void place_values(const ru_node *map, const ru_piece *table) {
    for (size_t i = 0; i < map->count; i++) {
        const ru_piece *value = ru_piece_value(table, map->keys[i]);
        if (value) place(map->items[i], value);
    }
}

static void place_list(const ru_node *list, const ru_piece *p) {
    for (size_t i = 0; list && i < list->count; i++) {
        const ru_piece *one = ru_piece_item(p, i);
        if (one) place(list->items[i], one);
    }
}

/* ---- conditions ---- */
static void place_atom(ru_node *atom, const ru_piece *entry) {
    put_all(atom, entry->line, entry->column);
    place_key(atom, "test", entry->first);
}

static const ru_piece *entry_of(const ru_piece *table, ru_str key) {
    for (const ru_piece *e = table->first; e; e = e->next)
        if (e->name.n && ru_str_eq(e->name, key)) return e;
    return NULL;
}

/* Keyed entries by their fact, the others in order. */
static void place_entries(const ru_node *items, const ru_piece *table) {
    size_t bare = 0;
    for (size_t i = 0; items && i < items->count; i++) {
        ru_node *item = items->items[i];
        const ru_node *fact = get(item, "fact");
        const ru_piece *keyed = key_is(item, "op", "atom") && fact ? entry_of(table, fact->text) : NULL, *one;
        if (keyed) place_atom(item, keyed);
        else if ((one = ru_piece_item(table, bare++))) place(item, one);
    }
}

static void place_condition(ru_node *n, const ru_piece *p) {
    const ru_node *items = get(n, "items");
    const ru_piece *table = table_of(p);
    put_all(n, p->line, p->column);
    if (key_is(n, "op", "not")) place_key(n, "item", p);
    if (key_is(n, "op", "coded") && p->kind == RU_PIECE_OPAQUE) put_key(n, "code", p->line, p->column);
    if (!items || !table) return;
    bool word = (key_is(n, "op", "any") && called(p, RU_STR("any_of"))) || (key_is(n, "op", "none") && called(p, RU_STR("none_of_these"))) ||
                (key_is(n, "op", "all") &&
                 (p->kind == RU_PIECE_TABLE || called(p, RU_STR("all_of")) || called(p, RU_STR("last")) || called(p, RU_STR("count"))));
    if (word) place_entries(items, table);
}

/* ---- values ---- */
static void place_matcher(ru_node *n, const ru_piece *p) {
    const ru_node *m = get(n, "m");
    if (key_is(n, "m", "eq")) place_key(n, "value", p);
    if (!called(p, m->text)) return;
    static const struct {
        const char *key;
        size_t at;
    } operands[] = {{"value", 0}, {"low", 0}, {"high", 1}};
    for (size_t i = 0; i < RU_COUNT(operands); i++) place_key(n, operands[i].key, ru_piece_item(p, operands[i].at));
    place_list(get(n, "values"), p);
}

static void place_expression(ru_node *n, const ru_piece *p) {
    const ru_node *x = get(n, "x");
    const ru_piece *table = table_of(p);
    if (p->kind == RU_PIECE_OPERATION) {
        if (p->count == 2) place_key(n, "a", ru_piece_item(p, 0));
        place_key(n, "b", ru_piece_item(p, p->count - 1));
        return;
    }
    if (p->kind != RU_PIECE_CALL) return;
    if (key_is(n, "x", "offer")) {
        place_key(n, "with", table);
        put_key(n, "with", p->line, p->column); /* what is missing in it is missing in the offer */
        return;
    }
    if (p->first && p->first->kind == RU_PIECE_TEXT) { /* team "care", ethics "peace" */
        put_key(n, "name", p->first->line, p->first->column);
        put_key(n, "id", p->first->line, p->first->column);
    }
    if (!called(p, x->text)) return;
    place_key(n, "n", p->first);
    place_list(get(n, "items"), p);
    if (!table) return;
    static const char *const keyed[] = {"round", "not_below", "since_last", "within"};
    for (size_t i = 0; i < RU_COUNT(keyed); i++) place_key(n, keyed[i], ru_piece_value(table, ru_str_of(keyed[i])));
    place_key(n, "of", ru_piece_item(table, 0));
    place_key(n, "filter", p);
}

static void place(ru_node *n, const ru_piece *p) {
    put_all(n, p->line, p->column);
    if (n->kind == RU_NODE_LIST && p->kind == RU_PIECE_TABLE) place_list(n, p);
    if (n->kind != RU_NODE_MAP) return;
    if (get(n, "op")) place_condition(n, p);
    else if (get(n, "m")) place_matcher(n, p);
    else if (get(n, "x")) place_expression(n, p);
    else if (p->kind == RU_PIECE_TABLE) place_values(n, p);
}

/* ---- rules ---- */
static void place_head(ru_node *rule, const ru_piece *at, const ru_piece *id) {
    put(rule, rule->line, at->column);
    put_key(rule, "kind", at->line, at->column);
    put_key(rule, "file", at->line, at->column);
    put_key(rule, "line", at->line, at->column);
    if (get(rule, "body")) put_all(get(rule, "body"), rule->line, at->column);
    put_key(rule, "id", id ? id->line : at->line, id ? id->column : at->column);
}

static void place_ladder(const ru_node *entries, const ru_piece *table) {
    for (size_t i = 0; entries && i < entries->count; i++) { /* a check may have cut them out */
        const ru_piece *one = ru_piece_item(table, i);
        if (!one) continue;
        place(entries->items[i], one);
        if (one->kind == RU_PIECE_TABLE) place_key(entries->items[i], "name", ru_piece_item(one, 0));
    }
}

static bool same_id(const ru_node *rule, const ru_piece *id) {
    const ru_node *n = get(rule, "id");
    return !id || id->kind != RU_PIECE_TEXT || !n || ru_str_eq(n->text, id->name);
}

/* word "id" { … }: the rule, when it is this one. */
static void place_rule(ru_node *rule, const ru_piece *call) {
    const ru_piece *id = call->first, *table = id ? id->next : NULL;
    ru_node *body = get(rule, "body");
    bool experiment = key_is(rule, "kind", "derive") && ru_str_is(call->name, "experiment");
    if (!id || !(experiment || ru_str_eq(get(rule, "kind")->text, call->name)) || !same_id(rule, id)) return;
    place_head(rule, call, id);
    if (experiment) body = get(body, "expression");
    if (!body || !table || table->kind != RU_PIECE_TABLE) return;
    if (ru_str_is(call->name, "ladder")) place_ladder(get(body, "entries"), table);
    else if (get(body, "op")) place(body, table);
    else place_values(body, table);
}

static void place_derive(ru_node *rule, const ru_piece *set) {
    const ru_node *id = get(rule, "id");
    ru_str name = {set->name.p + 7, set->name.n - 7}; /* behind "derive." */
    if (!key_is(rule, "kind", "derive") || !id || !ru_str_eq(id->text, name)) return;
    place_head(rule, set, NULL);
    place_key(get(rule, "body"), "expression", set->first);
}

static void place_cell(ru_node *rule, const ru_piece *header, const ru_piece *cell) {
    ru_node *body = get(rule, "body"), *when = get(body, "when"), *items = get(when, "items");
    if (ru_str_is(header->name, "id")) {
        put_key(rule, "id", cell->line, cell->column);
        return;
    }
    if (ru_str_is(header->name, "when")) {
        if (items && items->count && cell->kind != RU_PIECE_NAME) place(items->items[items->count - 1], cell);
        return;
    }
    for (size_t i = 0; items && i < items->count; i++) {
        ru_node *atom = items->items[i], *fact = get(atom, "fact");
        if (!fact || !ru_str_eq(fact->text, header->name)) continue;
        put_all(atom, cell->line, cell->column);
        put(fact, header->line, header->column);
        place_key(atom, "test", cell);
        return;
    }
    for (size_t i = 0; i < body->count; i++)
        if (ru_str_eq(body->keys[i], header->name)) place(body->items[i], cell);
}

/* One row { … } under its columns { … }. */
static void place_row(ru_node *rule, const ru_piece *columns, const ru_piece *at, const ru_piece *row) {
    const ru_piece *header = columns->first, *cell = row->first;
    const ru_piece *id = NULL;
    for (const ru_piece *h = header, *c = cell; h && c; h = h->next, c = c->next)
        if (h->first && h->first->kind == RU_PIECE_TEXT && ru_str_is(h->first->name, "id")) id = c->first;
    if (!same_id(rule, id)) return; /* two rows may stand on one line */
    place_head(rule, at, NULL);
    for (; header && cell; header = header->next, cell = cell->next)
        if (header->first && header->first->kind == RU_PIECE_TEXT && cell->first) place_cell(rule, header->first, cell->first);
}

/* ---- statements and rules, both by line ---- */
typedef struct line_rule {
    ru_node *node;
    size_t order;
} line_rule;

static int by_line(const void *x, const void *y) {
    const line_rule *a = x, *b = y;
    if (a->node->line != b->node->line) return a->node->line < b->node->line ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void place_rows(const line_rule *rules, size_t n, const ru_piece *call) {
    const ru_piece *table = call->first ? call->first->next : NULL, *columns = table_of(ru_piece_item(table, 0));
    size_t at = 0;
    if (!columns) return;
    for (const ru_piece *e = table->first->next; e; e = e->next) {
        const ru_piece *row = e->first, *cells = table_of(row);
        if (!cells) continue;
        while (at < n && rules[at].node->line < row->line) at++;
        for (size_t i = at; i < n && rules[i].node->line == row->line; i++) place_row(rules[i].node, columns, row, cells);
    }
}

static void place_statement(const line_rule *rules, size_t n, const ru_piece *p) {
    if (p->kind == RU_PIECE_CALL && ru_str_is(p->name, "rows")) {
        place_rows(rules, n, p);
        return;
    }
    bool derive = p->kind == RU_PIECE_SET && p->name.n > 7 && !memcmp(p->name.p, "derive.", 7);
    for (size_t i = 0; i < n; i++) {
        if (derive) place_derive(rules[i].node, p);
        else if (p->kind == RU_PIECE_CALL && rules[i].node->line >= p->line) place_rule(rules[i].node, p);
    }
}

static bool place_file(const line_rule *rules, size_t n, ru_str source, const ruth_allocator *alloc) {
    ru_arena kept, statement;
    ru_outline o;
    size_t first = 0;
    ru_arena_init(&kept, alloc, 4 << 10);
    ru_arena_init(&statement, alloc, 16 << 10);
    ru_outline_begin(&o, source, &kept);
    for (const ru_piece *p; first < n && (p = ru_outline_next(&o, &statement)); ru_arena_reset(&statement)) {
        while (first < n && rules[first].node->line < p->line) first++;
        size_t last = first;
        while (last < n && rules[last].node->line <= p->last_line) last++;
        place_statement(rules + first, last - first, p);
    }
    ru_arena_free(&statement);
    ru_arena_free(&kept);
    return !o.failed;
}

bool ru_places_set(ru_node *rules, const ru_source *sources, size_t count, const ruth_allocator *alloc) {
    ru_arena work;
    bool ok = true;
    ru_arena_init(&work, alloc, 4 << 10);
    line_rule *sorted = RU_NEWS(&work, line_rule, rules->count + 1);
    for (size_t i = 0, n = 0; sorted && ok && i < rules->count; i += n) { /* rules of one file follow each other */
        for (n = 0; i + n < rules->count && ru_str_eq(rules->items[i + n]->file, rules->items[i]->file); n++) sorted[n] = (line_rule){rules->items[i + n], n};
        qsort(sorted, n, sizeof *sorted, by_line);
        for (size_t k = 0; k < count; k++)
            if (ru_str_eq(sources[k].name, rules->items[i]->file)) ok = place_file(sorted, n, sources[k].bytes, alloc);
    }
    ok = ok && sorted;
    ru_arena_free(&work);
    return ok;
}
