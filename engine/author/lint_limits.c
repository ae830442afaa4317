/* lint_limits.c: what a limit rests on (where it comes from, what kind of rule it is, how sure that is), its dates, and whether it touches anything. */
#include "engine/base/letters.h"
#include "engine/author/lint.h"

static const ru_str natures[] = {{"prohibition", 11}, {"presumption", 11}, {"safe_harbor", 11}, {"guidance", 8}, {"disclosure_duty", 15}, {"charter", 7}};
static const ru_str statuses[] = {{"verified", 8}, {"verified_secondary", 18}, {"from_memory", 11}, {"unverified", 10}, {"withdrawn", 9}};

static bool is_among(ru_str s, const ru_str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (ru_str_eq(s, names[i])) return true;
    return false;
}

/* ---- nature and status ---- */
static void check_word(ru_lint *l, const ru_raw *r, const char *key, const char *code, const ru_str *names, size_t count, const char *effect) {
    const ru_node *n = ru_node_get(r->body, key);
    ru_str said = n && n->kind == RU_NODE_TEXT ? n->text : RU_STR("");
    if (!n || is_among(said, names, count)) return;
    ru_str near = ru_str_nearest(said, names, count);
    ru_finding *f = ru_finding_add(l->f, RU_ERROR, code, n, "%s \"%.*s\" is not one that ruth knows", key, (int)said.n, said.p);
    if (!ru_lint_say(f, effect, NULL)) return;
    f->suggestion = near.n ? ru_lint_print(l, "%s = \"%.*s\"", key, (int)near.n, near.p)
                           : ru_str_of(names == natures ? "one of prohibition, presumption, safe_harbor, guidance, disclosure_duty, charter"
                                                        : "one of verified, verified_secondary, from_memory, unverified, withdrawn");
}

static void check_status(ru_lint *l, const ru_raw *r) {
    const ru_node *n = ru_node_get(r->body, "status");
    if (!n || n->kind != RU_NODE_TEXT) return;
    if (ru_str_is(n->text, "withdrawn"))
        ru_lint_say(ru_finding_add(l->f, RU_WARNING, "withdrawn_law", n, "limit %.*s rests on a rule that was withdrawn", (int)r->id.n, r->id.p),
                    "it goes on holding people back from what is allowed again", "take it out, or cite what holds now");
    if (l->c->strict && (ru_str_is(n->text, "from_memory") || ru_str_is(n->text, "unverified")))
        ru_lint_say(ru_finding_add(l->f, RU_WARNING, "unverified_law", n, "limit %.*s is %s", (int)r->id.n, r->id.p,
                                   ru_str_is(n->text, "unverified") ? "unverified" : "written from memory"),
                    "nobody has read the source beside it", "read the source, then status = \"verified\"");
}

/* ---- citations ---- */
typedef struct cited {
    ru_str scheme, id, folded;
    const ru_node *at;
    size_t times;
} cited;

/* Do the two differ by one letter at most (one more, one less, another), and not in a digit? */
static bool one_apart(ru_str a, ru_str b) {
    if (a.n > b.n) return one_apart(b, a);
    if (b.n - a.n > 1) return false;
    size_t head = 0, tail = 0;
    while (head < a.n && a.p[head] == b.p[head]) head++;
    while (tail < a.n - head && a.p[a.n - 1 - tail] == b.p[b.n - 1 - tail]) tail++;
    if (head + tail + 1 < b.n) return false;
    for (size_t i = head; i < b.n - tail; i++)
        if (b.p[i] >= '0' && b.p[i] <= '9') return false;
    for (size_t i = head; i < a.n - tail; i++)
        if (a.p[i] >= '0' && a.p[i] <= '9') return false;
    return true;
}

/* Letters and digits alone: spaces, points and capitals make no other source. */
static ru_str squeeze(ru_lint *l, ru_str s) {
    ru_str folded = ru_letters_fold(l->a, s, NULL);
    char *out = folded.p ? ru_arena_alloc(l->a, folded.n + 1) : NULL;
    size_t n = 0;
    if (!out) l->failed = true;
    for (size_t i = 0; out && i < folded.n; i++)
        if (folded.p[i] != ' ' && folded.p[i] != '.') out[n++] = folded.p[i];
    return (ru_str){out ? out : "", n};
}

static void count_citation(ru_lint *l, cited *list, size_t *count, const ru_node *cite) {
    const ru_node *scheme = ru_node_get(cite, "scheme"), *id = ru_node_get(cite, "id");
    cited one = {.scheme = scheme ? scheme->text : RU_STR(""), .id = id ? id->text : cite->text, .at = cite, .times = 1};
    for (size_t i = 0; i < *count; i++)
        if (ru_str_eq(list[i].scheme, one.scheme) && ru_str_eq(list[i].id, one.id)) {
            list[i].times++;
            return;
        }
    one.folded = squeeze(l, one.id);
    list[(*count)++] = one;
}

static void check_citations(ru_lint *l) {
    enum { SHORT = 6 };
    const ru_raws *limits = &l->s->raw[RU_KIND_LIMIT];
    cited *list = RU_NEWS(l->a, cited, limits->count + 1);
    size_t count = 0;
    if (!list) l->failed = true;
    for (size_t i = 0; list && i < limits->count; i++) {
        const ru_node *cite = ru_node_get(limits->items[i].body, "cite");
        if (cite && limits->items[i].pack == &l->s->packs[0]) /* a pack cites a law paragraph by paragraph */
            count_citation(l, list, &count, cite);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            const cited *a = &list[i], *b = &list[k];
            if (b->times <= a->times || !ru_str_eq(a->scheme, b->scheme)) continue;
            if (!ru_str_eq(a->folded, b->folded) && (a->folded.n < SHORT || !one_apart(a->folded, b->folded))) continue;
            ru_finding *f = ru_finding_add(l->f, RU_WARNING, "odd_citation", a->at, "\"%.*s\" is cited here alone, \"%.*s\" %zu times", (int)a->id.n, a->id.p,
                                           (int)b->id.n, b->id.p, b->times);
            if (ru_lint_say(f, "what rests on one source would be counted as two", NULL)) f->suggestion = ru_lint_print(l, "\"%.*s\"", (int)b->id.n, b->id.p);
            break;
        }
}

/* ---- does it touch anything? ---- */
/* Actions that rules choose, and what they give way to. */
static uint64_t actions_in_use(const ru_policy *p) {
    uint64_t bits = 0;
    for (size_t i = 0; i < p->actions.count; i++)
        for (int a = p->actions.items[i].is; !(bits >> a & 1); a = p->charter.ladders.actions[a].gives_way) bits |= (uint64_t)1 << a;
    return bits;
}

static const char *idle_because(const ru_policy *p, const ru_limit *l, uint64_t actions) {
    const ru_ladders *d = &p->charter.ladders;
    if (l->acts_on == RU_ON_PLAN) return !l->plans || !*l->plans ? "no plan of this policy is meant" : NULL;
    if (l->acts_on == RU_ON_CHANNEL && !l->ways) return "no channel rule leads to what it is about";
    if (!(l->actions & actions)) return "no rule chooses an action that it is about";
    if (!(l->tones & (((uint32_t)1 << d->tone_count) - 1))) return "no tone is meant";
    if (l->effects == RU_TONE_AT_MOST && l->tone_cap == d->tone_count - 1) return "it allows the harshest tone there is";
    if (l->effects == RU_ACTION_AT_MOST && l->action_cap == d->action_count - 1) return "it allows the harshest action there is";
    return NULL;
}

static void check_idle(ru_lint *l, size_t i, uint64_t actions) {
    const ru_raw *r = &l->s->raw[RU_KIND_LIMIT].items[i];
    const char *why = r->pack == &l->s->packs[0] ? idle_because(l->s->policy, &l->s->policy->charter.limits[i], actions)
                                                 : NULL; /* a pack is written for many policies */
    if (why)
        ru_lint_say(ru_finding_add(l->f, RU_WARNING, "idle_limit", ru_node_get(r->body, "on") ? ru_node_get(r->body, "on") : r->node,
                                   "limit %.*s can touch nothing: %s", (int)r->id.n, r->id.p, why),
                    "it looks like a protection and protects nobody", "say what it is about in `on`, or take it out");
}

/* ---- dates ---- */
enum { SOON = 60 }; /* days: time enough to read a law again */

static void check_dates(ru_lint *l, const ru_node *body, const char *what, ru_str id) {
    int32_t today = (int32_t)((l->c->now - (l->c->now % 86400 + 86400) % 86400) / 86400), day;
    const ru_node *from = ru_node_get(body, "valid_from"), *until = ru_node_get(body, "valid_until");
    if (until && until->kind == RU_NODE_TEXT && ru_date_parse(until->text, &day) && day < today)
        ru_lint_say(ru_finding_add(l->f, RU_WARNING, "expired", until, "%s%s%.*s ended on %.*s", what, id.n ? " " : "", (int)id.n, id.p, (int)until->text.n,
                                   until->text.p),
                    "it has no effect any more", "a later valid_until, or take it out");
    else if (until && until->kind == RU_NODE_TEXT && ru_date_parse(until->text, &day) && day - today <= SOON)
        ru_lint_say(ru_finding_add(l->f, RU_NOTE, "ends_soon", until, "%s%s%.*s ends on %.*s, in %d days", what, id.n ? " " : "", (int)id.n, id.p,
                                   (int)until->text.n, until->text.p, (int)(day - today)),
                    "from then on it has no effect", "a later valid_until, where it should go on");
    if (from && from->kind == RU_NODE_TEXT && ru_date_parse(from->text, &day) && day > today)
        ru_lint_say(
            ru_finding_add(l->f, RU_NOTE, "not_yet", from, "%s%s%.*s begins on %.*s", what, id.n ? " " : "", (int)id.n, id.p, (int)from->text.n, from->text.p),
            "until then it has no effect", NULL);
}

static void check_all_dates(ru_lint *l) {
    if (!l->c->has_now) return;
    check_dates(l, l->s->packs[0].head, "the policy", RU_STR(""));
    for (int k = 0; k < RU_KIND_COUNT; k++)
        for (size_t i = 0; i < l->s->raw[k].count; i++) check_dates(l, l->s->raw[k].items[i].body, ru_kind_name((ru_kind)k), l->s->raw[k].items[i].id);
}

void ru_lint_limits(ru_lint *l) {
    const ru_raws *limits = &l->s->raw[RU_KIND_LIMIT];
    uint64_t actions = actions_in_use(l->s->policy);
    for (size_t i = 0; i < limits->count; i++) {
        const ru_raw *r = &limits->items[i];
        if (!ru_node_get(r->body, "cite"))
            ru_lint_say(ru_finding_add(l->f, RU_ERROR, "no_cite", r->node, "limit %.*s does not say where it comes from", (int)r->id.n, r->id.p),
                        "nobody could tell why it holds, or when it no longer does",
                        "cite = \"…\" for a law, cite = ethics \"…\" or house \"…\" for the house's own");
        check_word(l, r, "nature", "unknown_nature", natures, RU_COUNT(natures), "a report would not know whether it is law, guidance or the house's own");
        check_word(l, r, "status", "unknown_status", statuses, RU_COUNT(statuses), "a strict check could not tell whether somebody has read the source");
        check_status(l, r);
        check_idle(l, i, actions);
    }
    check_citations(l);
    check_all_dates(l);
}
