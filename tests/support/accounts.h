/* accounts.h: people who hear something from a policy like policies/humane: late, able to be reached, and so far along in a course of letters, calls and reminders. */
#ifndef TEST_ACCOUNTS_H
#define TEST_ACCOUNTS_H

#include "tests/support/requests.h"

/* One in six is anybody; the others live in New York, Québec or France, owe something, and have a history in each tone as far as it has come. */
void account_random(support_random *r, const ru_schema *s, request_draft *out);

int account_slot(const ru_schema *s, const char *fact); /* fails the test where there is no such fact */
void account_leave_out(request_draft *r, int slot);
void account_put(request_draft *r, int slot, const char *json); /* in place of what was there */
#endif
