/* test_plugins.c: decisions with plugins: facts, plans, words, findings, observers, what is recorded, and memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/base.h"
#include "tests/support/meter.h"
#include "tests/support/plugins.h"

static support_world w;

static void open_policy(const char *list, const char *plans) {
    memset(&w, 0, sizeof w);
    memset(&plugin_told, 0, sizeof plugin_told);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(plugin_policy(list, plans)));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, &w.error), RUTH_OK);
    plugin_add_all(w.engine);
    if (ruth_policy_load(w.engine, w.folder, &w.policy, &w.error)) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, &w.error), RUTH_OK);
}

static void tell(plugin_mood mood, long every) {
    plugin_told.mood = mood;
    plugin_told.every = every;
}

static const char *line_of(const char *facts) {
    static char line[1024];
    snprintf(line, sizeof line,
             "{\"id\":\"p\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":39700,%s}}", facts);
    return line;
}
static const char *decide(const char *facts) { return support_decide(&w, line_of(facts)); }

/* ---- facts ---- */
static void facts_are_written_before_anything_is_derived(void **state) {
    (void)state;
    open_policy("scorer, bureau", "");
    assert_has(decide("\"late\":20"), "\"segment\":{\"is\":\"strong\",\"possible\":[\"strong\"]"); /* 940 points; the bureau's first answer is no risk */
    assert_has(decide("\"late\":300"), "\"segment\":{\"is\":\"fragile\"");
    const char *d = decide("\"late\":null");
    assert_has(d, "\"possible\":[\"fragile\",\"late\",\"rest\"]");                    /* and its third answer is a risk */
    assert_has(d, "\"unknown\":[\"band\",\"costs\",\"late\",\"mail_ok\",\"score\"]"); /* what the plugin left open, and what it may have missed */
    assert_has(d, "\"failures\":[]");
    assert_has(decide("\"late\":20"), "\"good_until\":\"2026-03-03T05:00:00Z\"");
    support_close(&w);
}

static void no_request_carries_a_plugins_fact(void **state) {
    (void)state;
    open_policy("", "");
    assert_has(decide("\"score\":700"), "\"error\":{\"code\":\"key\",\"at\":\"/facts/score\",\"message\":\"score is what a plugin says");
    assert_int_equal(ruth_fact_find(w.policy, "score"), -1);
    assert_has(decide("\"late\":20"), "\"possible\":[\"fragile\",\"strong\",\"rest\"]"); /* nobody writes it: not known */
    support_close(&w);
}

static void what_a_plugin_may_not_do_fails_its_call(void **state) {
    (void)state;
    open_policy("scorer", "");
    tell(PLUGIN_GARBAGE, 1);
    for (int i = 0; i < 8; i++) { /* eight kinds of wrong */
        const char *d = decide("\"late\":20");
        assert_has(d, "\"failures\":[{\"plugin\":\"scorer\",\"code\":\"plugin_failed\"}]");
        assert_has(d, "\"possible\":[\"fragile\",\"strong\",\"rest\"]"); /* also what it wrote well is not known */
    }
    tell(PLUGIN_FAILS, 1);
    assert_has(decide("\"late\":20"), "{\"plugin\":\"scorer\",\"code\":\"plugin_failed\"}");
    assert_string_equal(ruth_session_plugin_note(w.session), "scorer: told to fail");
    tell(PLUGIN_WELL, 0);
    assert_has(decide("\"late\":20"), "\"failures\":[]");
    support_close(&w);
}

/* ---- plans ---- */
static const char payday_only[] =
    "plan \"payday\" { when = otherwise, offer = score_payday { of = fact.balance, up_to = fact.income, every = \"week\" }, because = \"{count} of {instalment}\" }\n";

static void a_word_of_a_plugin_offers_plans(void **state) {
    (void)state;
    open_policy("payday", payday_only);
    const char *d = decide("\"late\":5,\"income\":10000");
    assert_has(
        d,
        "\"plans\":[{\"id\":\"payday-12\",\"plan\":\"payday\",\"instalment\":3334,\"count\":12,\"every\":\"week\",\"first_due\":\"2026-04-01\",\"last\":3026,\"total\":39700,\"left\":null,\"because\":\"12 of 33.34 USD\"}");
    assert_has(d, "{\"id\":\"payday-4\",\"plan\":\"payday\",\"instalment\":10000,\"count\":4,");
    d = decide("\"late\":5,\"income\":null");
    assert_has(d, "\"plans\":[],");
    assert_has(d, "\"possible\":{\"plans\":[{\"plan\":\"payday\",\"needs\":[\"income\"]}]");
    assert_int_equal(plugin_told.calls, 1); /* not asked where a figure is not known */
    d = decide("\"late\":5,\"income\":0");
    assert_has(d, "\"plans\":[],");
    assert_has(d, "\"possible\":{\"plans\":[],");
    tell(PLUGIN_FAILS, 1);
    d = decide("\"late\":5,\"income\":10000");
    assert_has(d, "\"possible\":{\"plans\":[{\"plan\":\"payday\",\"needs\":[]}]");
    assert_has(d, "\"failures\":[{\"plugin\":\"payday\",\"code\":\"plugin_failed\"}]");
    tell(PLUGIN_GARBAGE, 1); /* a line that does not add up */
    assert_has(decide("\"late\":5,\"income\":10000"), "\"failures\":[{\"plugin\":\"payday\",\"code\":\"plugin_failed\"}]");
    support_close(&w);
}

/* Lines that a host refuses, each failing the call. */
static ruth_plugin_line offered[5];
static size_t offered_count;
static int offer_lines(const ruth_host *h, void *call, void *self, uint32_t which, const ruth_plugin_value *v) {
    (void)self, (void)which, (void)v;
    for (size_t i = 0; i < offered_count; i++) h->line(call, &offered[i]);
    return RUTH_PLUGIN_OK;
}
static const ruth_plugin_key left_of_key[] = {{"left_of", RUTH_PLUGIN_MONEY, 0}};
static const ruth_plugin_word any_word[] = {{"any_lines", NULL, 0}, {"kept_lines", left_of_key, 1}};
static const void *lines_ability(const char *name) {
    static const ruth_plugin_offer it = {sizeof it, any_word, 2, offer_lines};
    return strcmp(name, RUTH_PLUGIN_OFFER) ? NULL : &it;
}
static const ruth_plugin lines_plugin = {
    RUTH_PLUGIN_HEAD, "lines", "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL, lines_ability, NULL, 0};

/* What a line is said to leave is held to what the policy says it is taken from: no plugin talks its way past a limit. */
static void a_line_leaves_no_more_than_there_is(void **state) {
    (void)state;
    memset(&w, 0, sizeof w);
    memset(&plugin_told, 0, sizeof plugin_told);
    const support_file *files = plugin_policy("lines", "plan \"p\" { when = otherwise, offer = kept_lines { left_of = fact.income } }\n");
    static support_file all[40];
    size_t n = 0;
    for (; files[n].name; n++) all[n] = files[n];
    all[n] = (support_file){"charter.lua", "limit \"keep\" { cite = house \"1\", on = { plan = \"p\" }, leave_at_least = money(\"50.00 USD\") }\n"};
    for (size_t i = 0; i < n; i++)
        if (!strcmp(all[i].name, "charter.lua")) all[i] = all[n], all[n] = (support_file){NULL, NULL};
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(all));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, NULL), RUTH_OK);
    assert_int_equal(ruth_engine_add_plugin(w.engine, &lines_plugin, NULL), RUTH_OK);
    if (ruth_policy_load(w.engine, w.folder, &w.policy, &w.error)) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, NULL), RUTH_OK);
    offered[0] = (ruth_plugin_line){
        .size = sizeof offered[0], .every = 2, .instalment = 3000, .count = 3, .last = 3000, .total = 9000, .first_due = 20600, .has_left = 1, .left = 1000000};
    offered_count = 1;
    assert_has(decide("\"late\":5,\"income\":8000"), "\"id\":\"p-3\""); /* 80.00 less 30.00 */
    assert_has(decide("\"late\":5,\"income\":8000"), "\"left\":5000");
    assert_has(decide("\"late\":5,\"income\":7999"), "\"plans\":[],");
    offered[0].left = 4999; /* less may always be said */
    assert_has(decide("\"late\":5,\"income\":8000"), "\"plans\":[],");
    offered[0].has_left = 0; /* what it leaves is not known: the limit cannot let it through */
    assert_has(decide("\"late\":5,\"income\":8000"), "\"plans\":[],");
    support_close(&w);
}

static void every_line_adds_up(void **state) {
    (void)state;
    const ruth_plugin_line
        good = {.size = sizeof good, .every = 2, .instalment = 100, .count = 3, .last = 50, .total = 250, .first_due = 20600, .has_left = 1, .left = -5},
        pause = {.size = sizeof pause, .every = 2, .first_due = 20600};
    memset(&w, 0, sizeof w);
    memset(&plugin_told, 0, sizeof plugin_told);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(plugin_policy("lines", "plan \"p\" { when = otherwise, offer = any_lines { } }\n")));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, NULL), RUTH_OK);
    assert_int_equal(ruth_engine_add_plugin(w.engine, &lines_plugin, NULL), RUTH_OK);
    if (ruth_policy_load(w.engine, w.folder, &w.policy, &w.error)) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, NULL), RUTH_OK);
    offered[0] = good, offered[1] = good, offered[2] = pause, offered_count = 3;
    const char *d = decide("\"late\":5");
    assert_has(
        d,
        "\"plans\":[{\"id\":\"p-0\",\"plan\":\"p\",\"instalment\":0,\"count\":0,\"every\":\"month\",\"first_due\":\"2026-05-27\",\"last\":0,\"total\":0,\"left\":null,\"because\":\"\"},{\"id\":\"p-3\",\"plan\":\"p\",\"instalment\":100,\"count\":3,\"every\":\"month\",\"first_due\":\"2026-05-27\",\"last\":50,\"total\":250,\"left\":-5,\"because\":\"\"}]");
    assert_has(d, "\"failures\":[]");
#define BAD(change)                                                                                  \
    offered[0] = good, change, offered_count = 1, assert_has(decide("\"late\":5"), "\"plans\":[],"), \
    assert_has(decide("\"late\":5"), "{\"plugin\":\"lines\",\"code\":\"plugin_failed\"}")
    BAD(offered[0].total = 251);
    BAD((offered[0].last = 101, offered[0].total = 301));
    BAD((offered[0].last = 0, offered[0].total = 200));
    BAD((offered[0].count = 0, offered[0].total = -50));
    BAD(offered[0].instalment = -100);
    BAD(offered[0].every = 3);
    BAD(offered[0].first_due = 20513); /* yesterday, in New York */
    BAD(offered[0].first_due = INT32_MAX);
    BAD(offered[0].has_left = 2);
    BAD(offered[0].size = 8);
    BAD((offered[0].instalment = INT64_MAX, offered[0].count = INT64_MAX));
    BAD((offered[0].instalment = 0, offered[0].last = 0)); /* a pause that costs */
    BAD((offered[0] = pause, offered[0].last = 1));
    BAD((offered[0] = pause, offered[0].total = 5));
    BAD((offered[0].instalment = offered[0].last = INT64_MAX - 10, offered[0].count = 2)); /* the sum does not fit */
#define TWICE(change) \
    offered[0] = offered[1] = good, change, offered_count = 2, assert_has(decide("\"late\":5"), "{\"plugin\":\"lines\",\"code\":\"plugin_failed\"}")
    TWICE(offered[1].every = 1);
    TWICE((offered[1].instalment = 110, offered[1].total = 270));
    TWICE((offered[1].last = 60, offered[1].total = 260));
    offered[0] = good, offered[0].first_due = 20514, offered_count = 1; /* today; where no zone is known, the latest date there is */
    assert_has(decide("\"late\":5"), "\"first_due\":\"2026-03-02\"");
    for (size_t i = 0; i < 5; i++) offered[i] = good, offered[i].count = (int64_t)i + 1, offered[i].total = (int64_t)i * 100 + 50;
    offered_count = 4; /* one too many */
    assert_has(decide("\"late\":5"), "{\"plugin\":\"lines\",\"code\":\"plugin_failed\"}");
    offered[0] = offered[1] = good, offered[1].first_due++, offered_count = 2; /* two of one number */
    assert_has(decide("\"late\":5"), "{\"plugin\":\"lines\",\"code\":\"plugin_failed\"}");
    support_close(&w);
}

/* What a person offers is held against a plugin's lines: two that pay off the same in one rhythm stand for every payment between them. */
static void an_offer_is_held_against_lines(void **state) {
    (void)state;
    enum { WEEK, TWO_WEEKS, MONTH, NONE = -1 };
    typedef struct bid {
        int first, second;
        const char *offer, *has;
    } bid;
    static const ruth_plugin_line lines[] = {
        {.size = sizeof lines[0], .every = MONTH, .instalment = 3970, .count = 10, .last = 3970, .total = 39700, .first_due = 20600},
        {.size = sizeof lines[0], .every = MONTH, .instalment = 13234, .count = 3, .last = 13232, .total = 39700, .first_due = 20600},
        {.size = sizeof lines[0], .every = WEEK, .instalment = 1985, .count = 20, .last = 1985, .total = 39700, .first_due = 20600},
        {.size = sizeof lines[0], .every = MONTH, .instalment = 1000, .count = 5, .last = 1000, .total = 5000, .first_due = 20600},
        {.size = sizeof lines[0], .every = MONTH, .instalment = 13234, .count = 3, .last = 13232, .total = 39700, .first_due = 20601},
        {.size = sizeof lines[0], .every = MONTH, .first_due = 20600},
    };
    static const bid all[] = {
        {0, 1, "{\"amount\":3970,\"every\":\"month\"}", "\"answer\":\"accepted\",\"id\":\"p-10\""},
        {0, 1, "{\"amount\":5000,\"every\":\"month\"}",
         "\"answer\":\"accepted\",\"id\":null,\"plan\":\"p\",\"kind\":\"any_lines\",\"instalment\":5000,\"count\":8,\"every\":\"month\",\"first_due\":\"2026-05-27\",\"until\":\"2026-12-27\",\"last\":4700,\"total\":39700,\"left\":null"},
        {1, 0, "{\"amount\":5000,\"every\":\"month\"}",
         "\"answer\":\"accepted\",\"id\":null,\"plan\":\"p\",\"kind\":\"any_lines\",\"instalment\":5000,\"count\":8"},
        {0, 1, "{\"amount\":13234,\"every\":\"month\"}", "\"answer\":\"accepted\",\"id\":\"p-3\""},
        {0, 1, "{\"amount\":5000,\"every\":\"month\",\"count\":7}", "\"answer\":\"nearest\""},
        {0, 1, "{\"amount\":100,\"every\":\"month\"}", "\"answer\":\"nearest\",\"id\":\"p-10\""},
        {0, 1, "{\"amount\":20000,\"every\":\"month\"}", "\"answer\":\"nearest\",\"id\":\"p-3\""},
        {0, 2, "{\"amount\":5000,\"every\":\"month\"}", "\"answer\":\"nearest\""},                /* another rhythm: nothing lies between */
        {0, 4, "{\"amount\":5000,\"every\":\"month\"}", "\"answer\":\"nearest\""},                /* another first day: nothing lies between */
        {0, 3, "{\"amount\":2000,\"every\":\"month\"}", "\"answer\":\"nearest\",\"id\":\"p-5\""}, /* what does not pay it off is a line, and no end of a span */
        {3, NONE, "{\"amount\":1000,\"every\":\"month\"}", "\"answer\":\"nearest\",\"id\":\"p-5\""},
        {0, NONE, "{\"amount\":5000,\"every\":\"month\"}", "\"answer\":\"nearest\",\"id\":\"p-10\""},
        {5, NONE, "{\"amount\":5000,\"every\":\"month\"}", "\"answer\":\"human\""}, /* a pause is nothing to pay by */
    };
    memset(&w, 0, sizeof w);
    memset(&plugin_told, 0, sizeof plugin_told);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(plugin_policy("lines", "plan \"p\" { when = otherwise, offer = any_lines { } }\n")));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, NULL), RUTH_OK);
    assert_int_equal(ruth_engine_add_plugin(w.engine, &lines_plugin, NULL), RUTH_OK);
    if (ruth_policy_load(w.engine, w.folder, &w.policy, &w.error)) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, NULL), RUTH_OK);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char facts[512];
        offered[0] = lines[all[i].first];
        if (all[i].second >= 0) offered[1] = lines[all[i].second];
        offered_count = all[i].second >= 0 ? 2 : 1;
        snprintf(facts, sizeof facts, "\"late\":5},\"offer\":%s,\"ref\":{\"n\":%zu", all[i].offer, i);
        const char *d = decide(facts);
        if (!strstr(d, all[i].has)) fail_msg("%zu: expected %s in %s", i, all[i].has, strstr(d, "\"counter\"") ? strstr(d, "\"counter\"") : d);
    }
    support_close(&w);
}

/* ---- words ---- */
static void a_renderer_words_the_message(void **state) {
    (void)state;
    open_policy("scorer, bureau, wordsmith", "");
    plugin_told.only = "wordsmith";
    const char *d = decide("\"late\":20,\"mail_ok\":false,\"costs\":900000");
    assert_has(d, "\"text\":\"[hello/letter/plain/en: balance=39700 late=20 ]\\n\\nWe are a bank.\",\"disclosures\":[\"who\"]");
    assert_has(decide("\"late\":20,\"mail_ok\":false,\"language\":\"fr\",\"costs\":900000"),
               "\"text\":\"[hello/letter/plain/fr: balance=39700 late=20 ]\\n\\nNous sommes une banque.\"");
    tell(PLUGIN_FAILS, 1);
    d = decide("\"late\":20,\"mail_ok\":false,\"costs\":900000");
    assert_has(d, "\"contact\":null");
    assert_has(d, "\"failures\":[{\"rule\":\"hello\",\"code\":\"text_refused\"},{\"plugin\":\"wordsmith\",\"code\":\"plugin_failed\"}]");
    tell(PLUGIN_GARBAGE, 1);
    assert_has(decide("\"late\":20,\"mail_ok\":false,\"costs\":900000"), "\"contact\":null");
    tell(PLUGIN_ABSTAINS, 1); /* it has no words for this: the policy's own */
    d = decide("\"late\":20,\"mail_ok\":false,\"costs\":900000");
    assert_has(d, "\"text\":\"Dear, 397.00 USD, 20.\\n\\nWe are a bank.\"");
    assert_has(d, "\"failures\":[]");
    static char first[16384], recorded[16384];
    ruth_text t;
    snprintf(first, sizeof first, "%s", d);
    assert_int_equal(ruth_decision_recorded(w.session, &t), RUTH_OK);
    snprintf(recorded, sizeof recorded, "%.*s", (int)t.length, t.bytes);
    assert_has(recorded, "{\"plugin\":\"wordsmith\",\"call\":\"render\",\"of\":\"hello\",\"gave\":\"\"}");
    tell(PLUGIN_WELL, 0);
    assert_int_equal(ruth_session_set_recorded(w.session, recorded, strlen(recorded), NULL), RUTH_OK);
    assert_string_equal(decide("\"late\":20,\"mail_ok\":false,\"costs\":900000"), first);
    tell(PLUGIN_ABSTAINS_LATE, 1); /* half a text is none */
    assert_has(decide("\"late\":20,\"mail_ok\":false,\"costs\":900000"), "\"contact\":null");
    support_close(&w);
}

static void a_text_with_a_finding_gives_way_to_a_kinder_one(void **state) {
    (void)state;
    open_policy("scorer, bureau, censor", "");
    const char *d = decide("\"late\":150,\"mail_ok\":false"); /* 550 points: firm */
    assert_has(d, "\"tone\":{\"is\":\"plain\"");
    assert_has(d, "\"text\":\"Dear, 397.00 USD, 150.");
    assert_has(d, "\"failures\":[{\"plugin\":\"censor\",\"code\":\"text_refused\"}]");
    assert_string_equal(ruth_session_plugin_note(w.session), "censor: this sounds like a threat");
    plugin_told.only = "censor";
    plugin_told.calls = 0;
    tell(PLUGIN_FAILS, 3); /* calls: scorer, bureau, censor … */
    d = decide("\"late\":150,\"mail_ok\":false");
    assert_has(d, "{\"plugin\":\"censor\",\"code\":\"plugin_failed\"}");
    assert_has(d, "\"tone\":{\"is\":\"plain\"");
    support_close(&w);
}

/* On the e-mail the kind text might have been sent; a letter in its place is no firmer than that. */
static void a_channel_that_follows_speaks_no_louder(void **state) {
    (void)state;
    support_file files[24];
    size_t n = 0;
    for (const support_file *f = plugin_policy("scorer, bureau", ""); f->name; f++) files[n++] = *f;
    for (size_t i = 0; i < n; i++)
        if (!strcmp(files[i].name, "messages/en.yaml"))
            files[i].text =
                "hello:\n  purpose: help\n  variants:\n    letter: { gentle: { body: Hello. }, plain: { body: Dear. } }\n    email: { gentle: { body: \"{income}\" }, plain: { body: \"{income}\" } }\n  carries: [who]\nplans:\n  variants:\n    letter: { gentle: { body: Plans. } }\nwho: A bank.\n";
    files[n] = (support_file){NULL, NULL};
    memset(&w, 0, sizeof w);
    memset(&plugin_told, 0, sizeof plugin_told);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, NULL), RUTH_OK);
    plugin_add_all(w.engine);
    if (ruth_policy_load(w.engine, w.folder, &w.policy, &w.error)) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, NULL), RUTH_OK);
    const char *d = decide("\"late\":20,\"mail_ok\":true,\"costs\":900000,\"income\":null");
    assert_has(d, "\"contact\":{\"channel\":\"letter\"");
    assert_has(d, "\"tone\":{\"is\":\"gentle\"");
    assert_has(decide("\"late\":20,\"mail_ok\":false,\"costs\":900000"), "\"tone\":{\"is\":\"plain\"");
    support_close(&w);
}

static void renderers_are_told_the_plan(void **state) {
    (void)state;
    open_policy("scorer, bureau, payday, wordsmith", payday_only);
    assert_has(decide("\"late\":5,\"income\":10000,\"mail_ok\":false"), "\"action\":{\"is\":\"offer_plans\"");
    assert_string_equal(plugin_told.named, "count=12 instalment=3334 ");
    support_close(&w);
}

/* ---- observers ---- */
static void observers_see_the_answer_and_change_nothing(void **state) {
    (void)state;
    open_policy("watcher", "");
    const char *d = decide("\"late\":20");
    assert_string_equal(plugin_told.seen, d);
    assert_int_equal(ruth_session_observe_failures(w.session), 0);
    tell(PLUGIN_FAILS, 1);
    char before[8192];
    snprintf(before, sizeof before, "%s", d);
    assert_string_equal(decide("\"late\":20"), before);
    assert_int_equal(ruth_session_observe_failures(w.session), 1);
    tell(PLUGIN_WELL, 0);
    assert_int_equal(ruth_request_begin(w.session, "q", 1772460000), RUTH_OK);
    assert_int_equal(ruth_decide(w.session, &w.error), RUTH_OK);
    assert_int_equal(plugin_told.observed, 2);
    assert_has(plugin_told.seen, "{\"id\":\"q\"");
    assert_lacks(before, "good_until\":\"2026-03-03T05:00:00Z\",\"again_at\":null");
    support_close(&w);
}

/* ---- recorded ---- */
static void a_decision_is_made_again_from_what_is_recorded(void **state) {
    (void)state;
    static char first[16384], recorded[16384], again[16384];
    ruth_text t;
    open_policy(plugin_all, plugin_plans);
    assert_int_equal(ruth_decision_recorded(w.session, &t), RUTH_E_ARGUMENT);
    snprintf(first, sizeof first, "%s", decide("\"late\":40,\"mail_ok\":true,\"costs\":100"));
    assert_int_equal(ruth_decision_recorded(w.session, &t), RUTH_OK);
    snprintf(recorded, sizeof recorded, "%.*s", (int)t.length, t.bytes);
    assert_has(
        recorded,
        "[{\"plugin\":\"bureau\",\"call\":\"enrich\",\"of\":\"\",\"gave\":[[\"risk\",0],[\"cap\",7919],[\"said\",\"said \\\"so\\\"\"]]},{\"plugin\":\"market\",\"call\":\"offer\",\"of\":\"market\",\"gave\":[[1,");
    assert_has(recorded, "{\"plugin\":\"wordsmith\",\"call\":\"render\",\"of\":\"plans\",\"gave\":\"[plans/email/");
    assert_lacks(recorded, "scorer");
    long impure = plugin_told.impure, observed = plugin_told.observed;
    snprintf(again, sizeof again, "%s", decide("\"late\":40,\"mail_ok\":true,\"costs\":100"));
    assert_string_not_equal(first, again); /* the world has moved, and so has the decision's name */
    assert_true(plugin_told.impure > impure);
    impure = plugin_told.impure, observed = plugin_told.observed;
    assert_int_equal(ruth_session_set_recorded(w.session, recorded, strlen(recorded), NULL), RUTH_OK);
    assert_string_equal(decide("\"late\":40,\"mail_ok\":true,\"costs\":100"), first);
    assert_int_equal(plugin_told.impure, impure);
    assert_int_equal(plugin_told.observed, observed);
    assert_int_equal(ruth_decision_recorded(w.session, &t), RUTH_OK);
    assert_true(t.length == strlen(recorded) && !memcmp(t.bytes, recorded, t.length));
    decide("\"late\":40,\"mail_ok\":true,\"costs\":100"); /* only that one decision */
    assert_true(plugin_told.impure > impure);
    support_close(&w);
}

static void what_is_recorded_must_fit(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",
        "[]",
        "{}",
        "[1]",
        "[{\"plugin\":\"bureau\"}]",
        "[{\"plugin\":\"other\",\"call\":\"enrich\",\"of\":\"\",\"gave\":[]}]",
        "[{\"plugin\":\"bureau\",\"call\":\"enrich\",\"of\":\"\",\"gave\":[[\"risk\",2]]}]",
        "[{\"plugin\":\"bureau\",\"call\":\"enrich\",\"of\":\"\",\"gave\":[[\"score\",2]]}]",
        "[{\"plugin\":\"bureau\",\"call\":\"enrich\",\"of\":\"\",\"gave\":[[\"risk\",1]]}",
        "[{\"plugin\":\"bureau\",\"call\":\"enrich\",\"of\":\"\",\"gave\":[[\"risk\",1,1]]}]",
        "[{\"plugin\":\"bureau\",\"call\":\"enrich\",\"of\":\"\",\"gave\":[]},{\"plugin\":\"bureau\",\"call\":\"enrich\",\"of\":\"\",\"gave\":[]}]",
    };
    open_policy("scorer, bureau", "");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(ruth_session_set_recorded(w.session, wrong[i], strlen(wrong[i]), NULL), RUTH_OK);
        assert_has(
            decide("\"late\":20"),
            "{\"id\":\"p\",\"error\":{\"code\":\"range\",\"at\":\"\",\"message\":\"the recorded results of plugins do not fit this request and this policy\"");
    }
    static const char good[] = "[{\"plugin\":\"bureau\",\"call\":\"enrich\",\"of\":\"\",\"gave\":[[\"risk\",1],[\"cap\"]]}]",
                      failed[] = "[{\"plugin\":\"bureau\",\"call\":\"enrich\",\"of\":\"\",\"gave\":null}]";
    long impure = plugin_told.impure;
    assert_int_equal(ruth_session_set_recorded(w.session, good, strlen(good), NULL), RUTH_OK);
    assert_has(decide("\"late\":20"), "\"segment\":{\"is\":\"rest\",\"possible\":[\"rest\"]");
    assert_int_equal(ruth_session_set_recorded(w.session, failed, strlen(failed), NULL), RUTH_OK);
    assert_has(decide("\"late\":20"), "\"failures\":[{\"plugin\":\"bureau\",\"code\":\"plugin_failed\"}]");
    assert_int_equal(plugin_told.impure, impure);
    assert_int_equal(ruth_session_set_recorded(w.session, good, strlen(good), NULL), RUTH_OK);
    assert_int_equal(ruth_session_set_recorded(w.session, NULL, 0, NULL), RUTH_OK);
    assert_int_equal(ruth_session_set_recorded(w.session, good, strlen(good), NULL), RUTH_OK);
    assert_has(decide("\"late\":\"x\""), "\"code\":\"type\""); /* it belonged to that request */
    decide("\"late\":20");
    assert_true(plugin_told.impure > impure);
    support_close(&w);
}

/* Whatever is changed or missing in it: it is refused, or the decision rests on exactly what it says; no plugin is asked. */
static void a_changed_record_is_refused_or_held(void **state) {
    (void)state;
    static const char others[] = "x0-9\"]}[{,:n";
    static char good[16384], bad[16384];
    long refused = 0, held = 0, step = 1000 / support_scaled(1000) > 40 ? 40 : 1000 / support_scaled(1000) + 1;
    ruth_text t;
    open_policy(plugin_all, plugin_plans);
    decide("\"late\":40,\"mail_ok\":true,\"costs\":100");
    assert_int_equal(ruth_decision_recorded(w.session, &t), RUTH_OK);
    size_t n = t.length, ways = sizeof others - 1;
    assert_true(n < sizeof good);
    memcpy(good, t.bytes, n);
    long impure = plugin_told.impure;
    for (size_t i = 0; i < n * (ways + 1); i += (size_t)(i < n ? 1 : step)) { /* each beginning of it, then another byte in each place */
        size_t at = i % n, length = i < n ? at : n;
        memcpy(bad, good, n);
        if (i >= n) bad[at] = others[i / n - 1];
        if (length == n && bad[at] == good[at]) continue;
        assert_int_equal(ruth_session_set_recorded(w.session, bad, length, NULL), RUTH_OK);
        const char *d = decide("\"late\":40,\"mail_ok\":true,\"costs\":100");
        if (strstr(d, "the recorded results of plugins do not fit this request and this policy")) {
            refused++;
            continue;
        }
        held++;
        assert_int_equal(ruth_decision_recorded(w.session, &t), RUTH_OK);
        if (t.length != length || memcmp(t.bytes, bad, length) != 0) fail_msg("given  %.*s\nheld   %.*s", (int)length, bad, (int)t.length, t.bytes);
    }
    printf("%ld refused, %ld held\n", refused, held);
    assert_int_equal(plugin_told.impure, impure);
    assert_true(refused > (long)n && held > 0);
    support_close(&w);
}

/* ---- memory and threads ---- */
static void a_plugin_for_one_thread_is_opened_for_every_session(void **state) {
    (void)state;
    ruth_session *other;
    open_policy("bureau", "");
    assert_int_equal(plugin_told.opened, 2); /* by the load, to see what it asks for; by the session */
    assert_int_equal(ruth_session_new(w.policy, &other, NULL), RUTH_OK);
    assert_int_equal(plugin_told.opened, 3);
    ruth_session_free(other);
    support_close(&w);
    assert_int_equal(plugin_told.closed, 3);
}

static ruth_status whole_life(meter *m, const char *folder, const char *line, int times, long *warm) {
    ruth_options o = {.size = sizeof o, .allocator = {metered, m}};
    ruth_engine *e = NULL;
    ruth_policy *p = NULL;
    ruth_session *s = NULL;
    ruth_text t;
    const ruth_plugin *all[] = {&ruth_plugin_entry_scorer,    &ruth_plugin_entry_bureau, &ruth_plugin_entry_payday, &ruth_plugin_entry_market,
                                &ruth_plugin_entry_wordsmith, &ruth_plugin_entry_censor, &ruth_plugin_entry_watcher};
    ruth_status st = ruth_engine_new(&o, &e, NULL);
    for (size_t i = 0; !st && i < sizeof all / sizeof *all; i++) st = ruth_engine_add_plugin(e, all[i], NULL);
    if (!st) st = ruth_policy_load(e, folder, &p, NULL);
    if (!st) st = ruth_session_new(p, &s, NULL);
    for (int i = 0; !st && i < times; i++) {
        st = ruth_decide_line(s, line, strlen(line), 1, &t, NULL);
        if (i == times / 2) *warm = m->calls;
    }
    if (!st) st = ruth_decision_recorded(s, &t);
    if (!st) st = ruth_session_set_recorded(s, t.bytes, t.length, NULL);
    if (!st && times == 1) st = ruth_decide_line(s, line, strlen(line), 1, &t, NULL);
    *warm = m->calls - *warm;
    ruth_session_free(s);
    ruth_policy_release(p);
    ruth_engine_free(e);
    return st;
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    memset(&plugin_told, 0, sizeof plugin_told);
    const char *folder = support_folder(plugin_policy(plugin_all, plugin_plans)), *line = line_of("\"late\":40,\"mail_ok\":true,\"costs\":100");
    long failed = 0, warm = 0;
    meter whole = {0};
    assert_int_equal(whole_life(&whole, folder, line, 1, &warm), RUTH_OK);
    long step = whole.calls / support_scaled(5000) + 1; /* where each request of an arena is asked for by itself there are many */
    for (long n = 1; n <= whole.calls; n += step) {
        meter m = {.fail_at = n};
        ruth_status st = whole_life(&m, folder, line, 1, &warm);
        assert_int_equal(m.live, 0);
        if (!st) break;
        assert_true(st == RUTH_E_NOMEM || st == RUTH_E_REQUEST); /* a request that could not be held is answered by an error line */
        failed++;
    }
    assert_true(failed > 60);
    assert_int_equal(plugin_told.opened, plugin_told.closed);
    printf("%ld points of failure, each a clean RUTH_E_NOMEM\n", failed);
    support_remove(folder);
}

static void a_warm_session_allocates_nothing(void **state) {
    (void)state;
    memset(&plugin_told, 0, sizeof plugin_told);
    const char *folder = support_folder(plugin_policy(plugin_all, plugin_plans)), *line = line_of("\"late\":40,\"mail_ok\":true,\"costs\":100");
    meter m = {0};
    long warm = 0;
    assert_int_equal(whole_life(&m, folder, line, 400, &warm), RUTH_OK);
    ru_arena a;
    ru_arena_init(&a, NULL, 0);
    assert_true(warm <= 1 || a.exact); /* the copy of what is recorded */
    assert_int_equal(m.live, 0);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_written_before_anything_is_derived),
        cmocka_unit_test(no_request_carries_a_plugins_fact),
        cmocka_unit_test(what_a_plugin_may_not_do_fails_its_call),
        cmocka_unit_test(a_word_of_a_plugin_offers_plans),
        cmocka_unit_test(every_line_adds_up),
        cmocka_unit_test(an_offer_is_held_against_lines),
        cmocka_unit_test(a_line_leaves_no_more_than_there_is),
        cmocka_unit_test(a_renderer_words_the_message),
        cmocka_unit_test(a_text_with_a_finding_gives_way_to_a_kinder_one),
        cmocka_unit_test(a_channel_that_follows_speaks_no_louder),
        cmocka_unit_test(renderers_are_told_the_plan),
        cmocka_unit_test(observers_see_the_answer_and_change_nothing),
        cmocka_unit_test(a_decision_is_made_again_from_what_is_recorded),
        cmocka_unit_test(what_is_recorded_must_fit),
        cmocka_unit_test(a_changed_record_is_refused_or_held),
        cmocka_unit_test(a_plugin_for_one_thread_is_opened_for_every_session),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(a_warm_session_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
