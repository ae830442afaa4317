/* test_charter_list.c: the limits that bit, each judged alone, and hand-overs (SEMANTICS 21–24). */
#include <inttypes.h>
#include <stdio.h>

#include "tests/support/charter_world.h"

static charter_world w;
static ru_permission p;
static ru_listed listed[64];
static size_t count;

static void open_world(void) {
    charter_world_open(&w, "2026-03-02T15:00:00Z");
    charter_zones(&w, "Europe/London", NULL);
}

static void list(void) {
    charter_judge(&w, &p);
    count = ru_charter_list(&p, listed, RU_COUNT(listed));
    assert_true(count <= RU_COUNT(listed));
}

static void assert_listed(size_t i, size_t limit, unsigned effect, int channel, const char *until, int line) {
    char text[21] = "null";
    if (i >= count) fail_msg("line %d: only %zu listed", line, count);
    if (listed[i].until != INT64_MAX) ru_instant_text(listed[i].until, text);
    if (listed[i].limit != limit || listed[i].effect != effect || listed[i].on_channel != channel || strcmp(text, until) != 0)
        fail_msg("line %d: limit %d effect %d channel %d until %s", line, listed[i].limit, listed[i].effect, (int)listed[i].on_channel, text);
}
#define LISTED(i, limit, effect, channel, until) assert_listed(i, limit, effect, channel, until, __LINE__)

static void office_hours(int table) {
    for (int d = 0; d < 5; d++) w.tables[table].spans[d][w.tables[table].counts[d]++] = (ru_span){9 * 3600, 17 * 3600};
}

static void one_entry_an_effect_in_order(void **state) {
    (void)state;
    open_world();
    office_hours(0);
    ru_limit *a = charter_limit(&w, RU_FORBID | RU_HAND_OVER, RU_ON_CHANNEL),
             *b = charter_limit(&w, RU_HOURS | RU_TONE_AT_MOST | RU_ACTION_AT_MOST, RU_ON_CHANNEL);
    charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    w.now[2].holds = RU_FALSE;
    a->bounded = true;
    w.now[0].ends = charter_at("2026-03-20T00:00:00Z"); /* beyond the horizon: known all the same */
    b->hours = &w.tables[0];
    b->tone_cap = 1;
    b->action_cap = 1;
    list();
    assert_int_equal(count, 5);
    LISTED(0, 0, RU_FORBID, -1, "2026-03-20T00:00:00Z");
    LISTED(1, 0, RU_HAND_OVER, -1, "null"); /* lasts as long as its condition */
    LISTED(2, 1, RU_ACTION_AT_MOST, -1, "null");
    LISTED(3, 1, RU_HOURS, -1, "2026-03-03T09:00:00Z"); /* first refused from 17:00 today */
    LISTED(4, 1, RU_TONE_AT_MOST, -1, "null");
    memset(listed, 0x55, sizeof listed);
    assert_int_equal(ru_charter_list(&p, listed, 2), 5); /* there are more than there is room for */
    assert_int_equal(listed[1].effect, RU_HAND_OVER);
    assert_int_equal(listed[2].effect, 0x5555);
    assert_int_equal(ru_charter_list(&p, NULL, 0), 5);
}

static void the_end_of_the_first_refused_interval(void **state) {
    (void)state;
    open_world();
    office_hours(0);
    charter_limit(&w, RU_HOURS, RU_ON_CHANNEL)->hours = &w.tables[0];
    w.proposal.now = charter_at("2026-03-02T20:00:00Z");
    list();
    LISTED(0, 0, RU_HOURS, -1, "2026-03-03T09:00:00Z");
    w.scene.zone_count = 0; /* no zone: a fact ends it */
    list();
    LISTED(0, 0, RU_HOURS, -1, "null");
    open_world();
    for (int d = 0; d < 7; d++) w.tables[0].spans[d][w.tables[0].counts[d]++] = (ru_span){0, CHARTER_DAY};
    charter_limit(&w, RU_HOURS, RU_ON_CHANNEL)->hours = &w.tables[0];
    list();
    assert_int_equal(count, 0); /* never refuses */
    w.charter.limit_count = 0;
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    list();
    LISTED(0, 0, RU_FORBID, -1, "null");
    l->bounded = true;
    w.now[0].ends = w.proposal.now; /* over */
    list();
    assert_int_equal(count, 0);
    w.now[0].ends = INT64_MAX;
    l->valid_from = charter_date("2026-03-15"); /* within the horizon */
    list();
    assert_int_equal(count, 1);
    l->valid_from = charter_date("2026-03-17");
    list();
    assert_int_equal(count, 0);
    l->valid_from = INT32_MIN;
    l->valid_until = charter_date("2026-03-01");
    list();
    assert_int_equal(count, 0);
    l->valid_until = charter_date("2027-01-31"); /* the law itself ends, however far away */
    list();
    LISTED(0, 0, RU_FORBID, -1, "2027-02-01T00:00:00Z");
}

static void only_if_until_it_is_met(void **state) {
    (void)state;
    open_world();
    charter_limit(&w, RU_ONLY_IF, RU_ON_CHANNEL)->ways = 1 << 3;
    for (int met = RU_FALSE; met <= RU_MAYBE; met++) {
        w.now[0].met = (ru_tri)met;
        list();
        assert_int_equal(count, 1);
        LISTED(0, 0, RU_ONLY_IF, 3, "null");
    }
    w.now[0].met = RU_TRUE;
    list();
    assert_int_equal(count, 0);
}

static void a_limit_on_one_channel_says_so(void **state) {
    (void)state;
    open_world();
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    l->ways = 1 << 2;
    list();
    LISTED(0, 0, RU_FORBID, 2, "null");
    l->ways = 1 << 2 | 1 << 1;
    list();
    LISTED(0, 0, RU_FORBID, -1, "null");
    w.ways[1].channel = 2; /* two rules of one channel */
    list();
    LISTED(0, 0, RU_FORBID, 2, "null");
    w.tri[1] = w.tri[2] = RU_FALSE;
    list();
    assert_int_equal(count, 0); /* no rule of it is open */
    w.tri[2] = RU_MAYBE;
    list();
    assert_int_equal(count, 1);
}

static void gates_are_asked_over_what_is_possible(void **state) {
    (void)state;
    open_world();
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    l->actions = 1 << 2;
    list();
    assert_int_equal(count, 0);
    w.proposal.actions |= 1 << 2;
    list();
    assert_int_equal(count, 1);
    l->tones = 1 << 0;
    list();
    assert_int_equal(count, 0);
    w.proposal.tones |= 1 << 0;
    list();
    assert_int_equal(count, 1);
}

static void actions_and_tones(void **state) {
    (void)state;
    open_world();
    charter_limit(&w, RU_FORBID, RU_ON_ACTION)->actions = 1 << 2;
    charter_limit(&w, RU_ACTION_AT_MOST, RU_ON_CHANNEL)->action_cap = 2;
    charter_limit(&w, RU_FORBID, RU_ON_TONE)->tones = 1 << 2;
    charter_limit(&w, RU_TONE_AT_MOST, RU_ON_CHANNEL)->tone_cap = 2;
    list();
    assert_int_equal(count, 2); /* possible are legal and tone 3: the ceilings bite, the others do not, alone */
    LISTED(0, 1, RU_ACTION_AT_MOST, -1, "null");
    LISTED(1, 3, RU_TONE_AT_MOST, -1, "null");
    w.proposal.actions = 1 << 2;
    w.proposal.tones = 1 << 2;
    list();
    assert_int_equal(count, 2);
    LISTED(0, 0, RU_FORBID, -1, "null");
    LISTED(1, 2, RU_FORBID, -1, "null");
    w.limits[0].valid_from = w.limits[2].valid_from = charter_date("2026-03-03"); /* as of now, not up to the horizon */
    list();
    assert_int_equal(count, 0);
    w.limits[0].valid_from = INT32_MIN;
    w.limits[0].bounded = true;
    w.now[0].ends = charter_at("2026-03-02T15:00:01Z");
    list();
    LISTED(0, 0, RU_FORBID, -1, "2026-03-02T15:00:01Z");
    w.proposal.actions = 1; /* none: nothing to refuse */
    w.limits[0].actions = UINT64_MAX;
    list();
    assert_int_equal(count, 0);
}

/* ---- plans ---- */
static void plan_limits(void **state) {
    (void)state;
    uint64_t plans[1] = {1 << 1};
    open_world();
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_PLAN);
    l->plans = plans;
    charter_settle(&w);
    assert_int_equal(ru_charter_plan(&w.charter, w.now, &w.proposal, 1), RU_FALSE); /* the policy says it has no such limits */
    w.charter.limits_plans = true;
    assert_int_equal(ru_charter_plan(&w.charter, w.now, &w.proposal, 1), RU_TRUE);
    assert_int_equal(ru_charter_plan(&w.charter, w.now, &w.proposal, 0), RU_FALSE);
    w.now[0].holds = RU_MAYBE;
    assert_int_equal(ru_charter_plan(&w.charter, w.now, &w.proposal, 1), RU_MAYBE);
    w.now[0].holds = RU_FALSE;
    assert_int_equal(ru_charter_plan(&w.charter, w.now, &w.proposal, 1), RU_FALSE);
    w.now[0].holds = RU_TRUE;
    l->effects = RU_ONLY_IF;
    static const ru_tri refused[] = {[RU_FALSE] = RU_TRUE, [RU_MAYBE] = RU_MAYBE, [RU_TRUE] = RU_FALSE};
    for (int met = RU_FALSE; met <= RU_TRUE; met++) {
        w.now[0].met = (ru_tri)met;
        assert_int_equal(ru_charter_plan(&w.charter, w.now, &w.proposal, 1), refused[met]);
    }
    charter_limit(&w, RU_FORBID, RU_ON_PLAN)->plans = plans; /* the definite one wins */
    w.now[0].met = RU_MAYBE;
    assert_int_equal(ru_charter_plan(&w.charter, w.now, &w.proposal, 1), RU_TRUE);
    w.limits[1].valid_from = charter_date("2026-04-01");
    assert_int_equal(ru_charter_plan(&w.charter, w.now, &w.proposal, 1), RU_MAYBE);
    w.proposal.plans = 1 << 0;
    list();
    assert_int_equal(count, 0);
    w.proposal.plans = 1 << 1;
    list();
    assert_int_equal(count, 1);
    LISTED(0, 0, RU_ONLY_IF, -1, "null");
    assert_true(p.channel >= 0); /* plan limits keep nobody from being contacted */
}

/* ---- hand-overs ---- */
static void hand_over(ru_acts_on on, int64_t by) {
    charter_limit(&w, RU_HAND_OVER, on);
    w.now[w.charter.limit_count - 1].hand_over_by = by;
}

static void hand_overs_by_time_then_id(void **state) {
    (void)state;
    uint16_t limits[8];
    open_world();
    hand_over(RU_ON_CHANNEL, INT64_MAX);
    hand_over(RU_ON_CHANNEL, 300);
    hand_over(RU_ON_CHANNEL, 100);
    hand_over(RU_ON_CHANNEL, 300);
    hand_over(RU_ON_CHANNEL, 200);
    charter_settle(&w);
    assert_int_equal(ru_charter_hand_overs(&w.charter, w.now, &w.proposal, limits, 8), 5);
    static const uint16_t order[] = {2, 4, 1, 3, 0};
    assert_memory_equal(limits, order, sizeof order);
    for (size_t room = 0; room < 5; room++) { /* the first ones, however little room there is */
        uint16_t few[6] = {99, 99, 99, 99, 99, 99};
        assert_int_equal(ru_charter_hand_overs(&w.charter, w.now, &w.proposal, few, room), 5);
        assert_memory_equal(few, order, room * sizeof *few);
        assert_int_equal(few[room], 99);
    }
    w.now[2].holds = RU_FALSE;
    w.now[4].holds = RU_MAYBE;
    w.limits[1].valid_until = charter_date("2026-03-01");
    charter_settle(&w);
    assert_int_equal(ru_charter_hand_overs(&w.charter, w.now, &w.proposal, limits, 8), 3);
    static const uint16_t rest[] = {4, 3, 0};
    assert_memory_equal(limits, rest, sizeof rest);
}

static void a_hand_over_outlasts_its_refusal(void **state) {
    (void)state;
    uint16_t limits[2];
    open_world();
    hand_over(RU_ON_CHANNEL, 100);
    w.limits[0].bounded = true;
    w.now[0].ends = charter_at("2026-03-05T00:00:00Z");
    list();
    LISTED(0, 0, RU_HAND_OVER, -1, "2026-03-05T00:00:00Z");
    w.now[0].ends = w.proposal.now - 60;
    list();
    assert_int_equal(count, 1);
    LISTED(0, 0, RU_HAND_OVER, -1, "null");
    assert_int_equal(ru_charter_hand_overs(&w.charter, w.now, &w.proposal, limits, 2), 1);
    assert_true(p.channel >= 0);
}

static void a_hand_over_about_an_action_needs_it_possible(void **state) {
    (void)state;
    uint16_t limits[2];
    open_world();
    hand_over(RU_ON_ACTION, 100);
    w.limits[0].actions = 1 << 1;
    w.limits[0].tones = 1 << 0; /* does not matter */
    charter_settle(&w);
    assert_int_equal(ru_charter_hand_overs(&w.charter, w.now, &w.proposal, limits, 2), 0);
    w.proposal.actions |= 1 << 1;
    assert_int_equal(ru_charter_hand_overs(&w.charter, w.now, &w.proposal, limits, 2), 1);
}

static void what_is_worth_asking_about(void **state) {
    (void)state;
    uint64_t plans[1] = {1};
    open_world();
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    charter_judge(&w, &p);
    assert_true(ru_limit_concerns(&p, 0));
    l->actions = 1 << 1;
    assert_false(ru_limit_concerns(&p, 0));
    l->actions = UINT64_MAX;
    l->tones = 1 << 0;
    assert_false(ru_limit_concerns(&p, 0));
    l->tones = UINT32_MAX;
    l->ways = 1 << 2;
    w.tri[2] = RU_FALSE;
    charter_judge(&w, &p);
    assert_false(ru_limit_concerns(&p, 0));
    l->acts_on = RU_ON_PLAN;
    l->plans = plans;
    assert_false(ru_limit_concerns(&p, 0));
    p.proposal.plans = 1;
    assert_true(ru_limit_concerns(&p, 0));
    l->acts_on = RU_ON_ACTION;
    l->actions = 1 << 1;
    l->effects = RU_HAND_OVER;
    assert_true(ru_limit_concerns(&p, 0));
}

/* ---- by chance: a limit on channels is listed if and only if, alone, it refuses something ---- */
static void random_charters_list_what_bites(void **state) {
    (void)state;
    uint64_t seed = 300000;
    long charters = support_scaled(3000), entries = 0, silent = 0;
    for (long i = 0; i < charters; i++, seed++) {
        support_random r = {seed};
        charter_random(&w, &r);
        w.proposal.now -= w.proposal.now % 900;
        w.proposal.horizon = w.proposal.now + 2 * CHARTER_DAY;
        list();
        uint64_t open = 0;
        for (size_t k = 0; k < w.charter.way_count; k++) open |= (uint64_t)(w.tri[k] != RU_FALSE) << k;
        for (size_t k = 1; k < count; k++) assert_true(listed[k - 1].limit <= listed[k].limit);
        for (size_t l = 0; l < w.charter.limit_count; l++) {
            const ru_limit *limit = &w.limits[l];
            unsigned refusing = RU_FORBID | RU_HOURS | RU_ONLY_IF;
            if (limit->acts_on != RU_ON_CHANNEL || (limit->effects & RU_HAND_OVER)) continue;
            bool expected = false, is = false;
            if (w.now[l].holds != RU_FALSE && (limit->actions & w.proposal.actions) && (limit->tones & w.proposal.tones) && (limit->ways & open))
                for (int64_t t = w.proposal.now; t < w.proposal.horizon && !expected; t += 900) expected = charter_refuses(&w, l, t);
            for (size_t k = 0; k < count; k++) is |= listed[k].limit == l && (listed[k].effect & refusing);
            if (is != expected) fail_msg("seed %" PRIu64 " limit %zu: listed %d, expected %d", seed, l, is, expected);
            entries += is;
            silent += !is;
        }
    }
    print_message("seeds from 300000, %ld charters, %ld listed, %ld not\n", charters, entries, silent);
    if (charters >= 300) assert_true(entries > charters / 10 && silent > charters / 10);
}

static int teardown(void **state) {
    (void)state;
    charter_zones_free();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_entry_an_effect_in_order),
        cmocka_unit_test(the_end_of_the_first_refused_interval),
        cmocka_unit_test(only_if_until_it_is_met),
        cmocka_unit_test(a_limit_on_one_channel_says_so),
        cmocka_unit_test(gates_are_asked_over_what_is_possible),
        cmocka_unit_test(actions_and_tones),
        cmocka_unit_test(plan_limits),
        cmocka_unit_test(hand_overs_by_time_then_id),
        cmocka_unit_test(a_hand_over_outlasts_its_refusal),
        cmocka_unit_test(a_hand_over_about_an_action_needs_it_possible),
        cmocka_unit_test(what_is_worth_asking_about),
        cmocka_unit_test(random_charters_list_what_bites),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
