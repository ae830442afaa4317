/* token.h: a policy's Lua source as tokens with places. Knows texts, comments and numerals; of grammar nothing. */
#ifndef RU_TOKEN_H
#define RU_TOKEN_H

#include "engine/base/base.h"

typedef enum ru_token_kind { RU_TOKEN_END, RU_TOKEN_NAME /* keywords too */, RU_TOKEN_NUMBER, RU_TOKEN_TEXT, RU_TOKEN_SIGN } ru_token_kind;
typedef struct ru_token {
    ru_token_kind kind;
    ru_str bytes;            /* as written; a text with its quotes */
    int line, column;        /* from 1; columns count characters */
} ru_token;
typedef struct ru_tokens { const char *p, *end, *line_start; int line; } ru_tokens; /* a place in the source */

void ru_tokens_begin(ru_tokens *t, ru_str source);
ru_token ru_tokens_next(ru_tokens *t);
static inline bool ru_token_is(const ru_token *t, const char *text) { return ru_str_is(t->bytes, text); }
/* What stands between the quotes, escapes left as they are. */
ru_str ru_token_text(const ru_token *t);

#endif
