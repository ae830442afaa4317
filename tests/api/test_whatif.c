/* test_whatif.c: what would change a decision: every change that is told really changes it, and a wanted outcome is reached by as few facts as can be. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/json_tree.h"
#include "tests/support/support.h"

typedef struct known {
    const char *name, *json;
} known;
static const known person[] = {
    {"jurisdiction", "\"us\""}, {"role", "\"first_party\""}, {"timezone", "\"America/New_York\""}, {"currency", "\"USD\""},       {"language", "\"en\""},
    {"balance", "50000"},       {"days_past_due", "45"},     {"monthly_income", "300000"},         {"essential_costs", "200000"}, {"priority_debts", "0"},
    {"email_consent", "true"},  {"sms_consent", "false"},    {"whatsapp_consent", "false"},        {"call_consent", "false"},     {"portal_user", "false"},
    {"time_barred", "false"},
};
enum { KNOWN = sizeof person / sizeof *person };

static ru_arena asked, decided;
static struct {
    ruth_engine *engine;
    ruth_policy *policy;
    ruth_session *session;
    ruth_whatif *whatif;
    ruth_error e;
} w;

static int open_world(void **state) {
    ruth_allocator alloc = ru_allocator_default();
    (void)state;
    ru_arena_init(&asked, &alloc, 1 << 16);
    ru_arena_init(&decided, &alloc, 1 << 16);
    if (ruth_engine_new(NULL, &w.engine, &w.e) || ruth_policy_load(w.engine, "policies/humane", &w.policy, &w.e) ||
        ruth_session_new(w.policy, &w.session, &w.e) || ruth_whatif_new(w.engine, "policies/humane", &w.whatif, &w.e)) {
        fprintf(stderr, "%s:%d: %s\n", w.e.file, w.e.line, w.e.message);
        return -1;
    }
    return 0;
}

static int close_world(void **state) {
    (void)state;
    ruth_whatif_free(w.whatif);
    ruth_session_free(w.session);
    ruth_policy_release(w.policy);
    ruth_engine_free(w.engine);
    ru_arena_free(&asked);
    ru_arena_free(&decided);
    return 0;
}

/* A number, true or false: written as it is. */
static bool bare(ru_str t) {
    return ru_str_is(t, "true") || ru_str_is(t, "false") || (t.n && strspn(t.p + (t.p[0] == '-'), "0123456789") >= t.n - (t.p[0] == '-'));
}

/* The person's request, with what `set` changes; "none_on_file" leaves the key out. */
static size_t request(const ru_node *set, char *out, size_t room) {
    size_t n = (size_t)snprintf(out, room, "{\"id\":\"w\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{");
    bool first = true;
    for (size_t i = 0; i < KNOWN; i++) {
        bool changed = false;
        for (size_t k = 0; set && k < set->count; k++) changed |= !strcmp(json_text(set->items[k], "fact"), person[i].name);
        if (!changed) n += (size_t)snprintf(out + n, room - n, "%s\"%s\":%s", first ? "" : ",", person[i].name, person[i].json);
        first &= changed;
    }
    for (size_t k = 0; set && k < set->count; k++) {
        const ru_node *to = json_at(set->items[k], "to");
        if (to->kind == RU_NODE_TEXT && ru_str_is(to->text, "none_on_file")) continue;
        n += (size_t)snprintf(out + n, room - n, "%s\"%s\":", first ? "" : ",", json_text(set->items[k], "fact"));
        first = false;
        if (to->kind == RU_NODE_LIST) {
            n += (size_t)snprintf(out + n, room - n, "[");
            for (size_t i = 0; i < to->count; i++)
                n += (size_t)snprintf(out + n, room - n, "%s\"%.*s\"", i ? "," : "", (int)to->items[i]->text.n, to->items[i]->text.p);
            n += (size_t)snprintf(out + n, room - n, "]");
        } else {
            const char *quote = bare(to->text) ? "" : "\"";
            n += (size_t)snprintf(out + n, room - n, "%s%.*s%s", quote, (int)to->text.n, to->text.p, quote);
        }
    }
    return n + (size_t)snprintf(out + n, room - n, "}}");
}

static const ru_node *ask(const char *line, const char *want) {
    ruth_text out;
    if (ruth_whatif_ask(w.whatif, line, strlen(line), want, NULL, RUTH_AS_JSON, &out, &w.e)) fail_msg("%s", w.e.message);
    ru_arena_reset(&asked);
    return json_tree(&asked, (ru_str){out.bytes, out.length});
}

static void changes_are_real(const char *want) {
    char line[8192], changed[8192];
    request(NULL, line, sizeof line);
    const ru_node *answer = ask(line, want), *changes = json_at(answer, "changes");
    assert_true(changes->count > 0);
    for (size_t i = 0; i < changes->count; i++) {
        const ru_node *then = json_at(changes->items[i], "then");
        ruth_text out;
        size_t n = request(json_at(changes->items[i], "set"), changed, sizeof changed);
        if (ruth_decide_line(w.session, changed, n, 1, &out, &w.e)) fail_msg("%s: %s", changed, w.e.message);
        ru_arena_reset(&decided);
        const ru_node *d = json_tree(&decided, (ru_str){out.bytes, out.length});
        if (!json_is(d, "action.is", json_text(then, "action")))
            fail_msg("%s: told %s, decided %s", changed, json_text(then, "action"), json_text(d, "action.is"));
        bool silent = json_at(then, "channel")->kind == RU_NODE_NULL;
        assert_int_equal(silent, json_at(d, "contact")->kind == RU_NODE_NULL);
        if (!silent) assert_true(json_is(d, "contact.channel", json_text(then, "channel")));
        bool nobody = json_at(then, "hand_over")->kind == RU_NODE_NULL;
        assert_int_equal(nobody, json_at(d, "hand_over")->kind == RU_NODE_NULL);
    }
}

static void every_change_is_real(void **state) {
    (void)state;
    changes_are_real(NULL);
}

static void a_wanted_outcome_is_reached(void **state) {
    (void)state;
    char line[8192];
    changes_are_real("hand_over=care");
    changes_are_real("channel=none");
    changes_are_real("channel=portal");
    request(NULL, line, sizeof line);
    const ru_node *answer = ask(line, "channel=email");
    assert_true(json_is(answer, "reached", "true"));
    assert_int_equal(json_at(answer, "changes")->count, 0);
}

static void what_cannot_be_asked(void **state) {
    (void)state;
    static const struct {
        const char *want, *says;
    } rows[] = {{"action", "PATH=VALUE"}, {"action=dance", "has no action dance"}, {"mood=good", "cannot be wanted"}, {"tone=none", "has no tone none"}};
    char line[8192];
    ruth_text out;
    request(NULL, line, sizeof line);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(ruth_whatif_ask(w.whatif, line, strlen(line), rows[i].want, NULL, RUTH_AS_TEXT, &out, &w.e), RUTH_E_ARGUMENT);
        assert_has(w.e.message, rows[i].says);
    }
    assert_int_equal(ruth_whatif_ask(w.whatif, "{}", 2, NULL, NULL, RUTH_AS_TEXT, &out, &w.e), RUTH_E_REQUEST);
    assert_int_equal(ruth_whatif_ask(w.whatif, line, strlen(line), NULL, "soon", RUTH_AS_TEXT, &out, &w.e), RUTH_E_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_change_is_real), cmocka_unit_test(a_wanted_outcome_is_reached),
                                       cmocka_unit_test(what_cannot_be_asked)};
    return cmocka_run_group_tests(tests, open_world, close_world);
}
