/* host.c: a host application in 25 lines: one policy, one session, one request as facts, one decision. */
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
    ruth_request_set_text(session, ruth_fact_find(policy, "timezone"), "America/New_York");
    ruth_request_set_unknown(session, ruth_fact_find(policy, "monthly_income"));
    if (ruth_decide(session, &error) || ruth_decision_read(session, &d)) return 1;
    printf("segment %s, action %s, tone %s, by %s, %zu plans in reach\n", d.segment, d.action, d.tone, d.channel ? d.channel : "nobody", d.plans);
    ruth_session_free(session);
    ruth_policy_release(policy);
    ruth_engine_free(engine);
    return 0;
}
