/* test_script_sandbox.c: what scripts cannot do: escape, run on, fill memory, see chance; and what is left behind: nothing. */
#include <locale.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/script_support.h"

/* The line that `ruth try` would print. Malloced. */
static char *tried_with(const char *source, const ruth_allocator *alloc) {
    ru_source s = {RU_STR("t.lua"), ru_str_of(source), false};
    ruth_allocator a = ru_allocator_default();
    ru_buf out;
    bool returned;
    ru_buf_init(&out, &a);
    assert_int_equal(ru_script_try(alloc, NULL, &s, &out, &returned), RUTH_OK);
    ru_buf_char(&out, 0);
    char *text = strdup(out.p);
    assert_int_equal(returned, strncmp(text, "returned", 8) == 0);
    ru_buf_free(&out);
    return text;
}

typedef struct attempt {
    const char *source, *prints;
} attempt; /* a text ending in * matches what begins so */

static void try_all(const attempt *all, size_t count) {
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        char *text = tried_with(all[i].source, NULL);
        size_t n = strlen(all[i].prints);
        bool star = n && all[i].prints[n - 1] == '*';
        if (star ? strncmp(text, all[i].prints, n - 1) != 0 : strcmp(text, all[i].prints) != 0) {
            wrong++;
            fprintf(stderr, "%s\n  prints   %s\n  expected %s\n", all[i].source, text, all[i].prints);
        }
        free(text);
    }
    assert_int_equal(wrong, 0);
}

static void names_that_lead_out_are_not_there(void **state) {
    static const char *const names[] = {"print",   "pcall",  "xpcall", "require", "dofile",         "load",        "loadfile", "setmetatable", "getmetatable",
                                        "rawget",  "rawset", "rawlen", "next",    "collectgarbage", "coroutine",   "debug",    "io",           "os",
                                        "package", "utf8",   "_G",     "warn",    "engine",         "finish_file", "add_word"};
    for (size_t i = 0; i < RU_COUNT(names); i++) {
        char source[80];
        snprintf(source, sizeof source, "return %s", names[i]);
        char *text = tried_with(source, NULL);
        if (strncmp(text, "error t.lua:1: ", 15) != 0) fail_msg("%s: %s", names[i], text);
        free(text);
    }
}

/* Everything reachable by name, and nothing else. */
static void the_words_are_exactly_these(void **state) {
    static const char list[] = "local names = {} for k in pairs(%s) do names[#names + 1] = k end return table.concat(names, \" \")";
    static const struct {
        const char *table, *names;
    } all[] = {
        {"string", "byte char find format len lower rep reverse sub upper"},
        {"table", "concat insert remove sort unpack"},
        {"math", "abs fmod max maxinteger min mininteger tointeger type"},
        {"_ENV",
         "_ __over __whole above action all_of any any_of assert at_least at_most below between business_days channel circumstance closed columns contacts_like count date_of days derive error ethics ever experiment fact "
         "guarantee has_all has_any has_none hours house instalments integer_of interest_only ipairs ladder larger last law lexicon limit longer_ago_than math message money money_of "
         "months none_of none_of_these not_on_file nothing number on_file one_of open otherwise outbound pairs pause_payments percent plan rawequal re_age reduced referral row rows same_debt "
         "segment select settlement smaller step_up stricter string table team today token tone tonumber tostring type within_last within_next"},
    };
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        char source[300];
        snprintf(source, sizeof source, list, all[i].table);
        char *text = tried_with(source, NULL);
        assert_string_equal(text + strlen("returned "), all[i].names);
        free(text);
    }
}

static void writes_are_refused(void **state) {
    static const attempt all[] = {
        {"string.rep = 1", "error t.lua:1: rep cannot be set: this table is read-only"},
        {"math[1] = 1", "error t.lua:1: this table is read-only"},
        {"_ENV.string = 1", "error t.lua:1: string is a word of the language and cannot be changed"},
        {"x = 1", "error t.lua:1: x is not*"},
        {"fact.x = 1", "error t.lua:1: fact.x cannot be set"},
        {"local a = any; a.x = 1", "error t.lua:1: `any` cannot be changed"},
        {"local s = 'a' s.x = 1", "error t.lua:1: *"},
        {"table.insert(string, 1)", "error t.lua:1: table.insert would change a table that is read-only"},
        {"table.remove(table)", "error t.lua:1: table.remove would change a table that is read-only"},
        {"table.sort(math)", "error t.lua:1: table.sort would change a table that is read-only"},
        {"for k, v in pairs(string) do local s = string s[k] = nil end", "error t.lua:1: byte cannot be set: this table is read-only"},
        {"local _ENV = { y = 1 } return y", "returned 1"},
        {"string.gsub('a', 'a', 'b')", "error t.lua:1: string.gsub is not part of the policy language"},
        {"return ('a'):match('a')", "error t.lua:1: string.match is not part of the policy language"},
    };
    try_all(all, RU_COUNT(all));
}

static void limits_stop_what_runs_on(void **state) {
    static const attempt all[] = {
        {"while true do end", "limit instructions"},
        {"local function f() return f() end return f()", "limit instructions"},
        {"local function f() return 1 + f() end return f()", "limit memory"},
        {"local s = 'x' while true do s = s .. s end", "limit memory"},
        {"local t = {} local i = 0 while true do i = i + 1 t[i] = i end", "limit memory"},
        {"local t = {} while true do t = { t } end", "limit memory"},
        {"local s = string.rep('x', 60000) while true do local t = s .. 'y' end", "limit memory"},
        {"local t = {} for i = 1, 30000 do t[i] = i end while true do table.insert(t, 1, 1) table.remove(t, 1) end", "limit instructions"},
        {"local s = string.rep('a', 60000) .. 'b' while true do s:find('aaaaaaaaab') end", "limit instructions"},
        {"local t = {} for i = 1, 1000 do t[i] = i % 7 end while true do table.sort(t, function(a, b) return true end) end", "limit instructions"},
        {"local s = string.rep('x', 60000) while true do s:upper() end", "limit*"},
        {"return string.rep('', 1000000000000)", "returned "},
        {"return string.rep('x', 1000000000000)", "error t.lua:1: string.rep would make a text of more than 64 KiB"},
        {"return string.rep('x', math.maxinteger, 'y')", "error t.lua:1: string.rep would make a text of more than 64 KiB"},
        {"return table.concat({}, 'x', 1, math.maxinteger)", "error t.lua:1: table.concat: the list has 0 entries"},
        {"return table.unpack({}, 1, 100000)", "error t.lua:1: table.unpack gives at most 255 values"},
        {"return table.unpack({}, math.mininteger, math.maxinteger)", "error t.lua:1: table.unpack gives at most 255 values"},
    };
    try_all(all, RU_COUNT(all));
}

static void the_library_computes(void **state) {
    static const attempt all[] = {
        {"return table.concat({ 3, 'a', -1 }, ', ')", "returned 3, a, -1"},
        {"return table.concat({ 'a', 'b', 'c' }, '-', 2, 3)", "returned b-c"},
        {"local t = { 1, 3 } table.insert(t, 2, 2) table.insert(t, 4) return t", "returned {1, 2, 3, 4}"},
        {"local t = { 1, 2, 3 } return { table.remove(t, 1), table.remove(t), #t, t[1] }", "returned {1, 3, 1, 2}"},
        {"return { table.unpack({ 1, 2, 3 }, 2) }", "returned {2, 3}"},
        {"local t = { 5, 3, 9, -1, 3 } table.sort(t) return t", "returned {-1, 3, 3, 5, 9}"},
        {"local t = { 'b', 'a', 'B', 'ab' } table.sort(t) return t", "returned {\"B\", \"a\", \"ab\", \"b\"}"},
        {"local t = {} for i = 1, 20 do t[i] = { i % 3, i } end table.sort(t, function(a, b) return a[1] < b[1] end) local s = '' for _, v in ipairs(t) do s = s .. v[2] .. ' ' end return s",
         "returned 3 6 9 12 15 18 1 4 7 10 13 16 19 2 5 8 11 14 17 20 "}, /* stable */
        {"local t = { 1, 'a' } table.sort(t)", "error t.lua:1: table.sort orders whole numbers, or texts; found *"},
        {"return ('Grüße ABC'):upper()", "returned GRüßE ABC"},
        {"return ('ABC xyz'):lower() .. ('abc'):reverse() .. #'abc' .. ('abc'):len()", "returned abc xyzcba33"},
        {"return ('abcdef'):sub(2, 4) .. ('abcdef'):sub(-2) .. ('abc'):sub(3, 1) .. ('abc'):sub(-100, 100)", "returned bcdefabc"},
        {"return { ('a.c'):find('.') }", "returned {2, 2}"}, /* no patterns */
        {"return { ('abcabc'):find('ca', 1) }", "returned {3, 4}"},
        {"return { ('aaa'):find('a', -1) }", "returned {3, 3}"},
        {"return { ('aaa'):find('', 4) }", "returned {4, 3}"},
        {"return ('aaa'):find('a', 4)", "returned nil"},
        {"return ('abc'):find('abcd')", "returned nil"},
        {"return { ('abc'):byte(1, 3) }", "returned {97, 98, 99}"},
        {"return string.char(72, 105)", "returned Hi"},
        {"return string.format('%s is %d, %d%%: %s %s', 'a', -5, 9223372036854775807, true, nil)", "returned a is -5, 9223372036854775807%: true nil"},
        {"return string.format('%x', 1)", "error t.lua:1: string.format knows %s, %d and %% only"},
        {"return string.format('%s', {})", "error t.lua:1: string.format cannot print a table"},
        {"return { tonumber('12'), tonumber(' -7 '), tonumber('ff', 16), tonumber('9223372036854775807'), tonumber('-9223372036854775808') }",
         "returned {12, -7, 255, 9223372036854775807, -9223372036854775808}"},
        {"return { tonumber('1.5') == nil, tonumber('9223372036854775808') == nil, tonumber('') == nil, tonumber('1e5') == nil, tonumber('0x10') == nil }",
         "returned {true, true, true, true, true}"},
        {"return { tostring(-9223372036854775807 - 1), tostring(true), tostring(nil), tostring({}), tostring(pairs), tostring(fact.x) }",
         "returned {\"-9223372036854775808\", \"true\", \"nil\", \"table\", \"function\", \"word\"}"},
        {"return { math.abs(-3), math.max(1, 5, 2), math.min(4, 2), math.fmod(-7, 3), math.fmod(7, -1), math.tointeger(3), math.type(3) }",
         "returned {3, 5, 2, -1, 0, 3, \"integer\"}"},
        {"return math.abs(math.mininteger)", "error t.lua:1: math.abs: the number is too large"},
        {"return { select('#', 1, nil, 3), select(2, 'a', 'b', 'c') }", "returned {3, \"b\", \"c\"}"},
        {"return { select(-1, 'a', 'b') }", "returned {\"b\"}"},
        {"return { type(1), type('a'), type({}), type(type), type(fact.x), type(string) }",
         "returned {\"number\", \"string\", \"table\", \"function\", \"word\", \"table\"}"},
        {"local a, b = 7, 2 return tostring(a / b)", "error t.lua:1: a division of two plain numbers gives a fraction*"},
        {"local z = 0\nlocal n = z / z if n ~= n then return 'PWNED' end", "error t.lua:2: a division of two plain numbers gives a fraction*"},
        {"return #{ fact.a / 2, 2 / fact.a, -fact.a / -2 * 3 / fact.b, (fact.a - 1) / #'ab', fact.a // 1 }",
         "error t.lua:1: fact.a: there is no such operation*"},
        {"return { fact.a / 2, 2 / fact.a, -fact.a / -2 * 3 / fact.b, (fact.a - 1) / #'ab' }", "returned {a word, a word, a word, a word}"},
        {"return {} / 2", "error t.lua:1: /: expected a fact, a number or a whole number*"},
        {"return 2 / / 3", "error t.lua:1: '/' cannot stand here"},
        {"return __over", "error t.lua:1:8: this name belongs to the language itself*"},
        {"for i = '0.5', 2 do return i end", "error t.lua:1: a `for` needs whole numbers"},
        {"for i = 1, 2, '0.5' do return i end", "error t.lua:1: a `for` needs whole numbers"},
        {"local a = '1e999' for i = a, a do if i - i ~= i - i then return 'PWNED' end end", "error t.lua:1: a `for` needs whole numbers"},
        {"local function f() for i = (function() for k = '1', 2 do end return 1 end)(), 2 do end end f()", "error t.lua:1: a `for` needs whole numbers"},
        {"local n = 0 for i = #'abc', -1, -1 do (function() n = n + i end)() end return n", "returned 5"},
        {"local n = 0 for i = 1, '3' do n = n + i end return n", "returned 6"}, /* whole numbers all the same */
        {"local t = { 3, 4 } local n = 0 for i = t[1], ({ 9, t[2] })[2] do n = n + i end return n", "returned 7"},
        {"local n = 0 for i = 2, 1 + (function() for k in pairs({ 1 }) do n = n + 1 end while n < 2 do n = n + 1 end return 2 end)() do n = n + 10 end return n",
         "returned 22"},
        {"local a = 1 local _ENV = {} return a / a", "error t.lua:1: *"},
    };
    try_all(all, RU_COUNT(all));
}

/* At the ends of what each function takes. */
static void the_library_at_its_ends(void **state) {
    static const attempt all[] = {
        {"return { tonumber(5), tonumber('  7\\t'), tonumber('+7'), tonumber('-8', 9) }", "returned {5, 7, 7, -8}"},
        {"return tonumber('-')", "returned nil"},
        {"return { tonumber('ff', 16), tonumber('FF', 16), tonumber('Zz', 36), tonumber('-11', 2) }", "returned {255, 255, 1295, -3}"},
        {"return tonumber('12', 2)", "returned nil"},
        {"return tonumber('!', 36)", "returned nil"},
        {"return tonumber({})", "returned nil"},
        {"return tonumber(true, 16)", "returned nil"},
        {"return tonumber(('1'):rep(65), 2)", "returned nil"},
        {"return tonumber(('1'):rep(64), 2)", "returned nil"},
        {"return { tonumber('9223372036854775807'), tonumber('-9223372036854775808') }", "returned {9223372036854775807, -9223372036854775808}"},
        {"return tonumber('-9223372036854775809')", "returned nil"},
        {"return tonumber('9223372036854775808')", "returned nil"},
        {"return tonumber('92233720368547758070')", "returned nil"},
        {"return { rawequal(1, 1), rawequal('a', 'b'), rawequal({}, {}), rawequal(fact, fact) }", "returned {true, false, false, true}"},
        {"return { assert(1, 'no'), assert(true) }", "returned {1, true}"},
        {"return { select(-2, 'a', 'b') }", "returned {\"a\", \"b\"}"},
        {"return #{ select(9, 'a', 'b') }", "returned 0"},
        {"return { math.max(3), math.min(-1), math.type('x') == nil, math.tointeger('3') == nil, math.abs(0) }", "returned {3, -1, true, true, 0}"},
        {"local t = { a = 1, b = 2, c = 3 } local s = '' for k in pairs(t) do s = s .. k t.b = nil end return s",
         "returned ac"}, /* what has gone meanwhile is passed over */
        {"return ('abc'):sub(0, 2) .. '|' .. ('abc'):sub(-5, -5) .. '|' .. ('abc'):sub(2)", "returned ab||bc"},
        {"return { ('abc'):byte(-1), #{ ('abc'):byte(0) }, #{ ('abc'):byte(4) }, #{ ('abc'):byte(3, -5) } }", "returned {99, 0, 0, 0}"},
        {"return ('a'):rep(3, '-') .. ('a'):rep(1, '-') .. ('a'):rep(0, '-') .. ('a'):rep(-1)", "returned a-a-aa"},
        {"return #('ab'):rep(32768)", "returned 65536"},
        {"return #('a'):rep(32768, '-')", "returned 65535"},
        {"return { ('abc'):find('c', -100), ('abc'):find('a', 0), ('abc'):find('', 4) }", "returned {3, 1, 4, 3}"},
        {"return ('abc'):find('c', 9)", "returned nil"},
        {"return string.format('%%%s', 'x') .. string.format('') .. string.format('%s%s', false, true)", "returned %xfalsetrue"},
        {"return string.char() .. string.char(0x41)", "returned A"},
        {"return table.concat({}) .. '|' .. table.concat({}, ',') .. '|' .. table.concat({ 1, 2 }, ',', 3, 2) .. '|' .. table.concat({ 'a' }, ',', 1, 1)",
         "returned |||a"},
        {"local t = {} table.insert(t, 1, 'a') table.insert(t, 2, 'b') return t", "returned {\"a\", \"b\"}"},
        {"local t = {} return { table.remove(t) == nil, table.remove(t, 0) == nil, #t }", "returned {true, true, 0}"},
        {"return #{ table.unpack({ 1, 2, 3 }, 3, 2) }", "returned 0"},
        {"local t = { 2 } table.sort(t) table.sort({}) return t", "returned {2}"},
        {"local t = { 3, 1, 2 } table.sort(t, function(a, b) return a > b end) return t", "returned {3, 2, 1}"},
    };
    try_all(all, RU_COUNT(all));
}

/* What each function says to what it does not take. */
static void the_library_refuses(void **state) {
    static const attempt all[] = {
        {"return math.abs(true)", "error t.lua:1: math.abs needs a whole number in place 1, found true"},
        {"return math.abs(false)", "error t.lua:1: math.abs needs a whole number in place 1, found false"},
        {"return math.abs()", "error t.lua:1: math.abs needs a whole number in place 1, found nothing (nil)"},
        {"return math.abs({})", "error t.lua:1: math.abs needs a whole number in place 1, found a table"},
        {"return math.abs(type)", "error t.lua:1: math.abs needs a whole number in place 1, found a function"},
        {"return math.abs(any)", "error t.lua:1: math.abs needs a whole number in place 1, found a word"},
        {"return math.abs('3')", "error t.lua:1: math.abs needs a whole number in place 1, found a text"},
        {"return math.abs(math.mininteger)", "error t.lua:1: math.abs: the number is too large"},
        {"return math.max()", "error t.lua:1: math.max needs a whole number in place 1, found nothing (nil)"},
        {"return math.fmod(1, 0)", "error t.lua:1: a division by zero"},
        {"return string.len(5)", "error t.lua:1: string.len needs a text in place 1, found a whole number"},
        {"return pairs('a')", "error t.lua:1: pairs needs a table in place 1, found a text"},
        {"return ipairs(3)", "error t.lua:1: ipairs needs a table in place 1, found a whole number"},
        {"return table.insert(string, 1)", "error t.lua:1: table.insert would change a table that is read-only"},
        {"assert(false)", "error t.lua:1: an assertion does not hold"},
        {"assert(nil, 'so it is')", "error t.lua:1: so it is"},
        {"assert(false, 5)", "error t.lua:1: an assertion does not hold"},
        {"error()", "error t.lua:1: error without a text"},
        {"error({})", "error t.lua:1: error without a text"},
        {"return select(0)", "error t.lua:1: select counts from 1"},
        {"return select(-3, 'a')", "error t.lua:1: select counts from 1"},
        {"return select('a')", "error t.lua:1: select needs a whole number in place 1, found a text"},
        {"return tonumber('1', 1)", "error t.lua:1: tonumber knows bases from 2 to 36"},
        {"return tonumber('1', 37)", "error t.lua:1: tonumber knows bases from 2 to 36"},
        {"return type()", "error t.lua:1: type needs a value"},
        {"return string[1]", "error t.lua:1: string has only named functions"},
        {"return math.sqrt", "error t.lua:1: math.sqrt is not part of the policy language"},
        {"return ('a'):rep(65537)", "error t.lua:1: string.rep would make a text of more than 64 KiB"},
        {"return ('a'):rep(32769, '-')", "error t.lua:1: string.rep would make a text of more than 64 KiB"},
        {"return string.byte(('a'):rep(256), 1, 256)", "error t.lua:1: string.byte gives at most 255 bytes at once"},
        {"return string.char(table.unpack({ ('a'):rep(200):byte(1, 200) })) .. string.char(256)", "error t.lua:1: string.char takes bytes from 0 to 255"},
        {"return string.char(-1)", "error t.lua:1: string.char takes bytes from 0 to 255"},
        {"local t = {} for i = 1, 255 do t[i] = 65 end return string.char(65, table.unpack(t))", "error t.lua:1: string.char takes at most 255 bytes at once"},
        {"local a = ('a'):rep(40000) return string.format('%s%s', a, a)", "error t.lua:1: string.format would make a text of more than 64 KiB"},
        {"return string.format('%s')", "error t.lua:1: string.format has more %s and %d than values"},
        {"return string.format('%')", "error t.lua:1: string.format *"},
        {"return string.format('%x', 5)", "error t.lua:1: string.format *"},
        {"return string.format('%d', 'a')", "error t.lua:1: string.format *"},
        {"return string.format('%s', {})", "error t.lua:1: string.format *"},
        {"return table.concat({ 1, {} })", "error t.lua:1: table.concat joins texts and whole numbers; entry 2 is a table"},
        {"return table.concat({ 1, true })", "error t.lua:1: table.concat joins texts and whole numbers; entry 2 is true"},
        {"return table.concat({ 1 }, ',', 0)", "error t.lua:1: table.concat: the list has 1 entries"},
        {"return table.concat({ 1 }, ',', 1, 2)", "error t.lua:1: table.concat: the list has 1 entries"},
        {"return table.concat({ 1 }, 5)", "error t.lua:1: table.concat needs a text in place 2, found a whole number"},
        {"local a = ('a'):rep(40000) return table.concat({ a, a })", "error t.lua:1: table.concat would make a text of more than 64 KiB"},
        {"table.insert({})", "error t.lua:1: table.insert needs a table, perhaps a place, and a value"},
        {"table.insert({}, 1, 2, 3)", "error t.lua:1: table.insert needs a table, perhaps a place, and a value"},
        {"table.insert({}, 2, 'a')", "error t.lua:1: table.insert: the list has 0 entries"},
        {"table.insert({}, 0, 'a')", "error t.lua:1: table.insert: the list has 0 entries"},
        {"table.remove({ 1 }, 3)", "error t.lua:1: table.remove: the list has 1 entries"},
        {"table.remove({ 1 }, 0)", "error t.lua:1: table.remove: the list has 1 entries"},
        {"table.remove({}, 2)", "error t.lua:1: table.remove: the list has 0 entries"},
        {"table.sort({ 1, 'a' })", "error t.lua:1: table.sort*"},
        {"table.sort({ 'a', {} })", "error t.lua:1: table.sort*"},
        {"table.sort({ 1, 2 }, 5)", "error t.lua:1: table.sort takes a list and, if need be, a function that says which of two*"},
        {"return f.a", "error t.lua:1: f *"},
        {"return any.x", "error t.lua:1: *"},
        {"string.len = 5", "error t.lua:1: *"},
        {"_ENV[5] = 1", "error t.lua:1: *"},
        {"return _ENV[5]", "error t.lua:1: *"},
        {"return _ENV[('a'):rep(70)]", "error t.lua:1: *"},
    };
    try_all(all, RU_COUNT(all));
}

/* Before it runs, a source is read for what Lua would take and a policy may not have. */
static void the_source_is_read_before(void **state) {
    static const attempt all[] = {
        {"return 0xff", "returned 255"},
        {"return 0XFF", "returned 255"},
        {"return 0x7fffffffffffffff", "returned 9223372036854775807"},
        {"return 0x8000000000000000", "error t.lua:1:8: 0x8000000000000000 is too large a number*"},
        {"return 0xffffffffffffffffff", "error t.lua:1:8: 0xffffffffffffffffff is too large a number*"},
        {"return 0x1p4", "error t.lua:1:8: 0x1p4 has a fraction*"},
        {"return 0x1P4", "error t.lua:1:8: 0x1P4 has a fraction*"},
        {"return 0x.8", "error t.lua:1:8: 0x.8 has a fraction*"},
        {"return 1e5", "error t.lua:1:8: 1e5 has a fraction*"},
        {"return 1E5", "error t.lua:1:8: 1E5 has a fraction*"},
        {"return 9223372036854775808", "error t.lua:1:8: 9223372036854775808 is too large a number*"},
        {"return 99999999999999999999", "error t.lua:1:8: 99999999999999999999 is too large a number*"},
        {"return 5 / 2", "error t.lua:1:12: a division of two plain numbers*"},
        {"return 5 & 2", "error t.lua:1:10: & is not part of the policy language*"},
        {"return 5 | 2", "error t.lua:1:10: | is not part of the policy language*"},
        {"return ~2", "error t.lua:1:8: ~ is not part of the policy language*"},
        {"return 1 << 2", "error t.lua:1:10: << is not part of the policy language*"},
        {"return 1 >> 2", "error t.lua:1:10: >> is not part of the policy language*"},
        {"return 2 ^ 2", "error t.lua:1:10: ^ is not part of the policy language*"},
        {"::a:: return 1", "error t.lua:1:1: :: is not part of the policy language*"},
        {"goto a", "error t.lua:1:1: goto is not part of the policy language*"},
        {"local x <close> = nil", "error t.lua:1:9: <close> is not part of the policy language*"},
        {"local x < close > = nil", "error t.lua:1:9: <close> is not part of the policy language*"},
        {"return __over", "error t.lua:1:8: this name belongs to the language itself*"},
        {"return __whole", "error t.lua:1:8: this name belongs to the language itself*"},
        {"return 1\r\n", "returned 1"},
        {"return 1\r", "error t.lua:1:9: found a carriage return that is no part of a line break*"},
        {"return '\x01'", "error t.lua:1:9: found a control character*"},
        {"return '\x7f'", "error t.lua:1:9: found a control character*"},
        {"return '\xC2\x80'", "error t.lua:1:9: found a control character*"},
        {"\nreturn '\xE2\x80\xAE'",
         "error t.lua:2:9: found a character that turns the direction of writing, so that the text shows otherwise than it is read*"},
        {"return '\xE2\x81\xA6'", "error t.lua:1:9: found a character that turns the direction of writing, so that the text shows otherwise than it is read*"},
        {"return '\xD8\x9C'", "error t.lua:1:9: found a character that turns the direction of writing, so that the text shows otherwise than it is read*"},
        {"return '\xE2\x80\xA8'", "error t.lua:1:9: found a line separator that is not a line break*"},
        {"return '\xE2\x80\xA9'", "error t.lua:1:9: found a line separator that is not a line break*"},
        {"return '\xC2\xAD'", "error t.lua:1:9: found an invisible character*"},
        {"return '\xE1\xA0\x8E'", "error t.lua:1:9: found an invisible character*"},
        {"return '\xE2\x80\x8B'", "error t.lua:1:9: found an invisible character*"},
        {"return '\xE2\x81\xA0'", "error t.lua:1:9: found an invisible character*"},
        {"return '\xEF\xBF\xBB'", "error t.lua:1:9: found an invisible character*"},
        {"return 'a\xEF\xBB\xBF'", "error t.lua:1:10: found a byte order mark*"},
        {"return '\xF3\xA0\x80\x81'", "error t.lua:1:9: found an invisible character*"},
        {"return '\xF0\x9F\x98\x80'", "returned \xF0\x9F\x98\x80"},
        {"return 'é\xE2\x82\xAC'", "returned é\xE2\x82\xAC"},
        {"return '\xFF'", "error t.lua:1:9: found a byte that is not UTF-8*"},
        {"\nreturn 'é\xC3'", "error t.lua:2:10: found a byte that is not UTF-8*"},
    };
    try_all(all, RU_COUNT(all));
}

static void results_fail_closed(void **state) {
    static const attempt all[] = {
        {"return function() end", "error the result is a function*"},
        {"local t = {} t[1] = t return t", "error the result is nested more than 16 deep, or contains itself"},
        {"local t = {} for i = 1, 1001 do t[i] = i end return t", "error the result has more than 1000 entries"},
        {"return { 1, a = 2 }", "error the result mixes a list with keys*"},
        {"return { [1] = 1, ['1'] = 2 }", "error the result mixes a list with keys*"},
        {"return 'a\\xff'", "error the result is a text with a byte that is not UTF-8"},
        {"return 'a\\0b'", "error the result is a text with a control character"},
        {"return { [{}] = 1 }", "error a table has a table as a key*"},
        {"return 1, 2, 3", "returned 1"},
        {"error()", "error t.lua:1: error without a text"},
        {"error({})", "error t.lua:1: error without a text"},
        {"error('why')", "error t.lua:1: why"},
        {"", "returned nil"},
        {"return { b = 1, a = { 2, true, 'x' } }", "returned {a = {2, true, \"x\"}, b = 1}"},
        {"\x1bLua", "error t.lua:1:1: found a control character; save the file as plain UTF-8 text"},
        {"return 1 ~ (2 or 3)", "error t.lua:1:10: ~ is not part of the policy language*"},
        {"return 1 ~= 2", "returned true"},
        {"return 5 // 2 -- 1.5 & ~\n--[[ 1.5 ]] --[==[ goto ]] ]==]", "returned 2"},
        {"return [[1.5 ^]] .. '1.5 ^' .. \"\\\" ^\"", "returned 1.5 ^1.5 ^\" ^"},
        {"return 0x10", "returned 16"},
        {"return 1e3", "error t.lua:1:8: 1e3 has a fraction*"},
        {"return .5", "error t.lua:1:8: .5 has a fraction*"},
        {"return 99999999999999999999", "error t.lua:1:8: 99999999999999999999 is too large a number"},
        {"return 1 .. 2", "returned 12"},
        {"local x <close> = nil", "error t.lua:1:9: <close> is not part of the policy language"},
        {"local x <const> = 3 return x", "returned 3"},
    };
    try_all(all, RU_COUNT(all));
}

/* Lua hashes texts with a seed that differs in each state: the order of pairs must not show it. */
static void pairs_is_the_same_in_every_state(void **state) {
    static const char source[] =
        "local t = { zeta = 1, alpha = 2, [3] = 3, [1] = 1, [-5] = 0, mid = 4, [true] = 5, [false] = 6, beta = 7, gamma = 8, [100] = 9 }\n"
        "local s = '' for k, v in pairs(t) do s = s .. tostring(k) .. '=' .. v .. ' ' end return s";
    for (int i = 0; i < 30; i++) {
        char *text = tried_with(source, NULL);
        assert_string_equal(text, "returned -5=0 1=1 3=3 100=9 alpha=2 beta=7 gamma=8 mid=4 zeta=1 false=6 true=5 ");
        free(text);
    }
}

static void the_host_locale_does_not_show(void **state) {
    static const char *const locales[] = {"C", "de_DE.UTF-8", "cs_CZ.UTF-8", "C.UTF-8"};
    for (size_t i = 0; i < RU_COUNT(locales); i++) {
        if (!setlocale(LC_ALL, locales[i])) continue;
        char *text = tried_with("return tostring('a' < 'B') .. tostring('ch' < 'd') .. ('ä'):upper() .. 1 .. ''", NULL);
        assert_string_equal(text, "returned falsetrueä1");
        free(text);
        assert_true(uselocale((locale_t)0) == LC_GLOBAL_LOCALE);
    }
    setlocale(LC_ALL, "C");
}

static const char policy[] = "circumstance \"c\" { a = one_of(\"b\", \"c\") }\n"
                             "local list = { 1, { 2 } }\n"
                             "segment \"s\" { when = { circumstance.c, function(f) return f.a == list[1] end } }\n"
                             "rows \"tone\" { columns { \"id\", \"a\" }, row { \"x\", 1 }, row { \"y\", any } }\n";

/* Load, bind and run on this allocator; everything is given back. */
static ruth_status go_round(const ruth_allocator *alloc, ru_code_end *end) {
    ru_source s = {RU_STR("p.lua"), RU_STR(""), false};
    s.bytes = ru_str_of(policy);
    ru_arena arena;
    ru_script *script = NULL;
    ru_node *rules = NULL;
    ruth_error e;
    small_world w;
    ru_arena_init(&arena, alloc, 1 << 14);
    ruth_status st = ru_script_load(alloc, NULL, &s, 1, &arena, &script, &rules, &e);
    if (!st) {
        small_world_open(&w);
        small_world_fact(&w, "a")->i = 1;
        st = ru_script_bind(script, &w.schema, &e);
        if (!st) {
            ru_code_result r;
            ru_script_run(script, 0, &w.scene, &r);
            *end = r.end;
        }
    }
    ru_script_free(script);
    ru_arena_free(&arena);
    return st;
}

static void memory_is_given_back(void **state) {
    counting c = {0};
    ruth_allocator a = counting_allocator(&c);
    ru_code_end end = RU_CODE_ERROR;
    assert_int_equal(go_round(&a, &end), RUTH_OK);
    assert_int_equal(end, RU_CODE_OK);
    assert_int_equal(c.held, 0);
    assert_int_equal(c.blocks, 0);
    static const char *const sources[] = {"while true do end", "local s = 'x' while true do s = s .. s end", "return 1", "x",
                                          "return x",          "local t = {} while true do t = { t } end"};
    for (size_t i = 0; i < RU_COUNT(sources); i++) {
        char *text = tried_with(sources[i], &a);
        free(text);
        assert_int_equal(c.held, 0);
        assert_int_equal(c.blocks, 0);
    }
}

/* The n-th allocation fails, and all after it, for every n: an error, no crash, nothing held. */
static void every_allocation_may_fail(void **state) {
    counting c = {0};
    ruth_allocator a = counting_allocator(&c);
    ru_code_end end = RU_CODE_ERROR;
    assert_int_equal(go_round(&a, &end), RUTH_OK);
    size_t calls = c.calls, step = calls / 400 + 1;
    size_t refused = 0;
    for (size_t n = 1; n <= calls; n += n < 200 ? 1 : step) {
        c = (counting){.refuse_at = n};
        end = RU_CODE_ERROR;
        ruth_status st = go_round(&a, &end);
        if (st == RUTH_E_NOMEM || (st == RUTH_OK && end == RU_CODE_MEMORY)) refused++;
        else if (st != RUTH_OK || end != RU_CODE_OK) fail_msg("allocation %zu of %zu failed: status %d, end %d", n, calls, (int)st, (int)end);
        assert_int_equal(c.held, 0);
        assert_int_equal(c.blocks, 0);
    }
    assert_true(refused > 100);
}

static ruth_status load_with(const ru_script_caps *caps, const char *text, ruth_error *e) {
    ru_source s = {RU_STR("p.lua"), ru_str_of(text), false};
    ru_script *script = NULL;
    ruth_status st = ru_script_load(NULL, caps, &s, 1, NULL, &script, NULL, e);
    ru_script_free(script);
    return st;
}

static void caps_bound_a_load(void **state) {
    ru_script_caps caps = ru_script_default_caps();
    ruth_error e;
    caps.load_instructions = 2000000;
    assert_int_equal(load_with(&caps, policy, &e), RUTH_OK);
    assert_int_equal(load_with(&caps, "\n\nwhile true do end", &e), RUTH_E_LIMIT);
    assert_int_equal(e.line, 3);
    assert_int_equal(load_with(&caps, "local s = string.rep('x', 60000) while true do local t = s .. 1 end", &e), RUTH_E_LIMIT);
    caps.load_bytes = 2 << 20;
    assert_int_equal(load_with(&caps, policy, &e), RUTH_OK);
    assert_int_equal(load_with(&caps, "local t = {} for i = 1, 1000000 do t[i] = i end", &e), RUTH_E_LIMIT);
    caps.load_bytes = 10000;
    assert_int_equal(load_with(&caps, policy, &e), RUTH_E_LIMIT);
}

/* Several states at once, in turns: none sees another. */
static void states_do_not_know_each_other(void **state) {
    enum { STATES = 8 };
    loaded l[STATES];
    small_world w;
    small_world_open(&w);
    for (int i = 0; i < STATES; i++) {
        char source[200];
        snprintf(source, sizeof source, "local mine = %d segment \"s\" { when = function(f) return f.a == mine end }", i);
        loaded_open(&l[i], source);
        assert_int_equal(l[i].status, RUTH_OK);
        assert_int_equal(ru_script_bind(l[i].script, &w.schema, NULL), RUTH_OK);
    }
    for (int turn = 0; turn < 3 * STATES; turn++) {
        small_world_fact(&w, "a")->i = turn % STATES;
        for (int i = 0; i < STATES; i++) {
            ru_code_result r;
            ru_script_run(l[i].script, 0, &w.scene, &r);
            assert_int_equal(r.end, RU_CODE_OK);
            assert_int_equal(r.value, i == turn % STATES);
        }
    }
    for (int i = 0; i < STATES; i++) loaded_close(&l[i]);
}

static void *run_in_thread(void *done) {
    for (int i = 0; i < 20; i++) {
        ruth_allocator a = ru_allocator_default();
        ru_code_end end = RU_CODE_ERROR;
        if (go_round(&a, &end) != RUTH_OK || end != RU_CODE_OK) return NULL;
    }
    return done;
}

/* A thread with a small stack (256 KiB) is enough, and threads do not meet. */
static void threads_with_small_stacks(void **state) {
    pthread_t threads[3];
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    assert_int_equal(pthread_attr_setstacksize(&attr, 256 << 10), 0);
    for (int i = 0; i < 3; i++) assert_int_equal(pthread_create(&threads[i], &attr, run_in_thread, threads), 0);
    for (int i = 0; i < 3; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        assert_non_null(result);
    }
    pthread_attr_destroy(&attr);
}

/* Functions of ours that call back go as deep as Lua lets them; that must fit the host's stack. */
static void callbacks_inside_callbacks(void **state) {
    char *text = tried_with("local function deep(n) table.sort({ 1, 2 }, function() deep(n + 1) return false end) end deep(1)", NULL);
    assert_string_equal(text, "error t.lua:1: functions call each other without an end");
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_lead_out_are_not_there),
        cmocka_unit_test(the_words_are_exactly_these),
        cmocka_unit_test(writes_are_refused),
        cmocka_unit_test(limits_stop_what_runs_on),
        cmocka_unit_test(the_library_computes),
        cmocka_unit_test(results_fail_closed),
        cmocka_unit_test(pairs_is_the_same_in_every_state),
        cmocka_unit_test(the_host_locale_does_not_show),
        cmocka_unit_test(memory_is_given_back),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(caps_bound_a_load),
        cmocka_unit_test(states_do_not_know_each_other),
        cmocka_unit_test(threads_with_small_stacks),
        cmocka_unit_test(the_library_at_its_ends),
        cmocka_unit_test(the_library_refuses),
        cmocka_unit_test(the_source_is_read_before),
        cmocka_unit_test(callbacks_inside_callbacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
