/* test_charter_channels.c: the walk over channel rules against every truth and preference tried in turn, and the theorem on random charters:
 * knowing less, possible more, limits added or stronger is never harsher (SEMANTICS 17, 18). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/charter_world.h"

static charter_world w;
static ru_permission p;

static void open_world(void) {
    charter_world_open(&w, "2026-03-02T15:00:00Z");
    charter_zones(&w, "Europe/London", NULL);
}

static int channel_of(void) {
    charter_judge(&w, &p);
    return p.channel;
}

static void forbid_ways(uint64_t ways) { charter_limit(&w, RU_FORBID, RU_ON_CHANNEL)->ways = ways; }

/* ---- by hand ---- */
static void order_of_the_walk(void **state) {
    (void)state;
    static const int64_t cheap[] = {1, 1}, dear[] = {9, 9};
    static const bool both[] = {true, true}, first[] = {true, false};
    open_world();
    for (int i = 0; i < 4; i++) w.ways[i].prefer = 5 - i; /* 3 is preferred most */
    assert_int_equal(channel_of(), 3);
    w.proposal.preferred_state = RU_VALUE;
    w.proposal.preferred = 2;
    assert_int_equal(channel_of(), 2);
    w.proposal.preferred = -1; /* a channel that the ladder does not have */
    assert_int_equal(channel_of(), 3);
    w.proposal.preferred_state = RU_NONE;
    w.proposal.preferred = 2; /* not looked at */
    assert_int_equal(channel_of(), 3);
    for (int i = 0; i < 4; i++) w.ways[i].prefer = 1; /* then the cheaper, then the kinder */
    assert_int_equal(channel_of(), 0);
    w.ways[0] = (ru_way){.channel = 0, .prefer = 1, .cost = dear, .has_cost = both};
    w.ways[1] = (ru_way){.channel = 1, .prefer = 1, .cost = cheap, .has_cost = both};
    assert_int_equal(channel_of(), 2); /* none given: 0 */
    w.ways[2] = (ru_way){.channel = 2, .prefer = 1, .cost = dear, .has_cost = both};
    w.ways[3] = (ru_way){.channel = 3, .prefer = 1, .cost = dear, .has_cost = both};
    assert_int_equal(channel_of(), 1);
    w.ways[3].has_cost = first;
    w.proposal.currency = 1; /* a figure is missing: cost does not count */
    assert_int_equal(channel_of(), 0);
    w.proposal.currency = 0;
    assert_int_equal(channel_of(), 1);
    w.proposal.currency = -1;
    assert_int_equal(channel_of(), 0);
}

static void a_refused_channel_gives_way_to_kinder_ones_only(void **state) {
    (void)state;
    open_world();
    w.proposal.preferred_state = RU_VALUE;
    w.proposal.preferred = 2;
    forbid_ways(1 << 2);
    assert_int_equal(channel_of(), 0); /* by prefer, and 0 is kinder than 2 */
    w.ways[0].prefer = 9;
    assert_int_equal(channel_of(), 1);
    forbid_ways(1 << 1);
    assert_int_equal(channel_of(), 0);
    forbid_ways(1 << 0);
    assert_int_equal(channel_of(), -1); /* never a call instead of a letter */
    assert_int_equal(p.action, 0);
    assert_true(p.from == INT64_MAX && p.until == INT64_MAX);
}

/* S4: an unknown consent to e-mail must not turn into a telephone call. */
static void an_unknown_rule_is_tried_both_ways(void **state) {
    (void)state;
    open_world();
    w.charter.way_count = 2;
    w.ways[0] = (ru_way){.channel = 1, .prefer = 1};
    w.ways[1] = (ru_way){.channel = 3, .prefer = 2};
    w.tri[0] = RU_TRUE;
    assert_int_equal(channel_of(), 1);
    w.tri[0] = RU_FALSE;
    assert_int_equal(channel_of(), 3);
    w.tri[0] = RU_MAYBE;
    assert_int_equal(channel_of(), -1); /* 1 lacks its consent, 3 is harsher than what may have been meant */
    w.charter.way_count = 3;
    w.ways[2] = (ru_way){.channel = 0, .prefer = 3};
    w.tri[2] = RU_TRUE;
    assert_int_equal(channel_of(), 0); /* kinder than the e-mail, and sure */
    w.ways[0].prefer = 9;              /* then its truth does not matter: 3 comes first */
    assert_int_equal(channel_of(), 3);
    forbid_ways(1 << 1);
    assert_int_equal(channel_of(), 0);
}

static void an_unknown_preference_is_every_channel_and_none(void **state) {
    (void)state;
    open_world();
    for (int i = 0; i < 4; i++) w.ways[i].prefer = 5 - i;
    w.proposal.preferred_state = RU_UNKNOWN;
    assert_int_equal(channel_of(), 0);
    w.tri[0] = RU_FALSE;
    assert_int_equal(channel_of(), 1);
    forbid_ways(1 << 1); /* preferred, refused, nothing kinder: silence is one of the outcomes */
    assert_int_equal(channel_of(), -1);
}

static void more_than_eight_open_rules_are_silence(void **state) {
    (void)state;
    open_world();
    w.charter.way_count = 11;
    for (int i = 0; i < 11; i++) {
        w.ways[i] = (ru_way){.channel = i < 2 ? 0 : 3, .prefer = 9 - (i < 2 ? 0 : 1)};
        w.tri[i] = i < 2 ? RU_TRUE : RU_MAYBE;
    }
    assert_int_equal(channel_of(), -1); /* nine */
    w.tri[10] = RU_FALSE;
    assert_int_equal(channel_of(), 0); /* eight */
    w.tri[10] = RU_TRUE;
    assert_int_equal(channel_of(), 3); /* eight, and the ninth is sure */
}

static void a_channel_counts_only_if_it_opens_in_time(void **state) {
    (void)state;
    open_world();
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    l->ways = 1 << 0;
    l->bounded = true;
    w.now[0].ends = charter_at("2026-03-03T00:00:00Z");
    assert_int_equal(channel_of(), 0);
    assert_true(p.from == w.now[0].ends);
    w.reads_day = true; /* a decision that is good until midnight */
    assert_int_equal(channel_of(), -1);
    w.now[0].ends -= 1;
    assert_int_equal(channel_of(), 0);
    w.tri[0] = RU_MAYBE;
    w.tri[1] = RU_FALSE;
    w.tri[2] = RU_FALSE;
    w.now[0].ends += 1;
    assert_int_equal(channel_of(), -1);
    w.ways[3].prefer = -1; /* its own walk never meets channel 0 */
    assert_int_equal(channel_of(), 3);
}

static void rules_that_may_be_true_bring_their_limits(void **state) {
    (void)state;
    open_world();
    w.charter.way_count = 2;
    w.ways[0] = (ru_way){.channel = 0, .prefer = 1};
    w.ways[1] = (ru_way){.channel = 0, .prefer = 2};
    forbid_ways(1 << 1);
    w.tri[1] = RU_FALSE;
    assert_int_equal(channel_of(), 0);
    w.tri[1] = RU_MAYBE;
    assert_int_equal(channel_of(), -1);
}

/* ---- every truth and every preference, one after the other ---- */
typedef struct trial {
    uint64_t truth;
    int preferred;
    bool costs;
    const bool *open;
} trial;
static const trial *sorting;

static int64_t cost_of(const ru_way *way) { return way->cost && w.proposal.currency >= 0 ? way->cost[w.proposal.currency] : 0; }

static int by_order(const void *a, const void *b) {
    int i = *(const int *)a, k = *(const int *)b;
    const ru_way *x = &w.ways[i], *y = &w.ways[k];
    if ((x->channel == sorting->preferred) != (y->channel == sorting->preferred)) return x->channel == sorting->preferred ? -1 : 1;
    if (x->prefer != y->prefer) return x->prefer < y->prefer ? -1 : 1;
    if (sorting->costs && cost_of(x) != cost_of(y)) return cost_of(x) < cost_of(y) ? -1 : 1;
    return x->channel != y->channel ? x->channel - y->channel : i - k;
}

static int one_walk(const trial *t) {
    int order[CHARTER_WAYS], n = 0, bound = 99;
    for (int i = 0; i < (int)w.charter.way_count; i++)
        if (t->truth >> i & 1) order[n++] = i;
    sorting = t;
    qsort(order, (size_t)n, sizeof *order, by_order);
    for (int i = 0; i < n; i++) {
        int channel = w.ways[order[i]].channel;
        if (channel >= bound) continue;
        if (t->open[channel]) return channel;
        bound = channel;
    }
    return -1;
}

static int least_of_all(const bool *open) {
    trial t = {.costs = true, .open = open};
    uint64_t sure = 0, may = 0;
    int least = 99;
    for (size_t i = 0; i < w.charter.way_count; i++) {
        sure |= (uint64_t)(w.tri[i] == RU_TRUE) << i;
        may |= (uint64_t)(w.tri[i] == RU_MAYBE) << i;
        if (w.ways[i].cost && (w.proposal.currency < 0 || !w.ways[i].has_cost[w.proposal.currency])) t.costs = false;
    }
    if (__builtin_popcountll(may) > RU_MAX_OPEN_WAYS) return -1;
    for (uint64_t part = may;; part = (part - 1) & may) {
        t.truth = sure | part;
        int from = w.proposal.preferred_state == RU_VALUE ? w.proposal.preferred : -1,
            to = w.proposal.preferred_state == RU_UNKNOWN ? w.charter.ladders.channel_count - 1 : from;
        for (t.preferred = from; t.preferred <= to; t.preferred++) {
            int c = one_walk(&t);
            if (c < least) least = c;
        }
        if (!part) return least;
    }
}

/* Minute by minute would be slow here: the calendar (tested elsewhere) of the same rules, all taken for sure, says what is open. */
static void open_channels(bool *open, bool *definite) {
    charter_world all;
    ru_permission q;
    charter_copy(&all, &w);
    for (size_t i = 0; i < all.charter.way_count; i++)
        if (all.tri[i] == RU_MAYBE) all.tri[i] = RU_TRUE;
    charter_judge(&all, &q);
    for (int c = 0; c < w.charter.ladders.channel_count; c++) {
        int64_t from, until;
        open[c] = ru_permission_next(&q, c, w.proposal.now, &from, &until) && from < w.proposal.contact_by;
        definite[c] = false;
        for (size_t i = 0; i < w.charter.way_count; i++) definite[c] |= w.ways[i].channel == c && w.tri[i] == RU_TRUE;
    }
}

static void walks_of_random_charters(void **state) {
    (void)state;
    uint64_t seed = 700000;
    long charters = support_scaled(10000), spoken = 0, unknown = 0;
    for (long i = 0; i < charters; i++, seed++) {
        support_random r = {seed};
        bool open[RU_MAX_CHANNELS], definite[RU_MAX_CHANNELS];
        charter_random(&w, &r);
        w.charter.limit_count = w.charter.limit_count > 3 ? 3 : w.charter.limit_count;
        w.proposal.actions &= ~(UINT64_C(1) << w.charter.ladders.none);
        if (!w.proposal.actions) continue;
        charter_judge(&w, &p);
        open_channels(open, definite);
        int expected = -1;
        for (int c = 0; c <= least_of_all(open); c++)
            if (open[c] && definite[c]) expected = c;
        if (!w.charter.ladders.actions[p.action].contact && p.channel < 0) continue; /* silent for want of an action, or of a channel: the next test */
        if (p.channel != expected) fail_msg("seed %" PRIu64 ": channel %d, expected %d", seed, p.channel, expected);
        spoken++;
        for (size_t k = 0; k < w.charter.way_count; k++)
            if (w.tri[k] == RU_MAYBE) {
                unknown++;
                break;
            }
    }
    print_message("seeds from 700000, %ld charters, %ld with a contact, %ld of them with open rules\n", charters, spoken, unknown);
    if (charters >= 300) assert_true(spoken > charters / 20 && unknown > charters / 50);
}

/* As above, with an action that always needs contact, so that silence is the channels' doing. */
static void silence_of_random_charters(void **state) {
    (void)state;
    uint64_t seed = 800000;
    long charters = support_scaled(20000), silent = 0;
    for (long i = 0; i < charters; i++, seed++) {
        support_random r = {seed};
        bool open[RU_MAX_CHANNELS], definite[RU_MAX_CHANNELS];
        charter_random(&w, &r);
        ru_ladders *l = &w.charter.ladders;
        int harshest = l->none;
        for (int a = 0; a < l->action_count; a++)
            if (l->actions[a].rank > l->actions[harshest].rank) harshest = a;
        if (!l->actions[harshest].contact) continue;
        w.proposal.actions = UINT64_C(1) << harshest;
        l->actions[harshest].needs_plan = false;
        for (size_t k = 0; k < w.charter.limit_count; k++) {
            if (w.limits[k].acts_on == RU_ON_ACTION) w.now[k].holds = RU_FALSE;
            w.limits[k].effects &= ~(unsigned)RU_ACTION_AT_MOST;
        }
        charter_judge(&w, &p);
        open_channels(open, definite);
        int expected = -1;
        for (int c = 0; c <= least_of_all(open); c++)
            if (open[c] && definite[c]) expected = c;
        if (p.channel != expected) fail_msg("seed %" PRIu64 ": channel %d, expected %d", seed, p.channel, expected);
        silent += expected < 0;
    }
    print_message("seeds from 800000, %ld charters, %ld silent\n", charters, silent);
    if (charters >= 300) assert_true(silent > charters / 20);
}

/* ---- the theorem ---- */
typedef struct change {
    const char *name;
    bool (*make)(charter_world *x, support_random *r);
} change;

static bool forget_way(charter_world *x, support_random *r) {
    uint8_t *tri = &x->tri[support_next(r) % x->charter.way_count];
    bool was = *tri != RU_MAYBE;
    *tri = RU_MAYBE;
    return was;
}
static bool forget_preference(charter_world *x, support_random *r) {
    (void)r;
    bool was = x->proposal.preferred_state != RU_UNKNOWN;
    x->proposal.preferred_state = RU_UNKNOWN;
    return was;
}
static bool forget_currency(charter_world *x, support_random *r) {
    (void)r;
    bool was = x->proposal.currency >= 0;
    x->proposal.currency = -1;
    return was;
}
static bool another_action(charter_world *x, support_random *r) {
    uint64_t was = x->proposal.actions;
    x->proposal.actions |= UINT64_C(1) << support_between(r, 0, x->charter.ladders.action_count - 1);
    return x->proposal.actions != was;
}
static bool another_tone(charter_world *x, support_random *r) {
    uint32_t was = x->proposal.tones;
    x->proposal.tones |= 1u << support_between(r, 0, x->charter.ladders.tone_count - 1);
    return x->proposal.tones != was;
}
static bool lose_plan(charter_world *x, support_random *r) {
    (void)r;
    bool was = x->proposal.has_plan;
    x->proposal.has_plan = false;
    return was;
}
static bool lose_zone(charter_world *x, support_random *r) {
    (void)r;
    bool was = x->scene.zone_count > 0;
    x->scene.zone_count = 0;
    return was;
}
static bool another_zone(charter_world *x, support_random *r) {
    static const char *const names[] = {"America/New_York", "America/Los_Angeles", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"};
    if (!x->scene.zone_count) return false;
    charter_zone_add(x, charter_zone(names[support_next(r) % RU_COUNT(names)]));
    return true;
}
static bool add_limit(charter_world *x, support_random *r) {
    size_t n = x->charter.limit_count, at = (size_t)support_between(r, 0, (int64_t)n);
    if (!charter_random_limit(x, r)) return false;
    ru_limit l = x->limits[n];
    ru_limit_now now = x->now[n];
    for (size_t i = n; i > at; i--) x->limits[i] = x->limits[i - 1], x->now[i] = x->now[i - 1];
    x->limits[at] = l;
    x->now[at] = now;
    return true;
}
static ru_limit_now *some_limit(charter_world *x, support_random *r) {
    return x->charter.limit_count ? &x->now[support_next(r) % x->charter.limit_count] : NULL;
}
static bool limit_may_hold(charter_world *x, support_random *r) {
    ru_limit_now *now = some_limit(x, r);
    if (!now || now->holds == RU_TRUE) return false;
    now->holds = (ru_tri)support_between(r, now->holds + 1, RU_TRUE);
    return true;
}
static bool release_unmet(charter_world *x, support_random *r) {
    ru_limit_now *now = some_limit(x, r);
    if (!now || now->met == RU_FALSE || !(x->limits[now - x->now].effects & RU_ONLY_IF)) return false;
    now->met = (ru_tri)(now->met - 1);
    return true;
}
static bool end_later(charter_world *x, support_random *r) {
    ru_limit_now *now = some_limit(x, r);
    if (!now || now->ends == INT64_MAX) return false;
    now->ends = charter_chance(r, 50) ? INT64_MAX : now->ends + 3600 * support_between(r, 1, 48);
    return true;
}
static bool forget_windows(charter_world *x, support_random *r) {
    ru_limit_now *now = some_limit(x, r);
    if (!now || !now->widened_count) return false;
    now->widened_count--;
    return true;
}

static const change changes[] = {
    {"a channel rule is not known", forget_way},
    {"the preference is not known", forget_preference},
    {"the currency is not known", forget_currency},
    {"another action is possible", another_action},
    {"another tone is possible", another_tone},
    {"the plan is lost", lose_plan},
    {"the zone is not known", lose_zone},
    {"another zone is possible", another_zone},
    {"a limit is added", add_limit},
    {"a limit may hold", limit_may_hold},
    {"a release is not met", release_unmet},
    {"a refusal ends later", end_later},
    {"windows are not known", forget_windows},
};

static bool same(const ru_permission *a, const ru_permission *b) {
    return a->action == b->action && a->tone == b->tone && a->channel == b->channel && a->from == b->from && a->until == b->until &&
           ru_permission_not_harsher(a, b) && ru_permission_not_harsher(b, a);
}

static void shuffle_limits(charter_world *x, support_random *r) {
    for (size_t i = x->charter.limit_count; i > 1; i--) {
        size_t k = support_next(r) % i;
        ru_limit l = x->limits[k];
        ru_limit_now now = x->now[k];
        x->limits[k] = x->limits[i - 1], x->now[k] = x->now[i - 1];
        x->limits[i - 1] = l, x->now[i - 1] = now;
    }
}

typedef struct tally {
    long pairs, less, kept;
    long made[RU_COUNT(changes)];
} tally;

/* One charter, then a chain of changes: each step, and the last beside the first. */
static void one_chain(uint64_t seed, tally *t) {
    support_random r = {seed};
    charter_world other;
    ru_permission before, after, first;
    for (int tries = 0; tries < 6; tries++) { /* most chains begin with a contact: silence has little to lose */
        charter_random(&w, &r);
        charter_judge(&w, &before);
        if (before.channel >= 0) break;
    }
    charter_copy(&other, &w);
    shuffle_limits(&other, &r);
    charter_judge(&other, &after);
    if (!same(&before, &after)) fail_msg("seed %" PRIu64 ": the order of limits matters", seed);
    first = before;
    charter_world steps[3], *last = &w;
    for (size_t i = 0; i < RU_COUNT(steps);) {
        size_t which = support_next(&r) % RU_COUNT(changes);
        charter_copy(&steps[i], last);
        if (!changes[which].make(&steps[i], &r)) continue;
        charter_judge(&steps[i], &after);
        if (!ru_permission_not_harsher(&after, &before)) fail_msg("seed %" PRIu64 ", step %zu: harsher because %s", seed, i, changes[which].name);
        t->made[which]++;
        t->pairs++;
        if (same(&after, &before)) t->kept++;
        else t->less++;
        before = after;
        last = &steps[i++];
    }
    t->pairs++;
    if (!ru_permission_not_harsher(&after, &first)) fail_msg("seed %" PRIu64 ": harsher after all changes", seed);
}

static void less_known_is_never_harsher(void **state) {
    (void)state;
    uint64_t seed = 1000000;
    long chains = support_scaled(30000);
    tally t = {.pairs = 0};
    for (long i = 0; i < chains; i++) one_chain(seed++, &t);
    print_message("seeds from 1000000, %ld pairs, %ld gave less, %ld the same\n", t.pairs, t.less, t.kept);
    for (size_t i = 0; i < RU_COUNT(changes); i++)
        if (!t.made[i] && chains > 1000) fail_msg("never tried: %s", changes[i].name);
    if (chains >= 300) assert_true(t.less > t.pairs / 20);
}

/* The order itself bites: what takes more is not below what takes less. */
static void the_pressure_order(void **state) {
    (void)state;
    ru_permission less, more;
    charter_world x;
    open_world();
    charter_judge(&w, &more);
    charter_copy(&x, &w);
    x.proposal.actions = 1u << 2;
    charter_judge(&x, &less);
    assert_true(ru_permission_not_harsher(&less, &more) && !ru_permission_not_harsher(&more, &less));
    charter_copy(&x, &w);
    x.proposal.tones = 1u << 1;
    charter_judge(&x, &less);
    assert_true(ru_permission_not_harsher(&less, &more) && !ru_permission_not_harsher(&more, &less));
    charter_copy(&x, &w);
    x.ways[0].prefer = 99; /* letters last: e-mail */
    charter_judge(&x, &less);
    assert_int_equal(less.channel, 1);
    assert_true(ru_permission_not_harsher(&more, &less) && !ru_permission_not_harsher(&less, &more));
    charter_copy(&x, &w);
    ru_limit *l = charter_limit(&x, RU_FORBID, RU_ON_CHANNEL); /* an hour less, on a channel that is not even used */
    l->ways = 1 << 3;
    l->bounded = true;
    x.now[0].ends = x.proposal.now + 3600;
    charter_judge(&x, &less);
    assert_int_equal(less.channel, more.channel);
    assert_true(ru_permission_not_harsher(&less, &more) && !ru_permission_not_harsher(&more, &less));
    x.now[0].ends = x.proposal.now + 1;
    charter_judge(&x, &less);
    assert_true(ru_permission_not_harsher(&less, &more) && !ru_permission_not_harsher(&more, &less));
    x.proposal.actions = 1;
    charter_judge(&x, &less);
    assert_int_equal(less.channel, -1); /* silence is below every contact, whatever its tone */
    less.tone = 3;
    more.tone = 0;
    assert_true(ru_permission_not_harsher(&less, &more));
}

static int teardown(void **state) {
    (void)state;
    charter_zones_free();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_of_the_walk),
        cmocka_unit_test(a_refused_channel_gives_way_to_kinder_ones_only),
        cmocka_unit_test(an_unknown_rule_is_tried_both_ways),
        cmocka_unit_test(an_unknown_preference_is_every_channel_and_none),
        cmocka_unit_test(more_than_eight_open_rules_are_silence),
        cmocka_unit_test(a_channel_counts_only_if_it_opens_in_time),
        cmocka_unit_test(rules_that_may_be_true_bring_their_limits),
        cmocka_unit_test(walks_of_random_charters),
        cmocka_unit_test(silence_of_random_charters),
        cmocka_unit_test(less_known_is_never_harsher),
        cmocka_unit_test(the_pressure_order),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
