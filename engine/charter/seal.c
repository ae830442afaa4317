/* seal.c: the only maker of decisions. Proposals go in; only what every limit allows comes out; afterwards it can only shrink. */
#include "engine/charter/inside.h"

struct ru_sealed {
    struct ru_sealed_view view;
};

static void hush(ru_permission *p) {
    p->channel = -1;
    p->from = p->until = INT64_MAX;
    p->tone = p->tone_from = __builtin_ctz(p->proposal.tones);
}

/* Where the chain of a possible action ends when nobody is contacted: at its first entry without contact that no limit refuses. */
static int silent_end(const ru_permission *p, int action, uint64_t *passed) {
    const ru_action *ladder = p->charter->ladders.actions;
    for (; ladder[action].contact || ru_action_refused(p, action); action = ladder[action].gives_way) *passed |= (uint64_t)1 << action;
    return action;
}

/* Nobody is contacted: the least of where the possible actions end then (SEMANTICS 19). The least of all of them: else not
 * knowing which of two actions is due could leave one without contact that neither alone would come to. */
static void fall_silent(ru_permission *p) {
    const ru_action *ladder = p->charter->ladders.actions;
    p->action = -1;
    for (uint64_t left = p->proposal.actions; left; left &= left - 1) {
        int from = __builtin_ctzll(left), end = silent_end(p, from, &p->actions_refused);
        if (p->action >= 0 && ladder[end].rank >= ladder[p->action].rank) continue;
        p->action = end;
        p->action_from = from;
    }
    hush(p);
}

/* Could silence lead to a lesser action than this one without contact? Then it matters whether a contact would be possible. */
static bool silence_is_less(const ru_permission *p) {
    const ru_action *ladder = p->charter->ladders.actions;
    uint64_t passed = 0;
    for (uint64_t left = p->proposal.actions; left; left &= left - 1)
        if (ladder[silent_end(p, __builtin_ctzll(left), &passed)].rank < ladder[p->action].rank) return true;
    return false;
}

/* Everything the chains of the possible actions pass on the way to silence: a limit on one of these mattered. */
static uint64_t way_to_silence(const ru_permission *p) {
    uint64_t way = 0;
    for (uint64_t left = p->proposal.actions; left; left &= left - 1) way |= (uint64_t)1 << silent_end(p, __builtin_ctzll(left), &way);
    return way;
}

void ru_charter_judge(const ru_charter *c, const ru_limit_now *now, const ru_proposal *proposal, ru_permission *out) {
    *out = (ru_permission){.charter = c, .now = now, .proposal = *proposal, .channel = -1, .from = INT64_MAX, .until = INT64_MAX};
    ru_gather_ways(out);
    ru_judge_actions(out);
    out->speakable = ru_judge_tones(out);
    uint16_t acting[RU_MAX_ACTING];
    ru_gather_acting(out, acting);
    bool contact = c->ladders.actions[out->action].contact, matters = contact || silence_is_less(out);
    if (matters) ru_judge_channel(out);
    if (matters && out->channel < 0) fall_silent(out);
    else if (!contact) hush(out);
    if (!c->ladders.actions[out->action].contact) out->actions_on_way = way_to_silence(out);
    out->acting = NULL;
}

int ru_permission_drop_channel(ru_permission *p, int channel) {
    if (channel < 0) return p->channel; /* silence cannot be dropped */
    p->channels_removed |= 1u << channel;
    if (p->channel != channel) return p->channel;
    p->channel = -1;
    for (int c = channel - 1; c >= 0 && p->channel < 0; c--)
        if (ru_channel_open(p, c)) p->channel = c;
    if (p->channel < 0) fall_silent(p);
    else ru_permission_next(p, p->channel, p->proposal.now, &p->from, &p->until);
    return p->channel;
}

void ru_permission_silence(ru_permission *p) {
    p->channels_removed = UINT32_MAX;
    if (p->channel >= 0) fall_silent(p);
}

bool ru_permission_tone_open(const ru_permission *p, int tone) { return !ru_tone_refused(p, tone); }

void ru_permission_lower_tone(ru_permission *p, int tone) {
    if (p->channel < 0 || tone < 0 || tone >= p->tone) return;
    if (ru_tone_refused(p, tone)) ru_permission_silence(p); /* kinder on the ladder, but not permitted: nothing is said then */
    else p->tone = tone;
}

const ru_sealed *ru_seal(ru_permission *p, int64_t good_until, void *storage) {
    ru_sealed *s = storage;
    _Static_assert(sizeof *s <= RU_SEALED_SIZE, "a sealed decision must fit the storage callers give");
    if (p->channel >= 0 && p->until > good_until) p->until = good_until;
    if (p->channel >= 0 && p->from >= p->until) ru_permission_silence(p);
    s->view = (struct ru_sealed_view){.action = p->action, .tone = p->tone, .channel = p->channel, .from = p->from, .until = p->until};
    return s;
}

struct ru_sealed_view ru_sealed_read(const ru_sealed *s) {
    return s->view;
}
