/* verb_lint_text.c: a text (a file, or standard input) → what in it is not said to people, what is hard to read, and what to write instead. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

enum { FIRST = 1 << 16, MOST = (16 << 20) + 1 };

/* All of it, or one byte more than a text may have; NULL: said. Yours to free. */
static char *read_all(const char *path, size_t *length) {
    FILE *in = strcmp(path, "-") ? fopen(path, "rb") : stdin;
    size_t room = FIRST;
    char *bytes = in ? malloc(room) : NULL;
    *length = 0;
    while (bytes && *length < MOST) {
        if (*length == room) {
            char *more = realloc(bytes, room *= 2);
            if (!more) break;
            bytes = more;
        }
        size_t n = fread(bytes + *length, 1, room - *length, in);
        *length += n;
        if (!n) break;
    }
    if (in && bytes && !ferror(in)) {
        if (in != stdin) fclose(in);
        return bytes;
    }
    fprintf(stderr, "ruth: %s: %s\n", path, strerror(errno));
    if (in && in != stdin) fclose(in);
    free(bytes);
    return NULL;
}

static int report(ruth_wording *w, const cli_options *o) {
    ruth_text text;
    ruth_error e;
    if (ruth_wording_write(w, o->json ? RUTH_AS_JSON : cli_color() ? RUTH_AS_COLOR : RUTH_AS_TEXT, &text, &e) != RUTH_OK) {
        cli_say_error(&e);
        return EXIT_INTERNAL;
    }
    if (fwrite(text.bytes, 1, text.length, stdout) != text.length || fflush(stdout) != 0) return EXIT_INTERNAL;
    return ruth_wording_count(w) ? EXIT_FINDINGS : EXIT_DONE;
}

int cli_lint_text(const cli_options *o) {
    ruth_engine *engine = NULL;
    ruth_wording *w = NULL;
    ruth_error e;
    size_t length;
    const char *path = o->file_count ? o->files[0] : "-";
    if (o->file_count > 1) {
        fputs("ruth lint-text: one text at a time: ruth lint-text [--lang LANG] [FILE]\n", stderr);
        return EXIT_USAGE;
    }
    char *bytes = read_all(path, &length);
    if (!bytes) return EXIT_USAGE;
    ruth_wording_options options = {.size = sizeof options, .lang = o->lang, .name = strcmp(path, "-") ? path : "text"};
    ruth_status st = ruth_engine_new(NULL, &engine, &e);
    if (!st) st = ruth_wording_run(engine, bytes, length, &options, &w, &e);
    int code = st == RUTH_OK ? report(w, o) : st == RUTH_E_ARGUMENT ? EXIT_USAGE : EXIT_INTERNAL;
    if (st) cli_say_error(&e);
    ruth_wording_free(w);
    ruth_engine_free(engine);
    free(bytes);
    return code;
}
