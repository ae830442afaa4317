/* test_charter_outcomes.c: possible actions and tones through the limits: chains, ceilings, gates, the least harsh end (SEMANTICS 12–16, 19). */
#include <inttypes.h>
#include <stdio.h>

#include "tests/support/charter_world.h"

enum { NONE, REMIND, FORMAL, LEGAL }; /* the ladder of charter_world_open */
#define BIT(i) (UINT64_C(1) << (i))
#define NOW "2026-03-02T15:00:00Z"

static charter_world w;
static ru_permission p;

static void open_world(int action, int tone) {
    charter_world_open(&w, NOW);
    charter_zones(&w, "Europe/London", NULL);
    w.proposal.actions = BIT(action);
    w.proposal.tones = 1u << tone;
}

static void expect(int action, int tone, int channel, int line) {
    charter_judge(&w, &p);
    if (p.action != action || p.tone != tone || p.channel != channel)
        fail_msg("line %d: action %d tone %d channel %d, expected %d %d %d", line, p.action, p.tone, p.channel, action, tone, channel);
}
#define EXPECT(action, tone, channel) expect(action, tone, channel, __LINE__)

static ru_limit *about_actions(unsigned effects, uint64_t actions) {
    ru_limit *l = charter_limit(&w, effects, RU_ON_ACTION);
    l->actions = actions;
    return l;
}

static void nothing_forbidden(void **state) {
    (void)state;
    open_world(LEGAL, 3);
    EXPECT(LEGAL, 3, 0);
    assert_int_equal(p.action_from, LEGAL);
    assert_int_equal(p.tone_from, 3);
    assert_true(p.actions_visited == BIT(LEGAL) && p.actions_refused == 0);
    assert_true(p.from == w.proposal.now && p.until == w.proposal.horizon);
    w.proposal.actions = BIT(LEGAL) | BIT(REMIND);
    w.proposal.tones = 1u << 3 | 1u << 1;
    EXPECT(REMIND, 1, 0);
    w.proposal.actions |= BIT(NONE);
    EXPECT(NONE, 1, -1);
}

/* S2: x = 2 → formal, forbidden → none; so x not known must not become remind. */
static void every_possible_action_meets_the_limits_first(void **state) {
    (void)state;
    open_world(FORMAL, 1);
    about_actions(RU_FORBID, BIT(FORMAL));
    EXPECT(NONE, 1, -1);
    w.proposal.actions = BIT(REMIND);
    EXPECT(REMIND, 1, 0);
    w.proposal.actions = BIT(REMIND) | BIT(FORMAL);
    EXPECT(NONE, 1, -1);
    assert_int_equal(p.action_from, FORMAL);
    assert_true(p.actions_refused == BIT(FORMAL));
}

/* S3: legal forbidden → none; the ceiling remind on top must not make it remind. */
static void a_ceiling_is_only_a_refusal(void **state) {
    (void)state;
    open_world(LEGAL, 1);
    about_actions(RU_FORBID, BIT(LEGAL));
    EXPECT(NONE, 1, -1);
    charter_limit(&w, RU_ACTION_AT_MOST, RU_ON_CHANNEL)->action_cap = REMIND;
    EXPECT(NONE, 1, -1);
    w.charter.limit_count = 0;
    charter_limit(&w, RU_ACTION_AT_MOST, RU_ON_CHANNEL)->action_cap = REMIND;
    EXPECT(NONE, 1, -1); /* not remind: legal gives way to none */
    w.charter.ladders.actions[LEGAL].gives_way = FORMAL;
    EXPECT(NONE, 1, -1); /* through formal, which is above the ceiling too */
    w.charter.ladders.actions[FORMAL].gives_way = REMIND;
    EXPECT(REMIND, 1, 0);
    assert_true(p.actions_visited == (BIT(LEGAL) | BIT(FORMAL) | BIT(REMIND)) && p.actions_refused == (BIT(LEGAL) | BIT(FORMAL)));
    w.limits[0].actions = BIT(LEGAL); /* a ceiling for legal alone */
    EXPECT(FORMAL, 1, 0);
    w.limits[0].action_cap = NONE;
    w.limits[0].actions = UINT64_MAX;
    EXPECT(NONE, 1, -1);
}

static void chains_go_to_the_first_that_is_not_refused(void **state) {
    (void)state;
    open_world(LEGAL, 1);
    w.charter.ladders.actions[LEGAL].gives_way = FORMAL;
    w.charter.ladders.actions[FORMAL].gives_way = REMIND;
    about_actions(RU_FORBID, BIT(LEGAL));
    EXPECT(FORMAL, 1, 0);
    about_actions(RU_FORBID, BIT(REMIND));
    EXPECT(FORMAL, 1, 0);
    about_actions(RU_FORBID, BIT(FORMAL));
    EXPECT(NONE, 1, -1);
    about_actions(RU_FORBID, BIT(NONE)); /* silence is always possible */
    EXPECT(NONE, 1, -1);
    about_actions(RU_FORBID, UINT64_MAX);
    EXPECT(NONE, 1, -1);
}

static void an_action_without_its_plan_gives_way(void **state) {
    (void)state;
    open_world(FORMAL, 1);
    w.charter.ladders.actions[FORMAL] = (ru_action){.contact = true, .needs_plan = true, .gives_way = REMIND, .rank = FORMAL};
    EXPECT(FORMAL, 1, 0);
    w.proposal.has_plan = false;
    EXPECT(REMIND, 1, 0);
    assert_true(p.actions_refused == BIT(FORMAL));
}

static void actions_without_contact(void **state) {
    (void)state;
    open_world(FORMAL, 1);
    w.charter.ladders.actions[REMIND].contact = false; /* a note in the file: below every contact anyhow */
    w.charter.ladders.actions[FORMAL].gives_way = REMIND;
    ru_limit *l = about_actions(RU_FORBID, UINT64_MAX);
    EXPECT(REMIND, 1, -1); /* who names no action forbids contacts only */
    l->actions = BIT(FORMAL) | BIT(REMIND);
    EXPECT(NONE, 1, -1);
    w.charter.limit_count = 0;
    w.tri[0] = w.tri[1] = w.tri[2] = w.tri[3] = RU_FALSE;
    EXPECT(REMIND, 1, -1); /* no channel: along the chain to the first without contact */
    assert_true(p.actions_refused == BIT(FORMAL));
    about_actions(RU_FORBID, BIT(REMIND));
    EXPECT(NONE, 1, -1); /* … that no limit refuses */
}

/* Not knowing which of two actions is due must not leave one that neither alone would come to. */
static void silence_takes_the_least_of_every_chain(void **state) {
    (void)state;
    open_world(LEGAL, 1);
    ru_action *ladder = w.charter.ladders.actions;
    w.charter.ladders.action_count = 6; /* none, remind, formal, legal, and two without contact: note below file */
    ladder[4] = (ru_action){.gives_way = NONE, .rank = 1};
    ladder[5] = (ru_action){.gives_way = NONE, .rank = 2};
    ladder[REMIND] = (ru_action){.contact = true, .gives_way = 5, .rank = 3};
    ladder[FORMAL] = (ru_action){.contact = true, .gives_way = 4, .rank = 4};
    ladder[LEGAL] = (ru_action){.contact = true, .gives_way = FORMAL, .rank = 5};
    charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    EXPECT(4, 1, -1);
    w.proposal.actions = BIT(REMIND);
    EXPECT(5, 1, -1);
    w.proposal.actions = BIT(REMIND) | BIT(LEGAL);
    EXPECT(4, 1, -1);
    w.proposal.actions = BIT(5) | BIT(LEGAL); /* the least end is 5, yet legal alone would be silent and come to 4 */
    EXPECT(4, 1, -1);
    w.charter.limit_count = 0;
    EXPECT(5, 1, -1); /* here legal alone would call */
    w.proposal.actions = BIT(LEGAL);
    EXPECT(LEGAL, 1, 0);
}

static void limits_on_actions_are_judged_as_of_now(void **state) {
    (void)state;
    open_world(FORMAL, 1);
    ru_limit *l = about_actions(RU_FORBID, BIT(FORMAL));
    l->bounded = true;
    w.now[0].ends = w.proposal.now;
    EXPECT(FORMAL, 1, 0); /* over at this very second */
    w.now[0].ends = w.proposal.now + 1;
    EXPECT(NONE, 1, -1);
    l->valid_from = charter_date("2026-03-03");
    EXPECT(FORMAL, 1, 0);
    l->valid_from = l->valid_until = charter_date("2026-03-02"); /* both days are in */
    EXPECT(NONE, 1, -1);
    l->valid_until = charter_date("2026-03-01");
    l->valid_from = INT32_MIN;
    EXPECT(FORMAL, 1, 0);
    static const struct {
        const char *now;
        int action;
    } edges[] = {{"2026-03-01T23:59:59Z", FORMAL}, {"2026-03-02T00:00:00Z", NONE}, {"2026-03-02T23:59:59Z", NONE}, {"2026-03-03T00:00:00Z", FORMAL}};
    w.now[0].ends = INT64_MAX;
    for (size_t i = 0; i < RU_COUNT(edges); i++) {
        l->valid_from = l->valid_until = charter_date("2026-03-02");
        w.proposal.now = charter_at(edges[i].now);
        EXPECT(edges[i].action, 1, edges[i].action == NONE ? -1 : 0);
    }
    l->valid_from = INT32_MIN;
    l->valid_until = charter_date("2026-03-01");
    charter_zones(&w, "Europe/London", "America/Los_Angeles", NULL);
    w.proposal.now = charter_at("2026-03-02T06:00:00Z"); /* still 1 March in one of them */
    w.now[0].ends = INT64_MAX;
    EXPECT(NONE, 1, -1);
    w.now[0].holds = RU_FALSE;
    EXPECT(FORMAL, 1, 0);
    w.now[0].holds = RU_MAYBE;
    EXPECT(NONE, 1, -1);
}

static void only_if_and_hand_over_refuse_actions(void **state) {
    (void)state;
    for (int met = RU_FALSE; met <= RU_TRUE; met++) {
        open_world(FORMAL, 1);
        about_actions(RU_ONLY_IF, BIT(FORMAL));
        w.now[0].met = (ru_tri)met;
        if (met == RU_TRUE) EXPECT(FORMAL, 1, 0);
        else EXPECT(NONE, 1, -1);
    }
    open_world(FORMAL, 1);
    about_actions(RU_HAND_OVER, BIT(FORMAL));
    EXPECT(NONE, 1, -1);
    w.limits[0].bounded = true;
    w.now[0].ends = w.proposal.now - 60;
    EXPECT(FORMAL, 1, 0);
}

/* ---- gates ---- */
static void refused_actions_keep_gates_open(void **state) {
    (void)state;
    open_world(LEGAL, 1);
    w.charter.ladders.actions[LEGAL].gives_way = REMIND;
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL); /* no letters with legal in them: channel 0 */
    l->actions = BIT(LEGAL);
    l->ways = BIT(0);
    EXPECT(NONE, 1, -1);
    about_actions(RU_FORBID, BIT(LEGAL)); /* giving way does not shed the limit */
    EXPECT(NONE, 1, -1);
    l->actions = BIT(FORMAL);
    EXPECT(REMIND, 1, 0);
    w.proposal.actions = BIT(LEGAL) | BIT(FORMAL); /* it may be about formal */
    EXPECT(NONE, 1, -1);
    w.proposal.actions = BIT(LEGAL);
    w.charter.ladders.actions[LEGAL].gives_way = FORMAL; /* only met on the way down, and refused there too */
    w.charter.ladders.actions[FORMAL].gives_way = REMIND;
    w.limits[1].actions = BIT(LEGAL) | BIT(FORMAL);
    EXPECT(NONE, 1, -1);
    l->actions = BIT(NONE);
    EXPECT(REMIND, 1, 0);
}

static void ceilings_on_actions_look_at_open_channel_rules(void **state) {
    (void)state;
    open_world(FORMAL, 1);
    ru_limit *l = charter_limit(&w, RU_ACTION_AT_MOST, RU_ON_CHANNEL);
    l->action_cap = REMIND;
    l->ways = BIT(3);
    EXPECT(NONE, 1, -1);
    w.tri[3] = RU_MAYBE;
    EXPECT(NONE, 1, -1);
    w.tri[3] = RU_FALSE;
    EXPECT(FORMAL, 1, 0);
}

static void tones_give_way_to_the_next_kinder(void **state) {
    (void)state;
    open_world(FORMAL, 3);
    charter_limit(&w, RU_FORBID, RU_ON_TONE)->tones = 1u << 3 | 1u << 1;
    EXPECT(FORMAL, 2, 0);
    assert_true(p.tones_visited == (1u << 3 | 1u << 2) && p.tones_refused == 1u << 3);
    charter_limit(&w, RU_TONE_AT_MOST, RU_ON_CHANNEL)->tone_cap = 1;
    EXPECT(FORMAL, 0, 0);
    assert_int_equal(p.tone_from, 3);
    w.limits[1].actions = BIT(LEGAL);
    EXPECT(FORMAL, 2, 0);
    w.proposal.actions = BIT(LEGAL); /* legal is visited: gate open */
    EXPECT(LEGAL, 0, 0);
    w.limits[1].tones = 1u << 3; /* of those that it names */
    EXPECT(LEGAL, 2, 0);
}

static void a_possible_tone_refused_all_the_way_is_silence(void **state) {
    (void)state;
    open_world(FORMAL, 1);
    charter_limit(&w, RU_FORBID, RU_ON_TONE)->tones = 1u << 0 | 1u << 1;
    EXPECT(NONE, 1, -1); /* nothing may be said: the kindest that a rule proposes stands */
    w.proposal.tones = 1u << 1 | 1u << 3;
    EXPECT(NONE, 1, -1); /* 3 alone could be said; it may be 1 */
    int64_t from, until;
    assert_false(ru_permission_next(&p, 0, w.proposal.now, &from, &until));
    w.proposal.tones = 1u << 3;
    EXPECT(FORMAL, 3, 0);
    assert_true(ru_permission_next(&p, 0, w.proposal.now, &from, &until));
}

static void limits_on_channels_may_ask_for_a_tone(void **state) {
    (void)state;
    open_world(FORMAL, 3);
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    l->tones = 1u << 3;
    l->ways = BIT(0);
    EXPECT(NONE, 3, -1);
    w.proposal.tones = 1u << 2;
    EXPECT(FORMAL, 2, 0);
    charter_limit(&w, RU_TONE_AT_MOST, RU_ON_CHANNEL)->tone_cap = 2;
    w.proposal.tones = 1u << 3; /* lowered to 2, and still about 3 */
    EXPECT(NONE, 3, -1);
    l->tones = 1u << 2;
    w.limits[1].tone_cap = 1; /* 2 is only met on the way down */
    EXPECT(NONE, 3, -1);
    l->tones = 1u << 0;
    EXPECT(FORMAL, 1, 0);
}

/* ---- by chance, against the plain reading ---- */
static bool refused_plainly(int action, int64_t now) {
    const ru_action *a = &w.charter.ladders.actions[action];
    if (action == w.charter.ladders.none) return false;
    bool refused = a->needs_plan && !w.proposal.has_plan;
    for (size_t i = 0; i < w.charter.limit_count; i++) {
        const ru_limit *l = &w.limits[i];
        bool way = l->acts_on != RU_ON_CHANNEL || l->ways == UINT64_MAX;
        for (size_t k = 0; k < w.charter.way_count; k++) way |= w.tri[k] != RU_FALSE && (l->ways >> k & 1);
        if (w.now[i].holds == RU_FALSE || !(l->actions >> action & 1)) continue;
        if (l->acts_on == RU_ON_ACTION && (a->contact || l->actions != UINT64_MAX)) refused |= charter_refuses(&w, i, now);
        if ((l->effects & RU_ACTION_AT_MOST) && action > l->action_cap && way) refused |= charter_in_force(&w, i, now);
    }
    return refused;
}

static int end_of(int action, bool silent, uint64_t *visited) {
    const ru_action *ladder = w.charter.ladders.actions;
    for (;; action = ladder[action].gives_way) {
        *visited |= BIT(action);
        if (!refused_plainly(action, w.proposal.now) && !(silent && ladder[action].contact)) return action;
    }
}

static int least_end(bool silent, uint64_t *visited) {
    int least = -1;
    for (int a = 0; a < w.charter.ladders.action_count; a++) {
        if (!(w.proposal.actions >> a & 1)) continue;
        int end = end_of(a, silent, visited);
        if (least < 0 || w.charter.ladders.actions[end].rank < w.charter.ladders.actions[least].rank) least = end;
    }
    return least;
}

static void actions_of_random_charters(void **state) {
    (void)state;
    uint64_t seed = 40;
    long charters = support_scaled(20000), spoken = 0, refused = 0;
    for (long i = 0; i < charters; i++, seed++) {
        support_random r = {seed};
        charter_random(&w, &r);
        charter_judge(&w, &p);
        uint64_t visited = 0, beyond = 0;
        int end = least_end(false, &visited), silent = least_end(true, &beyond);
        int expected = p.channel >= 0 ? end : w.charter.ladders.actions[end].contact ? silent : -1;
        if (expected < 0) expected = p.action == silent ? silent : end; /* least end without contact: it stands where a contact would have been possible */
        if (p.action != expected) fail_msg("seed %" PRIu64 ": action %d, expected %d", seed, p.action, expected);
        if (p.actions_visited != visited) fail_msg("seed %" PRIu64 ": visited %" PRIx64 ", expected %" PRIx64, seed, p.actions_visited, visited);
        if (p.channel >= 0 && !w.charter.ladders.actions[p.action].contact) fail_msg("seed %" PRIu64 ": a channel without a contact", seed);
        if (p.channel < 0 && w.charter.ladders.actions[p.action].contact) fail_msg("seed %" PRIu64 ": a contact without a channel", seed);
        if (refused_plainly(p.action, w.proposal.now)) fail_msg("seed %" PRIu64 ": a refused action stands", seed);
        spoken += p.channel >= 0;
        refused += p.actions_refused != 0;
    }
    print_message("seeds from 40, %ld charters, %ld with a contact, %ld with a refused action\n", charters, spoken, refused);
    if (charters >= 300) assert_true(spoken > charters / 20 && refused > charters / 20);
}

static int teardown(void **state) {
    (void)state;
    charter_zones_free();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_forbidden),
        cmocka_unit_test(every_possible_action_meets_the_limits_first),
        cmocka_unit_test(a_ceiling_is_only_a_refusal),
        cmocka_unit_test(chains_go_to_the_first_that_is_not_refused),
        cmocka_unit_test(an_action_without_its_plan_gives_way),
        cmocka_unit_test(actions_without_contact),
        cmocka_unit_test(silence_takes_the_least_of_every_chain),
        cmocka_unit_test(limits_on_actions_are_judged_as_of_now),
        cmocka_unit_test(only_if_and_hand_over_refuse_actions),
        cmocka_unit_test(refused_actions_keep_gates_open),
        cmocka_unit_test(ceilings_on_actions_look_at_open_channel_rules),
        cmocka_unit_test(tones_give_way_to_the_next_kinder),
        cmocka_unit_test(a_possible_tone_refused_all_the_way_is_silence),
        cmocka_unit_test(limits_on_channels_may_ask_for_a_tone),
        cmocka_unit_test(actions_of_random_charters),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
