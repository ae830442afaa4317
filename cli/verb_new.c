/* verb_new.c: a folder to start from. */
#include <string.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

int cli_new(const cli_options *o) {
    ruth_error e;
    if (o->file_count != 2 || strcmp(o->files[0], "policy") != 0) {
        fputs("ruth new: expected ruth new policy FOLDER\n", stderr);
        return EXIT_USAGE;
    }
    const char *folder = o->files[1];
    ruth_status st = ruth_new_policy(folder, &e);
    if (st != RUTH_OK) {
        cli_say_error(&e);
        return st == RUTH_E_ARGUMENT ? EXIT_USAGE : EXIT_INTERNAL;
    }
    if (!o->quiet)
        printf("%s is made: a small policy, every file with a word on what it is for.\n\n"
               "  ruth check %s      every slip, the worst first\n"
               "  ruth test %s       its cases, marked like an exam\n"
               "  ruth explain -p %s %s/request.json      one person, and why\n",
               folder, folder, folder, folder, folder);
    return EXIT_DONE;
}
