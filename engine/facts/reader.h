/* reader.h: what the files of the request reader share: where it stands, and how it refuses. */
#ifndef RU_FACTS_READER_H
#define RU_FACTS_READER_H

#include "engine/facts/internal.h"

typedef struct ru_reading {
    ru_json j;
    const ru_schema *s;
    ru_zones *zones;
    ru_arena *a;
    ru_request *r;
    ru_rejection *why;
    const char *area; /* "facts", "contacts" or NULL: where `key` stands */
    long contact;     /* index of the contact, -1 outside */
    ru_str key;
} ru_reading;

/* Fills the rejection at the place of `rd` and gives false. */
bool ru_reject_at(ru_reading *rd, ru_reject code, const char *format, ...) RU_PRINTF(3, 4);
bool ru_reject_json(ru_reading *rd);                       /* what the cursor complains of */
bool ru_reject_type(ru_reading *rd, const char *expected); /* what stands next is of another kind */
bool ru_reject_memory(ru_reading *rd);
bool ru_reject_time(ru_reading *rd, const char *what, ru_str s);                             /* `what`: "instant", "day of the calendar" */
bool ru_reject_unknown(ru_reading *rd, const char *what, const ru_str *names, size_t count); /* `key` is no name */
bool ru_read_value(ru_reading *rd, const ru_fields *f, int slot, ru_value *out);
/* Takes the plain pairs that stand next in an object; `c` NULL: these are facts. Stops before the first that is not plain. */
void ru_quick_pairs(ru_reading *rd, const ru_fields *f, ru_value *values, ru_contact *c, bool *first);
bool ru_read_contacts(ru_reading *rd);
bool ru_read_choice(ru_reading *rd); /* request_answers.c: `rd->key` is the key at the top */
bool ru_read_offer(ru_reading *rd);
bool ru_contacts_order(ru_reading *rd); /* none after now; sorted by time */

static inline char ru_next_char(ru_json *j) {
    const char *p = j->p, *end = j->end;
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')) p++;
    j->p = p;
    return p < end ? *p : '\0';
}

#endif
