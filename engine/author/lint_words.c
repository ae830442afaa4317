/* lint_words.c: words that are not said to people, and texts that are hard to read. */
#include "engine/base/letters.h"
#include "engine/author/lint.h"
#include "engine/author/readability.h"

/* The charter's banned classes (charter facts, section 13, A to H), as texts are folded: small, no accents, one space for any sign.
 * "urgent!!!" of class C is found by its exclamation marks. `subject`: only in a subject line. */
typedef struct banned { const char *lang; char class; const char *words; bool subject; } banned;
/* clang-format off */
static const banned shipped[] = {
    {"en", 'A', " arrest ", false}, {"en", 'A', " jail ", false}, {"en", 'A', " prison ", false}, {"en", 'A', " police ", false}, {"en", 'A', " criminal charges ", false},
    {"en", 'A', " fraud charges ", false}, {"en", 'A', " warrant ", false},
    {"fr", 'A', " arrestation ", false}, {"fr", 'A', " prison ", false}, {"fr", 'A', " police ", false}, {"fr", 'A', " gendarmes ", false}, {"fr", 'A', " plainte penale ", false},
    {"fr", 'A', " poursuites penales ", false}, {"fr", 'A', " escroquerie ", false},
    {"en", 'B', " we will sue ", false}, {"en", 'B', " legal action will be taken ", false}, {"en", 'B', " garnish your wages ", false}, {"en", 'B', " seize your ", false},
    {"en", 'B', " final warning ", false}, {"en", 'B', " last chance ", false}, {"en", 'B', " before we take you to court ", false},
    {"fr", 'B', " nous allons vous poursuivre ", false}, {"fr", 'B', " saisie imminente ", false}, {"fr", 'B', " saisie sur salaire ", false}, {"fr", 'B', " huissier ", false},
    {"fr", 'B', " dernier avertissement ", false}, {"fr", 'B', " derniere chance avant poursuites ", false}, {"fr", 'B', " mise en demeure ", false}, {"fr", 'B', " tribunal ", false},
    {"en", 'C', " immediately or ", false}, {"en", 'C', " within 24 hours ", false}, {"en", 'C', " act now ", false},
    {"fr", 'C', " immediatement sous peine ", false}, {"fr", 'C', " sous 24 heures ", false}, {"fr", 'C', " sans delai sous peine ", false}, {"fr", 'C', " agissez maintenant ", false},
    {"en", 'D', " shame ", false}, {"en", 'D', " irresponsible ", false}, {"en", 'D', " deadbeat ", false}, {"en", 'D', " dishonest ", false}, {"en", 'D', " bad payer ", false},
    {"en", 'D', " you refuse to honour ", false},
    {"fr", 'D', " honte ", false}, {"fr", 'D', " irresponsable ", false}, {"fr", 'D', " mauvais payeur ", false}, {"fr", 'D', " malhonnete ", false}, {"fr", 'D', " vous refusez d honorer ", false},
    {"en", 'E', " your employer ", false}, {"en", 'E', " your family ", false}, {"en", 'E', " your neighbours ", false}, {"en", 'E', " we will tell ", false}, {"en", 'E', " public record of debtors ", false},
    {"fr", 'E', " votre employeur ", false}, {"fr", 'E', " votre famille ", false}, {"fr", 'E', " vos voisins ", false}, {"fr", 'E', " liste de debiteurs ", false}, {"fr", 'E', " nous informerons ", false},
    {"en", 'F', " court ", false}, {"en", 'F', " official notice ", false}, {"en", 'F', " government ", false}, {"en", 'F', " department of ", false}, {"en", 'F', " attorney ", false},
    {"fr", 'F', " avis officiel ", false}, {"fr", 'F', " republique ", false}, {"fr", 'F', " service public ", false}, {"fr", 'F', " commandement de payer ", false}, {"fr", 'F', " titre executoire ", false},
    {"en", 'G', " your credit will be ruined ", false}, {"en", 'G', " you will lose everything ", false}, {"en", 'G', " no other option ", false},
    {"fr", 'G', " votre credit sera detruit ", false}, {"fr", 'G', " vous perdrez tout ", false}, {"fr", 'G', " aucune autre solution ", false},
    {"en", 'H', " debtor ", false}, {"en", 'H', " delinquent ", false}, {"en", 'H', " the account owes ", false},
    {"fr", 'H', " debiteur ", false}, {"fr", 'H', " contentieux ", true}, {"fr", 'H', " defaillant ", false},
};
/* clang-format on */
static const char *const class_says[] = {"it threatens with arrest or crime", "it threatens with a legal step that nobody has decided", "it makes up a hurry", "it shames", "it brings in other people", "it sounds like a court or an office", "it threatens somebody's standing", "it makes a person into a case"};

typedef struct reading {
    ru_lint *l;
    size_t lang;
    const ru_node *lexicon;  /* lexicons/LANG.yaml: { name: [words, …] }; NULL: none */
    bool legal;              /* the message that is read is */
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
static void found(const reading *r, const ru_node *text, ru_str folded, const uint32_t *places, const char *at, size_t length, const char *why, const char *suggestion) {
    size_t first = (size_t)(at - folded.p) + 1, last = first + length - 3; /* without the spaces around */
    size_t from = places[first], end = places[last] + ru_letter_at(text->text, places[last]).length;
    ru_finding *f = ru_finding_add(r->l->f, RU_ERROR, "banned_word", text, "\"%.*s\" is not said to people: %s", (int)(end - from), text->text.p + from, why);
    ru_lint_say(f, "people would read it, and no \"not\" before it takes it back", suggestion);
    narrow(r->l, f, text, from, end - from);
}

static void look_shipped(const reading *r, const ru_node *text, bool subject, ru_str folded, const uint32_t *places) {
    ru_str lang = r->l->s->policy->schema->languages[r->lang];
    for (size_t i = 0; i < RU_COUNT(shipped); i++) {
        const banned *b = &shipped[i];
        if (!ru_str_is(lang, b->lang) || (b->subject && !subject) || (b->class == 'B' && r->legal)) continue;
        const char *at = strstr(folded.p, b->words);
        if (at) found(r, text, folded, places, at, strlen(b->words), class_says[b->class - 'A'], b->class == 'H' ? "speak to the person: \"you\", \"vous\"" : "say it without, or take the sentence out");
    }
}

static void look_lexicon(const reading *r, const ru_node *text, ru_str folded, const uint32_t *places) {
    for (size_t i = 0; r->lexicon && i < r->lexicon->count; i++) {
        const ru_node *list = r->lexicon->items[i];
        for (size_t k = 0; list->kind == RU_NODE_LIST && k < list->count; k++) {
            ru_str words = ru_letters_fold(r->l->a, list->items[k]->text, NULL);
            const char *at = words.p && words.n > 2 ? strstr(folded.p, words.p) : NULL;
            if (!words.p) r->l->failed = true;
            if (at) found(r, text, folded, places, at, words.n, ru_lint_print(r->l, "%.*s:%d names it under %.*s", (int)list->file.n, list->file.p, list->items[k]->line, (int)r->lexicon->keys[i].n, r->lexicon->keys[i].p).p, "say it in other words");
        }
    }
}

/* ---- each text by itself ---- */
static void look_style(const reading *r, const ru_node *text) {
    ru_readability s;
    if (!ru_readability_count(text->text, ru_str_is(r->l->s->policy->schema->languages[r->lang], "fr"), &s)) return;
    if (s.longest > RU_SENTENCE_MOST) {
        ru_finding *f = ru_finding_add(r->l->f, RU_WARNING, "long_sentence", text, "a sentence of %lld words; at most %d are easy to read", (long long)s.longest, RU_SENTENCE_MOST);
        ru_lint_say(f, "people under stress lose the thread", "make two sentences of it");
        narrow(r->l, f, text, (size_t)(s.longest_sentence.p - text->text.p), s.longest_sentence.n);
    }
    if (s.exclaims) ru_lint_say(ru_finding_add(r->l->f, RU_WARNING, "loud", text, "several exclamation marks in a row"), "it reads like shouting", "one full stop");
    if (ru_readability_shouts(&s)) ru_lint_say(ru_finding_add(r->l->f, RU_WARNING, "loud", text, "words in capitals"), "it reads like shouting", "small letters");
}

static void visit(void *ctx, const ru_node *text, bool subject) {
    const reading *r = ctx;
    const uint32_t *places;
    ru_str folded = ru_letters_fold(r->l->a, text->text, &places);
    if (!folded.p) {
        r->l->failed = true;
        return;
    }
    look_shipped(r, text, subject, folded, places);
    look_lexicon(r, text, folded, places);
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
    ru_finding *f = french ? ru_finding_add(r->l->f, RU_WARNING, "hard_to_read", at, "the message %.*s is hard to read: Kandel-Moles %lld.%lld, at least 60", (int)message->id.n, message->id.p, (long long)(tenths / 10), (long long)(tenths % 10))
                           : ru_finding_add(r->l->f, RU_WARNING, "hard_to_read", at, "the message %.*s is hard to read: school grade %lld.%lld, at most 8", (int)message->id.n, message->id.p, (long long)(tenths / 10), (long long)(tenths % 10));
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

/* lexicons/LANG.yaml of the policy: { name: [words, …] }. NULL: there is none, or it holds no lists, which is told. */
static const ru_node *read_lexicon(ru_lint *l, size_t lang) {
    const ru_node *n = l->s->packs[0].lexicons[lang];
    if (!n || n->kind == RU_NODE_MAP) return n;
    ru_lint_say(ru_finding_at(l->f, RU_ERROR, "lexicon", n->file, n->line, n->column, "expected lists of words, each under a name"), "none of its words would be looked for", "threats: [\"…\", \"…\"]");
    return NULL;
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
    r->legal = false;
    for (size_t i = 0; i < r->l->s->pack_count; i++) {
        read_entries(r, r->l->s->packs[i].facts, "ask");
        read_entries(r, r->l->s->packs[i].teams, "name");
    }
}

void ru_lint_words(ru_lint *l) {
    for (size_t lang = 0; lang < l->s->policy->schema->language_count; lang++) {
        reading r = {.l = l, .lang = lang, .lexicon = read_lexicon(l, lang)};
        for (size_t i = 0; i < l->texts[lang].count && !l->failed; i++) {
            const ru_text *t = &l->texts[lang].items[i];
            const ru_text *first = ru_lint_text(l, 0, t->id); /* whose purpose is the message's */
            r.legal = first && first->node->kind == RU_NODE_MAP && ru_str_is(ru_lint_purpose(first->node), "legal");
            if (ru_lint_is_statutory(t->node)) continue; /* the law's own words */
            ru_lint_each_text(t->node, visit, &r);
            if (t->node->kind == RU_NODE_MAP && !r.legal) score_message(&r, t);
        }
        read_elsewhere(&r);
    }
}
