/* text.c: one text, and everything in it that is not said to people or hard to read. */
#include "engine/author/text.h"

#include <stdio.h>

#include "engine/author/render.h"
#include "engine/author/unsaid.h"
#include "engine/base/letters.h"
#include "engine/data/data.h"
#include "engine/decide/engine.h"

enum { BLOCK = 64 << 10, TEXT_MOST = 16 << 20 };

static size_t characters(const char *p, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += ((unsigned char)p[i] & 0xC0) != 0x80;
    return count;
}

/* Walks on from the last place that was asked for. */
static void go_to(ruth_wording *w, size_t at) {
    if (at < w->seen || !w->seen_line) w->seen = 0, w->seen_line = w->seen_column = 1;
    for (; w->seen < at; w->seen++) {
        bool newline = w->text.p[w->seen] == '\n';
        w->seen_line += newline;
        w->seen_column = newline ? 1 : w->seen_column + (((unsigned char)w->text.p[w->seen] & 0xC0) != 0x80);
    }
}

ru_finding *ru_text_finding(ruth_wording *w, const char *code, ru_level level, size_t from, size_t n, const char *effect, const char *suggestion,
                            const char *format, ...) {
    char said[512];
    va_list args;
    va_start(args, format);
    if (vsnprintf(said, sizeof said, format, args) < 0) said[0] = 0;
    va_end(args);
    go_to(w, from);
    ru_finding *f = ru_finding_at(&w->findings, level, code, w->name, n ? w->seen_line : 0, n ? w->seen_column : 0, "%s", said);
    if (!f) return NULL;
    f->length = (int)characters(w->text.p + from, n);
    f->effect = ru_str_of(effect);
    f->suggestion = ru_str_of(suggestion);
    return f;
}

/* ---- words ---- */
typedef struct folded {
    ru_str text;
    const uint32_t *places;
} folded;

/* Where the hit stands in the text. */
static ru_str span(const ruth_wording *w, const folded *t, const ru_phrase_hit *hit) {
    size_t from = t->places[hit->at], last = t->places[hit->end - 1];
    return (ru_str){w->text.p + from, last + ru_letter_at(w->text, last).length - from};
}

static void tell(ruth_wording *w, const ru_unsaid_info *class, ru_str at) {
    w->threats += class->threat;
    ru_text_finding(w, class->name, RU_ERROR, (size_t)(at.p - w->text.p), at.n, class->says, class->instead, "%s: \"%.*s\"", class->name, (int)at.n, at.p);
}

static void look_unsaid(ruth_wording *w, const ru_phrases *p, const folded *t) {
    ru_phrase_hit hit;
    for (size_t from = 0; ru_phrases_find(p, t->text, from, &hit); from = hit.end) tell(w, &ru_unsaid_classes[hit.tag], span(w, t, &hit));
}

/* A line such as "Objet : …" is a subject line. */
static bool in_subject(const ruth_wording *w, ru_str at) {
    static const char *const heads[] = {"objet", "sujet", "subject", "re"};
    const char *line = at.p;
    while (line > w->text.p && line[-1] != '\n') line--;
    for (size_t i = 0; i < RU_COUNT(heads); i++) {
        size_t n = strlen(heads[i]), k = 0;
        while (k < n && line + k < at.p && (line[k] | 32) == heads[i][k]) k++;
        if (k == n && line + k < at.p && (line[k] == ':' || line[k] == ' ') && memchr(line, ':', (size_t)(at.p - line))) return true;
    }
    return false;
}

static void look_subject(ruth_wording *w, const ru_phrases *p, const folded *t) {
    ru_phrase_hit hit;
    for (size_t from = 0; ru_phrases_find(p, t->text, from, &hit); from = hit.end) {
        ru_str at = span(w, t, &hit);
        if (in_subject(w, at)) tell(w, &ru_unsaid_classes[hit.tag], at);
    }
}

static void look_jargon(ruth_wording *w, const ru_unsaid *u, const folded *t) {
    ru_phrase_hit hit;
    for (size_t from = 0; ru_phrases_find(u->jargon, t->text, from, &hit); from = hit.end) {
        ru_str at = span(w, t, &hit), plain = ru_arena_str(&w->arena, u->plain->items[hit.tag]->text);
        if (!plain.p) w->findings.failed = true;
        else
            ru_text_finding(w, "jargon", RU_WARNING, (size_t)(at.p - w->text.p), at.n, "few people use this word", plain.p, "jargon: \"%.*s\"", (int)at.n,
                            at.p);
    }
}

void ru_text_words(ruth_wording *w) {
    ru_unsaid u;
    folded t;
    t.text = ru_letters_fold(&w->arena, w->text, &t.places);
    if (!t.text.p || !ru_unsaid_read(&w->arena, w->french ? RU_STR("fr") : RU_STR("en"), &u)) {
        w->findings.failed = true;
        return;
    }
    look_unsaid(w, u.anywhere, &t);
    look_unsaid(w, u.legal, &t);
    look_subject(w, u.subject, &t);
    look_jargon(w, &u, &t);
}

/* ---- ruth_author.h ---- */

/* In the order of the text, what is about the whole first; at one place what is not said, the longest first. */
static bool stands_behind(const ru_finding *a, const ru_finding *b) {
    if (a->line != b->line) return a->line > b->line;
    if (a->column != b->column) return a->column > b->column;
    if (a->level != b->level) return a->level > b->level;
    return a->level == RU_ERROR && a->length < b->length;
}

/* Merges runs that double; what stands level keeps its order. */
static void sort(ru_findings *f) {
    ru_finding *other = RU_NEWS(f->arena, ru_finding, f->count + 1), *items = f->items;
    if (!other) {
        f->failed = true;
        return;
    }
    for (size_t run = 1; run < f->count; run *= 2) {
        for (size_t from = 0; from < f->count; from += 2 * run) {
            size_t middle = from + run < f->count ? from + run : f->count, end = middle + run < f->count ? middle + run : f->count;
            for (size_t a = from, b = middle, to = from; to < end; to++)
                other[to] = b < end && (a == middle || stands_behind(&items[a], &items[b])) ? items[b++] : items[a++];
        }
        ru_finding *swap = items;
        items = other;
        other = swap;
    }
    f->items = items;
}

/* What lies inside a longer finding of the same kind of words adds nothing. Sorted. */
static void drop_inner(ru_findings *f) {
    size_t kept = 0;
    int line = 0, end = 0;
    for (size_t i = 0; i < f->count; i++) {
        const ru_finding *one = &f->items[i];
        bool error = one->level == RU_ERROR;
        if (error && one->line == line && one->column + one->length <= end) continue;
        if (error && (one->line != line || one->column + one->length > end)) line = one->line, end = one->column + one->length;
        f->items[kept++] = *one;
    }
    f->count = kept;
}

static size_t count_threats(const ru_findings *f) {
    size_t n = 0;
    for (size_t i = 0; i < f->count; i++)
        for (size_t c = 0; c < RU_UNSAID_CLASSES; c++) n += ru_unsaid_classes[c].threat && !strcmp(f->items[i].code, ru_unsaid_classes[c].name);
    return n;
}

static ruth_status look(ruth_wording *w, const char *lang, ruth_error *error) {
    bool failed = false;
    w->guessed = lang == NULL;
    if (lang && strcmp(lang, "en") != 0 && strcmp(lang, "fr") != 0) return ru_fail(error, RUTH_E_ARGUMENT, "texts are read in en or fr, not in %s", lang);
    w->french = lang ? !strcmp(lang, "fr") : ru_text_is_french(&w->arena, w->text, &failed);
    if (failed) return ru_fail_nomem(error);
    if (!ru_readability_count(w->text, w->french, &w->counts))
        return ru_fail(error, RUTH_E_ARGUMENT, "%.*s: there is no word in it, so there is nothing to judge", (int)w->name.n, w->name.p);
    ru_text_words(w);
    ru_text_style(w);
    sort(&w->findings);
    drop_inner(&w->findings);
    w->threats = count_threats(&w->findings);
    return w->findings.failed ? ru_fail_nomem(error) : RUTH_OK;
}

ruth_status ruth_wording_run(ruth_engine *engine, const char *bytes, size_t length, const ruth_wording_options *options, ruth_wording **out,
                             ruth_error *error) {
    ru_error_clear(error);
    *out = NULL;
    if (options && options->size != sizeof *options)
        return ru_fail(error, RUTH_E_ARGUMENT, "ruth_wording_options has size %zu, this library knows %zu", options->size, sizeof *options);
    if (length > TEXT_MOST) return ru_fail(error, RUTH_E_ARGUMENT, "a text has at most 16 MiB");
    size_t bad;
    if (length && !ru_utf8_valid((ru_str){bytes, length}, &bad)) return ru_fail(error, RUTH_E_ARGUMENT, "the text is not UTF-8 (byte %zu)", bad + 1);
    ruth_wording *w = ru_alloc(&engine->alloc, sizeof *w);
    if (!w) return ru_fail_nomem(error);
    *w = (ruth_wording){.alloc = engine->alloc};
    ru_arena_init(&w->arena, &w->alloc, BLOCK);
    ru_buf_init(&w->out, &w->alloc);
    w->findings.arena = &w->arena;
    w->text = ru_arena_str(&w->arena, length ? (ru_str){bytes, length} : RU_STR(""));
    w->name = ru_arena_str(&w->arena, ru_str_of(options && options->name ? options->name : "text"));
    ruth_status st = w->text.p && w->name.p ? look(w, options ? options->lang : NULL, error) : ru_fail_nomem(error);
    if (st) ruth_wording_free(w);
    else *out = w;
    return st;
}

void ruth_wording_free(ruth_wording *w) {
    if (!w) return;
    ruth_allocator alloc = w->alloc;
    ru_buf_free(&w->out);
    ru_arena_free(&w->arena);
    ru_free(&alloc, w, sizeof *w);
}

size_t ruth_wording_count(const ruth_wording *w) { return w->findings.count; }

ruth_status ruth_wording_finding(const ruth_wording *w, size_t i, ruth_finding *out) {
    if (i >= w->findings.count) return RUTH_E_ARGUMENT;
    const ru_finding *f = &w->findings.items[i];
    *out = (ruth_finding){.level = (int)f->level,
                          .code = f->code,
                          .file = f->file.p,
                          .line = f->line,
                          .column = f->column,
                          .length = f->length,
                          .message = f->message.p,
                          .effect = f->effect.p,
                          .suggestion = f->suggestion.p,
                          .request = ""};
    return RUTH_OK;
}

void ruth_wording_reading(const ruth_wording *w, ruth_reading *out) {
    const ru_readability *r = &w->counts;
    *out = (ruth_reading){.lang = w->french ? "fr" : "en",
                          .guessed = w->guessed,
                          .words = r->words,
                          .sentences = r->sentences,
                          .syllables = r->syllables,
                          .score = w->french ? ru_readability_kandel_moles(r) : ru_readability_grade(r),
                          .limit = w->french ? RU_KANDEL_MOLES_LEAST : RU_GRADE_MOST,
                          .threats = w->threats};
}
