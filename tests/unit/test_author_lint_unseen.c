/* test_author_lint_unseen.c: sentences that were written before the lists were read, or to get past them: how many of those that press are found, and how few of
 * those that are kind; what disguises a word; what takes an assurance back. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/author/unsaid.h"
#include "engine/base/letters.h"
#include "tests/support/support.h"

typedef struct lists {
    ru_arena a;
    ru_unsaid u;
} lists; /* of one language, read once */
static lists en, fr;

static int start(void **state) {
    ruth_allocator alloc = ru_allocator_default();
    ru_arena_init(&en.a, &alloc, 1 << 16);
    ru_arena_init(&fr.a, &alloc, 1 << 16);
    return ru_unsaid_read(&en.a, RU_STR("en"), &en.u) && ru_unsaid_read(&fr.a, RU_STR("fr"), &fr.u) && en.u.legal && fr.u.legal ? 0 : 1;
}

static int stop(void **state) {
    ru_arena_free(&en.a);
    ru_arena_free(&fr.a);
    return 0;
}

/* As the charter's limits read it before it is sent. */
static bool is_unsaid(const lists *l, const char *text) {
    ruth_allocator alloc = ru_allocator_default();
    ru_arena a;
    ru_phrase_hit hit;
    ru_arena_init(&a, &alloc, 1 << 12);
    ru_str folded = ru_letters_fold(&a, ru_str_of(text), NULL);
    bool found = ru_phrases_find(l->u.anywhere, folded, 0, &hit) || ru_phrases_find(l->u.legal, folded, 0, &hit);
    ru_arena_free(&a);
    return found;
}

/* ---- rates ---- */
static size_t put_code(uint32_t c, char *out) {
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const uint8_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(n == 1 ? c : lead[n] | c);
    return n;
}

/* \n, \uXXXX and \UXXXXXXXX, so that nobody has to take what cannot be seen on trust. */
static void unescape(char *text) {
    char *out = text;
    for (char *p = text; *p && *p != '\n';) {
        int digits = p[0] != '\\' ? 0 : p[1] == 'u' ? 4 : p[1] == 'U' ? 8 : 0;
        char hex[9] = {0};
        if (digits) {
            memcpy(hex, p + 2, (size_t)digits);
            out += put_code((uint32_t)strtoul(hex, NULL, 16), out);
            p += 2 + digits;
        } else if (p[0] == '\\' && p[1] == 'n') {
            *out++ = '\n';
            p += 2;
        } else {
            *out++ = *p++;
        }
    }
    *out = 0;
}

typedef struct tally {
    char name[16];
    int found, all;
} tally;
static tally *tally_of(tally *kinds, const char *name) {
    tally *t = kinds;
    while (t->all && strcmp(t->name, name) != 0) t++;
    snprintf(t->name, sizeof t->name, "%.15s", name);
    return t;
}

/* Reads the file's lines "what<tab>sentence", prints the rates, gives those of all in percent; *least: the lowest of a kind of which there are ten. */
static int rate(const lists *l, const char *lang, const char *which, bool wanted, int *least) {
    char path[64], line[1024];
    tally kinds[16] = {{.all = 0}}, sum = {.name = "all"};
    snprintf(path, sizeof path, "tests/texts/%s.unseen.%s.txt", lang, which);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *text = strchr(line, '\t');
        assert_non_null(text);
        *text++ = 0;
        unescape(text);
        tally *t = tally_of(kinds, line);
        bool is = is_unsaid(l, text);
        t->found += is, t->all++, sum.found += is, sum.all++;
        if (is != wanted) print_message("%s %s %s: %s\n", lang, which, line, text);
    }
    fclose(f);
    assert_true(sum.all >= 10);
    *least = 100;
    print_message("%s %s: %d of %d", lang, which, sum.found, sum.all);
    for (const tally *t = kinds; t->all; t++) {
        print_message(", %s %d/%d", t->name, t->found, t->all);
        if (t->all >= 10 && 100 * t->found / t->all < *least) *least = 100 * t->found / t->all;
    }
    print_message("\n");
    return (100 * sum.found + (wanted ? 0 : sum.all - 1)) / sum.all;
}

static void test_rates(void **state) {
    for (int i = 0; i < 2; i++) {
        int least;
        assert_true(rate(i ? &fr : &en, i ? "fr" : "en", "pressing", true, &least) >= 97);
        assert_true(least >= 85);
        assert_true(rate(i ? &fr : &en, i ? "fr" : "en", "kind", false, &least) <= 3);
        assert_int_equal(rate(i ? &fr : &en, i ? "fr" : "en", "named", true, &least),
                         100); /* kind, but they name what charter-facts 13 bans: "negation does not save" */
    }
}

/* ---- assurances ---- */
static void test_veiled(void **state) {
    static const char *const said[] = {
        "We will not call your employer if you pay today.",
        "We won't hesitate to sue.",
        "We do not want to contact your family, but we will.",
        "We would not like to have to take legal action.",
        "You will not be arrested, for now.",
        "We will not sue. Yet.",
        "No one will contact your employer unless you ignore this.",
        "You cannot hide from us.",
        "Nobody will ever lend to you again.",
        "Do you want us not to tell your boss?",
        "We have not contacted your employer yet.",
        "You don't want us to call your boss.",
        "Why not pay before we sue?",
        "We can't promise that your employer won't be contacted.",
        "Not only the court: your boss will know.",
        "We will not call the police twice.",
        "You will not go to prison as long as you pay.",
        "We will not be ignored; your boss will hear of this.",
        "So far your employer has not been contacted.",
        "Your employer has not been contacted, which can change.",
        "We will not take your car, and we will garnish your wages.",
        "You will not be told again: prison is next.",
        "We never call your boss without warning.",
        "Your wages will not be safe from seizure.",
        "You will be arrested.",
        "You are going to be sued.",
        "Pay now and we won't sue.",
        "If you pay this week, no court action will be necessary.",
    };
    static const char *const dit[] = {
        "Nous n'appellerons pas votre employeur si vous payez aujourd'hui.",
        "Nous n'hésiterons pas à saisir le tribunal.",
        "Nous ne voulons pas prévenir votre famille, mais nous le ferons.",
        "Nous ne voudrions pas devoir engager une procédure.",
        "Vous n'irez pas en prison, pour l'instant.",
        "Nous ne saisirons pas le tribunal. Pas encore.",
        "Personne ne contactera votre employeur, sauf si vous ignorez ceci.",
        "Vous ne pouvez pas vous cacher.",
        "Personne ne vous prêtera plus.",
        "Nous n'avons pas encore prévenu votre employeur.",
        "Tu veux pas qu'on appelle ton patron.",
        "On ne peut pas garantir que votre employeur ne sera pas contacté.",
        "Vous n'irez pas en prison tant que vous payez.",
        "Nous ne prendrons pas votre voiture, et nous saisirons votre salaire.",
        "Votre employeur n'est pas prévenu, ce qui peut changer.",
        "Nous n'appelons jamais votre patron sans prévenir.",
        "Vous n'avez pas honte ?",
        "Nous ne lâcherons rien, votre employeur le saura.",
        "Jusqu'ici, votre famille n'a pas été contactée.",
        "Ne nous obligez pas à saisir le juge.",
        "Payez cette semaine et nous renoncerons à l'action en justice.",
    };
    for (size_t i = 0; i < RU_COUNT(said); i++)
        if (!is_unsaid(&en, said[i])) fail_msg("%s", said[i]);
    for (size_t i = 0; i < RU_COUNT(dit); i++)
        if (!is_unsaid(&fr, dit[i])) fail_msg("%s", dit[i]);
}

typedef struct phrases {
    ru_arena a;
    ru_phrases *p;
} phrases;
static void open_phrases(phrases *p) {
    ruth_allocator alloc = ru_allocator_default();
    ru_arena_init(&p->a, &alloc, 1 << 12);
    p->p = ru_phrases_new(&p->a);
}

static bool stands(phrases *p, const char *text) {
    ru_phrase_hit hit;
    return ru_phrases_find(p->p, ru_letters_fold(&p->a, ru_str_of(text), NULL), 0, &hit);
}

static void test_roles(void **state) {
    phrases p;
    bool nomem;
    open_phrases(&p);
    assert_null(ru_phrases_name(p.p, RU_STR("us"), RU_STR("we|they"), &nomem));
    assert_null(ru_phrases_add(p.p, RU_STR("<us> ... sue|court"), 0, &nomem));
    assert_null(ru_phrases_add_role(p.p, RU_STR("<us> never"), RU_PHRASE_ASSURES, &nomem));
    assert_null(ru_phrases_add_role(p.p, RU_STR("unless|now"), RU_PHRASE_FIRMS, &nomem));
    assert_non_null(ru_phrases_add(p.p, RU_STR("<you> pay"), 0, &nomem));
    assert_true(ru_phrases_seal(p.p));
    assert_true(ru_phrases_count(p.p) == 1);
    assert_true(stands(&p, "Then they sue."));
    assert_false(stands(&p, "Then they never sue."));
    assert_true(stands(&p, "They never wait. They sue."));                   /* another sentence assures nothing */
    assert_true(stands(&p, "Unless you pay they never sue."));               /* taken back before it … */
    assert_true(stands(&p, "They never sue. For now."));                     /* … and in a remark behind it */
    assert_false(stands(&p, "They never sue. Call us now if you like to.")); /* which a sentence is not */
    char lengthy[2048] = "They never";
    for (int i = 0; i < 60; i++) strcat(lengthy, " ever");
    strcat(lengthy, " and we sue.");
    assert_true(stands(&p, lengthy)); /* too far away to be about it */
    ru_arena_free(&p.a);
}

/* ---- disguises ---- */
static void folds_to(const char *text, const char *expected) {
    ruth_allocator alloc = ru_allocator_default();
    ru_arena a;
    ru_arena_init(&a, &alloc, 1 << 12);
    assert_string_equal(ru_letters_fold(&a, ru_str_of(text), NULL).p, expected);
    ru_arena_free(&a);
}

static void test_disguises(void **state) {
    folds_to("pr1son c0urt po1ice immediate1y", " prison court police immediately ");
    folds_to("48h 1er 3rd 17h30 H2X A4", " 48h 1er 3rd 17h30 h2x a4 ");
    folds_to("De@dbeat ju$tice ana@ruth.example", " deadbeat justice ana ruth example ");
    folds_to("S.U.E. d-e-b-t  S U E  y o u", " sue . debt sue you ");
    folds_to("il n'y a pas; y a-t-il; e.g. this", " il n y a pas y a t il e g . this ");
    folds_to("n_y_a", " n y a "); /* how lists are written is no disguise */
    folds_to("em-\nployer em\xC2\xADployer em-ployer", " employer employer em ployer ");
    folds_to("s\xE2\x80\x8Bue \xD1\x80\xD0\xBElice \xEF\xBC\xB3\xEF\xBD\x95\xEF\xBD\x85 \xF0\x9D\x90\x80\xF0\x9D\x90\xAB", " sue police sue ar ");
    folds_to("\xC5\x81"
             "aw \xC4\x8D"
             "e\xCC\xA7",
             " law ce ");
    folds_to("1 234,50 \xE2\x82\xAC", " 1 234 50 ");
}

/* Many gaps and words that may be there, over words that fit them all: the time is that of the lengths multiplied, not a power. */
static void test_bounded(void **state) {
    static char entry[512] = "a", text[1 << 13];
    phrases p;
    bool nomem;
    for (int i = 0; i < 10; i++) strcat(entry, " ... ?a|a_a|a_a_a");
    strcat(entry, " b");
    for (size_t i = 0; i + 3 < sizeof text; i += 3) memcpy(text + i, "a, ", 3);
    open_phrases(&p);
    assert_null(ru_phrases_add(p.p, ru_str_of(entry), 0, &nomem));
    assert_true(ru_phrases_seal(p.p));
    assert_false(stands(&p, text));
    memcpy(text + 300, "b, ", 3);
    assert_true(stands(&p, text));
    ru_arena_free(&p.a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rates),     cmocka_unit_test(test_veiled),  cmocka_unit_test(test_roles),
        cmocka_unit_test(test_disguises), cmocka_unit_test(test_bounded),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
