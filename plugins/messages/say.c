/* say.c: a value as a person reads it, in their language and region, exactly: numbers go to ICU as decimals, never through a double. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unicode/udatpg.h>
#include <unicode/ustring.h>

#include "plugins/messages/words.h"

enum { SKELETON = 64, LONGEST_PATTERN = 128, LONGEST_NUMBER = 128, LONGEST_DATE = 256 };

int messages_fail(const messages_call *c, const char *format, ...) {
    char message[192];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return c->host->fail(c->call, NULL, 0, 0, message);
}

/* ---- values ---- */
int messages_value_of(const messages_call *c, int value, ruth_plugin_value *out) {
    const messages_value *v = &c->m->values[value];
    bool found = false;
    for (uint32_t i = 0; i < c->named_count && !found; i++)
        if (!strcmp(c->named[i].name, v->name)) *out = c->named[i].value, found = true;
    if (!found && v->is_fact) {
        int st = c->host->read(c->call, v->name, out);
        if (st) return st;
        found = true;
    }
    if (!found) return messages_fail(c, "the policy's own wording does not hand over %.60s", v->name);
    if (out->state != RUTH_PLUGIN_VALUE) return messages_fail(c, "%.60s is not known, or none on file", v->name);
    return out->type == v->type ? 0 : messages_fail(c, "%.60s is of another type than settings.yaml says", v->name);
}

/* ---- what ICU opens, once ---- */
static UNumberFormatter *open_number(const char *skeleton, const char *locale) {
    UErrorCode e = U_ZERO_ERROR;
    UChar wide[SKELETON];
    u_charsToUChars(skeleton, wide, (int32_t)strlen(skeleton) + 1);
    UNumberFormatter *f = unumf_openForSkeletonAndLocale(wide, -1, locale, &e);
    if (U_SUCCESS(e)) return f;
    unumf_close(f);
    return NULL;
}

static UNumberFormatter *opened(UNumberFormatter **f, const char *skeleton, const char *locale) {
    if (!*f) *f = open_number(skeleton, locale);
    return *f;
}

static UNumberFormatter *money_formatter(messages_call *c) {
    char skeleton[SKELETON];
    int digits = c->m->currencies[c->currency].digits;
    snprintf(skeleton, sizeof skeleton, "currency/%s %s", c->m->currencies[c->currency].code,
             digits == 0   ? "precision-integer"
             : digits == 2 ? ".00"
             : digits == 3 ? ".000"
                           : ".0000");
    return opened(&c->manner->money[c->currency], skeleton, c->manner->locale);
}

UPluralRules *messages_rules(messages_manner *n, bool ordinal) {
    UPluralRules **rules = ordinal ? &n->ordinal : &n->cardinal;
    UErrorCode e = U_ZERO_ERROR;
    if (!*rules) *rules = uplrules_openForType(n->locale, ordinal ? UPLURAL_TYPE_ORDINAL : UPLURAL_TYPE_CARDINAL, &e);
    return *rules;
}

/* ---- dates ---- */
/* Days have no hour: UTC, and Gregorian for all years, as dates are counted everywhere in ruth. */
static const UChar utc[] = {'E', 't', 'c', '/', 'U', 'T', 'C', 0};

static UDateFormat *open_date(const messages_date *d, const char *locale, UErrorCode *e) {
    UChar skeleton[SKELETON], pattern[LONGEST_PATTERN];
    if (!d->skeleton) return udat_open(UDAT_NONE, d->style, locale, utc, -1, NULL, 0, e);
    u_charsToUChars(d->skeleton, skeleton, (int32_t)strlen(d->skeleton) + 1);
    UDateTimePatternGenerator *g = udatpg_open(locale, e);
    int32_t n = udatpg_getBestPattern(g, skeleton, -1, pattern, LONGEST_PATTERN, e);
    udatpg_close(g);
    return U_FAILURE(*e) ? NULL : udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, utc, -1, pattern, n, e);
}

/* French says "1er avril", which Unicode's patterns do not: the same pattern with d'er' for d, where the month is a word. Gives 0: nothing to change. */
static int32_t first_pattern(const UChar *p, int32_t n, UChar *out) {
    static const UChar er[] = {'\'', 'e', 'r', '\''};
    bool quoted = false, word = false, day = false;
    int32_t k = 0;
    for (int32_t i = 0; i < n; i++) {
        out[k++] = p[i];
        quoted ^= p[i] == '\'';
        word |= !quoted && i + 2 < n && (p[i] == 'M' || p[i] == 'L') && p[i + 1] == p[i] && p[i + 2] == p[i];
        if (quoted || p[i] != 'd' || p[i + 1] == 'd' || (i && p[i - 1] == 'd')) continue;
        memcpy(out + k, er, sizeof er);
        k += 4;
        day = true;
    }
    return word && day ? k : 0;
}

static void open_first(messages_manner *n, int date, UErrorCode *e) {
    UChar pattern[LONGEST_PATTERN], first[2 * LONGEST_PATTERN];
    if (strncmp(n->locale, "fr", 2) != 0 || (n->locale[2] && n->locale[2] != '_')) return;
    int32_t length = udat_toPattern(n->dates[date], false, pattern, LONGEST_PATTERN, e);
    int32_t changed = U_SUCCESS(*e) && length < LONGEST_PATTERN / 2 ? first_pattern(pattern, length, first) : 0;
    if (changed) n->firsts[date] = udat_open(UDAT_PATTERN, UDAT_PATTERN, n->locale, utc, -1, first, changed, e);
}

static UCalendar *open_calendar(const char *locale) {
    UErrorCode e = U_ZERO_ERROR;
    UCalendar *c = ucal_open(utc, -1, locale, UCAL_GREGORIAN, &e);
    if (U_SUCCESS(e)) ucal_setGregorianChange(c, -1e17, &e);
    if (U_SUCCESS(e)) return c;
    ucal_close(c);
    return NULL;
}

/* False: ICU is out of memory. */
static bool date_opened(messages_call *c, int date) {
    UErrorCode e = U_ZERO_ERROR;
    messages_manner *n = c->manner;
    if (!n->calendar) n->calendar = open_calendar(n->locale);
    if (n->dates[date]) return n->calendar;
    n->dates[date] = open_date(&c->m->dates[date], n->locale, &e);
    if (U_SUCCESS(e)) open_first(n, date, &e);
    if (U_SUCCESS(e)) return n->calendar;
    if (n->dates[date]) udat_close(n->dates[date]);
    n->dates[date] = NULL;
    return false;
}

/* ---- numbers ---- */
void messages_decimal(int64_t v, int digits, char *out) {
    char reversed[32];
    int n = 0, k = 0;
    uint64_t u = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
    for (; u || n <= digits; u /= 10, n++) reversed[n] = (char)('0' + u % 10);
    if (v < 0) out[k++] = '-';
    while (n--) {
        out[k++] = reversed[n];
        if (n == digits && n) out[k++] = '.';
    }
    out[k] = 0;
}

static int unwritten(const messages_call *c, const char *what) { return messages_fail(c, "ICU could not write %.60s", what); }

/* The number as it is written stays in messages.number, for the plural rules. */
static int write_number(messages_call *c, UNumberFormatter *f, int64_t v, int digits, const char *name, const UChar **out) {
    UErrorCode e = U_ZERO_ERROR;
    char decimal[32];
    messages_decimal(v, digits, decimal);
    if (!f) return unwritten(c, name);
    unumf_formatDecimal(f, decimal, -1, c->m->number, &e);
    if (!out) return U_SUCCESS(e) ? 0 : unwritten(c, name);
    UChar *text = c->host->scratch(c->call, LONGEST_NUMBER * sizeof *text);
    if (!text) return RUTH_PLUGIN_NO_MEMORY;
    int32_t n = unumf_resultToString(c->m->number, text, LONGEST_NUMBER, &e);
    if (U_FAILURE(e) || n >= LONGEST_NUMBER) return unwritten(c, name);
    *out = text;
    return 0;
}

/* The request's currency, read once a call. */
static int find_currency(messages_call *c) {
    ruth_plugin_value v;
    if (c->currency >= 0) return 0;
    int st = c->host->read(c->call, "currency", &v);
    if (st) return st;
    if (v.state != RUTH_PLUGIN_VALUE) return messages_fail(c, "the currency is not known");
    for (int i = 0; i < c->m->currency_count; i++)
        if (v.text.length == 3 && !memcmp(v.text.bytes, c->m->currencies[i].code, 3)) c->currency = i;
    return c->currency >= 0 ? 0 : messages_fail(c, "settings.yaml does not have the currency %.*s", v.text.length < 20 ? (int)v.text.length : 20, v.text.bytes);
}

static int say_money(messages_call *c, int64_t v, const char *name, const UChar **out) {
    int st = find_currency(c);
    return st ? st : write_number(c, money_formatter(c), v, c->m->currencies[c->currency].digits, name, out);
}

static int say_date(messages_call *c, int64_t day, int date, const char *name, const UChar **out) {
    UErrorCode e = U_ZERO_ERROR;
    messages_manner *n = c->manner;
    UChar *text = c->host->scratch(c->call, LONGEST_DATE * sizeof *text);
    if (!text) return RUTH_PLUGIN_NO_MEMORY;
    if (day < -719162 || day > 2932896) return messages_fail(c, "%.60s lies outside of the years 1 to 9999", name); /* exact as milliseconds in a double */
    if (!date_opened(c, date)) return unwritten(c, name);
    ucal_setMillis(n->calendar, (double)day * 86400000.0, &e);
    bool first = n->firsts[date] && ucal_get(n->calendar, UCAL_DAY_OF_MONTH, &e) == 1;
    int32_t length = udat_formatCalendar(first ? n->firsts[date] : n->dates[date], n->calendar, text, LONGEST_DATE, NULL, &e);
    if (U_FAILURE(e) || length >= LONGEST_DATE) return unwritten(c, name);
    *out = text;
    return 0;
}

/* ---- words ---- */
static int say_text(messages_call *c, const char *bytes, size_t length, const UChar **out) {
    UErrorCode e = U_ZERO_ERROR;
    UChar *wide = length < MESSAGES_TEXT ? c->host->scratch(c->call, (length + 1) * sizeof *wide) : NULL;
    if (!wide) return RUTH_PLUGIN_NO_MEMORY;
    u_strFromUTF8(wide, (int32_t)length + 1, NULL, bytes ? bytes : "", (int32_t)length, &e);
    if (U_FAILURE(e)) return messages_fail(c, "a text is not UTF-8");
    *out = wide;
    return 0;
}

static int say_plural(messages_call *c, const messages_slot *s, int64_t v, uint32_t type, const char *name, const UChar **out) {
    UErrorCode e = U_ZERO_ERROR;
    char exact[32] = "is";
    for (size_t i = 0; i < s->exact_count; i++)
        if (s->exact[i] == v) {
            messages_decimal(v, 0, exact + 2);
            return say_text(c, exact, strlen(exact), out);
        }
    if (type == RUTH_PLUGIN_MONEY) return say_text(c, "other", 5, out);
    UPluralRules *rules = messages_rules(c->manner, s->way == SAY_ORDINAL);
    int st = write_number(c, opened(&c->manner->integer, "precision-integer", c->manner->locale), v, 0, name, NULL);
    if (st) return st;
    UChar *text = c->host->scratch(c->call, LONGEST_NUMBER * sizeof *text);
    if (!text) return RUTH_PLUGIN_NO_MEMORY;
    int32_t n = rules ? uplrules_selectFormatted(rules, c->m->number, text, LONGEST_NUMBER, &e) : LONGEST_NUMBER;
    if (U_FAILURE(e) || n >= LONGEST_NUMBER) return unwritten(c, name);
    *out = text;
    return 0;
}

int messages_say(messages_call *c, const messages_slot *s, const UChar **out) {
    ruth_plugin_value v;
    if (s->way == SAY_PHRASE) return *out = s->phrase, 0;
    int st = messages_value_of(c, s->value, &v);
    const char *name = c->m->values[s->value].name, *locale = c->manner->locale;
    if (st) return st;
    switch (s->way) {
    case SAY_TEXT: return say_text(c, v.text.bytes, v.text.length, out);
    case SAY_NAME:
        return v.type == RUTH_PLUGIN_BOOLEAN ? say_text(c, v.number ? "true" : "false", v.number ? 4 : 5, out) : say_text(c, v.text.bytes, v.text.length, out);
    case SAY_INTEGER: return write_number(c, opened(&c->manner->integer, "precision-integer", locale), v.number, 0, name, out);
    case SAY_PERCENT: return write_number(c, opened(&c->manner->percent, "percent scale/100 .######", locale), v.number, 6, name, out);
    case SAY_MONEY: return say_money(c, v.number, name, out);
    case SAY_DATE: return say_date(c, v.number, s->date, name, out);
    default: return say_plural(c, s, v.number, v.type, name, out);
    }
}
