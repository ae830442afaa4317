/* score.c: facts → score, version, completeness and the reasons that cost most. */
#include <string.h>

#include "plugins/scorecard/card.h"

typedef enum looked { FAILED, KNOWN, ASSUMED /* the card's points for what is not known */, NOT_KNOWN } looked;

static looked take(card_points p, looked how, int64_t *points) {
    *points = p.points;
    return p.known ? how : NOT_KNOWN;
}

static bool fits(const card_bin *b, const ruth_plugin_value *v) { return v->number >= b->from && (b->to == INT64_MAX || v->number < b->to); }

static bool is_text(const char *s, ruth_plugin_text t) { return strlen(s) == t.length && (!t.length || !memcmp(s, t.bytes, t.length)); }

/* The points of one characteristic. */
static looked look(const ruth_host *host, void *call, const card_part *p, int64_t *points) {
    ruth_plugin_value v;
    if (host->read(call, p->fact, &v)) return FAILED;
    if (v.state == RUTH_PLUGIN_UNKNOWN) return take(p->missing, ASSUMED, points);
    if (v.state == RUTH_PLUGIN_NONE) return take(p->none, KNOWN, points);
    for (size_t i = 0; i < p->bin_count; i++) {
        const card_bin *b = &p->bins[i];
        bool hit = !b->value ? fits(b, &v) : v.type == RUTH_PLUGIN_BOOLEAN ? !strcmp(b->value, v.number ? "true" : "false") : is_text(b->value, v.text);
        if (!hit) continue;
        *points = b->points;
        return KNOWN;
    }
    return take(p->others, KNOWN, points);
}

/* Amounts are in minor units of the request's currency: of another currency the card says nothing. */
static looked same_currency(const ruth_host *host, void *call, const card *c) {
    ruth_plugin_value v;
    if (!c->currency) return KNOWN;
    if (host->read(call, "currency", &v)) return FAILED;
    return v.state == RUTH_PLUGIN_VALUE && is_text(c->currency, v.text) ? KNOWN : NOT_KNOWN;
}

static int64_t result(const card *c, int64_t total) {
    int64_t r = 0;
    switch (c->scale) {
    case CARD_POINTS: /* to the nearest whole point, a half up */ r = (total + 500) / 1000 - ((total + 500) % 1000 < 0); break;
    case CARD_DOUBLES: r = scorecard_doubling(total - c->even_at, c->every); break;
    case CARD_HALVES: r = scorecard_doubling(c->even_at - total, c->every); break;
    case CARD_LOG_ODDS: r = scorecard_natural(total); break;
    }
    return r < c->low ? c->low : r > c->high ? c->high : r;
}

/* ---- what is written ---- */
static int write_number(const ruth_host *host, void *call, const char *fact, uint32_t type, int64_t number) {
    ruth_plugin_value v = {RUTH_PLUGIN_VALUE, type, number, {NULL, 0}};
    return fact ? host->write(call, fact, &v) : RUTH_PLUGIN_OK;
}

static int write_text(const ruth_host *host, void *call, const char *fact, const char *text, size_t length) {
    ruth_plugin_value v = {length ? RUTH_PLUGIN_VALUE : RUTH_PLUGIN_NONE, RUTH_PLUGIN_TEXT, 0, {text, length}};
    return fact ? host->write(call, fact, &v) : RUTH_PLUGIN_OK;
}

static int64_t cost(const card *c, size_t part, const int64_t *points) {
    return c->lower_is_better ? points[part] - c->parts[part].best : c->parts[part].best - points[part];
}

/* The dearest first; of two that cost the same, the one that stands first in the card. */
static int write_reasons(const ruth_host *host, void *call, const card *c, const int64_t *points) {
    bool *said = host->scratch(call, c->part_count + 1);
    char *text;
    size_t used = 0, room = 0;
    for (size_t i = 0; i < c->part_count; i++) room += strlen(c->parts[i].name) + 2;
    text = host->scratch(call, room + 1);
    if (!said || !text) return RUTH_PLUGIN_NO_MEMORY;
    memset(said, 0, c->part_count + 1);
    for (size_t n = 0; n < c->most_reasons; n++) {
        size_t worst = c->part_count;
        for (size_t i = 0; i < c->part_count; i++)
            if (!said[i] && cost(c, i, points) > 0 && (worst == c->part_count || cost(c, i, points) > cost(c, worst, points))) worst = i;
        if (worst == c->part_count) break;
        said[worst] = true;
        size_t length = strlen(c->parts[worst].name);
        if (used) memcpy(text + used, ", ", 2);
        used += used ? 2 : 0;
        memcpy(text + used, c->parts[worst].name, length);
        used += length;
    }
    return write_text(host, call, c->reasons_into, text, used);
}

int scorecard_score(const ruth_host *host, void *call, const card *c) {
    int64_t total = c->base, *points = host->scratch(call, (c->part_count + 1) * sizeof *points);
    looked all = same_currency(host, call, c);
    if (!points) return RUTH_PLUGIN_NO_MEMORY;
    if (all == FAILED) return RUTH_PLUGIN_FAILED;
    for (size_t i = 0; i < c->part_count; i++) {
        looked l = look(host, call, &c->parts[i], &points[i]);
        if (l == FAILED) return RUTH_PLUGIN_FAILED;
        if (l > all) all = l;
        total += points[i];
    }
    int st = write_text(host, call, c->version_into, c->id_version, strlen(c->id_version));
    if (!st) st = write_number(host, call, c->complete_into, RUTH_PLUGIN_BOOLEAN, all == KNOWN);
    if (st || all == NOT_KNOWN) return st; /* what is not written is not known */
    st = write_number(host, call, c->into, c->scale == CARD_POINTS ? RUTH_PLUGIN_INTEGER : RUTH_PLUGIN_RATIO, result(c, total));
    return st || !c->reasons_into ? st : write_reasons(host, call, c, points);
}
