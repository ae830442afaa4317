/* card.c: the talk card of the hand-over: what to open with, ask and leave unsaid, and what is in reach. What may not be said to the person stands on no card. */
#include "engine/base/letters.h"
#include "engine/decide/session.h"

/* Which card: the limit's own where it surely holds; else the team's, which supposes nothing. −1: none. */
static int card_of(const ru_session *s) {
    uint16_t limit;
    if (!ru_charter_hand_overs(&s->policy->charter, s->d.limits, &s->d.judged.proposal, &limit, 1)) return -1;
    const ru_limit_info *info = &s->policy->limits[limit];
    return info->card >= 0 && s->d.limits[limit].holds == RU_TRUE ? info->card : s->policy->team_cards[info->team];
}

/* In the person's language, or the first where the card has no other. */
static int lang_of(const ru_session *s, const ru_card *card) { return card->by_lang[s->d.lang].opening ? s->d.lang : 0; }

static const ru_plan_item *first_plan(const ru_session *s) { return s->d.menu_count ? &s->d.menu[0] : NULL; }

/* A plan's lines stand lowest payment first: the first of each plan. */
static bool is_first_line(const ru_decision *d, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (d->menu[k].plan == d->menu[i].plan) return false;
    return true;
}

static void add_line(ru_buf *b, const ru_session *s, const ru_template *t, int lang, const ru_plan_item *plan) {
    if (!t) return;
    ru_template_write(b, s, t, lang, plan);
    RU_BUF_LIT(b, "\n\n");
}

/* All that the card says, as one text. */
static void write_text(ru_buf *b, const ru_session *s, const ru_card *card) {
    const ru_policy *p = s->policy;
    int lang = lang_of(s, card);
    const ru_card_text *t = &card->by_lang[lang];
    add_line(b, s, t->opening, lang, first_plan(s));
    for (size_t i = 0; i < t->questions.count; i++) add_line(b, s, t->questions.items[i], lang, first_plan(s));
    for (size_t i = 0; i < t->avoid.count; i++) add_line(b, s, t->avoid.items[i], lang, first_plan(s));
    for (size_t i = 0; i < s->d.menu_count; i++)
        if (is_first_line(&s->d, i)) add_line(b, s, p->card_plans[lang][s->d.menu[i].plan], lang, &s->d.menu[i]);
    for (size_t i = 0; i < p->referrals.count; i++)
        if (s->d.referrals[i] == RU_TRUE) add_line(b, s, p->card_referrals[lang][i], lang, NULL);
}

/* What some limit keeps out of messages now, or may, is kept out of cards. */
static bool words_fit(ru_session *s, int lang, bool *fit) {
    ru_str folded = ru_letters_fold(&s->arena, (ru_str){s->words.p, s->words.n}, NULL);
    if (!folded.p) return false;
    for (size_t k = 0; k < s->d.applying_count && *fit; k++) {
        const ru_limit_info *info = &s->policy->limits[s->d.applying[k]];
        const ru_phrases *banned = info->banned[lang];
        ru_phrase_hit hit;
        if (!banned || !ru_permit_in_force(&s->d.judged, s->d.applying[k], s->request.now)) continue;
        *fit = !ru_phrases_find(banned, folded, 0, &hit);
        if (!*fit) ru_fail_rule(s, RU_STR("rule"), info->name, "text_refused");
    }
    return true;
}

bool ru_card_choose(ru_session *s) {
    const ru_policy *p = s->policy;
    int card = p->card_count ? card_of(s) : -1;
    bool fit = true;
    s->d.card = -1;
    if (card < 0) return true;
    int lang = lang_of(s, &p->cards[card]);
    const ru_card_text *t = &p->cards[card].by_lang[lang];
    if (!ru_template_known(s, t->opening)) {
        ru_fail_rule(s, RU_STR("rule"), p->cards[card].id, "text_unknown");
        return true;
    }
    if ((p->bans_words && t->wording) || p->inspects) {
        ru_buf_clear(&s->words);
        write_text(&s->words, s, &p->cards[card]);
        if (s->words.failed || (p->bans_words && !words_fit(s, lang, &fit)) || (p->inspects && fit && !ru_plugin_inspect(s, p->cards[card].id, &fit)))
            return false;
    }
    if (fit) s->d.card = card;
    else ru_fail_rule(s, RU_STR("rule"), p->cards[card].id, "text_refused");
    return true;
}

/* ---- as JSON ---- */
/* A line in which something is not known is left out: nothing is guessed into a talk. */
static void put_lines(ru_buf *b, ru_session *s, const char *key, ru_lines lines, int lang) {
    size_t n = 0;
    ru_buf_str(b, ru_str_of(key));
    for (size_t i = 0; i < lines.count; i++) {
        if (!ru_template_known(s, lines.items[i])) continue;
        if (n++) ru_buf_char(b, ',');
        ru_template_put(b, s, lines.items[i], lang, first_plan(s));
    }
    ru_buf_char(b, ']');
}

static void put_offer(ru_buf *b, ru_session *s, const ru_template *t, int lang, const ru_plan_item *plan) {
    RU_BUF_LIT(b, ",\"text\":");
    ru_template_put(b, s, t, lang, plan);
    ru_buf_char(b, '}');
}

static void put_offers(ru_buf *b, ru_session *s, int lang) {
    const ru_policy *p = s->policy;
    size_t n = 0;
    RU_BUF_LIT(b, ",\"offers\":[");
    for (size_t i = 0; i < s->d.menu_count; i++) {
        if (!is_first_line(&s->d, i)) continue;
        if (n++) ru_buf_char(b, ',');
        RU_BUF_LIT(b, "{\"plan\":");
        ru_line_id_put(b, s, &s->d.menu[i]);
        put_offer(b, s, p->card_plans[lang][s->d.menu[i].plan], lang, &s->d.menu[i]);
    }
    for (size_t i = 0; i < p->referrals.count; i++) {
        if (s->d.referrals[i] != RU_TRUE) continue;
        if (n++) ru_buf_char(b, ',');
        RU_BUF_LIT(b, "{\"referral\":");
        ru_buf_str(b, p->referrals.items[i].id_json);
        put_offer(b, s, p->card_referrals[lang][i], lang, NULL);
    }
    ru_buf_char(b, ']');
}

void ru_card_write(ru_buf *b, ru_session *s) {
    if (s->d.card < 0) {
        RU_BUF_LIT(b, "null");
        return;
    }
    const ru_card *card = &s->policy->cards[s->d.card];
    int lang = lang_of(s, card);
    const ru_card_text *t = &card->by_lang[lang];
    RU_BUF_LIT(b, "{\"id\":");
    ru_buf_str(b, card->id_json);
    RU_BUF_LIT(b, ",\"lang\":");
    ru_json_put_string(b, s->policy->schema->languages[lang]);
    RU_BUF_LIT(b, ",\"opening\":");
    ru_template_put(b, s, t->opening, lang, first_plan(s));
    put_lines(b, s, ",\"questions\":[", t->questions, lang);
    put_lines(b, s, ",\"avoid\":[", t->avoid, lang);
    put_offers(b, s, lang);
    ru_buf_char(b, '}');
}
