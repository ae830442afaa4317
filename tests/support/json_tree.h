/* json_tree.h: a JSON document as a tree of nodes, for tests that look around in one. */
#ifndef TESTS_JSON_TREE_H
#define TESTS_JSON_TREE_H

#include "engine/data/data.h"

/* Strings, numbers, true and false become TEXT; null NULL. NULL: not JSON, or memory ran out. */
const ru_node *json_tree(ru_arena *a, ru_str bytes);
/* A part by keys and numbers: json_at(doc, "stages.segment.considered.0.id"); NULL: not there. */
const ru_node *json_at(const ru_node *n, const char *path);
const char *json_text(const ru_node *n, const char *path); /* "" for null; fails the test when it is not there */
bool json_is(const ru_node *n, const char *path, const char *text);
size_t json_count(const ru_node *n, const char *path); /* of a list or object; fails the test when it is not there */
#endif
