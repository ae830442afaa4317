/* holidays.c: the plugin: is today a holiday or a business day where the person lives, when is the next one, how many lie behind the due date. */
#include <string.h>

#include "plugins/holidays/calendar.h"

static int write(const ruth_host *host, void *call, const char *fact, uint32_t state, uint32_t type, int64_t number) {
    ruth_plugin_value v = {state, type, number, {NULL, 0}};
    return fact ? host->write(call, fact, &v) : RUTH_PLUGIN_OK;
}

/* Later than what is covered is not known: it is left unwritten. */
static int write_next(const ruth_host *host, void *call, const holidays *h, const holidays_calendar *c, int32_t today) {
    int32_t day = today + 1;
    while (day <= c->last && !holidays_is_business(c, day)) day++;
    return day <= c->last ? write(host, call, h->next_business_day, RUTH_PLUGIN_VALUE, RUTH_PLUGIN_DATE, day) : RUTH_PLUGIN_OK;
}

/* Business days after the due date, today included. */
static int write_late(const ruth_host *host, void *call, const holidays *h, const holidays_calendar *c, int32_t today) {
    ruth_plugin_value due;
    if (!h->due) return RUTH_PLUGIN_OK;
    int st = host->read(call, h->due, &due);
    if (st || due.state == RUTH_PLUGIN_UNKNOWN) return st;
    if (due.state == RUTH_PLUGIN_NONE) return write(host, call, h->business_days_late, RUTH_PLUGIN_NONE, RUTH_PLUGIN_INTEGER, 0);
    if (due.number >= today) return write(host, call, h->business_days_late, RUTH_PLUGIN_VALUE, RUTH_PLUGIN_INTEGER, 0);
    if (due.number < c->first) return RUTH_PLUGIN_OK;
    int32_t late = holidays_business_until(c, today) - holidays_business_until(c, (int32_t)due.number);
    return write(host, call, h->business_days_late, RUTH_PLUGIN_VALUE, RUTH_PLUGIN_INTEGER, late);
}

/* What is not written is not known: no jurisdiction, one without a calendar, no zone, a day outside of the years covered. */
static int enrich(const ruth_host *host, void *call, void *self) {
    const holidays *h = self;
    const holidays_calendar *c = h->calendars;
    ruth_plugin_value where;
    int32_t today;
    int st = host->read(call, h->jurisdiction, &where);
    if (st || where.state != RUTH_PLUGIN_VALUE || !host->today(call, &today)) return st;
    while (c && (strlen(c->name) != where.text.length || memcmp(c->name, where.text.bytes, where.text.length) != 0)) c = c->next;
    if (!c || today < c->first || today > c->last) return RUTH_PLUGIN_OK;
    st = write(host, call, h->holiday_today, RUTH_PLUGIN_VALUE, RUTH_PLUGIN_BOOLEAN, holidays_is_holiday(c, today));
    if (!st) st = write(host, call, h->business_day_today, RUTH_PLUGIN_VALUE, RUTH_PLUGIN_BOOLEAN, holidays_is_business(c, today));
    if (!st) st = write_next(host, call, h, c, today);
    return st ? st : write_late(host, call, h, c, today);
}

static int open_calendars(const ruth_host *host, void *call, void **self) {
    holidays *h = NULL;
    int st = holidays_read(host, call, &h);
    if (!st) *self = h;
    return st;
}

static void close_calendars(const ruth_host *host, void *call, void *self) { holidays_free(host, call, self); }

static const ruth_plugin_enrich enriches = {sizeof enriches, enrich};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_ENRICH, &enriches}};

RUTH_PLUGIN_ENTRY(holidays) = {RUTH_PLUGIN_HEAD,
                               "holidays",
                               "1.0.0",
                               "Public holidays and business days of the person's jurisdiction, from data files of rules.",
                               RUTH_PLUGIN_PURE,
                               RUTH_PLUGIN_ANY_THREAD,
                               RUTH_PLUGIN_DECLARES_MORE,
                               0,
                               0,
                               NULL,
                               NULL,
                               open_calendars,
                               close_calendars,
                               NULL,
                               abilities,
                               1};
