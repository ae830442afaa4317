/* test_budget_sweep.c: a coded rule stopped at every instruction leaves nothing behind: the next request is decided as by a session that never saw it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/decide/session.h"
#include "engine/script/sandbox.h"
#include "tests/support/support.h"

/* No shipped policy has a coded rule; these do what one may: facts, lists, texts, tables, sorting, closures, recursion, what was captured, what is refused. In every place one may stand. */
static const support_file files[] = {
    {"policy.yaml", "policy: coded\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, if_missing: none_on_file, source: host }\n"
     "needs: { type: list of enum, values: [sight, money, hearing], if_missing: none_on_file, source: person }\nnote: { type: text, if_missing: none_on_file, source: host }\nkind: { type: enum, values: [loan, card], source: host }\n"
     "preferred_channel: { type: enum, values: [voice, letter], source: person }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"segments.lua",
     "local bounds = { 10, 20, 30, far = { 90, 180 } }\nlocal seen, last = 0, \"\"\n"
     "local function sum(t, from) if from > #t then return 0 end return t[from] + sum(t, from + 1) end\n"
     "segment \"calls\" { when = function(f) return f.preferred_channel == \"voice\" end }\n"
     "segment \"helper\" { when = function(f) return sum(bounds, 1) + sum(bounds.far, 1) < f.late end }\n"
     "segment \"reads\" { when = function(f) return seen > 0 or #last > 0 end }\n"
     "segment \"remembers\" { when = function(f) seen = seen + 1 last = last .. \"x\" local n = 0 for i = 1, 20 do n = n + i end return seen > 2 or #last > 2 end }\n"
     "segment \"loops\" { when = function(f) for _, n in ipairs(bounds) do if f.late <= n then return false end end local far = 0 for _, v in pairs(bounds.far) do far = far + v end return f.late > far end }\n"
     "segment \"rest\" { when = otherwise }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" }, { \"firm\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua",
     "action \"write\" { when = function(f) local t = {} for i = 12, 1, -1 do table.insert(t, { n = i, s = \"k\" .. i }) end table.sort(t, function(a, b) return a.n < b.n end) table.remove(t) "
     "local s = {} for i, v in ipairs(t) do s[i] = v.s end return table.concat(s, \",\"):len() > f.late // 40 end, message = \"hello\" }\naction \"none\" { when = otherwise }\n"},
    {"plans.lua",
     "plan \"parts\" { when = function(f) local made = {} for i = 1, 5 do made[i] = function(x) return x + i end end local n = 0 for _, add in ipairs(made) do n = add(n) end return n == 15 and f.balance > 100 end, "
     "offer = instalments { smallest = money(\"10.00 USD\"), up_to = money(\"100.00 USD\"), longest = 12 } }\n"},
    {"tones.lua",
     "tone \"firm\" { when = function(f) local s = string.format(\"%s-%d\", f.kind, f.balance) for i = 1, 6 do s = s .. s:sub(1, 4):upper() .. string.rep(\"-\", i) end return s:find(\"LOAN\", 1, true) ~= nil and #s < 500 end }\ntone \"plain\" { when = otherwise }\n"},
    {"channels.lua",
     "channel \"letter\" { when = function(f) local function all(...) local n = 0 for i = 1, select(\"#\", ...) do if (select(i, ...)) then n = n + 1 end end return n end "
     "return all(f.note, true, f.kind == \"card\", tostring(f.balance) ~= \"7\", tonumber(\"12\") == 12, math.max(f.balance, 3) > 2) >= 4 end }\n"},
    {"charter.lua",
     "limit \"a\" { on = outbound, when = function(f) local t = {} for _, w in ipairs(f.needs or {}) do t[w] = #w end local n = 0 for k, v in pairs(t) do n = n + v + #k end return n > 24 end, forbid = true, because = \"many needs\" }\n"
     "limit \"b\" { on = outbound, when = function(f) local n = 0 while n * n < f.balance do n = n + 7 end repeat n = n - 3 until n < 0 bounds = n return n == -1 end, forbid = true, because = \"an odd end\" }\n"},
    {"messages/en.yaml",
     "hello:\n  purpose: help\n  variants: { letter: { plain: { subject: Hello, body: \"{late} days\" }, firm: { subject: Hello, body: \"Please call.\" } } }\n"},
    {NULL, NULL},
};
#define PERSON(id, facts) "{\"id\":\"" id "\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\"" facts "}}"
static const char *const people[] = {
    PERSON(
        "all",
        ",\"balance\":24000,\"late\":200,\"needs\":[\"money\",\"sight\",\"hearing\"],\"note\":\"a\\u00e9b\",\"kind\":\"loan\",\"preferred_channel\":\"letter\""),
    PERSON("far", ",\"balance\":900,\"late\":400,\"needs\":[\"sight\"],\"kind\":\"card\",\"preferred_channel\":\"letter\""),
    PERSON("nothing", ",\"balance\":5000,\"late\":null,\"kind\":\"card\",\"preferred_channel\":\"voice\""),
    PERSON("unknown", ",\"late\":15"),
};
enum { PEOPLE = sizeof people / sizeof *people };
static char *fresh[PEOPLE]; /* what a session says that has never decided anything */
static support_world w;

static ruth_session *another(void) {
    ruth_session *s = NULL;
    ruth_error e;
    if (ruth_session_new(w.policy, &s, &e) != RUTH_OK) fail_msg("%s", e.message);
    return s;
}

static ruth_text decide(ruth_session *s, int who) {
    ruth_text t;
    ruth_error e;
    if (ruth_decide_line(s, people[who], strlen(people[who]), 1, &t, &e) != RUTH_OK) fail_msg("%s: %s", people[who], e.message);
    return t;
}

/* Of what is decided next, no byte may differ. */
static void as_fresh(ruth_session *s, int who, int64_t budget, int64_t rule) {
    ruth_text t = decide(s, who);
    if (t.length == strlen(fresh[who]) && !memcmp(t.bytes, fresh[who], t.length)) return;
    fail_msg("rule %lld stopped after %lld instructions, then %s:\n%.*s\nand not\n%s", (long long)rule, (long long)budget, people[who], (int)t.length, t.bytes,
             fresh[who]);
}

static void limit(ruth_session *s, int64_t budget) {
    s->script->caps.run_instructions = budget;
    s->script->caps.look_every = 1;
}

static void limit_no_more(ruth_session *s) {
    ru_script_caps caps = ru_script_default_caps();
    s->script->caps.run_instructions = caps.run_instructions;
    s->script->caps.look_every = caps.look_every;
}

/* Every instruction; under the sanitizers the first sixty and then every seventh, another one from rule to rule. */
static int64_t following(int64_t budget, int64_t rule) {
    if (support_scaled(1000) >= 1000 || budget < 60) return budget + 1;
    return budget + (budget == 60 ? 1 + rule % 7 : 7);
}

static int open_world(void **state) {
    (void)state;
    support_open(&w, files);
    for (int i = 0; i < PEOPLE; i++) {
        ruth_session *s = another();
        fresh[i] = support_copy(decide(s, i));
        ruth_session_free(s);
    }
    return 0;
}

static int close_world(void **state) {
    (void)state;
    for (int i = 0; i < PEOPLE; i++) free(fresh[i]);
    support_close(&w);
    return 0;
}

/* Each rule alone, in the session's own state, between two requests. */
static void one_rule_is_stopped(void **state) {
    (void)state;
    long stops = 0, longest = 0;
    ruth_session *s = another();
    decide(s, 0);
    int64_t count = ru_script_code_count(s->script);
    assert_int_equal(count, s->policy->coded_count);
    assert_int_equal(count, 11);
    for (int64_t rule = 0; rule < count; rule++)
        for (int who = 0; who < PEOPLE; who++) {
            ru_code_result r = {.end = RU_CODE_BUDGET};
            for (int64_t budget = 0; r.end == RU_CODE_BUDGET; budget = following(budget, rule)) {
                as_fresh(s, who, budget, rule);
                limit(s, budget);
                ru_script_run(s->script, rule, &s->scene, &r);
                limit_no_more(s);
                assert_true(r.end != RU_CODE_MEMORY && !s->script->spent);
                as_fresh(s, (who + (int)(budget % PEOPLE)) % PEOPLE, budget, rule);
                stops += r.end == RU_CODE_BUDGET;
                if (r.end == RU_CODE_BUDGET && budget > longest) longest = (long)budget;
                assert_true(budget < 20000);
            }
        }
    ruth_session_free(s);
    printf("each rule alone: %ld stops, up to %ld instructions\n", stops, longest);
    assert_true(stops > 1000 && longest > 300);
}

/* Every rule of a decision at once: the answer is the one that a fresh session gives under the same budget, and the next ones are whole again. */
static void a_decision_is_stopped(void **state) {
    (void)state;
    long stops = 0, kinds = 0;
    ruth_session *s = another();
    decide(s, 0);
    for (int who = 0; who < PEOPLE; who++) {
        bool stopped = true;
        char *before = support_copy((ruth_text){"", 0});
        for (int64_t budget = 0; stopped; budget = following(budget, who)) {
            limit(s, budget);
            char *said = support_copy(decide(s, who));
            stopped = strstr(said, "\"budget\"") != NULL;
            limit_no_more(s);
            for (int next = 0; next < PEOPLE; next++) as_fresh(s, next, budget, -1);
            if (strcmp(said, before) != 0) { /* it changes a few times only: then a session of its own is asked */
                ruth_session *own = another();
                decide(own, (who + 1) % PEOPLE); /* makes the state */
                if (own->script) {
                    limit(own, budget);
                    ruth_text t = decide(own, who);
                    assert_int_equal(t.length, strlen(said));
                    assert_memory_equal(t.bytes, said, t.length);
                }
                ruth_session_free(own);
                kinds++;
            }
            free(before);
            before = said;
            stops += stopped;
        }
        free(before);
    }
    ruth_session_free(s);
    printf("whole decisions: %ld stops, %ld different answers\n", stops, kinds);
    assert_true(stops > 100 && kinds > PEOPLE);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_rule_is_stopped), cmocka_unit_test(a_decision_is_stopped)};
    return cmocka_run_group_tests(tests, open_world, close_world);
}
