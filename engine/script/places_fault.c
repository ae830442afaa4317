/* places_fault.c: Lua tells a line and a sentence; the column is where the thing stands that the sentence names. */
#include "engine/script/outline.h"

/* The statement in hand: a part of the source, and where it begins. */
typedef struct span {
    const char *from, *to;
    int line, column, bare_line, bare_column, third_line, third_column; /* the first entry of its table without a key, what follows its table; column 0: none */
} span;

static bool name_char(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/* Does the token say the words? Quotes of a text do not count; a name may go on with its dots. */
static bool says(const span *s, ru_token k, ru_str words) {
    if (k.kind == RU_TOKEN_TEXT) return k.text.n == words.n + 2 && !memcmp(k.text.p + 1, words.p, words.n);
    if ((size_t)(s->to - k.text.p) < words.n || memcmp(k.text.p, words.p, words.n) != 0) return false;
    const char *end = k.text.p + words.n;
    return words.n >= k.text.n && (end == s->to || !name_char(*end) || !name_char(end[-1]));
}

/* A key stands for what it is given. */
static void value_of_key(const span *s, int *line, int *column) {
    ru_tokens t = {s->from, s->to, s->line, s->column};
    ru_token k = ru_tokens_next(&t), next = ru_tokens_next(&t);
    while (k.kind != RU_TOKEN_END && (k.line != *line || k.column != *column)) k = next, next = ru_tokens_next(&t);
    if (next.kind != RU_TOKEN_SIGN || !ru_str_is(next.text, "=")) return;
    next = ru_tokens_next(&t);
    *line = next.line;
    *column = next.column;
}

/* First on the line itself; when that is the statement's first, which Lua names for all of it, anywhere in the statement. */
static bool find(const span *s, ru_str words, int *line, int *column) {
    for (int pass = 0, passes = *line == s->line ? 2 : 1; words.n && pass < passes; pass++) {
        ru_tokens t = {s->from, s->to, s->line, s->column};
        for (ru_token k; (k = ru_tokens_next(&t)).kind != RU_TOKEN_END;) {
            if ((pass == 0 && k.line != *line) || !says(s, k, words)) continue;
            *line = k.line;
            *column = k.column;
            return true;
        }
    }
    return false;
}

/* The next word or quoted text of a sentence; n 0 at its end. */
static ru_str next_words(const char **p) {
    while (**p && **p != '"' && **p != '\'' && !name_char(**p)) ++*p;
    const char *from = *p, quote = *from == '"' || *from == '\'' ? *from : (char)0;
    if (quote) {
        const char *shut = strchr(from + 1, quote);
        *p = shut ? shut + 1 : from + strlen(from);
        return (ru_str){from + 1, shut ? (size_t)(shut - from - 1) : 0};
    }
    while (name_char(**p) || ((**p == '.' || **p == '-') && name_char((*p)[1]))) ++*p;
    return (ru_str){from, (size_t)(*p - from)};
}

/* Plain English that is also a word of the language says nothing about a place. */
static bool plain_english(ru_str words) {
    static const char *const english[] = {"a",       "an",   "the", "is",    "of", "in", "not", "and", "or", "it",    "any",
                                          "nothing", "true", "or",  "needs", "to", "on", "at",  "row", "by", "after", "from"};
    for (size_t i = 0; i < RU_COUNT(english); i++)
        if (ru_str_is(words, english[i])) return true;
    return false;
}

/* Behind `segment "x": because: `, which says where, not what. */
static const char *behind_place(const char *message) {
    for (const char *colon; (colon = strstr(message, ": "));) {
        for (const char *p = message; p < colon; p++)
            if (*p == ' ' && p[1] != '"' && p[1] != '\'') return message;
        message = colon + 2;
    }
    return message;
}

static bool search(const span *s, const char *message, int *line, int *column) {
    const char *rest = behind_place(message), *found = strstr(rest, "found ");
    if (found) {
        found += strncmp(found, "found the key ", 14) == 0 ? 14 : 6;
        ru_str words = next_words(&found);
        if (!plain_english(words) && find(s, words, line, column)) return true;
    }
    for (const char *p = rest, *end = strstr(rest, "did you mean"); *p && (!end || p < end);) {
        ru_str words = next_words(&p);
        if (words.n && !plain_english(words) && find(s, words, line, column)) return true;
    }
    int best_line = 0, best_column = 0;
    for (const char *p = message; p < rest;) { /* the last part of the place is the nearest */
        ru_str words = next_words(&p);
        int l = *line, c = 0;
        if (p > rest || !words.n || !find(s, words, &l, &c)) continue;
        best_line = l;
        best_column = c;
    }
    if (!best_column) return false;
    *line = best_line;
    *column = best_column;
    value_of_key(s, line, column);
    return true;
}

static void note_bare(span *s, const ru_piece *p) {
    const ru_piece *third = p->kind == RU_PIECE_CALL && p->count > 2 ? p->first->next->next : NULL;
    if (third && !s->third_column) s->third_line = third->line, s->third_column = third->column;
    for (const ru_piece *v = p->kind == RU_PIECE_CALL ? p->first : NULL; v; v = v->next)
        for (const ru_piece *e = v->kind == RU_PIECE_TABLE ? v->first : NULL; e && !s->bare_column; e = e->next)
            if (!e->name.n) s->bare_line = e->line, s->bare_column = e->column;
}

/* At the end of the file the place that counts is where the open thing began. */
static int opened_at(const char *message) {
    const char *at = strstr(message, "the end of the file") ? strstr(message, " at line ") : NULL;
    int line = 0;
    for (at = at ? at + 9 : ""; *at >= '0' && *at <= '9' && line < 1000000; at++) line = line * 10 + (*at - '0');
    return line;
}

/* What begins the line, and a text on it that nothing closes. */
static void first_of_line(ru_str source, int line, int *first, int *open) {
    ru_tokens t;
    ru_tokens_begin(&t, source);
    *first = *open = 0;
    int swallowed = 0; /* a text that runs over what looks like code: its own end was lost, and the one that is open is the next one's */
    for (ru_token k; (k = ru_tokens_next(&t)).kind != RU_TOKEN_END && k.line <= line;) {
        if (k.line < line) continue;
        if (!*first) *first = k.column;
        if (k.open) *open = k.column;
        if (k.kind == RU_TOKEN_TEXT && !swallowed && (memchr(k.text.p, '{', k.text.n) || memchr(k.text.p, '=', k.text.n))) swallowed = k.column;
    }
    if (*open && swallowed) *open = swallowed;
}

bool ru_places_fault(ru_str source, const ruth_allocator *alloc, bool syntax, const char *message, int *line, int *column) {
    ru_arena kept, statement;
    ru_outline o;
    int first, open;
    span all = {NULL, NULL, 0, 0, 0, 0, 0, 0};
    *column = 0;
    int opened = syntax ? opened_at(message) : 0;
    if (opened) *line = opened;
    first_of_line(source, *line, &first, &open);
    ru_arena_init(&kept, alloc, 4 << 10);
    ru_arena_init(&statement, alloc, 16 << 10);
    ru_outline_begin(&o, source, &kept);
    for (const ru_piece *p; (p = ru_outline_next(&o, &statement)) && p->line <= *line; ru_arena_reset(&statement)) {
        if (p->last_line < *line) continue;
        if (!all.from) all = (span){p->text.p, NULL, p->line, p->column, 0, 0, 0, 0};
        note_bare(&all, p);
        all.to = p->text.p + p->text.n;
    }
    if (syntax && open) *column = open;
    else if (syntax && o.has_odd && o.odd.line == *line && !opened) *column = o.odd.column;
    else if (opened) *column = first ? first : 1;
    else if (all.bare_column && strstr(message, "stands without its key")) *line = all.bare_line, *column = all.bare_column;
    else if (all.third_column && strstr(message, "already has its table")) *line = all.third_line, *column = all.third_column;
    else if (!all.from || !search(&all, message, line, column)) *column = first ? first : 1;
    bool whole = !o.failed;
    ru_arena_free(&statement);
    ru_arena_free(&kept);
    return whole;
}
