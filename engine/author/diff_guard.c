/* diff_guard.c: what a change may not do: harsher=0, silent=+1%, for everybody or for one group: harsher=0@segment=late. */
#include "engine/author/diff.h"

static ruth_status no_guard(const char *text, ruth_error *e) { return ru_fail(e, RUTH_E_ARGUMENT, "%s is no guard; expected harsher=0, harsher=2%%, silent=+10 or silent=+1%%, and for one group harsher=0@segment=late or @FACT=VALUE", text); }

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

ruth_status ru_diff_guard_read(ru_diff *d, const char *text, ruth_error *e) {
    if (d->guard_count == RU_DIFF_GUARDS) return ru_fail(e, RUTH_E_ARGUMENT, "at most %d guards", (int)RU_DIFF_GUARDS);
    ru_guard g = {.text = ru_arena_str(&d->arena, ru_str_of(text))};
    if (!g.text.p) return ru_fail_nomem(e);
    ru_str rest = g.text, what = cut(&rest, '='), amount = cut(&rest, '@');
    g.what = ru_str_is(what, "harsher") ? 'h' : ru_str_is(what, "silent") ? 's' : 0;
    if (!g.what || !read_amount(amount, &g)) return no_guard(text, e);
    if (rest.n) {
        char fact[128];
        g.group = cut(&rest, '=');
        g.value = rest;
        if (!g.group.n || g.group.n >= sizeof fact || !g.value.n) return no_guard(text, e);
        memcpy(fact, g.group.p, g.group.n);
        fact[g.group.n] = 0;
        ruth_status st = ru_str_is(g.group, "segment") ? RUTH_OK : ru_diff_open_group(d, fact, e);
        if (st) return st;
        if (!group_of(d, &g)) return ru_fail(e, RUTH_E_ARGUMENT, "%s: %.*s has no value %.*s", text, (int)g.group.n, g.group.p, (int)g.value.n, g.value.p);
    }
    d->guards[d->guard_count++] = g;
    return RUTH_OK;
}

/* Harsher: how many are, in anything. Silent: how many more than before. */
static size_t measured(const ru_guard *g, const ru_tallied *t) {
    if (g->what == 'h') return t->moves[RU_MOVE_HARSHER] + t->moves[RU_MOVE_MIXED];
    return t->contacted[0] > t->contacted[1] ? t->contacted[0] - t->contacted[1] : 0;
}

void ru_diff_guards_judge(ru_diff *d) {
    for (size_t i = 0; i < d->guard_count; i++) {
        ru_guard *g = &d->guards[i];
        const ru_tallied *t = group_of(d, g);
        g->got = measured(g, t);
        g->of = t->people;
        g->broken = g->percent ? g->got * 100 > (size_t)g->most * g->of : g->got > (size_t)g->most;
    }
}
