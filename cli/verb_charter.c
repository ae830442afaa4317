/* verb_charter.c: the limits of a policy as one page in plain words. */
#include "cli/cli.h"
#include "engine/include/ruth_author.h"

static int print(ruth_charter_page *page, const cli_options *o) {
    const ruth_charter_page_options options = {.size = sizeof options, .lang = o->lang, .html = o->html};
    ruth_text text;
    ruth_error e;
    ruth_status st = ruth_charter_page_write(page, &options, &text, &e);
    if (st != RUTH_OK) {
        cli_say_error(&e);
        return st == RUTH_E_ARGUMENT ? EXIT_USAGE : EXIT_INTERNAL;
    }
    return fwrite(text.bytes, 1, text.length, stdout) == text.length && fflush(stdout) == 0 ? EXIT_DONE : EXIT_INTERNAL;
}

int cli_charter(const cli_options *o) {
    ruth_charter_page *page = NULL;
    ruth_error e;
    const char *folder = o->policy && !o->file_count ? o->policy : !o->policy && o->file_count == 1 ? o->files[0] : NULL;
    if (!folder) {
        fputs("ruth charter: which policy? one at a time: ruth charter POLICY\n", stderr);
        return EXIT_USAGE;
    }
    ruth_engine *engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    ruth_status st = ruth_charter_page_open(engine, folder, &page, &e);
    int code = st == RUTH_OK ? print(page, o) : st == RUTH_E_NOMEM || st == RUTH_E_INTERNAL ? EXIT_INTERNAL : EXIT_NOT_LOADED;
    if (st != RUTH_OK) cli_say_error(&e);
    ruth_charter_page_free(page);
    ruth_engine_free(engine);
    return code;
}
