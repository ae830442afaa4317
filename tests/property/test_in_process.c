/* test_in_process.c: a request put together call by call and the same request as text: the same decision, byte for byte, and the same record for a ledger. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/accounts.h"

typedef struct lists {
    ruth_window windows[64];
    const char *texts[64];
    char words[4096];
    size_t used;
} lists;

static const char *kept(lists *l, ru_str s) {
    assert_true(l->used + s.n + 1 < sizeof l->words);
    char *at = l->words + l->used;
    memcpy(at, s.p, s.n);
    at[s.n] = 0;
    l->used += s.n + 1;
    return at;
}

/* What the reader made of the text, as a host would say it. */
static ruth_field said(lists *l, const ru_fact *f, int slot, const ru_value *v) {
    ruth_field out = {.field = slot, .unknown = v->given == 1, .value = v->i};
    l->used = 0;
    if (v->given != 2) return out;
    if (f->type == RU_ZONE || f->type == RU_TEXT) out.text = kept(l, v->u.s);
    if (f->type == RU_WINDOWS || f->type == RU_LIST_TEXT || f->type == RU_LIST_ZONE) out.count = v->u.l.n;
    assert_true(out.count <= 64);
    for (size_t i = 0; i < out.count; i++) {
        if (f->type == RU_WINDOWS) {
            const ru_window *w = &((const ru_window *)v->u.l.list)[i];
            l->windows[i] = (ruth_window){w->days, w->from, w->to};
        } else {
            l->texts[i] = kept(l, ((const ru_str *)v->u.l.list)[i]);
        }
    }
    out.texts = l->texts;
    out.windows = l->windows;
    return out;
}

static void set_fact(ruth_session *s, const ru_fact *f, int slot, const ru_value *v) {
    lists l;
    ruth_field d = said(&l, f, slot, v);
    ruth_status st = d.unknown                                            ? ruth_request_set_unknown(s, slot)
                     : f->type == RU_ZONE || f->type == RU_TEXT           ? ruth_request_set_text(s, slot, d.text)
                     : f->type == RU_LIST_ZONE || f->type == RU_LIST_TEXT ? ruth_request_set_texts(s, slot, d.texts, d.count)
                     : f->type == RU_WINDOWS                              ? ruth_request_set_windows(s, slot, d.windows, d.count)
                                                                          : ruth_request_set(s, slot, d.value);
    if (st) fail_msg("%.*s is refused: %d", (int)f->name.n, f->name.p, (int)st);
}

static void add_contact(ruth_session *s, const ru_fields *f, const ru_contact *c) {
    static lists l[RU_MAX_CONTACT_FIELDS];
    ruth_field fields[RU_MAX_CONTACT_FIELDS];
    ruth_contact out = {.size = sizeof out, .at = c->at, .at_unknown = c->at_state != RU_VALUE, .fields = fields};
    ruth_error e;
    for (size_t k = 0; k < f->count; k++)
        if (c->fields[k].given) fields[out.field_count] = said(&l[out.field_count], &f->items[k], (int)k, &c->fields[k]), out.field_count++;
    if (ruth_request_contact(s, &out, &e)) fail_msg("a contact is refused: %s", e.message);
}

/* The order in which contacts are given does not matter, unless two were at the same time. */
static void order_of(support_random *r, const ru_request *q, size_t *order) {
    bool same = false;
    for (size_t i = 0; i < q->contact_count; i++) {
        order[i] = i;
        if (i && (q->contacts[i].at_state != RU_VALUE || q->contacts[i].at == q->contacts[i - 1].at)) same = true;
    }
    for (size_t i = q->contact_count; !same && i > 1; i--) {
        size_t j = (size_t)support_between(r, 0, (int64_t)i - 1), swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
}

static void rebuild(ruth_session *s, support_random *r, const ru_schema *schema, const ru_request *q) {
    size_t order[RU_SOMEONE_CONTACTS + 1];
    char id[RU_MAX_ID + 1], debt[RU_MAX_ID + 1];
    snprintf(id, sizeof id, "%.*s", (int)q->id.n, q->id.p);
    assert_int_equal(ruth_request_begin(s, id, q->now), RUTH_OK);
    for (size_t i = 0; i < schema->facts.count; i++)
        if (q->facts[i].given) set_fact(s, &schema->facts.items[i], (int)i, &q->facts[i]);
    assert_true(q->contact_count <= RU_SOMEONE_CONTACTS);
    order_of(r, q, order);
    for (size_t i = 0; i < q->contact_count; i++) add_contact(s, &schema->contact, &q->contacts[order[i]]);
    if (q->contacts_given == 1) assert_int_equal(ruth_request_contacts_unknown(s), RUTH_OK);
    snprintf(debt, sizeof debt, "%.*s", (int)q->debt.n, q->debt.p ? q->debt.p : "");
    if (q->debt_state != RU_NONE) assert_int_equal(ruth_request_debt(s, q->debt_state == RU_VALUE ? debt : NULL), RUTH_OK);
}

static const char *every_names[] = {"week", "two_weeks", "month"};

/* What stands behind the facts of a line: debt, answer, ref; and `offer`, `taken` as a host says them. */
typedef struct more {
    char text[1400];
    ruth_offer offer;
    ruth_plan_line taken;
    bool offers, takes, refs;
} more;

static void draw(support_random *r, const ruth_session *before, more *m) {
    size_t at = 0;
    char date[11];
    memset(m, 0, sizeof *m);
    m->offer.size = sizeof m->offer;
    m->taken.size = sizeof m->taken;
    int64_t which = support_between(r, 0, 3);
    if (which == 1) at += (size_t)snprintf(m->text, sizeof m->text, ",\"debt\":null");
    if (which == 2) at += (size_t)snprintf(m->text, sizeof m->text, ",\"debt\":\"D%lld\"", (long long)support_between(r, 1, 3));
    if ((m->takes = support_between(r, 0, 1))) {
        bool whole = before->d.menu_count && support_between(r, 0, 3);
        if (before->d.menu_count) {
            assert_int_equal(ruth_decision_plan(before, (size_t)support_between(r, 0, (int64_t)before->d.menu_count - 1), &m->taken), RUTH_OK);
            if (support_between(r, 0, 3) == 0) m->taken.instalment += support_between(r, -3, 3); /* or no line of the menu at all */
            if (m->taken.instalment < 0) m->taken.instalment = 0;
        } else {
            snprintf(m->taken.id, sizeof m->taken.id, "nothing-%lld", (long long)support_between(r, 0, 99));
        }
        if (!whole) m->taken.plan = NULL;
        ru_date_text(m->taken.first_due, date);
        if (!whole) at += (size_t)snprintf(m->text + at, sizeof m->text - at, ",\"choice\":\"%s\"", m->taken.id);
        else
            at += (size_t)snprintf(
                m->text + at, sizeof m->text - at,
                ",\"choice\":{\"id\":\"%s\",\"plan\":\"%s\",\"instalment\":%lld,\"count\":%lld,\"every\":\"%s\",\"first_due\":\"%s\",\"last\":%lld,\"total\":%lld,\"left\":",
                m->taken.id, m->taken.plan, (long long)m->taken.instalment, (long long)m->taken.count, every_names[m->taken.every], date,
                (long long)m->taken.last, (long long)m->taken.total);
        if (whole && m->taken.has_left) at += (size_t)snprintf(m->text + at, sizeof m->text - at, "%lld}", (long long)m->taken.left);
        if (whole && !m->taken.has_left) at += (size_t)snprintf(m->text + at, sizeof m->text - at, "null}");
    }
    if ((m->offers = support_between(r, 0, 1))) {
        m->offer = (ruth_offer){.size = sizeof m->offer,
                                .amount = support_between(r, 1, 60000),
                                .every = (int)support_between(r, 0, 2),
                                .count = support_between(r, 0, 3) ? 0 : support_between(r, 1, 60),
                                .has_first_due = support_between(r, 0, 3) == 0,
                                .first_due = (int32_t)support_between(r, 20500, 20700)};
        at += (size_t)snprintf(m->text + at, sizeof m->text - at, ",\"offer\":{\"amount\":%lld,\"every\":\"%s\"", (long long)m->offer.amount,
                               every_names[m->offer.every]);
        if (m->offer.count) at += (size_t)snprintf(m->text + at, sizeof m->text - at, ",\"count\":%lld", (long long)m->offer.count);
        ru_date_text(m->offer.first_due, date);
        if (m->offer.has_first_due) at += (size_t)snprintf(m->text + at, sizeof m->text - at, ",\"first_due\":\"%s\"", date);
        at += (size_t)snprintf(m->text + at, sizeof m->text - at, "}");
    }
    if ((m->refs = support_between(r, 0, 1))) snprintf(m->text + at, sizeof m->text - at, ",\"ref\":{\"row\":[1, 2.50,null]}");
}

static void give(ruth_session *s, const more *m) {
    ruth_error e;
    static const char ref[] = "{\"row\":[1, 2.50,null]}";
    if (m->takes && ruth_request_choice(s, &m->taken, &e)) fail_msg("a choice is refused: %s (%s)", e.message, m->text);
    if (m->offers && ruth_request_offer(s, &m->offer, &e)) fail_msg("an offer is refused: %s (%s)", e.message, m->text);
    if (m->refs && ruth_request_ref(s, ref, sizeof ref - 1, &e)) fail_msg("a ref is refused: %s", e.message);
}

static void same(const char *what, ruth_text a, ruth_text b, const char *line) {
    size_t n = 0;
    while (n < a.length && n < b.length && a.bytes[n] == b.bytes[n]) n++;
    if (a.length != b.length || n < a.length)
        fail_msg("the %s differs at byte %zu: as text …%.60s, call by call …%.60s\n%s", what, n, a.bytes + (n > 20 ? n - 20 : 0),
                 b.bytes + (n > 20 ? n - 20 : 0), line);
}

static void agree(const char *folder, void (*person)(support_random *, const ru_schema *, request_draft *), uint64_t seed, long people) {
    support_world w = {0};
    support_random r = {seed};
    ruth_session *by_calls = NULL;
    static char line[(1 << 16) + 2048];
    static request_draft draft;
    long decided = 0, contacts = 0, unknown = 0, taken = 0, offered = 0;
    assert_int_equal(ruth_engine_new(NULL, &w.engine, &w.error), RUTH_OK);
    if (ruth_policy_load(w.engine, folder, &w.policy, &w.error)) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, &w.error), RUTH_OK);
    assert_int_equal(ruth_session_new(w.policy, &by_calls, &w.error), RUTH_OK);
    const ru_schema *schema = w.session->policy->schema;
    for (long n = 0; n < people; n++) {
        ruth_text t, a, b;
        more m;
        person(&r, schema, &draft);
        snprintf(line, sizeof line, "%s", request_text(schema, &draft));
        if (ruth_decide_line(w.session, line, strlen(line), 1, &t, NULL)) continue; /* zones that contradict */
        draw(&r, w.session, &m);
        snprintf(line + strlen(line) - 1, sizeof line - strlen(line), "%s}", m.text);
        if (ruth_decide_line(w.session, line, strlen(line), 1, &t, &w.error)) fail_msg("%s: %s", w.error.message, line);
        const ru_request *q = &w.session->request;
        char *is = support_copy(t);
        /* an empty list of contacts, and a contact without `at`, say what leaving them out and null say, in other bytes */
        bool plain = q->contacts_given != 2 || q->contact_count;
        for (size_t i = 0; i < q->contact_count; i++) plain = plain && q->contacts[i].at_given;
        if (plain) {
            ruth_error e;
            ru_zones *zones;
            ru_arena arena;
            ru_request again;
            ru_rejection why;
            assert_int_equal(ru_zones_new(&w.session->alloc, "/usr/share/zoneinfo", &zones, &e), RUTH_OK); /* as it was said: a decision lets facts expire */
            ru_arena_init(&arena, &w.session->alloc, 64 << 10);
            assert_true(ru_request_read(schema, zones, &arena, (ru_str){line, strlen(line)}, NULL, false, &again, &why));
            rebuild(by_calls, &r, schema, &again);
            give(by_calls, &m);
            if (ruth_decide(by_calls, &e)) fail_msg("%s: %s", e.message, line);
            assert_int_equal(ruth_decision_json(by_calls, &b, &e), RUTH_OK);
            same("decision", (ruth_text){is, strlen(is)}, b, line);
            assert_int_equal(ruth_decision_record(w.session, &a), RUTH_OK);
            assert_int_equal(ruth_decision_record(by_calls, &b), RUTH_OK);
            same("record", a, b, line);
            decided++, contacts += (long)q->contact_count, unknown += q->contacts_given == 1, taken += strstr(is, "\"agreement\":{") != NULL,
                offered += m.offers;
            ru_arena_free(&arena);
            ru_zones_free(zones);
        }
        free(is);
    }
    printf("%s: seed %llu, %ld people, %ld contacts, %ld whose contacts are not known, %ld lines taken, %ld offers\n", folder, (unsigned long long)seed,
           decided, contacts, unknown, taken, offered);
    assert_true(decided > people / 8 && contacts > people / 8 && (unknown > 0 || people < 1000) && offered > people / 32);
    ruth_session_free(by_calls);
    ruth_session_free(w.session);
    ruth_policy_release(w.policy);
    ruth_engine_free(w.engine);
}

static void humane(void **state) {
    (void)state;
    agree("policies/humane", account_random, 20261128, support_scaled(8000));
}
static void humane_anybody(void **state) {
    (void)state;
    agree("policies/humane", request_random, 20261129, support_scaled(8000));
}
static void law(void **state) {
    (void)state;
    agree("policies/sectors", request_random, 20261130, support_scaled(4000));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(humane), cmocka_unit_test(humane_anybody), cmocka_unit_test(law)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
