/* test_base_digest.c: SHA-256 by the standard's examples, in one piece and in many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/base/base.h"
#include "tests/support/refusing.h"

static void hex_is(const unsigned char *digest, const char *expected) {
    char text[2 * RU_DIGEST_SIZE + 1] = "";
    ru_hex(digest, RU_DIGEST_SIZE, text);
    assert_string_equal(text, expected);
}

static const char a_million[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
static const struct {
    const char *text, *digest;
} known[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void standard_examples(void **state) {
    unsigned char out[RU_DIGEST_SIZE];
    ru_sha256 *h = ru_sha256_new(NULL);
    assert_non_null(h);
    for (size_t i = 0; i < RU_COUNT(known); i++) {
        ru_sha256_once(known[i].text, strlen(known[i].text), out);
        hex_is(out, known[i].digest);
        ru_sha256_begin(h);
        ru_sha256_update(h, known[i].text, strlen(known[i].text));
        ru_sha256_end(h, out);
        hex_is(out, known[i].digest);
    }
    ru_sha256_once(NULL, 0, out);
    hex_is(out, known[0].digest);
    char block[1000];
    memset(block, 'a', sizeof block);
    ru_sha256_begin(h);
    for (int i = 0; i < 1000; i++) ru_sha256_update(h, block, sizeof block);
    ru_sha256_end(h, out);
    hex_is(out, a_million);
    ru_sha256_free(h);
}

static void pieces_make_the_whole(void **state) {
    unsigned char text[300], whole[RU_DIGEST_SIZE], pieces[RU_DIGEST_SIZE];
    for (size_t i = 0; i < sizeof text; i++) text[i] = (unsigned char)(i * 7);
    ru_sha256 *h = ru_sha256_new(NULL);
    for (size_t n = 0; n <= sizeof text; n++) {
        ru_sha256_once(text, n, whole);
        size_t cut = n / 3;
        ru_sha256_begin(h);
        ru_sha256_update(h, text, cut);
        ru_sha256_update(h, NULL, 0);
        ru_sha256_update(h, text + cut, n - cut);
        ru_sha256_end(h, pieces);
        assert_memory_equal(whole, pieces, sizeof whole);
    }
    ru_sha256_begin(h);
    ru_sha256_update(h, "left over", 9);
    ru_sha256_begin(h); /* a start forgets what was not ended */
    ru_sha256_update(h, "abc", 3);
    ru_sha256_end(h, pieces);
    hex_is(pieces, known[1].digest);
    ru_sha256_free(h);
    ru_sha256_free(NULL);
}

static void a_refused_context_is_null(void **state) {
    refusing r = {.refuse_at = 1};
    ruth_allocator alloc = refusing_allocator(&r);
    assert_null(ru_sha256_new(&alloc));
    ru_sha256 *h = ru_sha256_new(&alloc);
    assert_non_null(h);
    assert_int_equal(r.blocks, 1);
    ru_sha256_free(h);
    assert_int_equal(r.blocks, 0);
    assert_false(r.wrong_size);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standard_examples),
        cmocka_unit_test(pieces_make_the_whole),
        cmocka_unit_test(a_refused_context_is_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
