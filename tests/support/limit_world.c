/* limit_world.c: see limit_world.h. */
#include "tests/support/limit_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool chance(support_random *r, int percent) { return support_between(r, 0, 99) < percent; }
static int among(support_random *r, int low, int high) { return (int)support_between(r, low, high); }

/* ---- charters ---- */
typedef struct text {
    char *p;
    size_t n, size;
} text;
static void put(text *t, const char *format, ...) {
    va_list v;
    va_start(v, format);
    int n = vsnprintf(t->p + t->n, t->size - t->n, format, v);
    va_end(v);
    assert_true(n >= 0 && (size_t)n < t->size - t->n);
    t->n += (size_t)n;
}

static const char *const filters[] = {
    "channel = \"voice\"",
    "channel = one_of(\"voice\", \"email\")",
    "outcome = \"conversation\"",
    "direction = \"outbound\"",
    "outcome = \"not_connected\"",
    "with_consent = true",
    "place = \"work\"",
    "channel = \"voice\", outcome = none_of(\"not_connected\")",
    "debts = same_debt",
};
static const char *filter(support_random *r) { return filters[support_next(r) % RU_COUNT(filters)]; }
static const char *day_or_instant(support_random *r) {
    static const char *const names[] = {"fact.d1", "fact.d2", "fact.t1", "fact.t2"};
    return names[support_next(r) % 4];
}

static void put_window(support_random *r, text *t, bool ever) {
    switch (among(r, 0, ever ? 5 : 3)) {
    case 0: put(t, "hours(%d)", among(r, 1, 200)); break;
    case 1: put(t, "business_days(%d)", among(r, 1, 8)); break;
    case 4: put(t, "ever"); break;
    case 5: put(t, "stricter(days(%d), hours(%d))", among(r, 1, 9), among(r, 1, 220)); break;
    default: put(t, "days(%d)", among(r, 1, 12));
    }
}

static void put_narrowing(support_random *r, text *t) {
    static const char *const per[] = {"{ \"person\" }", "{ \"debt\" }", "{ \"person\", \"debt\" }"};
    if (chance(r, 40)) put(t, ", per = %s", per[support_next(r) % 3]);
    if (chance(r, 40)) put(t, ", except = { %s }", filter(r));
    if (chance(r, 20)) put(t, ", from_first = { %s }", filter(r));
}

static void put_at_most(support_random *r, text *t) {
    put(t, ", at_most = { ");
    for (int i = 0, n = among(r, 1, 3); i < n; i++) {
        put(t, "{ %d, ", chance(r, 5) ? 0 : among(r, 1, 3));
        put_window(r, t, true);
        put(t, " }, ");
    }
    put(t, "}");
    if (chance(r, 70)) put(t, ", counting = { %s }", filter(r));
    put_narrowing(r, t);
}

static void put_wait(support_random *r, text *t) {
    bool contact = chance(r, 50);
    int kind = among(r, 0, 3);
    if (kind == 0) put(t, ", wait = { business_days(%d), days(%d) }", among(r, 1, 4), among(r, 1, 6));
    else if (kind == 1) put(t, ", wait = hours(%d)", among(r, 1, 120));
    else if (kind == 2) put(t, ", wait = stricter(days(%d), business_days(%d))", among(r, 1, 9), among(r, 1, 6));
    else put(t, ", wait = days(%d)", among(r, 1, 9));
    if (!contact) {
        put(t, ", after = %s", kind == 1 ? "fact.t1" : day_or_instant(r));
        return;
    }
    put(t, ", after = last { %s }", filter(r));
    put_narrowing(r, t);
}

static void put_spans(support_random *r, text *t) {
    int from = among(r, 0, 40), to = from + among(r, 1, 47 - from), again = to + among(r, 0, 1); /* half hours; spans may touch */
    if (chance(r, 10)) put(t, "closed");
    else if (chance(r, 10)) put(t, "open");
    else if (chance(r, 25) && again < 48)
        put(t, "{ { \"%02d:%02d\", \"%02d:%02d\" }, { \"%02d:%02d\", \"24:00\" } }", from / 2, from % 2 * 30, to / 2, to % 2 * 30, again / 2, again % 2 * 30);
    else put(t, "{ \"%02d:%02d\", \"%02d:%02d\" }", from / 2, from % 2 * 30, to / 2, to % 2 * 30);
}

static void put_hours(support_random *r, text *t) {
    static const char *const zones[] = {"America/New_York", "Australia/Lord_Howe", "Europe/London"};
    put(t, ", hours = { ");
    const char *const some[] = {"every_day", NULL}, *const week[] = {"mon_fri", "sat", "sun", NULL}, *const odd[] = {"mon_thu", "fri", "sat_sun", NULL},
                      *const * days[] = {some, week, odd};
    for (const char *const *d = days[support_next(r) % 3]; *d; d++) {
        put(t, "%s = ", *d);
        put_spans(r, t);
        put(t, ", ");
    }
    if (chance(r, 50)) {
        put(t, "holidays = ");
        put_spans(r, t);
    }
    put(t, " }");
    if (chance(r, 25)) put(t, ", hours_in = \"%s\"", zones[support_next(r) % 3]);
    else if (chance(r, 40)) put(t, ", widened_by = fact.w1");
}

static void put_bounds(support_random *r, text *t) {
    switch (among(r, 0, 5)) {
    case 0: put(t, ", during = days(%d), from = %s", among(r, 1, 9), day_or_instant(r)); break;
    case 1: put(t, ", during = hours(%d), from = fact.t%d", among(r, 1, 120), among(r, 1, 2)); break;
    case 2: put(t, ", until_date = %s", day_or_instant(r)); break;
    case 3: put(t, ", through = fact.d%d", among(r, 1, 2)); break;
    default: break;
    }
}

static void put_limit(support_random *r, text *t, int i) {
    static const char *const on[] = {"outbound",
                                     "outbound",
                                     "{ channel = \"voice\" }",
                                     "{ channel = one_of(\"voice\", \"email\") }",
                                     "{ place = \"work\" }",
                                     "{ action = \"formal\", channel = \"voice\" }",
                                     "{ tone = \"firm\", channel = \"voice\" }"};
    static const char *const when[] = {"b1 = true", "b2 = true", "n1 = at_least(3)", "b1 = false, n1 = below(4)", "d1 = within_last(days(5))"};
    put(t, "limit \"x.%02d\" { cite = house \"%02d\", on = %s", i, i, on[support_next(r) % RU_COUNT(on)]);
    if (chance(r, 15)) put(t, ", except_on = { %s }", among(r, 0, 1) ? "channel = \"letter\"" : "with_consent = true");
    if (chance(r, 45)) put(t, ", when = { %s }", when[support_next(r) % RU_COUNT(when)]);
    if (chance(r, 15)) put(t, ", unless = { b3 = true }");
    int kind = among(r, 0, 9);
    if (kind <= 1) put_at_most(r, t);
    else if (kind == 2) put_wait(r, t);
    else if (kind <= 4) put_hours(r, t);
    else if (kind == 5) put(t, ", closed_in = fact.w2");
    else if (kind == 6) put(t, ", ceiling = { fee = fact.n1 }");
    else if (kind == 7) put(t, ", only_if = { b2 = true }");
    else put(t, kind == 8 ? ", forbid = true" : ", hand_over = team \"care\", by = business_days(2)");
    if (kind >= 8) put_bounds(r, t);
    if (kind != 5 && chance(r, 10)) put(t, ", closed_in = fact.w3");
    if (chance(r, 20)) put(t, ", starting = %s", day_or_instant(r));
    if (chance(r, 20)) put(t, ", lifted_for = days(%d), lifted_from = %s", among(r, 1, 7), day_or_instant(r));
    int early = chance(r, 50);
    if (chance(r, 15)) put(t, ", valid_from = \"2026-%02d-%02d\"", early ? 3 : 10, among(r, 5, 28));
    if (chance(r, 15)) put(t, ", valid_until = \"2026-%02d-%02d\"", early ? 4 : 11, among(r, 1, 12));
    put(t, " }\n");
}

const char *limits_random(support_random *r, int count) {
    static char out[1 << 15];
    text t = {out, 0, sizeof out};
    out[0] = 0;
    for (int i = 0; i < count; i++) {
        support_random own = {support_next(r)};
        text before = t;
        do {
            t = before;
            put_limit(&own, &t, i);
        } while (strstr(out + before.n, "hours_in") && strstr(out + before.n, "closed_in")); /* two clocks in one limit: does not load */
    }
    return out;
}

/* ---- policies ---- */
static const support_file files[] = {
    {"policy.yaml",
     "policy: x\nversion: 1.0.0\nlanguages: [en]\nhorizon: 14 days\nholidays: [2026-03-09, 2026-03-17, 2026-03-30, 2026-04-03, 2026-04-06, 2026-10-12, 2026-10-26, 2026-11-02, 2026-11-11]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ntimezone_candidates: { type: list of zone, source: host, if_missing: none_on_file }\n"
     "b1: { type: boolean, source: host }\nb2: { type: boolean, source: host }\nb3: { type: boolean, source: host, if_missing: none_on_file }\nn1: { type: integer, range: [0, 9], source: host }\n"
     "d1: { type: date, source: host, if_missing: none_on_file }\nd2: { type: date, source: host, if_missing: none_on_file }\nt1: { type: instant, source: host, if_missing: none_on_file }\nt2: { type: instant, source: host, if_missing: none_on_file }\n"
     "w1: { type: weekly windows, source: person, if_missing: none_on_file }\nw2: { type: weekly windows, source: person, if_missing: none_on_file }\nw3: { type: weekly windows, source: person, if_missing: none_on_file }\n"},
    {"contacts.yaml",
     "channel: { type: enum, values: [letter, email, voice] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\noutcome: { type: enum, values: [conversation, no_answer, not_connected] }\n"
     "place: { type: enum, values: [home, work], if_missing: home }\nwith_consent: { type: boolean, if_missing: false }\nperson: { type: text, if_missing: consumer }\ndebts: { type: list of text, if_missing: [D1] }\nfee: { type: integer, range: [0, 9], if_missing: none_on_file }\n"},
    {"teams.yaml", "care: { name: { en: Care } }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"remind\" }, { \"formal\", gives_way = \"remind\" } }\nladder \"tone\" { { \"gentle\" }, { \"firm\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" }, { \"voice\" } }\n"},
    {"segments.lua", "segment \"all\" { when = otherwise }\n"},
    {"actions.lua", "action \"formal\" { when = otherwise, message = \"m\" }\n"},
    {"tones.lua", "tone \"firm\" { when = otherwise }\n"},
    {"channels.lua", "channel \"voice\" { when = otherwise, prefer = 1 }\nchannel \"email\" { when = { b1 = true }, prefer = 2 }\n"},
    {"messages/en.yaml",
     "m:\n  purpose: demand\n  variants:\n    email: { gentle: { body: a }, firm: { body: c } }\n    voice: { gentle: { body: a }, firm: { body: c } }\n"},
};

static void with_charter(const char *charter, support_file all[RU_COUNT(files) + 2]) {
    memcpy(all, files, sizeof files);
    all[RU_COUNT(files)] = (support_file){"charter.lua", charter};
    all[RU_COUNT(files) + 1] = (support_file){NULL, NULL};
}

void limits_open(support_world *w, const char *charter) {
    support_file all[RU_COUNT(files) + 2];
    with_charter(charter, all);
    support_open(w, all);
}

ruth_status limits_open_status(support_world *w, const char *charter) {
    support_file all[RU_COUNT(files) + 2];
    with_charter(charter, all);
    return support_load_status(w, all);
}

void limits_open_folder(support_world *w, const char *folder) {
    memset(w, 0, sizeof *w);
    assert_int_equal(ruth_engine_new(NULL, &w->engine, &w->error), RUTH_OK);
    if (ruth_policy_load(w->engine, folder, &w->policy, &w->error)) fail_msg("%s:%d: %s", w->error.file, w->error.line, w->error.message);
    assert_int_equal(ruth_session_new(w->policy, &w->session, &w->error), RUTH_OK);
    snprintf(w->folder, sizeof w->folder, "/tmp/ruth-test-none");
}

/* ---- questions ---- */
static const char *const zones[] = {"America/New_York", "Europe/London",  "Europe/Brussels",  "Australia/Sydney",    "Australia/Lord_Howe",
                                    "America/Phoenix",  "America/Regina", "America/St_Johns", "America/Los_Angeles", "Asia/Kolkata"};
static const char *zone(support_random *r) { return zones[support_next(r) % RU_COUNT(zones)]; }

static void instant(char *out, int64_t t) {
    char s[21];
    ru_instant_text(t, s);
    snprintf(out, RU_SOMEONE_VALUE, "\"%s\"", s);
}

static void windows(support_random *r, char *out) {
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    snprintf(out, RU_SOMEONE_VALUE, "[{\"days\":[\"%s\",\"%s\"],\"from\":\"%02d:00\",\"to\":\"%02d:30\"}]", days[among(r, 0, 2)], days[among(r, 3, 6)],
             among(r, 0, 23), among(r, 0, 23));
}

/* Dates and instants near now, and windows of all kinds: where limits begin and end. */
static void near_now(support_random *r, const ru_fact *f, int64_t now, ru_someone_field *v) {
    char date[11];
    if (f->type == RU_DATE) {
        ru_date_text((int32_t)(now / 86400 + support_between(r, -12, 12)), date);
        snprintf(v->value, sizeof v->value, "\"%s\"", date);
    } else if (f->type == RU_INSTANT) {
        instant(v->value, now + support_between(r, -288, 200) * 3600 + (chance(r, 50) ? support_between(r, 0, 3599) : 0));
    } else if (f->type == RU_WINDOWS) {
        windows(r, v->value);
    }
}

static void place(support_random *r, const ru_schema *s, request_draft *d) {
    bool known = chance(r, 60); /* some are known well: else nearly everybody would be left in peace by what nobody knows */
    for (int i = 0; i < d->fact_count; i++) {
        ru_someone_field *f = &d->facts[i];
        near_now(r, &s->facts.items[f->slot], d->now, f);
        if (known) f->null = false;
        if (f->slot != s->core.timezone && f->slot != s->core.timezone_candidates) continue;
        if (f->slot == s->core.timezone) snprintf(f->value, sizeof f->value, "\"%s\"", zone(r));
        f->null = chance(r, 8);
    }
    ru_someone_field *home = ru_someone_fact(d, s->core.timezone),
                     *many = s->core.timezone_candidates >= 0 ? ru_someone_fact(d, s->core.timezone_candidates) : NULL;
    if (home && many) snprintf(many->value, sizeof many->value, chance(r, 70) ? "[%s,\"%s\"]" : "[%s]", home->value, zone(r));
}

/* Contacts of the last two weeks, often at the edge of a local day; and now and then at one instant. */
static void date_contacts(support_random *r, request_draft *d) {
    for (int c = 0; c < d->contact_count; c++)
        for (int i = 0; i < d->contacts[c].count; i++) {
            ru_someone_field *f = &d->contacts[c].fields[i];
            if (f->slot >= 0) continue;
            int64_t at = d->now - support_between(r, 0, 14 * 86400);
            if (chance(r, 30)) at = at - at % 3600 - among(r, 0, 1);
            instant(f->value, at);
        }
}

void limits_ask(support_random *r, const ru_schema *s, limits_question *q) {
    static const char *const weeks[] = {"2026-03-01T00:00:00Z", "2026-03-22T00:00:00Z", "2026-03-29T00:00:00Z", "2026-10-01T00:00:00Z",
                                        "2026-10-20T00:00:00Z", "2026-10-28T00:00:00Z", "2026-06-28T00:00:00Z"};
    memset(q, 0, sizeof *q);
    ru_dice dice = {r->state};
    ru_someone_random(&dice, s, chance(r, 70), &q->draft);
    r->state = dice.state;
    assert_true(ru_instant_parse(ru_str_of(weeks[support_next(r) % RU_COUNT(weeks)]), &q->draft.now));
    q->draft.now += support_between(r, 0, 8 * 86400);
    place(r, s, &q->draft);
    date_contacts(r, &q->draft);
    q->at = q->draft.now + (chance(r, 90) ? support_between(r, 0, 5 * 86400) : -support_between(r, 0, 86400));
    q->debt = chance(r, 70) ? 0 : among(r, 1, 2);
    ru_dice d = {r->state};
    for (size_t i = 0; i < s->contact.count && q->asked_count < LIMITS_ASKED; i++) {
        bool channel = ru_str_is(s->contact.names[i], "channel");
        if (!channel && chance(r, 60)) continue;
        ru_someone_field *f = &q->asked[q->asked_count++];
        f->slot = (int)i;
        f->null = chance(r, 5);
        ru_someone_value(&d, s, &s->contact.items[i], q->draft.now, f->value);
        if (channel && chance(r, 50)) snprintf(f->value, sizeof f->value, "\"voice\"");
    }
    r->state = d.state;
}

const char *limits_text(const ru_schema *s, const limits_question *q, bool proposed) {
    static char out[1 << 17];
    text t = {out, 0, sizeof out};
    char at[RU_SOMEONE_VALUE];
    put(&t, "%s", request_text(s, &q->draft));
    if (!proposed) return out;
    assert_true(t.n && out[t.n - 1] == '}');
    t.n--;
    instant(at, q->at);
    put(&t, ",\"proposed\":{\"at\":%s", at);
    for (int i = 0; i < q->asked_count; i++)
        put(&t, ",\"%.*s\":%s", (int)s->contact.names[q->asked[i].slot].n, s->contact.names[q->asked[i].slot].p, q->asked[i].null ? "null" : q->asked[i].value);
    if (q->debt) put(&t, ",\"debt\":%s", q->debt == 1 ? "null" : "\"D2\"");
    put(&t, "}}");
    return out;
}

static void look_at(support_world *w, limits_look *look) {
    ru_session *s = w->session;
    const ru_charter *c = &s->policy->charter;
    ru_rejection why;
    look->s = s;
    ru_state debt = s->request.debt_state;
    assert_true(ru_proposed_read(s->policy->schema, s->zones, &s->arena, &s->request, &look->asked, &why));
    s->request.debt_state = debt;
    look->contact = (ru_contact){.at_state = RU_VALUE, .at = look->asked.at, .fields = look->asked.fields};
    look->about_count = 0;
    assert_true(c->limit_count < RU_COUNT(look->facts));
    s->asked = look->asked.fields;
    for (size_t i = 0; i < c->limit_count; i++) {
        ru_holds_facts(s, i, &look->facts[i]);
        if (look->facts[i].holds != RU_FALSE && ru_holds_about(s, i, &look->contact)) look->about[look->about_count++] = (uint16_t)i;
    }
    s->asked = NULL;
    int64_t far = look->asked.at + INT64_C(800) * 86400, now = s->request.now, at = look->asked.at;
    ru_proposal proposal = {.actions = UINT64_MAX,
                            .tones = UINT32_MAX,
                            .preferred_state = RU_NONE,
                            .preferred = -1,
                            .currency = s->scene.currency,
                            .now = now,
                            .horizon = far,
                            .contact_by = far,
                            .scene = &s->scene};
    ru_permit_begin(c, s->d.limits, &proposal, look->about, look->about_count, &look->p);
    look->start = at < now ? at : now;
    look->end = (at > now ? at : now) + (int64_t)s->policy->horizon_days * 86400;
}

bool limits_permit(support_world *w, const limits_question *q, limits_look *look, char *answer, size_t size) {
    ruth_text t;
    ruth_error e;
    const char *line = limits_text(w->session->policy->schema, q, true);
    ruth_status st = ruth_permit_line(w->session, line, strlen(line), 1, &t, &e);
    if (st == RUTH_E_REQUEST) return false;
    if (st) fail_msg("%s\n%s", e.message, line);
    assert_true(!answer || t.length < size);
    if (answer) {
        memcpy(answer, t.bytes, t.length);
        answer[t.length] = 0;
    }
    if (look) look_at(w, look);
    return true;
}

int limits_refuser(const limits_look *look, int64_t t) {
    for (size_t k = 0; k < look->about_count; k++) {
        size_t i = look->about[k];
        if (!ru_holds_at(&look->s->policy->charter, i, &look->facts[i], &look->s->scene, t)) return (int)i;
    }
    return -1;
}

/* ---- calendars ---- */
void limits_calendar_read(const char *answer, limits_calendar *out) {
    enum { INSTANT = 20 };
    const char *p = strstr(answer, "\"calendar\":[");
    assert_non_null(p);
    out->count = 0;
    for (p += strlen("\"calendar\":["); *p == '[' || *p == ','; p++) {
        if (*p == ',') continue;
        limits_stretch *s = &out->items[out->count++];
        assert_true(out->count < RU_COUNT(out->items));
        assert_true(ru_instant_parse((ru_str){p + 2, INSTANT}, &s->from) && ru_instant_parse((ru_str){p + 2 + INSTANT + 3, INSTANT}, &s->until));
        p += 2 + INSTANT + 3 + INSTANT + 1;
    }
}

bool limits_within(const limits_calendar *a, const limits_calendar *b, int64_t *at) {
    size_t k = 0;
    for (size_t i = 0; i < a->count; i++)
        for (int64_t t = a->items[i].from; t < a->items[i].until;) {
            while (k < b->count && b->items[k].until <= t) k++;
            if (k == b->count || b->items[k].from > t) {
                *at = t;
                return false;
            }
            t = b->items[k].until;
        }
    return true;
}
