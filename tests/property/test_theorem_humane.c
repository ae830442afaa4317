/* test_theorem_humane.c: the theorem of ruth on shipped policies: random people, each fact and contact field turned to null, each limit taken out.
 * 1 not harsher · 2 no help lost silently · 3 no silent change. On the sealed permission, by whole calendars. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/accounts.h"

typedef struct pair {
    support_world d, e;
} pair; /* two sessions of one policy: before and after */
typedef struct tally {
    long pairs, rejected, differ;
} tally;

static bool decide(support_world *w, const char *line) { return strstr(support_decide(w, line), "\"error\":{") == NULL; }

static bool calendars_same(const ru_permission *a, const ru_permission *b) {
    ru_permission x = *a, y = *b;
    x.action = y.action = a->action; /* only the calendars are compared here */
    x.channel = y.channel = -1;
    return ru_permission_not_harsher(&x, &y) && ru_permission_not_harsher(&y, &x);
}

/* What is sent in the end: composition and good_until may take away, and must not take away less when less is known. */
static bool sent_not_harsher(const ru_session *d, const ru_session *e) {
    struct ru_sealed_view a = ru_sealed_read(d->d.sealed), b = ru_sealed_read(e->d.sealed);
    const ru_action *ladder = d->policy->charter.ladders.actions;
    if (ladder[a.action].rank > ladder[b.action].rank) return false;
    return a.channel < 0 || (b.channel >= 0 && a.tone <= b.tone && a.channel <= b.channel);
}

static bool plan_same(const ru_decision *a, const ru_decision *b, size_t plan) {
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a->menu_count && a->menu[i].plan != (int)plan) i++;
        while (k < b->menu_count && b->menu[k].plan != (int)plan) k++;
        if (i == a->menu_count || k == b->menu_count) return i == a->menu_count && k == b->menu_count;
        if (a->menu[i].instalment != b->menu[k].instalment || a->menu[i].count != b->menu[k].count) return false;
    }
}

static const char *help_lost(const ru_session *d, const ru_session *after) {
    const ru_policy *p = d->policy;
    for (size_t i = 0; i < p->plans.count; i++) {
        if (d->d.plans[i] == RU_TRUE && after->d.plans[i] == RU_FALSE) return "a plan is lost";
        if (d->d.plans[i] == RU_TRUE && after->d.plans[i] == RU_TRUE && !plan_same(&d->d, &after->d, i)) return "a plan's figures changed";
    }
    for (size_t i = 0; i < p->referrals.count; i++)
        if (d->d.referrals[i] == RU_TRUE && after->d.referrals[i] == RU_FALSE) return "a referral is lost";
    for (size_t i = 0; i < d->d.hand_over_count; i++) {
        bool there = false;
        for (size_t k = 0; k < after->d.hand_over_count; k++) there |= after->d.hand_overs[k] == d->d.hand_overs[i];
        if (!there) return "a hand-over is lost";
    }
    return NULL;
}

static bool differs(const ru_session *a, const ru_session *b) {
    const ru_permission *x = &a->d.judged, *y = &b->d.judged;
    if (x->action != y->action || x->tone != y->tone || x->channel != y->channel || !calendars_same(x, y)) return true;
    if (memcmp(a->d.plans, b->d.plans, a->policy->plans.count) != 0 || memcmp(a->d.referrals, b->d.referrals, a->policy->referrals.count) != 0) return true;
    if (a->d.hand_over_count != b->d.hand_over_count) return true;
    for (size_t i = 0; i < a->d.hand_over_count; i++)
        if (a->d.hand_overs[i] != b->d.hand_overs[i] || a->d.limits[a->d.hand_overs[i]].hand_over_by != b->d.limits[b->d.hand_overs[i]].hand_over_by)
            return true;
    return false;
}

static bool listed_unknown(const char *answer, const char *name) {
    char quoted[160];
    const char *from = strstr(answer, "\"unknown\":["), *end = from ? strchr(from, ']') : NULL;
    snprintf(quoted, sizeof quoted, "\"%s\"", name);
    const char *at = from ? strstr(from, quoted) : NULL;
    return at && at < end;
}

/* Before (already in w->d), after: the line with `name` turned to null. */
static void check(pair *w, const char *before, const char *line, const char *name, tally *t) {
    if (!decide(&w->e, line)) {
        t->rejected++;
        return;
    }
    const char *answer = support_decide(&w->e, line), *lost;
    t->pairs++;
    if (!ru_permission_not_harsher(&w->e.session->d.judged, &w->d.session->d.judged))
        fail_msg("%s turned to null makes the decision harsher:\n%s\n%s\nafter: %s", name, before, line, answer);
    if (!sent_not_harsher(w->e.session, w->d.session)) fail_msg("%s turned to null makes what is sent harsher:\n%s\n%s\nafter: %s", name, before, line, answer);
    if ((lost = help_lost(w->d.session, w->e.session))) fail_msg("%s turned to null: %s\n%s\n%s", name, lost, before, answer);
    if (!differs(w->d.session, w->e.session)) return;
    t->differ++;
    if (!listed_unknown(answer, name) && !(strncmp(name, "contacts", 8) == 0 && listed_unknown(answer, "contacts")))
        fail_msg("%s turned to null changes the decision in silence:\n%s\nafter: %s", name, before, answer);
}

static void null_each(pair *w, request_draft *r, tally *t) {
    const ru_schema *s = w->d.session->policy->schema;
    static char before[1 << 16], name[160];
    snprintf(before, sizeof before, "%s", request_text(s, r));
    if (!decide(&w->d, before)) {
        t->rejected++;
        return;
    }
    for (int i = 0; i < r->fact_count; i++) {
        if (r->facts[i].null) continue;
        r->facts[i].null = true;
        snprintf(name, sizeof name, "%.*s", (int)s->facts.items[r->facts[i].slot].name.n, s->facts.items[r->facts[i].slot].name.p);
        check(w, before, request_text(s, r), name, t);
        r->facts[i].null = false;
    }
    for (int c = 0; !r->contacts_null && c < r->contact_count; c++)
        for (int i = 0; i < r->contacts[c].count; i++) {
            ru_someone_field *f = &r->contacts[c].fields[i];
            if (f->null) continue;
            f->null = true;
            ru_str field = f->slot < 0 ? RU_STR("at") : s->contact.items[f->slot].name;
            snprintf(name, sizeof name, "contacts.%.*s", (int)field.n, field.p);
            check(w, before, request_text(s, r), name, t);
            f->null = false;
        }
    if (r->contacts_null) return;
    r->contacts_null = true;
    check(w, before, request_text(s, r), "contacts", t);
    r->contacts_null = false;
}

/* A limit taken out of D must leave D at least as harsh: adding it back never makes it harsher. */
static void drop_each_limit(pair *w, tally *t) {
    const ru_session *s = w->d.session;
    const ru_charter *c = &s->policy->charter;
    static ru_limit_now now[512];
    for (size_t i = 0; i < c->limit_count && c->limit_count < 512; i++) {
        ru_permission without;
        if (s->d.limits[i].holds == RU_FALSE || c->limits[i].acts_on == RU_ON_PLAN) continue;
        memcpy(now, s->d.limits, c->limit_count * sizeof *now);
        now[i].holds = RU_FALSE;
        ru_proposal proposal = s->d.judged.proposal;
        proposal.applying = NULL; /* the list of those that apply is another one now */
        ru_charter_judge(c, now, &proposal, &without);
        t->pairs++;
        if (!ru_permission_not_harsher(&s->d.judged, &without))
            fail_msg("adding the limit %.*s makes the decision harsher", (int)s->policy->limits[i].id.n, s->policy->limits[i].id.p);
    }
}

/* `accounts`: every other one is somebody who hears something from a policy like humane. */
static void on_policy(const char *folder, uint64_t seed, long people, bool accounts) {
    pair w;
    tally t = {0, 0, 0};
    support_random r = {seed};
    memset(&w, 0, sizeof w);
    assert_int_equal(ruth_engine_new(NULL, &w.d.engine, &w.d.error), RUTH_OK);
    if (ruth_policy_load(w.d.engine, folder, &w.d.policy, &w.d.error)) fail_msg("%s:%d: %s", w.d.error.file, w.d.error.line, w.d.error.message);
    assert_int_equal(ruth_session_new(w.d.policy, &w.d.session, &w.d.error), RUTH_OK);
    assert_int_equal(ruth_session_new(w.d.policy, &w.e.session, &w.e.error), RUTH_OK);
    for (long i = 0; i < people; i++) {
        static request_draft draft;
        if (accounts && i % 2) account_random(&r, w.d.session->policy->schema, &draft);
        else request_random(&r, w.d.session->policy->schema, &draft);
        null_each(&w, &draft, &t);
        drop_each_limit(&w, &t);
    }
    printf("%s: seed %llu, %ld people, %ld pairs, %ld changed something, %ld rejected\n", folder, (unsigned long long)seed, people, t.pairs, t.differ,
           t.rejected);
    assert_true(t.pairs > people);
    assert_true(t.rejected < t.pairs / 4);
    ruth_session_free(w.d.session);
    ruth_session_free(w.e.session);
    ruth_policy_release(w.d.policy);
    ruth_engine_free(w.d.engine);
}

static void humane(void **state) {
    (void)state;
    on_policy("policies/humane", 20260302, support_scaled(800), true);
}

static void the_policy_of_the_benchmark(void **state) {
    (void)state;
    on_policy("bench/policy", 7, support_scaled(800), false);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(humane), cmocka_unit_test(the_policy_of_the_benchmark)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
