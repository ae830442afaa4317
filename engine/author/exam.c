/* exam.c: a ledger laid out for an examination: decisions, views of them by the examination's modules, the policies of the period, a manifest of hashes. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/author/author.h"
#include "engine/decide/ledger.h"
#include "engine/include/ruth_author.h"

enum { PATH_ROOM = 4096, CHUNK = 256 << 10, NAME_ROOM = 512 };
typedef struct sheet {
    int fd;
    ru_buf text;
    ru_sha256 *sha;
    const char *name;
    bool failed;
} sheet; /* one file as it grows */
enum { DECISIONS, QUESTIONS, CONTACTS, LIMITS, PLANS, HAND_OVERS, COMPLAINTS, PAYMENTS, OTHER_ROWS, SHEETS };
static const char *const names[SHEETS] = {
    "decisions.ndjson",     "2-communications-questions.ndjson", "2-communications-contacts.csv", "2-communications-limits.csv",
    "5-payments-plans.csv", "4-complaints-hand-overs.csv",       "4-complaints-outcomes.csv",     "5-payments-outcomes.csv",
    "rows-besides.csv"};
static const char *const heads[SHEETS] = {"",
                                          "",
                                          "row,id,now,channel,from,until,message,reason\n",
                                          "row,id,now,limit,effect,on,until,cite\n",
                                          "row,id,now,plan,instalment,count,every,total\n",
                                          "row,id,now,to,by\n",
                                          "row,id,at,decision_row,event,about,rating,channel\n",
                                          "row,id,at,decision_row,event,amount,currency\n",
                                          "row,kind,at,person,hash\n"};

typedef struct exam {
    ruth_ledger *ledger;
    const char *folder;
    ruth_error *e;
    ruth_allocator alloc;
    sheet sheets[SHEETS];
    ru_buf manifest;
    ru_arena arena;
    uint64_t row;
    char id[201], now[24];
} exam;

/* ---- files ---- */
static ruth_status cannot(exam *x, const char *name) { return ru_fail(x->e, RUTH_E_IO, "%s/%s cannot be written", x->folder, name); }

static bool write_all(int fd, const char *p, size_t n) {
    while (n) {
        ssize_t got = write(fd, p, n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

static bool place(const exam *x, const char *name, char out[PATH_ROOM]) {
    size_t n = strlen(x->folder), k = strlen(name);
    if (n + k + 2 > PATH_ROOM) return false;
    memcpy(out, x->folder, n);
    out[n] = '/';
    memcpy(out + n + 1, name, k + 1);
    return true;
}

static int create(const exam *x, const char *name) {
    char path[PATH_ROOM];
    return place(x, name, path) ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
}

static void drain(sheet *s) {
    ru_sha256_update(s->sha, s->text.p, s->text.n);
    if (!s->text.failed && write_all(s->fd, s->text.p, s->text.n)) s->text.n = 0;
    else s->failed = true;
}

/* "hash  name": what sha256sum -c reads. */
static void list(exam *x, const unsigned char digest[RU_DIGEST_SIZE], const char *name) {
    char hex[2 * RU_DIGEST_SIZE];
    ru_hex(digest, RU_DIGEST_SIZE, hex);
    ru_buf_put(&x->manifest, hex, sizeof hex);
    RU_BUF_LIT(&x->manifest, "  ");
    ru_buf_str(&x->manifest, ru_str_of(name));
    ru_buf_char(&x->manifest, '\n');
}

static ruth_status put_file(exam *x, const char *name, ru_str bytes) {
    unsigned char digest[RU_DIGEST_SIZE];
    int fd = create(x, name);
    bool ok = fd >= 0 && write_all(fd, bytes.p, bytes.n);
    ru_sha256_once(bytes.p, bytes.n, digest);
    if (fd >= 0) ok = close(fd) == 0 && ok;
    if (!ok) return cannot(x, name);
    list(x, digest, name);
    return RUTH_OK;
}

static ruth_status open_sheets(exam *x) {
    for (int i = 0; i < SHEETS; i++) {
        sheet *s = &x->sheets[i];
        ru_buf_init(&s->text, &x->alloc);
        s->name = names[i];
        s->sha = ru_sha256_new(&x->alloc);
        if (!s->sha) return ru_fail_nomem(x->e);
        ru_sha256_begin(s->sha);
        if ((s->fd = create(x, names[i])) < 0) return cannot(x, names[i]);
        ru_buf_str(&s->text, ru_str_of(heads[i]));
    }
    return RUTH_OK;
}

static ruth_status close_sheets(exam *x, ruth_status st) {
    for (int i = 0; i < SHEETS; i++) {
        sheet *s = &x->sheets[i];
        unsigned char digest[RU_DIGEST_SIZE];
        if (s->fd >= 0 && !st) drain(s);
        if (s->fd >= 0 && close(s->fd) != 0) s->failed = true;
        if (!st && s->failed) st = cannot(x, s->name);
        if (!st) {
            ru_sha256_end(s->sha, digest);
            list(x, digest, s->name);
        }
        ru_sha256_free(s->sha);
        ru_buf_free(&s->text);
    }
    return st;
}

/* ---- cells ---- */
/* Quoted always; a cell that a spreadsheet would take for a formula gets a mark before it. */
static void put_cell(ru_buf *b, ru_str s) {
    ru_buf_char(b, '"');
    if (s.n && memchr("=+-@\t\r", s.p[0], 6)) ru_buf_char(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') ru_buf_char(b, '"');
        ru_buf_char(b, s.p[i]);
    }
    ru_buf_char(b, '"');
}

static void begin_line(exam *x, ru_buf *b) {
    ru_buf_int(b, (int64_t)x->row);
    ru_buf_char(b, ',');
    put_cell(b, ru_str_of(x->id));
    ru_buf_char(b, ',');
    put_cell(b, ru_str_of(x->now));
}

/* One object of a decision: the named members as cells of a line; false: not to be read. NULL, or without the first of them: no line. */
static bool put_object(exam *x, ru_json *j, ru_buf *b, const char *const *members, size_t count) {
    ru_str values[8], key;
    ru_json_kind kind;
    bool first = true, more = true; /* it stays so where there is no next */
    memset(values, 0, sizeof values);
    if (!ru_json_peek(j, &kind)) return false;
    if (kind != RU_JSON_OBJECT) return ru_json_skip(j);
    if (!ru_json_object_begin(j)) return false;
    while (ru_json_object_next(j, &first, &key, &more) && more) {
        size_t m = 0;
        int64_t number;
        while (m < count && !ru_str_is(key, members[m])) m++;
        if (m < count && !ru_json_peek(j, &kind)) return false;
        bool read = m == count || (kind != RU_JSON_STRING && kind != RU_JSON_NUMBER) ? ru_json_skip(j)
                    : kind == RU_JSON_STRING                                         ? ru_json_string(j, &values[m])
                                                                                     : ru_json_int(j, &number);
        if (!read) return false;
        if (m < count && kind == RU_JSON_NUMBER && !(values[m] = ru_arena_printf(&x->arena, "%lld", (long long)number)).p) return false;
    }
    if (more) return false;
    if (!values[0].p) return true;
    begin_line(x, b);
    for (size_t m = 0; m < count; m++) {
        ru_buf_char(b, ',');
        if (values[m].p) put_cell(b, values[m]);
    }
    ru_buf_char(b, '\n');
    return true;
}

static bool put_list(exam *x, ru_json *j, ru_buf *b, const char *const *members, size_t count) {
    bool first = true, more;
    if (!ru_json_array_begin(j)) return false;
    while (ru_json_array_next(j, &first, &more)) {
        if (!more) return true;
        if (!put_object(x, j, b, members, count)) return false;
    }
    return false;
}

static bool put_views(exam *x, ru_json *j) {
    static const char *const contact[] = {"channel", "from", "until", "message", "reason"}, *const limit[] = {"id", "effect", "on", "until", "cite"},
                             *const plan[] = {"plan", "instalment", "count", "every", "total"}, *const over[] = {"to", "by"};
    ru_str key;
    bool first = true, more;
    if (!ru_json_object_begin(j)) return false;
    while (ru_json_object_next(j, &first, &key, &more)) {
        if (!more) return true;
        bool ok = ru_str_is(key, "contact")     ? put_object(x, j, &x->sheets[CONTACTS].text, contact, RU_COUNT(contact))
                  : ru_str_is(key, "limits")    ? put_list(x, j, &x->sheets[LIMITS].text, limit, RU_COUNT(limit))
                  : ru_str_is(key, "plans")     ? put_list(x, j, &x->sheets[PLANS].text, plan, RU_COUNT(plan))
                  : ru_str_is(key, "hand_over") ? put_object(x, j, &x->sheets[HAND_OVERS].text, over, RU_COUNT(over))
                                                : ru_json_skip(j);
        if (!ok) return false;
    }
    return false;
}

/* ---- rows ---- */
/* A decision with its request, or an answer with its question. */
static void put_whole(ru_buf *b, const ruth_ledger_row *r) {
    RU_BUF_LIT(b, "{\"row\":");
    ru_buf_int(b, (int64_t)r->row);
    RU_BUF_LIT(b, ",\"hash\":\"");
    ru_buf_str(b, ru_str_of(r->hash));
    RU_BUF_LIT(b, "\",\"request\":");
    ru_buf_put(b, r->request.bytes, r->request.length);
    RU_BUF_LIT(b, ",\"decision\":");
    ru_buf_put(b, r->decision.bytes, r->decision.length);
    RU_BUF_LIT(b, ",\"recorded\":");
    ru_buf_put(b, r->recorded.bytes, r->recorded.length);
    RU_BUF_LIT(b, "}\n");
}

/* What was kept is not what it should be, or memory ran out. */
static ruth_status not_read(const exam *x, bool memory, const char *what) {
    return memory ? ru_fail_nomem(x->e) : ru_fail(x->e, RUTH_E_LEDGER, "row %llu holds %s that cannot be read", (unsigned long long)x->row, what);
}

static ruth_status put_decision(exam *x, const ruth_ledger_row *r) {
    put_whole(&x->sheets[DECISIONS].text, r);
    memcpy(x->id, r->id, sizeof x->id);
    ru_arena_reset(&x->arena);
    ru_json j;
    ru_json_begin(&j, (ru_str){r->decision.bytes, r->decision.length}, &x->arena);
    return put_views(x, &j) ? RUTH_OK : not_read(x, !j.problem || ru_json_nomem(&j), "a decision");
}

static void put_number_cell(ru_buf *b, int64_t n) {
    ru_buf_char(b, ',');
    if (n) ru_buf_int(b, n);
}

static void put_text_cell(ru_buf *b, ru_str s) {
    ru_buf_char(b, ',');
    if (s.p) put_cell(b, s);
}

/* Money and promises on one sheet; complaints, ratings and opt-outs, which say how people were treated, on another. */
static ruth_status put_outcome(exam *x, const ruth_ledger_row *r) {
    ru_rejection why = {.code = RU_REJECT_NONE};
    ru_event v;
    ru_arena_reset(&x->arena);
    if (!ru_event_take(&x->arena, (ru_str){r->event.bytes, r->event.length}, &v, &why)) return not_read(x, ru_rejected_memory(&why), "an outcome");
    bool money = v.kind == RU_EVENT_PAYMENT || v.kind == RU_EVENT_PROMISE_KEPT || v.kind == RU_EVENT_PROMISE_BROKEN;
    ru_buf *b = &x->sheets[money ? PAYMENTS : COMPLAINTS].text;
    memcpy(x->id, r->id, sizeof x->id);
    begin_line(x, b);
    put_number_cell(b, (int64_t)r->of);
    put_text_cell(b, ru_event_name(v.kind));
    if (money) {
        put_number_cell(b, v.amount);
        put_text_cell(b, v.currency);
    } else {
        put_text_cell(b, v.about);
        put_number_cell(b, v.rating);
        put_text_cell(b, v.channel);
    }
    ru_buf_char(b, '\n');
    return RUTH_OK;
}

static void put_other(exam *x, const ruth_ledger_row *r) {
    ru_buf *b = &x->sheets[OTHER_ROWS].text;
    ru_buf_int(b, (int64_t)r->row);
    ru_buf_char(b, ',');
    if (r->erased) put_cell(b, ru_arena_printf(&x->arena, "erased %s", r->kind));
    else put_cell(b, ru_str_of(r->kind));
    ru_buf_char(b, ',');
    put_cell(b, ru_str_of(x->now));
    ru_buf_char(b, ',');
    ru_buf_int(b, (int64_t)r->person);
    ru_buf_char(b, ',');
    put_cell(b, ru_str_of(r->hash));
    ru_buf_char(b, '\n');
}

/* A name from the ledger becomes a path below the folder and nowhere else: its slashes become dots, what else is odd is refused. */
static bool file_name(char out[NAME_ROOM], uint64_t row, ru_str path) {
    ru_str shown = path;
    char number[24];
    size_t n = 0, k = 0;
    uint64_t left = row;
    do number[k++] = (char)('0' + left % 10);
    while ((left /= 10) && k < sizeof number);
    static const char start[] = "1-policy-";
    if (path.n + sizeof start + k + 2 > NAME_ROOM) return false;
    memcpy(out, start, n = sizeof start - 1);
    while (k) out[n++] = number[--k];
    out[n++] = '-';
    for (size_t i = 0; i < shown.n; i++) {
        char c = shown.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        if (!plain && c != '/') return false;
        out[n++] = (char)(c == '/' ? '+' : c);
    }
    out[n] = 0;
    return true;
}

static ruth_status put_policy(exam *x, uint64_t row) {
    ru_ledger_policy p;
    char name[NAME_ROOM];
    ru_arena_reset(&x->arena);
    ruth_status st = ru_ledger_read_policy(x->ledger->file, row, &x->arena, &p, x->e);
    if (!st && file_name(name, row, RU_STR("RELEASE.txt"))) st = put_file(x, name, p.release);
    for (size_t i = 0; !st && i < p.file_count; i++)
        st = file_name(name, row, p.files[i].path)
                 ? put_file(x, name, p.files[i].bytes)
                 : ru_fail(x->e, RUTH_E_LEDGER, "a file of the policy in row %llu has a name that is none", (unsigned long long)row);
    return st;
}

static ruth_status put_row(exam *x, uint64_t row, int64_t from, int64_t until) {
    ruth_ledger_row r;
    ruth_status st = ruth_ledger_read(x->ledger, row, &r, x->e);
    if (st) return st;
    x->row = row;
    ru_instant_text(r.at, x->now);
    bool decision = ru_str_is(ru_str_of(r.kind), "decision");
    bool outcome = ru_str_is(ru_str_of(r.kind), "outcome");
    bool answer = ru_str_is(ru_str_of(r.kind), "answer");
    if ((decision || outcome || answer) && (r.at < from || r.at >= until)) return RUTH_OK;
    if (decision && !r.erased) st = put_decision(x, &r);
    else if (outcome && !r.erased) st = put_outcome(x, &r);
    else if (answer && !r.erased) put_whole(&x->sheets[QUESTIONS].text, &r);
    else put_other(x, &r);
    if (!st && ru_str_is(ru_str_of(r.kind), "policy")) st = put_policy(x, row);
    for (int i = 0; i < SHEETS; i++)
        if (x->sheets[i].text.n > CHUNK || x->sheets[i].text.failed) drain(&x->sheets[i]);
    for (int i = 0; i < SHEETS && !st; i++)
        if (x->sheets[i].failed) st = x->sheets[i].text.failed ? ru_fail_nomem(x->e) : cannot(x, x->sheets[i].name);
    return st;
}

static const char read_me[] =
    "By the modules of the CFPB's Debt Collection Examination Procedures (March 2022):\n\n"
    "1 Entity business model          1-policy-ROW-FILE: every policy that decided, file by file (+ stands for a slash), with its versions\n"
    "2 Communications                 2-communications-contacts.csv: each contact that was decided; 2-communications-limits.csv: what was held back, by which limit, with its source;\n"
    "                                 2-communications-questions.ndjson: whether a contact might take place, and the answer\n"
    "3 Information sharing            nothing in a ledger speaks of it\n"
    "4 Validation, disputes, ceasing  4-complaints-hand-overs.csv: who was handed to a person; 4-complaints-outcomes.csv: complaints, ratings, opt-outs, with the row of the decision they came of;\n"
    "                                 limits about disputes and ceasing stand in the file of limits\n"
    "5 Payments                       5-payments-plans.csv: each plan that was offered; 5-payments-outcomes.csv: what was paid, promises kept and broken; amounts in minor units\n"
    "6 Equal credit opportunity       nothing in a ledger speaks of it; protected facts stand in the requests only\n"
    "7 Litigation, time-barred debt   limits about them stand in the file of limits\n\n"
    "decisions.ndjson                 every decision with its request, one a line, with its row and hash\n"
    "rows-besides.csv                 policies, erasures, signatures, and what was erased\n"
    "manifest.sha256                  sha256sum -c manifest.sha256; head: the hash of the ledger's last row\n";

static ruth_status put_manifest(exam *x) {
    char head[RUTH_HEX + 1];
    ruth_status st = put_file(x, "README.txt", RU_STR(read_me));
    (void)ruth_ledger_head(x->ledger, head);
    head[RUTH_HEX - 1] = '\n';
    if (!st) st = put_file(x, "head", (ru_str){head, RUTH_HEX});
    if (!st && x->manifest.failed) st = ru_fail_nomem(x->e);
    return st ? st : put_file(x, "manifest.sha256", (ru_str){x->manifest.p, x->manifest.n});
}

ruth_status ruth_exam_write(ruth_ledger *ledger, const char *exam_name, const char *folder, int64_t from, int64_t until, ruth_error *error) {
    exam x = {.ledger = ledger, .folder = folder, .e = error, .alloc = ledger->alloc};
    char head[RUTH_HEX];
    ru_error_clear(error);
    if (strcmp(exam_name, "cfpb") != 0) return ru_fail(error, RUTH_E_ARGUMENT, "there is no examination %.40s; there is cfpb", exam_name);
    if (mkdir(folder, 0700) != 0) return ru_fail(error, RUTH_E_IO, "the folder %s cannot be made, or is there already", folder);
    uint64_t rows = ruth_ledger_head(ledger, head);
    ru_buf_init(&x.manifest, &x.alloc);
    ru_arena_init(&x.arena, &x.alloc, 64 << 10);
    for (int i = 0; i < SHEETS; i++) x.sheets[i].fd = -1;
    ruth_status st = open_sheets(&x);
    for (uint64_t row = 1; !st && row <= rows; row++) st = put_row(&x, row, from, until);
    st = close_sheets(&x, st);
    if (!st) st = put_manifest(&x);
    ru_buf_free(&x.manifest);
    ru_arena_free(&x.arena);
    return st;
}
