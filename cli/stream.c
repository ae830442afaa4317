/* stream.c: lines in, one answer a line out, in the same order, on one thread or several: what decide and permit do.
 *
 * With a ledger, a batch is entered by a thread of its own while the next one is answered; its answers leave when that is done. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { LINE_LIMIT = 1 << 20, BATCH_LINES = 2048, BATCH_BYTES = 2 << 20, FIRST_ROOM = 256 << 10 };

/* What one thread answered of one batch. */
typedef struct sheet {
    char *out;
    size_t used, capacity;
    char *records; /* for the ledger: a length and a record each; NULL: none is kept */
    size_t recorded, records_capacity;
    size_t count; /* lines */
    unsigned long long rejected;
    int failed; /* an exit code, 0: well */
    ruth_error error;
} sheet;

/* One thread's share of a batch: lines in, answers out, both in one buffer each. */
typedef struct share {
    ruth_session *session;
    cli_answer answer;
    cli_record record;
    const char **lines;
    size_t *lengths;
    size_t first, count;       /* lines of the batch */
    unsigned long long number; /* line number of the first */
    sheet sheets[2];           /* one is written on while the other is entered and leaves */
    sheet *now;
} share;

typedef struct work {
    const cli_options *o;
    ruth_policy *policy;
    ruth_ledger *ledger; /* NULL: no --audit */
    share *shares;
    int jobs;
    int turn;      /* which sheets are written on */
    bool entering; /* the others are on their way into the ledger … */
    bool threaded; /* … by this thread */
    pthread_t enters;
    int entered; /* how that ended: an exit code */
    ruth_error error;
    int code;    /* of what was flushed while waiting for input */
    char *bytes; /* the batch's lines, copied */
    size_t used;
    const char **lines;
    size_t *lengths;
    size_t count;
    unsigned long long number; /* lines seen before this batch */
    cli_progress progress;
} work;

static bool room(char **bytes, size_t used, size_t *capacity, size_t more) {
    if (*capacity - used >= more) return true;
    size_t size = *capacity * 2 + more;
    char *bigger = realloc(*bytes, size);
    if (!bigger) return false;
    *bytes = bigger;
    *capacity = size;
    return true;
}

static bool keep(sheet *s, ruth_text t) {
    if (!room(&s->out, s->used, &s->capacity, t.length + 1)) return false;
    memcpy(s->out + s->used, t.bytes, t.length);
    s->out[s->used + t.length] = '\n';
    s->used += t.length + 1;
    return true;
}

static bool keep_record(share *with, sheet *s) {
    ruth_text t;
    if (!s->records) return true;
    if (with->record(with->session, &t) != RUTH_OK || !room(&s->records, s->recorded, &s->records_capacity, t.length + sizeof t.length)) return false;
    memcpy(s->records + s->recorded, &t.length, sizeof t.length);
    memcpy(s->records + s->recorded + sizeof t.length, t.bytes, t.length);
    s->recorded += t.length + sizeof t.length;
    return true;
}

/* Neither without the other: no decision leaves without its record. */
static bool keep_both(share *with, sheet *to, ruth_text answer, bool decided) {
    size_t recorded = to->recorded;
    if ((!decided || keep_record(with, to)) && keep(to, answer)) return true;
    to->recorded = recorded;
    return false;
}

static void out_of_room(sheet *to) {
    to->failed = EXIT_INTERNAL;
    to->error = (ruth_error){.status = RUTH_E_NOMEM, .message = "out of memory"};
}

static void *answer_share(void *context) {
    share *s = context;
    sheet *to = s->now;
    to->used = to->recorded = 0;
    to->rejected = 0;
    to->count = s->count;
    for (size_t i = 0; i < s->count && !to->failed; i++) {
        ruth_text answer;
        size_t at = s->first + i;
        ruth_status st = s->answer(s->session, s->lines[at], s->lengths[at], s->number + at + 1, &answer, &to->error);
        if (st == RUTH_E_REQUEST) to->rejected++;
        else if (st != RUTH_OK) to->failed = EXIT_INTERNAL;
        if (!to->failed && !keep_both(s, to, answer, st == RUTH_OK)) out_of_room(to);
    }
    return NULL;
}

/* The decisions of a batch go into the ledger, with one commit. */
static void *enter_batch(void *context) {
    work *w = context;
    ruth_status st = RUTH_OK;
    for (int j = 0; j < w->jobs && !st; j++) {
        const sheet *s = &w->shares[j].sheets[!w->turn];
        size_t length;
        for (size_t at = 0; at < s->recorded && !st; at += length) {
            memcpy(&length, s->records + at, sizeof length);
            st = ruth_ledger_add(w->ledger, w->policy, s->records + (at += sizeof length), length, &w->error);
        }
        if (s->failed) break; /* what comes behind it does not leave */
    }
    if (!st) st = ruth_ledger_commit(w->ledger, &w->error);
    w->entered = !st ? 0 : st == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : EXIT_INTERNAL;
    return NULL;
}

/* A request to stop is not for the thread that enters: it would not wait until what is written is whole lines. */
static bool start_entering(work *w) {
    sigset_t all, before;
    sigfillset(&all);
    sigdelset(&all, SIGXFSZ); /* these are a thread's own doing */
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGSEGV);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&w->enters, NULL, enter_batch, w) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

/* The answers of the sheets that are not written on, in order. */
static int write_out(work *w) {
    bool written = true;
    int why = 0, code = 0;
    cli_hold();
    for (int j = 0; j < w->jobs && !code && written; j++) {
        const sheet *s = &w->shares[j].sheets[!w->turn];
        written = cli_write_lines(s->out, s->used);
        why = errno;
        if (s->failed) {
            cli_say_error(&s->error);
            code = s->failed;
        }
        for (size_t i = 0; i < s->count; i++) cli_progress_step(&w->progress, i < s->rejected);
    }
    cli_release();
    if (!written && !code) {
        fprintf(stderr, "ruth: standard output: %s\n", strerror(why));
        code = EXIT_INTERNAL;
    }
    return code;
}

/* What is on its way into the ledger arrives there, and only then leaves. */
static int finish_batch(work *w) {
    if (!w->entering) return 0;
    w->entering = false;
    if (w->threaded) pthread_join(w->enters, NULL);
    if (!w->entered) return write_out(w);
    cli_say_error(&w->error);
    return w->entered;
}

static void answer_batch(work *w) {
    pthread_t threads[256];
    size_t each = (w->count + (size_t)w->jobs - 1) / (size_t)w->jobs, given = 0;
    int started = 0;
    for (int j = 0; j < w->jobs; j++) {
        share *s = &w->shares[j];
        s->lines = w->lines;
        s->lengths = w->lengths;
        s->number = w->number;
        s->first = given;
        s->count = w->count - given < each ? w->count - given : each;
        s->now = &s->sheets[w->turn];
        given += s->count;
        bool threaded = j > 0 && s->count && pthread_create(&threads[started], NULL, answer_share, s) == 0;
        if (threaded) started++;
        else if (j > 0) answer_share(s);
    }
    answer_share(&w->shares[0]); /* this thread takes the first share while the others run */
    for (int t = 0; t < started; t++) pthread_join(threads[t], NULL);
    w->number += w->count;
    w->count = w->used = 0;
}

/* Answers the batch. Without a ledger its answers leave at once; else those of the batch before, and these are on their way. */
static int flush_batch(work *w) {
    answer_batch(w);
    int code = finish_batch(w);
    w->turn = !w->turn;
    if (code) return code;
    if (!w->ledger) return write_out(w);
    w->entering = true;
    w->threaded = start_entering(w);
    if (!w->threaded) enter_batch(w);
    return 0;
}

/* Answers leave before we wait for more input, so that a host can talk line by line. */
static bool before_wait(void *context) {
    work *w = context;
    if (w->count && !w->code) w->code = flush_batch(w);
    if (!w->code) w->code = finish_batch(w);
    return !w->code;
}

static int answer_file(work *w, const char *path) {
    cli_lines *in = cli_lines_open(path, LINE_LIMIT);
    cli_line line;
    int got = 1, code = 0;
    if (!in) return EXIT_USAGE;
    while (!code && (got = cli_lines_next(in, &line, before_wait, w)) > 0) {
        if ((code = w->code)) break;
        if (w->used + line.length > BATCH_BYTES + LINE_LIMIT) code = flush_batch(w);
        memcpy(w->bytes + w->used, line.bytes, line.length);
        w->lines[w->count] = w->bytes + w->used;
        w->lengths[w->count++] = line.length;
        w->used += line.length;
        if (!code && (w->count == BATCH_LINES || w->used > BATCH_BYTES)) code = flush_batch(w);
    }
    if (!code) code = w->code; /* before the last wait */
    if (!code && w->count) code = flush_batch(w);
    int last = finish_batch(w); /* what was answered before something failed is decided, and leaves */
    if (!code) code = last;
    if (!code && got < 0) code = EXIT_INTERNAL;
    cli_lines_close(in);
    return code;
}

static int open_work(work *w, const cli_options *o, ruth_engine *engine, cli_answer answer, cli_record record, const char *done) {
    ruth_error e;
    w->o = o;
    w->jobs = o->jobs;
    w->policy = cli_policy(engine, o);
    if (!w->policy) return EXIT_NOT_LOADED;
    if (o->audit) {
        ruth_status st = ruth_ledger_open(engine, o->audit, RUTH_LEDGER_CREATE, &w->ledger, &e);
        if (st) cli_say_error(&e);
        if (st) return st == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : st == RUTH_E_NOMEM ? EXIT_INTERNAL : EXIT_USAGE;
    }
    w->shares = calloc((size_t)w->jobs, sizeof *w->shares);
    w->bytes = malloc(BATCH_BYTES + 2 * LINE_LIMIT + 4);
    w->lines = malloc(BATCH_LINES * sizeof *w->lines);
    w->lengths = malloc(BATCH_LINES * sizeof *w->lengths);
    if (!w->shares || !w->bytes || !w->lines || !w->lengths) return EXIT_INTERNAL;
    for (int j = 0; j < w->jobs; j++) {
        share *s = &w->shares[j];
        s->answer = answer;
        s->record = record;
        for (int t = 0; t < 2; t++) {
            sheet *to = &s->sheets[t];
            to->capacity = to->records_capacity = FIRST_ROOM;
            if (!(to->out = malloc(FIRST_ROOM)) || (w->ledger && !(to->records = malloc(FIRST_ROOM)))) return EXIT_INTERNAL;
        }
        if (ruth_session_new(w->policy, &s->session, &e) != RUTH_OK) return EXIT_INTERNAL;
        if (o->at && ruth_session_set_now(s->session, o->at, &e) != RUTH_OK) {
            cli_say_error(&e);
            return EXIT_USAGE;
        }
    }
    cli_progress_start(&w->progress, o, done);
    return 0;
}

static void close_work(work *w) {
    for (int j = 0; w->shares && j < w->jobs; j++) {
        ruth_session_free(w->shares[j].session);
        for (int t = 0; t < 2; t++) {
            free(w->shares[j].sheets[t].out);
            free(w->shares[j].sheets[t].records);
        }
    }
    free(w->shares);
    free(w->bytes);
    free(w->lines);
    free(w->lengths);
    ruth_ledger_close(w->ledger);
    ruth_policy_release(w->policy);
}

int cli_stream(const cli_options *o, const char *verb, const char *done, cli_answer answer, cli_record record) {
    static const char *const standard_input[] = {"-"};
    work w = {0};
    if (!o->policy) {
        fprintf(stderr, "ruth %s: which policy? ruth %s -p POLICY [FILE…]\n", verb, verb);
        return EXIT_USAGE;
    }
    ruth_engine *engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    int code = open_work(&w, o, engine, answer, record, done);
    const char *const *files = o->file_count ? o->files : standard_input;
    for (int i = 0; !code && i < (o->file_count ? o->file_count : 1); i++) code = answer_file(&w, files[i]);
    if (!code) cli_progress_end(&w.progress);
    if (!code && w.ledger && !o->quiet) {
        char head[RUTH_HEX];
        unsigned long long rows = ruth_ledger_head(w.ledger, head);
        fprintf(stderr, "ruth: the ledger has %llu rows, head %s\n", rows, head);
    }
    if (!code && w.progress.rejected) {
        if (!o->quiet) fprintf(stderr, "ruth: %llu of %llu lines were rejected; each is answered in its place\n", w.progress.rejected, w.progress.done);
        code = EXIT_REJECTED;
    }
    close_work(&w);
    ruth_engine_free(engine);
    return code;
}
