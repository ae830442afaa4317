/* try.c: one file alone, by the end of its name: a chunk in the sandbox, a YAML file, a JSON document; what came of it in one line. */
#include <stdio.h>

#include "engine/author/author.h"
#include "engine/decide/engine.h"
#include "engine/script/script.h"

enum { LUA_LIMIT = 1 << 20, YAML_LIMIT = 256 << 10, JSON_LIMIT = 1 << 20 };

typedef enum kind { LUA, YAML, JSON, KINDS } kind;

struct ruth_try {
    ruth_allocator alloc;
    ru_buf line;
    bool good;
};

static const struct {
    const char *ends;
    size_t limit;
} kinds[KINDS] = {{".lua", LUA_LIMIT}, {".yaml", YAML_LIMIT}, {".json", JSON_LIMIT}};

static kind kind_of(ru_str file) {
    int k = 0;
    for (; k < KINDS; k++) {
        size_t n = strlen(kinds[k].ends);
        if (file.n > n && !memcmp(file.p + file.n - n, kinds[k].ends, n)) break;
    }
    return (kind)k;
}

static void put_refusal(ruth_try *t, kind k, const ruth_error *e) {
    ru_buf_printf(&t->line, k == LUA ? "error " : "rejected ");
    if (e->file[0]) ru_buf_printf(&t->line, "%s:", e->file);
    if (e->line) ru_buf_printf(&t->line, "%d:%d:", e->line, e->column);
    ru_buf_printf(&t->line, "%s%s", e->file[0] || e->line ? " " : "", e->message);
}

static ruth_status try_bytes(ruth_try *t, kind k, ru_str name, ru_str bytes, ru_arena *a, ruth_error *e) {
    ru_node *root = NULL;
    ruth_status st;
    if (k == LUA) {
        ru_source source = {.name = name, .bytes = bytes};
        return ru_script_try(&t->alloc, NULL, &source, &t->line, &t->good);
    }
    if (k == YAML) {
        st = ru_yaml_read(a, name, bytes, &root, e);
        if (!st) st = ru_yaml_alone(root, e);
    } else {
        st = ru_json_check_request(bytes, a, e);
        if (st) snprintf(e->file, sizeof e->file, "%s", name.p);
    }
    if (st) return st;
    RU_BUF_LIT(&t->line, "accepted");
    t->good = true;
    return RUTH_OK;
}

ruth_status ruth_try_open(ruth_engine *engine, const char *file, ruth_try **out, ruth_error *error) {
    ru_str name = ru_str_of(file), bytes = {NULL, 0};
    kind k = kind_of(name);
    ruth_error found;
    ru_arena arena;
    ru_error_clear(error);
    ru_error_clear(&found);
    *out = NULL;
    if (k == KINDS) return ru_fail(error, RUTH_E_ARGUMENT, "%.200s: expected a file whose name ends in .lua, .yaml or .json", file);
    ruth_try *t = ru_alloc(&engine->alloc, sizeof *t);
    if (!t) return ru_fail_nomem(error);
    *t = (ruth_try){.alloc = engine->alloc};
    ru_buf_init(&t->line, &t->alloc);
    ru_arena_init(&arena, &t->alloc, 16 << 10);
    ruth_status st = ru_file_read(&arena, file, kinds[k].limit, &bytes, &found);
    if (!st) st = try_bytes(t, k, name, bytes, &arena, &found);
    if (st && st != RUTH_E_NOMEM) {
        put_refusal(t, k, &found);
        st = RUTH_OK;
    }
    if (t->line.failed) st = RUTH_E_NOMEM;
    ru_arena_free(&arena);
    if (!st) {
        ru_text_tame(t->line.p, &t->line.n);
        *out = t;
        return RUTH_OK;
    }
    ruth_try_free(t);
    return ru_fail_nomem(error);
}

void ruth_try_free(ruth_try *tried) {
    if (!tried) return;
    ruth_allocator a = tried->alloc;
    ru_buf_free(&tried->line);
    ru_free(&a, tried, sizeof *tried);
}

ruth_text ruth_try_line(const ruth_try *tried, int *good) {
    if (good) *good = tried->good;
    return (ruth_text){tried->line.p, tried->line.n};
}
