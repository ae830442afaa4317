/* text_style.c: how a text looks and reads: long sentences, capitals, exclamation marks, reading level. */
#include "engine/author/text.h"
#include "engine/base/letters.h"

/* The formulas are made for whole texts: of fewer words the score is said, and not held against the text. */
enum { WORDS_TO_JUDGE = 20 };

static void look_long(ruth_wording *w) {
    for (size_t at = 0; at < w->text.n;) {
        ru_readability r;
        at = ru_readability_sentence(w->text, at, w->french, &r);
        if (r.longest <= RU_SENTENCE_MOST) continue;
        ru_text_finding(w, "long_sentence", RU_WARNING, (size_t)(r.longest_sentence.p - w->text.p), r.longest_sentence.n, "people under stress lose the thread",
                        "make two sentences of it", "a sentence of %lld words; at most %d are easy to read", (long long)r.longest, RU_SENTENCE_MOST);
    }
}

static bool is_shouted(ru_str line) {
    size_t letters = 0, small = 0;
    for (size_t at = 0; at < line.n;) {
        ru_letter l = ru_letter_at(line, at);
        letters += l.base > '9';
        small += l.base > '9' && !l.upper;
        at += l.length;
    }
    return letters >= 4 && !small;
}

static bool look_lines(ruth_wording *w) {
    bool any = false;
    for (size_t at = 0; at < w->text.n;) {
        const char *newline = memchr(w->text.p + at, '\n', w->text.n - at);
        size_t end = newline ? (size_t)(newline - w->text.p) : w->text.n;
        ru_str line = {w->text.p + at, end - at};
        while (line.n && (*line.p == ' ' || *line.p == '\t')) line.p++, line.n--;
        while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == ' ')) line.n--;
        if (is_shouted(line)) {
            any = true;
            ru_text_finding(w, "capitals", RU_WARNING, (size_t)(line.p - w->text.p), line.n, "it reads like shouting", "small letters", "a line in capitals");
        }
        at = end + 1;
    }
    return any;
}

static void look_exclaims(ruth_wording *w) {
    size_t marks = 0;
    for (size_t i = 0; i < w->text.n; i++) {
        size_t row = 0;
        while (i + row < w->text.n && w->text.p[i + row] == '!') row++;
        if (!row) continue;
        marks++;
        if (row > 1) ru_text_finding(w, "exclamation", RU_WARNING, i, row, "it reads like shouting", "one full stop", "several exclamation marks in a row");
        else if (marks > 1)
            ru_text_finding(w, "exclamation", RU_WARNING, i, 1, "it reads like shouting", "a full stop", "more than one exclamation mark in a text");
        i += row - 1;
    }
}

static void look_level(ruth_wording *w) {
    const ru_readability *r = &w->counts;
    if (r->words < WORDS_TO_JUDGE) return;
    int64_t value = w->french ? ru_readability_kandel_moles(r) : ru_readability_grade(r), tenths = (value < 0 ? 0 : value + 50) / 100;
    if (w->french ? value >= RU_KANDEL_MOLES_LEAST : value <= RU_GRADE_MOST) return;
    ru_text_finding(w, "hard_to_read", RU_WARNING, 0, 0, "many who get it would not understand it", "shorter sentences, shorter words",
                    w->french ? "hard to read: Kandel-Moles %lld.%lld, at least 60" : "hard to read: school grade %lld.%lld, at most 8",
                    (long long)(tenths / 10), (long long)(tenths % 10));
}

void ru_text_style(ruth_wording *w) {
    const ru_readability *r = &w->counts;
    look_level(w);
    look_long(w);
    look_exclaims(w);
    if (!look_lines(w) && ru_readability_shouts(r))
        ru_text_finding(w, "capitals", RU_WARNING, 0, 0, "it reads like shouting", "small letters",
                        "%lld of %lld longer words are in capitals; fewer than a tenth read calmly", (long long)r->shouted, (long long)r->long_words);
}
