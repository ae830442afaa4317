/* test_kindness_humane.c: what people tell us never makes policies/humane harder on them. Random people, once as they are (E) and once with one thing more told (D).
 *
 * Most of what is told is compared in the pressure order of the theorem: D ≤ E in action, tone and channel, of the permission and of what is sent; where somebody is contacted with the same action, in permitted hours too. (Where a formal
 * letter becomes a kinder one, the hours of the two are not those of one thing: the letter alone may be late in the day, what replaces it may be an e-mail in the morning.)
 * A hard moment, a crisis and an answer about what would help are answered: where E hears nothing or a question, D may hear an offer of help. Of these D must never
 * demand where E does not, never be said more firmly than E or encouragingly, never come by a harsher channel for the same action, at no hour that E forbids. Channels and hours are not compared where E could also have been a demand or
 * a formal letter, which goes by letter alone: there the letter is owed to what is not known, and an offer that is certain comes by the way they agreed to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/accounts.h"

enum { DAY = 86400 };
#define ANY_FACT "" /* one that was given is not known any more */
typedef struct told {
    const char *what, *fact, *values[8]; /* JSON; one of them is drawn */
    const char *dated;                   /* the fact with its day, or NULL */
    int from, until;                     /* that day, counted from now */
    bool answered;                       /* an answer: help may follow */
    const char *reset;                   /* left out in both: the day until which it counts, or NULL */
} told;

static const told all[] = {
    {"a complaint", "complaint_open", {"true"}, NULL, 0, 0, false, NULL},
    {"an answered complaint", "complaint_closed_on", {NULL}, "complaint_closed_on", -20, 0, false, NULL},
    {"a dispute", "dispute_open", {"true"}, NULL, 0, 0, false, NULL},
    {"a low rating", "last_rating", {"1", "2"}, "rated_on", -20, 0, false, NULL},
    {"a wish for a person", "wants_human", {"true"}, NULL, 0, 0, false, NULL},
    {"a wish for peace", "pause_until", {NULL}, "pause_until", 1, 300, false, NULL},
    {"distress", "distress", {"true"}, NULL, 0, 0, false, NULL},
    {"words of despair", "harm_signal", {"true"}, NULL, 0, 0, false, NULL},
    {"a vulnerability",
     "vulnerabilities",
     {"[\"health\"]", "[\"resilience\"]", "[\"capability\"]", "[\"life_event\"]", "[\"health\",\"capability\"]"},
     NULL,
     0,
     0,
     false,
     "support_review_on"},
    {"a need",
     "support_needs",
     {"[\"more_time\"]", "[\"in_writing\"]", "[\"simple_words\"]", "[\"large_print\"]", "[\"interpreter\"]", "[\"someone_with_them\",\"more_time\"]"},
     NULL,
     0,
     0,
     false,
     "support_review_on"},
    {"changes of a plan", "modifications_12m", {"1", "2", "7"}, NULL, 0, 0, false, NULL},
    {"a payment", "last_payment_on", {NULL}, "last_payment_on", -10, 0, false, NULL},
    {"later, not now", "preferred_now", {"\"later\""}, "answered_on", -20, 0, false, NULL},
    {"a part of the day", "preferred_now", {"\"daytime\"", "\"evening\""}, "answered_on", -20, 0, false, NULL},
    {"a letter, please", "preferred_now", {"\"letter\""}, "answered_on", -20, 0, false, NULL},
    {"a hard moment",
     "life_event",
     {"\"job_loss\"", "\"illness\"", "\"bereavement\"", "\"separation\"", "\"birth\"", "\"disaster\"", "\"violence\""},
     "life_event_on",
     -200,
     0,
     true,
     NULL},
    {"what makes it hard",
     "barrier",
     {"\"job_loss\"", "\"illness\"", "\"separation\"", "\"high_costs\"", "\"other_debts\"", "\"forgot\"", "\"disagree\"", "\"other\""},
     "answered_on",
     -200,
     0,
     true,
     NULL},
    {"what would help", "ease_request", {"\"smaller_payments\"", "\"pause\"", "\"later_date\"", "\"talk\"", "\"nothing\""}, "answered_on", -200, 0, true, NULL},
    {"what is not known any more", ANY_FACT, {"null"}, NULL, 0, 0, false, NULL},
    {"a crisis", "crisis_from", {NULL}, "crisis_from", -100, 0, true, "crisis_until"},
};

static const char *const answers[] = {"barrier", "ease_request", "preferred_now"};

typedef struct pair {
    support_world e, d;
} pair;
typedef struct tally {
    long pairs, heard, pressed, changed, quieter, helped, rejected, harsher;
} tally;

/* 0 help and thanks, 1 a demand, 2 a legal step; as messages/en.yaml says of each action's message. */
static int purpose_of(const ru_session *s, int action) {
    ru_str name = s->policy->action_names[action].name;
    return ru_str_is(name, "formal_notice") ? 2 : ru_str_is(name, "remind") ? 1 : 0;
}

static int tone_named(const ru_session *s, const char *name) {
    for (int i = 0; i < s->policy->charter.ladders.tone_count; i++)
        if (ru_str_is(s->policy->tone_names[i].name, name)) return i;
    fail_msg("there is no tone %s", name);
    return -1;
}

static bool hours_within(const ru_permission *d, const ru_permission *e) {
    ru_permission x = *d, y = *e;
    x.action = y.action;
    x.channel = y.channel = -1;
    return ru_permission_not_harsher(&x, &y);
}

static const char *strictly_harsher(const ru_session *d, const ru_session *e) {
    struct ru_sealed_view a = ru_sealed_read(d->d.sealed), b = ru_sealed_read(e->d.sealed);
    const ru_action *ladder = d->policy->charter.ladders.actions;
    const ru_permission *x = &d->d.judged, *y = &e->d.judged;
    if (ladder[x->action].rank > ladder[y->action].rank) return "the action is harsher";
    if (x->channel >= 0 && (y->channel < 0 || x->tone > y->tone || x->channel > y->channel)) return "the decision is louder or firmer";
    if (x->channel >= 0 && x->action == y->action && !hours_within(x, y)) return "there are hours that were forbidden";
    if (ladder[a.action].rank > ladder[b.action].rank) return "what is sent is harsher";
    if (a.channel >= 0 && (b.channel < 0 || a.tone > b.tone || a.channel > b.channel)) return "what is sent is louder or firmer";
    return NULL;
}

/* Of E: could its action have been one that asks for more? */
static bool asks_perhaps(const ru_session *e, int asked) {
    for (size_t i = 0; i < e->d.actions.ordinal_count; i++)
        if (purpose_of(e, e->d.actions.ordinals[i]) > asked) return true;
    return false;
}

static const char *answered_harshly(const ru_session *d, const ru_session *e, int encouragement) {
    struct ru_sealed_view a = ru_sealed_read(d->d.sealed), b = ru_sealed_read(e->d.sealed);
    int asks = purpose_of(d, a.action), asked = b.channel < 0 ? 0 : purpose_of(e, b.action), tone = b.channel < 0 ? 0 : b.tone;
    if (a.channel < 0) return NULL;
    if (asks > asked) return "something is demanded that was not";
    if (a.tone > (tone > encouragement ? tone : encouragement)) return "it is said more firmly";
    if (asks_perhaps(e, asked)) return NULL;
    if (b.channel >= 0 && asks == asked && a.action == b.action && a.channel > b.channel) return "it comes by a harsher channel";
    if (a.action == b.action && !hours_within(&d->d.judged, &e->d.judged)) return "it may come at an hour that was forbidden";
    return NULL;
}

/* The first pair of a kind that is harsher is shown; the other kinds are tried all the same. */
static void compare(pair *w, const told *t, const char *before, const char *after, tally *sum) {
    const ru_session *e = w->e.session, *d = w->d.session;
    struct ru_sealed_view a = ru_sealed_read(d->d.sealed), b = ru_sealed_read(e->d.sealed);
    const char *harsh = t->answered ? answered_harshly(d, e, tone_named(d, "encouragement")) : strictly_harsher(d, e);
    sum->pairs++;
    sum->heard += b.channel >= 0;
    sum->pressed += b.channel >= 0 && purpose_of(e, b.action) > 0;
    sum->changed += a.action != b.action || a.tone != b.tone || a.channel != b.channel;
    sum->quieter += a.channel < 0 && b.channel >= 0;
    sum->helped += a.channel >= 0 && b.channel < 0;
    if (harsh && !sum->harsher++) printf("%s: %s\nbefore: %s\nafter:  %s\n", t->what, harsh, before, after);
}

/* Decided, and not written out: nothing here reads the words, and a hundred thousand pairs of each kind are to be had. */
static bool decided(support_world *w, const char *line) {
    ru_session *s = w->session;
    ru_arena_reset(&s->arena);
    s->rejection.code = RU_REJECT_NONE;
    return ru_request_read(s->policy->schema, s->zones, &s->arena, ru_str_of(line), NULL, false, &s->request, &s->rejection) && ru_decide(s);
}

static void tell(pair *w, support_random *r, const told *t, tally *sum) {
    static request_draft draft;
    static char before[1 << 16], day[24];
    const ru_schema *s = w->d.session->policy->schema;
    size_t values = 0;
    account_random(r, s, &draft);
    int fact = strcmp(t->fact, ANY_FACT) != 0 ? account_slot(s, t->fact)
               : draft.fact_count             ? draft.facts[support_between(r, 0, draft.fact_count - 1)].slot
                                              : account_slot(s, "balance");
    if (strcmp(t->fact, ANY_FACT) != 0) account_leave_out(&draft, fact);
    if (t->dated) account_leave_out(&draft, account_slot(s, t->dated));
    for (size_t i = 0; t->dated && !strcmp(t->dated, "answered_on") && i < RU_COUNT(answers); i++)
        account_leave_out(&draft, account_slot(s, answers[i])); /* the day dates them all */
    if (t->reset) account_leave_out(&draft, account_slot(s, t->reset));
    snprintf(before, sizeof before, "%s", request_text(s, &draft));
    while (values < RU_COUNT(t->values) && t->values[values]) values++;
    if (values) account_put(&draft, fact, t->values[support_between(r, 0, (int64_t)values - 1)]);
    if (t->dated) {
        char date[16];
        ru_date_text((int32_t)(draft.now / DAY + support_between(r, t->from, t->until)), date);
        snprintf(day, sizeof day, "\"%s\"", date);
        account_put(&draft, account_slot(s, t->dated), day);
    }
    if (!decided(&w->e, before) || !decided(&w->d, request_text(s, &draft))) {
        sum->rejected++;
        return;
    }
    compare(w, t, before, request_text(s, &draft), sum);
}

static size_t first_kind = 0, last_kind = RU_COUNT(all) - 1; /* a long run may be shared between processes: test_kindness_humane [FIRST [LAST]] */

static void telling_costs_nothing(void **state) {
    (void)state;
    pair w;
    long harsher = 0;
    memset(&w, 0, sizeof w);
    assert_int_equal(ruth_engine_new(NULL, &w.d.engine, &w.d.error), RUTH_OK);
    if (ruth_policy_load(w.d.engine, "policies/humane", &w.d.policy, &w.d.error)) fail_msg("%s:%d: %s", w.d.error.file, w.d.error.line, w.d.error.message);
    assert_int_equal(ruth_session_new(w.d.policy, &w.d.session, &w.d.error), RUTH_OK);
    assert_int_equal(ruth_session_new(w.d.policy, &w.e.session, &w.e.error), RUTH_OK);
    for (size_t i = first_kind; i <= last_kind && i < RU_COUNT(all); i++) {
        uint64_t seed = 20260304 + i;
        support_random r = {seed};
        tally sum = {0};
        for (long k = 0, n = support_scaled(1000); k < n; k++) tell(&w, &r, &all[i], &sum);
        printf(
            "%s: seed %llu, %ld pairs, %ld would hear something, %ld of them a demand; %ld changed, %ld fell silent, %ld heard something instead of nothing, %ld rejected\n",
            all[i].what, (unsigned long long)seed, sum.pairs, sum.heard, sum.pressed, sum.changed, sum.quieter, sum.helped, sum.rejected);
        harsher += sum.harsher;
        assert_true(sum.rejected <= sum.pairs / 20 && sum.heard > sum.pairs / 5 && sum.pressed > 0); /* else it would say little */
        assert_true(sum.changed > 0 || sum.pairs < 500);                                             /* a part of the day changes little */
    }
    assert_int_equal(harsher, 0);
    ruth_session_free(w.d.session);
    ruth_session_free(w.e.session);
    ruth_policy_release(w.d.policy);
    ruth_engine_free(w.d.engine);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(telling_costs_nothing)};
    if (argc > 1) first_kind = last_kind = (size_t)strtoul(argv[1], NULL, 10);
    if (argc > 2) last_kind = (size_t)strtoul(argv[2], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
