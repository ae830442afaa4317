/* file.c: one regular file into memory. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/data/data.h"

/* strerror speaks the host's language and is not safe between threads. */
static const char *reason(int error) {
    switch (error) {
    case ENOENT: return "there is no such file";
    case ENOTDIR: return "a part of its path is not a folder";
    case EACCES:
    case EPERM: return "permission denied";
    case ELOOP: return "it is a symbolic link";
    case ENAMETOOLONG: return "its name is too long";
    case EMFILE:
    case ENFILE: return "too many files are open";
    case EISDIR: return "it is a folder";
    case EIO: return "the disk reported an error";
    default: return "the system refused";
    }
}

static ruth_status refuse(ruth_error *e, const char *path, ruth_status st, const char *why) {
    return ru_fail_at(e, st, ru_str_of(path), 0, 0, "cannot read the file: %s", why);
}

static int open_again(const char *path, int flags) {
    int fd;
    do fd = open(path, flags);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Reads until `size` bytes or the end; -1 with errno on failure. */
static ssize_t read_all(int fd, char *p, size_t size) {
    size_t n = 0;
    while (n < size) {
        ssize_t got = read(fd, p + n, size - n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        n += (size_t)got;
    }
    return (ssize_t)n;
}

static ruth_status read_open(int fd, ru_arena *a, const char *path, size_t limit, ru_str *out, ruth_error *e) {
    struct stat about;
    if (fstat(fd, &about) != 0) return refuse(e, path, RUTH_E_IO, reason(errno));
    if (S_ISDIR(about.st_mode)) return refuse(e, path, RUTH_E_IO, "it is a folder");
    if (!S_ISREG(about.st_mode)) return refuse(e, path, RUTH_E_IO, "it is not a regular file");
    if (about.st_size < 0 || (uintmax_t)about.st_size > limit)
        return ru_fail_at(e, RUTH_E_LIMIT, ru_str_of(path), 0, 0, "the file is larger than %zu bytes", limit);
    size_t size = (size_t)about.st_size;
    char *p = size < SIZE_MAX ? ru_arena_alloc(a, size + 1) : NULL;
    if (!p) return ru_fail_nomem(e);
    ssize_t n = read_all(fd, p, size + 1); /* the byte for the NUL shows whether it grew meanwhile */
    if (n < 0) return refuse(e, path, RUTH_E_IO, reason(errno));
    if ((size_t)n != size) return refuse(e, path, RUTH_E_IO, "it changed while it was read");
    p[n] = 0;
    *out = (ru_str){p, size};
    return RUTH_OK;
}

static ruth_status read_file(ru_arena *a, const char *path, int flags, size_t limit, ru_str *out, ruth_error *e) {
    int fd = open_again(path, flags | O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* not blocking: opening a pipe must not wait */
    if (fd < 0) return refuse(e, path, RUTH_E_IO, reason(errno));
    ruth_status st = read_open(fd, a, path, limit, out, e);
    close(fd);
    return st;
}

ruth_status ru_file_read(ru_arena *a, const char *path, size_t limit, ru_str *out, ruth_error *e) { return read_file(a, path, O_NOFOLLOW, limit, out, e); }

ruth_status ru_file_read_linked(ru_arena *a, const char *path, size_t limit, ru_str *out, ruth_error *e) { return read_file(a, path, 0, limit, out, e); }
