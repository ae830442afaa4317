/* requests.c: see requests.h. */
#include "tests/support/requests.h"

#include <stdio.h>
#include <string.h>

void request_random(support_random *r, const ru_schema *s, request_draft *out) {
    ru_dice d = {r->state};
    ru_someone_random(&d, s, false, out);
    r->state = d.state;
}

const char *request_text(const ru_schema *s, const request_draft *d) {
    static char out[1 << 16];
    ruth_allocator alloc = ru_allocator_default();
    ru_buf b;
    ru_buf_init(&b, &alloc);
    ru_someone_write(&b, s, d);
    assert_true(!b.failed && b.n < sizeof out);
    memcpy(out, b.p, b.n);
    out[b.n] = 0;
    ru_buf_free(&b);
    return out;
}
