/* import.c: rows of a table → request lines, by the plan that import_map.c made of the map. */
#include "engine/data/import_map.h"

static ru_str trimmed(ru_str s) {
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) s.p++, s.n--;
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t')) s.n--;
    return s;
}

/* -?(0|[1-9][0-9]*) in int64. */
static bool parse_whole(ru_str s, int64_t *out) {
    bool minus = s.n && s.p[0] == '-';
    size_t i = minus;
    int64_t v = 0;
    if (i == s.n || (s.p[i] == '0' && s.n > i + 1)) return false;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        if (!ru_mul64(v, 10, &v) || !ru_sub64(v, s.p[i] - '0', &v)) return false; /* downwards, so that INT64_MIN fits */
    }
    if (!minus && v == INT64_MIN) return false;
    *out = minus ? v : -v;
    return true;
}

/* A cell as JSON. NULL: written; else why not. */
static const char *put_cell(ru_buf *b, const ru_map_column *c, ru_str cell) {
    int64_t v;
    int32_t days;
    switch (c->type) {
    case RU_MAP_INTEGER:
    case RU_MAP_MONEY:
        if (!parse_whole(cell, &v)) return "expected a whole number such as 1234 or -5, without separators or decimals";
        if (!ru_mul64(v, c->times, &v)) return "the number is too large";
        ru_buf_int(b, v);
        return NULL;
    case RU_MAP_RATIO:
        if (!ru_decimal_parse(cell, 6, &v)) return "expected a decimal such as 0.125, with at most six decimals";
        break;
    case RU_MAP_DATE:
        if (!ru_date_parse(cell, &days)) return "expected a date as YYYY-MM-DD";
        break;
    case RU_MAP_INSTANT:
        if (!ru_instant_parse(cell, &v)) return "expected an instant such as 2026-03-02T14:00:00Z";
        break;
    case RU_MAP_ENUM:
    case RU_MAP_BOOLEAN:
        for (size_t i = 0; i < c->value_count; i++)
            if (ru_str_eq(c->from[i], cell)) {
                ru_buf_str(b, c->json[i]);
                return NULL;
            }
        return "the map's values do not list what stands here";
    default: break;
    }
    ru_json_put_string(b, cell);
    return NULL;
}

static const char *put_head(ru_import *im, const ru_str *cells, ru_str *column) {
    ru_buf *b = &im->line;
    ru_str id = trimmed(cells[im->id->index]);
    *column = im->id->name;
    if (!id.n) return "the cell is empty";
    ru_str whole = im->id_prefix.n ? ru_arena_printf(&im->row_arena, "%.*s%.*s", (int)im->id_prefix.n, im->id_prefix.p, (int)id.n, id.p) : id;
    if (!whole.p) b->failed = true;
    RU_BUF_LIT(b, "{\"id\":");
    ru_json_put_string(b, whole);
    ru_buf_str(b, im->head); /* ,"now":"…","facts":{ */
    return NULL;
}

/* The members of "facts", by name. */
static const char *put_facts(ru_import *im, const ru_str *cells, ru_str *column) {
    ru_buf *b = &im->line;
    bool first = true;
    for (size_t i = 0; i < im->output_count; i++) {
        const ru_map_output *o = &im->outputs[i];
        ru_str cell = o->column ? trimmed(cells[o->column->index]) : o->json;
        if (o->column) *column = o->column->name;
        if (o->column && !cell.n && o->column->empty == RU_EMPTY_ABSENT) continue;
        if (o->column && !cell.n && o->column->empty == RU_EMPTY_REJECT) return "the cell is empty";
        if (!first) ru_buf_char(b, ',');
        first = false;
        ru_json_put_string(b, o->name);
        ru_buf_char(b, ':');
        const char *reason = NULL;
        if (!o->column) ru_buf_str(b, o->json);
        else if (!cell.n) RU_BUF_LIT(b, "null");
        else reason = put_cell(b, o->column, cell);
        if (reason) return reason;
    }
    return NULL;
}

static ru_import_end reject(ru_import *im, ru_import_problem *p, ru_str column, const char *reason) {
    *p = (ru_import_problem){im->row, column, reason};
    return RU_IMPORT_REJECTED;
}

static const char *bad_text(const ru_str *cells, size_t count, size_t *which) {
    for (size_t i = 0; i < count; i++) {
        *which = i;
        if (!ru_utf8_valid(cells[i], NULL) || (cells[i].n && memchr(cells[i].p, 0, cells[i].n))) return "the cell is not UTF-8 text";
    }
    return NULL;
}

ru_import_end ru_import_next(ru_import *im, ru_str *line, ru_import_problem *problem, ruth_error *e) {
    size_t count = 0, which = 0;
    const char *reason = NULL;
    ru_str column = {NULL, 0};
    ru_arena_reset(&im->row_arena);
    ru_buf_clear(&im->line);
    ru_csv_end end = ru_csv_next(&im->csv, &im->row_arena, im->cells, &count, &reason);
    if (end == RU_CSV_DONE) return RU_IMPORT_DONE;
    if (end == RU_CSV_FAILED) {
        if (im->csv.nomem) ru_fail_nomem(e);
        else ru_fail(e, RUTH_E_IO, "the table could not be read further, behind row %llu", (unsigned long long)im->row);
        return RU_IMPORT_FAILED;
    }
    im->row++;
    if (end == RU_CSV_BAD) return reject(im, problem, column, reason);
    if (count != im->column_count)
        return reject(im, problem, column,
                      count < im->column_count ? "the row has fewer cells than the first line" : "the row has more cells than the first line");
    if ((reason = bad_text(im->cells, count, &which))) return reject(im, problem, im->headers[which], reason);
    if ((reason = put_head(im, im->cells, &column)) || (reason = put_facts(im, im->cells, &column))) return reject(im, problem, column, reason);
    RU_BUF_LIT(&im->line, "}}");
    if (im->line.failed) {
        ru_fail_nomem(e);
        return RU_IMPORT_FAILED;
    }
    *line = (ru_str){im->line.p, im->line.n};
    return RU_IMPORT_LINE;
}

ru_str ru_import_assumption(const ru_import *im, size_t i) {
    const ru_node *n = ru_node_get(im->map, "assumptions");
    return n && i < n->count ? n->items[i]->text : (ru_str){NULL, 0};
}

/* ---- opening ---- */
static ruth_status read_header(ru_import *im, ruth_error *e) {
    const char *problem = NULL;
    im->cells = RU_NEWS(&im->arena, ru_str, RU_CSV_COLUMNS);
    im->headers = RU_NEWS(&im->arena, ru_str, RU_CSV_COLUMNS);
    if (!im->cells || !im->headers) return ru_fail_nomem(e);
    ru_csv_end end = ru_csv_next(&im->csv, &im->row_arena, im->cells, &im->column_count, &problem);
    if (end == RU_CSV_DONE) return ru_fail(e, RUTH_E_IO, "the table is empty; its first line names the columns");
    if (end == RU_CSV_BAD) return ru_fail(e, RUTH_E_SYNTAX, "the first line of the table: %s", problem);
    if (end == RU_CSV_FAILED) return im->csv.nomem ? ru_fail_nomem(e) : ru_fail(e, RUTH_E_IO, "the table could not be read");
    for (size_t i = 0; i < im->column_count; i++) {
        if (!ru_utf8_valid(im->cells[i], NULL)) return ru_fail(e, RUTH_E_SYNTAX, "the first line of the table is not UTF-8");
        im->headers[i] = ru_arena_str(&im->arena, trimmed(im->cells[i]));
        if (!im->headers[i].p) return ru_fail_nomem(e);
    }
    return RUTH_OK;
}

static ruth_status open_parts(ru_import *im, const char *map, ru_csv_read read, void *context, ruth_error *e) {
    ru_str bytes;
    ru_node *tree = NULL;
    ruth_status st = ru_file_read(&im->arena, map, 256 << 10, &bytes, e);
    if (st || (st = ru_yaml_read(&im->arena, ru_str_of(map), bytes, &tree, e))) return st;
    im->map = tree;
    if ((st = ru_import_plan(im, e)) || (st = ru_csv_open(&im->csv, &im->alloc, read, context, im->delimiter, e)) || (st = read_header(im, e))) return st;
    return ru_import_match_header(im, e);
}

ruth_status ru_import_open(const ruth_allocator *alloc, const char *map, ru_csv_read read, void *context, ru_import **out, ruth_error *e) {
    ru_import *im = ru_alloc(alloc, sizeof *im);
    *out = NULL;
    if (!im) return ru_fail_nomem(e);
    memset(im, 0, sizeof *im);
    im->alloc = *alloc;
    ru_arena_init(&im->arena, alloc, 16 << 10);
    ru_arena_init(&im->row_arena, alloc, 64 << 10);
    ru_buf_init(&im->line, alloc);
    ruth_status st = open_parts(im, map, read, context, e);
    if (st) ru_import_free(im);
    else *out = im;
    return st;
}

void ru_import_free(ru_import *im) {
    if (!im) return;
    ruth_allocator alloc = im->alloc;
    ru_csv_close(&im->csv, &alloc);
    ru_buf_free(&im->line);
    ru_arena_free(&im->row_arena);
    ru_arena_free(&im->arena);
    ru_free(&alloc, im, sizeof *im);
}
