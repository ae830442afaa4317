/* records.h: records of decisions, taken apart and put together again with something else in them, as nobody but ruth should. */
#ifndef TEST_RECORDS_H
#define TEST_RECORDS_H

#include "engine/audit/audit.h"
#include "engine/include/ruth.h"

typedef struct opened_record {
    ru_record record; /* its content points into `plain`; change what you like */
    ru_packer *packer;
    ru_buf plain;
} opened_record;

void record_open(opened_record *o, ruth_policy *policy, ru_str bytes); /* copies what it needs of the bytes */
void record_again(opened_record *o, ru_buf *out);                      /* into an empty buffer */
void record_close(opened_record *o);

#endif
