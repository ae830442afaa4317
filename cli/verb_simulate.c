/* verb_simulate.c: a policy lived through for days, its contacts played back in. */
#include <errno.h>
#include <string.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

enum { LINE_LIMIT = 1 << 20 };

typedef struct living {
    const cli_options *o;
    ruth_simulation *simulation;
    FILE *contacts;
    cli_progress progress;
} living;

static bool blank(const cli_line *line) {
    for (size_t i = 0; i < line->length; i++)
        if (!strchr(" \t\r", line->bytes[i])) return false;
    return true;
}

static int live_line(living *l, const char *path, unsigned long long number, const cli_line *line) {
    ruth_text contacts;
    ruth_error e;
    ruth_status st = ruth_simulation_line(l->simulation, line->bytes, line->length, number, &contacts, &e);
    cli_progress_step(&l->progress, st == RUTH_E_REQUEST);
    if (st == RUTH_E_REQUEST) {
        if (!l->o->quiet) fprintf(stderr, "%s:%llu: rejected: %s\n", strcmp(path, "-") ? path : "standard input", number, e.message);
        return 0;
    }
    if (st != RUTH_OK) {
        cli_say_error(&e);
        return EXIT_INTERNAL;
    }
    if (!l->contacts || !contacts.length || fwrite(contacts.bytes, 1, contacts.length, l->contacts) == contacts.length) return 0;
    fprintf(stderr, "ruth simulate: %s: %s\n", l->o->contacts, strerror(errno));
    return EXIT_INTERNAL;
}

static int live_file(living *l, const char *path) {
    cli_lines *in = cli_lines_open(path, LINE_LIMIT);
    cli_line line;
    unsigned long long number = 0;
    int got = 1, code = 0;
    if (!in) return EXIT_USAGE;
    while (!code && (got = cli_lines_next(in, &line, NULL, NULL)) > 0) {
        number++;
        if (!blank(&line)) code = live_line(l, path, number, &line);
    }
    if (!code && got < 0) code = EXIT_INTERNAL;
    cli_lines_close(in);
    return code;
}

static int report(living *l) {
    ruth_text text;
    ruth_error e;
    if (ruth_simulation_write(l->simulation, l->o->json ? RUTH_AS_JSON : RUTH_AS_TEXT, &text, &e) != RUTH_OK) {
        cli_say_error(&e);
        return EXIT_INTERNAL;
    }
    bool written = fwrite(text.bytes, 1, text.length, stdout) == text.length && (!l->o->json || fputc('\n', stdout) != EOF) && fflush(stdout) == 0;
    return !written ? EXIT_INTERNAL : l->progress.rejected ? EXIT_REJECTED : EXIT_DONE;
}

static int run(living *l) {
    static const char *const standard_input[] = {"-"};
    const cli_options *o = l->o;
    const char *const *files = o->file_count ? o->files : standard_input;
    int code = 0;
    if (o->contacts && !(l->contacts = fopen(o->contacts, "w"))) {
        fprintf(stderr, "ruth simulate: %s: %s\n", o->contacts, strerror(errno));
        return EXIT_USAGE;
    }
    cli_progress_start(&l->progress, o, "simulated");
    for (int i = 0; !code && i < (o->file_count ? o->file_count : 1); i++) code = live_file(l, files[i]);
    if (l->contacts && fclose(l->contacts) != 0 && !code) {
        fprintf(stderr, "ruth simulate: %s: %s\n", o->contacts, strerror(errno));
        code = EXIT_INTERNAL;
    }
    if (code) return code;
    cli_progress_end(&l->progress);
    return report(l);
}

int cli_simulate(const cli_options *o) {
    living l = {.o = o};
    ruth_error e;
    if (!o->policy || !o->days) {
        fprintf(stderr, "ruth simulate: %s? ruth simulate -p POLICY --days N [FILE…]\n", o->policy ? "how many days" : "which policy");
        return EXIT_USAGE;
    }
    ruth_engine *engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    const ruth_simulation_options options = {.size = sizeof options, .days = o->days, .every = (uint64_t)o->every, .seed = o->seed, .now = o->at};
    ruth_status st = ruth_simulation_open(engine, o->policy, &options, &l.simulation, &e);
    int code = st == RUTH_OK ? run(&l) : st == RUTH_E_ARGUMENT ? EXIT_USAGE : st == RUTH_E_NOMEM || st == RUTH_E_INTERNAL ? EXIT_INTERNAL : EXIT_NOT_LOADED;
    if (st != RUTH_OK) cli_say_error(&e);
    ruth_simulation_free(l.simulation);
    ruth_engine_free(engine);
    return code;
}
