/* test_policy_packs.c: what a pack brings: facts declared in two folders, its dates, whom it applies to, its days, its words. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/asking.h"

#define CALL(at) "{\"at\":\"" at "\",\"channel\":\"voice\",\"outcome\":\"no_answer\"}"
#define USES "policy: p\nversion: 1.0.0\nuses: [packs/a]\nhorizon: 7 days\nholidays: [2026-06-11]\n"
#define PACK "pack: a\nversion: 1.0.0\n"
#define FORBID "limit \"a\" { cite = house \"1\", on = outbound, forbid = true }\n"
static support_world w;

static void comes(asking q, const char *outcome) { assert_string_equal(asking_outcome(&w, &q), outcome); }

/* ---- one fact, two folders ---- */
#define OWN(missing)                                                                                                                                                                                                                   \
    "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nstop: { type: boolean, " missing \
    "source: person }\n"
#define ITS(missing) "stop: { type: boolean, " missing "source: person }\n"
#define NONE "if_missing: none_on_file, "
#define NOT_KNOWN "if_missing: unknown, "
#define STOP "limit \"s\" { cite = house \"1\", on = outbound, when = { stop = true }, forbid = true }\n"
#define FIELDS(missing) "channel: { type: enum, values: [letter, voice] }\nprior: { type: boolean, " missing "}\n"
#define PRIOR "limit \"p\" { cite = house \"1\", on = outbound, at_most = { { 1, ever } }, counting = { prior = true } }\n"

static void open_facts(const char *own, const char *its) {
    const support_file files[] = {
        {"main/policy.yaml", USES}, {"main/facts.yaml", own},      {"main/derive.lua", "-- none\n"}, {"main/messages/en.yaml", "why: because\n"},
        {"main/charter.lua", STOP}, {"packs/a/policy.yaml", PACK}, {"packs/a/facts.yaml", its},      {NULL, NULL}};
    asking_open_packs(&w, files);
}

static void not_known_wins(void **state) {
    static const struct {
        const char *own, *its, *outcome;
    } rows[] = {
        {OWN(NONE), ITS(NONE), "free"},       {OWN(NONE), ITS(NOT_KNOWN), "event"},           {OWN(NONE), ITS(""), "event"},
        {OWN(NOT_KNOWN), ITS(NONE), "event"}, {OWN(""), ITS("if_missing: false, "), "event"}, {OWN("if_missing: false, "), ITS("if_missing: false, "), "free"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_facts(rows[i].own, rows[i].its);
        comes((asking){0}, rows[i].outcome);
        comes((asking){.facts = "\"stop\":false"}, "free"); /* what is said is said */
        support_close(&w);
    }
}

static void not_known_wins_among_packs_and_contacts(void **state) {
    const support_file facts[] = {
        {"main/policy.yaml", "policy: p\nversion: 1.0.0\nuses: [packs/a, packs/b]\n"},
        {"main/facts.yaml", OWN(NONE)},
        {"main/derive.lua", "-- none\n"},
        {"main/messages/en.yaml", "why: because\n"},
        {"main/charter.lua", STOP},
        {"packs/a/policy.yaml", PACK},
        {"packs/a/facts.yaml", ITS(NOT_KNOWN)},
        {"packs/b/policy.yaml", "pack: b\nversion: 1.0.0\n"},
        {"packs/b/facts.yaml", ITS(NONE)},
        {NULL, NULL},
    };
    const support_file contacts[] = {{"main/policy.yaml", USES},
                                     {"main/contacts.yaml", FIELDS("if_missing: false ")},
                                     {"main/charter.lua", PRIOR},
                                     {"packs/a/policy.yaml", PACK},
                                     {"packs/a/contacts.yaml", FIELDS("")},
                                     {NULL, NULL}};
    const support_file alike[] = {{"main/policy.yaml", USES},    {"main/contacts.yaml", FIELDS("if_missing: false ")},    {"main/charter.lua", PRIOR},
                                  {"packs/a/policy.yaml", PACK}, {"packs/a/contacts.yaml", FIELDS("if_missing: false ")}, {NULL, NULL}};
    static const char one[] = "{\"at\":\"2026-06-08T15:00:00Z\",\"channel\":\"voice\"}";
    (void)state;
    asking_open_packs(&w, facts); /* the second says unknown, the third none again */
    comes((asking){0}, "event");
    support_close(&w);
    asking_open_packs(&w, contacts);
    comes((asking){.contacts = one}, "event");
    support_close(&w);
    asking_open_packs(&w, alike);
    comes((asking){.contacts = one}, "free");
    support_close(&w);
}

static void declarations_that_differ(void **state) {
    static const struct {
        const char *own, *its, *says;
    } rows[] = {
        {OWN(NONE), ITS("if_missing: false, "), "the two differ in if_missing"},
        {OWN(NONE), "stop: { type: integer, if_missing: none_on_file, source: person }\n", "the two differ in type"},
        {OWN(NONE), "stop: { type: boolean, if_missing: unknown, source: host }\n", "the two differ in source"},
        {OWN(NONE), "stop: { type: boolean, source: person, protected: true }\n", "the two differ in protected"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const support_file files[] = {{"main/policy.yaml", USES},
                                      {"main/facts.yaml", rows[i].own},
                                      {"main/derive.lua", "-- none\n"},
                                      {"main/messages/en.yaml", "why: because\n"},
                                      {"packs/a/policy.yaml", PACK},
                                      {"packs/a/facts.yaml", rows[i].its},
                                      {NULL, NULL}};
        ruth_status st = asking_packs_status(&w, files);
        if (st == RUTH_E_POLICY && !strcmp(w.error.file, "packs/a/facts.yaml") && w.error.line == 1 && strstr(w.error.message, rows[i].says) &&
            strstr(w.error.message, "facts.yaml, line 5"))
            continue;
        fail_msg("row %zu: status %d, %s:%d: %s", i, (int)st, w.error.file, w.error.line, w.error.message);
    }
}

/* ---- when and for whom ---- */
static void open_pack(const char *head, const char *charter) {
    const support_file files[] = {{"main/policy.yaml", USES}, {"packs/a/policy.yaml", head}, {"packs/a/charter.lua", charter}, {NULL, NULL}};
    asking_open_packs(&w, files);
}

static void its_dates(void **state) {
    (void)state;
    open_pack(PACK "valid_from: 2026-06-12\nvalid_until: 2026-06-13\n", FORBID);
    comes((asking){0}, "free"); /* and the policy is in force: only a pack's limits are not */
    comes((asking){.proposed = "\"channel\":\"voice\",\"at\":\"2026-06-12T03:59:59Z\""}, "free");
    comes((asking){.proposed = "\"channel\":\"voice\",\"at\":\"2026-06-12T04:00:00Z\""}, "2026-06-14T04:00:00Z");
    comes((asking){.proposed = "\"channel\":\"voice\",\"at\":\"2026-06-14T03:59:59Z\""}, "2026-06-14T04:00:00Z");
    comes((asking){.proposed = "\"channel\":\"voice\",\"at\":\"2026-06-14T04:00:00Z\""}, "free");
    support_close(&w);
    open_pack(PACK "valid_from: 2026-06-12\n", "limit \"a\" { cite = house \"1\", on = outbound, forbid = true, valid_from = \"2026-06-16\" }\n");
    comes((asking){.proposed = "\"channel\":\"voice\",\"at\":\"2026-06-15T16:00:00Z\""}, "free"); /* what a limit says itself goes before */
    comes((asking){.proposed = "\"channel\":\"voice\",\"at\":\"2026-06-16T16:00:00Z\""}, "event");
    support_close(&w);
}

static void whom_it_applies_to(void **state) {
    static const char line[] =
        "{\"id\":\"q\",\"now\":\"2026-06-10T16:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\"%s},\"proposed\":{\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\"}}";
    static const struct {
        const char *facts;
        bool free;
    } rows[] = {
        {",\"jurisdiction\":\"us\",\"role\":\"third_party\"", false},
        {",\"jurisdiction\":\"ca\",\"role\":\"third_party\"", true},
        {",\"jurisdiction\":\"us\",\"role\":\"first_party\"", true},
        {",\"jurisdiction\":null,\"role\":\"third_party\"", false},
        {",\"role\":\"third_party\"", false},
        {",\"jurisdiction\":\"us\"", false},
        {",\"jurisdiction\":\"ca\"", true},
        {"", false},
    };
    char text[512];
    (void)state;
    open_pack(PACK "applies: { jurisdiction: [us], role: third_party }\n", FORBID);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(text, sizeof text, line, rows[i].facts);
        if ((strstr(asking_line(&w, text), "\"allowed\":true") != NULL) != rows[i].free) fail_msg("%s: %s", rows[i].facts, asking_line(&w, text));
    }
    support_close(&w);
    open_pack(PACK "applies: { jurisdiction: [us] }\n",
              "limit \"a\" { cite = house \"1\", on = outbound, when = { stop = true }, forbid = true }\n"); /* and-ed with the limit's own */
    comes((asking){.facts = "\"stop\":true"}, "event");
    comes((asking){.facts = "\"stop\":false"}, "free");
    support_close(&w);
}

/* ---- its days ---- */
#define WAIT "limit \"a\" { cite = house \"1\", on = outbound, wait = business_days(2), after = last { channel = \"voice\" } }\n"
#define CLOSED "limit \"a\" { cite = house \"1\", on = outbound, hours = { every_day = { \"09:00\", \"19:00\" }, holidays = closed } }\n"
static void its_days(void **state) {
    const asking wednesday = {.contacts = CALL("2026-06-10T15:00:00Z")}, friday = {.now = "2026-06-12T16:00:00Z", .contacts = CALL("2026-06-12T15:00:00Z")};
    (void)state;
    open_pack(PACK, WAIT); /* the policy's: Thursday is a holiday */
    comes(wednesday, "2026-06-15T04:00:00Z");
    support_close(&w);
    open_pack(PACK "holidays: []\n", WAIT);
    comes(wednesday, "2026-06-12T04:00:00Z");
    support_close(&w);
    open_pack(PACK "business_days: mon_sat\n", WAIT); /* a pack that says one of the two says both */
    comes(wednesday, "2026-06-12T04:00:00Z");
    comes(friday, "2026-06-15T04:00:00Z");
    support_close(&w);
    open_pack(PACK "holidays: [2026-06-12]\n", CLOSED);
    comes((asking){.now = "2026-06-12T16:00:00Z"}, "2026-06-13T13:00:00Z");
    comes((asking){.now = "2026-06-11T16:00:00Z"}, "free"); /* the policy's holiday is none of the pack's */
    support_close(&w);
}

/* A date that a pack computes goes by the pack's days, whoever reads it. */
static void dates_it_computes(void **state) {
    const support_file files[] = {
        {"main/policy.yaml", USES},
        {"main/derive.lua", "-- none\n"},
        {"packs/a/policy.yaml", PACK "holidays: [2026-06-12]\n"},
        {"packs/a/derive.lua", "derive.free_on = date_of { fact.told_at, business_days(2) }\n"},
        {"main/charter.lua", "limit \"a\" { cite = house \"1\", on = outbound, forbid = true, until_date = fact.free_on }\n"},
        {NULL, NULL},
    };
    (void)state;
    asking_open_packs(&w, files);
    comes((asking){.facts = "\"told_at\":\"2026-06-10T15:00:00Z\""},
          "2026-06-15T04:00:00Z"); /* Thursday, then Monday: by the policy's days it were Friday and Monday */
    comes((asking){.facts = "\"told_at\":\"2026-06-09T15:00:00Z\""}, "2026-06-11T04:00:00Z");
    support_close(&w);
    open_pack(PACK "holidays: [2026-06-12]\n",
              "limit \"a\" { cite = house \"1\", on = outbound, forbid = true, until_date = date_of { fact.told_at, business_days(2) } }\n");
    comes((asking){.facts = "\"told_at\":\"2026-06-10T15:00:00Z\""}, "2026-06-15T04:00:00Z"); /* computed in the limit itself */
    comes((asking){.facts = "\"told_at\":\"2026-06-09T15:00:00Z\""}, "2026-06-11T04:00:00Z");
    support_close(&w);
}

/* Trying things out on people is the policy's own to answer for. */
static void no_experiments(void **state) {
    static const char facts[] = "subject: { type: text, source: host }\nopening: { type: enum, values: [a, b], source: derived }\n",
                      tries[] = "experiment \"opening\" { arms = { \"a\", \"b\" }, share = { 1, 1 } }\n";
    const support_file its[] = {{"main/policy.yaml", USES}, {"main/derive.lua", "-- none\n"}, {"packs/a/policy.yaml", PACK},
                                {"main/facts.yaml", facts}, {"packs/a/derive.lua", tries},    {NULL, NULL}};
    (void)state;
    assert_int_equal(asking_packs_status(&w, its), RUTH_E_POLICY);
    assert_string_equal(w.error.file, "packs/a/derive.lua");
    assert_has(w.error.message, "experiment opening stands in a pack");
}

/* What a pack says is the pack's: nobody says it again, in other words, or for nobody; and whom it uses is used. */
/* clang-format off */
static void what_a_pack_must_keep(void **state) {
    static const struct { support_file own, its; const char *file; int line; const char *says; } rows[] = {
        {{"main/messages/en.yaml", "why.late: ours\nwhy.stop: ours\n"}, {"packs/a/messages/en.yaml", "why.stop: its\n"}, "messages/en.yaml", 2, "the text why.stop belongs to packs/a; what a pack says is not worded anew"},
        {{"main/charter.lua", FORBID}, {"packs/a/charter.lua", FORBID}, "packs/a/charter.lua", 1, "limit \"a\" stands twice: here and at charter.lua:1"},
        {{"main/charter.lua", "limit \"n/x\" { cite = house \"1\", on = outbound, forbid = true }\n"}, {"packs/a/charter.lua", "limit \"n/y\" { cite = house \"1\", on = outbound, forbid = true }\n"}, "charter.lua", 1, "limit n: arms of one name stand in one folder"},
        {{"main/charter.lua", "limit \"n/y\" { cite = house \"1\", on = outbound, forbid = true }\n"}, {"packs/a/charter.lua", "limit \"n/x\" { cite = house \"1\", on = outbound, forbid = true }\n"}, "charter.lua", 1, "limit n: arms of one name stand in one folder"},
        {{"main/ladders.lua", "ladder \"tone\" { { \"soft\" } }\n"}, {"packs/a/ladders.lua", "ladder \"tone\" { { \"hard\" } }\n"}, "packs/a/ladders.lua", 1, "ladder \"tone\" stands twice"},
        {{NULL, NULL}, {"packs/a/derive.lua", "derive.late = integer_of { 3 }\n"}, "packs/a/derive.lua", 1, "late comes from the request; only a fact with source: derived may be derived"},
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "plugins: [a]\n"}, "packs/a/policy.yaml", 3, "a pack lists no plugins; the policy that uses it does"},
        {{"main/numbers.yaml", "most: { type: integer, value: 3, tighter: lower }\n"}, {"packs/a/policy.yaml", PACK "tighten: { most: 2 }\n"}, "packs/a/policy.yaml", 3, "a pack tightens no numbers; the policy that uses it does"}, /* or 3 would hold */
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "zone: Europe/Paris\n"}, "packs/a/policy.yaml", 3, "\"zone\" is not known here"},
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "applies: [us]\n"}, "packs/a/policy.yaml", 3, "expected applies: { fact: [values] }"},
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "applies: {}\n"}, "packs/a/policy.yaml", 3, "expected applies: { fact: [values] }"},
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "applies: { jurisdiction: [] }\n"}, "packs/a/policy.yaml", 3, "expected applies: { fact: [values] }"}, /* for nobody */
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "applies: { jurisdiction: [us, mars] }\n"}, "packs/a/policy.yaml", 3, "\"mars\" is no value of jurisdiction"},
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "applies: { country: us }\n"}, "packs/a/policy.yaml", 3, "applies names country, which is not a fact"},
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "applies: { late: 3 }\n"}, "packs/a/policy.yaml", 3, "applies may name enum and boolean facts"},
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "valid_from: 2026-02-01\nvalid_until: 2026-01-01\n"}, "packs/a/policy.yaml", 1, "valid_from lies after valid_until"},
        {{"packs/b/policy.yaml", "pack: b\nversion: 1.0.0\n"}, {"packs/a/policy.yaml", PACK "uses: [packs/b]\n"}, "policy.yaml", 3, "packs/a uses packs/b, which this policy does not use"}, /* or b's limits would not hold */
        {{NULL, NULL}, {"packs/a/policy.yaml", PACK "uses: packs/b\n"}, "packs/a/policy.yaml", 3, "expected uses: [pack, pack]"},
        {{"main/policy.yaml", "policy: p\nversion: 1.0.0\nuses: [packs/b]\n"}, {"packs/a/policy.yaml", PACK}, "policy.yaml", 3, "there is no pack packs/b beside this policy"},
        {{"main/policy.yaml", "policy: p\nversion: 1.0.0\nuses: packs/a\n"}, {"packs/a/policy.yaml", PACK}, "policy.yaml", 3, "expected uses: [pack, pack]"},
        {{"main/policy.yaml", "policy: p\nversion: 1.0.0\nuses: [../packs/a]\n"}, {"packs/a/policy.yaml", PACK}, "policy.yaml", 3, "a pack is named like charter/us-federal"},
        {{"main/policy.yaml", "policy: p\nversion: 1.0.0\nuses: [/packs/a]\n"}, {"packs/a/policy.yaml", PACK}, "policy.yaml", 3, "a pack is named like charter/us-federal"},
        {{"main/policy.yaml", "policy: p\nversion: 1.0.0\nuses: [\"\"]\n"}, {"packs/a/policy.yaml", PACK}, "policy.yaml", 3, "a pack is named like charter/us-federal"},
        {{"main/policy.yaml", "policy: p\nversion: 1.0.0\nuses: [[packs/a]]\n"}, {"packs/a/policy.yaml", PACK}, "policy.yaml", 3, "found a list"},
        {{"main/policy.yaml", "policy: p\nversion: 1.0.0\nuses: [packs/b]\n"}, {"main/packs/b/policy.yaml", PACK}, "policy.yaml", 3, "it stands in the policy's own folder: move it beside that"},
    };
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        support_file files[8];
        size_t n = 0;
        bool head = false, pack = false;
        if (rows[i].own.name) files[n++] = rows[i].own;
        files[n++] = rows[i].its;
        for (size_t k = 0; k < n; k++) head |= !strcmp(files[k].name, "main/policy.yaml"), pack |= !strcmp(files[k].name, "packs/a/policy.yaml");
        if (!head) files[n++] = (support_file){"main/policy.yaml", USES};
        if (!pack) files[n++] = (support_file){"packs/a/policy.yaml", PACK};
        files[n] = (support_file){NULL, NULL};
        ruth_status st = asking_packs_status(&w, files);
        if (st && !strcmp(w.error.file, rows[i].file) && w.error.line == rows[i].line && strstr(w.error.message, rows[i].says)) continue;
        print_error("row %zu: status %d, %s:%d: %s; expected %s:%d: %s\n", i, (int)st, w.error.file, w.error.line, w.error.message, rows[i].file, rows[i].line, rows[i].says);
        wrong++;
    }
    assert_int_equal(wrong, 0);
    const support_file both[] = {{"main/policy.yaml", "policy: p\nversion: 1.0.0\nuses: [packs/a, packs/b]\n"}, {"packs/a/policy.yaml", PACK "uses: [packs/b]\n"}, {"packs/b/policy.yaml", "pack: b\nversion: 1.0.0\n"}, {"packs/b/charter.lua", FORBID}, {NULL, NULL}};
    asking_open_packs(&w, both);
    comes((asking){0}, "event");
    support_close(&w);
}
/* clang-format on */

/* Limits behind a link, or in a file without its .lua, would be passed over in silence. */
static void a_kind_that_is_no_folder(void **state) {
    static const char *const kinds[] = {"packs/a/charter", "main/charter", "main/circumstances"};
    const support_file files[] = {
        {"main/policy.yaml", USES}, {"packs/a/policy.yaml", PACK}, {"packs/a/facts.yaml", ITS(NONE)}, {"elsewhere/x.lua", FORBID}, {NULL, NULL}};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof kinds / sizeof *kinds; i++) {
        char path[512], policy[512], says[128];
        const char *kind = kinds[i / 2], *name = strrchr(kind, '/') + 1;
        support_world one = {.engine = NULL};
        snprintf(one.folder, sizeof one.folder, "%s", support_folder(files));
        snprintf(path, sizeof path, "%s/%s", one.folder, kind);
        snprintf(policy, sizeof policy, "%s/main", one.folder);
        snprintf(says, sizeof says, "is no folder; rules stand in %s.lua, or in files of a folder %s", name, name);
        FILE *f = i % 2 ? fopen(path, "w") : NULL;
        if (f) assert_int_equal(fclose(f), 0);
        else assert_int_equal(symlink(kind[0] == 'p' ? "../../elsewhere" : "../elsewhere", path), 0);
        assert_int_equal(ruth_engine_new(NULL, &one.engine, &one.error), RUTH_OK);
        assert_int_equal(ruth_policy_load(one.engine, policy, &one.policy, &one.error), RUTH_E_POLICY);
        assert_non_null(strstr(one.error.message, says));
        assert_string_equal(one.error.file, kind[0] == 'p' ? "packs/a/charter" : name);
        assert_int_equal(unlink(path), 0);
        support_close(&one);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(not_known_wins),           cmocka_unit_test(not_known_wins_among_packs_and_contacts),
        cmocka_unit_test(declarations_that_differ), cmocka_unit_test(its_dates),
        cmocka_unit_test(whom_it_applies_to),       cmocka_unit_test(its_days),
        cmocka_unit_test(dates_it_computes),        cmocka_unit_test(no_experiments),
        cmocka_unit_test(what_a_pack_must_keep),    cmocka_unit_test(a_kind_that_is_no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
