/* test_plugins_load.c: what a plugin states of itself, what a policy lets it read and write, its data files, its words, and limits that it may not release. */
#define RUTH_PLUGIN_STATIC
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* written for 1.0, it leaves out what came later */
#include "tests/abi/first.c"                                  /* the same source as the file: linked in */
#pragma GCC diagnostic pop
#include "tests/support/plugins.h"

static support_world w;

/* ---- what it states ---- */
static int nothing(const ruth_host *h, void *call, void *self) {
    (void)h, (void)call, (void)self;
    return RUTH_PLUGIN_OK;
}
static const void *enriches(const char *name) {
    static const ruth_plugin_enrich it = {sizeof it, nothing};
    return strcmp(name, RUTH_PLUGIN_ENRICH) ? NULL : &it;
}
static const void *enriches_shortly(const char *name) {
    static const ruth_plugin_enrich it = {4, nothing};
    return strcmp(name, RUTH_PLUGIN_ENRICH) ? NULL : &it;
}
static const void *enriches_with_nothing(const char *name) {
    static const ruth_plugin_enrich it = {sizeof it, NULL};
    return strcmp(name, RUTH_PLUGIN_ENRICH) ? NULL : &it;
}
static const void *can_nothing(const char *name) {
    (void)name;
    return NULL;
}

static const ruth_plugin plain = {RUTH_PLUGIN_HEAD, "plain", "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL,
                                  enriches,         NULL,    0};

static void greeted(const ruth_plugin *p, const char *why) {
    ruth_engine *e;
    ruth_error error;
    assert_int_equal(ruth_engine_new(NULL, &e, NULL), RUTH_OK);
    ruth_status st = ruth_engine_add_plugin(e, p, &error);
    ruth_engine_free(e);
    if (!why) {
        assert_int_equal(st, RUTH_OK);
        return;
    }
    assert_int_equal(st, RUTH_E_POLICY);
    assert_has(error.message, why);
}

static void an_entry_is_read_before_it_is_used(void **state) {
    (void)state;
    ruth_plugin p = plain;
    static const ruth_plugin_fact nameless[] = {{NULL, 0}}, typeless[] = {{"a", 10}}, sound[] = {{"a1_b", 0}};
    static ruth_plugin_fact odd[] = {{NULL, 0}};
    static const char *const no_words[] = {"", "A", "{a", "1a", "a-b", "a{", "a/", "ab`", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
                             *const no_ids[] = {"", "1a", "{a", "a.b", "a{", "a`", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    static const ruth_plugin_ability tabled[] = {{RUTH_PLUGIN_ENRICH, nameless}, {RUTH_PLUGIN_OFFER, NULL}},
                                     twice[] = {{RUTH_PLUGIN_ENRICH, nameless}, {RUTH_PLUGIN_ENRICH, nameless}};
    greeted(&p, NULL);
#define WRONG(change, why) p = plain, change, greeted(&p, why)
    WRONG(p.magic++, "is not one");
    WRONG(p.size = 8, "cut short (8 bytes");
    WRONG(p.size--, "cut short");
    WRONG(p.size += 64, NULL);
    WRONG(p.abi_major = 0, "speaks ABI 0.1, this ruth 1.1");
    WRONG(p.abi_minor = 7, "speaks ABI 1.7, this ruth 1.1");
    WRONG(p.layout ^= 1, "types of another size");
    WRONG(p.id = NULL, "no name of a plugin");
    WRONG(p.id = "Plain", "no name of a plugin");
    WRONG(p.version = NULL, "its version or its summary is missing");
    WRONG(p.summary = "", "its version or its summary is missing");
    WRONG(p.purity = 3, "a purity this ruth does not know");
    WRONG(p.threads = 2, "a thread rule this ruth does not know");
    WRONG(p.flags = 4, "a flag this ruth does not know");
    WRONG((p.abi_minor = 0, p.size = offsetof(ruth_plugin, abilities)), NULL); /* 1.0 ended here */
    WRONG((p.abi_minor = 0, p.size = offsetof(ruth_plugin, abilities) - 1), "cut short");
    WRONG(p.ability = NULL, "states no abilities");
    WRONG((p.abilities = tabled, p.ability_count = 1, p.ability = NULL), NULL);
    WRONG(p.abilities = tabled, "its list of abilities is empty or too long");
    WRONG((p.abilities = tabled, p.ability_count = 33), "its list of abilities is empty or too long");
    WRONG((p.abilities = tabled, p.ability_count = 2), "without a name or a struct");
    WRONG((p.abilities = twice, p.ability_count = 2), "names one twice");
    WRONG(p.read_count = 1, "a list of its facts is missing");
    WRONG(p.write_count = 1, "a list of its facts is missing");
    WRONG((p.reads = nameless, p.read_count = 1), "without a name or a known type");
    WRONG((p.writes = typeless, p.write_count = 1), "without a name or a known type");
    WRONG(p.read_count = 100000, "more facts than a policy can have");
    WRONG((p.reads = sound, p.read_count = 1), NULL);
    for (size_t i = 0; i < sizeof no_words / sizeof *no_words; i++) {
        odd[0].name = no_words[i];
        WRONG((p.reads = odd, p.read_count = 1), "without a name or a known type");
    }
    WRONG(p.id = "a-1_z", NULL);
    for (size_t i = 0; i < sizeof no_ids / sizeof *no_ids; i++) WRONG(p.id = no_ids[i], "no name of a plugin");
    WRONG(p.version = "\xc3(", "its version or its summary is missing");
    WRONG(p.version = no_words[8], "its version or its summary is missing"); /* 65 letters */
    WRONG(p.summary = no_words[8], NULL);
}

/* ---- what a policy says to it ---- */
static const char facts[] =
    "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, source: host }\nsecret: { type: integer, protected: true, source: host }\n"
    "days_late: { type: integer, source: host }\nscore: { type: integer, source: plugin }\nband: { type: enum, values: [calm, tight], source: plugin }\nareas: { type: list of enum, values: [a, b], source: plugin }\nmore: { type: integer, source: plugin }\nsum: { type: integer, source: derived }\n";

static ruth_status load(const char *list, const ruth_plugin *const *plugins, size_t count, const support_file *also) {
    char head[300];
    support_file files[12] = {{"policy.yaml", head},
                              {"facts.yaml", facts},
                              {"derive.lua", "derive.sum = fact.late + fact.score\n"},
                              {"segments.lua", "segment \"high\" { when = { score = above(5) } }\nsegment \"rest\" { when = otherwise }\n"}};
    size_t n = 4;
    snprintf(head, sizeof head, "policy: t\nversion: 1.0.0\nplugins: [%s]\n", list);
    for (; also && also->name; also++) {
        size_t i = 0;
        while (i < n && strcmp(files[i].name, also->name) != 0) i++;
        files[i] = *also;
        n += i == n;
    }
    files[n] = (support_file){NULL, NULL};
    memset(&w, 0, sizeof w);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, &w.error), RUTH_OK);
    for (size_t i = 0; i < count; i++) assert_int_equal(ruth_engine_add_plugin(w.engine, plugins[i], &w.error), RUTH_OK);
    ruth_status st = ruth_policy_load(w.engine, w.folder, &w.policy, &w.error);
    return st ? st : ruth_session_new(w.policy, &w.session, &w.error);
}

static void refused(const char *list, const ruth_plugin *const *plugins, size_t count, const support_file *also, const char *why) {
    assert_int_equal(load(list, plugins, count, also), RUTH_E_POLICY);
    assert_has(w.error.message, why);
    support_close(&w);
}

static void refused_one(const ruth_plugin *p, const char *why) {
    refused(p->id, &p, 1, NULL, why);
    memset(&w, 0, sizeof w);
}

static ruth_plugin reading(const char *fact, uint32_t type) {
    static ruth_plugin_fact list[1];
    ruth_plugin p = plain;
    list[0] = (ruth_plugin_fact){fact, type};
    p.reads = list;
    p.read_count = 1;
    return p;
}

static ruth_plugin writing(const char *fact, uint32_t type) {
    ruth_plugin p = reading(fact, type);
    p.writes = p.reads;
    p.write_count = 1;
    p.reads = NULL;
    p.read_count = 0;
    return p;
}

static void facts_that_do_not_fit_are_refused(void **state) {
    (void)state;
    ruth_plugin p;
#define READS(fact, type, why) p = reading(fact, type), refused_one(&p, why)
#define WRITES(fact, type, why) p = writing(fact, type), refused_one(&p, why)
    READS("shoe_size", RUTH_PLUGIN_INTEGER, "plugin plain reads shoe_size, which is not a fact of this policy");
    READS("late", RUTH_PLUGIN_MONEY, "plugin plain reads late as money, but facts.yaml says integer");
    READS("secret", RUTH_PLUGIN_INTEGER, "plugin plain reads secret, which is protected");
    READS("sum", RUTH_PLUGIN_INTEGER, "plugin plain reads sum, which is derived: plugins come before anything is derived");
    WRITES("shoe_size", RUTH_PLUGIN_INTEGER, "plugin plain writes shoe_size, which is not a fact of this policy");
    WRITES("late", RUTH_PLUGIN_INTEGER, "plugin plain writes late, which facts.yaml does not leave to a plugin (source: plugin)");
    WRITES("score", RUTH_PLUGIN_MONEY, "plugin plain writes score as money, but facts.yaml says integer");
    WRITES("areas", RUTH_PLUGIN_LIST_OF_ENUM, "plugin plain writes areas, which is a list of names: a plugin can only read such a fact");
    p = plain, p.ability = can_nothing, refused_one(&p, "plugin plain cannot be used: it has none of the abilities this ruth knows");
    p = plain, p.ability = enriches_shortly, refused_one(&p, "the struct of one of its abilities is cut short");
    p = plain, p.ability = enriches_with_nothing, refused_one(&p, "the function of one of its abilities is missing");
}

/* Each ability's struct without its function, or with words that are none. */
static ruth_plugin_ability one_ability[1];
static int never(void) { return RUTH_PLUGIN_OK; }
static ruth_plugin with(const char *name, const void *ability) {
    ruth_plugin p = plain;
    one_ability[0] = (ruth_plugin_ability){name, ability};
    p.ability = NULL;
    p.abilities = one_ability;
    p.ability_count = 1;
    return p;
}

static void abilities_that_are_not_whole_are_refused(void **state) {
    (void)state;
    static const struct {
        uint32_t size;
        int (*function)(void);
    } empty = {sizeof(ruth_plugin_enrich), NULL};
    static const char *const kinds[] = {RUTH_PLUGIN_ENRICH, RUTH_PLUGIN_RENDER, RUTH_PLUGIN_INSPECT, RUTH_PLUGIN_OBSERVE};
    static const ruth_plugin_observe observes = {sizeof observes, NULL};
    ruth_plugin p;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) p = with(kinds[i], &empty), refused_one(&p, "the function of one of its abilities is missing");
    struct {
        uint32_t size;
        int (*function)(void);
    } full = {sizeof(ruth_plugin_observe), never};
    static const ruth_plugin_fact score[] = {{"score", RUTH_PLUGIN_INTEGER}};
    p = with(RUTH_PLUGIN_OBSERVE, &full), p.writes = score, p.write_count = 1, refused_one(&p, "it writes facts but does not enrich");
    p = with("ruth.of_a_later_day/1", &observes), refused_one(&p, "it has none of the abilities this ruth knows");
}

static int offer_nothing(const ruth_host *h, void *call, void *self, uint32_t which, const ruth_plugin_value *v) {
    (void)h, (void)call, (void)self, (void)which, (void)v;
    return RUTH_PLUGIN_OK;
}

static void words_that_are_none_are_refused(void **state) {
    (void)state;
    static const ruth_plugin_key sound[] = {{"of", RUTH_PLUGIN_MONEY, 0}, {"step", RUTH_PLUGIN_ENUM, 1}},
                                 twice[] = {{"of", RUTH_PLUGIN_MONEY, 0}, {"of", RUTH_PLUGIN_ENUM, 1}}, nameless[] = {{NULL, RUTH_PLUGIN_MONEY, 0}},
                                 typeless[] = {{"of", 10, 0}}, odd[] = {{"of", RUTH_PLUGIN_MONEY, 2}};
    ruth_plugin_word word;
    ruth_plugin_offer o = {sizeof o, &word, 1, NULL};
    ruth_plugin p = with(RUTH_PLUGIN_OFFER, &o);
    const ruth_plugin *one = &p;
    refused_one(&p, "the function of one of its abilities is missing");
    o.offer = offer_nothing;
#define WORD(name, list, count, why) word = (ruth_plugin_word){name, list, count}, refused_one(&p, why)
    WORD(NULL, NULL, 0, "a word it has for plans is no word");
    WORD("Step", NULL, 0, "a word it has for plans is no word");
    WORD("step", NULL, 1, "the keys of one of its words are too many or missing");
    WORD("step", sound, 33, "the keys of one of its words are too many or missing");
    WORD("step", nameless, 1, "a key of one of its words has no name or no known type");
    WORD("step", typeless, 1, "a key of one of its words has no name or no known type");
    WORD("step", odd, 1, "a key of one of its words has no name or no known type");
    WORD("step", twice, 2, "one of its words has a key twice");
    word = (ruth_plugin_word){"step", sound, 2};
    o.word_count = 0, refused_one(&p, "its list of words for plans is empty, too long or missing");
    o.word_count = 65, refused_one(&p, "its list of words for plans is empty, too long or missing");
    o.word_count = 1, o.words = NULL, refused_one(&p, "its list of words for plans is empty, too long or missing");
    o.words = &word;
    assert_int_equal(load("plain", &one, 1, NULL), RUTH_OK);
    support_close(&w);
}

/* A program may bring more of them than an engine first has room for. */
static void an_engine_takes_as_many_as_there_are(void **state) {
    (void)state;
    static char ids[20][8];
    ruth_plugin all[20];
    const ruth_plugin *each[20];
    for (int i = 0; i < 20; i++) {
        snprintf(ids[i], sizeof ids[i], "p%d", i);
        all[i] = plain, all[i].id = ids[i], each[i] = &all[i];
    }
    assert_int_equal(load("p0, p19", each, 20, NULL), RUTH_OK);
    support_close(&w);
}

static void plugins_stand_in_an_order(void **state) {
    (void)state;
    static const ruth_plugin_fact score[] = {{"score", RUTH_PLUGIN_INTEGER}};
    ruth_plugin writer = plain, reader = plain, both = plain;
    writer.id = "writer", writer.writes = score, writer.write_count = 1;
    reader.id = "reader", reader.reads = score, reader.read_count = 1;
    both.id = "both", both.reads = both.writes = score, both.read_count = both.write_count = 1;
    const ruth_plugin *all[] = {&writer, &reader, &both};
    assert_int_equal(load("writer, reader", all, 3, NULL), RUTH_OK);
    support_close(&w);
    assert_int_equal(load("reader", all, 3, NULL), RUTH_OK); /* nobody writes it: not known, always */
    support_close(&w);
    refused("reader, writer", all, 3, NULL, "plugin reader reads score, which writer writes: list writer before it");
    refused("both", all, 3, NULL, "plugin both reads score, which it writes itself");
    refused("writer, both", all, 3, NULL, "plugin both writes score, which another plugin of this policy writes too");
    assert_int_equal(ruth_engine_new(NULL, &w.engine, NULL), RUTH_OK);
    assert_int_equal(ruth_engine_add_plugin(w.engine, &writer, NULL), RUTH_OK);
    assert_int_equal(ruth_engine_add_plugin(w.engine, &writer, NULL), RUTH_E_ARGUMENT);
    ruth_engine_free(w.engine);
    static const support_file pack[] = {
        {"policy.yaml", "policy: t\nversion: 1.0.0\nplugins: [\"writer@sha256:0000000000000000000000000000000000000000000000000000000000000000\"]\n"},
        {NULL, NULL}};
    refused("", all, 3, pack, "part of the host's program and has no file to compare");
}

static void the_file_and_its_twin_are_one_source(void **state) {
    (void)state;
    const ruth_plugin *first = &ruth_plugin_entry_first;
    assert_int_equal(load("first", &first, 1, NULL), RUTH_OK);
    assert_has(support_decide(&w, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"balance\":10000,\"days_late\":3}}"),
               "\"segment\":{\"is\":\"high\",\"possible\":[\"high\"]");
    support_close(&w);
}

/* One `self`, many threads. */
static void *many(void *context) {
    char *answer = context;
    ruth_session *s = NULL;
    ruth_text t;
    static const char line[] = "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"balance\":10000,\"days_late\":3}}";
    if (ruth_session_new(w.policy, &s, NULL)) return NULL;
    for (int i = 0; i < 200; i++)
        if (!ruth_decide_line(s, line, strlen(line), 1, &t, NULL)) snprintf(answer, 4096, "%.*s", (int)t.length, t.bytes);
    ruth_session_free(s);
    return NULL;
}

static void threads_give_the_same_bytes(void **state) {
    (void)state;
    const ruth_plugin *first = &ruth_plugin_entry_first;
    static char answers[4][4096];
    pthread_t threads[4];
    assert_int_equal(load("first", &first, 1, NULL), RUTH_OK);
    for (int i = 0; i < 4; i++) assert_int_equal(pthread_create(&threads[i], NULL, many, answers[i]), 0);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < 4; i++) assert_string_equal(answers[i], answers[0]);
    assert_has(answers[0], "\"segment\":{\"is\":\"high\",\"possible\":[\"high\"]");
    support_close(&w);
}

/* ---- opening ---- */
static struct {
    const char *file;
    int code;
    char bytes[100];
    const char *fact;
    uint32_t type, uses;
    int declared;
} ask;

static int open_asking(const ruth_host *h, void *call, void **self) {
    ruth_plugin_text t = {NULL, 0};
    *self = NULL;
    if (ask.file) ask.code = h->file(call, ask.file, &t);
    snprintf(ask.bytes, sizeof ask.bytes, "%.*s", (int)t.length, t.bytes ? t.bytes : "");
    if (ask.fact) ask.declared = h->declare(call, ask.fact, ask.type, ask.uses);
    if (t.length && t.bytes[0] == '!') return (h->fail)(call, ask.file, 2, 7, "points stand twice");
    return RUTH_PLUGIN_OK;
}
static const ruth_plugin asking = {
    RUTH_PLUGIN_HEAD, "asking", "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, RUTH_PLUGIN_DECLARES_MORE, 0, 0, NULL, NULL, open_asking, NULL,
    enriches,         NULL,     0};
static const ruth_plugin *const asking_one[] = {&asking};

static void data_files_belong_to_the_policy(void **state) {
    (void)state;
    static const support_file card[] = {{"plugins/asking/card.yaml", "points: 3"}, {NULL, NULL}},
                              other[] = {{"plugins/asking/card.yaml", "points: 4"}, {NULL, NULL}},
                              bad[] = {{"plugins/asking/card.yaml", "! one\ntwo"}, {NULL, NULL}};
    char digest[65], path[600], outside[600];
    memset(&ask, 0, sizeof ask);
    ask.file = "card.yaml";
    assert_int_equal(load("asking", asking_one, 1, card), RUTH_OK);
    assert_int_equal(ask.code, RUTH_PLUGIN_OK);
    assert_string_equal(ask.bytes, "points: 3");
    snprintf(digest, sizeof digest, "%s", ruth_policy_digest(w.policy));
    support_close(&w);
    assert_int_equal(load("asking", asking_one, 1, other), RUTH_OK);
    assert_string_not_equal(ruth_policy_digest(w.policy), digest);
    support_close(&w);
    assert_int_equal(load("asking", asking_one, 1, bad), RUTH_E_POLICY); /* the plugin's own place, in the policy's folder */
    assert_string_equal(w.error.file, "plugins/asking/card.yaml");
    assert_int_equal(w.error.line, 2);
    assert_int_equal(w.error.column, 7);
    assert_string_equal(w.error.message, "plugin asking: points stand twice");
    support_close(&w);
    assert_int_equal(load("asking", asking_one, 1, NULL), RUTH_OK);
    assert_int_equal(ask.code, RUTH_PLUGIN_ABSENT);
    support_close(&w);
    static const char *const climbing[] = {"../../policy.yaml", "..", ".hidden", "a/b", "", "/etc/passwd"};
    for (size_t i = 0; i < sizeof climbing / sizeof *climbing; i++) {
        ask.file = climbing[i];
        refused("asking", asking_one, 1, card, "a plugin's data files have plain names");
    }
    ask.file = "card.yaml";
    snprintf(outside, sizeof outside, "%s", support_folder(card));
    assert_int_equal(load("asking", asking_one, 1, NULL), RUTH_OK);
    snprintf(path, sizeof path, "%s/plugins", w.folder);
    strcat(outside, "/plugins");
    assert_int_equal(symlink(outside, path), 0);
    ruth_policy *again = NULL;
    assert_int_equal(ruth_policy_load(w.engine, w.folder, &again, NULL), RUTH_OK);
    assert_int_equal(ask.code, RUTH_PLUGIN_ABSENT); /* not through a link */
    ruth_policy_release(again);
    unlink(path);
    support_close(&w);
    *strrchr(outside, '/') = 0;
    support_remove(outside);
}

static void more_facts_are_declared_while_opening(void **state) {
    (void)state;
    ruth_plugin silent = asking;
    const ruth_plugin *silent_one[] = {&silent};
    memset(&ask, 0, sizeof ask);
    ask.fact = "more", ask.type = RUTH_PLUGIN_INTEGER, ask.uses = RUTH_PLUGIN_WRITES;
    assert_int_equal(load("asking", asking_one, 1, NULL), RUTH_OK);
    assert_int_equal(ask.declared, RUTH_PLUGIN_OK);
    support_close(&w);
    silent.flags = 0;
    refused("asking", silent_one, 1, NULL, "it declares a fact in a way its entry does not announce");
    ask.type = RUTH_PLUGIN_MONEY;
    refused("asking", asking_one, 1, NULL, "plugin asking writes more as money, but facts.yaml says integer");
    assert_int_equal(ask.declared, RUTH_PLUGIN_TYPE);
    ask.fact = "late", ask.type = RUTH_PLUGIN_INTEGER;
    refused("asking", asking_one, 1, NULL, "plugin asking writes late, which facts.yaml does not leave to a plugin");
    assert_int_equal(ask.declared, RUTH_PLUGIN_UNDECLARED);
    ask.uses = RUTH_PLUGIN_READS;
    assert_int_equal(load("asking", asking_one, 1, NULL), RUTH_OK);
    support_close(&w);
    ask.type = 10;
    refused("asking", asking_one, 1, NULL, "plugin asking reads late as a type this ruth does not know, but facts.yaml says integer");
    ruth_plugin both = writing("score", RUTH_PLUGIN_INTEGER); /* what its entry says already may be said again */
    const ruth_plugin *both_one[] = {&both};
    both.open = open_asking, both.flags = RUTH_PLUGIN_DECLARES_MORE;
    ask.fact = "score", ask.type = RUTH_PLUGIN_INTEGER, ask.uses = RUTH_PLUGIN_WRITES;
    assert_int_equal(load("plain", both_one, 1, NULL), RUTH_OK);
    assert_int_equal(ask.declared, RUTH_PLUGIN_OK);
    support_close(&w);
}

/* One for one thread that has nothing to open. */
static void nothing_needs_to_be_opened(void **state) {
    (void)state;
    ruth_plugin p = plain;
    const ruth_plugin *one = &p;
    p.threads = RUTH_PLUGIN_ONE_THREAD;
    assert_int_equal(load("plain", &one, 1, NULL), RUTH_OK);
    assert_has(support_decide(&w, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"late\":3}}"), "\"failures\":[]");
    support_close(&w);
}

/* ---- words ---- */
static int offer(const ruth_host *h, void *call, void *self, uint32_t which, const ruth_plugin_value *v) {
    (void)h, (void)call, (void)self, (void)which, (void)v;
    return RUTH_PLUGIN_OK;
}
static const ruth_plugin_key keys[] = {{"of", RUTH_PLUGIN_MONEY, 0}, {"step", RUTH_PLUGIN_ENUM, 1}, {"sure", RUTH_PLUGIN_BOOLEAN, 1}};
static ruth_plugin_word word = {"step_down", keys, 3};
static const void *offers(const char *name) {
    static const ruth_plugin_offer it = {sizeof it, &word, 1, offer};
    return strcmp(name, RUTH_PLUGIN_OFFER) ? NULL : &it;
}

static void words_are_checked_like_the_languages_own(void **state) {
    (void)state;
    ruth_plugin p = plain, q = plain;
    const ruth_plugin *all[] = {&p, &q};
    p.ability = q.ability = offers;
    q.id = "second";
    static const struct {
        const char *plans, *why;
    } tries[] = {
        {"plan \"p\" { when = otherwise, offer = step_down { of = fact.balance, step = \"week\", sure = true } }", NULL},
        {"plan \"p\" { when = otherwise, offer = step_down { of = fact.balance, step = fact.band } }", NULL},
        {"plan \"p\" { when = otherwise, offer = step_down { of = fact.balance, setp = \"week\" } }", "did you mean \"step\"?"},
        {"plan \"p\" { when = otherwise, offer = step_down { step = \"week\" } }", "step_down does not say `of`"},
        {"plan \"p\" { when = otherwise, offer = step_down { of = fact.late } }", "money"},
        {"plan \"p\" { when = otherwise, offer = step_down { of = fact.balance, step = fact.late } }",
         "step: expected one of a list of names, but fact.late is an integer"},
        {"plan \"p\" { when = otherwise, offer = step_down { of = fact.balance, sure = \"yes\" } }", "sure: expected true or false or a fact of that type"},
        {"plan \"p\" { when = otherwise, offer = step_up { of = fact.balance } }", "not an offer of this version"},
        {"plan \"p\" { when = otherwise, offer = step_dwn { of = fact.balance } }", "did you mean step_down?"},
        {"plan \"p\" { when = otherwise, offer = step_down }", "step_down needs its table"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const support_file plans[] = {{"plans.lua", tries[i].plans}, {NULL, NULL}};
        if (tries[i].why) {
            refused("plain", all, 2, plans, tries[i].why);
            continue;
        }
        if (load("plain", all, 2, plans)) fail_msg("%s: %s", tries[i].plans, w.error.message);
        support_close(&w);
    }
    refused("plain, second", all, 2, NULL, "plugin second has the word step_down, which plugin plain has too");
    static const char *const taken[] = {"instalments", "segment", "limit", "fact", "otherwise", "settlement", "string"};
    char why[100];
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        word.word = taken[i];
        snprintf(why, sizeof why, "plugin plain: its word %s is a word of the language already", taken[i]);
        refused("plain", all, 2, NULL, why);
    }
    word.word = "Step";
    refused("plain", all, 2, NULL, "is no word");
    word.word = "step_down";
}

/* ---- limits ---- */
static void a_plugin_releases_no_limit(void **state) {
    (void)state;
    static const struct {
        const char *charter, *why;
    } tries[] = {
        {"limit \"l\" { cite = house \"1\", on = outbound, when = { score = below(300) }, forbid = true }", NULL},
        {"limit \"l\" { cite = house \"1\", on = outbound, when = { any_of { score = below(300), late = above(3) } }, forbid = true }", NULL},
        {"limit \"l\" { cite = house \"1\", on = outbound, unless = { none_of_these { score = below(300) } }, forbid = true }", NULL}, /* turned round twice */
        {"limit \"l\" { cite = house \"1\", on = outbound, unless = { score = above(700) }, forbid = true }", "unless rests on score"},
        {"limit \"l\" { cite = house \"1\", on = outbound, unless = { sum = above(700) }, forbid = true }", "unless rests on sum"}, /* derived from it */
        {"limit \"l\" { cite = house \"1\", on = outbound, only_if = { score = above(700) } }", "only_if rests on score"},
        {"limit \"l\" { cite = house \"1\", on = outbound, only_if = { none_of_these { score = above(700) } } }", "only_if rests on score"},
        {"limit \"l\" { cite = house \"1\", on = outbound, when = { none_of_these { score = above(700) } }, forbid = true }",
         "what stands under none_of_these or is turned round rests on score"},
        {"limit \"l\" { cite = house \"1\", on = outbound, when = { band = none_of(\"calm\") }, forbid = true }",
         "a matcher that says what must not be rests on band"},
        {"limit \"l\" { cite = house \"1\", on = outbound, when = { score = not_on_file }, forbid = true }",
         "a matcher that says what must not be rests on score"},
        {"limit \"l\" { cite = house \"1\", on = outbound, unless = circumstance.fine, forbid = true }", "unless rests on score"},
        {"limit \"l\" { cite = house \"1\", on = outbound, unless = { late = above(fact.score) }, forbid = true }", "unless rests on score"},
        {"limit \"l\" { cite = house \"1\", on = outbound, when = function(f) return f.score == 1 end, forbid = true }", "a coded condition may read any fact"},
        {"limit \"l\" { cite = house \"1\", on = outbound, forbid = true, until_date = fact.day }", "until_date rests on day"},
        {"limit \"l\" { cite = house \"1\", on = outbound, forbid = true, during = days(3), from = fact.day }", "from rests on day"},
        {"limit \"l\" { cite = house \"1\", on = outbound, forbid = true, through = fact.day }", "through rests on day"},
        {"limit \"l\" { cite = house \"1\", on = outbound, forbid = true, starting = fact.day }", "starting rests on day"},
        {"limit \"l\" { cite = house \"1\", on = outbound, forbid = true, lifted_for = days(7), lifted_from = fact.day }", "lifted_from rests on day"},
        {"limit \"l\" { cite = house \"1\", on = outbound, wait = days(7), after = fact.day }", "after rests on day"},
        {"limit \"l\" { cite = house \"1\", on = outbound, wait = days(7), after = fact.next }", "after rests on next"}, /* derived from it */
        {"limit \"l\" { cite = house \"1\", on = outbound, wait = days(7), after = last { day = \"x\" } }",
         NULL}, /* a field of a contact that is called like it */
        {"limit \"l\" { cite = house \"1\", on = outbound, at_most = { { 1, days(7) } }, counting = { day = \"x\" } }", NULL},
        {"limit \"l\" { cite = house \"1\", on = outbound, closed_in = fact.shut }", "closed_in rests on shut"},
        {"limit \"l\" { cite = house \"1\", on = outbound, hours = { mon_fri = { \"09:00\", \"10:00\" } }, widened_by = fact.shut }",
         "widened_by rests on shut"},
        {"limit \"l\" { cite = house \"1\", on = outbound, ceiling = { amount = fact.most } }", "ceiling rests on most"},
        {"limit \"l\" { cite = house \"1\", on = outbound, ceiling = { amount = larger(fact.balance, fact.twice) } }", "ceiling rests on twice"},
        {"limit \"l\" { cite = house \"1\", leave_at_least = fact.most }", "leave_at_least rests on most"},
        {"limit \"l\" { cite = house \"1\", on = { plan = \"own\" }, leave_at_least = fact.balance }", NULL},
        {"limit \"l\" { cite = house \"1\", on = { plan = \"told\" }, leave_at_least = fact.balance }",
         "left_of of plan told rests on what comes from a plugin"},
        {"limit \"l\" { cite = house \"1\", leave_at_least = fact.balance }", "left_of of plan told rests on what comes from a plugin"},
    };
    char with_day[2000];
    snprintf(
        with_day, sizeof with_day,
        "%sday: { type: date, source: plugin }\nnext: { type: date, source: derived }\nshut: { type: weekly windows, source: plugin }\nmost: { type: money, source: plugin }\ntwice: { type: money, source: derived }\n",
        facts);
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const support_file files[] = {
            {"facts.yaml", with_day},
            {"charter.lua", tries[i].charter},
            {"circumstances.lua", "circumstance \"fine\" { score = above(700) }\n"},
            {"contacts.yaml",
             "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\namount: { type: money, if_missing: none_on_file }\nday: { type: text, if_missing: none_on_file }\n"},
            {"plans.lua",
             "plan \"own\" { when = otherwise, offer = reduced { of = fact.balance, up_to = fact.balance, every = \"month\", months = 3, left_of = fact.balance } }\n"
             "plan \"told\" { when = otherwise, offer = reduced { of = fact.balance, up_to = fact.balance, every = \"month\", months = 3, left_of = fact.twice } }\n"},
            {"derive.lua",
             "derive.sum = fact.late + fact.score\nderive.next = date_of { fact.day, days(1) }\nderive.twice = money_of { 2 * fact.most, round = \"down\" }\n"},
            {NULL, NULL}};
        if (tries[i].why) {
            refused("", NULL, 0, files, tries[i].why);
            continue;
        }
        if (load("", NULL, 0, files)) fail_msg("%s: %s", tries[i].charter, w.error.message);
        support_close(&w);
    }
}

/* ---- facts.yaml ---- */
static void a_plugins_fact_is_declared_plainly(void **state) {
    (void)state;
    static const struct {
        const char *more, *why;
    } tries[] = {
        {"x: { type: integer, source: plugin, if_missing: 3 }\n", "what no plugin wrote is not known"},
        {"x: { type: date, source: plugin, expires: { on: x, then: unknown } }\n", "it cannot expire"},
        {"x: { type: integer, source: plugin, ask: { en: \"?\" } }\n", "give the question to the facts the plugin reads"},
        {"language: { type: enum, values: [en], source: plugin }\n", "ruth itself reads language before plugins are asked"},
        {"x: { type: date, source: plugin }\ny: { type: integer, source: host, expires: { on: x, then: unknown } }\n", "x is a plugin's, a date"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        char all[2000];
        snprintf(all, sizeof all, "%s%s", facts, tries[i].more);
        const support_file files[] = {{"facts.yaml", all}, {NULL, NULL}};
        refused("", NULL, 0, files, tries[i].why);
    }
}

static void older_options_are_understood(void **state) {
    (void)state;
    ruth_engine *e = NULL;
    ruth_options o = {.size = offsetof(ruth_options, plugins), .plugins = "/nowhere"};
    ruth_error error;
    assert_int_equal(ruth_engine_new(&o, &e, NULL), RUTH_OK);
    ruth_engine_free(e);
    o.size = sizeof o + 8;
    assert_int_equal(ruth_engine_new(&o, &e, NULL), RUTH_E_ARGUMENT);
    o.size = sizeof o;
    memset(&w, 0, sizeof w);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(plugin_policy("scorer", "")));
    assert_int_equal(ruth_engine_new(&o, &w.engine, NULL), RUTH_OK);
    assert_int_equal(ruth_policy_load(w.engine, w.folder, &w.policy, &error), RUTH_E_POLICY);
    assert_has(error.message, "plugin scorer cannot be loaded: the folder of plugins cannot be opened");
    support_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_read_before_it_is_used),
        cmocka_unit_test(facts_that_do_not_fit_are_refused),
        cmocka_unit_test(abilities_that_are_not_whole_are_refused),
        cmocka_unit_test(words_that_are_none_are_refused),
        cmocka_unit_test(an_engine_takes_as_many_as_there_are),
        cmocka_unit_test(nothing_needs_to_be_opened),
        cmocka_unit_test(plugins_stand_in_an_order),
        cmocka_unit_test(the_file_and_its_twin_are_one_source),
        cmocka_unit_test(threads_give_the_same_bytes),
        cmocka_unit_test(data_files_belong_to_the_policy),
        cmocka_unit_test(more_facts_are_declared_while_opening),
        cmocka_unit_test(words_are_checked_like_the_languages_own),
        cmocka_unit_test(a_plugin_releases_no_limit),
        cmocka_unit_test(a_plugins_fact_is_declared_plainly),
        cmocka_unit_test(older_options_are_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
