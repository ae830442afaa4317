/* diff_say.c: words that the documents of an impact share, in English and French. */
#include "engine/author/diff.h"

/* Where the same people come up again, as in a ledger, what is counted is decisions. */
const char *ru_diff_noun(const ru_diff *d, size_t n, bool french) {
    if (d->people.count < d->all.people) return french ? (n < 2 ? "décision" : "décisions") : n == 1 ? "decision" : "decisions";
    return french ? (n < 2 ? "personne" : "personnes") : n == 1 ? "person" : "people";
}

void ru_diff_say_side(ru_buf *b, const ru_policy *p, const ru_was *w, bool french) {
    ru_buf_str(b, p->action_names[w->action].name);
    if (w->channel < 0) {
        ru_buf_str(b, french ? RU_STR(", personne n'est contacté") : RU_STR(", nobody is contacted"));
        return;
    }
    ru_buf_str(b, french ? RU_STR(" par ") : RU_STR(" by "));
    ru_buf_str(b, p->channel_names[w->channel].name);
    RU_BUF_LIT(b, ", ");
    ru_buf_str(b, p->tone_names[w->tone].name);
}

ru_str ru_diff_rest_name(const ru_group *g, size_t rest, bool french) {
    if (g->kind == RU_BY_CIRCUMSTANCE && rest == RU_REST_UNKNOWN) return french ? RU_STR("peut-être l'une d'elles") : RU_STR("perhaps one of them");
    if (g->kind == RU_BY_CIRCUMSTANCE) return french ? RU_STR("aucune d'elles") : RU_STR("none of them");
    if (rest == RU_REST_UNKNOWN) return french ? RU_STR("inconnu") : RU_STR("not known");
    if (rest == RU_REST_NONE) return french ? RU_STR("rien au dossier") : RU_STR("none on file");
    return french ? RU_STR("autre") : RU_STR("another");
}

ru_str ru_diff_flow_name(const ru_flow *f, int side, size_t i, bool french) {
    if (i < f->count[side]) return f->names[side][i].name;
    if (!strcmp(f->title, "handed over")) return french ? RU_STR("aucune équipe") : RU_STR("no team");
    return french ? RU_STR("personne n'est contacté") : RU_STR("nobody is contacted");
}

static bool find_plan(const ru_policy *p, ru_str id, size_t *at) {
    for (*at = 0; *at < p->plans.count; ++*at)
        if (ru_str_eq(p->plans.items[*at].id, id)) return true;
    return false;
}

bool ru_diff_plan(const ru_diff *d, size_t i, ru_str *name, size_t n[2]) {
    const ru_policy *old = d->sides[0].policy, *now = d->sides[1].policy;
    size_t other;
    bool new_one = i >= old->plans.count;
    if (new_one) i -= old->plans.count;
    *name = (new_one ? now : old)->plans.items[i].id;
    bool both = find_plan(new_one ? old : now, *name, &other);
    if (new_one && both) return false; /* told already */
    n[new_one] = d->sides[new_one].plans[i];
    n[!new_one] = both ? d->sides[!new_one].plans[other] : 0;
    return true;
}

/* The facts of the old policy, those that only the new one has, the contacts. */
size_t ru_diff_lacks(const ru_diff *d) { return d->sides[0].policy->schema->facts.count + d->sides[1].policy->schema->facts.count + 1; }

ru_str ru_diff_lack_of(const ru_diff *d, size_t i, size_t n[2]) {
    const ru_fields *f[2] = {&d->sides[0].policy->schema->facts, &d->sides[1].policy->schema->facts};
    n[0] = n[1] = 0;
    if (i == f[0]->count + f[1]->count) {
        for (int k = 0; k < 2; k++) n[k] = d->sides[k].lacks[f[k]->count];
        return RU_STR("contacts");
    }
    bool new_one = i >= f[0]->count;
    ru_str name = new_one ? f[1]->names[i - f[0]->count] : f[0]->names[i];
    int slots[2] = {ru_fields_find(f[0], name), ru_fields_find(f[1], name)};
    for (int k = 0; k < 2 && !(new_one && slots[0] >= 0); k++) n[k] = slots[k] < 0 ? 0 : d->sides[k].lacks[slots[k]];
    return name;
}

size_t ru_diff_harsher(const ru_tallied *t) { return t->moves[RU_MOVE_HARSHER] + t->moves[RU_MOVE_MIXED]; }

bool ru_diff_alike(const ru_diff *d) {
    return ru_str_eq(d->sides[0].policy->name, d->sides[1].policy->name) && ru_str_eq(d->sides[0].policy->version, d->sides[1].policy->version);
}
