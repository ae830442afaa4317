/* yaml_text.c: what yaml.c needs to know about text: characters it refuses, places, libyaml's complaints in plain words. */
#include "engine/data/yaml_text.h"

/* ---- characters ---- */
/* One code point of valid UTF-8. */
static uint32_t decode(const unsigned char *p, size_t *n) {
    if (p[0] < 0x80) return *n = 1, p[0];
    if (p[0] < 0xE0) return *n = 2, (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    if (p[0] < 0xF0) return *n = 3, (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    return *n = 4, (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

static const char *refused(uint32_t c, bool raw) {
    if (c >= 0x20 && c < 0x7F) return NULL;
    if (c == '\n' || c == '\t' || (raw && c == '\r')) return NULL;
    if (c < 0xA0) return "a control character";
    /* Characters that make text look other than it reads: nobody can review such a file. */
    if (c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        return "a character that turns the direction of writing";
    if (c == 0x2028 || c == 0x2029) return "a line separator that is not a line break";
    if (c == 0xFEFF) return "a byte order mark";
    if (c == 0x180E || (c >= 0x2061 && c <= 0x2064) || (c >= 0x206A && c <= 0x206F) || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F))
        return "an invisible character";
    if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) return "a code that is not a character";
    return NULL;
}

const char *ru_yaml_refused(ru_str s, bool raw, size_t *at) {
    const unsigned char *p = (const unsigned char *)s.p;
    for (size_t i = 0, n; i < s.n; i += n) {
        const char *name = refused(decode(p + i, &n), raw);
        if (!name) continue;
        if (at) *at = i;
        return name;
    }
    return NULL;
}

void ru_yaml_place(ru_str s, size_t at, int *line, int *column) {
    *line = *column = 1;
    for (size_t i = 0; i < at && i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\n' || (c == '\r' && !(i + 1 < s.n && s.p[i + 1] == '\n'))) {
            ++*line;
            *column = 1;
        } else if ((c & 0xC0) != 0x80) ++*column;
    }
}

char ru_yaml_byte(ru_str s, int line, int column) {
    size_t i = 0;
    for (; i < s.n && line > 1; i++) line -= s.p[i] == '\n';
    for (; i < s.n && column > 1 && s.p[i] != '\n'; i++) column -= (s.p[i] & 0xC0) != 0x80;
    return i < s.n ? s.p[i] : 0;
}

ru_str ru_yaml_shown(ru_str s) {
    enum { LONGEST = 60 };
    if (s.n > LONGEST)
        for (s.n = LONGEST; s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80;) s.n--;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ') s.n = i;
    return s;
}

/* ---- complaints ---- */
typedef struct complaint {
    const char *context, *problem; /* parts of libyaml's words; NULL: any */
    const char *sentence;
    bool at_context;
} complaint;

#define NO_DIRECTIVES "directives (lines that begin with \"%\") are not used here"
#define NO_TAGS "tags (\"!name\") are not used here; put the text in quotes if it begins with \"!\""
#define NO_ANCHORS "anchors and aliases (\"&name\", \"*name\") are not used here; put the text in quotes if it begins with \"&\" or \"*\""
#define TAB "a tab stands where the indentation is; use spaces"
#define NO_COLON "this line is neither \"key: value\" nor \"- item\", nor does it continue the line above"

/* The first row that fits counts. */
static const complaint complaints[] = {
    {"directive", NULL, NO_DIRECTIVES, true},
    {"DIRECTIVE", NULL, NO_DIRECTIVES, true},
    {"%", NULL, NO_DIRECTIVES, true},
    {NULL, "%", NO_DIRECTIVES, true},
    {NULL, "incompatible YAML document", NO_DIRECTIVES, true},
    {"a tag", NULL, NO_TAGS, false},
    {NULL, "undefined tag handle", NO_TAGS, false},
    {"an anchor", NULL, NO_ANCHORS, false},
    {"an alias", NULL, NO_ANCHORS, false},
    {"quoted scalar", "end of stream", "this quotation is never closed", true},
    {"quoted scalar", "document indicator", "this quotation is never closed", true},
    {NULL, "unknown escape", "in \"…\" a backslash begins an escape, and this one is unknown; '…' keeps backslashes as they are", false},
    {NULL, "hexdecimal", "this escape needs hexadecimal digits", false},
    {NULL, "invalid Unicode character escape", "this escape names no character", false},
    {NULL, "tab character", TAB, false},
    {NULL, "indicator equal to 0", "the digit after \"|\" or \">\" must be 1 to 9", false},
    {NULL, "comment or line break", "after \"|\" or \">\" the line must end", false},
    {NULL, "cannot start any token", "no text can begin with this character; put the text in quotes", false},
    {NULL, "sequence entries are not allowed", "\"- \" cannot stand here; check the indentation", false},
    {NULL, "mapping keys are not allowed", "a key cannot stand here; check the indentation", false},
    {NULL, "mapping values are not allowed", "\": \" cannot stand here; check the indentation, or put text that has \": \" in it in quotes", false},
    {"simple key", "expected ':'", NO_COLON, true},
    {NULL, "unexpected ':'", "\":\" cannot stand here; put the text in quotes", false},
    {NULL, "node content", "a value is missing here", false},
    {NULL, "',' or ']'", "expected \",\" or \"]\" in this list", false},
    {NULL, "',' or '}'", "expected \",\" or \"}\" in this mapping", false},
    {NULL, "'-' indicator", "expected \"- \" and the next item of the list; check the indentation", false},
    {NULL, "expected key", "expected the next key of the mapping; check the indentation and the quotes", false},
    {NULL, "<document start>", "this belongs to nothing above it; the file must be one mapping or one list", false},
};

static bool has(const char *text, const char *part) { return !part || (text && strstr(text, part)); }

const char *ru_yaml_sentence(const char *context, const char *problem, char byte, bool *at_context) {
    if (byte == '\t' && has(problem, "cannot start any token")) return TAB;
    for (size_t i = 0; i < RU_COUNT(complaints); i++) {
        const complaint *c = &complaints[i];
        if (!has(context, c->context) || !has(problem, c->problem)) continue;
        *at_context = c->at_context;
        return c->sentence;
    }
    return NULL;
}
