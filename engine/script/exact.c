/* exact.c: a source compiled so that no binary fraction comes to be where nobody would see it.
 *
 * Lua divides two plain numbers without asking any word, and takes texts as the ends of a loop, as in for i = "0.5", 2; the fraction, or what is no
 * number at all, would then be compared as if it were exact. So a / b is compiled as a * __over ^ b, which binds alike: __over is a word, and what it
 * makes of b sees both sides. And a loop that does not plainly begin and step by whole numbers begins its body with a look at its variable.
 * Functions have no / (lint.c). Lines stay as they are. */
#include "engine/script/sandbox.h"
#include "engine/script/tokens.h"

enum { LOOPS = 256 }; /* Lua nests no deeper than 200 */

typedef enum part { VARIABLE, EQUALS, INIT, LIMIT, STEP } part;

/* A `for` whose `do` has not come yet. */
typedef struct loop {
    part part;
    int blocks, brackets; /* open around it */
    int count;            /* tokens of this part so far */
    bool minus, plain;    /* the first of them is -; the part is a number as written */
    bool exact;           /* every part that makes the variable was plain */
    ru_str name;
} loop;

typedef struct reading {
    ru_tokens tokens;
    const char *at, *end; /* what of the source is not given yet */
    ru_str waiting[3];    /* to be given before it */
    int waiting_count, given;
    loop loops[LOOPS];
    int loop_count, blocks, brackets;
} reading;

static bool is_name(ru_token k, const char *word) { return k.kind == RU_TOKEN_NAME && ru_str_is(k.text, word); }

/* A part ends: was it a whole number as written? */
static void end_part(loop *l) {
    if (l->part == INIT || l->part == STEP) l->exact &= l->plain;
    l->count = 0;
    l->minus = l->plain = false;
}

static void see_part(loop *l, ru_token k) {
    l->count++;
    if (l->count == 1 && k.kind == RU_TOKEN_SIGN && ru_str_is(k.text, "-")) l->minus = true;
    else l->plain = k.kind == RU_TOKEN_NUMBER && l->count == 1 + l->minus;
}

/* Gives true at the `do` of a loop that needs a look. */
static bool see_loop(reading *r, ru_token k) {
    loop *l = &r->loops[r->loop_count - 1];
    if (l->part == VARIABLE) {
        l->name = k.text;
        l->part = EQUALS;
    } else if (l->part == EQUALS) {
        if (ru_str_is(k.text, "=")) l->part = INIT;
        else r->loop_count--; /* for k, v in */
    } else if (r->blocks == l->blocks && r->brackets == l->brackets) {
        if (is_name(k, "do")) {
            end_part(l);
            r->loop_count--;
            return !l->exact;
        }
        if (k.kind == RU_TOKEN_SIGN && ru_str_is(k.text, ",") && l->part < STEP) {
            end_part(l);
            l->part++;
        } else {
            see_part(l, k);
        }
    } else {
        l->plain = false;
        l->count++;
    }
    return false;
}

static void see_nesting(reading *r, ru_token k) {
    if (k.kind == RU_TOKEN_SIGN && strchr("([{", *k.text.p)) r->brackets++;
    else if (k.kind == RU_TOKEN_SIGN && strchr(")]}", *k.text.p)) r->brackets--;
    else if (is_name(k, "function") || is_name(k, "do") || is_name(k, "if") || is_name(k, "repeat")) r->blocks++;
    else if (is_name(k, "end") || is_name(k, "until")) r->blocks--;
}

static void wait_with(reading *r, ru_str text) { r->waiting[r->waiting_count++] = text; }

/* Behind or in place of a token. */
static bool changes(reading *r, ru_token k) {
    r->waiting_count = r->given = 0;
    bool look = r->loop_count && see_loop(r, k);
    if (is_name(k, "for") && r->loop_count < LOOPS) r->loops[r->loop_count++] = (loop){.blocks = r->blocks, .brackets = r->brackets, .exact = true};
    see_nesting(r, k);
    if (look) {
        wait_with(r, RU_STR(" __whole("));
        wait_with(r, r->loops[r->loop_count].name);
        wait_with(r, RU_STR(");"));
    } else if (k.kind == RU_TOKEN_SIGN && ru_str_is(k.text, "/")) {
        wait_with(r, RU_STR("*__over^"));
    }
    return r->waiting_count > 0;
}

static const char *read_piece(lua_State *L, void *context, size_t *size) {
    reading *r = context;
    (void)L;
    if (r->given < r->waiting_count) {
        *size = r->waiting[r->given].n;
        return r->waiting[r->given++].p;
    }
    const char *from = r->at;
    for (ru_token k; (k = ru_tokens_next(&r->tokens)).kind != RU_TOKEN_END;) {
        if (!changes(r, k)) continue;
        const char *to = is_name(k, "do") ? k.text.p + k.text.n : k.text.p;
        r->at = k.text.p + k.text.n;
        *size = (size_t)(to - from);
        return *size ? from : read_piece(L, context, size); /* Lua takes an empty piece for the end */
    }
    r->at = r->end;
    *size = (size_t)(r->end - from);
    return from;
}

int ru_compile(lua_State *L, const ru_source *source, const char *name) {
    int rc = luaL_loadbufferx(L, source->bytes.p, source->bytes.n, name, "t");
    if (rc != LUA_OK || !source->bytes.n) return rc;
    reading r = {.at = source->bytes.p, .end = source->bytes.p + source->bytes.n};
    ru_tokens_begin(&r.tokens, source->bytes);
    bool change = false;
    for (ru_token k; !change && (k = ru_tokens_next(&r.tokens)).kind != RU_TOKEN_END;) change = changes(&r, k);
    if (!change) return rc;
    lua_pop(L, 1); /* it was read as it is first: a fault is told in the officer's own signs */
    r.waiting_count = r.given = r.loop_count = r.blocks = r.brackets = 0;
    ru_tokens_begin(&r.tokens, source->bytes);
    return lua_load(L, read_piece, &r, name, "t");
}
