/* reading.c: see reading.h. */
#include "tests/support/reading.h"

#include <string.h>

typedef struct counts { double words, sentences, syllables; } counts;

static bool is_letter(const char *p) { return (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (unsigned char)*p >= 0xC3; }

/* One letter as a plain small one: é → e. Two-byte letters of Latin-1 and œ. */
static char plain(const char *p) {
    static const char latin[] = "aaaaaaaceeeeiiiidnooooo/ouuuuypy"; /* À … ß and à … ÿ, by their last five bits */
    if (*p >= 'A' && *p <= 'Z') return (char)(*p + 32);
    if ((unsigned char)p[0] == 0xC3) return latin[(unsigned char)p[1] & 31];
    return (unsigned char)p[0] == 0xC5 ? 'o' : *p;
}

static bool vowel(char c) { return strchr("aeiouy", c) && c; }

/* Groups of vowels; a silent ending is taken off: e, es, ed in English, e, es, ent in French where something is left. */
static double syllables(const char *word, size_t n, bool french) {
    double groups = 0;
    bool in = false;
    for (size_t i = 0; i < n; i++) {
        if (vowel(word[i]) && !in) groups++;
        in = vowel(word[i]);
    }
    bool e = n > 2 && word[n - 1] == 'e' && !vowel(word[n - 2]), es = n > 3 && word[n - 2] == 'e' && word[n - 1] == 's' && !vowel(word[n - 3]);
    bool le = !french && e && word[n - 2] == 'l' && n > 3 && !vowel(word[n - 3]), hissed = !french && es && strchr("csxz", word[n - 3]);
    bool ed = !french && n > 3 && word[n - 1] == 'd' && word[n - 2] == 'e' && !vowel(word[n - 3]) && !strchr("td", word[n - 3]);
    bool ent = french && n > 5 && !strncmp(word + n - 3, "ent", 3) && word[n - 4] != 'm';
    if ((e && !le) || (es && !hissed) || ed || ent) groups--;
    return groups < 1 ? 1 : groups;
}

static counts count(const char *text, bool french) {
    counts c = {0, 0, 0};
    double since = 0; /* words since the last end */
    for (const char *p = text; *p;) {
        char word[128];
        size_t n = 0;
        while (is_letter(p) || (n && (*p == '\'' || *p == '-') && is_letter(p + 1) && !french)) {
            if (n < sizeof word && *p != '\'' && *p != '-') word[n++] = plain(p);
            p += (unsigned char)*p >= 0xC3 ? ((unsigned char)*p >= 0xE0 ? 3 : 2) : 1;
        }
        if (n) {
            c.words++;
            since++;
            c.syllables += syllables(word, n, french);
            continue;
        }
        bool line_ends = *p == '\n' && (p[1] == '\n' || !p[1] || strncmp(p + 1, "    ", 4) != 0);
        bool point = strchr(".!?", *p) && (p[1] == ' ' || p[1] == '\n' || !p[1]);
        if ((point || line_ends) && since) {
            c.sentences++;
            since = 0;
        }
        p += (unsigned char)*p >= 0xC2 && (unsigned char)*p < 0xE0 ? 2 : (unsigned char)*p >= 0xE0 ? 3 : 1;
    }
    if (since) c.sentences++;
    return c;
}

double reading_grade_english(const char *text) {
    counts c = count(text, false);
    return c.words ? 0.39 * c.words / c.sentences + 11.8 * c.syllables / c.words - 15.59 : 0;
}

double reading_ease_french(const char *text) {
    counts c = count(text, true);
    return c.words ? 207 - 1.015 * c.words / c.sentences - 73.6 * c.syllables / c.words : 100;
}
