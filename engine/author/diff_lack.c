/* diff_lack.c: of those who owe and hear nothing, who is silent only for lack of a fact: one plausible value of it, and they would be written to or called. Each is really decided. */
#include "engine/author/diff.h"

bool ru_diff_open_lack(ru_diff *d, ru_side *s, ruth_error *e) {
    ru_whatif *w = &s->lack;
    w->alloc = d->alloc;
    w->study = s->study;
    w->session = s->session;
    ru_arena_init(&w->arena, &w->alloc, 16 << 10);
    w->hints = ru_hints_of(s->study, &s->study->arena);
    s->lacks = RU_NEWS(&d->arena, size_t, s->policy->schema->facts.count + 1);
    if (w->hints && s->lacks) return true;
    ru_fail_nomem(e);
    return false;
}

/* Nobody asks those who owe nothing to pay; where it is not known whether they do, they count. */
static bool owes(const ru_session *s) {
    int slot = s->policy->schema->core.balance;
    return slot < 0 || s->request.facts[slot].state != RU_VALUE || s->request.facts[slot].i > 0;
}

static uint64_t contact_actions(const ru_ladders *l) {
    uint64_t bits = 0;
    for (int i = 0; i < l->action_count; i++) bits |= (uint64_t)l->actions[i].contact << i;
    return bits;
}

/* Does the limit hold for certain, and keep every contact back as far as we look ahead? Then it does so whatever else becomes known. */
static bool forbids_all(const ru_session *s, size_t limit, uint64_t contacts, uint64_t ways) {
    const ru_limit *l = &s->policy->charter.limits[limit];
    const ru_limit_now *n = &s->d.limits[limit];
    const ru_proposal *p = &s->d.judged.proposal;
    bool sure = (l->effects & RU_FORBID) && n->holds == RU_TRUE && n->starts_surely <= p->now && (!l->bounded || n->ends_surely >= p->contact_by) &&
                n->lifted_from == n->lifted_until;
    bool always = l->valid_from == INT32_MIN && l->valid_until == INT32_MAX;
    bool all = (l->acts_on == RU_ON_CHANNEL && (l->ways & ways) == ways) || l->acts_on == RU_ON_ACTION;
    return sure && always && all && (l->actions & contacts) == contacts && (l->tones & p->tones) == p->tones;
}

/* What is possible only shrinks as more is known: where no possible action contacts anybody, no channel rule may hold, or a limit forbids it all, no fact brings a contact. */
static bool could_speak(const ru_session *s) {
    uint64_t contacts = contact_actions(&s->policy->charter.ladders), ways = 0;
    for (size_t i = 0; i < s->policy->ways_rules.count; i++) ways |= (uint64_t)(s->d.ways[i] != RU_FALSE) << i;
    if (!(s->d.judged.proposal.actions & contacts) || !ways) return false;
    for (size_t i = 0; i < s->d.applying_count; i++)
        if (forbids_all(s, s->d.applying[i], contacts, ways)) return false;
    return true;
}

/* A place and a name that no rule lists: what whatif does not vary, for it is nobody's to change. */
static void add_places(ru_whatif *w, int slot) {
    static const char *const zones[] = {"America/New_York", "Europe/Paris"};
    const ru_fact *f = &w->study->policy->schema->facts.items[slot];
    size_t count = f->type == RU_ZONE ? RU_COUNT(zones) : f->type == RU_TEXT ? 1 : 0;
    for (size_t i = 0; i < count && !w->failed; i++) {
        ru_value v = {.state = RU_VALUE, .given = 2, .u.s = f->type == RU_ZONE ? ru_str_of(zones[i]) : RU_STR("x")};
        if (f->type == RU_ZONE && !(v.zone = ru_zones_get(w->session->zones, v.u.s))) continue;
        w->candidates = ru_arena_grow(&w->arena, w->candidates, w->candidate_count, &w->candidate_capacity, sizeof *w->candidates);
        if (w->candidates) w->candidates[w->candidate_count++] = (ru_change){slot, v, 0};
        else w->failed = true;
    }
}

static bool speaks(ru_diff *d, ru_whatif *w, const ru_change *change) {
    ru_outcome o;
    int segment;
    d->trials++;
    return ru_whatif_decide(w, change, change ? 1 : 0, &o, &segment) && o.channel >= 0;
}

static bool fact_speaks(ru_diff *d, ru_whatif *w, int slot) {
    ru_whatif_values(w, slot);
    add_places(w, slot);
    for (size_t i = 0; i < w->candidate_count && !w->failed; i++)
        if (w->candidates[i].to.state == RU_VALUE && speaks(d, w, &w->candidates[i])) return true;
    return false;
}

/* The same request, were it known that nobody was contacted before. */
static bool contacts_speak(ru_diff *d, ru_whatif *w) {
    ru_session *s = w->session;
    ru_arena_reset(&s->arena);
    d->trials++;
    if (!ru_request_read(s->policy->schema, s->zones, &s->arena, w->line, s->has_now ? &s->now : NULL, false, &s->request, &s->rejection)) return false;
    s->request.contacts_state = RU_VALUE;
    s->request.contact_count = 0;
    if (ru_decide(s)) return ru_sealed_read(s->d.sealed).channel >= 0;
    w->failed |= s->rejection.code == RU_REJECT_NONE;
    return false;
}

/* What was not known when it was decided; the trials overwrite the report. */
static size_t open_facts(ru_diff *d, ru_session *s, int *slots, size_t room, bool *contacts) {
    const ru_unknown_report *u = &s->d.unknown;
    size_t count = 0;
    if (!ru_unknown_collect(s)) d->failed = true;
    *contacts = s->request.contacts_state == RU_UNKNOWN;
    for (size_t i = 0; i < u->fact_count && count < room; i++) {
        int slot = u->facts[i].slot;
        if (s->request.facts[slot].given < 2 && !s->policy->schema->facts.items[slot].from_plugin) slots[count++] = slot;
    }
    return count;
}

static bool look(ru_diff *d, ru_side *s, ru_str line) {
    int slots[64];
    bool contacts, found = false;
    ru_whatif *w = &s->lack;
    size_t count = open_facts(d, s->session, slots, RU_COUNT(slots), &contacts), facts = s->policy->schema->facts.count;
    if (d->failed) return false;
    ru_arena_reset(&w->arena);
    w->line = line;
    w->failed = false;
    w->facts = ru_arena_dup(&w->arena, s->session->request.facts, (facts + 1) * sizeof *w->facts);
    if (!w->facts) d->failed = true;
    for (size_t i = 0; i < count && !d->failed; i++) {
        if (!fact_speaks(d, w, slots[i])) continue;
        s->lacks[slots[i]]++;
        found = true;
    }
    if (contacts && !d->failed && contacts_speak(d, w)) {
        s->lacks[facts]++;
        found = true;
    }
    d->failed |= w->failed;
    return found;
}

void ru_diff_lack(ru_diff *d, const char *bytes, size_t length) {
    for (int k = 0; k < 2; k++) {
        ru_side *s = &d->sides[k];
        if (s->o.channel >= 0 || !owes(s->session)) continue;
        s->silent++;
        if (!could_speak(s->session)) continue;
        if (d->trials >= RU_DIFF_TRIALS) {
            s->passed_over++;
            continue;
        }
        if (!look(d, s, (ru_str){bytes, length})) continue;
        s->lacking++;
        for (size_t i = 0; i < d->row_count; i++) d->rows[i]->lacking[k]++;
    }
}
