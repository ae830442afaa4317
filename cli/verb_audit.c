/* verb_audit.c: the ledger: verified, looked into, searched, exported, added to, erased, signed. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

typedef struct audit_job {
    const cli_options *o;
    ruth_engine *engine;
    ruth_ledger *ledger;
    ruth_error e;
    int64_t from, until;
} audit_job;

static int judge(const ruth_error *e) {
    cli_say_error(e);
    return e->status == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : e->status == RUTH_E_ARGUMENT || e->status == RUTH_E_IO ? EXIT_USAGE : EXIT_INTERNAL;
}

/* This instant, as the ledger's rows say it; --at for those who need it fixed. */
static const char *now(const cli_options *o, char room[32]) {
    time_t t = time(NULL);
    struct tm parts;
    if (o->at) return o->at;
    if (!gmtime_r(&t, &parts) || !strftime(room, 32, "%Y-%m-%dT%H:%M:%SZ", &parts)) return NULL;
    return room;
}

static void show_progress(void *context, uint64_t row, uint64_t rows) {
    const audit_job *j = context;
    if (j->o->progress) fprintf(stderr, "\r%llu of %llu rows ", (unsigned long long)row, (unsigned long long)rows);
}

/* The first 64 hex digits of a key's file; false: said. */
static bool read_key(const char *path, char hex[RUTH_HEX]) {
    FILE *f = fopen(path, "r");
    size_t n = f ? fread(hex, 1, RUTH_HEX - 1, f) : 0;
    hex[n] = 0;
    if (f) fclose(f);
    if (n == RUTH_HEX - 1 && strspn(hex, "0123456789abcdef") == n) return true;
    fprintf(stderr, "ruth audit: %s is no key of ruth audit key\n", path);
    return false;
}

/* ---- verify, sign, key ---- */
static int verify(audit_job *j) {
    ruth_ledger_fault fault;
    char head[RUTH_HEX], key[RUTH_HEX];
    if (j->o->key && !read_key(j->o->key, key)) return EXIT_USAGE;
    ruth_status st = ruth_ledger_verify(j->ledger, j->o->head, j->o->key ? key : NULL, show_progress, j, &fault, &j->e);
    if (j->o->progress) fputc('\n', stderr);
    if (st == RUTH_E_LEDGER) {
        printf("broken: row %llu: %s\n", (unsigned long long)fault.row, fault.why);
        return EXIT_CHAIN_BROKEN;
    }
    if (st != RUTH_OK) return judge(&j->e);
    unsigned long long rows = ruth_ledger_head(j->ledger, head);
    printf("good: %llu rows, head %s\n", rows, head);
    return EXIT_DONE;
}

static int sign(audit_job *j) {
    char key[RUTH_HEX], room[32], head[RUTH_HEX];
    if (!j->o->key) {
        fputs("ruth audit sign: with which key? ruth audit sign DB --key FILE\n", stderr);
        return EXIT_USAGE;
    }
    if (!read_key(j->o->key, key)) return EXIT_USAGE;
    if (ruth_ledger_sign(j->ledger, key, now(j->o, room), &j->e) != RUTH_OK) return judge(&j->e);
    unsigned long long rows = ruth_ledger_head(j->ledger, head);
    printf("signed: %llu rows, head %s\n", rows, head);
    return EXIT_DONE;
}

static bool write_new(const char *path, mode_t mode, const char *hex) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool ok = f && fprintf(f, "%s\n", hex) > 0;
    if (f) ok &= fclose(f) == 0;
    if (!ok) fprintf(stderr, "ruth audit key: %s cannot be made, or is there already\n", path);
    return ok;
}

static int new_key(const char *path) {
    char secret[RUTH_HEX], open_half[RUTH_HEX], beside[CLI_PATH];
    ruth_error e;
    int n = snprintf(beside, sizeof beside, "%s.pub", path);
    if (n < 0 || (size_t)n >= sizeof beside) return EXIT_USAGE;
    if (ruth_ledger_key_new(secret, open_half, &e) != RUTH_OK) return judge(&e);
    if (!write_new(path, 0600, secret) || !write_new(beside, 0644, open_half)) return EXIT_USAGE;
    printf("%s signs, keep it from whoever writes the ledger; %s is for verify --key\n", path, beside);
    return EXIT_DONE;
}

/* ---- rows ---- */
static void print_instant(int64_t at) {
    char out[32];
    time_t t = (time_t)at;
    struct tm parts;
    if (gmtime_r(&t, &parts) && strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &parts)) printf("\"%s\"", out);
    else fputs("null", stdout);
}

static void print_string(const char *s) {
    putchar('"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') printf("\\%c", *s);
        else if ((unsigned char)*s < 0x20) printf("\\u%04x", (unsigned)(unsigned char)*s);
        else putchar(*s);
    }
    putchar('"');
}

static void print_text(const char *key, ruth_text t) {
    printf(",\"%s\":", key);
    fwrite(t.bytes, 1, t.length, stdout);
}

static void print_row(const ruth_ledger_row *r) {
    printf("{\"row\":%llu,\"kind\":\"%s\",\"at\":", (unsigned long long)r->row, r->kind);
    print_instant(r->at);
    printf(",\"hash\":\"%s\",\"person\":%llu", r->hash, (unsigned long long)r->person);
    if (r->policy_digest[0]) printf(",\"policy\":\"sha256:%s\",\"engine\":\"sha256:%s\"", r->policy_digest, r->policy_engine);
    if (r->erased) fputs(",\"erased\":true", stdout);
    if (r->of) printf(",\"of\":%llu", (unsigned long long)r->of);
    if (r->event.bytes) print_text("event", r->event);
    if (r->request.bytes) {
        bool answer = !strcmp(r->kind, "answer");
        print_text(answer ? "question" : "request", r->request);
        print_text(answer ? "answer" : "decision", r->decision);
        print_text("recorded", r->recorded);
    }
    fputs("}\n", stdout);
}

/* Rows are whole when a stop comes. */
static void let_through(uint64_t row) {
    if (row % 64 == 0 && cli_pause()) cli_hold();
}

/* Is it the id of its request, or of its decision? In a ledger of an earlier version nobody else looks. */
static bool is_asked(const ruth_ledger_row *r, const char *id) {
    static const char mark[] = "\"decision\":\"";
    size_t n = strlen(id), skip = sizeof mark - 1;
    if (!strcmp(r->id, id) || r->event.bytes) return true;
    if (n != 64) return false;
    for (size_t i = 0; i + skip + n <= r->decision.length; i++) /* the first is the decision's own: in texts a quotation mark is escaped */
        if (!memcmp(r->decision.bytes + i, mark, skip)) return !memcmp(r->decision.bytes + i + skip, id, n);
    return false;
}

static int show(audit_job *j, const char *id) {
    ruth_ledger_row r;
    unsigned long long found = 0;
    for (uint64_t row = 0;;) {
        if (ruth_ledger_find(j->ledger, id, row, &row, &j->e) != RUTH_OK) return judge(&j->e);
        if (!row) break;
        if (ruth_ledger_read(j->ledger, row, &r, &j->e) != RUTH_OK) return judge(&j->e);
        if (!is_asked(&r, id) || r.at < j->from || r.at >= j->until) continue;
        print_row(&r);
        found++;
        let_through(row);
    }
    if (!found && !j->o->quiet) fprintf(stderr, "ruth audit show: no decision of %s is in the ledger, or it was erased\n", id);
    return found ? EXIT_DONE : EXIT_FINDINGS;
}

static int export_exam(audit_job *j) {
    if (!j->o->out) {
        fputs("ruth audit export: --exam writes a folder; which? --out FOLDER\n", stderr);
        return EXIT_USAGE;
    }
    return ruth_exam_write(j->ledger, j->o->exam, j->o->out, j->from, j->until, &j->e) == RUTH_OK ? EXIT_DONE : judge(&j->e);
}

static int export_rows(audit_job *j) {
    ruth_ledger_row r;
    char head[RUTH_HEX];
    uint64_t rows = ruth_ledger_head(j->ledger, head);
    for (uint64_t row = 1; row <= rows; row++) {
        if (ruth_ledger_read(j->ledger, row, &r, &j->e) != RUTH_OK) return judge(&j->e);
        bool of_person = !strcmp(r.kind, "decision") || !strcmp(r.kind, "outcome") || !strcmp(r.kind, "answer");
        if (!of_person || (r.at >= j->from && r.at < j->until)) print_row(&r);
        if (row % 1024 == 0) show_progress(j, row, rows);
        let_through(row);
    }
    if (j->o->progress) fputc('\n', stderr);
    return EXIT_DONE;
}

/* ---- find ---- */
static bool read_hour(const char *text, int *minute) {
    unsigned h, m;
    char end;
    if (sscanf(text, "%2u:%2u%c", &h, &m, &end) != 2 || h > 24 || m > 59 || h * 60 + m > 24 * 60) return false;
    *minute = (int)(h * 60 + m);
    return true;
}

static void print_minutes(const char *key, int early, int late) {
    if (early < 0) printf(",\"%s\":null", key);
    else if (early == late) printf(",\"%s\":\"%02d:%02d\"", key, early / 60, early % 60);
    else printf(",\"%s\":\"%02d:%02d/%02d:%02d\"", key, early / 60, early % 60, late / 60, late % 60);
}

static int find(audit_job *j) {
    int before = 24 * 60;
    unsigned long long contacts = 0, held = 0, looked = 0;
    if (!j->o->channel || (j->o->local_before && !read_hour(j->o->local_before, &before))) {
        fputs("ruth audit find: of which channel? ruth audit find DB --channel voice [--local-before 08:00] [--from INSTANT] [--to INSTANT]\n", stderr);
        return EXIT_USAGE;
    }
    for (uint64_t row = 0;;) {
        ruth_ledger_row r;
        ruth_ledger_contact c;
        if (ruth_ledger_next(j->ledger, row, j->from, j->until, &row, &j->e) != RUTH_OK) return judge(&j->e);
        if (!row) break;
        if (ruth_ledger_read(j->ledger, row, &r, &j->e) != RUTH_OK) return judge(&j->e);
        if (r.erased || strcmp(r.kind, "decision") != 0) continue;
        if (ruth_ledger_look(j->ledger, row, j->o->channel, &c, &j->e) != RUTH_OK) return judge(&j->e);
        looked++;
        int local = c.contacted ? c.from_earliest : c.now_earliest;
        bool early = !j->o->local_before || local < 0 || local < before; /* where no zone is known it may have been any hour */
        bool refused = !c.contacted && c.limits.length > 2;
        if (!early || (!c.contacted && !refused)) continue;
        contacts += c.contacted != 0;
        held += refused;
        printf("{\"found\":\"%s\",\"row\":%llu,\"id\":", c.contacted ? "contact" : "held_back", (unsigned long long)row);
        print_string(r.id);
        printf(",\"hash\":\"%s\",\"at\":", r.hash);
        print_instant(r.at);
        print_minutes("local_now", c.now_earliest, c.now_latest);
        if (c.contacted) {
            fputs(",\"from\":", stdout);
            print_instant(c.from);
            print_minutes("local_from", c.from_earliest, c.from_latest);
        }
        print_text("limits", c.limits);
        fputs("}\n", stdout);
        let_through(row);
    }
    fflush(stdout); /* the sum comes last, also where both go to one place */
    if (!j->o->quiet) fprintf(stderr, "ruth: %llu contacts and %llu held back, of %llu decisions\n", contacts, held, looked);
    return EXIT_DONE;
}

/* ---- erase ---- */
static int erase(audit_job *j) {
    ruth_erased done;
    char room[32], head[RUTH_HEX];
    const char *at = now(j->o, room);
    if (!j->o->subject == !j->o->older_than) {
        fputs("ruth audit erase: whom, or what? --subject ID, or --older-than INSTANT\n", stderr);
        return EXIT_USAGE;
    }
    ruth_status st = j->o->subject ? ruth_ledger_erase(j->ledger, j->o->subject, at, &done, &j->e)
                                   : ruth_ledger_retain(j->ledger, j->o->older_than, at, &done, &j->e);
    if (st != RUTH_OK) return judge(&j->e);
    unsigned long long count = ruth_ledger_head(j->ledger, head);
    printf("erased: %llu decisions", (unsigned long long)done.decisions);
    if (done.outcomes) printf(" and %llu outcomes", (unsigned long long)done.outcomes);
    if (done.answers) printf(" and %llu answers", (unsigned long long)done.answers);
    printf("; %llu rows, head %s\n", count, head);
    return EXIT_DONE;
}

/* ---- record: what came of decisions, a line each; its answer leaves once it stands in the ledger ---- */
enum { LINE_LIMIT = 1 << 20, BATCH_LINES = 1024 };
typedef struct recording {
    audit_job *j;
    char *answers;
    size_t length;
    FILE *to;
    unsigned long long lines, waiting, rejected, known;
    int code;
} recording;

static void commit(recording *r) {
    if (r->code || !r->waiting) return;
    r->waiting = 0;
    if (ruth_ledger_commit(r->j->ledger, &r->j->e) != RUTH_OK) {
        r->code = r->j->e.status == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : EXIT_INTERNAL;
        cli_say_error(&r->j->e);
        return;
    }
    cli_hold();
    bool written = fflush(r->to) == 0 && fwrite(r->answers, 1, r->length, stdout) == r->length;
    if (!cli_release() || !written) r->code = EXIT_INTERNAL;
    rewind(r->to);
}

static bool before_wait(void *context) {
    recording *r = context;
    commit(r);
    return !r->code;
}

static void record_line(recording *r, const cli_line *line) {
    static const char known[] = ",\"known\":true}";
    enum { KNOWN = sizeof known - 1 };
    ruth_text answer;
    ruth_status st = ruth_ledger_outcome_line(r->j->ledger, line->bytes, line->length, ++r->lines, &answer, &r->j->e);
    if (st != RUTH_OK && st != RUTH_E_REQUEST) {
        r->code = st == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : st == RUTH_E_ARGUMENT ? EXIT_USAGE : EXIT_INTERNAL;
        cli_say_error(&r->j->e);
        return;
    }
    r->rejected += st == RUTH_E_REQUEST;
    r->known += st == RUTH_OK && answer.length > KNOWN && !memcmp(answer.bytes + answer.length - KNOWN, known, KNOWN);
    if (fwrite(answer.bytes, 1, answer.length, r->to) != answer.length || fputc('\n', r->to) == EOF) r->code = EXIT_INTERNAL;
    if (++r->waiting == BATCH_LINES) commit(r);
}

static void record_file(recording *r, const char *path) {
    cli_lines *in = cli_lines_open(path, LINE_LIMIT);
    cli_line line;
    int got = 0;
    if (!in) r->code = EXIT_USAGE;
    while (!r->code && (got = cli_lines_next(in, &line, before_wait, r)) > 0)
        if (!r->code) record_line(r, &line);
    if (!r->code && got < 0) r->code = EXIT_INTERNAL;
    commit(r);
    cli_lines_close(in);
}

static int record(audit_job *j) {
    recording r = {.j = j};
    int files = j->o->file_count;
    char head[RUTH_HEX];
    r.to = open_memstream(&r.answers, &r.length);
    if (!r.to) return EXIT_INTERNAL;
    for (int i = 2; !r.code && i < (files > 2 ? files : 3); i++) record_file(&r, files > 2 ? j->o->files[i] : "-");
    fclose(r.to);
    free(r.answers);
    if (r.code) return r.code;
    unsigned long long rows = ruth_ledger_head(j->ledger, head);
    if (!j->o->quiet)
        fprintf(stderr, "ruth: %llu outcomes, %llu known before, %llu rejected; the ledger has %llu rows, head %s\n", r.lines - r.rejected, r.known, r.rejected,
                rows, head);
    return r.rejected ? EXIT_REJECTED : EXIT_DONE;
}

/* ---- which of them ---- */
typedef struct audit_verb {
    const char *name;
    unsigned how;
    int arguments;
    bool more;
} audit_verb;
static const audit_verb verbs[] = {{"verify", RUTH_LEDGER_READ, 1, false}, {"show", RUTH_LEDGER_READ, 2, false},
                                   {"find", RUTH_LEDGER_READ, 1, false},   {"export", RUTH_LEDGER_READ, 1, false},
                                   {"record", RUTH_LEDGER_WRITE, 1, true}, {"erase", RUTH_LEDGER_WRITE, 1, false},
                                   {"sign", RUTH_LEDGER_WRITE, 1, false},  {"key", 0, 1, false}};
enum { VERBS = sizeof verbs / sizeof *verbs };

static int run(audit_job *j, const audit_verb *v) {
    const char *const *files = j->o->files;
    if (!strcmp(v->name, "key")) return new_key(files[1]);
    if (!cli_span("audit", j->o, &j->from, &j->until)) return EXIT_USAGE;
    if (ruth_ledger_open(j->engine, files[1], v->how, &j->ledger, &j->e) != RUTH_OK) return judge(&j->e);
    if (!strcmp(v->name, "verify")) return verify(j);
    if (v->how == RUTH_LEDGER_READ) cli_hold();
    if (!strcmp(v->name, "show")) return show(j, files[2]);
    if (!strcmp(v->name, "find")) return find(j);
    if (!strcmp(v->name, "export")) return j->o->exam ? export_exam(j) : export_rows(j);
    if (!strcmp(v->name, "record")) return record(j);
    if (!strcmp(v->name, "erase")) return erase(j);
    return sign(j);
}

int cli_audit(const cli_options *o) {
    for (int i = 0; i < VERBS; i++) {
        if (!o->file_count || strcmp(o->files[0], verbs[i].name) != 0 ||
            (verbs[i].more ? o->file_count < 1 + verbs[i].arguments : o->file_count != 1 + verbs[i].arguments))
            continue;
        audit_job j = {.o = o, .engine = cli_engine(o)};
        int code = j.engine ? run(&j, &verbs[i]) : EXIT_INTERNAL;
        cli_pause();
        ruth_ledger_close(j.ledger);
        ruth_engine_free(j.engine);
        return code;
    }
    fputs(
        "ruth audit: verify DB [--head HEX] [--key FILE] · show DB ID · find DB --channel CHANNEL · export DB · record DB [FILE…] · erase DB --subject ID · sign DB --key FILE · key FILE\n",
        stderr);
    return EXIT_USAGE;
}
