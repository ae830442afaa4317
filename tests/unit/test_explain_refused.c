/* test_explain_refused.c: an explainer whose allocator refuses, once or for ever, at every one of its calls: out of memory is said, nothing leaks, nothing is told by halves. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/refusing.h"
#include "tests/support/support.h"

static const support_file files[] = {
    {"policy.yaml", "policy: small\nversion: 1.0.0\nlanguages: [en, fr]\n"},
    {"facts.yaml", "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host, ask: { en: \"How much?\" } }\nlate: { type: integer, source: host }\nwrote: { type: integer, source: derived }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"derive.lua", "derive.wrote = count { direction = \"outbound\" }\n"},
    {"segments.lua", "segment \"late\" { when = { late = above(10), any_of { balance = above(0), wrote = at_least(3) } }, because = \"why.late\" }\nsegment \"rest\" { when = otherwise }\n"},
    {"ladders.lua", "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua", "action \"write\" { when = { segment = \"late\" }, message = \"hello\", because = \"why.late\" }\naction \"none\" { when = otherwise }\n"},
    {"plans.lua", "plan \"pause\" { when = { balance = above(0) }, offer = pause_payments { months = 1 } }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"charter.lua", "limit \"a\" { on = outbound, when = { wrote = at_least(1) }, forbid = true, because = \"why.late\" }\n"},
    {"messages/en.yaml", "why.late: \"{late} days late\"\nhello:\n  purpose: help\n  variants: { letter: { plain: { subject: Hello, body: hello } } }\n"},
    {"messages/fr.yaml", "why.late: \"{late} jours de retard\"\nhello:\n  variants: { letter: { plain: { subject: Bonjour, body: salut } } }\n"},
    {NULL, NULL},
};
static const char line[] = "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"late\":20,\"balance\":null},\"contacts\":[{\"at\":\"2026-03-01T14:00:00Z\",\"channel\":\"letter\"}]}";

/* The three ways to tell, in another language than the policy's first. False: memory ran out somewhere. */
static bool tell_all(const char *folder, refusing *r, size_t *loaded) {
    const ruth_options options = {.size = sizeof options, .allocator = refusing_allocator(r)};
    const ruth_explain_options ways[] = {{.size = sizeof *ways, .lang = "fr", .audience = RUTH_FOR_EXAMINER, .all = 1}, {.size = sizeof *ways, .lang = "fr", .audience = RUTH_FOR_PERSON}, {.size = sizeof *ways, .lang = "fr", .format = RUTH_AS_JSON}};
    ruth_engine *engine = NULL;
    ruth_explainer *x = NULL;
    ruth_error e;
    ruth_status st = ruth_engine_new(&options, &engine, &e);
    if (!st) st = ruth_explainer_new(engine, folder, &x, &e);
    *loaded = r->calls;
    for (size_t i = 0; !st && i < sizeof ways / sizeof *ways; i++) {
        ruth_text text, decision;
        st = ruth_explain(x, line, strlen(line), &ways[i], &text, &decision, &e);
        assert_true((text.length > 0) == (st == RUTH_OK));
    }
    bool request = st == RUTH_E_REQUEST && strstr(e.message, "out of memory"); /* refused while the request was read */
    if (st && st != RUTH_E_NOMEM && !request) fail_msg("status %d: %s", (int)st, e.message);
    ruth_explainer_free(x);
    ruth_engine_free(engine);
    assert_int_equal(r->held, 0);
    assert_int_equal(r->blocks, 0);
    assert_false(r->wrong_size);
    return st == RUTH_OK;
}

static void every_call(void **state) {
    (void)state;
    char folder[256];
    refusing all = {0};
    size_t loaded, ignored;
    long refused = 0;
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    assert_true(tell_all(folder, &all, &loaded));
    for (size_t at = 1; at <= all.calls; at += at + 97 < loaded ? 97 : 1) /* loading is refused elsewhere, call by call */
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            refusing r = {.refuse_at = at, .for_ever = for_ever};
            refused += !tell_all(folder, &r, &ignored);
        }
    printf("%zu calls, refused %ld times\n", all.calls, refused);
    assert_true(refused > 0);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_call)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
