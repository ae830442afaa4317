/* verb_report.c: what came of decisions, by group. */
#include <string.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

static int judge(const ruth_error *e) {
    cli_say_error(e);
    return e->status == RUTH_E_LEDGER ? EXIT_CHAIN_BROKEN : e->status == RUTH_E_ARGUMENT || e->status == RUTH_E_IO ? EXIT_USAGE : EXIT_INTERNAL;
}

static int write_to(ruth_report *r, FILE *to, ruth_report_format format, const char *lang) {
    ruth_text text;
    ruth_error e;
    if (ruth_report_write(r, format, lang, &text, &e) != RUTH_OK) return judge(&e);
    bool written = fwrite(text.bytes, 1, text.length, to) == text.length && (format != RUTH_REPORT_JSON || fputc('\n', to) != EOF) && fflush(to) == 0;
    return written ? EXIT_DONE : EXIT_INTERNAL;
}

static int write_all(ruth_report *r, const cli_options *o) {
    int code = EXIT_DONE;
    FILE *page = o->page ? fopen(o->page, "w") : NULL;
    if (o->page && !page) {
        fprintf(stderr, "ruth report: %s cannot be written\n", o->page);
        return EXIT_USAGE;
    }
    if (page) code = write_to(r, page, RUTH_REPORT_HTML, o->lang);
    if (page && fclose(page) != 0 && !code) code = EXIT_INTERNAL;
    return code ? code : write_to(r, stdout, o->json ? RUTH_REPORT_JSON : RUTH_REPORT_TEXT, o->lang);
}

static int run(ruth_engine *engine, const cli_options *o, ruth_report_options *options) {
    ruth_ledger *ledger = NULL;
    ruth_report *report = NULL;
    ruth_error e;
    ruth_status st = ruth_ledger_open(engine, o->files[0], RUTH_LEDGER_READ, &ledger, &e);
    if (!st) st = ruth_report_open(ledger, options, &report, &e);
    int code = st == RUTH_OK ? write_all(report, o) : judge(&e);
    ruth_report_free(report);
    ruth_ledger_close(ledger);
    return code;
}

int cli_report(const cli_options *o) {
    ruth_report_options options = {
        .size = sizeof options, .by = o->by, .by_count = (size_t)o->by_count, .within = o->days, .now = o->at, .contacted = o->contacted};
    if (o->file_count != 1) {
        fputs("ruth report: which ledger? ruth report DB [--by GROUPS] [--within DAYS] [--contacted]\n", stderr);
        return EXIT_USAGE;
    }
    if (!cli_span("report", o, &options.from, &options.until)) return EXIT_USAGE;
    ruth_engine *engine = cli_engine(o);
    int code = engine ? run(engine, o, &options) : EXIT_INTERNAL;
    ruth_engine_free(engine);
    return code;
}
