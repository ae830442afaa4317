/* test_audit_pack.c: what is packed comes out again byte for byte; what decisions have in common with their policy's words takes hardly any room. */
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

#include "engine/audit/inside.h"

static ruth_allocator alloc;
static ru_buf packed, back;

static support_random start_of_random(void) {
    const char *given = getenv("RUTH_SEED");
    support_random r = {given ? strtoull(given, NULL, 10) : 20261128};
    print_message("seed %llu\n", (unsigned long long)r.state);
    return r;
}

static size_t below(support_random *r, size_t n) { return (size_t)support_between(r, 0, (int64_t)n - 1); }

static ru_str made(support_random *seed, char *room, size_t n, int letters) {
    for (size_t i = 0; i < n; i++) room[i] = (char)below(seed, (size_t)letters);
    return (ru_str){room, n};
}

static bool same_fields(ru_str bytes, const ru_ledger_content *c) {
    const ru_str each[] = {c->subject, c->request, c->decision, c->recorded, c->id, c->mark};
    ru_str is;
    for (size_t i = 0; i < RU_COUNT(each); i++)
        if (!ru_take_field(&bytes, &is) || !ru_str_eq(is, each[i])) return false;
    return !bytes.n;
}

static void random_content_comes_out(void **state) {
    (void)state;
    enum { ROUNDS = 300, MOST = 70000 };
    support_random seed = start_of_random();
    static char words[64 << 10], rooms[6][MOST];
    for (int round = 0; round < ROUNDS; round++) {
        int letters = round % 3 ? 256 : 3;
        ru_packer *p = ru_packer_new(&alloc, made(&seed, words, below(&seed, round % 10 ? 2000 : sizeof words + 1), letters));
        assert_non_null(p);
        for (int again = 0; again < 3; again++) { /* one packer, one content after the other: none leaves a trace in the next */
            ru_ledger_content c = {.packed = {NULL, 0}};
            ru_str *const each[] = {&c.subject, &c.request, &c.decision, &c.recorded, &c.id, &c.mark};
            for (size_t i = 0; i < RU_COUNT(each); i++) *each[i] = made(&seed, rooms[i], below(&seed, round % 20 ? 300 : MOST), letters);
            ru_buf_clear(&packed);
            assert_true(ru_pack(p, &c, (ru_str){NULL, 0}, &packed));
            if (!ru_unpack(p, (ru_str){packed.p, packed.n}, &back) || !same_fields((ru_str){back.p, back.n}, &c)) fail_msg("round %d of this seed", round);
        }
        ru_packer_free(p);
    }
}

/* Whatever the bytes are, they are unpacked or refused, and nothing outside is touched (the sanitizers look on). */
static void other_bytes_are_refused_or_harmless(void **state) {
    (void)state;
    support_random seed = start_of_random();
    static char room[4000];
    ru_packer *p = ru_packer_new(&alloc, RU_STR("\"action\":{\"is\":\"listen\",\"instead_of\":[]}"));
    const ru_ledger_content c = {.subject = RU_STR("P"),
                                 .request = RU_STR("{\"id\":\"P\"}"),
                                 .decision = RU_STR("{\"action\":{\"is\":\"listen\",\"instead_of\":[]}}"),
                                 .recorded = RU_STR("[]"),
                                 .id = RU_STR("P"),
                                 .mark = RU_STR("M")};
    ru_buf_clear(&packed);
    assert_true(ru_pack(p, &c, (ru_str){NULL, 0}, &packed));
    for (size_t n = 0; n < packed.n; n++) assert_false(ru_unpack(p, (ru_str){packed.p, n}, &back)); /* cut anywhere */
    for (int round = 0; round < 20000; round++) {
        memcpy(room, packed.p, packed.n);
        for (uint64_t k = below(&seed, 4) + 1; k; k--) room[below(&seed, packed.n)] = (char)below(&seed, 256);
        ru_unpack(p, (ru_str){room, packed.n}, &back);
        ru_unpack(p, made(&seed, room, below(&seed, sizeof room), 256), &back);
    }
    static const char much[] = "\xff\xff\xff\xff\xff\xff\xff\x7f"
                               "rest",
                      none[] = "\0\0\0\0\0\0\0\0";
    assert_false(ru_unpack(p, (ru_str){much, sizeof much - 1}, &back)); /* a size that nobody has room for */
    assert_false(ru_unpack(p, (ru_str){none, 8}, &back));
    static const char claims[] = "\0\0\0\3\0\0\0\0"
                                 "rest"; /* 48 MiB in four bytes */
    assert_false(ru_unpack(p, (ru_str){claims, sizeof claims - 1}, &back));
    assert_true(back.capacity < 1 << 20); /* nor was room taken for it */
    ru_packer_free(p);
    static char words[(64 << 10) + 1];
    assert_null(ru_packer_new(&alloc, made(&seed, words, sizeof words, 2))); /* more words than can be looked back on */
}

static void words_save_room(void **state) {
    (void)state;
    const ru_ledger_content c = {.subject = RU_STR("P-17"),
                                 .request = RU_STR("{}"),
                                 .decision = RU_STR("{\"action\":{\"is\":\"listen\",\"instead_of\":[],\"because\":\"Grief comes first.\"}}"),
                                 .recorded = RU_STR("[]"),
                                 .id = RU_STR("P-17"),
                                 .mark = RU_STR("M")};
    size_t sizes[2];
    for (int with = 0; with < 2; with++) {
        ru_packer *p = ru_packer_new(&alloc, with ? c.decision : (ru_str){"", 0});
        ru_buf_clear(&packed);
        assert_true(ru_pack(p, &c, (ru_str){NULL, 0}, &packed));
        sizes[with] = packed.n;
        ru_packer_free(p);
    }
    assert_true(sizes[1] + c.decision.n / 2 < sizes[0]);
}

static int start(void **state) {
    (void)state;
    alloc = ru_allocator_default();
    ru_buf_init(&packed, &alloc);
    ru_buf_init(&back, &alloc);
    return 0;
}

static int stop(void **state) {
    (void)state;
    ru_buf_free(&packed);
    ru_buf_free(&back);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_content_comes_out), cmocka_unit_test(other_bytes_are_refused_or_harmless),
                                       cmocka_unit_test(words_save_room)};
    return cmocka_run_group_tests(tests, start, stop);
}
