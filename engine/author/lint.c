/* lint.c: the lints of `ruth check`: what loads, and is not wise. */
#include "engine/author/lint.h"

#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 128 << 10 };

ru_finding *ru_lint_say(ru_finding *f, const char *effect, const char *suggestion) {
    if (!f) return NULL;
    f->effect = ru_str_of(effect ? effect : "");
    f->suggestion = ru_str_of(suggestion ? suggestion : "");
    return f;
}

ru_str ru_lint_print(ru_lint *l, const char *format, ...) {
    char said[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(said, sizeof said, format, args);
    va_end(args);
    ru_str kept = ru_arena_str(l->f->arena, n < 0 ? RU_STR("") : ru_str_of(said));
    if (!kept.p) l->failed = true;
    return kept.p ? kept : RU_STR("");
}

const ru_node *ru_lint_key(const ru_node *map, size_t i) { return map->key_at && map->key_at[i] ? map->key_at[i] : map->items[i]; }

/* ---- texts ---- */
static int by_id(const void *x, const void *y) { return ru_str_cmp(((const ru_text *)x)->id, ((const ru_text *)y)->id); }

static void gather(ru_lint *l, size_t lang) {
    size_t room = 0;
    ru_texts *t = &l->texts[lang];
    for (size_t i = 0; i < l->s->pack_count; i++) room += l->s->packs[i].messages[lang] ? l->s->packs[i].messages[lang]->count : 0;
    t->items = RU_NEWS(l->a, ru_text, room + 1);
    if (!t->items) {
        l->failed = true;
        return;
    }
    for (size_t i = 0; i < l->s->pack_count; i++) {
        const ru_node *m = l->s->packs[i].messages[lang];
        for (size_t k = 0; m && m->kind == RU_NODE_MAP && k < m->count; k++)
            t->items[t->count++] = (ru_text){m->keys[k], m->items[k], ru_lint_key(m, k), false, false};
    }
    if (t->count) qsort(t->items, t->count, sizeof *t->items, by_id);
}

ru_text *ru_lint_text(const ru_lint *l, size_t lang, ru_str id) {
    ru_text key = {.id = id};
    const ru_texts *t = &l->texts[lang];
    return t->count ? bsearch(&key, t->items, t->count, sizeof key, by_id) : NULL;
}

static bool is_text_key(ru_str key) {
    return !ru_str_is(key, "carries") && !ru_str_is(key, "purpose") && !ru_str_is(key, "statutory") && !ru_str_is(key, "doc");
}

static void each(const ru_node *n, bool subject, void (*visit)(void *ctx, const ru_node *text, bool subject), void *ctx) {
    if (n->kind == RU_NODE_TEXT) visit(ctx, n, subject);
    for (size_t i = 0; n->kind == RU_NODE_MAP && i < n->count; i++)
        if (is_text_key(n->keys[i])) each(n->items[i], ru_str_is(n->keys[i], "subject"), visit, ctx);
    for (size_t i = 0; n->kind == RU_NODE_LIST && i < n->count; i++) each(n->items[i], false, visit, ctx); /* the lines of a talk card */
}

void ru_lint_each_text(const ru_node *n, void (*visit)(void *ctx, const ru_node *text, bool subject), void *ctx) { each(n, false, visit, ctx); }

bool ru_lint_is_statutory(const ru_node *message) {
    const ru_node *n = ru_node_get(message, "statutory");
    return n && n->kind == RU_NODE_TEXT && n->text.n && !ru_str_is(n->text, "false");
}

bool ru_lint_is_reason(ru_str id) {
    for (size_t i = 0; i + 4 <= id.n; i++)
        if (!memcmp(id.p + i, "why.", 4) && (!i || id.p[i - 1] == '.')) return true;
    return false;
}

bool ru_lint_is_card(const ru_node *text) { return text->kind == RU_NODE_MAP && ru_node_get(text, "opening"); }

ru_str ru_lint_purpose(const ru_node *message) {
    const ru_node *n = ru_node_get(message, "purpose");
    return n && n->kind == RU_NODE_TEXT ? n->text : RU_STR("demand");
}

void ru_check_lints(ru_study *s, const ru_check_context *c, ru_findings *f) {
    ruth_allocator alloc = s->arena.alloc;
    ru_arena a;
    ru_lint l = {.s = s, .c = c, .f = f, .a = &a};
    ru_arena_init(&a, &alloc, BLOCK);
    for (size_t i = 0; i < s->policy->schema->language_count; i++) gather(&l, i);
    if (!l.failed) ru_lint_used(&l);
    void (*const lints[])(ru_lint *) = {ru_lint_languages, ru_lint_messages,  ru_lint_words,   ru_lint_limits, ru_lint_hours,   ru_lint_silence,
                                        ru_lint_questions, ru_lint_leftovers, ru_lint_phrases, ru_lint_plans,  ru_lint_holidays};
    for (size_t i = 0; i < RU_COUNT(lints) && !l.failed && !f->failed; i++) lints[i](&l);
    if (l.failed) {
        f->failed = true;
        f->count = 0;
    }
    ru_arena_free(&a);
}
