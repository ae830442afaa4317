/* full_disk.h: a stretch of a test in which no file can grow beyond so many bytes: the system refuses what is written behind that, as a full disk does. */
#ifndef TEST_FULL_DISK_H
#define TEST_FULL_DISK_H

#include <signal.h>
#include <sys/resource.h>

typedef struct full_disk {
    struct rlimit before;
    void (*on_signal)(int);
} full_disk;
/* Nothing may be printed before the end: the test's own output may be a file, too. */
void full_disk_begin(full_disk *d, long bytes);
void full_disk_end(full_disk *d);

#endif
