/* test_seal_outcomes.c: possible actions and tones through the limits, by hand (SEMANTICS 12–19, 23); and that what comes after judging only takes away. */
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

enum { NONE, HELP, ASK, DEMAND }; /* of seal_plain, each gives way to the one before */
#define BIT(x) (1u << (x))

static seal_world w;
static ru_permission p;

static int action_of(void) {
    seal_judge(&w, &p);
    return p.action;
}

static int tone_of(void) {
    seal_judge(&w, &p);
    return p.tone;
}

static ru_limit *refuse(unsigned effects, uint64_t actions) {
    ru_limit *l = seal_limit(&w, effects, RU_ON_ACTION);
    l->actions = actions;
    return l;
}

/* ---- actions: SEMANTICS 12, 13, 15 ---- */
static void the_least_of_what_is_possible(void **state) {
    (void)state;
    seal_plain(&w);
    assert_int_equal(action_of(), DEMAND);
    w.proposal.actions = BIT(HELP) | BIT(DEMAND);
    assert_int_equal(action_of(), HELP);
    assert_int_equal(p.action_from, HELP);
    w.proposal.actions |= BIT(NONE);
    assert_int_equal(action_of(), NONE);
    assert_int_equal(p.channel, -1);
}

static void giving_way_keeps_to_the_chain(void **state) {
    (void)state;
    seal_plain(&w);
    refuse(RU_FORBID, BIT(DEMAND));
    assert_int_equal(action_of(), ASK);
    assert_int_equal(p.action_from, DEMAND);
    assert_int_equal(p.actions_visited, BIT(DEMAND) | BIT(ASK)); /* instead_of: visited and refused */
    assert_int_equal(p.actions_refused, BIT(DEMAND));
    w.charter.ladders.actions[DEMAND].gives_way = HELP; /* past `ask` */
    assert_int_equal(action_of(), HELP);
    w.charter.ladders.actions[DEMAND].gives_way = NONE; /* undeclared */
    assert_int_equal(action_of(), NONE);
    assert_int_equal(p.actions_refused, BIT(DEMAND));
    w.proposal.actions = BIT(DEMAND) | BIT(ASK); /* the refused one ends lower than the other */
    assert_int_equal(action_of(), NONE);
    assert_int_equal(p.action_from, DEMAND);
}

/* S3: a ceiling is the refusal of everything above it, nothing else. */
static void a_ceiling_is_a_refusal(void **state) {
    (void)state;
    for (int way = 0; way < 3; way++)
        for (int cap = NONE; cap <= DEMAND; cap++) {
            int by_refusal;
            seal_plain(&w);
            w.charter.ladders.actions[DEMAND].gives_way = way;
            refuse(RU_FORBID, 15u & ~(BIT(cap + 1) - 1));
            by_refusal = action_of();
            w.limits[0].effects = RU_ACTION_AT_MOST;
            w.limits[0].actions = UINT64_MAX;
            w.limits[0].action_cap = cap;
            assert_int_equal(action_of(), by_refusal);
            assert_true(p.action <= cap);
        }
    seal_plain(&w); /* refused, and a ceiling beside it: the chain alone says where it ends */
    w.charter.ladders.actions[DEMAND].gives_way = NONE;
    refuse(RU_FORBID, BIT(DEMAND));
    refuse(RU_ACTION_AT_MOST, UINT64_MAX)->action_cap = ASK;
    assert_int_equal(action_of(), NONE);
}

static void an_offer_needs_a_plan(void **state) {
    (void)state;
    seal_plain(&w);
    w.charter.ladders.actions[ASK].needs_plan = true;
    w.proposal.actions = BIT(ASK);
    assert_int_equal(action_of(), ASK);
    w.proposal.has_plan = false;
    assert_int_equal(action_of(), HELP);
    assert_int_equal(p.actions_refused, BIT(ASK));
}

static void none_is_never_refused(void **state) {
    (void)state;
    seal_plain(&w);
    refuse(RU_FORBID | RU_ONLY_IF | RU_HAND_OVER, UINT64_MAX);
    assert_int_equal(action_of(), NONE);
    assert_int_equal(p.actions_refused, BIT(HELP) | BIT(ASK) | BIT(DEMAND));
    w.limits[0].actions = BIT(NONE);
    w.proposal.actions = BIT(NONE);
    assert_int_equal(action_of(), NONE);
    assert_int_equal(p.actions_refused, 0);
}

/* 0 none · 1 help · 2 note (no contact, last of its group) · 3 demand: pressure none < note < help < demand, the ladder as written. */
static void with_a_note(void) {
    seal_plain(&w);
    ru_action *a = w.charter.ladders.actions;
    a[2].contact = false;
    a[2].rank = 1;
    a[1].rank = 2;
    a[1].gives_way = 2;
    a[2].gives_way = a[3].gives_way = 0;
}

static void silence_of_any_kind_is_below_every_contact(void **state) {
    (void)state;
    with_a_note();
    w.proposal.actions = BIT(2) | BIT(1);
    assert_int_equal(action_of(), 2);
    assert_int_equal(p.channel, -1);
    w.proposal.actions = BIT(1);
    assert_int_equal(action_of(), 1);
    refuse(RU_ACTION_AT_MOST, UINT64_MAX)->action_cap = 1; /* ceilings go by the written ladder: the note is above help */
    assert_int_equal(action_of(), 1);
    w.proposal.actions = BIT(2);
    assert_int_equal(action_of(), NONE);
    with_a_note();
    w.proposal.actions = BIT(2);
    refuse(RU_FORBID, UINT64_MAX); /* names no action: about contacts */
    assert_int_equal(action_of(), 2);
    w.limits[0].actions = BIT(2);
    assert_int_equal(action_of(), NONE);
}

/* SEMANTICS 19 */
static void without_a_channel_the_action_ends_without_contact(void **state) {
    (void)state;
    with_a_note();
    w.proposal.actions = BIT(1);
    seal_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    assert_int_equal(action_of(), 2); /* help → note */
    assert_int_equal(p.actions_refused, BIT(1));
    assert_int_equal(p.action_from, 1);
    w.proposal.actions = BIT(1) | BIT(3); /* demand, alone, would end at none: so nobody who may be meant it gets a note */
    assert_int_equal(action_of(), NONE);
    assert_int_equal(p.action_from, 3);
    w.proposal.actions = BIT(2) | BIT(3); /* the note is the least end point, yet demand alone ends lower */
    assert_int_equal(action_of(), NONE);
    w.limits[0].ways = 0; /* a channel is open again: then demand is a contact, and the note the least */
    assert_int_equal(action_of(), 2);
    assert_int_equal(p.channel, -1);
    w.limits[0].ways = UINT64_MAX;
    w.proposal.actions = BIT(1);
    refuse(RU_FORBID, BIT(2)); /* and what is refused is not where it ends */
    assert_int_equal(action_of(), NONE);
}

/* ---- tones: SEMANTICS 16 ---- */
static void tones_give_way_to_kinder_ones(void **state) {
    (void)state;
    seal_plain(&w);
    assert_int_equal(tone_of(), 2);
    ru_limit *l = seal_limit(&w, RU_FORBID, RU_ON_TONE);
    l->tones = 4;
    assert_int_equal(tone_of(), 1);
    assert_int_equal(p.tone_from, 2);
    assert_true(p.tones_visited == (4 | 2) && p.tones_refused == 4);
    l->tones = 4 | 2;
    assert_int_equal(tone_of(), 0);
    l->tones = 7; /* nothing may be said in any tone */
    assert_int_equal(tone_of(), 2);
    assert_int_equal(p.channel, -1);
    assert_int_equal(p.action, NONE);
    l->tones = 1; /* the kindest alone is refused: no reason not to be plain … */
    assert_int_equal(tone_of(), 2);
    assert_int_equal(p.channel, 3);
    w.proposal.tones = 1 | 4; /* … but where it may be due, silence is the least */
    assert_int_equal(tone_of(), 0);
    assert_int_equal(p.channel, -1);
    int64_t from, until;
    assert_false(ru_permission_next(&p, 3, w.proposal.now, &from, &until));
}

static void a_tone_ceiling(void **state) {
    (void)state;
    seal_plain(&w);
    ru_limit *l = seal_limit(&w, RU_TONE_AT_MOST, RU_ON_TONE);
    l->tone_cap = 1;
    assert_int_equal(tone_of(), 1);
    l->actions = BIT(ASK); /* a gate on an action that is neither possible nor visited */
    assert_int_equal(tone_of(), 2);
    refuse(RU_FORBID, BIT(DEMAND)); /* visited now */
    assert_int_equal(tone_of(), 1);
    l->acts_on = RU_ON_CHANNEL;
    l->ways = 2;
    assert_int_equal(tone_of(), 1);
    w.truth[1] = RU_FALSE; /* a gate on channel rules that surely do not hold */
    assert_int_equal(tone_of(), 2);
    w.truth[1] = RU_MAYBE;
    assert_int_equal(tone_of(), 1);
}

/* Limits on actions and tones are judged as of now, within their dates. */
static void outside_its_dates_a_limit_refuses_nothing(void **state) {
    (void)state;
    static const struct { int from, until, expected; } cases[] = {{1, 9, DEMAND}, {0, 9, ASK}, {-9, 0, ASK}, {-9, -1, DEMAND}};
    for (size_t i = 0; i < RU_COUNT(cases); i++) {
        seal_plain(&w);
        ru_limit *l = refuse(RU_FORBID, BIT(DEMAND));
        int32_t today = w.scene.today[0];
        l->valid_from = today + cases[i].from;
        l->valid_until = today + cases[i].until;
        assert_int_equal(action_of(), cases[i].expected);
        l->effects = RU_ACTION_AT_MOST;
        l->action_cap = ASK;
        l->actions = UINT64_MAX;
        assert_int_equal(action_of(), cases[i].expected);
    }
    refuse(RU_FORBID, UINT64_MAX); /* over: `ends` is the first free instant */
    w.now[1].ends = w.proposal.now + 1;
    assert_int_equal(action_of(), NONE);
    w.now[1].ends = w.proposal.now;
    assert_int_equal(action_of(), DEMAND);
}

/* ---- plans: SEMANTICS 23 ---- */
static ru_tri plan_refused(void) { return ru_charter_plan(&w.charter, w.now, &w.proposal, 1); }

static void plans(void **state) {
    (void)state;
    seal_plain(&w);
    assert_int_equal(plan_refused(), RU_FALSE);
    ru_limit *l = seal_limit(&w, RU_FORBID, RU_ON_PLAN);
    w.plans[0] = 1; /* another plan */
    assert_int_equal(plan_refused(), RU_FALSE);
    w.plans[0] = 2;
    assert_int_equal(plan_refused(), RU_TRUE);
    w.now[0].holds = RU_MAYBE;
    assert_int_equal(plan_refused(), RU_MAYBE);
    w.now[0].holds = RU_FALSE;
    assert_int_equal(plan_refused(), RU_FALSE);
    w.now[0].holds = RU_TRUE;
    w.now[0].ends_surely = w.proposal.now; /* may be over, and surely is not before a later instant: nor may the plan be lost in silence */
    assert_int_equal(plan_refused(), RU_MAYBE);
    w.now[0].ends_surely = INT64_MIN; /* its date is not known */
    assert_int_equal(plan_refused(), RU_MAYBE);
    w.now[0].ends = w.proposal.now;
    assert_int_equal(plan_refused(), RU_FALSE);
    l->effects = RU_ONLY_IF;
    for (int met = RU_FALSE; met <= RU_TRUE; met++) {
        w.now[0].met = (ru_tri)met;
        assert_int_equal(plan_refused(), ru_tri_not((ru_tri)met));
    }
    w.now[0].met = RU_FALSE;
    l->valid_until = w.scene.today[0] - 1; /* over where the person lives … */
    assert_int_equal(plan_refused(), RU_FALSE);
    seal_scene(&w.scene, NULL, 0, w.proposal.now); /* … somewhere still the day before: at 15:00 UTC it is 03:00 of today in UTC−12 */
    assert_int_equal(plan_refused(), RU_FALSE);
    l->valid_from = l->valid_until = w.scene.today[0];
    l->valid_until = INT32_MAX;
    l->valid_from = (int32_t)(w.proposal.now / SEAL_DAY) + 1; /* already begun in UTC+14 alone: the plan must not be lost in silence */
    assert_int_equal(plan_refused(), RU_MAYBE);
    l->valid_from--;
    assert_int_equal(plan_refused(), RU_TRUE);
}

/* ---- after judging: it can only shrink ---- */
static void a_tone_that_is_refused_is_no_way_out(void **state) {
    (void)state;
    seal_plain(&w);
    seal_limit(&w, RU_FORBID, RU_ON_TONE)->tones = 2;
    assert_int_equal(tone_of(), 2);
    assert_true(ru_permission_tone_open(&p, 0) && !ru_permission_tone_open(&p, 1));
    ru_permission_lower_tone(&p, 3);
    assert_int_equal(p.tone, 2);
    ru_permission_lower_tone(&p, 0);
    assert_true(p.tone == 0 && p.channel == 3);
    seal_judge(&w, &p);
    ru_permission_lower_tone(&p, 1);
    assert_int_equal(p.channel, -1);
    assert_int_equal(p.action, NONE);
}

static void the_seal_cuts_at_good_until(void **state) {
    (void)state;
    _Alignas(16) char storage[RU_SEALED_SIZE];
    seal_plain(&w);
    int64_t now = w.proposal.now;
    for (int i = 0; i < 2; i++) {
        seal_judge(&w, &p);
        struct ru_sealed_view v = ru_sealed_read(ru_seal(&p, now + i, storage));
        assert_int_equal(v.channel, i ? 3 : -1);
        assert_int_equal(v.action, i ? DEMAND : NONE);
        if (i) assert_true(v.from == now && v.until == now + 1);
        else assert_true(v.from == INT64_MAX && v.until == INT64_MAX);
    }
    seal_judge(&w, &p);
    assert_true(ru_sealed_read(ru_seal(&p, INT64_MAX, storage)).until == w.proposal.horizon);
}

static void change(support_random *r, void *storage) {
    const ru_ladders *l = &w.charter.ladders;
    switch (support_between(r, 0, 9)) {
    case 0: ru_permission_silence(&p); break;
    case 1: ru_seal(&p, w.proposal.now + support_between(r, 0, 200) * SEAL_STEP, storage); break;
    case 2:
    case 3:
    case 4: ru_permission_lower_tone(&p, (int)support_between(r, -1, l->tone_count)); break;
    case 5:
    case 6: ru_permission_drop_channel(&p, p.channel); break;
    default: ru_permission_drop_channel(&p, (int)support_between(r, 0, l->channel_count - 1)); break;
    }
}

static bool same(const ru_permission *a, const ru_permission *b) {
    return a->action == b->action && a->tone == b->tone && a->channel == b->channel && a->from == b->from && a->until == b->until &&
           a->channels_removed == b->channels_removed;
}

/* Before and after one change. */
static void check_step(ru_permission *before) {
    int64_t from, until;
    if (!ru_permission_not_harsher(&p, before)) {
        seal_print(&w);
        fail_msg("harsher: action %d tone %d channel %d after %d %d %d", p.action, p.tone, p.channel, before->action, before->tone, before->channel);
    }
    assert_true((before->channels_removed & ~p.channels_removed) == 0);
    if (p.channel < 0) {
        assert_true(p.from == INT64_MAX && p.until == INT64_MAX && !w.charter.ladders.actions[p.action].contact);
        return;
    }
    assert_true(before->channel >= 0 && p.channel <= before->channel && p.tone <= before->tone && p.action == before->action);
    assert_true(ru_permission_tone_open(&p, p.tone) && !(p.channels_removed >> p.channel & 1) && slow_definite(&w, p.channel));
    assert_true(p.from < p.until && p.from < w.proposal.contact_by);
    assert_true(ru_permission_next(before, p.channel, p.from, &from, &until) && from == p.from && p.until <= until); /* inside what was permitted before */
}

static void what_comes_after_only_takes_away(void **state) {
    (void)state;
    uint64_t seed = 4711;
    support_random r = {seed};
    long worlds = support_scaled(40000), steps = 0, changed = 0;
    _Alignas(16) char storage[RU_SEALED_SIZE];
    for (long i = 0; i < worlds; i++) {
        seal_random(&r, &w, 2);
        seal_judge(&w, &p);
        for (int k = 0; k < 6 && (p.channel >= 0 || k == 0); k++, steps++) {
            ru_permission before = p;
            change(&r, storage);
            check_step(&before);
            changed += !same(&before, &p);
        }
        struct ru_sealed_view v = ru_sealed_read(ru_seal(&p, INT64_MAX, storage));
        assert_true(v.action == p.action && v.tone == p.tone && v.channel == p.channel && v.from == p.from && v.until == p.until);
    }
    printf("seed %llu: %ld permissions, %ld changes, %ld took something\n", (unsigned long long)seed, worlds, steps, changed);
    if (worlds > 1000) assert_true(changed > steps / 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_least_of_what_is_possible),
                                       cmocka_unit_test(giving_way_keeps_to_the_chain),
                                       cmocka_unit_test(a_ceiling_is_a_refusal),
                                       cmocka_unit_test(an_offer_needs_a_plan),
                                       cmocka_unit_test(none_is_never_refused),
                                       cmocka_unit_test(silence_of_any_kind_is_below_every_contact),
                                       cmocka_unit_test(without_a_channel_the_action_ends_without_contact),
                                       cmocka_unit_test(tones_give_way_to_kinder_ones),
                                       cmocka_unit_test(a_tone_ceiling),
                                       cmocka_unit_test(outside_its_dates_a_limit_refuses_nothing),
                                       cmocka_unit_test(plans),
                                       cmocka_unit_test(a_tone_that_is_refused_is_no_way_out),
                                       cmocka_unit_test(the_seal_cuts_at_good_until),
                                       cmocka_unit_test(what_comes_after_only_takes_away)};
    return cmocka_run_group_tests(tests, open_zones, close_zones);
}
