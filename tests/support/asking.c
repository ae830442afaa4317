/* asking.c: see asking.h. */
#include "tests/support/asking.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { MOST_FILES = 24 };

static const support_file ordinary[] = {
    {"policy.yaml", "policy: asked\nversion: 1.0.0\nlanguages: [en]\nhorizon: 7 days\nholidays: [2026-06-15]\n"},
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us, ca], source: host }\nrole: { type: enum, values: [first_party, third_party], source: host }\ntimezone: { type: zone, source: host }\n"
     "timezone_candidates: { type: list of zone, if_missing: none_on_file, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\n"
     "late: { type: integer, range: [-60, 4000], if_missing: none_on_file, source: host }\nowed_on: { type: date, if_missing: none_on_file, source: host }\ntold_at: { type: instant, if_missing: none_on_file, source: host }\n"
     "cap: { type: money, if_missing: none_on_file, source: host }\nshut: { type: weekly windows, if_missing: none_on_file, source: person }\nwished: { type: weekly windows, if_missing: none_on_file, source: person }\n"
     "stop: { type: boolean, if_missing: none_on_file, source: person }\nfree_on: { type: date, source: derived }\n"},
    {"derive.lua", "derive.free_on = date_of { fact.told_at, business_days(1), days(3) }\n"},
    {"contacts.yaml",
     "channel: { type: enum, values: [letter, email, voice] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\noutcome: { type: enum, values: [no_answer, conversation, not_connected] }\n"
     "person: { type: text }\ndebts: { type: list of text }\nrecipient: { type: text }\nplace: { type: enum, values: [home, work] }\namount: { type: money, if_missing: none_on_file }\nprior: { type: boolean, if_missing: false }\n"},
    {"messages/en.yaml", "why.stop: \"{late} days late\"\nlaw.a: \"This is a debt collector.\"\nlaw.b: \"Reply STOP to stop.\"\n"},
};
enum { ORDINARY = sizeof ordinary / sizeof *ordinary };

static const support_file *gathered(const char *charter, const support_file *more) {
    static support_file files[MOST_FILES];
    size_t n = 0;
    for (const support_file *m = more; m && m->name; m++) files[n++] = *m;
    for (size_t i = 0; i < ORDINARY; i++) {
        size_t k = 0;
        while (k < n && strcmp(files[k].name, ordinary[i].name) != 0) k++;
        if (k == n) files[n++] = ordinary[i];
    }
    assert_true(n + 2 < MOST_FILES);
    if (charter) files[n++] = (support_file){"charter.lua", charter};
    files[n] = (support_file){NULL, NULL};
    return files;
}

void asking_open(support_world *w, const char *charter) { asking_open_with(w, charter, NULL); }
void asking_open_with(support_world *w, const char *charter, const support_file *more) { support_open(w, gathered(charter, more)); }
ruth_status asking_load_status(support_world *w, const char *charter, const support_file *more) { return support_load_status(w, gathered(charter, more)); }

static ruth_status load_packs(support_world *w, const support_file *files) {
    static char names[ORDINARY][64];
    static support_file all[MOST_FILES];
    char path[300];
    size_t n = 0;
    for (; files[n].name; n++) all[n] = files[n];
    for (size_t i = 0, given = n; i < ORDINARY; i++) {
        size_t k = 0;
        snprintf(names[i], sizeof names[i], "main/%s", ordinary[i].name);
        while (k < given && strcmp(all[k].name, names[i]) != 0) k++;
        if (k == given) all[n++] = (support_file){names[i], ordinary[i].text};
    }
    assert_true(n + 2 < MOST_FILES);
    all[n++] = (support_file){"main/segments.lua", "segment \"all\" { when = otherwise }\n"};
    all[n] = (support_file){NULL, NULL};
    memset(w, 0, sizeof *w);
    snprintf(w->folder, sizeof w->folder, "%s", support_folder(all));
    snprintf(path, sizeof path, "%s/main", w->folder);
    assert_int_equal(ruth_engine_new(NULL, &w->engine, NULL), RUTH_OK);
    return ruth_policy_load(w->engine, path, &w->policy, &w->error);
}

void asking_open_packs(support_world *w, const support_file *files) {
    if (load_packs(w, files) != RUTH_OK) fail_msg("%s:%d:%d: %s", w->error.file, w->error.line, w->error.column, w->error.message);
    assert_int_equal(ruth_session_new(w->policy, &w->session, &w->error), RUTH_OK);
}

ruth_status asking_packs_status(support_world *w, const support_file *files) {
    ruth_status st = load_packs(w, files);
    ruth_error e = w->error;
    support_close(w);
    w->error = e;
    return st;
}

const char *asking_line(support_world *w, const char *line) {
    static char copy[1 << 18];
    ruth_text t;
    ruth_status st = ruth_permit_line(w->session, line, strlen(line), 1, &t, &w->error);
    if (st != RUTH_OK && st != RUTH_E_REQUEST) fail_msg("status %d: %s", (int)st, w->error.message);
    assert_true(t.length < sizeof copy);
    memcpy(copy, t.bytes, t.length);
    copy[t.length] = 0;
    return copy;
}

static const char *or_else(const char *given, const char *otherwise) { return given ? given : otherwise; }

const char *asking_answer(support_world *w, const asking *q) {
    static char line[1 << 16];
    const char *now = or_else(q->now, "2026-06-10T16:00:00Z"), *zone = or_else(q->zone, "\"America/New_York\""), *facts = or_else(q->facts, ""),
               *contacts = or_else(q->contacts, "");
    bool bare = !strcmp(contacts, "null");
    char call[96];
    snprintf(call, sizeof call, "\"channel\":\"voice\",\"at\":\"%s\"", now);
    int n = snprintf(line, sizeof line,
                     "{\"id\":\"q\",\"now\":\"%s\",\"facts\":{\"jurisdiction\":\"us\",\"timezone\":%s%s%s},\"contacts\":%s%s%s,\"proposed\":{%s}}", now, zone,
                     *facts ? "," : "", facts, bare ? "" : "[", contacts, bare ? "" : "]", or_else(q->proposed, call));
    assert_true(n > 0 && (size_t)n < sizeof line);
    return asking_line(w, line);
}

const char *asking_outcome(support_world *w, const asking *q) {
    static const char key[] = "\"earliest_allowed_at\":\"";
    static char instant[32];
    const char *answer = asking_answer(w, q), *earliest = strstr(answer, key);
    if (strstr(answer, "\"allowed\":true")) return "free";
    if (strstr(answer, "\"block_kind\":\"until_event\"") && !earliest) return "event";
    if (!earliest || !strstr(answer, "\"block_kind\":\"until_time\"")) fail_msg("no outcome: %s", answer);
    snprintf(instant, sizeof instant, "%.20s", earliest + sizeof key - 1);
    return instant;
}
