/* outline.c: tokens → statements, tables and calls, read by recursive descent that nothing can stop. */
#include "engine/script/outline.h"

enum { DEEPEST = 200 }; /* as deep as Lua itself goes */

static bool sign_is(const ru_outline *o, const char *sign) { return o->ahead.kind == RU_TOKEN_SIGN && ru_str_is(o->ahead.text, sign); }
static bool word_is(const ru_outline *o, const char *word) { return o->ahead.kind == RU_TOKEN_NAME && ru_str_is(o->ahead.text, word); }

static ru_token eat(ru_outline *o) {
    ru_token k = o->ahead;
    if (k.open && !o->has_odd) {
        o->has_odd = true;
        o->odd = k;
    }
    o->end = k.text.p + k.text.n;
    o->last_line = o->tokens.line;
    o->ahead = ru_tokens_next(&o->tokens);
    return k;
}

static bool take(ru_outline *o, const char *sign) {
    if (!sign_is(o, sign)) return false;
    eat(o);
    return true;
}

static void odd(ru_outline *o) {
    if (o->has_odd) return;
    o->has_odd = true;
    o->odd = o->ahead;
}

/* ---- pieces ---- */
static ru_piece *piece(ru_outline *o, ru_piece_kind kind, ru_token at) {
    ru_piece *p = RU_NEW(o->arena, ru_piece);
    if (!p) {
        o->failed = true;
        return NULL;
    }
    p->kind = kind;
    p->line = p->last_line = at.line;
    p->column = at.column;
    p->text = at.text;
    return p;
}

static void add(ru_piece *to, ru_piece *last, ru_piece *one) {
    if (last) last->next = one;
    else to->first = one;
    to->count++;
}

/* The piece ends where the last token eaten did. */
static ru_piece *close(ru_outline *o, ru_piece *p) {
    if (o->end > p->text.p) p->text.n = (size_t)(o->end - p->text.p);
    p->last_line = o->last_line;
    return p;
}

static void keep_local(ru_outline *o, ru_str name) {
    o->locals = ru_arena_grow(o->kept, o->locals, o->local_count, &o->local_capacity, sizeof *o->locals);
    if (!o->locals) {
        o->failed = true;
        o->local_count = 0;
        return;
    }
    o->locals[o->local_count++] = name;
}

bool ru_outline_local(const ru_outline *o, ru_str name) {
    for (size_t i = 0; i < o->local_count; i++)
        if (ru_str_eq(o->locals[i], name)) return true;
    return false;
}

static ru_str between_quotes(ru_token k) {
    size_t open = 1, shut = k.open ? 0 : 1;
    if (k.text.p[0] == '[') {
        while (k.text.p[open] != '[') open++;
        open++;
        shut = k.open ? 0 : open;
    }
    return (ru_str){k.text.p + open, k.text.n >= open + shut ? k.text.n - open - shut : 0};
}

/* ---- expressions ---- */
static ru_piece *value(ru_outline *o, int least);

/* Behind the word that opened it, up to its end. */
static void skip_block(ru_outline *o) {
    int open = 1;
    while (open > 0 && o->ahead.kind != RU_TOKEN_END) {
        bool opens = word_is(o, "function") || word_is(o, "do") || word_is(o, "if") || word_is(o, "repeat"), shuts = word_is(o, "end") || word_is(o, "until");
        eat(o);
        open += opens - shuts;
    }
}

static ru_piece *function(ru_outline *o) {
    ru_piece *p = piece(o, RU_PIECE_OPAQUE, o->ahead);
    eat(o);
    skip_block(o);
    return p ? close(o, p) : NULL;
}

static ru_piece *entry(ru_outline *o) {
    ru_piece *e = piece(o, RU_PIECE_ENTRY, o->ahead), *v;
    if (!e) return NULL;
    if (take(o, "[")) {
        ru_piece *key = value(o, 0);
        if (!take(o, "]")) odd(o);
        if (key && key->kind == RU_PIECE_TEXT) e->name = key->name;
        if (!take(o, "=")) odd(o);
        v = value(o, 0);
    } else {
        v = value(o, 0);
        if (v && v->kind == RU_PIECE_NAME && sign_is(o, "=")) {
            e->name = v->text;
            eat(o);
            v = value(o, 0);
        }
    }
    if (v) add(e, NULL, v);
    return close(o, e);
}

bool ru_outline_begins_rule(ru_str word) {
    static const char *const words[] = {"circumstance", "contacts_like", "segment",   "plan",   "referral", "action", "tone",       "channel",
                                        "message",      "limit",         "guarantee", "ladder", "rows",     "derive", "experiment", "local"};
    for (size_t i = 0; i < RU_COUNT(words); i++)
        if (ru_str_is(word, words[i])) return true;
    return false;
}

/* A rule word at the very beginning of a line, where a table is still open: the table was never closed. */
static bool next_rule(const ru_outline *o) { return o->ahead.kind == RU_TOKEN_NAME && o->ahead.column == 1 && ru_outline_begins_rule(o->ahead.text); }

static ru_piece *table(ru_outline *o) {
    ru_piece *p = piece(o, RU_PIECE_TABLE, o->ahead), *last = NULL;
    eat(o);
    while (p && !o->failed && o->ahead.kind != RU_TOKEN_END && !sign_is(o, "}") && !next_rule(o)) {
        const char *before = o->ahead.text.p;
        ru_piece *e = entry(o);
        if (!e) break;
        if (e->first) {
            add(p, last, e);
            last = e;
        }
        if (take(o, ",") || take(o, ";") || sign_is(o, "}")) continue;
        odd(o);
        if (next_rule(o)) break;
        if (o->ahead.text.p == before) eat(o);
    }
    if (!take(o, "}")) odd(o);
    return p ? close(o, p) : NULL;
}

static void arguments(ru_outline *o, ru_piece *call) {
    ru_piece *last = call->first;
    while (last && last->next) last = last->next;
    if (o->ahead.kind == RU_TOKEN_TEXT || sign_is(o, "{")) {
        ru_piece *one = value(o, 100); /* as tight as can be: what follows belongs to the call */
        if (one) add(call, last, one);
        return;
    }
    eat(o);
    while (!o->failed && o->ahead.kind != RU_TOKEN_END && !sign_is(o, ")") && !sign_is(o, "}")) {
        const char *before = o->ahead.text.p;
        ru_piece *one = value(o, 0);
        if (one) {
            add(call, last, one);
            last = one;
        }
        if (take(o, ",") || sign_is(o, ")")) continue;
        odd(o);
        if (o->ahead.text.p == before) eat(o);
    }
    if (!take(o, ")")) odd(o);
}

/* Behind a name or a parenthesis: .x [x] :x (…) "…" {…}, as often as they come. */
static ru_piece *suffixes(ru_outline *o, ru_piece *p) {
    while (!o->failed) {
        bool named = p->kind == RU_PIECE_NAME;
        if ((sign_is(o, ".") || sign_is(o, ":")) && (named || p->kind == RU_PIECE_CALL || p->kind == RU_PIECE_OPAQUE)) {
            eat(o);
            if (o->ahead.kind == RU_TOKEN_NAME) eat(o);
            else odd(o);
            close(o, p);
            if (named) p->name = p->text;
            else p->kind = RU_PIECE_OPAQUE;
        } else if (sign_is(o, "[")) {
            eat(o);
            value(o, 0);
            if (!take(o, "]")) odd(o);
            p->kind = RU_PIECE_OPAQUE;
            close(o, p);
        } else if (o->ahead.kind == RU_TOKEN_TEXT || sign_is(o, "{") || sign_is(o, "(")) {
            if (p->kind == RU_PIECE_NAME) p->kind = RU_PIECE_CALL;
            arguments(o, p);
            close(o, p);
        } else {
            return p;
        }
    }
    return p;
}

static ru_piece *primary(ru_outline *o) {
    if (word_is(o, "function")) return function(o);
    if (sign_is(o, "{")) return table(o);
    if (sign_is(o, "(")) {
        eat(o);
        ru_piece *inner = value(o, 0);
        if (!take(o, ")")) odd(o);
        if (inner && (sign_is(o, "(") || sign_is(o, "{") || sign_is(o, ".") || o->ahead.kind == RU_TOKEN_TEXT)) inner->kind = RU_PIECE_OPAQUE;
        return inner && inner->kind == RU_PIECE_OPAQUE ? suffixes(o, inner) : inner;
    }
    ru_piece *p = piece(o, o->ahead.kind == RU_TOKEN_TEXT ? RU_PIECE_TEXT : o->ahead.kind == RU_TOKEN_NUMBER ? RU_PIECE_NUMBER : RU_PIECE_NAME, o->ahead);
    if (!p) return NULL;
    if (o->ahead.kind == RU_TOKEN_TEXT) p->name = between_quotes(o->ahead);
    else p->name = o->ahead.text;
    if (o->ahead.kind == RU_TOKEN_SIGN || o->ahead.kind == RU_TOKEN_END) {
        if (!sign_is(o, "...")) {
            odd(o);
            return NULL; /* whoever asked goes on behind it */
        }
        p->kind = RU_PIECE_OPAQUE;
    }
    bool name = p->kind == RU_PIECE_NAME;
    eat(o);
    close(o, p);
    return name ? suffixes(o, p) : p;
}

/* How tightly a sign binds its operands; 0: it joins nothing. */
static int binding(const ru_outline *o) {
    static const struct {
        const char *sign;
        int level;
    } signs[] = {{"or", 1}, {"and", 2}, {"<", 3}, {">", 3}, {"<=", 3}, {">=", 3}, {"~=", 3}, {"==", 3},
                 {"..", 4}, {"+", 5},   {"-", 5}, {"*", 6}, {"/", 6},  {"//", 6}, {"%", 6}};
    if (o->ahead.kind != RU_TOKEN_SIGN && o->ahead.kind != RU_TOKEN_NAME) return 0;
    for (size_t i = 0; i < RU_COUNT(signs); i++)
        if (ru_str_is(o->ahead.text, signs[i].sign)) return signs[i].level;
    return 0;
}

static ru_piece *operation(ru_outline *o, ru_token sign, ru_piece *a, ru_piece *b) {
    ru_piece *p = piece(o, RU_PIECE_OPERATION, sign);
    if (!p) return NULL;
    p->name = sign.text;
    if (a) {
        p->text.p = a->text.p;
        add(p, NULL, a);
    }
    if (b) add(p, a, b);
    return close(o, p);
}

static ru_piece *value(ru_outline *o, int least) {
    enum { UNARY = 7 };
    if (o->failed || o->depth >= DEEPEST) {
        if (o->ahead.kind != RU_TOKEN_END) eat(o);
        return NULL;
    }
    o->depth++;
    ru_piece *left;
    if (word_is(o, "not") || sign_is(o, "-") || sign_is(o, "#")) {
        ru_token sign = eat(o);
        ru_piece *of = value(o, UNARY);
        left = operation(o, sign, NULL, of);
    } else {
        left = primary(o);
    }
    for (int level; left && (level = binding(o)) > least;) {
        ru_token sign = eat(o);
        ru_piece *right = value(o, level);
        left = operation(o, sign, left, right);
    }
    o->depth--;
    return left;
}

/* ---- statements ---- */
static void values(ru_outline *o, ru_piece *into) {
    ru_piece *last = NULL;
    do {
        ru_piece *one = value(o, 0);
        if (!one) return;
        add(into, last, one);
        last = one;
    } while (take(o, ","));
}

/* `local x, y <const> = …`, `for k, v in …`: the names. */
static void names(ru_outline *o) {
    while (o->ahead.kind == RU_TOKEN_NAME) {
        keep_local(o, o->ahead.text);
        eat(o);
        if (take(o, "<")) {
            if (o->ahead.kind == RU_TOKEN_NAME) eat(o);
            take(o, ">");
        }
        if (!take(o, ",")) return;
    }
}

static ru_piece *local(ru_outline *o) {
    ru_piece *p = piece(o, RU_PIECE_LOCAL, o->ahead);
    if (!p) return NULL;
    eat(o);
    if (word_is(o, "function")) {
        eat(o);
        if (o->ahead.kind == RU_TOKEN_NAME) keep_local(o, p->name = o->ahead.text);
        skip_block(o);
        return close(o, p);
    }
    p->name = o->ahead.text;
    names(o);
    if (take(o, "=")) values(o, p);
    return close(o, p);
}

/* Words of Lua's own grammar around statements: their heads are read and dropped, what is in them follows as statements. */
static bool grammar(ru_outline *o) {
    static const char *const bare[] = {"do", "end", "else", "repeat", "break", "then"}, *const headed[] = {"while", "if", "elseif", "until", "return"};
    for (size_t i = 0; i < RU_COUNT(bare); i++)
        if (word_is(o, bare[i])) {
            eat(o);
            return true;
        }
    for (size_t i = 0; i < RU_COUNT(headed); i++)
        if (word_is(o, headed[i])) {
            eat(o);
            value(o, 0);
            return true;
        }
    if (word_is(o, "for")) {
        eat(o);
        names(o);
        if (word_is(o, "in") || sign_is(o, "=")) eat(o);
        while (value(o, 0) && take(o, ",")) continue;
        return true;
    }
    if (!word_is(o, "function")) return false;
    eat(o);
    skip_block(o);
    return true;
}

static ru_piece *statement(ru_outline *o) {
    ru_piece *p = primary(o);
    if (!p || o->failed) return NULL;
    if (!sign_is(o, "=") && !sign_is(o, ",")) {
        if (p->kind != RU_PIECE_CALL) odd(o);
        return p;
    }
    ru_piece *set = RU_NEW(o->arena, ru_piece);
    if (!set) {
        o->failed = true;
        return NULL;
    }
    *set = *p;
    set->kind = RU_PIECE_SET;
    set->first = set->next = NULL;
    set->count = 0;
    while (take(o, ",")) primary(o);
    if (take(o, "=")) values(o, set);
    return close(o, set);
}

void ru_outline_begin(ru_outline *o, ru_str source, ru_arena *kept) {
    *o = (ru_outline){.kept = kept, .last_line = 1, .end = source.p};
    ru_tokens_begin(&o->tokens, source);
    o->ahead = ru_tokens_next(&o->tokens);
}

ru_piece *ru_outline_next(ru_outline *o, ru_arena *arena) {
    o->arena = arena;
    o->depth = 0;
    while (!o->failed && o->ahead.kind != RU_TOKEN_END) {
        const char *before = o->ahead.text.p;
        if (take(o, ";")) continue;
        if (!word_is(o, "local") && grammar(o)) continue;
        ru_piece *p = word_is(o, "local") ? local(o) : statement(o);
        if (o->ahead.text.p == before && o->ahead.kind != RU_TOKEN_END) {
            odd(o);
            eat(o);
        }
        if (p && !o->failed) {
            return p;
        }
    }
    return NULL;
}

ru_piece *ru_outline_read(ru_arena *a, ru_str source) {
    ru_outline o;
    ru_piece *file = RU_NEW(a, ru_piece), *last = NULL;
    if (!file) return NULL;
    ru_outline_begin(&o, source, a);
    *file = (ru_piece){.kind = RU_PIECE_FILE, .line = 1, .column = 1, .text = source};
    for (ru_piece *p; (p = ru_outline_next(&o, a)); last = p) add(file, last, p);
    file->last_line = o.tokens.line;
    file->odd = o.has_odd ? o.odd.text.p : NULL;
    return o.failed ? NULL : file;
}
