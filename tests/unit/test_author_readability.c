/* test_author_readability.c: words, sentences and syllables as the charter counts them, and its three formulas. */
#include "engine/author/readability.h"
#include "tests/support/support.h"

static void count(const char *text, bool french, int64_t words, int64_t sentences, int64_t syllables) {
    ru_readability r;
    assert_true(ru_readability_count(ru_str_of(text), french, &r));
    if (r.words != words || r.sentences != sentences || r.syllables != syllables)
        fail_msg("%s: %lld words, %lld sentences, %lld syllables", text, (long long)r.words, (long long)r.sentences, (long long)r.syllables);
}

static void test_formulas(void **state) {
    (void)state;
    ru_readability r = {.words = 100, .sentences = 5, .syllables = 150};
    assert_int_equal(ru_readability_grade(&r), 9910);
    assert_int_equal(ru_readability_flesch(&r), 59635);
    assert_int_equal(ru_readability_kandel_moles(&r), 76300);
    r = (ru_readability){.words = 7, .sentences = 3, .syllables = 8}; /* 0.39 · 7/3 + 11.8 · 8/7 − 15.59 = −1.1943 */
    assert_int_equal(ru_readability_grade(&r), -1194);
}

static void test_nothing(void **state) {
    (void)state;
    ru_readability r;
    assert_false(ru_readability_count(RU_STR(""), false, &r));
    assert_false(ru_readability_count(RU_STR(" … ! "), true, &r));
    assert_int_equal(r.words, 0);
}

static void test_syllables(void **state) {
    (void)state;
    count("the", false, 1, 1, 1);
    count("made", false, 1, 1, 1);
    count("little", false, 1, 1, 2);
    count("whole", false, 1, 1, 1);
    count("agree", false, 1, 1, 2);
    count("payment", false, 1, 1, 2);
    count("BANANA", false, 1, 1, 3);
    count("rhythm", false, 1, 1, 1);
    count("petite", true, 1, 1, 2);
    count("les", true, 1, 1, 1);
    count("arrivent", true, 1, 1, 2);
    count("arriv\xc3\xa9"
          "e",
          true, 1, 1, 3);                        /* arrivée: the last group is é and e */
    count("\xc3\xa9t\xc3\xa9", true, 1, 1, 2);   /* été: accents are heard */
    count("e\xcc\x81te\xcc\x81", true, 1, 1, 2); /* the same, its accents behind the letters */
    count("qu'elle", true, 1, 1, 1);
    count("dites-le-nous", true, 1, 1, 3);
    count("l\xe2\x80\x99"
          "espace",
          true, 1, 1, 2);
    count("c\xc5\x93ur", true, 1, 1, 1);
}

static void test_sentences(void **state) {
    (void)state;
    count("One. Two! Three? Four\xe2\x80\xa6 Five", false, 5, 5, 5);
    count("Mr. Bean owes 12.50 EUR. He asked.", false, 7, 2, 9);
    count("Say no. Then go.", false, 4, 2, 4);
    count("See no. 12 and art. 3.", false, 6, 1, 6);
    count("Comment \xc3\xa7"
          "a va ? Bien.",
          true, 4, 2, 4);
    count("Vous dites \xc2\xab non \xc2\xbb. Bien.", true, 4, 2, 4);
    count("1\xc2\xa0"
          "234,50",
          true, 1, 1, 1);
    count("Really?! Yes...", false, 2, 2, 3);
}

static void test_placeholders(void **state) {
    (void)state;
    count("You owe {balance_of_everything}.", false, 3, 1, 3);
    count("{instalment} par semaine", true, 3, 1, 4);
}

static void test_longest(void **state) {
    (void)state;
    ru_readability r;
    assert_true(ru_readability_count(RU_STR("Short. This one is longer. Short again."), false, &r));
    assert_int_equal(r.longest, 4);
    assert_true(ru_str_is(r.longest_sentence, "This one is longer."));
}

static bool shouts(const char *text) {
    ru_readability r;
    assert_true(ru_readability_count(ru_str_of(text), false, &r));
    return ru_readability_shouts(&r);
}

static void test_loud(void **state) {
    (void)state;
    ru_readability r;
    assert_true(ru_readability_count(RU_STR("Pay!!"), false, &r));
    assert_true(r.exclaims);
    assert_true(ru_readability_count(RU_STR("Thank you! Bye!"), false, &r));
    assert_false(r.exclaims);
    assert_true(shouts("PAY NOW"));
    assert_true(shouts("First a line.\nREAD THIS\nThen a line."));
    assert_true(shouts("Please READ what STANDS here"));
    assert_false(shouts("Your IBAN stands on the letter"));
    assert_false(shouts("SMS {balance}"));
    assert_false(shouts("OK"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulas),     cmocka_unit_test(test_nothing), cmocka_unit_test(test_syllables), cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_placeholders), cmocka_unit_test(test_longest), cmocka_unit_test(test_loud),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
