/* full_disk.c: see full_disk.h. */
#include "tests/support/full_disk.h"

#include <stdio.h>

#include "tests/support/support.h"

void full_disk_begin(full_disk *d, long bytes) {
    fflush(NULL);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &d->before), 0);
    d->on_signal = signal(SIGXFSZ, SIG_IGN); /* then it is an error of write */
    const struct rlimit less = {.rlim_cur = (rlim_t)bytes, .rlim_max = d->before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &less), 0);
}

void full_disk_end(full_disk *d) {
    (void)setrlimit(RLIMIT_FSIZE, &d->before);
    signal(SIGXFSZ, d->on_signal);
}
