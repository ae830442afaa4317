/* verb_check.c: every slip of a policy, the worst first. */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

/* The only clock of the tools: what has expired by today. --at replaces it. */
static const char *today(char out[32]) {
    time_t now = time(NULL);
    struct tm t;
    gmtime_r(&now, &t);
    strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &t);
    return out;
}

bool cli_color(void) { return isatty(STDOUT_FILENO) && !getenv("NO_COLOR"); }

static int report(ruth_check *check, const cli_options *o) {
    ruth_text text;
    ruth_error e;
    ruth_format format = o->json ? RUTH_AS_JSON : cli_color() ? RUTH_AS_COLOR : RUTH_AS_TEXT;
    if (ruth_check_write(check, format, &text, &e) != RUTH_OK) {
        cli_say_error(&e);
        return EXIT_INTERNAL;
    }
    if (fwrite(text.bytes, 1, text.length, stdout) != text.length || fflush(stdout) != 0) return EXIT_INTERNAL;
    size_t counted = ruth_check_count(check, 0) + (o->strict ? ruth_check_count(check, 1) : 0);
    return counted ? EXIT_FINDINGS : EXIT_DONE;
}

int cli_check(const cli_options *o) {
    char now[32];
    ruth_engine *engine = NULL;
    ruth_check *check = NULL;
    ruth_error e;
    const char *folder = o->policy ? o->policy : o->file_count == 1 ? o->files[0] : NULL;
    if (!folder) {
        fputs("ruth check: which policy? ruth check POLICY\n", stderr);
        return EXIT_USAGE;
    }
    ruth_check_options options = {.size = sizeof options, .now = o->at ? o->at : today(now), .strict = o->strict, .all = o->all};
    engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    ruth_status st = ruth_check_run(engine, folder, &options, &check, &e);
    int code = st == RUTH_OK ? report(check, o) : st == RUTH_E_ARGUMENT ? EXIT_USAGE : st == RUTH_E_IO ? EXIT_NOT_LOADED : EXIT_INTERNAL;
    if (st != RUTH_OK) cli_say_error(&e);
    ruth_check_free(check);
    ruth_engine_free(engine);
    return code;
}
