/* letters.h: the letters of a text one by one, as reading counts them and as word lists compare them: small, and without accents. */
#ifndef RU_LETTERS_H
#define RU_LETTERS_H

#include "engine/base/base.h"

typedef struct ru_letter {
    uint32_t code;  /* the code point, of wide and other drawings the plain one; 0 behind the end */
    uint8_t length; /* its bytes */
    char base;      /* 'a' … 'z', '0' … '9' as compared; 0: no letter and no digit */
    char second;    /* œ is o and e; 0 mostly */
    bool upper, accent;
    bool mark;   /* an accent that stands behind its letter (U+0300 … U+036F) */
    bool unseen; /* a soft hyphen, a joiner: nobody sees it */
    bool space, apostrophe;
} ru_letter;
enum { RU_BRACES_MOST = 256 }; /* bytes of a {placeholder}: further nothing belongs together, and reading stays linear */
/* Bytes that are no UTF-8 are passed over one by one as other signs. */
ru_letter ru_letter_at(ru_str s, size_t at);
/* A copy for comparing: words of base letters, small, one space between words and at both ends; what is no letter parts words, but {…} becomes the one sign `{`,
 * and where a sentence ends or an empty line stands, a `.` stands as a word of its own. What a reader reads as the word is the word: pr1son, s.u.e, em-⏎ployer.
 * Gives the text in the arena; p NULL: out of memory. *places (may be NULL): the byte of `s` each byte came from. */
ru_str ru_letters_fold(ru_arena *a, ru_str s, const uint32_t **places);

#endif
