/* verb_whatif.c: what would have to be otherwise for a decision to change. */
#include <string.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

enum { LINE_LIMIT = 1 << 20 };

typedef struct asking {
    const cli_options *o;
    ruth_whatif *whatif;
    unsigned long long line, told, rejected;
} asking;

static bool blank(const cli_line *line) {
    for (size_t i = 0; i < line->length; i++)
        if (!strchr(" \t\r", line->bytes[i])) return false;
    return true;
}

static int ask(asking *a, const char *path, const cli_line *line) {
    ruth_text text;
    ruth_error e;
    ruth_status st = ruth_whatif_ask(a->whatif, line->bytes, line->length, a->o->want, a->o->at, a->o->json ? RUTH_AS_JSON : RUTH_AS_TEXT, &text, &e);
    if (st == RUTH_E_REQUEST) {
        a->rejected++;
        fprintf(stderr, "%s:%llu: rejected: %s\n", strcmp(path, "-") ? path : "standard input", a->line, e.message);
        return 0;
    }
    if (st != RUTH_OK) {
        cli_say_error(&e);
        return st == RUTH_E_ARGUMENT ? EXIT_USAGE : EXIT_INTERNAL;
    }
    if (a->told++ && !a->o->json) fputc('\n', stdout);
    if (fwrite(text.bytes, 1, text.length, stdout) != text.length) return EXIT_INTERNAL;
    if (a->o->json) fputc('\n', stdout);
    return 0;
}

static int ask_file(asking *a, const char *path) {
    cli_lines *in = cli_lines_open(path, LINE_LIMIT);
    cli_line line;
    int got = 1, code = 0;
    if (!in) return EXIT_USAGE;
    a->line = 0;
    while (!code && (got = cli_lines_next(in, &line, NULL, NULL)) > 0) {
        a->line++;
        if (!blank(&line)) code = ask(a, path, &line);
    }
    if (!code && got < 0) code = EXIT_INTERNAL;
    cli_lines_close(in);
    return code;
}

static int ask_all(asking *a) {
    cli_hold();
    int code = a->o->file_count ? 0 : ask_file(a, "-");
    for (int i = 0; !code && i < a->o->file_count; i++) code = ask_file(a, a->o->files[i]);
    cli_release();
    if (!code && !a->told && !a->rejected) {
        fputs("ruth whatif: there is no request; it is one line of JSON, in FILE or on standard input\n", stderr);
        code = EXIT_USAGE;
    }
    return !code && a->rejected ? EXIT_REJECTED : code;
}

int cli_whatif(const cli_options *o) {
    ruth_error e;
    asking a = {.o = o};
    if (!o->policy) {
        fputs("ruth whatif: which policy? ruth whatif -p POLICY [FILE]\n", stderr);
        return EXIT_USAGE;
    }
    ruth_engine *engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    int code = 0;
    if (ruth_whatif_new(engine, o->policy, &a.whatif, &e) != RUTH_OK) {
        cli_say_error(&e);
        code = EXIT_NOT_LOADED;
    }
    if (!code) code = ask_all(&a);
    ruth_whatif_free(a.whatif);
    ruth_engine_free(engine);
    return code;
}
