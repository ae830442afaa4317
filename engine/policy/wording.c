/* wording.c: which texts no_words may refuse: those in which a kept-out phrase stands, or could once their placeholders are filled (SEMANTICS 32c).
 * All others are sent unread, which spares each decision the reading. */
#include "engine/base/letters.h"
#include "engine/policy/build.h"

/* What is written there has no words of its own: figures, points, a currency. */
static bool is_figures(const ru_schema *s, const ru_part *part) {
    switch (part->kind) {
    case RU_PART_LITERAL:
    case RU_PART_EVERY: return false;
    case RU_PART_FACT: {
        ru_type t = s->facts.items[part->index].type;
        return t == RU_INTEGER || t == RU_MONEY || t == RU_RATIO || t == RU_DATE;
    }
    default: return true;
    }
}

static ruth_status write_literals(ru_build *b, const ru_template *t, ru_str *out, bool *words) {
    size_t room = 1, n = 0;
    for (size_t i = 0; i < t->count; i++) room += t->parts[i].kind == RU_PART_LITERAL ? t->parts[i].literal.n : 2;
    char *text = ru_arena_alloc(b->scratch, room);
    if (!text) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < t->count; i++) {
        const ru_part *part = &t->parts[i];
        bool literal = part->kind == RU_PART_LITERAL;
        if (!literal && !is_figures(b->p->schema, part)) *words = true;
        memcpy(text + n, literal ? part->literal.p : "{}", literal ? part->literal.n : 2);
        n += literal ? part->literal.n : 2;
    }
    *out = (ru_str){text, n};
    return RUTH_OK;
}

/* May what some limit keeps out stand in it? Sticky. */
static ruth_status judge(ru_build *b, const ru_template *t, size_t lang, bool *wording) {
    ru_str text = {NULL, 0};
    if (!t || *wording) return RUTH_OK;
    ruth_status st = write_literals(b, t, &text, wording);
    if (st || *wording) return st;
    ru_str folded = ru_letters_fold(b->scratch, text, NULL);
    if (!folded.p) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->p->charter.limit_count && !*wording; i++) {
        const ru_phrases *banned = b->p->limits[i].banned[lang];
        *wording = banned && ru_phrases_may(banned, folded);
    }
    return RUTH_OK;
}

static ruth_status judge_message(ru_build *b, ru_message *m, size_t lang) {
    const ru_ladders *l = &b->p->charter.ladders;
    ru_message_text *t = &m->by_lang[lang];
    ruth_status st;
    if ((st = judge(b, t->next_step, lang, &t->wording)) || (st = judge(b, t->cannot, lang, &t->wording))) return st;
    for (size_t i = 0; i < m->carries_count; i++)
        if (!t->statutory[i] && (st = judge(b, t->disclosures[i], lang, &t->wording))) return st;
    for (int i = 0; i < l->channel_count * l->tone_count; i++) {
        ru_variant *v = &t->variants[i];
        if ((st = judge(b, v->subject, lang, &v->wording)) || (st = judge(b, v->body, lang, &v->wording))) return st;
    }
    return RUTH_OK;
}

static ruth_status judge_lines(ru_build *b, ru_lines lines, size_t lang, bool *wording) {
    ruth_status st = RUTH_OK;
    for (size_t i = 0; !st && i < lines.count; i++) st = judge(b, lines.items[i], lang, wording);
    return st;
}

/* A card is read with the offers in reach; which these are is known only then. */
static ruth_status judge_cards(ru_build *b, size_t lang) {
    ru_policy *p = b->p;
    ru_lines plans = {p->card_plans[lang], p->plans.count}, referrals = {p->card_referrals[lang], p->referrals.count};
    bool offers = false;
    ruth_status st = judge_lines(b, plans, lang, &offers);
    if (!st) st = judge_lines(b, referrals, lang, &offers);
    for (size_t i = 0; !st && i < p->card_count; i++) {
        ru_card_text *t = &p->cards[i].by_lang[lang];
        t->wording = offers;
        if (!(st = judge(b, t->opening, lang, &t->wording)) && !(st = judge_lines(b, t->questions, lang, &t->wording)))
            st = judge_lines(b, t->avoid, lang, &t->wording);
    }
    return st;
}

ruth_status ru_build_wording(ru_build *b) {
    ru_policy *p = b->p;
    ruth_status st;
    for (size_t lang = 0; p->bans_words && lang < p->schema->language_count; lang++) {
        for (size_t i = 0; i < p->message_count; i++)
            if (!p->messages[i].statutory && (st = judge_message(b, &p->messages[i], lang))) return st;
        for (size_t i = 0; i < p->duty_count; i++) {
            if (!p->duties[i].statutory && (st = judge(b, p->duties[i].by_lang[lang], lang, &p->duties[i].wording[lang]))) return st;
            p->duty_wording[lang] |= p->duties[i].wording[lang];
        }
        if (p->card_count && (st = judge_cards(b, lang))) return st;
    }
    return RUTH_OK;
}
