/* phrases.h: word lists that know inflections: phrases of a few words, looked for in folded text (letters.h).
 *
 * An entry is words between spaces. One word is: `arrest` itself · `arrest*` what begins so · `a|b|c` one of them · `in_court` several words that stand
 * together · `#` a number in figures · `<name>` one of the words of that name · `?word` may be there or not · `!word` must not stand there (in front or behind;
 * it is no part of what is found) · `...` up to four words. No phrase goes across the end of a sentence or an empty line, or over more than 63 words.
 *
 * A phrase is not found in a sentence in which one that assures stands ("we will never tell") and none that firms it up again ("unless", "but"). */
#ifndef RU_PHRASES_H
#define RU_PHRASES_H

#include "engine/base/base.h"

enum { RU_PHRASE_GAP = 4, RU_PHRASE_STEPS = 24 };
typedef struct ru_phrases ru_phrases; /* lives in its arena; read only once sealed, then shared between threads */
typedef enum ru_phrase_role { RU_PHRASE_FOUND, RU_PHRASE_ASSURES, RU_PHRASE_FIRMS } ru_phrase_role;
ru_phrases *ru_phrases_new(ru_arena *a); /* NULL: out of memory */
/* `<name>` in entries that are added later: what may stand there, as "a|b|c". Gives NULL, or what is wrong, as below. */
const char *ru_phrases_name(ru_phrases *p, ru_str name, ru_str words, bool *nomem);
/* Adds one under a tag of the caller's. Gives NULL, or what is wrong with it (constant); *nomem says when it is memory. */
const char *ru_phrases_add(ru_phrases *p, ru_str entry, uint32_t tag, bool *nomem);
const char *ru_phrases_add_role(ru_phrases *p, ru_str entry, ru_phrase_role role, bool *nomem);
bool ru_phrases_seal(ru_phrases *p);          /* once, after the last; false: out of memory */
size_t ru_phrases_count(const ru_phrases *p); /* those that are found */

typedef struct ru_phrase_hit {
    size_t at, end;
    uint32_t tag, entry;
} ru_phrase_hit; /* folded bytes [at, end): its words without the spaces around */
/* The first at or behind byte `from` (0: the beginning), the longest that begins there. Takes time in proportion to the text. */
bool ru_phrases_find(const ru_phrases *p, ru_str folded, size_t from, ru_phrase_hit *out);
/* May one stand in the text once each `{` of it has become a number, an amount or a date? Never false when it may; assurances are not asked. */
bool ru_phrases_may(const ru_phrases *p, ru_str folded);

#endif
