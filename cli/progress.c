/* progress.c: one line on standard error while work goes on, and errors said the same way everywhere. */
#include <string.h>
#include <time.h>

#include "cli/cli.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void show(cli_progress *p, double at) {
    double seconds = at - p->started;
    fprintf(stderr, "\r%llu %s, %llu rejected, %.0f a second ", p->done, p->what, p->rejected, seconds > 0 ? (double)p->done / seconds : 0.0);
    p->shown = at;
}

void cli_progress_start(cli_progress *p, const cli_options *o, const char *what) { *p = (cli_progress){.on = o->progress, .started = now(), .what = what}; }

void cli_progress_step(cli_progress *p, bool rejected) {
    p->done++;
    p->rejected += rejected;
    if (!p->on || p->done % 256 != 0) return; /* asking the clock for every line would cost more than the line */
    double at = now();
    if (at - p->shown >= 0.25) show(p, at);
}

void cli_progress_end(cli_progress *p) {
    if (!p->on) return;
    show(p, now());
    fputc('\n', stderr);
}

void cli_say_error(const ruth_error *e) {
    if (e->file[0]) fputs(e->file, stderr);
    if (e->file[0] && e->line) fprintf(stderr, ":%d", e->line);
    if (e->file[0] && e->line && e->column) fprintf(stderr, ":%d", e->column);
    fprintf(stderr, "%serror: %s\n", e->file[0] ? ": " : "ruth: ", e->message[0] ? e->message : ruth_status_text(e->status));
}

ruth_policy *cli_policy(ruth_engine *engine, const cli_options *o) {
    ruth_policy *policy = NULL;
    ruth_error e;
    if (ruth_policy_load(engine, o->policy, &policy, &e) == RUTH_OK) return policy;
    cli_say_error(&e);
    return NULL;
}
