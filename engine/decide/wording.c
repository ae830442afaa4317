/* wording.c: words that a limit keeps out of what is said, looked for in the text as it would be sent (SEMANTICS 32c). */
#include "engine/base/letters.h"
#include "engine/decide/session.h"

static bool stands_in(ru_str text, ru_str words) {
    for (size_t i = 0; i + words.n <= text.n; i++)
        if (text.p[i] == words.p[0] && memcmp(text.p + i, words.p, words.n) == 0) return true;
    return false;
}

static bool clean(const ru_limit_info *info, int lang, ru_str folded) {
    for (size_t i = 0; i < info->banned[lang].count; i++)
        if (stands_in(folded, info->banned[lang].words[i])) return false;
    return true;
}

/* Is the limit about this message? What may be, is. */
static bool concerns(const ru_session *s, size_t i, int channel, int tone) {
    const ru_limit *l = &s->policy->charter.limits[i];
    const ru_permission *perm = &s->d.permission;
    uint64_t ways = 0;
    for (size_t w = 0; w < s->policy->charter.way_count; w++)
        if (s->policy->charter.ways[w].channel == channel && s->d.ways[w] != RU_FALSE) ways |= (uint64_t)1 << w;
    return (l->effects & RU_NO_WORDS) && (l->actions >> perm->action & 1) && (l->tones >> tone & 1) && (l->acts_on != RU_ON_CHANNEL || (l->ways & ways)) && ru_permit_in_force(perm, i, perm->from);
}

bool ru_wording_fits(ru_session *s, const ru_message *m, int channel, int tone, bool *fits) {
    ru_str folded = {NULL, 0};
    *fits = true;
    if (!s->policy->bans_words || m->statutory) return true; /* what the law prescribes is said as the law says it */
    for (size_t k = 0; k < s->d.applying_count && *fits; k++) {
        size_t i = s->d.applying[k];
        if (!concerns(s, i, channel, tone)) continue;
        if (!folded.p) {
            ru_buf_clear(&s->words);
            ru_text_write_as(&s->words, s, m, channel, tone);
            if (s->words.failed) return false;
            folded = ru_letters_fold(&s->arena, (ru_str){s->words.p, s->words.n}, NULL);
            if (!folded.p) return false;
        }
        *fits = clean(&s->policy->limits[i], s->d.lang, folded);
        if (!*fits) ru_fail_rule(s, RU_STR("rule"), s->policy->limits[i].name, "text_refused");
    }
    return true;
}
