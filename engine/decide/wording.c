/* wording.c: words that a limit keeps out of what is said, looked for in the text as it would be sent (SEMANTICS 32c). */
#include "engine/base/letters.h"
#include "engine/decide/session.h"

/* Is the limit about this message? What may be, is. */
static bool concerns(const ru_session *s, size_t i, int channel, int tone) {
    const ru_limit *l = &s->policy->charter.limits[i];
    const ru_permission *perm = &s->d.permission;
    uint64_t ways = 0;
    for (size_t w = 0; w < s->policy->charter.way_count; w++)
        if (s->policy->charter.ways[w].channel == channel && s->d.ways[w] != RU_FALSE) ways |= (uint64_t)1 << w;
    return (l->effects & RU_NO_WORDS) && (l->actions >> perm->action & 1) && (l->tones >> tone & 1) && (l->acts_on != RU_ON_CHANNEL || (l->ways & ways)) &&
           ru_permit_in_force(perm, i, perm->from);
}

/* Could anything be found? What was clean when the policy was loaded is not read again. */
static bool worth_reading(const ru_session *s, const ru_message *m, int channel, int tone) {
    const ru_policy *p = s->policy;
    const ru_message_text *t = &m->by_lang[s->d.lang];
    if (p->renderer >= 0 || t->wording || t->variants[channel * p->charter.ladders.tone_count + tone].wording) return true;
    if (!p->duty_wording[s->d.lang]) return false;
    for (uint64_t added = ru_duties_added(s, m, channel, tone); added; added &= added - 1)
        if (p->duties[__builtin_ctzll(added)].wording[s->d.lang]) return true;
    return false;
}

bool ru_wording_fits(ru_session *s, const ru_message *m, int channel, int tone, bool *fits) {
    ru_str folded = {NULL, 0};
    *fits = true;
    if (!s->policy->bans_words || m->statutory || !worth_reading(s, m, channel, tone)) return true; /* what the law prescribes is said as the law says it */
    for (size_t k = 0; k < s->d.applying_count && *fits; k++) {
        size_t i = s->d.applying[k];
        if (!concerns(s, i, channel, tone)) continue;
        if (!folded.p) {
            ru_buf_clear(&s->words);
            ru_text_write_unprescribed(&s->words, s, m, channel, tone);
            if (s->words.failed) return false;
            folded = ru_letters_fold(&s->arena, (ru_str){s->words.p, s->words.n}, NULL);
            if (!folded.p) return false;
        }
        const ru_phrases *banned = s->policy->limits[i].banned[s->d.lang];
        ru_phrase_hit hit;
        *fits = !banned || !ru_phrases_find(banned, folded, 0, &hit);
        if (!*fits) ru_fail_rule(s, RU_STR("rule"), s->policy->limits[i].name, "text_refused");
    }
    return true;
}
