/* test_seal_calendar.c: the calendar of a permission against a search minute by minute, on random charters; SEMANTICS 17, 18, 21, 22 by hand. */
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

static seal_world w;
static ru_permission p;

/* ---- random charters ---- */
enum { DAYS = 2, MINUTE = 60 };

/* Edges on every minute, not on quarters of an hour alone. */
static void shift_to_minutes(support_random *r) {
    for (size_t i = 0; i < w.charter.limit_count; i++) {
        if (seal_chance(r, 50)) seal_random_hours(r, &w.hours[i], MINUTE);
        for (int k = 0; k < 2; k++) w.windows[i][k] = seal_random_window(r, MINUTE);
        if (w.now[i].ends != INT64_MAX) w.now[i].ends += support_between(r, -14, 14) * MINUTE;
    }
    w.proposal.now -= w.proposal.now % MINUTE;
    w.proposal.horizon = w.proposal.now + DAYS * SEAL_DAY + support_between(r, 0, 59) * MINUTE;
}

static bool allowed(const slow_judgement *j, int channel, int64_t t) { return j->speakable && slow_definite(&w, channel) && slow_permitted(&w, j, channel, t); }

/* One channel: every minute is inside an interval of the calendar iff no limit refuses it; the edges are where it turns. Gives the intervals. */
static int check_channel(const slow_judgement *j, int channel) {
    int64_t from = INT64_MAX, until = INT64_MIN, next = w.proposal.now, horizon = w.proposal.horizon;
    int intervals = 0;
    bool more = true, before = false;
    for (int64_t t = w.proposal.now; t < horizon; t += MINUTE) {
        if (more && t >= next) {
            more = ru_permission_next(&p, channel, t, &from, &until);
            next = more ? until : INT64_MAX;
            intervals += more;
            if (more && (from < t || until <= from || until > horizon))
                fail_msg("channel %d: [%lld, %lld) asked from %lld", channel, (long long)from, (long long)until, (long long)t);
        }
        bool inside = more && t >= from && t < until, expected = allowed(j, channel, t);
        if (inside == expected) {
            if (expected && !before && from != t) fail_msg("channel %d opens at %lld, by the minutes at %lld", channel, (long long)from, (long long)t);
            before = expected;
            continue;
        }
        seal_print(&w);
        fail_msg("channel %d at now %+lld: the calendar says %d, the minutes %d", channel, (long long)(t - w.proposal.now), inside, expected);
    }
    if (more && next < horizon) assert_false(ru_permission_next(&p, channel, next, &from, &until) && from < horizon);
    return intervals;
}

/* From the middle of anything: the next interval never starts before the instant asked, and is what was found there from the start. */
static void ask_anywhere(support_random *r, const slow_judgement *j, int channel) {
    int64_t t = support_between(r, w.proposal.now - 3600, w.proposal.horizon + 3600), from, until, at = t < w.proposal.now ? w.proposal.now : t;
    bool more = ru_permission_next(&p, channel, t, &from, &until);
    if (more) {
        assert_true(from >= at && until > from && until <= w.proposal.horizon);
        assert_true(allowed(j, channel, from) && allowed(j, channel, until - 1));
        if (until < w.proposal.horizon) assert_false(allowed(j, channel, until));
        if (from > at) assert_false(allowed(j, channel, at) || allowed(j, channel, from - 1));
    } else if (at < w.proposal.horizon) assert_false(allowed(j, channel, at) || allowed(j, channel, w.proposal.horizon - 1));
}

static void check_first(void) {
    int64_t from, until;
    if (p.channel < 0) {
        assert_true(p.from == INT64_MAX && p.until == INT64_MAX);
        return;
    }
    assert_true(ru_permission_next(&p, p.channel, w.proposal.now, &from, &until));
    assert_true(p.from == from && p.until == until && from < w.proposal.contact_by);
}

static void the_calendar_is_where_no_limit_refuses(void **state) {
    (void)state;
    uint64_t seed = 1789;
    support_random r = {seed};
    long worlds = support_scaled(2500), intervals = 0, broken = 0;
    for (long i = 0; i < worlds; i++) {
        slow_judgement j;
        seal_random(&r, &w, DAYS);
        shift_to_minutes(&r);
        seal_judge(&w, &p);
        slow_judge(&w, &j); /* for what was visited; whether a channel opens before contact_by is of quarters of an hour, and not asked here */
        assert_true(p.actions_visited == j.visited && p.tones_visited == j.tones_visited);
        for (int c = 0; c < w.charter.ladders.channel_count; c++) {
            int n = check_channel(&j, c);
            intervals += n;
            broken += n > 1;
            for (int k = 0; k < 8; k++) ask_anywhere(&r, &j, c);
        }
        check_first();
    }
    printf("seed %llu: %ld charters, %ld intervals, %ld calendars with gaps\n", (unsigned long long)seed, worlds, intervals, broken);
    if (worlds >= 500) assert_true(broken > worlds / 10);
}

/* ---- by hand ---- */
static void open_from(ru_limit *l, size_t i, int32_t from, int32_t to) {
    (void)l;
    for (int d = 0; d < 8; d++) {
        w.hours[i].spans[d][0] = (ru_span){from, to};
        w.hours[i].counts[d] = 1;
    }
}

static int channel_of(void) {
    seal_judge(&w, &p);
    return p.channel;
}

/* SEMANTICS 17 */
static void a_channel_that_opens_after_contact_by_is_refused(void **state) {
    (void)state;
    seal_plain(&w); /* ten in the morning; channel 3 first */
    assert_int_equal(channel_of(), 3);
    ru_limit *l = seal_limit(&w, RU_HOURS, RU_ON_CHANNEL);
    open_from(l, 0, 14 * 3600, 15 * 3600);
    l->ways = 8;
    assert_int_equal(channel_of(), 3);
    assert_true(p.from == w.proposal.now + 4 * 3600 && p.until == p.from + 3600);
    w.proposal.contact_by = w.proposal.now + 4 * 3600 + 1;
    assert_int_equal(channel_of(), 3);
    w.proposal.contact_by = w.proposal.now + 4 * 3600; /* opens at, not before */
    assert_int_equal(channel_of(), 2);
    l->ways = UINT64_MAX;
    assert_int_equal(channel_of(), -1);
    int64_t from, until;
    assert_true(ru_permission_next(&p, 3, w.proposal.now, &from, &until)); /* the calendar goes on to the horizon all the same */
}

/* A refused channel gives way only to kinder ones, even where a harsher one stands next in order. */
static void giving_way_is_never_to_a_harsher_channel(void **state) {
    (void)state;
    seal_plain(&w);
    for (int i = 0; i < 4; i++) w.ways[i].prefer = i == 1 ? 0 : i; /* 1 first, then 0, 2, 3 … */
    w.ways[0].prefer = 9;
    seal_limit(&w, RU_FORBID, RU_ON_CHANNEL)->ways = 2;
    assert_int_equal(channel_of(), 0);
    seal_limit(&w, RU_FORBID, RU_ON_CHANNEL)->ways = 1;
    assert_int_equal(channel_of(), -1);
}

static void the_preference_comes_first(void **state) {
    (void)state;
    seal_plain(&w);
    w.proposal.preferred_state = RU_VALUE;
    for (int c = 3; c >= 0; c--) {
        w.proposal.preferred = c;
        assert_int_equal(channel_of(), c);
    }
    w.proposal.preferred = -1; /* something that is no channel here */
    assert_int_equal(channel_of(), 3);
    w.proposal.preferred_state = RU_UNKNOWN; /* may be the kindest */
    assert_int_equal(channel_of(), 0);
    w.truth[0] = RU_FALSE; /* then no walk comes there, whatever the preference */
    assert_int_equal(channel_of(), 1);
}

static void an_unknown_rule_is_tried_both_ways(void **state) {
    (void)state;
    seal_plain(&w);
    w.truth[3] = RU_MAYBE; /* first in order; taken as true it is used, as false the next: the least, 2 */
    assert_int_equal(channel_of(), 2);
    w.truth[2] = RU_FALSE;
    w.truth[1] = RU_FALSE;
    assert_int_equal(channel_of(), 0);
    w.truth[0] = RU_MAYBE; /* nothing is definite: nothing without a rule that surely holds */
    assert_int_equal(channel_of(), -1);
    seal_plain(&w);
    w.truth[0] = RU_MAYBE; /* last in order: nothing changes */
    assert_int_equal(channel_of(), 3);
    seal_limit(&w, RU_FORBID, RU_ON_CHANNEL)->ways = 4 | 8; /* 3 and 2 refused: 1 */
    assert_int_equal(channel_of(), 1);
}

static void costs_count_when_all_are_known(void **state) {
    (void)state;
    seal_plain(&w);
    for (int i = 0; i < 4; i++) {
        w.ways[i].prefer = 1;
        w.ways[i].cost = w.costs[i];
        w.ways[i].has_cost = w.has_costs[i];
        w.costs[i][0] = i == 2 ? 1 : 5;
        w.has_costs[i][0] = w.has_costs[i][1] = true;
    }
    w.proposal.currency = 0;
    assert_int_equal(channel_of(), 2);
    w.proposal.currency = 1; /* all cost nothing there: the kinder */
    assert_int_equal(channel_of(), 0);
    w.proposal.currency = 0;
    w.has_costs[3][0] = false; /* one figure is missing: none counts */
    assert_int_equal(channel_of(), 0);
    w.ways[3].cost = NULL; /* says no cost: 0, the least */
    assert_int_equal(channel_of(), 3);
    w.proposal.currency = -1;
    assert_int_equal(channel_of(), 0);
}

/* SEMANTICS 18: two rules of one channel, of which one may hold; a limit on that one refuses the channel. */
static void any_rule_that_is_not_false_brings_its_limits(void **state) {
    (void)state;
    seal_plain(&w);
    w.ways[2].channel = 3;
    w.truth[2] = RU_FALSE;
    seal_limit(&w, RU_FORBID, RU_ON_CHANNEL)->ways = 4;
    assert_int_equal(channel_of(), 3);
    w.truth[2] = RU_MAYBE;
    assert_int_equal(channel_of(), 1);
    w.truth[3] = RU_FALSE; /* the rule that might hold is the only one left, and refused: taken as true it gives way to 1 */
    assert_int_equal(channel_of(), 1);
}

/* SEMANTICS 21 */
static void what_may_apply_applies(void **state) {
    (void)state;
    seal_plain(&w);
    seal_limit(&w, RU_FORBID, RU_ON_CHANNEL)->ways = 8;
    for (int holds = RU_FALSE; holds <= RU_TRUE; holds++) {
        w.now[0].holds = (ru_tri)holds;
        assert_int_equal(channel_of(), holds == RU_FALSE ? 3 : 2);
    }
    w.limits[0].effects = RU_ONLY_IF;
    for (int met = RU_FALSE; met <= RU_TRUE; met++) {
        w.now[0].met = (ru_tri)met;
        assert_int_equal(channel_of(), met == RU_TRUE ? 3 : 2);
    }
    w.limits[0].effects = RU_ONLY_IF | RU_FORBID; /* an only_if that is met lifts nothing but itself */
    assert_int_equal(channel_of(), 2);
    w.now[0].met = RU_FALSE; /* nor does a forbid that is over lift the only_if */
    w.now[0].ends = w.proposal.now;
    assert_int_equal(channel_of(), 2);
    w.now[0].met = RU_TRUE;
    assert_int_equal(channel_of(), 3);
}

static void a_hand_over_refuses_while_it_applies(void **state) {
    (void)state;
    uint16_t limits[2];
    seal_plain(&w);
    seal_limit(&w, RU_HAND_OVER, RU_ON_CHANNEL);
    assert_int_equal(channel_of(), -1);
    w.now[0].ends = w.proposal.now + 7200; /* with an end: refused until then … */
    assert_int_equal(channel_of(), 3);
    assert_true(p.from == w.proposal.now + 7200);
    w.now[0].ends = w.proposal.now;
    assert_int_equal(channel_of(), 3);
    assert_true(p.from == w.proposal.now);
    assert_int_equal(ru_charter_hand_overs(&w.charter, w.now, &w.proposal, limits, 2), 1); /* … while the hand-over lasts as long as its condition */
    w.limits[0].effects |= RU_FORBID;
    w.now[0].ends = w.proposal.now + 60;
    assert_int_equal(channel_of(), 3);
    assert_true(p.from == w.proposal.now + 60);
}

/* SEMANTICS 22: half-open, to the second; an end that is not known is no end. */
static void an_end_is_the_first_free_instant(void **state) {
    (void)state;
    int64_t from, until;
    seal_plain(&w);
    seal_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    w.now[0].ends = w.proposal.now + 86399;
    assert_int_equal(channel_of(), 3);
    assert_true(p.from == w.now[0].ends && p.until == w.proposal.horizon);
    assert_true(ru_limit_free_from(&p, 0, w.now[0].ends - 1) == w.now[0].ends && ru_limit_refuses_from(&p, 0, w.now[0].ends) == INT64_MAX);
    w.now[0].ends = w.proposal.horizon - 1; /* one second is left */
    assert_int_equal(channel_of(), 3);
    assert_true(p.from == w.proposal.horizon - 1 && p.until == w.proposal.horizon);
    w.now[0].ends = w.proposal.horizon;
    assert_int_equal(channel_of(), -1);
    w.now[0].ends = INT64_MAX;
    assert_int_equal(channel_of(), -1);
    assert_false(ru_permission_next(&p, 3, w.proposal.now, &from, &until));
    assert_true(ru_limit_free_from(&p, 0, w.proposal.now) == INT64_MAX);
}

/* Gates on actions and tones are judged over all that were visited. */
static void gates_open_when_they_may(void **state) {
    (void)state;
    seal_plain(&w);
    ru_limit *l = seal_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    l->ways = 8;
    l->actions = 4; /* about `ask`, which is not possible … */
    assert_int_equal(channel_of(), 3);
    seal_limit(&w, RU_FORBID, RU_ON_ACTION)->actions = 8; /* … until `demand` gives way to it */
    assert_int_equal(channel_of(), 2);
    assert_int_equal(p.action, 2);
    w.limits[1].actions = 8 | 4; /* … and still, when that gives way in its turn */
    assert_int_equal(channel_of(), 2);
    assert_int_equal(p.action, 1);
    l->actions = UINT64_MAX;
    l->tones = 1;
    assert_int_equal(channel_of(), 3);
    w.proposal.tones = 1 | 4;
    assert_int_equal(channel_of(), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_calendar_is_where_no_limit_refuses),
                                       cmocka_unit_test(a_channel_that_opens_after_contact_by_is_refused),
                                       cmocka_unit_test(giving_way_is_never_to_a_harsher_channel),
                                       cmocka_unit_test(the_preference_comes_first),
                                       cmocka_unit_test(an_unknown_rule_is_tried_both_ways),
                                       cmocka_unit_test(costs_count_when_all_are_known),
                                       cmocka_unit_test(any_rule_that_is_not_false_brings_its_limits),
                                       cmocka_unit_test(what_may_apply_applies),
                                       cmocka_unit_test(a_hand_over_refuses_while_it_applies),
                                       cmocka_unit_test(an_end_is_the_first_free_instant),
                                       cmocka_unit_test(gates_open_when_they_may)};
    return cmocka_run_group_tests(tests, open_zones, close_zones);
}
