/* test_seal_list.c: the limits that bit (SEMANTICS 24) against each limit alone, instant by instant; hand-overs in their order. */
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
static ru_listed listed[SEAL_LIMITS * 6];
static size_t count;

static void list(void) {
    seal_judge(&w, &p);
    count = ru_charter_list(&p, listed, RU_COUNT(listed));
    assert_true(count <= RU_COUNT(listed));
}

static const ru_listed *find(size_t limit, unsigned effect) {
    for (size_t i = 0; i < count; i++)
        if (listed[i].limit == limit && listed[i].effect == effect) return &listed[i];
    return NULL;
}

/* ---- one effect of one limit, alone, read aloud ---- */
static bool in_alphabet(unsigned effect, unsigned after) { /* action_at_most forbid hand_over hours only_if tone_at_most */
    static const unsigned order[] = {RU_ACTION_AT_MOST, RU_FORBID, RU_HAND_OVER, RU_HOURS, RU_ONLY_IF, RU_TONE_AT_MOST};
    size_t a = 0, b = 0;
    while (order[a] != effect) a++;
    while (order[b] != after) b++;
    return a < b;
}

static bool some_way(const ru_limit *l) {
    for (size_t k = 0; k < w.charter.way_count; k++)
        if (w.truth[k] != RU_FALSE && l->ways >> k & 1) return true;
    return false;
}

/* Is something possible that the effect is about? */
static bool something_possible(const ru_limit *l, unsigned effect) {
    const ru_ladders *d = &w.charter.ladders;
    const ru_proposal *q = &w.proposal;
    bool gate = l->acts_on != RU_ON_CHANNEL || l->ways == UINT64_MAX || some_way(l);
    if (l->acts_on == RU_ON_PLAN) return (l->plans[0] & q->plans) != 0;
    for (int a = 0; a < d->action_count; a++) {
        if (!(q->actions >> a & 1) || !(l->actions >> a & 1)) continue;
        if (effect == RU_ACTION_AT_MOST) {
            if (a > l->action_cap && a != d->none && gate) return true;
            continue;
        }
        if (l->acts_on == RU_ON_ACTION && effect != RU_TONE_AT_MOST) {
            if (a != d->none && (d->actions[a].contact || l->actions != UINT64_MAX)) return true;
            continue;
        }
        for (int t = 0; t < d->tone_count; t++) {
            if (!(q->tones >> t & 1) || !(l->tones >> t & 1)) continue;
            if (effect == RU_TONE_AT_MOST ? t > l->tone_cap && gate : l->acts_on != RU_ON_CHANNEL || some_way(l)) return true;
        }
    }
    return false;
}

/* Does the effect refuse at t? A ceiling refuses while its limit is in force. */
static bool refuses(size_t i, unsigned effect, int64_t t) {
    if (effect & (RU_ACTION_AT_MOST | RU_TONE_AT_MOST)) return w.now[i].holds != RU_FALSE && slow_in_force(&w, i, t);
    return slow_refuses(&w, i, effect, t);
}

static int64_t after(int64_t t) { return t + SEAL_STEP - t % SEAL_STEP; }

/* Is it listed, and until when? Looks 12 days beyond the horizon for an end. */
static bool expected(size_t i, unsigned effect, int64_t *until) {
    const ru_limit *l = &w.limits[i];
    int64_t t = w.proposal.now, far = w.proposal.horizon + 12 * SEAL_DAY;
    *until = INT64_MAX;
    if (!(l->effects & effect) || w.now[i].holds == RU_FALSE) return false;
    if (effect == RU_HAND_OVER) { /* always told: a person is to decide */
        if (!slow_in_force(&w, i, t) || (l->acts_on == RU_ON_ACTION && !(l->actions & w.proposal.actions))) return false;
        if (!refuses(i, effect, t)) return true;
    } else {
        bool over_time = l->acts_on == RU_ON_CHANNEL && !(effect & (RU_ACTION_AT_MOST | RU_TONE_AT_MOST));
        if (!something_possible(l, effect)) return false;
        while (!refuses(i, effect, t)) {
            t = after(t);
            if (!over_time || t >= w.proposal.horizon) return false;
        }
    }
    while (t < far && refuses(i, effect, t)) t = after(t);
    if (t < far) *until = t;
    return true;
}

static void check_effect(size_t i, unsigned effect, long *found) {
    int64_t until;
    bool should = expected(i, effect, &until);
    const ru_listed *l = find(i, effect);
    if ((l != NULL) != should) {
        seal_print(&w);
        fail_msg("limit %zu, effect %x: listed %d, expected %d", i, effect, l != NULL, should);
    }
    if (!l) return;
    ++*found;
    bool same = l->until == until || (until == INT64_MAX && l->until >= w.proposal.horizon + 12 * SEAL_DAY);
    if (same && l->until > w.proposal.now) return;
    seal_print(&w);
    fail_msg("limit %zu, effect %x: until now %+lld, expected %+lld", i, effect, (long long)(l->until - w.proposal.now), (long long)(until - w.proposal.now));
}

static void listed_iff_it_bites_alone(void **state) {
    (void)state;
    uint64_t seed = 451;
    support_random r = {seed};
    long worlds = support_scaled(8000), found = 0, looked = 0;
    for (long n = 0; n < worlds; n++) {
        seal_random(&r, &w, 2);
        list();
        for (size_t i = 0; i < w.charter.limit_count; i++)
            for (unsigned effect = RU_FORBID; effect <= RU_HAND_OVER; effect <<= 1, looked++) check_effect(i, effect, &found);
        for (size_t i = 1; i < count; i++)
            assert_true(listed[i - 1].limit < listed[i].limit ||
                        (listed[i - 1].limit == listed[i].limit && in_alphabet(listed[i - 1].effect, listed[i].effect)));
    }
    printf("seed %llu: %ld charters, %ld effects, %ld listed\n", (unsigned long long)seed, worlds, looked, found);
    if (worlds > 500) assert_true(found > worlds / 2);
}

/* A charter of just that limit, through the engine: what it changes against no limit at all is listed. Nothing bites in silence. */
static bool bites(const ru_permission *with, const ru_permission *without) {
    return with->action != without->action || with->tone != without->tone || with->channel != without->channel || !ru_permission_not_harsher(without, with);
}

static void what_changes_anything_is_listed(void **state) {
    (void)state;
    uint64_t seed = 1984;
    support_random r = {seed};
    long worlds = support_scaled(20000), bit = 0;
    for (long n = 0; n < worlds; n++) {
        seal_random(&r, &w, 2);
        if (!w.charter.limit_count) continue;
        w.proposal.has_plan = true; /* else an action gives way without any limit, to one that was not possible */
        for (int a = 0; a < w.charter.ladders.action_count; a++)
            w.charter.ladders.actions[a].contact = a != w.charter.ladders.none; /* nor is an end without contact that only silence leads to */
        w.charter.limit_count = 1;
        if (w.limits[0].effects & (w.limits[0].effects - 1)) continue; /* one effect: two may open each other's gates */
        list();
        ru_permission without;
        w.charter.limit_count = 0;
        seal_judge(&w, &without);
        w.charter.limit_count = 1;
        if (!bites(&p, &without)) continue;
        bit++;
        if (count == 1) continue;
        seal_print(&w);
        fail_msg("the limit takes something away and is not listed (%zu): action %d tone %d channel %d, without it %d %d %d", count, p.action, p.tone,
                 p.channel, without.action, without.tone, without.channel);
    }
    printf("seed %llu: %ld charters, %ld limits took something away\n", (unsigned long long)seed, worlds, bit);
}

/* ---- by hand ---- */
static void ends_of_what_is_listed(void **state) {
    (void)state;
    seal_plain(&w); /* Monday 2026-03-02, 15:00 UTC, New York */
    int64_t now = w.proposal.now, midnight = now + 14 * 3600;
    ru_limit *l = seal_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    list();
    assert_true(count == 1 && listed[0].effect == RU_FORBID && listed[0].until == INT64_MAX); /* only a fact ends it */
    w.now[0].ends = now + 100;
    list();
    assert_true(listed[0].until == now + 100);
    l->valid_until = w.scene.today[0]; /* the law lapses first */
    w.now[0].ends = INT64_MAX;
    list();
    assert_true(count == 1 && listed[0].until == midnight);
    l->effects = RU_TONE_AT_MOST | RU_ACTION_AT_MOST | RU_ONLY_IF;
    w.now[0].met = RU_MAYBE;
    list();
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) assert_true(listed[i].until == midnight);
    l->valid_until = INT32_MAX;
    l->valid_from = w.scene.today[0] + 3; /* later, but before the horizon: only_if is listed, ceilings are of now */
    list();
    assert_true(count == 1 && listed[0].effect == RU_ONLY_IF && listed[0].until == INT64_MAX);
    l->valid_from = w.scene.today[0] + 15;
    list();
    assert_int_equal(count, 0);
}

static void hours_that_never_open_and_hours_without_a_zone(void **state) {
    (void)state;
    seal_plain(&w);
    ru_limit *l = seal_limit(&w, RU_HOURS, RU_ON_CHANNEL);
    list();
    assert_true(count == 1 && listed[0].until == INT64_MAX);
    for (int d = 0; d < 7; d++) {
        w.hours[0].spans[d][0] = (ru_span){9 * 3600, 19 * 3600};
        w.hours[0].counts[d] = 1;
    }
    list(); /* open now; the first refused interval is the coming night */
    assert_true(count == 1 && listed[0].until == w.proposal.now + 23 * 3600);
    l->valid_until = w.scene.today[0]; /* the night that the law lapses in */
    list();
    assert_true(count == 1 && listed[0].until == w.proposal.now + 14 * 3600);
    l->valid_until = INT32_MAX;
    seal_scene(&w.scene, NULL, 0, w.proposal.now);
    list();
    assert_true(count == 1 && listed[0].until == INT64_MAX);
    l->valid_from = (int32_t)(w.proposal.now / SEAL_DAY) + 4; /* in force only later: still before the horizon */
    list();
    assert_true(count == 1 && listed[0].until == INT64_MAX);
}

static void which_channel(void **state) {
    (void)state;
    static const struct {
        uint64_t ways;
        int channel;
    } cases[] = {{8, 3}, {1, 0}, {8 | 1, -1}, {15, -1}, {UINT64_MAX, -1}};
    for (size_t i = 0; i < RU_COUNT(cases); i++) {
        seal_plain(&w);
        seal_limit(&w, RU_FORBID, RU_ON_CHANNEL)->ways = cases[i].ways;
        list();
        assert_true(count == 1 && listed[0].on_channel == cases[i].channel);
    }
    w.ways[2].channel = 3;
    w.limits[0].ways = 4 | 8; /* two rules, one channel */
    list();
    assert_true(count == 1 && listed[0].on_channel == 3);
}

static void room_for_fewer(void **state) {
    (void)state;
    ru_listed two[3] = {{.limit = 77}, {.limit = 77}, {.limit = 77}};
    seal_plain(&w);
    for (int i = 0; i < 4; i++) seal_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    list();
    assert_int_equal(ru_charter_list(&p, two, 2), 4);
    assert_true(two[0].limit == 0 && two[1].limit == 1 && two[2].limit == 77);
    assert_int_equal(ru_charter_list(&p, NULL, 0), 4);
}

/* ---- hand-overs ---- */
static size_t slow_hand_overs(uint16_t *out) {
    size_t n = 0;
    for (size_t i = 0; i < w.charter.limit_count; i++) {
        const ru_limit *l = &w.limits[i];
        bool about = l->acts_on != RU_ON_ACTION || (l->actions & w.proposal.actions);
        if (l->effects & RU_HAND_OVER && w.now[i].holds != RU_FALSE && slow_in_force(&w, i, w.proposal.now) && about) out[n++] = (uint16_t)i;
    }
    for (size_t a = 0; a < n; a++) /* earliest `by` first, then id */
        for (size_t b = a + 1; b < n; b++) {
            int64_t x = w.now[out[a]].hand_over_by, y = w.now[out[b]].hand_over_by;
            if (x < y || (x == y && out[a] < out[b])) continue;
            uint16_t kept = out[a];
            out[a] = out[b];
            out[b] = kept;
        }
    return n;
}

static void hand_overs_stand_in_order(void **state) {
    (void)state;
    uint64_t seed = 12;
    support_random r = {seed};
    long several = 0;
    for (long n = support_scaled(20000); n > 0; n--) {
        uint16_t slow[SEAL_LIMITS], found[SEAL_LIMITS];
        seal_random(&r, &w, 2);
        for (size_t i = 0; i < w.charter.limit_count; i++)
            if (w.limits[i].acts_on != RU_ON_PLAN && seal_chance(&r, 50)) w.limits[i].effects |= RU_HAND_OVER;
        size_t all = slow_hand_overs(slow);
        several += all > 1;
        for (size_t room = 0; room <= SEAL_LIMITS; room++) { /* the first of them, however little room there is */
            assert_int_equal(ru_charter_hand_overs(&w.charter, w.now, &w.proposal, found, room), all);
            for (size_t i = 0; i < all && i < room; i++) assert_int_equal(found[i], slow[i]);
        }
    }
    printf("seed %llu: %ld times several\n", (unsigned long long)seed, several);
}

/* What no limit concerns cannot change anything: ru_limit_concerns is what `unknown` rests on. */
static void a_limit_that_concerns_nothing_changes_nothing(void **state) {
    (void)state;
    uint64_t seed = 99;
    support_random r = {seed};
    long idle = 0, worlds = support_scaled(20000);
    for (long n = 0; n < worlds; n++) {
        ru_permission with;
        seal_random(&r, &w, 2);
        if (!w.charter.limit_count) continue;
        size_t i = (size_t)support_between(&r, 0, (int64_t)w.charter.limit_count - 1);
        w.now[i].holds = RU_FALSE;
        seal_judge(&w, &p);
        if (ru_limit_concerns(&p, i)) continue;
        idle++;
        w.now[i].holds = RU_TRUE;
        seal_judge(&w, &with);
        if (with.action == p.action && with.tone == p.tone && with.channel == p.channel && ru_permission_not_harsher(&p, &with)) continue;
        seal_print(&w);
        fail_msg("limit %zu concerns nothing, and yet: action %d tone %d channel %d, without it %d %d %d", i, with.action, with.tone, with.channel, p.action,
                 p.tone, p.channel);
    }
    printf("seed %llu: %ld of %ld limits concerned nothing\n", (unsigned long long)seed, idle, worlds);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(listed_iff_it_bites_alone),
                                       cmocka_unit_test(what_changes_anything_is_listed),
                                       cmocka_unit_test(ends_of_what_is_listed),
                                       cmocka_unit_test(hours_that_never_open_and_hours_without_a_zone),
                                       cmocka_unit_test(which_channel),
                                       cmocka_unit_test(room_for_fewer),
                                       cmocka_unit_test(hand_overs_stand_in_order),
                                       cmocka_unit_test(a_limit_that_concerns_nothing_changes_nothing)};
    return cmocka_run_group_tests(tests, open_zones, close_zones);
}
