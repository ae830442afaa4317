/* test_data_json.c: what is JSON and what is not, tokens, limits, places of problems, canonical writing. */
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

/* A cursor over exactly these bytes: reading beyond shows under the sanitizer. The copy lives until the next call. */
static ru_str exact(const char *p, size_t n) {
    static char *kept;
    free(kept);
    kept = malloc(n + !n);
    assert_non_null(kept);
    memcpy(kept, p, n);
    return (ru_str){kept, n};
}

static bool check(const char *p, size_t n) {
    ru_error_clear(&error);
    ruth_status st = ru_json_check(exact(p, n), &arena, &error);
    assert_int_equal(st, error.status);
    return st == RUTH_OK;
}

typedef struct text {
    const char *p;
    size_t n;
} text;
#define T(lit) \
    { (lit), sizeof(lit) - 1 }

/* clang-format off */
static const text accepted[] = {
    T("{}"), T("[]"), T("null"), T("true"), T("false"), T("0"), T("-0"), T("1"), T("-1"), T("\"\""), T(" \t\r\n[ \t\r\n] \t\r\n"),
    T("0.5"), T("1.0"), T("-0.0"), T("1e5"), T("1E+5"), T("1e-5"), T("1.5e300"), T("9223372036854775808"), T("123456789012345678901234567890"),
    T("1e308"), T("1.7976931348623157e308"), T("1e-400"), T("0e9999999999"), T("0.0e99999999999999999999"), T("1e-99999999999999999999"),
    T("0.00000000000000001e320"), T("17976931348623157e292"),
    T("[1,2]"), T("[[],{}]"), T("[null,true,false,0,\"\"]"), T("{\"a\":1,\"b\":[{\"a\":{}}]}"), T("{\"a\":{\"a\":1}}"), T("{\"\":0}"),
    T("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), T("\"\\u0041\\u00e9\\u20ac\\uD83D\\uDE00\""), T("\"\\ud83d\\ude00\""), T("\"\x7F\""), T("\"\\u0001\\u001f\\u007f\""),
    T("\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""), T("\"\xEF\xBF\xBF\xF4\x8F\xBF\xBF\""), T("\"\\uFFFF\\uDBFF\\uDFFF\""), T("\"\xE2\x80\xA8\""),
    T("{\"a\":1,\"A\":2}"), T("{\"\xC3\xA9\":1,\"e\xCC\x81\":2}"), T("{\"1\":1,\"01\":2,\"1.0\":3}"), T("{\"__index\":1,\"_ENV\":2}"),
    T("\"asd \"\n"), T("[\"\\u0060\\u012a\\u12AB\"]"), T("[20e1]"), T("[123e65]"), T("[1E22]"), T("[-123]"), T("[ 4]"), T("[\"a\",\n4]"),
};
static const text refused[] = {
    T(""), T(" "), T("\n"), T("{"), T("["), T("}"), T("]"), T("\""), T("\"a"), T("nul"), T("nulll"), T("True"), T("tru"), T("truex"), T("NULL"), T("NaN"), T("nan"),
    T("Infinity"), T("-Infinity"), T("-"), T("+1"), T("01"), T("-01"), T("00"), T("1."), T(".5"), T("-.5"), T("1.e5"), T("1e"), T("1e+"), T("1e-"), T("0x1F"), T("1_000"),
    T("1,000"), T("--1"), T("- 1"), T("1e1.5"), T("1 2"), T("1e400"), T("-1e400"), T("1e99999999999999999999"), T("1e309"), T("1.8e308"), T("10000e305"), T("0.1e310"),
    T("1.7976931348623159e308"), T("\xEF\xBC\x91"),
    T("[1,]"), T("[,1]"), T("[,]"), T("[1,,2]"), T("[1 2]"), T("[1:2]"), T("[1}"), T("[1"), T("[1,"), T("[\"a"), T("[]]"), T("[]["), T("[[]"), T("[-]"), T("[1]x"),
    T("{,}"), T("{\"a\"}"), T("{\"a\":}"), T("{\"a\" 1}"), T("{\"a\":1,}"), T("{\"a\":1,,\"b\":2}"), T("{\"a\":1 \"b\":2}"), T("{a:1}"), T("{'a':1}"), T("{1:1}"), T("{null:1}"),
    T("{\"a\":1"), T("{\"a\":1,"), T("{\"a\":"), T("{\"a\""), T("{\"a"), T("{\"a\":1]"), T("{}{}"), T("{}#"), T("{}//"), T("/**/{}"), T("{\"a\":/**/1}"), T("{[]:1}"), T("{\"a\":1,1}"),
    T("'a'"), T("a"), T("`a`"), T("[\x0C]"), T("[\x0B]"), T("[\xC2\xA0]"), T("\0"), T("[]\0"), T("[1\0]"),
    T("\"\n\""), T("\"\t\""), T("\"\r\""), T("\"\0\""), T("\"\x1F\""), T("\"\x01\""),
    T("\"\\\""), T("\"\\\"\\"), T("\"\\x41\""), T("\"\\'\""), T("\"\\a\""), T("\"\\U0041\""), T("\"\\0\""), T("\"\\\n\""), T("\"\\\xC3\xA9\""), T("\"\\"), T("\"\\u"), T("\"\\u1"), T("\"\\u123"),
    T("\"\\u\""), T("\"\\u00\""), T("\"\\u00A\""), T("\"\\u00G0\""), T("\"\\u 041\""), T("\"\\u+041\""), T("\"\\u0000\""), T("{\"\\u0000\":1}"),
    T("\"\\ud800\""), T("\"\\udc00\""), T("\"\\ud800\\ud800\""), T("\"\\ud800\\ue000\""), T("\"\\ud800\\udbff\""), T("\"\\ud800x\""), T("\"\\ud800\\n\""), T("\"\\ud800\\u0041\""), T("\"\\udc00\\ud800\""), T("\"\\ud83d\\\""), T("\"\\ud83d\\ude0"),
    T("\"\x80\""), T("\"\xBF\""), T("\"\xC0\x80\""), T("\"\xC1\xBF\""), T("\"\xC3\""), T("\"\xC3(\""), T("\"\xE0\x80\x80\""), T("\"\xE0\x9F\xBF\""), T("\"\xE2\x82\""), T("\"\xED\xA0\x80\""), T("\"\xED\xBF\xBF\""),
    T("\"\xF0\x80\x80\x80\""), T("\"\xF0\x8F\xBF\xBF\""), T("\"\xF4\x90\x80\x80\""), T("\"\xF5\x80\x80\x80\""), T("\"\xF8\x88\x80\x80\x80\""), T("\"\xFF\""), T("\"\xC3\\n\xA9\""), T("\"\xE2\\u0082\xAC\""),
    T("{\"\xFF\":1}"), T("\xC3\xA9"), T("[\"a\xE9\"]"),
    T("{\"a\":1,\"a\":2}"), T("{\"a\":1,\"\\u0061\":2}"), T("{\"\":1,\"\":2}"), T("{\"b\":{\"a\":1,\"c\":2,\"a\":3}}"), T("{\"a\":1,\"b\":2,\"a\":1}"), T("{\"\xC3\xA9\":1,\"\\u00e9\":2}"),
    T("\xEF\xBB\xBF{}"), T("\xFF\xFE{\0}\0"), T("\xEF\xBB"), T("*"), T("<x>"), T("[1,\n1\n,1"), T("{\"a\":\"b\"}/**/"), T("[True]"), T("[\"x\", truth]"),
};
/* clang-format on */

/* Each text alone; then in front of and behind other things, so that every length to the end and to a block's end occurs. */
static void accepts_and_refuses(void **state) {
    for (size_t i = 0; i < RU_COUNT(accepted); i++)
        if (!check(accepted[i].p, accepted[i].n)) fail_msg("refused %s: %s", accepted[i].p, error.message);
    for (size_t i = 0; i < RU_COUNT(refused); i++)
        if (check(refused[i].p, refused[i].n)) fail_msg("accepted %s (row %zu)", refused[i].p, i);
    for (size_t before = 0; before < 140; before++)
        for (size_t after = 0; after < 70; after += 1 + before % 7) {
            char around[1024], *p;
            for (size_t k = 0; k < RU_COUNT(accepted) + RU_COUNT(refused); k += 1 + (before + after) % 5) {
                bool right = k < RU_COUNT(accepted);
                text t = right ? accepted[k] : refused[k - RU_COUNT(accepted)];
                if (!right && t.p[0] == 0x20) continue;
                p = around;
                *p++ = '[';
                if (before)
                    p += sprintf(p, "\"%.*s\",", (int)before - 1,
                                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
                                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
                memcpy(p, t.p, t.n);
                p += t.n;
                if (after) p += sprintf(p, ",\"%.*s\"", (int)after - 1, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
                *p++ = ']';
                if (right) {
                    if (!check(around, (size_t)(p - around))) fail_msg("refused %s: %s", around, error.message);
                } else check(around, (size_t)(p - around)); /* some become right here, such as 1,2 */
            }
            ru_arena_reset(&arena);
        }
}

static void string_is(const char *json, const char *expected, size_t n) {
    ru_json j;
    ru_str s;
    char padded[400];
    for (size_t pad = 0; pad < 150; pad++) { /* in and beyond a block */
        size_t length = strlen(json);
        memcpy(padded, json, length);
        memset(padded + length, ' ', pad);
        ru_json_begin(&j, exact(padded, length + pad), &arena);
        if (!ru_json_string(&j, &s)) fail_msg("%s: %s", json, j.problem);
        assert_int_equal(s.n, n);
        assert_memory_equal(s.p, expected, n);
        assert_true(ru_json_end(&j));
    }
}

static void unescapes(void **state) {
    string_is("\"\"", "", 0);
    string_is("\"plain\"", "plain", 5);
    string_is("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8);
    string_is("\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00z\"", "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z", 11);
    string_is("\"a long text without any escape, of more than sixty-four bytes in all, so it spans\"",
              "a long text without any escape, of more than sixty-four bytes in all, so it spans", 81);
    string_is("\"a long text with one escape at its very end, of more than sixty-four bytes in all\\n\"",
              "a long text with one escape at its very end, of more than sixty-four bytes in all\n", 82);
    string_is("\"Z\xC3\xBCrich und noch viel mehr, damit der Text \xC3\xBC"
              "ber die Grenze geht\"",
              "Z\xC3\xBCrich und noch viel mehr, damit der Text \xC3\xBC"
              "ber die Grenze geht",
              64);
    ru_json j;
    ru_str s, source = RU_STR("\"no copy\"");
    ru_json_begin(&j, source, NULL); /* no arena needed without an escape */
    assert_true(ru_json_string(&j, &s));
    assert_ptr_equal(s.p, source.p + 1);
    source = RU_STR("\"n\xC3\xB6 copy\"");
    ru_json_begin(&j, source, NULL);
    assert_true(ru_json_string(&j, &s));
    assert_ptr_equal(s.p, source.p + 1);
}

/* All lengths and places of the one byte that is not plain, against the reader that takes byte by byte. */
static void strings_of_every_length(void **state) {
    static const char *const odd[] = {"", "\\n", "\xC3\xA9", "\x01", "\xC3", "\\x", "\"", "\\u00e9"};
    for (size_t o = 0; o < RU_COUNT(odd); o++)
        for (size_t before = 0; before < 80; before++)
            for (size_t after = 0; after < 80; after += 1 + before % 3) {
                char json[400], expected[400];
                size_t n = 0, m = 0;
                json[n++] = '"';
                for (size_t i = 0; i < before; i++) json[n++] = expected[m++] = (char)('a' + i % 26);
                memcpy(json + n, odd[o], strlen(odd[o]));
                n += strlen(odd[o]);
                if (o == 1) expected[m++] = '\n';
                if (o == 2 || o == 7) memcpy(expected + m, "\xC3\xA9", 2), m += 2;
                for (size_t i = 0; i < after; i++) json[n++] = expected[m++] = (char)('A' + i % 26);
                json[n++] = '"';
                ru_json j;
                ru_str s = {NULL, 0};
                ru_json_begin(&j, exact(json, n), &arena);
                bool right = o < 3 || o == 7, got = ru_json_string(&j, &s) && ru_json_end(&j);
                assert_int_equal(got, right);
                if (right) {
                    assert_int_equal(s.n, m);
                    if (m) assert_memory_equal(s.p, expected, m);
                } else assert_int_equal(j.p - j.start, o == 6 ? before + 2 : before + 1);
                ru_arena_reset(&arena);
            }
}

static void int_is(const char *json, bool right, int64_t expected) {
    ru_json j;
    int64_t v = 77;
    ru_json_begin(&j, exact(json, strlen(json)), &arena);
    bool got = ru_json_int(&j, &v) && ru_json_end(&j);
    if (got != right || (right && v != expected)) fail_msg("%s gave %d, %lld (%s)", json, got, (long long)v, j.problem ? j.problem : "");
    if (!right) assert_non_null(j.problem);
}

static void integers(void **state) {
    int_is("0", true, 0);
    int_is(" -1 ", true, -1);
    int_is("9007199254740993", true, INT64_C(9007199254740993)); /* lost by every double */
    int_is("999999999999999999", true, 999999999999999999);
    int_is("1000000000000000000", true, 1000000000000000000);
    int_is("9223372036854775807", true, INT64_MAX);
    int_is("-9223372036854775808", true, INT64_MIN);
    static const char *const wrong[] = {"9223372036854775808",
                                        "-9223372036854775809",
                                        "9999999999999999999",
                                        "10000000000000000000",
                                        "18446744073709551616",
                                        "18446744073709551617",
                                        "99999999999999999999999999",
                                        "-0",
                                        "00",
                                        "01",
                                        "-01",
                                        "-",
                                        "",
                                        "+1",
                                        "1.0",
                                        "1.",
                                        "1e2",
                                        "1E2",
                                        "0.0",
                                        "0e0",
                                        "0x1",
                                        "a",
                                        "\"1\"",
                                        "--1",
                                        "null",
                                        "[1]"};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) int_is(wrong[i], false, 0);
}

/* Refused are exactly the numbers that a double cannot hold: numbers of all shapes around the limit, against the C library. */
static void numbers_are_finite(void **state) {
    static const char limit[] = "17976931348623158079372897140530341507993413271003782693617377898044496829276475094664901797758720709633028641669288"
                                "79109465555478519404026306574886715058206819089020007083836762738548458177115317644757302700698555713669596228429148198"
                                "60834936475292719074168444365510704342711559699508093042880177904174497791";
    uint64_t seed = 42;
    for (int i = 0; i < 20000; i++) {
        char digits[320], number[700];
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
        int keep = 1 + (int)(seed % 309), zeros = (int)((seed >> 12) % 30), point = (int)((seed >> 20) % (uint64_t)(keep + 1)), n;
        snprintf(digits, sizeof digits, "%.*s", keep, limit);
        if (seed >> 40 & 1) digits[keep - 1] = (char)('0' + (seed >> 44) % 10);
        int exponent = 309 - point + (int)((seed >> 52) % 3) - 1;
        if (point == 0) n = snprintf(number, sizeof number, "0.%.*s%se%d", zeros, "000000000000000000000000000000", digits, exponent + zeros);
        else n = snprintf(number, sizeof number, "%.*s%s%sE%+d", point, digits, point < keep ? "." : "", digits + point, exponent);
        double v = strtod(number, NULL);
        bool finite = v <= 1.7976931348623157e308;
        if (check(number, (size_t)n) != finite) fail_msg("%s: %s", finite ? "refused" : "accepted", number);
    }
}

static void tokens_in_turn(void **state) {
    ru_json j;
    ru_json_kind k;
    bool first = true, more, b;
    int64_t v;
    ru_str s;
    ru_json_begin(&j, RU_STR(" { \"a\" : [ 1 , \"x\" , true ] , \"\\u0062\":null,\"c\":{} , \"skip\":[{\"x\":[1.5e3]}],\"e\":false } "), &arena);
    assert_true(ru_json_peek(&j, &k) && k == RU_JSON_OBJECT);
    assert_true(ru_json_object_begin(&j) && j.depth == 1);
    assert_true(ru_json_object_next(&j, &first, &s, &more) && more && ru_str_is(s, "a"));
    assert_true(ru_json_peek(&j, &k) && k == RU_JSON_ARRAY);
    assert_true(ru_json_peek(&j, &k) && k == RU_JSON_ARRAY); /* looking eats nothing */
    bool first_item = true;
    assert_true(ru_json_array_begin(&j) && j.depth == 2);
    assert_true(ru_json_array_next(&j, &first_item, &more) && more && ru_json_peek(&j, &k) && k == RU_JSON_NUMBER && ru_json_int(&j, &v) && v == 1);
    assert_true(ru_json_array_next(&j, &first_item, &more) && more && ru_json_peek(&j, &k) && k == RU_JSON_STRING && ru_json_string(&j, &s) &&
                ru_str_is(s, "x"));
    assert_true(ru_json_array_next(&j, &first_item, &more) && more && ru_json_peek(&j, &k) && k == RU_JSON_TRUE && ru_json_bool(&j, &b) && b);
    assert_true(ru_json_array_next(&j, &first_item, &more) && !more && j.depth == 1);
    assert_true(ru_json_object_next(&j, &first, &s, &more) && more && ru_str_is(s, "b"));
    assert_true(ru_json_peek(&j, &k) && k == RU_JSON_NULL && ru_json_null(&j));
    assert_true(ru_json_object_next(&j, &first, &s, &more) && more && ru_str_is(s, "c"));
    bool first_inner = true;
    assert_true(ru_json_object_begin(&j) && ru_json_object_next(&j, &first_inner, &s, &more) && !more);
    assert_true(ru_json_object_next(&j, &first, &s, &more) && more && ru_str_is(s, "skip") && ru_json_skip(&j));
    assert_true(ru_json_object_next(&j, &first, &s, &more) && more && ru_json_peek(&j, &k) && k == RU_JSON_FALSE && ru_json_bool(&j, &b) && !b);
    assert_true(ru_json_object_next(&j, &first, &s, &more) && !more && j.depth == 0);
    assert_true(ru_json_end(&j));
    assert_null(j.problem);
}

static void refusals_say_where(void **state) {
    static const struct {
        text json;
        int line, column;
        const char *says;
    } all[] = {
        {T("{\"a\":1,\n \"b\":2,\n \"a\":3}"), 3, 2, "twice"},
        {T("{\"a\":01}"), 1, 6, "begin with 0"},
        {T("{\"a\":\"\\ud800\"}"), 1, 7, "surrogate"},
        {T("[\"\xC3\xA9\", \"\xFF\"]"), 1, 8, "UTF-8"},
        {T("[1,]"), 1, 4, "after \",\""},
        {T("{} {}"), 1, 4, "follow"},
        {T("\xEF\xBB\xBF{}"), 1, 1, "byte order mark"},
        {T(""), 1, 1, "ends"},
        {T("\n\n  1e999"), 3, 3, "too large"},
        {T("[\"abc\ndef\"]"), 1, 6, "escaped"},
        {T("{\"a\" 1}"), 1, 6, "\":\""},
        {T("{\"a\":1 \"b\":2}"), 1, 8, "\",\" or \"}\""},
        {T("{\"a\":\"\\q\"}"), 1, 7, "escape"},
        {T("[\"abc"), 1, 6, "ends inside a quotation"},
    };
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        assert_false(check(all[i].json.p, all[i].json.n));
        assert_int_equal(error.status, RUTH_E_REQUEST);
        if (error.line != all[i].line || error.column != all[i].column || !strstr(error.message, all[i].says))
            fail_msg("%s gave %d:%d: %s", all[i].json.p, error.line, error.column, error.message);
    }
    ru_json j;
    ru_str s;
    bool b;
    ru_json_begin(&j, RU_STR("  7"), &arena);
    assert_false(ru_json_string(&j, &s));
    assert_int_equal(j.p - j.start, 2);
    ru_json_begin(&j, RU_STR("7"), &arena);
    assert_false(ru_json_bool(&j, &b) || ru_json_null(&j) || ru_json_object_begin(&j) || ru_json_array_begin(&j));
    ru_json_begin(&j, (ru_str){NULL, 0}, &arena);
    assert_false(ru_json_skip(&j));
    assert_true(ru_json_end(&j));
    assert_int_equal(ru_json_check(RU_STR("["), &arena, NULL), RUTH_E_REQUEST);
}

static void limits(void **state) {
    char *big = malloc(1200 * 1024);
    assert_non_null(big);
    for (int depth = 31; depth < 35; depth++)
        for (int kind = 0; kind < 2; kind++) {
            size_t n = 0;
            for (int i = 0; i < depth; i++) n += (size_t)sprintf(big + n, kind ? "{\"a\":" : "[");
            if (kind) big[n++] = '1';
            for (int i = 0; i < depth; i++) big[n++] = kind ? '}' : ']';
            assert_int_equal(check(big, n), depth <= 32);
        }
    memset(big, '[', 1024 * 1024);
    assert_false(check(big, 1024 * 1024));
    assert_int_equal(error.column, 33);

    for (size_t n = 65535; n <= 65537; n++)
        for (int form = 0; form < 3; form++) { /* plain, with a letter beyond ASCII, with an escape */
            size_t at = 0;
            big[at++] = '"';
            if (form == 1) memcpy(big + at, "\xC3\xA9", 2), at += 2;
            if (form == 2) memcpy(big + at, "\\u00e9", 6), at += 6;
            memset(big + at, 'a', n - (form ? 2 : 0));
            at += n - (form ? 2 : 0);
            big[at++] = '"';
            assert_int_equal(check(big, at), n <= 65536);
            big[at] = '}';
            memmove(big + 1, big, at + 1);
            big[0] = '{';
            memcpy(big + 1 + at, ":1}", 3);
            assert_int_equal(check(big, at + 4), n <= 65536);
        }
    memset(big, ' ', 1024 * 1024 + 1);
    big[0] = '1';
    assert_true(check(big, 1024 * 1024));
    assert_false(check(big, 1024 * 1024 + 1));
    assert_int_equal(error.status, RUTH_E_LIMIT);
    free(big);
}

static bool keys_checked(int count, int repeat, bool escaped) {
    ru_buf b;
    ru_buf_init(&b, NULL);
    ru_buf_char(&b, '{');
    for (int i = 0; i < count; i++) ru_buf_printf(&b, "%s\"key%d\":%d", i ? ", " : "", i, i);
    if (repeat >= 0) ru_buf_printf(&b, escaped ? ",\"\\u006bey%d\":0" : ",\"key%d\":0", repeat);
    ru_buf_char(&b, '}');
    assert_false(b.failed);
    bool right = check(b.p, b.n);
    ru_buf_free(&b);
    ru_arena_reset(&arena);
    return right;
}

static void repeated_keys(void **state) {
    for (int count = 1; count < 70; count++) {
        assert_true(keys_checked(count, -1, false));
        for (int repeat = 0; repeat < count; repeat++) {
            assert_false(keys_checked(count, repeat, false));
            assert_false(keys_checked(count, repeat, true));
            assert_non_null(strstr(error.message, "twice"));
        }
    }
    assert_true(keys_checked(4096, -1, false));
    assert_false(keys_checked(4096, 4000, false));
    assert_false(keys_checked(4097, -1, false));
    assert_non_null(strstr(error.message, "4096"));
    static const char *const late[] = {"\"k3\":1,\"k2\":1}", "\"k2\":1,\"k3\":1}"};
    for (size_t i = 0; i < RU_COUNT(late); i++) {
        char all[300];
        int n = 1;
        all[0] = '{';
        for (int k = 1; k < 18; k++) n += snprintf(all + n, sizeof all - (size_t)n, "\"k%d\":1,", k);
        n += snprintf(all + n, sizeof all - (size_t)n, "\n%s", late[i]);
        assert_false(check(all, (size_t)n));
        assert_int_equal(error.line, 2);
        assert_int_equal(error.column, 1); /* the first that repeats, not the first in order of names */
    }
}

/* Keys that agree in all but their last byte, as many as fit: the time must not grow with their square. */
static void hostile_keys_in_time(void **state) {
    ru_buf b;
    struct timespec from, to;
    ru_buf_init(&b, NULL);
    ru_buf_char(&b, '[');
    while (b.n < 900 * 1024) {
        if (b.n > 1) ru_buf_char(&b, ',');
        ru_buf_char(&b, '{');
        for (int i = 0; i < 4096; i++) ru_buf_printf(&b, "%s\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%d\":0", i ? "," : "", i);
        ru_buf_char(&b, '}');
    }
    ru_buf_char(&b, ']');
    clock_gettime(CLOCK_MONOTONIC, &from);
    bool right = check(b.p, b.n);
    clock_gettime(CLOCK_MONOTONIC, &to);
    if (!right) assert_int_equal(error.status, RUTH_E_LIMIT);
    assert_true((double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9 < 1.0);
    ru_buf_free(&b);
}

static void survives_every_refusal(void **state) {
    static const char json[] =
        "{\"\\u0061\":\"\\n\",\"b1\":1,\"b2\":1,\"b3\":1,\"b4\":1,\"b5\":1,\"b6\":1,\"b7\":1,\"b8\":1,\"b9\":1,\"c1\":1,\"c2\":1,\"c3\":1,\"c4\":1,\"c5\":1,\"c6\":1,"
        "\"c7\":1,\"c8\":{\"\\t\":[\"\\t\"]}}";
    for (size_t n = 1;; n++) {
        refusing r = {.refuse_at = n};
        ruth_allocator alloc = refusing_allocator(&r);
        ru_arena a;
        ru_arena_init(&a, &alloc, 512);
        ruth_status st = ru_json_check(RU_STR(json), &a, &error);
        assert_int_equal(st, r.calls < n ? RUTH_OK : RUTH_E_NOMEM);
        ru_arena_free(&a);
        assert_int_equal(r.blocks, 0);
        if (st == RUTH_OK) {
            assert_true(n > 2);
            break;
        }
    }
    ru_arena none;
    refusing r = {.refuse_at = 1, .for_ever = true};
    ruth_allocator alloc = refusing_allocator(&r);
    ru_arena_init(&none, &alloc, 512);
    ru_json j;
    ru_str s;
    ru_json_begin(&j, RU_STR("\"\\n\""), &none);
    assert_false(ru_json_string(&j, &s));
    assert_true(ru_json_nomem(&j));
    ru_json_begin(&j, RU_STR("\"\\q\""), &none);
    assert_false(ru_json_string(&j, &s));
    assert_false(ru_json_nomem(&j));
}

/* Every byte of a request changed to every byte: read or refused, never more; what the cursor reads, the check accepts. */
static void broken_requests(void **state) {
    static const char json[] =
        "{\"id\":\"A-1\\u00e9\",\"n\":-12.5e1,\"l\":[1,true,null,{\"x\":\"\xC3\xA9\"}],\"s\":\"a text that goes on for more than one block\"}";
    char changed[sizeof json];
    for (size_t i = 0; i < sizeof json - 1; i++)
        for (int b = 0; b < 256; b++) {
            memcpy(changed, json, sizeof json);
            changed[i] = (char)b;
            if (!check(changed, sizeof json - 1)) assert_true(error.line > 0 && error.column > 0 && error.message[0]);
            ru_arena_reset(&arena);
        }
    for (size_t n = 0; n < sizeof json - 1; n++) assert_false(check(json, n));
}

static void written_is(ru_str s, const char *expected) {
    ru_buf b;
    ru_buf_init(&b, NULL);
    ru_json_put_string(&b, s);
    assert_int_equal(b.n, strlen(expected));
    assert_memory_equal(b.p, expected, b.n);
    ru_buf_free(&b);
}

static void writes_canonically(void **state) {
    written_is(RU_STR(""), "\"\"");
    written_is((ru_str){NULL, 0}, "\"\"");
    written_is(RU_STR("plain/text"), "\"plain/text\"");
    written_is(RU_STR("\"\\\b\f\n\r\t"), "\"\\\"\\\\\\b\\f\\n\\r\\t\"");
    written_is(RU_STR("\0\x01\x1f\x7f"), "\"\\u0000\\u0001\\u001f\x7f\"");
    written_is(RU_STR("Z\xC3\xBCrich \xF0\x9F\x98\x80"), "\"Z\xC3\xBCrich \xF0\x9F\x98\x80\"");
    written_is(RU_STR("a text of more than sixteen bytes \" with a quote and more than that"),
               "\"a text of more than sixteen bytes \\\" with a quote and more than that\"");
    ru_buf b;
    ru_buf_init(&b, NULL);
    ru_json_put_instant(&b, 1772460000);
    ru_json_put_date(&b, 20514);
    ru_buf_char(&b, 0);
    assert_string_equal(b.p, "\"2026-03-02T14:00:00Z\"\"2026-03-02\"");
    ru_buf_free(&b);
}

/* What is written reads back, for every length and every byte that may stand in a text. */
static void reads_what_it_writes(void **state) {
    char source[100];
    ru_buf b;
    ru_buf_init(&b, NULL);
    for (size_t n = 0; n < sizeof source; n++)
        for (int c = 1; c < 128; c++) {
            for (size_t i = 0; i < n; i++) source[i] = (char)('a' + i % 20);
            if (n) source[(size_t)c % n] = (char)c;
            ru_buf_clear(&b);
            ru_json_put_string(&b, (ru_str){source, n});
            ru_json j;
            ru_str s;
            ru_json_begin(&j, exact(b.p, b.n), &arena);
            assert_true(ru_json_string(&j, &s) && ru_json_end(&j));
            assert_true(ru_str_eq(s, (ru_str){source, n}));
            ru_arena_reset(&arena);
        }
    ru_buf_free(&b);
    for (size_t at = 1; at < 4; at++) {
        refusing r = {.refuse_at = at, .for_ever = true};
        ruth_allocator alloc = refusing_allocator(&r);
        ru_buf_init(&b, &alloc);
        for (int i = 0; i < 200; i++) ru_json_put_string(&b, RU_STR("\x01\x02")), ru_json_put_instant(&b, 0), ru_json_put_date(&b, 0);
        assert_true(b.failed);
        ru_buf_free(&b);
        assert_int_equal(r.blocks, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_and_refuses),     cmocka_unit_test(unescapes),
        cmocka_unit_test(strings_of_every_length), cmocka_unit_test(integers),
        cmocka_unit_test(numbers_are_finite),      cmocka_unit_test(tokens_in_turn),
        cmocka_unit_test(refusals_say_where),      cmocka_unit_test(limits),
        cmocka_unit_test(repeated_keys),           cmocka_unit_test(hostile_keys_in_time),
        cmocka_unit_test(survives_every_refusal),  cmocka_unit_test(broken_requests),
        cmocka_unit_test(writes_canonically),      cmocka_unit_test(reads_what_it_writes),
    };
    int failed = cmocka_run_group_tests(tests, open_arena, close_arena);
    exact("", 0);
    return failed;
}
