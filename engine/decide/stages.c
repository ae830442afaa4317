/* stages.c: first-hit stages over three-valued results, coded conditions, failures. */
#include "engine/decide/session.h"

void ru_fail_rule(ru_session *s, ru_str kind, ru_str id, const char *code) {
    ru_decision *d = &s->d;
    for (size_t i = 0; i < d->failure_count; i++)
        if (ru_str_eq(d->failures[i].id, id) && ru_str_eq(d->failures[i].kind, kind) && !strcmp(d->failures[i].code, code)) return;
    if (d->failure_count < RU_MAX_FAILURES) d->failures[d->failure_count++] = (ru_failure){kind, id, code};
}

static void insert_ordinal(ru_stage_result *r, int32_t ordinal) {
    size_t at = 0;
    while (at < r->ordinal_count && r->ordinals[at] < ordinal) at++;
    if (at < r->ordinal_count && r->ordinals[at] == ordinal) return;
    if (at < r->ordinal_count) memmove(r->ordinals + at + 1, r->ordinals + at, (r->ordinal_count - at) * sizeof *r->ordinals);
    r->ordinals[at] = ordinal;
    r->ordinal_count++;
}

void ru_stage_add(ru_stage_result *r, int32_t ordinal) { insert_ordinal(r, ordinal); }

void ru_stage_first_hit(ru_session *s, const ru_rules *rules, ru_stage_result *out) {
    size_t first = (size_t)rules->first_result, end = first + rules->count;
    ru_tri is;
    out->rule_count = out->ordinal_count = 0;
    out->definite = false;
    for (size_t at = first; !out->definite && (at = ru_match_next(&s->results, at, end, &is)) < end; at++) {
        out->rules[out->rule_count] = (int)(at - first);
        out->results[out->rule_count++] = (uint8_t)is;
        insert_ordinal(out, rules->items[at - first].is);
        out->definite = is == RU_TRUE;
    }
}

void ru_stage_each(ru_session *s, const ru_rules *rules, uint8_t *out) {
    size_t first = (size_t)rules->first_result, end = first + rules->count;
    ru_tri is;
    if (rules->count) memset(out, RU_FALSE, rules->count);
    for (size_t at = first; (at = ru_match_next(&s->results, at, end, &is)) < end; at++) out[at - first] = (uint8_t)is;
}

int ru_stage_rule(const ru_rules *rules, const ru_stage_result *r, int is) {
    for (size_t i = 0; i < r->rule_count; i++)
        if (rules->items[r->rules[i]].is == is) return r->rules[i];
    return -1;
}

/* ---- coded conditions ---- */
static bool script_ready(ru_session *s) {
    if (s->script) return true;
    ru_script_caps caps = ru_script_default_caps();
    caps.offers = s->policy->plugin_words;
    caps.offer_count = s->policy->plugin_word_count;
    ruth_status st = ru_script_load(&s->alloc, &caps, s->policy->sources, s->policy->source_count, NULL, &s->script, NULL, NULL);
    if (!st && (st = ru_script_bind(s->script, s->policy->schema, NULL)) == RUTH_OK) return true;
    s->script_refused = st == RUTH_E_NOMEM;
    ru_script_free(s->script);
    s->script = NULL;
    return false;
}

ru_tri ru_run_coded(void *session, int index) {
    ru_session *s = session;
    ru_code_result *r = &s->coded[index];
    static const char *const codes[] = {[RU_CODE_BUDGET] = "budget", [RU_CODE_ERROR] = "error", [RU_CODE_NOT_BOOLEAN] = "not_boolean"};
    if (s->script_spent) return RU_MAYBE;
    if (!script_ready(s)) {
        s->script_spent = true;
        return RU_MAYBE;
    }
    s->coded_ran[index] = 1;
    ru_script_run(s->script, index, &s->scene, r);
    if (r->end == RU_CODE_OK) return r->value ? RU_TRUE : RU_FALSE;
    if (r->end == RU_CODE_UNKNOWN) return RU_MAYBE;
    if (r->end == RU_CODE_MEMORY) { /* heap history must not leak into decisions: the state goes, and so does this answer */
        ru_script_free(s->script);
        s->script = NULL;
        s->script_spent = true;
        s->script_refused = r->refused;
        return RU_MAYBE;
    }
    ru_fail_rule(s, RU_STR("rule"), s->policy->coded[index].id, codes[r->end]);
    return RU_MAYBE;
}
