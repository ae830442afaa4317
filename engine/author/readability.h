/* readability.h: how hard a text is to read, in whole numbers: Flesch and Flesch–Kincaid for English, Kandel–Moles for French.
 *
 * Choices: a word is what stands between spaces and has a letter or a digit ("dites-le-nous" is one). A number, an amount and a {placeholder} are one
 * word of one syllable. A sentence ends at . ! ? … before a space or the end, and at an empty line, not behind Mr. Mrs. Ms. Dr. M. Inc., nor behind art. and no. before a number.
 * Syllables are groups of vowels; English leaves out a final e (not of -le behind a consonant), French a final e, es, ent; a word has at least one. */
#ifndef RU_READABILITY_H
#define RU_READABILITY_H

#include "engine/base/base.h"

typedef struct ru_readability {
    int64_t words, sentences, syllables;
    int64_t longest;             /* words of the longest sentence */
    ru_str longest_sentence;     /* points into the text */
    int64_t long_words, shouted; /* words of at least four letters, and those of them in capitals */
    bool exclaims;               /* "!!" */
    bool shouted_line;           /* a line that is all in capitals */
} ru_readability;
enum { RU_GRADE_MOST = 8000, RU_KANDEL_MOLES_LEAST = 60000, RU_SENTENCE_MOST = 25 }; /* the charter's marks; scores in thousandths */

/* Counts. False: the text has no word, so it has no score. `french`: its rules for syllables. */
bool ru_readability_count(ru_str text, bool french, ru_readability *out);
/* The first sentence with a word from byte `from` on, as the `longest` of *out. Gives where the next begins. */
size_t ru_readability_sentence(ru_str text, size_t from, bool french, ru_readability *out);
/* Scores in thousandths, rounded to the nearest; there is at least one word. */
int64_t ru_readability_grade(const ru_readability *r);        /* Flesch–Kincaid: 0.39 W/S + 11.8 Y/W − 15.59, school years; higher is harder */
int64_t ru_readability_flesch(const ru_readability *r);       /* 206.835 − 1.015 W/S − 84.6 Y/W; higher is easier */
int64_t ru_readability_kandel_moles(const ru_readability *r); /* 207 − 1.015 W/S − 73.6 Y/W; higher is easier */
/* Is more than a tenth of the longer words (at least two), or a whole line, in capitals? */
bool ru_readability_shouts(const ru_readability *r);

#endif
