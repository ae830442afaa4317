/* render.h: findings as lines for people, and as JSON. */
#ifndef RU_RENDER_H
#define RU_RENDER_H

#include "engine/author/author.h"

typedef struct ru_shown { /* what the closing line and the JSON say of the policy as a whole */
    ru_str name, version; /* p NULL: it did not load */
    ru_str counts;        /* "12 segments, 28 actions, …" */
    bool all;             /* notes are listed */
} ru_shown;
/* Gives the line of a file as it stands on disk, without its end; p NULL: none. */
typedef ru_str (*ru_line_of)(void *context, ru_str file, int line);
void ru_render_finding(ru_buf *b, const ru_finding *f, bool color, ru_line_of line_of, void *context); /* one of them, without the closing line */
void ru_render_text(ru_buf *b, const ru_findings *f, const ru_shown *shown, bool color, ru_line_of line_of, void *context);
void ru_render_json(ru_buf *b, const ru_findings *f, const ru_shown *shown);

#endif
