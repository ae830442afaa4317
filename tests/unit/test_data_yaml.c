/* test_data_yaml.c: trees with positions, refusals in plain words at the right place, hostile files, refused memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "engine/data/data.h"
#include "tests/support/refusing.h"

static ru_arena arena;
static ruth_error error;

static int open_arena(void **state) {
    ru_arena_init(&arena, NULL, 0);
    return 0;
}

static int close_arena(void **state) {
    ru_arena_free(&arena);
    return 0;
}

static ru_node *read(const char *text, size_t n) {
    ru_node *root = NULL;
    char *exact = malloc(n + !n); /* so that reading beyond shows, and that nothing points into it afterwards */
    assert_non_null(exact);
    memcpy(exact, text, n);
    ru_error_clear(&error);
    ruth_status st = ru_yaml_read(&arena, RU_STR("p.yaml"), (ru_str){exact, n}, &root, &error);
    free(exact);
    assert_int_equal(st, error.status);
    assert_int_equal(st == RUTH_OK, root != NULL);
    return root;
}
#define READ(lit) read((lit), sizeof(lit) - 1)

static void reads_a_tree(void **state) {
    ru_node *r = READ(
        "# a policy\nname: humane\nlimits:\n  - id: one\n    when: {a: 1, b: 'no'}\n  - [x, \"y\\u00e9\", ~, null, ]\nempty:\ntext: |\n  two\n  lines\n");
    assert_non_null(r);
    assert_int_equal(r->kind, RU_NODE_MAP);
    assert_int_equal(r->count, 4);
    assert_int_equal(r->line, 2);
    assert_int_equal(r->column, 1);
    assert_string_equal(r->file.p, "p.yaml");
    assert_true(ru_str_is(r->keys[0], "name"));
    assert_true(ru_str_is(r->items[0]->text, "humane"));
    assert_int_equal(r->items[0]->column, 7);
    assert_int_equal(r->key_at[1]->line, 3);
    assert_int_equal(r->key_at[1]->column, 1);
    const ru_node *limits = ru_node_get(r, "limits");
    assert_int_equal(limits->kind, RU_NODE_LIST);
    assert_int_equal(limits->count, 2);
    const ru_node *when = ru_node_get(limits->items[0], "when");
    assert_int_equal(when->line, 5);
    assert_int_equal(when->column, 11);
    assert_false(ru_node_get(when, "a")->quoted);
    assert_true(ru_node_get(when, "b")->quoted);
    const ru_node *list = limits->items[1];
    assert_int_equal(list->count, 4);
    assert_true(ru_str_is(list->items[1]->text, "y\xC3\xA9"));
    assert_int_equal(list->items[2]->kind, RU_NODE_TEXT); /* ~ is no null here, and no text without quotes either */
    assert_int_equal(list->items[3]->kind, RU_NODE_NULL);
    assert_int_equal(ru_node_get(r, "empty")->kind, RU_NODE_NULL);
    assert_true(ru_str_is(ru_node_get(r, "text")->text, "two\nlines\n"));
    assert_null(ru_node_get(r, "nothing"));
    assert_null(ru_node_get(limits, "x"));
    assert_null(ru_node_get(NULL, "x"));
}

static void reads_odd_but_right_files(void **state) {
    assert_int_equal(READ("- a\n- b")->count, 2);
    assert_int_equal(READ("--- {a: 1}\n...\n")->count, 1);
    assert_int_equal(READ("{}")->count, 0);
    assert_int_equal(READ("[]")->kind, RU_NODE_LIST);
    assert_int_equal(READ("a: 1\r\nb: 2\r\n")->items[1]->line, 2);
    assert_int_equal(READ("just text")->kind, RU_NODE_TEXT);
    assert_int_equal(READ("? a\n: b\n")->count, 1);
    assert_true(ru_str_is(READ("'<<': 1")->keys[0], "<<"));
    assert_true(ru_str_is(READ("a: \"\\t\\n\"")->items[0]->text, "\t\n"));
    assert_int_equal(READ("\xD0\xBA\xD0\xBB: x")->items[0]->column, 5); /* columns count characters */
}

typedef struct wrong {
    const char *text;
    size_t n;
    int line, column;
    const char *says; /* a part of the message */
} wrong;
#define WRONG(text, line, column, says) \
    { (text), sizeof(text) - 1, (line), (column), (says) }

/* clang-format off */
static const wrong refused[] = {
    WRONG("", 1, 1, "the file is empty"),
    WRONG("\n\n  # only words\n", 1, 1, "the file is empty"),
    WRONG("---\n", 1, 1, "the file is empty"),
    WRONG("when: 1\nb: 2\nwhen: 3\n", 3, 1, "the key \"when\" stands twice in this mapping; first at line 1"),
    WRONG("a: {x: 1, \"\\x78\": 2}\n", 1, 11, "the key \"x\" stands twice"),
    WRONG("x: {k: 1}\ny:\n  k: 1\n  j: 1\n  k: 1\n", 5, 3, "first at line 3"),
    WRONG("a: &x 1\n", 1, 4, "anchors"),
    WRONG("a: &x [1]\n", 1, 4, "anchors"),
    WRONG("a: &x {b: 1}\n", 1, 4, "anchors"),
    WRONG("a: *x\n", 1, 4, "aliases"),
    WRONG("a: !!int 1\n", 1, 4, "tags"),
    WRONG("a: !x [1]\n", 1, 4, "tags"),
    WRONG("a: ! b\n", 1, 4, "tags"),
    WRONG("a: !e!x b\n", 1, 4, "tags"),
    WRONG("a: !<tag:yaml.org,2002:str> b\n", 1, 4, "tags"),
    WRONG("%YAML 1.1\n--- {a: 1}\n", 1, 1, "directives"),
    WRONG("%YAML 2.0\n--- {a: 1}\n", 1, 1, "directives"),
    WRONG("%TAG ! tag:x,2000:\n--- {a: 1}\n", 1, 1, "directives"),
    WRONG("%FOO bar\n--- {a: 1}\n", 1, 1, "directives"),
    WRONG("<<: {a: 1}\n", 1, 1, "\"<<\""),
    WRONG("a: 1\n---\nb: 2\n", 2, 1, "second document"),
    WRONG("a: 1\n---\n", 2, 1, "second document"),
    WRONG("? [a]\n: b\n", 1, 3, "a key must be plain text"),
    WRONG("{[a]: b}\n", 1, 2, "a key must be plain text"),
    WRONG("? {a: 1}\n: b\n", 1, 3, "a key must be plain text"),
    WRONG("{: b}\n", 1, 2, "missing"),
    WRONG("?\n: b\n", 1, 2, "a key is missing"),
    WRONG(": b\n", 1, 1, "expected the next key"),
    WRONG("\xEF\xBB\xBF" "a: 1\n", 1, 1, "byte order mark"),
    WRONG("\xFF\xFE" "a\0", 1, 1, "UTF-16"),
    WRONG("\xFE\xFF" "\0a", 1, 1, "UTF-16"),
    WRONG("a: b\nc: \xC3(\n", 2, 4, "not UTF-8"),
    WRONG("a: \xED\xA0\x80\n", 1, 4, "not UTF-8"),
    WRONG("a: \xC0\x80\n", 1, 4, "not UTF-8"),
    WRONG("a: b\0c\n", 1, 5, "control character"),
    WRONG("a: \"x\\0y\"\n", 1, 4, "control character"),
    WRONG("a: \"\\x1b[31m\"\n", 1, 4, "control character"),
    WRONG("a: \"\\r\"\n", 1, 4, "control character"),
    WRONG("\"\\0\": x\n", 1, 1, "control character"),
    WRONG("a: \x7F\n", 1, 4, "control character"),
    WRONG("a: \xC2\x85" "b\n", 1, 4, "control character"),
    WRONG("# \xE2\x80\xAE words\na: 1\n", 1, 3, "direction of writing"),
    WRONG("a: \"\\u202e\"\n", 1, 4, "direction of writing"),
    WRONG("a: \xE2\x81\xA6\n", 1, 4, "direction of writing"),
    WRONG("a: \xE2\x80\xA8" "b\n", 1, 4, "line separator"),
    WRONG("a: x\xEF\xBB\xBF\n", 1, 5, "byte order mark"),
    WRONG("a: \xEF\xBF\xBF\n", 1, 4, "not a character"),
    WRONG("a:\n\t- b\n", 2, 1, "tab"),
    WRONG("a: 'x\n", 1, 4, "never closed"),
    WRONG("b: 1\na: \"x\n", 2, 4, "never closed"),
    WRONG("a: \"\\q\"\n", 1, 5, "escape"),
    WRONG("a: \"\\ud800\"\n", 1, 7, "escape"),
    WRONG("a: \"\\uXYZW\"\n", 1, 7, "hexadecimal"),
    WRONG("a: b: c\n", 1, 5, "\": \" cannot stand here"),
    WRONG("a: @b\n", 1, 4, "put the text in quotes"),
    WRONG("a: [1, 2\nb: 3\n", 2, 2, "expected \",\" or \"]\""),
    WRONG("a: {b: 1\n", 2, 1, "expected \",\" or \"}\""),
    WRONG("a: 1\n b: 2\n", 2, 3, "cannot stand here"),
    WRONG("a:\n  b: 1\n c: 2\n", 3, 2, "expected the next key"),
    WRONG("a:\n  - b\n  c: 2\n", 3, 3, "expected \"- \""),
    WRONG("a: 1\nwords\n", 2, 1, "neither"),
    WRONG("[a] b\n", 1, 5, "belongs to nothing above"),
    WRONG("a: b\n  - c: d\n", 2, 6, "cannot stand here"),
    WRONG("a: |0\n  x\n", 1, 5, "1 to 9"),
    WRONG("a: | x\n", 1, 6, "the line must end"),
    WRONG("- a\nb: 1\n", 2, 1, "expected \"- \""),
};
/* clang-format on */

static void refuses_in_plain_words(void **state) {
    for (size_t i = 0; i < RU_COUNT(refused); i++) {
        const wrong *w = &refused[i];
        if (read(w->text, w->n)) fail_msg("accepted: %s", w->text);
        assert_int_equal(error.status, RUTH_E_SYNTAX);
        if (!strstr(error.message, w->says) || error.line != w->line || error.column != w->column)
            fail_msg("%s\n  gave %d:%d: %s\n  not  %d:%d: … %s …", w->text, error.line, error.column, error.message, w->line, w->column, w->says);
        assert_string_equal(error.file, "p.yaml");
        if (strstr(error.message, "(did not") || strstr(error.message, "(found")) fail_msg("libyaml speaks: %s", error.message);
    }
}

static void nests_to_a_limit(void **state) {
    for (int kind = 0; kind < 3; kind++)
        for (int depth = 31; depth <= 34; depth++) {
            char text[4000];
            size_t n = 0;
            if (kind < 2)
                for (int i = 0; i < depth; i++) n += (size_t)snprintf(text + n, sizeof text - n, kind ? "{a: " : "[");
            else
                for (int i = 0; i < depth; i++) n += (size_t)snprintf(text + n, sizeof text - n, "- ");
            n += (size_t)snprintf(text + n, sizeof text - n, "x");
            for (int i = 0; kind < 2 && i < depth; i++) text[n++] = kind ? '}' : ']';
            bool accepted = read(text, n) != NULL;
            assert_int_equal(accepted, depth <= 32);
            if (!accepted) assert_non_null(strstr(error.message, "more than 32 deep"));
        }
}

/* Characters that no reader of a file would see as they are: the first and last of each kind are refused, their neighbours are taken. */
static void characters(void **state) {
    static const struct {
        uint32_t from, to;
        const char *says;
    } bad[] = {
        {0x061C, 0x061C, "direction of writing"},
        {0x200E, 0x200F, "direction of writing"},
        {0x202A, 0x202E, "direction of writing"},
        {0x2066, 0x2069, "direction of writing"},
        {0x2028, 0x2029, "line separator"},
        {0xFEFF, 0xFEFF, "byte order mark"},
        {0x180E, 0x180E, "invisible"},
        {0x2061, 0x2064, "invisible"},
        {0x206A, 0x206F, "invisible"},
        {0xFFF9, 0xFFFB, "invisible"},
        {0xE0000, 0xE007F, "invisible"},
        {0xFDD0, 0xFDEF, "not a character"},
        {0xFFFE, 0xFFFF, "not a character"},
        {0x1FFFE, 0x1FFFF, "not a character"},
        {0x10FFFE, 0x10FFFF, "not a character"},
    };
    (void)state;
    for (size_t i = 0; i < RU_COUNT(bad); i++)
        for (uint32_t c = bad[i].from - 1; c <= bad[i].to + 1 && c <= 0x10FFFF; c++) {
            char text[64];
            const char *says = (c & 0xFFFE) == 0xFFFE ? "not a character" : NULL;
            for (size_t k = 0; k < RU_COUNT(bad); k++)
                if (c >= bad[k].from && c <= bad[k].to) says = bad[k].says;
            int n = c < 0x800     ? snprintf(text, sizeof text, "# w\n# %c%c\na: 1\n", 0xC0 | (int)(c >> 6), 0x80 | (int)(c & 63))
                    : c < 0x10000 ? snprintf(text, sizeof text, "# w\n# %c%c%c\na: 1\n", 0xE0 | (int)(c >> 12), 0x80 | (int)(c >> 6 & 63), 0x80 | (int)(c & 63))
                                  : snprintf(text, sizeof text, "# w\n# %c%c%c%c\na: 1\n", 0xF0 | (int)(c >> 18), 0x80 | (int)(c >> 12 & 63),
                                             0x80 | (int)(c >> 6 & 63), 0x80 | (int)(c & 63));
            if ((read(text, (size_t)n) != NULL) != (says == NULL)) fail_msg("U+%X", c);
            if (says && (!strstr(error.message, says) || error.line != 2 || error.column != 3))
                fail_msg("U+%X at %d:%d: %s", c, error.line, error.column, error.message);
        }
}

/* A file whose schema nobody knows: what no file of a policy takes anywhere. */
static void a_file_by_itself(void **state) {
    static const struct {
        const char *text, *says;
        int line, column;
    } rows[] = {
        {"a: { b: [x, 1, 12.5, true, null, \"010\"] }\n", NULL, 0, 0},
        {"- a\n- 'yes'\n", NULL, 0, 0},
        {"words\n", "expected a mapping", 1, 1},
        {"a:\n", "a value is missing", 1, 3},
        {"a: yes\n", "put it in quotes, or write true, false or null", 1, 4},
        {"a: { b: [x, ~] }\n", "put it in quotes, or write true, false or null", 1, 13},
        {"a: 010\n", "another number than it shows", 1, 4},
        {"a: +1\n", "another number", 1, 4},
        {"a: 0x1F\n", "another number", 1, 4},
        {"a: 0o17\n", "another number", 1, 4},
        {"a: 0xyz\n", NULL, 0, 0},
        {"a: 0b12_\n", "another number", 1, 4},
        {"a: 1_000\n", "another number", 1, 4},
        {"a: 12:30\n", "another number", 1, 4},
        {"a: 1e3\n", "another number", 1, 4},
        {"a: 1E-3\n", "another number", 1, 4},
        {"a: 1e3x\n", NULL, 0, 0},
        {"a: 1e+\n", NULL, 0, 0},
        {"a: e3\n", NULL, 0, 0},
        {"a: .5\n", "another number", 1, 4},
        {"a: 5.\n", "another number", 1, 4},
        {"a: 1.2.3\n", NULL, 0, 0},
        {"a: .inf\n", "another number", 1, 4},
        {"a: -.NaN\n", "another number", 1, 4},
        {"a: -0\n", "0 without a minus", 1, 4},
        {"a: -\n", "", 1, 4},
        {"a: 99999999999999999999\n", "too large a number", 1, 4},
        {"a: -12.50\n", NULL, 0, 0},
        {"\xD0\xBA\xD0\xBB: x\n", "a name is made of ASCII letters", 1, 1},
        {"\"\xD0\xBA\xD0\xBB\": x\n", NULL, 0, 0},
        {"\"r\xD0\xB5nt\": x\n", "letters of two alphabets", 1, 1}, /* Cyrillic e */
        {"a: r\xD0\xB5nt\n", "letters of two alphabets", 1, 4},
        {"a: \xD0\xB5 rent\n", NULL, 0, 0},
        {"a: \xD0\xB5_rent\n", "letters of two alphabets", 1, 4},
        {"a: \xEF\xBD\x81rent\n", "letters of two alphabets", 1, 4},     /* a wide one */
        {"a: \xF0\x9D\x90\x80rent\n", "letters of two alphabets", 1, 4}, /* of a formula */
        {"a: caf\xC3\xA9\n", NULL, 0, 0},
        {"a: rent\xF0\x9F\x98\x80\n", NULL, 0, 0},
        {"plugins: [scorecard, a-b_2@sha256:XYZ]\n", NULL, 0, 0},
        {"plugins: [-a]\n", "a plugin is listed by its name", 1, 11},
        {"plugins: [../a]\n", "a plugin is listed by its name", 1, 11},
        {"plugins: [a, B]\n", "a plugin is listed by its name", 1, 14},
        {"plugins: [a{]\n", "", 0, 0},
        {"plugins: [\"\"]\n", "a plugin is listed by its name", 1, 11},
        {"plugins: [[a]]\n", "a plugin is listed by its name", 1, 11},
        {"plugins: a\n", NULL, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        ru_node *root = read(rows[i].text, strlen(rows[i].text));
        ruth_status st = root ? ru_yaml_alone(root, &error) : error.status;
        if ((st == RUTH_OK) != (rows[i].says == NULL)) fail_msg("%s: %s", rows[i].text, st ? error.message : "taken");
        if (st && (!strstr(error.message, rows[i].says) || (rows[i].line && (error.line != rows[i].line || error.column != rows[i].column))))
            fail_msg("%s gave %d:%d: %s", rows[i].text, error.line, error.column, error.message);
    }
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Shapes that are slow in naive readers, at the size limit; each must end soon, in a word or in a tree. */
static void hostile_files_end_soon(void **state) {
    enum { SIZE = 256 * 1024 };
    static const char *const units[] = {"[",   "{a: ", "- ",  "? ",       "{", "&a ", "*a ", "a: ", "!", "'",     "\"",
                                        "[a,", "{a,",  "a\n", "- - - - ", ",", "%",   "\\",  "|",   ">", "a: 1\n"};
    char *text = malloc(SIZE + 1);
    assert_non_null(text);
    for (size_t u = 0; u < RU_COUNT(units); u++) {
        size_t n = 0, unit = strlen(units[u]);
        for (; n + unit <= SIZE; n += unit) memcpy(text + n, units[u], unit);
        double start = seconds();
        read(text, n);
        double took = seconds() - start;
        if (took > 2.0 && !arena.exact) fail_msg("%s… took %.1f s", units[u], took);
        ru_arena_reset(&arena);
    }
    assert_null(read(text, 0));
    memset(text, ' ', SIZE + 1);
    memcpy(text, "a: b", 4);
    assert_non_null(read(text, SIZE));
    assert_null(read(text, SIZE + 1));
    assert_int_equal(error.status, RUTH_E_LIMIT);
    free(text);
}

/* Some 30,000 keys, all different but for the last: found, and in time. */
static void many_keys(void **state) {
    ru_buf b;
    ru_buf_init(&b, NULL);
    int keys = 0;
    while (b.n < 250 * 1024) ru_buf_printf(&b, "k%d: \n", keys++);
    double start = seconds();
    ru_node *r = read(b.p, b.n);
    assert_non_null(r);
    assert_int_equal(r->count, keys);
    RU_BUF_LIT(&b, "k7: \n");
    assert_null(read(b.p, b.n));
    assert_string_equal(error.message, "the key \"k7\" stands twice in this mapping; first at line 8");
    assert_int_equal(error.line, keys + 1);
    assert_true(seconds() - start < 2.0 || arena.exact);
    ru_buf_free(&b);
}

static void survives_every_refusal(void **state) {
    static const char text[] = "a: [1, 2, {b: c, d: \"e\"}]\nf:\n  - g\n  - h: i\n    j: 'a longer text that takes more of the arena than others do'\n"
                               "k: 1\nl: 2\nm: 3\nn: 4\no: 5\np: 6\nq: 7\nr: 8\ns: 9\nt: 10\nu: 11\nv: 12\nw: 13\nx: 14\ny: 15\nz: 16\n"
                               "a1: 1\na2: 2\na3: 3\na4: 4\na5: 5\na6: 6\na7: 7\na8: 8\na9: 9\nb1: 1\nb2: 2\nb3: 3\nb4: 4\nb5: 5\nb6: 6\nb7: 7\n";
    for (int for_ever = 0; for_ever < 2; for_ever++)
        for (size_t n = 1;; n++) {
            refusing r = {.refuse_at = n, .for_ever = for_ever};
            ruth_allocator alloc = refusing_allocator(&r);
            ru_arena a;
            ru_node *root = NULL;
            ru_arena_init(&a, &alloc, 512);
            ruth_status st = ru_yaml_read(&a, RU_STR("p.yaml"), RU_STR(text), &root, &error);
            assert_int_equal(st, r.calls < n ? RUTH_OK : RUTH_E_NOMEM);
            ru_arena_free(&a);
            assert_int_equal(r.blocks, 0);
            if (st == RUTH_OK) {
                assert_true(n > 5);
                break;
            }
        }
    ru_node *root;
    assert_int_equal(ru_yaml_read(&arena, RU_STR("p.yaml"), RU_STR("a: ["), &root, NULL), RUTH_E_SYNTAX); /* no record wanted */
}

/* Every beginning of a file that has everything in it, and every byte of it changed: a tree or a word, never more. */
static void broken_files(void **state) {
    static const char text[] = "# c\na: [1, 'b', \"\\u00e9\", {c: d}]\ne: |\n  f\n  g\nh: >-\n  i\n? j\n: - k\n  - l: m\n    n: \xC3\xA9\n\"o\": ~\n";
    char changed[sizeof text];
    static const char bytes[] = "\0\t\n '\"[]{}:,-?|>&*!%@#\\~a0\x80\xC3\xFF";
    for (size_t n = 0; n < sizeof text; n++) read(text, n), ru_arena_reset(&arena);
    for (size_t i = 0; i < sizeof text - 1; i++)
        for (size_t k = 0; k < sizeof bytes - 1; k++) {
            memcpy(changed, text, sizeof text);
            changed[i] = bytes[k];
            if (!read(changed, sizeof text - 1)) assert_true(error.line > 0 && error.column > 0 && error.message[0]);
            ru_arena_reset(&arena);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_tree),           cmocka_unit_test(reads_odd_but_right_files),
        cmocka_unit_test(refuses_in_plain_words), cmocka_unit_test(characters),
        cmocka_unit_test(a_file_by_itself),       cmocka_unit_test(nests_to_a_limit),
        cmocka_unit_test(hostile_files_end_soon), cmocka_unit_test(many_keys),
        cmocka_unit_test(survives_every_refusal), cmocka_unit_test(broken_files),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
