/* test_data_node.c: scalars read by the type that is expected, keys that are allowed, the words of refusals; files read whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

static const ru_node *yaml(const char *text) {
    ru_node *n;
    if (ru_yaml_read(&arena, RU_STR("p.yaml"), ru_str_of(text), &n, &error)) fail_msg("%s: %s", text, error.message);
    return n;
}

/* The value of "v: …". */
static const ru_node *value(const char *text) {
    char all[600];
    snprintf(all, sizeof all, "v: %s\n", text);
    return ru_node_get(yaml(all), "v");
}

static void says(const char *part) {
    if (!strstr(error.message, part)) fail_msg("says \"%s\", not \"%s\"", error.message, part);
    assert_int_equal(error.status, RUTH_E_POLICY);
}

static void booleans(void **state) {
    bool b = false;
    assert_int_equal(ru_node_bool(value("true"), &b, &error), RUTH_OK);
    assert_true(b);
    assert_int_equal(ru_node_bool(value("false"), &b, &error), RUTH_OK);
    assert_false(b);
    static const char *const wrong[] = {"yes", "no", "on", "off", "True", "TRUE", "1", "0", "'true'", "\"false\"", "", "null", "~", "[true]", "{a: true}", "y"};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        assert_int_equal(ru_node_bool(value(wrong[i]), &b, &error), RUTH_E_POLICY);
        says("expected true or false");
        assert_int_equal(error.line, 1);
        assert_string_equal(error.file, "p.yaml");
    }
    ru_node_bool(value("'true'"), &b, &error);
    says("without quotes");
    ru_node_bool(value("yes"), &b, &error);
    says("found \"yes\"");
    assert_int_equal(error.column, 4);
    assert_int_equal(ru_node_bool(NULL, &b, &error), RUTH_E_POLICY);
    says("found nothing");
    ru_node lua = {.kind = RU_NODE_BOOL, .number = 1};
    assert_int_equal(ru_node_bool(&lua, &b, &error), RUTH_OK);
    assert_true(b);
    lua = (ru_node){.kind = RU_NODE_TEXT, .text = RU_STR("true"), .line = 3};
    assert_int_equal(ru_node_bool(&lua, &b, &error), RUTH_E_POLICY); /* a string in Lua was quoted there */
    assert_int_equal(error.line, 3);
}

static void integers(void **state) {
    static const struct {
        const char *text;
        int64_t v;
    } right[] = {{"0", 0}, {"7", 7}, {"-7", -7}, {"9223372036854775807", INT64_MAX}, {"-9223372036854775808", INT64_MIN}, {"1000000", 1000000}};
    for (size_t i = 0; i < RU_COUNT(right); i++) {
        int64_t v = 77;
        assert_int_equal(ru_node_int(value(right[i].text), &v, &error), RUTH_OK);
        assert_int_equal(v, right[i].v);
    }
    static const char *const wrong[] = {"9223372036854775808",
                                        "-9223372036854775809",
                                        "99999999999999999999999",
                                        "-0",
                                        "+1",
                                        "010",
                                        "0x1F",
                                        "0o7",
                                        "1_000",
                                        "1.0",
                                        "1e3",
                                        "12:30:45",
                                        ".inf",
                                        "'7'",
                                        "\"7\"",
                                        "seven",
                                        "",
                                        "null",
                                        "[7]",
                                        "7 days",
                                        "--",
                                        "٧"};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        int64_t v = 77;
        if (!ru_node_int(value(wrong[i]), &v, &error)) fail_msg("accepted %s", wrong[i]);
        assert_int_equal(v, 77);
        assert_int_equal(error.status, RUTH_E_POLICY);
    }
    int64_t v;
    ru_node_int(value("9223372036854775808"), &v, &error);
    says("too large");
    ru_node_int(value("'7'"), &v, &error);
    says("without quotes");
    ru_node lua = {.kind = RU_NODE_INT, .number = -5};
    assert_int_equal(ru_node_int(&lua, &v, &error), RUTH_OK);
    assert_int_equal(v, -5);
    lua = (ru_node){.kind = RU_NODE_FLOAT, .text = RU_STR("7.0")};
    assert_int_equal(ru_node_int(&lua, &v, &error), RUTH_E_POLICY);
    says("found 7.0");
    lua = (ru_node){.kind = RU_NODE_TEXT, .text = RU_STR("7"), .line = 1};
    assert_int_equal(ru_node_int(&lua, &v, &error), RUTH_E_POLICY);
}

static void texts(void **state) {
    static const char *const right[] = {"humane", "'no'",       "\"yes\"", "'30'", "1.2.3",   "30 days", "v1",          "north", "nobody", "onward",
                                        "a~b",    "2026-03-02", "-x",      "\"\"", "60_days", "e5",      "Null-Stelle", "0xyz",  "Norway", "1a"};
    for (size_t i = 0; i < RU_COUNT(right); i++) {
        ru_str s;
        if (ru_node_text(value(right[i]), &s, &error)) fail_msg("refused %s: %s", right[i], error.message);
    }
    static const char *const wrong[] = {"no",  "NO",   "No",   "yes", "Yes",    "on",       "Off",  "y",    "N",     "true", "False", "TRUE",
                                        "~",   "Null", "NULL", "0",   "30",     "-1",       "+1",   "010",  "0x1F",  "0o17", "0b101", "1_000",
                                        "1.5", ".5",   "5.",   "1e3", "1.5E-3", "12:30:45", "1:30", ".inf", "-.INF", ".nan"};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        ru_str s;
        if (!ru_node_text(value(wrong[i]), &s, &error)) fail_msg("accepted %s", wrong[i]);
        says("put it in quotes");
    }
    static const char *const others[] = {"", "null", "[a]", "{a: b}"};
    for (size_t i = 0; i < RU_COUNT(others); i++) {
        ru_str s;
        assert_int_equal(ru_node_text(value(others[i]), &s, &error), RUTH_E_POLICY);
        says("expected text, found");
    }
    ru_str s;
    ru_node lua = {.kind = RU_NODE_TEXT, .text = RU_STR("no"), .line = 1};
    assert_int_equal(ru_node_text(&lua, &s, &error), RUTH_OK);
    assert_int_equal(ru_node_text(NULL, &s, NULL), RUTH_E_POLICY);
}

static void names(void **state) {
    char lengthy[80] = "";
    memset(lengthy, 'a', 64);
    const char *const right[] = {"a", "humane", "us-ny-nyc", "days_past_due", "ethics.pause_life_event", "'2026'", "60_days", "a-", "'no'", lengthy};
    ru_str s;
    for (size_t i = 0; i < RU_COUNT(right); i++)
        if (ru_node_name(value(right[i]), false, &s, &error)) fail_msg("refused %s: %s", right[i], error.message);
    lengthy[64] = 'a';
    const char *const wrong[] = {"",         "''",       "_a", ".a",   "'-a'", "A",    "aB",    "a b",      "a/b",
                                 "\xC3\xA9", "\xD0\xB0", "no", "2026", "[a]",  "null", "'a:b'", "\"a\\n\"", lengthy};
    for (size_t i = 0; i < RU_COUNT(wrong); i++)
        if (!ru_node_name(value(wrong[i]), false, &s, &error)) fail_msg("accepted %s", wrong[i]);
    assert_int_equal(ru_node_name(value("USD"), true, &s, &error), RUTH_OK);
    assert_int_equal(ru_node_name(value("'NO'"), true, &s, &error), RUTH_OK);
    assert_int_equal(ru_node_name(value("NO"), true, &s, &error), RUTH_E_POLICY); /* Norway, or false? */
    assert_int_equal(ru_node_name(value("USD"), false, &s, &error), RUTH_E_POLICY);
    says("small letters");
}

static void scalars(void **state) {
    ru_str s;
    assert_int_equal(ru_node_scalar(value("2026-03-02"), &s, &error), RUTH_OK);
    assert_true(ru_str_is(s, "2026-03-02"));
    assert_int_equal(ru_node_scalar(value("no"), &s, &error), RUTH_OK);
    assert_int_equal(ru_node_scalar(value("30"), &s, &error), RUTH_OK);
    static const char *const wrong[] = {"", "null", "[a]", "{}"};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) assert_int_equal(ru_node_scalar(value(wrong[i]), &s, &error), RUTH_E_POLICY);
    ru_node lua = {.kind = RU_NODE_BOOL, .number = 0};
    assert_int_equal(ru_node_scalar(&lua, &s, &error), RUTH_OK);
    assert_true(ru_str_is(s, "false"));
    assert_int_equal(ru_node_scalar(NULL, &s, &error), RUTH_E_POLICY);
}

static void keys(void **state) {
    static const char *const allowed[] = {"when", "unless", "because", NULL}, *const none[] = {NULL};
    assert_int_equal(ru_node_only_keys(yaml("when: 1\nbecause: 2\n"), allowed, &error), RUTH_OK);
    assert_int_equal(ru_node_only_keys(yaml("{}"), allowed, &error), RUTH_OK);
    assert_int_equal(ru_node_only_keys(yaml("when: 1\n\nbecuase: 2\n"), allowed, &error), RUTH_E_POLICY);
    says("\"becuase\" is not known here; did you mean \"because\"?");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 1);
    assert_int_equal(ru_node_only_keys(yaml("colour: 1\n"), allowed, &error), RUTH_E_POLICY);
    says("expected: when, unless, because");
    assert_int_equal(ru_node_only_keys(yaml("a: 1\n"), none, &error), RUTH_E_POLICY);
    assert_int_equal(ru_node_only_keys(yaml("[a]\n"), allowed, &error), RUTH_E_POLICY);
    says("expected a mapping, found a list");
    assert_int_equal(ru_node_only_keys(NULL, allowed, &error), RUTH_E_POLICY);
    ru_str key = RU_STR("wen");
    ru_node item = {.kind = RU_NODE_INT}, *items[] = {&item},
            lua = {.kind = RU_NODE_MAP, .line = 9, .file = RU_STR("x.lua"), .count = 1, .keys = &key, .items = items};
    assert_int_equal(ru_node_only_keys(&lua, allowed, &error), RUTH_E_POLICY); /* no positions of keys: the table's own */
    assert_int_equal(error.line, 9);
    assert_string_equal(error.file, "x.lua");
    const char *many[200];
    for (size_t i = 0; i < 199; i++) many[i] = "a_rather_long_name_of_a_key_that_fills_the_list_of_names";
    many[199] = NULL;
    assert_int_equal(ru_node_only_keys(yaml("z: 1"), many, &error), RUTH_E_POLICY);
}

/* What is shown of a text is cut at a line's end and between characters. */
static void words_fit(void **state) {
    char text[300] = "";
    for (int i = 0; i < 40; i++) strcat(text, "\xC3\xA9x\xF0\x9F\x98\x80");
    int64_t v;
    ru_str s;
    char yaml_text[400];
    for (size_t cut = 0; cut < 8; cut++) {
        snprintf(yaml_text, sizeof yaml_text, "%.*s%s", (int)cut, "aaaaaaaa", text);
        assert_int_equal(ru_node_int(value(yaml_text), &v, &error), RUTH_E_POLICY);
        assert_true(ru_utf8_valid(ru_str_of(error.message), NULL));
        says("and more");
    }
    assert_int_equal(ru_node_name(value("\"two\\nlines\""), false, &s, &error), RUTH_E_POLICY);
    says("found \"two\" and more");
    assert_int_equal(ru_node_fail(NULL, &error, "%d%%", 5), RUTH_E_POLICY);
    assert_string_equal(error.message, "5%");
    assert_string_equal(error.file, "");
}

/* ---- files ---- */
static void files(void **state) {
    char folder[] = "/tmp/ruth-test-XXXXXX", path[64], link[64], fifo[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.yaml", folder);
    snprintf(link, sizeof link, "%s/link", folder);
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite("a: 1\0b", 1, 6, f), 6);
    fclose(f);
    ru_str s = {NULL, 0};
    assert_int_equal(ru_file_read(&arena, path, 6, &s, &error), RUTH_OK);
    assert_int_equal(s.n, 6);
    assert_memory_equal(s.p, "a: 1\0b\0", 7);
    assert_int_equal(ru_file_read(&arena, path, 5, &s, &error), RUTH_E_LIMIT);
    assert_string_equal(error.file, path);
    assert_int_equal(symlink("a.yaml", link), 0);
    assert_int_equal(ru_file_read(&arena, link, 100, &s, &error), RUTH_E_IO);
    assert_non_null(strstr(error.message, "symbolic link"));
    assert_int_equal(ru_file_read_linked(&arena, link, 100, &s, &error), RUTH_OK);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(ru_file_read(&arena, fifo, 100, &s, &error), RUTH_E_IO); /* and does not wait for a writer */
    assert_int_equal(ru_file_read(&arena, folder, 1 << 20, &s, &error), RUTH_E_IO);
    assert_non_null(strstr(error.message, "folder"));
    assert_int_equal(ru_file_read(&arena, "/dev/null", 100, &s, &error), RUTH_E_IO);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(ru_file_read(&arena, path, 100, &s, &error), RUTH_E_IO);
    assert_non_null(strstr(error.message, "no such file"));
    f = fopen(path, "wb");
    assert_non_null(f);
    fclose(f);
    assert_int_equal(ru_file_read(&arena, path, 0, &s, &error), RUTH_OK); /* an empty file is a file */
    assert_int_equal(s.n, 0);
    assert_int_equal(s.p[0], 0);
    refusing r = {.refuse_at = 1};
    ruth_allocator alloc = refusing_allocator(&r);
    ru_arena a;
    ru_arena_init(&a, &alloc, 512);
    assert_int_equal(ru_file_read(&a, path, 10, &s, &error), RUTH_E_NOMEM);
    ru_arena_free(&a);
    unlink(path), unlink(link), unlink(fifo), rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(booleans), cmocka_unit_test(integers), cmocka_unit_test(texts),     cmocka_unit_test(names),
        cmocka_unit_test(scalars),  cmocka_unit_test(keys),     cmocka_unit_test(words_fit), cmocka_unit_test(files),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
