/* verb_replay.c: kept decisions are made again, with the policy of their day: the same bytes, or the difference. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct replay_count {
    unsigned long long same, elsewhere, differs, erased, cannot;
} replay_count;

/* SplitMix64: the same seed draws the same rows everywhere. */
static unsigned long long roll(unsigned long long *state) {
    unsigned long long z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void print_difference(uint64_t row, const ruth_replay *r) {
    enum { AROUND = 60 };
    size_t at = 0;
    while (at < r->was.length && at < r->is.length && r->was.bytes[at] == r->is.bytes[at]) at++;
    size_t from = at > AROUND ? at - AROUND : 0;
    int was = (int)(r->was.length - from < 2 * AROUND ? r->was.length - from : 2 * AROUND),
        is = (int)(r->is.length - from < 2 * AROUND ? r->is.length - from : 2 * AROUND);
    printf("row %llu differs from byte %zu on%s\n  was …%.*s…\n  is  …%.*s…\n", (unsigned long long)row, at,
           r->other_environment ? ", in another environment" : "", was, r->was.bytes + from, is, r->is.bytes + from);
}

static int again(ruth_ledger *ledger, uint64_t row, replay_count *n, ruth_error *e) {
    ruth_replay r;
    ruth_status st = ruth_ledger_replay(ledger, row, &r, e);
    if (st != RUTH_OK) {
        cli_say_error(e);
        return st == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : EXIT_INTERNAL;
    }
    if (r.result == RUTH_REPLAY_SAME && r.other_environment) n->elsewhere++;
    else if (r.result == RUTH_REPLAY_SAME) n->same++;
    if (r.result == RUTH_REPLAY_ERASED) n->erased++;
    if (r.result == RUTH_REPLAY_CANNOT && n->cannot++ == 0) printf("row %llu cannot be decided again: %s\n", (unsigned long long)row, e->message);
    if (r.result == RUTH_REPLAY_DIFFERS) {
        n->differs++;
        print_difference(row, &r);
    }
    return 0;
}

/* Selection sampling (Knuth, 3.4.2 S): every decision has the same chance, and they come in order. */
static int replay_all(const cli_options *o, ruth_ledger *ledger, replay_count *n, ruth_error *e) {
    unsigned long long seed = o->seed, total = 0, seen = 0, taken = 0;
    cli_progress progress;
    int code = 0;
    cli_progress_start(&progress, o, "decided again");
    for (uint64_t row = 0; o->sample; total++) {
        if (ruth_ledger_next(ledger, row, INT64_MIN, INT64_MAX, &row, e) != RUTH_OK) return EXIT_CHAIN_BROKEN;
        if (!row) break;
    }
    for (uint64_t row = 0; !code; seen++) {
        if (ruth_ledger_next(ledger, row, INT64_MIN, INT64_MAX, &row, e) != RUTH_OK) return EXIT_CHAIN_BROKEN;
        if (!row) break;
        if (o->sample && (taken >= o->sample || roll(&seed) % (total - seen) >= o->sample - taken)) continue;
        taken++;
        code = again(ledger, row, n, e);
        cli_progress_step(&progress, false);
    }
    cli_progress_end(&progress);
    return code;
}

int cli_replay(const cli_options *o) {
    replay_count n = {0};
    ruth_ledger *ledger = NULL;
    ruth_error e;
    if (o->file_count != 1) {
        fputs("ruth replay: which ledger? ruth replay DB [--sample N --seed S]\n", stderr);
        return EXIT_USAGE;
    }
    ruth_engine *engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    ruth_status st = ruth_ledger_open(engine, o->files[0], RUTH_LEDGER_READ, &ledger, &e);
    if (st) cli_say_error(&e);
    int code = st == RUTH_OK ? replay_all(o, ledger, &n, &e) : st == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : EXIT_USAGE;
    if (!code) {
        printf("%llu identical", n.same);
        if (n.elsewhere) printf(", %llu identical in another environment", n.elsewhere);
        if (n.cannot) printf(", %llu not decided again", n.cannot);
        printf(", %llu differ, %llu erased\n", n.differs, n.erased);
        code = n.differs || n.cannot ? EXIT_FINDINGS : EXIT_DONE;
    }
    ruth_ledger_close(ledger);
    ruth_engine_free(engine);
    return code;
}
