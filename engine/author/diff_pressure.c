/* diff_pressure.c: the pressure order of SEMANTICS between decisions of two policies: action, contact, tone, channel, and the hours of a channel that both use. Words are compared by name. */
#include "engine/author/diff.h"

static int place(const ru_ordinal *names, int count, ru_str name) {
    for (int i = 0; i < count; i++)
        if (ru_str_eq(names[i].name, name)) return i;
    return -1;
}

/* −1 less, 0 equal, 1 more, 2 cannot be said. On the ladder that knows both words, the new policy's first. */
static int on_ladder(const ru_policy *const policies[2], const ru_ordinal *const names[2], const int counts[2], ru_str old, ru_str now) {
    if (ru_str_eq(old, now)) return 0;
    for (int k = 1; k >= 0; k--) {
        int a = place(names[k], counts[k], now), b = place(names[k], counts[k], old);
        if (a < 0 || b < 0) continue;
        if (names[k] == policies[k]->action_names) {
            a = policies[k]->charter.ladders.actions[a].rank;
            b = policies[k]->charter.ladders.actions[b].rank;
        }
        return a < b ? -1 : a > b;
    }
    return 2;
}

static void fold(int compared, bool *less, bool *more) {
    *less |= compared < 0 || compared == 2; /* words that no ladder has both of: nobody can say, so both are feared */
    *more |= compared > 0;
}

/* Where both use one channel: may it be used at instants at which it might not before, or the other way round? Looked at as far as both look ahead. */
static void fold_hours(const ru_side sides[2], bool *less, bool *more) {
    const ru_permission *old = &sides[0].session->d.judged, *now = &sides[1].session->d.judged;
    int64_t before = old->proposal.horizon < now->proposal.horizon ? old->proposal.horizon : now->proposal.horizon;
    *less |= !ru_permission_hours_within(old, sides[0].o.channel, now, sides[1].o.channel, before);
    *more |= !ru_permission_hours_within(now, sides[1].o.channel, old, sides[0].o.channel, before);
}

ru_move ru_diff_move(const ru_side sides[2]) {
    const ru_policy *const p[2] = {sides[0].policy, sides[1].policy};
    const ru_outcome *old = &sides[0].o, *now = &sides[1].o;
    const int actions[2] = {p[0]->charter.ladders.action_count, p[1]->charter.ladders.action_count};
    const int tones[2] = {p[0]->charter.ladders.tone_count, p[1]->charter.ladders.tone_count},
              channels[2] = {p[0]->charter.ladders.channel_count, p[1]->charter.ladders.channel_count};
    const ru_ordinal *const action_names[2] = {p[0]->action_names, p[1]->action_names}, *const tone_names[2] = {p[0]->tone_names, p[1]->tone_names},
                            *const channel_names[2] = {p[0]->channel_names, p[1]->channel_names};
    bool less = false, more = false;
    fold(on_ladder(p, action_names, actions, p[0]->action_names[old->action].name, p[1]->action_names[now->action].name), &less, &more);
    if (old->channel >= 0 && now->channel >= 0) {
        fold(on_ladder(p, tone_names, tones, p[0]->tone_names[old->tone].name, p[1]->tone_names[now->tone].name), &less, &more);
        int channel = on_ladder(p, channel_names, channels, p[0]->channel_names[old->channel].name, p[1]->channel_names[now->channel].name);
        fold(channel, &less, &more);
        if (!channel) fold_hours(sides, &less, &more);
    } else {
        less |= now->channel < 0 && old->channel >= 0; /* silence is below every contact */
        more |= now->channel >= 0 && old->channel < 0;
    }
    return less && more ? RU_MOVE_MIXED : less ? RU_MOVE_KINDER : more ? RU_MOVE_HARSHER : RU_MOVE_SAME;
}

/* Rungs of each policy's own ladder: where they differ, by how far they do. */
int64_t ru_diff_distance(const ru_side sides[2]) {
    int64_t rungs[2][3];
    for (int k = 0; k < 2; k++) {
        const ru_outcome *o = &sides[k].o;
        bool contact = o->channel >= 0;
        rungs[k][0] = sides[k].policy->charter.ladders.actions[o->action].rank;
        rungs[k][1] = contact ? o->tone + 1 : 0;
        rungs[k][2] = contact ? o->channel + 1 : 0;
    }
    int64_t sum = 0;
    for (int i = 0; i < 3; i++) sum += rungs[0][i] > rungs[1][i] ? rungs[0][i] - rungs[1][i] : rungs[1][i] - rungs[0][i];
    return sum;
}
