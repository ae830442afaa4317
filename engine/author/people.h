/* people.h: made-up people for any policy: requests drawn from its schema, its numbers and the spans it looks at; the same seed gives the same people. */
#ifndef RU_PEOPLE_H
#define RU_PEOPLE_H

#include "engine/facts/facts.h"

typedef struct ru_dice {
    uint64_t state;
} ru_dice; /* SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) */
uint64_t ru_dice_next(ru_dice *d);
int64_t ru_dice_between(ru_dice *d, int64_t low, int64_t high); /* both ends in */

enum { RU_SOMEONE_FIELDS = 256, RU_SOMEONE_CONTACTS = 6, RU_SOMEONE_VALUE = 256 };
typedef struct ru_someone_field {
    int slot;
    char value[RU_SOMEONE_VALUE];
    bool null;
} ru_someone_field; /* value: JSON; slot −1: `at` of a contact */
typedef struct ru_someone_contact {
    ru_someone_field fields[24];
    int count;
} ru_someone_contact;
typedef struct ru_someone {
    int64_t now;
    ru_someone_field facts[RU_SOMEONE_FIELDS];
    int fact_count;
    ru_someone_contact contacts[RU_SOMEONE_CONTACTS];
    int contact_count;
    bool contacts_null;
} ru_someone;

/* What a policy looks at; people drawn with it stand where its rules differ. */
enum { RU_HINT_FIELDS = 8 };
typedef struct ru_hint_values {
    int64_t *items;
    size_t count, capacity;
} ru_hint_values;
typedef struct ru_hint_field {
    int slot;
    const ru_node *values;
} ru_hint_field; /* one value, or a LIST of those allowed */
typedef struct ru_hint_filter {
    ru_hint_field fields[RU_HINT_FIELDS];
    int count;
} ru_hint_filter;
typedef struct ru_hints {
    ru_hint_values *facts;       /* by slot: what conditions compare it with; days from now for dates and instants */
    ru_hint_values contact_days; /* spans in which contacts are counted or looked for */
    ru_hint_filter *filters;     /* contacts that rules are about */
    size_t filter_count, filter_capacity;
} ru_hints;
struct ru_study;
/* Reads the rules of a study; lives in the arena, as long as the study. NULL: out of memory. (people_hints.c) */
const ru_hints *ru_hints_of(struct ru_study *s, ru_arena *a);

/* `ordinary`: what usually does not happen (whatever facts.yaml gives a meaning when it is left out) happens seldom; else everything is as likely as anything. */
void ru_someone_random(ru_dice *d, const ru_schema *s, bool ordinary, ru_someone *out);
/* The same, drawn with hints. */
void ru_someone_likely(ru_dice *d, const ru_schema *s, const ru_hints *h, bool ordinary, ru_someone *out);
void ru_someone_likely_value(ru_dice *d, const ru_schema *s, const ru_hints *h, int slot, int64_t now, char out[RU_SOMEONE_VALUE]);
/* One value of a fact, as JSON. */
void ru_someone_value(ru_dice *d, const ru_schema *s, const ru_fact *f, int64_t now, char out[RU_SOMEONE_VALUE]);
/* The field of a fact, or NULL where the person leaves it out. */
ru_someone_field *ru_someone_fact(ru_someone *p, int slot);
/* The request, one line. */
void ru_someone_write(ru_buf *b, const ru_schema *s, const ru_someone *p);

#endif
