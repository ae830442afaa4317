/* api.c: ruth.h in terms of the engine: handles, arguments checked, nothing decided here. */
#include <stdio.h>

#include "engine/audit/audit.h"
#include "engine/decide/engine.h"
#include "engine/decide/session.h"

struct ruth_policy; /* is an ru_policy; the two names keep hosts out of the engine's struct */

static ru_policy *inside(ruth_policy *p) { return (ru_policy *)(void *)p; }
static const ru_policy *peek(const ruth_policy *p) { return (const ru_policy *)(const void *)p; }

const char *ruth_version(void) { return RUTH_VERSION; }

const char *ruth_status_text(ruth_status status) {
    static const char *const texts[] = {"ok",
                                        "out of memory",
                                        "a file could not be read",
                                        "a file is not well-formed",
                                        "the policy does not hold together",
                                        "the request was rejected",
                                        "a cap was hit",
                                        "wrong use of the library",
                                        "a fault of ruth itself",
                                        "the ledger is broken"};
    return (size_t)status < RU_COUNT(texts) ? texts[status] : "unknown status";
}

/* ---- engine ---- */
ruth_status ruth_engine_new(const ruth_options *options, ruth_engine **out, ruth_error *error) {
    ru_error_clear(error);
    *out = NULL;
    ruth_options o = {.size = 0}; /* what an older host does not know is zero */
    if (options && options->size != sizeof o && options->size != offsetof(ruth_options, plugins))
        return ru_fail(error, RUTH_E_ARGUMENT, "ruth_options has size %zu, this library knows %zu", options->size, sizeof o);
    if (options) memcpy(&o, options, options->size);
    ruth_allocator alloc = o.allocator.resize ? o.allocator : ru_allocator_default();
    ruth_engine *e = ru_alloc(&alloc, sizeof *e);
    if (!e) return ru_fail_nomem(error);
    *e = (ruth_engine){.alloc = alloc};
    ruth_status st = RUTH_OK;
    if (o.zoneinfo) {
        e->zoneinfo_size = strlen(o.zoneinfo) + 1;
        e->zoneinfo = ru_alloc(&alloc, e->zoneinfo_size);
        if (e->zoneinfo) memcpy(e->zoneinfo, o.zoneinfo, e->zoneinfo_size);
        else st = ru_fail_nomem(error);
    }
    if (!st) st = ru_plugin_store_open(&e->plugins, &alloc, o.plugins, error);
    if (st) {
        ru_free(&alloc, e->zoneinfo, e->zoneinfo_size);
        ru_free(&alloc, e, sizeof *e);
        return st;
    }
    e->places = (ru_places){.zoneinfo = e->zoneinfo, .plugins = &e->plugins};
    *out = e;
    return RUTH_OK;
}

void ruth_engine_free(ruth_engine *engine) {
    if (!engine) return;
    ruth_allocator alloc = engine->alloc;
    ru_plugin_store_close(&engine->plugins);
    ru_free(&alloc, engine->zoneinfo, engine->zoneinfo_size);
    ru_free(&alloc, engine, sizeof *engine);
}

ruth_status ruth_engine_add_plugin(ruth_engine *engine, const struct ruth_plugin *plugin, ruth_error *error) {
    ru_error_clear(error);
    return ru_plugin_store_link(&engine->plugins, plugin, error);
}

/* ---- policy ---- */
ruth_status ruth_policy_load(ruth_engine *engine, const char *folder, ruth_policy **out, ruth_error *error) {
    ru_policy *p = NULL;
    ru_error_clear(error);
    ruth_status st = ru_policy_load(&engine->alloc, folder, &engine->places, &p, error);
    *out = (ruth_policy *)(void *)p;
    return st;
}

ruth_policy *ruth_policy_retain(ruth_policy *policy) { return (ruth_policy *)(void *)ru_policy_retain(inside(policy)); }
void ruth_policy_release(ruth_policy *policy) { ru_policy_release(inside(policy)); }
const char *ruth_policy_name(const ruth_policy *policy) { return peek(policy)->name.p; }
const char *ruth_policy_version(const ruth_policy *policy) { return peek(policy)->version.p; }
const char *ruth_policy_digest(const ruth_policy *policy) { return peek(policy)->digest_hex; }
const char *ruth_policy_engine(const ruth_policy *policy) { return peek(policy)->engine_hex; }
size_t ruth_policy_memory(const ruth_policy *policy) { return peek(policy)->arena.total; }

/* ---- session ---- */
static bool keep_stage(ru_session *s, const ru_rules *rules, ru_stage_result *out) {
    out->rules = RU_NEWS(&s->kept, int, rules->count + 1);
    out->results = RU_NEWS(&s->kept, uint8_t, rules->count + 1);
    out->ordinals = RU_NEWS(&s->kept, int32_t, rules->count + 2); /* a ladder's kindest may join them */
    return out->rules && out->results && out->ordinals;
}

/* All that has the size of the policy: no decision asks for it again. */
static bool keep_memory(ru_session *s) {
    const ru_policy *p = s->policy;
    ru_decision *d = &s->d;
    s->coded = RU_NEWS(&s->kept, ru_code_result, p->coded_count + 1);
    s->coded_ran = RU_NEWS(&s->kept, uint8_t, p->coded_count + 1);
    s->selves = RU_NEWS(&s->kept, void *, p->plugin_count + 1);
    d->limits = RU_NEWS(&s->kept, ru_limit_now, p->charter.limit_count + 1);
    d->applying = RU_NEWS(&s->kept, uint16_t, p->charter.limit_count + 1);
    d->menu = RU_NEWS(&s->kept, ru_plan_item, p->plans.count * RU_MENU_MAX + 1);
    d->referrals = RU_NEWS(&s->kept, uint8_t, p->referrals.count + 1);
    d->ways = RU_NEWS(&s->kept, uint8_t, p->ways_rules.count + 1);
    d->due_today = INT32_MIN;
    return s->coded && s->coded_ran && s->selves && d->limits && d->applying && d->menu && d->referrals && d->ways &&
           keep_stage(s, &p->segments, &d->segments) && keep_stage(s, &p->actions, &d->actions) && keep_stage(s, &p->tones, &d->tones);
}

static ruth_status fill_session(ruth_session *s, ruth_error *error) {
    const ru_policy *p = s->policy;
    ruth_status st = ru_zones_new(&s->alloc, p->zoneinfo.p, &s->zones, error);
    if (st || (st = ru_match_run_new(p->match, &s->alloc, &s->run, error))) return st;
    s->results = ru_match_results(s->run);
    if (!keep_memory(s)) return ru_fail_nomem(error);
    for (; s->selves_opened < p->plugin_count; s->selves_opened++)
        if (p->plugins[s->selves_opened].entry->threads == RUTH_PLUGIN_ONE_THREAD &&
            (st = ru_plugin_open(&p->plugins[s->selves_opened], p->schema, &s->alloc, &s->arena, &s->selves[s->selves_opened], error)))
            return st;
    return RUTH_OK;
}

ruth_status ruth_session_new(ruth_policy *policy, ruth_session **out, ruth_error *error) {
    ru_policy *p = inside(policy);
    ru_error_clear(error);
    *out = NULL;
    ruth_session *s = ru_alloc(&p->alloc, sizeof *s);
    if (!s) return ru_fail_nomem(error);
    memset(s, 0, sizeof *s);
    s->policy = ru_policy_retain(p);
    s->alloc = p->alloc;
    ru_arena_init(&s->arena, &s->alloc, 64 << 10);
    ru_arena_init(&s->kept, &s->alloc, 4 << 10);
    ru_buf_init(&s->out, &s->alloc);
    ru_buf_init(&s->words, &s->alloc);
    ru_buf_init(&s->canonical, &s->alloc);
    ru_buf_init(&s->rendered, &s->alloc);
    ru_buf_init(&s->recorded, &s->alloc);
    ru_buf_init(&s->given, &s->alloc);
    ru_buf_init(&s->record, &s->alloc);
    ruth_status st = fill_session(s, error);
    if (st) ruth_session_free(s);
    else *out = s;
    return st;
}

void ruth_session_free(ruth_session *s) {
    if (!s) return;
    ru_policy *p = s->policy;
    ruth_allocator alloc = s->alloc;
    for (size_t i = s->selves_opened; i-- > 0;)
        if (p->plugins[i].entry->threads == RUTH_PLUGIN_ONE_THREAD) ru_plugin_close(&p->plugins[i], &alloc, &s->arena, s->selves[i]);
    ru_script_free(s->script);
    ru_match_run_free(s->run);
    ru_zones_free(s->zones);
    ru_buf_free(&s->out);
    ru_buf_free(&s->words);
    ru_buf_free(&s->canonical);
    ru_buf_free(&s->rendered);
    ru_buf_free(&s->recorded);
    ru_buf_free(&s->given);
    ru_buf_free(&s->record);
    ru_packer_free(s->packer);
    ru_arena_free(&s->arena);
    ru_arena_free(&s->kept);
    ru_free(&alloc, s, sizeof *s);
    ru_policy_release(p);
}

ruth_status ruth_session_set_now(ruth_session *s, const char *instant, ruth_error *error) {
    ru_error_clear(error);
    s->has_now = false;
    if (!instant) return RUTH_OK;
    if (ru_year_beyond(ru_str_of(instant))) return ru_fail(error, RUTH_E_ARGUMENT, "%.40s is no instant that ruth reads: its years are 1900 to 2200", instant);
    if (!ru_instant_parse(ru_str_of(instant), &s->now))
        return ru_fail(error, RUTH_E_ARGUMENT, "expected an instant such as 2026-03-02T14:00:00Z, found %s", instant);
    s->has_now = true;
    return RUTH_OK;
}

static void reject_plain(ruth_session *s, ru_reject code, const char *message) {
    s->rejection.code = code;
    s->rejection.at[0] = 0;
    size_t n = strlen(message);
    memcpy(s->rejection.message, message, n + 1);
}

/* A false from the engine is either a rejection or an allocator that refused. */
static ruth_status rejected(ruth_session *s, uint64_t line, ruth_text *out, ruth_error *error) {
    s->open = s->has_given = false; /* what was recorded belonged to this request */
    if (s->disagreed) {
        s->disagreed = false;
        return ru_fail(error, RUTH_E_INTERNAL, "%s", s->rejection.message);
    }
    if (ru_zones_refused(s->zones) || s->rejection.code == RU_REJECT_NONE) return ru_fail_nomem(error);
    if (s->rejection.code == RU_REJECT_SCRIPT_MEMORY)
        reject_plain(s, RU_REJECT_SCRIPT_MEMORY, "a coded condition used more memory than it may; nothing was decided");
    ru_buf_clear(&s->out);
    ru_rejection_write(&s->out, s->request.id, &s->rejection, line);
    if (s->out.failed) return ru_fail_nomem(error);
    if (out) *out = (ruth_text){s->out.p, s->out.n};
    return ru_fail(error, RUTH_E_REQUEST, "%s: %s", s->rejection.at, s->rejection.message);
}

/* Reads a line into the session's request; `asked`: a question for permit. */
static bool read_request(ruth_session *s, const char *bytes, size_t length, bool asked) {
    s->open = s->decided = s->answered = s->written = false;
    ru_arena_reset(&s->arena);
    s->rejection.code = RU_REJECT_NONE;
    s->request.id = (ru_str){NULL, 0};
    if (length > RU_LINE_LIMIT) {
        reject_plain(s, RU_REJECT_TOO_LONG, "the line is longer than 1 MiB");
        return false;
    }
    return ru_request_read(s->policy->schema, s->zones, &s->arena, (ru_str){bytes, length}, s->has_now ? &s->now : NULL, asked, &s->request, &s->rejection);
}

ruth_status ruth_decide_line(ruth_session *s, const char *bytes, size_t length, uint64_t line, ruth_text *out, ruth_error *error) {
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    if (!read_request(s, bytes, length, false) || !ru_decide(s)) return rejected(s, line, out, error);
    if (!ru_decision_write(s)) return ru_fail_nomem(error);
    ru_plugins_observe(s);
    s->decided = s->written = true;
    *out = (ruth_text){s->out.p, s->out.n};
    return RUTH_OK;
}

ruth_status ruth_permit_line(ruth_session *s, const char *bytes, size_t length, uint64_t line, ruth_text *out, ruth_error *error) {
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    if (!read_request(s, bytes, length, true) || !ru_permit(s)) return rejected(s, line, out, error);
    s->answered = true;
    *out = (ruth_text){s->out.p, s->out.n};
    return RUTH_OK;
}

/* ---- in process ---- */
ruth_status ruth_decide(ruth_session *s, ruth_error *error) {
    ru_error_clear(error);
    if (!s->open) return ru_fail(error, RUTH_E_ARGUMENT, "no request was begun on this session");
    s->open = false;
    s->rejection.code = RU_REJECT_NONE;
    if (!ru_built_complete(s) || !ru_decide(s)) return rejected(s, 0, NULL, error);
    if (s->policy->observes) {
        if (!ru_decision_write(s)) return ru_fail_nomem(error);
        ru_plugins_observe(s);
    }
    s->decided = true;
    return RUTH_OK;
}

ruth_status ruth_decision_read(const ruth_session *s, ruth_decision *out) {
    if (!s->decided) return RUTH_E_ARGUMENT;
    const ru_policy *p = s->policy;
    struct ru_sealed_view v = ru_sealed_read(s->d.sealed);
    uint16_t team = 0;
    size_t hand_overs = ru_charter_hand_overs(&p->charter, s->d.limits, &s->d.judged.proposal, &team, 1);
    *out = (ruth_decision){
        .segment = p->segment_names[p->segments.items[s->d.segments.rules[0]].is].name.p,
        .action = p->action_names[v.action].name.p,
        .tone = p->tone_names[v.tone].name.p,
        .channel = v.channel >= 0 ? p->channel_names[v.channel].name.p : NULL,
        .message = v.channel >= 0 ? p->messages[s->d.message].id.p : NULL,
        .from = v.channel >= 0 ? v.from : RUTH_NEVER,
        .until = v.channel >= 0 ? v.until : RUTH_NEVER,
        .hand_over = hand_overs ? p->teams[p->limits[team].team].name.p : NULL,
        .hand_over_by = hand_overs ? s->d.limits[team].hand_over_by : RUTH_NEVER,
        .good_until = s->d.good_until,
        .plans = s->d.menu_count,
    };
    return RUTH_OK;
}

ruth_status ruth_decision_plan(const ruth_session *s, size_t index, ruth_plan_line *out) {
    if (!s->decided || index >= s->d.menu_count || out->size != sizeof *out) return RUTH_E_ARGUMENT;
    const ru_plan_item *i = &s->d.menu[index];
    ru_str plan = s->policy->plans.items[i->plan].id;
    *out = (ruth_plan_line){.size = sizeof *out,
                            .plan = plan.p,
                            .instalment = i->instalment,
                            .count = i->count,
                            .last = i->last,
                            .total = i->total,
                            .left = i->left,
                            .has_left = i->has_left,
                            .every = (int)i->every,
                            .first_due = i->first_due};
    snprintf(out->id, sizeof out->id, "%.*s-%lld", (int)plan.n, plan.p, i->kind == RU_OFFER_PAUSE ? 0ll : (long long)i->count);
    return RUTH_OK;
}

ruth_status ruth_decision_json(ruth_session *s, ruth_text *out, ruth_error *error) {
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    if (!s->decided) return ru_fail(error, RUTH_E_ARGUMENT, "the session holds no decision");
    if (!ru_decision_write(s)) return ru_fail_nomem(error);
    *out = (ruth_text){s->out.p, s->out.n};
    return RUTH_OK;
}

/* ---- plugins ---- */
ruth_status ruth_decision_recorded(const ruth_session *s, ruth_text *out) {
    *out = (ruth_text){NULL, 0};
    if (!s->decided) return RUTH_E_ARGUMENT;
    *out = s->recorded.n ? (ruth_text){s->recorded.p, s->recorded.n} : (ruth_text){"[]", 2};
    return RUTH_OK;
}

ruth_status ruth_session_set_recorded(ruth_session *s, const char *bytes, size_t length, ruth_error *error) {
    ru_error_clear(error);
    s->has_given = false;
    ru_buf_clear(&s->given);
    if (!bytes) return RUTH_OK;
    ru_buf_put(&s->given, bytes, length);
    if (s->given.failed) return ru_fail_nomem(error);
    s->has_given = true;
    return RUTH_OK;
}

const char *ruth_session_plugin_note(const ruth_session *s) { return s->plugin_note; }
uint64_t ruth_session_observe_failures(const ruth_session *s) { return s->unobserved; }
