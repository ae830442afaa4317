/* bench_permit.c: one question about one contact, text to text, beside the decision the same policies make: the law of fifteen jurisdictions, and humane with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/include/ruth.h"

enum { QUESTIONS = 5000, ROUNDS = 11, ROOM = 2048 };
static char lines[QUESTIONS][ROOM], asked[QUESTIONS][ROOM];
static size_t lengths[QUESTIONS], asked_lengths[QUESTIONS];
static ruth_session *session;
static long allowed, refused;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* splitmix64 */
static uint64_t next(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}
static int among(uint64_t *state, int n) { return (int)(next(state) % (uint64_t)n); }

/* A collector's working day in June: people of nine places, up to six contacts in the two weeks before. */
static void generate(uint64_t seed) {
    static const char *const places[][2] = {{"us", "America/New_York"},       {"us-ma", "America/New_York"}, {"us-ca", "America/Los_Angeles"},
                                            {"us-wa", "America/Los_Angeles"}, {"ca-qc", "America/Toronto"},  {"be", "Europe/Brussels"},
                                            {"fr", "Europe/Paris"},           {"gb", "Europe/London"},       {"au", "Australia/Sydney"}};
    static const char *const outcomes[] = {"no_answer", "voicemail", "conversation", "not_connected"}, *const channels[] = {"voice", "email", "sms", "letter"};
    for (int i = 0; i < QUESTIONS; i++) {
        int place = among(&seed, 9), n = 0;
        char *p = lines[i];
        n += snprintf(
            p + n, ROOM - (size_t)n,
            "{\"id\":\"q%d\",\"now\":\"2026-06-16T%02d:00:00Z\",\"facts\":{\"jurisdiction\":\"%s\",\"role\":\"%s\",\"timezone\":\"%s\"},\"contacts\":[", i,
            among(&seed, 24), places[place][0], among(&seed, 2) ? "first_party" : "third_party", places[place][1]);
        for (int c = among(&seed, 7), first = 1; c > 0; c--, first = 0)
            n += snprintf(p + n, ROOM - (size_t)n, "%s{\"at\":\"2026-06-%02dT%02d:30:00Z\",\"channel\":\"%s\",\"outcome\":\"%s\"}", first ? "" : ",",
                          2 + among(&seed, 14), among(&seed, 24), channels[among(&seed, 4)], outcomes[among(&seed, 4)]);
        memcpy(asked[i], p, (size_t)n);
        lengths[i] = (size_t)(n + snprintf(p + n, ROOM - (size_t)n, "]}"));
        asked_lengths[i] = (size_t)(n + snprintf(asked[i] + n, ROOM - (size_t)n, "],\"proposed\":{\"channel\":\"%s\",\"at\":\"2026-06-%dT%02d:%02d:00Z\"}}",
                                                 channels[among(&seed, 4)], 17 + among(&seed, 3), among(&seed, 24), among(&seed, 60)));
    }
}

static void permit(void) {
    allowed = refused = 0;
    for (int i = 0; i < QUESTIONS; i++) {
        ruth_text t;
        ruth_error e;
        if (ruth_permit_line(session, asked[i], asked_lengths[i], 1, &t, &e)) fprintf(stderr, "%s\n%s\n", e.message, asked[i]), exit(1);
        const char *is = strstr(t.bytes, "\"allowed\":");
        if (is && is[10] == 't') allowed++;
        else refused++;
    }
}

static void decide(void) {
    for (int i = 0; i < QUESTIONS; i++) {
        ruth_text t;
        ruth_error e;
        if (ruth_decide_line(session, lines[i], lengths[i], 1, &t, &e)) fprintf(stderr, "%s\n%s\n", e.message, lines[i]), exit(1);
    }
}

static double median(void (*work)(void)) {
    double t[ROUNDS];
    work(); /* warm */
    for (int i = 0; i < ROUNDS; i++) {
        double from = now();
        work();
        t[i] = (now() - from) / QUESTIONS;
    }
    qsort(t, ROUNDS, sizeof *t, by_value);
    return t[ROUNDS / 2];
}

static int measure(ruth_engine *engine, const char *folder) {
    ruth_policy *policy;
    ruth_error e;
    if (ruth_policy_load(engine, folder, &policy, &e) || ruth_session_new(policy, &session, &e))
        return fprintf(stderr, "%s:%d: %s\n", e.file, e.line, e.message), 1;
    double answer = median(permit), decision = median(decide);
    printf("  %-16s permit %8.1f ns   decide %8.1f ns   ratio %.2f   (%ld allowed, %ld refused)\n", folder, answer, decision, answer / decision, allowed,
           refused);
    ruth_session_free(session);
    ruth_policy_release(policy);
    return 0;
}

int main(void) {
    ruth_engine *engine;
    ruth_error e;
    if (ruth_engine_new(NULL, &engine, &e)) return fprintf(stderr, "%s\n", e.message), 1;
    generate(1692);
    printf(
        "bench_permit: %d questions (seed 1692), up to 6 contacts each, text to text, the calendar of 14 days in every answer; CPU time, median of %d rounds\n",
        QUESTIONS, ROUNDS);
    int rc = measure(engine, "policies/law") || measure(engine, "policies/humane");
    ruth_engine_free(engine);
    return rc;
}
