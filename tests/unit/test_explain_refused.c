/* test_explain_refused.c: an explainer whose allocator refuses, once or for ever: out of memory is said, nothing leaks, nothing is told by halves. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/scenes.h"
#include "tests/support/support.h"

static const support_file files[] = {
    {"policy.yaml", "policy: small\nversion: 1.0.0\nlanguages: [en, fr]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host, ask: { en: \"How much?\" } }\nlate: { type: integer, source: host }\nwrote: { type: integer, source: derived }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"derive.lua", "derive.wrote = count { direction = \"outbound\" }\n"},
    {"segments.lua",
     "segment \"late\" { when = { late = above(10), any_of { balance = above(0), wrote = at_least(3) } }, because = \"why.late\" }\nsegment \"rest\" { when = otherwise }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua", "action \"write\" { when = { segment = \"late\" }, message = \"hello\", because = \"why.late\" }\naction \"none\" { when = otherwise }\n"},
    {"plans.lua", "plan \"pause\" { when = { balance = above(0) }, offer = pause_payments { months = 1 } }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"charter.lua", "limit \"a\" { on = outbound, when = { wrote = at_least(1) }, forbid = true, because = \"why.late\" }\n"},
    {"messages/en.yaml", "why.late: \"{late} days late\"\nhello:\n  purpose: help\n  variants: { letter: { plain: { subject: Hello, body: hello } } }\n"},
    {"messages/fr.yaml", "why.late: \"{late} jours de retard\"\nhello:\n  variants: { letter: { plain: { subject: Bonjour, body: salut } } }\n"},
    {NULL, NULL},
};
static const char line[] =
    "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"late\":20,\"balance\":null},\"contacts\":[{\"at\":\"2026-03-01T14:00:00Z\",\"channel\":\"letter\"}]}";

static char folder[256];

/* The three ways to tell, in another language than the policy's first. */
static ruth_status tell_all(ruth_engine *engine, ruth_error *e) {
    const ruth_explain_options ways[] = {{.size = sizeof *ways, .lang = "fr", .audience = RUTH_FOR_EXAMINER, .all = 1},
                                         {.size = sizeof *ways, .lang = "fr", .audience = RUTH_FOR_PERSON},
                                         {.size = sizeof *ways, .lang = "fr", .format = RUTH_AS_JSON}};
    ruth_explainer *x = NULL;
    ruth_status st = ruth_explainer_new(engine, folder, &x, e);
    for (size_t i = 0; !st && i < sizeof ways / sizeof *ways; i++) {
        ruth_text text, decision;
        st = ruth_explain(x, line, strlen(line), &ways[i], &text, &decision, e);
        assert_true((text.length > 0) == (st == RUTH_OK));
        if (!st) scene_note(text);
        if (!st) scene_note(decision);
    }
    ruth_explainer_free(x);
    return st;
}

static void every_call(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    scene_loads_elsewhere(folder);
    scene_refuse(tell_all, "explain", 400);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_call)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
