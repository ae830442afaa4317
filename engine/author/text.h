/* text.h: what the files of `lint-text` share: one text, what was found in it, how hard it is to read. */
#ifndef RU_AUTHOR_TEXT_H
#define RU_AUTHOR_TEXT_H

#include "engine/author/author.h"
#include "engine/author/readability.h"

struct ruth_wording {
    ruth_allocator alloc;
    ru_arena arena;
    ru_findings findings;
    ru_readability counts;
    ru_str text, name;
    bool french, guessed;
    size_t threats;
    size_t seen; /* the byte whose place was asked for last, and that place: most are asked for in order */
    int seen_line, seen_column;
    const char *shown; /* where the line begins that was written last */
    int shown_line;
    ru_buf out;
};
/* A finding at bytes [from, from + n) of the text; NULL when memory ran out. */
ru_finding *ru_text_finding(ruth_wording *w, const char *code, ru_level level, size_t from, size_t n, const char *effect, const char *suggestion,
                            const char *format, ...) RU_PRINTF(8, 9);
void ru_text_words(ruth_wording *w); /* text.c: what is not said, and jargon */
void ru_text_style(ruth_wording *w); /* text_style.c: long sentences, capitals, exclamation marks, reading level */
/* text_lang.c: does it read like French? Counts the commonest words of each language, then accents. */
bool ru_text_is_french(ru_arena *a, ru_str text, bool *failed);

#endif
