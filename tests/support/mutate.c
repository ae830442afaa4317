/* mutate.c: finds the tokens of Lua and YAML policy files and slips in one of them. Knows no grammar on purpose: so does a slip of the pen. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/mutate.h"

const char *const mutation_names[MUTATE_KINDS] = {"a quote dropped", "a key doubled", "a number changed", "a comma lost", "a name misspelt"};

/* snprintf that must fit. */
static void fit(char *out, size_t room, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(out, room, format, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < room);
}

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool digit(char c) { return c >= '0' && c <= '9'; }
static bool of_name(char c) { return letter(c) || digit(c); }

static void site(mutation_folder *f, mutation_kind kind, size_t from, size_t to) {
    if (f->site_count == f->room) {
        f->room = f->room ? f->room * 2 : 1024;
        f->sites = realloc(f->sites, f->room * sizeof *f->sites);
        assert_non_null(f->sites);
    }
    f->sites[f->site_count++] = (mutation_site){kind, f->file_count, from, to};
    f->by_kind[kind]++;
}

/* A text in quotes that is a name, such as "why.days_late": misspelling it is a slip, in a sentence it is a typo nobody can check. */
static bool is_name(const char *p, size_t n) {
    if (n < 3 || !letter(p[0])) return false;
    for (size_t i = 0; i < n; i++)
        if (!of_name(p[i]) && p[i] != '.' && p[i] != '-') return false;
    return true;
}

static size_t quoted(mutation_folder *f, const mutation_file *file, size_t at) {
    size_t end = at + 1;
    while (end < file->size && file->bytes[end] != file->bytes[at] && file->bytes[end] != '\n') end += file->bytes[end] == '\\' ? 2 : 1;
    if (end >= file->size) return file->size;
    site(f, MUTATE_QUOTE, at, at + 1);
    site(f, MUTATE_QUOTE, end, end + 1);
    if (is_name(file->bytes + at + 1, end - at - 1)) site(f, MUTATE_NAME, at + 1, end);
    return end + 1;
}

/* The end of the entry `key = value` that begins at `from`: its comma, or the bracket that closes its table. */
static size_t entry_end(const mutation_file *file, size_t from) {
    int depth = 0;
    for (size_t i = from; i < file->size; i++) {
        char c = file->bytes[i];
        if (c == '\n' && !depth && file->yaml) return i;
        if (c == '"') {
            for (i++; i < file->size && file->bytes[i] != '"'; i++) {
            }
        } else if (c == '{' || c == '(' || c == '[') {
            depth++;
        } else if (c == '}' || c == ')' || c == ']') {
            if (!depth--) return i;
        } else if (c == ',' && !depth) {
            return i;
        }
    }
    return file->size;
}

static size_t word(mutation_folder *f, const mutation_file *file, size_t at, int depth) {
    size_t end = at;
    while (end < file->size && of_name(file->bytes[end])) end++;
    if (end - at >= 3) site(f, MUTATE_NAME, at, end);
    size_t next = end;
    while (next < file->size && file->bytes[next] == ' ') next++;
    char sign = file->yaml ? ':' : '=';
    if (depth && next + 1 < file->size && file->bytes[next] == sign && file->bytes[next + 1] != '=') {
        size_t over = entry_end(file, next);
        if (over < file->size) site(f, MUTATE_KEY, at, over);
    }
    return end;
}

/* YAML's plain prose (summary: Listen first …) has no tokens; what stands in flow maps and behind keys is read like Lua. */
static void scan(mutation_folder *f) {
    const mutation_file *file = &f->files[f->file_count];
    int depth = 0;
    for (size_t i = 0; i < file->size;) {
        char c = file->bytes[i];
        bool comment = file->yaml ? c == '#' && (!i || file->bytes[i - 1] == ' ' || file->bytes[i - 1] == '\n')
                                  : c == '-' && i + 1 < file->size && file->bytes[i + 1] == '-';
        if (comment || (file->yaml && !strncmp(file->bytes + i, "summary:", 8))) {
            while (i < file->size && file->bytes[i] != '\n') i++;
        } else if (c == '"' || (c == '\'' && !file->yaml)) {
            i = quoted(f, file, i);
        } else if (letter(c)) {
            i = word(f, file, i, depth);
        } else if (digit(c)) {
            size_t end = i;
            while (end < file->size && of_name(file->bytes[end])) end++;
            site(f, MUTATE_NUMBER, i, end);
            i = end;
        } else {
            if (c == '{' || c == '[' || c == '(') depth++;
            if ((c == '}' || c == ']' || c == ')') && depth) depth--;
            if (c == ',') site(f, MUTATE_COMMA, i, i + 1);
            i++;
        }
    }
}

static void read_one(mutation_folder *f, const char *folder, const char *name) {
    char path[512];
    mutation_file *file = &f->files[f->file_count];
    assert_true(f->file_count < 64);
    fit(path, sizeof path, "%s/%s", folder, name);
    fit(file->name, sizeof file->name, "%s", name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    fseek(in, 0, SEEK_END);
    file->size = (size_t)ftell(in);
    rewind(in);
    file->bytes = malloc(file->size + 1);
    assert_non_null(file->bytes);
    assert_int_equal(fread(file->bytes, 1, file->size, in), file->size);
    file->bytes[file->size] = 0;
    fclose(in);
    file->yaml = strstr(name, ".yaml") != NULL;
    scan(f);
    f->file_count++;
}

static int by_name(const void *a, const void *b) { return strcmp(a, b); }

void mutation_read(mutation_folder *f, const char *folder) {
    static const char *const within[] = {"", "messages/"};
    memset(f, 0, sizeof *f);
    for (size_t w = 0; w < 2; w++) {
        char path[512], names[64][300];
        size_t count = 0;
        fit(path, sizeof path, "%s/%s", folder, within[w]);
        DIR *d = opendir(path);
        assert_non_null(d);
        for (struct dirent *e; (e = readdir(d)) && count < 64;)
            if (strstr(e->d_name, ".lua") || strstr(e->d_name, ".yaml")) fit(names[count++], sizeof names[0], "%s%s", within[w], e->d_name);
        closedir(d);
        qsort(names, count, sizeof names[0], by_name);
        for (size_t i = 0; i < count; i++) read_one(f, folder, names[i]);
    }
}

void mutation_free(mutation_folder *f) {
    for (int i = 0; i < f->file_count; i++) free(f->files[i].bytes);
    free(f->sites);
}

/* ---- the slip itself ---- */
static void misspell(support_random *r, char *token, size_t *n) {
    size_t at = (size_t)support_between(r, 1, (int64_t)*n - 2);
    char c = token[at];
    switch (support_between(r, 0, 2)) {
    case 0: /* a letter lost */
        memmove(token + at, token + at + 1, *n - at);
        --*n;
        return;
    case 1: /* two letters swapped; the same twice: one of them doubled */
        if (token[at + 1] != c) {
            token[at] = token[at + 1];
            token[at + 1] = c;
            return;
        }
        break;
    default: break;
    }
    memmove(token + at + 1, token + at, *n - at + 1); /* a letter doubled */
    ++*n;
}

static void change_number(support_random *r, char *token, size_t *n) {
    char last = token[*n - 1];
    switch (support_between(r, 0, 3)) {
    case 0:
        token[*n] = '0';
        token[++*n] = 0;
        return;                                                           /* ten times as much */
    case 1: token[*n - 1] = (char)(last == '9' ? '8' : last + 1); return; /* one more */
    case 2: token[*n - 1] = (char)(last == '0' ? '1' : last - 1); return; /* one less */
    default: token[0] = (char)(token[0] == '9' ? '1' : token[0] + 1); return;
    }
}

char *mutation_make(const mutation_folder *f, support_random *r, const mutation_site **site_out, size_t *size, char *said, size_t room) {
    mutation_kind kind = (mutation_kind)support_between(r, 0, MUTATE_KINDS - 1);
    size_t nth = (size_t)support_between(r, 0, (int64_t)f->by_kind[kind] - 1);
    const mutation_site *s = f->sites;
    for (;; s++)
        if (s->kind == kind && !nth--) break;
    const mutation_file *file = &f->files[s->file];
    size_t n = s->to - s->from;
    char *token = malloc(2 * n + 16), *out = malloc(file->size + 2 * n + 16);
    assert_true(token && out);
    memcpy(token, file->bytes + s->from, n);
    token[n] = 0;
    switch (kind) {
    case MUTATE_QUOTE:
    case MUTATE_COMMA: n = 0; break;
    case MUTATE_KEY:
        memcpy(token + n, ", ", 2);
        memcpy(token + n + 2, file->bytes + s->from, n);
        n = 2 * n + 2;
        break;
    case MUTATE_NUMBER: change_number(r, token, &n); break;
    default: misspell(r, token, &n); break;
    }
    memcpy(out, file->bytes, s->from);
    memcpy(out + s->from, token, n);
    memcpy(out + s->from + n, file->bytes + s->to, file->size - s->to);
    *size = s->from + n + file->size - s->to;
    int line = 1;
    for (size_t i = 0; i < s->from; i++) line += file->bytes[i] == '\n';
    snprintf(said, room, "%s:%d: %s: %.*s -> %.*s", file->name, line, mutation_names[kind], (int)(s->to - s->from), file->bytes + s->from, (int)n, token);
    for (char *p = said; *p; p++)
        if (*p == '\n') *p = ' ';
    free(token);
    *site_out = s;
    return out;
}
