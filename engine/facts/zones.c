/* zones.c: the zones of a session: each is read from the system once and kept. */
#include "engine/facts/internal.h"

enum { MOST_ZONES = 1024, PLACES = 4096, NEAR_PLACES = 64 };

typedef struct kept { /* its own arena, so that a name that turns out to be no zone leaves nothing behind */
    const ru_zone *zone;
    ru_str name;
    ru_arena arena;
} kept;
struct ru_zones {
    bool refused; /* an allocator that refuses is no reason to call a zone unknown */
    ruth_allocator alloc;
    char *directory; /* NULL: the system's */
    size_t directory_size;
    size_t count;
    kept *places[PLACES];
    ru_zone_memo near[NEAR_PLACES];
};

ruth_status ru_zones_new(const ruth_allocator *alloc, const char *directory, ru_zones **out, ruth_error *e) {
    ru_zones *z = ru_alloc(alloc, sizeof *z);
    if (!z) return ru_fail_nomem(e);
    memset(z, 0, sizeof *z);
    z->alloc = *alloc;
    if (directory) {
        size_t size = strlen(directory) + 1;
        char *copy = ru_alloc(alloc, size);
        if (!copy) {
            ru_free(alloc, z, sizeof *z);
            return ru_fail_nomem(e);
        }
        memcpy(copy, directory, size);
        z->directory = copy;
        z->directory_size = size;
    }
    *out = z;
    return RUTH_OK;
}

static void drop(const ruth_allocator *alloc, kept *k) {
    ru_arena_free(&k->arena);
    ru_free(alloc, k, sizeof *k);
}

void ru_zones_free(ru_zones *z) {
    if (!z) return;
    ruth_allocator alloc = z->alloc;
    for (size_t i = 0; i < PLACES; i++)
        if (z->places[i]) drop(&alloc, z->places[i]);
    ru_free(&alloc, z->directory, z->directory_size);
    ru_free(&alloc, z, sizeof *z);
}

/* Of its last 16 bytes: zones of one continent begin alike. A name that is no zone is never kept. */
static size_t hash(ru_str name) {
    ru_word w = name.n < 16 ? ru_word_of(name) : ru_word_at(name.p + name.n - 16, 16);
    return (size_t)(ru_word_hash(w, name.n) >> 40) & (PLACES - 1);
}

static kept *load(ru_zones *z, ru_str name) {
    enum { BLOCK = 2048 };
    kept *k = ru_alloc(&z->alloc, sizeof *k);
    ru_zone *zone = NULL;
    if (!k) {
        z->refused = true;
        return NULL;
    }
    memset(k, 0, sizeof *k);
    ru_arena_init(&k->arena, &z->alloc, BLOCK);
    ruth_status st = ru_zone_load(&k->arena, z->directory, name, &zone, NULL);
    if (st) {
        z->refused |= st == RUTH_E_NOMEM;
        drop(&z->alloc, k);
        return NULL;
    }
    k->zone = zone;
    k->name = ru_zone_name(zone);
    return k;
}

const ru_zone *ru_zones_get(ru_zones *z, ru_str name) {
    if (!name.n) return NULL;
    size_t i = hash(name);
    for (; z->places[i]; i = (i + 1) & (PLACES - 1)) {
        const kept *k = z->places[i];
        if (ru_str_eq(k->name, name)) return k->zone;
    }
    if (z->count == MOST_ZONES) return NULL;
    kept *k = load(z, name);
    if (!k) return NULL;
    z->places[i] = k;
    z->count++;
    return k->zone;
}

ru_zone_memo *ru_zones_near(ru_zones *z, const ru_zone *zone) {
    uintptr_t at = (uintptr_t)zone;
    return &z->near[(at >> 4 ^ at >> 12) % NEAR_PLACES];
}

bool ru_zones_refused(ru_zones *z) {
    bool refused = z->refused;
    z->refused = false;
    return refused;
}
