/* test_author_diff.c: two small policies side by side: bands, values that come up, what the move of one decision is, the most affected, who lacks what. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/json_tree.h"
#include "tests/support/support.h"

static const support_file old_files[] = {
    {"policy.yaml", "policy: small\nversion: 1.0.0\nlanguages: [en, fr]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, source: host }\nquiet: { type: boolean, if_missing: false, source: person }\n"
     "town: { type: text, source: host, if_missing: none_on_file }\nshare: { type: ratio, source: host, if_missing: none_on_file }\nsince: { type: date, source: host, if_missing: none_on_file }\ntags: { type: list of enum, values: [a, b], source: host, if_missing: none_on_file }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter, call] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"circumstances.lua", "circumstance \"early\" { late = below(5) }\ncircumstance \"owing\" { balance = above(0) }\n"},
    {"segments.lua", "segment \"all\" { when = otherwise }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"hello\" }, { \"write\" } }\nladder \"tone\" { { \"plain\" }, { \"firm\" } }\nladder \"channel\" { { \"letter\" }, { \"call\" } }\n"},
    {"actions.lua",
     "action \"none\" { when = { quiet = true }, because = \"why.quiet\" }\naction \"write\" { when = { late = above(10) }, message = \"hello\", because = \"why.late\" }\naction \"hello\" { when = otherwise, message = \"hello\", because = \"why.late\" }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"messages/en.yaml",
     "why.quiet: They asked for quiet\nwhy.late: \"{late} days late\"\nhello:\n  purpose: help\n  variants: { letter: { plain: { subject: Hello, body: Hello }, firm: { subject: Hello, body: Hello } }, call: { plain: { body: Hello }, firm: { body: Hello } } }\n"},
    {"messages/fr.yaml",
     "why.quiet: Le silence est demandé\nwhy.late: \"{late} jours de retard\"\nhello:\n  purpose: help\n  variants: { letter: { plain: { subject: Bonjour, body: Bonjour }, firm: { subject: Bonjour, body: Bonjour } }, call: { plain: { body: Bonjour }, firm: { body: Bonjour } } }\n"},
    {NULL, NULL},
};

typedef struct world {
    ruth_engine *engine;
    char old[256], now[256];
    ruth_diff *d;
    ru_arena arena;
    ruth_allocator alloc;
    ruth_error e;
} world;

/* The same policy with one file of other words. */
static void open_world(world *w, const char *file, const char *text, const char *const *by, size_t by_count, const char *const *guards, size_t guard_count) {
    support_file files[RU_COUNT(old_files)];
    memcpy(files, old_files, sizeof files);
    for (size_t i = 0; files[i].name; i++)
        if (file && !strcmp(files[i].name, file)) files[i].text = text;
    *w = (world){.alloc = ru_allocator_default()};
    snprintf(w->old, sizeof w->old, "%s", support_folder(old_files));
    snprintf(w->now, sizeof w->now, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &w->engine, &w->e), RUTH_OK);
    const ruth_diff_options o = {.size = sizeof o, .by = by, .by_count = by_count, .guards = guards, .guard_count = guard_count};
    if (ruth_diff_open(w->engine, w->old, w->now, &o, &w->d, &w->e) != RUTH_OK) fail_msg("%s:%d: %s", w->e.file, w->e.line, w->e.message);
    ru_arena_init(&w->arena, &w->alloc, 64 << 10);
}

static void close_world(world *w) {
    ruth_diff_free(w->d);
    ruth_engine_free(w->engine);
    ru_arena_free(&w->arena);
    support_remove(w->old);
    support_remove(w->now);
}

static void person(world *w, const char *id, const char *facts) {
    char line[600];
    int n = snprintf(line, sizeof line, "{\"id\":\"%s\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\"%s}}",
                     id, facts);
    if (ruth_diff_line(w->d, line, (size_t)n, &w->e) != RUTH_OK) fail_msg("%s: %s", line, w->e.message);
}

static const ru_node *document(world *w, size_t *broken) {
    ruth_text t;
    assert_int_equal(ruth_diff_write(w->d, RUTH_DIFF_JSON, &t, broken, &w->e), RUTH_OK);
    const ru_node *doc = json_tree(&w->arena, (ru_str){t.bytes, t.length});
    assert_non_null(doc);
    return doc;
}

/* "VALUE people, …" of a group; rests by their names, empty ones left out. */
static void assert_group(const ru_node *doc, size_t at, const char *wanted) {
    char told[2000] = "", path[80];
    snprintf(path, sizeof path, "groups.%zu.values", at);
    for (size_t i = 0, n = json_count(doc, path); i < n; i++) {
        snprintf(path, sizeof path, "groups.%zu.values.%zu", at, i);
        const ru_node *v = json_at(doc, path);
        const char *rest = json_at(v, "rest") ? json_text(v, "rest") : json_text(v, "value");
        if (strcmp(json_text(v, "people"), "0") != 0 || !json_at(v, "rest"))
            snprintf(told + strlen(told), sizeof told - strlen(told), "%s%s:%s", told[0] ? ", " : "", rest, json_text(v, "people"));
    }
    assert_string_equal(told, wanted);
}

static void bands(void **state) {
    (void)state;
    static const char *const by[] = {"late", "share", "since"};
    static const int64_t numbers[] = {-9223372036854775807, -10, -9, -5, -4, -1, 0, 1, 2, 4, 5, 9, 10, 19, 20, 49, 50, 99, 100, 9223372036854775807};
    world w;
    open_world(&w, NULL, NULL, by, 3, NULL, 0);
    for (size_t i = 0; i < RU_COUNT(numbers); i++) {
        char facts[100];
        if (numbers[i] > 999999999999 || numbers[i] < -999999999999) continue; /* no request can say so */
        snprintf(facts, sizeof facts, ",\"late\":%lld", (long long)numbers[i]);
        person(&w, "x", facts);
    }
    person(&w, "x", ",\"late\":null,\"share\":\"0.1\",\"since\":\"2026-02-28\"");
    person(&w, "x", ",\"share\":\"0.199999\",\"since\":\"2026-02-01\"");
    person(&w, "x", ",\"share\":\"0.099999\",\"since\":\"2025-12-31\"");
    const ru_node *doc = document(&w, NULL);
    assert_group(
        doc, 1,
        "-19 \xE2\x80\x93 -10:1, -9 \xE2\x80\x93 -5:2, -4 \xE2\x80\x93 -2:1, -1:1, 0:1, 1:1, 2 \xE2\x80\x93 4:2, 5 \xE2\x80\x93 9:2, 10 \xE2\x80\x93 19:2, 20 \xE2\x80\x93 49:2, 50 \xE2\x80\x93 99:2, 100 \xE2\x80\x93 199:1, not_known:3");
    assert_group(doc, 2, "0 % \xE2\x80\x93 10 %:1, 10 % \xE2\x80\x93 20 %:2, none_on_file:18");
    assert_group(doc, 3, "2025-12:1, 2026-02:2, none_on_file:18");
    close_world(&w);
}

/* Sorted as they come up; the sixty-fifth and later ones are others. */
static void values_that_come_up(void **state) {
    (void)state;
    static const char *const by[] = {"town", "circumstance"}, *const guards[] = {"harsher=0@town=t005", "silent=+0@circumstance=early"};
    world w;
    char facts[100], id[10];
    open_world(&w, NULL, NULL, by, 2, guards, 2);
    for (int i = 99; i >= 0; i--) {
        snprintf(facts, sizeof facts, ",\"late\":%s,\"balance\":%d,\"town\":\"t%03d\"", i % 10 ? "3" : "null", i % 2, i);
        snprintf(id, sizeof id, "p%d", i % 40);
        person(&w, id, facts);
    }
    size_t broken;
    const ru_node *doc = document(&w, &broken);
    assert_int_equal(broken, 0);
    assert_true(json_is(doc, "different_people", "40"));
    assert_int_equal(json_count(doc, "groups.1.values"), 64 + 3);
    assert_true(json_is(doc, "groups.1.values.0.value", "t036") && json_is(doc, "groups.1.values.63.value", "t099"));
    assert_true(json_is(doc, "groups.1.values.66.rest", "another") && json_is(doc, "groups.1.values.66.people", "36"));
    assert_group(doc, 2, "early:90, owing:50, not_known:10"); /* one may be in several, or perhaps in one */
    close_world(&w);
}

static void no_group(void **state) {
    (void)state;
    static const struct {
        const char *by, *guard, *words;
    } wrong[] = {
        {"tags", NULL, "tags is a list of names"},
        {"lat", NULL, "did you mean late?"},
        {NULL, "harsher=0@late=3", "late has no value 3"},
        {NULL, "harsher=0@circumstance=sunny", "circumstance has no value sunny"},
        {NULL, "harsher", "is no guard"},
        {NULL, "gentler=0", "is no guard"},
        {NULL, "silent=1x", "is no guard"},
        {NULL, "silent=+", "is no guard"},
        {NULL, "harsher=0@segment=", "is no guard"},
    };
    world w;
    open_world(&w, NULL, NULL, NULL, 0, NULL, 0);
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        ruth_diff *d = NULL;
        const ruth_diff_options o = {
            .size = sizeof o, .by = &wrong[i].by, .by_count = wrong[i].by != NULL, .guards = &wrong[i].guard, .guard_count = wrong[i].guard != NULL};
        assert_int_equal(ruth_diff_open(w.engine, w.old, w.now, &o, &d, &w.e), RUTH_E_ARGUMENT);
        assert_null(d);
        assert_has(w.e.message, wrong[i].words);
    }
    close_world(&w);
}

/* A louder channel alone is harsher; who moves further stands first, also when they come last. */
static void moves(void **state) {
    (void)state;
    world w;
    open_world(&w, "channels.lua", "channel \"call\" { when = { late = above(20) } }\nchannel \"letter\" { when = { late = at_most(20) } }\n", NULL, 0, NULL,
               0);
    person(&w, "same", ",\"late\":15,\"balance\":100");
    person(&w, "louder", ",\"late\":25,\"balance\":100");
    const ru_node *doc = document(&w, NULL);
    assert_true(json_is(doc, "same", "1") && json_is(doc, "harsher", "1") && json_is(doc, "mixed", "0") && json_is(doc, "newly_contacted", "0"));
    assert_true(json_is(doc, "harsher_examples.0.before", "write by letter, plain") && json_is(doc, "harsher_examples.0.after", "write by call, plain") &&
                json_is(doc, "harsher_examples.0.distance", "1"));
    close_world(&w);
    open_world(
        &w, "actions.lua",
        "action \"none\" { when = { late = above(30) }, because = \"why.quiet\" }\naction \"hello\" { when = { quiet = false, late = above(5) }, message = \"hello\", because = \"why.late\" }\naction \"write\" { when = otherwise, message = \"hello\", because = \"why.late\" }\n",
        NULL, 0, NULL, 0);
    person(&w, "kinder", ",\"late\":25,\"balance\":100");
    person(&w, "new", ",\"late\":4,\"balance\":100,\"quiet\":true");
    person(&w, "harsher", ",\"late\":4,\"balance\":100");
    person(&w, "gone", ",\"late\":40,\"balance\":100");
    doc = document(&w, NULL);
    assert_true(json_is(doc, "harsher_examples.0.id", "new") && json_is(doc, "harsher_examples.1.id", "harsher") &&
                json_is(doc, "kinder_examples.0.id", "gone") && json_is(doc, "kinder_examples.1.id", "kinder"));
    assert_true(json_is(doc, "harsher_examples.0.because_before", "They asked for quiet") && json_is(doc, "harsher_examples.0.because_after", "4 days late"));
    assert_true(json_is(doc, "contacted_newly.ids.0", "new") && json_is(doc, "contacted_newly.silent_by.0.id", "none") &&
                json_is(doc, "blocked_newly.ids.0", "gone") && json_is(doc, "blocked_newly.people", "1"));
    assert_true(json_is(doc, "weeks.0.monday", "2026-03-02") && json_is(doc, "weeks.0.contacts.0", "3") && json_is(doc, "weeks.0.contacts.1", "3") &&
                json_is(doc, "weeks.0.gained", "1") && json_is(doc, "weeks.0.lost", "1"));
    ruth_text t;
    assert_int_equal(ruth_diff_write(w.d, RUTH_DIFF_HTML_FR, &t, NULL, &w.e), RUTH_OK);
    char *page = support_copy(t);
    assert_has(page, "Le silence est demandé");
    assert_has(page, "4 jours de retard");
    free(page);
    close_world(&w);
}

/* A new rule on a fact that is not sent: silent for lack of it, and of nothing else. */
static void lacking(void **state) {
    (void)state;
    static const char *const guards[] = {"lacking=+0", "lacking=+1", "blocked=50%", "silent=+1", "contacted=0"};
    world w;
    size_t broken;
    open_world(
        &w, "actions.lua",
        "action \"none\" { when = { late = above(90) }, because = \"why.quiet\" }\naction \"write\" { when = otherwise, message = \"hello\", because = \"why.late\" }\n",
        NULL, 0, guards, 5);
    person(&w, "known", ",\"late\":3,\"balance\":100");
    person(&w, "lacks", ",\"late\":null,\"balance\":100");
    person(&w, "nothing", ",\"late\":null,\"balance\":0");
    const ru_node *doc = document(&w, &broken);
    assert_true(json_is(doc, "silent.people.0", "0") && json_is(doc, "silent.people.1", "1") && json_is(doc, "silent.for_lack_of_a_fact.1", "1"));
    assert_int_equal(json_count(doc, "silent.facts"), 1);
    assert_true(json_is(doc, "silent.facts.0.fact", "late") && json_is(doc, "silent.facts.0.people.0", "0") && json_is(doc, "silent.facts.0.people.1", "1"));
    static const char *const is[] = {"true", "false", "true", "true", "false"}; /* two of three are newly blocked */
    for (size_t i = 0; i < RU_COUNT(is); i++) {
        char path[40];
        snprintf(path, sizeof path, "guards.%zu.broken", i);
        if (!json_is(doc, path, is[i])) fail_msg("%s is not %s", guards[i], is[i]);
    }
    assert_int_equal(broken, 3);
    close_world(&w);
}

/* ---- what cannot be asked ---- */
static void guards_and_options_are_read_strictly(void **state) {
    (void)state;
    static const struct {
        const char *guard, *says;
    } tries[] = {
        {"harsher", "is no guard"},
        {"harsher=", "is no guard"},
        {"harsher=+", "is no guard"},
        {"harsher=%", "is no guard"},
        {"harsher=1x", "is no guard"},
        {"harsher=1/", "is no guard"},
        {"harsher=1234567890", "is no guard"},
        {"kinder=0", "is no guard"},
        {"", "is no guard"},
        {"harsher=0@", NULL},
        {"harsher=0@segment", "is no guard"},
        {"harsher=0@=all", "is no guard"},
        {"harsher=0@segment=", "is no guard"},
        {"harsher=0@segment=none", "segment has no value none"},
        {"harsher=0@nowhere=x", "nowhere"},
        {"harsher=0@circumstance=none", "circumstance has no value none"},
        {"harsher=0@segment=all", NULL},
        {"silent=+10%@circumstance=owing", NULL},
        {"lacking=999999999@town=Paris", NULL},
        {"blocked=5@quiet=true", NULL},
    };
    world w;
    open_world(&w, NULL, NULL, NULL, 0, NULL, 0);
    for (size_t i = 0; i < RU_COUNT(tries); i++) {
        const ruth_diff_options o = {.size = sizeof o, .guards = &tries[i].guard, .guard_count = 1};
        ruth_diff *d = NULL;
        ruth_status st = ruth_diff_open(w.engine, w.old, w.now, &o, &d, &w.e);
        if (tries[i].says ? st != RUTH_E_ARGUMENT || !strstr(w.e.message, tries[i].says) : st != RUTH_OK)
            fail_msg("%s: %d %s", tries[i].guard, (int)st, w.e.message);
        assert_true((d != NULL) == (st == RUTH_OK));
        ruth_diff_free(d);
    }
    const char *many[65];
    for (size_t i = 0; i < 65; i++) many[i] = "harsher=0";
    const ruth_diff_options odd = {.size = 4}, late = {.size = sizeof late, .now = "noon"}, long_one = {.size = sizeof long_one, .days = 3661},
                            too_many = {.size = sizeof too_many, .guards = many, .guard_count = 65};
    ruth_diff *d = NULL;
    assert_int_equal(ruth_diff_open(w.engine, w.old, w.now, &odd, &d, &w.e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_diff_open(w.engine, w.old, w.now, &late, &d, &w.e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_diff_open(w.engine, w.old, w.now, &long_one, &d, &w.e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_diff_open(w.engine, w.old, w.now, &too_many, &d, &w.e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_diff_open(w.engine, "/nowhere", w.now, NULL, &d, &w.e), RUTH_E_IO);
    assert_int_equal(ruth_diff_open(w.engine, w.old, "/nowhere", NULL, &d, &w.e), RUTH_E_IO);
    assert_null(d);
    assert_int_equal(ruth_diff_open(w.engine, w.old, w.now, NULL, &d, &w.e), RUTH_OK);
    assert_int_equal(ruth_diff_line(d, "{}", 2, &w.e), RUTH_E_REQUEST);
    ruth_diff_free(d);
    ruth_diff_free(NULL);
    close_world(&w);
}

/* ---- of nobody, and of many ---- */
static char *page(world *w, ruth_diff_format format) {
    ruth_text t;
    assert_int_equal(ruth_diff_write(w->d, format, &t, NULL, &w->e), RUTH_OK);
    return support_copy(t);
}

static void of_nobody(void **state) {
    (void)state;
    static const char *const guards[] = {"harsher=0"};
    world w;
    size_t broken;
    open_world(&w, NULL, NULL, NULL, 0, guards, 1);
    document(&w, &broken);
    assert_int_equal(broken, 1); /* nothing was measured, so nothing is kept */
    for (int f = RUTH_DIFF_TEXT; f <= RUTH_DIFF_HTML_FR; f++) {
        char *t = page(&w, (ruth_diff_format)f);
        assert_true(strlen(t) > 30);
        free(t);
    }
    close_world(&w);
}

/* Plans come and go, teams take over, people are newly silent: more of them than are named, in each form. */
static void of_many(void **state) {
    (void)state;
    static const char *const by[] = {"town", "share", "quiet", "circumstance"}, *const guards[] = {"harsher=0", "blocked=+100%", "silent=+1@quiet=false"};
    static const support_file
        old_more
            [] =
                {{"teams.yaml", "care: { name: { en: Care } }\nnight: { name: { en: Night } }\n"},
                 {"plans.lua",
                  "plan \"pause\" { when = { balance = above(0) }, offer = pause_payments { months = 1 } }\nplan \"parts\" { when = { balance = above(money(\"0.50 USD\")) }, offer = instalments { of = fact.balance, up_to = money(\"1.00 USD\"), every = \"month\", longest = 12 } }\n"},
                 {"charter.lua", "limit \"hand\" { cite = house \"1\", on = outbound, when = { late = above(80) }, hand_over = team \"care\" }\n"}},
    now_more[] = {
        {"teams.yaml", "care: { name: { en: Care } }\nnight: { name: { en: Night } }\n"},
        {"plans.lua",
         "plan \"pause\" { when = { balance = above(money(\"0.50 USD\")) }, offer = pause_payments { months = 1 } }\nplan \"later\" { when = { balance = above(0) }, offer = pause_payments { months = 2 } }\n"},
        {"charter.lua",
         "limit \"hand\" { cite = house \"1\", on = outbound, when = { late = above(60) }, hand_over = team \"night\" }\nlimit \"stop\" { cite = house \"2\", on = outbound, when = { late = between(20, 40) }, forbid = true }\n"},
        {"tones.lua", "tone \"firm\" { when = { late = above(41) } }\ntone \"plain\" { when = otherwise }\n"}};
    support_file old[24], now[24];
    size_t n = 0, m;
    for (; old_files[n].name; n++) old[n] = now[n] = old_files[n];
    m = n;
    for (size_t i = 0; i < RU_COUNT(old_more); i++) old[n++] = old_more[i];
    for (size_t i = 0; i < RU_COUNT(now_more); i++) {
        size_t k = 0;
        while (k < m && strcmp(now[k].name, now_more[i].name) != 0) k++;
        now[k] = now_more[i];
        m += k == m;
    }
    old[n] = now[m] = (support_file){NULL, NULL};
    world w = {.alloc = ru_allocator_default()};
    snprintf(w.old, sizeof w.old, "%s", support_folder(old));
    snprintf(w.now, sizeof w.now, "%s", support_folder(now));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, &w.e), RUTH_OK);
    const ruth_diff_options o = {.size = sizeof o, .by = by, .by_count = 4, .guards = guards, .guard_count = 3, .days = 9, .seed = 2};
    if (ruth_diff_open(w.engine, w.old, w.now, &o, &w.d, &w.e) != RUTH_OK) fail_msg("%s:%d: %s", w.e.file, w.e.line, w.e.message);
    ru_arena_init(&w.arena, &w.alloc, 64 << 10);
    for (int i = 0; i < 120; i++) {
        char id[20], facts[300];
        snprintf(id, sizeof id, "p<%d>", i);
        snprintf(facts, sizeof facts, ",\"late\":%d,\"balance\":%d,\"town\":%s,\"share\":%s,\"quiet\":%s", i, i * 3 - 9, i % 3 ? "\"A & B\"" : "null",
                 i % 4 ? "\"0.25\"" : "null", i % 10 ? "false" : "null");
        person(&w, id, facts);
    }
    ruth_diff_passed_over(w.d);
    char *text = page(&w, RUTH_DIFF_TEXT), *html = page(&w, RUTH_DIFF_HTML), *french = page(&w, RUTH_DIFF_HTML_FR), *json = page(&w, RUTH_DIFF_JSON);
    assert_has(text, " on 120 people decided by small 1.0.0 (");
    assert_has(text, "; 1 erased decision was passed over\n  harsher: 17 (14.1 %)\n  kinder: 36 (30.0 %)\n  the same: 67 (55.8 %)\n");
    assert_has(text, "  p<42>: write by letter, plain\n    \xE2\x86\x92 write by letter, firm\n    before: 42 days late\n    after: 42 days late\n");
    assert_has(text, "  and 26 more\n");
    assert_has(
        text,
        "newly blocked: 36 people\n  p<21> p<22> p<23> p<24> p<25> p<26> p<27> p<28> p<29> p<31> and 26 more (all of them: --json)\n  are silent by: limit hand 18, limit stop 18\n");
    assert_has(text, "handed over\n  care \xE2\x86\x92 night: 39\n  no team \xE2\x86\x92 night: 20\n");
    assert_has(text, "plans offered\n  pause: 116 \xE2\x86\x92 100\n  parts: 100 \xE2\x86\x92 0\n  later: 0 \xE2\x86\x92 116\n");
    assert_has(text, "  week 1: 504 \xE2\x86\x92 252: +0, -252\n");
    assert_has(html, "p&lt;42&gt;");
    assert_lacks(html, "p<42>");
    assert_has(html, "A &amp; B");
    assert_has(french, "<html lang=\"fr\">");
    assert_has(french, "personne n'est contacté");
    assert_lacks(french, "nobody is contacted");
    assert_has(json, "\"erased\":1,\"different_people\":120,");
    free(text), free(html), free(french), free(json);
    close_world(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(bands),     cmocka_unit_test(values_that_come_up),
                                       cmocka_unit_test(no_group),  cmocka_unit_test(moves),
                                       cmocka_unit_test(lacking),   cmocka_unit_test(guards_and_options_are_read_strictly),
                                       cmocka_unit_test(of_nobody), cmocka_unit_test(of_many)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
