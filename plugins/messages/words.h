/* words.h: the texts of a policy as they are kept between calls, and the functions that this plugin's files share.
 *
 * ICU's C interface formats a message with numbered arguments only, and takes a number as a double. So each name in a pattern gets a number (a slot), what it
 * says is written beforehand (money from whole minor units, counts from 64 bits, never through a double), and ICU is handed texts. */
#ifndef PLUGINS_MESSAGES_WORDS_H
#define PLUGINS_MESSAGES_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/umsg.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>

#include "engine/include/ruth_plugin.h"
#include "plugins/shared/data.h"

enum {
    MESSAGES_SLOTS = 16, /* arguments of one pattern */
    MESSAGES_LANGUAGES = 16,
    MESSAGES_REGIONS = 64,
    MESSAGES_CURRENCIES = 16,
    MESSAGES_TONES = 16,
    MESSAGES_VALUES = 64,
    MESSAGES_SUMS = 8,
    MESSAGES_PARTS = 12, /* of one sum */
    MESSAGES_DATES = 8,  /* forms of dates in one policy */
    MESSAGES_TEXT = 8000 /* bytes of one pattern */
};

typedef struct messages_names {
    const char *const *names;
    size_t count;
} messages_names;

typedef enum messages_way {
    SAY_TEXT,    /* as it is */
    SAY_INTEGER, /* 1 234 */
    SAY_PERCENT, /* 12.5% */
    SAY_MONEY,   /* 1 234,50 $ */
    SAY_DATE,
    SAY_NAME,     /* of an enum's value, true or false: for select */
    SAY_CARDINAL, /* one, other … or is5 for =5: for select, to which plural is turned */
    SAY_ORDINAL,
    SAY_PHRASE
} messages_way;
typedef struct messages_slot {
    messages_way way;
    int value;            /* index of messages.values; of a phrase: none */
    int date;             /* index of messages.dates */
    const int64_t *exact; /* the numbers of =5 */
    size_t exact_count;
    const UChar *phrase;
    int32_t phrase_length;
} messages_slot;
typedef struct messages_pattern {
    UMessageFormat *format; /* NULL: there is no such text */
    const messages_slot *slots;
    int slot_count;
    uint32_t sums; /* bit i: what it says of messages.sums[i] must add up */
} messages_pattern;

typedef struct messages_phrase {
    struct messages_phrase *next;
    const char *id, *language, *source;
    messages_names stages;
    bool anywhere; /* stages: any */
    const UChar *text;
    int32_t length;
} messages_phrase;

typedef struct messages_text { /* one wording of a message; of those that fit, the first in the file */
    struct messages_text *next;
    messages_names channels, regions, stages, personas; /* count 0: any */
    int tone;
    messages_pattern subject, body;
    const messages_phrase *phrases[MESSAGES_SLOTS * 2]; /* whose stage only the call knows */
    int phrase_count;
} messages_text;
typedef struct messages_message {
    struct messages_message *next;
    const char *id;
    messages_text *texts;
} messages_message;

/* How one locale writes: opened when it is first needed. A `self` belongs to one session, so nobody else looks at it meanwhile. */
typedef struct messages_manner {
    char locale[64];
    UNumberFormatter *integer, *percent, *money[MESSAGES_CURRENCIES];
    UPluralRules *cardinal, *ordinal;
    UDateFormat *dates[MESSAGES_DATES], *firsts[MESSAGES_DATES]; /* firsts: for the first day of a month, where it is written otherwise */
    UCalendar *calendar;
} messages_manner;
typedef struct messages_language {
    const char *name; /* as the policy calls it: "fr" */
    messages_message *messages;
    messages_manner manners[MESSAGES_REGIONS + 1]; /* [0] without a region, [i + 1] in regions[i] */
} messages_language;

typedef struct messages_value {
    const char *name;
    uint32_t type;
    bool is_fact;
} messages_value;
typedef struct messages_sum {
    const char *name;
    int parts[MESSAGES_PARTS], added; /* the first `added` are added, the others taken off */
    int count, total;
} messages_sum;
typedef struct messages_date {
    const char *name;
    UDateFormatStyle style;
    const char *skeleton;
} messages_date;

typedef struct messages {
    struct messages_block *blocks; /* all memory but ICU's; this struct lies in the first */
    messages_language *languages;
    int language_count;
    const char *region, *stage, *persona; /* facts; NULL: none */
    struct {
        const char *value, *country;
    } regions[MESSAGES_REGIONS];
    int region_count;
    struct {
        char code[4];
        int digits;
    } currencies[MESSAGES_CURRENCIES];
    int currency_count;
    const char *tones[MESSAGES_TONES]; /* kindest first */
    int tone_count;
    messages_value values[MESSAGES_VALUES];
    int value_count;
    messages_sum sums[MESSAGES_SUMS];
    int sum_count;
    messages_date dates[MESSAGES_DATES];
    int date_count;
    messages_phrase *phrases;
    UFormattedNumber *number; /* where numbers are written */
} messages;

typedef struct messages_reading {
    shared_data d;
    messages *m;
    messages_language *language; /* whose file is read; NULL: none */
} messages_reading;

/* ---- keep.c ---- */
/* Gives: an empty struct in host memory, or NULL. [load] */
messages *messages_new(const ruth_host *host, void *call);
/* Zeroed memory that lives as long as `m`; NULL: none is left. [load] */
void *messages_keep(messages_reading *r, size_t size);
const char *messages_keep_text(messages_reading *r, const char *text);
/* A name or a list of names, each by `shared_data_name`. [load] */
int messages_keep_names(messages_reading *r, const shared_node *n, messages_names *out);
bool messages_among(messages_names names, const char *name, size_t length);
/* Closes what ICU opened and frees all. NULL: nothing. */
void messages_free(const ruth_host *host, void *call, messages *m);

/* ---- settings.c, texts.c, phrases.c ---- [load] */
int messages_read_settings(messages_reading *r);
int messages_read_phrases(messages_reading *r);
int messages_read_texts(messages_reading *r);
int messages_find_value(const messages *m, const char *name, size_t length); /* −1: none */
int messages_currency_digits(const char *code);                              /* of ISO 4217 */

/* ---- pattern.c ---- */
/* Does: checks the pattern and opens it. `text` gets the phrases whose stage is known in the call only. Fails: said with its place. [load] */
int messages_compile(messages_reading *r, const shared_node *n, messages_text *text, messages_pattern *out);
/* Says what is wrong at byte `at` of the text of a node. Gives RUTH_PLUGIN_FAILED. [load] */
int messages_fail_in(const messages_reading *r, const shared_node *n, size_t at, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* ---- say.c ---- */
/* One call: what is handed over, and where to write. */
typedef struct messages_call {
    const ruth_host *host;
    void *call;
    messages *m;
    messages_manner *manner;
    const ruth_plugin_named *named;
    uint32_t named_count;
    int currency; /* index of messages.currencies; −1: not known yet */
} messages_call;
/* Says in one sentence why there is no text. Gives RUTH_PLUGIN_FAILED. [call] */
int messages_fail(const messages_call *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Does: a value that the host hands over, or a fact. Fails: it has no value, or another type than settings.yaml says. [call] */
int messages_value_of(const messages_call *c, int value, ruth_plugin_value *out);
/* Does: what the slot says, in scratch memory, with a NUL behind it. [call] */
int messages_say(messages_call *c, const messages_slot *slot, const UChar **out);
/* The plural rules of a locale; NULL: ICU is out of memory. */
UPluralRules *messages_rules(messages_manner *n, bool ordinal);
/* The decimal of v / 10^digits, exact for every v; `out` has room for 32 characters. */
void messages_decimal(int64_t v, int digits, char *out);
#endif
