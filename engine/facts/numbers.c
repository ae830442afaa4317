/* numbers.c: numbers.yaml, the figures that officers tune, and tightening a pack's figure. */
#include <stdlib.h>

#include "engine/facts/internal.h"

int ru_schema_currency(const ru_schema *s, ru_str code) {
    for (size_t i = 0; i < s->currency_count; i++)
        if (ru_str_eq(s->currencies[i], code)) return (int)i;
    return -1;
}

static const char *const keys[] = {"type", "value", "unit", "tighter", "doc", NULL};

static const ru_node *key_of(const ru_node *map, size_t i) { return map->key_at && map->key_at[i] ? map->key_at[i] : map->items[i]; }

static ruth_status read_type(const ru_node *node, ru_number *out, ruth_error *e) {
    static const ru_type types[] = {RU_INTEGER, RU_RATIO, RU_MONEY, RU_DATE};
    const ru_node *n = ru_node_get(node, "type");
    ru_str s, names[4];
    if (!n) return ru_node_fail(node, e, "%.*s has no type; expected integer, money, ratio or date", RU_SHOW(out->name));
    ruth_status st = ru_node_scalar(n, &s, e);
    if (st) return st;
    for (size_t i = 0; i < 4; i++) {
        names[i] = ru_str_of(ru_type_name(types[i]));
        if (ru_str_eq(names[i], s)) {
            out->type = types[i];
            return RUTH_OK;
        }
    }
    return ru_node_fail(n, e, "\"%.*s\" is no type of a number; expected integer, money, ratio or date%s", RU_SHOW(s), ru_nearest(s, names, 4).text);
}

/* A value that is not money. */
static ruth_status read_plain(const ru_number *of, const ru_node *n, int64_t *out, ruth_error *e) {
    ru_str s;
    int32_t days;
    if (of->type == RU_INTEGER) return ru_node_int(n, out, e);
    ruth_status st = ru_node_scalar(n, &s, e);
    if (st) return st;
    if (of->type == RU_RATIO) {
        if (ru_decimal_parse(s, 6, out)) return RUTH_OK;
        return ru_node_fail(n, e, "\"%.*s\" is no ratio; expected a decimal with at most 6 places, as in \"0.5\"", RU_SHOW(s));
    }
    if (!ru_date_parse(s, &days)) return ru_node_fail(n, e, "\"%.*s\" is no date; expected as in 2026-03-02", RU_SHOW(s));
    *out = days;
    return RUTH_OK;
}

static ruth_status read_amount(const ru_node *n, ru_str code, int64_t *out, ruth_error *e) {
    ru_str s;
    ruth_status st = ru_node_scalar(n, &s, e);
    if (st) return st;
    int digits = ru_currency_digits(code);
    if (digits >= 0 && ru_decimal_parse(s, digits, out)) return RUTH_OK;
    return ru_node_fail(n, e, "\"%.*s\" is no amount in %.*s; expected a figure with at most %d decimals, as in \"50%s\"", RU_SHOW(s), RU_SHOW(code), digits,
                        digits == 2 ? ".00" : "");
}

static bool plain_key(ru_str k) {
    for (size_t i = 0; keys[i]; i++)
        if (ru_str_is(k, keys[i])) return true;
    return false;
}

static ruth_status unknown_key(ru_making *m, const ru_node *node, size_t i, const ru_number *out) {
    ru_str names[RU_COUNT(keys) - 1 + RU_MAX_CURRENCIES];
    size_t count = 0;
    for (; keys[count]; count++) names[count] = ru_str_of(keys[count]);
    for (size_t c = 0; out->type == RU_MONEY && c < m->s->currency_count; c++) names[count++] = m->s->currencies[c];
    return ru_node_fail(key_of(node, i), m->e, "\"%.*s\" is no key of a number of type %s%s", RU_SHOW(node->keys[i]), ru_type_name(out->type),
                        ru_nearest(node->keys[i], names, count).text);
}

static ruth_status read_money(ru_making *m, const ru_node *node, ru_number *out) {
    size_t room = m->s->currency_count ? m->s->currency_count : 1, found = 0;
    out->has_money = RU_NEWS(m->a, bool, room);
    out->money = RU_NEWS(m->a, int64_t, room);
    if (!out->has_money || !out->money) return ru_fail_nomem(m->e);
    for (size_t i = 0; i < node->count; i++) {
        if (plain_key(node->keys[i])) continue;
        if (ru_currency_digits(node->keys[i]) < 0) return unknown_key(m, node, i, out);
        int64_t amount = 0;
        ruth_status st = read_amount(node->items[i], node->keys[i], &amount, m->e);
        if (st) return st;
        found++;
        int c = ru_schema_currency(m->s, node->keys[i]); /* a pack may serve currencies that this policy does not */
        if (c < 0) continue;
        out->has_money[c] = true;
        out->money[c] = amount;
    }
    const ru_node *value = ru_node_get(node, "value");
    if (value || !found)
        return ru_node_fail(value ? value : node, m->e, "%.*s is money: expected one figure a currency, as in USD: \"50.00\"", RU_SHOW(out->name));
    return RUTH_OK;
}

static ruth_status read_value(ru_making *m, const ru_node *node, ru_number *out) {
    if (out->type == RU_MONEY) return read_money(m, node, out);
    for (size_t i = 0; i < node->count; i++)
        if (!plain_key(node->keys[i])) return unknown_key(m, node, i, out);
    const ru_node *value = ru_node_get(node, "value");
    if (!value) return ru_node_fail(node, m->e, "%.*s has no value; write value: …", RU_SHOW(out->name));
    return read_plain(out, value, &out->value, m->e);
}

static ruth_status read_rest(ru_making *m, const ru_node *node, ru_number *out) {
    const ru_node *n;
    ru_str s;
    ruth_status st;
    if ((n = ru_node_get(node, "unit"))) {
        if (out->type != RU_INTEGER) return ru_node_fail(n, m->e, "%.*s is %s; only an integer has a unit", RU_SHOW(out->name), ru_type_phrase(out->type));
        if ((st = ru_node_text(n, &s, m->e))) return st;
        out->unit = ru_arena_str(m->a, s);
        if (!out->unit.p) return ru_fail_nomem(m->e);
    }
    if ((n = ru_node_get(node, "doc"))) {
        if ((st = ru_node_text(n, &s, m->e))) return st;
        out->doc = ru_arena_str(m->a, s);
        if (!out->doc.p) return ru_fail_nomem(m->e);
    }
    if ((n = ru_node_get(node, "tighter"))) {
        if ((st = ru_node_scalar(n, &s, m->e))) return st;
        out->tighter = ru_str_is(s, "lower") ? -1 : ru_str_is(s, "higher") ? 1 : 0;
        if (!out->tighter) return ru_node_fail(n, m->e, "\"%.*s\" is no direction; expected tighter: lower or tighter: higher", RU_SHOW(s));
    }
    return RUTH_OK;
}

static ruth_status read_number(ru_making *m, ru_str name, const ru_node *key, const ru_node *node, ru_number *out) {
    memset(out, 0, sizeof *out);
    ruth_status st = ru_node_name(key, false, &name, m->e);
    if (st) return st;
    out->name = ru_arena_str(m->a, name);
    out->file = ru_arena_str(m->a, node->file);
    out->line = key->line;
    out->column = key->column;
    if (!out->name.p || (node->file.n && !out->file.p)) return ru_fail_nomem(m->e);
    if (node->kind != RU_NODE_MAP)
        return ru_node_fail(node, m->e, "expected what %.*s is, as in { type: integer, value: 15 }, found %s", RU_SHOW(name), ru_found(node).text);
    if (!(st = read_type(node, out, m->e)) && !(st = read_value(m, node, out))) st = read_rest(m, node, out);
    return st;
}

static bool alike(const ru_schema *s, const ru_number *a, const ru_number *b) {
    if (a->type != b->type || a->value != b->value || a->tighter != b->tighter || !ru_str_eq(a->unit, b->unit)) return false;
    for (size_t c = 0; a->type == RU_MONEY && c < s->currency_count; c++)
        if (a->has_money[c] != b->has_money[c] || (a->has_money[c] && a->money[c] != b->money[c])) return false;
    return true;
}

static int by_name(const void *a, const void *b) {
    const ru_number *x = a, *y = b;
    return ru_str_cmp(x->name, y->name);
}

/* Adds one number, or nothing when the same was declared before. */
static ruth_status add(ru_making *m, const ru_node *at, const ru_number *n, size_t *room) {
    ru_schema *s = m->s;
    for (size_t i = 0; i < s->number_count; i++) {
        const ru_number *old = &s->numbers[i];
        if (!ru_str_eq(old->name, n->name)) continue;
        if (alike(s, old, n)) return RUTH_OK;
        return ru_node_fail(at, m->e, "number %.*s is declared otherwise in %.*s, line %d; declare it alike, or tighten it in policy.yaml", RU_SHOW(n->name),
                            RU_SHOW(old->file), old->line);
    }
    ru_number *items = ru_arena_grow(m->a, s->numbers, s->number_count, room, sizeof *items);
    if (!items) return ru_fail_nomem(m->e);
    s->numbers = items;
    s->numbers[s->number_count++] = *n;
    return RUTH_OK;
}

ruth_status ru_numbers_read(ru_making *m, const ru_node *const *files, size_t count) {
    size_t room = 0;
    for (size_t f = 0; f < count; f++) {
        const ru_node *map = files[f];
        if (!map || map->kind == RU_NODE_NULL) continue;
        if (map->kind != RU_NODE_MAP) return ru_node_fail(map, m->e, "expected numbers by name, found %s", ru_found(map).text);
        for (size_t i = 0; i < map->count; i++) {
            ru_number n;
            ruth_status st = read_number(m, map->keys[i], key_of(map, i), map->items[i], &n);
            if (!st) st = add(m, key_of(map, i), &n, &room);
            if (st) return st;
        }
    }
    if (m->s->number_count) qsort(m->s->numbers, m->s->number_count, sizeof *m->s->numbers, by_name);
    return RUTH_OK;
}

static ru_number *find(const ru_schema *s, ru_str name) {
    size_t low = 0, high = s->number_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = ru_str_cmp(s->numbers[mid].name, name);
        if (order == 0) return &s->numbers[mid];
        if (order < 0) low = mid + 1;
        else high = mid;
    }
    return NULL;
}

const ru_number *ru_schema_number(const ru_schema *s, ru_str name) { return find(s, name); }

static bool looser(const ru_number *n, int64_t old, int64_t now) { return n->tighter < 0 ? now > old : now < old; }

static ruth_status refuse_looser(const ru_number *n, const ru_node *at, ruth_error *e) {
    return ru_node_fail(at, e, "this would loosen %.*s: it may only become %s", RU_SHOW(n->name), n->tighter < 0 ? "lower" : "higher");
}

static ruth_status tighten_money(ru_schema *s, ru_number *n, const ru_node *value, ruth_error *e) {
    if (value->kind != RU_NODE_MAP || value->count == 0)
        return ru_node_fail(value, e, "%.*s is money: expected one figure a currency, as in { USD: \"60.00\" }, found %s", RU_SHOW(n->name),
                            ru_found(value).text);
    for (size_t i = 0; i < value->count; i++) {
        int64_t amount = 0;
        int c = ru_schema_currency(s, value->keys[i]);
        if (c < 0 || !n->has_money[c])
            return ru_node_fail(key_of(value, i), e, "%.*s has no figure in %.*s to tighten%s", RU_SHOW(n->name), RU_SHOW(value->keys[i]),
                                ru_nearest(value->keys[i], s->currencies, s->currency_count).text);
        ruth_status st = read_amount(value->items[i], value->keys[i], &amount, e);
        if (st) return st;
        if (looser(n, n->money[c], amount)) return refuse_looser(n, value->items[i], e);
        n->money[c] = amount;
    }
    return RUTH_OK;
}

/* Keeps what the file says beside what the policy makes of it. */
static bool keep_written(ru_schema *s, ru_arena *a, ru_number *n) {
    size_t room = s->currency_count ? s->currency_count : 1;
    if (n->tightened) return true;
    if (!s->tightened) s->tightened = RU_NEWS(a, int, s->number_count + 1);
    if (n->type == RU_MONEY) n->written_money = ru_arena_dup(a, n->money, room * sizeof *n->money);
    if (!s->tightened || (n->type == RU_MONEY && !n->written_money)) return false;
    n->written = n->value;
    n->tightened = true;
    s->tightened[s->tightened_count++] = (int)(n - s->numbers);
    return true;
}

static bool kept(const ru_schema *s, const ru_number *n) {
    if (n->type != RU_MONEY) return !looser(n, n->written, n->value);
    for (size_t c = 0; c < s->currency_count; c++)
        if (n->has_money[c] && looser(n, n->written_money[c], n->money[c])) return false;
    return true;
}

bool ru_schema_kept(const ru_schema *s) {
    for (size_t i = 0; i < s->tightened_count; i++)
        if (!kept(s, &s->numbers[s->tightened[i]])) return false;
    return true;
}

ruth_status ru_schema_tighten(ru_schema *s, ru_arena *a, ru_str name, const ru_node *value, ruth_error *e) {
    ru_number *n = find(s, name);
    if (!n) {
        ru_str near = {NULL, 0}; /* numbers stand one by one, so the nearest of each is the nearest of all that are near */
        for (size_t i = 0; i < s->number_count && !near.p; i++) near = ru_str_nearest(name, &s->numbers[i].name, 1);
        return ru_node_fail(value, e, "there is no number %.*s to tighten%s%.*s%s", RU_SHOW(name), near.p ? "; did you mean " : "", RU_SHOW(near),
                            near.p ? "?" : "");
    }
    if (!n->tighter)
        return ru_node_fail(value, e, "%.*s may not be tightened: it declares no direction (tighter: lower or higher) in %.*s, line %d", RU_SHOW(name),
                            RU_SHOW(n->file), n->line);
    if (!keep_written(s, a, n)) return ru_fail_nomem(e);
    if (n->type == RU_MONEY) return tighten_money(s, n, value, e);
    int64_t v = 0;
    ruth_status st = read_plain(n, value, &v, e);
    if (st) return st;
    if (looser(n, n->value, v)) return refuse_looser(n, value, e);
    n->value = v;
    return RUTH_OK;
}
