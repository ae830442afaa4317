/* test_script_places.c: every condition and value of a policy's rules is found where it was written, rows and derived facts too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/policy/study.h"
#include "engine/script/outline.h"
#include "tests/support/script_support.h"
#include "tests/support/support.h"

/* The text at a place: the token that begins there. */
static ru_str token_at(ru_str source, int line, int column) {
    const char *p = source.p, *end = source.p + source.n;
    for (int l = 1; l < line && p < end; p++) l += *p == '\n';
    for (int c = 1; c < column && p < end; c++)
        for (p++; p < end && ((unsigned char)*p & 0xC0) == 0x80;) p++;
    size_t n = 0;
    while (p + n < end && p[n] != ' ' && p[n] != '\n' && p[n] != ',' && p[n] != '(' && p[n] != '}') n++;
    return (ru_str){p, n};
}

typedef struct walk {
    const ru_study *s;
    ru_str source;
    bool row;
    size_t nodes, atoms, texts;
} walk;

static void look(walk *w, const ru_node *n, const ru_node *rule) {
    if (n->column < 1)
        fail_msg("%.*s:%d: a piece of %.*s has no column", (int)n->file.n, n->file.p, n->line, (int)ru_node_get(rule, "id")->text.n,
                 ru_node_get(rule, "id")->text.p);
    w->nodes++;
    const ru_node *op = ru_node_get(n, "op"), *fact = ru_node_get(n, "fact");
    if (op && fact && ru_str_is(op->text, "atom") && !w->row) {
        ru_str found = token_at(w->source, n->line, n->column);
        if (!ru_str_eq(found, fact->text))
            fail_msg("%.*s:%d:%d: expected %.*s, found %.*s", (int)n->file.n, n->file.p, n->line, n->column, (int)fact->text.n, fact->text.p, (int)found.n,
                     found.p);
        w->atoms++;
    }
    for (size_t i = 0; i < n->count; i++) {
        const ru_node *v = n->items[i];
        bool value = n->kind == RU_NODE_LIST || ru_str_is(n->keys[i], "value") || ru_str_is(n->keys[i], "because") || ru_str_is(n->keys[i], "is") ||
                     ru_str_is(n->keys[i], "message");
        if (!value || v->kind != RU_NODE_TEXT) continue;
        ru_str found = token_at(w->source, v->line, v->column);
        if (found.n < v->text.n + 1 || found.p[0] != '"' || memcmp(found.p + 1, v->text.p, v->text.n) != 0)
            fail_msg("%.*s:%d:%d: expected %.*s, found %.*s", (int)v->file.n, v->file.p, v->line, v->column, (int)v->text.n, v->text.p, (int)found.n, found.p);
        w->texts++;
    }
    for (size_t i = 0; i < n->count; i++) look(w, n->items[i], rule);
}

static void every_piece_of_humane(void **state) {
    ru_study *s = NULL;
    ruth_error e;
    ruth_allocator alloc = ru_allocator_default();
    walk w = {.nodes = 0};
    if (ru_study_open(&alloc, "policies/humane", NULL, NULL, 0, &s, &e) != RUTH_OK) fail_msg("%s:%d: %s", e.file, e.line, e.message);
    w.s = s;
    for (int k = 0; k < RU_KIND_COUNT; k++)
        for (size_t i = 0; i < s->raw[k].count; i++) {
            const ru_raw *r = &s->raw[k].items[i];
            w.source = ru_study_file(s, r->file);
            assert_non_null(w.source.p);
            w.row = ru_str_is(token_at(w.source, r->node->line, r->node->column), "row");
            look(&w, r->body, r->node);
        }
    assert_true(w.nodes > 1500);
    assert_true(w.atoms > 90);
    assert_true(w.texts > 200);
    ru_study_free(s);
}

typedef struct place {
    const char *source, *fact;
    int line, column;
} place; /* the first atom of that fact */

static const ru_node *find(const ru_node *n, const char *fact) {
    const ru_node *f = ru_node_get(n, "fact"), *found = NULL;
    if (f && ru_str_is(f->text, fact)) return n;
    for (size_t i = 0; !found && i < n->count; i++) found = find(n->items[i], fact);
    return found;
}

static void conditions_where_they_stand(void **state) {
    static const place places[] = {
        {"segment \"x\" {\n  when = {\n    b = 1,\n    a = 2 } }", "a", 4, 5},
        {"segment \"x\" { when = { any_of { c = 1,\n  none_of_these { a = 2 } } } }", "a", 2, 19},
        {"segment \"x\" { when = any_of {\n  b = 3, a = 1 } }", "a", 2, 10},
        {"segment \"x\" { when = otherwise, unless = {\n a = 1 } }", "a", 2, 2},
        {"-- é\nsegment \"x\" { because = \"é è\", when = { a = 2 } }", "a", 2, 41},
        {"rows \"segment\" {\n  columns { \"id\", \"a\" },\n  row { \"x\",\n        at_least(3) },\n}", "a", 4, 9},
        {"limit \"x\" { on = outbound, forbid = true,\n  only_if = { a = at_least(3) } }", "a", 2, 15},
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        loaded l;
        loaded_open(&l, places[i].source);
        if (l.status != RUTH_OK) fail_msg("%s\n%s", places[i].source, l.error.message);
        const ru_node *n = find(l.rules, places[i].fact);
        assert_non_null(n);
        if (n->line != places[i].line || n->column != places[i].column)
            fail_msg("%s\nfound at %d:%d, expected %d:%d", places[i].source, n->line, n->column, places[i].line, places[i].column);
        loaded_close(&l);
    }
}

/* "body.when.items.0": keys, and places of lists, from a rule's node on. */
static const ru_node *along(const ru_node *n, const char *path) {
    char key[32];
    while (n && *path) {
        size_t k = strcspn(path, ".");
        snprintf(key, sizeof key, "%.*s", (int)k, path);
        n = n->kind == RU_NODE_LIST ? (size_t)atol(key) < n->count ? n->items[atol(key)] : NULL : ru_node_get(n, key);
        path += k + (path[k] == '.');
    }
    return n;
}

static void values_where_they_stand(void **state) {
    static const struct {
        const char *source, *path;
        int line, column;
    } values[] = {
        {"derive.x = money_of { fact.a -\n fact.b, round = \"up\", not_below = 0 }", "body.expression.of.b", 2, 2},
        {"derive.x = money_of { fact.a -\n fact.b, round = \"up\", not_below = 0 }", "body.expression.round", 2, 18},
        {"derive.x = money_of { fact.a -\n fact.b, round = \"up\",\n not_below = 5 }", "body.expression.not_below", 3, 14},
        {"derive.x = integer_of { -fact.a *\n  -fact.b }", "body.expression.of.b", 2, 3},
        {"derive.x = count { outcome = \"a\",\n within = days(\n7), since_last = { outcome = \"b\" } }", "body.expression.within.n", 3, 1},
        {"derive.x = count { outcome = \"a\",\n since_last = { outcome = \"b\" } }", "body.expression.since_last.items.0.test.value", 2, 27},
        {"derive.x = last {\n outcome = \"a\" }", "body.expression.filter.items.0", 2, 2},
        {"derive.x = smaller(fact.a,\n  fact.b)", "body.expression.items.1", 2, 3},
        {"derive.x = date_of { fact.a,\n days(3) }", "body.expression.of", 1, 22},
        {"experiment \"x\" {\n arms = { \"a\", \"b\" },\n share = { 1, 1 } }", "body.expression.share", 3, 10},
        {"segment \"x\" { when = { a = between(1,\n 5) } }", "body.when.items.0.test.high", 2, 2},
        {"segment \"x\" { when = { a = one_of(1,\n 5) } }", "body.when.items.0.test.values.1", 2, 2},
        {"segment \"x\" { when = { a = at_least(\n fact.b) } }", "body.when.items.0.test.value", 2, 2},
        {"segment \"x\" { when = all_of { a = 1, any_of {\n b = 2 } } }", "body.when.items.1.items.0", 2, 2},
        {"segment \"x\" { when = function(f) return true end }", "body.when", 1, 22},
        {"segment \"x\" {\n when = circumstance.a }", "body.when", 2, 9},
        {"local early = { a = 1 }\nsegment \"x\" {\n when = early }", "body.when", 3, 9}, /* what was computed stands where its name does */
        {"circumstance \"x\" { a = 1,\n b = 2 }", "body.items.1", 2, 2},
        {"limit \"x\" { cite = ethics\n \"peace\", on = outbound, forbid = true }", "body.cite.id", 2, 2},
        {"limit \"x\" { cite = ethics \"p\", on = outbound, hand_over = team\n\"care\" }", "body.hand_over.name", 2, 1},
        {"limit \"x\" { cite = \"p\", on = outbound, require = { \"a\",\n \"b\" } }", "body.require.1", 2, 2},
        {"limit \"x\" { cite = \"p\", on = outbound, hours = { mon = { \"09:00\",\n \"10:00\" } } }", "body.hours.mon.1", 2, 2},
        {"plan \"x\" { when = otherwise, offer = instalments { up_to = fact.a,\n longest = months(3) } }", "body.offer.with.longest", 2, 12},
        {"plan \"x\" { when = otherwise, offer =\n instalments { up_to = fact.a, longest = 3 } }", "body.offer.with", 2, 2},
        {"ladder \"tone\" { { \"a\" },\n { \"b\" } }", "body.entries.1.name", 2, 4},
        {"rows \"segment\" {\n columns { \"id\", \"a\", \"because\" },\n row { \"x\", any, \"why\" },\n}", "body.because", 3, 18},
        {"rows \"segment\" {\n columns { \"id\", \"when\" },\n row { \"x\", { a = 1 } },\n}", "body.when.items.0.items.0", 3, 15},
        {"rows \"segment\" {\n columns { \"id\", \"a\" },\n row { \"x\", 1 }, row { \"y\", 2 },\n}", "id", 3, 8},
        {"contacts_like \"x\" { outcome = \"a\",\n voice = true }", "body.items.1", 2, 2},
        {"guarantee \"x\" { changing = { a = {\n 0, 1 } }, never = \"harsher\" }", "body.changing.a.1", 2, 5},
    };
    int wrong = 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        loaded l;
        loaded_open(&l, values[i].source);
        if (l.status != RUTH_OK) fail_msg("%s\n%s", values[i].source, l.error.message);
        const ru_node *n = along(l.rules->items[0], values[i].path);
        if (!n || n->line != values[i].line || n->column != values[i].column)
            print_error("%s\n%s at %d:%d, expected %d:%d\n", values[i].source, values[i].path, n ? n->line : -1, n ? n->column : -1, values[i].line,
                        values[i].column),
                wrong++;
        loaded_close(&l);
    }
    assert_int_equal(wrong, 0);
}

/* How long what stands at a place is: in YAML a word, a text in quotes, a flow that ends on its line; in Lua the largest value that begins there and ends on the line. */
static void lengths(void **state) {
    static const struct {
        const char *file, *source;
        int line, column, length;
    } places[] = {
        {"a.yaml", "key: value", 1, 6, 5},
        {"a.yaml", "key: value  # why", 1, 6, 5},
        {"a.yaml", "key: value#1 # why", 1, 6, 7},
        {"a.yaml", "key: a b\r\n", 1, 6, 3},
        {"a.yaml", "key: value", 1, 1, 3},
        {"a.yaml", "key:\n  more: 1", 1, 1, 3},
        {"a.yaml", "key:", 1, 1, 3},
        {"a.yaml", "at: 09:00", 1, 5, 5},
        {"a.yaml", "key: [a, b]", 1, 6, 6},
        {"a.yaml", "key: [a, b]", 1, 7, 1},
        {"a.yaml", "key: [a, b]", 1, 10, 1},
        {"a.yaml", "key: { a: { b: 1 } }", 1, 6, 15},
        {"a.yaml", "key: [a,\n b]", 1, 6, 1},
        {"a.yaml", "key: {a: b}", 1, 10, 1},
        {"a.yaml", "key: \"a b\" # c", 1, 6, 5},
        {"a.yaml", "key: \"a \\\" b\"", 1, 6, 8},
        {"a.yaml", "key: 'a b'", 1, 6, 5},
        {"a.yaml", "key: 'a\\'", 1, 6, 4},
        {"a.yaml", "key: \"a\nb\"", 1, 6, 2},
        {"a.yaml", "key: \"a", 1, 6, 2},
        {"a.yaml", "key: \"a\\", 1, 6, 3},
        {"a.yaml", "key: \"\xC3\xA9t\xC3\xA9\"", 1, 6, 5},
        {"a.yaml", "\xC3\xA9: \xC3\xA9t\xC3\xA9", 1, 4, 3},
        {"a.yaml", "a: b", 1, 4, 1},
        {"a.yaml", "a: b", 1, 5, 1},
        {"a.yaml", "a: b", 1, 9, 1},
        {"a.yaml", "a: b", 3, 1, 1},
        {"a.yaml", "a: b\n", 2, 1, 1},
        {"a.yaml", "a: b\nc: d", 1, 9, 1},
        {"a.yaml", "a: b", 1, 0, 1},
        {"lua", "a: b", 1, 1, 1},
        {"a.yml", "a, b", 1, 1, 1},
        {"a.lua", "segment \"x\" { when = { a = 1 } }", 1, 1, 11},
        {"a.lua", "segment \"x\" { when = { a = 1 } }", 1, 15, 4},
        {"a.lua", "segment \"x\" { when = any_of { a = 1 } }", 1, 22, 6},
        {"a.lua", "derive.x = fact.a - 5", 1, 1, 8},
        {"a.lua", "derive.x = fact.a - 5", 1, 19, 1},
        {"a.lua", "derive.x = smaller(1, 2)", 1, 12, 13},
        {"a.lua", "derive.x = smaller(1,\n2)", 1, 12, 7},
        {"a.lua", "x = \"a b\"", 1, 5, 5},
        {"a.lua", "x = 5 -- y", 1, 8, 1},
        {"a.lua", "x =", 1, 3, 1},
        {"a.lua", "x = { 1, 2 }", 1, 5, 8},
        {"a.lua", "x = { 1,\n2 }", 1, 5, 1},
        {"a.lua", "local x = 5", 1, 1, 5},
        {"a.lua", "", 1, 1, 1},
    };
    ruth_allocator alloc = ru_allocator_default();
    int wrong = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        ru_arena a;
        ru_arena_init(&a, &alloc, 4096);
        int n = ru_outline_length(&a, ru_str_of(places[i].file), ru_str_of(places[i].source), places[i].line, places[i].column);
        if (n != places[i].length)
            print_error("%s at %d:%d is %d long, expected %d\n", places[i].source, places[i].line, places[i].column, n, places[i].length), wrong++;
        ru_arena_free(&a);
    }
    assert_int_equal(wrong, 0);
}

typedef struct fault {
    const char *source;
    int line, column, length;
} fault;

static void faults_where_they_stand(void **state) {
    static const fault faults[] = {
        {"segment \"x\" {\n  when = { life_event = bereavement } }", 2, 25, 11},
        {"segment \"x\" {\n  when = { a = 1 },\n  becaus = \"y\" }", 3, 3, 6},
        {"segment \"x\" { when = { a = 1, b = 2,\n  a = 3 } }", 2, 3, 1},
        {"segment \"x\" { when = { a = 1 and 2 } }", 1, 30, 3},
        {"segment \"x\" { when = fact.a < 3 }", 1, 29, 1},
        {"segment \"x\" { when = { a = at_least } }", 1, 28, 8},
        {"segment \"x\" { when = {} }", 1, 15, 4},
        {"segment \"x\" { when = { a = 12.5 } }", 1, 28, 4},
        {"limit \"x\" { on = outbound, forbid = false, when = { a = 1 } }", 1, 28, 6},
        {"segment x { when = otherwise }", 1, 9, 1},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        loaded l;
        loaded_open(&l, faults[i].source);
        assert_int_not_equal(l.status, RUTH_OK);
        int length = ru_outline_length(&l.arena, RU_STR("policy.lua"), ru_str_of(faults[i].source), l.error.line, l.error.column);
        if (l.error.line != faults[i].line || l.error.column != faults[i].column || length != faults[i].length)
            fail_msg("%s\n%d:%d+%d, expected %d:%d+%d: %s", faults[i].source, l.error.line, l.error.column, length, faults[i].line, faults[i].column,
                     faults[i].length, l.error.message);
        loaded_close(&l);
    }
}

/* Whatever bytes stand there, reading an outline ends, every piece lies in them, and a place is found. */
static void inside(const ru_piece *p, ru_str text) {
    for (; p; p = p->next) {
        assert_true(p->text.p >= text.p && p->text.p + p->text.n <= text.p + text.n);
        inside(p->first, text);
    }
}

static void any_bytes_are_survived(void **state) {
    static const char letters[] = "ab \n\"'{}()[]=,.<>~-+*/#and or not function end if then local for do \\é0123";
    support_random r = {20261127};
    ruth_allocator alloc = ru_allocator_default();
    for (long i = 0; i < support_scaled(20000); i++) {
        char text[120];
        size_t n = (size_t)support_between(&r, 0, 119);
        for (size_t k = 0; k < n; k++) text[k] = letters[support_between(&r, 0, (int64_t)sizeof letters - 2)];
        ru_arena a;
        ru_arena_init(&a, &alloc, 4096);
        const ru_piece *file = ru_outline_read(&a, (ru_str){text, n});
        assert_non_null(file);
        inside(file->first, file->text);
        int line = 1, column = 0;
        ru_places_fault(file->text, &alloc, i % 2 == 0, "a is not b", &line, &column);
        assert_true(column >= 1);
        assert_true(ru_outline_length(&a, RU_STR("x.lua"), file->text, line, column) >= 1);
        ru_slip slip;
        ru_source source = {RU_STR("x.lua"), file->text, false};
        bool failed = false;
        ru_outline_slip(&source, &alloc, &slip, &failed);
        assert_false(failed);
        ru_arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_piece_of_humane),   cmocka_unit_test(conditions_where_they_stand),
                                       cmocka_unit_test(values_where_they_stand), cmocka_unit_test(lengths),
                                       cmocka_unit_test(faults_where_they_stand), cmocka_unit_test(any_bytes_are_survived)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
