/* report.c: what came of decisions, by group: opened, read once, written as often as one likes. */
#include "engine/author/report.h"
#include "engine/include/ruth_author.h"

static const ru_str names[] = {{"segment", 7}, {"action", 6}, {"stage", 5}, {"tone", 4},   {"channel", 7},
                               {"message", 7}, {"plan", 4},   {"month", 5}, {"policy", 6}, {"experiment", 10}};
static const ru_by which[] = {RU_BY_SEGMENT, RU_BY_ACTION, RU_BY_ACTION, RU_BY_TONE,   RU_BY_CHANNEL,
                              RU_BY_MESSAGE, RU_BY_PLAN,   RU_BY_MONTH,  RU_BY_POLICY, RU_BY_EXPERIMENT};

/* "segment,tone". */
static ruth_status read_by(ru_report *r, const char *list, ruth_error *e) {
    for (const char *p = list;;) {
        size_t n = strcspn(p, ","), i = 0;
        ru_str word = {p, n};
        while (i < RU_COUNT(names) && !ru_str_eq(names[i], word)) i++;
        if (i == RU_COUNT(names)) {
            ru_str near = ru_str_nearest(word, names, RU_COUNT(names));
            return ru_fail(
                e, RUTH_E_ARGUMENT,
                "\"%.*s\" is nothing to tell people apart by%s%.*s; there are segment, action (or stage), tone, channel, message, plan, month, policy and experiment",
                (int)(n < 60 ? n : 60), p, near.p ? "; did you mean " : "", (int)near.n, near.p ? near.p : "");
        }
        r->by[which[i]] = true;
        if (!p[n]) return RUTH_OK;
        p += n + 1;
    }
}

static ruth_status set(ru_report *r, const ruth_report_options *o, ruth_error *e) {
    enum { DAY = 86400, LONGEST = 36600 };
    static const ru_by usual[] = {RU_BY_SEGMENT, RU_BY_ACTION, RU_BY_TONE, RU_BY_CHANNEL, RU_BY_PLAN, RU_BY_EXPERIMENT};
    ruth_status st = RUTH_OK;
    r->from = o ? o->from : INT64_MIN;
    r->until = o ? o->until : INT64_MAX;
    if (o && o->within > LONGEST) return ru_fail(e, RUTH_E_ARGUMENT, "expected at most %d days, found %llu", (int)LONGEST, (unsigned long long)o->within);
    r->contacted = o && o->contacted;
    if (o) r->within = (int64_t)o->within * DAY;
    for (size_t i = 0; !st && o && i < o->by_count; i++) st = read_by(r, o->by[i], e);
    for (size_t i = 0; i < RU_COUNT(usual) && (!o || !o->by_count); i++) r->by[usual[i]] = true;
    if (!st && o && o->now && !ru_instant_parse(ru_str_of(o->now), &r->as_of))
        st = ru_fail(e, RUTH_E_ARGUMENT, "expected an instant such as 2026-03-02T14:00:00Z, found %.60s", o->now);
    if (!st && (!o || !o->now)) st = ru_ledger_latest(r->ledger->file, &r->as_of, e);
    return st;
}

ruth_status ruth_report_open(ruth_ledger *ledger, const ruth_report_options *options, ruth_report **out, ruth_error *error) {
    ru_error_clear(error);
    *out = NULL;
    if (options && options->size != sizeof *options) return ru_fail(error, RUTH_E_ARGUMENT, "these options have a size this version does not know");
    ru_report *r = ru_alloc(&ledger->alloc, sizeof *r);
    if (!r) return ru_fail_nomem(error);
    memset(r, 0, sizeof *r);
    r->ledger = ledger;
    r->alloc = ledger->alloc;
    ru_arena_init(&r->arena, &r->alloc, 16 << 10);
    ru_arena_init(&r->person, &r->alloc, 16 << 10);
    ru_arena_init(&r->scratch, &r->alloc, 16 << 10);
    ru_buf_init(&r->out, &r->alloc);
    ruth_status st = set(r, options, error);
    if (!st) st = ru_report_read(r, error);
    if (st) ruth_report_free(r);
    else *out = r;
    return st;
}

void ruth_report_free(ruth_report *r) {
    if (!r) return;
    ruth_allocator alloc = r->alloc;
    ru_arena_free(&r->arena);
    ru_arena_free(&r->person);
    ru_arena_free(&r->scratch);
    ru_buf_free(&r->out);
    ru_free(&alloc, r, sizeof *r);
}

ruth_status ruth_report_write(ruth_report *r, ruth_report_format format, const char *lang, ruth_text *out, ruth_error *error) {
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    if (lang && strcmp(lang, "en") != 0 && strcmp(lang, "fr") != 0)
        return ru_fail(error, RUTH_E_ARGUMENT, "a report is written in en or fr, not in %.20s", lang);
    r->french = lang && !strcmp(lang, "fr");
    ru_buf_clear(&r->out);
    if (format == RUTH_REPORT_JSON) ru_report_json(r);
    else if (format == RUTH_REPORT_HTML) ru_report_html(r);
    else ru_report_text(r);
    if (r->out.failed) return ru_fail_nomem(error);
    *out = (ruth_text){r->out.p, r->out.n};
    return RUTH_OK;
}
