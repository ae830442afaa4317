/* verb_import.c: a table and its map → requests on standard output; what cannot be used goes to --rejects with row, column and reason. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

enum { SHOWN = 20 }; /* rejects said on standard error when there is no file for them */

typedef struct job {
    const cli_options *o;
    FILE *in, *rejects;
    int failed; /* errno of a write that failed; 0: none */
    ruth_import *import;
    cli_progress progress;
} job;

static long read_table(void *context, char *into, size_t room) {
    job *j = context;
    if (!cli_release()) j->failed = errno;                  /* rows so far are out, whole, before anything may stop or block us */
    size_t n = j->failed ? 0 : fread(into, 1, room, j->in); /* what comes could go nowhere */
    cli_hold();
    return n == 0 && (j->failed || ferror(j->in)) ? -1 : (long)n;
}

/* One cell of the rejects file: quoted when it must be. */
static void put_cell(FILE *to, const char *text, size_t n) {
    if (!n || (!memchr(text, ',', n) && !memchr(text, '"', n) && !memchr(text, '\n', n))) {
        if (n) fwrite(text, 1, n, to);
        return;
    }
    fputc('"', to);
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"') fputc('"', to);
        fputc(text[i], to);
    }
    fputc('"', to);
}

static void say_reject(job *j, const ruth_import_problem *p) {
    if (j->rejects) {
        fprintf(j->rejects, "%llu,", (unsigned long long)p->row);
        put_cell(j->rejects, p->column.bytes, p->column.length);
        fputc(',', j->rejects);
        put_cell(j->rejects, p->reason, strlen(p->reason));
        fputc('\n', j->rejects);
        return;
    }
    if (j->progress.rejected >= SHOWN) return;
    fprintf(stderr, "row %llu%s%.*s: %s\n", (unsigned long long)p->row, p->column.bytes ? ", column " : "", (int)p->column.length,
            p->column.bytes ? p->column.bytes : "", p->reason);
}

static int not_written(int why) {
    fprintf(stderr, "ruth: standard output: %s\n", strerror(why));
    return EXIT_INTERNAL;
}

static int rows(job *j) {
    ruth_text line;
    ruth_import_problem problem;
    ruth_error e;
    for (;;) {
        ruth_status st = ruth_import_next(j->import, &line, &problem, &e);
        if (st == RUTH_OK && !line.bytes) return 0;
        if (st != RUTH_OK && st != RUTH_E_REQUEST) {
            if (j->failed) return not_written(j->failed);
            cli_say_error(&e);
            return EXIT_INTERNAL;
        }
        if (st == RUTH_E_REQUEST) say_reject(j, &problem);
        else if (!cli_put_line(line.bytes, line.length)) return not_written(errno);
        cli_progress_step(&j->progress, st == RUTH_E_REQUEST);
    }
}

static void say_assumptions(const job *j) {
    if (j->o->quiet) return;
    for (size_t i = 0;; i++) {
        ruth_text t = ruth_import_assumption(j->import, i);
        if (!t.bytes) return;
        fprintf(stderr, "assumed: %.*s\n", (int)t.length, t.bytes);
    }
}

static int finish(job *j, int code) {
    if (!cli_release() && !code) code = not_written(errno);
    bool kept = !j->rejects || !ferror(j->rejects);
    if (j->rejects && fclose(j->rejects) != 0) kept = false;
    j->rejects = NULL;
    if (code) return code;
    cli_progress_end(&j->progress);
    if (!kept) {
        fprintf(stderr, "ruth import: %s could not be written\n", j->o->rejects);
        return EXIT_INTERNAL;
    }
    if (!j->progress.rejected) return EXIT_DONE;
    if (!j->o->quiet)
        fprintf(stderr, "ruth: %llu of %llu rows were rejected%s%s\n", j->progress.rejected, j->progress.done, j->o->rejects ? ", see " : "",
                j->o->rejects ? j->o->rejects : "");
    return EXIT_REJECTED;
}

static int run(job *j, ruth_engine *engine) {
    ruth_error e;
    const char *path = j->o->files[0];
    j->in = strcmp(path, "-") ? fopen(path, "rb") : stdin;
    if (!j->in) {
        fprintf(stderr, "ruth: %s: %s\n", path, strerror(errno));
        return EXIT_USAGE;
    }
    if (ruth_import_open(engine, j->o->map, read_table, j, &j->import, &e) != RUTH_OK) {
        cli_say_error(&e);
        return EXIT_NOT_LOADED;
    }
    if (j->o->rejects && !(j->rejects = fopen(j->o->rejects, "wb"))) {
        fprintf(stderr, "ruth: %s: %s\n", j->o->rejects, strerror(errno));
        return EXIT_USAGE;
    }
    if (j->rejects) fputs("row,column,reason\n", j->rejects);
    say_assumptions(j);
    cli_progress_start(&j->progress, j->o, "imported");
    return finish(j, rows(j));
}

int cli_import(const cli_options *o) {
    ruth_engine *engine = NULL;
    ruth_error e;
    job j = {.o = o};
    if (!o->map || o->file_count != 1) {
        fputs("ruth import: ruth import --map MAP.yaml [--rejects FILE] FILE.csv\n", stderr);
        return EXIT_USAGE;
    }
    if (ruth_engine_new(NULL, &engine, &e) != RUTH_OK) {
        cli_say_error(&e);
        return EXIT_INTERNAL;
    }
    int code = run(&j, engine);
    if (j.rejects) fclose(j.rejects);
    if (j.in && j.in != stdin) fclose(j.in);
    ruth_import_free(j.import);
    ruth_engine_free(engine);
    return code;
}
