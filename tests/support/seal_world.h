/* seal_world.h: random charters with proposals to put through them, and a slow, plain reading of docs/SEMANTICS.md 15–19 to compare with. */
#ifndef TEST_SEAL_WORLD_H
#define TEST_SEAL_WORLD_H

#include "engine/charter/charter.h"
#include "tests/support/support.h"

enum { SEAL_LIMITS = 8, SEAL_WAYS = 8, SEAL_STEP = 900 /* every edge lies on a quarter of an hour */, SEAL_DAY = 86400 };

/* A charter, what is known of one person, and what is proposed; all pointers lead into the world itself. */
typedef struct seal_world {
    ru_charter charter;
    ru_limit limits[SEAL_LIMITS];
    ru_hours hours[SEAL_LIMITS];
    uint64_t plans[SEAL_LIMITS];
    ru_way ways[SEAL_WAYS];
    int64_t costs[SEAL_WAYS][2];
    bool has_costs[SEAL_WAYS][2];
    int32_t holidays[3];
    ru_limit_now now[SEAL_LIMITS];
    ru_window windows[SEAL_LIMITS][2];
    uint8_t truth[SEAL_WAYS];
    ru_scene scene;
    ru_proposal proposal;
} seal_world;

enum { SEAL_ZONES = 9 };
void seal_zones_open(void); /* loads the zones of the system; fails the test when one is missing */
void seal_zones_close(void);
const ru_zone *seal_zone(int i); /* [SEAL_ZONES]: whole, half and quarter hours from UTC, summer time by an hour and by half of one */
const ru_zone *seal_zone_named(const char *name);

bool seal_chance(support_random *r, int percent);
/* Zones and their memos, as ru_scene_open would leave them at `now`. */
void seal_scene(ru_scene *sc, const ru_zone *const *zones, size_t count, int64_t now);
/* An instant on a quarter of an hour between 2024 and 2030, often within two days of a change of clocks. */
int64_t seal_instant(support_random *r);
void seal_random_hours(support_random *r, ru_hours *h, int32_t step);
ru_window seal_random_window(support_random *r, int32_t step);
void seal_random(support_random *r, seal_world *w, int days);
void seal_copy(seal_world *to, const seal_world *from);
/* The smallest useful world: actions none < help < ask < demand (each gives way to the one before), tones 0 < 1 < 2, channels 0 … 3 with one rule
 * each, all of it possible, New York, no limits, two weeks. */
void seal_plain(seal_world *w);
/* A limit at the end of the charter: about everything, no dates, holding for certain, without end. */
ru_limit *seal_limit(seal_world *w, unsigned effects, ru_acts_on acts_on);
void seal_judge(const seal_world *w, ru_permission *out);
void seal_print(const seal_world *w); /* what a failing test shows */

/* ---- the slow reading ---- */
bool slow_in_force(const seal_world *w, size_t limit, int64_t t);
bool slow_hours_open(const seal_world *w, size_t limit, int64_t t);
/* Does one effect, or any of several, of a limit that holds refuse at t? */
bool slow_refuses(const seal_world *w, size_t limit, unsigned effects, int64_t t);
typedef struct slow_judgement {
    int action, tone, channel;
    uint64_t visited;
    uint32_t tones_visited;
    bool speakable;
} slow_judgement;
void slow_judge(const seal_world *w, slow_judgement *out);
/* May something be said on the channel at t, whether or not one of its rules is definite? After slow_judge. */
bool slow_permitted(const seal_world *w, const slow_judgement *j, int channel, int64_t t);
bool slow_definite(const seal_world *w, int channel);
#endif
