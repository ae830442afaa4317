/* interval.c: Wilson's score interval and Newcombe's of a difference, exactly, without a float and but for one integer square root. */
#include "engine/author/interval.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

/* The square of the normal quantile of 97.5 %, 1.959963984540054², in millionths. */
enum { Z2 = 3841459 };

/* A whole number of millionths m lies in Wilson's interval of k/n when (k/n − m/M)² <= z² (m/M)(1 − m/M) / n: multiplied out, a comparison of whole numbers.
 * Below 2^32 none of them leaves 128 bits. −1 inside, 0 on its edge, 1 outside. */
static int beyond(uint64_t k, uint64_t n, int64_t m) {
    wide off = (wide)k * RU_MILLION - (wide)n * m;
    uwide left = (uwide)(off * off) * RU_MILLION, right = (uwide)n * Z2 * (uwide)(m * (RU_MILLION - m));
    return left < right ? -1 : left > right;
}

/* The lower bound, rounded down: every m from the bound up to the share lies inside, so it is found by halving. */
static int64_t lower(uint64_t k, uint64_t n) {
    int64_t out = -1, in = RU_MILLION; /* out: below the bound; in: not below */
    while (in - out > 1) {
        int64_t m = out + (in - out) / 2;
        bool over = (wide)n * m > (wide)k * RU_MILLION;
        if (over || beyond(k, n, m) <= 0) in = m;
        else out = m;
    }
    bool edge = beyond(k, n, in) == 0 && k < n; /* of all of n the bound above is 1, not the one that is asked for */
    return in == 0 || edge ? in : in - 1;
}

/* More than 2^32 are halved until they are fewer: a little less sure than one could be. */
static void fit(uint64_t *k, uint64_t *n) {
    while (*n > UINT32_MAX) {
        *n >>= 1;
        *k >>= 1;
    }
}

ru_interval ru_wilson(uint64_t k, uint64_t n) {
    fit(&k, &n);
    return (ru_interval){lower(k, n), RU_MILLION - lower(n - k, n)};
}

/* a/b in millionths; mode as in ru_muldiv64. */
static int64_t parts(wide a, wide b, char mode) {
    wide q = a / b, r = a % b;
    if (r < 0) { /* q is the floor, r what is left */
        q--;
        r += b;
    }
    bool up = mode == 'u' ? r > 0 : mode == 'e' && (2 * r > b || (2 * r == b && (q & 1)));
    return (int64_t)(q + up);
}

int64_t ru_share(uint64_t k, uint64_t n) { return parts((wide)k * RU_MILLION, (wide)n, 'e'); }

static int64_t difference(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2, char mode) {
    fit(&k1, &n1);
    fit(&k2, &n2);
    return parts(((wide)k1 * (wide)n2 - (wide)k2 * (wide)n1) * RU_MILLION, (wide)n1 * (wide)n2, mode);
}

int64_t ru_share_difference(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2) { return difference(k1, n1, k2, n2, 'e'); }

/* The smallest whole number whose square is not less than v: at most 2^22 here. */
static int64_t root_up(int64_t v) {
    int64_t r = 0;
    for (int64_t bit = (int64_t)1 << 22; bit; bit >>= 1)
        if ((r + bit) * (r + bit) <= v) r += bit;
    return r * r == v ? r : r + 1;
}

ru_interval ru_newcombe(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2) {
    fit(&k1, &n1);
    fit(&k2, &n2);
    ru_interval a = ru_wilson(k1, n1), b = ru_wilson(k2, n2);
    /* how far each bound is from its share, rounded up */
    int64_t a_down = parts((wide)k1 * RU_MILLION, (wide)n1, 'u') - a.low, a_up = a.high - parts((wide)k1 * RU_MILLION, (wide)n1, 'd');
    int64_t b_down = parts((wide)k2 * RU_MILLION, (wide)n2, 'u') - b.low, b_up = b.high - parts((wide)k2 * RU_MILLION, (wide)n2, 'd');
    ru_interval d = {difference(k1, n1, k2, n2, 'd') - root_up(a_down * a_down + b_up * b_up),
                     difference(k1, n1, k2, n2, 'u') + root_up(a_up * a_up + b_down * b_down)};
    return (ru_interval){d.low < -RU_MILLION ? -RU_MILLION : d.low, d.high > RU_MILLION ? RU_MILLION : d.high};
}
