/* stream.c: lines in, one answer a line out, in the same order, on one thread or several: what decide and permit do. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { LINE_LIMIT = 1 << 20, BATCH_LINES = 1024, BATCH_BYTES = 2 << 20 };

/* One thread's share of a batch: lines in, answers out, both in one buffer each. */
typedef struct share {
    ruth_session *session;
    cli_answer answer;
    cli_record record;
    const char **lines;
    size_t *lengths;
    size_t first, count;          /* lines of the batch */
    unsigned long long number;    /* line number of the first */
    char *out;
    size_t used, capacity;
    char *records;                /* for the ledger: a length and a record each; NULL: none is kept */
    size_t recorded, records_capacity;
    unsigned long long rejected;
    int failed;                   /* an exit code, 0: well */
    ruth_error error;
} share;

typedef struct work {
    const cli_options *o;
    ruth_policy *policy;
    ruth_ledger *ledger;          /* NULL: no --audit */
    share *shares;
    int jobs;
    char *bytes;                  /* the batch's lines, copied */
    size_t used;
    const char **lines;
    size_t *lengths;
    size_t count;
    unsigned long long number;    /* lines seen before this batch */
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

static bool keep(share *s, ruth_text t) {
    if (!room(&s->out, s->used, &s->capacity, t.length + 1)) return false;
    memcpy(s->out + s->used, t.bytes, t.length);
    s->out[s->used + t.length] = '\n';
    s->used += t.length + 1;
    return true;
}

static bool keep_record(share *s) {
    ruth_text t;
    if (!s->records) return true;
    if (s->record(s->session, &t) != RUTH_OK || !room(&s->records, s->recorded, &s->records_capacity, t.length + sizeof t.length)) return false;
    memcpy(s->records + s->recorded, &t.length, sizeof t.length);
    memcpy(s->records + s->recorded + sizeof t.length, t.bytes, t.length);
    s->recorded += t.length + sizeof t.length;
    return true;
}

static void *answer_share(void *context) {
    share *s = context;
    s->used = s->recorded = 0;
    s->rejected = 0;
    for (size_t i = 0; i < s->count && !s->failed; i++) {
        ruth_text answer;
        size_t at = s->first + i;
        ruth_status st = s->answer(s->session, s->lines[at], s->lengths[at], s->number + at + 1, &answer, &s->error);
        if (st == RUTH_E_REQUEST) s->rejected++;
        else if (st != RUTH_OK) s->failed = EXIT_INTERNAL;
        if (!s->failed && !keep(s, answer)) s->failed = EXIT_INTERNAL;
        if (!s->failed && st == RUTH_OK && !keep_record(s)) s->failed = EXIT_INTERNAL;
    }
    return NULL;
}

/* The decisions of the batch go into the ledger, with one commit. */
static int enter_batch(work *w) {
    ruth_error e;
    ruth_status st = RUTH_OK;
    if (!w->ledger) return 0;
    for (int j = 0; j < w->jobs && !st; j++) {
        const share *s = &w->shares[j];
        size_t length;
        for (size_t at = 0; at < s->recorded && !st; at += length) {
            memcpy(&length, s->records + at, sizeof length);
            st = ruth_ledger_add(w->ledger, w->policy, s->records + (at += sizeof length), length, &e);
        }
    }
    if (!st) st = ruth_ledger_commit(w->ledger, &e);
    if (!st) return 0;
    cli_say_error(&e);
    return st == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : EXIT_INTERNAL;
}

/* Answers the batch and writes its answers in order; a decision leaves only once it stands in the ledger. */
static int flush_batch(work *w) {
    pthread_t threads[256];
    size_t each = (w->count + (size_t)w->jobs - 1) / (size_t)w->jobs, given = 0;
    int started = 0, code = 0;
    for (int j = 0; j < w->jobs; j++) {
        share *s = &w->shares[j];
        s->lines = w->lines;
        s->lengths = w->lengths;
        s->number = w->number;
        s->first = given;
        s->count = w->count - given < each ? w->count - given : each;
        given += s->count;
        bool threaded = j > 0 && s->count && pthread_create(&threads[started], NULL, answer_share, s) == 0;
        if (threaded) started++;
        else if (j > 0) answer_share(s);
    }
    answer_share(&w->shares[0]); /* this thread takes the first share while the others run */
    for (int t = 0; t < started; t++) pthread_join(threads[t], NULL);
    code = enter_batch(w);
    bool written = true;
    int why = 0;
    cli_hold();
    for (int j = 0; j < w->jobs && !code && written; j++) {
        share *s = &w->shares[j];
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
    w->number += w->count;
    w->count = w->used = 0;
    return code;
}

/* Answers leave before we wait for more input, so that a host can talk line by line. */
static void before_wait(void *context) {
    work *w = context;
    int *code = &w->shares[0].failed;
    if (w->count && !*code) *code = flush_batch(w);
}

static int answer_file(work *w, const char *path) {
    cli_lines *in = cli_lines_open(path, LINE_LIMIT);
    cli_line line;
    int got = 1, code = 0;
    if (!in) return EXIT_USAGE;
    while (!code && (got = cli_lines_next(in, &line, before_wait, w)) > 0) {
        if ((code = w->shares[0].failed)) break;
        if (w->used + line.length > BATCH_BYTES + LINE_LIMIT) code = flush_batch(w);
        memcpy(w->bytes + w->used, line.bytes, line.length);
        w->lines[w->count] = w->bytes + w->used;
        w->lengths[w->count++] = line.length;
        w->used += line.length;
        if (!code && (w->count == BATCH_LINES || w->used > BATCH_BYTES)) code = flush_batch(w);
    }
    if (!code) code = w->shares[0].failed; /* before the last wait */
    if (!code && w->count) code = flush_batch(w);
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
        s->capacity = 256 << 10;
        s->out = malloc(s->capacity);
        s->records_capacity = 256 << 10;
        if (w->ledger && !(s->records = malloc(s->records_capacity))) return EXIT_INTERNAL;
        if (!s->out || ruth_session_new(w->policy, &s->session, &e) != RUTH_OK) return EXIT_INTERNAL;
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
        free(w->shares[j].out);
        free(w->shares[j].records);
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
