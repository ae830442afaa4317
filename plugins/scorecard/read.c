/* read.c: scorecard.yaml → the card. What is not understood, does not cover every value or covers one twice is refused with its place. */
#include <stdio.h>
#include <string.h>

#include "plugins/scorecard/card.h"
#include "plugins/shared/data.h"

enum { PLACES = 3, RATIO_PLACES = 6, LONGEST_NAME = 80 };
#define MOST_NUMBER INT64_C(100000000000000)

typedef struct reading {
    shared_data d;
    card *c;
    card_part *parts; /* the same memory as in the card, still to be written */
    card_bin *bins;
    size_t bin_count;
    char *texts;
    size_t text_used;
} reading;

/* ---- small pieces ---- */
static const char *keep(reading *r, const char *text) {
    size_t size = strlen(text) + 1;
    char *kept = memcpy(r->texts + r->text_used, text, size);
    r->text_used += size;
    return kept;
}

static int points(reading *r, const shared_node *n, int64_t *out) {
    return shared_data_decimal(&r->d, n, PLACES, -SCORECARD_MOST_POINTS, SCORECARD_MOST_POINTS, out);
}

/* Points, or the word that says: then there is no score. */
static int points_or_not(reading *r, const shared_node *part, const char *key, card_points *out) {
    const shared_node *n;
    int st = shared_data_need(&r->d, part, key, SHARED_SCALAR, &n);
    if (st) return st;
    out->known = !shared_data_is(n, "not_known");
    return out->known ? points(r, n, &out->points) : 0;
}

/* A fact that takes a result. */
static int target(reading *r, const shared_node *n, uint32_t type, const char **out) {
    const char *others[] = {r->c->into, r->c->version_into, r->c->complete_into, r->c->reasons_into}, *name;
    int st = shared_data_name(&r->d, n, &name);
    if (st) return st;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i] && !strcmp(others[i], name)) return shared_data_fail(&r->d, n, "%.40s takes another result of this card already", name);
    *out = keep(r, name);
    return r->d.host->declare(r->d.call, *out, type, RUTH_PLUGIN_WRITES);
}

/* ---- bins ---- */
static int add_bin(reading *r, card_part *p, const card_bin *b) {
    if (!p->bin_count) p->bins = r->bins + r->bin_count;
    bool better = r->c->lower_is_better ? b->points < p->best : b->points > p->best;
    if (!p->bin_count || better) p->best = b->points;
    r->bins[r->bin_count++] = *b;
    p->bin_count++;
    return 0;
}

static int range_end(reading *r, const shared_node *range, const char *key, int places, int64_t open, int64_t *out) {
    const shared_node *n = shared_data_get(range, key);
    *out = open;
    return n ? shared_data_decimal(&r->d, n, places, -MOST_NUMBER, MOST_NUMBER, out) : 0;
}

static int read_range(reading *r, card_part *p, const shared_node *range, int places) {
    static const char *const keys[] = {"from", "to", "points", NULL};
    const shared_node *n;
    card_bin b = {.value = NULL};
    int st = shared_data_keys(&r->d, range, keys);
    if (!st) st = range_end(r, range, "from", places, INT64_MIN, &b.from);
    if (!st) st = range_end(r, range, "to", places, INT64_MAX, &b.to);
    if (!st) st = shared_data_need(&r->d, range, "points", SHARED_SCALAR, &n);
    if (!st) st = points(r, n, &b.points);
    if (st) return st;
    const card_bin *before = p->bin_count ? &r->bins[r->bin_count - 1] : NULL;
    if (b.from >= b.to) return shared_data_fail(&r->d, range, "from must be below to: the range goes from the first up to, but without, the second");
    if (!before && b.from != INT64_MIN) return shared_data_fail(&r->d, range, "a gap: the first range has no from, so that it takes everything below");
    if (before && b.from < before->to) return shared_data_fail(&r->d, range, "an overlap: this range begins before the one above it ends");
    if (before && b.from > before->to) return shared_data_fail(&r->d, range, "a gap: this range must begin where the one above it ends");
    if (!range->next && b.to != INT64_MAX) return shared_data_fail(&r->d, range, "a gap: the last range has no to, so that it takes everything above");
    return add_bin(r, p, &b);
}

static int read_ranges(reading *r, card_part *p, const shared_node *part) {
    const shared_node *list;
    int places = p->type == RUTH_PLUGIN_RATIO ? RATIO_PLACES : 0;
    int st = shared_data_need(&r->d, part, "ranges", SHARED_LIST, &list);
    if (!st && (!list->count || list->count > SCORECARD_MOST_BINS)) st = shared_data_fail(&r->d, list, "expected 1 to %d ranges", SCORECARD_MOST_BINS);
    for (const shared_node *n = st ? NULL : list->first; n && !st; n = n->next) st = read_range(r, p, n, places);
    return st;
}

/* Values of an enum or of a boolean. */
static int read_values(reading *r, card_part *p, const shared_node *part) {
    static const char *const truths[] = {"true", "false", NULL};
    const shared_node *map;
    const char *name;
    int st = shared_data_need(&r->d, part, "values", SHARED_MAP, &map), which;
    bool truth = p->type == RUTH_PLUGIN_BOOLEAN;
    if (!st && (!map->count || map->count > SCORECARD_MOST_BINS)) st = shared_data_fail(&r->d, map, "expected 1 to %d values", SCORECARD_MOST_BINS);
    if (!st && truth && map->count != 2 && shared_data_get(map, "true")) st = shared_data_fail(&r->d, map, "a gap: false has no points");
    if (!st && truth && map->count != 2 && shared_data_get(map, "false")) st = shared_data_fail(&r->d, map, "a gap: true has no points");
    for (const shared_node *n = st ? NULL : map->first; n && !st; n = n->next) {
        card_bin b = {.from = 0};
        st = truth ? shared_data_word(&r->d, n->key, truths, &which) : shared_data_name(&r->d, n->key, &name);
        if (!st) st = points(r, n, &b.points);
        if (!st) b.value = keep(r, n->key->text);
        if (!st) st = add_bin(r, p, &b);
    }
    if (!st && !truth) st = points_or_not(r, part, "others", &p->others);
    if (!st && p->others.known && (r->c->lower_is_better ? p->others.points < p->best : p->others.points > p->best)) p->best = p->others.points;
    return st;
}

/* ---- characteristics ---- */
static int read_type(reading *r, card_part *p, const shared_node *part) {
    static const char *const words[] = {"boolean", "integer", "money", "ratio", "enum", NULL}; /* in the order of their numbers in ruth_plugin.h */
    static const char *const ranged[] = {"name", "fact", "type", "ranges", "missing", "none_on_file", NULL},
                             *const valued[] = {"name", "fact", "type", "values", "missing", "none_on_file", NULL}, *const named[] = {"name",         "fact",
                                                                                                                                      "type",         "values",
                                                                                                                                      "others",       "missing",
                                                                                                                                      "none_on_file", NULL};
    const shared_node *n;
    int which, st = shared_data_need(&r->d, part, "type", SHARED_SCALAR, &n);
    if (!st) st = shared_data_word(&r->d, n, words, &which);
    if (st) return st;
    p->type = (uint32_t)which;
    st = shared_data_keys(&r->d, part, p->type == RUTH_PLUGIN_ENUM ? named : p->type == RUTH_PLUGIN_BOOLEAN ? valued : ranged);
    if (!st && p->type == RUTH_PLUGIN_MONEY && !r->c->currency)
        st = shared_data_fail(&r->d, n, "a card that looks at money says in which currency: write currency: at the top");
    return st;
}

static int read_part(reading *r, const shared_node *part) {
    card_part *p = &r->parts[r->c->part_count];
    const shared_node *n;
    const char *text;
    if (part->kind != SHARED_MAP) return shared_data_fail(&r->d, part, "expected a characteristic: name, fact, type and its points");
    int st = read_type(r, p, part);
    if (!st) st = shared_data_need(&r->d, part, "name", SHARED_SCALAR, &n);
    if (!st) st = shared_data_text(&r->d, n, LONGEST_NAME, &text);
    for (size_t i = 0; !st && i < r->c->part_count; i++)
        if (!strcmp(r->parts[i].name, text)) st = shared_data_fail(&r->d, n, "two characteristics are called %.60s", text);
    if (!st) p->name = keep(r, text);
    if (!st) st = shared_data_need(&r->d, part, "fact", SHARED_SCALAR, &n);
    if (!st) st = shared_data_name(&r->d, n, &text);
    if (!st) p->fact = keep(r, text);
    if (!st) st = p->type == RUTH_PLUGIN_ENUM || p->type == RUTH_PLUGIN_BOOLEAN ? read_values(r, p, part) : read_ranges(r, p, part);
    if (!st) st = points_or_not(r, part, "missing", &p->missing);
    if (!st) st = points_or_not(r, part, "none_on_file", &p->none);
    if (!st) st = r->d.host->declare(r->d.call, p->fact, p->type, RUTH_PLUGIN_READS);
    r->c->part_count++;
    return st;
}

/* ---- the head ---- */
static int read_logistic(reading *r, const shared_node *n) {
    static const char *const keys[] = {"even_at", "doubles_every", "halves_every", "log_odds", NULL}, *const natural[] = {"natural", NULL};
    const shared_node *doubles = shared_data_get(n, "doubles_every"), *halves = shared_data_get(n, "halves_every"), *odds = shared_data_get(n, "log_odds"),
                      *even;
    int which, st = shared_data_keys(&r->d, n, keys);
    if (st) return st;
    if (!!doubles + !!halves + !!odds != 1)
        return shared_data_fail(&r->d, n, "expected one of doubles_every, halves_every and log_odds: how points become odds");
    r->c->scale = doubles ? CARD_DOUBLES : halves ? CARD_HALVES : CARD_LOG_ODDS;
    if (odds && n->count > 1) return shared_data_fail(&r->d, n, "log_odds: natural stands alone");
    if (odds) return shared_data_word(&r->d, odds, natural, &which);
    st = shared_data_decimal(&r->d, doubles ? doubles : halves, PLACES, 1, SCORECARD_LONGEST_DOUBLING, &r->c->every);
    if (!st) st = shared_data_need(&r->d, n, "even_at", SHARED_SCALAR, &even);
    return st ? st : points(r, even, &r->c->even_at);
}

static int read_result(reading *r, const shared_node *top) {
    static const char *const keys[] = {"min", "max", NULL};
    const shared_node *n, *low, *high;
    bool whole = r->c->scale == CARD_POINTS;
    int64_t least = whole ? -MOST_NUMBER : 0, most = whole ? MOST_NUMBER : 1000000;
    int st = shared_data_need(&r->d, top, "result", SHARED_MAP, &n);
    if (!st) st = shared_data_keys(&r->d, n, keys);
    if (!st) st = shared_data_need(&r->d, n, "min", SHARED_SCALAR, &low);
    if (!st) st = shared_data_need(&r->d, n, "max", SHARED_SCALAR, &high);
    if (!st) st = shared_data_decimal(&r->d, low, whole ? 0 : RATIO_PLACES, least, most, &r->c->low);
    if (!st) st = shared_data_decimal(&r->d, high, whole ? 0 : RATIO_PLACES, least, most, &r->c->high);
    return !st && r->c->low > r->c->high ? shared_data_fail(&r->d, n, "min is above max") : st;
}

static int read_reasons(reading *r, const shared_node *top) {
    static const char *const keys[] = {"into", "most", NULL};
    const shared_node *n = shared_data_get(top, "reasons"), *into, *most;
    int64_t count;
    if (!n) return 0;
    int st = shared_data_keys(&r->d, n, keys);
    if (!st) st = shared_data_need(&r->d, n, "into", SHARED_SCALAR, &into);
    if (!st) st = shared_data_need(&r->d, n, "most", SHARED_SCALAR, &most);
    if (!st) st = shared_data_decimal(&r->d, most, 0, 1, SCORECARD_MOST_REASONS, &count);
    if (st) return st;
    r->c->most_reasons = (size_t)count;
    return target(r, into, RUTH_PLUGIN_TEXT, &r->c->reasons_into);
}

static int read_targets(reading *r, const shared_node *top) {
    const shared_node *n, *version = shared_data_get(top, "version_into"), *complete = shared_data_get(top, "complete_into");
    int st = shared_data_need(&r->d, top, "into", SHARED_SCALAR, &n);
    if (!st) st = target(r, n, r->c->scale == CARD_POINTS ? RUTH_PLUGIN_INTEGER : RUTH_PLUGIN_RATIO, &r->c->into);
    if (!st && version) st = target(r, version, RUTH_PLUGIN_TEXT, &r->c->version_into);
    if (!st && complete) st = target(r, complete, RUTH_PLUGIN_BOOLEAN, &r->c->complete_into);
    return st ? st : read_reasons(r, top);
}

static int read_currency(reading *r, const shared_node *n) {
    const char *code;
    if (!n) return 0;
    int st = shared_data_text(&r->d, n, 3, &code);
    bool good = !st && n->length == 3;
    for (size_t i = 0; good && i < 3; i++) good = code[i] >= 'A' && code[i] <= 'Z';
    if (!st && !good) return shared_data_fail(&r->d, n, "expected a currency like USD, found %.10s", code);
    if (!st) r->c->currency = keep(r, code);
    return st ? st : r->d.host->declare(r->d.call, "currency", RUTH_PLUGIN_ENUM, RUTH_PLUGIN_READS);
}

static int read_names(reading *r, const shared_node *top) {
    const shared_node *id, *version;
    const char *name, *text;
    int st = shared_data_need(&r->d, top, "scorecard", SHARED_SCALAR, &id);
    if (!st) st = shared_data_name(&r->d, id, &name);
    if (!st) st = shared_data_need(&r->d, top, "version", SHARED_SCALAR, &version);
    if (!st) st = shared_data_text(&r->d, version, 40, &text);
    if (st) return st;
    char *kept = r->texts + r->text_used;
    r->text_used += strlen(name) + strlen(text) + 2;
    snprintf(kept, strlen(name) + strlen(text) + 2, "%s %s", name, text);
    r->c->id_version = kept;
    return 0;
}

static int read_head(reading *r, const shared_node *top) {
    static const char *const keys[] = {"scorecard", "version", "into",   "version_into", "complete_into",   "reasons", "better",
                                       "currency",  "base",    "result", "logistic",     "characteristics", NULL};
    static const char *const sides[] = {"higher", "lower", NULL};
    const shared_node *n, *logistic = shared_data_get(top, "logistic");
    int which, st = shared_data_keys(&r->d, top, keys);
    if (!st) st = read_names(r, top);
    if (!st && logistic) st = read_logistic(r, logistic);
    if (!st) st = shared_data_need(&r->d, top, "better", SHARED_SCALAR, &n);
    if (!st) st = shared_data_word(&r->d, n, sides, &which);
    if (!st) r->c->lower_is_better = which == 1;
    if (!st) st = shared_data_need(&r->d, top, "base", SHARED_SCALAR, &n);
    if (!st) st = points(r, n, &r->c->base);
    if (!st) st = read_result(r, top);
    if (!st) st = read_targets(r, top);
    return st ? st : read_currency(r, shared_data_get(top, "currency"));
}

static int read_card(reading *r, const shared_node *top) {
    const shared_node *list;
    int st = read_head(r, top);
    if (!st) st = shared_data_need(&r->d, top, "characteristics", SHARED_LIST, &list);
    if (!st && (!list->count || list->count > SCORECARD_MOST_PARTS))
        st = shared_data_fail(&r->d, list, "expected 1 to %d characteristics", SCORECARD_MOST_PARTS);
    for (const shared_node *n = st ? NULL : list->first; n && !st; n = n->next) st = read_part(r, n);
    return st;
}

/* One block: the card, its characteristics, its bins (fewer than the file has nodes), its texts (each kept once, id and version with a space more). */
int scorecard_read(const ruth_host *host, void *call, card **out) {
    reading r = {.d = {.host = host, .call = call, .file = "scorecard.yaml"}};
    const shared_node *top = NULL;
    int st = shared_data_read(&r.d, &top);
    if (st) return st;
    const shared_node *list = shared_data_get(top, "characteristics");
    size_t parts = list ? list->count : 0, size = sizeof(card) + (parts + 1) * sizeof(card_part) + r.d.nodes * sizeof(card_bin) + r.d.bytes + 2;
    r.c = host->resize(call, NULL, 0, size);
    if (!r.c) return RUTH_PLUGIN_NO_MEMORY;
    memset(r.c, 0, size);
    r.c->size = size;
    r.parts = (card_part *)(r.c + 1);
    r.bins = (card_bin *)(r.parts + parts + 1);
    r.texts = (char *)(r.bins + r.d.nodes);
    r.c->parts = r.parts;
    st = read_card(&r, top);
    if (!st) *out = r.c;
    else host->resize(call, r.c, size, 0);
    return st;
}
