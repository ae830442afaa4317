/* places.c: where each piece of rule data was written. The tree of a rule and the outline of its statement are walked side by side. */
#include "engine/script/outline.h"

/* ---- values: whatever is under a node was written where its piece begins, unless the walk knows better ---- */
static void put(ru_node *n, int line, int column) {
    n->line = line;
    n->column = column;
    n->quoted = true; /* a text from Lua stood between quotes: never a number or a truth value */
}

static void put_all(ru_node *n, int line, int column) {
    put(n, line, column);
    for (size_t i = 0; i < n->count; i++) put_all(n->items[i], line, column);
}

static ru_node *child(const ru_node *n, const char *key) { return (ru_node *)(uintptr_t)ru_node_get(n, key); }

static ru_str word_of(const ru_node *n, const char *key) {
    const ru_node *w = ru_node_get(n, key);
    return w && w->kind == RU_NODE_TEXT ? w->text : (ru_str){"", 0};
}

static void condition(ru_node *n, const ru_piece *at);
static void value(ru_node *n, const ru_piece *at);

static void list(ru_node *n, const ru_piece *parent, size_t skip) {
    for (size_t i = 0; n && i < n->count; i++) {
        const ru_piece *one = ru_piece_at(parent, i + skip);
        if (one) value(n->items[i], one);
    }
}

/* An expression made by a word: { x = …, … } ↔ word(…) or word { … }. */
static void expression(ru_node *n, const ru_piece *at) {
    const ru_piece *t = ru_piece_table(at);
    const char *const operands[] = {"a", "b"};
    for (size_t i = 0; i < 2 && at->kind == RU_PIECE_JOINED; i++)
        if (child(n, operands[i]) && ru_piece_at(at, i)) value(child(n, operands[i]), ru_piece_at(at, i)); /* a + b + c joins from the left: the places of the first two are near enough */
    if (child(n, "n") && ru_piece_at(at, 0)) value(child(n, "n"), ru_piece_at(at, 0));
    if (child(n, "of") && ru_piece_at(t, 0)) value(child(n, "of"), ru_piece_at(t, 0));
    if (child(n, "not_below") && ru_piece_entry(t, RU_STR("not_below"))) value(child(n, "not_below"), ru_piece_entry(t, RU_STR("not_below")));
    if (child(n, "items") && at->kind == RU_PIECE_CALL) list(child(n, "items"), at, 0);
    if (child(n, "filter")) condition(child(n, "filter"), t ? t : ru_piece_at(at, 0) ? ru_piece_at(at, 0) : at);
    if (child(n, "since_last") && ru_piece_entry(t, RU_STR("since_last"))) condition(child(n, "since_last"), ru_piece_entry(t, RU_STR("since_last")));
    if (child(n, "within") && ru_piece_entry(t, RU_STR("within"))) value(child(n, "within"), ru_piece_entry(t, RU_STR("within")));
    if (child(n, "with")) value(child(n, "with"), t ? t : at);
}

/* { m = …, … } ↔ at_least(…), one_of(…), or a bare value. */
static void matcher(ru_node *n, const ru_piece *at) {
    put_all(n, at->line, at->column);
    bool call = at->kind == RU_PIECE_CALL;
    ru_node *one = child(n, "value"), *low = child(n, "low"), *high = child(n, "high"), *values = child(n, "values");
    bool bare = ru_str_is(word_of(n, "m"), "eq");
    if (one && bare) value(one, at);
    else if (one && call && ru_piece_at(at, 0)) value(one, ru_piece_at(at, 0));
    if (low && call && ru_piece_at(at, 0)) value(low, ru_piece_at(at, 0));
    if (high && call && ru_piece_at(at, 1)) value(high, ru_piece_at(at, 1));
    if (values && call) list(values, at, 0);
}

static void value(ru_node *n, const ru_piece *at) {
    put_all(n, at->line, at->column);
    if (n->kind == RU_NODE_LIST) {
        list(n, at, 0);
    } else if (n->kind == RU_NODE_MAP && ru_node_get(n, "op")) {
        condition(n, at);
    } else if (n->kind == RU_NODE_MAP && ru_node_get(n, "x")) {
        expression(n, at);
    } else if (n->kind == RU_NODE_MAP && ru_node_get(n, "m")) {
        matcher(n, at);
    } else if (n->kind == RU_NODE_MAP) {
        for (size_t i = 0; i < n->count; i++) {
            const ru_piece *entry = ru_piece_entry(at, n->keys[i]);
            if (entry) value(n->items[i], entry);
        }
    }
}

static void atom(ru_node *n, const ru_piece *entry) {
    put(n, entry->key_line, entry->key_column);
    ru_node *fact = child(n, "fact"), *test = child(n, "test");
    if (fact) put(fact, entry->key_line, entry->key_column);
    if (test) matcher(test, entry);
}

/* The entries of one table: keyed ones by their key, the others in their order. */
static void entries(ru_node *items, const ru_piece *t) {
    size_t nth = 0;
    for (size_t i = 0; items && i < items->count; i++) {
        ru_node *n = items->items[i];
        bool keyed = ru_str_is(word_of(n, "op"), "atom");
        const ru_piece *entry = keyed ? ru_piece_entry(t, word_of(n, "fact")) : ru_piece_at(t, nth++);
        if (entry && keyed) atom(n, entry);
        else if (entry) condition(n, entry);
    }
}

static void condition(ru_node *n, const ru_piece *at) {
    put_all(n, at->line, at->column);
    ru_node *items = child(n, "items"), *item = child(n, "item");
    const ru_piece *t = at->kind == RU_PIECE_TABLE ? at : ru_piece_table(at);
    if (item) condition(item, at);
    if (items && t) entries(items, t);
}

/* ---- rules ---- */
static void body(ru_node *n, const ru_piece *t) {
    for (size_t i = 0; n->kind == RU_NODE_MAP && i < n->count; i++) {
        const ru_piece *entry = ru_piece_entry(t, n->keys[i]);
        if (!entry) continue;
        if (ru_node_get(n->items[i], "op")) condition(n->items[i], entry);
        else value(n->items[i], entry);
    }
}

static ru_str text_at(const ru_piece *parent, size_t at) {
    const ru_piece *one = ru_piece_at(parent, at);
    return one && one->kind == RU_PIECE_TEXT ? one->text : (ru_str){NULL, 0};
}

/* A row: its cells stand under the names that `columns` gives. */
static void row(ru_node *rule, const ru_piece *columns, const ru_piece *cells) {
    ru_node *keys = child(rule, "body"), *items = child(child(keys, "when"), "items");
    if (keys) put_all(keys, cells->line, cells->column);
    for (size_t c = 0; ru_piece_at(cells, c); c++) {
        const ru_piece *cell = ru_piece_at(cells, c);
        ru_str column = text_at(columns, c);
        if (!column.p) continue;
        for (size_t i = 0; keys && i < keys->count; i++)
            if (ru_str_eq(keys->keys[i], column) && !ru_str_is(column, "when")) value(keys->items[i], cell);
        for (size_t i = 0; items && i < items->count; i++) {
            bool keyed = ru_str_is(word_of(items->items[i], "op"), "atom");
            if (keyed && ru_str_eq(word_of(items->items[i], "fact"), column)) {
                put_all(items->items[i], cell->line, cell->column);
                if (child(items->items[i], "test")) matcher(child(items->items[i], "test"), cell);
            } else if (!keyed && ru_str_is(column, "when")) {
                condition(items->items[i], cell);
            }
        }
    }
}

static bool rows_statement(ru_node *rule, const ru_piece *statement, ru_str kind, ru_str id) {
    const ru_piece *t = ru_piece_table(statement), *columns = NULL;
    if (!ru_str_is(statement->text, "rows") || !ru_str_eq(text_at(statement, 0), kind)) return false;
    size_t id_column = 0;
    for (const ru_piece *n = t ? t->items : NULL; n; n = n->next) {
        const ru_piece *cells = ru_piece_table(n);
        if (n->kind != RU_PIECE_CALL || !cells) continue;
        if (ru_str_is(n->text, "columns")) {
            columns = cells;
            for (id_column = 0; ru_piece_at(columns, id_column) && !ru_str_is(text_at(columns, id_column), "id");) id_column++;
        } else if (columns && ru_str_eq(text_at(cells, id_column), id)) {
            put(rule, n->line, n->column);
            row(rule, columns, cells);
            return true;
        }
    }
    return false;
}

static bool matches(ru_node *rule, const ru_piece *s, ru_str kind, ru_str id) {
    ru_node *keys = child(rule, "body");
    if (s->kind == RU_PIECE_SET) {
        bool derived = ru_str_is(kind, "derive") && s->text.n == id.n + 7 && !memcmp(s->text.p, "derive.", 7) && !memcmp(s->text.p + 7, id.p, id.n);
        if (!derived) return false;
        put(rule, s->line, s->column);
        if (keys) put(keys, s->line, s->column);
        if (child(keys, "expression") && s->items) value(child(keys, "expression"), s->items);
        return true;
    }
    if (s->kind != RU_PIECE_CALL) return false;
    if (rows_statement(rule, s, kind, id)) return true;
    if (!ru_str_eq(s->text, kind) || !ru_str_eq(text_at(s, 0), id)) return false;
    const ru_piece *t = ru_piece_table(s);
    put(rule, s->line, s->column);
    if (!t || !keys) return true;
    put(keys, t->line, t->column);
    if (ru_node_get(keys, "op")) condition(keys, t); /* a circumstance: its table is the condition itself */
    else if (ru_str_is(kind, "ladder") && child(keys, "entries")) value(child(keys, "entries"), t);
    else body(keys, t);
    return true;
}

static size_t source_of(const ru_source *sources, size_t count, ru_str file) {
    for (size_t i = 0; i < count; i++)
        if (ru_str_eq(sources[i].name, file)) return i;
    return count;
}

/* Rules of one file come in the order they were written, so the search goes on from where the last one was found. */
void ru_places_settle(ru_node *rules, const ru_source *sources, const ru_outline *outlines, size_t count) {
    size_t source = count;
    const ru_piece *from = NULL;
    for (size_t i = 0; i < rules->count; i++) {
        ru_node *rule = rules->items[i];
        ru_str kind = word_of(rule, "kind"), id = word_of(rule, "id");
        if (source == count || !ru_str_eq(sources[source].name, rule->file)) {
            source = source_of(sources, count, rule->file);
            from = source < count ? outlines[source].statements : NULL;
        }
        if (source == count) continue;
        const ru_piece *s = from;
        while (s && !matches(rule, s, kind, id)) s = s->next;
        if (s) {
            from = s;
            continue;
        }
        for (s = outlines[source].statements; s && s != from && !matches(rule, s, kind, id);) s = s->next;
    }
}

/* ---- a fault without a column ---- */
static bool of_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/* Does the message speak of the token, as a word of its own? Gives how early. */
static size_t spoken_of(const char *message, ru_str word) {
    for (const char *p = message; word.n && (p = strchr(p, word.p[0])); p++)
        if (!strncmp(p, word.p, word.n) && !of_name(p[word.n]) && (p == message || !of_name(p[-1]))) return (size_t)(p - message);
    return SIZE_MAX;
}

typedef struct search { const char *message; const ru_piece *statement; ru_str kind, id, source; int wanted; } search;

/* The token that the message speaks of first, one on the wanted line before others. The statement's own words (limit "id") are in every message about it and point nowhere. */
static bool find_spoken(const search *s, int *line, int *column) {
    const char *end = s->statement ? s->statement->bytes.p + s->statement->bytes.n : s->source.p + s->source.n;
    size_t best = SIZE_MAX;
    bool best_here = false;
    ru_tokens t;
    ru_tokens_begin(&t, s->source);
    for (ru_token token = ru_tokens_next(&t); token.kind != RU_TOKEN_END && token.bytes.p < end; token = ru_tokens_next(&t)) {
        ru_str word = token.kind == RU_TOKEN_TEXT ? ru_token_text(&token) : token.bytes;
        bool here = token.line == s->wanted;
        if (token.kind == RU_TOKEN_SIGN || (s->statement ? token.bytes.p < s->statement->bytes.p : !here) || ru_str_eq(word, s->kind) || (s->id.n && ru_str_eq(word, s->id))) continue;
        size_t at = spoken_of(s->message, word);
        if (at == SIZE_MAX || (best_here && !here) || (at >= best && here == best_here)) continue;
        best = at;
        best_here = here;
        *line = token.line;
        *column = token.column;
    }
    return best != SIZE_MAX;
}

/* A message begins with where it belongs, `segment "x": when: …`: what it is about stands behind that. */
static const char *behind(const char *message, int prefixes) {
    for (; prefixes > 0; prefixes--) {
        const char *colon = strstr(message, ": ");
        if (!colon || colon - message > 60) return NULL;
        message = colon + 2;
    }
    return message;
}

void ru_places_locate(const ru_outline *o, const char *message, int *line, int *column) {
    const ru_piece *s = ru_outline_statement(o, *line);
    if (s && (s->line != *line || (s->next && s->next->line == *line))) s = NULL; /* a row knows its own line; of several statements on one line look at the line */
    bool call = s && s->kind == RU_PIECE_CALL;
    search look = {.statement = s, .kind = call ? s->text : (ru_str){"", 0}, .id = call ? text_at(s, 0) : (ru_str){"", 0}, .source = o->source, .wanted = *line};
    for (int prefixes = 2; prefixes >= 0; prefixes--) {
        look.message = behind(message, prefixes);
        if (look.message && find_spoken(&look, line, column)) return;
    }
    *column = 1; /* the first thing on the line */
    ru_tokens t;
    ru_tokens_begin(&t, o->source);
    for (ru_token token = ru_tokens_next(&t); token.kind != RU_TOKEN_END && token.line <= *line; token = ru_tokens_next(&t))
        if (token.line == *line) {
            *column = token.column;
            return;
        }
}

int ru_places_length(ru_str source, int line, int column) {
    ru_tokens t;
    ru_tokens_begin(&t, source);
    ru_token token = ru_tokens_next(&t);
    while (token.kind != RU_TOKEN_END && (token.line < line || (token.line == line && token.column < column))) token = ru_tokens_next(&t);
    if (token.line != line || token.column != column || token.kind == RU_TOKEN_END) return 1;
    const char *end = token.bytes.p + token.bytes.n;
    while (token.kind == RU_TOKEN_NAME && end + 1 < source.p + source.n && *end == '.' && of_name(end[1]))
        for (end++; end < source.p + source.n && of_name(*end);) end++;
    int length = 0;
    for (const char *p = token.bytes.p; p < end && *p != '\n'; p++)
        if (((unsigned char)*p & 0xC0) != 0x80) length++;
    return length ? length : 1;
}
