/* requests.h: random requests for any policy (engine/author/people.h), with the tests' own dice; every fact and contact field can be turned to null. */
#ifndef TEST_REQUESTS_H
#define TEST_REQUESTS_H

#include <stdbool.h>

#include "engine/author/people.h"
#include "engine/decide/session.h"
#include "tests/support/support.h"

typedef ru_someone request_draft;
void request_random(support_random *r, const ru_schema *s, request_draft *out);
/* Its JSON; static until the next call. */
const char *request_text(const ru_schema *s, const request_draft *d);
#endif
