/* test_messages_icu.c: ICU refused its n-th allocation while the files are read: the policy does not load, and the plugin lets go of all it had.
 * Only there: in a call ICU 72 itself falls over (umsg_format, the first use of a number format), which docs/THREATS.md does not promise away. */
#include <stdlib.h>
#include <string.h>
#include <unicode/uclean.h>

#include "tests/support/plugin_host.h"
#include "tests/support/support.h"

extern const ruth_plugin ruth_plugin_entry_messages;

static long left = -1; /* allocations that still succeed; −1: all */
static bool refused(void) { return left >= 0 && left-- == 0 ? (left = 0, true) : false; }
static void *get(const void *context, size_t size) { return refused() ? NULL : malloc(size ? size : 1); }
static void *again(const void *context, void *block, size_t size) { return refused() ? NULL : realloc(block, size ? size : 1); }
static void give_back(const void *context, void *block) { free(block); }

static const char settings[] =
    "languages: { en: en-US, fr: fr-FR }\ncurrencies: [EUR]\ntones: [plain]\nvalues: { balance: money, count: integer, due: date }\n";
static const char texts[] =
    "m: [ { channel: letter, tone: plain, subject: \"{balance}\", body: \"{count, plural, one {#} other {# x}} {due} {due, date, ::MMMMd}\" } ]\n";
static const ruth_plugin_named values[] = {{"balance", {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_MONEY, 123450, {NULL, 0}}},
                                           {"count", {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_INTEGER, 2000, {NULL, 0}}},
                                           {"due", {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_DATE, 20544, {NULL, 0}}}};
#define SAID "1\u202f234,50\u00a0€\n\n2\u202f000 x 1er avril 2026 1er avril"

static void begin(plugin_host *h) {
    plugin_host_begin(h, &ruth_plugin_entry_messages);
    plugin_host_fact(h, "currency", RUTH_PLUGIN_ENUM);
    plugin_host_say(h, "currency", "EUR");
    plugin_host_file(h, "settings.yaml", settings);
    plugin_host_file(h, "en.yaml", texts);
    plugin_host_file(h, "fr.yaml", texts);
}

static int word(plugin_host *h) { return plugin_host_render(h, "m", "letter", "plain", "fr", values, 3); }

/* What all processes share in ICU is there after the first time. */
static void warm_up(void) {
    plugin_host h;
    begin(&h);
    assert_int_equal(plugin_host_open(&h), 0);
    assert_int_equal(word(&h), 0);
    assert_string_equal(h.text, SAID);
    plugin_host_close(&h);
}

static void test_open(void **state) {
    long n = 0;
    int st = 1;
    for (warm_up(); st && n < 100000; n++) {
        plugin_host h;
        begin(&h);
        left = n;
        st = plugin_host_open(&h);
        left = -1;
        plugin_host_close(&h);
    }
    assert_int_equal(st, 0);
    print_message("open: %ld allocations refused in turn\n", n - 1);
}

int main(void) {
    UErrorCode e = U_ZERO_ERROR;
    u_setMemoryFunctions(NULL, get, again, give_back, &e);
    if (U_FAILURE(e)) return 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_open)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
