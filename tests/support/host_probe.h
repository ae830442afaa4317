/* host_probe.h: a plugin with every ability, whose doings a test puts in, a policy that uses it, and what it is told. Included once. */
#ifndef TEST_HOST_PROBE_H
#define TEST_HOST_PROBE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_plugin.h"
#include "tests/support/scenes.h"
#include "tests/support/support.h"

/* ---- one plugin with every ability: what it does in each stands here ---- */
typedef int (*doing)(const ruth_host *h, void *call);
static struct {
    doing open, enrich, offer, render, inspect, observe;
    const ruth_plugin_value *values; /* of the offer */
    char told[600];                  /* what the renderer was told */
    char said[600];                  /* what the plugin heard from the host, in words */
    const char *language;
    ruth_plugin_text text;
    long opened, closed;
} does;

static int run(doing it, const ruth_host *h, void *call) { return it ? it(h, call) : RUTH_PLUGIN_OK; }

static void hear(const char *format, ...) {
    size_t n = strlen(does.said);
    va_list rest;
    va_start(rest, format);
    vsnprintf(does.said + n, sizeof does.said - n, format, rest);
    va_end(rest);
}

static int open_it(const ruth_host *h, void *call, void **self) {
    *self = NULL;
    does.opened++;
    return run(does.open, h, call);
}
static void close_it(const ruth_host *h, void *call, void *self) {
    (void)h, (void)call, (void)self;
    does.closed++;
}
static int enrich_it(const ruth_host *h, void *call, void *self) {
    (void)self;
    return run(does.enrich, h, call);
}
static int offer_it(const ruth_host *h, void *call, void *self, uint32_t word, const ruth_plugin_value *values) {
    (void)self, (void)word;
    does.values = values;
    return run(does.offer, h, call);
}
static int render_it(const ruth_host *h, void *call, void *self, const char *message, const char *channel, const char *tone, const char *language,
                     const ruth_plugin_named *values, uint32_t count) {
    size_t n = 0;
    (void)self, (void)message, (void)channel, (void)tone;
    does.language = language;
    for (uint32_t i = 0; i < count && n < sizeof does.told; i++) {
        const ruth_plugin_value *v = &values[i].value;
        n += (size_t)(v->text.length
                          ? snprintf(does.told + n, sizeof does.told - n, "%s:%u=%.*s;", values[i].name, (unsigned)v->type, (int)v->text.length, v->text.bytes)
                          : snprintf(does.told + n, sizeof does.told - n, "%s:%u=%lld;", values[i].name, (unsigned)v->type, (long long)v->number));
    }
    return does.render ? does.render(h, call) : RUTH_PLUGIN_ABSENT;
}
static int inspect_it(const ruth_host *h, void *call, void *self, ruth_plugin_text text, const char *language) {
    (void)self, (void)language;
    does.text = text;
    return run(does.inspect, h, call);
}
static int observe_it(const ruth_host *h, void *call, void *self, ruth_plugin_text decision) {
    (void)self, (void)decision;
    return run(does.observe, h, call);
}

static const ruth_plugin_key keys[] = {
    {"of", RUTH_PLUGIN_MONEY, 0}, {"name", RUTH_PLUGIN_TEXT, 1}, {"step", RUTH_PLUGIN_ENUM, 1}, {"areas", RUTH_PLUGIN_LIST_OF_ENUM, 1}};
static const ruth_plugin_word words[] = {{"our_plan", keys, 4}};
static const ruth_plugin_enrich enrich = {sizeof enrich, enrich_it};
static const ruth_plugin_offer offer = {sizeof offer, words, 1, offer_it};
static const ruth_plugin_render render = {sizeof render, render_it};
static const ruth_plugin_inspect inspect = {sizeof inspect, inspect_it};
static const ruth_plugin_observe observe = {sizeof observe, observe_it};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_ENRICH, &enrich},   {RUTH_PLUGIN_OFFER, &offer},     {RUTH_PLUGIN_RENDER, &render},
                                                {RUTH_PLUGIN_INSPECT, &inspect}, {RUTH_PLUGIN_OBSERVE, &observe}, {"ruth.other/9", &observe}};
static const ruth_plugin_fact reads[] = {
    {"timezone", RUTH_PLUGIN_ZONE}, {"areas", RUTH_PLUGIN_LIST_OF_ENUM}, {"wish", RUTH_PLUGIN_TEXT}, {"late", RUTH_PLUGIN_INTEGER}};
static const ruth_plugin_fact writes[] = {{"flag", RUTH_PLUGIN_BOOLEAN},   {"points", RUTH_PLUGIN_INTEGER}, {"day", RUTH_PLUGIN_DATE},
                                          {"moment", RUTH_PLUGIN_INSTANT}, {"note", RUTH_PLUGIN_TEXT},      {"band", RUTH_PLUGIN_ENUM}};
static const ruth_plugin whole = {RUTH_PLUGIN_HEAD,
                                  "probe",
                                  "1.0.0",
                                  "A test.",
                                  RUTH_PLUGIN_PURE,
                                  RUTH_PLUGIN_ANY_THREAD,
                                  RUTH_PLUGIN_READS_CONTACTS | RUTH_PLUGIN_DECLARES_MORE,
                                  4,
                                  6,
                                  reads,
                                  writes,
                                  open_it,
                                  close_it,
                                  NULL,
                                  abilities,
                                  6};
static ruth_plugin probe;

/* ---- a policy for it ---- */
static support_world w;
static const support_file files[] = {
    {"policy.yaml", "policy: t\nversion: 1.0.0\nlanguages: [en]\nplugins: [probe]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ntimezone_candidates: { type: list of zone, if_missing: none_on_file, source: host }\ncurrency: { type: enum, values: [USD, CAD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, source: host }\nsecret: { type: integer, protected: true, source: host }\n"
     "areas: { type: list of enum, values: [flat, light, water], if_missing: none_on_file, source: person }\nplaces: { type: list of zone, if_missing: none_on_file, source: person }\nwish: { type: text, if_missing: none_on_file, source: person }\nshut: { type: weekly windows, if_missing: none_on_file, source: person }\nmore: { type: integer, source: host }\n"
     "costs: { type: money, if_missing: none_on_file, source: person }\nflag: { type: boolean, source: plugin }\npoints: { type: integer, range: [0, 1000], source: plugin }\nday: { type: date, source: plugin }\nmoment: { type: instant, source: plugin }\nnote: { type: text, source: plugin }\nband: { type: enum, values: [calm, tight], source: plugin }\n"},
    {"contacts.yaml",
     "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\namount: { type: money, if_missing: none_on_file }\nmood: { type: integer, protected: true }\n"},
    {"numbers.yaml", "most: { type: money, USD: \"12.50\", CAD: \"15.00\" }\nshare: { type: ratio, value: \"0.25\" }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\", message = \"hello\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"segments.lua",
     "segment \"flagged\" { when = { flag = true } }\nsegment \"many\" { when = { points = above(500) } }\nsegment \"rest\" { when = otherwise }\n"},
    {"plans.lua",
     "plan \"p\" { when = otherwise, offer = our_plan { of = fact.balance, name = \"soft\", step = \"first\", areas = fact.areas } }\nplan \"q\" { when = { late = 7 }, offer = our_plan { of = fact.costs, areas = fact.areas } }\n"},
    {"actions.lua", "action \"write\" { when = { late = above(0) } }\naction \"none\" { when = otherwise }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"messages/en.yaml",
     "hello:\n  purpose: help\n  variants: { letter: { plain: { subject: \"{most}\", body: \"{areas} {shut} {places} {share} {total} {left} {last} {count} {first_due} {until} {every} {instalment} {most} {wish}\" } } }\n"},
    {NULL, NULL},
};

static ruth_status load(void) {
    memset(&w, 0, sizeof w);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, &w.error), RUTH_OK);
    assert_int_equal(ruth_engine_add_plugin(w.engine, &probe, &w.error), RUTH_OK);
    ruth_status st = ruth_policy_load(w.engine, w.folder, &w.policy, &w.error);
    return st ? st : ruth_session_new(w.policy, &w.session, &w.error);
}

static void loads(void) {
    if (load()) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
}

static int start(void **state) {
    (void)state;
    memset(&does, 0, sizeof does);
    probe = whole;
    return 0;
}

static int finish(void **state) {
    (void)state;
    support_close(&w);
    return 0;
}

#define ZONE "\"timezone\":\"America/New_York\","
#define EVERYTHING \
    "\"areas\":[\"flat\",\"water\"],\"shut\":[{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"10:00\"}],\"places\":[\"Europe/Paris\"],\"wish\":\"peace\","
/* What is decided about somebody with these facts (each with its comma) and these contacts. */
static const char *decide(const char *facts, const char *contacts) {
    static char line[2000];
    does.said[0] = does.told[0] = 0;
    snprintf(
        line, sizeof line,
        "{\"id\":\"p\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{%s\"currency\":\"USD\",\"balance\":39700,\"late\":5,\"secret\":1,\"more\":7},\"contacts\":%s}",
        facts, contacts);
    return support_decide(&w, line);
}
/* The same with `late` among the facts given. */
static const char *decide_late(const char *facts) {
    static char line[2000];
    does.said[0] = does.told[0] = 0;
    snprintf(line, sizeof line,
             "{\"id\":\"p\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{%s\"currency\":\"USD\",\"balance\":39700,\"secret\":1,\"more\":7},\"contacts\":[]}",
             facts);
    return support_decide(&w, line);
}
static const char fails[] = "{\"plugin\":\"probe\",\"code\":\"plugin_failed\"}";
static void expect_failed(const char *facts) { assert_has(decide(facts, "[]"), fails); }
static void expect_well(const char *facts) { assert_lacks(decide(facts, "[]"), "\"plugin\":"); }
#endif
