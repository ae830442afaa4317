/* reading.h: how hard a text is to read: Flesch–Kincaid grade (English), Kandel–Moles ease (French). A plain count, for tests. */
#ifndef TESTS_READING_H
#define TESTS_READING_H

#include <stdbool.h>

/* A sentence ends at . ! ? and where a heading or an item of a list ends; a line that goes on is not an end. Numbers are no words. */
double reading_grade_english(const char *text);
double reading_ease_french(const char *text);
#endif
