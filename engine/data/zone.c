/* zone.c: what the clock on the wall says, and when days begin. */
#include "engine/data/zone.h"

enum { LARGEST = 256 * 1024, LONGEST_NAME = 128, DAY = 86400 };
#define SYSTEM_FOLDER "/usr/share/zoneinfo"
/* Instants beyond are nobody's; arithmetic on those inside cannot overflow. */
#define FURTHEST_INSTANT (INT64_C(1) << 56)

/* ---- loading ---- */
static bool name_is_safe(ru_str name) {
    if (name.n == 0 || name.n > LONGEST_NAME || name.p[0] == '/' || name.p[name.n - 1] == '/') return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && c != '_' && c != '+' && c != '-' && c != '/') return false; /* no dot, so no ".." */
        if (c == '/' && name.p[i - 1] == '/') return false;
    }
    return true;
}

/* Beside the zones of places stand the machine's own, which would make a decision differ from machine to machine, and one that says "not set". */
static bool is_nowhere(ru_str name) {
    static const char *const names[] = {"localtime", "posixrules", "Factory"};
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/') {
            name = (ru_str){name.p + i, name.n - i};
            break;
        }
    for (size_t i = 0; i < RU_COUNT(names); i++)
        if (ru_str_is(name, names[i])) return true;
    return false;
}

ruth_status ru_zone_load(ru_arena *a, const char *directory, ru_str name, ru_zone **out, ruth_error *e) {
    int shown = (int)(name.n < 60 ? name.n : 60);
    if (!name_is_safe(name)) return ru_fail(e, RUTH_E_ARGUMENT, "\"%.*s\" is not the name of a time zone", shown, name.n ? name.p : "");
    if (is_nowhere(name)) return ru_fail(e, RUTH_E_ARGUMENT, "\"%.*s\" is the zone of no place", shown, name.p);
    ru_str path = ru_arena_printf(a, "%s/%.*s", directory ? directory : SYSTEM_FOLDER, (int)name.n, name.p);
    ru_zone *z = RU_NEW(a, ru_zone);
    if (!path.p || !z) return ru_fail_nomem(e);
    z->name = ru_arena_str(a, name);
    if (!z->name.p) return ru_fail_nomem(e);
    ru_str bytes;
    ruth_error why = {.status = RUTH_OK};
    ruth_status st = ru_file_read_linked(a, path.p, LARGEST, &bytes, &why); /* many zones are links to others */
    if (st == RUTH_E_NOMEM) return ru_fail_nomem(e);
    if (st) return ru_fail_at(e, st, path, 0, 0, "there is no time zone \"%s\" (%s)", z->name.p, why.message);
    const char *problem = ru_zone_read(a, bytes, z);
    if (problem && !*problem) return ru_fail_nomem(e);
    if (problem) return ru_fail_at(e, RUTH_E_IO, path, 0, 0, "this is not a usable time zone file: %s", problem);
    *out = z;
    return RUTH_OK;
}

ru_str ru_zone_name(const ru_zone *z) { return z->name; }
ru_str ru_zone_bytes(const ru_zone *z) { return z->bytes; }

/* ---- looking up ---- */
/* How many transitions are at or before the instant. */
static size_t passed(const ru_zone *z, int64_t instant) {
    size_t low = 0, high = z->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (z->at[middle] <= instant) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The span of one offset that holds the instant. */
static ru_zone_memo span(const ru_zone *z, int64_t instant) {
    int64_t shift = 0;
    if (RU_UNLIKELY(instant > FURTHEST_INSTANT)) { /* there the clocks stand still */
        ru_zone_memo m = span(z, FURTHEST_INSTANT);
        m.until = INT64_MAX;
        return m;
    }
    if (z->cycle && instant >= z->at[z->count - 1]) {
        shift = ((instant - z->at[z->count - 1]) / RU_ZONE_CYCLE + 1) * RU_ZONE_CYCLE;
        instant -= shift;
    }
    size_t n = passed(z, instant);
    ru_zone_memo m = {.zone = z, .from = INT64_MIN, .until = INT64_MAX, .offset = n ? z->offset[n - 1] : z->before};
    if (n) m.from = z->at[n - 1] + shift;
    if (n < z->count) m.until = z->at[n] + shift;
    return m;
}

/* Out of the way of the fast path. */
__attribute__((noinline)) static int32_t look_up(const ru_zone *z, int64_t instant, ru_zone_memo *memo) {
    ru_zone_memo m = span(z, instant);
    if (memo) *memo = m;
    return m.offset;
}

int32_t ru_zone_offset(const ru_zone *z, int64_t instant, ru_zone_memo *memo) {
    if (RU_LIKELY(memo && memo->zone == z && instant >= memo->from && instant < memo->until)) return memo->offset;
    return look_up(z, instant, memo);
}

static int64_t clamp(int64_t instant) { return instant < -FURTHEST_INSTANT ? -FURTHEST_INSTANT : instant > FURTHEST_INSTANT ? FURTHEST_INSTANT : instant; }

int32_t ru_zone_date(const ru_zone *z, int64_t instant, ru_zone_memo *memo) {
    int64_t local = clamp(instant);
    local += ru_zone_offset(z, local, memo);
    int64_t days = local / DAY - (local % DAY < 0);
    return (int32_t)(days < INT32_MIN ? INT32_MIN : days > INT32_MAX ? INT32_MAX : days);
}

/* Walks the spans from where the day cannot have begun in any zone: mostly one, two around a change of clocks. */
int64_t ru_zone_day_start(const ru_zone *z, int32_t days, ru_zone_memo *memo) {
    int64_t midnight = (int64_t)days * DAY;
    ru_zone_memo m = {.zone = NULL};
    if (memo) m = *memo;
    int64_t earliest = midnight - RU_ZONE_FURTHEST;
    ru_zone_offset(z, earliest, &m);
    for (;;) {
        int64_t start = midnight - m.offset;
        if (start < m.from) start = m.from; /* it began while the clocks jumped over it */
        if (start < m.until) {
            if (memo) *memo = m;
            return start;
        }
        m = span(z, m.until);
    }
}

int64_t ru_zone_next_transition(const ru_zone *z, int64_t instant) { return span(z, instant).until; }
