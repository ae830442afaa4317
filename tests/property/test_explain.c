/* test_explain.c: for random decisions, what `explain --json` says agrees with the decision: its bytes, the rules that decided, those above them, each limit alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/json_tree.h"
#include "tests/support/requests.h"

typedef struct world {
    ruth_engine *engine;
    ruth_policy *policy;
    ruth_session *session; /* decides by itself: what the explanation is held against */
    ruth_explainer *explainer;
    ru_arena arena;
    const char *line; /* the request */
    long told, rejected, maybe, limits, changing;
} world;

#define check(w, truth, ...)                \
    do {                                    \
        if (!(truth)) {                     \
            print_error("%s\n", (w)->line); \
            fail_msg(__VA_ARGS__);          \
        }                                   \
    } while (0)

static int tri(const char *word) { return !strcmp(word, "true") ? RU_TRUE : !strcmp(word, "unknown") ? RU_MAYBE : RU_FALSE; }

/* ---- conditions: each outcome follows from its parts ---- */
static int follows(const ru_node *c) {
    const char *op = json_text(c, "op");
    size_t n = json_count(c, "items");
    int all = RU_TRUE, any = RU_FALSE;
    for (size_t i = 0; i < n; i++) {
        int t = tri(json_text(json_at(c, "items")->items[i], "outcome"));
        if (t < all) all = t;
        if (t > any) any = t;
    }
    if (!strcmp(op, "any")) return any;
    if (!strcmp(op, "none") || !strcmp(op, "unless")) return 2 - any;
    return all;
}

static void conditions_hold_together(world *w, const ru_node *c) {
    const char *op = json_text(c, "op");
    bool leaf = !strcmp(op, "atom") || !strcmp(op, "coded") || !strcmp(op, "otherwise") || !strcmp(op, "dates");
    int outcome = tri(json_text(c, "outcome"));
    size_t n = json_count(c, "items");
    check(w, leaf == (n == 0) || !strcmp(op, "all"), "%s has %zu parts", op, n);
    check(w, *json_text(c, "place"), "a condition without a place");
    if (!leaf) check(w, outcome == follows(c), "%s %s is %s, which its parts do not give", op, json_text(c, "written"), json_text(c, "outcome"));
    if (!strcmp(op, "atom")) {
        check(w, *json_text(c, "written") && *json_text(c, "fact") && *json_text(c, "source"), "an atom without words, fact or source");
        bool stage = json_is(c, "source", "decided_before"), value = json_is(c, "state", "value");
        if (!stage && !value && outcome == RU_TRUE)
            check(w, json_is(c, "state", "none_on_file"), "%s holds for a fact that is not known", json_text(c, "written"));
    }
    for (size_t i = 0; i < n; i++) conditions_hold_together(w, json_at(c, "items")->items[i]);
}

static bool has_part(const ru_node *c, const char *outcome) {
    for (size_t i = 0; i < json_count(c, "items"); i++)
        if (json_is(json_at(c, "items")->items[i], "outcome", outcome)) return true;
    return false;
}

/* ---- stages ---- */
static void one_rule(world *w, const ru_node *r, bool certain) {
    const ru_node *c = json_at(r, "conditions");
    const char *id = json_text(r, "id");
    check(w, json_is(r, "outcome", json_text(c, "outcome")), "rule %s is %s, its conditions %s", id, json_text(r, "outcome"), json_text(c, "outcome"));
    conditions_hold_together(w, c);
    if (json_is(r, "decided", "false")) return;
    check(w, json_is(r, "outcome", certain ? "true" : "unknown"), "%s decided and is %s", id, json_text(r, "outcome"));
    check(w, !has_part(c, "false"), "%s decided with a condition that fails", id);
    check(w, has_part(c, "unknown") == !certain, "%s decided: certain or not, and its conditions do not agree", id);
    w->maybe += !certain;
}

/* Of a first-hit stage: above the deciding rule nothing holds for certain, each has a condition that fails or is unknown. */
static void first_hit_stage(world *w, const ru_node *doc, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "stages.%s", name);
    const ru_node *stage = json_at(doc, path), *rules = json_at(stage, "considered");
    snprintf(path, sizeof path, "decision.%s", name);
    const ru_node *decided = json_at(doc, path);
    bool certain = json_is(stage, "certain", "true");
    const char *by = json_text(stage, "decided_by");
    size_t deciders = 0;
    check(w, json_is(stage, "is", json_text(decided, "is")), "%s is %s in the decision and %s in the explanation", name, json_text(decided, "is"),
          json_text(stage, "is"));
    for (size_t i = 0; i < rules->count; i++) {
        const ru_node *r = rules->items[i], *c = json_at(r, "conditions");
        one_rule(w, r, certain);
        if (json_is(r, "decided", "true")) {
            deciders++;
            check(w, json_is(r, "id", by) && json_is(r, "place", json_text(decided, "rule")), "%s was decided by %s, not by %s", name,
                  json_text(decided, "rule"), by);
        } else if (!deciders && *by) {
            check(w, !json_is(r, "outcome", "true") && (has_part(c, "false") || has_part(c, "unknown")),
                  "%s stands above %s, which decided, and nothing of it fails", json_text(r, "id"), by);
        }
        check(w, i + 1 == rules->count || !json_is(r, "outcome", "true"), "%s holds for certain, and rules after it were considered", json_text(r, "id"));
    }
    check(w, deciders == (*by ? 1u : 0u), "%zu rules decided %s", deciders, name);
    if (!*by) check(w, json_at(decided, "rule")->kind == RU_NODE_NULL, "the decision names a rule for %s, the explanation none", name);
}

static void channel_stage(world *w, const ru_node *doc) {
    const ru_node *stage = json_at(doc, "stages.channel"), *rules = json_at(stage, "considered"), *contact = json_at(doc, "decision.contact");
    if (contact->kind == RU_NODE_NULL)
        check(w, json_at(stage, "is")->kind == RU_NODE_NULL && !*json_text(stage, "decided_by"), "nobody is contacted, and a channel is explained");
    else
        check(w, json_is(stage, "is", json_text(contact, "channel")) && json_is(stage, "decided_by", json_text(contact, "reason")),
              "the channel is another one");
    for (size_t i = 0; i < rules->count; i++) one_rule(w, rules->items[i], true);
}

static bool named(const ru_node *list, const char *key, const char *id) {
    for (size_t i = 0; i < list->count; i++)
        if (json_is(list->items[i], key, id)) return true;
    return false;
}

static void offers(world *w, const ru_node *doc, const char *kind, const char *key) {
    char path[64];
    snprintf(path, sizeof path, "stages.%s.considered", kind);
    const ru_node *rules = json_at(doc, path);
    snprintf(path, sizeof path, "decision.%s", kind);
    const ru_node *offered = json_at(doc, path);
    snprintf(path, sizeof path, "decision.possible.%s", kind);
    const ru_node *possible = json_at(doc, path);
    for (size_t i = 0; i < rules->count; i++) {
        const ru_node *r = rules->items[i];
        const char *id = json_text(r, "id");
        check(w, named(offered, key, id) == json_is(r, "offered", "true") && named(possible, key, id) == json_is(r, "offered", "unknown"),
              "%s %s: offered or not", kind, id);
        check(w, json_is(r, "outcome", json_text(r, "conditions.outcome")), "%s %s: outcome and conditions differ", kind, id);
        check(w, tri(json_text(r, "offered")) <= tri(json_text(r, "outcome")), "%s %s is offered beyond its condition", kind, id);
        conditions_hold_together(w, json_at(r, "conditions"));
    }
}

/* ---- limits: judged alone, by the charter itself, on one possible proposal at a time ---- */
/* In silence a refused tone shows nowhere but in what the charter noted down. */
static bool differ(const ru_permission *a, const ru_permission *b) {
    return a->tones_refused != b->tones_refused || a->actions_refused != b->actions_refused || a->action != b->action || a->tone != b->tone ||
           !ru_permission_not_harsher(a, b) || !ru_permission_not_harsher(b, a);
}

/* Judges the charter with the limit and with none on one action, one tone, one channel rule. */
static bool refuses(const ruth_session *s, size_t limit, int action, int tone, size_t way) {
    static ru_limit_now none[512], only[512];
    static uint8_t ways[RU_MAX_WAYS];
    const ru_charter *c = &s->policy->charter;
    ru_proposal p = s->d.judged.proposal;
    ru_permission with, without;
    memcpy(none, s->d.limits, c->limit_count * sizeof *none);
    for (size_t i = 0; i < c->limit_count; i++) none[i].holds = RU_FALSE;
    memcpy(only, none, c->limit_count * sizeof *only);
    only[limit].holds = s->d.limits[limit].holds;
    memset(ways, RU_FALSE, sizeof ways);
    ways[way] = RU_TRUE;
    p.actions = (uint64_t)1 << action;
    p.tones = 1u << tone;
    p.ways = ways;
    p.has_plan = true;
    p.contact_by = p.horizon;
    p.applying = NULL;
    ru_charter_judge(c, none, &p, &without);
    ru_charter_judge(c, only, &p, &with);
    return differ(&with, &without);
}

static bool refuses_a_plan(const ruth_session *s, size_t limit) {
    static ru_limit_now only[512];
    const ru_charter *c = &s->policy->charter;
    ru_proposal p = s->d.judged.proposal;
    p.applying = NULL;
    memcpy(only, s->d.limits, c->limit_count * sizeof *only);
    for (size_t i = 0; i < c->limit_count; i++)
        if (i != limit) only[i].holds = RU_FALSE;
    for (size_t plan = 0; plan < s->policy->plans.count; plan++)
        if ((p.plans >> plan & 1) && ru_charter_plan(c, only, &p, plan) != RU_FALSE) return true;
    return false;
}

static bool hands_over(const ruth_session *s, size_t limit) {
    for (size_t i = 0; i < s->d.hand_over_count; i++)
        if (s->d.hand_overs[i] == limit) return true;
    return false;
}

static bool refuses_something(const ruth_session *s, size_t limit) {
    const ru_charter *c = &s->policy->charter;
    const ru_proposal *p = &s->d.judged.proposal;
    if (hands_over(s, limit) || refuses_a_plan(s, limit)) return true;
    for (int a = 0; a < c->ladders.action_count; a++)
        for (int t = 0; (p->actions >> a & 1) && t < c->ladders.tone_count; t++)
            for (size_t way = 0; (p->tones >> t & 1) && way < c->way_count; way++)
                if (p->ways[way] != RU_FALSE && refuses(s, limit, a, t, way)) return true;
    return false;
}

/* Some arm of the limit of that name refuses something by itself. */
static bool named_refuses(world *w, const char *id) {
    const ru_policy *p = w->session->policy;
    for (size_t i = 0; i < p->charter.limit_count; i++)
        if (ru_str_is(p->limits[i].name, id) && w->session->d.limits[i].holds != RU_FALSE && refuses_something(w->session, i)) return true;
    return false;
}

static const char *place_of_nothing(const ru_node *doc, const char *path) { return json_at(doc, path)->kind == RU_NODE_NULL ? "" : NULL; }

/* What is said to be the same without it is the decision's own. */
static void unchanged(world *w, const ru_node *doc, const ru_node *l) {
    const char *silent = place_of_nothing(doc, "decision.contact"), *kept = place_of_nothing(doc, "decision.hand_over");
    check(w, json_is(l, "without.action", json_text(doc, "decision.action.is")) && json_is(l, "without.tone", json_text(doc, "decision.tone.is")),
          "without %s: another action or tone", json_text(l, "id"));
    check(w,
          json_is(l, "without.channel", silent ? silent : json_text(doc, "decision.contact.channel")) &&
              json_is(l, "without.hand_over", kept ? kept : json_text(doc, "decision.hand_over.to")),
          "without %s: another contact or team", json_text(l, "id"));
}

static void limits(world *w, const ru_node *doc) {
    const ru_node *told = json_at(doc, "limits"), *listed = json_at(doc, "decision.limits");
    check(w, told->count == listed->count, "%zu limits are explained, %zu are listed", told->count, listed->count);
    for (size_t i = 0; i < told->count; i++) {
        static const char *const same[] = {"id", "effect", "on", "until", "cite", "nature"};
        const ru_node *l = told->items[i];
        const char *id = json_text(l, "id");
        for (size_t k = 0; k < RU_COUNT(same); k++) check(w, json_is(l, same[k], json_text(listed->items[i], same[k])), "limit %s: %s differs", id, same[k]);
        check(w, json_is(l, "alone", "true"), "%s is listed, and the explanation says that alone it refuses nothing", id);
        check(w, named_refuses(w, id), "%s alone refuses nothing", id);
        check(w, !json_is(l, "outcome", "false"), "%s is listed and does not apply", id);
        conditions_hold_together(w, json_at(l, "conditions"));
        if (json_is(l, "effect", "only_if")) check(w, !json_is(l, "only_if.outcome", "true"), "%s: its only_if is met", id);
        if (json_at(l, "only_if")->kind == RU_NODE_MAP) conditions_hold_together(w, json_at(l, "only_if"));
        if (json_is(l, "changes", "false")) unchanged(w, doc, l);
        w->limits++;
        w->changing += json_is(l, "changes", "true");
    }
}

static void unknown(world *w, const ru_node *doc) {
    const ru_node *told = json_at(doc, "unknown"), *named_unknown = json_at(doc, "decision.unknown"), *asked = json_at(doc, "decision.ask");
    for (size_t i = 0; i < told->count; i++) {
        bool found = false;
        for (size_t k = 0; k < named_unknown->count; k++) found |= ru_str_is(named_unknown->items[k]->text, json_text(told->items[i], "fact"));
        check(w, found, "%s is explained as unknown, the decision does not say so", json_text(told->items[i], "fact"));
    }
    for (size_t i = 0; i < asked->count; i++)
        check(w, named(told, "fact", json_text(asked->items[i], "fact")), "%s is asked and not explained", json_text(asked->items[i], "fact"));
    check(w, json_is(doc, "again.again_at", json_text(doc, "decision.again_at")) && json_is(doc, "again.good_until", json_text(doc, "decision.good_until")),
          "another time to ask again");
}

/* ---- one request ---- */
static void one_request(world *w, const char *line) {
    static char own[1 << 18];
    const ruth_explain_options options = {.size = sizeof options, .format = RUTH_AS_JSON, .lang = w->told % 2 ? "fr" : "en"};
    ruth_text answer, text, decision;
    ruth_error e;
    w->line = line;
    ruth_status st = ruth_decide_line(w->session, line, strlen(line), 1, &answer, &e),
                told = ruth_explain(w->explainer, line, strlen(line), &options, &text, &decision, &e);
    check(w, st == told, "decided: status %d, explained: %d (%s)", (int)st, (int)told, e.message);
    check(w, decision.length == answer.length && !memcmp(decision.bytes, answer.bytes, answer.length), "the explained decision is another one");
    if (st == RUTH_E_REQUEST) {
        w->rejected++;
        return;
    }
    assert_int_equal(st, RUTH_OK);
    assert_true(answer.length < sizeof own);
    snprintf(own, sizeof own, "{\"decision\":%.*s,", (int)answer.length, answer.bytes);
    check(w, text.length > strlen(own) && !memcmp(text.bytes, own, strlen(own)), "the decision is not embedded as it is");
    ru_arena_reset(&w->arena);
    const ru_node *doc = json_tree(&w->arena, (ru_str){text.bytes, text.length});
    check(w, doc, "not JSON: %.*s", (int)text.length, text.bytes);
    first_hit_stage(w, doc, "segment");
    first_hit_stage(w, doc, "action");
    first_hit_stage(w, doc, "tone");
    channel_stage(w, doc);
    offers(w, doc, "plans", "plan");
    offers(w, doc, "referrals", "to");
    limits(w, doc);
    unknown(w, doc);
    w->told++;
}

static void on_policy(const char *folder, uint64_t seed, long people) {
    world w = {.told = 0};
    ruth_error e;
    support_random r = {seed};
    ruth_allocator alloc = ru_allocator_default();
    ru_arena_init(&w.arena, &alloc, 256 << 10);
    assert_int_equal(ruth_engine_new(NULL, &w.engine, &e), RUTH_OK);
    if (ruth_policy_load(w.engine, folder, &w.policy, &e)) fail_msg("%s:%d: %s", e.file, e.line, e.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, &e), RUTH_OK);
    if (ruth_explainer_new(w.engine, folder, &w.explainer, &e)) fail_msg("%s:%d: %s", e.file, e.line, e.message);
    for (long i = 0; i < people; i++) {
        static request_draft draft;
        request_random(&r, w.session->policy->schema, &draft);
        one_request(&w, request_text(w.session->policy->schema, &draft));
    }
    printf("%s: seed %llu, %ld explained, %ld rejected, %ld rules only possible, %ld limits, %ld of them change the outcome\n", folder,
           (unsigned long long)seed, w.told, w.rejected, w.maybe, w.limits, w.changing);
    assert_true(w.told > people / 2);
    ruth_explainer_free(w.explainer);
    ruth_session_free(w.session);
    ruth_policy_release(w.policy);
    ruth_engine_free(w.engine);
    ru_arena_free(&w.arena);
}

static void humane(void **state) {
    (void)state;
    on_policy("policies/humane", 20260302, support_scaled(2500));
}

static void the_policy_of_the_benchmark(void **state) {
    (void)state;
    on_policy("bench/policy", 7, support_scaled(500));
}

/* What the other two have little of: dates, unless, function conditions, limits with dates and on tones, texts with quotes. */
static const support_file corners[] = {
    {"policy.yaml", "policy: corners\nversion: 1.0.0\nlanguages: [en, fr]\nhorizon: 3 days\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD, CAD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, range: [-10, 100], source: host, moves: daily, unit: days, say: { en: 'days \"late\"', fr: \"jours\" } }\n"
     "mood: { type: enum, values: [good, bad], if_missing: none_on_file, source: person, expires: { after: 30 days, from: mood_on, then: unknown } }\nmood_on: { type: date, if_missing: none_on_file, source: person }\nneeds: { type: list of enum, values: [a, b, c], if_missing: none_on_file, source: person }\nnote: { type: text, if_missing: none_on_file, source: host }\n"
     "wrote: { type: instant, source: derived }\ntimes: { type: integer, source: derived }\nhalf: { type: money, source: derived }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter, email] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"numbers.yaml", "few: { type: integer, value: 2 }\nsmall: { type: money, USD: \"20.00\" }\n"},
    {"derive.lua",
     "derive.wrote = last { direction = \"outbound\" }\nderive.times = count { direction = \"outbound\", within = days(5), since_last = { channel = \"letter\" } }\nderive.half = money_of { percent(\"50\") * fact.balance, round = \"down\" }\n"},
    {"circumstances.lua", "circumstance \"low\" { mood = \"bad\", none_of_these { needs = has_any(\"c\"), note = one_of(\"t1\", 'say \"x\"') } }\n"},
    {"segments.lua",
     "segment \"old\" { when = { late = above(50) }, valid_until = \"2026-06-30\" }\nsegment \"low\" { when = circumstance.low, unless = circumstance.rich, because = \"it is {mood} because of \\\"x\\\"\" }\n"
     "segment \"func\" { when = function(f) return f.balance > 5000 end }\nsegment \"met\" { when = { any_of { half = above(fact.balance), times = at_least(number.few) } } }\nsegment \"rest\" { when = otherwise }\ncircumstance \"rich\" { balance = above(number.small) }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"ask\" }, { \"write\", gives_way = \"ask\" }, { \"offer\", needs = \"plan\", gives_way = \"ask\" } }\nladder \"tone\" { { \"soft\" }, { \"plain\" }, { \"hard\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" } }\n"},
    {"actions.lua",
     "action \"offer\" { when = { plans_in_reach = at_least(1) }, unless = { segment = \"low\" }, message = \"hello\" }\naction \"write\" { when = { segment = one_of(\"old\", \"met\") }, valid_from = \"2026-03-01\", message = \"hello\" }\naction \"ask\" { when = { mood = \"bad\" }, message = \"hello\" }\n"},
    {"plans.lua",
     "plan \"pause\" { when = { late = at_least(5), needs = has_none(\"a\") }, offer = pause_payments { months = 1 } }\nplan \"parts\" { when = { balance = above(0) }, offer = instalments { of = fact.balance, up_to = fact.half, every = \"month\", longest = 12, smallest = number.small } }\n"},
    {"tones.lua", "tone \"hard\" { when = { action = \"write\" } }\ntone \"plain\" { when = { segment = none_of(\"low\") } }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise, prefer = 2 }\nchannel \"email\" { when = { note = on_file }, prefer = 1 }\n"},
    {"charter.lua",
     "limit \"a.hours\" { on = { channel = \"email\" }, hours = { mon_fri = { \"09:00\", \"12:00\" } }, valid_from = \"2026-05-01\" }\nlimit \"b.tone\" { on = { tone = \"hard\" }, when = { mood = \"bad\" }, forbid = true }\nlimit \"c.soft\" { on = outbound, when = { needs = has_any(\"b\") }, tone_at_most = \"soft\" }\n"
     "limit \"d.plan\" { on = { plan = \"pause\" }, only_if = { mood = on_file } }\nlimit \"e.write\" { on = { action = \"write\" }, when = { late = below(60) }, unless = { mood = \"good\" }, forbid = true, cite = 'law \"x\"' }\nlimit \"f.pause\" { on = outbound, when = { mood = on_file }, forbid = true, during = days(3), from = fact.mood_on, valid_until = \"2026-12-31\", hand_over = team \"care\", by = hours(5) }\n"
     "limit \"g.coded\" { on = outbound, when = function(f) return f.late > 90 end, action_at_most = \"ask\" }\n"},
    {"teams.yaml", "care: { name: { en: Care } }\n"},
    {"messages/en.yaml",
     "hello:\n  purpose: help\n  variants:\n    letter: { soft: { body: hello }, plain: { body: hello }, hard: { body: hello } }\n    email: { soft: { body: hello }, plain: { body: \"hello {note}\" } }\n"},
    {"messages/fr.yaml",
     "hello:\n  variants:\n    letter: { soft: { body: salut }, plain: { body: salut }, hard: { body: salut } }\n    email: { soft: { body: salut }, plain: { body: \"salut {note}\" } }\n"},
    {NULL, NULL},
};

static void corners_of_the_language(void **state) {
    (void)state;
    char folder[256];
    snprintf(folder, sizeof folder, "%s", support_folder(corners));
    on_policy(folder, 11, support_scaled(1200));
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(humane), cmocka_unit_test(the_policy_of_the_benchmark), cmocka_unit_test(corners_of_the_language)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
