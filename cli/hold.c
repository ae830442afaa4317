/* hold.c: a request to stop waits until what is written is whole lines. */
#include <signal.h>

#include "cli/cli.h"

static void change(int how) {
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGHUP);
    pthread_sigmask(how, &stops, NULL);
}

void cli_hold(void) { change(SIG_BLOCK); }

bool cli_release(void) {
    bool whole = fflush(stdout) == 0;
    change(SIG_UNBLOCK);
    return whole;
}
