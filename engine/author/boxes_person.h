/* boxes_person.h: a made-up person who lies in a part of the space, while a request is looked for. */
#ifndef RU_BOXES_PERSON_H
#define RU_BOXES_PERSON_H

#include "engine/author/boxes.h"

enum { RU_MADE_CONTACTS = 24 };
typedef struct ru_made_contact {
    int slot;    /* the derived fact whose filter it fits */
    int64_t age; /* seconds ago */
} ru_made_contact;
typedef struct ru_person {
    ru_boxes *b;
    const uint64_t *domain;
    int64_t now;
    int32_t today;
    ru_value *facts; /* per slot; given: 0 left out, 2 written */
    ru_made_contact contacts[RU_MADE_CONTACTS];
    size_t contact_count;
} ru_person;

/* boxes_person.c: facts chosen so that each lies in its cells. False: one cannot be written into a request (or out of memory). */
bool ru_person_make(ru_person *p, ru_boxes *b, const uint64_t *domain);
/* Moves one fact as near to `want` as its cells allow; false: it has no such choice. */
bool ru_person_set(ru_person *p, int slot, int64_t want);
bool ru_person_write(ru_person *p, ru_buf *out); /* the request; false: out of memory */

/* boxes_contact.c: the fields of a contact that a derived fact looks for. False: it looks for none, or they cannot be written. */
bool ru_contact_fields(const ru_boxes *b, int slot, ru_value *fields, int64_t *oldest, int64_t *youngest);

/* boxes_derive.c: inputs moved until the derived facts lie in their cells too. False: they do not. */
bool ru_person_derive(ru_person *p);

#endif
