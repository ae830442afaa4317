/* faulty.h: files, SQLite's memory and OpenSSL's memory that fail when told: the n-th call, once or from there on. */
#ifndef TESTS_FAULTY_H
#define TESTS_FAULTY_H

#include <stdbool.h>

typedef struct faulty {
    long calls;    /* since the last faulty_begin */
    long fail_at;  /* the call that fails; 0: none */
    bool for_ever; /* and all after it */
    bool full;     /* files: what writes fails as a full disk does, half of it written; else as a broken disk, nothing written */
    long failed;   /* how often it did */
    long held;     /* memory: blocks out */
} faulty;
extern faulty faulty_files, faulty_sqlite, faulty_crypto;

/* Before the first call of SQLite or OpenSSL. Files are SQLite's alone; a file that is asked to reach the disk is not, which no test would see. */
void faulty_install(void);
void faulty_begin(faulty *f, long fail_at, bool for_ever, bool full);
void faulty_random(bool fails); /* the system has no random bytes */
void faulty_end(void);          /* all three do well again */

#endif
