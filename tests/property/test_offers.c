/* test_offers.c: random people, what they offer and what they take: terms that are accepted hold to the cent and within what is affordable, the nearest is
 * what a search of every payment finds, what changed is named, and nothing else of the decision moves; and each plan begins with the lowest equal payments that a search finds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/requests.h"

static const support_file files[] = {
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\n"
     "balance: { type: money, source: host }\ncan_pay: { type: money, source: person }\ndisposable: { type: money, source: person }\n"
     "rhythm: { type: enum, values: [week, two_weeks, month], source: person }\nill: { type: boolean, source: person }\nbroken: { type: integer, source: host }\nfloor: { type: money, source: host }\n"
     "spare: { type: money, source: derived }\n"},
    {"numbers.yaml", "least: { type: money, USD: \"0.20\" }\n"},
    {"derive.lua", "derive.spare = money_of { smaller(fact.can_pay, fact.disposable), not_below = 0 }\n"},
    {"plans.lua",
     "plan \"steps\" { when = { balance = above(0), broken = below(2) }, offer = instalments { up_to = fact.spare, every = \"month\", longest = 12, smallest = number.least } }\n"
     "plan \"own\" { when = { ill = true }, offer = instalments { up_to = fact.can_pay, every = fact.rhythm, longest = months(18), smallest = number.least } }\n"
     "plan \"weekly\" { when = { broken = 0 }, offer = instalments { up_to = fact.can_pay, every = \"week\", longest = 40 } }\n"
     "plan \"less\" { when = { ill = true }, offer = reduced { up_to = fact.can_pay, every = \"month\", months = 6 } }\n"
     "plan \"rest\" { when = { ill = true }, offer = pause_payments { months = 2 } }\n"},
    {"charter.lua", "limit \"keep\" { cite = house \"1\", on = { plan = one_of(\"steps\", \"own\") }, leave_at_least = fact.floor }\n"
                    "limit \"once\" { cite = house \"2\", on = { plan = \"weekly\" }, when = { broken = above(0) }, forbid = true }\n"},
    {NULL, NULL},
};

static const int64_t a_year[] = {52, 26, 12};
static const char *const every_names[] = {"week", "two_weeks", "month"};
static int64_t up(int64_t a, int64_t b) { return (a + b - 1) / b; }

/* ---- people ---- */
enum { BALANCE, CAN_PAY, DISPOSABLE, RHYTHM, ILL, BROKEN, FLOOR, FACTS };
static const char *const fact_names[] = {"balance", "can_pay", "disposable", "rhythm", "ill", "broken", "floor"};
typedef struct someone {
    int64_t facts[FACTS];
    bool null[FACTS];
} someone;

static int64_t random_fact(support_random *r, int fact) {
    static const int64_t high[] = {[BALANCE] = 900, [CAN_PAY] = 300, [DISPOSABLE] = 500, [RHYTHM] = 2, [ILL] = 1, [BROKEN] = 3, [FLOOR] = 200};
    return support_between(r, 0, high[fact]);
}

static void random_someone(support_random *r, someone *p) {
    for (int i = 0; i < FACTS; i++) {
        p->facts[i] = random_fact(r, i);
        p->null[i] = support_between(r, 0, 24) == 0;
    }
}

static const char *line_of(const someone *p, const char *more) {
    static char line[2048];
    int n = snprintf(line, sizeof line, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"UTC\",\"currency\":\"USD\"");
    for (int i = 0; i < FACTS; i++) {
        char value[32];
        if (i == RHYTHM) snprintf(value, sizeof value, "\"%s\"", every_names[p->facts[i]]);
        else if (i == ILL) snprintf(value, sizeof value, "%s", p->facts[i] ? "true" : "false");
        else snprintf(value, sizeof value, "%lld", (long long)p->facts[i]);
        n += snprintf(line + n, sizeof line - (size_t)n, ",\"%s\":%s", fact_names[i], p->null[i] ? "null" : value);
    }
    snprintf(line + n, sizeof line - (size_t)n, "}%s}", more);
    return line;
}

/* ---- nothing else moves ---- */
/* The answer without its name, which covers the request, and without what was asked for. */
static void rest_of(const char *answer, char *out, size_t size) {
    const char *name = strstr(answer, ",\"decision\":\""), *now = strstr(answer, "\",\"now\":"), *from = strstr(answer, ",\"agreement\":"), *hand_over;
    if (!name || !now) fail_msg("no decision: %s", answer);
    if (!from) from = strstr(answer, ",\"counter\":");
    hand_over = strstr(from ? from : answer, ",\"hand_over\":");
    assert_non_null(hand_over);
    if (!from) from = hand_over;
    snprintf(out, size, "%.*s%.*s%s", (int)(name - answer), answer, (int)(from - now), now, hand_over);
}

static void same_rest(const char *before, const char *after, const char *line) {
    static char a[1 << 17], b[1 << 17];
    rest_of(before, a, sizeof a);
    rest_of(after, b, sizeof b);
    if (strcmp(a, b) != 0) fail_msg("the answer moved the rest of the decision:\n%s\n%s\n%s", line, a, b);
}

/* ---- the search ---- */
typedef struct found {
    bool accepted, any;
    int64_t distance;
} found;

static void see(found *f, int64_t payment, int every, const ru_bid *b) {
    int64_t d = payment * a_year[every] - b->amount * a_year[b->every];
    d = d < 0 ? -d : d;
    if (!f->any || d < f->distance) f->distance = d;
    f->any = true;
}

static bool offered(const ru_session *s, const char *plan) {
    for (size_t i = 0; i < s->policy->plans.count; i++)
        if (ru_str_is(s->policy->plans.items[i].id, plan)) return s->d.plans[i] == RU_TRUE;
    return false;
}

/* Every payment that a plan of instalments admits in one rhythm. */
static void search_plan(found *f, const someone *p, const ru_bid *b, int every, int64_t up_to, int64_t smallest, int64_t longest, bool keeps) {
    int64_t sum = p->facts[BALANCE];
    for (int64_t payment = 1; payment <= sum; payment++) {
        int64_t count = up(sum, payment), left = p->facts[DISPOSABLE] - payment * a_year[every] / 12;
        if (payment > up_to || payment < smallest || count > longest || (keeps && left < p->facts[FLOOR])) continue;
        see(f, payment, every, b);
        bool same = payment == b->amount || (payment == sum && b->amount > sum);
        bool due = !b->has_first_due || (b->first_due >= 20514 + 10 && b->first_due <= (every == 2 ? 20573 + 0 : 20524 + (every ? 13 : 6)));
        f->accepted |= same && every == b->every && (!b->has_count || b->count >= count) && due;
    }
}

static found search_all(const ru_session *s, const someone *p, const ru_bid *b) {
    found f = {false, false, 0};
    int64_t spare = p->facts[CAN_PAY] < p->facts[DISPOSABLE] ? p->facts[CAN_PAY] : p->facts[DISPOSABLE];
    if (offered(s, "steps")) search_plan(&f, p, b, 2, spare, 20, 12, true);
    if (offered(s, "weekly")) search_plan(&f, p, b, 0, p->facts[CAN_PAY], 1, 40, false);
    for (int e = 0; e < 3 && offered(s, "own"); e++)
        if (e == b->every || e == p->facts[RHYTHM]) search_plan(&f, p, b, e, p->facts[CAN_PAY] * 12 / a_year[e], 20, 18 * a_year[e] / 12, true);
    if (offered(s, "less")) {
        int64_t payment = p->facts[CAN_PAY] < p->facts[BALANCE] ? p->facts[CAN_PAY] : p->facts[BALANCE];
        see(&f, payment, 2, b);
        bool pays_off = payment * 6 >= p->facts[BALANCE], same = b->amount == payment || (payment == p->facts[BALANCE] && b->amount > payment);
        f.accepted |= pays_off && same && b->every == 2 && (!b->has_count || b->count >= up(p->facts[BALANCE], payment)) &&
                      (!b->has_first_due || (b->first_due >= 20524 && b->first_due <= 20573));
    }
    return f;
}

static void right_terms(const someone *p, const ru_counter *c, const char *answer) {
    const ru_plan_item *i = &c->item;
    bool pays_off = i->total == p->facts[BALANCE];
    if (i->instalment * (i->count - 1) + i->last != i->total || i->last < 1 || i->last > i->instalment) fail_msg("it does not add up: %s", answer);
    if (c->accepted && !pays_off) fail_msg("accepted, but not what is owed: %s", answer);
    if (i->instalment * a_year[i->every] > p->facts[CAN_PAY] * a_year[i->every == RU_EVERY_WEEK && i->kind == RU_OFFER_INSTALMENTS ? 0 : 2] &&
        i->instalment > p->facts[CAN_PAY])
        fail_msg("more than is affordable: %s", answer);
}

static int nearest_is_accepted(support_world *w, const someone *p, const ru_counter *c) {
    char more[128];
    ru_counter again;
    snprintf(more, sizeof more, ",\"offer\":{\"amount\":%lld,\"every\":\"%s\"}", (long long)c->item.instalment, every_names[c->item.every]);
    support_decide(w, line_of(p, more));
    assert_true(ru_counter_find(w->session, &again));
    return again.accepted;
}

static void offers_are_answered(void **state) {
    (void)state;
    support_world w;
    support_random r = {20260315};
    static char before[1 << 17], more[160];
    long accepted = 0, nearest = 0, human = 0, people = support_scaled(10000);
    support_open(&w, files);
    for (long n = 0; n < people; n++) {
        someone p;
        ru_counter c;
        random_someone(&r, &p);
        snprintf(before, sizeof before, "%s", support_decide(&w, line_of(&p, "")));
        for (int k = 0; k < 3; k++) {
            int at = snprintf(more, sizeof more, ",\"offer\":{\"amount\":%lld,\"every\":\"%s\"", (long long)support_between(&r, 1, k ? 120 : 1000),
                              every_names[support_between(&r, 0, 2)]);
            if (support_between(&r, 0, 3) == 0) at += snprintf(more + at, sizeof more - (size_t)at, ",\"count\":%lld", (long long)support_between(&r, 1, 40));
            if (support_between(&r, 0, 3) == 0)
                at += snprintf(more + at, sizeof more - (size_t)at, ",\"first_due\":\"2026-%02lld-%02lld\"", (long long)support_between(&r, 3, 5),
                               (long long)support_between(&r, 1, 28));
            snprintf(more + at, sizeof more - (size_t)at, "}");
            const char *answer = support_decide(&w, line_of(&p, more));
            same_rest(before, answer, more);
            assert_true(ru_counter_find(w.session, &c));
            ru_bid b = w.session->request.bid;
            found f = search_all(w.session, &p, &b);
            if (f.accepted != c.accepted) fail_msg("a search says %s: %s\n%s", f.accepted ? "accepted" : "not accepted", more, answer);
            bool soon = f.any && !c.has_item && c.binds == RU_BINDS_NOT_KNOWN && c.needs.fact_count; /* it would ask for more, and a plan is only possible */
            if (f.any != (c.has_item || soon)) fail_msg("a search finds %s: %s\n%s", f.any ? "terms" : "no terms", more, answer);
            accepted += c.accepted;
            nearest += !c.accepted && c.has_item;
            human += !c.has_item;
            if (c.has_item) right_terms(&p, &c, answer);
            if (c.accepted || !c.has_item) continue;
            int64_t d = c.item.instalment * a_year[c.item.every] - b.amount * a_year[b.every];
            if ((d < 0 ? -d : d) != f.distance) fail_msg("a search finds one at %lld, not %lld: %s\n%s", (long long)f.distance, (long long)d, more, answer);
            if (c.binds == RU_BINDS_NOTHING || c.binds >= RU_BINDS_LIMIT) fail_msg("what binds is not said: %s", answer);
            if (c.item.total == p.facts[BALANCE] && !nearest_is_accepted(&w, &p, &c)) fail_msg("the nearest, offered back, is not accepted: %s", answer);
        }
    }
    printf("offers: seed 20260315, %ld people, %ld accepted, %ld nearest, %ld for a person\n", people, accepted, nearest, human);
    assert_true(accepted > people / 50 && nearest > people / 10 && human > people / 50);
    support_close(&w);
}

/* A fact turned to null: what is accepted was accepted, and nobody is asked for more than before or than they offer. */
static void not_knowing_asks_no_more(void **state) {
    (void)state;
    support_world w;
    support_random r = {20260318};
    char more[160];
    long moved = 0, people = support_scaled(10000);
    support_open(&w, files);
    for (long n = 0; n < people; n++) {
        someone p;
        ru_counter known, less;
        random_someone(&r, &p);
        int fact = (int)support_between(&r, 0, FACTS - 1);
        snprintf(more, sizeof more, ",\"offer\":{\"amount\":%lld,\"every\":\"%s\"}", (long long)support_between(&r, 1, 150),
                 every_names[support_between(&r, 0, 2)]);
        support_decide(&w, line_of(&p, more));
        assert_true(ru_counter_find(w.session, &known));
        p.null[fact] = true;
        const char *answer = support_decide(&w, line_of(&p, more));
        assert_true(ru_counter_find(w.session, &less));
        moved += known.accepted != less.accepted || known.has_item != less.has_item;
        if (less.accepted && !known.accepted) fail_msg("accepted only because %s is not known: %s", fact_names[fact], answer);
        if (!less.has_item) continue;
        int64_t offer = w.session->request.bid.amount * a_year[w.session->request.bid.every], asked = less.item.instalment * a_year[less.item.every];
        if (asked > offer && (!known.has_item || asked > known.item.instalment * a_year[known.item.every]))
            fail_msg("asked for more because %s is not known: %s", fact_names[fact], answer);
    }
    printf("not known: seed 20260318, %ld people, %ld answers changed, none asks for more\n", people, moved);
    assert_true(moved > people / 20);
    support_close(&w);
}

/* ---- choices ---- */
static bool line_there(const ru_session *s, const ru_plan_item *i) {
    for (size_t k = 0; k < s->d.menu_count; k++) {
        const ru_plan_item *m = &s->d.menu[k];
        if (m->plan == i->plan && m->instalment == i->instalment && m->count == i->count && m->every == i->every && m->last == i->last && m->total == i->total)
            return true;
    }
    return false;
}

static bool names_fact(const ru_session *s, const ru_unknown_report *r, const char *fact) {
    for (size_t i = 0; i < r->fact_count; i++)
        if (ru_str_is(s->policy->schema->facts.items[r->facts[i].slot].name, fact)) return true;
    return false;
}

static void taken(char *out, size_t size, const ru_session *s, const ru_plan_item *i) {
    ru_str id = s->policy->plans.items[i->plan].id;
    snprintf(out, size, ",\"choice\":{\"id\":\"%.*s-%lld\",\"instalment\":%lld,\"count\":%lld,\"every\":\"%s\",\"last\":%lld,\"total\":%lld}", (int)id.n, id.p,
             (long long)i->count, (long long)i->instalment, (long long)i->count, every_names[i->every], (long long)i->last, (long long)i->total);
}

static void choices_are_answered(void **state) {
    (void)state;
    support_world w;
    support_random r = {20260316};
    static char before[1 << 17], more[400];
    long agreed = 0, refused = 0, people = support_scaled(10000);
    support_open(&w, files);
    for (long n = 0; n < people; n++) {
        someone p;
        ru_choice_answer a;
        random_someone(&r, &p);
        snprintf(before, sizeof before, "%s", support_decide(&w, line_of(&p, "")));
        if (!w.session->d.menu_count) continue;
        ru_plan_item i = w.session->d.menu[support_between(&r, 0, (int64_t)w.session->d.menu_count - 1)];
        taken(more, sizeof more, w.session, &i);
        same_rest(before, support_decide(&w, line_of(&p, more)), more);
        assert_true(ru_choice_find(w.session, &a));
        if (!a.line || !line_there(w.session, &i)) fail_msg("what is offered cannot be taken: %s\n%s", more, before);
        agreed++;
        int fact = (int)support_between(&r, 0, FACTS - 1); /* one fact moves between the offer and the answer */
        if (support_between(&r, 0, 5) == 0) p.null[fact] = true;
        else p.facts[fact] = random_fact(&r, fact);
        const char *answer = support_decide(&w, line_of(&p, more));
        assert_true(ru_choice_find(w.session, &a));
        if ((a.line != NULL) != line_there(w.session, &i))
            fail_msg("%s: %s\n%s", a.line ? "taken though it is gone" : "refused though it is offered", more, answer);
        if (a.line) continue;
        refused++;
        if (!names_fact(w.session, &a.changed, fact_names[fact]))
            fail_msg("%s changed and is not named: %s\nbefore: %s\nafter: %s", fact_names[fact], more, before, answer);
    }
    printf("choices: seed 20260316, %ld people, %ld agreed, %ld refused with the changed fact named\n", people, agreed, refused);
    assert_true(agreed > people / 10 && refused > people / 50);
    support_close(&w);
}

/* ---- menus ---- */
/* The lowest of the payments that settle what is owed in time, within what is affordable and leaving what is protected; 0: none. All numbers of payments are tried
 * (SEMANTICS 35: n payments of the sum's nth part, rounded up), or `any` payment one by one. */
static int64_t lowest_of(const someone *p, int every, int64_t up_to, int64_t smallest, int64_t longest, bool keeps, bool any) {
    int64_t sum = p->facts[BALANCE], lowest = 0;
    for (int64_t i = 1; i <= sum && (any || i <= longest); i++) {
        int64_t payment = any ? i : up(sum, i);
        bool fits = payment >= smallest && payment <= up_to && up(sum, payment) <= longest &&
                    (!keeps || p->facts[DISPOSABLE] - payment * a_year[every] / 12 >= p->facts[FLOOR]);
        if (fits && (!lowest || payment < lowest)) lowest = payment;
    }
    return lowest;
}

/* What may be paid each time, and the lowest that a search finds, of the plan of instalments. */
static int64_t searched(const someone *p, ru_str plan, bool any, int *every, int64_t *up_to) {
    int64_t spare = p->facts[CAN_PAY] < p->facts[DISPOSABLE] ? p->facts[CAN_PAY] : p->facts[DISPOSABLE];
    *every = ru_str_is(plan, "steps") ? 2 : ru_str_is(plan, "weekly") ? 0 : (int)p->facts[RHYTHM];
    *up_to = ru_str_is(plan, "steps") ? spare : ru_str_is(plan, "weekly") ? p->facts[CAN_PAY] : p->facts[CAN_PAY] * 12 / a_year[*every];
    if (ru_str_is(plan, "steps")) return lowest_of(p, 2, *up_to, 20, 12, true, any);
    if (ru_str_is(plan, "weekly")) return lowest_of(p, 0, *up_to, 1, 40, false, any);
    return lowest_of(p, *every, *up_to, 20, 18 * a_year[*every] / 12, true, any);
}

static void right_line(const someone *p, const ru_plan_item *i, bool keeps, int every, int64_t up_to, const char *answer) {
    if (i->instalment * (i->count - 1) + i->last != i->total || i->total != p->facts[BALANCE] || i->last < 1 || i->last > i->instalment)
        fail_msg("it does not add up: %s", answer);
    if (i->instalment > up_to || (int)i->every != every) fail_msg("more than is affordable: %s", answer);
    if (keeps && p->facts[DISPOSABLE] - i->instalment * a_year[every] / 12 < p->facts[FLOOR]) fail_msg("it eats what is protected: %s", answer);
}

/* Each plan's first line is the lowest equal split there is, and where a search finds one there is a line; no line adds up wrong, asks too much or eats what is protected. */
static void menus_begin_lowest(void **state) {
    (void)state;
    support_world w;
    support_random r = {20260319};
    long lines = 0, none = 0, between = 0, people = support_scaled(50000);
    support_open(&w, files);
    for (long n = 0; n < people; n++) {
        someone p;
        random_someone(&r, &p);
        memset(p.null, 0, sizeof p.null);
        const char *answer = support_decide(&w, line_of(&p, ""));
        const ru_session *s = w.session;
        for (size_t plan = 0; plan < 3; plan++) {
            int every;
            int64_t up_to, lowest = searched(&p, s->policy->plans.items[plan].id, false, &every, &up_to),
                           any = searched(&p, s->policy->plans.items[plan].id, true, &every, &up_to), first = 0;
            for (size_t k = 0; k < s->d.menu_count; k++) {
                const ru_plan_item *i = &s->d.menu[k];
                if ((size_t)i->plan != plan) continue;
                right_line(&p, i, plan != 2, every, up_to, answer);
                if (!first) first = i->instalment;
                lines++;
            }
            bool meant = plan == 0 ? p.facts[BALANCE] > 0 && p.facts[BROKEN] < 2 : plan == 1 ? p.facts[ILL] : p.facts[BROKEN] == 0;
            none += meant && !any;
            between += meant && any != lowest;
            if (any != lowest && any != 20)
                fail_msg("%lld is lower, and nothing forbids it: %s", (long long)any, answer); /* only `smallest` itself may lie between two equal splits */
            if (first != (meant ? lowest : 0)) fail_msg("a search finds %lld, the plan begins with %lld: %s", (long long)lowest, (long long)first, answer);
        }
    }
    printf(
        "menus: seed 20260319, %ld people, %ld lines, %ld times nothing that could be afforded, and nothing offered; %ld times the smallest payment lies between two equal splits\n",
        people, lines, none, between);
    assert_true(lines > people / 2 && none > people / 20);
    support_close(&w);
}

/* ---- on the shipped policy ---- */
static void humane(void **state) {
    (void)state;
    support_world w;
    support_random r = {20260317};
    static char before[1 << 17], plain[1 << 16], line[(1 << 16) + 256];
    long accepted = 0, nearest = 0, human = 0, people = support_scaled(20000);
    memset(&w, 0, sizeof w);
    assert_int_equal(ruth_engine_new(NULL, &w.engine, &w.error), RUTH_OK);
    if (ruth_policy_load(w.engine, "policies/humane", &w.policy, &w.error)) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, &w.error), RUTH_OK);
    for (long n = 0; n < people; n++) {
        static request_draft draft;
        ru_counter c;
        ru_terms t;
        request_random(&r, w.session->policy->schema, &draft);
        snprintf(plain, sizeof plain, "%s", request_text(w.session->policy->schema, &draft));
        snprintf(before, sizeof before, "%s", support_decide(&w, plain));
        if (strstr(before, "\"error\":{") || (!w.session->d.menu_count && n % 16)) continue; /* few may have a plan */
        snprintf(line, sizeof line, "%.*s,\"choice\":\"pause-0\",\"offer\":{\"amount\":%lld,\"every\":\"%s\"}}", (int)strlen(plain) - 1, plain,
                 (long long)support_between(&r, 1, 60000), every_names[support_between(&r, 0, 2)]);
        const char *answer = support_decide(&w, line);
        same_rest(before, answer, line);
        assert_true(ru_counter_find(w.session, &c));
        accepted += c.accepted;
        nearest += c.has_item && !c.accepted;
        human += !c.has_item;
        if (!c.has_item) continue;
        assert_int_equal(w.session->d.plans[c.item.plan], RU_TRUE);
        assert_int_equal(ru_plan_terms(w.session, (size_t)c.item.plan, -1, &t), RU_VALUE);
        if (c.item.instalment > t.up_to || (c.item.instalment < t.smallest && c.item.kind == RU_OFFER_INSTALMENTS))
            fail_msg("outside what the plan allows: %s", answer);
        if (c.item.instalment * (c.item.count - 1) + c.item.last != c.item.total || (c.accepted && c.item.total != t.sum))
            fail_msg("it does not add up: %s", answer);
    }
    printf("policies/humane: seed 20260317, %ld people, %ld accepted, %ld nearest, %ld for a person\n", people, accepted, nearest, human);
    ruth_session_free(w.session);
    ruth_policy_release(w.policy);
    ruth_engine_free(w.engine);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(offers_are_answered), cmocka_unit_test(not_knowing_asks_no_more),
                                       cmocka_unit_test(choices_are_answered), cmocka_unit_test(menus_begin_lowest), cmocka_unit_test(humane)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
