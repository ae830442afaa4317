/* boxes_look.c: see boxes_look.h. */
#include "tests/support/boxes_look.h"

#include <stdio.h>
#include <string.h>

void boxes_look(looked *l, const support_file *files, bool all) {
    ruth_allocator alloc = ru_allocator_default();
    ruth_error e;
    ru_check_context c = {.all = all};
    memset(l, 0, sizeof *l);
    snprintf(l->folder, sizeof l->folder, "%s", support_folder(files));
    if (ru_study_open(&alloc, l->folder, NULL, NULL, 0, &l->study, &e)) fail_msg("%s:%d:%d: %s", e.file, e.line, e.column, e.message);
    ru_arena_init(&l->arena, &alloc, 1 << 14);
    l->f.arena = &l->arena;
    ru_check_boxes(l->study, &c, &l->f);
    assert_false(l->f.failed);
}

void boxes_close(looked *l) {
    ru_study_free(l->study);
    ru_arena_free(&l->arena);
    support_remove(l->folder);
}

void boxes_show(const looked *l) {
    for (size_t i = 0; i < l->f.count; i++)
        print_error("  %s %s:%d %s | %s | %s | %s\n", l->f.items[i].code, l->f.items[i].file.p, l->f.items[i].line, l->f.items[i].message.p,
                    l->f.items[i].effect.p, l->f.items[i].suggestion.p, l->f.items[i].request.p ? l->f.items[i].request.p : "-");
}

const ru_finding *boxes_found(const looked *l, const char *code, const char *part) {
    for (size_t i = 0; i < l->f.count; i++)
        if (!strcmp(l->f.items[i].code, code) && strstr(l->f.items[i].message.p, part)) return &l->f.items[i];
    return NULL;
}

const ru_finding *boxes_must_find(const looked *l, const char *code, const char *part) {
    const ru_finding *f = boxes_found(l, code, part);
    if (f) return f;
    boxes_show(l);
    fail_msg("no %s with \"%s\"", code, part);
    return NULL;
}

void boxes_must_count(const looked *l, size_t count) {
    if (l->f.count != count) boxes_show(l);
    assert_int_equal(l->f.count, count);
}
