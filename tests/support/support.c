/* support.c: see support.h. */
#include "tests/support/support.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const support_file minimal[] = {
    {"policy.yaml", "policy: test\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD, CAD], source: host }\nbalance: { type: money, source: host }\n"},
    {"segments.lua", "segment \"all\" { when = otherwise }\n"},
    {NULL, NULL},
};

static void write_file(const char *folder, const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (char *p = path + strlen(folder) + 1; (p = strchr(p, '/')); p++) {
        *p = 0;
        mkdir(path, 0700);
        *p = '/';
    }
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

const char *support_folder(const support_file *files) {
    static char folder[256];
    snprintf(folder, sizeof folder, "/tmp/ruth-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    for (const support_file *m = minimal; m->name; m++) {
        const support_file *f = files;
        while (f->name && strcmp(f->name, m->name) != 0) f++;
        if (!f->name) write_file(folder, m->name, m->text);
    }
    for (const support_file *f = files; f->name; f++) write_file(folder, f->name, f->text);
    return folder;
}

void support_remove(const char *folder) {
    DIR *d = opendir(folder);
    if (!d) return;
    for (struct dirent *e; (e = readdir(d));) {
        char path[600];
        struct stat st;
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) support_remove(path);
        else unlink(path);
    }
    closedir(d);
    rmdir(folder);
}

void support_open(support_world *w, const support_file *files) {
    memset(w, 0, sizeof *w);
    snprintf(w->folder, sizeof w->folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &w->engine, &w->error), RUTH_OK);
    if (ruth_policy_load(w->engine, w->folder, &w->policy, &w->error) != RUTH_OK)
        fail_msg("%s:%d:%d: %s", w->error.file, w->error.line, w->error.column, w->error.message);
    assert_int_equal(ruth_session_new(w->policy, &w->session, &w->error), RUTH_OK);
}

ruth_status support_load_status(support_world *w, const support_file *files) {
    memset(w, 0, sizeof *w);
    snprintf(w->folder, sizeof w->folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &w->engine, NULL), RUTH_OK);
    ruth_status st = ruth_policy_load(w->engine, w->folder, &w->policy, &w->error);
    ruth_error e = w->error;
    support_close(w);
    w->error = e;
    return st;
}

void support_close(support_world *w) {
    ruth_session_free(w->session);
    ruth_policy_release(w->policy);
    ruth_engine_free(w->engine);
    support_remove(w->folder);
    memset(w, 0, sizeof *w);
}

const char *support_decide(support_world *w, const char *line) {
    static char copy[1 << 18];
    ruth_text t;
    ruth_status st = ruth_decide_line(w->session, line, strlen(line), 1, &t, &w->error);
    if (st != RUTH_OK && st != RUTH_E_REQUEST) fail_msg("status %d: %s", (int)st, w->error.message);
    assert_true(t.length < sizeof copy);
    memcpy(copy, t.bytes, t.length);
    copy[t.length] = 0;
    return copy;
}

char *support_copy(ruth_text text) {
    char *copy = malloc(text.length + 1);
    assert_non_null(copy);
    if (text.length) memcpy(copy, text.bytes, text.length);
    copy[text.length] = 0;
    return copy;
}

void support_assert_has(const char *text, const char *part, const char *file, int line) {
    if (strstr(text, part)) return;
    print_error("%s:%d: expected to find\n  %s\nin\n  %s\n", file, line, part, text);
    _fail(file, line);
}

void support_assert_lacks(const char *text, const char *part, const char *file, int line) {
    if (!strstr(text, part)) return;
    print_error("%s:%d: did not expect\n  %s\nin\n  %s\n", file, line, part, text);
    _fail(file, line);
}

uint64_t support_next(support_random *r) {
    uint64_t z = (r->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int64_t support_between(support_random *r, int64_t low, int64_t high) { return low + (int64_t)(support_next(r) % ((uint64_t)(high - low) + 1)); }

long support_scaled(long count) {
    const char *s = getenv("RUTH_SCALE");
    long scale = s ? atol(s) : 1000, n = count / 1000 * scale + count % 1000 * scale / 1000;
    return n < 1 ? 1 : n;
}
