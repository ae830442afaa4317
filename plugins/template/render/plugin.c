/* @ID@: puts messages into words: subject and body; what the policy lets a message carry along stays the policy's own. */
#include <string.h>

#include <ruth_plugin.h>

static int put(const ruth_host *host, void *call, const char *s) { return host->put(call, (ruth_plugin_text){s, strlen(s)}); }

/* 123456 minor units → "1234.56". Which currency, and how many digits it has, this small example does not ask. */
static int put_money(const ruth_host *host, void *call, int64_t minor) {
    char digits[24];
    size_t n = sizeof digits;
    uint64_t v = minor < 0 ? (uint64_t)0 - (uint64_t)minor : (uint64_t)minor;
    for (int i = 0; v || i < 3; i++) {
        if (i == 2) digits[--n] = '.';
        digits[--n] = (char)('0' + v % 10);
        v /= 10;
    }
    if (minor < 0) digits[--n] = '-';
    return host->put(call, (ruth_plugin_text){digits + n, sizeof digits - n});
}

/* The values that the policy's own wording has in { }; a message is never worded with one that is not known. */
static const ruth_plugin_value *find(const ruth_plugin_named *values, uint32_t count, const char *name) {
    for (uint32_t i = 0; i < count; i++)
        if (!strcmp(values[i].name, name) && values[i].value.state == RUTH_PLUGIN_VALUE) return &values[i].value;
    return NULL;
}

/* A failure means no text: ruth asks for a kinder tone, then takes a kinder channel. */
static int render(const ruth_host *host, void *call, void *self, const char *message, const char *channel, const char *tone, const char *language, const ruth_plugin_named *values, uint32_t count) {
    const ruth_plugin_value *balance = find(values, count, "balance");
    int french = !strcmp(language, "fr");
    if (put(host, call, french ? "Bonjour. " : "Hello. ")) return RUTH_PLUGIN_FAILED;
    if (balance) {
        if (put(host, call, french ? "Il reste " : "There is ") || put_money(host, call, balance->number) || put(host, call, french ? " à payer. " : " left to pay. ")) return RUTH_PLUGIN_FAILED;
    }
    return put(host, call, french ? "Comment pouvons-nous vous aider ?" : "How can we help?");
}

static const ruth_plugin_render renders = {sizeof renders, render};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_RENDER, &renders}};

RUTH_PLUGIN_ENTRY(@NAME@) = {
    RUTH_PLUGIN_HEAD, "@ID@", "1.0.0", "Words messages in English and French.",
    RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, abilities, 1,
};
