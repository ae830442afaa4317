/* card.h: a scorecard as it is kept between calls, and the few functions that its files share. Points are thousandths everywhere. */
#ifndef PLUGINS_SCORECARD_CARD_H
#define PLUGINS_SCORECARD_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/include/ruth_plugin.h"

/* With these bounds no sum can leave 64 bits: 257 addends of at most 10^12 each. */
enum { SCORECARD_MOST_PARTS = 256, SCORECARD_MOST_BINS = 1000, SCORECARD_MOST_REASONS = 10 };
#define SCORECARD_MOST_POINTS INT64_C(1000000000000) /* thousandths */
#define SCORECARD_LONGEST_DOUBLING INT64_C(100000000)

typedef struct card_points {
    bool known;
    int64_t points;
} card_points; /* known false: the score is not known then */
typedef struct card_bin {
    int64_t from, to;  /* half-open; INT64_MIN: no lower end; to INT64_MAX: no upper end */
    const char *value; /* of an enum; "true", "false"; NULL: a range */
    int64_t points;
} card_bin;
typedef struct card_part { /* a characteristic */
    const char *name, *fact;
    uint32_t type;
    const card_bin *bins;
    size_t bin_count;
    card_points missing, none, others;
    int64_t best; /* what costs the person nothing: the points of its best bin */
} card_part;
typedef enum card_scale { CARD_POINTS, CARD_DOUBLES, CARD_HALVES, CARD_LOG_ODDS } card_scale;
typedef struct card {
    size_t size; /* of the one block that holds all of it */
    card_scale scale;
    int64_t base, even_at, every;
    int64_t low, high; /* of the result: whole points, or millionths */
    bool lower_is_better;
    const char *id_version;                                         /* "payday_risk 2026.1" */
    const char *into, *version_into, *complete_into, *reasons_into; /* facts; NULL: not written (never `into`) */
    const char *currency;                                           /* of amounts of money; NULL: there are none */
    size_t most_reasons;
    const card_part *parts;
    size_t part_count;
} card;

/* Does: reads scorecard.yaml and declares the facts it names. Gives: *out, one block of host->resize. [load] */
int scorecard_read(const ruth_host *host, void *call, card **out);
/* Does: reads the facts, writes the results. [call] */
int scorecard_score(const ruth_host *host, void *call, const card *c);

/* 2^(step / 4096) times 2^40, for steps 0 to 4096. */
uint64_t scorecard_power(int step);
/* Millionths: 1 / (1 + 2^(-over / every)), every above 0 and at most SCORECARD_LONGEST_DOUBLING. */
int64_t scorecard_doubling(int64_t over, int64_t every);
/* Millionths: 1 / (1 + e^(-over / 1000)). */
int64_t scorecard_natural(int64_t over);
#endif
