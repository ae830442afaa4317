/* fields.c: the tables by which names of facts, fields and values are found. */
#include "engine/facts/internal.h"

#define ONES UINT64_MAX
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define FIRST(n) (ONES << (64 - 8 * (n)))
#else
#define FIRST(n) (ONES >> (64 - 8 * (n)))
#endif
const ru_word ru_word_masks[17] = {{0, 0},           {FIRST(1), 0},    {FIRST(2), 0},    {FIRST(3), 0},    {FIRST(4), 0},    {FIRST(5), 0},
                                   {FIRST(6), 0},    {FIRST(7), 0},    {ONES, 0},        {ONES, FIRST(1)}, {ONES, FIRST(2)}, {ONES, FIRST(3)},
                                   {ONES, FIRST(4)}, {ONES, FIRST(5)}, {ONES, FIRST(6)}, {ONES, FIRST(7)}, {ONES, ONES}};

int ru_fields_find(const ru_fields *f, ru_str name) { return name.p ? ru_lookup_find(&f->lookup, name) : -1; }

bool ru_lookup_make(ru_arena *a, const ru_str *names, size_t count, ru_lookup *out) {
    size_t size = 8;
    uint8_t shift = 61;
    for (; size < count * 3; shift--) size *= 2; /* most places empty, so that a look-up ends at its first or second step */
    ru_place *places = RU_NEWS(a, ru_place, size);
    if (!places) return false;
    for (size_t n = 0; n < count; n++) {
        ru_word w = ru_word_of(names[n]);
        size_t i = (size_t)(ru_word_hash(w, names[n].n) >> shift);
        while (places[i].index) i = (i + 1) & (size - 1);
        places[i] = (ru_place){w, n + 1};
    }
    *out = (ru_lookup){names, places, (uint32_t)count, (uint32_t)size - 1, shift};
    return true;
}

static ru_bounds settable(const ru_fact *f) {
    if (f->derived || f->from_plugin) return (ru_bounds){1, 0};
    switch (f->type) {
    case RU_INTEGER:
    case RU_MONEY:
    case RU_RATIO: return (ru_bounds){f->low, f->high};
    case RU_BOOLEAN: return (ru_bounds){0, 1};
    case RU_ENUM: return (ru_bounds){0, (int64_t)f->value_count - 1};
    case RU_LIST_ENUM: return f->value_count < 64 ? (ru_bounds){0, (INT64_C(1) << f->value_count) - 1} : (ru_bounds){INT64_MIN, INT64_MAX};
    case RU_DATE: return (ru_bounds){RU_FIRST_DAY, RU_LAST_DAY};
    case RU_INSTANT: return (ru_bounds){RU_FIRST_INSTANT, RU_LAST_INSTANT};
    case RU_ZONE:
    case RU_TEXT:
    case RU_WINDOWS:
    case RU_LIST_ZONE:
    case RU_LIST_TEXT: break;
    }
    return (ru_bounds){1, 0};
}

static bool json_of(ru_arena *a, const ru_fact *f, ru_field_json *out) {
    ru_str name = ru_json_quoted(a, f->name);
    out->key = ru_arena_printf(a, ",%.*s:", (int)name.n, name.p);
    if (!name.p || !out->key.p) return false;
    if (f->type != RU_ENUM) return true;
    ru_str *values = RU_NEWS(a, ru_str, f->value_count + 1);
    if (!values) return false;
    for (size_t i = 0; i < f->value_count; i++)
        if (!(values[i] = ru_json_quoted(a, f->values[i])).p) return false;
    out->values = values;
    return true;
}

bool ru_fields_finish(ru_arena *a, ru_fields *f) {
    size_t room = f->count ? f->count : 1;
    f->names = RU_NEWS(a, ru_str, room);
    f->keys = RU_NEWS(a, ru_field_key, room);
    f->missing = RU_NEWS(a, ru_value, room);
    f->settable = RU_NEWS(a, ru_bounds, room);
    f->json = RU_NEWS(a, ru_field_json, room);
    if (!f->names || !f->keys || !f->missing || !f->settable || !f->json) return false;
    for (size_t s = 0; s < f->count; s++) {
        const ru_fact *fact = &f->items[s];
        f->names[s] = fact->name;
        f->missing[s] = fact->missing;
        f->settable[s] = settable(fact);
        f->keys[s] = (ru_field_key){.low = fact->low, .high = fact->high, .type = (uint8_t)fact->type, .derived = fact->derived || fact->from_plugin};
        if (!ru_lookup_make(a, fact->values, fact->value_count, &f->keys[s].values) || !json_of(a, fact, &f->json[s])) return false;
    }
    return ru_lookup_make(a, f->names, f->count, &f->lookup);
}
