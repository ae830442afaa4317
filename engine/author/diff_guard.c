/* diff_guard.c: what a change may not do: harsher=0, silent=+1%, for everybody or for one group: harsher=0@segment=late. */
#include "engine/author/diff.h"

static const struct {
    const char *word;
    char what;
} measures[] = {{"harsher", 'h'}, {"contacted", 'c'}, {"blocked", 'b'}, {"silent", 's'}, {"lacking", 'l'}};

static ruth_status no_guard(const char *text, ruth_error *e) {
    return ru_fail(
        e, RUTH_E_ARGUMENT,
        "%s is no guard; expected harsher, contacted, blocked, silent or lacking and how many at most: harsher=0, silent=+10, silent=+1%%; for one group alone harsher=0@segment=late, @circumstance=NAME or @FACT=VALUE",
        text);
}

static char measure(ru_str word) {
    for (size_t i = 0; i < RU_COUNT(measures); i++)
        if (ru_str_is(word, measures[i].word)) return measures[i].what;
    return 0;
}

/* "12", "+12", "1%" */
static bool read_amount(ru_str s, ru_guard *g) {
    size_t i = s.n && s.p[0] == '+';
    g->percent = s.n && s.p[s.n - 1] == '%';
    size_t end = s.n - g->percent;
    if (i >= end || end - i > 9) return false;
    for (g->most = 0; i < end; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        g->most = g->most * 10 + s.p[i] - '0';
    }
    return true;
}

static ru_str cut(ru_str *rest, char at) {
    size_t i = 0;
    while (i < rest->n && rest->p[i] != at) i++;
    ru_str head = {rest->p, i};
    *rest = i < rest->n ? (ru_str){rest->p + i + 1, rest->n - i - 1} : (ru_str){rest->p + i, 0};
    return head;
}

static const ru_tallied *group_of(const ru_diff *d, const ru_guard *g) {
    if (!g->group.n) return &d->all;
    for (size_t i = 0; i < d->group_count; i++)
        for (size_t k = 0; ru_str_eq(d->groups[i].name, g->group) && k < d->groups[i].count; k++)
            if (ru_str_eq(d->groups[i].values[k], g->value)) return &d->groups[i].tallied[k];
    return NULL;
}

/* The values of a text or an amount come up as people do; a guard on one that nobody has is kept. */
static bool comes_up(const ru_diff *d, const ru_guard *g) {
    for (size_t i = 0; i < d->group_count; i++)
        if (ru_str_eq(d->groups[i].name, g->group)) return d->groups[i].kind == RU_BY_TEXT;
    return false;
}

ruth_status ru_diff_guard_read(ru_diff *d, const char *text, ruth_error *e) {
    if (d->guard_count == RU_DIFF_GUARDS) return ru_fail(e, RUTH_E_ARGUMENT, "at most %d guards", (int)RU_DIFF_GUARDS);
    ru_guard g = {.text = ru_arena_str(&d->arena, ru_str_of(text))};
    if (!g.text.p) return ru_fail_nomem(e);
    ru_str rest = g.text, what = cut(&rest, '='), amount = cut(&rest, '@');
    g.what = measure(what);
    if (!g.what || !read_amount(amount, &g)) return no_guard(text, e);
    if (rest.n) {
        char fact[128];
        g.group = cut(&rest, '=');
        g.value = rest;
        if (!g.group.n || g.group.n >= sizeof fact || !g.value.n) return no_guard(text, e);
        memcpy(fact, g.group.p, g.group.n);
        fact[g.group.n] = 0;
        ruth_status st = ru_diff_open_group(d, fact, e);
        if (st) return st;
        if (!group_of(d, &g) && !comes_up(d, &g))
            return ru_fail(e, RUTH_E_ARGUMENT, "%s: %.*s has no value %.*s", text, (int)g.group.n, g.group.p, (int)g.value.n, g.value.p);
    }
    d->guards[d->guard_count++] = g;
    return RUTH_OK;
}

static size_t rise(size_t before, size_t after) { return after > before ? after - before : 0; }

/* Harsher: how many are, in anything. Contacted, blocked: how many newly are. Silent, lacking: how many more there are than before. */
static size_t measured(const ru_guard *g, const ru_tallied *t) {
    switch (g->what) {
    case 'h': return ru_diff_harsher(t);
    case 'c': return t->gained;
    case 'b': return t->lost;
    case 's': return rise(t->contacted[1], t->contacted[0]);
    default: return rise(t->lacking[0], t->lacking[1]);
    }
}

void ru_diff_guards_judge(ru_diff *d) {
    static const ru_tallied nobody = {.people = 0};
    for (size_t i = 0; i < d->guard_count; i++) {
        ru_guard *g = &d->guards[i];
        const ru_tallied *t = group_of(d, g);
        if (!t) t = &nobody;
        g->got = measured(g, t);
        g->of = t->people;
        if (!d->all.people) g->broken = true; /* nothing was measured, so nothing is kept */
        else g->broken = g->percent ? g->got * 100 > (size_t)g->most * g->of : g->got > (size_t)g->most;
    }
}
