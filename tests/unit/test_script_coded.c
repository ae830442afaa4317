/* test_script_coded.c: coded conditions: facts as Lua sees them, ends of a run, budgets, no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/script_support.h"

typedef struct coded {
    loaded l;
    small_world w;
    ru_code_result r;
} coded;

/* Loads the source, binds the small world. */
static void open_coded(coded *c, const char *source) {
    loaded_open(&c->l, source);
    if (c->l.status) fail_msg("%s:%d: %s", c->l.error.file, c->l.error.line, c->l.error.message);
    small_world_open(&c->w);
    assert_int_equal(ru_script_bind(c->l.script, &c->w.schema, &c->l.error), RUTH_OK);
}

static void close_coded(coded *c) { loaded_close(&c->l); }

static ru_code_end run(coded *c, int64_t index) {
    ru_script_run(c->l.script, index, &c->w.scene, &c->r);
    return c->r.end;
}

/* One function of this body over the small world with some values. */
static void open_body(coded *c, const char *body) {
    char source[4000];
    snprintf(source, sizeof source, "segment \"s\" { when = function(f) %s end }", body);
    open_coded(c, source);
    small_world_fact(&c->w, "a")->i = 7;
    small_world_fact(&c->w, "balance")->i = 12345;
    small_world_fact(&c->w, "due")->i = 20000;
    small_world_fact(&c->w, "event")->i = 1;
    small_world_fact(&c->w, "yes")->i = 1;
    small_world_fact(&c->w, "needs")->i = 5;
    small_world_fact(&c->w, "name")->u.s = RU_STR("Anna");
}

static void expect(const char *body, ru_code_end end, bool value, const char *message) {
    coded c;
    open_body(&c, body);
    run(&c, 0);
    if (c.r.end != end || (end == RU_CODE_OK && c.r.value != value)) fail_msg("%s: end %d value %d \"%s\"", body, (int)c.r.end, (int)c.r.value, c.r.message);
    if (message) assert_string_equal(c.r.message, message);
    close_coded(&c);
}

static void holds(const char *expression) {
    char body[1000];
    snprintf(body, sizeof body, "return %s", expression);
    expect(body, RU_CODE_OK, true, NULL);
}

static void facts_read_as_lua_values(void **state) {
    holds("f.a == 7");
    holds("math.type(f.a) == \"integer\"");
    holds("f.balance == 12345");
    holds("f.due == 20000");
    holds("f.event == \"illness\"");
    holds("f.yes == true");
    holds("f.name == \"Anna\" and f.name:upper() == \"ANNA\"");
    holds("f.b == nil");
    holds("#f.needs == 2 and f.needs[1] == \"money\" and f.needs[2] == \"sight\"");
    holds("type(f.needs) == \"table\"");
    expect("return f.a > 10", RU_CODE_OK, false, NULL);
    expect("local n = 0 for _, w in ipairs(f.needs) do n = n + #w end return n == 10", RU_CODE_OK, true, NULL);
    expect("local s = \"\" for k, v in pairs(f.needs) do s = s .. k .. v end return s == \"1money2sight\"", RU_CODE_OK, true, NULL);
}

static void lists_of_texts_and_windows(void **state) {
    static const ru_str words[] = {{"zebra", 5}, {"ant", 3}};
    static const ru_window windows[] = {{.days = 31, .from = 32400, .to = 61200}};
    coded c;
    open_body(&c, "return f.words[1] == \"zebra\" and f.words[2] == \"ant\" and f.hours[1].days == 31 and f.hours[1].to == 61200 and #f.hours == 1");
    small_world_fact(&c.w, "words")->u.l.list = words;
    small_world_fact(&c.w, "words")->u.l.n = 2;
    small_world_fact(&c.w, "hours")->u.l.list = windows;
    small_world_fact(&c.w, "hours")->u.l.n = 1;
    assert_int_equal(run(&c, 0), RU_CODE_OK);
    assert_true(c.r.value);
    close_coded(&c);
}

static void unknown_ends_the_function(void **state) {
    coded c;
    open_body(&c, "local x = f.b return x == nil or true");
    c.w.values[small_world_slot(&c.w, "b")].state = RU_UNKNOWN;
    assert_int_equal(run(&c, 0), RU_CODE_UNKNOWN);
    assert_int_equal(c.r.unknown_slot, small_world_slot(&c.w, "b"));
    c.w.values[small_world_slot(&c.w, "b")].state = RU_NONE;
    assert_int_equal(run(&c, 0), RU_CODE_OK);
    assert_true(c.r.value);
    close_coded(&c);
    open_body(&c, "table.sort({1, 2}, function() return f.b end) return true"); /* through a function of ours, too */
    c.w.values[small_world_slot(&c.w, "b")].state = RU_UNKNOWN;
    assert_int_equal(run(&c, 0), RU_CODE_UNKNOWN);
    close_coded(&c);
}

static void faults_and_their_sentences(void **state) {
    expect("return f.balanse == 1", RU_CODE_ERROR, false, "policy.lua:1: balanse is not a fact of facts.yaml; did you mean balance?");
    expect("return f.secret == 1", RU_CODE_ERROR, false, "policy.lua:1: secret is protected: no policy may read it");
    expect("return f.segment == \"x\"", RU_CODE_ERROR, false, "policy.lua:1: segment is not a fact; a coded condition reads facts only");
    expect("return f.quixotic == 1", RU_CODE_ERROR, false, "policy.lua:1: quixotic is not a fact of facts.yaml");
    expect("return f[(\"a\"):rep(70)] == 1", RU_CODE_ERROR, false,
           "policy.lua:1: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa is not a fact of facts.yaml");
    expect("return f[1] == 1", RU_CODE_ERROR, false, "policy.lua:1: f knows facts by name only, as in f.days_past_due");
    expect("return f[f] == 1", RU_CODE_ERROR, false, "policy.lua:1: f knows facts by name only, as in f.days_past_due");
    expect("return #f == 1", RU_CODE_ERROR, false, "policy.lua:1: f stands for the facts of one person; it has no length and cannot be called: read f.name");
    expect("return f(1) == 1", RU_CODE_ERROR, false, "policy.lua:1: f stands for the facts of one person; it has no length and cannot be called: read f.name");
    expect("f.a = 3 return true", RU_CODE_ERROR, false, "policy.lua:1: facts cannot be set: a coded condition only reads them");
    expect("return f.b > 3", RU_CODE_ERROR, false,
           "policy.lua:1: a number is compared with nothing: the fact is none on file (nil); ask first whether it is nil");
    expect("return f.b + 3 > 1", RU_CODE_ERROR, false, "policy.lua:1: b is none on file here (nil) and cannot be calculated with; ask first: if f.b ~= nil");
    expect("return \"10\" + 1 == 11", RU_CODE_ERROR, false, "policy.lua:1: a text cannot be calculated with");
    expect("return f.a // 0 == 1", RU_CODE_ERROR, false, "policy.lua:1: a division by zero");
    expect("return fact.a", RU_CODE_ERROR, false,
           "policy.lua:1: fact.a belongs into a rule; a coded condition reads facts as f.name and uses ordinary comparisons");
    expect("error(\"no\")", RU_CODE_ERROR, false, "policy.lua:1: no");
    expect("assert(f.a == 8, \"seven\")", RU_CODE_ERROR, false, "policy.lua:1: seven");
    expect("segment \"z\" { when = otherwise } return true", RU_CODE_ERROR, false, NULL);
    expect("any_of { function() return true end } return true", RU_CODE_ERROR, false, NULL);
    expect("x = 1 return true", RU_CODE_ERROR, false, "policy.lua:1: x is not a word of the language; a value of your own is written: local x = …");
    expect("f.needs[1] = \"x\" return true", RU_CODE_ERROR, false, NULL);
    expect("table.insert(f.needs, \"x\") return true", RU_CODE_ERROR, false, "policy.lua:1: table.insert would change a table that is read-only");
    expect("string.rep = nil return true", RU_CODE_ERROR, false, NULL);
    expect("local function r() return 1 + r() end return r() == 1", RU_CODE_MEMORY, false, NULL);
}

static void results_that_are_no_answer(void **state) {
    expect("return 1", RU_CODE_NOT_BOOLEAN, false, "the function gives back a whole number; it must give true or false");
    expect("return nil", RU_CODE_NOT_BOOLEAN, false, NULL);
    expect("return \"true\"", RU_CODE_NOT_BOOLEAN, false, NULL);
    expect("return f", RU_CODE_NOT_BOOLEAN, false, NULL);
    expect("", RU_CODE_NOT_BOOLEAN, false, NULL);
    expect("return f.b", RU_CODE_NOT_BOOLEAN, false, NULL);
}

static void floats_are_faults(void **state) {
    /* without a fraction in the source and without /, a float can still come out of Lua's own `for` or a huge power of texts: it must not pass */
    expect("return tostring(2 * 3) == \"6\"", RU_CODE_OK, true, NULL);
    loaded l;
    loaded_open(&l, "segment \"s\" { when = function(f) return f.a / 2 > 1 end }");
    assert_int_equal(l.status, RUTH_E_SYNTAX);
    assert_int_equal(l.error.column, 45);
    loaded_close(&l);
    loaded_open(&l, "local half = fact.a / 2 segment \"s\" { when = { b = below(half) } }");
    assert_int_equal(l.status, RUTH_OK);
    loaded_close(&l);
    loaded_open(&l, "local a, b = 1, 2 local half = a / b segment \"s\" { when = function(f) return f.a > half end }");
    assert_int_equal(l.status, RUTH_E_POLICY);
    loaded_close(&l);
}

static void budget_ends_a_run_and_nothing_else(void **state) {
    coded c;
    open_coded(&c, "segment \"s\" { when = function(f) while true do end end }\n"
                   "segment \"t\" { when = function(f) return f.a == 1 end }\n"
                   "segment \"u\" { when = function(f) local s = string.rep(\"a\", 60000) for i = 1, 100000 do s:find(\"b\") end return true end }\n");
    small_world_fact(&c.w, "a")->i = 1;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(run(&c, 0), RU_CODE_BUDGET);
        assert_int_equal(run(&c, 1), RU_CODE_OK);
        assert_true(c.r.value);
        assert_int_equal(run(&c, 2), RU_CODE_BUDGET);
    }
    close_coded(&c);
}

/* The same count of steps passes or fails in every session, whatever ran there before. */
static void budget_does_not_depend_on_history(void **state) {
    static const char source[] = "segment \"s\" { when = function(f) for i = 1, f.a do end return true end }";
    coded fresh, used;
    open_coded(&fresh, source);
    open_coded(&used, source);
    int64_t low = 1, high = 200000;
    while (high - low > 1) { /* the largest a that still ends */
        int64_t middle = (low + high) / 2;
        small_world_fact(&used.w, "a")->i = middle;
        if (run(&used, 0) == RU_CODE_OK) low = middle;
        else high = middle;
    }
    for (int i = 0; i < 2; i++) {
        small_world_fact(&fresh.w, "a")->i = low;
        assert_int_equal(run(&fresh, 0), RU_CODE_OK);
        small_world_fact(&fresh.w, "a")->i = high;
        assert_int_equal(run(&fresh, 0), RU_CODE_BUDGET);
    }
    close_coded(&fresh);
    close_coded(&used);
}

static void memory_spends_the_state(void **state) {
    coded c;
    open_coded(&c, "segment \"s\" { when = function(f) local s, t = string.rep(\"x\", 4000), {} for i = 1, 5000 do t[i] = s .. i end return true end }\n"
                   "segment \"t\" { when = function(f) return true end }\n");
    assert_int_equal(run(&c, 1), RU_CODE_OK);
    assert_int_equal(run(&c, 0), RU_CODE_MEMORY);
    assert_int_equal(run(&c, 1), RU_CODE_MEMORY);
    close_coded(&c);
}

static void captured_values_are_kept(void **state) {
    coded c;
    open_coded(
        &c,
        "local limits = { low = 3, steps = { 1, 2, 3 }, test = function(x) return x > 2 end }\n"
        "local function far(n) return n > limits.low and #limits.steps == 3 and limits.test(n) end\n"
        "local name, yes, none = \"x\", true, nil\n"
        "segment \"s\" { when = function(f) return far(f.a) and name == \"x\" and yes and none == nil end }\n"
        "segment \"t\" { when = function(f) local n = 0 for k, v in pairs(limits) do n = n + 1 end for i, v in ipairs(limits.steps) do n = n + v end return n == 9 end }\n"
        "limits.low = 5\n");
    small_world_fact(&c.w, "a")->i = 6;
    assert_int_equal(run(&c, 0), RU_CODE_OK);
    assert_true(c.r.value);
    small_world_fact(&c.w, "a")->i = 5;
    assert_int_equal(run(&c, 0), RU_CODE_OK);
    assert_false(c.r.value);
    assert_int_equal(run(&c, 1), RU_CODE_OK);
    assert_true(c.r.value);
    close_coded(&c);
}

static void no_memory(void **state) {
    coded c;
    static const char memory[] = "a coded rule has no memory: it wrote to a captured variable";
    open_coded(&c, "local count, list, self = 0, { 1 }\n"
                   "local function bump() count = count + 1 return count end\n"
                   "segment \"direct\" { when = function(f) count = count + 1 return count == 1 end }\n"
                   "segment \"called\" { when = function(f) return bump() == 1 end }\n"
                   "segment \"table\"  { when = function(f) list[1] = 2 return true end }\n"
                   "segment \"inner\"  { when = function(f) local g = function() count = 9 end g() return f.b == 1 end }\n"
                   "segment \"env\"    { when = function(f) _ENV = { x = 1 } return true end }\n"
                   "segment \"read\"   { when = function(f) return count == 0 and list[1] == 1 and math.abs(-1) == 1 end }\n"
                   "segment \"append\" { when = function(f) table.insert(list, 3) return true end }\n");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(run(&c, 0), RU_CODE_ERROR);
        assert_string_equal(c.r.message, memory);
        assert_int_equal(run(&c, 1), RU_CODE_ERROR);
        assert_string_equal(c.r.message, memory);
        assert_int_equal(run(&c, 2), RU_CODE_ERROR);
        c.w.values[small_world_slot(&c.w, "b")].state = RU_UNKNOWN;
        assert_int_equal(run(&c, 3), RU_CODE_ERROR); /* also when the run ended otherwise */
        assert_string_equal(c.r.message, memory);
        assert_int_equal(run(&c, 4), RU_CODE_ERROR);
        assert_string_equal(c.r.message, memory);
        assert_int_equal(run(&c, 5), RU_CODE_OK);
        assert_true(c.r.value);
        assert_int_equal(run(&c, 6), RU_CODE_ERROR);
    }
    close_coded(&c);
}

static void captures_refused_at_load(void **state) {
    static const char *const sources[] = {
        "local a, b = 1, 2 local x = a / b segment \"s\" { when = function(f) return x == 1 end }",
        "local a, b = 1, 2 local t = { { a / b } } segment \"s\" { when = function(f) return t == 1 end }",
        "local walk = pairs({ 1 }) segment \"s\" { when = function(f) return walk() == 1 end }",
        "local t = { walk = pairs({ 1 }) } segment \"s\" { when = function(f) return t.walk() == 1 end }",
        "local t = {} for i = 1, 100 do t = { t } end segment \"s\" { when = function(f) return t == 1 end }",
        "local t = {} t[t] = 1 segment \"s\" { when = function(f) return t == 1 end }",
    };
    for (size_t i = 0; i < RU_COUNT(sources); i++) {
        loaded l;
        loaded_open(&l, sources[i]);
        if (l.status != RUTH_E_POLICY) fail_msg("%s: loaded (%d)", sources[i], (int)l.status);
        assert_int_equal(l.error.line, 1);
        loaded_close(&l);
    }
    loaded l;
    loaded_open(&l, "local t = {} t.self = t local below = below local x = fact.a segment \"s\" { when = function(f) return t.self == t end }");
    assert_int_equal(l.status, RUTH_OK);
    loaded_close(&l);
}

/* A session's own state, loaded without rule data, numbers its functions alike. */
static void sessions_number_alike(void **state) {
    static const char source[] =
        "local g = function(f) return f.a == 2 end\n"
        "segment \"x\" { when = { a = 1, any_of { b = 1, function(f) return f.a == 0 end }, function(f) return f.a == 1 end }, unless = g }\n"
        "segment \"y\" { when = g }\n"
        "segment \"z\" { when = function(f) return f.a == 3 end }\n";
    coded c;
    open_coded(&c, source);
    char *text = rules_text(c.l.rules);
    assert_string_equal(
        text,
        "segment x {unless={item={code=code#1 op=coded} op=not} when={items=[{fact=a op=atom test={m=eq value=1}} {items=[{fact=b op=atom test={m=eq value=1}} "
        "{code=code#0 op=coded}] op=any} {code=code#2 op=coded}] op=all}}\n"
        "segment y {when={code=code#1 op=coded}}\nsegment z {when={code=code#3 op=coded}}");
    free(text);
    ru_script *own = NULL;
    assert_int_equal(ru_script_load(NULL, NULL, c.l.sources, 1, NULL, &own, NULL, NULL), RUTH_OK);
    assert_int_equal(ru_script_code_count(own), 4);
    assert_int_equal(ru_script_code_count(c.l.script), 4);
    assert_int_equal(ru_script_bind(own, &c.w.schema, NULL), RUTH_OK);
    static const int answers[] = {0, 2, 1, 3};
    for (int64_t i = 0; i < 4; i++) {
        small_world_fact(&c.w, "a")->i = answers[i];
        ru_code_result r;
        ru_script_run(own, i, &c.w.scene, &r);
        assert_int_equal(r.end, RU_CODE_OK);
        assert_true(r.value);
        assert_int_equal(run(&c, i), RU_CODE_OK);
        assert_true(c.r.value);
    }
    ru_script_free(own);
    close_coded(&c);
}

/* Two states with different histories, the same thousand questions: the same ends, values, slots and messages. */
static void histories_leave_no_trace(void **state) {
    static const char source[] = "local seen, steps = 0, { 10, 20, 30 }\n"
                                 "segment \"a\" { when = function(f) return f.a > 3 and f.name == \"Anna\" end }\n"
                                 "segment \"b\" { when = function(f) local t = {} for i = 1, f.a * 50 do t[i] = f.name .. i end return #t > 100 end }\n"
                                 "segment \"c\" { when = function(f) local s = 0 for _, v in ipairs(steps) do s = s + v end return s == f.a end }\n"
                                 "segment \"d\" { when = function(f) if f.a > 5 then seen = seen + 1 end return seen > 0 end }\n"
                                 "segment \"e\" { when = function(f) for i = 1, f.a * 20000 do end return true end }\n"
                                 "segment \"g\" { when = function(f) return #f.needs > 1 end }\n";
    coded one, two;
    open_coded(&one, source);
    open_coded(&two, source);
    const char *scale = getenv("RUTH_SCALE");
    long rounds = scale ? atol(scale) : 1000;
    unsigned seed = 12345;
    print_message("seed %u, %ld questions\n", seed, rounds);
    for (long i = 0; i < rounds || i == 0; i++) {
        seed = seed * 1103515245u + 12345u;
        int64_t index = (seed >> 16) % 6, a = (seed >> 20) % 10;
        coded *both[] = {&one, &two};
        for (int k = 0; k < 2; k++) {
            small_world_fact(&both[k]->w, "a")->i = a;
            small_world_fact(&both[k]->w, "name")->u.s = RU_STR("Anna");
            small_world_fact(&both[k]->w, "needs")->i = a & 7;
            if (seed & 0x4000) both[k]->w.values[small_world_slot(&both[k]->w, "a")].state = RU_UNKNOWN;
        }
        if (seed & 0x100) run(&two, (index + 1) % 6); /* history */
        assert_int_equal(run(&one, index), run(&two, index));
        assert_int_equal(one.r.value, two.r.value);
        assert_int_equal(one.r.unknown_slot, two.r.unknown_slot);
        assert_string_equal(one.r.message, two.r.message);
    }
    close_coded(&one);
    close_coded(&two);
}

static void bad_indexes_and_unbound_states(void **state) {
    coded c;
    open_coded(&c, "segment \"s\" { when = function(f) return true end }");
    assert_int_equal(run(&c, -1), RU_CODE_ERROR);
    assert_int_equal(run(&c, 1), RU_CODE_ERROR);
    assert_int_equal(ru_script_bind(c.l.script, &c.w.schema, NULL), RUTH_OK); /* again */
    assert_int_equal(run(&c, 0), RU_CODE_OK);
    close_coded(&c);
    loaded l;
    loaded_open(&l, "segment \"s\" { when = function(f) return true end }");
    ru_code_result r;
    ru_script_run(l.script, 0, NULL, &r);
    assert_int_equal(r.end, RU_CODE_ERROR);
    loaded_close(&l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_read_as_lua_values),
        cmocka_unit_test(lists_of_texts_and_windows),
        cmocka_unit_test(unknown_ends_the_function),
        cmocka_unit_test(faults_and_their_sentences),
        cmocka_unit_test(results_that_are_no_answer),
        cmocka_unit_test(floats_are_faults),
        cmocka_unit_test(budget_ends_a_run_and_nothing_else),
        cmocka_unit_test(budget_does_not_depend_on_history),
        cmocka_unit_test(memory_spends_the_state),
        cmocka_unit_test(captured_values_are_kept),
        cmocka_unit_test(no_memory),
        cmocka_unit_test(captures_refused_at_load),
        cmocka_unit_test(sessions_number_alike),
        cmocka_unit_test(histories_leave_no_trace),
        cmocka_unit_test(bad_indexes_and_unbound_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
