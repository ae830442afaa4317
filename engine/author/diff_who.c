/* diff_who.c: who exactly: the most affected with the reasons before and after, the newly contacted and the newly blocked, and in which weeks the contacts fall. */
#include "engine/author/diff.h"

enum { DAY = 86400, THURSDAY = 3 /* 1 January 1970, from Monday */ };

/* ---- how many people there are ---- */
static uint64_t hash_of(ru_str s) {
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a; 0 is an empty place */
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return h ? h : 1;
}

static void place(uint64_t *hashes, size_t size, uint64_t h, size_t *count) {
    size_t i = (size_t)h & (size - 1);
    while (hashes[i] && hashes[i] != h) i = (i + 1) & (size - 1);
    *count += !hashes[i];
    hashes[i] = h;
}

static void count_person(ru_diff *d) {
    const ru_session *s = d->sides[0].session;
    int slot = s->policy->schema->core.subject;
    bool named = slot >= 0 && s->request.facts[slot].state == RU_VALUE;
    if (d->people.count * 2 >= d->people.size) {
        size_t size = d->people.size ? d->people.size * 2 : 1024, count = 0;
        uint64_t *bigger = RU_NEWS(&d->arena, uint64_t, size);
        if (!bigger) {
            d->failed = true;
            return;
        }
        for (size_t i = 0; i < d->people.size; i++)
            if (d->people.hashes[i]) place(bigger, size, d->people.hashes[i], &count);
        d->people.hashes = bigger;
        d->people.size = size;
    }
    place(d->people.hashes, d->people.size, hash_of(named ? s->request.facts[slot].u.s : s->request.id), &d->people.count);
}

/* ---- weeks ---- */
static ru_week *week_of(ru_diff *d, int64_t at) {
    int64_t day = at >= 0 ? at / DAY : -((-(at + 1)) / DAY + 1), since = day + THURSDAY;
    int32_t monday = (int32_t)(day - (since >= 0 ? since % 7 : (since % 7 + 7) % 7));
    size_t i = d->week_count;
    while (i > 0 && d->weeks[i - 1].monday > monday) i--;
    if (i > 0 && d->weeks[i - 1].monday == monday) return &d->weeks[i - 1];
    d->weeks = ru_arena_grow(&d->arena, d->weeks, d->week_count, &d->week_capacity, sizeof *d->weeks);
    if (!d->weeks) {
        d->failed = true;
        d->week_count = d->week_capacity = 0;
        return NULL;
    }
    memmove(&d->weeks[i + 1], &d->weeks[i], (d->week_count++ - i) * sizeof *d->weeks);
    d->weeks[i] = (ru_week){.monday = monday};
    return &d->weeks[i];
}

/* A contact counts in the week in which it would begin; one that only moves to another week is lost in the one and gained in the other. */
static void count_weeks(ru_diff *d) {
    int32_t mondays[2] = {INT32_MIN, INT32_MIN};
    for (int k = 0; k < 2; k++) {
        ru_week *w = d->sides[k].o.channel >= 0 ? week_of(d, d->sides[k].o.from) : NULL;
        if (!w) continue;
        w->contacts[k]++;
        mondays[k] = w->monday;
    }
    for (size_t i = 0; mondays[0] != mondays[1] && i < d->week_count; i++) {
        d->weeks[i].lost += d->weeks[i].monday == mondays[0];
        d->weeks[i].gained += d->weeks[i].monday == mondays[1];
    }
}

/* ---- why ---- */
static size_t silence(const ru_side *s) {
    const ruth_decision nobody = {.channel = NULL};
    return (size_t)ru_sim_reason(&s->asking, &nobody);
}

static int language_of(const ru_policy *p, bool french) {
    for (size_t i = 0; i < p->schema->language_count; i++)
        if (ru_str_is(p->schema->languages[i], french ? "fr" : "en")) return (int)i;
    return 0;
}

static bool certain(const ru_stage_result *r, int rule) {
    for (size_t i = 0; i < r->rule_count; i++)
        if (r->rules[i] == rule) return r->results[i] == RU_TRUE;
    return false;
}

/* The words of a rule in that language; nothing where it has none. `only_possible`: why the kinder way was taken. */
static ru_str because(ru_diff *d, ru_side *s, ru_kind kind, size_t rule, bool only_possible, int lang) {
    const ru_template *t = NULL;
    ru_buf_clear(&d->words);
    if (only_possible) d->failed |= !ru_possible_write(&d->words, s->session, s->policy->actions.items[rule].result, lang);
    else if (ru_study_because(s->study, &s->study->raw[kind].items[rule], (size_t)lang, &t, NULL)) d->failed = true;
    if (t) ru_template_write(&d->words, s->session, t, lang, NULL);
    ru_str kept = ru_arena_str(&d->arena, (ru_str){d->words.p, d->words.n});
    d->failed |= d->words.failed || !kept.p;
    return kept;
}

/* Why it came so, in the policy's words: the limit that keeps silence, else the action's rule. */
static void say_why(ru_diff *d, ru_side *s, ru_was *w) {
    const ru_policy *p = s->policy;
    size_t actions = p->actions.count, reason = w->channel < 0 ? silence(s) : SIZE_MAX;
    bool limit = reason != SIZE_MAX && reason >= actions && reason < actions + p->charter.limit_count;
    int rule = ru_stage_rule(&p->actions, &s->session->d.actions, s->session->d.permission.action_from);
    for (int french = 0; french < 2; french++) {
        int lang = language_of(p, french);
        if (limit) w->why[french] = because(d, s, RU_KIND_LIMIT, reason - actions, false, lang);
        else if (rule >= 0) w->why[french] = because(d, s, RU_KIND_ACTION, (size_t)rule, !certain(&s->session->d.actions, rule), lang);
        else w->why[french] = french ? RU_STR("aucune règle ne s'applique ; la voie la plus douce vaut") : RU_STR("no rule applies; the kindest way holds");
    }
}

/* ---- the most affected ---- */
static void keep(ru_diff *d, ru_examples *list) {
    int64_t distance = ru_diff_distance(d->sides);
    size_t i = list->count;
    while (i > 0 && list->items[i - 1].distance < distance) i--;
    if (i == RU_DIFF_EXAMPLES) return;
    size_t moved = (list->count < RU_DIFF_EXAMPLES ? list->count++ : list->count - 1) - i;
    memmove(&list->items[i + 1], &list->items[i], moved * sizeof *list->items);
    ru_example *x = &list->items[i];
    *x = (ru_example){.id = ru_arena_str(&d->arena, d->sides[0].session->request.id), .distance = distance};
    for (int k = 0; k < 2; k++) {
        x->was[k] = (ru_was){.action = d->sides[k].o.action, .tone = d->sides[k].o.tone, .channel = d->sides[k].o.channel};
        say_why(d, &d->sides[k], &x->was[k]);
    }
    d->failed |= !x->id.p;
}

static void name(ru_diff *d, ru_who *w, const ru_side *silent) {
    w->ids = ru_arena_grow(&d->arena, w->ids, w->count, &w->capacity, sizeof *w->ids);
    ru_str id = ru_arena_str(&d->arena, silent->session->request.id);
    if (!w->ids || !id.p) {
        d->failed = true;
        w->count = 0;
        return;
    }
    w->ids[w->count++] = id;
    w->reasons[silence(silent)]++;
}

bool ru_diff_open_who(ru_diff *d) {
    for (int k = 0; k < 2; k++) {
        ru_side *s = &d->sides[k];
        s->asking.policy = s->policy;
        s->asking.session = s->session;
        s->asking.reason_count = s->policy->actions.count + s->policy->charter.limit_count + RU_SIM_OTHERS;
    }
    d->gained.reasons = RU_NEWS(&d->arena, size_t, d->sides[0].asking.reason_count);
    d->lost.reasons = RU_NEWS(&d->arena, size_t, d->sides[1].asking.reason_count);
    return d->gained.reasons && d->lost.reasons;
}

void ru_diff_who(ru_diff *d, ru_move move) {
    bool before = d->sides[0].o.channel >= 0, after = d->sides[1].o.channel >= 0;
    count_person(d);
    count_weeks(d);
    if (move == RU_MOVE_HARSHER || move == RU_MOVE_MIXED) keep(d, &d->harsher);
    if (move == RU_MOVE_KINDER) keep(d, &d->kinder);
    if (!before && after) name(d, &d->gained, &d->sides[0]);
    if (before && !after) name(d, &d->lost, &d->sides[1]);
}
