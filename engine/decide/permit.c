/* permit.c: one proposed contact, asked about: which limits refuse it at its instant, when none does, what it must carry. Decides nothing. */
#include "engine/decide/session.h"

enum { DAY = 86400, FURTHEST = 800 * DAY /* how far an opening is looked for: more than two years of waiting */, MOST_INTERVALS = 4096 };

/* What is asked, and what the limits say to it. */
typedef struct answer {
    ru_session *s;
    ru_permission p;
    int64_t at;
    const uint16_t *about; /* the limits that apply and are about the proposal */
    size_t about_count;
    uint16_t *refusing; /* those of them that refuse at `at` */
    size_t refusing_count;
    bool by_event;    /* only a fact ends one of them */
    int64_t earliest; /* INT64_MAX: not before the furthest instant, or not by time alone */
} answer;

/* May the limit be about the proposal? What a limit does not count, it does not refuse, where that is certain. */
static bool is_about(const ru_session *s, size_t i, const ru_contact *proposed) {
    const ru_policy *p = s->policy;
    const ru_limit *l = &p->charter.limits[i];
    const ru_limit_info *info = &p->limits[i];
    const ru_filter *except = l->tally && !(l->effects & ~(unsigned)(RU_AT_MOST | RU_WAIT)) ? l->tally->except : NULL;
    if (l->acts_on != RU_ON_CHANNEL) return false;
    if (info->on && ru_filter_match(info->on, &s->scene, proposed) == RU_FALSE) return false;
    if (info->except_on && ru_filter_match(info->except_on, &s->scene, proposed) == RU_TRUE) return false;
    return !except || ru_filter_match(except, &s->scene, proposed) != RU_TRUE;
}

static bool gather(answer *a, const ru_asked *asked) {
    ru_session *s = a->s;
    ru_contact proposed = {.at_state = RU_VALUE, .at = asked->at, .fields = asked->fields};
    uint16_t *about = ru_arena_alloc(&s->arena, (s->d.applying_count + 1) * sizeof *about);
    a->refusing = ru_arena_alloc(&s->arena, (s->d.applying_count + 1) * sizeof *a->refusing);
    if (!about || !a->refusing) return false;
    for (size_t k = 0; k < s->d.applying_count; k++)
        if (is_about(s, s->d.applying[k], &proposed)) about[a->about_count++] = s->d.applying[k];
    a->about = about;
    return true;
}

static void judge(answer *a) {
    ru_session *s = a->s;
    int64_t from, until, far = a->at + FURTHEST;
    ru_proposal proposal = {.actions = UINT64_MAX,
                            .tones = UINT32_MAX,
                            .preferred_state = RU_NONE,
                            .preferred = -1,
                            .currency = s->scene.currency,
                            .now = s->request.now,
                            .horizon = far,
                            .contact_by = far,
                            .scene = &s->scene};
    ru_permit_begin(&s->policy->charter, s->d.limits, &proposal, a->about, a->about_count, &a->p);
    for (size_t k = 0; k < a->about_count; k++) {
        if (!ru_permit_refuses(&a->p, a->about[k], a->at)) continue;
        a->refusing[a->refusing_count++] = a->about[k];
        a->by_event |= ru_limit_free_from(&a->p, a->about[k], a->at) == INT64_MAX;
    }
    a->earliest = INT64_MAX;
    if (a->refusing_count && !a->by_event && ru_permit_next(&a->p, a->at, far, &from, &until)) a->earliest = from;
}

/* ---- the answer line ---- */
#define KEY(b, text) ru_buf_put(b, text, sizeof(text) - 1)

static void put_instant_or_null(ru_buf *b, int64_t t) {
    if (t == INT64_MAX || t == INT64_MIN) KEY(b, "null");
    else ru_json_put_instant(b, t);
}

/* Arms stand side by side: one name each. */
static bool said_before(const answer *a, size_t k) {
    return k && ru_str_eq(a->s->policy->limits[a->refusing[k]].name, a->s->policy->limits[a->refusing[k - 1]].name);
}

static void put_ids(ru_buf *b, const answer *a) {
    for (size_t k = 0, n = 0; k < a->refusing_count; k++) {
        if (said_before(a, k)) continue;
        if (n++) ru_buf_char(b, ',');
        ru_buf_str(b, a->s->policy->limits[a->refusing[k]].id_json);
    }
}

static void put_because(ru_buf *b, ru_session *s, const ru_template *t) {
    if (!t) {
        KEY(b, "null");
        return;
    }
    ru_buf_clear(&s->words);
    ru_template_write(&s->words, s, t, 0, NULL);
    ru_json_put_string(b, (ru_str){s->words.p, s->words.n});
}

static void put_why(ru_buf *b, const answer *a) {
    for (size_t k = 0, n = 0; k < a->refusing_count; k++) {
        const ru_limit_info *info = &a->s->policy->limits[a->refusing[k]];
        if (said_before(a, k)) continue;
        int64_t until = ru_limit_free_from(&a->p, a->refusing[k], a->at);
        for (size_t m = k + 1; m < a->refusing_count && said_before(a, m); m++) {
            int64_t other = ru_limit_free_from(&a->p, a->refusing[m], a->at);
            if (other > until) until = other;
        }
        if (n++) ru_buf_char(b, ',');
        KEY(b, "{\"id\":");
        ru_buf_str(b, info->id_json);
        KEY(b, ",\"because\":");
        put_because(b, a->s, info->rule.because);
        KEY(b, ",\"cite\":");
        ru_buf_str(b, info->cite_json);
        KEY(b, ",\"nature\":");
        ru_buf_str(b, info->nature_json);
        KEY(b, ",\"status\":");
        ru_buf_str(b, info->status_json);
        KEY(b, ",\"until\":");
        put_instant_or_null(b, until);
        ru_buf_char(b, '}');
    }
}

/* What the contact must carry: sorted, each once. */
static bool put_duties(ru_buf *b, const answer *a) {
    ru_session *s = a->s;
    const ru_str *last = NULL;
    for (;;) {
        const ru_str *next = NULL;
        for (size_t k = 0; k < a->about_count; k++) {
            const ru_limit_info *info = &s->policy->limits[a->about[k]];
            for (size_t i = 0; i < info->require_count; i++)
                if ((!last || ru_str_cmp(info->require[i], *last) > 0) && (!next || ru_str_cmp(info->require[i], *next) < 0) &&
                    ru_permit_in_force(&a->p, a->about[k], a->at))
                    next = &info->require[i];
        }
        if (!next) return true;
        if (last) ru_buf_char(b, ',');
        ru_json_put_string(b, *next);
        last = next;
    }
}

/* From now, or the instant asked about if it lies before, as far as the policy looks ahead. */
static void put_calendar(ru_buf *b, const answer *a) {
    int64_t now = a->s->request.now, t = a->at < now ? a->at : now, end = (a->at > now ? a->at : now) + (int64_t)a->s->policy->horizon_days * DAY, from, until;
    for (size_t n = 0; n < MOST_INTERVALS && ru_permit_next(&a->p, t, end, &from, &until); t = until, n++) {
        if (n) ru_buf_char(b, ',');
        ru_buf_char(b, '[');
        ru_json_put_instant(b, from);
        ru_buf_char(b, ',');
        ru_json_put_instant(b, until);
        ru_buf_char(b, ']');
    }
}

static bool write_answer(const answer *a) {
    ru_session *s = a->s;
    ru_buf *b = &s->out;
    ru_buf_clear(b);
    KEY(b, "{\"id\":");
    ru_json_put_string(b, s->request.id);
    KEY(b, ",\"allowed\":");
    ru_buf_str(b, a->refusing_count ? RU_STR("false") : RU_STR("true"));
    KEY(b, ",\"limits\":[");
    put_ids(b, a);
    KEY(b, "],\"block_kind\":");
    ru_buf_str(b, !a->refusing_count ? RU_STR("null") : a->by_event ? RU_STR("\"until_event\"") : RU_STR("\"until_time\""));
    KEY(b, ",\"earliest_allowed_at\":");
    put_instant_or_null(b, a->earliest);
    KEY(b, ",\"require\":[");
    put_duties(b, a);
    KEY(b, "],\"why\":[");
    put_why(b, a);
    KEY(b, "],\"calendar\":[");
    put_calendar(b, a);
    KEY(b, "]}");
    return !b->failed;
}

static bool reject(ru_session *s, ru_reject code, const char *at, const char *message) {
    s->rejection.code = code;
    memcpy(s->rejection.at, at, strlen(at) + 1);
    memcpy(s->rejection.message, message, strlen(message) + 1);
    return false;
}

/* Everything about the person, judged as of now; the limits resolved for this proposal. */
static bool resolve(ru_session *s, const ru_asked *asked) {
    s->d.failure_count = 0;
    s->script_spent = s->script_refused = false;
    if (!ru_scene_open(&s->scene, s->policy->schema, s->zones, &s->request, &s->arena) || ru_zones_refused(s->zones)) return false;
    if (!ru_policy_in_force(s) || !ru_enrich(s)) return false;
    ru_derive(s);
    if (s->policy->coded_count) memset(s->coded_ran, 0, s->policy->coded_count);
    ru_match_env env = {.scene = &s->scene, .coded = ru_run_coded, .context = s};
    ru_match_start(s->run, &env);
    s->asked = asked->fields;
    ru_limits_resolve(s);
    s->asked = NULL;
    if (s->script_spent && s->script_refused) return false;
    if (s->script_spent) return reject(s, RU_REJECT_SCRIPT_MEMORY, "", "");
    return true;
}

bool ru_permit(ru_session *s) {
    ru_asked asked;
    answer a = {.s = s};
    s->rejection.code = RU_REJECT_NONE;
    if (!s->request.proposed.p)
        return reject(s, RU_REJECT_MISSING, "/proposed",
                      "a question has \"proposed\": the contact that is asked about, as in {\"channel\":\"voice\",\"at\":\"2026-03-02T14:00:00Z\"}");
    if (!ru_proposed_read(s->policy->schema, s->zones, &s->arena, &s->request, &asked, &s->rejection)) return false;
    if (asked.debt.p || s->request.debt_state == RU_NONE) { /* a question is about one debt: the first, when it says nothing */
        s->request.debt = asked.debt.p ? asked.debt : RU_STR("D1");
        s->request.debt_state = RU_VALUE;
    }
    a.at = asked.at;
    if (!resolve(s, &asked) || !gather(&a, &asked)) return false;
    judge(&a);
    s->d.refusing = a.refusing;
    s->d.refusing_count = a.refusing_count;
#ifdef RU_CHECK_HOLDS
    if (!ru_holds_answer(s, &asked, a.earliest)) return false;
#endif
    return write_answer(&a);
}
