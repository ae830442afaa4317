/* test_base_arena.c: allocation, reuse after a reset, caps, refusals, the default allocator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/base/base.h"
#include "tests/support/refusing.h"

/* In blocks, however the engine was built. */
static void blocks_init(ru_arena *a, const ruth_allocator *alloc, size_t size) {
    ru_arena_init(a, alloc, size);
    if (a->exact) a->block_size = size < 512 ? 512 : size > SIZE_MAX / 4 ? SIZE_MAX / 4 : size;
    a->exact = false;
}

static void is_aligned_and_apart(void **state) {
    refusing r = {0};
    ruth_allocator alloc = refusing_allocator(&r);
    ru_arena a;
    blocks_init(&a, &alloc, 1024);
    assert_int_equal(r.calls, 0);
    unsigned char *all[400];
    size_t sizes[400];
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        sizes[i] = i * 7 % 900; /* some fit a block, some get their own, some are empty */
        all[i] = ru_arena_alloc(&a, sizes[i]);
        assert_non_null(all[i]);
        assert_int_equal((uintptr_t)all[i] % 16, 0);
        memset(all[i], (int)(i & 0xFF), sizes[i]);
    }
    for (size_t i = 0; i < RU_COUNT(all); i++)
        for (size_t k = 0; k < sizes[i]; k++) assert_int_equal(all[i][k], i & 0xFF);
    assert_int_equal(a.total, r.held);
    ru_arena_free(&a);
    assert_int_equal(r.held, 0);
    assert_int_equal(r.blocks, 0);
    assert_int_equal(a.total, 0);
    assert_false(r.wrong_size);
    assert_non_null(ru_arena_alloc(&a, 10)); /* may be used again */
    ru_arena_free(&a);
    ru_arena_free(&a);
    assert_int_equal(r.blocks, 0);
}

/* One use of an arena: the same requests for the same seed. */
static void use(ru_arena *a, unsigned seed, size_t count, size_t largest) {
    for (size_t i = 0; i < count; i++) {
        seed = seed * 1103515245u + 12345u;
        size_t size = (seed >> 8) % 97 == 0 ? (seed >> 4) % largest : (seed >> 8) % 200;
        assert_non_null(ru_arena_alloc(a, size));
    }
}

static void repeats_without_the_allocator(void **state) {
    refusing r = {0};
    ruth_allocator alloc = refusing_allocator(&r);
    ru_arena a;
    blocks_init(&a, &alloc, 4096);
    for (unsigned seed = 1; seed < 60; seed++) {
        ru_arena_reset(&a);
        use(&a, seed, 300 + seed * 10, 40000);
        size_t calls = r.calls, held = r.held;
        for (int again = 0; again < 3; again++) {
            ru_arena_reset(&a);
            use(&a, seed, 300 + seed * 10, 40000);
            assert_int_equal(r.calls, calls);
            assert_int_equal(r.held, held);
        }
        assert_int_equal(a.total, r.held);
    }
    ru_arena_free(&a);
    assert_int_equal(r.blocks, 0);

    /* Oversize requests before any ordinary one, and alone. */
    blocks_init(&a, &alloc, 512);
    for (int i = 0; i < 4; i++) {
        size_t calls = r.calls;
        assert_non_null(ru_arena_alloc(&a, 5000));
        assert_non_null(ru_arena_alloc(&a, 3000));
        assert_non_null(ru_arena_alloc(&a, 8));
        assert_non_null(ru_arena_alloc(&a, 9000));
        if (i) assert_int_equal(r.calls, calls);
        ru_arena_reset(&a);
    }
    ru_arena_free(&a);
    assert_int_equal(r.blocks, 0);
}

/* Requests that grow by a byte each time must not leave each size behind. */
static void does_not_hoard(void **state) {
    refusing r = {0};
    ruth_allocator alloc = refusing_allocator(&r);
    ru_arena a;
    blocks_init(&a, &alloc, 1024);
    for (size_t size = 10000; size < 12000; size++) {
        assert_non_null(ru_arena_alloc(&a, size));
        ru_arena_reset(&a);
        assert_true(r.held < 3 * size);
    }
    ru_arena_free(&a);
    assert_int_equal(r.held, 0);
}

static void absurd_sizes_are_refused(void **state) {
    refusing r = {0};
    ruth_allocator alloc = refusing_allocator(&r);
    ru_arena a;
    blocks_init(&a, &alloc, 1024);
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 15, SIZE_MAX - 16, SIZE_MAX - 31, SIZE_MAX - 47, SIZE_MAX / 2, SIZE_MAX / 4 + 1};
    for (size_t i = 0; i < RU_COUNT(sizes); i++) {
        assert_null(ru_arena_alloc(&a, sizes[i]));
        assert_null(ru_arena_zalloc(&a, sizes[i]));
    }
    assert_int_equal(r.calls, 0);
    assert_null(ru_arena_str(&a, (ru_str){"x", SIZE_MAX}).p);
    char *p = ru_arena_alloc(&a, 10);
    assert_non_null(p);
    for (size_t i = 0; i < RU_COUNT(sizes); i++) assert_null(ru_arena_alloc(&a, sizes[i]));
    size_t capacity = SIZE_MAX / 2;
    assert_null(ru_arena_grow(&a, p, capacity, &capacity, 16));
    assert_int_equal(capacity, SIZE_MAX / 2);
    ru_arena_free(&a);
    blocks_init(&a, &alloc, SIZE_MAX); /* a block nobody can have: refused, not wrapped */
    assert_null(ru_arena_alloc(&a, 8));
    ru_arena_free(&a);
    assert_int_equal(r.blocks, 0);
    assert_null(ru_alloc(&alloc, 0));
}

static void keeps_to_the_cap(void **state) {
    refusing r = {0};
    ruth_allocator alloc = refusing_allocator(&r);
    ru_arena a;
    blocks_init(&a, &alloc, 1024);
    a.cap = 10000;
    size_t got = 0;
    while (ru_arena_alloc(&a, 100)) got++;
    assert_true(a.total <= 10000);
    assert_true(got >= 80); /* most of it is for use */
    assert_null(ru_arena_alloc(&a, 9000));
    ru_arena_reset(&a);
    assert_non_null(ru_arena_alloc(&a, 9000)); /* what was kept gives way */
    assert_null(ru_arena_alloc(&a, SIZE_MAX / 8));
    assert_true(a.total <= 10000);
    ru_arena_free(&a);
    a.cap = 1;
    assert_null(ru_arena_alloc(&a, 1));
    assert_int_equal(r.blocks, 0);
}

static size_t build(ru_arena *a) {
    typedef struct pair {
        int64_t one, two;
    } pair;
    pair *pairs = NULL;
    size_t capacity = 0, done = 0;
    for (size_t count = 0; count < 100; count++) {
        pair *grown = ru_arena_grow(a, pairs, count, &capacity, sizeof *pairs);
        if (!grown) return done;
        pairs = grown;
        pairs[count] = (pair){(int64_t)count, -(int64_t)count};
        done++;
        if (count % 7 == 0 && !ru_arena_str(a, RU_STR("in between")).p) return done;
    }
    for (size_t i = 0; i < 100; i++) assert_int_equal(pairs[i].one + pairs[i].two, 0);
    ru_str s = ru_arena_printf(a, "%.*s %d %zu", 3, "abcdef", -5, (size_t)7);
    if (!s.p) return done;
    assert_string_equal(s.p, "abc -5 7");
    assert_int_equal(s.n, 8);
    return done + 1;
}

static void survives_every_refusal(void **state) {
    for (int for_ever = 0; for_ever < 2; for_ever++)
        for (size_t n = 1;; n++) {
            refusing r = {.refuse_at = n, .for_ever = for_ever};
            ruth_allocator alloc = refusing_allocator(&r);
            ru_arena a;
            blocks_init(&a, &alloc, 512);
            size_t done = build(&a);
            bool complete = r.calls < n;
            assert_int_equal(done == 101, complete);
            r.refuse_at = 0;
            ru_arena_reset(&a); /* after a refusal as before it */
            assert_int_equal(build(&a), 101);
            assert_int_equal(a.total, r.held);
            ru_arena_free(&a);
            assert_int_equal(r.blocks, 0);
            if (complete) {
                assert_true(n > 3);
                break;
            }
        }
}

static void copies(void **state) {
    ru_arena a;
    blocks_init(&a, NULL, 0);
    ru_str s = ru_arena_str(&a, (ru_str){NULL, 0});
    assert_non_null(s.p);
    assert_int_equal(s.n, 0);
    assert_int_equal(s.p[0], 0);
    s = ru_arena_str(&a, RU_STR("a\0b"));
    assert_int_equal(s.n, 3);
    assert_memory_equal(s.p, "a\0b", 4);
    assert_memory_equal(ru_arena_dup(&a, "xyz", 3), "xyz", 3);
    assert_non_null(ru_arena_dup(&a, NULL, 0));
    int64_t *zero = RU_NEWS(&a, int64_t, 1000);
    for (int i = 0; i < 1000; i++) assert_int_equal(zero[i], 0);
    ru_arena_reset(&a);
    unsigned char *dirty = ru_arena_alloc(&a, 8000);
    memset(dirty, 0xAA, 8000);
    ru_arena_reset(&a);
    zero = RU_NEWS(&a, int64_t, 1000);
    for (int i = 0; i < 1000; i++) assert_int_equal(zero[i], 0);
    ru_arena_free(&a);
}

static void default_allocator(void **state) {
    ruth_allocator a = ru_allocator_default(), none = {NULL, NULL};
    char *p = ru_alloc(&a, 10);
    memset(p, 'x', 10);
    p = ru_resize(&a, p, 10, 100000);
    assert_int_equal(p[9], 'x');
    p = ru_resize(&a, p, 100000, 1);
    ru_free(&a, p, 1);
    ru_free(&a, NULL, 0);
    p = ru_alloc(NULL, 5); /* no allocator, or one without a function: malloc */
    ru_free(NULL, p, 5);
    p = ru_alloc(&none, 5);
    assert_null(ru_resize(&none, p, 5, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_aligned_and_apart),
        cmocka_unit_test(repeats_without_the_allocator),
        cmocka_unit_test(does_not_hoard),
        cmocka_unit_test(absurd_sizes_are_refused),
        cmocka_unit_test(keeps_to_the_cap),
        cmocka_unit_test(survives_every_refusal),
        cmocka_unit_test(copies),
        cmocka_unit_test(default_allocator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
