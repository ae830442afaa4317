/* lock.c: charter.lock of a policy pins packs by digest: a pack whose files differ does not load. Lines: charter/us-federal sha256:HEX */
#include "engine/policy/build.h"

#include <dirent.h>

static bool of_pack(const ru_pack *pack, ru_str path) {
    return path.n > pack->name.n && path.p[pack->name.n] == '/' && memcmp(path.p, pack->name.p, pack->name.n) == 0;
}

ruth_status ru_digest_files(const ruth_allocator *alloc, const ru_loaded *files, size_t count, const ru_pack *pack, unsigned char out[RU_DIGEST_SIZE]) {
    ru_sha256 *h = ru_sha256_new(alloc);
    if (!h) return RUTH_E_NOMEM;
    ru_sha256_begin(h);
    for (size_t i = 0; i < count; i++) {
        if (pack && !of_pack(pack, files[i].path)) continue;
        uint64_t sizes[2] = {files[i].path.n, files[i].bytes.n};
        unsigned char le[16];
        for (int k = 0; k < 16; k++) le[k] = (unsigned char)(sizes[k / 8] >> (8 * (k % 8)));
        ru_sha256_update(h, le, sizeof le);
        ru_sha256_update(h, files[i].path.p, files[i].path.n);
        ru_sha256_update(h, files[i].bytes.p, files[i].bytes.n);
    }
    ru_sha256_end(h, out);
    ru_sha256_free(h);
    return RUTH_OK;
}

static ru_str word(ru_str line, size_t *at) {
    while (*at < line.n && (line.p[*at] == ' ' || line.p[*at] == '\t' || line.p[*at] == '\r')) ++*at;
    size_t from = *at;
    while (*at < line.n && line.p[*at] != ' ' && line.p[*at] != '\t' && line.p[*at] != '\r') ++*at;
    return (ru_str){line.p + from, *at - from};
}

static ruth_status check_line(ru_build *b, ru_str line, int number) {
    enum { PREFIX = 7 };
    const ru_str lock = RU_STR("charter.lock");
    size_t at = 0;
    ru_str name = word(line, &at), pin = word(line, &at), rest = word(line, &at);
    unsigned char digest[RU_DIGEST_SIZE];
    char hex[2 * RU_DIGEST_SIZE];
    if (!name.n || name.p[0] == '#') return RUTH_OK;
    if (pin.n != PREFIX + 2 * RU_DIGEST_SIZE || memcmp(pin.p, "sha256:", PREFIX) != 0 || rest.n)
        return ru_fail_at(b->e, RUTH_E_POLICY, lock, number, 1, "%.*s: expected a line such as charter/us-federal sha256: and 64 hex digits", (int)name.n,
                          name.p);
    for (size_t i = 1; i < b->pack_count; i++) {
        if (!ru_str_eq(b->packs[i].name, name)) continue;
        ruth_status st = ru_digest_files(&b->p->alloc, b->files, b->file_count, &b->packs[i], digest);
        if (st) return st == RUTH_E_NOMEM ? ru_fail_nomem(b->e) : ru_fail(b->e, st, "the digest of a pack could not be computed");
        ru_hex(digest, RU_DIGEST_SIZE, hex);
        if (memcmp(pin.p + PREFIX, hex, 2 * RU_DIGEST_SIZE) == 0) return RUTH_OK;
        return ru_fail_at(b->e, RUTH_E_POLICY, lock, number, 1, "the pack %.*s is not the one that is pinned; its files have sha256:%.*s", (int)name.n, name.p,
                          2 * RU_DIGEST_SIZE, hex);
    }
    return ru_fail_at(b->e, RUTH_E_POLICY, lock, number, 1, "the policy does not use the pack %.*s", (int)name.n, name.p);
}

ruth_status ru_build_lock(ru_build *b, ru_str bytes) {
    int number = 0;
    for (size_t at = 0; at < bytes.n; at++) {
        size_t from = at;
        while (at < bytes.n && bytes.p[at] != '\n') at++;
        ruth_status st = check_line(b, (ru_str){bytes.p + from, at - from}, ++number);
        if (st) return st;
    }
    return RUTH_OK;
}

/* ---- a lock by nearly the right name pins nothing ---- */
static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

/* "lok", "locks", "lokc": nearly the word, or its letters in another order. */
static bool like_lock(ru_str s) {
    const ru_str word = RU_STR("lock");
    unsigned seen = 0;
    for (size_t i = 0; i < s.n; i++)
        for (size_t k = 0; k < word.n; k++) seen |= s.p[i] == word.p[k] ? 1u << k : 0;
    return (s.n == word.n && seen == 0xf) || ru_str_nearest(s, &word, 1).p;
}

/* charter.lok, charters.lock, Charter.Lock, charter-lock, charter.lock.txt, charterlock; none is the lock. */
bool ru_lock_is_near(ru_str name) {
    char low[24];
    const ru_str lock = RU_STR("charter.lock"), charter = RU_STR("charter");
    if (name.n < 6 || name.n >= sizeof low || ru_str_eq(name, lock)) return false;
    for (size_t i = 0; i < name.n; i++) low[i] = small(name.p[i]);
    if (name.n >= lock.n && memcmp(low, lock.p, lock.n) == 0) return true;
    size_t dot = name.n;
    while (dot > 0 && low[dot - 1] != '.' && low[dot - 1] != '-' && low[dot - 1] != '_' && low[dot - 1] != ' ') dot--;
    if (!dot) return memcmp(low + name.n - 4, "lock", 4) == 0 && ru_str_nearest((ru_str){low, name.n - 4}, &charter, 1).p;
    return like_lock((ru_str){low + dot, name.n - dot}) && ru_str_nearest((ru_str){low, dot - 1}, &charter, 1).p;
}

ruth_status ru_build_no_lock(ru_build *b) {
    ruth_status st = RUTH_OK;
    DIR *d = opendir(b->packs[0].folder.p);
    for (struct dirent *e; d && !st && (e = readdir(d));) {
        bool passed = !ru_lock_is_near(ru_str_of(e->d_name));
        for (size_t k = 0; k < b->mended_count; k++) passed |= ru_str_is(b->mended[k].path, e->d_name) && !b->mended[k].bytes.p;
        if (!passed)
            st = ru_fail_at(b->e, RUTH_E_POLICY, ru_arena_str(b->a, ru_str_of(e->d_name)), 0, 0,
                            "not a file of a policy; did you mean charter.lock? Under this name it pins no pack");
    }
    if (d) closedir(d);
    return st;
}
