/* lexicon.h: a file of word lists (docs/lint-text.md) → phrases: what holds for all its lists. */
#ifndef RU_LEXICON_H
#define RU_LEXICON_H

#include "engine/base/phrases.h"
#include "engine/data/data.h"

/* `words` names what `<name>` stands for in the entries; in a sentence with one of `assurances` and none of `takes_back`, nothing is found. */
bool ru_lexicon_is_frame(ru_str name); /* is it one of the three? They are no lists of words to look for. */
/* Reads the three of the file, before its entries. Gives NULL, or what is wrong (constant) with *at; *nomem says when it is memory. */
const char *ru_lexicon_frame(const ru_node *file, ru_phrases *out, const ru_node **at, bool *nomem);

#endif
