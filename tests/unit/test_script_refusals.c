/* test_script_refusals.c: the slips that a running Lua can see: each is refused at its place, in a sentence that says what to write instead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/script/sandbox.h"
#include "tests/support/script_support.h"

typedef struct slip {
    const char *source, *said;
} slip;

static const slip slips[] = {
    {"\n\nsegment \"x\" { when = { life_event = bereavement }, because = \"w\" }",
     "policy.lua:3: bereavement is not a word of the language; did you forget the quotes?"},
    {"segment \"x\" { when = { a = one_off(\"b\") } }",
     "policy.lua:1: one_off is not a word of the language; did you forget the quotes, or did you mean one_of?"},
    {"segment \"x\" { when = { life_event = one_of } }", "policy.lua:1: life_event: one_of needs its parentheses: one_of(…)"},
    {"segment \"x\" { when = { a = at_least } }", "policy.lua:1: a: at_least needs its parentheses: at_least(…)"},
    {"segment \"x\" { when = any_of }", "policy.lua:1: segment \"x\": when: any_of needs its table: any_of { … }"},
    {"segment \"x\" { when = {} }", "policy.lua:1: segment \"x\": when is empty: it would fit everyone; the catch-all is when = otherwise"},
    {"segment \"x\" { when = { any_of {} } }", "policy.lua:1: any_of is empty"},
    {"segment \"x\" { because = \"w\" }", "policy.lua:1: segment \"x\" has no `when`: it would fit everyone; the catch-all is when = otherwise"},
    {"segment \"x\" {}", "policy.lua:1: segment \"x\" is empty"},
    {"segment \"x\"", "policy.lua:1: segment \"x\" has no table"},
    {"\nsegment \"x\"\nsegment \"y\" { when = otherwise }", "policy.lua:2: segment \"x\" has no table"},
    {"segment { when = otherwise }", "policy.lua:1: segment needs a name before its table: segment \"name\" { … }"},
    {"segment(\"x\", { when = otherwise })", "policy.lua:1: segment is written segment \"name\" { … }, without parentheses and comma"},
    {"segment \"X y\" { when = otherwise }",
     "policy.lua:1: segment: \"X y\" is not a name; a name has small letters, digits, . _ and -, begins with a letter or digit and has at most 64 of them"},
    {"segment \"x\" { when = otherwise }\n\nsegment \"x\" { when = otherwise }", "policy.lua:3: segment \"x\" stands twice: here and at policy.lua:1"},
    {"segment \"x\" { when = otherwise, becuase = \"w\" }",
     "policy.lua:1: segment \"x\": becuase is not a key of a segment; did you mean because? (keys: because, cite, doc, is, owner, unless, valid_from, valid_until, when)"},
    {"segment \"x\" { circumstance.a, because = \"w\" }", "policy.lua:1: segment \"x\": a condition stands without its key; write when = …"},
    {"segment \"x\" { when = otherwise, because = 3 }", "policy.lua:1: segment \"x\": because needs a text in quotes, found 3"},
    {"segment \"x\" { when = { a = fact.b < 3 } }",
     "policy.lua:1: < compares while the file is read, before anybody is known; write it as an entry: b = below(3)"},
    {"segment \"x\" { when = { a = 3 < fact.b } }",
     "policy.lua:1: < compares while the file is read, before anybody is known; write it as an entry: b = above(3)"},
    {"segment \"x\" { when = fact.a >= number.b }",
     "policy.lua:1: >= compares while the file is read, before anybody is known; write it as an entry: a = at_least(number.b)"},
    {"segment \"x\" { when = fact.a == fact.b }",
     "policy.lua:1: == compares while the file is read, before anybody is known; write it as an entry: a = fact.b"},
    {"local no = not circumstance.a; segment \"x\" { when = no }",
     "policy.lua:1: `not` is worked out while the file is read, before anybody is known; write none_of_these { … }, or unless = …"},
    {"segment \"x\" { when = { fact.a } }",
     "policy.lua:1: segment \"x\": when: fact.a alone is not a condition; write a = true, or compare it: a = at_least(…)"},
    {"segment \"x\" { when = { a = at_least(12.5) } }",
     "policy.lua:1: 12.5 has a fraction, which is not exact; write money(\"12.50 USD\"), percent(\"12.5\") or a whole number"},
    {"segment \"x\" { when = { a = { \"b\", \"c\" } } }",
     "policy.lua:1: a: a table stands where a value is due; several values are written one_of(\"a\", \"b\")"},
    {"segment \"x\" { when = { a = one_of { \"b\", \"c\" } } }", "policy.lua:1: one_of takes its values in parentheses, not in a table: one_of(\"a\", \"b\")"},
    {"segment \"x\" { when = { a = one_of() } }", "policy.lua:1: one_of needs a value: one_of(…)"},
    {"segment \"x\" { when = { a = between(1) } }", "policy.lua:1: between needs at least 2 values, found 1"},
    {"segment \"x\" { when = { a = between(15, 1) } }", "policy.lua:1: between(15, 1) fits nobody: the lower end comes first, between(1, 15)"},
    {"segment \"x\" { when = { a = within_last(7) } }", "policy.lua:1: within_last needs a span of time, such as days(7), found 7"},
    {"segment \"x\" { when = { a = days(7) } }", "policy.lua:1: a: a span of time is compared with within_last, within_next or longer_ago_than"},
    {"segment \"x\" { when = { a = any } }", "policy.lua:1: a = any says nothing; `any` belongs into a cell of a row: leave the entry out"},
    {"segment \"x\" { when = { otherwise } }", "policy.lua:1: segment \"x\": when: otherwise stands alone: when = otherwise"},
    {"segment \"x\" { when = at_least(3) }", "policy.lua:1: segment \"x\": when: the matcher at_least needs a fact: name = at_least"},
    {"segment \"x\" { when = circumstance }", "policy.lua:1: segment \"x\": when: circumstance needs a name, as in circumstance.name"},
    {"segment \"x\" { when = { a = fact } }", "policy.lua:1: a: fact needs a name, as in fact.name"},
    {"segment \"x\" { when = otherwise, unless = { a = 1, b = 2 } }",
     "policy.lua:1: segment \"x\": unless has 2 entries, which could mean all of them or any of them; write any_of { … } or all_of { … }"},
    {"segment \"x\" { when = otherwise, unless = otherwise }", "policy.lua:1: segment \"x\": unless = otherwise would switch the rule off"},
    {"segment \"x\" { when = { a = on_file() } }", "policy.lua:1: the matcher on_file stands alone, without () or { }"},
    {"segment \"x\" { when = { a = 1, nil, circumstance.b } }", "policy.lua:1: segment \"x\": when: the list has a hole: entry 1 is missing"},
    {"segment \"x\" { when = \"bereaved\" }",
     "policy.lua:1: segment \"x\": when: a table stands here, { fact = value }, or a circumstance; found \"bereaved\""},
    {"segment \"x\" { when = { a = function(f) return true end } }",
     "policy.lua:1: a = function: a coded condition stands by itself: when = function(f) … end"},
    {"circumstance \"x\" { function(f) return true end }", "policy.lua:1: circumstance \"x\": a function may stand in the when or unless of a rule, not here"},
    {"circumstance \"x\" { when = { a = 1 } }", "policy.lua:1: circumstance \"x\": its table is the condition itself; leave `when =` out"},
    {"segment \"x\" { when = otherwise } { because = \"w\" }", "policy.lua:1: segment \"x\" already has its table; is a comma or a rule word missing?"},
    {"segment \"x\" { when = contacts_like.y }",
     "policy.lua:1: segment \"x\": when: contacts_like.y is about one contact; what stands here is about the person"},
    {"derive.x = fact.a - 1.5", "policy.lua:1: 1.5 has a fraction, which is not exact; write money(\"12.50 USD\"), percent(\"12.5\") or a whole number"},
    {"derive.x = money_of", "policy.lua:1: derive.x: money_of needs its table: money_of { … }"},
    {"derive.x = money_of { fact.a, round = \"nearest\" }", "policy.lua:1: money_of: round is \"down\", \"up\" or \"even\", found \"nearest\""},
    {"derive.x = money_of { fact.a, ronud = \"up\" }", "policy.lua:1: money_of: ronud is not a key here; did you mean round? (keys: round, not_below)"},
    {"derive.x = { fact.a }", "policy.lua:1: derive.x needs an expression, such as money_of { … } or last { … }; found a table"},
    {"derive.x = fact.a derive.x = fact.b", "policy.lua:1: derive \"x\" stands twice: here and at policy.lua:1"},
    {"local y = derive.x", "policy.lua:1: derive.x cannot be read; facts, derived ones too, are read as fact.x"},
    {"derive \"x\" { fact.a }", "policy.lua:1: derive is written derive.x = …"},
    {"derive.x = fact.a .. \"b\"", "policy.lua:1: fact.a cannot be joined to a text with ..; texts use {names} of facts"},
    {"derive.x = #fact.a", "policy.lua:1: # does not count fact.a"},
    {"derive.x = fact.a ^ 2", "policy.lua:1: ^ is not part of the policy language; write the product out"},
    {"derive.x = fact.a % 2", "policy.lua:1: fact.a: there is no such operation on facts; + - * / smaller(…) larger(…) are what there is"},
    {"derive.x = fact.a + \"3\"", "policy.lua:1: +: \"3\" is a text; facts are written fact.name, amounts money(\"50.00 USD\"), rates percent(\"12.5\")"},
    {"derive.x = fact.a + days(3)", "policy.lua:1: spans are not added or multiplied; write the count inside: days(number.a + number.b)"},
    {"derive.x = money(50)", "policy.lua:1: money takes a text, because it is exact: money(\"50.00 USD\"); found 50"},
    {"derive.x = percent(12.5)", "policy.lua:1: 12.5 has a fraction, which is not exact; write money(\"12.50 USD\"), percent(\"12.5\") or a whole number"},
    {"derive.x = smaller(fact.a)", "policy.lua:1: smaller needs at least 2 values, found 1"},
    {"derive.x = last { outcome = \"a\", circumstance.b }", "policy.lua:1: last: circumstance.b is about the person; what stands here is about one contact"},
    {"derive.x = count {}", "policy.lua:1: count is empty: it would fit every contact; say which ones"},
    {"derive.x = count { direction = \"outbound\", within = 7 }", "policy.lua:1: within needs a span of time, such as days(7), found 7"},
    {"limit \"x\" { cite = \"c\", on = outbound }",
     "policy.lua:1: limit \"x\" limits nothing; it needs one of forbid, at_most, wait, hours, closed_in, require, only_if, tone_at_most, action_at_most, ceiling, leave_at_least, hand_over, no_words, left_to"},
    {"limit \"x\" { cite = ethics, on = outbound, forbid = true }", "policy.lua:1: limit \"x\": cite: ethics needs its name in quotes: ethics \"…\""},
    {"limit \"x\" { cite = \"c\", on = outbound, forbid = false }", "policy.lua:1: limit \"x\": forbid = true is the only form; to allow, leave the limit out"},
    {"limit \"x\" { cite = \"c\", on = \"voice\", forbid = true }",
     "policy.lua:1: limit \"x\": on: expected outbound, or a table such as { channel = \"voice\" }; found \"voice\""},
    {"limit \"x\" { cite = \"c\", on = outbound, hand_over = \"care\" }",
     "policy.lua:1: limit \"x\": hand_over: expected a team: team \"care\", found \"care\""},
    {"limit \"x\" { cite = \"c\", on = outbound, forbid = true, during = 60 }",
     "policy.lua:1: limit \"x\": during needs a span of time, such as days(60), found 60"},
    {"limit \"x\" { cite = \"c\", forbid = true, hours = { mon = {} } }", "policy.lua:1: limit \"x\": hours.mon is empty"},
    {"plan \"x\" { when = otherwise, offer = instalments }", "policy.lua:1: plan \"x\": offer: instalments needs its table: instalments { … }"},
    {"plan \"x\" { when = otherwise, offer = instalments { 36 } }", "policy.lua:1: instalments: every entry needs its key, found 36 alone"},
    {"channel \"x\" { when = otherwise, prefer = \"1\" }", "policy.lua:1: channel \"x\": prefer: expected a whole number or an expression, found \"1\""},
    {"rows \"action\" {\n columns { \"id\", \"a\", \"is\" },\n row { \"x\", 1 },\n}", "policy.lua:3: row: 2 cells under 3 columns (id, a, is)"},
    {"rows \"action\" {\n columns { \"id\", \"a\", \"is\" },\n row { \"x\", 1, \"none\", 3 },\n}", "policy.lua:3: row: 4 cells under 3 columns (id, a, is)"},
    {"rows \"action\" {\n columns { \"id\", \"a\", \"becuase\" },\n row { \"x\", 1, \"none\" },\n}",
     "policy.lua:2: columns: \"becuase\" is not a key of action; did you mean \"because\"?"},
    {"rows \"action\" {\n columns { \"a\", \"is\" },\n row { 1, \"none\" },\n}", "policy.lua:2: columns need an \"id\": every row is a rule with its own id"},
    {"rows \"action\" {\n columns { \"id\", \"a\", \"is\" },\n row { \"x\", nothing, \"none\" },\n}",
     "policy.lua:3: row: \"a\" is a condition; `any` says that it does not matter"},
    {"rows \"action\" {\n columns { \"id\", \"a\", \"is\" },\n row { \"x\", 1, any },\n}",
     "policy.lua:3: row: \"is\" is not a condition; an empty cell is `nothing`"},
    {"rows \"action\" {\n columns { \"id\", \"a\", \"a\" },\n row { \"x\", 1, any },\n}", "policy.lua:2: columns: \"a\" stands twice"},
    {"rows \"action\" {\n row { \"x\", 1, any },\n}", "policy.lua:2: the first entry of rows is columns { … }"},
    {"rows \"action\" {\n columns { \"id\", \"is\" },\n}", "policy.lua:1: rows \"action\" has no row"},
    {"rows \"action\" {\n columns { \"id\", \"is\" },\n row { \"a\", \"b\" },\n row { \"a\", \"b\" },\n}",
     "policy.lua:4: action \"a\" stands twice: here and at policy.lua:3"},
    {"rows \"actoin\" { columns { \"id\" } }",
     "policy.lua:1: rows \"actoin\": rows can be of action, channel, message, plan, referral, segment, tone; did you mean action?"},
    {"row { \"a\" }", "policy.lua:1: row { … } stands outside of rows \"…\" { … }"},
    {"ladder \"actions\" { { \"none\" } }",
     "policy.lua:1: there are three ladders: \"action\", \"tone\" and \"channel\"; found \"actions\"; did you mean action?"},
    {"ladder \"action\" { \"none\" }", "policy.lua:1: ladder \"action\": each place is written { \"name\" }; place 1 is \"none\""},
    {"ladder \"action\" { { \"none\", contact = \"no\" } }", "policy.lua:1: ladder \"action\": contact of none is true or false, found \"no\""},
    {"ladder \"action\" { { \"none\", contcat = false } }",
     "policy.lua:1: ladder \"action\": contcat is not a key of a place; did you mean contact? (keys: contact, gives_way, message, needs)"},
    {"guarantee \"x\" { when = otherwise }", "policy.lua:1: guarantee \"x\" has no `never`: what must not happen?"},
    {"x = 3", "policy.lua:1: x is not a word of the language; a value of your own is written: local x = …"},
    {"segment = 3", "policy.lua:1: segment is a word of the language and cannot be changed"},
    {"print(\"x\")", "policy.lua:1: print is not part of the policy language: no files, no clock, no chance, no catching of errors"},
    {"local t = os.time()", "policy.lua:1: os is not part of the policy language: no files, no clock, no chance, no catching of errors"},
    {"segment \"x\" {\n when = otherwise\n because = \"w\"\n}",
     "policy.lua:3: expected '}' to close the table opened at line 1, found 'because'; is a comma missing before it?"},
    {"segment \"x\" { when = otherwise",
     "policy.lua:1: expected '}' to close the table opened on this line, found the end of the file; is a comma missing before it?"},
    {"segment \"x\" {\n\n when = { a = 1 ,\n because = \"w\" }\n",
     "policy.lua:3: a } is missing at the end of this line: a table is opened on it or above, and the next line seems to be outside of it"},
    {"segment \"x { when = otherwise }", "policy.lua:1: a text has no closing quote on its line"},
    {"segment \"x\" { when = otherwise } }", "policy.lua:1: '}' cannot stand here"},
    {"bereaved", "policy.lua:1: this is not a whole sentence of the language: found the end of the file where a rule word needs its name and its table"},
    {"local function f() return 1", "policy.lua:1: expected 'end' before the end of the file"},
    {"segment \"x\" { when = { a = 1 & 2 } }",
     "policy.lua:1: & is not part of the policy language: conditions are joined by all_of { … }, any_of { … }, none_of_these { … }, in functions by and, or, not"},
    {"goto x", "policy.lua:1: goto is not part of the policy language; use while, for or return"},
    {"local t = nil; t.x = 1", "policy.lua:1: t is nothing here, so nothing can be read from it"},
    {"local t = {} t()", "policy.lua:1: a table is followed by something that is not separated from it; is a comma missing?"},
    {"local x = 1 + nil", "policy.lua:1: something is none on file here (nil) and cannot be calculated with; ask first whether it is nil"},
    {"for i = 1, \"x\" do end", "policy.lua:1: a `for` needs whole numbers"},
    {"segment \"x\" { when = { a = \"b\\xff\" } }", "policy.lua:1: a text of this rule holds a byte that is not UTF-8"},
    {"segment \"x\" { when = { [1.5] = 1 } }",
     "policy.lua:1: 1.5 has a fraction, which is not exact; write money(\"12.50 USD\"), percent(\"12.5\") or a whole number"},
    {"segment \"x\" { when = { [true] = 1 } }", "policy.lua:1: segment \"x\": when: true and false cannot be keys; write the name of a fact or of a key"},
    {"segment \"x\" { when = { [\"A b\"] = 1 } }",
     "policy.lua:1: segment \"x\": when: \"A b\" is not a name; a name has small letters, digits, . _ and -, begins with a letter or digit and has at most 64 of them"},
    {"segment \"x\" { when = { a = money } }", "policy.lua:1: a: money needs its parentheses: money(…)"},
    {"segment \"x\" { when = { a = 1 }, is = circumstance.a }", "policy.lua:1: segment \"x\": is needs a text in quotes, found circumstance.a"},
    {"action \"x\" { when = otherwise, message = nothing }", "policy.lua:1: action \"x\": message needs a text in quotes, found `nothing`"},
    {"segment \"x\" { when = any_of { a = 1 }, unless = true }",
     "policy.lua:1: segment \"x\": unless is true: `and`, `or`, `not` and comparisons cannot join conditions; use all_of { … }, any_of { … }, none_of_these { … }"},
    {"segment \"x\" { when = fact.a }", "policy.lua:1: segment \"x\": when: fact.a alone is not a condition; write a = true, or compare it: a = at_least(…)"},
    {"segment \"x\" { when = team \"care\" }",
     "policy.lua:1: segment \"x\": when: a table stands here, { fact = value }, or a circumstance; found the word team"},
    {"local t = {} t.t = t limit \"x\" { cite = \"c\", on = outbound, require = t }",
     "policy.lua:1: limit \"x\": require.t.t.t.t.t.t.t.t.t.t.t.t.t.t.t.t is nested too deeply, or contains itself"},
    {"segment(\"x\") { when = otherwise, when }", "policy.lua:1: when is not a word of the language; did you forget the quotes?"},
    {"\357\273\277segment \"x\" { when = otherwise }", "policy.lua:1: found a byte order mark; save the file as plain UTF-8 text"},
    {"segment \"x\" { when = { a = \"\342\200\256\" } }",
     "policy.lua:1: found a character that turns the direction of writing, so that the text shows otherwise than it is read; save the file as plain UTF-8 text"},
    {"segment\"x\"{when={a=1}} segment\"y\"{when={a=f.b}}", "policy.lua:1: f is not a word of the language; did you forget the quotes?"},
};

static void each_slip_is_refused_in_plain_words(void **state) {
    int wrong = 0;
    for (size_t i = 0; i < RU_COUNT(slips); i++) {
        loaded l;
        loaded_open(&l, slips[i].source);
        char *said = failure_text(&l);
        if (strcmp(said, slips[i].said) != 0) {
            wrong++;
            fprintf(stderr, "%s\n  said     %s\n  expected %s\n", slips[i].source, said, slips[i].said);
        }
        assert_null(l.script);
        free(said);
        loaded_close(&l);
    }
    assert_int_equal(wrong, 0);
}

/* The place is the right file of several, under its whole name, and both places of a doubled id are told. */
/* Names of rules: which letters, where; arms of limits alone have a slash. */
static void names_of_rules(void **state) {
    static const struct {
        const char *name;
        bool rule, limit;
    } names[] = {
        {"a", true, true},
        {"9", true, true},
        {"a.b-c_d9", true, true},
        {"a/b", false, true},
        {"us.reg_f/sms", false, true},
        {"a/b/c", false, false},
        {"/a", false, false},
        {"a/", false, false},
        {"a/.b", false, false},
        {"a/-b", false, false},
        {".a", false, false},
        {"_a", false, false},
        {"-a", false, false},
        {"", false, false},
        {"A", false, false},
        {"a b", false, false},
        {"a{", false, false},
        {"a:", false, false},
        {"a`", false, false},
        {"\xC3\xA9", false, false},
        {"a234567890123456789012345678901234567890123456789012345678901234", true, true},
        {"a2345678901234567890123456789012345678901234567890123456789012345", false, false},
    };
    for (size_t i = 0; i < RU_COUNT(names); i++)
        for (int limit = 0; limit < 2; limit++) {
            char source[256];
            loaded l;
            snprintf(source, sizeof source, limit ? "limit \"%s\" { cite = \"x\", on = outbound, forbid = true }" : "segment \"%s\" { when = otherwise }",
                     names[i].name);
            loaded_open(&l, source);
            if ((l.status == RUTH_OK) != (limit ? names[i].limit : names[i].rule)) fail_msg("%s: %s", source, l.error.message);
            if (l.status) assert_non_null(strstr(l.error.message, "is not a name; a name has small letters"));
            loaded_close(&l);
        }
}

/* Lua's own messages in an officer's words; one that no row knows is told as it is. */
static void words_of_lua(void **state) {
    static const struct {
        const char *message;
        bool syntax;
        const char *said;
    } all[] = {
        {"'}' expected (to close '{' at line 3) near <eof>", true,
         "expected '}' to close the table opened at line 3, found the end of the file; is a comma missing before it?"},
        {"'end' expected (to close 'function' at line 3) near 'x'", true, "expected 'end' to close the 'function' begun at line 3, found 'x'"},
        {"'=' expected near 'x'", true, "expected '=', found 'x'"},
        {"unexpected symbol near 'x'", true, "'x' cannot stand here"},
        {"something of a later Lua", true, "this cannot be read as a policy file: something of a later Lua"},
        {"something of a later Lua", false, "something of a later Lua"},
        {"'}' expected near <eof>", false, "'}' expected near <eof>"},
        {"attempt to compare number with nil", false, "a number is compared with nothing: the fact is none on file (nil); ask first whether it is nil"},
        {"attempt to compare two string values", false, "two text values cannot be compared by size"},
        {"attempt to compare boolean with userdata", false, "a true or false and a word cannot be compared by size"},
        {"attempt to call a nil value (field 'x')", false, "there is no function x here"},
        {"attempt to index a nil value (local 'x')", false, "x is nothing here, so nothing can be read from it"},
        {"attempt to index a light userdata value", false, "nothing can be read from a word"},
        {"number has no integer representation", false, "a number with a fraction stands where a whole number is due"},
    };
    char out[160];
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        ru_reword(all[i].message, all[i].syntax, out, sizeof out);
        assert_string_equal(out, all[i].said);
    }
    ru_reword("unexpected symbol near 'a long word that no room is left for'", true, out, 10);
    assert_string_equal(out, "'a long w");
    static const struct {
        const char *message;
        bool good;
        int source, line;
        const char *rest;
    } places[] = {
        {"3:14: x", true, 3, 14, "x"}, {"0:1:x", true, 0, 1, "x"},   {"3:14:", true, 3, 14, ""},    {"", false, 0, 0, NULL},
        {":1: x", false, 0, 0, NULL},  {"3", false, 0, 0, NULL},     {"3:", false, 0, 0, NULL},     {"3:x", false, 0, 0, NULL},
        {"x:1: y", false, 0, 0, NULL}, {"3:1 y", false, 0, 0, NULL}, {"3;1: y", false, 0, 0, NULL}, {"99999999999:1: y", true, 999999999, 1, "y"},
    };
    for (size_t i = 0; i < RU_COUNT(places); i++) {
        int source = -1, line = -1;
        const char *rest = NULL;
        assert_int_equal(ru_reword_place(places[i].message, &source, &line, &rest), places[i].good);
        if (!places[i].good) continue;
        assert_int_equal(source, places[i].source);
        assert_int_equal(line, places[i].line);
        assert_string_equal(rest, places[i].rest);
    }
}

static void places_name_the_file(void **state) {
    loaded l = {.count = 3};
    l.sources[0] = (ru_source){RU_STR("segments.lua"), RU_STR("\nsegment \"a\" { when = otherwise }"), false};
    l.sources[1] = (ru_source){RU_STR("charter/a-jurisdiction-with-a-name-that-is-longer-than-the-sixty-characters-of-lua/segments.lua"),
                               RU_STR("-- nothing\n\n\nsegment \"a\" { when = otherwise }"), false};
    l.sources[2] = (ru_source){RU_STR("never_reached.lua"), RU_STR("derive.x = nothing"), false};
    loaded_open_all(&l);
    char *said = failure_text(&l);
    assert_string_equal(
        said,
        "charter/a-jurisdiction-with-a-name-that-is-longer-than-the-sixty-characters-of-lua/segments.lua:4: segment \"a\" stands twice: here and at segments.lua:2");
    free(said);
    loaded_close(&l);
}

static void a_pending_word_is_told_of_its_own_file(void **state) {
    loaded l = {.count = 2};
    l.sources[0] = (ru_source){RU_STR("a.lua"), RU_STR("\n\nlocal s = segment \"a\""), false};
    l.sources[1] = (ru_source){RU_STR("b.lua"), RU_STR("segment \"b\" { when = otherwise }"), false};
    loaded_open_all(&l);
    char *said = failure_text(&l);
    assert_string_equal(said, "a.lua:3: segment \"a\" has no table");
    free(said);
    loaded_close(&l);
}

static void sources_that_are_too_large(void **state) {
    size_t n = (1 << 20) + 1;
    char *text = malloc(n);
    assert_non_null(text);
    memset(text, ' ', n);
    loaded l = {.count = 1};
    l.sources[0] = (ru_source){RU_STR("big.lua"), {text, n}, false};
    loaded_open_all(&l);
    assert_int_equal(l.status, RUTH_E_LIMIT);
    loaded_close(&l);
    l.sources[0].bytes.n = n - 1;
    loaded_open_all(&l);
    assert_int_equal(l.status, RUTH_OK);
    loaded_close(&l);
    text[100] = 0;
    loaded_open_all(&l);
    assert_int_equal(l.status, RUTH_E_SYNTAX);
    assert_int_equal(l.error.column, 101);
    loaded_close(&l);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_slip_is_refused_in_plain_words),
        cmocka_unit_test(names_of_rules),
        cmocka_unit_test(words_of_lua),
        cmocka_unit_test(places_name_the_file),
        cmocka_unit_test(a_pending_word_is_told_of_its_own_file),
        cmocka_unit_test(sources_that_are_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
