/* bench_goals.c: what bench_decide.c does not measure of the goals for speed: many rules, coded rules, explanations, the ledger, two threads, memory.
 * Each is a ratio of two ways in one run, for machines differ. CPU time; what waits for a disk or another processor is measured by the clock on the wall. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#pragma GCC diagnostic ignored "-Wunused-function" /* of by_hand.h the accounts alone are wanted */
#include "bench/by_hand.h"
#include "engine/include/ruth.h"
#include "engine/include/ruth_author.h"

enum { ACCOUNTS = 4000, ROUNDS = 7, BATCH = 1000, MANY = 10000, COMMAND_ROUNDS = 10 /* the lines of the command: so often all accounts */ };

static account accounts[ACCOUNTS];
static char *lines[ACCOUNTS];
static size_t lengths[ACCOUNTS];
static ruth_engine *engine;
static char place[64]; /* a folder of our own, gone at the end */
static bool all_met = true;

static void die(const ruth_error *e) {
    fprintf(stderr, "bench_goals: %s:%d: %s\n", e->file, e->line, e->message);
    exit(70);
}

static double clock_of(clockid_t which) {
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Nanoseconds an account: the median of the rounds; by the clock on the wall the best of them, for others use the machine too. */
static double measure(clockid_t which, void (*work)(void *), void *with) {
    double t[ROUNDS];
    work(with); /* warm */
    for (int i = 0; i < ROUNDS; i++) {
        double from = clock_of(which);
        work(with);
        t[i] = (clock_of(which) - from) / ACCOUNTS;
    }
    qsort(t, ROUNDS, sizeof *t, by_value);
    return t[which == CLOCK_MONOTONIC ? 0 : ROUNDS / 2];
}

static void say(const char *what, const char *measured, double is, const char *sign, double goal) {
    bool met = sign[0] == '<' ? is <= goal : is >= goal;
    printf("  %-34s %-58s %6.2f (goal %s %g)%s\n", what, measured, is, sign, goal, met ? "" : "  not met");
    all_met &= met;
}

/* ---- one policy and a session ---- */
typedef struct bench {
    ruth_policy *policy;
    ruth_session *session;
    int slots[FACTS];
} bench;

static bench open_bench(const char *folder) {
    bench b;
    ruth_error e;
    if (ruth_policy_load(engine, folder, &b.policy, &e) || ruth_session_new(b.policy, &b.session, &e)) die(&e);
    for (int f = 0; f < FACTS; f++) b.slots[f] = ruth_fact_find(b.policy, by_hand_fact_names[f]);
    return b;
}

static void close_bench(bench *b) {
    ruth_session_free(b->session);
    ruth_policy_release(b->policy);
}

static void decide(const bench *b, const account *a, ruth_decision *d) {
    ruth_request_begin(b->session, a->id, BENCH_NOW);
    for (int f = 0; f < FACTS; f++)
        if (f == FACT_TIMEZONE) ruth_request_set_text(b->session, b->slots[f], by_hand_zones[a->fact[f]].name);
        else if (a->fact[f] != NOT_ON_FILE) ruth_request_set(b->session, b->slots[f], a->fact[f]);
    if (ruth_decide(b->session, NULL) || ruth_decision_read(b->session, d)) abort();
}

static void in_process(void *with) {
    ruth_decision d;
    for (int i = 0; i < ACCOUNTS; i++) decide(with, &accounts[i], &d);
}

static void text_to_text(void *with) {
    const bench *b = with;
    ruth_text t;
    for (int i = 0; i < ACCOUNTS; i++)
        if (ruth_decide_line(b->session, lines[i], lengths[i], 1, &t, NULL)) abort();
}

/* ---- folders made for the occasion ---- */
static void run(const char *command) {
    if (system(command)) {
        fprintf(stderr, "bench_goals: this failed: %s\n", command);
        exit(70);
    }
}

static void copy_policy(const char *name) {
    char command[256];
    snprintf(command, sizeof command, "cp -r bench/policy %s/%s", place, name);
    run(command);
}

/* Rules that seldom hold, before those of the policy. */
static void put_before(const char *file, const char *rules) {
    char path[128], command[400];
    snprintf(path, sizeof path, "%s/many/%s", place, file);
    snprintf(command, sizeof command, "mv %s %s/rest", path, place);
    run(command);
    FILE *f = fopen(path, "w");
    if (!f || fputs(rules, f) < 0 || fclose(f)) exit(70);
    snprintf(command, sizeof command, "cat %s/rest >> %s", place, path);
    run(command);
}

static void many_rules(const bench *few) {
    char folder[128], how[80];
    copy_policy("many");
    put_before(
        "segments.lua",
        "for i = 1, 3000 do segment(\"s\" .. i) { when = { months_on_book = i % 60, days_past_due = between(i % 211 - 30, i % 211 - 28), promises_kept = i % 10, contacts_7d = i % 5 } } end\n");
    put_before(
        "actions.lua",
        "for i = 1, 2000 do action(\"a\" .. i) { is = \"listen\", when = { months_on_book = i % 60, days_past_due = i % 190, promises_kept = at_most(i % 10) }, message = \"m\" } end\n");
    put_before(
        "tones.lua",
        "for i = 1, 2000 do tone(\"t\" .. i) { is = \"plain\", when = { months_on_book = at_least(i % 60), days_past_due = i % 190, promises_kept = i % 10, contacts_7d = at_most(i % 5) } } end\n");
    put_before(
        "charter.lua",
        "for i = 1, 3000 do limit(\"g\" .. i) { cite = ethics \"x\", on = outbound, when = { months_on_book = i % 60, days_past_due = i % 190 }, tone_at_most = \"encouragement\" } end\n");
    snprintf(folder, sizeof folder, "%s/many", place);
    bench many = open_bench(folder);
    double small = measure(CLOCK_PROCESS_CPUTIME_ID, in_process, (void *)(uintptr_t)few), large = measure(CLOCK_PROCESS_CPUTIME_ID, in_process, &many);
    snprintf(how, sizeof how, "in process: 36 rules %.0f ns, %d more %.0f ns", small, (int)MANY, large);
    say("10,000 rules", how, large / small, "<=", 10);
    double mib = (double)ruth_policy_memory(many.policy) / (1 << 20);
    snprintf(how, sizeof how, "%.1f MiB held by the policy of so many rules", mib);
    say("10,000 rules, memory", how, mib, "<=", 16);
    close_bench(&many);
}

/* ---- coded rules beside Lua without an engine ---- */
static void give(lua_State *l, const account *a) {
    lua_createtable(l, 0, FACTS);
    for (int f = 0; f < FACTS; f++) {
        if (a->fact[f] == NOT_ON_FILE) continue;
        if (f == FACT_TIMEZONE) lua_pushstring(l, by_hand_zones[a->fact[f]].name);
        else if (is_enum(f)) lua_pushstring(l, enum_words[f][a->fact[f]]);
        else if (is_boolean(f)) lua_pushboolean(l, a->fact[f] != 0);
        else lua_pushinteger(l, a->fact[f]);
        lua_setfield(l, -2, by_hand_fact_names[f]);
    }
}

static const char *ordinary(lua_State *l, const account *a) {
    lua_settop(l, 0);
    lua_getglobal(l, "decide");
    give(l, a);
    if (lua_pcall(l, 1, 1, 0)) {
        fprintf(stderr, "bench_goals: %s\n", lua_tostring(l, -1));
        exit(70);
    }
    lua_getfield(l, 1, "segment");
    return lua_tostring(l, -1);
}

static void all_ordinary(void *with) {
    for (int i = 0; i < ACCOUNTS; i++) ordinary(with, &accounts[i]);
}

static void coded_rules(void) {
    char folder[128], command[256], how[80];
    copy_policy("coded");
    snprintf(command, sizeof command, "cp bench/coded/*.lua %s/coded", place);
    run(command);
    snprintf(folder, sizeof folder, "%s/coded", place);
    bench coded = open_bench(folder);
    lua_State *l = luaL_newstate();
    if (!l) exit(70);
    luaL_openlibs(l);
    if (luaL_dofile(l, "bench/ordinary.lua")) exit(70);
    for (int i = 0; i < ACCOUNTS; i++) {
        ruth_decision d;
        decide(&coded, &accounts[i], &d);
        if (strcmp(d.segment, ordinary(l, &accounts[i]))) fprintf(stderr, "bench_goals: %s is decided otherwise\n", accounts[i].id), exit(1);
    }
    double plain = measure(CLOCK_PROCESS_CPUTIME_ID, all_ordinary, l), ours = measure(CLOCK_PROCESS_CPUTIME_ID, in_process, &coded);
    snprintf(how, sizeof how, "ordinary embedding %.0f ns, 17 coded rules with limits %.0f ns", plain, ours);
    say("rules coded in Lua", how, ours / plain, "<=", 0.5);
    lua_close(l);
    close_bench(&coded);
}

/* ---- why ---- */
static void explain_all(void *with) {
    ruth_text t;
    ruth_explain_options o = {.size = sizeof o};
    for (int i = 0; i < ACCOUNTS; i++)
        if (ruth_explain(with, lines[i], lengths[i], &o, &t, NULL, NULL)) abort();
}

static void explained(const bench *b) {
    char how[80];
    ruth_explainer *x;
    ruth_error e;
    if (ruth_explainer_new(engine, "bench/policy", &x, &e)) die(&e);
    double off = measure(CLOCK_PROCESS_CPUTIME_ID, text_to_text, (void *)(uintptr_t)b), on = measure(CLOCK_PROCESS_CPUTIME_ID, explain_all, x);
    snprintf(how, sizeof how, "text to text: decide %.0f ns, explain %.0f ns", off, on);
    say("explained", how, on / off, "<=", 4);
    ruth_explainer_free(x);
}

/* ---- the ledger ---- */
typedef struct kept {
    const bench *b;
    ruth_ledger *ledger;
} kept;

static void keep_all(void *with) {
    kept *k = with;
    ruth_text t, record;
    for (int i = 0; i < ACCOUNTS; i++) {
        if (ruth_decide_line(k->b->session, lines[i], lengths[i], 1, &t, NULL) || ruth_decision_record(k->b->session, &record) ||
            ruth_ledger_add(k->ledger, k->b->policy, record.bytes, record.length, NULL))
            abort();
        if ((i + 1) % BATCH == 0 && ruth_ledger_commit(k->ledger, NULL)) abort();
    }
}

/* The command, as it is used: each time into a new ledger. It enters a batch while it answers the next. */
static void run_command(void *with) {
    char command[400];
    const char *audit = with;
    if (!audit[0]) snprintf(command, sizeof command, "build/ruth decide -q -p bench/policy %s/lines > /dev/null", place);
    else snprintf(command, sizeof command, "rm -f %s*; build/ruth decide -q -p bench/policy --audit %s %s/lines > /dev/null", audit, audit, place);
    if (system(command)) exit(70);
}

static void audited_command(void) {
    char path[128], how[80];
    snprintf(path, sizeof path, "%s/lines", place);
    FILE *f = fopen(path, "w");
    for (int round = 0; f && round < COMMAND_ROUNDS; round++)
        for (int i = 0; i < ACCOUNTS; i++) fprintf(f, "%s\n", lines[i]);
    if (!f || fclose(f)) exit(70);
    snprintf(path, sizeof path, "%s/command.db", place);
    double off = measure(CLOCK_MONOTONIC, run_command, "") / COMMAND_ROUNDS, on = measure(CLOCK_MONOTONIC, run_command, path) / COMMAND_ROUNDS;
    snprintf(how, sizeof how, "ruth decide: %.0f ns, with --audit %.0f ns", off, on);
    say("with the ledger", how, on / off, "<=", 3);
}

static void audited(const bench *b) {
    char path[128], how[80];
    kept k = {.b = b};
    ruth_error e;
    audited_command();
    snprintf(path, sizeof path, "%s/ledger", place);
    if (ruth_ledger_open(engine, path, RUTH_LEDGER_CREATE, &k.ledger, &e)) die(&e);
    double off = measure(CLOCK_PROCESS_CPUTIME_ID, text_to_text, (void *)(uintptr_t)b), on = measure(CLOCK_PROCESS_CPUTIME_ID, keep_all, &k);
    snprintf(how, sizeof how, "one thread, the processor alone: %.0f ns, kept %.0f ns", off, on);
    say("with the ledger, without the disk", how, on / off, "<=", 3);
    ruth_ledger_close(k.ledger);
}

/* ---- two threads ---- */
static void *text_thread(void *with) {
    text_to_text(with);
    return NULL;
}

/* Each thread decides all of the accounts. */
static void two_at_once(void *with) {
    bench *two = with;
    pthread_t other;
    if (pthread_create(&other, NULL, text_thread, &two[1])) exit(70);
    text_to_text(&two[0]);
    pthread_join(other, NULL);
}

static void two_threads(const bench *b) {
    char how[80];
    ruth_error e;
    bench two[2] = {*b, *b};
    if (ruth_session_new(b->policy, &two[1].session, &e)) die(&e);
    double one = measure(CLOCK_MONOTONIC, text_to_text, &two[0]), both = measure(CLOCK_MONOTONIC, two_at_once, two) / 2;
    snprintf(how, sizeof how, "text to text, on the wall: one %.0f ns, two %.0f ns", one, both);
    say("two threads", how, one / both, ">=", 1.8);
    ruth_session_free(two[1].session);
}

/* ---- memory ---- */
static void constant_memory(bench *b) {
    struct rusage before, after;
    char how[80];
    text_to_text(b);
    getrusage(RUSAGE_SELF, &before);
    for (int i = 0; i < 25; i++) text_to_text(b);
    getrusage(RUSAGE_SELF, &after);
    snprintf(how, sizeof how, "KiB more after %d decisions", 25 * ACCOUNTS);
    say("memory of a stream", how, (double)(after.ru_maxrss - before.ru_maxrss), "<=", 0);
}

static void make_accounts(void) {
    by_hand_generate(accounts, ACCOUNTS, 20260302);
    for (int i = 0; i < ACCOUNTS; i++) {
        static char line[4096];
        lengths[i] = by_hand_request(&accounts[i], line, sizeof line);
        if (!(lines[i] = malloc(lengths[i] + 1))) exit(70);
        memcpy(lines[i], line, lengths[i] + 1);
    }
}

int main(void) {
    ruth_error e;
    char command[128];
    const char *tmp = getenv("TMPDIR");
    snprintf(place, sizeof place, "%.40s/ruth-bench-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(place)) return 70;
    if (ruth_engine_new(NULL, &engine, &e)) die(&e);
    make_accounts();
    printf("bench_goals: %d accounts (seed 20260302) of bench/policy; %d rounds\n", (int)ACCOUNTS, (int)ROUNDS);
    bench b = open_bench("bench/policy");
    many_rules(&b);
    coded_rules();
    explained(&b);
    audited(&b);
    two_threads(&b);
    constant_memory(&b);
    close_bench(&b);
    ruth_engine_free(engine);
    for (int i = 0; i < ACCOUNTS; i++) free(lines[i]);
    snprintf(command, sizeof command, "rm -r %s", place);
    run(command);
    if (!all_met) printf("  Some goals are not met.\n");
    return 0;
}
