/* test_messages.c: random values and broken files for the messages plugin: what is printed is the number that was given, sums are exact, nothing crashes or is left behind. */
#include <stdio.h>
#include <string.h>

#include "tests/support/plugin_host.h"
#include "tests/support/support.h"

extern const ruth_plugin ruth_plugin_entry_messages;
enum { SEED = 20261127 };

static const char settings[] =
    "languages: { en: en-US, fr: fr-FR }\nregion: jurisdiction\nregions: { us: US, gb: GB, ca: CA, fr: FR }\ncurrencies: [USD, CAD, EUR, GBP, JPY, KWD]\ntones: [gentle, plain]\nstage: stage\n"
    "values: { balance: money, count: integer, share: ratio, due: date, every: enum, name: text }\nfacts: { principal: money, fees: money, credits: money, total: money }\n"
    "sums: { account: { add: [principal, fees], less: [credits], total: total } }\n";
static const char texts[] =
    "m:\n  - { channel: letter, tone: plain, subject: \"{balance}\", body: \"|{count}\" }\n  - { channel: sms, tone: gentle, body: \"{principal} {fees} {credits} {total}\" }\n"
    "  - { channel: email, tone: plain, stage: [early, late], body: \"it's {name}'s {every, select, week {w} other {o}} {due} {due, date, ::MMMMd} {share} {count, plural, =0 {no} one {# d} other {# ds}} {balance, plural, =0 {x} other {#}}\" }\n";

static void begin(plugin_host *h, const char *set, const char *en, const char *fr) {
    static const char *const money[] = {"principal", "fees", "credits", "total"};
    plugin_host_begin(h, &ruth_plugin_entry_messages);
    plugin_host_fact(h, "jurisdiction", RUTH_PLUGIN_ENUM);
    plugin_host_fact(h, "currency", RUTH_PLUGIN_ENUM);
    plugin_host_fact(h, "stage", RUTH_PLUGIN_ENUM);
    for (size_t i = 0; i < 4; i++) plugin_host_fact(h, money[i], RUTH_PLUGIN_MONEY);
    plugin_host_file(h, "settings.yaml", set);
    plugin_host_file(h, "en.yaml", en);
    plugin_host_file(h, "fr.yaml", fr);
}

static void open_well(plugin_host *h) {
    begin(h, settings, texts, texts);
    if (plugin_host_open(h)) fail_msg("%s:%d:%d: %s", h->file, h->line, h->column, h->message);
}

/* Any number, those at the ends of 64 bits and around powers of two and ten more often. */
static int64_t any(support_random *r) {
    static const int64_t ends[] = {
        0, 1, -1, 99, 100, -100, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1, INT64_C(1) << 53, (INT64_C(1) << 53) + 1, 999999999999999999};
    switch (support_next(r) % 4) {
    case 0: return ends[support_next(r) % (sizeof ends / sizeof *ends)];
    case 1: return support_between(r, -100000, 100000);
    default: return (int64_t)support_next(r) >> support_next(r) % 63;
    }
}

static const char *const languages[] = {"en", "fr"}, *const places[] = {"us", "gb", "ca", "fr", "elsewhere"}, *const currencies[] = {"USD", "CAD", "EUR",
                                                                                                                                     "GBP", "JPY", "KWD"};
#define PICK(list) list[support_next(&r) % (sizeof list / sizeof *list)]

/* The digits of a printed number, read as a person reads them: what stands between them is of no matter, how many stand behind the sign of the fraction is. */
static void reads_as(const char *text, const char *end, int64_t v, bool fraction, int digits) {
    uint64_t u = 0;
    bool minus = false;
    int behind = -1, past = 0;
    char mark = memchr(text, ',', (size_t)(end - text)) && strchr(text, '.') < end && strchr(text, '.') ? '.' : 0; /* English: both */
    for (const char *p = text; p < end; p++) {
        if (*p == '-') minus = true;
        if (*p >= '0' && *p <= '9') u = u * 10 + (uint64_t)(*p - '0'), past++;
        else if ((*p == '.' || *p == ',') && (!mark || *p == mark)) behind = past;
    }
    int64_t read = minus ? (int64_t)(0 - u) : (int64_t)u;
    if (read != v) fail_msg("%lld is printed as %.*s", (long long)v, (int)(end - text), text);
    if (fraction && digits && past - behind != digits)
        fail_msg("%lld is printed as %.*s: the fraction has %d digits", (long long)v, (int)(end - text), text, past - behind);
}

static void test_numbers(void **state) {
    support_random r = {SEED};
    plugin_host h;
    open_well(&h);
    for (long i = 0; i < support_scaled(100000); i++) {
        int64_t money = any(&r), count = any(&r);
        ruth_plugin_named v[] = {{"count", {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_INTEGER, count, {NULL, 0}}},
                                 {"balance", {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_MONEY, money, {NULL, 0}}}};
        const char *currency = PICK(currencies);
        plugin_host_say(&h, "currency", currency);
        plugin_host_say(&h, "jurisdiction", PICK(places));
        if (plugin_host_render(&h, "m", "letter", "plain", PICK(languages), v, 2)) fail_msg("no text: %s", h.message);
        const char *bar = strchr(h.text, '|');
        assert_non_null(bar);
        reads_as(h.text, bar, money, true, !strcmp(currency, "JPY") ? 0 : !strcmp(currency, "KWD") ? 3 : 2);
        reads_as(bar + 1, h.text + h.text_length, count, false, 0);
    }
    plugin_host_close(&h);
}

/* Small parts, so that sums are right often enough. */
static void test_sums(void **state) {
    static const char *const parts[] = {"principal", "fees", "credits", "total"};
    support_random r = {SEED + 1};
    plugin_host h;
    long right = 0;
    open_well(&h);
    plugin_host_say(&h, "currency", "USD");
    for (long i = 0; i < support_scaled(50000); i++) {
        int64_t v[4];
        bool known = true, large = support_next(&r) % 4 == 0;
        for (int k = 0; k < 4; k++) {
            v[k] = large ? any(&r) : support_between(&r, -2, 3);
            plugin_host_set(&h, parts[k], v[k]);
            if (support_next(&r) % 50) continue;
            plugin_host_state(&h, parts[k], support_next(&r) % 2 ? RUTH_PLUGIN_UNKNOWN : RUTH_PLUGIN_NONE);
            known = false;
        }
        int64_t sum = 0;
        bool fits = !__builtin_add_overflow(v[0], v[1], &sum) && !__builtin_sub_overflow(sum, v[2], &sum);
        bool said = !plugin_host_render(&h, "m", "sms", "plain", "en", NULL, 0);
        if (said != (known && fits && sum == v[3]))
            fail_msg("%lld + %lld - %lld = %lld: %s", (long long)v[0], (long long)v[1], (long long)v[2], (long long)v[3], said ? h.text : h.message);
        right += said;
    }
    assert_true(right > 0);
    plugin_host_close(&h);
}

/* Any state, type, number and bytes under any name. */
static void test_anything(void **state) {
    static const char *const names[] = {"balance", "count", "share", "due", "every", "name"}, *const words[] = {"",         "week", "{0}", "it's",
                                                                                                                "\xff\xfe", "é",    "a\nb"},
                             *const channels[] = {"letter", "sms", "email", "pigeon"}, *const tones[] = {"gentle", "plain", "loud"};
    static const uint32_t types[] = {RUTH_PLUGIN_MONEY, RUTH_PLUGIN_INTEGER, RUTH_PLUGIN_RATIO, RUTH_PLUGIN_DATE, RUTH_PLUGIN_ENUM, RUTH_PLUGIN_TEXT};
    support_random r = {SEED + 2};
    plugin_host h;
    long said = 0;
    open_well(&h);
    for (long i = 0; i < support_scaled(50000); i++) {
        ruth_plugin_named v[6];
        uint32_t count = 0;
        bool odd = false;
        for (uint32_t k = 0; k < 6; k++) {
            const char *word = PICK(words);
            if (support_next(&r) % 40 == 0) continue;
            uint32_t type = support_next(&r) % 40 ? types[k] : (uint32_t)(support_next(&r) % 12),
                     known = support_next(&r) % 40 ? RUTH_PLUGIN_VALUE : (uint32_t)(support_next(&r) % 5);
            int64_t n = k == 3 && support_next(&r) % 8 ? support_between(&r, -719162, 2932896) : any(&r);
            v[count++] = (ruth_plugin_named){names[k], {known, type, n, {word, strlen(word)}}};
            odd |= known != RUTH_PLUGIN_VALUE;
        }
        plugin_host_say(&h, "currency", PICK(currencies));
        plugin_host_say(&h, "stage", "late");
        const char *channel = PICK(channels);
        bool ok = !plugin_host_render(&h, "m", channel, PICK(tones), PICK(languages), v, count);
        if (ok && odd && !strcmp(channel, "email")) fail_msg("something not known is worded: %s", h.text);
        said += ok;
    }
    assert_true(said > 0);
    plugin_host_close(&h);
}

/* A few bytes changed, taken out or put in. */
static const char *broken(support_random *from, const char *text, char *out) {
    static const char letters[] = "{}[]#,:='\"|\n- aeo0=\xc3\xa9";
    support_random r = *from;
    size_t n = strlen(text);
    memcpy(out, text, n + 1);
    for (uint64_t k = support_next(&r) % 3 + 1; k; k--) {
        size_t at = (size_t)(support_next(&r) % n);
        char c = letters[support_next(&r) % (sizeof letters - 1)];
        switch (support_next(&r) % 3) {
        case 0: out[at] = c; break;
        case 1: memmove(out + at, out + at + 1, n-- - at); break;
        default:
            memmove(out + at + 1, out + at, ++n - at);
            out[at] = c;
            break;
        }
    }
    *from = r;
    return out;
}

static void test_broken_files(void **state) {
    static char a[2000], b[2000];
    ruth_plugin_named v = {"name", {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_TEXT, 0, {"x", 1}}};
    support_random r = {SEED + 3};
    long opened = 0, refused = 0;
    for (long i = 0; i < support_scaled(5000); i++) {
        plugin_host h;
        bool which = support_next(&r) % 4 == 0;
        begin(&h, which ? broken(&r, settings, a) : settings, which ? texts : broken(&r, texts, b), texts);
        if (plugin_host_open(&h)) {
            refused++;
            if (!h.message[0]) fail_msg("refused without a word:\n%s", which ? a : b);
        } else {
            opened++;
            plugin_host_say(&h, "stage", "late");
            plugin_host_render(&h, "m", "email", "plain", "en", &v, 1);
        }
        plugin_host_close(&h);
    }
    assert_true(opened > 0 && refused > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers), cmocka_unit_test(test_sums), cmocka_unit_test(test_anything),
                                       cmocka_unit_test(test_broken_files)};
    print_message("seed %d\n", SEED);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
