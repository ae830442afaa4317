/* test_check_slips.c: each slip an officer makes is found once, where it stands, with what it would have done and what to write; several at once are all found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/slips.h"

typedef struct checked { ruth_engine *engine; ruth_check *check; char folder[256]; } checked;

static void open_check(checked *c, const support_file *files) {
    ruth_check_options options = {.size = sizeof options};
    ruth_error e;
    memset(c, 0, sizeof *c);
    snprintf(c->folder, sizeof c->folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &c->engine, &e), RUTH_OK);
    if (ruth_check_run(c->engine, c->folder, &options, &c->check, &e) != RUTH_OK) fail_msg("the check did not run: %s", e.message);
}

static void close_check(checked *c) {
    ruth_check_free(c->check);
    ruth_engine_free(c->engine);
    support_remove(c->folder);
}

/* Words that only somebody who knows Lua understands. */
static bool speaks_lua(const char *text) {
    static const char *const words[] = {"attempt to", " near ", "nil", "<eof>", "userdata", "upvalue", "global '", "local '", "metamethod", "stack traceback", "[string"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(text, words[i])) return true;
    return false;
}

static slips_marked place_in(const char *text, const char *part) {
    slips_marked m = {1, 1, 0};
    const char *at = strstr(text, part);
    assert_non_null(at);
    for (const char *p = text; p < at; p++) {
        if (((unsigned char)*p & 0xC0) != 0x80) m.column++;
        if (*p == '\n') m.line++, m.column = 1;
    }
    return m;
}

static const char *text_of(const support_file *files, const char *name) {
    while (files->name && strcmp(files->name, name) != 0) files++;
    return files->name ? files->text : "";
}

static bool as_expected(const slip *s, const ruth_finding *f, slips_marked m) {
    const char *file = s->elsewhere ? s->elsewhere : s->file;
    bool placed = !m.line || (f->line == m.line && f->column == m.column && (!m.length || f->length == m.length));
    return f->level == 0 && !strcmp(f->file, file) && placed && !strcmp(f->code, s->code) && strstr(f->message, s->says) && f->effect[0] && (s->suggestion[0] ? strstr(f->suggestion, s->suggestion) != NULL : true) &&
           !speaks_lua(f->message) && !speaks_lua(f->suggestion) && strstr(f->message, s->says);
}

static void show(const char *name, const ruth_check *check, slips_marked m, const char *file) {
    ruth_finding f;
    print_error("%s: expected %s:%d:%d length %d; found %zu\n", name, file, m.line, m.column, m.length, ruth_check_count(check, -1));
    for (size_t i = 0; i < ruth_check_count(check, -1); i++) {
        assert_int_equal(ruth_check_finding(check, i, &f), RUTH_OK);
        print_error("    %s:%d:%d length %d [%s] %s\n        effect: %s\n        suggestion: %s\n", f.file, f.line, f.column, f.length, f.code, f.message, f.effect, f.suggestion);
    }
}

static void each_slip_is_found_once_where_it_stands(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < slips_count; i++) {
        const slip *s = &slips_all[i];
        support_file files[SLIPS_ROOM];
        slips_marked m;
        checked c;
        ruth_finding f;
        slips_plant(s, files, &m);
        if (s->there) m = place_in(text_of(files, s->elsewhere), s->there);
        open_check(&c, files);
        bool good = ruth_check_count(c.check, -1) == 1 && ruth_check_finding(c.check, 0, &f) == RUTH_OK && as_expected(s, &f, m);
        if (!good) show(s->name, c.check, m, s->elsewhere ? s->elsewhere : s->file);
        wrong += !good;
        close_check(&c);
        slips_free(files);
    }
    printf("%zu slips\n", slips_count);
    assert_int_equal(wrong, 0);
}

static void the_garden_has_no_fault(void **state) {
    (void)state;
    checked c;
    open_check(&c, slips_garden);
    if (ruth_check_count(c.check, 0)) show("the garden", c.check, (slips_marked){0, 0, 0}, "");
    assert_int_equal(ruth_check_count(c.check, 0), 0);
    close_check(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_garden_has_no_fault),
        cmocka_unit_test(each_slip_is_found_once_where_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
