/* test_permit.c: random questions to random charters: the calendar says what each instant by itself says, the earliest is the first of them, and what is not known permits nothing more. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/decide/session.h"
#include "tests/support/asking.h"

enum { LIMITS = 4, FIELDS = 64, QUARTER = 900, DAYS = 3, INSTANTS = DAYS * 96 };

/* One body of a limit; every edge lies on a quarter of an hour. */
static const char *const bodies[] = {
    "on = outbound, at_most = { { 2, days(2) } }",
    "on = outbound, at_most = { { 1, stricter(days(1), hours(24)) } }, counting = { channel = \"voice\" }",
    "on = { channel = one_of(\"voice\", \"email\") }, at_most = { { 1, business_days(1) }, { 2, hours(30) } }, per = { \"person\", \"debt\" }",
    "on = { channel = \"voice\" }, at_most = { { 1, days(3) } }, except = { any_of { prior = true, outcome = \"not_connected\" } }",
    "on = outbound, at_most = { { 2, ever } }, from_first = { outcome = \"conversation\" }, per = \"person\"",
    "on = outbound, wait = days(2), after = last { outcome = \"conversation\" }",
    "on = outbound, wait = hours(5), after = last { direction = \"inbound\" }, except = { prior = true }",
    "on = outbound, wait = { business_days(1), days(1) }, after = fact.told_at",
    "on = outbound, wait = days(1), after = fact.free_on",
    "on = outbound, wait = stricter(days(1), hours(30)), after = fact.told_at, unless = { stop = false }",
    "on = { channel = \"voice\" }, hours = { mon_fri = { { \"09:00\", \"12:30\" }, { \"14:00\", \"19:00\" } }, sat = open, holidays = closed }, widened_by = fact.wished",
    "on = outbound, hours = { every_day = { \"08:00\", \"21:00\" } }, hours_in = \"America/Los_Angeles\"",
    "on = outbound, hours = { every_day = { \"10:15\", \"16:45\" } }, lifted_for = days(2), lifted_from = fact.owed_on",
    "on = outbound, hours = { every_day = { \"10:00\", \"24:00\" } }, lifted_for = days(1), lifted_from = fact.told_at",
    "on = outbound, closed_in = fact.shut",
    "on = { channel = \"voice\" }, closed_in = fact.shut, hours = { every_day = open }, lifted_for = days(1), lifted_from = fact.owed_on",
    "on = outbound, forbid = true, when = { owed_on = on_file }, starting = fact.owed_on, through = fact.owed_on",
    "on = outbound, forbid = true, when = { late = above(30) }, during = days(2), from = fact.owed_on",
    "on = { place = \"work\" }, forbid = true, until_date = fact.owed_on",
    "on = outbound, forbid = true, when = { stop = true }, lifted_for = days(1), lifted_from = fact.owed_on",
    "on = outbound, except_on = { channel = \"letter\" }, forbid = true, when = { owed_on = below(fact.free_on) }",
    "on = outbound, only_if = { late = at_least(5) }",
    "on = outbound, ceiling = { amount = fact.cap }",
    "on = outbound, forbid = true, valid_from = \"2026-03-09\", valid_until = \"2026-03-09\"",
    "on = { channel = \"voice\" }, require = { \"law.a\" }, when = { late = above(10) }",
    "on = outbound, require = { \"law.b\" }, valid_from = \"2026-03-08\", when = { stop = true }",
};
enum { BODIES = sizeof bodies / sizeof *bodies };

/* A question as keys with their values; where: 0 facts, 1 … 4 a contact, 9 the proposal. */
typedef struct field {
    int where;
    const char *key;
    char value[120];
} field;
typedef struct question {
    field fields[FIELDS];
    size_t count;
    bool contacts_null;
    int64_t now;
    int contact_count;
} question;

static const support_file three_days[] = {
    {"policy.yaml", "policy: asked\nversion: 1.0.0\nlanguages: [en]\nhorizon: 3 days\nholidays: [2026-03-09, 2026-06-15]\n"}, {NULL, NULL}};
static support_world w;

static void put(question *q, int where, const char *key, const char *value) {
    assert_true(q->count < FIELDS);
    field *f = &q->fields[q->count++];
    f->where = where;
    f->key = key;
    snprintf(f->value, sizeof f->value, "%s", value);
}

static void put_one_of(support_random *r, question *q, int where, const char *key, const char *const *values, int n) {
    int64_t k = support_between(r, 0, n); /* the last: left out */
    if (k < n) put(q, where, key, values[k]);
}
#define PUT(where, key, ...) \
    put_one_of(r, q, where, key, (const char *const[]){__VA_ARGS__}, (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))

static void put_instant(question *q, int where, const char *key, int64_t t) {
    char text[21], quoted[32];
    ru_instant_text(t, text);
    snprintf(quoted, sizeof quoted, "\"%s\"", text);
    put(q, where, key, quoted);
}

static void put_date(question *q, const char *key, int64_t t) {
    char text[11], quoted[16];
    ru_date_text((int32_t)(t / 86400), text);
    snprintf(quoted, sizeof quoted, "\"%s\"", text);
    put(q, 0, key, quoted);
}

static void draw_contact(support_random *r, question *q, int where) {
    put_instant(q, where, "at", q->now - QUARTER * support_between(r, 0, 5 * 96));
    PUT(where, "channel", "\"voice\"", "\"voice\"", "\"email\"", "\"letter\"");
    PUT(where, "direction", "\"outbound\"", "\"inbound\"");
    PUT(where, "outcome", "\"no_answer\"", "\"conversation\"", "\"not_connected\"");
    PUT(where, "person", "\"p1\"", "\"p1\"", "\"p2\"");
    PUT(where, "debts", "[\"D1\"]", "[\"D2\"]", "[\"D1\",\"D2\"]", "[]");
    PUT(where, "prior", "true", "false");
}

static void draw(support_random *r, question *q) {
    static const char *const days[] = {"2026-03-06T00:00:00Z", "2026-03-29T00:00:00Z", "2026-10-30T00:00:00Z",
                                       "2026-06-13T00:00:00Z"}; /* about changes of clocks, and a holiday */
    static const char *const zones[] = {"\"America/New_York\"", "\"Asia/Kolkata\"", "\"Australia/Lord_Howe\"", "\"America/St_Johns\"", "\"Europe/Paris\""};
    memset(q, 0, sizeof *q);
    assert_true(ru_instant_parse(ru_str_of(days[support_between(r, 0, 3)]), &q->now));
    q->now += QUARTER * support_between(r, 0, 3 * 96);
    const char *zone = zones[support_between(r, 0, 4)];
    char both[120];
    snprintf(both, sizeof both, "[%s,%s]", zone, zones[support_between(r, 0, 4)]);
    put(q, 0, "timezone", zone);
    if (support_between(r, 0, 2) == 0) put(q, 0, "timezone_candidates", both);
    put(q, 0, "currency", "\"USD\"");
    if (support_between(r, 0, 3)) put_date(q, "owed_on", q->now + 86400 * support_between(r, -3, 3));
    if (support_between(r, 0, 3)) put_instant(q, 0, "told_at", q->now + QUARTER * support_between(r, -4 * 96, 96));
    PUT(0, "late", "0", "7", "40");
    PUT(0, "stop", "true", "false");
    PUT(0, "cap", "500", "0");
    PUT(0, "shut", "[{\"from\":\"11:00\",\"to\":\"13:15\"}]", "[{\"days\":[\"sat\",\"mon\"],\"from\":\"22:00\",\"to\":\"06:00\"}]", "[]");
    PUT(0, "wished", "[{\"from\":\"06:30\",\"to\":\"10:00\"}]", "[{\"days\":[\"sun\"],\"from\":\"20:00\",\"to\":\"01:00\"}]");
    q->contact_count = (int)support_between(r, 0, 4);
    for (int c = 1; c <= q->contact_count; c++) draw_contact(r, q, c);
    PUT(9, "channel", "\"voice\"", "\"voice\"", "\"email\"", "\"letter\"");
    PUT(9, "person", "\"p1\"", "\"p2\"");
    PUT(9, "debt", "\"D1\"", "\"D2\"");
    PUT(9, "recipient", "\"p1\"", "\"p2\"");
    PUT(9, "place", "\"work\"", "\"home\"");
    PUT(9, "amount", "0", "400", "600");
    PUT(9, "prior", "true", "false");
}

/* The members of one object; `lead`: something stands before them. */
static size_t members(const question *q, int where, bool lead, char *out, size_t room) {
    size_t n = 0;
    for (size_t i = 0; i < q->count; i++) {
        if (q->fields[i].where != where) continue;
        n += (size_t)snprintf(out + n, room - n, "%s\"%s\":%s", lead ? "," : "", q->fields[i].key, q->fields[i].value);
        lead = true;
        assert_true(n < room);
    }
    return n;
}

static const char *line_at(const question *q, int64_t at) {
    static char out[8192];
    char now[21], then[21];
    ru_instant_text(q->now, now);
    ru_instant_text(at, then);
    size_t n = (size_t)snprintf(out, sizeof out, "{\"id\":\"q\",\"now\":\"%s\",\"facts\":{", now);
    n += members(q, 0, false, out + n, sizeof out - n);
    n += (size_t)snprintf(out + n, sizeof out - n, "},\"contacts\":%s", q->contacts_null ? "null" : "[");
    for (int c = 1; c <= q->contact_count && !q->contacts_null; c++) {
        n += (size_t)snprintf(out + n, sizeof out - n, "%s{", c > 1 ? "," : "");
        n += members(q, c, false, out + n, sizeof out - n);
        n += (size_t)snprintf(out + n, sizeof out - n, "}");
    }
    n += (size_t)snprintf(out + n, sizeof out - n, "%s,\"proposed\":{\"at\":\"%s\"", q->contacts_null ? "" : "]", then);
    n += members(q, 9, true, out + n, sizeof out - n);
    snprintf(out + n, sizeof out - n, "}}");
    return out;
}

static int64_t instant(const char *p) {
    int64_t t = 0;
    if (!ru_instant_parse((ru_str){p, 20}, &t)) fail_msg("%.20s", p);
    return t;
}

/* Which quarters of an hour the calendar of one answer has, from now on. */
static void calendar(const question *q, bool open[INSTANTS], const char **require) {
    static char duties[256];
    const char *a = asking_line(&w, line_at(q, q->now)), *p = strstr(a, "\"calendar\":["), *must = strstr(a, "\"require\":[");
    if (!p || !must) fail_msg("%s\n  to\n%s", a, line_at(q, q->now));
    snprintf(duties, sizeof duties, "%.*s", (int)strcspn(must, "]"), must);
    *require = duties;
    int64_t last = INT64_MIN;
    memset(open, 0, INSTANTS * sizeof *open);
    for (p += 12; *p == '[' || *p == ','; p += *p == ',') {
        if (*p != '[') continue;
        int64_t from = instant(p + 2), until = instant(p + 25);
        assert_true(from > last || last == INT64_MIN); /* what touches is one interval */
        last = until;
        assert_true(from < until && from >= q->now && (from - q->now) % QUARTER == 0 && (until - q->now) % QUARTER == 0);
        for (int64_t t = from; t < until; t += QUARTER) {
            assert_false(open[(t - q->now) / QUARTER]);
            open[(t - q->now) / QUARTER] = true;
        }
        p += 47;
    }
}

static void each_instant(const question *q, const bool open[INSTANTS], uint64_t seed) {
    for (int i = INSTANTS, first = INSTANTS; i-- > 0;) {
        const char *a = asking_line(&w, line_at(q, q->now + (int64_t)i * QUARTER)), *earliest = strstr(a, "\"earliest_allowed_at\":\"");
        bool allowed = strstr(a, "\"allowed\":true") != NULL;
        if (allowed != open[i])
            fail_msg("seed %llu: the calendar has quarter %d %s, and\n%s\n  to\n%s", (unsigned long long)seed, i, open[i] ? "open" : "closed", a,
                     line_at(q, q->now + (int64_t)i * QUARTER));
        if (allowed) first = i;
        if (allowed || strstr(a, "until_event")) continue; /* an end that only a fact brings: no instant is named */
        int64_t t = earliest ? instant(earliest + 23) : INT64_MAX;
        if (first < INSTANTS ? t != q->now + (int64_t)first * QUARTER : t < q->now + (int64_t)INSTANTS * QUARTER)
            fail_msg("seed %llu: quarter %d of %d: %s\n  to\n%s", (unsigned long long)seed, i, first, a, line_at(q, q->now + (int64_t)i * QUARTER));
    }
}

/* Something is not known any more; false: there was nothing to forget. */
static bool forget(support_random *r, question *q, char name[64]) {
    snprintf(name, 64, "\"contacts\"");
    if (support_between(r, 0, 15) == 0) {
        q->contacts_null = true;
        return true;
    }
    field *f = &q->fields[support_between(r, 0, (int64_t)q->count - 1)];
    if (!strcmp(f->value, "null")) return false;
    strcpy(f->value, "null");
    snprintf(name, 64, "\"%s%s\"", f->where ? "contacts." : "", f->key);
    return true;
}

static void not_more(support_random *r, const question *q, const bool before[INSTANTS], const char *must, uint64_t seed, long *less) {
    question less_known = *q;
    bool after[INSTANTS], fewer = false;
    char known[256], name[64];
    const char *require;
    snprintf(known, sizeof known, "%s", must);
    for (int64_t n = support_between(r, 1, 3); n > 0; n--) forget(r, &less_known, name);
    calendar(&less_known, after, &require);
    for (int i = 0; i < INSTANTS; i++) {
        fewer |= before[i] && !after[i];
        if (!after[i] || before[i]) continue;
        print_error("seed %llu: quarter %d is open only when less is known:\n%s\n  and\n", (unsigned long long)seed, i, line_at(&less_known, q->now));
        fail_msg("%s", line_at(q, q->now));
    }
    for (const char *duty = known; (duty = strstr(duty, "\"law.")); duty += 7) {
        char one[8];
        snprintf(one, sizeof one, "%.7s", duty);
        if (!strstr(require, one)) fail_msg("seed %llu: %s is due only when more is known: %s", (unsigned long long)seed, one, line_at(&less_known, q->now));
    }
    *less += fewer;
}

static void random_questions(void **state) {
    long charters = support_scaled(400), asked = 0, partly = 0, less = 0;
    (void)state;
    for (long c = 0; c < charters; c++) {
        uint64_t seed = 9000 + (uint64_t)c;
        support_random r = {seed};
        char charter[4096];
        size_t n = 0;
        for (int k = 0; k < LIMITS; k++)
            n += (size_t)snprintf(charter + n, sizeof charter - n, "limit \"l%d\" { cite = house \"1\", %s }\n", k, bodies[support_between(&r, 0, BODIES - 1)]);
        asking_open_with(&w, charter, three_days);
        for (int k = 0; k < 4; k++, asked++) {
            question q;
            bool open[INSTANTS];
            const char *require;
            int count = 0;
            draw(&r, &q);
            calendar(&q, open, &require);
            char must[256];
            snprintf(must, sizeof must, "%s", require);
            for (int i = 0; i < INSTANTS; i++) count += open[i];
            partly += count > 0 && count < INSTANTS;
            if (k == 0) each_instant(&q, open, seed);
            for (int m = 0; m < 4; m++) not_more(&r, &q, open, must, seed, &less);
        }
        support_close(&w);
    }
    printf("seeds from 9000: %ld charters, %ld questions, %ld with a calendar of several parts, %ld forgot something that closed an hour\n", charters, asked,
           partly, less);
    assert_true(partly > asked / 10 && less > asked / 10);
}

/* ---- decisions by the same limits ---- */
static const support_file deciding[] = {
    {"policy.yaml", "policy: asked\nversion: 1.0.0\nlanguages: [en]\nhorizon: 3 days\nholidays: [2026-03-09, 2026-06-15]\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\", message = \"note\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" }, { \"voice\" } }\n"},
    {"actions.lua", "action \"write\" { when = otherwise, message = \"note\" }\n"},
    {"channels.lua",
     "channel \"voice\" { when = { stop = false }, prefer = 1, with = { place = \"work\", person = \"p1\" } }\nchannel \"email\" { when = { late = at_least(5) }, prefer = 2, with = { prior = true, place = \"home\", person = \"p1\" } }\n"
     "channel \"letter\" { when = { any_of { late = below(5), stop = on_file, currency = on_file } }, prefer = 3, with = { place = \"home\", person = \"p2\" } }\n"},
    {"messages/en.yaml",
     "note:\n  purpose: help\n  variants: { letter: { plain: { body: a } }, email: { plain: { body: a } }, voice: { plain: { body: a } } }\nlaw.a: { text: b, harmless_if_not_due: true }\nlaw.b: { text: c, harmless_if_not_due: true }\n"},
    {NULL, NULL},
};

/* Gives what is named under `unknown`; static until the next call. */
static const char *decide(ruth_session *s, const question *q) {
    static char unknown[1024];
    char line[8192];
    ruth_text t;
    ruth_error e;
    snprintf(line, sizeof line, "%s", line_at(q, q->now));
    strcpy(strstr(line, ",\"proposed\""), "}");
    if (ruth_decide_line(s, line, strlen(line), 1, &t, &e) != RUTH_OK) fail_msg("%.*s\n  to\n%s", (int)t.length, t.bytes, line);
    char *text = support_copy(t), *list = strstr(text, "\"unknown\":[");
    snprintf(unknown, sizeof unknown, "%.*s", (int)strcspn(list, "]"), list);
    free(text);
    return unknown;
}

/* What was decided, permit allows: at its first instant and at its last. */
static bool also_permitted(const ruth_session *s, question q, uint64_t seed) {
    static const char *const with[3][3] = {{"\"letter\"", "\"home\"", "\"p2\""}, {"\"email\"", "\"home\"", "\"p1\""}, {"\"voice\"", "\"work\"", "\"p1\""}};
    struct ru_sealed_view v = ru_sealed_read(s->d.sealed);
    size_t n = 0;
    if (v.channel < 0) return false;
    for (size_t i = 0; i < q.count; i++)
        if (q.fields[i].where != 9) q.fields[n++] = q.fields[i];
    q.count = n;
    put(&q, 9, "channel", with[v.channel][0]);
    put(&q, 9, "place", with[v.channel][1]);
    put(&q, 9, "person", with[v.channel][2]);
    if (v.channel == 1) put(&q, 9, "prior", "true");
    for (int k = 0; k < 2; k++) {
        const char *line = line_at(&q, k ? v.until - 1 : v.from);
        if (!strstr(asking_line(&w, line), "\"allowed\":true"))
            fail_msg("seed %llu: decided, and %s\n  to\n%s", (unsigned long long)seed, asking_line(&w, line), line);
    }
    return true;
}

static void decisions(void **state) {
    long charters = support_scaled(1000), spoke = 0, less = 0;
    (void)state;
    for (long c = 0; c < charters; c++) {
        uint64_t seed = 70000 + (uint64_t)c;
        support_random r = {seed};
        char charter[4096];
        size_t n = 0;
        ruth_session *known, *forgot;
        for (int k = 0; k < LIMITS - 1; k++)
            n += (size_t)snprintf(charter + n, sizeof charter - n, "limit \"l%d\" { cite = house \"1\", %s }\n", k, bodies[support_between(&r, 0, BODIES - 1)]);
        asking_open_with(&w, charter, deciding);
        assert_int_equal(ruth_session_new(w.policy, &known, NULL), RUTH_OK);
        assert_int_equal(ruth_session_new(w.policy, &forgot, NULL), RUTH_OK);
        for (int k = 0; k < 6; k++) {
            question q;
            draw(&r, &q);
            decide(known, &q);
            spoke += also_permitted(known, q, seed);
            for (int m = 0; m < 6; m++) {
                question less_known = q;
                char name[64];
                if (!forget(&r, &less_known, name)) continue;
                const char *unknown = decide(forgot, &less_known);
                bool changed = forgot->d.judged.channel != known->d.judged.channel || forgot->d.judged.action != known->d.judged.action ||
                               forgot->d.judged.from != known->d.judged.from;
                less += changed;
                if (changed && !strstr(unknown, name)) {
                    print_error("seed %llu, %s\n%s changed it, and it is not among %s:\n%s\n  than\n", (unsigned long long)seed, charter, name, unknown,
                                line_at(&less_known, q.now));
                    fail_msg("%s", line_at(&q, q.now));
                }
                if (ru_permission_not_harsher(&forgot->d.judged, &known->d.judged)) continue;
                print_error("seed %llu, %s\nharsher when less is known:\n%s\n  than\n", (unsigned long long)seed, charter, line_at(&less_known, q.now));
                fail_msg("%s", line_at(&q, q.now));
            }
        }
        ruth_session_free(known);
        ruth_session_free(forgot);
        support_close(&w);
    }
    printf("seeds from 70000: %ld charters, %ld spoke, %ld forgot what changed the channel\n", charters, spoke, less);
    assert_true(spoke > charters && less > charters / 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_questions), cmocka_unit_test(decisions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
