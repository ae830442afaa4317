/* charter_world.h: a charter, a person's zones and a proposal made by hand, and the slow, plain reading of limits beside them. */
#ifndef TEST_CHARTER_WORLD_H
#define TEST_CHARTER_WORLD_H

#include "engine/charter/charter.h"
#include "tests/support/support.h"

enum { CHARTER_LIMITS = 24, CHARTER_WAYS = 12, CHARTER_TABLES = 8, CHARTER_WINDOWS = 3, CHARTER_HOLIDAYS = 2, CHARTER_DAY = 86400 };

/* All that one judgement reads. It points into itself: copy it with charter_copy. */
typedef struct charter_world {
    ru_scene scene;
    ru_charter charter;
    ru_limit limits[CHARTER_LIMITS];
    ru_limit_now now[CHARTER_LIMITS];
    ru_hours tables[CHARTER_TABLES];
    ru_window windows[CHARTER_WINDOWS];
    int32_t holidays[CHARTER_HOLIDAYS];
    ru_way ways[CHARTER_WAYS];
    uint8_t tri[CHARTER_WAYS];
    uint16_t applying[CHARTER_LIMITS];
    ru_proposal proposal;
    bool reads_day;      /* contact_by is the next local midnight, else the horizon (SEMANTICS 17) */
    bool lists_applying; /* proposal.applying is given */
} charter_world;

/* Four actions none < remind < formal < legal, each giving way to none; tones 0–3; channels 0–3, a definite way each; no limits, no zone, horizon a fortnight. */
void charter_world_open(charter_world *w, const char *now);
void charter_copy(charter_world *to, const charter_world *from);
/* Zones of the person, by name, NULL at the end; loaded once for the whole program. */
void charter_zones(charter_world *w, ...);
const ru_zone *charter_zone(const char *name);
void charter_zone_add(charter_world *w, const ru_zone *zone);
void charter_zones_free(void);
int64_t charter_at(const char *instant);
int32_t charter_date(const char *date);
/* A limit that applies, is always in force, and names nothing. */
ru_limit *charter_limit(charter_world *w, unsigned effects, ru_acts_on on);
void charter_judge(charter_world *w, ru_permission *p);

/* ---- the plain reading, instant by instant ---- */
bool charter_in_force(const charter_world *w, size_t limit, int64_t t);
bool charter_hours_open(const charter_world *w, size_t limit, int64_t t);
/* Does the limit refuse at t (effective dates, hours, ends; gates and aims aside)? */
bool charter_refuses(const charter_world *w, size_t limit, int64_t t);
/* Is the channel permitted at t by every limit, given the actions and tones visited? Its rules may be only possible. */
bool charter_permits(const charter_world *w, const ru_permission *p, int channel, int64_t t);

/* ---- by chance ---- */
void charter_random(charter_world *w, support_random *r);
void charter_random_hours(ru_hours *h, support_random *r, int minutes); /* spans on multiples of `minutes` */
bool charter_random_limit(charter_world *w, support_random *r);         /* false: no room for another */
void charter_settle(charter_world *w);                                  /* after a change: applying, contact_by, today */
bool charter_chance(support_random *r, int percent);
#endif
