/* unsaid.h: the words that are not said to people, as they ship: read once for `check` and `lint-text` from the lists that the charter's limits use. */
#ifndef RU_UNSAID_H
#define RU_UNSAID_H

#include "engine/base/phrases.h"
#include "engine/data/data.h"

/* The charter's classes A to H (charter facts, section 13), in its order. */
typedef enum ru_unsaid_class {
    RU_ARREST,
    RU_LEGAL_THREAT,
    RU_FALSE_URGENCY,
    RU_SHAME,
    RU_THIRD_PARTY,
    RU_IMPERSONATION,
    RU_STATUS_THREAT,
    RU_DEHUMANISING,
    RU_UNSAID_CLASSES
} ru_unsaid_class;
typedef struct ru_unsaid_info {
    const char *name, *says, *instead;
    bool threat;
} ru_unsaid_info; /* says: "it threatens …"; threat: A to G */
extern const ru_unsaid_info ru_unsaid_classes[RU_UNSAID_CLASSES];

/* Tags are classes; of jargon, places in `plain`. NULL: not in this language. */
typedef struct ru_unsaid {
    const ru_phrases *anywhere; /* all classes but legal threats */
    const ru_phrases *legal;    /* legal threats: a message for a legal purpose may say them */
    const ru_phrases *subject;  /* in a subject line only */
    const ru_phrases *jargon;
    const ru_node *plain; /* jargon → what says the same */
} ru_unsaid;
bool ru_unsaid_read(ru_arena *a, ru_str lang, ru_unsaid *out); /* false: out of memory */

#endif
