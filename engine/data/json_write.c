/* json_write.c: canonical JSON: one text, one way to write it. */
#include "engine/data/json_scan.h"

static void put_escape(ru_buf *b, unsigned char c) {
    static const char digits[] = "0123456789abcdef";
    switch (c) {
    case '"': RU_BUF_LIT(b, "\\\""); return;
    case '\\': RU_BUF_LIT(b, "\\\\"); return;
    case '\b': RU_BUF_LIT(b, "\\b"); return;
    case '\f': RU_BUF_LIT(b, "\\f"); return;
    case '\n': RU_BUF_LIT(b, "\\n"); return;
    case '\r': RU_BUF_LIT(b, "\\r"); return;
    case '\t': RU_BUF_LIT(b, "\\t"); return;
    default: break;
    }
    const char text[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
    ru_buf_put(b, text, sizeof text);
}

void ru_json_put_string(ru_buf *b, ru_str s) {
    bool high = false; /* of no interest: what is not ASCII goes out as it is */
    const char *p = s.p, *end = s.n ? s.p + s.n : s.p;
    if (s.n > SIZE_MAX - 2 || !ru_buf_reserve(b, s.n + 2)) {
        b->failed = true;
        return;
    }
    ru_buf_char(b, '"');
    while (p < end) {
        const char *stop = ru_json_plain(p, end, &high);
        ru_buf_put(b, p, (size_t)(stop - p));
        if (stop < end) put_escape(b, (unsigned char)*stop++);
        p = stop;
    }
    ru_buf_char(b, '"');
}

ru_str ru_json_quoted(ru_arena *a, ru_str s) {
    ru_buf b;
    ru_buf_init(&b, &a->alloc);
    ru_json_put_string(&b, s);
    ru_str out = b.failed ? (ru_str){NULL, 0} : ru_arena_str(a, (ru_str){b.p, b.n});
    ru_buf_free(&b);
    return out;
}

void ru_json_put_instant(ru_buf *b, int64_t seconds) {
    enum { LENGTH = 20 };
    if (!ru_buf_reserve(b, LENGTH + 2)) return;
    char *p = b->p + b->n;
    ru_instant_text(seconds, p + 1); /* its NUL lies where the closing quote goes */
    p[0] = p[LENGTH + 1] = '"';
    b->n += LENGTH + 2;
}

void ru_json_put_date(ru_buf *b, int32_t days) {
    enum { LENGTH = 10 };
    if (!ru_buf_reserve(b, LENGTH + 2)) return;
    char *p = b->p + b->n;
    ru_date_text(days, p + 1);
    p[0] = p[LENGTH + 1] = '"';
    b->n += LENGTH + 2;
}
