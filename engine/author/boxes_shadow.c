/* boxes_shadow.c: rules that could be true but never get their turn, because those above them take everybody they fit. */
#include "engine/author/boxes.h"

typedef struct above {
    ru_claim *claims;
    size_t *rules;
    size_t count;
} above; /* claims[0]: the rule itself; then those above, rules[i] behind claims[i + 1] */
typedef struct taken {
    const ru_family *k;
    size_t rule;
    const size_t *by;
    size_t count;
} taken;

/* One of those above holds too: it stands first. */
static bool shows_taken(const ru_boxes *b, const void *claim) {
    const taken *t = claim;
    if (ru_match_result(b->session->run, (size_t)ru_boxes_result(b, t->k, t->rule)) != RU_TRUE) return false;
    for (size_t i = 0; i < t->count; i++)
        if (ru_match_result(b->session->run, (size_t)ru_boxes_result(b, t->k, t->by[i])) == RU_TRUE) return true;
    return false;
}

static bool still_none(ru_boxes *b, const above *w) { return ru_boxes_ask(b, w->claims, w->count + 1) == RU_NO; }

/* Leaves out as many of those above as can be: large parts first. */
static void shrink(ru_boxes *b, above *w) {
    for (size_t part = (w->count + 1) / 2; part > 0; part = part > 1 ? (part + 1) / 2 : 0)
        for (size_t end = w->count; end > 0 && w->count > 1;) {
            size_t from = end > part ? end - part : 0, n = end - from, rest = w->count - end;
            ru_claim *held = ru_arena_dup(b->a, w->claims + 1 + from, n * sizeof *held);
            size_t *held_rules = ru_arena_dup(b->a, w->rules + from, n * sizeof *held_rules);
            if (!held || !held_rules) {
                b->so.failed = true;
                return;
            }
            memmove(w->claims + 1 + from, w->claims + 1 + end, rest * sizeof *held);
            memmove(w->rules + from, w->rules + end, rest * sizeof *held_rules);
            w->count -= n;
            if (!w->count || !still_none(b, w)) { /* they are needed: back again */
                memmove(w->claims + 1 + end, w->claims + 1 + from, rest * sizeof *held);
                memmove(w->rules + end, w->rules + from, rest * sizeof *held_rules);
                memcpy(w->claims + 1 + from, held, n * sizeof *held);
                memcpy(w->rules + from, held_rules, n * sizeof *held_rules);
                w->count += n;
            }
            end = from;
        }
}

static void say_those(const ru_boxes *b, ru_buf *out, const ru_family *k, const above *w) {
    enum { NAMED = 3 };
    size_t named = w->count > NAMED + 1 ? NAMED : w->count;
    for (size_t i = 0; i < named; i++) {
        if (i) ru_buf_printf(out, i + 1 == w->count ? " and " : ", ");
        ru_boxes_say_rule(b, out, k, w->rules[i]);
    }
    if (named < w->count) ru_buf_printf(out, " and %zu more", w->count - named);
}

static ru_str say_with(ru_boxes *b, const char *before, const ru_family *k, const above *w, const char *after) {
    ru_buf_clear(&b->line);
    ru_buf_put(&b->line, before, strlen(before));
    say_those(b, &b->line, k, w);
    ru_buf_put(&b->line, after, strlen(after));
    return ru_boxes_keep(b, &b->line);
}

static void tell(ru_boxes *b, const ru_family *k, size_t rule, const above *w) {
    const ru_raw *r = ru_boxes_raw(b, k, rule);
    ru_str those = say_with(b, "", k, w, "");
    ru_finding *f = those.p
                        ? ru_finding_add(b->f, RU_WARNING, "shadowed", r->node, "%s \"%.*s\" never gets its turn: everybody it fits is taken before by %.*s",
                                         k->name, (int)r->id.n, r->id.p, (int)those.n, those.p)
                        : NULL;
    if (!f) return;
    ru_str text;
    f->effect = ru_str_of(k->effect);
    above first = {w->claims, w->rules, 1};
    f->suggestion = say_with(b, "move it above ", k, &first, ", narrow what stands there, or take this rule out");
    ru_claim fits = {ru_boxes_root(b, k, rule), RU_WANT_TRUE};
    taken claim = {k, rule, w->rules, w->count};
    if (ru_boxes_show(b, &fits, 1, shows_taken, &claim, &text)) f->request = text;
}

static void tell_below(ru_boxes *b, const ru_family *k, size_t catches) {
    const ru_raw *last = ru_boxes_raw(b, k, catches), *r = ru_boxes_raw(b, k, catches + 1);
    size_t n = k->count - catches - 1;
    ru_finding *f = ru_finding_add(b->f, RU_WARNING, "below_otherwise", r->node,
                                   "%s \"%.*s\" stands below %s \"%.*s\" (%.*s:%d), which is when = otherwise and takes everybody", k->name, (int)r->id.n,
                                   r->id.p, k->name, (int)last->id.n, last->id.p, (int)last->file.n, last->file.p, last->node->line);
    if (!f) return;
    f->effect = n > 1 ? ru_arena_printf(b->f->arena, "%s; nor by the %zu rules below it", k->effect, n - 1) : ru_str_of(k->effect);
    f->suggestion = ru_arena_printf(b->f->arena, "move %s \"%.*s\" to the end", k->name, (int)last->id.n, last->id.p);
    if (!f->effect.p || !f->suggestion.p) b->f->failed = true;
}

static void look_at(ru_boxes *b, const ru_family *k, size_t rule, above *w) {
    uint32_t root = ru_boxes_root(b, k, rule);
    uint8_t *state = &b->state[ru_boxes_result(b, k, rule)];
    if (*state != RU_ALIVE || ru_boxes_always(b, root)) return;
    w->claims[0] = (ru_claim){root, RU_WANT_TRUE};
    w->count = 0;
    for (size_t i = 0; i < rule; i++) {
        if (b->state[ru_boxes_result(b, k, i)] != RU_ALIVE) continue; /* takes nobody that is not taken before */
        w->rules[w->count++] = i;
        w->claims[w->count] = (ru_claim){ru_boxes_root(b, k, i), RU_WANT_NOT_TRUE};
    }
    if (!w->count || !still_none(b, w)) return;
    *state = RU_SHADOWED;
    if (ru_boxes_waits(b, w->claims, w->count + 1)) return;
    shrink(b, w);
    tell(b, k, rule, w);
}

void ru_boxes_shadows(ru_boxes *b, const ru_family *k) {
    if (!k->first_hit || !k->count) return;
    above w = {RU_NEWS(b->a, ru_claim, k->count + 1), RU_NEWS(b->a, size_t, k->count + 1), 0};
    if (!w.claims || !w.rules) {
        b->so.failed = true;
        return;
    }
    size_t catches = 0;
    while (catches < k->count && !ru_boxes_always(b, ru_boxes_root(b, k, catches))) catches++;
    if (catches + 1 < k->count) tell_below(b, k, catches);
    for (size_t i = catches + 1; i < k->count; i++) b->state[ru_boxes_result(b, k, i)] = RU_SHADOWED;
    for (size_t i = 1; i < k->count && i < catches; i++) look_at(b, k, i, &w);
}
