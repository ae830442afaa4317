/* lint_hours.c: channels that no hour of any week leaves open; hours that close nothing. */
#include "engine/author/lint.h"

enum { WEEK = 7 * 1440 };
typedef struct week {
    uint64_t minutes[(WEEK + 63) / 64];
} week;

static week of_hours(const ru_hours *h) {
    week w = {{0}};
    for (int day = 0; day < 7; day++)
        for (int i = 0; i < h->counts[day]; i++)
            for (int m = h->spans[day][i].from / 60; m < h->spans[day][i].to / 60; m++)
                w.minutes[(day * 1440 + m) / 64] |= UINT64_C(1) << ((day * 1440 + m) % 64);
    return w;
}

static bool cut(week *w, const week *by) {
    uint64_t any = 0;
    for (size_t i = 0; i < RU_COUNT(w->minutes); i++) any |= w->minutes[i] &= by->minutes[i];
    return any != 0;
}

/* Does it hold for everybody, always, whatever is done and said? */
static bool holds_always(const ru_lint *l, size_t i) {
    const ru_policy *p = l->s->policy;
    const ru_limit *limit = &p->charter.limits[i];
    uint64_t all = p->charter.ladders.action_count >= 64 ? UINT64_MAX : (UINT64_C(1) << p->charter.ladders.action_count) - 1;
    uint32_t tones = (UINT32_C(1) << p->charter.ladders.tone_count) - 1;
    return !l->s->conds[p->limits[i].rule.result]->count && !limit->bounded && limit->valid_from == INT32_MIN && limit->valid_until == INT32_MAX &&
           (limit->actions & all) == all && (limit->tones & tones) == tones;
}

static void name_channels(const ru_lint *l, uint32_t channels, char *out, size_t room) {
    size_t n = 0;
    for (int c = 0; c < l->s->policy->charter.ladders.channel_count; c++) {
        ru_str name = l->s->policy->channel_names[c].name;
        if (!(channels >> c & 1) || n + name.n + 3 > room) continue;
        if (n) memcpy(out + n, ", ", 2), n += 2;
        memcpy(out + n, name.p, name.n);
        n += name.n;
    }
    out[n] = 0;
}

typedef enum whose { BY_ITSELF, WITH_OTHERS, WHERE_IT_HOLDS } whose;

static void add(ru_lint *l, size_t i, uint32_t channels, whose w) {
    static const char *const begins[] = {"limit ", "together with the limits before it, limit ", "where it holds, limit "};
    char names[256];
    const ru_raw *r = &l->s->raw[RU_KIND_LIMIT].items[i];
    name_channels(l, channels, names, sizeof names);
    ru_lint_say(ru_finding_add(l->f, RU_ERROR, "no_hours", ru_node_get(r->body, "hours"), "%s%.*s leaves no hour of any week for %s", begins[w], (int)r->id.n,
                               r->id.p, names),
                "nobody could be reached that way, ever",
                "hours that overlap with those of the other limits; who must never be reached that way is said by forbid = true");
}

static bool whole_day(const ru_hours *h, int kind) {
    int second = 0;
    for (int turn = 0; turn < h->counts[kind]; turn++) /* spans stand in any order */
        for (int i = 0; i < h->counts[kind]; i++)
            if (h->spans[kind][i].from <= second && h->spans[kind][i].to > second) second = h->spans[kind][i].to;
    return second >= 86400;
}

static void find_open(ru_lint *l, size_t i) {
    const ru_hours *h = l->s->policy->charter.limits[i].hours;
    const ru_raw *r = &l->s->raw[RU_KIND_LIMIT].items[i];
    for (int kind = 0; kind < (h->holidays ? 8 : 7); kind++)
        if (!whole_day(h, kind)) return;
    ru_lint_say(ru_finding_add(l->f, RU_WARNING, "all_hours", ru_node_get(r->body, "hours"), "limit %.*s closes no hour of any week", (int)r->id.n, r->id.p),
                "the limit would look as if it kept to hours, and keep to none", "the hours that are meant, or no limit at all");
}

/* Channels whose every rule the limits that always hold close: told at the limit that closes the last hour. */
void ru_lint_hours(ru_lint *l) {
    const ru_charter *c = &l->s->policy->charter;
    week *open = RU_NEWS(l->a, week, c->way_count + 1);
    bool *closed = RU_NEWS(l->a, bool, c->way_count + 1);
    if (!open || !closed) {
        l->failed = true;
        return;
    }
    memset(open, 0xff, (c->way_count + 1) * sizeof *open);
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < c->limit_count; i++) {
            if (turn == 0 && c->limits[i].hours) find_open(l, i);
            bool always = c->limits[i].hours && holds_always(l, i);
            if (!c->limits[i].hours || always != (turn == 0) || l->s->policy->limits[i].widened_slot >= 0)
                continue; /* who names hours of their own can be reached in them */
            week hours = of_hours(c->limits[i].hours), itself = hours;
            uint32_t channels = 0;
            for (size_t w = 0; w < c->way_count; w++) {
                week left = open[w];
                if (closed[w] || !(c->limits[i].ways >> w & 1)) continue;
                if (!cut(&left, &hours)) channels |= UINT32_C(1) << c->ways[w].channel;
                if (!always) continue;
                closed[w] = !cut(&open[w], &hours);
            }
            if (channels) add(l, i, channels, !always ? WHERE_IT_HOLDS : cut(&itself, &hours) ? WITH_OTHERS : BY_ITSELF);
        }
}
