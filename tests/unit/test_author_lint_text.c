/* test_author_lint_text.c: the words and figures of one text; how much of what presses is found, and how little of what is kind. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/author/check.h"
#include "engine/author/lint.h"
#include "engine/author/unsaid.h"
#include "engine/base/letters.h"
#include "engine/data/lexicon.h"
#include "tests/support/support.h"

static ruth_engine *engine;

static int start(void **state) { return ruth_engine_new(NULL, &engine, NULL) == RUTH_OK ? 0 : 1; }
static int stop(void **state) {
    ruth_engine_free(engine);
    return 0;
}

static ruth_wording *read_as(const char *lang, const char *text) {
    const ruth_wording_options o = {.size = sizeof o, .lang = lang};
    ruth_wording *w = NULL;
    ruth_error e;
    if (ruth_wording_run(engine, text, strlen(text), &o, &w, &e) != RUTH_OK) fail_msg("%s: %s", text, e.message);
    return w;
}

/* How many findings of the class; *first the first of them. */
static size_t count(const ruth_wording *w, const char *class, ruth_finding *first) {
    size_t n = 0;
    for (size_t i = 0; i < ruth_wording_count(w); i++) {
        ruth_finding f;
        assert_int_equal(ruth_wording_finding(w, i, &f), RUTH_OK);
        if (strcmp(f.code, class) != 0) continue;
        if (!n++ && first) *first = f;
    }
    return n;
}

static void has(const char *lang, const char *text, const char *class, int line, int column, int length) {
    ruth_wording *w = read_as(lang, text);
    ruth_finding f;
    if (!count(w, class, &f)) fail_msg("%s: no %s", text, class);
    assert_int_equal(f.line, line);
    assert_int_equal(f.column, column);
    assert_int_equal(f.length, length);
    assert_true(f.effect[0] && f.suggestion[0]);
    ruth_wording_free(w);
}

static void has_no(const char *lang, const char *text, const char *class) {
    ruth_wording *w = read_as(lang, text);
    if (count(w, class, NULL)) fail_msg("%s: %s", text, class);
    ruth_wording_free(w);
}

static void test_spans(void **state) {
    has("en", "Hello.\nThe POLICE may come.", "arrest", 2, 5, 6);
    has("en", "We do not say last \n  chance here.", "legal_threat", 1, 15, 14);
    has("fr",
        "Vous \xc3\xaa"
        "tes un d\xc3\xa9"
        "biteur.",
        "dehumanising", 1, 14, 8);
    has("fr", "Vous refusez d\xe2\x80\x99honorer cela.", "shame", 1, 1, 22);
    has("fr", "e\xcc\x81 : une saisie\xc2\xa0sur\xc2\xa0salaire", "legal_threat", 1, 10, 18); /* an accent that stands alone is a character too */
    has("en", "Your arrears can wait.", "jargon", 1, 6, 7);
    has_no("en", "The policies and the courtyard have a warranty.", "arrest");
    has_no("en", "It ends. Or else you can call.", "false_urgency");
    has_no("fr", "Objet\nle contentieux", "dehumanising");
    has("fr", "Objet : contentieux\nBonjour.", "dehumanising", 1, 9, 11);
}

static void test_style(void **state) {
    has("en", "Pay what you can!! Thank you.", "exclamation", 1, 17, 2);
    has("en", "Thank you! Well done! Bye.", "exclamation", 1, 21, 1);
    has_no("en", "Thank you! Bye.", "exclamation");
    has("en", "Hello.\n  PLEASE READ THIS\nBye.", "capitals", 2, 3, 16);
    has("en", "Hello you.\nThis one has one and two and three and four and five and six and seven and eight and nine and ten and eleven and twelve and so on.",
        "long_sentence", 2, 1, 130);
    has_no("en", "A heading of some words that has no full stop at its end\n\nand then ten words more that stand in another paragraph", "long_sentence");
    has("en",
        "Notwithstanding aforementioned contractual considerations, immediate regularisation constitutes an unconditional obligation according to applicable legislation, irrespective of exceptional personal circumstances or accompanying documentation.",
        "hard_to_read", 0, 0, 0);
    has_no("en", "Unconditional regularisation.", "hard_to_read"); /* too short for a formula */
}

static void test_reading(void **state) {
    ruth_reading r;
    ruth_wording *w = read_as(NULL, "The cat sat on the mat. It was warm there.");
    ruth_wording_reading(w, &r);
    assert_string_equal(r.lang, "en");
    assert_true(r.guessed && r.words == 10 && r.sentences == 2 && r.limit == 8000 && r.threats == 0);
    ruth_wording_free(w);
    w = read_as(NULL, "Vous pouvez nous parler quand vous voulez.");
    ruth_wording_reading(w, &r);
    assert_string_equal(r.lang, "fr");
    assert_int_equal(r.limit, 60000);
    ruth_wording_free(w);
}

static void test_refused(void **state) {
    const struct {
        const char *text, *lang, *says;
    } wrong[] = {{"", NULL, "no word"}, {" \n ... ", "en", "no word"}, {"Hola", "es", "en or fr"}, {"\xff", "en", "UTF-8"}};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        const ruth_wording_options o = {.size = sizeof o, .lang = wrong[i].lang};
        ruth_wording *w;
        ruth_error e;
        assert_int_equal(ruth_wording_run(engine, wrong[i].text, strlen(wrong[i].text), &o, &w, &e), RUTH_E_ARGUMENT);
        assert_has(e.message, wrong[i].says);
        assert_null(w);
    }
}

/* ---- rates ---- */
static bool is_unsaid(const ruth_wording *w) {
    for (size_t c = 0; c < RU_UNSAID_CLASSES; c++)
        if (count(w, ru_unsaid_classes[c].name, NULL)) return true;
    return false;
}

/* Percent of the file's lines in which something unsaid is found. */
static int rate(const char *lang, const char *kind, bool wanted) {
    char path[64], line[1024];
    int lines = 0, found = 0;
    snprintf(path, sizeof path, "tests/texts/%s.%s.txt", lang, kind);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        ruth_wording *w = read_as(lang, line);
        bool is = is_unsaid(w);
        lines++;
        found += is;
        if (is != wanted) print_message("%s %s: %s", lang, kind, line);
        ruth_wording_free(w);
    }
    fclose(f);
    print_message("%s %s: %d of %d\n", lang, kind, found, lines);
    assert_true(lines >= 60);
    return 100 * found / lines;
}

static void test_rates(void **state) {
    static const char *const langs[] = {"en", "fr"};
    for (size_t i = 0; i < RU_COUNT(langs); i++) {
        assert_true(rate(langs[i], "pressing", true) >= 95);
        assert_true(rate(langs[i], "kind", false) <= 2);
    }
}

static void add_all(ru_phrases *p, const ru_node *n) {
    for (size_t i = 0; n->kind != RU_NODE_TEXT && i < n->count; i++) add_all(p, n->items[i]);
    bool nomem;
    const char *bad = n->kind == RU_NODE_TEXT ? ru_phrases_add(p, n->text, 0, &nomem) : NULL;
    if (bad) fail_msg("line %d: %s %s", n->line, n->text.p, bad);
}

/* Every entry of the shipped lists can be read, and stands for something. */
static void test_lists(void **state) {
    static const char *const langs[] = {"en", "fr"};
    ruth_allocator alloc = ru_allocator_default();
    for (size_t i = 0; i < RU_COUNT(langs); i++) {
        char path[80];
        ru_arena a;
        ru_node *lists;
        ru_unsaid u;
        ru_str bytes;
        ruth_error e;
        ru_arena_init(&a, &alloc, 1 << 16);
        snprintf(path, sizeof path, "policies/charter/ethics/lexicons/%s.yaml", langs[i]);
        assert_int_equal(ru_file_read(&a, path, 1 << 20, &bytes, &e), RUTH_OK);
        assert_int_equal(ru_yaml_read(&a, RU_STR("l"), bytes, &lists, &e), RUTH_OK);
        ru_phrases *p = ru_phrases_new(&a);
        const ru_node *at;
        bool nomem;
        assert_null(ru_lexicon_frame(lists, p, &at, &nomem));
        for (size_t k = 0; k < lists->count; k++)
            if (!ru_str_is(lists->keys[k], "jargon") && !ru_str_is(lists->keys[k], "in_subject") && !ru_lexicon_is_frame(lists->keys[k]))
                add_all(p, lists->items[k]);
        assert_true(ru_unsaid_read(&a, ru_str_of(langs[i]), &u));
        assert_true(ru_phrases_count(u.anywhere) + ru_phrases_count(u.legal) == ru_phrases_count(p));
        assert_true(u.plain && ru_phrases_count(u.jargon) == u.plain->count);
        ru_arena_free(&a);
    }
}

/* What ships: no message and no disclosure presses; what the law prescribes word for word is left out. */
typedef struct shipped {
    const char *lang, *id;
} shipped;
static void none_unsaid(void *ctx, const ru_node *text, bool subject) {
    const shipped *s = ctx;
    char line[4096];
    snprintf(line, sizeof line, "%.*s", (int)text->text.n, text->text.p);
    if (!line[strspn(line, " {}")]) return;
    ruth_wording *w = read_as(s->lang, line);
    ruth_reading r;
    ruth_wording_reading(w, &r);
    if (r.threats) fail_msg("%s %s: %s", s->lang, s->id, line);
    ruth_wording_free(w);
}

static void test_shipped(void **state) {
    static const char *const folders[] = {
        "humane",         "charter/au",     "charter/be",        "charter/ca-federal", "charter/ca-on",      "charter/ca-qc",
        "charter/fr",     "charter/gb",     "charter/us-ca",     "charter/us-dc",      "charter/us-federal", "charter/us-fl",
        "charter/us-ma",  "charter/us-ny",  "charter/us-ny-nyc", "charter/us-wa",      "sector/bnpl",        "sector/credit-union",
        "sector/telecom", "sector/utility", "starter",           "charter/ethics"};
    ruth_allocator alloc = ru_allocator_default();
    for (size_t i = 0; i < 2 * RU_COUNT(folders); i++) {
        char path[96], id[128];
        shipped s = {i % 2 ? "fr" : "en", id};
        ru_arena a;
        ru_node *texts;
        ru_str bytes;
        ruth_error e;
        ru_arena_init(&a, &alloc, 1 << 16);
        snprintf(path, sizeof path, "policies/%s/messages/%s.yaml", folders[i / 2], s.lang);
        assert_int_equal(ru_file_read(&a, path, 1 << 20, &bytes, &e), RUTH_OK);
        assert_int_equal(ru_yaml_read(&a, RU_STR("m"), bytes, &texts, &e), RUTH_OK);
        for (size_t k = 0; k < texts->count; k++) {
            snprintf(id, sizeof id, "%.*s", (int)texts->keys[k].n, texts->keys[k].p);
            if (!strstr(id, "why.") && !ru_lint_is_statutory(texts->items[k])) ru_lint_each_text(texts->items[k], none_unsaid, &s);
        }
        ru_arena_free(&a);
    }
}

/* The model notice of the CFPB, where it is at hand. */
static void test_model_notice(void **state) {
    const char *shared = getenv("RUTH_SHARED");
    char path[512];
    static char text[1 << 14];
    snprintf(path, sizeof path, "%s/data/cfpb_model_notice_en.txt", shared ? shared : "");
    FILE *f = shared ? fopen(path, "r") : NULL;
    if (!f) skip();
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    ruth_wording *w = read_as(NULL, text);
    ruth_reading r;
    ruth_wording_reading(w, &r);
    assert_string_equal(r.lang, "en");
    assert_int_equal(r.threats, 0);
    ruth_wording_free(w);
}

/* ---- phrases ---- */
static bool stands(const char *entry, const char *text, bool may) {
    ruth_allocator alloc = ru_allocator_default();
    ru_arena a;
    ru_phrase_hit hit;
    bool nomem;
    ru_arena_init(&a, &alloc, 1 << 12);
    ru_phrases *p = ru_phrases_new(&a);
    assert_null(ru_phrases_add(p, ru_str_of(entry), 7, &nomem));
    assert_true(ru_phrases_seal(p));
    ru_str folded = ru_letters_fold(&a, ru_str_of(text), NULL);
    bool found = may ? ru_phrases_may(p, folded) : ru_phrases_find(p, folded, 0, &hit);
    ru_arena_free(&a);
    return found;
}

static void test_phrases(void **state) {
    assert_true(stands("arrest", "no ARREST!", false));
    assert_false(stands("arrest", "arrested", false));
    assert_true(stands("arrest*", "arrested", false));
    assert_true(stands("a|last|final chance", "Final\n chance", false));
    assert_true(stands("take you_to court", "take you to court", false));
    assert_false(stands("take you_to court", "take you. To court", false));
    assert_true(stands("within # hours", "within 36 hours", false));
    assert_true(stands("act ?right now", "act now", false));
    assert_true(stands("tell ... boss", "tell this to your own boss", false));
    assert_false(stands("tell ... boss", "tell one two three four five boss", false));
    assert_false(stands("tell ... boss", "tell us. Your boss", false));
    assert_false(stands("police !d", "police d'assurance", false));
    assert_false(stands("!under|house arrest", "house arrest", false));
    assert_true(stands("!under|house arrest", "arrest", false));
    assert_true(stands("caf\xc3\xa9", "CAFE\xcc\x81", false));
    assert_true(stands("Pay now!", "pay now", false));
    assert_true(stands("within # hours", "within {n} hours", true));
    assert_false(stands("police", "the {n} is {n}", true));
    assert_true(stands("24 hours", "{n} hours", true));
    assert_true(stands("usd", "{n}", true));
    assert_true(stands("police", "{n}ice", true)); /* part of a word: anything */
    ruth_allocator alloc = ru_allocator_default();
    static const char *const bad[] = {"", "...", "?a b", "# hours", "x*", "a ... {n}", "!"};
    for (size_t i = 0; i < RU_COUNT(bad); i++) {
        ru_arena a;
        bool nomem;
        ru_arena_init(&a, &alloc, 1 << 12);
        assert_non_null(ru_phrases_add(ru_phrases_new(&a), ru_str_of(bad[i]), 0, &nomem));
        assert_false(nomem);
        ru_arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spans),   cmocka_unit_test(test_style),        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_rates),        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_shipped), cmocka_unit_test(test_model_notice), cmocka_unit_test(test_phrases),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
