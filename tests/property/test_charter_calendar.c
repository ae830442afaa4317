/* test_charter_calendar.c: the calendar of permit is what a search of every minute with the second opinion finds; its edges are exact to the second.
 * Weeks in which clocks change, half-hour zones, several zones at once, none. */
#include <stdio.h>
#include <string.h>

#include "tests/support/limit_world.h"

enum { MINUTE = 60 };
static long passed, failed;
typedef struct tally {
    long questions, rejected, minutes, intervals, edges, gaps;
} tally;

static limits_look look;
static limits_question q;
static limits_calendar calendar;
static char answer[1 << 19];

static void wrong(const char *what, int64_t t, const char *charter) {
    char at[21];
    ru_instant_text(t, at);
    if (failed++ > 3) return;
    int i = limits_refuser(&look, t);
    printf("not ok: %s at %s (second opinion: %.*s)\n%s\n%.400s\n%s\n", what, at, i < 0 ? 4 : (int)look.s->policy->limits[i].id.n,
           i < 0 ? "free" : look.s->policy->limits[i].id.p, limits_text(look.s->policy->schema, &q, true), answer, charter);
}

static void check(bool ok, const char *what, int64_t t, const char *charter) {
    if (ok) passed++;
    else wrong(what, t, charter);
}

static void check_minutes(const char *charter, tally *sum) {
    size_t k = 0;
    for (int64_t t = look.start; t < look.end; t += MINUTE) {
        while (k < calendar.count && calendar.items[k].until <= t) k++;
        bool inside = k < calendar.count && calendar.items[k].from <= t;
        sum->minutes++;
        check(inside == (limits_refuser(&look, t) < 0), inside ? "in the calendar, and refused" : "not in the calendar, and free", t, charter);
    }
}

static void check_edges(const char *charter, tally *sum) {
    for (size_t k = 0; k < calendar.count; k++) {
        limits_stretch s = calendar.items[k];
        sum->intervals++;
        sum->edges += (s.from > look.start) + (s.until < look.end);
        check(limits_refuser(&look, s.from) < 0, "the first second is refused", s.from, charter);
        check(limits_refuser(&look, s.until - 1) < 0, "the last second is refused", s.until - 1, charter);
        check(s.from == look.start || limits_refuser(&look, s.from - 1) >= 0, "free a second before", s.from - 1, charter);
        check(s.until == look.end || limits_refuser(&look, s.until) >= 0, "free a second after", s.until, charter);
    }
    sum->gaps += calendar.count > 1;
}

static void on(support_world *w, const char *charter, support_random *r, long questions, tally *sum) {
    for (long i = 0; i < questions; i++) {
        limits_ask(r, w->session->policy->schema, &q);
        sum->questions++;
        if (!limits_permit(w, &q, &look, answer, sizeof answer)) {
            sum->rejected++;
            continue;
        }
        limits_calendar_read(answer, &calendar);
        check_minutes(charter, sum);
        check_edges(charter, sum);
    }
}

static void report(const char *what, uint64_t seed, const tally *t) {
    printf("%s: seed %llu, %ld questions (%ld rejected), %ld minutes, %ld intervals, %ld edges, %ld calendars with gaps\n", what, (unsigned long long)seed,
           t->questions, t->rejected, t->minutes, t->intervals, t->edges, t->gaps);
    assert_int_equal(failed, 0);
}

static void of_random_charters(void **state) {
    enum { QUESTIONS = 10 };
    uint64_t seed = 20260308;
    support_random r = {seed};
    tally sum = {0};
    for (long i = 0, n = support_scaled(5); i < n; i++) {
        support_world w;
        const char *charter = limits_random(&r, (int)support_between(&r, 1, 5));
        limits_open(&w, charter);
        on(&w, charter, &r, QUESTIONS, &sum);
        support_close(&w);
    }
    report("random charters", seed, &sum);
}

static void of_the_law(void **state) {
    uint64_t seed = 1006;
    support_random r = {seed};
    tally sum = {0};
    support_world w;
    limits_open_folder(&w, "policies/law");
    on(&w, "policies/law", &r, support_scaled(50), &sum);
    support_close(&w);
    report("policies/law", seed, &sum);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(of_random_charters), cmocka_unit_test(of_the_law)};
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    printf("%ld passed, %ld failed\n", passed, failed);
    return rc;
}
