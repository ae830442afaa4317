/* cards.c: talk cards → texts: what a person who takes over opens with, asks, and does not say; and the offers in reach, in the words of their rules. */
#include "engine/policy/build.h"

static bool is_card(const ru_node *n) { return n && n->kind == RU_NODE_MAP && ru_node_get(n, "opening"); }

static ruth_status read_lines(ru_build *b, const ru_node *card, const char *key, ru_lines *out) {
    const ru_node *n = ru_node_get(card, key);
    if (!n || n->kind != RU_NODE_LIST || !n->count) return ru_node_fail(n ? n : card, b->e, "a talk card has %s: [\"…\", \"…\"]", key);
    const ru_template **list = RU_NEWS(b->a, const ru_template *, n->count);
    if (!list) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < n->count; i++) {
        ru_str text;
        ruth_status st = ru_node_scalar(n->items[i], &text, b->e);
        if (st || (st = ru_build_template(b, n->items[i], text, &list[i]))) return st;
    }
    *out = (ru_lines){list, n->count};
    return RUTH_OK;
}

static ruth_status read_card(ru_build *b, ru_str id, ru_card *card) {
    static const char *const keys[] = {"opening", "questions", "avoid", "doc", NULL};
    *card = (ru_card){.id = id, .id_json = ru_build_json(b, id)};
    if (!card->id_json.p) return ru_fail_nomem(b->e);
    for (size_t lang = 0; lang < b->p->schema->language_count; lang++) {
        const ru_node *n = ru_build_find_text(b, lang, id);
        ru_str text;
        ru_card_text *t = &card->by_lang[lang];
        if (!n) continue; /* a pack's card need not speak every language of the policy: then it is held in the first */
        if (!is_card(n))
            return ru_node_fail(n, b->e, "%.*s is a talk card in the policy's first language; expected opening, questions and avoid", (int)id.n, id.p);
        ruth_status st = ru_node_only_keys(n, keys, b->e);
        if (st || (st = ru_node_scalar(ru_node_get(n, "opening"), &text, b->e)) || (st = ru_build_template(b, ru_node_get(n, "opening"), text, &t->opening)) ||
            (st = read_lines(b, n, "questions", &t->questions)) || (st = read_lines(b, n, "avoid", &t->avoid)))
            return st;
    }
    return RUTH_OK;
}

ruth_status ru_build_card_named(ru_build *b, const ru_node *n, int *out) {
    ru_str id;
    *out = -1;
    ruth_status st = n ? ru_node_text(n, &id, b->e) : RUTH_OK;
    if (!n || st) return st;
    ru_ordinal *names = RU_NEWS(b->scratch, ru_ordinal, b->p->card_count + 1);
    if (!names) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->p->card_count; i++) names[i].name = b->p->cards[i].id;
    *out = ru_build_ordinal(names, b->p->card_count, id);
    return *out >= 0 ? RUTH_OK : ru_build_unknown_name(n, b->e, "talk card", id, names, b->p->card_count);
}

/* The first folder that declares a team says which card goes with it, as it says its name. */
static ruth_status read_team_cards(ru_build *b) {
    b->p->team_cards = RU_NEWS(b->a, int, b->p->team_count + 1);
    if (!b->p->team_cards) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->p->team_count; i++) b->p->team_cards[i] = -1;
    for (size_t i = b->pack_count; i-- > 0;) {
        const ru_node *teams = b->packs[i].teams;
        for (size_t k = 0; teams && k < teams->count; k++) {
            const ru_node *card = ru_node_get(teams->items[k], "card");
            ruth_status st = card ? ru_build_card_named(b, card, &b->p->team_cards[ru_build_ordinal(b->p->teams, b->p->team_count, teams->keys[k])]) : RUTH_OK;
            if (st) return st;
        }
    }
    return RUTH_OK;
}

ruth_status ru_build_cards(ru_build *b) {
    size_t room = 0;
    for (size_t i = 0; i < b->pack_count; i++) room += b->packs[i].messages[0] ? b->packs[i].messages[0]->count : 0;
    b->p->cards = RU_NEWS(b->a, ru_card, room + 1);
    if (!b->p->cards) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->pack_count; i++) {
        const ru_node *m = b->packs[i].messages[0];
        for (size_t k = 0; m && k < m->count; k++) {
            ruth_status st = is_card(m->items[k]) ? read_card(b, m->keys[k], &b->p->cards[b->p->card_count]) : RUTH_OK;
            if (st) return st;
            b->p->card_count += is_card(m->items[k]);
        }
    }
    return read_team_cards(b);
}

static ruth_status offers_of(ru_build *b, ru_kind kind, size_t lang, const ru_template *const **out) {
    const ru_raws *raws = &b->raw[kind];
    const ru_template **list = RU_NEWS(b->a, const ru_template *, raws->count + 1);
    if (!list) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < raws->count; i++) {
        ruth_status st = ru_build_because_in(b, raws->items[i].body, raws->items[i].node, lang, &list[i]);
        if (st) return st;
    }
    *out = list;
    return RUTH_OK;
}

ruth_status ru_build_card_offers(ru_build *b) {
    ruth_status st = RUTH_OK;
    for (size_t lang = 0; !st && b->p->card_count && lang < b->p->schema->language_count; lang++)
        if (!(st = offers_of(b, RU_KIND_PLAN, lang, &b->p->card_plans[lang]))) st = offers_of(b, RU_KIND_REFERRAL, lang, &b->p->card_referrals[lang]);
    return st;
}
