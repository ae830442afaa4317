/* probing.c: a plugin with every ability that does what the environment tells it, for the tests of `ruth plugin check`: RUTH_TEST_PROBE names one thing that a plugin may not do. */
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_plugin.h"

static int told(const char *what) {
    const char *says = getenv("RUTH_TEST_PROBE");
    return says && !strcmp(says, what);
}

static ruth_plugin_text text(const char *s) { return (ruth_plugin_text){s, strlen(s)}; }

static int open_it(const ruth_host *h, void *call, void **self) {
    *self = h->resize(call, NULL, 0, 16);
    if (told("opens badly")) return (h->fail)(call, NULL, 0, 0, "told not to open");
    if (told("keeps a block")) (void)h->resize(call, NULL, 0, 8);
    return *self ? RUTH_PLUGIN_OK : RUTH_PLUGIN_NO_MEMORY;
}

static void close_it(const ruth_host *h, void *call, void *self) { h->resize(call, self, 16, 0); }

/* What is wrong in any call. */
static void misbehave(const ruth_host *h, void *call) {
    static const ruth_plugin_value number = {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_INTEGER, 5, {NULL, 0}};
    static const ruth_plugin_line line = {.size = sizeof line, .every = 2, .first_due = 30000};
    static const ruth_plugin_span span = {.size = sizeof span};
    ruth_plugin_value v;
    ruth_plugin_text t;
    if (told("reads")) h->read(call, "no_such_fact", &v);
    if (told("writes")) h->write(call, "points", &number);
    if (told("writes what it did not declare")) h->write(call, "no_such_fact", &number);
    if (told("offers")) h->line(call, &line);
    if (told("puts")) h->put(call, text("words"));
    if (told("finds")) h->found(call, &span);
    if (told("asks for a file")) h->file(call, "card.yaml", &t);
    if (told("declares")) h->declare(call, "late", RUTH_PLUGIN_INTEGER, RUTH_PLUGIN_READS);
    if (told("takes memory")) h->resize(call, NULL, 0, 0);
    if (told("looks at contacts")) h->contact(call, 0, "at", &v);
}

static const ruth_plugin_fact reads[] = {{"timezone", RUTH_PLUGIN_ZONE}, {"currency", RUTH_PLUGIN_ENUM}, {"flag", RUTH_PLUGIN_BOOLEAN},
                                         {"late", RUTH_PLUGIN_INTEGER},  {"balance", RUTH_PLUGIN_MONEY}, {"rate", RUTH_PLUGIN_RATIO},
                                         {"kind", RUTH_PLUGIN_ENUM},     {"due", RUTH_PLUGIN_DATE},      {"seen", RUTH_PLUGIN_INSTANT},
                                         {"home", RUTH_PLUGIN_ZONE},     {"wish", RUTH_PLUGIN_TEXT},     {"areas", RUTH_PLUGIN_LIST_OF_ENUM}};
static const ruth_plugin_fact writes[] = {{"points", RUTH_PLUGIN_INTEGER}, {"note", RUTH_PLUGIN_TEXT}};

static int enrich_it(const ruth_host *h, void *call, void *self) {
    static int64_t counter;
    ruth_plugin_value v, points = {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_INTEGER, 0, {NULL, 0}}, note = {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_TEXT, 0, text("noted")};
    (void)self;
    for (unsigned i = 0; i < sizeof reads / sizeof *reads; i++) {
        if (h->read(call, reads[i].name, &v)) return RUTH_PLUGIN_FAILED;
        points.number += (int64_t)v.state + (int64_t)v.text.length + v.number % 7;
    }
    for (int64_t i = 0, n = h->contacts(call); i < n; i++) {
        h->contact(call, i, "channel", &v);
        points.number += (int64_t)v.text.length;
    }
    if (told("is not the same twice")) points.number = ++counter;
    if (told("writes another type")) points.type = RUTH_PLUGIN_MONEY;
    h->write(call, "points", &points);
    if (!told("writes")) misbehave(h, call);
    if (told("fails")) return (h->fail)(call, NULL, 0, 0, "told to fail");
    if (told("fails without a word")) return RUTH_PLUGIN_FAILED;
    return h->write(call, "note", &note);
}

static int offer_it(const ruth_host *h, void *call, void *self, uint32_t word, const ruth_plugin_value *values) {
    ruth_plugin_line line = {.size = sizeof line, .every = 2, .instalment = 100, .count = 2, .last = 50, .total = 150, .first_due = 60000};
    (void)self, (void)word, (void)values;
    if (told("adds up wrongly")) line.total++;
    if (!told("offers")) misbehave(h, call);
    return h->line(call, &line);
}

static int render_it(const ruth_host *h, void *call, void *self, const char *message, const char *channel, const char *tone, const char *language,
                     const ruth_plugin_named *values, uint32_t count) {
    (void)self, (void)message, (void)channel, (void)tone, (void)language, (void)values, (void)count;
    if (told("has no words")) return RUTH_PLUGIN_ABSENT;
    if (told("says nothing")) return RUTH_PLUGIN_OK;
    if (!told("puts")) misbehave(h, call);
    return h->put(call, told("puts what is no text") ? text("\xff") : text("Words."));
}

static int inspect_it(const ruth_host *h, void *call, void *self, ruth_plugin_text t, const char *language) {
    ruth_plugin_span span = {.size = sizeof span, .from = 0, .to = (uint32_t)t.length, .code = text("all"), .message = text("all of it")};
    (void)self, (void)language;
    if (told("finds outside")) span.to++;
    if (!told("finds")) misbehave(h, call);
    return h->found(call, &span);
}

static int observe_it(const ruth_host *h, void *call, void *self, ruth_plugin_text decision) {
    (void)self, (void)decision;
    misbehave(h, call);
    return RUTH_PLUGIN_OK;
}

static const ruth_plugin_key keys[] = {{"of", RUTH_PLUGIN_MONEY, 0},   {"sure", RUTH_PLUGIN_BOOLEAN, 1}, {"step", RUTH_PLUGIN_ENUM, 1},
                                       {"from", RUTH_PLUGIN_DATE, 1},  {"at", RUTH_PLUGIN_INSTANT, 1},   {"share", RUTH_PLUGIN_RATIO, 1},
                                       {"where", RUTH_PLUGIN_ZONE, 1}, {"what", RUTH_PLUGIN_TEXT, 1},    {"areas", RUTH_PLUGIN_LIST_OF_ENUM, 1}};
static const ruth_plugin_word words[] = {{"probed", keys, 9}, {"bare", NULL, 0}};
static const ruth_plugin_enrich enriches = {sizeof enriches, enrich_it};
static const ruth_plugin_offer offers = {sizeof offers, words, 2, offer_it};
static const ruth_plugin_render renders = {sizeof renders, render_it};
static const ruth_plugin_inspect inspects = {sizeof inspects, inspect_it};
static const ruth_plugin_observe observes = {sizeof observes, observe_it};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_ENRICH, &enriches},
                                                {RUTH_PLUGIN_OFFER, &offers},
                                                {RUTH_PLUGIN_RENDER, &renders},
                                                {RUTH_PLUGIN_INSPECT, &inspects},
                                                {RUTH_PLUGIN_OBSERVE, &observes}};

RUTH_PLUGIN_ENTRY(probing) = {RUTH_PLUGIN_HEAD,
                              "probing",
                              "1.0.0",
                              "Does what it is told.",
                              RUTH_PLUGIN_PURE,
                              RUTH_PLUGIN_ONE_THREAD,
                              RUTH_PLUGIN_READS_CONTACTS,
                              12,
                              2,
                              reads,
                              writes,
                              open_it,
                              close_it,
                              NULL,
                              abilities,
                              5};
