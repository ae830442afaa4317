/* text_write.c: the findings of a text and its figures, for people and for machines. */
#include "engine/author/text.h"
#include "engine/author/render.h"
#include "engine/data/data.h"

/* Walks on from the line that was asked for last: findings stand in order. */
static ru_str line_of(void *context, ru_str file, int line) {
    ruth_wording *w = context;
    const char *end = w->text.p + w->text.n;
    (void)file;
    if (line < w->shown_line || !w->shown) w->shown = w->text.p, w->shown_line = 1;
    for (; w->shown_line < line && w->shown < end; w->shown++) w->shown_line += *w->shown == '\n';
    size_t n = 0;
    while (w->shown + n < end && w->shown[n] != '\n' && w->shown[n] != '\r') n++;
    return (ru_str){w->shown, n};
}

static void put_thousandths(ru_buf *b, int64_t value) {
    int64_t hundredths = ((value < 0 ? -value : value) + 5) / 10;
    ru_buf_printf(b, "%s%lld.%02lld", value < 0 && hundredths ? "-" : "", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

static void put_text(ru_buf *b, ruth_wording *w, bool color) {
    ruth_reading r;
    ruth_wording_reading(w, &r);
    for (size_t i = 0; i < w->findings.count; i++) ru_render_finding(b, &w->findings.items[i], color, line_of, w);
    ru_buf_printf(b, "%s%s: %lld words, %lld sentences; ", w->french ? "French" : "English", w->guessed ? " (guessed from its commonest words)" : "",
                  (long long)r.words, (long long)r.sentences);
    ru_buf_str(b, w->french ? RU_STR("Kandel-Moles ") : RU_STR("Flesch-Kincaid grade "));
    put_thousandths(b, r.score);
    ru_buf_str(b, w->french ? RU_STR(" (at least 60).\n") : RU_STR(" (at most 8).\n"));
    size_t n = w->findings.count;
    if (!n) RU_BUF_LIT(b, "No findings.\n");
    else ru_buf_printf(b, "%zu finding%s, %zu of them threats.\n", n, n == 1 ? "" : "s", r.threats);
}

static void put_member(ru_buf *b, const char *key, ru_str text) {
    ru_buf_printf(b, ",\"%s\":", key);
    ru_json_put_string(b, text);
}

static void put_json(ru_buf *b, const ruth_wording *w) {
    static const char *const levels[] = {"error", "warning", "note"};
    ruth_reading r;
    ruth_wording_reading(w, &r);
    ru_buf_printf(b, "{\"lang\":\"%s\",\"guessed\":%s,\"words\":%lld,\"sentences\":%lld,\"syllables\":%lld,\"formula\":\"%s\",\"score\":", r.lang,
                  r.guessed ? "true" : "false", (long long)r.words, (long long)r.sentences, (long long)r.syllables,
                  w->french ? "kandel_moles" : "flesch_kincaid");
    put_thousandths(b, r.score);
    ru_buf_printf(b, ",\"limit\":%lld,\"threats\":%zu,\"findings\":[", (long long)(r.limit / 1000), r.threats);
    for (size_t i = 0; i < w->findings.count; i++) {
        const ru_finding *f = &w->findings.items[i];
        ru_buf_printf(b, "%s\n{\"level\":\"%s\",\"class\":\"%s\",\"line\":%d,\"column\":%d,\"length\":%d", i ? "," : "", levels[f->level], f->code, f->line,
                      f->column, f->length);
        put_member(b, "message", f->message);
        put_member(b, "why", f->effect);
        put_member(b, "suggestion", f->suggestion);
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "]}\n");
}

ruth_status ruth_wording_write(ruth_wording *w, ruth_format format, ruth_text *out, ruth_error *error) {
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    ru_buf_clear(&w->out);
    if (format == RUTH_AS_JUNIT) return ru_fail(error, RUTH_E_ARGUMENT, "findings are written as text or JSON");
    if (format == RUTH_AS_JSON) put_json(&w->out, w);
    else put_text(&w->out, w, format == RUTH_AS_COLOR);
    if (w->out.failed) return ru_fail_nomem(error);
    *out = (ruth_text){w->out.p, w->out.n};
    return RUTH_OK;
}
