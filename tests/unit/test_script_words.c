/* test_script_words.c: every word of the policy language, and the rule data it becomes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/script_support.h"

typedef struct said {
    const char *source, *becomes;
} said;

static void check_all(const said *all, size_t count) {
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        loaded l;
        loaded_open(&l, all[i].source);
        char *text = l.status ? failure_text(&l) : rules_text(l.rules);
        if (strcmp(text, all[i].becomes) != 0) {
            wrong++;
            fprintf(stderr, "%s\n  becomes  %s\n  expected %s\n", all[i].source, text, all[i].becomes);
        }
        free(text);
        loaded_close(&l);
    }
    assert_int_equal(wrong, 0);
}

/* `circumstance "x" { … }`: its body is the condition. */
#define COND(text) "circumstance \"x\" {" text "}"
#define IS(text) "circumstance x {items=[" text "] op=all}"
#define ATOM(text) IS("{fact=a op=atom test=" text "}")

static void matchers(void **state) {
    static const said all[] = {
        {COND("a = \"b\""), ATOM("{m=eq value=b}")},
        {COND("a = 3"), ATOM("{m=eq value=3}")},
        {COND("a = -3"), ATOM("{m=eq value=-3}")},
        {COND("a = true"), ATOM("{m=eq value=true}")},
        {COND("a = false"), ATOM("{m=eq value=false}")},
        {COND("a = fact.b"), ATOM("{m=eq value={name=b x=fact}}")},
        {COND("a = number.b"), ATOM("{m=eq value={name=b x=number}}")},
        {COND("a = at_least(3)"), ATOM("{m=at_least value=3}")},
        {COND("a = at_most(\"2026-01-31\")"), ATOM("{m=at_most value=2026-01-31}")},
        {COND("a = above(fact.b + 1)"), ATOM("{m=above value={a={name=b x=fact} b=1 x=add}}")},
        {COND("a = below(money(\"50.00 USD\"))"), ATOM("{m=below value={text=50.00 USD x=money}}")},
        {COND("a = between(1, number.n)"), ATOM("{high={name=n x=number} low=1 m=between}")},
        {COND("a = one_of(\"b\", \"c\")"), ATOM("{m=one_of values=[b c]}")},
        {COND("a = none_of(\"b\")"), ATOM("{m=none_of values=[b]}")},
        {COND("a = has_any(\"b\", \"c\")"), ATOM("{m=has_any values=[b c]}")},
        {COND("a = has_all(\"b\")"), ATOM("{m=has_all values=[b]}")},
        {COND("a = has_none(\"b\")"), ATOM("{m=has_none values=[b]}")},
        {COND("a = on_file"), ATOM("{m=on_file}")},
        {COND("a = not_on_file"), ATOM("{m=not_on_file}")},
        {COND("a = today"), ATOM("{m=today}")},
        {COND("a = within_last(days(7))"), ATOM("{m=within_last value={n=7 x=days}}")},
        {COND("a = within_next(days(number.n))"), ATOM("{m=within_next value={n={name=n x=number} x=days}}")},
        {COND("a = longer_ago_than(hours(48))"), ATOM("{m=longer_ago_than value={n=48 x=hours}}")},
        {COND("a = at_least(percent(\"12.5\"))"), ATOM("{m=at_least value={text=12.5 x=percent}}")},
    };
    check_all(all, RU_COUNT(all));
}

#define A "{fact=a op=atom test={m=eq value=1}}"
#define B "{fact=b op=atom test={m=eq value=2}}"

static void conditions(void **state) {
    static const said all[] = {
        {COND("b = 2, a = 1"), IS(A " " B)}, /* by key, not as written */
        {COND("any_of { b = 2, a = 1 }"), IS("{items=[" A " " B "] op=any}")},
        {COND("all_of { a = 1 }"), IS("{items=[" A "] op=all}")},
        {COND("none_of_these { a = 1, b = 2 }"), IS("{items=[" A " " B "] op=none}")},
        {COND("any_of { a = 1, { b = 2, a = 1 } }"), IS("{items=[" A " {items=[" A " " B "] op=all}] op=any}")},
        {COND("circumstance.y, a = 1"), IS(A " {name=y op=circumstance}")}, /* keyed first, then in order */
        {COND("circumstance.z, circumstance.y"), IS("{name=z op=circumstance} {name=y op=circumstance}")},
        {COND("{ a = 1 }, any_of { b = 2, circumstance.y }"), IS("{items=[" A "] op=all} {items=[" B " {name=y op=circumstance}] op=any}")},
        {"segment \"s\" { when = otherwise }", "segment s {when={op=otherwise}}"},
        {"segment \"s\" { when = circumstance.y }", "segment s {when={name=y op=circumstance}}"},
        {"segment \"s\" { when = any_of { a = 1 } }", "segment s {when={items=[" A "] op=any}}"},
        {"segment \"s\" { when = { a = 1 } }", "segment s {when={items=[" A "] op=all}}"},
        {"segment \"s\" { when = function(f) return true end }", "segment s {when={code=code#0 op=coded}}"},
        {"segment \"s\" { when = { a = 1, function(f) return true end } }", "segment s {when={items=[" A " {code=code#0 op=coded}] op=all}}"},
        {"segment \"s\" { when = otherwise, unless = { a = 1 } }", "segment s {unless={item={items=[" A "] op=all} op=not} when={op=otherwise}}"},
        {"segment \"s\" { when = otherwise, unless = circumstance.y }", "segment s {unless={item={name=y op=circumstance} op=not} when={op=otherwise}}"},
        {"segment \"s\" { when = otherwise, unless = any_of { a = 1, b = 2 } }",
         "segment s {unless={item={items=[" A " " B "] op=any} op=not} when={op=otherwise}}"},
        {"segment \"s\" { when = otherwise, unless = { circumstance.y } }",
         "segment s {unless={item={items=[{name=y op=circumstance}] op=all} op=not} when={op=otherwise}}"},
        {"contacts_like \"c\" { outcome = \"o\", contacts_like.d }",
         "contacts_like c {items=[{fact=outcome op=atom test={m=eq value=o}} {name=d op=contacts_like}] op=all}"},
    };
    check_all(all, RU_COUNT(all));
}

#define EXPR(text) "derive.x = " text
#define VALUE(text) "derive x {expression=" text "}"

static void expressions(void **state) {
    static const said all[] = {
        {EXPR("fact.a"), VALUE("{name=a x=fact}")},
        {EXPR("fact.a - fact.b"), VALUE("{a={name=a x=fact} b={name=b x=fact} x=sub}")},
        {EXPR("2 * fact.a"), VALUE("{a=2 b={name=a x=fact} x=mul}")},
        {EXPR("fact.a / number.b"), VALUE("{a={name=a x=fact} b={name=b x=number} x=div}")},
        {EXPR("-fact.a"), VALUE("{a=0 b={name=a x=fact} x=sub}")},
        {EXPR("fact.a + fact.b * 2"), VALUE("{a={name=a x=fact} b={a={name=b x=fact} b=2 x=mul} x=add}")},
        {EXPR("smaller(fact.a, 3, number.b)"), VALUE("{items=[{name=a x=fact} 3 {name=b x=number}] x=smaller}")},
        {EXPR("larger(fact.a, money(\"1.00 USD\"))"), VALUE("{items=[{name=a x=fact} {text=1.00 USD x=money}] x=larger}")},
        {EXPR("money_of { fact.a }"), VALUE("{of={name=a x=fact} x=money_of}")},
        {EXPR("money_of { fact.a, round = \"up\", not_below = 0 }"), VALUE("{not_below=0 of={name=a x=fact} round=up x=money_of}")},
        {EXPR("integer_of { fact.a, round = \"even\" }"), VALUE("{of={name=a x=fact} round=even x=integer_of}")},
        {EXPR("last { a = 1 }"), VALUE("{filter={items=[" A "] op=all} x=last}")},
        {EXPR("last(contacts_like.y)"), VALUE("{filter={name=y op=contacts_like} x=last}")},
        {EXPR("last { contacts_like.y, a = 1 }"), VALUE("{filter={items=[" A " {name=y op=contacts_like}] op=all} x=last}")},
        {EXPR("last { debts = same_debt }"), VALUE("{filter={items=[{fact=debts op=atom test={m=eq value={x=same_debt}}}] op=all} x=last}")},
        {EXPR("count { a = 1, within = days(7), since_last = { b = 2 } }"),
         VALUE("{filter={items=[" A "] op=all} since_last={items=[" B "] op=all} within={n=7 x=days} x=count}")},
        {EXPR("money_of {\n  fact.a,\n}"), VALUE("{of={name=a x=fact} x=money_of}")},
    };
    check_all(all, RU_COUNT(all));
}

#define LIMIT(text) "limit \"l\" { cite = \"c\", " text " }"
#define LIM(text) "limit l {" text "}"

static void limits(void **state) {
    static const said all[] = {
        {LIMIT("on = outbound, forbid = true"), LIM("cite=c forbid=true on={op=outbound}")},
        {LIMIT("on = { channel = \"voice\" }, forbid = true"), LIM("cite=c forbid=true on={items=[{fact=channel op=atom test={m=eq value=voice}}] op=all}")},
        {LIMIT("on = any_of { a = 1 }, except_on = { b = 2 }, forbid = true"),
         LIM("cite=c except_on={items=[" B "] op=all} forbid=true on={items=[" A "] op=any}")},
        {"limit \"l\" { cite = ethics \"e1\", forbid = true }", LIM("cite={id=e1 scheme=ethics x=cite} forbid=true")},
        {"limit \"l\" { cite = house \"1\", forbid = true }", LIM("cite={id=1 scheme=house x=cite} forbid=true")},
        {"limit \"l\" { cite = law \"12 CFR 1006\", forbid = true }", LIM("cite={id=12 CFR 1006 scheme=law x=cite} forbid=true")},
        {LIMIT("forbid = true, during = days(3), from = fact.d"), LIM("cite=c during={n=3 x=days} forbid=true from={name=d x=fact}")},
        {LIMIT("forbid = true, until_date = fact.d"), LIM("cite=c forbid=true until_date={name=d x=fact}")},
        {LIMIT(
             "at_most = { { 7, days(7) }, { number.n, business_days(2) } }, per = { \"person\", \"debt\" }, counting = { a = 1 }, except = { any_of { b = 2 } }"),
         LIM("at_most=[[7 {n=7 x=days}] [{name=n x=number} {n=2 x=business_days}]] cite=c counting={items=[" A "] op=all} except={items=[{items=[" B
             "] op=any}] op=all} per=[person debt]")},
        {LIMIT("at_most = { { 7, stricter(days(7), hours(168)) } }"), LIM("at_most=[[7 {items=[{n=7 x=days} {n=168 x=hours}] x=stricter}]] cite=c")},
        {LIMIT("wait = days(7), after = last { a = 1 }"), LIM("after={filter={items=[" A "] op=all} x=last} cite=c wait={n=7 x=days}")},
        {LIMIT(
             "hours = { mon_fri = { \"09:00\", \"19:00\" }, sat = { { \"09:00\", \"12:00\" }, { \"13:00\", \"15:00\" } }, sun = closed }, widened_by = fact.w"),
         LIM("cite=c hours={mon_fri=[09:00 19:00] sat=[[09:00 12:00] [13:00 15:00]] sun={x=closed}} widened_by={name=w x=fact}")},
        {LIMIT("require = { \"d\" }"), LIM("cite=c require=[d]")},
        {LIMIT("only_if = { a = 1 }"), LIM("cite=c only_if={items=[" A "] op=all}")},
        {LIMIT("tone_at_most = \"plain\""), LIM("cite=c tone_at_most=plain")},
        {LIMIT("action_at_most = \"remind\""), LIM("action_at_most=remind cite=c")},
        {LIMIT("ceiling = { fee = money(\"5.00 USD\"), amount = fact.a }"), LIM("ceiling={amount={name=a x=fact} fee={text=5.00 USD x=money}} cite=c")},
        {LIMIT("leave_at_least = number.reserve"), LIM("cite=c leave_at_least={name=reserve x=number}")},
        {LIMIT("hand_over = team \"care\", by = business_days(2)"), LIM("by={n=2 x=business_days} cite=c hand_over={name=care x=team}")},
        {LIMIT("no_words = lexicon \"threats\""), LIM("cite=c no_words={name=threats x=lexicon}")},
        {LIMIT(
             "forbid = true, nature = \"charter\", status = \"verified\", valid_from = \"2021-11-30\", valid_until = \"2030-01-01\", doc = \"d\", owner = \"o\", because = \"w\""),
         LIM("because=w cite=c doc=d forbid=true nature=charter owner=o status=verified valid_from=2021-11-30 valid_until=2030-01-01")},
    };
    check_all(all, RU_COUNT(all));
}

static void stages(void **state) {
    static const said all[] = {
        {"plan \"p\" { when = otherwise, offer = instalments { of = fact.a, longest = months(36), every = \"month\" } }",
         "plan p {offer={kind=instalments with={every=month longest={n=36 x=months} of={name=a x=fact}} x=offer} when={op=otherwise}}"},
        {"plan \"p\" { when = otherwise, offer = pause_payments { months = 1 } }",
         "plan p {offer={kind=pause_payments with={months=1} x=offer} when={op=otherwise}}"},
        {"plan \"p\" { when = otherwise, offer = token {} }", "plan p {offer={kind=token with={} x=offer} when={op=otherwise}}"},
        {"plan \"p\" { when = otherwise, offer = step_up { steps = { 1, 2 } } }",
         "plan p {offer={kind=step_up with={steps=[1 2]} x=offer} when={op=otherwise}}"},
        {"referral \"r\" { when = otherwise, is = \"s\" }", "referral r {is=s when={op=otherwise}}"},
        {"action \"a\" { when = otherwise, is = \"none\", message = \"m\" }", "action a {is=none message=m when={op=otherwise}}"},
        {"tone \"t\" { when = otherwise }", "tone t {when={op=otherwise}}"},
        {"channel \"c\" { when = otherwise, prefer = 1, cost = money(\"0.10 USD\"), with = { automated = true, place = \"home\" } }",
         "channel c {cost={text=0.10 USD x=money} prefer=1 when={op=otherwise} with={automated=true place=home}}"},
        {"message \"m\" { when = { action = \"remind\" }, is = \"n\" }",
         "message m {is=n when={items=[{fact=action op=atom test={m=eq value=remind}}] op=all}}"},
        {"guarantee \"a complaint costs nothing\" { changing = { open = { false, true } }, never = \"harsher\" }",
         "guarantee a complaint costs nothing {changing={open=[false true]} never=harsher}"},
        {"guarantee \"g\" { when = circumstance.x, never = { tone = \"firm\" } }", "guarantee g {never={tone=firm} when={name=x op=circumstance}}"},
        {"ladder \"action\" { { \"none\", contact = false }, { \"plans\", needs = \"plan\", gives_way = \"none\", message = \"m\" } }",
         "ladder action {entries=[{contact=false name=none} {gives_way=none message=m name=plans needs=plan}]}"},
        {"-- only words, nothing said\n", ""},
    };
    check_all(all, RU_COUNT(all));
}

static void rows(void **state) {
    static const said all[] = {
        {"rows \"action\" {\n columns { \"id\", \"segment\", \"a\", \"is\", \"message\" },\n row { \"x\", \"s\", any, \"none\", nothing },\n row { \"y\", any, at_least(2), \"z\", \"m\" },\n row { \"last\", any, any, \"none\", nothing } }",
         "action x {is=none when={items=[{fact=segment op=atom test={m=eq value=s}}] op=all}}\n"
         "action y {is=z message=m when={items=[{fact=a op=atom test={m=at_least value=2}}] op=all}}\n"
         "action last {is=none when={op=otherwise}}"},
        {"rows \"tone\" { columns { \"id\", \"a\", \"when\" }, row { \"x\", 1, circumstance.c }, row { \"y\", any, any }, row { \"z\", any, { b = 2 } } }",
         "tone x {when={items=[" A " {name=c op=circumstance}] op=all}}\ntone y {when={op=otherwise}}\ntone z {when={items=[{items=[" B "] op=all}] op=all}}"},
        {"rows \"limit\" { columns { \"id\", \"a\", \"forbid\" }, row { \"x\", 1, true } }", "limit x {forbid=true when={items=[" A "] op=all}}"},
    };
    check_all(all, RU_COUNT(all));
}

/* Lines: where the rule word stands; a row its own; a derived fact where its expression begins; a function its first line. */
static void lines(void **state) {
    loaded l;
    loaded_open(&l, "\nsegment \"a\" {\n  when = {\n    a = 1,\n    function(f)\n      return true\n    end },\n}\n"
                    "rows \"action\" {\n  columns { \"id\", \"is\" },\n  row { \"x\", \"none\" },\n  row {\n    \"y\", \"none\" },\n}\n"
                    "derive.d = money_of {\n  fact.a,\n}\n");
    assert_int_equal(l.status, RUTH_OK);
    static const int due[] = {2, 11, 12, 15};
    assert_int_equal(l.rules->count, 4);
    for (size_t i = 0; i < 4; i++) {
        const ru_node *r = l.rules->items[i];
        assert_int_equal(r->line, due[i]);
        assert_int_equal(ru_node_get(r, "line")->number, due[i]);
        assert_int_equal(ru_node_get(r, "body")->line, due[i]);
        assert_true(ru_str_is(ru_node_get(r, "file")->text, "policy.lua"));
        assert_true(ru_str_is(ru_node_get(r, "body")->file, "policy.lua"));
    }
    const ru_node *items = ru_node_get(ru_node_get(ru_node_get(l.rules->items[0], "body"), "when"), "items");
    const ru_node *code = ru_node_get(items->items[1], "code");
    assert_int_equal(code->kind, RU_NODE_CODE);
    assert_int_equal(code->line, 5);
    loaded_close(&l);
}

/* Officers may use locals, functions and loops; what comes out is the same data. */
static void plain_lua_around_the_words(void **state) {
    static const said all[] = {
        {"for i, name in ipairs { \"p\", \"q\" } do segment(name) { when = { a = at_least(i * 10) } } end",
         "segment p {when={items=[{fact=a op=atom test={m=at_least value=10}}] op=all}}\nsegment q {when={items=[{fact=a op=atom test={m=at_least value=20}}] op=all}}"},
        {"local care = circumstance.y local function rule(id) return segment(id) { when = care } end rule \"s\"", "segment s {when={name=y op=circumstance}}"},
        {"local t = { b = 1, a = 2 } local s = \"\" for k, v in pairs(t) do s = s .. k .. v end segment(s) { when = otherwise }",
         "segment a2b1 {when={op=otherwise}}"},
    };
    check_all(all, RU_COUNT(all));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matchers), cmocka_unit_test(conditions), cmocka_unit_test(expressions), cmocka_unit_test(limits),
        cmocka_unit_test(stages),   cmocka_unit_test(rows),       cmocka_unit_test(lines),       cmocka_unit_test(plain_lua_around_the_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
