/* @ID@: looks at every text before it is sent, and finds words that must not be in it. */
#include <string.h>

#include <ruth_plugin.h>

/* Small letters; compared without regard to case. */
static const struct { const char *word, *code, *message, *instead; } words[] = {
    {"immediately", "pressure", "It puts pressure on the person.", "as soon as you can"},
    {"final warning", "threat", "It reads like a threat.", "a reminder"},
    {"refuse to pay", "blame", "It blames the person.", "cannot pay"},
};

static ruth_plugin_text text_of(const char *s) { return (ruth_plugin_text){s, strlen(s)}; }
static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; }

static int stands_here(ruth_plugin_text text, size_t at, const char *word) {
    size_t n = strlen(word), i = 0;
    if (text.length - at < n) return 0;
    while (i < n && small(text.bytes[at + i]) == word[i]) i++;
    return i == n;
}

/* Anything found keeps the text from being sent; so does a call that fails. Bytes from and to lie at the edges of characters. */
static int inspect(const ruth_host *host, void *call, void *self, ruth_plugin_text text, const char *language) {
    if (strcmp(language, "en") != 0) return RUTH_PLUGIN_OK; /* these words are English */
    for (size_t at = 0; at < text.length; at++)
        for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
            if (!stands_here(text, at, words[w].word)) continue;
            ruth_plugin_span span = {sizeof span, (uint32_t)at, (uint32_t)(at + strlen(words[w].word)), text_of(words[w].code), text_of(words[w].message), text_of(words[w].instead)};
            int st = host->found(call, &span);
            if (st) return st;
        }
    return RUTH_PLUGIN_OK;
}

static const ruth_plugin_inspect inspects = {sizeof inspects, inspect};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_INSPECT, &inspects}};

RUTH_PLUGIN_ENTRY(@NAME@) = {
    RUTH_PLUGIN_HEAD, "@ID@", "1.0.0", "Keeps words that press or threaten out of messages.",
    RUTH_PLUGIN_PURE, RUTH_PLUGIN_ANY_THREAD, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, abilities, 1,
};
