/* seal_world.c: charters, people and proposals made by chance; and the small one that hand-made cases start from. */
#include "tests/support/seal_world.h"

#include <stdio.h>

static ru_arena arena;
static const ru_zone *zones[SEAL_ZONES];

const ru_zone *seal_zone_named(const char *name) {
    ruth_error e;
    ru_zone *z = NULL;
    if (ru_zone_load(&arena, NULL, ru_str_of(name), &z, &e)) fail_msg("%s: %s", name, e.message);
    return z;
}

void seal_zones_open(void) {
    static const char *const names[SEAL_ZONES] = {"America/New_York", "Europe/London",   "Asia/Kolkata",     "Asia/Kathmandu",    "Australia/Lord_Howe",
                                                  "America/St_Johns", "Pacific/Chatham", "Pacific/Honolulu", "Pacific/Kiritimati"};
    ru_arena_init(&arena, NULL, 0);
    for (int i = 0; i < SEAL_ZONES; i++) zones[i] = seal_zone_named(names[i]);
}

void seal_zones_close(void) { ru_arena_free(&arena); }
const ru_zone *seal_zone(int i) { return zones[i]; }

bool seal_chance(support_random *r, int percent) { return support_between(r, 0, 99) < percent; }

static uint64_t some_bits(support_random *r, int count) { /* at least one */
    uint64_t all = ((uint64_t)1 << count) - 1, bits = support_next(r) & all;
    return bits ? bits : (uint64_t)1 << support_between(r, 0, count - 1);
}

void seal_scene(ru_scene *sc, const ru_zone *const *list, size_t count, int64_t now) {
    memset(sc, 0, sizeof *sc);
    sc->zone_count = count;
    for (size_t i = 0; i < count; i++) {
        sc->zones[i] = list[i];
        sc->today[i] = ru_zone_date(list[i], now, &sc->memo[i]);
    }
}

int64_t seal_instant(support_random *r) {
    int64_t first = (int64_t)ru_days_from_civil(2024, 1, 1) * SEAL_DAY, last = (int64_t)ru_days_from_civil(2030, 12, 31) * SEAL_DAY;
    int64_t t = support_between(r, first / SEAL_STEP, last / SEAL_STEP) * SEAL_STEP;
    if (seal_chance(r, 60)) return t;
    int64_t change = ru_zone_next_transition(zones[support_between(r, 0, SEAL_ZONES - 1)], t);
    return change == INT64_MAX ? t : change + support_between(r, -2 * SEAL_DAY / SEAL_STEP, 0) * SEAL_STEP;
}

/* Up to three spans in order, none of them empty. */
static void random_day(support_random *r, ru_span *spans, uint8_t *count, int32_t step) {
    int32_t places = SEAL_DAY / step, from = 0;
    *count = 0;
    if (seal_chance(r, 15)) return;
    if (seal_chance(r, 5)) {
        spans[(*count)++] = (ru_span){0, SEAL_DAY};
        return;
    }
    for (int i = 0; i < 3 && from < places && (i == 0 || seal_chance(r, 30)); i++) {
        int32_t a = (int32_t)support_between(r, from, places - 1), b = (int32_t)support_between(r, a + 1, places);
        spans[(*count)++] = (ru_span){a * step, b * step};
        from = b + (seal_chance(r, 30) ? 0 : 1);
    }
}

void seal_random_hours(support_random *r, ru_hours *h, int32_t step) {
    memset(h, 0, sizeof *h);
    random_day(r, h->spans[0], &h->counts[0], step);
    bool alike = seal_chance(r, 50);
    for (int d = 1; d < 8; d++) {
        if (alike && d < 5) {
            memcpy(h->spans[d], h->spans[0], sizeof h->spans[0]);
            h->counts[d] = h->counts[0];
        } else random_day(r, h->spans[d], &h->counts[d], step);
    }
    h->holidays = seal_chance(r, 50);
}

ru_window seal_random_window(support_random *r, int32_t step) {
    ru_window w = {.days = (uint8_t)support_between(r, 1, 127),
                   .from = (int32_t)support_between(r, 0, SEAL_DAY / step - 1) * step,
                   .to = (int32_t)support_between(r, 0, SEAL_DAY / step) * step};
    if (w.to == w.from) w.to = SEAL_DAY;
    return w;
}

static void random_ladders(support_random *r, ru_ladders *l) {
    l->action_count = seal_chance(r, 5) ? 1 : (int)support_between(r, 2, 6);
    l->none = (int)support_between(r, 0, l->action_count - 1);
    int rank = 1, by_rank[RU_MAX_ACTIONS] = {l->none};
    for (int i = 0; i < l->action_count; i++)
        l->actions[i] = (ru_action){.contact = i != l->none && seal_chance(r, 85), .needs_plan = i != l->none && seal_chance(r, 12), .gives_way = l->none};
    for (int contact = 0; contact < 2; contact++)
        for (int i = 0; i < l->action_count; i++) {
            if (i == l->none || l->actions[i].contact != (contact == 1)) continue;
            if (seal_chance(r, 70)) l->actions[i].gives_way = by_rank[support_between(r, 0, rank - 1)];
            by_rank[rank] = i;
            l->actions[i].rank = rank++;
        }
    l->tone_count = (int)support_between(r, 1, 4);
    l->channel_count = (int)support_between(r, 1, 4);
}

static void random_ways(support_random *r, seal_world *w) {
    int costs = (int)support_between(r, 0, 2); /* none, all, some */
    w->charter.way_count = (size_t)support_between(r, seal_chance(r, 10) ? 0 : 2, SEAL_WAYS);
    for (size_t i = 0; i < w->charter.way_count; i++) {
        bool priced = costs == 1 || (costs == 2 && seal_chance(r, 50));
        w->ways[i] = (ru_way){.channel = (int)support_between(r, 0, w->charter.ladders.channel_count - 1),
                              .prefer = support_between(r, 0, 2),
                              .cost = priced ? w->costs[i] : NULL,
                              .has_cost = w->has_costs[i]};
        for (int c = 0; c < 2; c++) {
            w->costs[i][c] = support_between(r, 0, 3);
            w->has_costs[i][c] = costs == 1 || seal_chance(r, 80);
        }
        w->truth[i] = (uint8_t)(seal_chance(r, 25) ? RU_MAYBE : seal_chance(r, 70) ? RU_TRUE : RU_FALSE);
    }
}

static void random_limit(support_random *r, seal_world *w, size_t i) {
    static const unsigned single[] = {RU_FORBID, RU_ONLY_IF, RU_HAND_OVER, RU_TONE_AT_MOST, RU_ACTION_AT_MOST, RU_HOURS};
    const ru_ladders *l = &w->charter.ladders;
    ru_limit *out = &w->limits[i];
    *out = (ru_limit){.actions = UINT64_MAX,
                      .tones = UINT32_MAX,
                      .ways = UINT64_MAX,
                      .hours = &w->hours[i],
                      .plans = &w->plans[i],
                      .valid_from = INT32_MIN,
                      .valid_until = INT32_MAX};
    out->acts_on = (ru_acts_on)(seal_chance(r, 45) ? RU_ON_CHANNEL : support_between(r, 0, 3));
    int kinds = out->acts_on == RU_ON_PLAN ? 2 : out->acts_on == RU_ON_CHANNEL ? 6 : 5;
    do out->effects |= single[support_between(r, 0, kinds - 1)];
    while (seal_chance(r, 20));
    if (out->acts_on == RU_ON_CHANNEL && seal_chance(r, 30)) out->effects |= RU_HOURS;
    if (seal_chance(r, out->acts_on == RU_ON_ACTION ? 75 : 25)) out->actions = some_bits(r, l->action_count);
    if (out->acts_on != RU_ON_ACTION && seal_chance(r, out->acts_on == RU_ON_TONE ? 75 : 25)) out->tones = (uint32_t)some_bits(r, l->tone_count);
    if (out->acts_on == RU_ON_CHANNEL && seal_chance(r, 60)) out->ways = support_next(r) & (((uint64_t)1 << w->charter.way_count) - 1);
    w->plans[i] = some_bits(r, 3);
    out->tone_cap = (int)support_between(r, 0, l->tone_count - 1);
    out->action_cap = (int)support_between(r, 0, l->action_count - 1);
    int32_t today = (int32_t)(w->proposal.now / SEAL_DAY);
    if (seal_chance(r, 15)) out->valid_from = today + (int32_t)support_between(r, -2, 3);
    if (seal_chance(r, 15)) out->valid_until = today + (int32_t)support_between(r, -2, 3);
    seal_random_hours(r, &w->hours[i], SEAL_STEP);
    for (int k = 0; k < 2; k++) w->windows[i][k] = seal_random_window(r, SEAL_STEP);
    ru_limit_now *now = &w->now[i];
    *now = (ru_limit_now){.holds = seal_chance(r, 35)   ? RU_FALSE
                                   : seal_chance(r, 25) ? RU_MAYBE
                                                        : RU_TRUE,
                          .met = seal_chance(r, 60) ? RU_TRUE : (ru_tri)support_between(r, 0, 1),
                          .ends = INT64_MAX,
                          .widened = w->windows[i],
                          .hand_over_by = INT64_MAX};
    if (!(out->effects & RU_ONLY_IF)) now->met = RU_TRUE;
    if (seal_chance(r, 65)) now->ends = w->proposal.now - w->proposal.now % SEAL_STEP + support_between(r, -120, 192) * SEAL_STEP;
    now->ends_surely = now->ends == INT64_MAX ? INT64_MIN : now->ends;
    out->bounded = now->ends != INT64_MAX;
    if (seal_chance(r, 30)) now->widened_count = (size_t)support_between(r, 1, 2);
    if (seal_chance(r, 60)) now->hand_over_by = w->proposal.now + support_between(r, 0, 3) * SEAL_DAY;
    w->charter.limits_plans |= out->acts_on == RU_ON_PLAN;
}

/* One or two actions with contact where there are any: else silence would be possible nearly always, and the least. */
static uint64_t likely_actions(support_random *r, const ru_ladders *l) {
    uint64_t bits = 0;
    for (int tries = 0; tries < 8 && __builtin_popcountll(bits) < (seal_chance(r, 50) ? 1 : 2); tries++) {
        int a = (int)support_between(r, 0, l->action_count - 1);
        if (l->actions[a].contact) bits |= (uint64_t)1 << a;
    }
    return bits ? bits : (uint64_t)1 << l->none;
}

static void bind(seal_world *w) {
    w->charter.ways = w->ways;
    w->charter.limits = w->limits;
    w->charter.days.holidays = w->holidays;
    w->proposal.ways = w->truth;
    w->proposal.scene = &w->scene;
}

void seal_random(support_random *r, seal_world *w, int days) {
    const ru_zone *list[2] = {zones[support_between(r, 0, SEAL_ZONES - 1)], zones[support_between(r, 0, SEAL_ZONES - 1)]};
    memset(w, 0, sizeof *w);
    bind(w);
    ru_proposal *p = &w->proposal;
    p->now = seal_instant(r);
    if (seal_chance(r, 20)) p->now += support_between(r, 1, SEAL_STEP - 1);
    seal_scene(&w->scene, list, seal_chance(r, 10) ? 0 : list[0] == list[1] || seal_chance(r, 70) ? 1 : 2, p->now);
    p->horizon = p->now + (int64_t)days * SEAL_DAY;
    p->contact_by = seal_chance(r, 50) ? p->horizon : p->now + support_between(r, 1, days * SEAL_DAY / SEAL_STEP) * SEAL_STEP;
    random_ladders(r, &w->charter.ladders);
    random_ways(r, w);
    w->charter.days.count = (size_t)support_between(r, 0, 3);
    int32_t day = (int32_t)(p->now / SEAL_DAY) - 1;
    for (int i = 0; i < 3; i++) w->holidays[i] = day += (int32_t)support_between(r, 1, 3);
    w->charter.limit_count = (size_t)support_between(r, 0, seal_chance(r, 50) ? 3 : SEAL_LIMITS);
    for (size_t i = 0; i < w->charter.limit_count; i++) random_limit(r, w, i);
    p->actions = some_bits(r, w->charter.ladders.action_count);
    if (seal_chance(r, 70)) p->actions = likely_actions(r, &w->charter.ladders);
    p->tones = (uint32_t)some_bits(r, w->charter.ladders.tone_count);
    p->preferred_state = (ru_state)support_between(r, 0, 2);
    p->preferred = (int)support_between(r, -1, w->charter.ladders.channel_count - 1);
    p->has_plan = seal_chance(r, 60);
    p->plans = support_next(r) & 7;
    p->currency = (int)support_between(r, -1, 1);
}

void seal_copy(seal_world *to, const seal_world *from) {
    *to = *from;
    bind(to);
    for (size_t i = 0; i < SEAL_WAYS; i++) {
        to->ways[i].cost = from->ways[i].cost ? to->costs[i] : NULL;
        to->ways[i].has_cost = to->has_costs[i];
    }
    for (size_t i = 0; i < SEAL_LIMITS; i++) {
        to->limits[i].hours = &to->hours[i];
        to->limits[i].plans = &to->plans[i];
        to->now[i].widened = to->windows[i];
    }
}

void seal_plain(seal_world *w) {
    const ru_zone *home = zones[0];
    memset(w, 0, sizeof *w);
    bind(w);
    ru_ladders *l = &w->charter.ladders;
    l->action_count = 4;
    for (int i = 0; i < 4; i++) l->actions[i] = (ru_action){.contact = i > 0, .gives_way = i > 0 ? i - 1 : 0, .rank = i};
    l->tone_count = 3;
    l->channel_count = 4;
    w->charter.way_count = 4;
    for (int i = 0; i < 4; i++) {
        w->ways[i] = (ru_way){.channel = i, .prefer = 4 - i}; /* the harshest first, so that giving way shows */
        w->truth[i] = RU_TRUE;
    }
    ru_proposal *p = &w->proposal;
    p->now = (int64_t)ru_days_from_civil(2026, 3, 2) * SEAL_DAY + 15 * 3600; /* a Monday, ten in the morning */
    p->horizon = p->contact_by = p->now + 14 * SEAL_DAY;
    p->actions = 8;
    p->tones = 4;
    p->preferred_state = RU_NONE;
    p->preferred = -1;
    p->has_plan = true;
    p->currency = -1;
    seal_scene(&w->scene, &home, 1, p->now);
}

ru_limit *seal_limit(seal_world *w, unsigned effects, ru_acts_on acts_on) {
    size_t i = w->charter.limit_count++;
    assert_true(i < SEAL_LIMITS);
    w->limits[i] = (ru_limit){.effects = effects,
                              .acts_on = acts_on,
                              .actions = UINT64_MAX,
                              .tones = UINT32_MAX,
                              .ways = UINT64_MAX,
                              .hours = &w->hours[i],
                              .plans = &w->plans[i],
                              .valid_from = INT32_MIN,
                              .valid_until = INT32_MAX};
    w->now[i] = (ru_limit_now){.holds = RU_TRUE,
                               .met = effects & RU_ONLY_IF ? RU_FALSE : RU_TRUE,
                               .ends = INT64_MAX,
                               .ends_surely = INT64_MAX,
                               .widened = w->windows[i],
                               .hand_over_by = INT64_MAX};
    w->charter.limits_plans |= acts_on == RU_ON_PLAN;
    return &w->limits[i];
}

void seal_judge(const seal_world *w, ru_permission *out) { ru_charter_judge(&w->charter, w->now, &w->proposal, out); }

void seal_print(const seal_world *w) {
    const ru_proposal *p = &w->proposal;
    const ru_ladders *l = &w->charter.ladders;
    printf("now %lld contact_by +%lld horizon +%lld zones", (long long)p->now, (long long)(p->contact_by - p->now), (long long)(p->horizon - p->now));
    for (size_t i = 0; i < w->scene.zone_count; i++) printf(" %s", ru_zone_name(w->scene.zones[i]).p);
    printf("\nactions %llx tones %x preferred %d:%d plan %d plans %llx currency %d; none is %d, tones %d, channels %d\n", (unsigned long long)p->actions,
           p->tones, (int)p->preferred_state, p->preferred, p->has_plan, (unsigned long long)p->plans, p->currency, l->none, l->tone_count, l->channel_count);
    for (int i = 0; i < l->action_count; i++)
        printf("  action %d contact %d needs %d to %d rank %d\n", i, l->actions[i].contact, l->actions[i].needs_plan, l->actions[i].gives_way,
               l->actions[i].rank);
    for (size_t i = 0; i < w->charter.way_count; i++)
        printf("  way %zu channel %d prefer %lld truth %d cost %lld\n", i, w->ways[i].channel, (long long)w->ways[i].prefer, w->truth[i],
               w->ways[i].cost && p->currency >= 0 ? (long long)w->ways[i].cost[p->currency] : -1);
    for (size_t i = 0; i < w->charter.limit_count; i++) {
        const ru_limit *m = &w->limits[i];
        printf("  limit %zu effects %x on %d actions %llx tones %x ways %llx caps %d %d dates %d..%d holds %d met %d ends %+lld widened %zu\n", i, m->effects,
               (int)m->acts_on, (unsigned long long)m->actions, m->tones, (unsigned long long)m->ways, m->tone_cap, m->action_cap, m->valid_from,
               m->valid_until, (int)w->now[i].holds, (int)w->now[i].met, w->now[i].ends == INT64_MAX ? -1 : (long long)(w->now[i].ends - p->now),
               w->now[i].widened_count);
    }
}
