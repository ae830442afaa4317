/* test_plugins_kind.c: a plugin can only help: off, failing at every call or at each n-th, writing garbage or slow, it never makes a decision harsher,
 * loses no help silently; and what was recorded makes the same bytes without a call. */
#include <stdio.h>
#include <string.h>

#include "tests/support/plugins.h"
#include "tests/support/requests.h"

typedef struct world {
    ruth_engine *engine;
    ruth_policy *policy;
    ruth_session *d, *e;
} world;
typedef struct tally {
    long pairs, rejected, differ, failed;
} tally;

/* Every message has a text for each way and tone, and names only what each of its readers has: else a text that is missing makes silence of one action and not of
 * a kinder one, plugins or no plugins (docs/policy-language.md, Texts). The firm ones are refused by the censor. */
#define TEXTS                                                                                                                                                                                                                                                                              \
    "hello:\n  purpose: help\n  variants:\n    letter: { gentle: { body: Hello. }, plain: { body: Dear. }, firm: { body: You must. } }\n    email: { gentle: { body: Hello. }, plain: { body: Dear. }, firm: { body: You must. } }\n"                                                      \
    "    voice: { gentle: { body: Ask. }, plain: { body: Say. }, firm: { body: You must. } }\n  carries: [who]\nplans:\n  purpose: help\n  variants:\n    letter: { gentle: { body: \"{count} {every}\" }, plain: { body: \"{count} {first_due}\" }, firm: { body: \"must {until}\" } }\n" \
    "    email: { gentle: { body: \"{count}\" }, plain: { body: \"{every}\" }, firm: { body: \"must {until}\" } }\n    voice: { gentle: { body: \"{count}\" }, plain: { body: \"{every}\" }, firm: { body: \"must {until}\" } }\nwho: We are a bank.\n"

static void open_world(world *w, const char *list, const char *plans) {
    ruth_error error;
    char folder[256];
    support_file files[24];
    size_t n = 0;
    for (const support_file *f = plugin_policy(list, plans); f->name; f++) files[n++] = strncmp(f->name, "messages/", 9) ? *f : (support_file){f->name, TEXTS};
    files[n] = (support_file){NULL, NULL};
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &w->engine, &error), RUTH_OK);
    plugin_add_all(w->engine);
    if (ruth_policy_load(w->engine, folder, &w->policy, &error)) fail_msg("%s:%d: %s", error.file, error.line, error.message);
    assert_int_equal(ruth_session_new(w->policy, &w->d, &error), RUTH_OK);
    assert_int_equal(ruth_session_new(w->policy, &w->e, &error), RUTH_OK);
    support_remove(folder);
}

static void close_world(world *w) {
    ruth_session_free(w->d);
    ruth_session_free(w->e);
    ruth_policy_release(w->policy);
    ruth_engine_free(w->engine);
}

static bool decide(ruth_session *s, const char *line, ruth_text *out) {
    ruth_status st = ruth_decide_line(s, line, strlen(line), 1, out, NULL);
    if (st != RUTH_OK && st != RUTH_E_REQUEST) fail_msg("status %d for %s", (int)st, line);
    return st == RUTH_OK;
}

/* What is sent in the end, composition included. */
static bool sent_not_harsher(const ruth_session *d, const ruth_session *e) {
    struct ru_sealed_view a = ru_sealed_read(d->d.sealed), b = ru_sealed_read(e->d.sealed);
    const ru_action *ladder = d->policy->charter.ladders.actions;
    if (ladder[a.action].rank > ladder[b.action].rank) return false;
    return a.channel < 0 || (b.channel >= 0 && a.tone <= b.tone && a.channel <= b.channel);
}

static const char *help_lost(const ruth_session *d, const ruth_session *after) {
    const ru_policy *p = d->policy;
    for (size_t i = 0; i < p->plans.count; i++)
        if (d->d.plans[i] == RU_TRUE && after->d.plans[i] == RU_FALSE) return "a plan is lost";
    for (size_t i = 0; i < p->referrals.count; i++)
        if (d->d.referrals[i] == RU_TRUE && after->d.referrals[i] == RU_FALSE) return "a referral is lost";
    for (size_t i = 0; i < d->d.hand_over_count; i++) {
        bool there = false;
        for (size_t k = 0; k < after->d.hand_over_count; k++) there |= after->d.hand_overs[k] == d->d.hand_overs[i];
        if (!there) return "a hand-over is lost";
    }
    return NULL;
}

static bool same(const ruth_session *a, const ruth_session *b) {
    struct ru_sealed_view x = ru_sealed_read(a->d.sealed), y = ru_sealed_read(b->d.sealed);
    return x.action == y.action && x.tone == y.tone && x.channel == y.channel && !memcmp(a->d.plans, b->d.plans, a->policy->plans.count) &&
           !memcmp(a->d.referrals, b->d.referrals, a->policy->referrals.count);
}

static bool names_a_plugin(const ruth_session *s) {
    for (size_t i = 0; i < s->d.failure_count; i++)
        if (ru_str_is(s->d.failures[i].kind, "plugin")) return true;
    return false;
}

static void complain(const ruth_session *d, const ruth_session *e, const char *line, const char *how, const char *what) {
    printf("%s: %s\n%s\nbefore: %.*s\nafter:  %.*s\n", how, what, line, (int)d->out.n, d->out.p, (int)e->out.n, e->out.p);
    fail_msg("%s: %s", how, what);
}

static void compare(const ruth_session *d, const ruth_session *e, const char *line, const char *how, bool listed, tally *t) {
    const char *lost = help_lost(d, e);
    t->pairs++;
    t->failed += names_a_plugin(e);
    if (!ru_permission_not_harsher(&e->d.judged, &d->d.judged)) complain(d, e, line, how, "the decision gets harsher");
    if (!sent_not_harsher(e, d)) complain(d, e, line, how, "what is sent gets harsher");
    if (lost) complain(d, e, line, how, lost);
    if (same(d, e)) return;
    t->differ++;
    if (listed && !names_a_plugin(e)) complain(d, e, line, how, "the decision changes, and no plugin is listed");
}

/* The same request on the other session, with what its plugins gave back, where they are to go well: what is not pure answers differently each time. */
static bool give_recorded(ruth_session *from, ruth_session *to) {
    ruth_text t;
    return ruth_decision_recorded(from, &t) == RUTH_OK && ruth_session_set_recorded(to, t.bytes, t.length, NULL) == RUTH_OK;
}

static void made_again(world *w, const char *line, const char *first, size_t length) {
    ruth_text again;
    long impure = plugin_told.impure;
    assert_true(give_recorded(w->d, w->e));
    if (!decide(w->e, line, &again) || again.length != length || memcmp(again.bytes, first, length) != 0)
        fail_msg("made again from what was recorded, the decision differs\n%s\nbefore: %.*s\nafter:  %.*s", line, (int)length, first, (int)again.length,
                 again.bytes);
    assert_int_equal(plugin_told.impure, impure); /* nobody was asked */
}

/* The steady answers of one decision: both sessions' bureau and market count alike, so that they differ by the mood alone. */
static void in_step(world *w, const char *line, int steady, plugin_mood mood, long every, const char *only, ruth_text *d, ruth_text *e, bool *decided) {
    plugin_told.every = 0;
    plugin_told.steady = steady;
    *decided = decide(w->d, line, d);
    plugin_told.mood = mood;
    plugin_told.every = every;
    plugin_told.only = only;
    plugin_told.calls = 0;
    *decided &= decide(w->e, line, e);
    plugin_told.every = 0;
    plugin_told.only = NULL;
    plugin_told.steady = 0;
}

static void whatever_plugins_do(void **state) {
    (void)state;
    static const char *const moods[] = {"well", "failing", "garbage", "slow"}, *const each[] = {NULL,     "scorer",    "bureau", "payday",
                                                                                                "market", "wordsmith", "censor"};
    static char first[1 << 17];
    static request_draft draft;
    world w;
    tally t = {0, 0, 0, 0};
    const uint64_t seed = 20261127;
    support_random r = {seed};
    long people = support_scaled(10000);
    memset(&plugin_told, 0, sizeof plugin_told);
    open_world(&w, plugin_all, plugin_plans);
    for (long i = 0; i < people; i++) {
        ruth_text d, e;
        bool decided;
        request_random(&r, w.d->policy->schema, &draft);
        const char *line = request_text(w.d->policy->schema, &draft);
        if (!decide(w.d, line, &d)) {
            t.rejected++;
            continue;
        }
        assert_true(d.length < sizeof first);
        memcpy(first, d.bytes, d.length);
        made_again(&w, line, first, d.length);
        for (plugin_mood mood = PLUGIN_FAILS; mood <= PLUGIN_SLOW; mood++) {
            long every = i % 5 + 1;
            const char *only = each[(i / 5) % 7];
            in_step(&w, line, (int)(i % 97) + 1, mood, every, only, &d, &e, &decided);
            assert_true(decided);
            if (mood != PLUGIN_SLOW) compare(w.d, w.e, line, moods[mood], true, &t);
            else assert_true(d.length == e.length && !memcmp(d.bytes, e.bytes, d.length));
            made_again(&w, line, d.bytes, d.length);
        }
        in_step(&w, line, (int)(i % 97) + 1, PLUGIN_FAILS, 1, NULL, &d, &e, &decided); /* everything off */
        compare(w.d, w.e, line, "all failing", true, &t);
    }
    printf("seed %llu: %ld people, %ld pairs, %ld changed something, %ld with a failing plugin, %ld rejected\n", (unsigned long long)seed, people, t.pairs,
           t.differ, t.failed, t.rejected);
    assert_true(t.rejected < people / 4);
    assert_true(t.differ > people / 4 && t.failed > people);
    close_world(&w);
}

/* Not listed at all: the facts they wrote are not known. */
static void plugins_that_are_off(void **state) {
    (void)state;
    static request_draft draft;
    world on, off;
    tally t = {0, 0, 0, 0};
    support_random r = {7};
    long people = support_scaled(10000);
    memset(&plugin_told, 0, sizeof plugin_told);
    open_world(&on, "scorer, bureau", "");
    open_world(&off, "", "");
    for (long i = 0; i < people; i++) {
        ruth_text d, e;
        request_random(&r, on.d->policy->schema, &draft);
        const char *line = request_text(on.d->policy->schema, &draft);
        if (!decide(on.d, line, &d) || !decide(off.d, line, &e)) {
            t.rejected++;
            continue;
        }
        compare(on.d, off.d, line, "off", false, &t);
    }
    assert_true(t.rejected < people / 4);
    assert_true(t.differ > people / 4);
    assert_int_equal(t.failed, 0);
    close_world(&on);
    close_world(&off);
}

static bool listed_unknown(const ruth_session *s, ru_str name) {
    for (size_t i = 0; i < s->d.unknown.fact_count; i++)
        if (ru_str_eq(s->policy->schema->facts.items[s->d.unknown.facts[i].slot].name, name)) return true;
    return false;
}

/* A fact that the request does not know, through plugins that write "not known" where they miss something: no harsher, and named. */
static void forgetting_a_fact(void **state) {
    (void)state;
    static request_draft draft;
    static char line[1 << 16];
    world w;
    tally t = {0, 0, 0, 0};
    support_random r = {11};
    long people = support_scaled(2000);
    memset(&plugin_told, 0, sizeof plugin_told);
    open_world(&w, plugin_all, plugin_plans);
    for (long i = 0; i < people; i++) {
        ruth_text d, e;
        request_random(&r, w.d->policy->schema, &draft);
        snprintf(line, sizeof line, "%s", request_text(w.d->policy->schema, &draft));
        plugin_told.steady = (int)(i % 97) + 1;
        for (int k = 0; decide(w.d, line, &d) && k < draft.fact_count; k++) {
            ru_str name = w.d->policy->schema->facts.items[draft.facts[k].slot].name;
            if (draft.facts[k].null) continue;
            draft.facts[k].null = true;
            const char *forgotten = request_text(w.d->policy->schema, &draft);
            assert_true(decide(w.e, forgotten, &e));
            if (!ru_permission_not_harsher(&w.e->d.judged, &w.d->d.judged)) complain(w.d, w.e, forgotten, "one fact not known", "the decision gets harsher");
            if (!same(w.d, w.e) && !listed_unknown(w.e, name)) complain(w.d, w.e, forgotten, "one fact not known", "the decision changes in silence");
            t.differ += !same(w.d, w.e);
            t.pairs++;
            draft.facts[k].null = false;
        }
    }
    printf("%ld pairs, %ld changed something\n", t.pairs, t.differ);
    assert_true(t.differ > people / 4);
    close_world(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(whatever_plugins_do), cmocka_unit_test(plugins_that_are_off), cmocka_unit_test(forgetting_a_fact)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
