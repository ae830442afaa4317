/* test_data_import.c: maps of tables: each slip with its place; tables: what each cell becomes, and why a row is not used. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/support.h"

/* A table in memory, given in pieces of so many bytes; reading fails behind `fail_at` bytes, if that is not 0. */
typedef struct table {
    const char *text;
    size_t n, at, piece, fail_at;
} table;

static long give(void *context, char *into, size_t room) {
    table *t = context;
    size_t left = t->n - t->at, n = left < t->piece ? left : t->piece;
    if (t->fail_at && t->at >= t->fail_at) return -1;
    if (n > room) n = room;
    memcpy(into, t->text + t->at, n);
    t->at += n;
    return (long)n;
}

static ruth_status open_map(ruth_engine *engine, const char *map, table *t, ruth_import **im, ruth_error *e) {
    const support_file files[] = {{"map.yaml", map}, {NULL, NULL}};
    char path[300], folder[256];
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    snprintf(path, sizeof path, "%s/map.yaml", folder);
    ruth_status st = ruth_import_open(engine, path, give, t, im, e);
    support_remove(folder);
    return st;
}

#define HEAD "map: m\nnow: 2026-03-02T14:00:00Z\n"       /* two lines */
#define ID "columns:\n  No: { to: id, empty: reject }\n" /* two more */
#define WITH(column) HEAD ID "  Owes: " column "\n"      /* line 5 */

static void each_slip_of_a_map(void **state) {
    static const struct {
        const char *map, *says;
        int line;
    } slips[] = {
        {"[m]", "expected a map: keys and values", 1},
        {HEAD ID "colour: red\n", "colour", 5},
        {"now: 2026-03-02T14:00:00Z\n" ID, "the map does not say its name: map: NAME", 1},
        {"map: m\n" ID, "the map does not say now: the instant of every request", 1},
        {"map: m\nnow: [1]\n" ID, "expected one value", 2},
        {"map: m\nnow: yesterday\n" ID, "now: expected an instant such as \"2026-03-04T15:00:00Z\", found yesterday", 2},
        {HEAD "delimiter: [1]\n" ID, "expected one value", 3},
        {HEAD "delimiter: \"\"\n" ID, "delimiter: expected one character", 3},
        {HEAD "delimiter: ab\n" ID, "delimiter: expected one character", 3},
        {HEAD "delimiter: '\"'\n" ID, "delimiter: expected one character", 3},
        {HEAD "delimiter: \"\\n\"\n" ID, "delimiter: expected one character", 3},
        {HEAD "id_prefix: [a]\n" ID, "expected one value", 3},
        {HEAD, "expected columns: { COLUMN: { to, type, empty } }", 1},
        {HEAD "columns: [a]\n", "expected columns: { COLUMN: { to, type, empty } }", 3},
        {HEAD "columns: {}\n", "expected columns: { COLUMN: { to, type, empty } }", 3},
        {HEAD "columns:\n  Owes: { to: a, type: text, empty: absent }\n", "no column goes to id", 4},
        {WITH("owes"), "expected { to: …, type: …, empty: … }", 5},
        {WITH("{ to: a, type: text, empty: absent, size: 3 }"), "size", 5},
        {WITH("{ type: text, empty: absent }"), "column Owes does not say where it goes: to: id, or a fact", 5},
        {WITH("{ to: [a], type: text, empty: absent }"), "expected text", 5},
        {WITH("{ to: a, type: text }"), "column Owes does not say what an empty cell is: empty: absent, null or reject", 5},
        {WITH("{ to: a, type: text, empty: nothing }"), "empty: expected absent, null or reject", 5},
        {WITH("{ to: a, type: text, empty: [null] }"), "empty: expected absent, null or reject", 5},
        {WITH("{ to: id, empty: reject }"), "two columns go to id", 5},
        {HEAD "columns:\n  No: { to: id, empty: absent }\n", "a row without an id cannot be used: empty: reject", 4},
        {WITH("{ to: a, empty: absent }"), "column Owes does not say its type", 5},
        {WITH("{ to: a, type: [text], empty: absent }"), "expected text", 5},
        {WITH("{ to: a, type: mony, empty: absent }"), "mony is not a type; did you mean money?", 5},
        {WITH("{ to: a, type: quixotic, empty: absent }"), "quixotic is not a type; types are integer, money", 5},
        {WITH("{ to: a, type: enum, empty: absent }"), "a column of type enum says its values: { cell: value }", 5},
        {WITH("{ to: a, type: boolean, empty: absent }"), "a column of type boolean says its values: { cell: value }", 5},
        {WITH("{ to: a, type: text, values: { a: b }, empty: absent }"), "values belong to columns of type enum or boolean", 5},
        {WITH("{ to: a, type: enum, values: [a], empty: absent }"), "expected values: { cell: value }", 5},
        {WITH("{ to: a, type: enum, values: {}, empty: absent }"), "expected values: { cell: value }", 5},
        {WITH("{ to: a, type: enum, values: { a: [b] }, empty: absent }"), "expected one value here", 5},
        {WITH("{ to: a, type: boolean, values: { a: maybe }, empty: absent }"), "expected true, false or null", 5},
        {WITH("{ to: a, type: text, times: 3, empty: absent }"), "times belongs to columns of type integer or money", 5},
        {WITH("{ to: a, type: money, times: many, empty: absent }"), "many", 5},
        {WITH("{ to: a, type: money, empty: absent }\n  Owed: { to: a, type: money, empty: absent }"), "two places of the map go to a", 6},
        {HEAD "constants: { a: 1 }\n" ID "  Owes: { to: a, type: money, empty: absent }\n", "two places of the map go to a", 6},
        {HEAD "constants: [a]\n" ID, "expected constants: { fact: value }", 3},
        {HEAD "constants: { a: [1] }\n" ID, "expected one value here", 3},
        {HEAD ID "ignore: [Owes]\n", "expected ignore: { COLUMN: \"reason\" }", 5},
        {HEAD ID "ignore: { Owes: \"\" }\n", "expected a sentence", 5},
        {HEAD ID "ignore: { Owes: [why] }\n", "expected a sentence", 5},
        {HEAD ID "assumptions: { a: b }\n", "expected assumptions: a list of sentences", 5},
        {HEAD ID "assumptions: [[a]]\n", "expected a sentence", 5},
        /* against the first line of the table: No, Owes */
        {HEAD ID, "the column Owes is named nowhere in the map: use it, or ignore it and say why", 1},
        {WITH("{ to: a, type: money, empty: absent }\n  Ows: { to: b, type: money, empty: absent }"), "the table has no column Ows; did you mean Owes?", 6},
        {WITH("{ to: a, type: money, empty: absent }\n  Quixotic: { to: b, type: money, empty: absent }"), "the table has no column Quixotic", 6},
        {WITH("{ to: a, type: money, empty: absent }\nignore: { Owed: \"no use\" }"), "the table has no column Owed; did you mean Owes?", 6},
        {WITH("{ to: a, type: money, empty: absent }\nignore: { Owes: \"no use\" }"), "column Owes is used and ignored at once", 6},
    };
    ruth_engine *engine;
    ruth_error e;
    int wrong = 0;
    (void)state;
    assert_int_equal(ruth_engine_new(NULL, &engine, NULL), RUTH_OK);
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        table t = {.text = "No,Owes\n", .n = 8, .piece = 8};
        ruth_import *im = NULL;
        ruth_status st = open_map(engine, slips[i].map, &t, &im, &e);
        assert_null(im);
        if (st == RUTH_E_POLICY && strstr(e.message, slips[i].says) && e.line == slips[i].line && strstr(e.file, "map.yaml")) continue;
        print_error("%s\n  status %d, line %d: %s\n  expected line %d: %s\n", slips[i].map, (int)st, e.line, e.message, slips[i].line, slips[i].says);
        wrong++;
    }
    ruth_engine_free(engine);
    assert_int_equal(wrong, 0);
}

/* One row of a table under one map, as a request or as the reason why it is none. */
#define MAP                                                                                                                                                                                                       \
    HEAD                                                                                                                                                                                                          \
        "delimiter: \";\"\nid_prefix: A-\nassumptions: [all debts are in dollars, \"none is disputed\"]\nconstants: { currency: USD, kept: 5, told: \"5\", open: false, none: null }\ncolumns:\n"                 \
        "  No: { to: id, empty: reject }\n  Owes: { to: owes, type: money, times: 100, empty: reject }\n  Late: { to: late, type: integer, empty: null }\n  Rate: { to: rate, type: ratio, empty: absent }\n"     \
        "  Paid: { to: paid, type: boolean, values: { y: true, n: false, u: null }, empty: absent }\n  Kind: { to: kind, type: enum, values: { A: first, B: \"5\" }, empty: absent }\n"                           \
        "  Day: { to: day, type: date, empty: absent }\n  Since: { to: since, type: instant, empty: absent }\n  Zone: { to: zone, type: zone, empty: absent }\n  Note: { to: note, type: text, empty: absent }\n" \
        "ignore: { Extra: \"no use\" }\n"
#define HEADER "No; Owes ;Late;Rate;Paid;Kind;Day;Since;Zone;Note;Extra\n"
#define FACTS(more) "{\"id\":\"A-1\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"currency\":\"USD\"," more "}}"

static void each_row_of_a_table(void **state) {
    static const struct {
        const char *row, *line, *column, *reason;
    } rows[] = {
        {"1;12;3;0.5;y;A;2026-03-02;2026-03-02T14:00:00Z;Europe/Paris;a note;x\n",
         FACTS(
             "\"day\":\"2026-03-02\",\"kept\":5,\"kind\":\"first\",\"late\":3,\"none\":null,\"note\":\"a note\",\"open\":false,\"owes\":1200,\"paid\":true,\"rate\":\"0.5\",\"since\":\"2026-03-02T14:00:00Z\",\"told\":\"5\",\"zone\":\"Europe/Paris\""),
         NULL, NULL},
        {"1;-12;;;;;;;;;\n", FACTS("\"kept\":5,\"late\":null,\"none\":null,\"open\":false,\"owes\":-1200,\"told\":\"5\""), NULL, NULL},
        {" 1\t; 12 ;0;;u;B;;;;;\r\n", FACTS("\"kept\":5,\"kind\":\"5\",\"late\":0,\"none\":null,\"open\":false,\"owes\":1200,\"paid\":null,\"told\":\"5\""),
         NULL, NULL},
        {"\"1\";\"12\";-9223372036854775808;;n;;;;;\"a;\"\"b\"\"\nc\";\n",
         FACTS(
             "\"kept\":5,\"late\":-9223372036854775808,\"none\":null,\"note\":\"a;\\\"b\\\"\\nc\",\"open\":false,\"owes\":1200,\"paid\":false,\"told\":\"5\""),
         NULL, NULL},
        {";12;;;;;;;;;\n", NULL, "No", "the cell is empty"},
        {"1;;;;;;;;;;\n", NULL, "Owes", "the cell is empty"},
        {"1;x;;;;;;;;;\n", NULL, "Owes", "expected a whole number such as 1234 or -5, without separators or decimals"},
        {"1;-;;;;;;;;;\n", NULL, "Owes", "expected a whole number such as 1234 or -5, without separators or decimals"},
        {"1;012;;;;;;;;;\n", NULL, "Owes", "expected a whole number such as 1234 or -5, without separators or decimals"},
        {"1;1.5;;;;;;;;;\n", NULL, "Owes", "expected a whole number such as 1234 or -5, without separators or decimals"},
        {"1;12;9223372036854775808;;;;;;;;\n", NULL, "Late", "expected a whole number such as 1234 or -5, without separators or decimals"},
        {"1;12;-9223372036854775809;;;;;;;;\n", NULL, "Late", "expected a whole number such as 1234 or -5, without separators or decimals"},
        {"1;12;99999999999999999999;;;;;;;;\n", NULL, "Late", "expected a whole number such as 1234 or -5, without separators or decimals"},
        {"1;92233720368547759;;;;;;;;;\n", NULL, "Owes", "the number is too large"},
        {"1;12;;0.1234567;;;;;;;\n", NULL, "Rate", "expected a decimal such as 0.125, with at most six decimals"},
        {"1;12;;;maybe;;;;;;\n", NULL, "Paid", "the map's values do not list what stands here"},
        {"1;12;;;;C;;;;;\n", NULL, "Kind", "the map's values do not list what stands here"},
        {"1;12;;;;;2026-02-30;;;;\n", NULL, "Day", "expected a date as YYYY-MM-DD"},
        {"1;12;;;;;;2026-03-02;;;\n", NULL, "Since", "expected an instant such as 2026-03-02T14:00:00Z"},
        {"1;12\n", NULL, NULL, "the row has fewer cells than the first line"},
        {"1;12;;;;;;;;;;\n", NULL, NULL, "the row has more cells than the first line"},
        {"1;12;;;;;;;;caf\xE9;\n", NULL, "Note", "the cell is not UTF-8 text"},
        {"1;12;;;;;;;;\"open\n", NULL, NULL, "a quote is opened and never closed"},
        {"1;12;;;;;;;;\"a\"b;\n", NULL, NULL, "something stands behind a closing quote"},
        {"1;12;;;;;;;;a\"b\";\n", NULL, NULL, "a quote stands inside a cell that does not begin with one"},
        {"\n\r\n\n", NULL, NULL, NULL}, /* empty lines are none */
    };
    static char text[2048];
    ruth_engine *engine;
    ruth_error e;
    (void)state;
    assert_int_equal(ruth_engine_new(NULL, &engine, NULL), RUTH_OK);
    for (size_t i = 0; i < 3 * (sizeof rows / sizeof *rows); i++) { /* the table at once, a byte at a time, behind a byte order mark */
        size_t k = i / 3;
        table t = {.text = text, .piece = i % 3 == 1 ? 1 : sizeof text};
        ruth_import *im = NULL;
        ruth_text line;
        ruth_import_problem p = {.row = 0};
        t.n = (size_t)snprintf(text, sizeof text, "%s%s%s", i % 3 ? "\xEF\xBB\xBF" : "", HEADER, rows[k].row);
        if (open_map(engine, MAP, &t, &im, &e) != RUTH_OK) fail_msg("%s:%d: %s", e.file, e.line, e.message);
        ruth_status st = ruth_import_next(im, &line, &p, &e);
        if (rows[k].line) {
            if (st != RUTH_OK || !line.bytes || line.length != strlen(rows[k].line) || memcmp(line.bytes, rows[k].line, line.length) != 0)
                fail_msg("%s gave %.*s, expected %s", rows[k].row, line.bytes ? (int)line.length : 0, line.bytes ? line.bytes : "", rows[k].line);
        } else if (rows[k].reason) {
            assert_int_equal(st, RUTH_E_REQUEST);
            assert_int_equal(p.row, 1);
            assert_string_equal(p.reason, rows[k].reason);
            if (!rows[k].column) assert_null(p.column.bytes);
            else if (!p.column.bytes || p.column.length != strlen(rows[k].column) || memcmp(p.column.bytes, rows[k].column, p.column.length) != 0)
                fail_msg("%s: in column %.*s, expected %s", rows[k].row, (int)p.column.length, p.column.bytes, rows[k].column);
        }
        if (rows[k].line || rows[k].reason) st = ruth_import_next(im, &line, &p, &e);
        assert_int_equal(st, RUTH_OK);
        assert_null(line.bytes); /* behind the last row */
        ruth_text said = ruth_import_assumption(im, 1);
        assert_true(said.length == 16 && !memcmp(said.bytes, "none is disputed", 16));
        assert_null(ruth_import_assumption(im, 2).bytes);
        ruth_import_free(im);
    }
    ruth_engine_free(engine);
}

/* Tables that are too large, that end where they may not, that cannot be read. */
static void tables_at_their_ends(void **state) {
    enum { ROOM = 3 << 20 };
    char *text = malloc(ROOM);
    ruth_engine *engine;
    ruth_error e;
    ruth_text line;
    ruth_import_problem p;
    ruth_import *im = NULL;
    (void)state;
    assert_non_null(text);
    assert_int_equal(ruth_engine_new(NULL, &engine, NULL), RUTH_OK);
    static const struct {
        const char *first;
        ruth_status status;
        const char *says;
    } firsts[] = {
        {"", RUTH_E_IO, "the table is empty; its first line names the columns"},
        {"\n\n", RUTH_E_IO, "the table is empty"},
        {"No,\"Owes\n", RUTH_E_SYNTAX, "the first line of the table: a quote is opened and never closed"},
        {"No,Ow\xE9s\n", RUTH_E_SYNTAX, "the first line of the table is not UTF-8"},
        {"No,Owes,No\n", RUTH_E_POLICY, "the table has two columns called No"},
    };
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        table t = {.text = firsts[i].first, .n = strlen(firsts[i].first), .piece = 4};
        assert_int_equal(open_map(engine, WITH("{ to: a, type: text, empty: absent }"), &t, &im, &e), firsts[i].status);
        assert_has(e.message, firsts[i].says);
        assert_null(im);
    }
    /* a read that fails: at once, in the first line, behind it */
    for (size_t at = 0; at < 3; at++) {
        static const char small[] = "No,Owes\n1,a\n2,b\n";
        table t = {.text = small, .n = sizeof small - 1, .piece = at == 2 ? 10 : 4, .fail_at = at == 0 ? 1 : at == 1 ? 4 : 10};
        ruth_status st = open_map(engine, WITH("{ to: a, type: text, empty: absent }"), &t, &im, &e);
        if (at < 2) {
            assert_int_equal(st, RUTH_E_IO);
            assert_has(e.message, "the table could not be read");
            continue;
        }
        assert_int_equal(st, RUTH_OK);
        assert_int_equal(ruth_import_next(im, &line, &p, &e), RUTH_E_IO);
        assert_has(e.message, "the table could not be read further, behind row 0");
        ruth_import_free(im);
    }
    /* a cell, a row, a number of cells that are too large; the row behind it is read again */
    for (int which = 0; which < 3; which++) {
        size_t n = (size_t)snprintf(text, ROOM, "No,Owes\n1,");
        if (which == 0) memset(text + n, 'a', (64 << 10) + 1), n += (64 << 10) + 1;
        for (int k = 0; which == 1 && k < 20; k++) memset(text + n, 'a', 60000), text[n + 60000] = ',', n += 60001;
        for (int k = 0; which == 2 && k < 1024; k++) text[n++] = ',';
        n += (size_t)snprintf(text + n, ROOM - n, "\n2,b\n");
        table t = {.text = text, .n = n, .piece = 1000};
        assert_int_equal(open_map(engine, WITH("{ to: a, type: text, empty: absent }"), &t, &im, &e), RUTH_OK);
        assert_int_equal(ruth_import_next(im, &line, &p, &e), RUTH_E_REQUEST);
        assert_string_equal(p.reason, which == 0   ? "a cell is longer than 64 KiB"
                                      : which == 1 ? "the row is longer than 1 MiB"
                                                   : "the row has more than 1024 cells");
        assert_int_equal(ruth_import_next(im, &line, &p, &e), RUTH_OK);
        assert_true(line.length > 10 && !memcmp(line.bytes, "{\"id\":\"2\"", 9));
        ruth_import_free(im);
    }
    /* a nought in a cell */
    static const char nought[] = "No,Owes\n1,a\0b\n";
    table t = {.text = nought, .n = sizeof nought - 1, .piece = 64};
    assert_int_equal(open_map(engine, WITH("{ to: a, type: text, empty: absent }"), &t, &im, &e), RUTH_OK);
    assert_int_equal(ruth_import_next(im, &line, &p, &e), RUTH_E_REQUEST);
    assert_string_equal(p.reason, "the cell is not UTF-8 text");
    ruth_import_free(im);
    ruth_engine_free(engine);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_slip_of_a_map), cmocka_unit_test(each_row_of_a_table), cmocka_unit_test(tables_at_their_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
