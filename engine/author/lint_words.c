/* lint_words.c: words that are not said to people, and texts that are hard to read. */
#include "engine/base/letters.h"
#include "engine/author/lint.h"
#include "engine/author/readability.h"
#include "engine/author/unsaid.h"
#include "engine/data/lexicon.h"

typedef struct reading {
    ru_lint *l;
    size_t lang;
    ru_unsaid unsaid;       /* what ships */
    ru_phrases **own;       /* the lexicon's lists, parallel to its keys */
    const ru_node *lexicon; /* lexicons/LANG.yaml: { name: [words, …] }; NULL: none */
    bool legal;             /* the message that is read is */
    bool reason;            /* it says why a limit holds: "Nobody speaks of a lawsuit" is no threat with one */
} reading;

/* ---- places inside a text ---- */
static size_t characters(const char *p, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += ((unsigned char)p[i] & 0xC0) != 0x80;
    return count;
}

/* Where the node's text begins in its file, behind its quote; p NULL: it is not written there as it is read (escapes, folded lines). */
static const char *source_of(const ru_lint *l, const ru_node *n, size_t wanted) {
    ru_str s = ru_study_file(l->s, n->file);
    size_t i = 0;
    for (int line = 1; line < n->line && i < s.n; i++) line += s.p[i] == '\n';
    for (int column = 1; column < n->column && i < s.n; column++)
        for (i++; i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;) i++;
    i += n->quoted;
    return s.p && n->column && i + wanted <= s.n && !memcmp(s.p + i, n->text.p, wanted) ? s.p + i : NULL;
}

/* The finding's place becomes that of bytes [from, from + n) of the text. */
static void narrow(const ru_lint *l, ru_finding *f, const ru_node *text, size_t from, size_t n) {
    if (!f || !source_of(l, text, from + n)) return;
    f->column = text->column + text->quoted + (int)characters(text->text.p, from);
    f->length = (int)characters(text->text.p + from, n);
}

/* ---- banned words ---- */
static void found(const reading *r, const ru_node *text, const uint32_t *places, const ru_phrase_hit *hit, const char *why, const char *suggestion) {
    size_t from = places[hit->at], last = places[hit->end - 1], end = last + ru_letter_at(text->text, last).length;
    ru_finding *f = ru_finding_add(r->l->f, RU_ERROR, "banned_word", text, "\"%.*s\" is not said to people: %s", (int)(end - from), text->text.p + from, why);
    ru_lint_say(f, "people would read it, and no lone \"not\" before it takes it back", suggestion);
    narrow(r->l, f, text, from, end - from);
}

static void look_shipped(const reading *r, const ru_node *text, const ru_phrases *p, ru_str folded, const uint32_t *places) {
    ru_phrase_hit hit;
    for (size_t from = 0; p && ru_phrases_find(p, folded, from, &hit); from = hit.end)
        found(r, text, places, &hit, ru_unsaid_classes[hit.tag].says, ru_unsaid_classes[hit.tag].instead);
}

/* What few people know, and what says the same. Why a limit holds is explained to those who ask. */
static void look_jargon(const reading *r, const ru_node *text, ru_str folded, const uint32_t *places) {
    ru_phrase_hit hit;
    for (size_t from = 0; r->unsaid.jargon && ru_phrases_find(r->unsaid.jargon, folded, from, &hit); from = hit.end) {
        size_t at = places[hit.at], last = places[hit.end - 1], n = last + ru_letter_at(text->text, last).length - at;
        ru_str plain = r->unsaid.plain->items[hit.tag]->text;
        ru_finding *f = ru_finding_add(r->l->f, RU_WARNING, "jargon", text, "few people use \"%.*s\"", (int)n, text->text.p + at);
        ru_lint_say(f, "who does not know the word does not understand the message", ru_lint_print(r->l, "%.*s", (int)plain.n, plain.p).p);
        narrow(r->l, f, text, at, n);
    }
}

static void look_lexicon(const reading *r, const ru_node *text, ru_str folded, const uint32_t *places) {
    ru_phrase_hit hit;
    for (size_t i = 0; r->lexicon && i < r->lexicon->count; i++)
        for (size_t from = 0; ru_phrases_find(r->own[i], folded, from, &hit); from = hit.end)
            found(r, text, places, &hit,
                  ru_lint_print(r->l, "%.*s:%u names it under %.*s", (int)r->lexicon->file.n, r->lexicon->file.p, hit.tag, (int)r->lexicon->keys[i].n,
                                r->lexicon->keys[i].p)
                      .p,
                  "say it in other words");
}

/* ---- each text by itself ---- */
static void look_style(const reading *r, const ru_node *text) {
    ru_readability s;
    if (!ru_readability_count(text->text, ru_str_is(r->l->s->policy->schema->languages[r->lang], "fr"), &s)) return;
    if (s.longest > RU_SENTENCE_MOST) {
        ru_finding *f = ru_finding_add(r->l->f, RU_WARNING, "long_sentence", text, "a sentence of %lld words; at most %d are easy to read",
                                       (long long)s.longest, RU_SENTENCE_MOST);
        ru_lint_say(f, "people under stress lose the thread", "make two sentences of it");
        narrow(r->l, f, text, (size_t)(s.longest_sentence.p - text->text.p), s.longest_sentence.n);
    }
    if (s.exclaims)
        ru_lint_say(ru_finding_add(r->l->f, RU_WARNING, "loud", text, "several exclamation marks in a row"), "it reads like shouting", "one full stop");
    if (ru_readability_shouts(&s))
        ru_lint_say(ru_finding_add(r->l->f, RU_WARNING, "loud", text, "words in capitals"), "it reads like shouting", "small letters");
}

static void visit(void *ctx, const ru_node *text, bool subject) {
    const reading *r = ctx;
    const uint32_t *places;
    ru_str folded = ru_letters_fold(r->l->a, text->text, &places);
    if (!folded.p) {
        r->l->failed = true;
        return;
    }
    look_shipped(r, text, r->unsaid.anywhere, folded, places);
    if (!r->legal && !r->reason) look_shipped(r, text, r->unsaid.legal, folded, places);
    if (subject) look_shipped(r, text, r->unsaid.subject, folded, places);
    look_lexicon(r, text, folded, places);
    if (!r->reason) look_jargon(r, text, folded, places);
    if (!r->legal) look_style(r, text);
}

/* ---- how hard a message is as a person gets it: subject, text, next step, way out and disclosures together ---- */
static void add_text(const reading *r, const ru_node *n, ru_readability *sum) {
    ru_readability one;
    if (!n || n->kind != RU_NODE_TEXT || !ru_readability_count(n->text, ru_str_is(r->l->s->policy->schema->languages[r->lang], "fr"), &one)) return;
    sum->words += one.words;
    sum->sentences += one.sentences;
    sum->syllables += one.syllables;
}

static void score(const reading *r, const ru_node *at, const ru_text *message, const ru_readability *sum) {
    ru_str lang = r->l->s->policy->schema->languages[r->lang];
    bool french = ru_str_is(lang, "fr");
    if (!sum->words || (!french && !ru_str_is(lang, "en"))) return; /* no formula for other languages */
    int64_t value = french ? ru_readability_kandel_moles(sum) : ru_readability_grade(sum), tenths = (value < 0 ? 0 : value + 50) / 100;
    if (french ? value >= RU_KANDEL_MOLES_LEAST : value <= RU_GRADE_MOST) return;
    ru_finding *f = french ? ru_finding_add(r->l->f, RU_WARNING, "hard_to_read", at, "the message %.*s is hard to read: Kandel-Moles %lld.%lld, at least 60",
                                            (int)message->id.n, message->id.p, (long long)(tenths / 10), (long long)(tenths % 10))
                           : ru_finding_add(r->l->f, RU_WARNING, "hard_to_read", at, "the message %.*s is hard to read: school grade %lld.%lld, at most 8",
                                            (int)message->id.n, message->id.p, (long long)(tenths / 10), (long long)(tenths % 10));
    ru_lint_say(f, "many who get it would not understand it", "shorter sentences, shorter words");
}

static void score_message(const reading *r, const ru_text *t) {
    const ru_node *variants = ru_node_get(t->node, "variants"), *carries = ru_node_get(t->node, "carries");
    ru_readability rest = {.words = 0};
    add_text(r, ru_node_get(t->node, "next_step"), &rest);
    add_text(r, ru_node_get(t->node, "cannot"), &rest);
    for (size_t i = 0; carries && carries->kind == RU_NODE_LIST && i < carries->count; i++) {
        const ru_text *d = ru_lint_text(r->l, r->lang, carries->items[i]->text);
        if (d) add_text(r, d->node, &rest);
    }
    for (size_t c = 0; variants && variants->kind == RU_NODE_MAP && c < variants->count; c++)
        for (size_t k = 0; variants->items[c]->kind == RU_NODE_MAP && k < variants->items[c]->count; k++) {
            const ru_node *variant = variants->items[c]->items[k], *body = ru_node_get(variant, "body");
            ru_readability sum = rest;
            add_text(r, ru_node_get(variant, "subject"), &sum);
            add_text(r, body, &sum);
            if (body) score(r, body, t, &sum);
        }
}

static void score_card(const reading *r, const ru_text *t) {
    static const char *const parts[] = {"opening", "questions", "avoid"};
    ru_readability sum = {.words = 0};
    for (size_t i = 0; i < RU_COUNT(parts); i++) {
        const ru_node *part = ru_node_get(t->node, parts[i]);
        add_text(r, part, &sum);
        for (size_t k = 0; part && part->kind == RU_NODE_LIST && k < part->count; k++) add_text(r, part->items[k], &sum);
    }
    score(r, t->key, t, &sum);
}

/* The entries of a list, or of the lists in it, each under the line where it stands. */
static void read_list(reading *r, const ru_node *list, ru_phrases *out) {
    bool nomem = false;
    for (size_t i = 0; list->kind != RU_NODE_TEXT && i < list->count && !nomem; i++) {
        const ru_node *one = list->items[i];
        if (one->kind != RU_NODE_TEXT) {
            read_list(r, one, out);
            continue;
        }
        const char *bad = ru_phrases_add(out, one->text, (uint32_t)one->line, &nomem);
        if (bad && !nomem)
            ru_lint_say(ru_finding_add(r->l->f, RU_ERROR, "lexicon", one, "\"%.*s\" %s", (int)one->text.n, one->text.p, bad), "it would not be looked for",
                        NULL);
    }
    if (nomem) r->l->failed = true;
}

/* What holds for all lists of the file. */
static void read_frame(reading *r, const ru_node *file, ru_phrases *out) {
    const ru_node *at;
    bool nomem;
    const char *bad = ru_lexicon_frame(file, out, &at, &nomem);
    if (bad && !nomem) ru_lint_say(ru_finding_add(r->l->f, RU_ERROR, "lexicon", at, "this %s", bad), "it would not be read", NULL);
    if (nomem) r->l->failed = true;
}

/* lexicons/LANG.yaml of the policy: { name: [words, …] }. One that holds no lists is told. */
static void read_lexicon(reading *r) {
    const ru_node *n = r->l->s->packs[0].lexicons[r->lang];
    if (!n) return;
    if (n->kind != RU_NODE_MAP) {
        ru_lint_say(ru_finding_at(r->l->f, RU_ERROR, "lexicon", n->file, n->line, n->column, "expected lists of words, each under a name"),
                    "none of its words would be looked for", "threats: [\"…\", \"…\"]");
        return;
    }
    r->own = RU_NEWS(r->l->a, ru_phrases *, n->count + 1);
    for (size_t i = 0; r->own && i < n->count; i++) {
        r->own[i] = ru_phrases_new(r->l->a);
        if (r->own[i] && !ru_lexicon_is_frame(n->keys[i])) {
            read_frame(r, n, r->own[i]);
            read_list(r, n->items[i], r->own[i]);
        }
        if (!r->own[i] || !ru_phrases_seal(r->own[i])) r->l->failed = true;
    }
    r->lexicon = n;
    if (!r->own) r->l->failed = true;
}

/* ---- what people read that does not stand in messages/: questions, and who takes over. What a fact is called (`say`) explains, and threatens nobody. ---- */
static void read_in_language(reading *r, const ru_node *by_language) {
    ru_str lang = r->l->s->policy->schema->languages[r->lang];
    for (size_t i = 0; by_language && by_language->kind == RU_NODE_MAP && i < by_language->count; i++)
        if (ru_str_eq(by_language->keys[i], lang)) ru_lint_each_text(by_language->items[i], visit, r);
}

static void read_entries(reading *r, const ru_node *map, const char *key) {
    for (size_t i = 0; map && map->kind == RU_NODE_MAP && i < map->count; i++) read_in_language(r, ru_node_get(map->items[i], key));
}

static void read_elsewhere(reading *r) {
    r->legal = r->reason = false;
    for (size_t i = 0; i < r->l->s->pack_count; i++) {
        read_entries(r, r->l->s->packs[i].facts, "ask");
        read_entries(r, r->l->s->packs[i].teams, "name");
    }
}

void ru_lint_words(ru_lint *l) {
    for (size_t lang = 0; lang < l->s->policy->schema->language_count; lang++) {
        reading r = {.l = l, .lang = lang};
        read_lexicon(&r);
        if (!ru_unsaid_read(l->a, l->s->policy->schema->languages[lang], &r.unsaid)) l->failed = true;
        if (l->failed) return;
        for (size_t i = 0; i < l->texts[lang].count && !l->failed; i++) {
            const ru_text *t = &l->texts[lang].items[i];
            const ru_text *first = ru_lint_text(l, 0, t->id); /* whose purpose is the message's */
            r.legal = first && first->node->kind == RU_NODE_MAP && ru_str_is(ru_lint_purpose(first->node), "legal");
            r.reason = ru_lint_is_reason(t->id);
            if (ru_lint_is_statutory(t->node)) continue; /* the law's own words */
            ru_lint_each_text(t->node, visit, &r);
            if (ru_lint_is_card(t->node)) score_card(&r, t);
            else if (t->node->kind == RU_NODE_MAP && !r.legal) score_message(&r, t);
        }
        read_elsewhere(&r);
    }
}
