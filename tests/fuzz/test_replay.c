/* test_replay.c: every fuzz target on hostile files, good ones, and thousands of changed ones: what libFuzzer would do, without it, from a seed. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/fuzz_targets.h"
#include "tests/support/support.h"

enum { MOST = 64 << 10 };
static const char *const good[] = {
    "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":500,\"late\":20,\"needs\":[\"a\",\"c\"],\"share\":\"0.5\",\"since\":\"2026-01-31\",\"note\":\"x\\u00e9\"},\"ref\":{\"x\":[1, 2.50]}}",
    "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"Europe/Paris\"},\"contacts\":[{\"at\":\"2026-03-01T14:00:00Z\",\"channel\":\"letter\"}],\"proposed\":{\"channel\":\"letter\",\"at\":\"2026-03-02T15:00:00Z\"}}",
    "No,Owes,Note\n1,12,plain\n2,-3,\"with \"\"quotes\"\"\nand lines\"\n3,x,\n",
    "map: t\nnow: \"2026-03-04T16:00:00Z\"\ncolumns:\n  No: { to: id, empty: reject }\n  Owes: { to: balance, type: money, times: 100, empty: absent }\n  Note: { to: note, type: enum, values: { x: y }, empty: null }\n",
    "You are {late} days late, {balance}. {{ }} {nothing} {note",
    "segment \"late\" { when = { late = above(10), any_of { a = 1, b = one_of(\"x\", \"y\") }, function(f) for i = f.late, 3 do if f.b then return true end end return false end }, because = \"late\" }\n"
    "rows \"tone\" { columns { \"id\", \"a\" }, row { \"x\", fact.a / 2 }, row { \"y\", any } }\nderive.x = count { direction = \"outbound\", within = days(7) } + money(\"5.00 USD\")\n",
};

static uint8_t bytes[MOST + 64];
static size_t length;

static bool read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    length = fread(bytes, 1, MOST, f);
    fclose(f);
    return true;
}

/* A few slips of a hostile hand. */
static void change(support_random *r) {
    static const char *const pieces[] = {
        "\"", "{",  "}",    "[",   "]",    "(",  ")",     "end ", "function ",           "\\u0000", "\xff", "\xe2\x80\xae", "\r",
        "\n", "\t", "- ",   ": ",  "&a ",  "*a", "1e999", "-0",   "9223372036854775808", "'",       ",",    "\\",           "--[[",
        "=",  "/",  "for ", "do ", "null", "~",  "TZif2"};
    for (long n = support_between(r, 1, 4); n > 0 && length; n--) {
        size_t at = (size_t)support_between(r, 0, (int64_t)length - 1);
        const char *piece = pieces[support_between(r, 0, sizeof pieces / sizeof *pieces - 1)];
        switch (support_between(r, 0, 4)) {
        case 0: bytes[at] = (uint8_t)support_next(r); break;
        case 1: length = at; break;
        case 2: memmove(bytes + at, bytes + at + 1, --length - at); break;
        case 3:
            if (length + strlen(piece) > MOST) break;
            memmove(bytes + at + strlen(piece), bytes + at, length - at);
            memcpy(bytes + at, piece, strlen(piece));
            length += strlen(piece);
            break;
        default: { /* a part once more */
            size_t n2 = (size_t)support_between(r, 1, 32);
            if (at + n2 > length || length + n2 > MOST) break;
            memmove(bytes + at + n2, bytes + at, length - at);
            length += n2;
            break;
        }
        }
    }
}

/* In a block of its own size, so that a sanitizer sees the first byte too many. */
static void run(const fuzz_target *t) {
    uint8_t *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    memcpy(exact, bytes, length);
    t->run(exact, length);
    free(exact);
}

static long replay_folder(const fuzz_target *t, const char *folder, const char *ends, support_random *r, long changes) {
    DIR *d = opendir(folder);
    long runs = 0;
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[600];
        size_t n = strlen(e->d_name), k = strlen(ends);
        if (e->d_name[0] == '.' || n < k || strcmp(e->d_name + n - k, ends) != 0) continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        for (long i = 0; i <= changes && read_file(path); i++, runs++) {
            if (i) change(r);
            run(t);
        }
    }
    if (d) closedir(d);
    return runs;
}

/* Objects that the build made: what is in front of their debug words, which is all that is read. */
static long replay_built(const fuzz_target *t, const char *what, support_random *r) {
    char folder[600], self[400];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(n > 0);
    self[n] = 0;
    *strstr(self, "/tests/fuzz/") = 0;
    snprintf(folder, sizeof folder, "%s/%s", self, what);
    return replay_folder(t, folder, ".so", r, support_scaled(300));
}

static void every_target(void **state) {
    (void)state;
    support_random r = {20261127};
    for (size_t k = 0; k < fuzz_target_count; k++) {
        const fuzz_target *t = &fuzz_targets[k];
        char corpus[200];
        bool binary = !strcmp(t->name, "plugin") || !strcmp(t->name, "ledger"), slow = binary || !strcmp(t->name, "source") || !strcmp(t->name, "text");
        snprintf(corpus, sizeof corpus, "tests/fuzz/corpus/%s", t->name);
        long runs = replay_folder(t, corpus, "", &r, support_scaled(binary ? 1500 : 20)) +
                    replay_folder(t, "tests/attacks", t->seeds, &r, support_scaled(slow ? 2 : 10));
        if (!strcmp(t->name, "plugin")) runs += replay_built(t, "plugins", &r) + replay_built(t, "tests/abi", &r);
        if (!strcmp(t->name, "zone")) runs += replay_folder(t, "/usr/share/zoneinfo/Europe", "", &r, support_scaled(40));
        for (size_t g = 0; g < sizeof good / sizeof *good; g++)
            for (long i = 0, most = support_scaled(slow ? 100 : 1000); i <= most; i++, runs++) {
                length = strlen(good[g]);
                memcpy(bytes, good[g], length);
                if (i) change(&r);
                run(t);
            }
        printf("%s: %ld runs\n", t->name, runs);
        assert_true(runs > 100 || support_scaled(1000) < 200);
    }
    fuzz_close();
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_target)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
