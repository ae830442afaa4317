/* fuzz_targets.h: what hostile bytes are given to, one function a kind; for libFuzzer (tests/fuzz/fuzz.c) and for the replay in `make check`. */
#ifndef TESTS_FUZZ_TARGETS_H
#define TESTS_FUZZ_TARGETS_H

#include <stddef.h>
#include <stdint.h>

/* Never fails, never allocates without giving back; aborts where a promise is broken. Of source, `data` need not end in NUL. */
typedef struct fuzz_target {
    const char *name;
    const char *seeds; /* the end of the names of the files in tests/attacks that suit it */
    void (*run)(const uint8_t *data, size_t size);
} fuzz_target;
extern const fuzz_target fuzz_targets[];
extern const size_t fuzz_target_count;
void fuzz_close(void); /* what targets keep between runs */

/* fuzz_binary.c */
void fuzz_plugin(const uint8_t *data, size_t size);
void fuzz_ledger(const uint8_t *data, size_t size);
void fuzz_binary_close(void);

#endif
