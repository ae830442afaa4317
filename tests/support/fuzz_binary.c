/* fuzz_binary.c: what hostile files of other formats are given to: a plugin's declaration in a shared object, a ledger in a database. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/audit/audit.h"
#include "engine/plugin/plugin.h"
#include "tests/support/fuzz_targets.h"
#include "tests/support/support.h"

#define PROMISE(holds) ((holds) ? (void)0 : (fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #holds), abort()))

/* ---- a plugin's declaration: read from the bytes, greeted, and all that a greeted one states looked at, as `ruth plugin info` does ---- */
enum { MOST_OF_A_PLUGIN = 8 << 20 }; /* an object may ask to be laid out over 128 MiB; here that is memory that is refused */

static void *spare(void *context, void *block, size_t old_size, size_t size) {
    (void)context;
    (void)old_size;
    if (!size) {
        free(block);
        return NULL;
    }
    return size > MOST_OF_A_PLUGIN ? NULL : realloc(block, size);
}

static size_t seen; /* what was looked at, so that nothing is left out by the compiler */

static void look(const char *text) {
    PROMISE(text != NULL);
    seen += strlen(text);
    PROMISE(ru_utf8_valid(ru_str_of(text), NULL));
}

static void look_at_facts(const ruth_plugin_fact *list, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        look(list[i].name);
        PROMISE(list[i].type <= RUTH_PLUGIN_LIST_OF_ENUM);
    }
}

/* The words of `offer` are judged when a policy admits the plugin; until then there may be less than it states. */
static void look_at_words(const ruth_plugin_offer *o) {
    PROMISE(!o->offer);
    for (uint32_t i = 0; o->words && i < o->word_count && o->word_count <= 64; i++) {
        const ruth_plugin_word *w = &o->words[i];
        if (w->word) seen += strlen(w->word);
        for (uint32_t k = 0; w->keys && k < w->key_count && w->key_count <= RU_MAX_PLUGIN_KEYS; k++)
            if (w->keys[k].name) seen += strlen(w->keys[k].name);
    }
}

void fuzz_plugin(const uint8_t *data, size_t size) {
    ruth_allocator alloc = {spare, NULL};
    ru_arena a;
    const ruth_plugin *p = NULL;
    ruth_error e = {.message = ""};
    ru_arena_init(&a, &alloc, 1 << 12);
    const char *why = ru_plugin_peek(&a, (const char *)data, size, &p);
    PROMISE(!why || !p);
    if (why) look(why);
    ruth_status st = p ? ru_plugin_greet(p, (ru_str){NULL, 0}, &e) : RUTH_E_POLICY;
    PROMISE(st == RUTH_OK || st == RUTH_E_POLICY);
    PROMISE(ru_utf8_valid(ru_str_of(e.message), NULL));
    if (st == RUTH_OK) {
        PROMISE(!p->open && !p->close); /* nothing of it can be called */
        look(p->id);
        look(p->version);
        look(p->summary);
        look_at_facts(p->reads, p->read_count);
        look_at_facts(p->writes, p->write_count);
        for (uint32_t i = 0; ru_plugin_states_abilities(p) && i < p->ability_count; i++) {
            look(p->abilities[i].name);
            if (!strcmp(p->abilities[i].name, RUTH_PLUGIN_OFFER) && *(const uint32_t *)p->abilities[i].ability >= sizeof(ruth_plugin_offer))
                look_at_words(p->abilities[i].ability);
        }
    }
    ru_arena_free(&a);
}

/* ---- a ledger: opened, proved, read whole. What is proved is what was written: tests/fuzz/corpus/ledger/good.db, or the beginning of it ---- */
enum { MOST_ROWS = 64 };
static char folder[64], path[80];
static bool known;                                          /* the good one has been read */
static unsigned char hashes[MOST_ROWS + 1][RU_DIGEST_SIZE]; /* of its rows */
static uint64_t rows;

static void put(const char *ends, const void *bytes, size_t size) {
    char name[100];
    snprintf(name, sizeof name, "%s%s", path, ends);
    FILE *f = fopen(name, "wb");
    PROMISE(f && fwrite(bytes, 1, size, f) == size && fclose(f) == 0);
}

static void sweep(void) {
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char name[100];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

/* Every row once more, by its number; of one that was proved all can be read. */
static void read_all(ru_ledger *l, bool proved, unsigned char (*into)[RU_DIGEST_SIZE]) {
    ruth_error e;
    uint64_t next = 0, last = ru_ledger_rows(l);
    for (uint64_t row = 1; row <= last && row <= MOST_ROWS; row++) {
        ru_ledger_row r = {.row = 0};
        ruth_status st = ru_ledger_read(l, row, &r, &e);
        PROMISE(st == RUTH_OK || !proved);
        if (st) continue;
        PROMISE(r.row == row || !proved);
        seen += r.content.decision.n ? (unsigned char)r.content.decision.p[r.content.decision.n - 1] : 0;
        if (into) memcpy(into[row], r.hash, RU_DIGEST_SIZE);
        if (r.kind == RU_ROW_POLICY) {
            ru_arena a;
            ru_ledger_policy policy;
            ru_arena_init(&a, NULL, 1 << 12);
            st = ru_ledger_read_policy(l, row, &a, &policy, &e);
            PROMISE(st == RUTH_OK || !proved);
            for (size_t i = 0; !st && i < policy.file_count; i++) seen += policy.files[i].bytes.n + policy.files[i].path.n;
            ru_arena_free(&a);
        }
    }
    for (int i = 0; i < MOST_ROWS && !ru_ledger_next(l, next, INT64_MIN, INT64_MAX, &next, &e) && next; i++) seen += next;
}

static void meet(bool good) {
    static unsigned char found[MOST_ROWS + 1][RU_DIGEST_SIZE];
    ruth_allocator alloc = ru_allocator_default();
    ru_ledger *l = NULL;
    ru_ledger_fault fault;
    ruth_error e = {.message = ""};
    ruth_status st = ru_ledger_open(&alloc, path, 0, &l, &e);
    PROMISE((st == RUTH_OK) == (l != NULL));
    PROMISE(st != RUTH_OK || ru_ledger_rows(l) > 0 || !good);
    if (st) return;
    bool proved = ru_ledger_verify(l, NULL, NULL, NULL, &fault, &e) == RUTH_OK;
    memset(found, 0, sizeof found);
    PROMISE(ru_utf8_valid(ru_str_of(e.message), NULL) || !e.message[0]);
    read_all(l, proved, found);
    if (good) {
        PROMISE(proved);
        rows = ru_ledger_rows(l);
        memcpy(hashes, found, sizeof hashes);
    } else if (proved) { /* cut off at the end it may be: that shows by the head alone */
        PROMISE(ru_ledger_rows(l) <= rows);
        PROMISE(memcmp(hashes, found, (size_t)(ru_ledger_rows(l) + 1) * RU_DIGEST_SIZE) == 0);
    }
    ru_ledger_close(l);
}

static uint8_t *good_bytes(size_t *size) {
    static uint8_t bytes[256 << 10];
    FILE *f = fopen("tests/fuzz/corpus/ledger/good.db", "rb");
    PROMISE(f != NULL);
    *size = fread(bytes, 1, sizeof bytes, f);
    PROMISE(fclose(f) == 0 && *size > 0 && *size < sizeof bytes);
    return bytes;
}

void fuzz_ledger(const uint8_t *data, size_t size) {
    if (!known) {
        size_t n = 0;
        const uint8_t *bytes = good_bytes(&n);
        snprintf(folder, sizeof folder, "%s/ruth-fuzz-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
        PROMISE(mkdtemp(folder) != NULL);
        snprintf(path, sizeof path, "%s/l.db", folder);
        put("", bytes, n);
        meet(true);
        sweep();
        known = true;
    }
    put("", data, size);
    meet(false);
    sweep();
}

void fuzz_binary_close(void) {
    if (known) rmdir(folder);
    known = false;
}
