/* findings.c: the list of what was found, the worst first. */
#include <stdio.h>

#include "engine/author/author.h"

static ru_finding *add(ru_findings *f, ru_finding one, const char *format, va_list args) {
    char said[1024];
    int n = vsnprintf(said, sizeof said, format, args);
    one.message = ru_arena_str(f->arena, n < 0 ? RU_STR("") : ru_str_of(said));
    bool placed = one.file.p;
    if (placed) one.file = ru_arena_str(f->arena, one.file);
    one.effect = one.suggestion = RU_STR("");
    bool whole = one.message.p && (one.file.p || !placed);
    if (whole) f->items = ru_arena_grow(f->arena, f->items, f->count, &f->capacity, sizeof *f->items);
    if (!whole || !f->items) {
        f->failed = true;
        f->count = 0;
        return NULL;
    }
    f->items[f->count] = one;
    return &f->items[f->count++];
}

ru_finding *ru_finding_add(ru_findings *f, ru_level level, const char *code, const ru_node *at, const char *format, ...) {
    ru_finding one = {.level = level, .code = code, .file = at ? at->file : RU_STR(""), .line = at ? at->line : 0, .column = at ? at->column : 0};
    va_list args;
    va_start(args, format);
    ru_finding *made = add(f, one, format, args);
    va_end(args);
    return made;
}

ru_finding *ru_finding_at(ru_findings *f, ru_level level, const char *code, ru_str file, int line, int column, const char *format, ...) {
    ru_finding one = {.level = level, .code = code, .file = file, .line = line, .column = column};
    va_list args;
    va_start(args, format);
    ru_finding *made = add(f, one, format, args);
    va_end(args);
    return made;
}

static int order(const ru_finding *a, const ru_finding *b) {
    if (a->level != b->level) return a->level < b->level ? -1 : 1;
    int by_file = ru_str_cmp(a->file, b->file);
    if (by_file) return by_file;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return strcmp(a->code, b->code);
}

/* Stable: what was found first at one place stays first. */
void ru_findings_sort(ru_findings *f) {
    for (size_t i = 1; i < f->count; i++) {
        ru_finding one = f->items[i];
        size_t k = i;
        for (; k > 0 && order(&one, &f->items[k - 1]) < 0; k--) f->items[k] = f->items[k - 1];
        f->items[k] = one;
    }
}
