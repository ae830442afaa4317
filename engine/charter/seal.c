/* seal.c: the only maker of decisions. Proposals go in; only what every limit allows comes out; afterwards it can only shrink. */
#include "engine/charter/inside.h"

struct ru_sealed { struct ru_sealed_view view; };

/* Nobody is contacted: the action gives way to its first entry without contact (SEMANTICS 19). */
static void fall_silent(ru_permission *p) {
    const ru_action *ladder = p->charter->ladders.actions;
    while (ladder[p->action].contact) {
        p->actions_refused |= (uint64_t)1 << p->action;
        p->action = ladder[p->action].gives_way;
    }
    p->channel = -1;
    p->from = p->until = INT64_MAX;
    p->tone = p->tone_from = __builtin_ctz(p->proposal.tones);
}

void ru_charter_judge(const ru_charter *c, const ru_limit_now *now, const ru_proposal *proposal, ru_permission *out) {
    *out = (ru_permission){.charter = c, .now = now, .proposal = *proposal, .channel = -1, .from = INT64_MAX, .until = INT64_MAX};
    out->ways_open = ru_ways_open(out);
    ru_judge_actions(out);
    out->speakable = ru_judge_tones(out);
    if (c->ladders.actions[out->action].contact) ru_judge_channel(out);
    if (out->channel < 0) fall_silent(out);
}

int ru_permission_drop_channel(ru_permission *p, int channel) {
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
    fall_silent(p);
}

void ru_permission_lower_tone(ru_permission *p, int tone) {
    if (p->channel >= 0 && tone >= 0 && tone < p->tone) p->tone = tone;
}

const ru_sealed *ru_seal(ru_permission *p, int64_t good_until, void *storage) {
    ru_sealed *s = storage;
    _Static_assert(sizeof *s <= RU_SEALED_SIZE, "a sealed decision must fit the storage callers give");
    if (p->channel >= 0 && p->until > good_until) p->until = good_until;
    if (p->channel >= 0 && p->from >= p->until) ru_permission_silence(p);
    s->view = (struct ru_sealed_view){.action = p->action, .tone = p->tone, .channel = p->channel, .from = p->from, .until = p->until};
    return s;
}

struct ru_sealed_view ru_sealed_read(const ru_sealed *s) { return s->view; }
