/* people.h: made-up people for any policy: requests drawn from its schema, its numbers and the spans it looks at; the same seed gives the same people. */
#ifndef RU_PEOPLE_H
#define RU_PEOPLE_H

#include "engine/facts/facts.h"

typedef struct ru_dice { uint64_t state; } ru_dice; /* SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) */
uint64_t ru_dice_next(ru_dice *d);
int64_t ru_dice_between(ru_dice *d, int64_t low, int64_t high); /* both ends in */

enum { RU_SOMEONE_FIELDS = 256, RU_SOMEONE_CONTACTS = 6, RU_SOMEONE_VALUE = 256 };
typedef struct ru_someone_field { int slot; char value[RU_SOMEONE_VALUE]; bool null; } ru_someone_field; /* value: JSON; slot −1: `at` of a contact */
typedef struct ru_someone_contact { ru_someone_field fields[24]; int count; } ru_someone_contact;
typedef struct ru_someone {
    int64_t now;
    ru_someone_field facts[RU_SOMEONE_FIELDS];
    int fact_count;
    ru_someone_contact contacts[RU_SOMEONE_CONTACTS];
    int contact_count;
    bool contacts_null;
} ru_someone;

/* `ordinary`: what usually does not happen (whatever facts.yaml gives a meaning when it is left out) happens seldom; else everything is as likely as anything. */
void ru_someone_random(ru_dice *d, const ru_schema *s, bool ordinary, ru_someone *out);
/* One value of a fact, as JSON. */
void ru_someone_value(ru_dice *d, const ru_schema *s, const ru_fact *f, int64_t now, char out[RU_SOMEONE_VALUE]);
/* The field of a fact, or NULL where the person leaves it out. */
ru_someone_field *ru_someone_fact(ru_someone *p, int slot);
/* The request, one line. */
void ru_someone_write(ru_buf *b, const ru_schema *s, const ru_someone *p);

#endif
