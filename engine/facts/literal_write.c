/* literal_write.c: a typed value goes out again: as canonical JSON, or as words for people. */
#include "engine/facts/internal.h"

/* Millionths without needless zeros: 125000 → 0.125. `places` 6 for a ratio, 4 for its percentage. */
static void put_decimal(ru_buf *b, int64_t v, int places) {
    char digits[24];
    size_t n = 0;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v, scale = 1;
    for (int i = 0; i < places; i++) scale *= 10;
    if (v < 0) ru_buf_char(b, '-');
    ru_buf_int(b, (int64_t)(u / scale));
    uint64_t rest = u % scale;
    if (!rest) return;
    for (; rest; rest %= scale) {
        scale /= 10;
        digits[n++] = (char)('0' + rest / scale);
    }
    ru_buf_char(b, '.');
    ru_buf_put(b, digits, n);
}

static void put_time(ru_buf *b, int32_t seconds) {
    int parts[3] = {seconds / RU_HOUR, seconds / 60 % 60, seconds % 60};
    char text[10] = {'"', 0, 0, ':', 0, 0, ':', 0, 0, '"'};
    for (int i = 0; i < 3; i++) {
        text[1 + 3 * i] = (char)('0' + parts[i] / 10 % 10);
        text[2 + 3 * i] = (char)('0' + parts[i] % 10);
    }
    ru_buf_put(b, text, sizeof text);
}

static void put_window(ru_buf *b, const ru_window *w) {
    ru_buf_char(b, '{');
    if ((w->days & 0x7f) != 0x7f) {
        bool first = true;
        RU_BUF_LIT(b, "\"days\":[");
        for (int d = 0; d < 7; d++) {
            if (!(w->days >> d & 1)) continue;
            if (!first) ru_buf_char(b, ',');
            first = false;
            ru_json_put_string(b, (ru_str){ru_day_names[d], 3});
        }
        RU_BUF_LIT(b, "],");
    }
    RU_BUF_LIT(b, "\"from\":");
    put_time(b, w->from);
    RU_BUF_LIT(b, ",\"to\":");
    put_time(b, w->to);
    ru_buf_char(b, '}');
}

static void put_list(ru_buf *b, const ru_fact *f, const ru_value *v) {
    bool first = true;
    ru_buf_char(b, '[');
    if (f->type == RU_LIST_ENUM) {
        for (size_t i = 0; i < f->value_count; i++) {
            if (!((uint64_t)v->i >> i & 1)) continue;
            if (!first) ru_buf_char(b, ',');
            first = false;
            ru_json_put_string(b, f->values[i]);
        }
    }
    for (size_t i = 0; f->type != RU_LIST_ENUM && i < v->u.l.n; i++) {
        if (i) ru_buf_char(b, ',');
        if (f->type == RU_WINDOWS) put_window(b, (const ru_window *)v->u.l.list + i);
        else ru_json_put_string(b, ((const ru_str *)v->u.l.list)[i]);
    }
    ru_buf_char(b, ']');
}

void ru_value_write(ru_buf *b, const ru_fact *f, const ru_value *v) {
    switch (f->type) {
    case RU_BOOLEAN:
        if (v->i) RU_BUF_LIT(b, "true");
        else RU_BUF_LIT(b, "false");
        break;
    case RU_INTEGER:
    case RU_MONEY: ru_buf_int(b, v->i); break;
    case RU_RATIO:
        ru_buf_char(b, '"');
        put_decimal(b, v->i, 6);
        ru_buf_char(b, '"');
        break;
    case RU_ENUM: ru_json_put_string(b, f->values[v->i]); break;
    case RU_DATE: ru_json_put_date(b, (int32_t)v->i); break;
    case RU_INSTANT: ru_json_put_instant(b, v->i); break;
    case RU_ZONE:
    case RU_TEXT: ru_json_put_string(b, v->u.s); break;
    case RU_LIST_ENUM:
    case RU_WINDOWS:
    case RU_LIST_ZONE:
    case RU_LIST_TEXT: put_list(b, f, v); break;
    }
}

bool ru_value_same(const ru_fact *f, const ru_value *a, const ru_value *b) {
    if (a->state != b->state) return false;
    if (a->state != RU_VALUE) return true;
    switch (f->type) {
    case RU_ZONE:
    case RU_TEXT: return ru_str_eq(a->u.s, b->u.s);
    case RU_WINDOWS:
    case RU_LIST_ZONE:
    case RU_LIST_TEXT: break;
    default: return a->i == b->i;
    }
    if (a->u.l.n != b->u.l.n) return false;
    for (size_t i = 0; i < a->u.l.n; i++) {
        if (f->type == RU_WINDOWS) {
            const ru_window *x = (const ru_window *)a->u.l.list + i, *y = (const ru_window *)b->u.l.list + i;
            if (x->days != y->days || x->from != y->from || x->to != y->to) return false;
        } else if (!ru_str_eq(((const ru_str *)a->u.l.list)[i], ((const ru_str *)b->u.l.list)[i])) {
            return false;
        }
    }
    return true;
}

/* ---- words for people ---- */

static bool french(const ru_schema *s, int language) {
    return language >= 0 && (size_t)language < s->language_count && s->languages[language].n >= 2 && memcmp(s->languages[language].p, "fr", 2) == 0;
}

static void say_money(ru_buf *b, const ru_schema *s, int64_t minor, int currency) {
    bool known = currency >= 0 && (size_t)currency < s->currency_count;
    int digits = known ? ru_currency_digits(s->currencies[currency]) : 0;
    uint64_t u = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor, scale = 1;
    for (int i = 0; i < digits; i++) scale *= 10;
    if (minor < 0) ru_buf_char(b, '-');
    ru_buf_int(b, (int64_t)(u / scale));
    if (digits > 0) ru_buf_char(b, '.');
    for (uint64_t rest = u % scale; scale > 1; rest %= scale) {
        scale /= 10;
        ru_buf_char(b, (char)('0' + rest / scale));
    }
    if (!known) return;
    ru_buf_char(b, ' ');
    ru_buf_str(b, s->currencies[currency]);
}

static void say_instant(ru_buf *b, int64_t seconds) {
    char text[21];
    ru_instant_text(seconds, text);
    text[10] = ' ';
    ru_buf_put(b, text, 16);
    RU_BUF_LIT(b, " UTC");
}

static void say_window(ru_buf *b, const ru_window *w) {
    for (int d = 0; d < 7 && (w->days & 0x7f) != 0x7f; d++) {
        if (!(w->days >> d & 1)) continue;
        ru_buf_put(b, ru_day_names[d], 3);
        ru_buf_char(b, ' ');
    }
    for (int end = 0; end < 2; end++) {
        int32_t t = end ? w->to : w->from;
        char text[5] = {(char)('0' + t / 36000), (char)('0' + t / RU_HOUR % 10), ':', (char)('0' + t / 600 % 6), (char)('0' + t / 60 % 10)};
        if (end) RU_BUF_LIT(b, "–");
        ru_buf_put(b, text, sizeof text);
    }
}

static void say_list(ru_buf *b, const ru_fact *f, const ru_value *v, int language) {
    bool first = true;
    size_t count = f->type == RU_LIST_ENUM ? f->value_count : v->u.l.n;
    for (size_t i = 0; i < count; i++) {
        if (f->type == RU_LIST_ENUM && !((uint64_t)v->i >> i & 1)) continue;
        if (!first) RU_BUF_LIT(b, ", ");
        first = false;
        if (f->type == RU_LIST_ENUM) ru_fact_say_value(b, f, (int64_t)i, language);
        else if (f->type == RU_WINDOWS) say_window(b, (const ru_window *)v->u.l.list + i);
        else ru_buf_str(b, ((const ru_str *)v->u.l.list)[i]);
    }
}

void ru_value_say(ru_buf *b, const ru_schema *s, const ru_fact *f, const ru_value *v, int language, int currency) {
    bool fr = french(s, language);
    char date[11];
    if (v->state == RU_UNKNOWN) {
        RU_BUF_LIT(b, "…");
        return;
    }
    if (v->state == RU_NONE) {
        ru_buf_str(b, fr ? RU_STR("rien au dossier") : RU_STR("none on file"));
        return;
    }
    switch (f->type) {
    case RU_BOOLEAN: ru_buf_str(b, fr ? (v->i ? RU_STR("oui") : RU_STR("non")) : (v->i ? RU_STR("yes") : RU_STR("no"))); break;
    case RU_INTEGER: ru_buf_int(b, v->i); break;
    case RU_MONEY: say_money(b, s, v->i, currency); break;
    case RU_RATIO:
        put_decimal(b, v->i, 4);
        RU_BUF_LIT(b, " %");
        break;
    case RU_ENUM: ru_fact_say_value(b, f, v->i, language); break;
    case RU_DATE:
        ru_date_text((int32_t)v->i, date);
        ru_buf_put(b, date, 10);
        break;
    case RU_INSTANT: say_instant(b, v->i); break;
    case RU_ZONE:
    case RU_TEXT: ru_buf_str(b, v->u.s); break;
    case RU_LIST_ENUM:
    case RU_WINDOWS:
    case RU_LIST_ZONE:
    case RU_LIST_TEXT: say_list(b, f, v, language); break;
    }
}
