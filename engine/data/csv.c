/* csv.c: see csv.h. One pass, a byte at a time: tables are imported once, requests are read a million times. */
#include "engine/data/csv.h"

enum { BUFFER = 64 << 10 };

ruth_status ru_csv_open(ru_csv *csv, const ruth_allocator *alloc, ru_csv_read read, void *context, char delimiter, ruth_error *e) {
    *csv = (ru_csv){.read = read, .context = context, .delimiter = delimiter};
    csv->buf = ru_alloc(alloc, BUFFER);
    return csv->buf ? RUTH_OK : ru_fail_nomem(e);
}

void ru_csv_close(ru_csv *csv, const ruth_allocator *alloc) {
    ru_free(alloc, csv->buf, BUFFER);
    csv->buf = NULL;
}

/* The next byte; −1 the end, −2 a failed read. */
static int next_byte(ru_csv *csv) {
    if (csv->at == csv->end) {
        if (csv->eof) return -1;
        long n = csv->read(csv->context, csv->buf, BUFFER);
        if (n < 0) return -2;
        csv->at = 0;
        csv->end = (size_t)n;
        csv->eof = n == 0;
        if (csv->eof) return -1;
    }
    return (unsigned char)csv->buf[csv->at++];
}

/* The mark may come in pieces: a pipe gives what it has. −2: a failed read. */
static int drop_mark(ru_csv *csv) {
    csv->started = true;
    while (csv->end < 3 && !csv->eof) {
        long n = csv->read(csv->context, csv->buf + csv->end, BUFFER - csv->end);
        if (n < 0) return -2;
        csv->end += (size_t)n;
        csv->eof = n == 0;
    }
    if (csv->end >= 3 && !memcmp(csv->buf, "\xEF\xBB\xBF", 3)) csv->at = 3;
    return 0;
}

typedef struct row {
    ru_arena *a;
    char *cell;
    size_t n, capacity, total;
    ru_str *cells;
    size_t count;
    const char *problem;
    bool nomem;
} row;

static void add_byte(row *r, char c) {
    if (++r->total > RU_CSV_ROW) r->problem = "the row is longer than 1 MiB";
    if (r->n == RU_CSV_CELL) r->problem = "a cell is longer than 64 KiB";
    if (r->problem) return;
    char *grown = ru_arena_grow(r->a, r->cell, r->n, &r->capacity, 1);
    if (!grown) {
        r->nomem = true;
        r->problem = "out of memory";
        return;
    }
    r->cell = grown;
    r->cell[r->n++] = c;
}

static void end_cell(row *r) {
    if (r->count == RU_CSV_COLUMNS) r->problem = "the row has more than 1024 cells";
    if (r->problem) return;
    r->cells[r->count++] = (ru_str){r->cell ? r->cell : "", r->n};
    r->cell = NULL;
    r->n = r->capacity = 0;
}

/* Behind the opening quote, up to the closing one. Gives the byte after it. */
static int quoted(ru_csv *csv, row *r) {
    for (;;) {
        int c = next_byte(csv);
        if (c < 0) {
            r->problem = "a quote is opened and never closed";
            return c;
        }
        if (c == '"') {
            c = next_byte(csv);
            if (c != '"') return c;
        }
        add_byte(r, (char)c);
    }
}

static bool ends_cell(const ru_csv *csv, int c) { return c == csv->delimiter || c == '\n' || c == '\r' || c < 0; }

/* One cell that begins with byte c. Gives the byte that ended it. */
static int read_cell(ru_csv *csv, row *r, int c) {
    if (c == '"') {
        c = quoted(csv, r);
        if (!ends_cell(csv, c)) r->problem = "something stands behind a closing quote";
    }
    for (; !ends_cell(csv, c); c = next_byte(csv)) {
        if (c == '"' && !r->problem) r->problem = "a quote stands inside a cell that does not begin with one";
        add_byte(r, (char)c);
    }
    end_cell(r);
    return c;
}

ru_csv_end ru_csv_next(ru_csv *csv, ru_arena *a, ru_str *cells, size_t *count, const char **problem) {
    row r = {.a = a, .cells = cells};
    int c;
    if (!csv->started && drop_mark(csv) < 0) return RU_CSV_FAILED;
    do c = next_byte(csv);
    while (c == '\n' || c == '\r'); /* empty lines, and the LF of a CRLF */
    if (c == -2) return RU_CSV_FAILED;
    if (c < 0) return RU_CSV_DONE;
    while ((c = read_cell(csv, &r, c)) == csv->delimiter) c = next_byte(csv);
    *count = r.count;
    *problem = r.problem;
    csv->nomem = r.nomem;
    if (c == -2 || r.nomem) return RU_CSV_FAILED;
    return r.problem ? RU_CSV_BAD : RU_CSV_ROW_READ;
}
