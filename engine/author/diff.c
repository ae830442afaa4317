/* diff.c: ruth_diff of ruth_author.h: every request decided by two policies, side by side. */
#include "engine/author/diff.h"

#include "engine/decide/engine.h"

static ruth_status open_side(ruth_engine *engine, const char *folder, const char *now, ru_diff *d, ru_side *s, ruth_error *e) {
    ruth_status st = ru_study_open(&engine->alloc, folder, &engine->places, NULL, 0, &s->study, e);
    if (!st) s->policy = s->study->policy;
    if (!st) st = ruth_session_new((ruth_policy *)(void *)s->policy, &s->session, e);
    if (!st) st = ruth_session_set_now(s->session, now, e);
    return st || ru_diff_open_lack(d, s, e) ? st : RUTH_E_NOMEM;
}

/* By segment and by place, where the old policy knows of one, in any case. */
static ruth_status open_groups(ru_diff *d, const ruth_diff_options *o, ruth_error *e) {
    ruth_status st = ru_diff_open_group(d, "segment", e);
    if (!st && d->sides[0].policy->schema->core.jurisdiction >= 0) st = ru_diff_open_group(d, "jurisdiction", e);
    for (size_t i = 0; !st && o && i < o->by_count; i++) st = ru_diff_open_group(d, o->by[i], e);
    for (size_t i = 0; !st && o && i < o->guard_count; i++) st = ru_diff_guard_read(d, o->guards[i], e);
    return st;
}

static ruth_status open_all(ruth_engine *engine, const char *old, const char *now, const ruth_diff_options *o, ru_diff *d, ruth_error *e) {
    ruth_status st = open_side(engine, old, o ? o->now : NULL, d, &d->sides[0], e);
    if (!st) st = open_side(engine, now, o ? o->now : NULL, d, &d->sides[1], e);
    if (!st && (!ru_diff_open_counts(d) || !ru_diff_open_who(d))) st = ru_fail_nomem(e);
    if (!st && o && o->days) st = ru_diff_open_lived(engine, d, (const char *const[]){old, now}, o, e);
    return st ? st : open_groups(d, o, e);
}

ruth_status ruth_diff_open(ruth_engine *engine, const char *old_policy, const char *new_policy, const ruth_diff_options *options, ruth_diff **out,
                           ruth_error *error) {
    ru_error_clear(error);
    *out = NULL;
    if (options && options->size != sizeof *options)
        return ru_fail(error, RUTH_E_ARGUMENT, "ruth_diff_options has size %zu, this library knows %zu", options->size, sizeof *options);
    ru_diff *d = ru_alloc(&engine->alloc, sizeof *d);
    if (!d) return ru_fail_nomem(error);
    memset(d, 0, sizeof *d);
    d->alloc = engine->alloc;
    ru_arena_init(&d->arena, &d->alloc, 64 << 10);
    ru_arena_init(&d->scratch, &d->alloc, 64 << 10);
    ru_buf_init(&d->out, &d->alloc);
    ru_buf_init(&d->words, &d->alloc);
    ruth_status st = open_all(engine, old_policy, new_policy, options, d, error);
    if (st) ruth_diff_free(d);
    else *out = d;
    return st;
}

void ruth_diff_free(ruth_diff *d) {
    if (!d) return;
    ruth_allocator alloc = d->alloc;
    for (int k = 0; k < 2; k++) {
        ruth_session_free(d->sides[k].session);
        ruth_simulation_free(d->sides[k].lived);
        if (d->sides[k].lack.study) ru_arena_free(&d->sides[k].lack.arena);
        ru_study_free(d->sides[k].study);
    }
    ru_arena_free(&d->arena);
    ru_arena_free(&d->scratch);
    ru_buf_free(&d->out);
    ru_buf_free(&d->words);
    ru_free(&alloc, d, sizeof *d);
}

static ruth_status decide(ru_side *s, const char *bytes, size_t length, ruth_error *e) {
    ru_session *x = s->session;
    ruth_status st = ru_explain_decide(x, bytes, length, &s->o, e);
    if (st) return st;
    x->d.listed_count = ru_charter_list(&x->d.judged, x->d.listed, RU_MAX_LISTED);
    if (x->d.listed_count > RU_MAX_LISTED) x->d.listed_count = RU_MAX_LISTED;
    s->segment = x->policy->segments.items[x->d.segments.rules[0]].is;
    return RUTH_OK;
}

ruth_status ruth_diff_line(ruth_diff *d, const char *bytes, size_t length, ruth_error *error) {
    ru_error_clear(error);
    ru_arena_reset(&d->scratch);
    for (int k = 0; k < 2; k++) {
        ruth_status st = decide(&d->sides[k], bytes, length, error);
        if (st == RUTH_E_REQUEST) d->rejected++;
        if (st) return st;
    }
    ru_diff_count(d);
    ru_diff_lack(d, bytes, length);
    return d->failed ? ru_fail_nomem(error) : ru_diff_live(d, bytes, length, error);
}

void ruth_diff_passed_over(ruth_diff *d) { d->erased++; }

ruth_status ruth_diff_write(ruth_diff *d, ruth_diff_format format, ruth_text *out, size_t *broken, ruth_error *error) {
    ru_error_clear(error);
    ru_buf_clear(&d->out);
    *out = (ruth_text){NULL, 0};
    ru_diff_guards_judge(d);
    if (broken) *broken = 0;
    for (size_t i = 0; broken && i < d->guard_count; i++) *broken += d->guards[i].broken;
    if (format == RUTH_DIFF_JSON) ru_diff_json(d);
    else if (format == RUTH_DIFF_TEXT) ru_diff_text(d);
    else ru_diff_html(d, format == RUTH_DIFF_HTML_FR);
    if (d->out.failed) return ru_fail_nomem(error);
    *out = (ruth_text){d->out.p, d->out.n};
    return RUTH_OK;
}
