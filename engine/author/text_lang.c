/* text_lang.c: English or French? By the commonest words of each, which no text goes without for long. */
#include "engine/author/text.h"
#include "engine/base/letters.h"

static const char *const english[] = {"the", "and",  "you", "your", "to",  "of", "we",   "is",  "are", "in", "for", "with", "this", "that", "it",
                                      "be",  "will", "not", "or",   "our", "if", "have", "can", "by",  "us", "now", "pay",  "was",  "no"};
static const char *const french[] = {"le",   "la",   "les",   "de",   "des", "du",    "un", "une",  "et",  "vous", "votre", "vos",  "nous", "est",
                                     "sont", "dans", "pour",  "avec", "ce",  "cette", "il", "elle", "que", "qui",  "ne",    "pas",  "au",   "aux",
                                     "en",   "nos",  "notre", "si",   "sur", "je",    "d",  "l",    "a",   "plus", "sans",  "sous", "payez"};

static size_t times(const char *const *words, size_t count, ru_str word) {
    for (size_t i = 0; i < count; i++)
        if (ru_str_is(word, words[i])) return 1;
    return 0;
}

bool ru_text_is_french(ru_arena *a, ru_str text, bool *failed) {
    ru_str folded = ru_letters_fold(a, text, NULL);
    size_t en = 0, fr = 0, accents = 0;
    *failed = !folded.p;
    for (size_t at = 1; folded.p && at < folded.n;) {
        const char *space = memchr(folded.p + at, ' ', folded.n - at);
        size_t end = space ? (size_t)(space - folded.p) : folded.n;
        ru_str word = {folded.p + at, end - at};
        en += times(english, RU_COUNT(english), word);
        fr += times(french, RU_COUNT(french), word);
        at = end + 1;
    }
    for (size_t at = 0; at < text.n;) {
        ru_letter l = ru_letter_at(text, at);
        accents += l.accent;
        at += l.length;
    }
    return fr > en || (fr == en && accents);
}
