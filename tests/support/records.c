/* records.c: records of decisions, taken apart and put together again. */
#include "tests/support/records.h"

#include "engine/audit/inside.h"
#include "engine/decide/ledger.h"
#include "tests/support/support.h"

void record_open(opened_record *o, ruth_policy *policy, ru_str bytes) {
    ruth_allocator alloc = ru_allocator_default();
    ru_buf words;
    ru_buf_init(&words, &alloc);
    ru_buf_init(&o->plain, &alloc);
    assert_true(ru_kept_words((const ru_policy *)(const void *)policy, &words));
    o->packer = ru_packer_new(&alloc, (ru_str){words.p, words.n});
    assert_non_null(o->packer);
    ru_buf_free(&words);
    assert_true(ru_record_take(bytes, &o->record));
    assert_true(ru_unpack(o->packer, o->record.content.packed, &o->plain));
    assert_true(ru_content_take((ru_str){o->plain.p, o->plain.n}, &o->record.content));
}

void record_again(opened_record *o, ru_buf *out) { assert_true(ru_record_put(out, o->packer, &o->record, (ru_str){NULL, 0})); }

void record_close(opened_record *o) {
    ru_packer_free(o->packer);
    ru_buf_free(&o->plain);
}
