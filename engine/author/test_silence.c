/* test_silence.c: made-up people: the guarantees are tried on them; and of those who owe and hear nothing, who is silent only for lack of which fact. */
#include "engine/author/test.h"

enum { TRIES = 3 };

static bool owes(const ru_session *s) {
    int slot = s->policy->schema->core.balance;
    return slot >= 0 && s->request.facts[slot].state == RU_VALUE && s->request.facts[slot].i > 0;
}

static bool silent(const ruth_session *s) { return ru_sealed_read(s->d.sealed).channel < 0; }

static bool decide(ruth_test *t, const ru_someone *p) {
    ru_str answer;
    ru_buf_clear(&t->line);
    ru_someone_write(&t->line, t->study->policy->schema, p);
    return !t->line.failed && ru_test_decide(t, t->session, (ru_str){t->line.p, t->line.n}, &answer);
}

/* Would one plausible value of this fact bring a contact? The person is as before afterwards. */
static bool would_speak(ruth_test *t, ru_someone *p, int slot, ru_dice *d) {
    const ru_fact *fact = &t->study->policy->schema->facts.items[slot];
    ru_someone_field *f = ru_someone_fact(p, slot), before;
    bool added = !f, speaks = false;
    if (added && p->fact_count == RU_SOMEONE_FIELDS) return false;
    if (added) f = &p->facts[p->fact_count++];
    else before = *f;
    *f = (ru_someone_field){.slot = slot};
    for (int i = 0; !speaks && i < (fact->type == RU_BOOLEAN ? 2 : TRIES); i++) {
        if (fact->type == RU_BOOLEAN) strcpy(f->value, i ? "false" : "true");
        else ru_someone_likely_value(d, t->study->policy->schema, t->hints, slot, p->now, f->value);
        speaks = decide(t, p) && !silent(t->session);
    }
    if (added) p->fact_count--;
    else *f = before;
    return speaks;
}

static void count_lack(ruth_test *t, int slot) {
    size_t i = 0;
    while (i < t->lack_count && t->lacks[i].slot != slot) i++;
    if (i == t->lack_count) t->lacks[t->lack_count++] = (ru_lack){slot, 0};
    t->lacks[i].people++;
    for (; i > 0 && t->lacks[i - 1].people < t->lacks[i].people; i--) {
        ru_lack one = t->lacks[i];
        t->lacks[i] = t->lacks[i - 1];
        t->lacks[i - 1] = one;
    }
}

static void look_for_lack(ruth_test *t, ru_someone *p, ru_dice *d) {
    int slots[64];
    size_t count = 0;
    bool found = false;
    const ru_unknown_report *u = &ru_test_session(t->session)->d.unknown;
    for (size_t i = 0; i < u->fact_count && count < RU_COUNT(slots); i++) slots[count++] = u->facts[i].slot;
    for (size_t i = 0; i < count; i++)
        if (would_speak(t, p, slots[i], d)) {
            count_lack(t, slots[i]);
            found = true;
        }
    t->silent_for_lack += found;
}

bool ru_people_try(ruth_test *t) {
    ru_dice d = {t->seed ? t->seed : 20260302};
    ru_someone *p = ru_alloc(&t->alloc, sizeof *p);
    t->lacks = RU_NEWS(&t->study->arena, ru_lack, t->study->policy->schema->facts.count + 1);
    t->hints = ru_hints_of(t->study, &t->study->arena);
    bool ok = p && t->lacks && t->hints;
    for (size_t i = 0; ok && i < t->people; i++) {
        ru_someone_likely(&d, t->study->policy->schema, t->hints, i % 2 == 0, p); /* ordinary people, and people to whom everything happens */
        if (!decide(t, p)) {
            ok = !t->line.failed && !t->nomem;
            continue;
        }
        if (owes(t->session)) {
            t->owing++;
            if (silent(t->session)) {
                t->silent++;
                look_for_lack(t, p, &d);
                if (!decide(t, p)) continue;
            }
        }
        ok = ru_promises_try(t, (ru_str){t->line.p, t->line.n});
    }
    if (p) ru_free(&t->alloc, p, sizeof *p);
    return ok;
}
