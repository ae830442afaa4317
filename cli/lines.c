/* lines.c: lines of a file or of standard input through one growing buffer that never exceeds the line limit by much. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

enum { CHUNK = 64 << 10 };

struct cli_lines {
    int fd;
    const char *name;
    char *buf;
    size_t capacity, begin, end, limit;
    bool eof, skipping; /* skipping: the rest of a line that was too long */
};

cli_lines *cli_lines_open(const char *path, size_t limit) {
    cli_lines *in = calloc(1, sizeof *in);
    bool standard = !strcmp(path, "-");
    if (in) in->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (in) in->capacity = limit + CHUNK;
    if (in && in->fd >= 0) in->buf = malloc(in->capacity);
    if (in && in->fd >= 0 && in->buf) {
        in->name = standard ? "standard input" : path;
        in->limit = limit;
        return in;
    }
    fprintf(stderr, "ruth: %s: %s\n", path, strerror(errno));
    cli_lines_close(in);
    return NULL;
}

void cli_lines_close(cli_lines *in) {
    if (!in) return;
    if (in->fd > STDERR_FILENO) close(in->fd);
    free(in->buf);
    free(in);
}

/* A read would not wait: there is something, or the end. */
static bool ready(const cli_lines *in) {
    struct pollfd p = {.fd = in->fd, .events = POLLIN};
    return poll(&p, 1, 0) > 0;
}

/* More bytes behind `end`. 1 some, 0 the end, −1 an error. */
static int fill(cli_lines *in, bool (*idle)(void *), void *context) {
    if (in->begin) {
        memmove(in->buf, in->buf + in->begin, in->end - in->begin);
        in->end -= in->begin;
        in->begin = 0;
    }
    if (idle && !ready(in) && !idle(context)) return -1;
    bool held = cli_pause(); /* what was said is out, whole, and a stop may come, while we wait */
    ssize_t n;
    do n = read(in->fd, in->buf + in->end, in->capacity - in->end);
    while (n < 0 && errno == EINTR);
    if (n < 0) fprintf(stderr, "ruth: %s: %s\n", in->name, strerror(errno));
    if (n > 0) in->end += (size_t)n;
    if (held) cli_hold();
    return n < 0 ? -1 : n > 0;
}

int cli_lines_next(cli_lines *in, cli_line *out, bool (*idle)(void *), void *context) {
    size_t seen = 0;
    for (;;) {
        char *from = in->buf + in->begin, *nl = in->end - in->begin > seen ? memchr(from + seen, '\n', in->end - in->begin - seen) : NULL;
        if (nl) {
            size_t length = (size_t)(nl - from);
            in->begin += length + 1;
            if (in->skipping) { /* the tail of a line already given as too long */
                in->skipping = false;
                seen = 0;
                continue;
            }
            if (length && from[length - 1] == '\r') length--;
            *out = (cli_line){from, length, length > in->limit};
            return 1;
        }
        seen = in->end - in->begin;
        if (in->skipping) {
            in->begin = in->end;
            seen = 0;
        } else if (seen > in->limit) {
            *out = (cli_line){from, in->limit + 1, true};
            in->begin = in->end;
            in->skipping = true;
            return 1;
        }
        if (in->eof) {
            if (!seen) return 0;
            *out = (cli_line){from, seen, false};
            in->begin = in->end;
            return 1;
        }
        int got = fill(in, idle, context);
        if (got < 0) return -1;
        in->eof = got == 0;
    }
}
