/* limit_world.h: random charters as text, with every form a limit has, and requests that stand at their edges: windows, midnights, changes of the clock. */
#ifndef TEST_LIMIT_WORLD_H
#define TEST_LIMIT_WORLD_H

#include "tests/support/requests.h"

/* `count` limits, named x.00, x.01 …; static until the next call. The same state of `r` gives the same first limits, however many there are. */
const char *limits_random(support_random *r, int count);
/* A policy with this charter and everything its limits may name; it asks for the harshest of all: a formal letter of claim, firmly, by voice. */
void limits_open(support_world *w, const char *charter);
ruth_status limits_open_status(support_world *w, const char *charter); /* closes by itself; the error stays */
/* A policy of the project, as it stands. */
void limits_open_folder(support_world *w, const char *folder);

/* A person and a question about one contact. */
enum { LIMITS_ASKED = 24, LIMITS_DAYS = 14 };
typedef struct limits_question {
    request_draft draft;
    ru_someone_field asked[LIMITS_ASKED]; /* of `proposed`, but for `at` */
    int asked_count;
    int64_t at;
    int debt; /* 0 not said, 1 null, 2 one of theirs */
} limits_question;
void limits_ask(support_random *r, const ru_schema *s, limits_question *q);
const char *limits_text(const ru_schema *s, const limits_question *q, bool proposed); /* static until the next call */

/* What a session holds after it has answered. */
typedef struct limits_look {
    ru_session *s;
    ru_asked asked;
    ru_contact contact;
    ru_limit_facts facts[512];
    uint16_t about[512]; /* limits that apply and are about the question, by the second opinion */
    size_t about_count;
    ru_permission p;    /* the engine's, over the same */
    int64_t start, end; /* of the calendar */
} limits_look;
/* Answers the question, and looks. False: the line was rejected. The answer is copied into `answer`, if not NULL. */
bool limits_permit(support_world *w, const limits_question *q, limits_look *look, char *answer, size_t size);
/* The first limit that refuses at t, by the second opinion; −1: none. */
int limits_refuser(const limits_look *look, int64_t t);

/* The calendar of an answer. */
typedef struct limits_stretch {
    int64_t from, until;
} limits_stretch;
typedef struct limits_calendar {
    limits_stretch items[4100];
    size_t count;
} limits_calendar;
void limits_calendar_read(const char *answer, limits_calendar *out);
/* Is every instant of `a` one of `b`? Where not, *at is the first. */
bool limits_within(const limits_calendar *a, const limits_calendar *b, int64_t *at);
#endif
