/* mend_yaml.c: cutting a fault out of a YAML file: what stands between two commas, then the lines that belong together, then the whole entry. */
#include "engine/author/mend_inside.h"

static bool begins_entry(const char *p) { return *p != ' ' && *p != '\t' && *p != '#' && *p != '\n' && *p != '-' && *p != '}' && *p != ']' && *p != '\r'; }

/* The entry at the left margin that holds the byte. */
bool ru_mend_yaml_around(const ru_loaded *f, size_t at, size_t *from, size_t *to) {
    const char *p = f->bytes.p;
    size_t start = at < f->bytes.n ? at : f->bytes.n - 1;
    while (start > 0 && p[start - 1] != '\n') start--;
    while (start > 0 && !begins_entry(p + start)) {
        start--;
        while (start > 0 && p[start - 1] != '\n') start--;
    }
    size_t end = start + 1;
    while (end < f->bytes.n && !(p[end - 1] == '\n' && begins_entry(p + end))) end++;
    while (end > start + 1 && (p[end - 1] == '\n' || p[end - 1] == ' ')) end--;
    *from = start;
    *to = end;
    return begins_entry(p + start);
}

/* Behind a text in quotes that begins at i. */
static size_t behind_text(const char *p, size_t i, size_t end) {
    char quote = p[i];
    for (i++; i < end && p[i] != quote && p[i] != '\n'; i++)
        if (p[i] == '\\' && quote == '"') i++;
    return i < end ? i + 1 : end;
}

/* Inside [ ] or { }: from one comma to the next, around the byte. False: it stands in none. */
static bool between_commas(const ru_loaded *f, size_t from, size_t to, size_t at, size_t *first, size_t *last) {
    enum { DEEPEST = 32 };
    const char *p = f->bytes.p;
    size_t start[DEEPEST], depth = 0, i = from, want = 0;
    for (; i < to; i++) {
        if (i >= at && !want) {
            if (!depth) return false;
            want = depth;
        }
        bool text = (p[i] == '"' || p[i] == '\'') && i > from && strchr(" ,:[{", p[i - 1]);
        if (text) {
            i = behind_text(p, i, to) - 1;
            if (i >= at && !want && depth) want = depth;
        } else if ((p[i] == '{' || p[i] == '[') && depth + 1 < DEEPEST) {
            start[++depth] = i + 1;
        } else if (p[i] == '}' || p[i] == ']' || p[i] == ',') {
            if (want && depth == want) {
                *first = start[depth];
                *last = p[i] == ',' ? i + 1 : i;
                return *last > *first;
            }
            if (p[i] == ',' && depth) start[depth] = i + 1;
            if (p[i] != ',' && depth) depth--;
        }
    }
    return false;
}

static size_t indent_at(const char *p, size_t line, size_t end) {
    size_t n = 0;
    while (line + n < end && (p[line + n] == ' ' || p[line + n] == '-')) n++;
    return n;
}

/* The line that holds the byte and those below it that stand further in. */
static void lines_together(const ru_loaded *f, size_t to, size_t at, size_t *first, size_t *last) {
    const char *p = f->bytes.p;
    size_t line = at;
    while (line > 0 && p[line - 1] != '\n') line--;
    size_t in = indent_at(p, line, to), end = line;
    do {
        while (end < to && p[end] != '\n') end++;
        if (end < to) end++;
    } while (end < to && indent_at(p, end, to) > in);
    *first = line + in;
    *last = end > line + in && p[end - 1] == '\n' ? end - 1 : end;
}

static void remember_key(ru_mending *m, const ru_loaded *f, size_t from, size_t to) {
    size_t n = 0, line = from;
    while (line < to && f->bytes.p[line] != '\n' && f->bytes.p[line] != ':') line++;
    if (line == to || line == from || f->bytes.p[line] != ':') ru_mend_remember_file(m, f->path);
    while (from + n < to && f->bytes.p[from + n] != ':' && f->bytes.p[from + n] != '\n' && f->bytes.p[from + n] != ' ') n++;
    ru_mend_remember(m, (ru_str){f->bytes.p + from, n});
}

/* Values of a list that go: what names them afterwards says nothing new. */
static void remember_items(ru_mending *m, const ru_loaded *f, size_t from, size_t to) {
    const char *p = f->bytes.p;
    for (size_t i = from; i < to;) {
        while (i < to && strchr(" ,\"'\n", p[i])) i++;
        size_t start = i;
        while (i < to && !strchr(" ,\"'\n", p[i])) i++;
        if (i > start) ru_mend_remember(m, (ru_str){p + start, i - start});
    }
}

/* A derived fact whose derivation was cut comes from elsewhere now; its type stays known. */
static bool no_longer_derived(ru_mending *m, ru_loaded *f, size_t from, size_t to) {
    for (size_t i = from; i + 7 <= to; i++)
        if (!memcmp(f->bytes.p + i, "derived", 7)) return ru_mend_replace(m, f, i, i + 7, "host");
    return false;
}

bool ru_mend_lost_quote(ru_str s, int *line, int *column) {
    enum { NEAR = 5 };
    size_t start = ru_mend_offset(s, *line, 1);
    for (int up = 0; up<NEAR && * line - up> 0; up++) {
        size_t quotes = 0, first = 0;
        for (size_t i = start; i < s.n && s.p[i] != '\n'; i++) {
            if (s.p[i] != '"' || (i > start && s.p[i - 1] == '\\')) continue;
            if (!quotes++) first = i;
        }
        if (quotes % 2) {
            *line -= up;
            *column = 1;
            for (size_t i = start; i < first; i++) *column += ((unsigned char)s.p[i] & 0xC0) != 0x80;
            return true;
        }
        if (!start) return false;
        for (start--; start > 0 && s.p[start - 1] != '\n';) start--;
    }
    return false;
}

/* Is nothing in the file but this and comments? Without it an empty mapping is left, as an empty file is a fault of its own. */
static bool alone(const ru_loaded *f, size_t from, size_t to) {
    for (size_t i = 0; i < f->bytes.n; i++) {
        char c = f->bytes.p[i];
        if (i >= from && i < to) continue;
        if (c == '#')
            while (i + 1 < f->bytes.n && f->bytes.p[i + 1] != '\n') i++;
        else if (c != ' ' && c != '\n') return false;
    }
    return true;
}

bool ru_mend_yaml(ru_mending *m, ru_loaded *f, const ruth_error *fault) {
    size_t at = ru_mend_offset(f->bytes, fault->line ? fault->line : 1, fault->line ? fault->column : 1), from, to, first, last;
    if (!ru_mend_yaml_around(f, at, &from, &to)) return false;
    if (strstr(fault->message, "is declared as derived") && no_longer_derived(m, f, from, to)) return true;
    const char *began = strstr(fault->message, "begins at line ");
    if (began && strstr(fault->message, "\",\" or")) { /* not closed: what is open counts, not where that was noticed */
        int opened = 0;
        for (began += 15; *began >= '0' && *began <= '9' && opened < 1000000; began++) opened = opened * 10 + (*began - '0');
        at = ru_mend_offset(f->bytes, opened, 1);
        if (!ru_mend_yaml_around(f, at, &from, &to)) return false;
    }
    int line = fault->line, column;
    if (fault->status == RUTH_E_SYNTAX && line > 0 && ru_mend_lost_quote(f->bytes, &line, &column)) {
        at = ru_mend_offset(f->bytes, line, 1);
        if (!ru_mend_yaml_around(f, at, &from, &to)) return false;
    }
    bool readable = fault->status != RUTH_E_SYNTAX && fault->line > 0;
    if (readable && between_commas(f, from, to, at, &first, &last) && !ru_mend_was_cut(m, f->path, first, last)) {
        if (!memchr(f->bytes.p + first, ':', last - first)) remember_items(m, f, first, last);
        return ru_mend_replace(m, f, first, last, "");
    }
    if (readable && at > from) {
        lines_together(f, to, at, &first, &last);
        if (first > from && last > first && !ru_mend_was_cut(m, f->path, first, last)) return ru_mend_replace(m, f, first, last, "");
    }
    while (ru_mend_was_cut(m, f->path, from, to)) { /* one that is gone already: the one before */
        if (!from || !ru_mend_yaml_around(f, from - 1, &from, &to)) return false;
    }
    if (ru_str_is(f->path, "policy.yaml") && f->bytes.n - from > 9 && (!memcmp(f->bytes.p + from, "uses:", 5) || !memcmp(f->bytes.p + from, "languages", 9)))
        return false; /* everything hangs on these */
    remember_key(m, f, from, to);
    return ru_mend_replace(m, f, from, to, alone(f, from, to) ? "{}" : "");
}
