/* facts_fixture.c: see facts_fixture.h. */
#include "tests/support/facts_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

const char facts_yaml[] =
    "jurisdiction: { type: enum, values: [us, ca-qc, us-ma], source: host, purpose: law, in_power_of: nobody }\n"
    "role: { type: enum, values: [first_party, third_party], source: host, purpose: law, in_power_of: us }\n"
    "timezone: { type: zone, source: host, purpose: law }\n"
    "timezone_candidates: { type: list of zone, if_missing: none_on_file, source: host }\n"
    "language: { type: enum, values: [en, fr], source: person }\n"
    "currency: { type: enum, values: [USD, CAD, JPY], source: host }\n"
    "subject: { type: text, source: host }\n"
    "days_past_due: { type: integer, range: [-60, 3650], unit: days, moves: daily, say: { en: \"days late\", fr: \"jours de retard\" } }\n"
    "balance: { type: money }\n"
    "monthly_income: { type: money, source: person, ask: { en: \"About how much comes in?\", fr: \"Combien recevez-vous ?\" } }\n"
    "essential_costs: { type: money, source: person }\n"
    "interest: { type: ratio, range: [\"0\", \"1\"], source: host }\n"
    "life_event: { type: enum, values: [job_loss, illness, bereavement], if_missing: none_on_file, source: person,\n"
    "  expires: { after: 180 days, from: life_event_on, then: none_on_file },\n"
    "  say: { bereavement: { en: \"a death in the family\", fr: \"un deuil\" }, en: \"what happened\" } }\n"
    "life_event_on: { type: date, if_missing: none_on_file, source: person }\n"
    "call_consent: { type: boolean, source: person, expires: { on: consent_until, then: unknown } }\n"
    "consent_until: { type: instant, if_missing: none_on_file, source: person }\n"
    "vulnerabilities: { type: list of enum, values: [health, resilience, capability], if_missing: none_on_file, source: person }\n"
    "preferred_channel: { type: enum, values: [portal, letter, email, sms, voice], if_missing: none_on_file, source: person }\n"
    "cease_received_at: { type: instant, if_missing: none_on_file, source: person }\n"
    "convenient_windows: { type: weekly windows, if_missing: none_on_file, source: person }\n"
    "references: { type: list of text, if_missing: none_on_file }\n"
    "plans_broken_12m: { type: integer, range: [0, 50], if_missing: 0 }\n"
    "complaint_open: { type: boolean, if_missing: false }\n"
    "score: { type: integer, source: plugin }\n"
    "sex: { type: enum, values: [female, male, other], purpose: fairness, protected: true }\n"
    "disposable: { type: money, source: derived }\n"
    "robots: { type: integer, source: derived }\n";

const char contacts_yaml[] = "channel: { type: enum, values: [portal, letter, email, sms, voice] }\n"
                             "direction: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"
                             "outcome: { type: enum, values: [no_answer, voicemail, conversation, not_connected], if_missing: unknown }\n"
                             "automated: { type: boolean, if_missing: unknown }\n"
                             "asked: { type: enum, values: [three_questions, review], if_missing: none_on_file }\n"
                             "debts: { type: list of text, if_missing: unknown }\n"
                             "tags: { type: list of enum, values: [a, b, c], if_missing: none_on_file }\n"
                             "amount: { type: money, if_missing: none_on_file }\n"
                             "number: { type: text, if_missing: none_on_file }\n"
                             "minutes: { type: integer, if_missing: unknown }\n"
                             "promised_on: { type: date, if_missing: none_on_file }\n";

const char numbers_yaml[] = "early_until: { type: integer, value: 15, unit: days, doc: \"last day of the early stage\" }\n"
                            "share: { type: ratio, value: \"0.50\", tighter: lower }\n"
                            "reserve: { type: money, USD: \"50.00\", CAD: \"65.00\", EUR: \"45.00\", tighter: higher }\n"
                            "per_week: { type: integer, value: 3, tighter: lower }\n"
                            "cutoff: { type: date, value: 2026-01-01 }\n";

static ruth_status yaml(facts_fixture *f, const char *name, const char *text, const ru_node **out) {
    ru_node *n = NULL;
    ruth_status st = ru_yaml_read(&f->arena, ru_str_of(name), ru_str_of(text), &n, &f->error);
    *out = n;
    return st;
}

ruth_status facts_open_with(facts_fixture *f, const char *facts, const char *contacts, const char *numbers) {
    static const ru_str languages[] = {{"en", 2}, {"fr", 2}};
    const ru_node *nodes[3] = {NULL, NULL, NULL};
    ruth_allocator alloc = ru_allocator_default();
    memset(f, 0, sizeof *f);
    ru_arena_init(&f->arena, &alloc, 64 * 1024);
    ru_arena_init(&f->request_arena, &alloc, 64 * 1024);
    ru_buf_init(&f->out, &alloc);
    ruth_status st = ru_zones_new(&alloc, NULL, &f->zones, &f->error);
    if (!st) st = yaml(f, "facts.yaml", facts ? facts : facts_yaml, &nodes[0]);
    if (!st) st = yaml(f, "contacts.yaml", contacts ? contacts : contacts_yaml, &nodes[1]);
    if (!st) st = yaml(f, "numbers.yaml", numbers ? numbers : numbers_yaml, &nodes[2]);
    ru_schema_files files = {&nodes[0], &nodes[1], &nodes[2], 1, 1, 1, languages, 2};
    return st ? st : ru_schema_build(&f->arena, &files, &f->s, &f->error);
}

void facts_open(facts_fixture *f) {
    if (facts_open_with(f, NULL, NULL, NULL) != RUTH_OK) fail_msg("%s:%d:%d: %s", f->error.file, f->error.line, f->error.column, f->error.message);
}

void facts_close(facts_fixture *f) {
    ru_zones_free(f->zones);
    ru_arena_free(&f->request_arena);
    ru_arena_free(&f->arena);
    ru_buf_free(&f->out);
}

static void as_lua(ru_node *n) {
    for (size_t i = 0; i < n->count; i++) as_lua(n->items[i]);
    if (n->kind != RU_NODE_TEXT || n->quoted || !n->text.n) return;
    if (ru_str_is(n->text, "true") || ru_str_is(n->text, "false")) {
        n->kind = RU_NODE_BOOL;
        n->number = ru_str_is(n->text, "true");
        return;
    }
    char copy[32], *end;
    if (n->text.n >= sizeof copy) return;
    memcpy(copy, n->text.p, n->text.n);
    copy[n->text.n] = '\0';
    if (strspn(copy, "-0123456789.") < n->text.n) return;
    n->number = strtoll(copy, &end, 10);
    if (*end == '\0') n->kind = RU_NODE_INT;
    else if (*end == '.') n->kind = RU_NODE_FLOAT;
}

ru_node *facts_node(facts_fixture *f, const char *text) {
    ru_node *n = NULL;
    if (ru_yaml_read(&f->arena, RU_STR("rules.lua"), ru_str_of(text), &n, &f->error) != RUTH_OK) fail_msg("%s: %s", text, f->error.message);
    as_lua(n);
    return n;
}

bool facts_read(facts_fixture *f, const char *line) {
    ru_arena_reset(&f->request_arena);
    return ru_request_read(f->s, f->zones, &f->request_arena, ru_str_of(line), NULL, false, &f->r, &f->why);
}

void facts_scene(facts_fixture *f, const char *line) {
    if (!facts_read(f, line)) fail_msg("%s at %s: %s", ru_reject_name(f->why.code), f->why.at, f->why.message);
    assert_true(ru_scene_open(&f->scene, f->s, f->zones, &f->r, &f->request_arena));
}

int facts_slot(const facts_fixture *f, const char *name) {
    int slot = ru_fields_find(&f->s->facts, ru_str_of(name));
    if (slot < 0) fail_msg("no fact %s", name);
    return slot;
}

const ru_value *facts_value(const facts_fixture *f, const char *name) { return &f->r.facts[facts_slot(f, name)]; }

const char *facts_text(facts_fixture *f) {
    assert_false(f->out.failed);
    ru_str s = ru_arena_str(&f->request_arena, (ru_str){f->out.p ? f->out.p : "", f->out.n});
    ru_buf_clear(&f->out);
    return s.p;
}

int facts_scaled(int count) {
    const char *scale = getenv("RUTH_SCALE");
    long per_mille = scale ? strtol(scale, NULL, 10) : 1000;
    long n = count * per_mille / 1000;
    return n < 1 ? 1 : (int)n;
}
