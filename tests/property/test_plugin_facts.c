/* test_plugin_facts.c: random limits with facts of a plugin in every place a limit has. What loads is never released by what the plugin says: nothing it says permits more than its saying nothing. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "engine/decide/session.h"
#include "engine/include/ruth_plugin.h"
#include "tests/support/limit_world.h"

/* ---- the plugin: what it says stands here ---- */
enum { SAID = 6 };
static const struct {
    const char *name;
    uint32_t type;
} said[SAID] = {{"p_int", RUTH_PLUGIN_INTEGER}, {"p_date", RUTH_PLUGIN_DATE},    {"p_at", RUTH_PLUGIN_INSTANT},
                {"p_most", RUTH_PLUGIN_MONEY},  {"p_flag", RUTH_PLUGIN_BOOLEAN}, {"p_mood", RUTH_PLUGIN_ENUM}};
static ruth_plugin_value says[SAID];
static bool silent;

static int enrich(const ruth_host *h, void *call, void *self) {
    (void)self;
    for (int i = 0; i < SAID && !silent; i++)
        if (h->write(call, said[i].name, &says[i])) return RUTH_PLUGIN_FAILED;
    return RUTH_PLUGIN_OK;
}
static const void *enriches(const char *name) {
    static const ruth_plugin_enrich it = {sizeof it, enrich};
    return strcmp(name, RUTH_PLUGIN_ENRICH) ? NULL : &it;
}
static const ruth_plugin_fact writes[SAID] = {{"p_int", RUTH_PLUGIN_INTEGER}, {"p_date", RUTH_PLUGIN_DATE},    {"p_at", RUTH_PLUGIN_INSTANT},
                                              {"p_most", RUTH_PLUGIN_MONEY},  {"p_flag", RUTH_PLUGIN_BOOLEAN}, {"p_mood", RUTH_PLUGIN_ENUM}};
static const ruth_plugin teller = {
    RUTH_PLUGIN_HEAD, "teller", "1.0.0", "A test.", RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, SAID, NULL, writes, NULL, NULL, enriches, NULL, 0};

static const char *const moods[] = {"calm", "tight"};
static void say(support_random *r, bool none) {
    silent = false;
    for (int i = 0; i < SAID; i++) {
        ruth_plugin_value v = {.state = RUTH_PLUGIN_VALUE, .type = said[i].type};
        int64_t which = support_between(r, 0, 9);
        if (none || which == 0) v.state = RUTH_PLUGIN_NONE;
        else if (which == 1) v.state = RUTH_PLUGIN_UNKNOWN;
        else if (i == 0) v.number = support_between(r, 0, 10);
        else if (i == 1) v.number = 20514 + support_between(r, -20, 20);
        else if (i == 2) v.number = 1772460000 + support_between(r, -20, 20) * 43200;
        else if (i == 3) v.number = support_between(r, 0, 40) * 100;
        else if (i == 4) v.number = support_between(r, 0, 1);
        else {
            const char *mood = moods[support_between(r, 0, 1)];
            v.text = (ruth_plugin_text){mood, strlen(mood)};
        }
        says[i] = v;
    }
}

/* ---- the policy: beside each of the plugin's facts one of the host's, and one that is derived, at one remove and at two ---- */
static const char facts[] =
    "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\n"
    "h_int: { type: integer, source: host }\nh_date: { type: date, source: host }\nh_at: { type: instant, source: host }\nh_most: { type: money, source: host }\nh_flag: { type: boolean, source: host }\nh_mood: { type: enum, values: [calm, tight], source: host }\nh_shut: { type: weekly windows, source: person }\n"
    "p_int: { type: integer, source: plugin }\np_date: { type: date, source: plugin }\np_at: { type: instant, source: plugin }\np_most: { type: money, source: plugin }\np_flag: { type: boolean, source: plugin }\np_mood: { type: enum, values: [calm, tight], source: plugin }\np_shut: { type: weekly windows, source: plugin }\n"
    "d_int: { type: integer, source: derived }\nd_date: { type: date, source: derived }\nd_most: { type: money, source: derived }\ndd_int: { type: integer, source: derived }\ndd_date: { type: date, source: derived }\ndd_most: { type: money, source: derived }\n";
static const char derived[] =
    "derive.d_int = fact.h_int + fact.p_int\nderive.dd_int = fact.d_int - 1\nderive.d_date = date_of { fact.p_date, days(2) }\nderive.dd_date = date_of { fact.d_date, days(1) }\n"
    "derive.d_most = money_of { 2 * fact.p_most, round = \"down\" }\nderive.dd_most = smaller(fact.h_most, fact.d_most)\n";

typedef struct written {
    char text[1200];
    size_t n;
    long of_plugin;
} written;
static void put(written *t, const char *s) { t->n += (size_t)snprintf(t->text + t->n, sizeof t->text - t->n, "%s", s); }

/* A fact of that kind; the first is the host's, the others rest on the plugin. */
static const char *one(support_random *r, written *t, const char *const *names, int count) {
    int which = support_between(r, 0, 99) < 50 ? 0 : (int)support_between(r, 1, count - 1);
    t->of_plugin += which > 0;
    return names[which];
}
static const char *const ints[] = {"h_int", "p_int", "d_int", "dd_int"}, *const dates[] = {"h_date", "p_date", "d_date", "dd_date"},
                         *const instants[] = {"h_at", "p_at"}, *const amounts[] = {"h_most", "p_most", "d_most", "dd_most"},
                         *const flags[] = {"h_flag", "p_flag"}, *const moody[] = {"h_mood", "p_mood"}, *const windows[] = {"h_shut", "p_shut"};

static void put_test(support_random *r, written *t) {
    char b[160];
    switch (support_between(r, 0, 7)) {
    case 0: snprintf(b, sizeof b, "%s = at_least(%d)", one(r, t, ints, 4), (int)support_between(r, 0, 10)); break;
    case 1: snprintf(b, sizeof b, "%s = below(fact.%s)", one(r, t, ints, 1 + (int)support_between(r, 1, 3)), one(r, t, ints, 4)); break;
    case 2: snprintf(b, sizeof b, "%s = %s", one(r, t, flags, 2), support_between(r, 0, 1) ? "true" : "false"); break;
    case 3: snprintf(b, sizeof b, "%s = %s", one(r, t, moody, 2), support_between(r, 0, 1) ? "\"calm\"" : "none_of(\"tight\")"); break;
    case 4: snprintf(b, sizeof b, "%s = %s", one(r, t, dates, 4), support_between(r, 0, 1) ? "on_file" : "not_on_file"); break;
    case 5: snprintf(b, sizeof b, "%s = within_last(days(%d))", one(r, t, dates, 4), (int)support_between(r, 1, 12)); break;
    case 6: snprintf(b, sizeof b, "%s = above(fact.%s)", one(r, t, amounts, 4), one(r, t, amounts, 4)); break;
    default: snprintf(b, sizeof b, "%s = between(2, 7)", one(r, t, ints, 4)); break;
    }
    put(t, b);
}

static void put_condition(support_random *r, written *t, const char *key) {
    static const char *const groups[] = {"none_of_these { ", "any_of { ", "all_of { "};
    put(t, ", ");
    put(t, key);
    put(t, " = { ");
    for (int i = 0, n = (int)support_between(r, 1, 2); i < n; i++) {
        bool grouped = support_between(r, 0, 2) == 0;
        if (grouped) put(t, groups[support_between(r, 0, 2)]);
        put_test(r, t);
        put(t, grouped ? " }, " : ", ");
        if (!grouped) break; /* a key stands once in a table */
    }
    put(t, "}");
}

static void put_end(support_random *r, written *t) {
    char b[160];
    switch (support_between(r, 0, 4)) {
    case 0: snprintf(b, sizeof b, ", during = days(%d), from = fact.%s", (int)support_between(r, 1, 9), one(r, t, dates, 4)); break;
    case 1: snprintf(b, sizeof b, ", until_date = fact.%s", one(r, t, dates, 4)); break;
    case 2: snprintf(b, sizeof b, ", through = fact.%s", one(r, t, dates, 4)); break;
    case 3: snprintf(b, sizeof b, ", during = hours(%d), from = fact.%s", (int)support_between(r, 1, 90), one(r, t, instants, 2)); break;
    default: return;
    }
    put(t, b);
}

static void put_effect(support_random *r, written *t) {
    char b[200];
    switch (support_between(r, 0, 9)) {
    case 0: snprintf(b, sizeof b, ", wait = days(%d), after = fact.%s", (int)support_between(r, 1, 9), one(r, t, dates, 4)); break;
    case 1: snprintf(b, sizeof b, ", wait = hours(%d), after = fact.%s", (int)support_between(r, 1, 90), one(r, t, instants, 2)); break;
    case 2: snprintf(b, sizeof b, ", closed_in = fact.%s", one(r, t, windows, 2)); break;
    case 3: snprintf(b, sizeof b, ", hours = { every_day = { \"10:00\", \"12:00\" } }, widened_by = fact.%s", one(r, t, windows, 2)); break;
    case 4: snprintf(b, sizeof b, ", ceiling = { amount = fact.%s }", one(r, t, amounts, 4)); break;
    case 5: snprintf(b, sizeof b, ", ceiling = { amount = larger(fact.%s, fact.%s) }", one(r, t, amounts, 4), one(r, t, amounts, 4)); break;
    case 6: put_condition(r, t, "only_if"); return;
    case 7:
        snprintf(b, sizeof b, ", hours = { every_day = { \"10:00\", \"12:00\" } }, lifted_for = days(%d), lifted_from = fact.%s", (int)support_between(r, 1, 9),
                 one(r, t, dates, 4));
        break;
    default:
        snprintf(b, sizeof b, ", forbid = true");
        put(t, b);
        put_end(r, t);
        return;
    }
    put(t, b);
}

static void put_limit(support_random *r, written *t) {
    char b[160];
    memset(t, 0, sizeof *t);
    put(t, "limit \"l\" { cite = house \"1\"");
    if (support_between(r, 0, 7) == 0) { /* of plans */
        snprintf(b, sizeof b, ", on = { plan = \"%s\" }, leave_at_least = fact.%s", support_between(r, 0, 1) ? "own" : "told", one(r, t, amounts, 4));
        t->of_plugin += strstr(b, "told") != NULL;
        put(t, b);
    } else {
        put(t, support_between(r, 0, 1) ? ", on = outbound" : ", on = { channel = \"voice\" }");
        put_effect(r, t);
        snprintf(b, sizeof b, ", starting = fact.%s", one(r, t, dates, 4));
        if (support_between(r, 0, 7) == 0) put(t, b);
    }
    if (support_between(r, 0, 1)) put_condition(r, t, "when");
    if (support_between(r, 0, 3) == 0) {
        put(t, ", unless = all_of { ");
        if (support_between(r, 0, 2) == 0) {
            put(t, "none_of_these { ");
            put_test(r, t);
            put(t, " }");
        } else {
            put_test(r, t);
        }
        put(t, " }");
    }
    put(t, " }\n");
}

static support_world w;

static ruth_status load(const char *charter) {
    const support_file files[] = {
        {"policy.yaml", "policy: t\nversion: 1.0.0\nlanguages: [en]\nplugins: [teller]\n"},
        {"facts.yaml", facts},
        {"derive.lua", derived},
        {"charter.lua", charter},
        {"contacts.yaml",
         "channel: { type: enum, values: [letter, voice] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\namount: { type: money, if_missing: none_on_file }\n"},
        {"ladders.lua", "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"channel\" { { \"letter\" }, { \"voice\" } }\n"},
        {"plans.lua",
         "plan \"own\" { when = otherwise, offer = reduced { of = fact.balance, up_to = fact.balance, every = \"month\", months = 3, left_of = fact.h_most } }\n"
         "plan \"told\" { when = otherwise, offer = reduced { of = fact.balance, up_to = fact.balance, every = \"month\", months = 4, left_of = fact.d_most } }\n"},
        {"segments.lua", "segment \"all\" { when = otherwise }\n"},
        {NULL, NULL}};
    memset(&w, 0, sizeof w);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, &w.error), RUTH_OK);
    assert_int_equal(ruth_engine_add_plugin(w.engine, &teller, &w.error), RUTH_OK);
    ruth_status st = ruth_policy_load(w.engine, w.folder, &w.policy, &w.error);
    return st ? st : ruth_session_new(w.policy, &w.session, &w.error);
}

/* ---- who is asked about ---- */
static const char *line_of(support_random *r) {
    static char line[1200];
    char date[11], at[21];
    size_t n = (size_t)snprintf(line, sizeof line,
                                "{\"id\":\"p\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":%s,\"currency\":\"USD\",\"balance\":%d",
                                support_between(r, 0, 9) ? "\"America/New_York\"" : "null", (int)support_between(r, 0, 40) * 100);
    ru_date_text(20514 + (int32_t)support_between(r, -20, 20), date);
    ru_instant_text(1772460000 + support_between(r, -20, 0) * 43200, at);
#define FACT(...) n += support_between(r, 0, 5) ? (size_t)snprintf(line + n, sizeof line - n, __VA_ARGS__) : 0
    FACT(",\"h_int\":%d", (int)support_between(r, 0, 10));
    FACT(",\"h_date\":\"%s\"", date);
    FACT(",\"h_at\":\"%s\"", at);
    FACT(",\"h_most\":%d", (int)support_between(r, 0, 40) * 100);
    FACT(",\"h_flag\":%s", support_between(r, 0, 1) ? "true" : "false");
    FACT(",\"h_mood\":\"%s\"", moods[support_between(r, 0, 1)]);
    FACT(",\"h_shut\":[{\"days\":[\"mon\",\"wed\"],\"from\":\"09:00\",\"to\":\"15:00\"}]");
#undef FACT
    snprintf(line + n, sizeof line - n, "},\"proposed\":{\"channel\":\"voice\",\"at\":\"2026-03-02T15:00:00Z\",\"amount\":%d}}",
             (int)support_between(r, 0, 40) * 100);
    return line;
}

typedef struct permitted {
    limits_calendar calendar;
    size_t lines[2];
    char answer[1 << 16];
} permitted;

static void look(const char *line, permitted *out) {
    ruth_text t;
    char plain[1200];
    if (ruth_permit_line(w.session, line, strlen(line), 1, &t, &w.error)) fail_msg("%s: %s", w.error.message, line);
    snprintf(out->answer, sizeof out->answer, "%.*s", (int)t.length, t.bytes);
    limits_calendar_read(out->answer, &out->calendar);
    snprintf(plain, sizeof plain, "%.*s}", (int)(strstr(line, ",\"proposed\"") - line), line);
    if (ruth_decide_line(w.session, plain, strlen(plain), 1, &t, &w.error)) fail_msg("%s: %s", w.error.message, plain);
    out->lines[0] = out->lines[1] = 0;
    for (size_t i = 0; i < w.session->d.menu_count; i++) out->lines[w.session->d.menu[i].plan]++;
}

static void more_than(const char *charter, const permitted *is, const permitted *least, const char *line) {
    int64_t at;
    for (int i = 0; i < 2; i++)
        if (is->lines[i] > least->lines[i]) fail_msg("a plan is offered because a plugin spoke: %s%s", charter, line);
    if (!limits_within(&is->calendar, &least->calendar, &at))
        fail_msg("permitted at %lld because a plugin spoke: %s%s\n%s\n%s", (long long)at, charter, line, is->answer, least->answer);
}

static void nothing_a_plugin_says_permits_more(void **state) {
    (void)state;
    support_random r = {20261201};
    static permitted least, is;
    static written t;
    long policies = support_scaled(2000), loaded = 0, refused = 0, of_plugin = 0, less = 0, asked = 0;
    for (long n = 0; n < policies; n++) {
        put_limit(&r, &t);
        ruth_status st = load(t.text);
        if (st) {
            if (st != RUTH_E_POLICY || !strstr(w.error.message, "comes from a plugin")) fail_msg("%s: %s", w.error.message, t.text);
            if (!t.of_plugin) fail_msg("no plugin's fact stands there: %s: %s", w.error.message, t.text);
            refused++;
            support_close(&w);
            continue;
        }
        loaded++, of_plugin += t.of_plugin > 0;
        /* Under `when` the limit applies while nothing is known (SEMANTICS 21), so least is held back where the plugin says there is nothing on file; anywhere else, where it is off. */
        bool conditions = strstr(t.text, "when =") || strstr(t.text, "unless =");
        for (int person = 0; person < 4; person++) {
            const char *line = line_of(&r);
            silent = true;
            look(line, &least);
            if (conditions) say(&r, true), look(line, &least);
            for (int k = 0; k < 6; k++, asked++) {
                say(&r, false);
                silent = k == 5;
                look(line, &is);
                more_than(t.text, &is, &least, line);
                less += is.calendar.count != least.calendar.count || is.lines[0] != least.lines[0];
            }
        }
        support_close(&w);
    }
    printf(
        "seed 20261201: %ld limits, %ld refused at load, %ld loaded, %ld of them with a plugin's fact; %ld answers, %ld hold back more than where the plugin says nothing\n",
        policies, refused, loaded, of_plugin, asked, less);
    assert_true(refused > policies / 4 && loaded > policies / 5 && of_plugin > policies / 50 && less > of_plugin / 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_a_plugin_says_permits_more)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
