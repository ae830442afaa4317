/* test_explain_person.c: what a person is told is plain: easy to read, without names of rules, files, facts or words of the engine; and an officer's screen is one screen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/author/readability.h"
#include "engine/include/ruth_author.h"
#include "tests/support/requests.h"

typedef struct world {
    ruth_engine *engine;
    ruth_policy *policy;
    ruth_session *session;
    ruth_explainer *explainer;
    support_random random;
} world;

static void open_world(world *w, const char *folder, uint64_t seed) {
    ruth_error e;
    *w = (world){.random = {seed}};
    assert_int_equal(ruth_engine_new(NULL, &w->engine, &e), RUTH_OK);
    assert_int_equal(ruth_policy_load(w->engine, folder, &w->policy, &e), RUTH_OK);
    assert_int_equal(ruth_session_new(w->policy, &w->session, &e), RUTH_OK);
    if (ruth_explainer_new(w->engine, folder, &w->explainer, &e)) fail_msg("%s:%d: %s", e.file, e.line, e.message);
}

static void close_world(world *w) {
    ruth_explainer_free(w->explainer);
    ruth_session_free(w->session);
    ruth_policy_release(w->policy);
    ruth_engine_free(w->engine);
}

static const char *random_line(world *w) {
    static request_draft draft;
    request_random(&w->random, w->session->policy->schema, &draft);
    return request_text(w->session->policy->schema, &draft);
}

/* NULL: the request was rejected. */
static const char *told(world *w, const char *line, ruth_audience audience, const char *lang) {
    static char copy[1 << 17];
    const ruth_explain_options o = {.size = sizeof o, .audience = audience, .lang = lang};
    ruth_text text;
    ruth_error e;
    ruth_status st = ruth_explain(w->explainer, line, strlen(line), &o, &text, NULL, &e);
    if (st == RUTH_E_REQUEST) return NULL;
    if (st) fail_msg("%s", e.message);
    assert_true(text.length < sizeof copy);
    memcpy(copy, text.bytes, text.length);
    copy[text.length] = 0;
    return copy;
}

static bool word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

/* As a word of its own: "plan" is not in "plans". */
static bool says(const char *text, ru_str word) {
    for (const char *p = text; *p; p++) {
        if (strncmp(p, word.p, word.n) != 0 || (p > text && word_character(p[-1]))) continue;
        if (!word_character(p[word.n]) || (p[word.n] == '.' && !word_character(p[word.n + 1]))) return true;
    }
    return false;
}

static bool looks_like_an_id(ru_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '_' || s.p[i] == '.') return true;
    return false;
}

static void no_rule_names(const char *text, const ru_rules *rules) {
    for (size_t i = 0; i < rules->count; i++)
        if (looks_like_an_id(rules->items[i].id) && says(text, rules->items[i].id))
            fail_msg("a person is told the rule %.*s:\n%s", (int)rules->items[i].id.n, rules->items[i].id.p, text);
}

static void plain_words(const world *w, const char *text, bool french) {
    static const char *const engine[] = {"null",  "RU_",     "RUTH_",    ".lua",    ".yaml",   "none_on_file", "segment",
                                         "tone ", "channel", "outbound", "inbound", "only_if", "forbid",       "✓",
                                         "✗",     "…",       "{",        "}",       "ethics",  "digest"};
    const ru_policy *p = w->session->policy;
    for (size_t i = 0; i < RU_COUNT(engine); i++)
        if (strstr(text, engine[i])) fail_msg("a person is told \"%s\":\n%s", engine[i], text);
    if (strchr(text, '_')) fail_msg("a name with _ in it:\n%s", text);
    const ru_rules *const kinds[] = {&p->segments, &p->plans, &p->referrals, &p->actions, &p->tones, &p->ways_rules};
    for (size_t k = 0; k < RU_COUNT(kinds); k++) no_rule_names(text, kinds[k]);
    for (size_t i = 0; i < p->charter.limit_count; i++)
        if (says(text, p->limits[i].id)) fail_msg("a person is told the limit %.*s:\n%s", (int)p->limits[i].id.n, p->limits[i].id.p, text);
    assert_has(text, french ? "Ce que nous avons décidé\n" : "What we decided\n");
    assert_has(text, french ? "demander à parler à quelqu'un" : "ask for a person");
}

static void short_lines(const char *text) {
    size_t wide = 0;
    for (const char *p = text; *p; p++) {
        wide = *p == '\n' ? 0 : wide + (((unsigned char)*p & 0xC0) != 0x80);
        if (wide > 110) fail_msg("a line of more than 110 characters:\n%s", text);
    }
}

/* The marks of the charter, in thousandths. Headings and items of a list end no sentence in the count, so each gets a point. */
static int64_t hardness(const char *text, bool french) {
    static char whole[1 << 18];
    size_t n = 0;
    for (const char *p = text; *p && n + 2 < sizeof whole; p++) {
        bool ends = *p == '\n' && strncmp(p + 1, "    ", 4) != 0 && n && !strchr(".!?\n ", whole[n - 1]);
        if (ends) whole[n++] = '.';
        whole[n++] = *p;
    }
    ru_readability r;
    assert_true(ru_readability_count((ru_str){whole, n}, french, &r));
    return french ? ru_readability_kandel_moles(&r) : ru_readability_grade(&r);
}

static void to_a_person(void **state) {
    (void)state;
    world w;
    int64_t worst_english = INT64_MIN, worst_french = INT64_MAX, english = 0, french = 0;
    long n = 0, people = support_scaled(1000);
    open_world(&w, "policies/humane", 3);
    for (long i = 0; i < people; i++) {
        const char *line = random_line(&w), *text = told(&w, line, RUTH_FOR_PERSON, "en");
        if (!text) continue;
        int64_t grade = hardness(text, false);
        plain_words(&w, text, false);
        short_lines(text);
        if (grade > RU_GRADE_MOST) fail_msg("grade %lld:\n%s\n%s", (long long)grade, line, text);
        text = told(&w, line, RUTH_FOR_PERSON, "fr");
        int64_t ease = hardness(text, true);
        plain_words(&w, text, true);
        short_lines(text);
        if (ease < RU_KANDEL_MOLES_LEAST) fail_msg("ease %lld:\n%s\n%s", (long long)ease, line, text);
        worst_english = grade > worst_english ? grade : worst_english;
        worst_french = ease < worst_french ? ease : worst_french;
        english += grade;
        french += ease;
        n++;
    }
    printf("seed 3, %ld people, in thousandths: Flesch–Kincaid %lld (worst %lld), Kandel–Moles %lld (worst %lld)\n", n, (long long)(english / n),
           (long long)worst_english, (long long)(french / n), (long long)worst_french);
    assert_true(n > people / 2);
    close_world(&w);
}

static size_t lines_of(const char *text) {
    size_t n = 0;
    for (; *text; text++) n += *text == '\n';
    return n;
}

static void to_an_officer(void **state) {
    (void)state;
    world w;
    size_t by_lines[200] = {0}, n = 0, sum = 0, median = 0;
    long people = support_scaled(1000);
    open_world(&w, "policies/humane", 4);
    for (long i = 0; i < people; i++) {
        const char *text = told(&w, random_line(&w), RUTH_FOR_OFFICER, i % 2 ? "fr" : "en");
        if (!text) continue;
        short_lines(text);
        if (strstr(text, "RU_") || strstr(text, "(null)")) fail_msg("a word of the engine:\n%s", text);
        by_lines[lines_of(text) < 199 ? lines_of(text) : 199]++;
        n++;
    }
    while (sum + by_lines[median] < n / 2) sum += by_lines[median++];
    size_t most = 199;
    while (!by_lines[most]) most--;
    printf("seed 4, %zu people, half of them everything at once: half of the screens have %zu lines or fewer, the longest %zu\n", n, median, most);
    assert_true(median <= 60);
    close_world(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(to_a_person), cmocka_unit_test(to_an_officer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
