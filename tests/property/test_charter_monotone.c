/* test_charter_monotone.c: one limit more, one fact or contact field less, one contact more: nothing that was forbidden becomes permitted. And whoever
 * asks for the harshest of everything gets past no limit. */
#include <stdio.h>
#include <string.h>

#include "tests/support/limit_world.h"

static long passed, failed;
typedef struct tally {
    long questions, rejected, pairs, narrower;
} tally;

static char answer[1 << 19], after[1 << 19];
static limits_calendar before, now;
static limits_question q;

static void compare(const ru_schema *s, const char *what, const char *line, tally *sum) {
    int64_t at = 0;
    char when[21];
    sum->pairs++;
    if (limits_within(&now, &before, &at)) {
        passed++;
        sum->narrower += !limits_within(&before, &now, &at);
        return;
    }
    ru_instant_text(at, when);
    if (failed++ < 4)
        printf("not ok: %s: permits %s, which was forbidden\nbefore: %s\nafter:  %s\n%.600s\n%.600s\n", what, when, line, limits_text(s, &q, true), answer,
               after);
}

/* The question as it stands, against the calendar in `before`. */
static void ask_again(support_world *w, const char *what, const char *line, tally *sum) {
    if (!limits_permit(w, &q, NULL, after, sizeof after)) {
        sum->rejected++;
        return;
    }
    limits_calendar_read(after, &now);
    compare(w->session->policy->schema, what, line, sum);
}

static bool ask_first(support_world *w, tally *sum) {
    sum->questions++;
    if (!limits_permit(w, &q, NULL, answer, sizeof answer)) {
        sum->rejected++;
        return false;
    }
    limits_calendar_read(answer, &before);
    return true;
}

static void null_one(support_world *w, ru_someone_field *f, const char *what, const char *line, tally *sum) {
    if (f->null) return;
    f->null = true;
    ask_again(w, what, line, sum);
    f->null = false;
}

static void less_is_known(support_world *w, tally *sum) {
    static char line[1 << 17], what[128];
    const ru_schema *s = w->session->policy->schema;
    if (!ask_first(w, sum)) return;
    snprintf(line, sizeof line, "%s", limits_text(s, &q, true));
    for (int i = 0; i < q.draft.fact_count; i++) {
        snprintf(what, sizeof what, "%.*s is not known", (int)s->facts.names[q.draft.facts[i].slot].n, s->facts.names[q.draft.facts[i].slot].p);
        null_one(w, &q.draft.facts[i], what, line, sum);
    }
    for (int i = 0; i < q.asked_count; i++) {
        snprintf(what, sizeof what, "%.*s of what is proposed is not known", (int)s->contact.names[q.asked[i].slot].n, s->contact.names[q.asked[i].slot].p);
        null_one(w, &q.asked[i], what, line, sum);
    }
    for (int c = 0; !q.draft.contacts_null && c < q.draft.contact_count; c++)
        for (int i = 0; i < q.draft.contacts[c].count; i++) null_one(w, &q.draft.contacts[c].fields[i], "a field of a contact is not known", line, sum);
    if (!q.draft.contacts_null) {
        q.draft.contacts_null = true;
        ask_again(w, "contacts are not known", line, sum);
        q.draft.contacts_null = false;
    }
    int debt = q.debt;
    q.debt = 1;
    if (debt != 1) ask_again(w, "the debt is not known", line, sum);
    q.debt = debt;
}

/* Among the contacts of these charters none opens a door: each is one more that may count. */
static void one_contact_less_was_less(support_world *w, tally *sum) {
    static char line[1 << 17];
    if (q.draft.contacts_null || !q.draft.contact_count) return;
    q.draft.contact_count--;
    bool first = ask_first(w, sum);
    snprintf(line, sizeof line, "%s", limits_text(w->session->policy->schema, &q, true));
    q.draft.contact_count++;
    if (first) ask_again(w, "one contact more", line, sum);
}

/* Each limit of the answer taken out of it: with it, no instant more. */
static void each_limit_only_takes_away(support_world *w, tally *sum) {
    static limits_look look;
    uint16_t fewer[512];
    if (!limits_permit(w, &q, &look, NULL, 0)) return;
    for (size_t out = 0; out < look.about_count; out++) {
        ru_permission without;
        size_t n = 0;
        for (size_t k = 0; k < look.about_count; k++)
            if (k != out) fewer[n++] = look.about[k];
        ru_permit_begin(look.p.charter, look.p.now, &look.p.proposal, fewer, n, &without);
        before.count = now.count = 0;
        for (int64_t t = look.start, from, until; ru_permit_next(&without, t, look.end, &from, &until); t = until)
            before.items[before.count++] = (limits_stretch){from, until};
        for (int64_t t = look.start, from, until; ru_permit_next(&look.p, t, look.end, &from, &until); t = until)
            now.items[now.count++] = (limits_stretch){from, until};
        compare(w->session->policy->schema, "one limit more", "", sum);
    }
}

static void report(const char *what, uint64_t seed, const tally *t) {
    printf("%s: seed %llu, %ld questions (%ld rejected), %ld pairs, %ld narrower\n", what, (unsigned long long)seed, t->questions, t->rejected, t->pairs,
           t->narrower);
    assert_int_equal(failed, 0);
}

static void of_the_law(void **state) {
    uint64_t seed = 24154;
    support_random r = {seed};
    tally sum = {0};
    support_world w;
    limits_open_folder(&w, "policies/law");
    for (long i = 0, n = support_scaled(400); i < n; i++) {
        limits_ask(&r, w.session->policy->schema, &q);
        less_is_known(&w, &sum);
        each_limit_only_takes_away(&w, &sum);
    }
    support_close(&w);
    report("policies/law", seed, &sum);
}

static void of_random_charters(void **state) {
    enum { QUESTIONS = 20 };
    uint64_t seed = 5;
    support_random r = {seed};
    tally sum = {0};
    for (long i = 0, n = support_scaled(30); i < n; i++) {
        support_world w;
        limits_open(&w, limits_random(&r, (int)support_between(&r, 1, 5)));
        for (int k = 0; k < QUESTIONS; k++) {
            limits_ask(&r, w.session->policy->schema, &q);
            less_is_known(&w, &sum);
            one_contact_less_was_less(&w, &sum);
            each_limit_only_takes_away(&w, &sum);
        }
        support_close(&w);
    }
    report("random charters", seed, &sum);
}

/* ---- the hostile policy ---- */
/* Always formal, firmly, by voice, to everybody; what comes out passes every limit, minute by minute, and what was refused names its limit and the source. */
static void looks_like_limits(const char *text) {
    const char *p = strstr(text, "\"limits\":[{\"id\":\"x.");
    assert_non_null(p);
    assert_has(p, "\"cite\":\"house: ");
}

static void check_decision(support_world *w, const char *text, long *contacts, long *minutes) {
    ru_session *s = w->session;
    const ru_policy *p = s->policy;
    struct ru_sealed_view v = ru_sealed_read(s->d.sealed);
    ru_limit_facts facts[64];
    assert_true(p->charter.limit_count < RU_COUNT(facts));
    for (size_t i = 0; i < p->charter.limit_count; i++) ru_holds_facts(s, i, &facts[i]);
    bool all = v.channel == 2 && v.action == 2 && v.tone == 1;
    if (!all && p->charter.limit_count) looks_like_limits(text);
    ru_decided d = {.action = v.action,
                    .tone = v.tone,
                    .channel = v.channel,
                    .from = v.from,
                    .until = v.until,
                    .ways = s->d.ways,
                    .has_plan = s->d.plans_definite > 0,
                    .now = s->request.now};
    if (ru_holds(&p->charter, facts, &s->scene, &d) < 0) passed++;
    else if (failed++ < 4)
        printf("not ok: a decision that limit %d refuses:\n%s\n%.900s\n", ru_holds(&p->charter, facts, &s->scene, &d), limits_text(p->schema, &q, false), text);
    *contacts += v.channel >= 0;
    for (int64_t t = v.from; v.channel >= 0 && t < v.until; t += 60, ++*minutes) {
        d.from = t;
        d.until = t + 1;
        if (ru_holds(&p->charter, facts, &s->scene, &d) < 0) passed++;
        else if (failed++ < 4) printf("not ok: a contact at %lld that a limit refuses:\n%s\n%.900s\n", (long long)t, limits_text(p->schema, &q, false), text);
    }
}

static void the_harshest_gets_past_no_limit(void **state) {
    enum { QUESTIONS = 20 };
    uint64_t seed = 1977;
    support_random r = {seed};
    long decisions = 0, contacts = 0, minutes = 0, rejected = 0;
    for (long i = 0, n = support_scaled(40); i < n; i++) {
        support_world w;
        limits_open(&w, limits_random(&r, (int)support_between(&r, 1, 4)));
        for (int k = 0; k < QUESTIONS; k++) {
            limits_ask(&r, w.session->policy->schema, &q);
            const char *text = support_decide(&w, limits_text(w.session->policy->schema, &q, false));
            if (strstr(text, "\"error\":{")) {
                rejected++;
                continue;
            }
            decisions++;
            check_decision(&w, text, &contacts, &minutes);
        }
        support_close(&w);
    }
    printf("hostile: seed %llu, %ld decisions (%ld rejected), %ld contacts, %ld minutes of them\n", (unsigned long long)seed, decisions, rejected, contacts,
           minutes);
    assert_int_equal(failed, 0);
    assert_true(contacts > decisions / 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(of_the_law), cmocka_unit_test(of_random_charters), cmocka_unit_test(the_harshest_gets_past_no_limit)};
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    printf("%ld passed, %ld failed\n", passed, failed);
    return rc;
}
