/* hold.c: a request to stop waits until what is written is whole lines; a line for which there was no room is none. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

enum { ROOM = 64 << 10 };
static bool held;
static char lines[ROOM]; /* whole ones, on their way out */
static size_t used;

static void change(int how) {
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGHUP);
    pthread_sigmask(how, &stops, NULL);
}

void cli_hold(void) {
    change(SIG_BLOCK);
    held = true;
}

bool cli_release(void) {
    bool whole = cli_write_lines(lines, used);
    used = 0;
    whole &= fflush(stdout) == 0;
    held = false;
    change(SIG_UNBLOCK);
    return whole;
}

bool cli_pause(void) {
    if (!held) return false;
    cli_release();
    return true;
}

/* The half line that a full disk took goes again, where the output is a file and it is the last thing in it. */
static void cut(const char *bytes, size_t done) {
    size_t half = 0;
    struct stat st;
    off_t at = lseek(STDOUT_FILENO, 0, SEEK_CUR);
    while (half < done && bytes[done - 1 - half] != '\n') half++;
    if (half && fstat(STDOUT_FILENO, &st) == 0 && S_ISREG(st.st_mode) && at == st.st_size && ftruncate(STDOUT_FILENO, at - (off_t)half) == 0)
        lseek(STDOUT_FILENO, at - (off_t)half, SEEK_SET);
}

bool cli_write_lines(const char *bytes, size_t n) {
    for (size_t done = 0; done < n;) {
        ssize_t k = write(STDOUT_FILENO, bytes + done, n - done);
        if (k >= 0) done += (size_t)k;
        if (k >= 0 || errno == EINTR) continue;
        int why = errno;
        cut(bytes, done);
        errno = why;
        return false;
    }
    return true;
}

bool cli_put_line(const char *bytes, size_t n) {
    if (n >= ROOM - used) {
        bool whole = cli_write_lines(lines, used);
        used = 0;
        if (!whole) return false;
    }
    if (n >= ROOM) return cli_write_lines(bytes, n) && cli_write_lines("\n", 1);
    memcpy(lines + used, bytes, n);
    lines[used + n] = '\n';
    used += n + 1;
    return true;
}
