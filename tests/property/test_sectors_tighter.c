/* test_sectors_tighter.c: policies/humane with a sector's pack permits nothing that it forbids with the same facts and no limit of the pack; the pack bites; and each pack alone narrows what `permit` leaves free. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/accounts.h"
#include "tests/support/limit_world.h"

static const char *const sectors[] = {"credit-union", "utility", "telecom", "bnpl"};
typedef struct tally {
    long pairs, heard, narrower, rejected;
} tally;

static char root[] = "/tmp/ruth-sectors-XXXXXX";

static void run(const char *command) { assert_int_equal(system(command), 0); }

/* with/: humane and the pack; bare/: the same facts, contacts, numbers and texts, without its limits. */
static int make_folders(void **state) {
    (void)state;
    char command[2048];
    assert_non_null(mkdtemp(root));
    for (size_t i = 0; i < RU_COUNT(sectors); i++) {
        snprintf(
            command, sizeof command,
            "set -e; mkdir -p %s/%s; for side in with bare; do mkdir %s/%s/$side; cp -r policies/charter policies/humane policies/sector %s/%s/$side/; chmod -R u+w %s/%s/$side; rm -rf %s/%s/$side/humane/cases; "
            "sed -i 's#^uses: \\[#uses: [sector/%s, #' %s/%s/$side/humane/policy.yaml; done; rm -r %s/%s/bare/sector/%s/charter.lua",
            root, sectors[i], root, sectors[i], root, sectors[i], root, sectors[i], root, sectors[i], sectors[i], root, sectors[i], root, sectors[i],
            sectors[i]);
        run(command);
    }
    return 0;
}

static int remove_folders(void **state) {
    (void)state;
    support_remove(root);
    return 0;
}

static void open_side(support_world *w, const char *sector, const char *side) {
    char folder[512];
    snprintf(folder, sizeof folder, "%s/%s/%s/humane", root, sector, side);
    limits_open_folder(w, folder);
}

static bool decided(support_world *w, const char *line) { return !strstr(support_decide(w, line), "\"error\":{"); }

/* Something of what the pack asks about, one time in two. */
static void sector_facts(support_random *r, const ru_schema *s, request_draft *draft) {
    static const char *const booleans[] = {"in_counselling", "holds_benefits", "medical_device", "weather_alert",
                                           "only_line",      "bill_jump",      "return_open",    "goods_missing"};
    static const char *const values[] = {"true", "false", "null"};
    for (size_t i = 0; i < RU_COUNT(booleans); i++) {
        int slot = ru_fields_find(&s->facts, ru_str_of(booleans[i]));
        if (slot >= 0 && support_between(r, 0, 1)) account_put(draft, slot, values[support_between(r, 0, 2)]);
    }
    int purchases = ru_fields_find(&s->facts, RU_STR("purchases_open"));
    char number[8];
    snprintf(number, sizeof number, "%d", (int)support_between(r, 0, 9));
    if (purchases >= 0 && support_between(r, 0, 1)) account_put(draft, purchases, number);
}

static void permits_nothing_more(const char *sector, uint64_t seed) {
    static request_draft draft;
    static char line[1 << 16];
    support_world with, bare;
    support_random r = {seed};
    tally t = {0};
    open_side(&with, sector, "with");
    open_side(&bare, sector, "bare");
    for (long i = 0, n = support_scaled(800); i < n; i++) {
        account_random(&r, with.session->policy->schema, &draft);
        sector_facts(&r, with.session->policy->schema, &draft);
        snprintf(line, sizeof line, "%s", request_text(with.session->policy->schema, &draft));
        if (!decided(&bare, line) || !decided(&with, line)) {
            t.rejected++;
            continue;
        }
        const ru_session *d = with.session, *e = bare.session;
        struct ru_sealed_view a = ru_sealed_read(d->d.sealed), b = ru_sealed_read(e->d.sealed);
        t.pairs++;
        t.heard += b.channel >= 0;
        t.narrower += a.action != b.action || a.tone != b.tone || a.channel != b.channel;
        if (!ru_permission_not_harsher(&d->d.judged, &e->d.judged)) {
            printf("%s\n", line);
            fail_msg("with sector/%s the decision is harsher", sector);
        }
        if (a.channel >= 0 && (b.channel < 0 || a.tone > b.tone || a.channel > b.channel)) {
            printf("%s\n", line);
            fail_msg("with sector/%s what is sent is louder or firmer", sector);
        }
    }
    printf("sector/%s beside humane: seed %llu, %ld pairs, %ld would hear something, %ld are kept from something, %ld rejected\n", sector,
           (unsigned long long)seed, t.pairs, t.heard, t.narrower, t.rejected);
    assert_true(t.rejected <= t.pairs / 20 && t.heard > t.pairs / 5 && t.narrower > 0);
    support_close(&with);
    support_close(&bare);
}

/* Questions of one contact: the calendar with the pack lies within the one without it. */
static void leaves_nothing_more_free(const char *sector, uint64_t seed) {
    static limits_question q;
    static char answer[1 << 19];
    static limits_calendar wide, narrow;
    support_world with, bare;
    support_random r = {seed};
    tally t = {0};
    open_side(&with, sector, "with");
    open_side(&bare, sector, "bare");
    for (long i = 0, n = support_scaled(300); i < n; i++) {
        int64_t at = 0;
        limits_ask(&r, with.session->policy->schema, &q);
        account_random(&r, with.session->policy->schema, &q.draft);
        sector_facts(&r, with.session->policy->schema, &q.draft);
        q.at = q.draft.now + support_between(&r, 0, 86400);
        if (!limits_permit(&bare, &q, NULL, answer, sizeof answer)) {
            t.rejected++;
            continue;
        }
        limits_calendar_read(answer, &wide);
        assert_true(limits_permit(&with, &q, NULL, answer, sizeof answer));
        limits_calendar_read(answer, &narrow);
        t.pairs++;
        if (!limits_within(&narrow, &wide, &at))
            fail_msg("with sector/%s an instant is permitted that was not:\n%s", sector, limits_text(with.session->policy->schema, &q, true));
        t.narrower += !limits_within(&wide, &narrow, &at);
    }
    printf("sector/%s, one contact: seed %llu, %ld questions, %ld with less left free, %ld rejected\n", sector, (unsigned long long)seed, t.pairs, t.narrower,
           t.rejected);
    assert_true(t.pairs > t.rejected && t.narrower > 0);
    support_close(&with);
    support_close(&bare);
}

static void each_sector(void **state) {
    (void)state;
    for (size_t i = 0; i < RU_COUNT(sectors); i++) {
        permits_nothing_more(sectors[i], 1000 + i);
        leaves_nothing_more_free(sectors[i], 2000 + i);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_sector)};
    return cmocka_run_group_tests(tests, make_folders, remove_folders);
}
