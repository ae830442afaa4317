/* requests.h: random requests for any policy, made from its schema; every fact and contact field can be turned to null. */
#ifndef TEST_REQUESTS_H
#define TEST_REQUESTS_H

#include <stdbool.h>

#include "engine/decide/session.h"
#include "tests/support/support.h"

enum { REQUEST_FIELDS = 256, REQUEST_CONTACTS = 6, REQUEST_VALUE = 256 };
typedef struct request_field { int slot; char value[REQUEST_VALUE]; bool null; } request_field; /* slot −1: `at` of a contact */
typedef struct request_contact { request_field fields[24]; int count; } request_contact;
typedef struct request_draft {
    int64_t now;
    request_field facts[REQUEST_FIELDS];
    int fact_count;
    request_contact contacts[REQUEST_CONTACTS];
    int contact_count;
    bool contacts_null;
} request_draft;

/* `interesting`: numbers the policy compares with are tried with −1, 0 and +1. */
void request_random(support_random *r, const ru_schema *s, request_draft *out);
/* Its JSON; static until the next call. */
const char *request_text(const ru_schema *s, const request_draft *d);
#endif
