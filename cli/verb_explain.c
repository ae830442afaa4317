/* verb_explain.c: one decision again, with everything that led to it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

enum { LINE_LIMIT = 1 << 20 };

typedef struct telling {
    const cli_options *o;
    ruth_explainer *explainer;
    ruth_explain_options options;
    unsigned long long line, told, rejected;
} telling;

static bool read_audience(const char *word, ruth_audience *out) {
    static const struct {
        const char *word;
        ruth_audience audience;
    } words[] = {{"officer", RUTH_FOR_OFFICER}, {"person", RUTH_FOR_PERSON}, {"examiner", RUTH_FOR_EXAMINER}};
    *out = RUTH_FOR_OFFICER;
    for (size_t i = 0; word && i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i].word) != 0) continue;
        *out = words[i].audience;
        return true;
    }
    if (!word) return true;
    fprintf(stderr, "ruth explain: --for takes officer, person or examiner, not %s\n", word);
    return false;
}

static bool blank(const cli_line *line) {
    for (size_t i = 0; i < line->length; i++)
        if (!strchr(" \t\r", line->bytes[i])) return false;
    return true;
}

static int explain_line(telling *t, const char *path, const cli_line *line) {
    ruth_text text;
    ruth_error e;
    ruth_status st = ruth_explain(t->explainer, line->bytes, line->length, &t->options, &text, NULL, &e);
    if (st == RUTH_E_REQUEST) {
        t->rejected++;
        fprintf(stderr, "%s:%llu: rejected: %s\n", strcmp(path, "-") ? path : "standard input", t->line, e.message);
        return 0;
    }
    if (st != RUTH_OK) {
        cli_say_error(&e);
        return st == RUTH_E_ARGUMENT ? EXIT_USAGE : EXIT_INTERNAL;
    }
    if (t->told++ && !t->o->json) fputc('\n', stdout);
    if (fwrite(text.bytes, 1, text.length, stdout) != text.length) return EXIT_INTERNAL;
    if (t->o->json) fputc('\n', stdout);
    return 0;
}

static int explain_file(telling *t, const char *path) {
    cli_lines *in = cli_lines_open(path, LINE_LIMIT);
    cli_line line;
    int got = 1, code = 0;
    if (!in) return EXIT_USAGE;
    t->line = 0;
    while (!code && (got = cli_lines_next(in, &line, NULL, NULL)) > 0) {
        t->line++;
        if (!blank(&line)) code = explain_line(t, path, &line);
    }
    if (!code && got < 0) code = EXIT_INTERNAL;
    cli_lines_close(in);
    return code;
}

static int explain_all(telling *t) {
    int code = 0;
    cli_hold();
    if (!t->o->file_count) code = explain_file(t, "-");
    for (int i = 0; !code && i < t->o->file_count; i++) code = explain_file(t, t->o->files[i]);
    cli_release();
    if (!code && !t->told && !t->rejected) {
        fputs("ruth explain: there is no request to explain; it is one line of JSON, in FILE or on standard input\n", stderr);
        code = EXIT_USAGE;
    }
    return !code && t->rejected ? EXIT_REJECTED : code;
}

int cli_explain(const cli_options *o) {
    ruth_engine *engine = NULL;
    ruth_error e;
    const char *no_color = getenv("NO_COLOR");
    bool color = isatty(STDOUT_FILENO) && !(no_color && *no_color);
    telling t = {.o = o,
                 .options = {.size = sizeof t.options,
                             .lang = o->lang,
                             .now = o->at,
                             .all = o->all,
                             .format = o->json ? RUTH_AS_JSON
                                       : color ? RUTH_AS_COLOR
                                               : RUTH_AS_TEXT}};
    if (!o->policy) {
        fputs("ruth explain: which policy? ruth explain -p POLICY [FILE]\n", stderr);
        return EXIT_USAGE;
    }
    if (!read_audience(o->audience, &t.options.audience)) return EXIT_USAGE;
    engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    int code = 0;
    if (ruth_explainer_new(engine, o->policy, &t.explainer, &e) != RUTH_OK) {
        cli_say_error(&e);
        code = EXIT_NOT_LOADED;
    }
    if (!code) code = explain_all(&t);
    ruth_explainer_free(t.explainer);
    ruth_engine_free(engine);
    return code;
}
