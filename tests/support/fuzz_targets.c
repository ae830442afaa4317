/* fuzz_targets.c: policy source, YAML, JSON, request, question, event, table, map, text of a message, zone file; plugin and ledger are in fuzz_binary.c. */
#include "tests/support/fuzz_targets.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/data/zone.h"
#include "engine/include/ruth_author.h"
#include "engine/script/script.h"
#include "tests/support/support.h"

#define PROMISE(holds) ((holds) ? (void)0 : (fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #holds), abort()))

static ru_str str(const uint8_t *data, size_t size) { return (ru_str){(const char *)data, size}; }

/* ---- policy source: loaded for its rules, then for its functions alone; the same twice; and as one chunk ---- */
static void load_once(ru_source *s, bool rules, char said[300]) {
    ru_script_caps caps = ru_script_default_caps();
    ru_arena a;
    ru_script *script = NULL;
    ru_node *tree = NULL;
    ruth_error e = {.message = ""};
    caps.load_instructions = 1000000;
    caps.load_bytes = 8 << 20;
    ru_arena_init(&a, NULL, 1 << 14);
    ruth_status st = ru_script_load(NULL, &caps, s, 1, &a, &script, rules ? &tree : NULL, &e);
    PROMISE((st == RUTH_OK) == (script != NULL));
    snprintf(said, 300, "%d %d:%d %.250s", (int)st, e.line, e.column, e.message);
    PROMISE(ru_utf8_valid(ru_str_of(e.message), NULL));
    ru_script_free(script);
    ru_arena_free(&a);
}

static void run_source(const uint8_t *data, size_t size) {
    ru_source s = {.name = RU_STR("segments.lua"), .bytes = str(data, size)};
    char first[300], again[300];
    load_once(&s, true, first);
    load_once(&s, true, again);
    PROMISE(!strcmp(first, again));
    load_once(&s, false, again);
    ruth_allocator a = ru_allocator_default();
    ru_script_caps caps = ru_script_default_caps();
    ru_buf out;
    bool returned;
    caps.run_instructions = 2000;
    ru_buf_init(&out, &a);
    PROMISE(ru_script_try(NULL, &caps, &s, &out, &returned) == RUTH_OK);
    PROMISE(ru_utf8_valid((ru_str){out.p, out.n}, NULL) && memchr(out.p, '\n', out.n) == NULL);
    ru_buf_free(&out);
}

/* ---- YAML and JSON ---- */
static void run_yaml(const uint8_t *data, size_t size) {
    ru_arena a;
    ru_node *root = NULL;
    ruth_error e = {.message = ""};
    ru_arena_init(&a, NULL, 1 << 12);
    ruth_status st = ru_yaml_read(&a, RU_STR("a.yaml"), str(data, size), &root, &e);
    if (!st) (void)ru_yaml_alone(root, &e);
    else PROMISE(e.message[0] && (e.line > 0 || st == RUTH_E_LIMIT));
    ru_arena_free(&a);
}

static void run_json(const uint8_t *data, size_t size) {
    ru_arena a;
    ru_arena_init(&a, NULL, 1 << 12);
    ruth_status request = ru_json_check_request(str(data, size), &a, NULL), any = ru_json_check(str(data, size), &a, NULL);
    PROMISE(request != RUTH_OK || any == RUTH_OK); /* the stricter one accepts less */
    ru_arena_free(&a);
}

/* ---- requests and questions, on one policy ---- */
static const support_file files[] = {
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, range: [0, 100], source: host }\n"
     "share: { type: ratio, source: host }\nsince: { type: date, source: host }\nneeds: { type: list of enum, values: [a, b, c], if_missing: none_on_file, source: person }\nnote: { type: text, if_missing: none_on_file, source: host }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"segments.lua",
     "segment \"late\" { when = { late = above(10) } }\nsegment \"noted\" { when = function(f) return f.note ~= nil and #f.note > 3 end }\nsegment \"rest\" { when = otherwise }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua", "action \"write\" { when = { segment = \"late\" }, message = \"hello\" }\naction \"none\" { when = otherwise }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"charter.lua", "limit \"a\" { on = outbound, when = { late = above(50) }, forbid = true, because = \"too late\" }\n"},
    {"messages/en.yaml", "hello:\n  purpose: help\n  variants: { letter: { plain: { subject: Hello, body: \"{late} days, {note}\" } } }\n"},
    {"map.txt",
     "map: t\nnow: \"2026-03-04T16:00:00Z\"\ncolumns:\n  No: { to: id, empty: reject }\n  Owes: { to: balance, type: money, times: 100, empty: absent }\n  Note: { to: note, type: text, empty: absent }\n"},
    {NULL, NULL},
};
static support_world world;
static bool open;

static ruth_session *session(void) {
    if (!open) {
        static const support_file end = {NULL, NULL};
        support_file some[16];
        size_t n = 0;
        for (; files[n].name && strcmp(files[n].name, "map.txt") != 0; n++) some[n] = files[n];
        some[n] = end;
        support_open(&world, some);
        open = true;
    }
    return world.session;
}

static void answer(ruth_status (*ask)(ruth_session *, const char *, size_t, uint64_t, ruth_text *, ruth_error *), const uint8_t *data, size_t size) {
    ruth_text t;
    ruth_error e;
    ruth_status st = ask(session(), (const char *)data, size, 1, &t, &e);
    PROMISE(st == RUTH_OK || st == RUTH_E_REQUEST);
    PROMISE(ru_utf8_valid((ru_str){t.bytes, t.length}, NULL) && t.length > 2 && !memchr(t.bytes, '\n', t.length));
    ru_arena a;
    ru_arena_init(&a, NULL, 1 << 12);
    PROMISE(ru_json_check((ru_str){t.bytes, t.length}, &a, NULL) == RUTH_OK);
    ru_arena_free(&a);
}

static void run_request(const uint8_t *data, size_t size) { answer(ruth_decide_line, data, size); }
static void run_question(const uint8_t *data, size_t size) { answer(ruth_permit_line, data, size); }

/* ---- what came of a decision: read, or refused with words; what was read and written is read again as the same ---- */
static void read_event(ru_str line) {
    ru_event e, again;
    ru_rejection why;
    ru_arena a;
    ru_buf once, twice;
    ru_arena_init(&a, NULL, 1 << 12);
    ru_buf_init(&once, NULL);
    ru_buf_init(&twice, NULL);
    if (ru_event_read(&a, line, &e, &why)) {
        ru_event_write(&once, &e);
        PROMISE(!once.failed && ru_json_check((ru_str){once.p, once.n}, &a, NULL) == RUTH_OK);
        PROMISE(ru_event_take(&a, (ru_str){once.p, once.n}, &again, &why));
        ru_event_write(&twice, &again);
        PROMISE(once.n == twice.n && memcmp(once.p, twice.p, once.n) == 0);
    } else PROMISE(why.code != RU_REJECT_NONE && why.message[0] && ru_utf8_valid(ru_str_of(why.message), NULL) && ru_utf8_valid(ru_str_of(why.at), NULL));
    ru_buf_free(&once);
    ru_buf_free(&twice);
    ru_arena_free(&a);
}

/* As it is, and in the midst of a good one. */
static void run_event(const uint8_t *data, size_t size) {
    static const char good[] =
        "{\"id\":\"A-1\",\"event\":\"payment\",\"at\":\"2026-03-09T10:00:00Z\",\"amount\":5000,\"currency\":\"EUR\",\"event_id\":\"E-1\"}";
    enum { GOOD = sizeof good - 1, MOST = 64 };
    char bent[GOOD + MOST];
    size_t n = size > 2 ? size - 2 : 0, at = size ? data[0] % GOOD : 0, gone = size > 1 ? data[1] % 16 : 0;
    if (n > MOST) n = MOST;
    if (gone > GOOD - at) gone = GOOD - at;
    memcpy(bent, good, at);
    if (n) memcpy(bent + at, data + 2, n);
    memcpy(bent + at + n, good + at + gone, GOOD - at - gone);
    read_event((ru_str){(const char *)data, size});
    read_event((ru_str){bent, GOOD - gone + n});
}

/* ---- tables and maps ---- */
typedef struct table {
    const uint8_t *at, *end;
} table;

static long give(void *context, char *into, size_t room) {
    table *t = context;
    size_t n = (size_t)(t->end - t->at) < room ? (size_t)(t->end - t->at) : room;
    if (n > 100) n = 100;
    if (n) memcpy(into, t->at, n);
    t->at += n;
    return (long)n;
}

static void import_with(const char *map, const uint8_t *data, size_t size) {
    table t = {data, data + size};
    ruth_import *im = NULL;
    ruth_text line = {"", 0};
    ruth_import_problem problem;
    session();
    ruth_status st = ruth_import_open(world.engine, map, give, &t, &im, NULL);
    while ((st == RUTH_OK || st == RUTH_E_REQUEST) && line.bytes) {
        st = ruth_import_next(im, &line, &problem, NULL);
        if (st == RUTH_E_REQUEST) line.bytes = "";
        else if (st == RUTH_OK && line.bytes) run_json((const uint8_t *)line.bytes, line.length);
    }
    ruth_import_free(im);
}

static void put_file(char path[300], const char *name, const void *bytes, size_t size) {
    session();
    snprintf(path, 300, "%s/%s", world.folder, name);
    FILE *f = fopen(path, "wb");
    PROMISE(f && fwrite(bytes, 1, size, f) == size && fclose(f) == 0);
}

static void run_table(const uint8_t *data, size_t size) {
    const char *map = files[sizeof files / sizeof *files - 2].text;
    char path[300];
    put_file(path, "map.txt", map, strlen(map));
    import_with(path, data, size);
    remove(path);
}

static void run_map(const uint8_t *data, size_t size) {
    static const char rows[] = "No,Owes,Note\n1,2,x\n2,,\n3,x,\"y\"\n";
    char path[300];
    put_file(path, "map.txt", data, size);
    import_with(path, (const uint8_t *)rows, sizeof rows - 1);
    remove(path);
}

/* ---- the text of a message: in a policy of its own, composed for somebody ---- */
static void run_text(const uint8_t *data, size_t size) {
    static const char line[] =
        "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"Europe/Paris\",\"currency\":\"USD\",\"late\":20,\"balance\":500,\"note\":\"{late}\"}}";
    char path[300];
    ru_buf b;
    ruth_allocator alloc = ru_allocator_default();
    if (size > 4096) return;
    ru_buf_init(&b, &alloc);
    RU_BUF_LIT(&b, "hello:\n  purpose: help\n  variants: { letter: { plain: { subject: Hello, body: ");
    ru_json_put_string(&b, str(data, size));
    RU_BUF_LIT(&b, " } } }\n");
    put_file(path, "messages/en.yaml", b.p, b.n);
    ru_buf_free(&b);
    ruth_policy *p = NULL;
    ruth_session *s = NULL;
    ruth_text t;
    ruth_error e;
    if (ruth_policy_load(world.engine, world.folder, &p, &e) == RUTH_OK) {
        PROMISE(ruth_session_new(p, &s, &e) == RUTH_OK);
        ruth_status st = ruth_decide_line(s, line, strlen(line), 1, &t, &e);
        PROMISE(st == RUTH_OK || st == RUTH_E_REQUEST);
        PROMISE(ru_utf8_valid((ru_str){t.bytes, t.length}, NULL));
    }
    ruth_session_free(s);
    ruth_policy_release(p);
}

/* ---- a zone file ---- */
static void run_zone(const uint8_t *data, size_t size) {
    ru_arena a;
    ru_zone z = {.name = RU_STR("Test/Zone")};
    ru_arena_init(&a, NULL, 1 << 12);
    if (!ru_zone_read(&a, str(data, size), &z)) {
        ru_zone_memo memo = {NULL, 0, 0, 0};
        for (int year = 1900; year < 2200; year += 37) {
            int32_t days = ru_days_from_civil(year, 6, 15);
            int64_t at = (int64_t)days * 86400;
            int32_t offset = ru_zone_offset(&z, at, &memo);
            PROMISE(offset > -RU_ZONE_FURTHEST && offset < RU_ZONE_FURTHEST);
            PROMISE(ru_zone_next_transition(&z, at) > at);
            (void)ru_zone_day_start(&z, days, &memo);
        }
    }
    ru_arena_free(&a);
}

const fuzz_target fuzz_targets[] = {{"source", ".lua", run_source},    {"yaml", ".yaml", run_yaml},         {"json", ".json", run_json},
                                    {"request", ".json", run_request}, {"question", ".json", run_question}, {"event", ".json", run_event},
                                    {"table", ".json", run_table},     {"map", ".yaml", run_map},           {"text", ".lua", run_text},
                                    {"zone", "zone", run_zone},        {"plugin", ".so", fuzz_plugin},      {"ledger", ".db", fuzz_ledger}};
const size_t fuzz_target_count = sizeof fuzz_targets / sizeof *fuzz_targets;

void fuzz_close(void) {
    if (open) support_close(&world);
    open = false;
    fuzz_binary_close();
}
