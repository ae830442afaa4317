/* host.c: a host application in 30 lines: one policy, one session, one request as facts and contacts, one decision. */
#include <stdio.h>

#include "ruth.h"

int main(void) {
    ruth_engine *engine = NULL;
    ruth_policy *policy = NULL;
    ruth_session *session = NULL;
    ruth_decision d;
    ruth_error error;
    if (ruth_engine_new(NULL, &engine, &error) || ruth_policy_load(engine, "policies/humane", &policy, &error) || ruth_session_new(policy, &session, &error)) {
        fprintf(stderr, "%s:%d: %s\n", error.file, error.line, error.message);
        return 1;
    }
    ruth_request_begin(session, "A-1001", 1772632800); /* 2026-03-04T14:00:00Z */
    ruth_request_set(session, ruth_fact_find(policy, "days_past_due"), 45);
    ruth_request_set(session, ruth_fact_find(policy, "balance"), 123456); /* minor units */
    ruth_request_set(session, ruth_fact_find(policy, "currency"), ruth_fact_value(policy, ruth_fact_find(policy, "currency"), "USD"));
    ruth_request_set(session, ruth_fact_find(policy, "jurisdiction"), ruth_fact_value(policy, ruth_fact_find(policy, "jurisdiction"), "us"));
    ruth_request_set(session, ruth_fact_find(policy, "role"), ruth_fact_value(policy, ruth_fact_find(policy, "role"), "first_party"));
    ruth_request_set_text(session, ruth_fact_find(policy, "timezone"), "America/New_York");
    ruth_request_set_unknown(session, ruth_fact_find(policy, "monthly_income"));
    int outcome = ruth_field_find(policy, "outcome"); /* a letter of last month, which arrived; whatever else is left out means what contacts.yaml says */
    ruth_field fields[] = {{.field = ruth_field_find(policy, "channel"), .value = ruth_field_value(policy, ruth_field_find(policy, "channel"), "letter")},
                           {.field = outcome, .value = ruth_field_value(policy, outcome, "delivered")}};
    ruth_contact letter = {.size = sizeof letter, .at = 1770040800, .fields = fields, .field_count = 2};
    if (ruth_request_contact(session, &letter, &error)) return 1;
    if (ruth_decide(session, &error) || ruth_decision_read(session, &d)) return 1;
    printf("segment %s, action %s, tone %s, by %s, %zu plans in reach\n", d.segment, d.action, d.tone, d.channel ? d.channel : "nobody", d.plans);
    ruth_session_free(session);
    ruth_policy_release(policy);
    ruth_engine_free(engine);
    return 0;
}
