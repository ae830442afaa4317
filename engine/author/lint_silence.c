/* lint_silence.c: decides for made-up people: who hears nothing for want of a text, and which fact, left out, lets a limit silence everybody. */
#include "engine/author/lint.h"
#include "engine/author/people.h"

enum { PEOPLE = 20, LEAST = 8, TRIES = 500, LOOKED_AT = 150 /* decisions at least, in search of texts that are missing */ };

typedef struct crowd {
    ru_lint *l;
    ruth_session *session;
    ru_someone *people; /* [PEOPLE]: each is contacted */
    size_t count;
    ru_buf line;
    size_t *times; /* per limit: how many it silenced */
    bool *told;    /* per message: that it has no text for somebody */
} crowd;

static bool is_open_by_itself(const ru_fact *f) { return !f->derived && !f->is_protected && f->missing.state == RU_UNKNOWN; }

/* Nothing is unknown about them: what is usually not known is told, and nothing is null. */
static void fill_gaps(ru_dice *d, const ru_schema *s, ru_someone *p) {
    for (int i = 0; i < p->fact_count; i++) p->facts[i].null = false;
    for (size_t i = 0; i < s->facts.count && p->fact_count < RU_SOMEONE_FIELDS; i++) {
        if (!is_open_by_itself(&s->facts.items[i]) || ru_someone_fact(p, (int)i)) continue;
        ru_someone_field *f = &p->facts[p->fact_count++];
        *f = (ru_someone_field){.slot = (int)i};
        ru_someone_value(d, s, &s->facts.items[i], p->now, f->value);
    }
    p->contacts_null = false;
}

/* Decides; false: rejected, or out of memory. */
static bool decide(crowd *c, const ru_someone *p) {
    ruth_text answer;
    ru_buf_clear(&c->line);
    ru_someone_write(&c->line, c->l->s->policy->schema, p);
    if (c->line.failed) return false;
    ruth_status st = ruth_decide_line(c->session, c->line.p, c->line.n, 1, &answer, NULL);
    if (st == RUTH_E_NOMEM) c->l->failed = true;
    return st == RUTH_OK;
}

static bool is_silent(const crowd *c) { return ru_sealed_read(c->session->d.sealed).channel < 0; }

/* ---- a text that fits ---- */
static bool has_failure(const ru_decision *d, ru_str id, const char *code) {
    for (size_t i = 0; i < d->failure_count; i++)
        if (ru_str_eq(d->failures[i].id, id) && !strcmp(d->failures[i].code, code)) return true;
    return false;
}

static void add_text(crowd *c, const ru_message *m, bool gap) {
    ru_lint *l = c->l;
    const ru_policy *p = l->s->policy;
    const ru_decision *d = &c->session->d;
    ru_str id = m->id, tone = p->tone_names[d->judged.tone].name, channel = p->channel_names[d->judged.channel].name;
    const ru_text *t = ru_lint_text(l, (size_t)d->lang, id);
    if (!t || t->silent) return; /* told as missing in the language, or for its channel */
    ru_finding *f = gap ? ru_finding_add(l->f, RU_WARNING, "placeholder_gap", t->key,
                                         "the message %.*s has a {placeholder} that stands for nothing with some who should get it", (int)id.n, id.p)
                        : ru_finding_add(l->f, RU_WARNING, "no_kind_text", t->key,
                                         "the message %.*s has no text as kind as %.*s, neither for %.*s nor for any kinder channel that is open", (int)id.n,
                                         id.p, (int)tone.n, tone.p, (int)channel.n, channel.p);
    if (!ru_lint_say(f, "there are people who should be contacted, and hear nothing for want of a text",
                     "on_file, for what the text says, among the conditions of the rule that uses the message; or a text without it"))
        return;
    if (!gap) f->suggestion = ru_lint_print(l, "a variant under %.*s: { %.*s: … }", (int)channel.n, channel.p, (int)tone.n, tone.p);
    f->request = ru_arena_str(l->f->arena, (ru_str){c->line.p, c->line.n});
    if (!f->request.p) l->failed = true;
}

static bool has_word(const ru_template *t) {
    for (size_t i = 0; t && i < t->count; i++)
        if (t->parts[i].kind != RU_PART_LITERAL) return true;
    return false;
}

/* What was not known may be a placeholder of the message, or of a disclosure that only a limit asks for: then the message is not to blame. */
static bool has_placeholder(const crowd *c, const ru_message *m) {
    const ru_message_text *t = &m->by_lang[c->session->d.lang];
    const ru_ladders *l = &c->l->s->policy->charter.ladders;
    for (int i = 0; i < l->channel_count * l->tone_count; i++)
        if (has_word(t->variants[i].subject) || has_word(t->variants[i].body)) return true;
    for (size_t i = 0; i < m->carries_count; i++)
        if (has_word(t->disclosures[i])) return true;
    return has_word(t->next_step) || has_word(t->cannot);
}

/* A contact that the charter allowed and composition had to take back, shown by the person it happens to. */
static void look_at_texts(crowd *c) {
    const ru_policy *p = c->l->s->policy;
    const ru_decision *d = &c->session->d;
    for (size_t i = 0; d->judged.channel >= 0 && i < p->message_count; i++) {
        const ru_message *m = &p->messages[i];
        if (c->told[i] || !has_failure(d, m->id, "text_refused")) continue;
        bool gap = has_failure(d, m->id, "text_unknown");
        if (gap && !has_placeholder(c, m)) continue;
        c->told[i] = true;
        add_text(c, m, gap);
    }
}

static void gather(crowd *c) {
    const ru_schema *s = c->l->s->policy->schema;
    ru_dice d = {20260302};
    for (int i = 0; i < TRIES && (c->count < PEOPLE || i < LOOKED_AT) && !c->l->failed; i++) {
        ru_someone *p = &c->people[c->count];           /* there is room for one more than are kept */
        ru_someone_random(&d, s, c->count < PEOPLE, p); /* once the crowd is there: anybody */
        fill_gaps(&d, s, p);
        if (!decide(c, p)) continue;
        if (is_silent(c)) look_at_texts(c);
        else if (c->count < PEOPLE) c->count++;
    }
}

/* Only limits that rest on the fact: others may bite as well. */
static void count_limits(crowd *c, int slot) {
    const ru_policy *p = c->l->s->policy;
    const ru_decision *d = &c->session->d;
    size_t last = SIZE_MAX; /* a limit may be listed once an effect; they stand by id */
    for (size_t i = 0; i < d->listed_count; i++) {
        size_t limit = d->listed[i].limit;
        if (limit == last) continue;
        last = limit;
        const ru_limit_info *info = &p->limits[limit];
        ru_reach_of when = ru_lint_reach(c->l, c->l->s->conds[info->rule.result], slot);
        bool rests = !when.can_false && c->l->s->conds[info->rule.result]->count;
        if (p->charter.limits[limit].hours) rests = rests || slot == p->schema->core.timezone || slot == p->schema->core.timezone_candidates;
        if (info->only_if >= 0) rests = rests || !ru_lint_reach(c->l, c->l->s->conds[info->only_if], slot).can_true;
        c->times[limit] += rests;
    }
}

static size_t leave_out(crowd *c, int slot) {
    size_t silent = 0;
    memset(c->times, 0, (c->l->s->policy->charter.limit_count + 1) * sizeof *c->times);
    for (size_t i = 0; i < c->count && silent == i && !c->l->failed; i++) { /* the first who is still contacted settles it */
        ru_someone_field *f = ru_someone_fact(&c->people[i], slot), kept;
        if (!f) continue;
        kept = *f;
        f->null = true;
        if (decide(c, &c->people[i]) && is_silent(c)) {
            silent++;
            count_limits(c, slot);
        }
        *f = kept;
    }
    return silent;
}

static void add(crowd *c, int slot, size_t limit) {
    const ru_fact *f = &c->l->s->policy->schema->facts.items[slot];
    const ru_raw *r = &c->l->s->raw[RU_KIND_LIMIT].items[limit];
    bool core = slot == c->l->s->policy->schema->core.balance; /* without it there is no debt to speak of */
    ru_finding *found = ru_finding_add(c->l->f, core ? RU_NOTE : RU_WARNING, "silences_all", r->node,
                                       "without %.*s, limit %.*s silences everybody: %zu of %zu people who would be contacted", (int)f->name.n, f->name.p,
                                       (int)r->id.n, r->id.p, c->count, c->count);
    if (ru_lint_say(found, "where the fact is not sent, nobody hears anything, help included", NULL))
        found->suggestion = ru_lint_print(c->l, "send %.*s with every request, give it an if_missing, or say in `on` what exactly the limit holds back",
                                          (int)f->name.n, f->name.p);
}

static void try_facts(crowd *c) {
    const ru_policy *p = c->l->s->policy;
    for (size_t slot = 0; slot < p->schema->facts.count; slot++) {
        if (!is_open_by_itself(&p->schema->facts.items[slot]) || leave_out(c, (int)slot) < c->count) continue;
        for (size_t i = 0; i < p->charter.limit_count; i++)
            if (c->times[i] == c->count) {
                add(c, (int)slot, i);
                break;
            }
    }
}

void ru_lint_silence(ru_lint *l) {
    crowd c = {.l = l};
    ru_buf_init(&c.line, &l->a->alloc);
    c.people = RU_NEWS(l->a, ru_someone, PEOPLE + 1);
    c.times = RU_NEWS(l->a, size_t, l->s->policy->charter.limit_count + 1);
    c.told = RU_NEWS(l->a, bool, l->s->policy->message_count + 1);
    bool fine = c.people && c.times && c.told && ruth_session_new((ruth_policy *)(void *)l->s->policy, &c.session, NULL) == RUTH_OK;
    if (fine) gather(&c);
    if (fine && c.count >= LEAST) try_facts(&c);
    l->failed = l->failed || !fine || c.line.failed;
    ruth_session_free(c.session);
    ru_buf_free(&c.line);
}
