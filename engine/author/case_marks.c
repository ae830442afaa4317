/* case_marks.c: what a case may expect, whether the policy has such a thing, and the marks of one answer. */
#include "engine/author/cases.h"

/* clang-format off */
static const ru_expectation expectations[] = {
    {"segment", "segment.is", RU_EXPECT_NAME, "segment"},           {"action", "action.is", RU_EXPECT_NAME, "action"},
    {"tone", "tone.is", RU_EXPECT_NAME, "tone"},                    {"channel", "contact.channel", RU_EXPECT_NAME, "channel"},
    {"contact", "contact.channel", RU_EXPECT_NAME, "channel"},      {"message", "contact.message", RU_EXPECT_NAME, "message"},
    {"lang", "contact.lang", RU_EXPECT_NAME, "language"},           {"hand_over", "hand_over.to", RU_EXPECT_NAME, "team"},
    {"plans", "plans[].plan", RU_EXPECT_NAMES, "plan"},             {"referrals", "referrals[].to", RU_EXPECT_NAMES, "referral"},
    {"possible_plans", "possible.plans[].plan", RU_EXPECT_NAMES, "plan"}, {"possible_referrals", "possible.referrals[].to", RU_EXPECT_NAMES, "referral"},
    {"limits", "limits[].id", RU_EXPECT_NAMES, "limit"},            {"limits_exactly", "limits[].id", RU_EXPECT_NAMES, "limit"},
    {"ask", "ask[].fact", RU_EXPECT_NAMES, "fact"},                 {"unknown", "unknown[]", RU_EXPECT_NAMES, "fact"},
    {"failures", "failures[].rule", RU_EXPECT_NAMES, NULL},         {"disclosures", "contact.disclosures[]", RU_EXPECT_NAMES, NULL},
    {"instead_of", "action.instead_of[]", RU_EXPECT_NAMES, "action"}, {"possible_segments", "segment.possible[]", RU_EXPECT_NAMES, "segment"},
    {"from", "contact.from", RU_EXPECT_INSTANT, NULL},              {"until", "contact.until", RU_EXPECT_INSTANT, NULL},
    {"by", "hand_over.by", RU_EXPECT_INSTANT, NULL},                {"again_at", "again_at", RU_EXPECT_INSTANT, NULL},
    {"good_until", "good_until", RU_EXPECT_INSTANT, NULL},          {"instalment", "plans[0].instalment", RU_EXPECT_INTEGER, NULL},
    {"count", "plans[0].count", RU_EXPECT_INTEGER, NULL},           {"last", "plans[0].last", RU_EXPECT_INTEGER, NULL},
    {"first_due", "plans[0].first_due", RU_EXPECT_INSTANT, NULL},   {"text", "contact.text", RU_EXPECT_TEXT, NULL},                 {"error", "error.code", RU_EXPECT_NAME, NULL},
};
/* clang-format on */

const ru_expectation *ru_expectation_at(size_t i) { return i < RU_COUNT(expectations) ? &expectations[i] : NULL; }

const ru_expectation *ru_expectation_find(ru_str key) {
    for (size_t i = 0; i < RU_COUNT(expectations); i++)
        if (ru_str_is(key, expectations[i].key)) return &expectations[i];
    return NULL;
}

/* ---- the names a policy has ---- */
typedef struct names { ru_str *items; size_t count, room; } names;

static void add(names *n, ru_str name) {
    if (n->count < n->room) n->items[n->count++] = name;
}

static void add_ordinals(names *n, const ru_ordinal *o, size_t count) {
    for (size_t i = 0; i < count; i++) add(n, o[i].name);
}

static void add_rules(names *n, const ru_rules *r) {
    for (size_t i = 0; i < r->count; i++) add(n, r->items[i].id);
}

static bool names_of(ru_study *s, const char *of, names *n) {
    const ru_policy *p = s->policy;
    const ru_ladders *l = &p->charter.ladders;
    n->room = p->segment_count + (size_t)(l->action_count + l->tone_count + l->channel_count) + p->team_count + p->message_count + p->plans.count + p->referrals.count + p->charter.limit_count + p->schema->facts.count + p->schema->contact.count + p->schema->language_count + 8;
    n->count = 0;
    n->items = RU_NEWS(&s->arena, ru_str, n->room);
    if (!n->items) return false;
    if (!strcmp(of, "segment")) add_ordinals(n, p->segment_names, p->segment_count);
    if (!strcmp(of, "action")) add_ordinals(n, p->action_names, (size_t)l->action_count);
    if (!strcmp(of, "tone")) add_ordinals(n, p->tone_names, (size_t)l->tone_count);
    if (!strcmp(of, "channel")) add_ordinals(n, p->channel_names, (size_t)l->channel_count);
    if (!strcmp(of, "team")) add_ordinals(n, p->teams, p->team_count);
    if (!strcmp(of, "plan")) add_rules(n, &p->plans);
    if (!strcmp(of, "referral")) add_rules(n, &p->referrals);
    for (size_t i = 0; !strcmp(of, "message") && i < p->message_count; i++) add(n, p->messages[i].id);
    for (size_t i = 0; !strcmp(of, "limit") && i < p->charter.limit_count; i++) add(n, p->limits[i].id);
    for (size_t i = 0; !strcmp(of, "language") && i < p->schema->language_count; i++) add(n, p->schema->languages[i]);
    for (size_t i = 0; !strcmp(of, "fact") && i < p->schema->facts.count; i++) add(n, p->schema->facts.names[i]);
    for (size_t i = 0; !strcmp(of, "fact") && i < p->schema->contact.count; i++) add(n, ru_arena_printf(&s->arena, "contacts.%.*s", (int)p->schema->contact.names[i].n, p->schema->contact.names[i].p));
    if (!strcmp(of, "fact")) {
        add(n, RU_STR("contacts"));
        add(n, RU_STR("contacts.at"));
        add(n, RU_STR("debt"));
    }
    return true;
}

static bool is_none(const ru_node *n) { return n->kind == RU_NODE_NULL || (n->kind == RU_NODE_TEXT && ru_str_is(n->text, "none")); }

static ruth_status check_name(ru_study *s, const ru_expectation *x, const ru_node *n, ruth_error *e) {
    ru_str name;
    names all;
    if (is_none(n) && x->kind == RU_EXPECT_NAME && (!strcmp(x->key, "channel") || !strcmp(x->key, "contact") || !strcmp(x->key, "hand_over") || !strcmp(x->key, "message") || !strcmp(x->key, "lang"))) return RUTH_OK;
    ruth_status st = ru_node_scalar(n, &name, e);
    if (st || !x->of) return st;
    if (!names_of(s, x->of, &all)) return ru_fail_nomem(e);
    for (size_t i = 0; i < all.count; i++)
        if (ru_str_eq(all.items[i], name)) return RUTH_OK;
    ru_str near = ru_str_nearest(name, all.items, all.count);
    if (near.p) return ru_node_fail(n, e, "the policy has no %s called %.*s; did you mean %.*s?", x->of, (int)name.n, name.p, (int)near.n, near.p);
    return ru_node_fail(n, e, "the policy has no %s called %.*s", x->of, (int)name.n, name.p);
}

static ruth_status check_value(ru_study *s, const ru_expectation *x, const ru_node *n, ruth_error *e) {
    ru_str text;
    int64_t number;
    int32_t day;
    if (x->kind == RU_EXPECT_INTEGER) return ru_node_int(n, &number, e);
    if (x->kind == RU_EXPECT_TEXT) return ru_node_scalar(n, &text, e);
    if (x->kind == RU_EXPECT_INSTANT) {
        if (is_none(n)) return RUTH_OK;
        ruth_status st = ru_node_scalar(n, &text, e);
        if (st || ru_instant_parse(text, &number) || ru_date_parse(text, &day)) return st;
        return ru_node_fail(n, e, "expected an instant such as 2026-03-02T14:00:00Z, a date, or none; found %.*s", (int)text.n, text.p);
    }
    if (n->kind != RU_NODE_LIST) return check_name(s, x, n, e);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = check_name(s, x, n->items[i], e);
        if (st) return st;
    }
    return RUTH_OK;
}

ruth_status ru_expect_check(ru_study *s, const ru_node *map, ruth_error *e) {
    for (size_t i = 0; i < map->count; i++) {
        const ru_expectation *x = ru_expectation_find(map->keys[i]);
        const ru_node *at = map->key_at && map->key_at[i] ? map->key_at[i] : map->items[i];
        if (!x) {
            ru_str keys[RU_COUNT(expectations)], near;
            for (size_t k = 0; k < RU_COUNT(keys); k++) keys[k] = ru_str_of(expectations[k].key);
            near = ru_str_nearest(map->keys[i], keys, RU_COUNT(keys));
            return ru_node_fail(at, e, "%.*s is nothing that a decision has%s%.*s%s", (int)map->keys[i].n, map->keys[i].p, near.p ? "; did you mean " : "", (int)near.n, near.p ? near.p : "", near.p ? "?" : "");
        }
        ruth_status st = check_value(s, x, map->items[i], e);
        if (st) return st;
    }
    return RUTH_OK;
}

/* ---- what an answer has ---- */
static const ru_node *child(const ru_node *n, ru_str key) {
    for (size_t i = 0; n && n->kind == RU_NODE_MAP && i < n->count; i++)
        if (ru_str_eq(n->keys[i], key)) return n->items[i];
    return NULL;
}

typedef struct values { const ru_node *items[256]; size_t count; bool list; } values;

/* Walks "plans[].plan", "plans[0].count", "action.is". */
static void walk(const ru_node *n, const char *at, values *out) {
    if (!n || n->kind == RU_NODE_NULL) return;
    if (!*at) {
        if (out->count < RU_COUNT(out->items)) out->items[out->count++] = n;
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
    size_t k = strcspn(at, ".[");
    walk(child(n, (ru_str){at, k}), at + k + (at[k] == '.'), out);
}

ru_str ru_answer_value(ru_arena *a, const ru_node *answer, const char *at) {
    values v = {.count = 0};
    ru_str out = RU_STR("");
    walk(answer, at, &v);
    if (!v.count) return v.list ? RU_STR("nothing") : RU_STR("none");
    for (size_t i = 0; i < v.count && out.p; i++)
        out = i ? ru_arena_printf(a, "%.*s, %.*s", (int)out.n, out.p, (int)v.items[i]->text.n, v.items[i]->text.p) : v.items[i]->text;
    return out;
}

/* ---- marks ---- */
static bool same_instant(ru_str wanted, ru_str got) {
    int32_t day;
    return ru_date_parse(wanted, &day) ? got.n >= 10 && !memcmp(got.p, wanted.p, 10) : ru_str_eq(wanted, got);
}

static bool contains(ru_str text, ru_str part) {
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (!memcmp(text.p + i, part.p, part.n)) return true;
    return false;
}

/* Does the answer have this one value under the key? */
static bool has(const ru_expectation *x, const values *got, const ru_node *wanted) {
    int64_t instant;
    char normal[21];
    if (is_none(wanted) && x->kind != RU_EXPECT_NAMES && !(x->of && !strcmp(x->of, "action"))) return got->count == 0;
    ru_str want = wanted->text;
    if (x->kind == RU_EXPECT_INSTANT && ru_instant_parse(want, &instant)) {
        ru_instant_text(instant, normal);
        want = ru_str_of(normal);
    }
    for (size_t i = 0; i < got->count; i++) {
        ru_str g = got->items[i]->text;
        if (x->kind == RU_EXPECT_INSTANT ? same_instant(want, g) : x->kind == RU_EXPECT_TEXT ? contains(g, want) : ru_str_eq(g, want)) return true;
    }
    return false;
}

static bool matches(const ru_expectation *x, const ru_node *answer, const ru_node *wanted, bool never) {
    values got = {.count = 0};
    walk(answer, x->at, &got);
    bool list = wanted->kind == RU_NODE_LIST, exactly = !strcmp(x->key, "limits_exactly"), any = false, all = true;
    for (size_t i = 0; list && i < wanted->count; i++) {
        bool one = has(x, &got, wanted->items[i]);
        any |= one;
        all &= one;
    }
    if (!list) any = all = has(x, &got, wanted);
    if (never) return !any;
    if (list && x->kind == RU_EXPECT_NAME) return any; /* one of these */
    if (list && !wanted->count) return got.count == 0;
    if (!exactly || !all) return all;
    for (size_t i = 0; i < got.count; i++) { /* nothing besides; a limit with two effects is listed twice */
        bool wanted_too = !list && ru_str_eq(got.items[i]->text, wanted->text);
        for (size_t k = 0; list && k < wanted->count; k++) wanted_too |= ru_str_eq(got.items[i]->text, wanted->items[k]->text);
        if (!wanted_too) return false;
    }
    return true;
}

static ru_str written(ru_arena *a, const ru_node *n) {
    ru_str out = RU_STR("nothing");
    if (n->kind == RU_NODE_NULL) return RU_STR("none");
    if (n->kind != RU_NODE_LIST) return n->text;
    for (size_t i = 0; i < n->count && out.p; i++) out = i ? ru_arena_printf(a, "%.*s, %.*s", (int)out.n, out.p, (int)n->items[i]->text.n, n->items[i]->text.p) : n->items[i]->text;
    return out;
}

static bool mark_one(ru_arena *a, ru_str key, const ru_node *wanted, bool never, size_t step, const ru_node *answer, ru_marks *out) {
    const ru_expectation *x = ru_expectation_find(key);
    ru_mark m = {.key = key, .expected = written(a, wanted), .got = ru_answer_value(a, answer, x->at), .never = never, .step = step, .at = wanted, .ok = matches(x, answer, wanted, never)};
    out->items = ru_arena_grow(a, out->items, out->count, &out->capacity, sizeof *out->items);
    if (!out->items || !m.expected.p || !m.got.p) return false;
    out->items[out->count++] = m;
    out->failed += !m.ok;
    return true;
}

/* A row's own expectation replaces the case's under the same key. */
static bool replaced(const ru_wanted *w, bool never, ru_str key) {
    const ru_node *over = never ? w->never[1] : w->expect[1];
    for (size_t i = 0; over && i < over->count; i++)
        if (ru_str_eq(over->keys[i], key)) return true;
    return false;
}

bool ru_case_mark(ru_arena *a, const ru_wanted *w, size_t step, const ru_node *answer, ru_marks *out) {
    for (int pass = 0; pass < 4; pass++) {
        bool never = pass >= 2;
        const ru_node *map = never ? w->never[pass - 2] : w->expect[pass];
        for (size_t i = 0; map && i < map->count; i++) {
            if (pass % 2 == 0 && replaced(w, never, map->keys[i])) continue;
            if (!mark_one(a, map->keys[i], map->items[i], never, step, answer, out)) return false;
        }
    }
    return !w->exactly || mark_one(a, RU_STR("limits_exactly"), w->exactly, false, step, answer, out);
}
