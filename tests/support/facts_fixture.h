/* facts_fixture.h: a small schema, requests read from text, and rule data written as YAML: what the tests of facts/ share. */
#ifndef FACTS_FIXTURE_H
#define FACTS_FIXTURE_H

#include "engine/facts/facts.h"

typedef struct facts_fixture {
    ru_arena arena; /* the policy's */
    ru_arena request_arena;
    ru_schema *s;
    ru_zones *zones;
    ru_request r;
    ru_rejection why;
    ru_scene scene;
    ruth_error error;
    ru_buf out;
} facts_fixture;

extern const char facts_yaml[], contacts_yaml[], numbers_yaml[];

/* NULL for a text: the file of this name above. Gives the status and leaves the error in f->error; facts_close either way. */
ruth_status facts_open_with(facts_fixture *f, const char *facts, const char *contacts, const char *numbers);
void facts_open(facts_fixture *f); /* the three above; fails the test when they do not build */
void facts_close(facts_fixture *f);
/* Rule data: YAML flow text with whole numbers, true and false as Lua would hand them over, and 1.5 as a float. */
ru_node *facts_node(facts_fixture *f, const char *text);
/* One request line; the text must outlive the fixture. */
bool facts_read(facts_fixture *f, const char *line);
/* facts_read and ru_scene_open, both must work. */
void facts_scene(facts_fixture *f, const char *line);
int facts_slot(const facts_fixture *f, const char *name);
const ru_value *facts_value(const facts_fixture *f, const char *name);
/* What was appended to f->out since the last call, as a string in the request arena. */
const char *facts_text(facts_fixture *f);
/* RUTH_SCALE per mille of `count`, at least 1. */
int facts_scaled(int count);

#endif
