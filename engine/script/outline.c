/* outline.c: tokens → pieces. A recursive descent over the part of Lua that policies are written in; the rest is passed over whole. */
#include <stdio.h>

#include "engine/script/outline.h"

enum { DEEPEST = 100, MANY_KEYS = 400 };

typedef struct parse {
    ru_arena *a;
    const ru_source *source; /* NULL: refuse nothing */
    ruth_error *e;
    ru_tokens tokens;
    ru_token now, before;    /* the token in hand, and the one just eaten */
    ruth_status st;
    int depth;
    bool inside;             /* within a table or the arguments of a call: what stands there is a condition or a value */
} parse;

static void next(parse *p) {
    p->before = p->now;
    p->now = ru_tokens_next(&p->tokens);
}

static bool sign(const parse *p, const char *text) { return p->now.kind == RU_TOKEN_SIGN && ru_token_is(&p->now, text); }
static bool word(const parse *p, const char *text) { return p->now.kind == RU_TOKEN_NAME && ru_token_is(&p->now, text); }

static bool keyword(const parse *p) {
    static const char *const all[] = {"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while"};
    for (size_t i = 0; p->now.kind == RU_TOKEN_NAME && i < RU_COUNT(all); i++)
        if (ru_token_is(&p->now, all[i])) return true;
    return false;
}

static ru_piece *piece(parse *p, ru_piece_kind kind) {
    ru_piece *n = RU_NEW(p->a, ru_piece);
    if (!n) {
        p->st = ru_fail_nomem(p->e);
        return NULL;
    }
    *n = (ru_piece){.kind = kind, .bytes = p->now.bytes, .line = p->now.line, .column = p->now.column};
    return n;
}

/* The piece ends where the last eaten token does. */
static void end_here(const parse *p, ru_piece *n) { n->bytes.n = (size_t)(p->before.bytes.p + p->before.bytes.n - n->bytes.p); }

static void refuse(parse *p, const ru_token *at, const char *format, ...) RU_PRINTF(3, 4);
static void refuse(parse *p, const ru_token *at, const char *format, ...) {
    char said[512];
    va_list args;
    if (!p->source || p->st) return;
    va_start(args, format);
    if (vsnprintf(said, sizeof said, format, args) < 0) said[0] = 0;
    va_end(args);
    p->st = ru_fail_at(p->e, RUTH_E_POLICY, p->source->name, at->line, at->column, "%s", said);
}

/* ---- opaque stretches ---- */
/* From a word that opens a block to the `end` or `until` that closes it. */
static void skip_block(parse *p) {
    int depth = 0;
    do {
        if (word(p, "function") || word(p, "do") || word(p, "if") || word(p, "repeat")) depth++;
        if (word(p, "end") || word(p, "until")) depth--;
        next(p);
    } while (depth > 0 && p->now.kind != RU_TOKEN_END);
}

/* for … do … end, while … do … end: their own `do` opens the block. */
static void skip_loop(parse *p) {
    while (!word(p, "do") && p->now.kind != RU_TOKEN_END) {
        if (word(p, "function")) skip_block(p);
        else next(p);
    }
    skip_block(p);
}

static ru_piece *expression(parse *p);

/* ---- tables ---- */
static void refuse_twice(parse *p, const ru_piece *table, const ru_piece *one, const ru_token *key) {
    for (const ru_piece *o = table->items; o && o != one; o = o->next)
        if (o->key.p && ru_str_eq(o->key, one->key)) {
            refuse(p, key, "%.*s stands twice in this table, first at line %d; Lua keeps one of them and drops the other without a word", (int)one->key.n, one->key.p, o->key_line);
            return;
        }
}

/* key = value · ["key"] = value · value */
static ru_piece *table_entry(parse *p) {
    ru_token first = p->now;
    ru_tokens at = p->tokens;
    ru_token before = p->before;
    ru_str key = {NULL, 0};
    ru_token key_token = first;
    if (first.kind == RU_TOKEN_NAME && !keyword(p)) {
        next(p);
        if (sign(p, "=")) key = first.bytes;
    } else if (sign(p, "[")) {
        next(p);
        key_token = p->now;
        if (p->now.kind == RU_TOKEN_TEXT) {
            key = ru_token_text(&p->now);
            next(p);
            if (sign(p, "]")) next(p);
        }
        if (!sign(p, "=")) key.p = NULL;
    }
    if (key.p) {
        next(p);
    } else { /* a value: read it from its first token again */
        p->tokens = at;
        p->now = first;
        p->before = before;
    }
    ru_piece *value = expression(p);
    if (!value) return NULL;
    value->key = key;
    value->key_line = key_token.line;
    value->key_column = key_token.column;
    value->entry = (ru_str){first.bytes.p, (size_t)(p->before.bytes.p + p->before.bytes.n - first.bytes.p)};
    return value;
}

static ru_piece *table(parse *p) {
    ru_piece *n = piece(p, RU_PIECE_TABLE), **last = n ? &n->items : NULL;
    bool was_inside = p->inside;
    int keys = 0;
    p->inside = true;
    next(p);
    while (n && !p->st && !sign(p, "}") && p->now.kind != RU_TOKEN_END) {
        ru_token at = p->now;
        ru_piece *entry = table_entry(p);
        if (!entry) break;
        *last = entry;
        last = &entry->next;
        if (entry->key.p && keys++ < MANY_KEYS) {
            at.line = entry->key_line;
            at.column = entry->key_column;
            refuse_twice(p, n, entry, &at);
        }
        if (sign(p, ",") || sign(p, ";")) next(p);
        else if (!sign(p, "}")) break; /* Lua will say what is wrong here */
    }
    if (sign(p, "}")) next(p);
    p->inside = was_inside;
    if (n) end_here(p, n);
    return n;
}

/* ---- names and calls ---- */
static ru_piece *name(parse *p) {
    ru_piece *n = piece(p, RU_PIECE_NAME);
    next(p);
    while (n && (sign(p, ".") || sign(p, ":"))) {
        next(p);
        if (p->now.kind != RU_TOKEN_NAME) break;
        next(p);
    }
    if (!n) return NULL;
    end_here(p, n);
    n->text = n->bytes;
    return n;
}

static void arguments(parse *p, ru_piece **last) {
    bool was_inside = p->inside;
    p->inside = true;
    next(p);
    while (!p->st && !sign(p, ")") && p->now.kind != RU_TOKEN_END) {
        ru_piece *one = expression(p);
        if (!one) break;
        *last = one;
        last = &one->next;
        if (sign(p, ",")) next(p);
        else if (!sign(p, ")")) break;
    }
    if (sign(p, ")")) next(p);
    p->inside = was_inside;
}

/* f(…) · f "…" · f { … }, one after the other: limit "id" { … } is one call with two arguments. */
static ru_piece *calls(parse *p, ru_piece *callee) {
    while (callee && !p->st && (sign(p, "(") || sign(p, "{") || p->now.kind == RU_TOKEN_TEXT || sign(p, "["))) {
        ru_piece **last = &callee->items;
        if (sign(p, "[")) { /* an index: passed over */
            while (!sign(p, "]") && p->now.kind != RU_TOKEN_END) next(p);
            next(p);
            continue;
        }
        callee->kind = RU_PIECE_CALL;
        while (*last) last = &(*last)->next;
        if (sign(p, "(")) arguments(p, last);
        else *last = sign(p, "{") ? table(p) : expression(p);
        end_here(p, callee);
        while (sign(p, ".")) { /* what is read from a result */
            next(p);
            next(p);
        }
    }
    return callee;
}

static ru_piece *plain(parse *p, ru_piece_kind kind) {
    ru_piece *n = piece(p, kind);
    if (n) n->text = kind == RU_PIECE_TEXT ? ru_token_text(&p->now) : p->now.bytes;
    next(p);
    return n;
}

static ru_piece *operand(parse *p) {
    if (++p->depth > DEEPEST) {
        p->depth--;
        ru_piece *deep = piece(p, RU_PIECE_OPAQUE);
        next(p);
        return deep;
    }
    ru_piece *n = NULL;
    if (p->now.kind == RU_TOKEN_TEXT) {
        n = plain(p, RU_PIECE_TEXT);
    } else if (p->now.kind == RU_TOKEN_NUMBER) {
        n = plain(p, RU_PIECE_NUMBER);
    } else if (sign(p, "{")) {
        n = table(p);
    } else if (word(p, "function")) {
        n = piece(p, RU_PIECE_OPAQUE);
        skip_block(p);
        if (n) end_here(p, n);
    } else if (sign(p, "(")) {
        n = piece(p, RU_PIECE_JOINED);
        if (n) arguments(p, &n->items);
        if (n) end_here(p, n);
        n = calls(p, n);
    } else if (p->now.kind == RU_TOKEN_NAME && !keyword(p)) {
        if (ru_token_is(&p->now, "_") && p->source && !p->source->mended) refuse(p, &p->now, "_ is not a word of the language; did you forget the quotes?");
        n = calls(p, name(p));
    } else {
        n = plain(p, RU_PIECE_OPAQUE); /* true, false, nil, or a sign that cannot stand here */
    }
    p->depth--;
    return n;
}

/* ---- operators ---- */
static const char *const comparisons[] = {"<", ">", "<=", ">=", "==", "~="};

static bool is_operator(const parse *p) {
    static const char *const signs[] = {"+", "-", "*", "/", "//", "%", ".."};
    for (size_t i = 0; i < RU_COUNT(signs); i++)
        if (sign(p, signs[i])) return true;
    for (size_t i = 0; i < RU_COUNT(comparisons); i++)
        if (sign(p, comparisons[i])) return true;
    return word(p, "and") || word(p, "or");
}

static ru_str fact_name(const ru_piece *n) {
    bool fact = n && n->kind == RU_PIECE_NAME && n->text.n > 5 && !memcmp(n->text.p, "fact.", 5);
    return fact ? (ru_str){n->text.p + 5, n->text.n - 5} : (ru_str){NULL, 0};
}

/* What to write instead of a < b, seen from the side that is a fact. */
static void refuse_comparison(parse *p, const ru_token *op, const ru_piece *a, const ru_piece *b) {
    static const char *const words[][2] = {{"below", "above"}, {"above", "below"}, {"at_most", "at_least"}, {"at_least", "at_most"}, {NULL, NULL}, {"none_of", "none_of"}};
    ru_str left = fact_name(a), right = fact_name(b), other = b ? b->bytes : (ru_str){"", 0};
    size_t i = 0;
    while (!ru_token_is(op, comparisons[i])) i++;
    bool turned = !left.p && right.p;
    if (turned) {
        other = a->bytes;
        left = right;
    }
    const char *matcher = words[i][turned];
    int n = (int)op->bytes.n;
    if (!left.p) refuse(p, op, "%.*s compares while the file is read, before anybody is known; write it as an entry: a = below(fact.b)", n, op->bytes.p);
    else if (!matcher) refuse(p, op, "%.*s compares while the file is read, before anybody is known; write it as an entry: %.*s = %.*s", n, op->bytes.p, (int)left.n, left.p, (int)other.n, other.p);
    else refuse(p, op, "%.*s compares while the file is read, before anybody is known; write it as an entry: %.*s = %s(%.*s)", n, op->bytes.p, (int)left.n, left.p, matcher, (int)other.n, other.p);
}

static void refuse_operator(parse *p, const ru_token *op, const ru_piece *a, const ru_piece *b) {
    if (!p->inside) return; /* a value of the file's own, such as local big = 3 > 2, harms nobody */
    for (size_t i = 0; i < RU_COUNT(comparisons); i++)
        if (ru_token_is(op, comparisons[i])) {
            refuse_comparison(p, op, a, b);
            return;
        }
    if (ru_token_is(op, "and")) refuse(p, op, "`and` chooses one of its two sides while the file is read and drops the other without a word; entries of one table are joined already: all_of { … }");
    else if (ru_token_is(op, "or")) refuse(p, op, "`or` chooses one of its two sides while the file is read and drops the other without a word; write any_of { … }");
    else if (ru_token_is(op, "not")) refuse(p, op, "`not` is worked out while the file is read, before anybody is known; write none_of_these { … }, or unless = …");
}

static ru_piece *unary(parse *p) {
    if (!sign(p, "-") && !sign(p, "#") && !word(p, "not")) return operand(p);
    ru_token op = p->now;
    ru_piece *n = piece(p, RU_PIECE_JOINED);
    next(p);
    refuse_operator(p, &op, NULL, NULL);
    if (n) n->items = ++p->depth > DEEPEST ? operand(p) : unary(p);
    p->depth--;
    if (n) end_here(p, n);
    return n;
}

static ru_piece *expression(parse *p) {
    ru_piece *first = unary(p);
    if (!first || p->st || !is_operator(p)) return first;
    ru_piece *n = RU_NEW(p->a, ru_piece), *last = first;
    if (!n) {
        p->st = ru_fail_nomem(p->e);
        return NULL;
    }
    *n = (ru_piece){.kind = RU_PIECE_JOINED, .bytes = first->bytes, .line = first->line, .column = first->column, .items = first};
    while (!p->st && is_operator(p)) {
        ru_token op = p->now;
        next(p);
        ru_piece *other = unary(p);
        if (!other) break;
        refuse_operator(p, &op, last, other);
        last->next = other;
        last = other;
    }
    end_here(p, n);
    return n;
}

/* ---- statements ---- */
static ru_piece *opaque_statement(parse *p, void (*skip)(parse *p)) {
    ru_piece *n = piece(p, RU_PIECE_OPAQUE);
    skip(p);
    if (n) end_here(p, n);
    return n;
}

static ru_piece *local_statement(parse *p) {
    ru_piece *n = piece(p, RU_PIECE_SET);
    next(p);
    if (!n) return NULL;
    if (word(p, "function")) {
        n->kind = RU_PIECE_OPAQUE;
        skip_block(p);
    } else {
        n->text = p->now.bytes;
        while (!p->st && !sign(p, "=") && (p->now.kind == RU_TOKEN_NAME || sign(p, ",") || sign(p, "<") || sign(p, ">")) && !keyword(p)) next(p);
        if (sign(p, "=")) {
            next(p);
            n->items = expression(p);
        }
    }
    end_here(p, n);
    return n;
}

static ru_piece *statement(parse *p) {
    if (word(p, "local")) return local_statement(p);
    if (word(p, "for") || word(p, "while")) return opaque_statement(p, skip_loop);
    if (word(p, "if") || word(p, "do") || word(p, "function") || word(p, "repeat")) return opaque_statement(p, skip_block);
    if (p->now.kind != RU_TOKEN_NAME || keyword(p)) return opaque_statement(p, next);
    ru_piece *n = expression(p);
    if (!n || !sign(p, "=")) return n;
    n->kind = n->kind == RU_PIECE_NAME ? RU_PIECE_SET : RU_PIECE_OPAQUE;
    next(p);
    n->items = expression(p);
    end_here(p, n);
    return n;
}

static ruth_status read_all(parse *p, ru_str source, ru_outline *out) {
    ru_piece **last = &out->statements;
    out->statements = NULL;
    out->source = source;
    ru_tokens_begin(&p->tokens, source);
    p->now = ru_tokens_next(&p->tokens);
    while (!p->st && p->now.kind != RU_TOKEN_END) {
        ru_piece *n = statement(p);
        if (!n) break;
        *last = n;
        last = &n->next;
    }
    return p->st;
}

ruth_status ru_outline_read(ru_arena *a, const ru_source *source, ru_outline *out, ruth_error *e) {
    parse p = {.a = a, .source = source, .e = e};
    return read_all(&p, source->bytes, out);
}

bool ru_outline_try(ru_arena *a, ru_str source, ru_outline *out) {
    parse p = {.a = a};
    return read_all(&p, source, out) == RUTH_OK;
}

/* ---- looking ---- */
const ru_piece *ru_piece_entry(const ru_piece *t, ru_str key) {
    for (const ru_piece *n = t && t->kind == RU_PIECE_TABLE ? t->items : NULL; n; n = n->next)
        if (n->key.p && ru_str_eq(n->key, key)) return n;
    return NULL;
}

const ru_piece *ru_piece_at(const ru_piece *parent, size_t at) {
    for (const ru_piece *n = parent ? parent->items : NULL; n; n = n->next)
        if ((parent->kind != RU_PIECE_TABLE || !n->key.p) && !at--) return n;
    return NULL;
}

const ru_piece *ru_piece_table(const ru_piece *call) {
    const ru_piece *found = NULL;
    for (const ru_piece *n = call && call->kind == RU_PIECE_CALL ? call->items : NULL; n; n = n->next)
        if (n->kind == RU_PIECE_TABLE) found = n;
    return found;
}

static int last_line(const ru_piece *n) {
    int line = n->line;
    for (size_t i = 0; i < n->bytes.n; i++) line += n->bytes.p[i] == '\n';
    return line;
}

const ru_piece *ru_outline_statement(const ru_outline *o, int line) {
    for (const ru_piece *n = o->statements; n; n = n->next)
        if (n->line <= line && line <= last_line(n)) return n;
    return NULL;
}
