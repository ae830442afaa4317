/* fuzz.c: libFuzzer's door: RUTH_FUZZ names the target (source, yaml, json, request, question, event, table, map, text, zone, plugin, ledger). Built by `make fuzz`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/fuzz_targets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const fuzz_target *target;
    const char *name = getenv("RUTH_FUZZ");
    for (size_t i = 0; !target && i < fuzz_target_count; i++)
        if (!strcmp(fuzz_targets[i].name, name ? name : "source")) target = &fuzz_targets[i];
    if (!target) {
        fprintf(stderr, "fuzz: no target is called %s\n", name);
        exit(2);
    }
    target->run(data, size);
    return 0;
}
