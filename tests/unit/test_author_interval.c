/* test_author_interval.c: Wilson's and Newcombe's intervals against values worked out with exact fractions, against published ones, and against their own definition. */
#include "tests/support/support.h"

#include "engine/author/interval.h"

/* share, low, high in millionths, worked out with exact fractions and a square root of forty digits, z² = 3.841459; low rounded down, high up. */
static void wilson_by_exact_fractions(void **state) {
    (void)state;
    static const struct {
        uint64_t k, n;
        int64_t share, low, high;
    } v[] = {
        {0u, 1u, 0, 0, 793451},
        {1u, 1u, 1000000, 206549, 1000000},
        {0u, 20u, 0, 0, 161126},
        {20u, 20u, 1000000, 838874, 1000000},
        {1u, 20u, 50000, 8881, 236132},
        {10u, 20u, 500000, 299298, 700702},
        {7u, 23u, 304348, 156040, 508658},
        {3u, 100u, 30000, 10254, 84520},
        {50u, 100u, 500000, 403831, 596169},
        {99u, 100u, 990000, 945513, 998233},
        {263u, 1000u, 263000, 236656, 291158},
        {1u, 1000u, 1000, 176, 5643},
        {0u, 1000u, 0, 0, 3827},
        {38u, 120u, 316667, 240228, 404479},
        {81u, 263u, 307985, 255288, 366210}, /* Newcombe 1998: .2553 to .3662 */
        {15u, 148u, 101351, 62386, 160488},  /* .0624 to .1605 */
        {1u, 100000000u, 0, 0, 1},
        {123456u, 1000000u, 123456, 122812, 124103},
        {70500000u, 141000000u, 500000, 499917, 500083},
        {4294967295u, 4294967295u, 1000000, 999999, 1000000},
        {2147483648u, 4294967295u, 500000, 499985, 500015},
    };
    for (size_t i = 0; i < RU_COUNT(v); i++) {
        ru_interval w = ru_wilson(v[i].k, v[i].n);
        if (ru_share(v[i].k, v[i].n) != v[i].share || w.low != v[i].low || w.high != v[i].high)
            fail_msg("%llu of %llu: %lld (%lld to %lld)", (unsigned long long)v[i].k, (unsigned long long)v[i].n, (long long)ru_share(v[i].k, v[i].n),
                     (long long)w.low, (long long)w.high);
    }
}

/* Rounded outward from bounds that are themselves rounded outward: at most five millionths wider than the exact interval. */
static void newcombe_by_exact_fractions(void **state) {
    (void)state;
    enum { WIDER = 5 };
    static const struct {
        uint64_t k1, n1, k2, n2;
        int64_t difference, low, high;
    } v[] = {
        {56, 70, 48, 80, 200000, 52431, 333873}, /* Newcombe 1998, method 10: +0.0524 to +0.3339 */
        {9, 10, 3, 10, 600000, 170522, 809018},  /* +0.1705 to +0.8090 */
        {6, 7, 2, 7, 571429, 58227, 806250},     /* +0.0582 to +0.8062 */
        {5, 56, 0, 29, 89286, -38138, 192561},   /* −0.0381 to +0.1926 */
        {0, 10, 0, 20, 0, -161126, 277533},      /* −0.1611 to +0.2775 */
        {0, 10, 0, 10, 0, -277533, 277533},          {10, 10, 0, 20, 1000000, 679086, 1000000}, {10, 10, 0, 10, 1000000, 607509, 1000000},
        {300, 1000, 250, 1000, 50000, 10859, 88940}, {1, 500, 3, 500, -4000, -15608, 6053},
    };
    for (size_t i = 0; i < RU_COUNT(v); i++) {
        ru_interval w = ru_newcombe(v[i].k1, v[i].n1, v[i].k2, v[i].n2);
        assert_int_equal(ru_share_difference(v[i].k1, v[i].n1, v[i].k2, v[i].n2), v[i].difference);
        bool good = w.low <= v[i].low && w.low >= v[i].low - WIDER && w.high >= v[i].high && w.high <= v[i].high + WIDER;
        if (!good) fail_msg("row %zu: %lld to %lld", i, (long long)w.low, (long long)w.high);
        ru_interval back = ru_newcombe(v[i].k2, v[i].n2, v[i].k1, v[i].n1);
        assert_true(back.low == -w.high && back.high == -w.low);
    }
}

/* Every share of up to 150: around itself, mirrored, narrower with more, and no whole millionth outside of it fits the definition. */
static void every_small_share(void **state) {
    (void)state;
    for (uint64_t n = 1; n <= 150; n++)
        for (uint64_t k = 0; k <= n; k++) {
            ru_interval w = ru_wilson(k, n), mirrored = ru_wilson(n - k, n), more = ru_wilson(10 * k, 10 * n);
            int64_t share = ru_share(k, n);
            assert_true(0 <= w.low && w.low <= share && share <= w.high && w.high <= RU_MILLION && w.low < w.high);
            assert_true(mirrored.low == RU_MILLION - w.high && mirrored.high == RU_MILLION - w.low);
            assert_true(more.low >= w.low && more.high <= w.high);
            for (int side = 0; side < 2; side++) { /* one step inside fits (k/n − p)² <= z² p (1 − p) / n; the bound itself does not, unless it is exact */
                int64_t m[] = {side ? w.high - 1 : w.low + 1, side ? w.high : w.low};
                for (int step = 0; step < 2; step++) {
                    double p = (double)m[step] / RU_MILLION, off = (double)k / (double)n - p, room = 3.841459 * p * (1 - p) / (double)n;
                    if (step == 0 && off * off > room * 1.000001 + 1e-12)
                        fail_msg("%llu of %llu: %lld is outside", (unsigned long long)k, (unsigned long long)n, (long long)m[step]);
                    if (step == 1 && off * off < room * 0.999999 - 1e-12)
                        fail_msg("%llu of %llu: %lld is inside", (unsigned long long)k, (unsigned long long)n, (long long)m[step]);
                }
            }
        }
}

static void what_does_not_fit_is_halved(void **state) {
    (void)state;
    ru_interval w = ru_wilson(UINT64_MAX / 4, UINT64_MAX / 2), d = ru_newcombe(UINT64_MAX / 4, UINT64_MAX / 2, UINT64_MAX, UINT64_MAX);
    assert_true(w.low >= 499900 && w.low < 500000 && w.high > 500000 && w.high <= 500100);
    assert_true(d.low >= -500100 && d.high <= -499900);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson_by_exact_fractions),
        cmocka_unit_test(newcombe_by_exact_fractions),
        cmocka_unit_test(every_small_share),
        cmocka_unit_test(what_does_not_fit_is_halved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
