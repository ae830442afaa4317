/* request_quick.c: the common form of a request, `"key":value,"key":value`, read without leaving the processor's registers.
 *
 * It takes whole pairs and nothing else: at anything unusual (white space, an escape, an unknown key, a value that would be refused, the end
 * of the line near by) it stops before that pair, and the ordinary reader goes on from there and finds the words for what is wrong.
 * So this file decides nothing: without it every line would be read the same, only slower. */
#include "engine/data/json_scan.h"
#include "engine/facts/reader.h"

enum {
    LONGEST_TEXT = 4096,
    ROOM = 24 /* bytes that must be there where a value other than a text begins, so that no further look at the end is needed */
};

/* Up to seven digits at once (they are most of what stands in requests, and a loop over them ends where nobody can foresee): the eight bytes
 * are shifted so that the last digit comes last, then tens, hundreds and ten thousands are put together side by side. 0: no digit, or more. */
static inline size_t digits_at_once(const char *p, int64_t *out) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint64_t ones = 0x0101010101010101u;
    uint64_t w, other;
    memcpy(&w, p, sizeof w);
    other = ((w + ones * 0x46) | (w - ones * '0')) & ones * 0x80; /* the lowest mark is true, and only that is looked at */
    if (!other) return 0;
    size_t n = (size_t)__builtin_ctzll(other) >> 3;
    if (n == 0) return 0;
    w = (w & ones * 0x0f) << (64 - 8 * n);
    w = w * 10 + (w >> 8);
    *out = (int64_t)((((w & 0x000000ff000000ffu) * 0x000f424000000064u) + ((w >> 16 & 0x000000ff000000ffu) * 0x0000271000000001u)) >> 32);
    return n;
#else
    (void)p, (void)out;
    return 0;
#endif
}

/* The end of the digits, or NULL. */
static inline const char *integer(const char *p, const ru_field_key *k, ru_value *out) {
    bool minus = *p == '-';
    const char *digits = p + minus;
    int64_t v = 0;
    p = digits + digits_at_once(digits, &v);
    if (RU_UNLIKELY(p == digits))
        for (; *p >= '0' && *p <= '9' && p - digits < 18; p++) v = v * 10 + (*p - '0');
    if (p == digits || (*p != ',' && *p != '}') || (*digits == '0' && (minus || p - digits > 1))) return NULL;
    if (minus) v = -v;
    if (v < k->low || v > k->high) return NULL;
    out->i = v;
    return p;
}

static inline bool in_quotes(ru_reading *rd, const ru_field_key *k, ru_str s, ru_value *out) {
    int32_t days;
    switch ((ru_type)k->type) {
    case RU_ENUM: out->i = ru_lookup_word(&k->values, ru_word_in(s, rd->j.end), s); return out->i >= 0;
    case RU_TEXT: out->u.s = s; return s.n <= LONGEST_TEXT;
    case RU_INSTANT: return ru_instant_parse(s, &out->i);
    case RU_DATE:
        if (!ru_date_parse(s, &days)) return false;
        out->i = days;
        return true;
    case RU_ZONE:
        out->u.s = s;
        out->zone = ru_zones_get(rd->zones, s);
        return out->zone != NULL;
    case RU_RATIO: return ru_decimal_parse(s, 6, &out->i) && out->i >= k->low && out->i <= k->high;
    default: return false;
    }
}

/* ["one","another"], names of an enum; none is fine, too. */
static inline const char *names(ru_reading *rd, const ru_field_key *k, const char *p, ru_value *out) {
    uint64_t bits = 0;
    if (p[1] == ']') p++;
    while (*p != ']') { /* p is at `[` or at `,` */
        const char *to = p[1] == '"' ? ru_json_quote(&rd->j, p + 2) : NULL;
        if (!to || rd->j.end - to < ROOM) return NULL;
        ru_str s = {p + 2, (size_t)(to - p - 2)};
        int index = ru_lookup_word(&k->values, ru_word_in(s, rd->j.end), s);
        if (index < 0 || (to[1] != ',' && to[1] != ']')) return NULL;
        bits |= UINT64_C(1) << index;
        p = to + 1;
    }
    memcpy(&out->i, &bits, sizeof bits);
    return p + 1;
}

/* The end of the value, or NULL. Nothing is lost when `out` was begun and left: the ordinary reader writes it anew. */
static inline const char *value(ru_reading *rd, const ru_field_key *k, const char *p, ru_value *out) {
    if (*p == '"') {
        const char *to = ru_json_quote(&rd->j, p + 1);
        if (!to || !in_quotes(rd, k, (ru_str){p + 1, (size_t)(to - p - 1)}, out)) return NULL;
        p = to + 1;
    } else if (rd->j.end - p < ROOM) {
        return NULL;
    } else if (*p == 'n') {
        if (memcmp(p, "null", 4) != 0) return NULL;
        out->state = RU_UNKNOWN;
        out->given = 1;
        return p + 4;
    } else if (k->type == RU_INTEGER || k->type == RU_MONEY) {
        p = integer(p, k, out);
        if (!p) return NULL;
    } else if (k->type == RU_BOOLEAN) {
        bool yes = memcmp(p, "true", 4) == 0;
        if (!yes && memcmp(p, "false", 5) != 0) return NULL;
        out->i = yes;
        p += 5 - yes;
    } else {
        p = *p == '[' && k->type == RU_LIST_ENUM ? names(rd, k, p, out) : NULL;
        if (!p) return NULL;
    }
    out->state = RU_VALUE;
    out->given = 2;
    return p;
}

static inline const char *contact_at(ru_reading *rd, const char *p, ru_contact *c) {
    const char *to = *p == '"' && !c->at_given ? ru_json_quote(&rd->j, p + 1) : NULL;
    if (!to || !ru_instant_parse((ru_str){p + 1, (size_t)(to - p - 1)}, &c->at)) return NULL;
    c->at_state = RU_VALUE;
    c->at_given = 2;
    return to + 1;
}

void ru_quick_pairs(ru_reading *rd, const ru_fields *f, ru_value *values, ru_contact *c, bool *first) {
    const char *done = rd->j.p, *end = rd->j.end;
    int comma = !*first;
    for (;;) {
        const char *p = done + comma; /* at the quote of the key */
        if (end - done < 2 || *p != '"' || (comma && *done != ',')) break;
        const char *to = ru_json_quote(&rd->j, ++p);
        if (!to || end - to < 3 || to[1] != ':') break;
        ru_str name = {p, (size_t)(to - p)};
        if (c && name.n == 2 && p[0] == 'a' && p[1] == 't') {
            p = contact_at(rd, to + 2, c);
        } else {
            int slot = ru_lookup_word(&f->lookup, ru_word_in(name, end), name);
            if (slot < 0 || values[slot].given || f->keys[slot].derived) break;
            p = value(rd, &f->keys[slot], to + 2, &values[slot]);
        }
        if (!p) break;
        done = p;
        comma = 1;
    }
    rd->j.p = done;
    *first = !comma;
}
