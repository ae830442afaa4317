/* reader.h: the request reader's own layer over engine/data's JSON cursor: the common forms inline, the rest by the full functions. */
#ifndef RU_FACTS_READER_H
#define RU_FACTS_READER_H

#include "engine/data/json_scan.h"
#include "engine/facts/internal.h"

typedef struct ru_reading {
    ru_json j;
    const ru_schema *s;
    ru_zones *zones;
    ru_arena *a;
    ru_request *r;
    ru_rejection *why;
    const char *area;  /* "facts", "contacts" or NULL: where `key` stands */
    long contact;      /* index of the contact, -1 outside */
    ru_str key;
} ru_reading;

/* Fills the rejection at the place of `rd` and gives false. */
bool ru_reject_at(ru_reading *rd, ru_reject code, const char *format, ...) RU_PRINTF(3, 4);
bool ru_reject_json(ru_reading *rd);                            /* what the cursor complains of */
bool ru_reject_type(ru_reading *rd, const char *expected);      /* what stands next is of another kind */
bool ru_reject_memory(ru_reading *rd);
bool ru_reject_unknown(ru_reading *rd, const char *what, const ru_str *names, size_t count); /* `key` is no name */
bool ru_read_value(ru_reading *rd, const ru_fields *f, int slot, ru_value *out);
bool ru_read_contacts(ru_reading *rd);
bool ru_contacts_order(ru_reading *rd); /* none after now; sorted by time */

static inline char ru_next_char(ru_json *j) {
    const char *p = j->p, *end = j->end;
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')) p++;
    j->p = p;
    return p < end ? *p : '\0';
}

/* Next stands a quote. */
static inline bool ru_take_string(ru_json *j, ru_str *out) {
    enum { PLAIN_LIMIT = 4096 };
    const char *from = j->p + 1, *to = ru_json_quote(j, from);
    if (RU_LIKELY(to && to - from <= PLAIN_LIMIT)) {
        *out = (ru_str){from, (size_t)(to - from)};
        j->p = to + 1;
        return true;
    }
    return ru_json_string(j, out);
}

/* Like ru_json_object_next; inline for `,"key":` as most writers put it. Leaves the cursor before the value. */
static inline bool ru_take_key(ru_json *j, bool *first, ru_str *key, bool *more) {
    const char *p = j->p, *end = j->end;
    if (!*first && p < end && *p == ',') {
        p++;
        if (p < end && *p == ' ') p++;
    }
    if (p < end && *p == '"' && (*first || p != j->p)) {
        const char *to = ru_json_quote(j, p + 1);
        if (RU_LIKELY(to && to + 1 < end && to[1] == ':')) {
            *key = (ru_str){p + 1, (size_t)(to - p - 1)};
            j->p = to + 2;
            *first = false;
            *more = true;
            return true;
        }
    }
    return ru_json_object_next(j, first, key, more);
}

/* A short plain integer; everything else by the full function. */
static inline bool ru_take_int(ru_json *j, int64_t *out) {
    const char *p = j->p, *end = j->end;
    bool minus = p < end && *p == '-';
    const char *digits = p + minus;
    int64_t v = 0;
    for (p = digits; p < end && *p >= '0' && *p <= '9' && p - digits < 18; p++) v = v * 10 + (*p - '0');
    bool zero = digits < end && *digits == '0';
    if (RU_LIKELY(p > digits && p < end && (*p == ',' || *p == '}') && (!zero || (p - digits == 1 && !minus)))) {
        *out = minus ? -v : v;
        j->p = p;
        return true;
    }
    return ru_json_int(j, out);
}

#endif
