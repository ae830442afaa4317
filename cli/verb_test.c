/* verb_test.c: the cases and guarantees of a policy, marked like an exam. */
#include "cli/cli.h"
#include "engine/include/ruth_author.h"

static int report(ruth_test *test, const cli_options *o) {
    ruth_text text;
    ruth_error e;
    size_t failed = 0;
    ruth_format format = o->json ? RUTH_AS_JSON : o->junit ? RUTH_AS_JUNIT : cli_color() ? RUTH_AS_COLOR : RUTH_AS_TEXT;
    if (ruth_test_write(test, format, &text, &e) != RUTH_OK) {
        cli_say_error(&e);
        return EXIT_INTERNAL;
    }
    if (fwrite(text.bytes, 1, text.length, stdout) != text.length || fflush(stdout) != 0) return EXIT_INTERNAL;
    ruth_test_counts(test, NULL, &failed);
    return failed ? EXIT_FINDINGS : EXIT_DONE;
}

int cli_test(const cli_options *o) {
    ruth_engine *engine = NULL;
    ruth_test *test = NULL;
    ruth_error e;
    const char *folder = o->policy && !o->file_count ? o->policy : !o->policy && o->file_count == 1 ? o->files[0] : NULL;
    if (!folder || (o->json && o->junit)) {
        fputs(folder ? "ruth test: --json or --junit, not both\n" : "ruth test: which policy? one at a time: ruth test POLICY\n", stderr);
        return EXIT_USAGE;
    }
    ruth_test_options options = {.size = sizeof options, .seed = o->seed, .people = o->people, .only = o->only, .all = o->all};
    engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    ruth_status st = ruth_test_run(engine, folder, &options, &test, &e);
    int code = st == RUTH_OK                                 ? report(test, o)
               : st == RUTH_E_ARGUMENT                       ? EXIT_USAGE
               : st == RUTH_E_NOMEM || st == RUTH_E_INTERNAL ? EXIT_INTERNAL
                                                             : EXIT_NOT_LOADED;
    if (st != RUTH_OK) cli_say_error(&e);
    ruth_test_free(test);
    ruth_engine_free(engine);
    return code;
}
