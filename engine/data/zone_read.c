/* zone_read.c: a TZif file (RFC 8536) into a zone. The file may be anything: every count and index is checked. */
#include "engine/data/zone.h"

enum { HEAD = 44, MOST_TYPES = 256, RULE_YEARS = 402, NO_RULE_YEAR = 1899 };
/* Times before this (the Big Bang of older files) are this. */
#define EARLIEST (-(INT64_C(1) << 59))

/* The parts of one data block. */
typedef struct block {
    const unsigned char *times, *indexes, *types, *end;
    size_t time_size, time_count, type_count;
} block;

static uint32_t be32(const unsigned char *p) { return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]; }

static int64_t time_at(const block *b, size_t i) {
    const unsigned char *p = b->times + i * b->time_size;
    if (b->time_size == 4) return (int32_t)be32(p);
    int64_t t = (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
    return t < EARLIEST ? EARLIEST : t;
}

static int32_t offset_of(const block *b, size_t type) { return (int32_t)be32(b->types + type * 6); }

static const char *read_block(const unsigned char *p, const unsigned char *end, size_t time_size, block *b) {
    if (end - p < HEAD || memcmp(p, "TZif", 4) != 0) return "its head is missing";
    uint64_t isut = be32(p + 20), isstd = be32(p + 24), leaps = be32(p + 28), times = be32(p + 32), types = be32(p + 36), chars = be32(p + 40);
    uint64_t size = times * time_size + times + types * 6 + chars + leaps * (time_size + 4) + isstd + isut; /* each below 2^36 */
    if (size > (uint64_t)(end - p - HEAD)) return "it ends too early";
    *b = (block){.times = p + HEAD, .time_size = time_size, .time_count = (size_t)times, .type_count = (size_t)types};
    b->indexes = b->times + times * time_size;
    b->types = b->indexes + times;
    b->end = p + HEAD + size;
    if (leaps) return "it counts leap seconds";
    return NULL;
}

static const char *check_block(const block *b) {
    if (b->type_count < 1 || b->type_count > MOST_TYPES) return "its count of kinds of local time is wrong";
    for (size_t i = 0; i < b->type_count; i++) {
        int32_t offset = offset_of(b, i);
        if (offset <= -90000 || offset >= RU_ZONE_FURTHEST) return "an offset from UTC is more than a day";
    }
    for (size_t i = 0; i < b->time_count; i++) {
        if (b->indexes[i] >= b->type_count) return "a transition leads to a kind of local time that is not there";
        if (i && time_at(b, i) <= time_at(b, i - 1) && time_at(b, i) != EARLIEST) return "its transitions are out of order";
    }
    return NULL;
}

/* Appends a change; one that changes nothing, or that the next overtakes at once, leaves no trace. */
static void append(ru_zone *z, int64_t at, int32_t offset) {
    while (z->count && at <= z->at[z->count - 1]) z->count--;
    int32_t now = z->count ? z->offset[z->count - 1] : z->before;
    if (offset == now) return;
    z->at[z->count] = at;
    z->offset[z->count++] = offset;
}

/* Changes by the rule for 402 years: a whole cycle lies behind the last, so that any later time has its like among them. */
static void append_rule(ru_zone *z, const ru_zone_rule *r, const block *b) {
    bool alone = b->time_count == 0;
    int64_t last = alone ? INT64_MIN : time_at(b, b->time_count - 1);
    int year = NO_RULE_YEAR, month, day;
    if (alone) z->before = r->standard;
    else {
        int64_t days = last / 86400;
        if (days > 300000 || days < -300000) days = days < 0 ? -300000 : 300000;
        ru_civil_from_days((int32_t)days, &year, &month, &day);
        year--; /* a change of the year before can come later than New Year */
    }
    size_t before = z->count;
    int64_t begins, ends, final = last;
    for (int i = 0; i <= RULE_YEARS; i++, year++) {
        ru_zone_rule_year(r, year, &begins, &ends);
        bool summer_first = begins < ends;
        int64_t first = summer_first ? begins : ends, second = summer_first ? ends : begins;
        if (first > last) append(z, first, summer_first ? r->summer : r->standard);
        if (second > last) append(z, second, summer_first ? r->standard : r->summer);
        final = first;
    }
    while (z->count > before && z->at[z->count - 1] > final) z->count--; /* the next year might have overtaken it */
    z->cycle = z->count > before + 2;
}

static const char *read_footer(const unsigned char *p, const unsigned char *end, ru_str *rule) {
    const unsigned char *stop = end - p > 1 ? memchr(p + 1, '\n', (size_t)(end - p - 1)) : NULL;
    if (!stop || p[0] != '\n') return "its footer is missing";
    *rule = (ru_str){(const char *)p + 1, (size_t)(stop - p - 1)};
    return NULL;
}

static const char *choose_block(ru_str bytes, block *b, ru_str *rule) {
    const unsigned char *p = (const unsigned char *)bytes.p, *end = p + bytes.n;
    const char *problem = read_block(p, end, 4, b);
    if (problem) return problem;
    if (p[4] == 0) return NULL; /* version 1: 32 bits and no footer */
    if (p[4] < '2') return "its version is not known";
    if ((problem = read_block(b->end, end, 8, b))) return problem;
    return read_footer(b->end, end, rule);
}

const char *ru_zone_read(ru_arena *a, ru_str bytes, ru_zone *z) {
    block b;
    ru_str footer = {NULL, 0};
    ru_zone_rule rule = {.has_summer = false};
    const char *problem = choose_block(bytes, &b, &footer);
    if (problem || (problem = check_block(&b))) return problem;
    if (footer.n && !ru_zone_rule_parse(footer, &rule)) return "its rule for later years is not well-formed";
    size_t room = b.time_count + 1 + (rule.has_summer ? 2 * (RULE_YEARS + 1) : 0);
    z->bytes = bytes;
    z->at = RU_NEWS(a, int64_t, room);
    z->offset = RU_NEWS(a, int32_t, room);
    if (!z->at || !z->offset) return RU_ZONE_NOMEM;
    z->before = offset_of(&b, 0);
    for (size_t i = 0; i < b.time_count; i++) append(z, time_at(&b, i), offset_of(&b, b.indexes[i]));
    if (rule.has_summer) append_rule(z, &rule, &b);
    else if (footer.n && b.time_count == 0) z->before = rule.standard;
    return NULL;
}
