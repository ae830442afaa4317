/* cli.h: what the verbs of the command share. Built on the public headers only. */
#ifndef RUTH_CLI_H
#define RUTH_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "engine/include/ruth.h"

/* Exit codes of the contract. */
enum { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_REJECTED = 3, EXIT_NOT_LOADED = 4, EXIT_CHAIN_BROKEN = 5, EXIT_INTERNAL = 70 };

typedef struct cli_options {
    const char *audit, *subject, *channel, *local_before, *from, *until, *head, *key, *exam, *out, *older_than;
    unsigned long long sample;
    const char *policy, *at, *lang, *map, *rejects, *audience, *only, *plugins, *want, *newer, *page, *contacts;
    unsigned long long seed, people, calls, days;
    int jobs, every;
    bool json, junit, html, strict, all, contacted, quiet, progress, help;
    const char *by[16], *guards[16];
    int by_count, guard_count;
    const char **files;
    int file_count;
} cli_options;

typedef struct cli_verb {
    const char *name, *usage, *summary, *options; /* options: the letters and words this verb takes, as in the table of options.c */
    int (*run)(const cli_options *o);
} cli_verb;

/* Reads argv after the verb. False: usage error, already said on standard error. */
bool cli_options_read(const cli_verb *verb, int argc, char **argv, cli_options *out);
void cli_options_help(FILE *to, const cli_verb *verb);

/* ---- lines of input: bounded memory on endless input ---- */
typedef struct cli_lines cli_lines;
typedef struct cli_line {
    const char *bytes;
    size_t length;
    bool too_long;
} cli_line;                                                /* valid until the next call; too_long: only the first `limit` + 1 bytes are there */
cli_lines *cli_lines_open(const char *path, size_t limit); /* "-": standard input; NULL: said on standard error */
/* 1 a line, 0 the end, −1 an error (said). `idle` is called before a read that may block; false: then nothing more is read, which is −1 too. */
int cli_lines_next(cli_lines *in, cli_line *out, bool (*idle)(void *), void *context);
void cli_lines_close(cli_lines *in);

/* ---- progress on standard error, one line, at most four times a second ---- */
typedef struct cli_progress {
    bool on;
    unsigned long long done, rejected;
    double started, shown;
    const char *what;
} cli_progress;
void cli_progress_start(cli_progress *p, const cli_options *o, const char *what);
void cli_progress_step(cli_progress *p, bool rejected);
void cli_progress_end(cli_progress *p);

/* Between the two, SIGINT, SIGTERM and SIGHUP wait, so that nobody finds half a line; release writes out what is buffered first (false: it could not). */
void cli_hold(void);
bool cli_release(void);
bool cli_pause(void); /* releases, if it was held: before a wait; true: hold again behind it */
/* Past stdio: whole lines (n bytes of them), or one without its newline, kept until the next release. False: there was no room; errno says why. A half line is taken back where that is possible. */
bool cli_write_lines(const char *bytes, size_t n);
bool cli_put_line(const char *bytes, size_t n);

/* Says an error of the library on standard error: "segments.lua:14:27: error: …". */
void cli_say_error(const ruth_error *e);
/* The folder of plugins: --plugins, else the one that belongs to this command; NULL: there is none. In `room`, or the option itself. */
enum { CLI_PATH = 4096 };
const char *cli_plugins(const cli_options *o, char room[CLI_PATH]);
/* An engine that loads plugins from there; NULL: said. Yours to free. */
ruth_engine *cli_engine(const cli_options *o);
/* Loads -p; NULL: said. */
ruth_policy *cli_policy(ruth_engine *engine, const cli_options *o);

/* --from and --to in seconds, all of time where they are not given; false: said. */
bool cli_span(const char *verb, const cli_options *o, int64_t *from, int64_t *until);

/* Colours on standard output: on a terminal, unless NO_COLOR is set. */
bool cli_color(void);

/* Lines in, one answer each out; `answer` is ruth_decide_line or one like it. `done`: its work in the past tense. */
typedef ruth_status (*cli_answer)(ruth_session *session, const char *bytes, size_t length, uint64_t line, ruth_text *out, ruth_error *error);
typedef ruth_status (*cli_record)(ruth_session *session, ruth_text *out); /* the last answer, as a ledger keeps it */
int cli_stream(const cli_options *o, const char *verb, const char *done, cli_answer answer, cli_record record);

int cli_audit(const cli_options *o);
int cli_charter(const cli_options *o);
int cli_check(const cli_options *o);
int cli_decide(const cli_options *o);
int cli_permit(const cli_options *o);
int cli_import(const cli_options *o);
int cli_replay(const cli_options *o);
int cli_report(const cli_options *o);
int cli_plugin(const cli_options *o);
int cli_new(const cli_options *o);
int cli_test(const cli_options *o);
int cli_try(const cli_options *o);
int cli_explain(const cli_options *o);
int cli_whatif(const cli_options *o);
int cli_diff(const cli_options *o);
int cli_lint_text(const cli_options *o);
int cli_simulate(const cli_options *o);
#endif
