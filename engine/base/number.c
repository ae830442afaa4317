/* number.c: multiply and divide without losing the middle. */
#include "engine/base/base.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

/* q and r of a truncated division by c become what the mode asks for; +1, 0 or -1 on q. */
static int adjust(wide r, wide c, wide q, bool negative, char mode) {
    if (r == 0) return 0;
    if (mode == 'd') return negative ? -1 : 0;
    if (mode == 'u') return negative ? 0 : 1;
    uwide twice = (uwide)(r < 0 ? -r : r) * 2, whole = (uwide)(c < 0 ? -c : c);
    bool away = twice > whole || (twice == whole && (q & 1));
    return away ? (negative ? -1 : 1) : 0;
}

bool ru_muldiv64(int64_t a, int64_t b, int64_t c, char mode, int64_t *out) {
    if (c == 0 || (mode != 'd' && mode != 'u' && mode != 'e')) return false;
    int64_t small;
    wide q, r;
    bool negative;
    if (c > 0 && ru_mul64(a, b, &small)) { /* the common case, without a 128-bit division */
        q = small / c;
        r = small % c;
        negative = small < 0;
    } else {
        wide product = (wide)a * b;
        q = product / c;
        r = product % c;
        negative = (product < 0) != (c < 0);
    }
    q += adjust(r, c, q, negative, mode);
    if (q < INT64_MIN || q > INT64_MAX) return false;
    *out = (int64_t)q;
    return true;
}
