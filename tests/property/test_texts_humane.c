/* test_texts_humane.c: whatever policies/humane sends to random people says one next step and how to say "I can't", each once; and nobody is asked to pay a bill that does not add up. */
#include <stdio.h>
#include <string.h>

#include "tests/support/accounts.h"

typedef struct tally {
    long people, sent, demands, itemised, wrong_bills;
} tally;

static int times_in(const char *text, ru_str part) {
    int n = 0;
    for (const char *at = text; (at = strstr(at, part.p)) != NULL; at += part.n) n++;
    return n;
}

/* A part that says nothing of its own but words. */
static ru_str literal(ru_arena *a, const ru_template *t) {
    assert_non_null(t);
    assert_int_equal(t->count, 1);
    assert_int_equal(t->parts[0].kind, RU_PART_LITERAL);
    return ru_arena_str(a, t->parts[0].literal);
}

/* A bill: right, or wrong by a cent, or none. Gives whether it is wrong. */
static bool put_bill(support_random *r, const ru_schema *s, request_draft *d) {
    static const char *const parts[] = {"principal", "interest", "fees", "credits"};
    int64_t balance = support_between(r, 1, 300000), interest = support_between(r, 0, balance), fees = support_between(r, 0, balance - interest),
            credits = support_between(r, 0, 5000);
    int64_t wrong = support_between(r, 0, 2)   ? 0
                    : support_between(r, 0, 1) ? 1
                                               : -1,
            sums[] = {balance - interest - fees + credits + wrong, interest, fees, credits};
    char number[32];
    bool any = support_between(r, 0, 3) > 0;
    for (size_t i = 0; i < RU_COUNT(parts); i++) {
        account_leave_out(d, account_slot(s, parts[i]));
        snprintf(number, sizeof number, "%lld", (long long)sums[i]);
        if (any) account_put(d, account_slot(s, parts[i]), number);
    }
    snprintf(number, sizeof number, "%lld", (long long)balance);
    account_put(d, account_slot(s, "balance"), number);
    return any && wrong && sums[0] >= 0;
}

static void look(const ru_session *s, const char *line, bool wrong, tally *sum) {
    struct ru_sealed_view v = ru_sealed_read(s->d.sealed);
    if (v.channel < 0) return;
    static char said[1 << 16];
    const ru_message *m = &s->policy->messages[s->d.message];
    const ru_message_text *t = &m->by_lang[s->d.lang];
    ru_str purpose = s->policy->purposes[m->purpose].name;
    bool asks = ru_str_is(purpose, "demand") || ru_str_is(purpose, "legal");
    ru_arena a;
    ru_buf text;
    ru_arena_init(&a, &s->alloc, 4096);
    ru_buf_init(&text, &s->alloc);
    ru_text_write(&text, s);
    snprintf(said, sizeof said, "%.*s", (int)text.n, text.p);
    if (times_in(said, literal(&a, t->next_step)) != 1 || times_in(said, literal(&a, t->cannot)) != 1) fail_msg("no step, or no way out: %s\n%s", said, line);
    if (asks && wrong) fail_msg("a bill that does not add up is asked for: %s", line);
    sum->sent++;
    sum->demands += asks;
    sum->itemised += ru_str_is(m->id, "reminder_itemised") || ru_str_is(m->id, "formal_notice_itemised");
    ru_buf_free(&text);
    ru_arena_free(&a);
}

static void every_text_has_a_step_and_a_way_out(void **state) {
    (void)state;
    static request_draft draft;
    support_world w;
    uint64_t seed = 20261127;
    support_random r = {seed};
    tally sum = {0};
    memset(&w, 0, sizeof w);
    assert_int_equal(ruth_engine_new(NULL, &w.engine, &w.error), RUTH_OK);
    if (ruth_policy_load(w.engine, "policies/humane", &w.policy, &w.error)) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, &w.error), RUTH_OK);
    const ru_schema *s = w.session->policy->schema;
    for (long i = 0, n = support_scaled(5000); i < n; i++) {
        account_random(&r, s, &draft);
        bool wrong = put_bill(&r, s, &draft);
        const char *line = request_text(s, &draft);
        sum.people++;
        sum.wrong_bills += wrong;
        if (!strstr(support_decide(&w, line), "\"error\":{")) look(w.session, line, wrong, &sum);
    }
    printf("seed %llu: %ld people, %ld are written to or called, %ld asked to pay, %ld with the bill in its parts; %ld bills were wrong\n",
           (unsigned long long)seed, sum.people, sum.sent, sum.demands, sum.itemised, sum.wrong_bills);
    assert_true(sum.sent > sum.people / 5 && sum.demands > 0 && sum.itemised > 0 && sum.wrong_bills > 0);
    ruth_session_free(w.session);
    ruth_policy_release(w.policy);
    ruth_engine_free(w.engine);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_text_has_a_step_and_a_way_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
