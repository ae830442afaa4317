/* test_charter_seal.c: what may happen to a permission after judging: only less; and the seal (SEMANTICS 19, 20). */
#include <inttypes.h>
#include <stdio.h>

#include "tests/support/charter_world.h"

static charter_world w;
static ru_permission p;
static union {
    char bytes[RU_SEALED_SIZE];
    int64_t align;
} storage;

static void open_world(void) {
    charter_world_open(&w, "2026-03-02T15:00:00Z");
    charter_zones(&w, "Europe/London", NULL);
    for (int i = 0; i < 4; i++) w.ways[i].prefer = 5 - i; /* 3 first */
}

static void the_seal_says_what_was_permitted(void **state) {
    (void)state;
    open_world();
    charter_judge(&w, &p);
    struct ru_sealed_view v = ru_sealed_read(ru_seal(&p, INT64_MAX, storage.bytes));
    assert_true(v.action == 3 && v.tone == 3 && v.channel == 3 && v.from == w.proposal.now && v.until == w.proposal.horizon);
    charter_judge(&w, &p);
    v = ru_sealed_read(ru_seal(&p, w.proposal.now + 10, storage.bytes));
    assert_true(v.channel == 3 && v.from == w.proposal.now && v.until == w.proposal.now + 10);
    assert_int_equal(p.until, w.proposal.now + 10);
}

static void a_contact_that_would_begin_too_late_is_none(void **state) {
    (void)state;
    open_world();
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    l->bounded = true;
    w.now[0].ends = w.proposal.now + 3600;
    charter_judge(&w, &p);
    assert_int_equal(p.channel, 3);
    struct ru_sealed_view v = ru_sealed_read(ru_seal(&p, w.proposal.now + 3601, storage.bytes));
    assert_true(v.channel == 3 && v.from == w.proposal.now + 3600 && v.until == v.from + 1);
    charter_judge(&w, &p);
    v = ru_sealed_read(ru_seal(&p, w.proposal.now + 3600, storage.bytes));
    assert_true(v.action == 0 && v.tone == 3 && v.channel == -1 && v.from == INT64_MAX && v.until == INT64_MAX);
    assert_int_equal(p.action, 0);
}

static void a_dropped_channel_gives_way_to_kinder_ones(void **state) {
    (void)state;
    open_world();
    w.tri[1] = RU_MAYBE; /* a channel without a sure rule cannot be used */
    ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    l->ways = 1 << 2;
    l->bounded = true;
    w.now[0].ends = w.proposal.now + 60;
    charter_judge(&w, &p);
    assert_int_equal(p.channel, 3);
    assert_int_equal(ru_permission_drop_channel(&p, 0), 3); /* not the one in use */
    assert_int_equal(ru_permission_drop_channel(&p, 3), 2);
    assert_true(p.from == w.proposal.now + 60 && p.action == 3 && p.tone == 3);
    assert_int_equal(ru_permission_drop_channel(&p, 2), -1); /* 1 is not sure, 0 is gone */
    assert_true(p.action == 0 && p.from == INT64_MAX);
    assert_int_equal(ru_permission_drop_channel(&p, 3), -1);
    int64_t from, until;
    assert_false(ru_permission_next(&p, 3, w.proposal.now, &from, &until));
}

static void silence_is_final(void **state) {
    (void)state;
    open_world();
    w.charter.ladders.actions[1].contact = false; /* a note */
    w.charter.ladders.actions[3].gives_way = 1;
    w.proposal.tones = 1u << 3 | 1u << 2;
    charter_judge(&w, &p);
    assert_int_equal(p.channel, 3);
    ru_permission_silence(&p);
    assert_true(p.action == 1 && p.tone == 2 && p.channel == -1 && p.from == INT64_MAX);
    ru_permission_lower_tone(&p, 0);
    assert_int_equal(p.tone, 2);
    assert_int_equal(ru_permission_drop_channel(&p, 2), -1);
    ru_permission_silence(&p);
    assert_int_equal(p.action, 1);
    for (int c = 0; c < 4; c++) {
        int64_t from, until;
        assert_false(ru_permission_next(&p, c, w.proposal.now, &from, &until));
    }
    struct ru_sealed_view v = ru_sealed_read(ru_seal(&p, INT64_MAX, storage.bytes));
    assert_true(v.action == 1 && v.tone == 2 && v.channel == -1);
}

static void tones_only_go_down(void **state) {
    (void)state;
    open_world();
    charter_judge(&w, &p);
    ru_permission_lower_tone(&p, 1);
    assert_int_equal(p.tone, 1);
    ru_permission_lower_tone(&p, 3);
    ru_permission_lower_tone(&p, 1);
    ru_permission_lower_tone(&p, -1);
    assert_int_equal(p.tone, 1);
}

/* Whatever is done to it, and in whatever order: never more than before; always something that no limit refuses. */
static void random_permissions_only_shrink(void **state) {
    (void)state;
    uint64_t seed = 600000;
    long charters = support_scaled(20000), shrunk = 0;
    for (long i = 0; i < charters; i++, seed++) {
        support_random r = {seed};
        charter_random(&w, &r);
        charter_judge(&w, &p);
        for (int step = 0; step < 5; step++) {
            ru_permission before = p;
            switch (support_between(&r, 0, 3)) {
            case 0: ru_permission_drop_channel(&p, (int)support_between(&r, 0, w.charter.ladders.channel_count - 1)); break;
            case 1:
                if (p.channel >= 0) ru_permission_drop_channel(&p, p.channel);
                break;
            case 2: ru_permission_lower_tone(&p, (int)support_between(&r, -1, w.charter.ladders.tone_count)); break;
            default:
                if (charter_chance(&r, 20)) ru_permission_silence(&p);
                else ru_seal(&p, w.proposal.now + support_between(&r, 1, 100000), storage.bytes);
            }
            if (!ru_permission_not_harsher(&p, &before)) fail_msg("seed %" PRIu64 ", step %d: harsher", seed, step);
            if ((p.channel >= 0) != w.charter.ladders.actions[p.action].contact)
                fail_msg("seed %" PRIu64 ", step %d: channel %d with action %d", seed, step, p.channel, p.action);
            if (p.channel >= 0 && (p.until <= p.from || !charter_permits(&w, &p, p.channel, p.from) || !charter_permits(&w, &p, p.channel, p.until - 1)))
                fail_msg("seed %" PRIu64 ", step %d: not permitted", seed, step);
            shrunk += before.channel >= 0 && p.channel < 0;
        }
    }
    print_message("seeds from 600000, %ld charters, %ld made silent\n", charters, shrunk);
    if (charters >= 300) assert_true(shrunk > charters / 50);
}

/* Judging reads nothing but what it is given: twice is the same, whatever lay in memory before. */
static void judging_is_repeatable(void **state) {
    (void)state;
    uint64_t seed = 650000;
    for (long i = 0; i < support_scaled(2000); i++, seed++) {
        support_random r = {seed};
        ru_permission a, b;
        charter_random(&w, &r);
        memset(&a, 0xaa, sizeof a);
        memset(&b, 0x55, sizeof b);
        w.lists_applying = false;
        charter_judge(&w, &a);
        w.lists_applying = true;
        charter_judge(&w, &b);
        if (a.action != b.action || a.tone != b.tone || a.channel != b.channel || a.from != b.from || a.until != b.until || a.action_from != b.action_from ||
            a.tone_from != b.tone_from || a.actions_visited != b.actions_visited || a.actions_refused != b.actions_refused ||
            a.tones_visited != b.tones_visited || a.tones_refused != b.tones_refused)
            fail_msg("seed %" PRIu64, seed);
    }
}

static int teardown(void **state) {
    (void)state;
    charter_zones_free();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_seal_says_what_was_permitted),
        cmocka_unit_test(a_contact_that_would_begin_too_late_is_none),
        cmocka_unit_test(a_dropped_channel_gives_way_to_kinder_ones),
        cmocka_unit_test(silence_is_final),
        cmocka_unit_test(tones_only_go_down),
        cmocka_unit_test(random_permissions_only_shrink),
        cmocka_unit_test(judging_is_repeatable),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
