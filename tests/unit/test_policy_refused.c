/* test_policy_refused.c: policies of every form are loaded, decide and are asked while the n-th request for memory is refused: out of memory is said, nothing leaks, no other decision. */
#include <stdio.h>
#include <string.h>

#include "tests/support/charter_garden.h"
#include "tests/support/plugins.h"
#include "tests/support/scenes.h"

static const char *folder, *facts;
static bool plugins;

static ruth_status line(ruth_session *s, const char *now, const char *rest, bool asks, ruth_error *e) {
    char text[1200];
    ruth_text t;
    snprintf(text, sizeof text, "{\"id\":\"a\",\"now\":\"%s\",\"facts\":{%s}%s}", now, facts, rest);
    ruth_status st = (asks ? ruth_permit_line : ruth_decide_line)(s, text, strlen(text), 1, &t, e);
    if (!st) scene_note(t);
    return st;
}

static ruth_status use(ruth_engine *engine, ruth_error *e) {
    ruth_policy *p = NULL;
    ruth_session *s = NULL;
    if (plugins) plugin_told = (plugin_control){.steady = 7};
    if (plugins) plugin_add_all(engine);
    ruth_status st = ruth_policy_load(engine, folder, &p, e);
    if (!st) st = ruth_session_new(p, &s, e);
    if (!st)
        st = line(
            s, "2026-03-02T15:00:00Z",
            ",\"contacts\":[{\"at\":\"2026-03-01T14:00:00Z\",\"channel\":\"letter\"},{\"at\":\"2026-02-01T14:00:00Z\",\"channel\":\"letter\",\"direction\":\"inbound\"}]",
            false, e);
    if (!st) st = line(s, "2026-03-02T15:00:00Z", ",\"contacts\":[],\"proposed\":{\"channel\":\"letter\",\"at\":\"2026-03-02T16:00:00Z\"}", true, e);
    ruth_session_free(s);
    ruth_policy_release(p);
    return st;
}

static void a_limit_of_every_form(void **state) {
    char made[256];
    (void)state;
    snprintf(made, sizeof made, "%s", support_folder(charter_garden));
    folder = made;
    facts =
        "\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":40000,\"late\":45,\"event\":\"loss\",\"event_on\":\"2026-02-25\",\"opt_outs\":[\"voice\"],\"good_hours\":[{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"12:00\"}]";
    scene_refuse(use, "garden", 400);
    support_remove(made);
}

static void every_plugin(void **state) {
    char made[256];
    (void)state;
    snprintf(made, sizeof made, "%s", support_folder(plugin_policy(plugin_all, plugin_plans)));
    folder = made;
    facts = "\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":39700,\"late\":30";
    plugins = true;
    scene_refuse(use, "plugins", 400);
    plugins = false;
    support_remove(made);
}

static void the_starter(void **state) {
    (void)state;
    folder = "policies/starter";
    facts = "\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":40000,\"days_past_due\":45,\"language\":\"en\"";
    scene_refuse(use, "starter", 300);
}

static void the_humane(void **state) {
    (void)state;
    folder = "policies/humane";
    facts =
        "\"jurisdiction\":\"ca-qc\",\"role\":\"first_party\",\"timezone\":null,\"language\":\"fr\",\"currency\":\"CAD\",\"balance\":40000,\"days_past_due\":45,\"monthly_income\":300000,\"essential_costs\":150000,\"priority_debts\":0";
    scene_refuse(use, "humane", 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_limit_of_every_form), cmocka_unit_test(every_plugin), cmocka_unit_test(the_starter),
                                       cmocka_unit_test(the_humane)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
