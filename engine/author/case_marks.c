/* case_marks.c: the marks of one answer against what a case wants. */
#include "engine/author/cases.h"

/* ---- what an answer has ---- */
static const ru_node *child(const ru_node *n, ru_str key) {
    for (size_t i = 0; n && n->kind == RU_NODE_MAP && i < n->count; i++)
        if (ru_str_eq(n->keys[i], key)) return n->items[i];
    return NULL;
}

enum { MOST = 1024 };
typedef struct values {
    const ru_node *items[MOST];
    size_t count;
    bool list, more;
} values; /* more: there were too many, so nothing is certain */

static void keep(values *out, const ru_node *n) {
    for (size_t i = 0; i < out->count; i++)
        if (ru_str_eq(out->items[i]->text, n->text)) return; /* a limit with two effects is listed twice */
    if (out->count < MOST) out->items[out->count++] = n;
    else out->more = true;
}

/* Walks "plans[].plan", "plans[0].count", "action.is"; `*` is the first key of a map. */
static void walk(const ru_node *n, const char *at, values *out) {
    if (!n || n->kind == RU_NODE_NULL) return;
    if (!*at) {
        keep(out, n);
        return;
    }
    if (*at == '[') {
        bool all = at[1] == ']';
        const char *rest = at + (all ? 2 : 3);
        out->list |= all;
        if (*rest == '.') rest++;
        for (size_t i = 0; n->kind == RU_NODE_LIST && i < n->count && (all || i == 0); i++) walk(n->items[i], rest, out);
        return;
    }
    if (*at == '*') {
        if (n->kind == RU_NODE_MAP && n->count) walk(n->items[0], at + 1, out);
        return;
    }
    size_t k = strcspn(at, ".[");
    walk(child(n, (ru_str){at, k}), at + k + (at[k] == '.'), out);
}

static ru_str joined(ru_arena *a, const ru_node *const *items, size_t count) {
    ru_str out = RU_STR("");
    for (size_t i = 0; i < count && out.p; i++) {
        ru_str text = items[i]->kind == RU_NODE_NULL ? RU_STR("none") : items[i]->text;
        out = i ? ru_arena_printf(a, "%.*s, %.*s", (int)out.n, out.p, (int)text.n, text.p) : text;
    }
    return out;
}

ru_str ru_answer_value(ru_arena *a, const ru_node *answer, const char *at) {
    values v;
    v.count = 0;
    v.list = v.more = false;
    walk(answer, at, &v);
    if (!v.count) return v.list ? RU_STR("nothing") : RU_STR("none");
    return joined(a, v.items, v.count);
}

/* ---- marks ---- */
static bool contains(ru_str text, ru_str part) {
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (!memcmp(text.p + i, part.p, part.n)) return true;
    return false;
}

static bool same_instant(ru_str wanted, ru_str got) {
    int32_t day;
    int64_t w, g;
    if (ru_date_parse(wanted, &day)) return got.n >= 10 && !memcmp(got.p, wanted.p, 10);
    return ru_instant_parse(wanted, &w) && ru_instant_parse(got, &g) && w == g;
}

static bool same_number(bool money, const ru_node *wanted, const ru_node *got) {
    int64_t w, g;
    ru_str currency;
    if (ru_node_int(got, &g, NULL)) return false;
    if ((wanted->quoted && money) || ru_node_int(wanted, &w, NULL)) return ru_money_parse(wanted->text, &w, &currency) && w == g;
    return w == g;
}

static bool same(const ru_expectation *x, const ru_node *wanted, const ru_node *got) {
    switch (x->kind) {
    case RU_EXPECT_INSTANT: return same_instant(wanted->text, got->text);
    case RU_EXPECT_INTEGER:
    case RU_EXPECT_MONEY: return same_number(x->kind == RU_EXPECT_MONEY, wanted, got);
    case RU_EXPECT_TEXT: return contains(got->text, wanted->text);
    default: return ru_str_eq(got->text, wanted->text);
    }
}

/* Does the answer have this one value under the key? */
static bool has(const ru_expectation *x, const values *got, const ru_node *wanted) {
    if (ru_wanted_none(x, wanted)) return got->count == 0;
    for (size_t i = 0; i < got->count; i++)
        if (same(x, wanted, got->items[i])) return true;
    return false;
}

static bool nothing_besides(const ru_expectation *x, const values *got, const ru_node *const *wanted, size_t count) {
    for (size_t i = 0; i < got->count; i++) {
        bool is_wanted = false;
        for (size_t k = 0; k < count && !is_wanted; k++) is_wanted = !ru_wanted_none(x, wanted[k]) && same(x, wanted[k], got->items[i]);
        if (!is_wanted) return false;
    }
    return true;
}

static bool matches(const ru_expectation *x, const ru_node *answer, const ru_node *wanted, bool never) {
    values got;
    const ru_node *const *items = wanted->kind == RU_NODE_LIST ? (const ru_node *const *)wanted->items : &wanted;
    size_t count = wanted->kind == RU_NODE_LIST ? wanted->count : 1, found = 0;
    got.count = 0;
    got.list = got.more = false;
    walk(answer, x->at, &got);
    for (size_t i = 0; i < count; i++) found += has(x, &got, items[i]);
    if (got.more) return false;
    if (never) return found == 0;
    if (!count) return got.count == 0;
    if (x->kind != RU_EXPECT_NAMES && x->kind != RU_EXPECT_TEXT) return found > 0; /* a list: one of these */
    return found == count && (strcmp(x->key, "limits_exactly") != 0 || nothing_besides(x, &got, items, count));
}

static ru_str written(ru_arena *a, const ru_node *n) {
    if (n->kind != RU_NODE_LIST) return n->kind == RU_NODE_NULL ? RU_STR("none") : n->text;
    return n->count ? joined(a, (const ru_node *const *)n->items, n->count) : RU_STR("nothing");
}

bool ru_mark_add(ru_arena *a, ru_marks *out, ru_mark m) {
    out->items = ru_arena_grow(a, out->items, out->count, &out->capacity, sizeof *out->items);
    if (!out->items || !m.expected.p || !m.got.p) return false;
    out->items[out->count++] = m;
    out->failed += !m.ok;
    return true;
}

static bool mark_one(ru_arena *a, ru_str key, const ru_node *wanted, bool never, size_t step, const ru_node *answer, ru_marks *out) {
    const ru_expectation *x = ru_expectation_find(key);
    return ru_mark_add(a, out,
                       (ru_mark){.key = key,
                                 .expected = written(a, wanted),
                                 .got = ru_answer_value(a, answer, x->at),
                                 .never = never,
                                 .step = step,
                                 .ok = matches(x, answer, wanted, never)});
}

static bool says(const ru_node *map, ru_str key) {
    for (size_t i = 0; map && i < map->count; i++)
        if (ru_str_eq(map->keys[i], key)) return true;
    return false;
}

/* A rejected request has no decision, so everything that must never be would be true of it: it fails, unless that is what the case is about. */
static bool mark_rejected(ru_arena *a, const ru_wanted *w, size_t step, const ru_node *answer, ru_marks *out) {
    const ru_node *error = child(answer, RU_STR("error"));
    if (!error || says(w->expect[0], RU_STR("error")) || says(w->expect[1], RU_STR("error"))) return true;
    ru_str code = ru_answer_value(a, error, "code"), at = ru_answer_value(a, error, "at"), message = ru_answer_value(a, error, "message");
    if (!code.p || !at.p || !message.p) return false;
    return ru_mark_add(a, out,
                       (ru_mark){.key = RU_STR("error"),
                                 .expected = RU_STR("none"),
                                 .got = ru_arena_printf(a, "%.*s at %.*s: %.*s", (int)code.n, code.p, (int)at.n, at.p, (int)message.n, message.p),
                                 .step = step});
}

bool ru_case_mark(ru_arena *a, const ru_wanted *w, size_t step, const ru_node *answer, ru_marks *out) {
    if (!mark_rejected(a, w, step, answer, out)) return false;
    for (int pass = 0; pass < 4; pass++) {
        bool never = pass >= 2;
        const ru_node *map = never ? w->never[pass - 2] : w->expect[pass];
        for (size_t i = 0; map && i < map->count; i++) {
            /* a row's own expectation replaces the case's under the same key */
            if (pass % 2 == 0 && says(never ? w->never[1] : w->expect[1], map->keys[i])) continue;
            if (!mark_one(a, map->keys[i], map->items[i], never, step, answer, out)) return false;
        }
    }
    return !w->exactly || mark_one(a, RU_STR("limits_exactly"), w->exactly, false, step, answer, out);
}
