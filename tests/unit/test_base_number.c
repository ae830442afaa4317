/* test_base_number.c: checked arithmetic, and multiply-and-divide against a slow plain reckoner. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/base/base.h"

static void overflow_leaves_the_result_alone(void **state) {
    int64_t v = 42;
    assert_false(ru_add64(INT64_MAX, 1, &v));
    assert_false(ru_add64(INT64_MIN, -1, &v));
    assert_false(ru_sub64(INT64_MIN, 1, &v));
    assert_false(ru_sub64(0, INT64_MIN, &v));
    assert_false(ru_mul64(INT64_MIN, -1, &v));
    assert_false(ru_mul64(INT64_C(1) << 32, INT64_C(1) << 31, &v));
    assert_int_equal(v, 42);
    assert_true(ru_add64(INT64_MAX, 0, &v) && v == INT64_MAX);
    assert_true(ru_mul64(INT64_MIN, 1, &v) && v == INT64_MIN);
    assert_true(ru_sub64(-1, INT64_MAX, &v) && v == INT64_MIN);
}

__extension__ typedef __int128 wide;

/* The greatest q with q*c <= p, found from the definition. */
static wide floor_of(wide p, wide c) {
    wide q = p / c;
    while (c > 0 ? q * c > p : q * c < p) q--;
    while (c > 0 ? (q + 1) * c <= p : (q + 1) * c >= p) q++;
    return q;
}

static bool slow(int64_t a, int64_t b, int64_t c, char mode, int64_t *out) {
    if (c == 0) return false;
    wide p = (wide)a * b, low = floor_of(p, c), high = low * c == p ? low : low + 1, q = low;
    if (mode == 'u') q = high;
    if (mode == 'e' && low != high) {
        wide below = p - low * c, above = high * c - p; /* distances, of the sign of c */
        if (c < 0) below = -below, above = -above;
        if (above < below || (above == below && low % 2 != 0)) q = high;
    }
    if (q < INT64_MIN || q > INT64_MAX) return false;
    *out = (int64_t)q;
    return true;
}

static void check(int64_t a, int64_t b, int64_t c) {
    static const char modes[] = {'d', 'u', 'e'};
    for (size_t i = 0; i < RU_COUNT(modes); i++) {
        int64_t expected = 77, got = 77;
        bool fits = slow(a, b, c, modes[i], &expected);
        if (ru_muldiv64(a, b, c, modes[i], &got) != fits || got != expected)
            fail_msg("%lld * %lld / %lld '%c': got %lld, expected %lld", (long long)a, (long long)b, (long long)c, modes[i], (long long)got,
                     (long long)expected);
    }
}

static void muldiv_at_the_edges(void **state) {
    static const int64_t edges[] = {0,
                                    1,
                                    -1,
                                    2,
                                    -2,
                                    3,
                                    -3,
                                    5,
                                    7,
                                    10,
                                    -10,
                                    100,
                                    999999,
                                    1000000,
                                    INT64_C(1) << 31,
                                    INT64_C(1) << 32,
                                    -(INT64_C(1) << 32),
                                    INT64_C(1) << 62,
                                    INT64_MAX - 1,
                                    INT64_MAX,
                                    INT64_MIN,
                                    INT64_MIN + 1};
    for (size_t i = 0; i < RU_COUNT(edges); i++)
        for (size_t j = 0; j < RU_COUNT(edges); j++)
            for (size_t k = 0; k < RU_COUNT(edges); k++) check(edges[i], edges[j], edges[k]);
}

static void muldiv_small(void **state) {
    for (int64_t a = -40; a <= 40; a++)
        for (int64_t c = -12; c <= 12; c++) check(a, 1, c), check(a, 3, c);
}

static void muldiv_at_random(void **state) {
    uint64_t s = 0x9E3779B97F4A7C15u;
    for (int i = 0; i < 200000; i++) {
        int64_t v[3];
        for (int k = 0; k < 3; k++) {
            s ^= s << 13, s ^= s >> 7, s ^= s << 17;
            v[k] = (int64_t)s >> (s % 60);
        }
        check(v[0], v[1], v[2]);
    }
}

static void muldiv_refuses(void **state) {
    int64_t v = 42;
    assert_false(ru_muldiv64(1, 1, 0, 'd', &v));
    assert_false(ru_muldiv64(1, 1, 1, 'x', &v));
    assert_false(ru_muldiv64(INT64_MIN, 1, -1, 'd', &v));
    assert_false(ru_muldiv64(INT64_MAX, INT64_MAX, 1, 'd', &v));
    assert_int_equal(v, 42);
    assert_true(ru_muldiv64(5, 1, 2, 'e', &v) && v == 2);
    assert_true(ru_muldiv64(7, 1, 2, 'e', &v) && v == 4);
    assert_true(ru_muldiv64(-5, 1, 2, 'e', &v) && v == -2);
    assert_true(ru_muldiv64(-5, 1, 2, 'd', &v) && v == -3);
    assert_true(ru_muldiv64(-5, 1, 2, 'u', &v) && v == -2);
    assert_true(ru_muldiv64(INT64_MAX, INT64_MAX, INT64_MAX, 'e', &v) && v == INT64_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overflow_leaves_the_result_alone),
        cmocka_unit_test(muldiv_at_the_edges),
        cmocka_unit_test(muldiv_small),
        cmocka_unit_test(muldiv_at_random),
        cmocka_unit_test(muldiv_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
