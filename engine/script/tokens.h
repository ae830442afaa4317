/* tokens.h: a policy's Lua source cut into tokens with their places. What is no Lua is cut too, somehow: nothing here fails. */
#ifndef RU_TOKENS_H
#define RU_TOKENS_H

#include "engine/base/base.h"

typedef enum ru_token_kind { RU_TOKEN_END, RU_TOKEN_NAME, RU_TOKEN_NUMBER, RU_TOKEN_TEXT, RU_TOKEN_SIGN } ru_token_kind;
typedef struct ru_token {
    ru_token_kind kind;
    ru_str text;      /* as it stands in the source, a text with its quotes; a text without a closing quote ends with its line */
    int line, column; /* from 1; columns count characters */
    bool open;        /* a text that nothing closes */
} ru_token;
typedef struct ru_tokens {
    const char *p, *end;
    int line, column;
} ru_tokens;

void ru_tokens_begin(ru_tokens *t, ru_str source);
ru_token ru_tokens_next(ru_tokens *t); /* behind the last: RU_TOKEN_END, empty */

#endif
