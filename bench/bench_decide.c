/* bench_decide.c: our decision beside hand-written C of the same rules (bench/policy), in process and text to text, in one run.
 * Both decide the same 10,000 seeded accounts; every outcome is compared, and a difference fails the benchmark. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/by_hand.h"
#include "engine/include/ruth.h"

enum { ACCOUNTS = 10000, ROUNDS = 21 };

static account accounts[ACCOUNTS];
static outcome by_hand[ACCOUNTS], by_ruth[ACCOUNTS];
static char *lines[ACCOUNTS];
static size_t lengths[ACCOUNTS];
static int slots[FACTS];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Median of the rounds, in nanoseconds a decision. */
static double median(void (*work)(void)) {
    double t[ROUNDS];
    work(); /* warm */
    for (int i = 0; i < ROUNDS; i++) {
        double from = now();
        work();
        t[i] = (now() - from) / ACCOUNTS;
    }
    qsort(t, ROUNDS, sizeof *t, by_value);
    return t[ROUNDS / 2];
}

static ruth_session *session;
static char scratch[1 << 16];
static volatile size_t sink;

static void hand_in_process(void) {
    for (int i = 0; i < ACCOUNTS; i++) by_hand_decide(&accounts[i], &by_hand[i]);
}

static void ruth_in_process(void) {
    for (int i = 0; i < ACCOUNTS; i++) {
        const account *a = &accounts[i];
        ruth_decision d;
        ruth_request_begin(session, a->id, BENCH_NOW);
        for (int f = 0; f < FACTS; f++)
            if (f == FACT_TIMEZONE) ruth_request_set_text(session, slots[f], by_hand_zones[a->fact[f]].name);
            else if (a->fact[f] != NOT_ON_FILE) ruth_request_set(session, slots[f], a->fact[f]);
        if (ruth_decide(session, NULL) || ruth_decision_read(session, &d)) abort();
        by_ruth[i] = (outcome){d.segment, d.action, d.channel ? d.tone : NULL, d.channel, d.channel ? d.from : 0, d.plans};
    }
}

static void hand_text(void) {
    size_t total = 0;
    for (int i = 0; i < ACCOUNTS; i++) total += by_hand_text(lines[i], lengths[i], scratch, sizeof scratch);
    sink = total;
}

static void ruth_text_to_text(void) {
    size_t total = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
        ruth_text t;
        if (ruth_decide_line(session, lines[i], lengths[i], 1, &t, NULL)) abort();
        total += t.length;
    }
    sink = total;
}

static bool same(const char *a, const char *b) { return a == b || (a && b && !strcmp(a, b)); }

static int compare(void) {
    int differ = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
        const outcome *h = &by_hand[i], *r = &by_ruth[i];
        if (same(h->segment, r->segment) && same(h->action, r->action) && same(h->tone, r->tone) && same(h->channel, r->channel) && h->from == r->from &&
            h->plans == r->plans)
            continue;
        if (differ++ < 5)
            printf("  %s: by hand %s/%s/%s/%s from %lld, %zu plans; ruth %s/%s/%s/%s from %lld, %zu plans\n", accounts[i].id, h->segment, h->action, h->tone,
                   h->channel ? h->channel : "-", (long long)h->from, h->plans, r->segment, r->action, r->tone, r->channel ? r->channel : "-",
                   (long long)r->from, r->plans);
    }
    return differ;
}

static void p99(void) {
    static double t[ACCOUNTS];
    for (int i = 0; i < ACCOUNTS; i++) {
        ruth_text out;
        double from = now();
        ruth_decide_line(session, lines[i], lengths[i], 1, &out, NULL);
        t[i] = now() - from;
    }
    qsort(t, ACCOUNTS, sizeof *t, by_value);
    printf("  one at a time, clock included: median %.0f ns, p99 %.0f ns                    ratio %.2f (goal 3)\n", t[ACCOUNTS / 2], t[ACCOUNTS * 99 / 100],
           t[ACCOUNTS * 99 / 100] / t[ACCOUNTS / 2]);
}

int main(int argc, char **argv) {
    const char *folder = argc > 1 ? argv[1] : "bench/policy";
    ruth_engine *engine;
    ruth_policy *policy;
    ruth_error e;
    if (ruth_engine_new(NULL, &engine, &e) || ruth_policy_load(engine, folder, &policy, &e) || ruth_session_new(policy, &session, &e)) {
        fprintf(stderr, "%s:%d: %s\n", e.file, e.line, e.message);
        return 1;
    }
    for (int f = 0; f < FACTS; f++)
        if ((slots[f] = ruth_fact_find(policy, by_hand_fact_names[f])) < 0) return fprintf(stderr, "no fact %s\n", by_hand_fact_names[f]), 1;
    by_hand_generate(accounts, ACCOUNTS, 20260302);
    for (int i = 0; i < ACCOUNTS; i++) {
        static char line[4096];
        lengths[i] = by_hand_request(&accounts[i], line, sizeof line);
        if (!(lines[i] = malloc(lengths[i] + 1))) return 1;
        memcpy(lines[i], line, lengths[i] + 1);
    }
    printf(
        "bench_decide: 10,000 accounts (seed 20260302), 25 facts, 8 segments, 6 plans, 8 actions, 6 tones, 5 channel rules, 10 limits; CPU time, median of %d rounds\n",
        ROUNDS);
    double hand = median(hand_in_process), ruth = median(ruth_in_process), hand_txt = median(hand_text), ruth_txt = median(ruth_text_to_text);
    printf("  in process      hand-written C %7.1f ns   ruth %7.1f ns   ratio %.2f (goal 5)\n", hand, ruth, ruth / hand);
    printf("  text to text    hand-written C %7.1f ns   ruth %7.1f ns   ratio %.2f (goal 2.5)\n", hand_txt, ruth_txt, ruth_txt / hand_txt);
    p99();
    int differ = compare();
    printf("  outcomes compared: %d of %d differ\n", differ, ACCOUNTS);
    for (int i = 0; i < ACCOUNTS; i++) free(lines[i]);
    ruth_session_free(session);
    ruth_policy_release(policy);
    ruth_engine_free(engine);
    return differ ? 1 : 0;
}
