/* open.c: calendars.yaml → which facts are read and written, and for each jurisdiction the days of all files that count there. */
#include <string.h>

#include "plugins/holidays/calendar.h"
#include "plugins/shared/data.h"

typedef struct reading {
    shared_data d;
    holidays *h;
    char *texts; /* behind the struct, in its block */
    size_t text_used;
} reading;

static const char *keep(reading *r, const char *text) {
    size_t size = strlen(text) + 1;
    char *kept = memcpy(r->texts + r->text_used, text, size);
    r->text_used += size;
    return kept;
}

static int fact(reading *r, const shared_node *n, uint32_t type, uint32_t uses, const char **out) {
    const char *name;
    int st = shared_data_name(&r->d, n, &name);
    if (st) return st;
    *out = keep(r, name);
    return r->d.host->declare(r->d.call, *out, type, uses);
}

/* ---- calendars ---- */
/* Where several files count, a holiday of one is a holiday, and only years that all of them cover are covered. */
static void join(holidays_days *to, const holidays_days *with) {
    int32_t first = to->first > with->first ? to->first : with->first, last = to->last < with->last ? to->last : with->last;
    for (int32_t day = first; day <= last; day++) {
        size_t a = (size_t)(day - to->first), b = (size_t)(day - with->first), at = (size_t)(day - first);
        bool set = (to->bits[a / 64] >> (a % 64) & 1) || (with->bits[b / 64] >> (b % 64) & 1);
        to->bits[at / 64] &= ~((uint64_t)1 << (at % 64)); /* at never lies behind a */
        if (set) to->bits[at / 64] |= (uint64_t)1 << (at % 64);
    }
    to->first = first;
    to->last = last;
    to->weekend |= with->weekend;
}

static void fill(holidays_calendar *c, const holidays_days *days) {
    uint32_t before = 0;
    for (size_t w = 0; w < c->words; w++) {
        c->before[w] = before;
        for (int i = 0; i < 64; i++) {
            int32_t day = c->first + (int32_t)(w * 64) + i;
            if (day > c->last) break;
            bool holiday = days->bits[w] >> i & 1, business = !holiday && !(days->weekend >> holidays_weekday(day) & 1);
            c->holiday[w] |= (uint64_t)holiday << i;
            c->business[w] |= (uint64_t)business << i;
            before += business;
        }
    }
}

static int add_calendar(reading *r, const shared_node *n, const holidays_days *days) {
    size_t words = (size_t)(days->last - days->first) / 64 + 1, name = strlen(n->key->text) + 1;
    size_t size = sizeof(holidays_calendar) + words * (2 * sizeof(uint64_t) + sizeof(uint32_t)) + name;
    holidays_calendar *c = r->d.host->resize(r->d.call, NULL, 0, size);
    if (!c) return RUTH_PLUGIN_NO_MEMORY;
    memset(c, 0, size);
    *c = (holidays_calendar){.next = r->h->calendars, .size = size, .first = days->first, .last = days->last, .words = words};
    c->holiday = (uint64_t *)(c + 1);
    c->business = c->holiday + words;
    c->before = (uint32_t *)(c->business + words);
    c->name = memcpy(c->before + words, n->key->text, name);
    fill(c, days);
    r->h->calendars = c;
    return 0;
}

static int read_calendar(reading *r, const shared_node *n) {
    holidays_days all = {.bits = NULL}, one;
    const char *name;
    int st = shared_data_name(&r->d, n->key, &name);
    if (!st && (n->kind != SHARED_LIST || !n->count)) st = shared_data_fail(&r->d, n, "expected a list of files, like [us.yaml]");
    for (const shared_node *e = st ? NULL : n->first; e && !st; e = e->next) {
        const char *file;
        st = shared_data_text(&r->d, e, 100, &file);
        if (!st) st = holidays_read_days(r->d.host, r->d.call, file, &one);
        if (st) return st;
        if (all.bits && (one.first > all.last || one.last < all.first)) return shared_data_fail(&r->d, e, "the years of these files have none in common");
        if (all.bits) join(&all, &one);
        else all = one;
    }
    return st ? st : add_calendar(r, n, &all);
}

/* ---- facts ---- */
static int read_into(reading *r, const shared_node *top) {
    static const char *const keys[] = {"holiday_today", "business_day_today", "next_business_day", "business_days_late", NULL};
    const struct {
        const char *key;
        uint32_t type;
        const char **to;
    } all[] = {
        {keys[0], RUTH_PLUGIN_BOOLEAN, &r->h->holiday_today},
        {keys[1], RUTH_PLUGIN_BOOLEAN, &r->h->business_day_today},
        {keys[2], RUTH_PLUGIN_DATE, &r->h->next_business_day},
        {keys[3], RUTH_PLUGIN_INTEGER, &r->h->business_days_late},
    };
    const shared_node *n, *due = shared_data_get(top, "due");
    int st = shared_data_need(&r->d, top, "into", SHARED_MAP, &n);
    if (!st) st = shared_data_keys(&r->d, n, keys);
    if (!st && !n->count) st = shared_data_fail(&r->d, n, "expected at least one fact to write");
    for (const shared_node *e = st ? NULL : n->first; e && !st; e = e->next) {
        for (const shared_node *other = n->first; other != e; other = other->next)
            if (e->kind == SHARED_SCALAR && shared_data_is(other, e->text)) return shared_data_fail(&r->d, e, "%.60s takes another result already", e->text);
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            if (!strcmp(e->key->text, all[i].key)) st = fact(r, e, all[i].type, RUTH_PLUGIN_WRITES, all[i].to);
    }
    if (!st && r->h->business_days_late && !due) st = shared_data_fail(&r->d, n, "business_days_late counts from a date: name its fact with due: at the top");
    if (!st && !r->h->business_days_late && due) st = shared_data_fail(&r->d, due, "due: is there for business_days_late, which is not asked for");
    return st || !due ? st : fact(r, due, RUTH_PLUGIN_DATE, RUTH_PLUGIN_READS, &r->h->due);
}

static int read_settings(reading *r, const shared_node *top) {
    static const char *const keys[] = {"jurisdiction", "calendars", "due", "into", NULL};
    const shared_node *n;
    int st = shared_data_keys(&r->d, top, keys);
    if (!st) st = shared_data_need(&r->d, top, "jurisdiction", SHARED_SCALAR, &n);
    if (!st) st = fact(r, n, RUTH_PLUGIN_ENUM, RUTH_PLUGIN_READS, &r->h->jurisdiction);
    if (!st) st = read_into(r, top);
    if (!st) st = shared_data_need(&r->d, top, "calendars", SHARED_MAP, &n);
    if (!st && !n->count) st = shared_data_fail(&r->d, n, "expected at least one jurisdiction");
    for (const shared_node *e = st ? NULL : n->first; e && !st; e = e->next) st = read_calendar(r, e);
    return st;
}

void holidays_free(const ruth_host *host, void *call, holidays *h) {
    for (holidays_calendar *c = h ? h->calendars : NULL, *next; c; c = next) {
        next = c->next;
        host->resize(call, c, c->size, 0);
    }
    if (h) host->resize(call, h, h->size, 0);
}

int holidays_read(const ruth_host *host, void *call, holidays **out) {
    reading r = {.d = {.host = host, .call = call, .file = "calendars.yaml"}};
    const shared_node *top = NULL;
    int st = shared_data_read(&r.d, &top);
    if (st) return st;
    size_t size = sizeof(holidays) + r.d.bytes;
    r.h = host->resize(call, NULL, 0, size);
    if (!r.h) return RUTH_PLUGIN_NO_MEMORY;
    memset(r.h, 0, size);
    r.h->size = size;
    r.texts = (char *)(r.h + 1);
    st = read_settings(&r, top);
    if (!st) *out = r.h;
    else holidays_free(host, call, r.h);
    return st;
}
