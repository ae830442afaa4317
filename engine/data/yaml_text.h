/* yaml_text.h: what yaml.c needs to know about text: characters it refuses, places, libyaml's complaints in plain words. */
#ifndef RU_YAML_TEXT_H
#define RU_YAML_TEXT_H

#include "engine/base/base.h"

/* Names the first kind of character in valid UTF-8 that a file, or (`raw` false) a decoded scalar, may not have; *at its offset
 * (NULL allowed). NULL when there is none. */
const char *ru_yaml_refused(ru_str s, bool raw, size_t *at);
/* Line and column, both from 1, of a byte; columns count characters, as libyaml does. */
void ru_yaml_place(ru_str s, size_t at, int *line, int *column);
/* The byte at a line and column; 0 where there is none. */
char ru_yaml_byte(ru_str s, int line, int column);
/* libyaml's complaint as a sentence, or NULL; `byte` stands where it complains; *at_context when it is better shown where the thing complained of began. */
const char *ru_yaml_sentence(const char *context, const char *problem, char byte, bool *at_context);
/* The part of a text that goes into a message: one line, not too long. */
ru_str ru_yaml_shown(ru_str s);

#endif
