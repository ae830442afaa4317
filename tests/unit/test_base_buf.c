/* test_base_buf.c: growing bytes, sticky failure, numbers as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/base/base.h"
#include "tests/support/refusing.h"

static void grows(void **state) {
    refusing r = {0};
    ruth_allocator alloc = refusing_allocator(&r);
    ru_buf b;
    ru_buf_init(&b, &alloc);
    assert_int_equal(r.calls, 0);
    for (int i = 0; i < 10000; i++) ru_buf_char(&b, (char)('a' + i % 26));
    RU_BUF_LIT(&b, "end");
    ru_buf_put(&b, NULL, 0);
    ru_buf_str(&b, (ru_str){NULL, 0});
    assert_int_equal(b.n, 10003);
    assert_false(b.failed);
    for (int i = 0; i < 10000; i++) assert_int_equal(b.p[i], 'a' + i % 26);
    assert_memory_equal(b.p + 10000, "end", 3);
    assert_int_equal(r.held, b.capacity);
    size_t calls = r.calls;
    ru_buf_clear(&b);
    for (int i = 0; i < 10000; i++) ru_buf_char(&b, 'x');
    assert_int_equal(r.calls, calls); /* clearing keeps the room */
    ru_buf_free(&b);
    assert_int_equal(r.blocks, 0);
    RU_BUF_LIT(&b, "again");
    assert_int_equal(b.n, 5);
    ru_buf_free(&b);
    assert_int_equal(r.blocks, 0);
    assert_false(r.wrong_size);
}

static void fails_once_and_stays_failed(void **state) {
    for (size_t n = 1; n < 12; n++) {
        refusing r = {.refuse_at = n};
        ruth_allocator alloc = refusing_allocator(&r);
        ru_buf b;
        ru_buf_init(&b, &alloc);
        for (int i = 0; i < 5000; i++) {
            RU_BUF_LIT(&b, "0123456789");
            ru_buf_int(&b, i);
            ru_buf_printf(&b, "%d", i);
            assert_true(b.n <= b.capacity);
        }
        assert_int_equal(b.failed, r.calls >= n);
        ru_buf_clear(&b);
        assert_false(b.failed);
        ru_buf_free(&b);
        assert_int_equal(r.blocks, 0);
    }
    ru_buf b;
    refusing r = {0};
    ruth_allocator alloc = refusing_allocator(&r);
    ru_buf_init(&b, &alloc);
    RU_BUF_LIT(&b, "x");
    static const size_t absurd[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX / 2, SIZE_MAX / 2 + 1};
    for (size_t i = 0; i < RU_COUNT(absurd); i++) {
        b.failed = false;
        assert_false(ru_buf_reserve(&b, absurd[i]));
        assert_true(b.failed);
    }
    assert_int_equal(b.n, 1);
    assert_true(ru_buf_reserve(&b, 10)); /* room was not lost */
    ru_buf_free(&b);
}

static void writes_numbers(void **state) {
    static const int64_t numbers[] = {
        0, 1, -1, 9, 10, -10, 99, 100, 123456, -123456, INT64_MAX, INT64_MIN, INT64_MIN + 1, 1000000000000000000, 999999999999999999};
    ru_buf b;
    ru_buf_init(&b, NULL);
    for (size_t i = 0; i < RU_COUNT(numbers); i++) {
        char expected[32];
        int n = snprintf(expected, sizeof expected, "%lld", (long long)numbers[i]);
        ru_buf_clear(&b);
        ru_buf_int(&b, numbers[i]);
        assert_int_equal(b.n, n);
        assert_memory_equal(b.p, expected, (size_t)n);
    }
    ru_buf_free(&b);
}

static void prints_any_length(void **state) {
    char text[1200];
    ru_buf b;
    ru_buf_init(&b, NULL);
    for (int n = 0; n < 1100; n++) {
        memset(text, 'a' + n % 26, (size_t)n);
        text[n] = 0;
        ru_buf_clear(&b);
        RU_BUF_LIT(&b, ">");
        ru_buf_printf(&b, "%s", text);
        RU_BUF_LIT(&b, "<");
        assert_int_equal(b.n, n + 2);
        assert_memory_equal(b.p + 1, text, (size_t)n);
        assert_int_equal(b.p[n + 1], '<');
    }
    ru_buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows),
        cmocka_unit_test(fails_once_and_stays_failed),
        cmocka_unit_test(writes_numbers),
        cmocka_unit_test(prints_any_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
