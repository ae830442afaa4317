/* slips.c: slips that Lua swallows and the outline shows: a key twice in one table, conditions joined or compared by Lua's own signs. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/script/outline.h"

typedef struct hunt {
    const ru_outline *outline;
    ru_arena *arena;
    ru_slip *out;
    bool mended, found, failed;
} hunt;

RU_PRINTF(3, 4) static void tell(hunt *h, const ru_piece *at, const char *format, ...) {
    if (h->found) return;
    va_list args;
    va_start(args, format);
    vsnprintf(h->out->message, sizeof h->out->message, format, args);
    va_end(args);
    h->out->line = at->line;
    h->out->column = at->column;
    h->found = true;
}

/* What of a text goes into a sentence. */
static int some(ru_str s) { return s.n > 60 ? 60 : (int)s.n; }

/* ---- a key twice ---- */
static int by_key(const void *x, const void *y) {
    const ru_piece *a = *(const ru_piece *const *)x, *b = *(const ru_piece *const *)y;
    int c = ru_str_cmp(a->name, b->name);
    return c ? c : a->name.p < b->name.p ? -1 : a->name.p > b->name.p;
}

static void doubled(hunt *h, const ru_piece *table) {
    const ru_piece **keys = RU_NEWS(h->arena, const ru_piece *, table->count + 1), *first = NULL, *second = NULL;
    size_t n = 0;
    if (!keys) {
        h->failed = true;
        return;
    }
    for (const ru_piece *e = table->first; e; e = e->next)
        if (e->name.n) keys[n++] = e;
    qsort(keys, n, sizeof *keys, by_key);
    for (size_t i = 1; i < n; i++) {
        if (!ru_str_eq(keys[i]->name, keys[i - 1]->name) || (second && second->name.p < keys[i]->name.p)) continue;
        first = keys[i - 1];
        second = keys[i];
    }
    if (second)
        tell(h, second, "%.*s stands twice in this table: here and at line %d, column %d", some(second->name), second->name.p, first->line, first->column);
}

/* ---- Lua's own signs ---- */
static bool is_one_of(ru_str s, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (ru_str_is(s, names[i])) return true;
    return false;
}

static ru_str root(ru_str dotted) {
    size_t n = 0;
    while (n < dotted.n && dotted.p[n] != '.' && dotted.p[n] != ':') n++;
    return (ru_str){dotted.p, n};
}

/* Is it known while the file is read: a local, a part of Lua's library, a plain value? */
static bool known_at_once(const hunt *h, ru_str name) {
    static const char *const plain[] = {"true", "false", "nil", "string", "table", "math", "ipairs", "pairs", "tostring", "tonumber", "type", "select"};
    return is_one_of(root(name), plain, RU_COUNT(plain)) || ru_outline_local(h->outline, root(name));
}

/* Does the value speak of facts or conditions? */
static bool about_people(const hunt *h, const ru_piece *p) {
    switch (p->kind) {
    case RU_PIECE_NAME: return !known_at_once(h, p->name);
    case RU_PIECE_TABLE: return true;
    case RU_PIECE_CALL: return !known_at_once(h, p->name);
    case RU_PIECE_OPERATION: return p->first && (about_people(h, p->first) || (p->first->next && about_people(h, p->first->next)));
    default: return false;
    }
}

/* Made of plain values alone, so that it says the same whatever happens: nobody means that. */
static bool constant(const ru_piece *p) {
    if (p->kind != RU_PIECE_OPERATION) return p->kind == RU_PIECE_TEXT || p->kind == RU_PIECE_NUMBER;
    return p->first && constant(p->first) && (!p->first->next || constant(p->first->next));
}

/* The name of the fact in a comparison, without fact. */
static ru_str fact_of(ru_str name) {
    if (name.n > 5 && !memcmp(name.p, "fact.", 5)) return (ru_str){name.p + 5, name.n - 5};
    return name;
}

static void compared(hunt *h, const ru_piece *op) {
    static const struct {
        const char *sign, *straight, *turned;
    } words[] = {{"<", "below", "above"},       {">", "above", "below"}, {"<=", "at_most", "at_least"},
                 {">=", "at_least", "at_most"}, {"==", "", ""},          {"~=", "none_of", "none_of"}};
    const ru_piece *a = op->first, *b = a ? a->next : NULL;
    if (!b) return;
    bool turned = a->kind != RU_PIECE_NAME || known_at_once(h, a->name) || ru_str_is(root(a->name), "number");
    const ru_piece *fact = turned ? b : a, *other = turned ? a : b;
    for (size_t i = 0; i < RU_COUNT(words); i++) {
        if (!ru_str_is(op->name, words[i].sign)) continue;
        const char *word = turned ? words[i].turned : words[i].straight;
        static const char early[] = "compares while the file is read, before anybody is known; write it as an entry";
        if (fact->kind != RU_PIECE_NAME) tell(h, op, "%s %s: a = below(fact.b)", words[i].sign, early);
        else
            tell(h, op, "%s %s: %.*s = %s%s%.*s%s", words[i].sign, early, some(fact_of(fact->name)), fact_of(fact->name).p, word, *word ? "(" : "",
                 some(other->text), other->text.p, *word ? ")" : "");
    }
}

static void joined(hunt *h, const ru_piece *op) {
    static const char one_side[] = "chooses one of its two sides while the file is read and drops the other without a word";
    const ru_piece *a = op->first, *b = a ? a->next : NULL;
    if (ru_str_is(op->name, "and")) tell(h, op, "`and` %s; entries of one table are joined already: all_of { … }", one_side);
    if (ru_str_is(op->name, "not"))
        tell(h, op, "`not` is worked out while the file is read, before anybody is known; write none_of_these { … }, or unless = …");
    if (!ru_str_is(op->name, "or")) return;
    if (b && a->kind == RU_PIECE_TEXT && b->kind == RU_PIECE_TEXT)
        tell(h, op, "`or` %s; write one_of(%.*s, %.*s)", one_side, some(a->text), a->text.p, some(b->text), b->text.p);
    else tell(h, op, "`or` %s; write any_of { … }", one_side);
}

/* `when { … }` for when = { … }: Lua takes it for a call of something unknown. */
static void without_sign(hunt *h, const ru_piece *entry) {
    static const char *const keys[] = {
        "when",      "unless",    "only_if", "on",    "except_on",  "counting",    "except",   "because", "offer",  "message",   "is",       "needs",
        "gives_way", "contact",   "doc",     "owner", "valid_from", "valid_until", "nature",   "status",  "prefer", "with",      "forbid",   "during",
        "from",      "hand_over", "by",      "card",  "until_date", "widened_by",  "changing", "never",   "every",  "up_to",     "longest",  "smallest",
        "cite",      "segment",   "action",  "tone",  "channel",    "plan",        "purpose",  "outcome", "about",  "direction", "automated"};
    const ru_piece *v = entry->first;
    if (!entry->name.n && v && v->kind == RU_PIECE_CALL && is_one_of(v->name, keys, RU_COUNT(keys)) && !ru_outline_local(h->outline, v->name))
        tell(h, v, "%.*s stands without its =; write %.*s = …", (int)v->name.n, v->name.p, (int)v->name.n, v->name.p);
}

static void look(hunt *h, const ru_piece *p) {
    for (; p && !h->found && !h->failed; p = p->next) {
        if (p->kind == RU_PIECE_TABLE && p->count > 1) doubled(h, p);
        if (p->kind == RU_PIECE_ENTRY) without_sign(h, p);
        if (p->kind == RU_PIECE_OPERATION && p->first && (about_people(h, p) || constant(p))) {
            compared(h, p);
            joined(h, p);
        }
        if (p->kind == RU_PIECE_NAME && !h->mended && ru_str_is(p->name, "_") && !ru_outline_local(h->outline, p->name))
            tell(h, p, "_ is not a word of the language; did you forget the quotes?");
        look(h, p->first);
    }
}

bool ru_outline_slip(const ru_source *source, const ruth_allocator *alloc, ru_slip *out, bool *failed) {
    ru_arena kept, statement;
    ru_outline o;
    hunt h = {.outline = &o, .arena = &statement, .out = out, .mended = source->mended};
    ru_arena_init(&kept, alloc, 4 << 10);
    ru_arena_init(&statement, alloc, 16 << 10);
    ru_outline_begin(&o, source->bytes, &kept);
    for (const ru_piece *p; !h.found && !h.failed && (p = ru_outline_next(&o, &statement)); ru_arena_reset(&statement)) look(&h, p);
    if (o.failed || h.failed) *failed = true;
    ru_arena_free(&statement);
    ru_arena_free(&kept);
    return h.found;
}
