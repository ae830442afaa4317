/* verb_diff.c: what a change of policy would do to people, before it is made. */
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

enum { LINE_LIMIT = 1 << 20 };

static int diff_file(ruth_diff *d, const char *path, cli_progress *progress) {
    cli_lines *in = cli_lines_open(path, LINE_LIMIT);
    cli_line line;
    ruth_error e;
    int got = 1, code = 0;
    if (!in) return EXIT_USAGE;
    while (!code && (got = cli_lines_next(in, &line, NULL, NULL)) > 0) {
        ruth_status st = ruth_diff_line(d, line.bytes, line.length, &e);
        cli_progress_step(progress, st == RUTH_E_REQUEST);
        if (st != RUTH_OK && st != RUTH_E_REQUEST) {
            cli_say_error(&e);
            code = EXIT_INTERNAL;
        }
    }
    if (!code && got < 0) code = EXIT_INTERNAL;
    cli_lines_close(in);
    return code;
}

/* Does the file begin as SQLite's do? What comes through a pipe is never looked into: it can be read but once. */
static bool is_ledger(const char *path) {
    char head[16] = "";
    struct stat st;
    FILE *f = strcmp(path, "-") && !stat(path, &st) && S_ISREG(st.st_mode) ? fopen(path, "rb") : NULL;
    if (!f) return false;
    size_t n = fread(head, 1, sizeof head, f);
    fclose(f);
    return n == sizeof head && !memcmp(head, "SQLite format 3", sizeof head);
}

static int diff_row(ruth_diff *d, ruth_ledger *ledger, uint64_t row, cli_progress *progress, ruth_error *e) {
    ruth_ledger_row r;
    if (ruth_ledger_read(ledger, row, &r, e) != RUTH_OK) return EXIT_CHAIN_BROKEN;
    if (r.erased) {
        ruth_diff_passed_over(d);
        return 0;
    }
    ruth_status st = ruth_diff_line(d, r.request.bytes, r.request.length, e);
    cli_progress_step(progress, st == RUTH_E_REQUEST);
    return st == RUTH_OK || st == RUTH_E_REQUEST ? 0 : EXIT_INTERNAL;
}

/* The requests that a ledger keeps, each with the contacts that were known then. */
static int diff_ledger(ruth_engine *engine, ruth_diff *d, const char *path, const cli_options *o, cli_progress *progress) {
    ruth_ledger *ledger = NULL;
    ruth_error e;
    int64_t from, until;
    int code = 0;
    if (o->days) {
        fputs("ruth diff: --days lives people through days from where they stand; a ledger has them as they stood on many days\n", stderr);
        return EXIT_USAGE;
    }
    if (!cli_span("diff", o, &from, &until)) return EXIT_USAGE;
    ruth_status st = ruth_ledger_open(engine, path, RUTH_LEDGER_READ, &ledger, &e);
    if (st != RUTH_OK) code = st == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : EXIT_USAGE;
    for (uint64_t row = 0; !code;) {
        if (ruth_ledger_next(ledger, row, from, until, &row, &e) != RUTH_OK) code = EXIT_CHAIN_BROKEN;
        else if (!row) break;
        else code = diff_row(d, ledger, row, progress, &e);
    }
    if (code) cli_say_error(&e);
    ruth_ledger_close(ledger);
    return code;
}

static int no_ledger(const char *path) {
    fprintf(stderr, "ruth diff: %s is no ledger; --from and --to are about the decisions of a ledger\n", path);
    return EXIT_USAGE;
}

static int write_to(ruth_diff *d, FILE *to, ruth_diff_format format, size_t *broken) {
    ruth_text text;
    ruth_error e;
    if (ruth_diff_write(d, format, &text, broken, &e) != RUTH_OK) {
        cli_say_error(&e);
        return EXIT_INTERNAL;
    }
    bool line = format == RUTH_DIFF_JSON;
    return fwrite(text.bytes, 1, text.length, to) == text.length && (!line || fputc('\n', to) != EOF) && fflush(to) == 0 ? 0 : EXIT_INTERNAL;
}

static int write_page(ruth_diff *d, const cli_options *o) {
    FILE *page = fopen(o->page, "w");
    if (!page) {
        fprintf(stderr, "ruth diff: %s cannot be written\n", o->page);
        return EXIT_USAGE;
    }
    int code = write_to(d, page, o->lang && !strcmp(o->lang, "fr") ? RUTH_DIFF_HTML_FR : RUTH_DIFF_HTML, NULL);
    return fclose(page) == 0 ? code : EXIT_INTERNAL;
}

static int run(ruth_engine *engine, ruth_diff *d, const cli_options *o) {
    static const char *const standard_input[] = {"-"};
    const char *const *files = o->file_count ? o->files : standard_input;
    cli_progress progress;
    size_t broken = 0;
    int code = 0;
    cli_progress_start(&progress, o, "compared");
    for (int i = 0; !code && i < (o->file_count ? o->file_count : 1); i++) {
        if (is_ledger(files[i])) code = diff_ledger(engine, d, files[i], o, &progress);
        else if (o->from || o->until) code = no_ledger(files[i]);
        else code = diff_file(d, files[i], &progress);
    }
    if (code) return code;
    cli_progress_end(&progress);
    if (o->page && (code = write_page(d, o))) return code;
    code = write_to(d, stdout, o->json ? RUTH_DIFF_JSON : RUTH_DIFF_TEXT, &broken);
    return code ? code : broken ? EXIT_FINDINGS : progress.rejected ? EXIT_REJECTED : EXIT_DONE;
}

int cli_diff(const cli_options *o) {
    ruth_diff *d = NULL;
    ruth_error e;
    if (!o->policy || !o->newer) {
        fputs("ruth diff: which two policies? ruth diff -p OLD -p NEW [FILE…|DB]\n", stderr);
        return EXIT_USAGE;
    }
    ruth_engine *engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    const ruth_diff_options options = {.size = sizeof options,
                                       .now = o->at,
                                       .by = o->by,
                                       .by_count = (size_t)o->by_count,
                                       .guards = o->guards,
                                       .guard_count = (size_t)o->guard_count,
                                       .days = o->days,
                                       .seed = o->seed};
    ruth_status st = ruth_diff_open(engine, o->policy, o->newer, &options, &d, &e);
    int code = st == RUTH_OK                                 ? run(engine, d, o)
               : st == RUTH_E_ARGUMENT                       ? EXIT_USAGE
               : st == RUTH_E_NOMEM || st == RUTH_E_INTERNAL ? EXIT_INTERNAL
                                                             : EXIT_NOT_LOADED;
    if (st != RUTH_OK) cli_say_error(&e);
    ruth_diff_free(d);
    ruth_engine_free(engine);
    return code;
}
