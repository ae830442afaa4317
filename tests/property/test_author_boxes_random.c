/* test_author_boxes_random.c: small random policies against every request they can meet: what the box analysis claims is so, and nothing is missing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/boxes_look.h"

static const char ladders[] =
    "ladder \"action\" { { \"none\", contact = false }, { \"write\" }, { \"ask\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n";

enum { CIRCUMSTANCES = 2, RULES = 8, NAMES = 8 };
typedef struct text {
    char p[8192];
    size_t n;
} text;

static void say(text *t, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(t->p + t->n, sizeof t->p - t->n, format, args);
    va_end(args);
    assert_true(n >= 0 && t->n + (size_t)n < sizeof t->p);
    t->n += (size_t)n;
}

static void say_atom(text *t, support_random *r, int stage) {
    static const char *const e[] = {"\"u\"", "\"v\"", "\"w\""}, *const op[] = {"at_least", "at_most", "above", "below"};
    int pick = (int)support_between(r, 0, stage ? 8 : 6), v = (int)support_between(r, 0, 4);
    switch (pick) {
    case 0: say(t, "{ b0 = %s }", v & 1 ? "true" : "false"); break;
    case 1: say(t, "{ b1 = %s }", v & 1 ? "true" : "false"); break;
    case 2: say(t, "{ e0 = %s }", e[v % 3]); break;
    case 3: say(t, "{ e0 = %s(%s, %s) }", v & 1 ? "one_of" : "none_of", e[v % 3], e[(v + 1) % 3]); break;
    case 4: say(t, "{ i0 = %s(%d) }", op[support_between(r, 0, 3)], v); break;
    case 5: say(t, "{ i0 = between(%d, %d) }", v, (int)support_between(r, v, 4)); break;
    case 6: say(t, "{ e0 = %s }", v & 1 ? "on_file" : "not_on_file"); break;
    default: say(t, "{ segment = %s(\"s%d\", \"s%d\") }", v & 1 ? "one_of" : "none_of", v % 3, (v + 1) % 3);
    }
}

static void say_cond(text *t, support_random *r, int depth, int circumstances, int stage) {
    static const char *const words[] = {"any_of", "all_of", "none_of_these"};
    int pick = (int)support_between(r, 0, 9);
    if (depth <= 0 || pick < 3) {
        say_atom(t, r, stage);
    } else if (pick == 3 && circumstances > 0) {
        say(t, "circumstance.c%d", (int)support_between(r, 0, circumstances - 1));
    } else {
        int n = (int)support_between(r, 1, 3);
        say(t, "%s { ", words[support_between(r, 0, 2)]);
        for (int i = 0; i < n; i++) {
            if (i) say(t, ", ");
            say_cond(t, r, depth - 1, circumstances, stage);
        }
        say(t, " }");
    }
}

static void say_rules(text *t, support_random *r, const char *kind, const char *id, int count, const char *const *names, int stage) {
    for (int i = 0; i < count; i++) {
        say(t, "%s \"%s%d\" { is = \"%s\", when = ", kind, id, i, names[support_between(r, 0, 2)]);
        say_cond(t, r, 3, CIRCUMSTANCES, stage);
        if (support_between(r, 0, 3) == 0) {
            say(t, ", unless = ");
            say_cond(t, r, 1, CIRCUMSTANCES, stage);
        }
        say(t, " }\n");
    }
}

/* What really happens: per rule, was it ever true, did it ever decide? */
typedef struct seen {
    bool is_true[RULES + 1], decides[RULES + 1], circumstance[CIRCUMSTANCES], segment[3];
} seen;

static void watch(ru_session *s, const ru_rules *rules, const ru_stage_result *d, seen *to) {
    for (size_t i = 0; i < rules->count; i++) to->is_true[i] |= ru_match_result(s->run, (size_t)rules->items[i].result) == RU_TRUE;
    if (d->definite && d->rule_count == 1) to->decides[d->rules[0]] = true;
}

static void enumerate(const ru_policy *p, seen *segments, seen *actions) {
    ruth_session *s;
    ruth_text out;
    ruth_error e;
    static const char *const es[] = {"", ",\"e0\":\"u\"", ",\"e0\":\"v\"", ",\"e0\":\"w\""};
    assert_int_equal(ruth_session_new((ruth_policy *)(uintptr_t)p, &s, &e), RUTH_OK);
    for (int i = 0; i < 2 * 2 * 4 * 5; i++) {
        char line[512];
        int n = snprintf(line, sizeof line, "{\"id\":\"x\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"UTC\",\"b0\":%s,\"b1\":%s%s,\"i0\":%d}}",
                         i & 1 ? "true" : "false", i & 2 ? "true" : "false", es[i / 4 % 4], i / 16);
        if (ruth_decide_line(s, line, (size_t)n, 1, &out, &e)) fail_msg("%s", e.message);
        watch(s, &p->segments, &s->d.segments, segments);
        watch(s, &p->actions, &s->d.actions, actions);
        for (int c = 0; c < CIRCUMSTANCES; c++) segments->circumstance[c] |= s->d.referrals[c] == RU_TRUE;
        for (int k = 0; k < 3; k++)
            segments->segment[k] |= s->d.segments.ordinal_count && ru_str_eq(p->segment_names[s->d.segments.ordinals[0]].name, ru_str_of(k == 0   ? "s0"
                                                                                                                                         : k == 1 ? "s1"
                                                                                                                                                  : "s2"));
    }
    ruth_session_free(s);
}

/* What would be mended by mending an empty circumstance, or a segment that nobody is in, is told there and not again. */
static bool told_elsewhere(const char *rules, int rule, const char *id, const seen *s) {
    char start[32], line[2048];
    snprintf(start, sizeof start, "\"%s%d\" {", id, rule);
    const char *from = strstr(rules, start);
    assert_non_null(from);
    snprintf(line, sizeof line, "%.*s", (int)strcspn(from, "\n"), from);
    bool segment = strstr(line, "segment = ") != NULL, empty = false, nobody = false;
    for (int c = 0; c < CIRCUMSTANCES; c++) empty |= !s->circumstance[c];
    for (int k = 0; k < 3; k++) nobody |= !s->segment[k];
    return (empty && (segment || strstr(line, "circumstance."))) || (nobody && segment);
}

static void fail_with(const char *rules, const char *rule, const char *what) {
    fputs(rules, stderr); /* longer than a message of cmocka may be */
    fail_msg("%s%s", rule, what);
}

static void compare(const looked *l, const char *kind, const char *id, int count, const char *rules, const seen *s, const seen *segments, size_t *claims) {
    for (int i = 0; i < count; i++) {
        char part[64];
        snprintf(part, sizeof part, "%s \"%s%d\" ", kind, id, i);
        bool dead = boxes_found(l, "never_fires", part) != NULL;
        const ru_finding *shadow = boxes_found(l, "shadowed", part);
        bool shadowed = shadow && strncmp(shadow->message.p, part, strlen(part)) == 0;
        for (size_t k = 0; k < l->f.count && shadow && !shadowed; k++)
            shadowed = !strcmp(l->f.items[k].code, "shadowed") && !strncmp(l->f.items[k].message.p, part, strlen(part));
        bool must_be_dead = !s->is_true[i], must_be_shadowed = s->is_true[i] && !s->decides[i];
        bool silent = (must_be_dead || must_be_shadowed) && told_elsewhere(rules, i, id, segments);
        if (dead && !must_be_dead) fail_with(rules, part, "is true for somebody");
        if (shadowed && !must_be_shadowed) fail_with(rules, part, "decides for somebody, or is never true");
        if (must_be_dead && !dead && !silent) fail_with(rules, part, "is never true, and nothing was said");
        if (must_be_shadowed && !shadowed && !silent) fail_with(rules, part, "never decides, and nothing was said");
        *claims += dead + shadowed;
    }
}

static void one_random_policy(support_random *r, size_t *claims) {
    static const char *const segment_names[] = {"s0", "s1", "s2"}, *const action_names[] = {"none", "write", "ask"};
    static const char random_facts[] =
        "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\n"
        "b0: { type: boolean, source: host }\nb1: { type: boolean, source: host }\ne0: { type: enum, values: [u, v, w], if_missing: none_on_file, source: host }\ni0: { type: integer, range: [0, 4], source: host }\n";
    static text circumstances, segments, actions;
    circumstances.n = segments.n = actions.n = 0;
    int segment_count = (int)support_between(r, 2, RULES - 1), action_count = (int)support_between(r, 1, RULES - 1);
    for (int i = 0; i < CIRCUMSTANCES; i++) {
        say(&circumstances, "circumstance \"c%d\" { ", i);
        say_cond(&circumstances, r, 2, i, 0);
        say(&circumstances, " }\n");
    }
    say_rules(&segments, r, "segment", "x", segment_count, segment_names, 0);
    say(&segments, "segment \"last\" { is = \"s0\", when = otherwise }\n");
    say_rules(&actions, r, "action", "y", action_count, action_names, 1);
    const support_file files[] = {{"facts.yaml", random_facts},
                                  {"ladders.lua", ladders},
                                  {"circumstances.lua", circumstances.p},
                                  {"segments.lua", segments.p},
                                  {"actions.lua", actions.p},
                                  {"referrals.lua", "referral \"c0\" { when = circumstance.c0 }\nreferral \"c1\" { when = circumstance.c1 }\n"},
                                  {NULL, NULL}};
    for (int k = 0; k < 3; k++) /* each name must be some segment's */
        if (!strstr(segments.p, k == 0 ? "is = \"s0\"" : k == 1 ? "is = \"s1\"" : "is = \"s2\"")) return;
    looked l;
    seen of_segments = {0}, of_actions = {0};
    boxes_look(&l, files, false);
    enumerate(l.study->policy, &of_segments, &of_actions);
    char all[3 * sizeof circumstances.p];
    snprintf(all, sizeof all, "%s%s%s", circumstances.p, segments.p, actions.p);
    compare(&l, "segment", "x", segment_count, all, &of_segments, &of_segments, claims);
    compare(&l, "action", "y", action_count, all, &of_actions, &of_segments, claims);
    for (int c = 0; c < CIRCUMSTANCES; c++) {
        char part[32];
        snprintf(part, sizeof part, "circumstance \"c%d\"", c);
        if (boxes_found(&l, "never_fires", part) && of_segments.circumstance[c]) fail_msg("%s is true for somebody:\n%s", part, all);
    }
    boxes_close(&l);
}

static void test_random_against_every_request(void **state) {
    (void)state;
    const char *given = getenv("RUTH_SEED");
    support_random r = {given ? strtoull(given, NULL, 10) : 20260302};
    long count = support_scaled(400);
    size_t claims = 0;
    print_message("seed %llu, %ld policies\n", (unsigned long long)r.state, count);
    for (long i = 0; i < count; i++) one_random_policy(&r, &claims);
    print_message("%zu claims, all true, and none was missing\n", claims);
    assert_true(claims > 0 || count < 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_against_every_request)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
