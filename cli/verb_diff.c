/* verb_diff.c: what a change of policy would do to people, before it is made. */
#include <string.h>

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

static int run(ruth_diff *d, const cli_options *o) {
    static const char *const standard_input[] = {"-"};
    const char *const *files = o->file_count ? o->files : standard_input;
    cli_progress progress;
    size_t broken = 0;
    int code = 0;
    cli_progress_start(&progress, o, "compared");
    for (int i = 0; !code && i < (o->file_count ? o->file_count : 1); i++) code = diff_file(d, files[i], &progress);
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
        fputs("ruth diff: which two policies? ruth diff -p OLD -p NEW [FILE…]\n", stderr);
        return EXIT_USAGE;
    }
    ruth_engine *engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    const ruth_diff_options options = {.size = sizeof options, .now = o->at, .by = o->by, .by_count = (size_t)o->by_count, .guards = o->guards, .guard_count = (size_t)o->guard_count};
    ruth_status st = ruth_diff_open(engine, o->policy, o->newer, &options, &d, &e);
    int code = st == RUTH_OK ? run(d, o) : st == RUTH_E_ARGUMENT ? EXIT_USAGE : st == RUTH_E_NOMEM || st == RUTH_E_INTERNAL ? EXIT_INTERNAL : EXIT_NOT_LOADED;
    if (st != RUTH_OK) cli_say_error(&e);
    ruth_diff_free(d);
    ruth_engine_free(engine);
    return code;
}
