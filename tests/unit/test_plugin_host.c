/* test_plugin_host.c: what the host answers a plugin, function by function: what it reads and writes, when it may, what is refused, and what a renderer is told. */
#define RUTH_PLUGIN_STATIC
#include "tests/support/host_probe.h"

/* ---- reading ---- */
static void hear_value(const ruth_host *h, void *call, const char *fact) {
    ruth_plugin_value v;
    int code = h->read(call, fact, &v);
    hear("%s %d %u %u '%.*s'; ", fact, code, (unsigned)v.state, (unsigned)v.type, (int)v.text.length, v.text.length ? v.text.bytes : "");
}

static int read_all(const ruth_host *h, void *call) {
    hear_value(h, call, "timezone");
    hear_value(h, call, "areas");
    hear_value(h, call, "wish");
    return RUTH_PLUGIN_OK;
}

static void lists_zones_and_texts_are_read(void **state) {
    (void)state;
    does.enrich = read_all;
    loads();
    expect_well(ZONE EVERYTHING);
    assert_string_equal(does.said, "timezone 0 2 7 'America/New_York'; areas 0 2 9 'flat water'; wish 0 2 8 'peace'; ");
    expect_well("\"timezone\":null,\"areas\":[],\"wish\":null,");
    assert_string_equal(does.said, "timezone 0 0 7 ''; areas 0 2 9 ''; wish 0 0 8 ''; "); /* an empty list is known, and empty */
    expect_well(ZONE "\"areas\":null,");
    assert_string_equal(does.said, "timezone 0 2 7 'America/New_York'; areas 0 0 9 ''; wish 0 1 8 ''; "); /* none on file */
}

static int read_too_much(const ruth_host *h, void *call) {
    hear_value(h, call, "more");
    hear_value(h, call, "flag");
    hear_value(h, call, "no_such_fact");
    return RUTH_PLUGIN_OK;
}

static void what_is_not_declared_is_not_read(void **state) {
    (void)state;
    does.enrich = read_too_much;
    loads();
    expect_failed(ZONE);
    assert_string_equal(does.said, "more 2 0 0 ''; flag 2 0 0 ''; no_such_fact 2 0 0 ''; ");
}

/* ---- writing ---- */
static struct {
    const char *fact;
    ruth_plugin_value value;
} wrote;
static int write_one(const ruth_host *h, void *call) {
    hear("%d", h->write(call, wrote.fact, &wrote.value));
    return RUTH_PLUGIN_OK;
}

static void only_what_fits_is_written(void **state) {
    (void)state;
    static char longest[4097];
    memset(longest, 'x', sizeof longest);
#define TEXT(s, n)                                       \
    {                                                    \
        RUTH_PLUGIN_VALUE, RUTH_PLUGIN_TEXT, 0, { s, n } \
    }
#define NUMBER(type, n)                                       \
    {                                                         \
        RUTH_PLUGIN_VALUE, RUTH_PLUGIN_##type, n, { NULL, 0 } \
    }
    const struct {
        const char *fact;
        ruth_plugin_value value;
        int code;
    } tries[] = {
        {"flag", NUMBER(BOOLEAN, 1), 0},
        {"flag", NUMBER(BOOLEAN, 0), 0},
        {"flag", NUMBER(BOOLEAN, 2), 3},
        {"flag", NUMBER(BOOLEAN, -1), 3},
        {"flag", NUMBER(INTEGER, 1), 3},
        {"points", NUMBER(INTEGER, 0), 0},
        {"points", NUMBER(INTEGER, 1000), 0},
        {"points", NUMBER(INTEGER, -1), 3},
        {"points", NUMBER(INTEGER, 1001), 3},
        {"day", NUMBER(DATE, -719162), 0},
        {"day", NUMBER(DATE, -719163), 3},
        {"day", NUMBER(DATE, 2932896), 0},
        {"day", NUMBER(DATE, 2932897), 3},
        {"moment", NUMBER(INSTANT, -719162 * INT64_C(86400)), 0},
        {"moment", NUMBER(INSTANT, -719162 * INT64_C(86400) - 1), 3},
        {"moment", NUMBER(INSTANT, 2932897 * INT64_C(86400) - 1), 0},
        {"moment", NUMBER(INSTANT, 2932897 * INT64_C(86400)), 3},
        {"note", TEXT("well", 4), 0},
        {"note", TEXT(longest, 4096), 0},
        {"note", TEXT(longest, 4097), 3},
        {"note", TEXT(NULL, 0), 3},
        {"note", TEXT("a\0b", 3), 3},
        {"note", TEXT("\xc3(", 2), 3},
        {"note", TEXT("", 0), 0},
        {"band", {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_ENUM, 0, {"tight", 5}}, 0},
        {"band", {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_ENUM, 0, {"tighter", 7}}, 3},
        {"band", {RUTH_PLUGIN_UNKNOWN, 0, 0, {NULL, 0}}, 0},
        {"band", {RUTH_PLUGIN_NONE, 0, 0, {NULL, 0}}, 0},
        {"band", {3, RUTH_PLUGIN_ENUM, 0, {"tight", 5}}, 3},
        {"late", NUMBER(INTEGER, 1), 2},
        {"no_such_fact", NUMBER(INTEGER, 1), 2},
    };
    does.enrich = write_one;
    loads();
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        char code[4];
        wrote.fact = tries[i].fact;
        wrote.value = tries[i].value;
        snprintf(code, sizeof code, "%d", tries[i].code);
        const char *d = decide(ZONE, "[]");
        if (strcmp(does.said, code) != 0) fail_msg("try %zu, %s: the host says %s, not %s", i, wrote.fact, does.said, code);
        if (tries[i].code) assert_has(d, fails);
        else assert_lacks(d, fails);
    }
    wrote.fact = "flag", wrote.value = (ruth_plugin_value)NUMBER(BOOLEAN, 1);
    assert_has(decide(ZONE, "[]"), "\"segment\":{\"is\":\"flagged\",\"possible\":[\"flagged\"]");
}

/* ---- time ---- */
static int ask_time(const ruth_host *h, void *call) {
    int32_t day = 77;
    int known = h->today(call, &day);
    hear("%lld %d %d", (long long)h->now(call), known, (int)day);
    return RUTH_PLUGIN_OK;
}

static void today_is_told_where_all_zones_agree(void **state) {
    (void)state;
    does.enrich = ask_time;
    loads();
    expect_well(ZONE);
    assert_string_equal(does.said, "1772463600 1 20514");
    expect_well("\"timezone\":null,");
    assert_string_equal(does.said, "1772463600 0 77"); /* and what was there stays there */
    expect_well("\"timezone\":null,\"timezone_candidates\":[\"America/New_York\",\"America/Chicago\"],");
    assert_string_equal(does.said, "1772463600 1 20514");
    expect_well("\"timezone\":null,\"timezone_candidates\":[\"America/New_York\",\"Pacific/Kiritimati\"],"); /* there it is tomorrow */
    assert_string_equal(does.said, "1772463600 0 77");
}

/* ---- contacts ---- */
static int read_contacts(const ruth_host *h, void *call) {
    static const struct {
        int64_t i;
        const char *field;
    } tries[] = {{0, "at"}, {0, "channel"}, {0, "amount"}, {1, "amount"}, {1, "weather"}, {2, "at"}, {-1, "at"}};
    ruth_plugin_value v;
    hear("%lld:", (long long)h->contacts(call));
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        int code = h->contact(call, tries[i].i, tries[i].field, &v);
        hear(" %d/%u/%lld/%.*s", code, (unsigned)v.state, (long long)v.number, (int)v.text.length, v.text.length ? v.text.bytes : "");
    }
    return RUTH_PLUGIN_OK;
}
static int read_a_protected_field(const ruth_host *h, void *call) {
    ruth_plugin_value v;
    int code = h->contact(call, 0, "mood", &v);
    hear("%d %u", code, (unsigned)v.state);
    return RUTH_PLUGIN_OK;
}

static void contacts_are_read_by_those_who_say_so(void **state) {
    (void)state;
    static const char two[] =
        "[{\"at\":\"2026-02-01T10:00:00Z\",\"channel\":\"letter\",\"amount\":500,\"mood\":3},{\"at\":\"2026-02-02T10:00:00Z\",\"channel\":\"letter\",\"mood\":3}]";
    does.enrich = read_contacts;
    loads();
    assert_lacks(decide(ZONE, two), fails);
    assert_string_equal(does.said, "2: 0/2/1769940000/ 0/2/0/letter 0/2/500/ 0/1/0/ 5/0/0/ 5/0/0/ 5/0/0/");
    assert_lacks(decide(ZONE, "null"), fails);
    assert_string_equal(does.said, "-1: 5/0/0/ 5/0/0/ 5/0/0/ 5/0/0/ 5/0/0/ 5/0/0/ 5/0/0/");
    does.enrich = read_a_protected_field;
    assert_has(decide(ZONE, two), fails);
    assert_string_equal(does.said, "2 0");
    support_close(&w);
    probe.flags = RUTH_PLUGIN_DECLARES_MORE;
    loads();
    does.enrich = read_contacts;
    assert_has(decide(ZONE, two), fails);
    assert_string_equal(does.said, "-1: 2/0/0/ 2/0/0/ 2/0/0/ 2/0/0/ 2/0/0/ 2/0/0/ 2/0/0/");
}

/* ---- memory ---- */
static int take_scratch(const ruth_host *h, void *call) {
    enum { ALL = 16 << 20 };
    char *none = h->scratch(call, (size_t)ALL + 1), *half = h->scratch(call, ALL / 2), *nothing = h->scratch(call, 0), *rest = h->scratch(call, ALL / 2),
         *more = h->scratch(call, 1);
    hear("%d %d %d %d %d", none != NULL, half != NULL, nothing != NULL, rest != NULL, more != NULL);
    return RUTH_PLUGIN_OK;
}
static int take_for_ever(const ruth_host *h, void *call) {
    hear("%d", h->resize(call, NULL, 0, 10) != NULL);
    return RUTH_PLUGIN_OK;
}

static void scratch_ends_and_self_is_constant(void **state) {
    (void)state;
    does.enrich = take_scratch;
    loads();
    expect_well(ZONE);
    assert_string_equal(does.said, "0 1 1 1 0");
    does.enrich = take_for_ever;
    expect_failed(ZONE);
    assert_string_equal(does.said, "0");
}

/* ---- opening ---- */
static int ask_twice(const ruth_host *h, void *call) {
    ruth_plugin_text first, second, none;
    int a = h->file(call, "card.yaml", &first), b = h->file(call, "card.yaml", &second), c = h->file(call, "other.yaml", &none);
    hear("%d %d %d %d %.*s", a, b, c, first.bytes == second.bytes, (int)second.length, second.length ? second.bytes : "");
    return RUTH_PLUGIN_OK;
}
/* A session is given what the load was given. */
static int ask_for_more_each_time(const ruth_host *h, void *call) {
    static const char *const names[] = {"card.yaml", "late.yaml"};
    ruth_plugin_text t;
    hear("%d ", h->file(call, names[does.opened > 1], &t));
    return RUTH_PLUGIN_OK;
}
static int ask_late(const ruth_host *h, void *call) {
    ruth_plugin_text t;
    ruth_plugin_value v;
    hear("%d %d %d", h->file(call, "card.yaml", &t), h->declare(call, "more", RUTH_PLUGIN_INTEGER, RUTH_PLUGIN_READS), h->read(call, "late", &v));
    return RUTH_PLUGIN_OK;
}

static void files_are_asked_for_while_opening(void **state) {
    (void)state;
    support_file with[24], *last = with;
    for (const support_file *f = files; f->name; f++) *last++ = *f;
    *last++ = (support_file){"plugins/probe/card.yaml", "points: 3"};
    *last++ = (support_file){"plugins/probe/late.yaml", "points: 4"};
    *last = (support_file){NULL, NULL};
    does.open = ask_twice;
    does.enrich = ask_late;
    memset(&w, 0, sizeof w);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(with));
    assert_int_equal(ruth_engine_new(NULL, &w.engine, NULL), RUTH_OK);
    assert_int_equal(ruth_engine_add_plugin(w.engine, &probe, NULL), RUTH_OK);
    assert_int_equal(ruth_policy_load(w.engine, w.folder, &w.policy, &w.error), RUTH_OK);
    assert_string_equal(does.said, "0 0 5 1 points: 3");
    assert_int_equal(ruth_session_new(w.policy, &w.session, NULL), RUTH_OK);
    expect_failed(ZONE);
    assert_string_equal(does.said, "2 2 0");
    ruth_session_free(w.session);
    ruth_policy_release(w.policy);
    ruth_engine_free(w.engine);
    probe.threads = RUTH_PLUGIN_ONE_THREAD; /* each session opens it again */
    does.open = ask_for_more_each_time;
    does.said[0] = 0;
    does.opened = does.closed = 0;
    assert_int_equal(ruth_engine_new(NULL, &w.engine, NULL), RUTH_OK);
    assert_int_equal(ruth_engine_add_plugin(w.engine, &probe, NULL), RUTH_OK);
    assert_int_equal(ruth_policy_load(w.engine, w.folder, &w.policy, &w.error), RUTH_OK);
    assert_int_equal(ruth_session_new(w.policy, &w.session, NULL), RUTH_OK);
    assert_string_equal(does.said, "0 5 "); /* the digest does not cover it */
    assert_int_equal(does.opened, 2);
}

static struct {
    const char *fact;
    uint32_t type, uses;
} declared[2]; /* at the load, in the session */
static int declare_one(const ruth_host *h, void *call) {
    size_t at = does.opened > 1;
    hear("%d ", h->declare(call, declared[at].fact, declared[at].type, declared[at].uses));
    return RUTH_PLUGIN_OK;
}
static int read_more(const ruth_host *h, void *call) {
    hear_value(h, call, "more");
    return RUTH_PLUGIN_OK;
}

/* What a session declares must have been declared by the load. */
static void declare_both(const char *fact, uint32_t type, uint32_t uses, const char *said, ruth_status expected) {
    does.open = declare_one;
    does.said[0] = 0;
    does.opened = does.closed = 0;
    probe.threads = RUTH_PLUGIN_ONE_THREAD;
    declared[0].fact = "more", declared[0].type = RUTH_PLUGIN_INTEGER, declared[0].uses = RUTH_PLUGIN_READS;
    declared[1].fact = fact, declared[1].type = type, declared[1].uses = uses;
    ruth_status st = load();
    assert_string_equal(does.said, said);
    assert_int_equal(st, expected);
    if (st) assert_has(w.error.message, "plugin probe could not be opened");
    assert_int_equal(does.opened, does.closed + (st ? 0 : 1)); /* what was opened in a way it may not be is closed again */
    if (st) support_close(&w);
}

static void a_session_declares_what_the_load_did(void **state) {
    (void)state;
    declare_both("late", RUTH_PLUGIN_INTEGER, RUTH_PLUGIN_WRITES, "0 2 ", RUTH_E_POLICY);
    declare_both("more", RUTH_PLUGIN_MONEY, RUTH_PLUGIN_READS, "0 2 ", RUTH_E_POLICY);
    declare_both("no_such_fact", RUTH_PLUGIN_INTEGER, RUTH_PLUGIN_READS, "0 2 ", RUTH_E_POLICY);
    declare_both("more", RUTH_PLUGIN_INTEGER, 0, "0 2 ", RUTH_E_POLICY);
    declare_both("more", RUTH_PLUGIN_INTEGER, 4, "0 2 ", RUTH_E_POLICY);
    declare_both("more", RUTH_PLUGIN_INTEGER, RUTH_PLUGIN_READS, "0 0 ", RUTH_OK);
    does.enrich = read_more;
    expect_well(ZONE);
    assert_string_equal(does.said, "more 0 2 1 ''; ");
}

static int declare_wrongly(const ruth_host *h, void *call) {
    h->declare(call, "no_such_fact", RUTH_PLUGIN_INTEGER, RUTH_PLUGIN_READS);
    return RUTH_PLUGIN_OK; /* as if nothing had been wrong */
}
static int refuse_silently(const ruth_host *h, void *call) {
    (void)h, (void)call;
    return RUTH_PLUGIN_FAILED;
}
static int refuse_badly(const ruth_host *h, void *call) { return (h->fail)(call, "", 0, 0, "half a \xc3"); }

static void a_plugin_that_does_not_open_is_told(void **state) {
    (void)state;
    does.open = declare_wrongly;
    assert_int_equal(load(), RUTH_E_POLICY);
    assert_string_equal(w.error.message, "plugin probe reads no_such_fact, which is not a fact of this policy: declare it in facts.yaml");
    assert_int_equal(does.closed, 1);
    support_close(&w);
    does.open = refuse_silently;
    assert_int_equal(load(), RUTH_E_POLICY);
    assert_string_equal(w.error.message, "plugin probe could not be opened: it does not say why");
    assert_int_equal(does.closed, 1); /* it has nothing to close */
    support_close(&w);
    does.open = refuse_badly;
    assert_int_equal(load(), RUTH_E_POLICY);
    assert_string_equal(w.error.message, "plugin probe could not be opened: half a ");
    support_close(&w);
    probe.close = NULL;
    does.open = declare_wrongly;
    assert_int_equal(load(), RUTH_E_POLICY);
}

/* ---- reasons ---- */
static const char *reason;
static int fail_with_a_place(const ruth_host *h, void *call) { return (h->fail)(call, "card.yaml", 3, 4, reason); }

static void reasons_are_kept_as_far_as_they_can_be_shown(void **state) {
    (void)state;
    char longest[300], note[300];
    does.enrich = fail_with_a_place;
    loads();
    reason = "no card";
    expect_failed(ZONE);
    assert_string_equal(ruth_session_plugin_note(w.session), "probe: no card");
    reason = NULL;
    expect_failed(ZONE);
    assert_string_equal(ruth_session_plugin_note(w.session), "probe: it does not say why");
    memset(longest, 'x', sizeof longest);
    memcpy(longest + 197, "\xe2\x82\xac", 3); /* the cut goes through it */
    longest[299] = 0;
    reason = longest;
    expect_failed(ZONE);
    snprintf(note, sizeof note, "probe: %.197s", longest);
    assert_string_equal(ruth_session_plugin_note(w.session), note);
}

static int fail_in_a_long_place(const ruth_host *h, void *call) {
    static char name[400];
    memset(name, 'n', sizeof name - 1);
    return (h->fail)(call, name, 3, 4, "no card");
}
static void a_place_with_a_long_name_is_cut(void **state) {
    (void)state;
    does.open = fail_in_a_long_place;
    assert_int_equal(load(), RUTH_E_POLICY);
    assert_string_equal(w.error.message, "plugin probe: no card");
    assert_int_equal(w.error.line, 3);
    assert_int_equal(strlen(w.error.file), 200);
    assert_int_equal(strncmp(w.error.file, "plugins/probe/nnnn", 18), 0);
}

/* ---- everything in its time ---- */
static int too_early(const ruth_host *h, void *call) {
    ruth_plugin_value v;
    int32_t day = 77;
    hear("%d %lld %d %lld %d", h->read(call, "late", &v), (long long)h->now(call), h->today(call, &day), (long long)h->contacts(call),
         h->contact(call, 0, "at", &v));
    return RUTH_PLUGIN_OK;
}
static int out_of_time(const ruth_host *h, void *call) {
    const ruth_plugin_line line = {.size = sizeof line, .every = 2, .first_due = 20600};
    const ruth_plugin_span span = {.size = sizeof span};
    const ruth_plugin_value v = NUMBER(BOOLEAN, 1);
    hear("%d %d %d %d ", h->line(call, &line), h->put(call, (ruth_plugin_text){"x", 1}), h->found(call, &span), h->write(call, "flag", &v));
    return RUTH_PLUGIN_OK;
}
static int read_late(const ruth_host *h, void *call) {
    hear_value(h, call, "late");
    return RUTH_PLUGIN_OK;
}

static int offer_a_line(const ruth_host *h, void *call) {
    const ruth_plugin_line line = {
        .size = sizeof line, .every = 1, .instalment = 10000, .count = 4, .last = 9700, .total = 39700, .first_due = 20600, .has_left = 1, .left = 700};
    const ruth_plugin_value *v = does.values;
    hear("%lld %.*s %.*s %u '%.*s'", (long long)v[0].number, (int)v[1].text.length, v[1].text.bytes, (int)v[2].text.length, v[2].text.bytes,
         (unsigned)v[3].state, (int)v[3].text.length, v[3].text.length ? v[3].text.bytes : "");
    return h->line(call, &line);
}

static void everything_has_its_time(void **state) {
    (void)state;
    does.open = too_early;
    assert_int_equal(load(), RUTH_E_POLICY);
    assert_string_equal(does.said, "2 0 0 -1 2");
    support_close(&w);
    does.open = NULL;
    loads();
    does.enrich = out_of_time;
    expect_failed(ZONE EVERYTHING);
    assert_string_equal(does.said, "2 2 2 0 ");
    does.enrich = NULL;
    does.offer = out_of_time;
    expect_failed(ZONE EVERYTHING);
    assert_string_equal(does.said, "0 2 2 2 ");
    does.offer = offer_a_line; /* a plan, so that there is a text */
    does.inspect = out_of_time;
    expect_failed(ZONE EVERYTHING);
    assert_has(does.said, "2 2 0 2 ");
    does.offer = does.inspect = NULL;
    does.observe = out_of_time;
    expect_well(ZONE EVERYTHING);
    assert_string_equal(does.said, "2 2 2 2 ");
    assert_int_equal(ruth_session_observe_failures(w.session), 1);
    does.observe = read_late; /* an observer may read what is declared */
    expect_well(ZONE EVERYTHING);
    assert_string_equal(does.said, "late 0 2 1 ''; ");
    assert_int_equal(ruth_session_observe_failures(w.session), 1);
}

/* ---- words ---- */
static int put_parts(const ruth_host *h, void *call) {
    hear("%d ", h->put(call, (ruth_plugin_text){"", 0}));
    return h->put(call, (ruth_plugin_text){"Our own words.", 14});
}
static int put_too_much(const ruth_host *h, void *call) {
    static char many[40 << 10];
    memset(many, 'x', sizeof many);
    hear("%d ", h->put(call, (ruth_plugin_text){many, sizeof many}));
    hear("%d ", h->put(call, (ruth_plugin_text){many, sizeof many}));
    return RUTH_PLUGIN_OK;
}
static void a_renderer_is_told_what_stands_in_braces(void **state) {
    (void)state;
    does.offer = offer_a_line;
    does.render = put_parts;
    loads();
    const char *d = decide(ZONE EVERYTHING, "[]");
    assert_has(d, "\"text\":\"Our own words.\"");
    assert_string_equal(does.said, "39700 soft first 2 'flat water'0 ");
    assert_string_equal(
        does.told,
        "most:2=1250;areas:9=flat water;shut:8=mon 09:00–10:00;places:8=Europe/Paris;share:3=250000;total:2=39700;left:2=700;last:2=9700;count:1=4;first_due:5=20600;until:5=20642;every:4=two_weeks;instalment:2=10000;wish:8=peace;");
    assert_string_equal(does.language, "en");
    does.render = put_too_much;
    assert_has(decide(ZONE EVERYTHING, "[]"), fails);
    assert_has(does.said, "0 3 ");
    does.render = NULL; /* it has no words: the policy's own, and the plugin is done */
    d = decide(ZONE EVERYTHING, "[]");
    assert_has(d, "\"failures\":[]");
    assert_has(d, "two weeks");
}

/* What is none on file is told as that where it may be left out, and is no plan where it is needed; what is not known leaves the plan possible. */
static void a_plan_is_asked_for_where_its_figures_are_known(void **state) {
    (void)state;
    does.offer = offer_a_line;
    loads();
    const char *seven = ZONE "\"late\":7,", *d;
    char facts[300];
    d = decide(ZONE, "[]");
    assert_string_equal(does.said, "39700 soft first 1 ''"); /* no areas on file */
    snprintf(facts, sizeof facts, "%s\"costs\":500,", seven);
    d = decide_late(facts);
    assert_has(d, "\"plan\":\"q\"");
    assert_has(does.said, "500 ");
    snprintf(facts, sizeof facts, "%s\"areas\":null,", seven); /* neither the costs nor the areas: one of them may turn up */
    d = decide_late(facts);
    assert_lacks(d, "\"plan\":\"q\",\"instalment\"");
    assert_has(d, "{\"plan\":\"q\",\"needs\":[\"areas\"");
    d = decide_late(seven);
    assert_lacks(d, "\"plan\":\"q\"");
}

/* ---- memory ---- */
static ruth_status live(ruth_engine *engine, ruth_error *e) {
    static const char line[] =
        "{\"id\":\"p\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{" ZONE EVERYTHING
        "\"currency\":\"USD\",\"balance\":39700,\"late\":5,\"secret\":1,\"more\":7},\"contacts\":[{\"at\":\"2026-02-01T10:00:00Z\",\"channel\":\"letter\",\"mood\":3}]}";
    ruth_policy *policy = NULL;
    ruth_session *session = NULL;
    ruth_text t;
    does.said[0] = 0;
    does.opened = 0;
    ruth_status st = ruth_engine_add_plugin(engine, &probe, e);
    if (!st) st = ruth_policy_load(engine, w.folder, &policy, e);
    if (!st) st = ruth_session_new(policy, &session, e);
    if (!st && !(st = ruth_decide_line(session, line, strlen(line), 1, &t, e))) scene_note(t);
    ruth_session_free(session);
    ruth_policy_release(policy);
    return st;
}

static int read_all_and_contacts(const ruth_host *h, void *call) {
    does.said[0] = 0;
    read_all(h, call);
    return read_contacts(h, call);
}

static void every_refusal_is_told(void **state) {
    (void)state;
    support_file with[24], *last = with;
    for (const support_file *f = files; f->name; f++) *last++ = *f;
    *last++ = (support_file){"plugins/probe/card.yaml", "points: 3"};
    *last = (support_file){NULL, NULL};
    memset(&w, 0, sizeof w);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(with));
    does.open = ask_twice;
    does.enrich = read_all_and_contacts;
    does.offer = offer_a_line;
    does.render = put_parts;
    scene_refuse(live, "a plugin with everything", 300);
}

/* ---- findings ---- */
static ruth_plugin_span span;
static int find_one(const ruth_host *h, void *call) {
    hear("%d", h->found(call, &span));
    return RUTH_PLUGIN_OK;
}
static int put_cafe(const ruth_host *h, void *call) { return h->put(call, (ruth_plugin_text){"caf\xc3\xa9!", 6}); }

static void findings_stand_at_the_edges_of_characters(void **state) {
    (void)state;
    static const struct {
        uint32_t from, to;
        int code;
    } tries[] = {{0, 3, 0}, {0, 5, 0}, {3, 5, 0}, {6, 6, 0}, {0, 4, 3}, {4, 5, 3}, {3, 2, 3}, {0, 7, 3}, {7, 7, 3}};
    does.render = put_cafe;
    does.inspect = find_one;
    loads();
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        span = (ruth_plugin_span){.size = sizeof span, .from = tries[i].from, .to = tries[i].to, .message = {"not so", 6}};
        does.offer = offer_a_line;
        const char *d = decide(ZONE EVERYTHING, "[]");
        const char *said = strrchr(does.said, '0' + (char)tries[i].code);
        if (!said || said[1]) fail_msg("from %u to %u: the host says %s, not %d", (unsigned)span.from, (unsigned)span.to, does.said, tries[i].code);
        if (tries[i].code) assert_has(d, fails);
        else assert_has(d, "{\"plugin\":\"probe\",\"code\":\"text_refused\"}");
        assert_has(d, "\"contact\":null");
    }
    span = (ruth_plugin_span){.size = 4};
    expect_failed(ZONE EVERYTHING);
    span = (ruth_plugin_span){.size = sizeof span}; /* no message */
    assert_has(decide(ZONE EVERYTHING, "[]"), "{\"plugin\":\"probe\",\"code\":\"text_refused\"}");
    assert_string_equal(ruth_session_plugin_note(w.session), "probe: it does not say why");
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, start, finish)
    const struct CMUnitTest tests[] = {
        T(lists_zones_and_texts_are_read),
        T(what_is_not_declared_is_not_read),
        T(only_what_fits_is_written),
        T(today_is_told_where_all_zones_agree),
        T(contacts_are_read_by_those_who_say_so),
        T(scratch_ends_and_self_is_constant),
        T(files_are_asked_for_while_opening),
        T(a_session_declares_what_the_load_did),
        T(a_plugin_that_does_not_open_is_told),
        T(reasons_are_kept_as_far_as_they_can_be_shown),
        T(a_place_with_a_long_name_is_cut),
        T(everything_has_its_time),
        T(a_renderer_is_told_what_stands_in_braces),
        T(findings_stand_at_the_edges_of_characters),
        T(a_plan_is_asked_for_where_its_figures_are_known),
        T(every_refusal_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
