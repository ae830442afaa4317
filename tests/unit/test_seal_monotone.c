/* test_seal_monotone.c: the theorem on the charter alone: knowing less, and every limit more, is never harsher; and the slow reading agrees. */
#include <stdio.h>

#include "tests/support/seal_world.h"

static int open_zones(void **state) {
    (void)state;
    seal_zones_open();
    return 0;
}

static int close_zones(void **state) {
    (void)state;
    seal_zones_close();
    return 0;
}

/* ---- what turning a fact to null, a failure, or one more limit does to what the charter is handed ---- */
typedef bool mutation(support_random *r, seal_world *w); /* false: nothing to change here */

static int pick(support_random *r, size_t count) { return count ? (int)support_between(r, 0, (int64_t)count - 1) : -1; }

static bool way_unknown(support_random *r, seal_world *w) {
    int k = pick(r, w->charter.way_count);
    if (k < 0 || w->truth[k] == RU_MAYBE) return false;
    w->truth[k] = RU_MAYBE;
    return true;
}

static bool preference_unknown(support_random *r, seal_world *w) {
    (void)r;
    if (w->proposal.preferred_state == RU_UNKNOWN) return false;
    w->proposal.preferred_state = RU_UNKNOWN;
    return true;
}

static bool more_actions(support_random *r, seal_world *w) {
    uint64_t before = w->proposal.actions;
    w->proposal.actions |= (uint64_t)1 << pick(r, (size_t)w->charter.ladders.action_count);
    return w->proposal.actions != before;
}

static bool more_tones(support_random *r, seal_world *w) {
    uint32_t before = w->proposal.tones;
    w->proposal.tones |= 1u << pick(r, (size_t)w->charter.ladders.tone_count);
    return w->proposal.tones != before;
}

static bool condition_unknown(support_random *r, seal_world *w) {
    int i = pick(r, w->charter.limit_count);
    if (i < 0 || w->now[i].holds == RU_MAYBE) return false;
    w->now[i].holds = RU_MAYBE;
    return true;
}

static bool only_if_unknown(support_random *r, seal_world *w) {
    int i = pick(r, w->charter.limit_count);
    if (i < 0 || !(w->limits[i].effects & RU_ONLY_IF) || w->now[i].met == RU_MAYBE) return false;
    w->now[i].met = RU_MAYBE;
    return true;
}

static bool end_unknown(support_random *r, seal_world *w) {
    int i = pick(r, w->charter.limit_count);
    if (i < 0 || w->now[i].ends == INT64_MAX) return false;
    w->now[i].ends = INT64_MAX;
    return true;
}

static bool windows_unknown(support_random *r, seal_world *w) {
    int i = pick(r, w->charter.limit_count);
    if (i < 0 || !w->now[i].widened_count) return false;
    w->now[i].widened_count = 0;
    return true;
}

/* A date ends later where the zone is not known, and the next midnight may be nearer. */
static void later_ends(support_random *r, seal_world *w) {
    ru_proposal *p = &w->proposal;
    for (size_t i = 0; i < w->charter.limit_count; i++)
        if (w->now[i].ends != INT64_MAX) w->now[i].ends += support_between(r, 0, 104) * SEAL_STEP;
    int64_t quarter = p->now + SEAL_STEP - p->now % SEAL_STEP;
    if (seal_chance(r, 50) && quarter < p->contact_by) p->contact_by = quarter;
}

static bool no_zone(support_random *r, seal_world *w) {
    if (!w->scene.zone_count) return false;
    seal_scene(&w->scene, NULL, 0, w->proposal.now);
    later_ends(r, w);
    return true;
}

static bool another_zone(support_random *r, seal_world *w) {
    const ru_zone *list[2] = {w->scene.zones[0], seal_zone(pick(r, SEAL_ZONES))};
    if (w->scene.zone_count != 1 || list[0] == list[1]) return false;
    seal_scene(&w->scene, list, 2, w->proposal.now);
    later_ends(r, w);
    return true;
}

static bool currency_unknown(support_random *r, seal_world *w) {
    (void)r;
    bool known = w->proposal.currency >= 0;
    w->proposal.currency = -1;
    return known;
}

static bool no_plan(support_random *r, seal_world *w) {
    (void)r;
    bool had = w->proposal.has_plan;
    w->proposal.has_plan = false;
    return had;
}

static bool limit_more(support_random *r, seal_world *w) {
    int i = pick(r, w->charter.limit_count);
    if (i < 0 || w->now[i].holds != RU_FALSE) return false;
    w->now[i].holds = seal_chance(r, 70) ? RU_TRUE : RU_MAYBE;
    return true;
}

static const struct {
    const char *name;
    mutation *change;
} mutations[] = {{"a channel rule turns unknown", way_unknown},
                 {"the preference turns unknown", preference_unknown},
                 {"another action is possible", more_actions},
                 {"another tone is possible", more_tones},
                 {"a limit's condition turns unknown", condition_unknown},
                 {"an only_if turns unknown", only_if_unknown},
                 {"the end of a limit turns unknown", end_unknown},
                 {"the windows turn unknown", windows_unknown},
                 {"the zone turns unknown", no_zone},
                 {"another zone is possible", another_zone},
                 {"the currency turns unknown", currency_unknown},
                 {"no plan is definite", no_plan},
                 {"one limit more", limit_more}};

/* ---- the theorem ---- */
typedef struct tally {
    long pairs, silent, contact, changed, slow;
    long by[RU_COUNT(mutations)];
} tally;

static bool same_outcome(const ru_permission *a, const ru_permission *b) { return a->action == b->action && a->tone == b->tone && a->channel == b->channel; }

static void compare(const seal_world *before, const ru_permission *e, const seal_world *after, const char *what, tally *t) {
    ru_permission d;
    seal_judge(after, &d);
    t->pairs++;
    t->changed += !same_outcome(&d, e);
    if (ru_permission_not_harsher(&d, e)) return;
    printf("before: action %d tone %d channel %d\n", e->action, e->tone, e->channel);
    seal_print(before);
    printf("after: action %d tone %d channel %d\n", d.action, d.tone, d.channel);
    seal_print(after);
    fail_msg("harsher when %s", what);
}

static void never_harsher(void **state) {
    (void)state;
    uint64_t seed = 20260302;
    support_random r = {seed};
    tally t = {0};
    long pairs = support_scaled(1000000);
    static seal_world w, less;
    while (t.pairs < pairs) {
        ru_permission e;
        seal_random(&r, &w, 2);
        seal_judge(&w, &e);
        *(e.channel < 0 ? &t.silent : &t.contact) += 1;
        for (size_t m = 0; m < RU_COUNT(mutations); m++) {
            seal_copy(&less, &w);
            if (!mutations[m].change(&r, &less)) continue;
            compare(&w, &e, &less, mutations[m].name, &t);
            t.by[m]++;
        }
        seal_copy(&less, &w); /* and many at once */
        for (int n = 0; n < 6; n++) mutations[support_between(&r, 0, RU_COUNT(mutations) - 1)].change(&r, &less);
        compare(&w, &e, &less, "several things change at once", &t);
    }
    printf("seed %llu: %ld pairs, %ld changed the outcome; before, %ld with contact and %ld silent\n", (unsigned long long)seed, t.pairs, t.changed, t.contact,
           t.silent);
    if (pairs < 10000) return;
    for (size_t m = 0; m < RU_COUNT(mutations); m++) assert_true(t.by[m] > pairs / 200);
    assert_true(t.contact > t.silent / 4);
    assert_true(t.changed > pairs / 50);
}

/* More than eight channel rules that are not known: silence, whatever they are. */
static void too_many_unknown_rules(void **state) {
    (void)state;
    static seal_world w;
    ru_way ways[12];
    uint8_t truth[12];
    ru_permission p;
    seal_plain(&w);
    for (int open = 0; open <= 9; open++) {
        for (int i = 0; i < 12; i++) {
            ways[i] = (ru_way){.channel = i % 4, .prefer = i};
            truth[i] = (uint8_t)(i >= 12 - open ? RU_MAYBE : i < 3 ? RU_TRUE : RU_FALSE);
        }
        w.charter.ways = ways;
        w.charter.way_count = 12;
        w.proposal.ways = truth;
        seal_judge(&w, &p);
        assert_int_equal(p.channel, open <= RU_MAX_OPEN_WAYS ? 0 : -1);
    }
}

/* ---- the slow reading ---- */
static void check_slow(const seal_world *w) {
    ru_permission p;
    slow_judgement j;
    seal_judge(w, &p);
    slow_judge(w, &j);
    if (p.action == j.action && p.tone == j.tone && p.channel == j.channel && p.actions_visited == j.visited && p.tones_visited == j.tones_visited) return;
    seal_print(w);
    fail_msg("action %d tone %d channel %d visited %llx %x; the slow reading says %d %d %d, %llx %x", p.action, p.tone, p.channel,
             (unsigned long long)p.actions_visited, p.tones_visited, j.action, j.tone, j.channel, (unsigned long long)j.visited, j.tones_visited);
}

static void the_slow_reading_agrees(void **state) {
    (void)state;
    uint64_t seed = 17;
    support_random r = {seed};
    long worlds = support_scaled(30000), contacts = 0;
    static seal_world w;
    for (long i = 0; i < worlds; i++) {
        ru_permission p;
        seal_random(&r, &w, 1);
        check_slow(&w);
        seal_judge(&w, &p);
        contacts += p.channel >= 0;
    }
    printf("seed %llu: %ld worlds, %ld with contact\n", (unsigned long long)seed, worlds, contacts);
    if (worlds > 1000) assert_true(contacts > worlds / 5);
}

/* The list of limits that apply is only a shorter way to the same. */
static void the_list_of_those_that_apply_changes_nothing(void **state) {
    (void)state;
    support_random r = {5};
    static seal_world w;
    for (long i = support_scaled(5000); i > 0; i--) {
        ru_permission a, b;
        uint16_t applying[SEAL_LIMITS];
        seal_random(&r, &w, 2);
        seal_judge(&w, &a);
        w.proposal.applying = applying;
        for (size_t k = 0; k < w.charter.limit_count; k++)
            if (w.now[k].holds != RU_FALSE) applying[w.proposal.applying_count++] = (uint16_t)k;
        seal_judge(&w, &b);
        assert_true(same_outcome(&a, &b) && a.from == b.from && a.until == b.until && ru_permission_not_harsher(&a, &b) && ru_permission_not_harsher(&b, &a));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(never_harsher), cmocka_unit_test(too_many_unknown_rules), cmocka_unit_test(the_slow_reading_agrees),
                                       cmocka_unit_test(the_list_of_those_that_apply_changes_nothing)};
    return cmocka_run_group_tests(tests, open_zones, close_zones);
}
