/* verb_try.c: one file alone, in the sandbox or through a policy's readers; what came of it is one line. */
#include "cli/cli.h"
#include "engine/include/ruth_author.h"

int cli_try(const cli_options *o) {
    ruth_engine *engine = NULL;
    ruth_try *tried = NULL;
    ruth_error e;
    if (o->file_count != 1) {
        fputs("ruth try: which file? ruth try FILE.lua, FILE.yaml or FILE.json\n", stderr);
        return EXIT_USAGE;
    }
    if (ruth_engine_new(NULL, &engine, &e) != RUTH_OK) {
        cli_say_error(&e);
        return EXIT_INTERNAL;
    }
    int good = 0, code = EXIT_DONE;
    ruth_status st = ruth_try_open(engine, o->files[0], &tried, &e);
    if (st != RUTH_OK) {
        cli_say_error(&e);
        code = st == RUTH_E_ARGUMENT ? EXIT_USAGE : EXIT_INTERNAL;
    } else {
        ruth_text line = ruth_try_line(tried, &good);
        bool written = fwrite(line.bytes, 1, line.length, stdout) == line.length && putchar('\n') != EOF && fflush(stdout) == 0;
        code = !written ? EXIT_INTERNAL : good ? EXIT_DONE : EXIT_FINDINGS;
    }
    ruth_try_free(tried);
    ruth_engine_free(engine);
    return code;
}
