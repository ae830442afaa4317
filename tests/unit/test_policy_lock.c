/* test_policy_lock.c: charter.lock pins packs by the digest of their files: what loads, what is refused, and where it says so. */
#include <stdio.h>
#include <string.h>

#include "engine/base/base.h"
#include "tests/support/asking.h"

#define HEAD "policy: locked\nversion: 1.0.0\nuses: [packs/a, packs/ab]\n"
#define CHARTER "limit \"a\" { cite = house \"1\", on = outbound, forbid = true }\n"
#define OTHER "limit \"ab\" { cite = house \"2\", on = outbound, at_most = { { 1, ever } } }\n"
static support_world w;

/* SHA-256 over path and bytes of each file, in order of paths, each led by its length in eight bytes. */
static void digest(const support_file *files, char hex[65]) {
    static unsigned char bytes[4096];
    unsigned char out[RU_DIGEST_SIZE];
    size_t n = 0;
    for (; files->name; files++) {
        size_t sizes[2] = {strlen(files->name), strlen(files->text)};
        for (int k = 0; k < 16; k++) bytes[n++] = (unsigned char)(sizes[k / 8] >> (8 * (k % 8)));
        memcpy(bytes + n, files->name, sizes[0]);
        memcpy(bytes + n + sizes[0], files->text, sizes[1]);
        n += sizes[0] + sizes[1];
    }
    ru_sha256_once(bytes, n, out);
    ru_hex(out, RU_DIGEST_SIZE, hex);
    hex[64] = 0;
}

static const support_file pack_a[] = {{"packs/a/charter.lua", CHARTER}, {"packs/a/policy.yaml", "pack: a\nversion: 1.0.0\n"}, {NULL, NULL}};
static const support_file pack_ab[] = {{"packs/ab/charter.lua", OTHER}, {"packs/ab/policy.yaml", "pack: ab\nversion: 1.0.0\n"}, {NULL, NULL}};

/* Loads the policy with both packs and this lock, and some file beside or in place of theirs. */
static ruth_status load(const char *lock, const support_file *also) {
    support_file files[10] = {{"main/policy.yaml", HEAD}};
    size_t n = 1;
    if (lock) files[n++] = (support_file){"main/charter.lock", lock};
    for (const support_file *f = pack_a; f->name; f++)
        if (!also || strcmp(also->name, f->name) != 0) files[n++] = *f;
    for (const support_file *f = pack_ab; f->name; f++)
        if (!also || strcmp(also->name, f->name) != 0) files[n++] = *f;
    if (also) files[n++] = *also;
    files[n] = (support_file){NULL, NULL};
    return asking_packs_status(&w, files);
}

static void refused(const char *lock, const support_file *also, int line, const char *says) {
    ruth_status st = load(lock, also);
    if (st == RUTH_E_POLICY && !strcmp(w.error.file, "charter.lock") && w.error.line == line && strstr(w.error.message, says)) return;
    fail_msg("status %d, %s:%d: %s\n    expected charter.lock:%d: … %s …\n    of\n%s", (int)st, w.error.file, w.error.line, w.error.message, line, says, lock);
}

static void loads(const char *lock, const support_file *also) {
    if (load(lock, also) != RUTH_OK) fail_msg("%s:%d: %s\n    of\n%s", w.error.file, w.error.line, w.error.message, lock ? lock : "none");
}

static void the_right_digest(void **state) {
    char a[65], ab[65], lock[512];
    (void)state;
    digest(pack_a, a);
    digest(pack_ab, ab);
    loads(NULL, NULL);
    snprintf(lock, sizeof lock, "packs/a sha256:%s\npacks/ab sha256:%s\n", a, ab);
    loads(lock, NULL);
    snprintf(lock, sizeof lock, "packs/ab sha256:%s", ab); /* one alone, no end of line; the other is not pinned */
    loads(lock, NULL);
    snprintf(lock, sizeof lock, "# pinned by counsel\n\n  \t\n#packs/a sha1:0\n\tpacks/a \t sha256:%s  \r\n", a);
    loads(lock, NULL);
    loads("", NULL);
}

static void a_pack_that_differs(void **state) {
    static const support_file longer = {"packs/a/charter.lua", CHARTER " "}, more = {"packs/a/messages/en.yaml", "why: because\n"},
                              elsewhere = {"packs/a/README.md", "nothing of this is read\n"}, other = {"packs/ab/policy.yaml", "pack: ab\nversion: 1.0.1\n"};
    static const support_file changed[] = {{"packs/a/charter.lua", CHARTER " "}, {"packs/a/policy.yaml", "pack: a\nversion: 1.0.0\n"}, {NULL, NULL}};
    char a[65], hex[65], lock[256], says[200];
    (void)state;
    digest(pack_a, a);
    snprintf(lock, sizeof lock, "# first\npacks/a sha256:%s\n", a);
    digest(changed, hex);
    snprintf(says, sizeof says, "the pack packs/a is not the one that is pinned; its files have sha256:%s", hex);
    refused(lock, &longer, 2, says);
    assert_string_equal(w.error.message, says); /* and nothing behind the digest */
    refused(lock, &more, 2, "is not the one that is pinned");
    loads(lock, &elsewhere);
    loads(lock, &other); /* packs/ab is not packs/a */
    snprintf(lock, sizeof lock, "packs/a sha256:%s\n", hex);
    loads(lock, &longer);
    refused(lock, NULL, 1, a); /* the digest it has stands in the message, to be copied */
    for (char *p = hex; *p; p++)
        if (*p >= 'a' && *p <= 'f') *p = (char)(*p - 'a' + 'A');
    snprintf(lock, sizeof lock, "packs/a sha256:%s\n", hex);
    refused(lock, &longer, 1, "is not the one that is pinned"); /* hex is small */
}

#define SOME "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
static void lines_that_say_nothing(void **state) {
    static const char like[] = "expected a line such as charter/us-federal sha256: and 64 hex digits";
    (void)state;
    refused("packs/b sha256:" SOME "\n", NULL, 1, "the policy does not use the pack packs/b");
    refused("a sha256:" SOME "\n", NULL, 1, "does not use the pack a");
    refused("packs/a\n", NULL, 1, like);
    refused("\n# one\npacks/a sha256:\n", NULL, 3, like);
    refused("packs/a sha256:" SOME "0\n", NULL, 1, like);
    refused("packs/a sha256 " SOME "\n", NULL, 1, like);
    refused("packs/a sha512:" SOME "\n", NULL, 1, like);
    refused("packs/a: sha256:" SOME "\n", NULL, 1, "does not use the pack packs/a:");
    refused("packs/a sha256:" SOME " # as of today\n", NULL, 1, like);
    refused("packs/a " SOME "\n", NULL, 1, like);
}

/* Under nearly its name it would pin nothing, and nobody would notice. */
static void nearly_the_name(void **state) {
    static const char *const near[] = {"charter.lok", "charter.loc",  "charter.lokc", "charter.locks", "Charter.lock",     "CHARTER.LOCK",  "charters.lock",
                                       "chater.lock", "charter-lock", "charter_lock", "charterlock",   "charter.lock.txt", "charter.lock~", "charter lock"};
    static const char *const far[] = {"charter.md", "charter.yaml", "charter.bak", "clock", "notes.txt", "charter.log", "locks.csv", "policy.lockfile.md"};
    char a[65], lock[256], name[64];
    (void)state;
    digest(pack_a, a);
    snprintf(lock, sizeof lock, "packs/a sha256:%s\n", a);
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        snprintf(name, sizeof name, "main/%s", near[i]);
        const support_file stray = {name, "packs/a sha256:" SOME "\n"};
        if (load(NULL, &stray) != RUTH_E_POLICY) fail_msg("%s is passed over", near[i]);
        assert_string_equal(w.error.file, near[i]);
        assert_has(w.error.message, "did you mean charter.lock?");
        loads(lock, &stray); /* beside the lock it is no more than a stray file */
    }
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        snprintf(name, sizeof name, "main/%s", far[i]);
        loads(NULL, &(const support_file){name, "words\n"});
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_right_digest), cmocka_unit_test(a_pack_that_differs), cmocka_unit_test(lines_that_say_nothing),
                                       cmocka_unit_test(nearly_the_name)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
