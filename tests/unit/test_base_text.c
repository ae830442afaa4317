/* test_base_text.c: strings, the nearest name, UTF-8, error records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/base/base.h"

static void compares(void **state) {
    assert_true(ru_str_cmp(RU_STR("a"), RU_STR("b")) < 0);
    assert_true(ru_str_cmp(RU_STR("b"), RU_STR("a")) > 0);
    assert_true(ru_str_cmp(RU_STR("a"), RU_STR("ab")) < 0);
    assert_int_equal(ru_str_cmp(RU_STR("ab"), RU_STR("ab")), 0);
    assert_int_equal(ru_str_cmp((ru_str){NULL, 0}, RU_STR("")), 0);
    assert_true(ru_str_cmp(RU_STR("\xC3"), RU_STR("z")) > 0); /* bytes are unsigned */
    assert_true(ru_str_cmp(RU_STR("a\0b"), RU_STR("a\0c")) < 0);
    assert_true(ru_str_eq((ru_str){NULL, 0}, RU_STR("")));
    assert_false(ru_str_is(RU_STR("a\0"), "a"));
}

static void nearest_is(const char *s, const char *expected) {
    static const ru_str names[] = {{"when", 4}, {"unless", 6}, {"quiet_hours", 11}, {"days_past_due", 13}, {"id", 2}, {"", 0}};
    ru_str got = ru_str_nearest(ru_str_of(s), names, RU_COUNT(names));
    if (!expected) {
        assert_null(got.p);
        assert_int_equal(got.n, 0);
    } else {
        assert_non_null(got.p);
        assert_string_equal(got.p, expected);
    }
}

static void finds_the_nearest(void **state) {
    nearest_is("wen", "when");
    nearest_is("wehn", "when"); /* swapped neighbours are one slip */
    nearest_is("when", "when");
    nearest_is("whne_", NULL); /* two slips in five letters */
    nearest_is("quite_hours", "quiet_hours");
    nearest_is("quiethours", "quiet_hours");
    nearest_is("days_pastdeu", "days_past_due");
    nearest_is("ix", "id");
    nearest_is("x", NULL);
    nearest_is("", NULL);
    nearest_is("everything_else", NULL);
    char lengthy[200];
    memset(lengthy, 'a', sizeof lengthy);
    ru_str names[] = {{lengthy, 65}, {lengthy, 64}};
    assert_null(ru_str_nearest((ru_str){lengthy, 200}, names, 2).p);
    assert_int_equal(ru_str_nearest((ru_str){lengthy, 63}, names, 2).n, 64);
    assert_null(ru_str_nearest(RU_STR("abc"), NULL, 0).p);
    ru_str ties[] = {{"aab", 3}, {"aac", 3}};
    assert_ptr_equal(ru_str_nearest(RU_STR("aaa"), ties, 2).p, ties[0].p); /* the first of equals */
}

/* Encodes any number up to 21 bits, right or wrong. */
static size_t encode(uint32_t c, size_t n, unsigned char *out) {
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; c >>= 6) out[i] = (unsigned char)(0x80 | (c & 0x3F));
    out[0] = (unsigned char)(n == 1 ? c : lead[n] | c);
    return n;
}

static void utf8_of_every_code_point(void **state) {
    for (uint32_t c = 0; c < 0x200000; c++) {
        for (size_t n = 1; n <= 4; n++) {
            static const uint32_t above[] = {0, 0x80, 0x800, 0x10000, 0x200000}, below[] = {0, 0, 0x80, 0x800, 0x10000};
            if (c >= above[n]) continue;
            unsigned char text[5];
            encode(c, n, text);
            bool right = c >= below[n] && c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
            size_t bad = 99;
            if (ru_utf8_valid((ru_str){(char *)text, n}, &bad) != right) fail_msg("U+%X in %zu bytes", (unsigned)c, n);
            if (!right) assert_int_equal(bad, 0);
        }
    }
}

/* Against a reader that is slow and plain, at every place of a long text. */
static void utf8_at_every_place(void **state) {
    static const char *const bad[] = {"\x80", "\xBF", "\xC0\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xED\xA0\x80", "\xF5", "\xFF", "\xC3(", "\xE2(\x80"};
    for (size_t b = 0; b < RU_COUNT(bad); b++)
        for (size_t at = 0; at < 40; at++)
            for (size_t after = 0; after < 20; after++) {
                char text[80];
                size_t n = 0, found = 0;
                for (; n < at; n++) text[n] = 'a';
                memcpy(text + n, bad[b], strlen(bad[b]));
                n += strlen(bad[b]);
                for (size_t i = 0; i < after; i++) text[n++] = 'z';
                char *exact = malloc(n); /* so that reading beyond shows under the sanitizer */
                assert_non_null(exact);
                memcpy(exact, text, n);
                assert_false(ru_utf8_valid((ru_str){exact, n}, &found));
                assert_int_equal(found, at);
                free(exact);
            }
    assert_true(ru_utf8_valid(RU_STR(""), NULL));
    assert_true(ru_utf8_valid((ru_str){NULL, 0}, NULL));
    assert_true(ru_utf8_valid(RU_STR("Mahnung: Zürich, 東京, 😀, and plain text after"), NULL));
    assert_false(ru_utf8_valid(RU_STR("\xFF"), NULL));
}

static void errors_are_filled_and_cut(void **state) {
    ruth_error e;
    memset(&e, 'x', sizeof e);
    assert_int_equal(ru_fail(&e, RUTH_E_POLICY, "found %d of %s", 3, "four"), RUTH_E_POLICY);
    assert_string_equal(e.message, "found 3 of four");
    assert_string_equal(e.file, "");
    assert_int_equal(e.line, 0);
    assert_int_equal(e.column, 0);
    assert_int_equal(e.status, RUTH_E_POLICY);
    assert_int_equal(ru_fail_at(&e, RUTH_E_SYNTAX, RU_STR("a.yaml"), 3, 7, "%s", "x"), RUTH_E_SYNTAX);
    assert_string_equal(e.file, "a.yaml");
    assert_int_equal(e.line, 3);
    assert_int_equal(e.column, 7);
    assert_int_equal(ru_fail(NULL, RUTH_E_IO, "x"), RUTH_E_IO);
    assert_int_equal(ru_fail_at(NULL, RUTH_E_IO, RU_STR("f"), 1, 1, "x"), RUTH_E_IO);
    assert_int_equal(ru_fail_nomem(NULL), RUTH_E_NOMEM);
    assert_int_equal(ru_fail_nomem(&e), RUTH_E_NOMEM);
    assert_int_equal(e.status, RUTH_E_NOMEM);
    ru_error_clear(&e);
    assert_int_equal(e.status, RUTH_OK);
    assert_string_equal(e.message, "");
    ru_error_clear(NULL);

    /* A message too long is cut between characters, wherever the cut falls. */
    for (size_t shift = 0; shift < 8; shift++) {
        char text[1200] = "";
        size_t n = 0;
        for (; n < shift; n++) text[n] = 'a';
        while (n < 1000) memcpy(text + n, "\xF0\x9F\x98\x80", 4), n += 4;
        text[n] = 0;
        ru_fail_at(&e, RUTH_E_IO, (ru_str){text, n}, 0, 0, "%s", text);
        assert_true(ru_utf8_valid(ru_str_of(e.message), NULL));
        assert_true(ru_utf8_valid(ru_str_of(e.file), NULL));
        assert_true(strlen(e.message) > sizeof e.message - 5 && strlen(e.message) < sizeof e.message);
        assert_true(strlen(e.file) > sizeof e.file - 5 && strlen(e.file) < sizeof e.file);
    }
    char exact[sizeof e.message];
    memset(exact, 'm', sizeof exact - 1);
    exact[sizeof exact - 1] = 0;
    ru_fail(&e, RUTH_E_IO, "%s", exact);
    assert_string_equal(e.message, exact);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares),
        cmocka_unit_test(finds_the_nearest),
        cmocka_unit_test(utf8_of_every_code_point),
        cmocka_unit_test(utf8_at_every_place),
        cmocka_unit_test(errors_are_filled_and_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
