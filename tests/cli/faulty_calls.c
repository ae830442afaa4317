/* faulty_calls.c: preloaded by faults.sh: reads and writes that come short, are interrupted, or fail, by what FAULT says.
 * FAULT="write 1 enospc 3": the third write to descriptor 1, and all after it, takes half and then finds a full disk. "read 0 short 1": each read of it gives three bytes at most.
 * Calls: read, write, db (pwrite, fsync, ftruncate: what SQLite does). Ways: short, eintr (each second one), eio, enospc. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char call[8], way[8];
static int on = -2;
static long at, seen;

static int comes(const char *name, int fd) {
    if (on == -2) {
        const char *s = getenv("FAULT");
        on = -1;
        if (s && sscanf(s, "%7s %d %7s %ld", call, &on, way, &at) != 4) abort();
    }
    return !strcmp(name, call) && (fd == on || !strcmp(name, "db")) && ++seen >= at;
}

static int fails(void) {
    if (!strcmp(way, "eintr") && seen % 2) errno = EINTR;
    else if (!strcmp(way, "eio")) errno = EIO;
    else if (!strcmp(way, "enospc")) errno = ENOSPC;
    else return 0;
    return 1;
}

ssize_t read(int fd, void *into, size_t n) {
    static ssize_t (*real)(int, void *, size_t);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "read");
    if (!comes("read", fd)) return real(fd, into, n);
    if (fails()) return -1;
    return real(fd, into, n > 3 ? 3 : n);
}

ssize_t write(int fd, const void *from, size_t n) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "write");
    if (!comes("write", fd)) return real(fd, from, n);
    if (!strcmp(way, "enospc") && seen == at && n > 1) return real(fd, from, n / 2);
    if (fails()) return -1;
    return real(fd, from, n > 7 ? n / 2 : n);
}

ssize_t pwrite64(int fd, const void *from, size_t n, off64_t where) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
    return comes("db", fd) && fails() ? -1 : real(fd, from, n, where);
}

int fsync(int fd) {
    static int (*real)(int);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "fsync");
    return comes("db", fd) && fails() ? -1 : real(fd);
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
    return comes("db", fd) && fails() ? -1 : real(fd);
}

int ftruncate64(int fd, off64_t size) {
    static int (*real)(int, off64_t);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "ftruncate64");
    return comes("db", fd) && fails() ? -1 : real(fd, size);
}
