/* probe.c: a plugin's file opened for a look, and the check of how it behaves, from end to end. */
#include "engine/author/probe.h"

#include <stdio.h>

#include "engine/decide/engine.h"

const char *const ru_probe_abilities[RU_PROBE_ABILITIES] = {"enrich", "offer", "render", "inspect", "observe"};

const void *ru_probe_ability(const ruth_plugin *entry, int i) {
    static const char *const names[RU_PROBE_ABILITIES] = {RUTH_PLUGIN_ENRICH, RUTH_PLUGIN_OFFER, RUTH_PLUGIN_RENDER, RUTH_PLUGIN_INSPECT, RUTH_PLUGIN_OBSERVE};
    return ru_plugin_ability(entry, names[i]);
}

/* "folder/name.so" → the folder (in the arena) and the name. */
static ruth_status split(ruth_plugin_probe *p, const char *file, ru_str *folder, ru_str *id, ruth_error *e) {
    const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
    size_t n = strlen(name);
    bool good = n > 3 && !strcmp(name + n - 3, ".so");
    *id = (ru_str){name, good ? n - 3 : n};
    if (!good || !ru_plugin_name_fits(*id))
        return ru_fail(e, RUTH_E_ARGUMENT, "%s is not the file of a plugin: it would be called NAME.so, NAME of small letters, digits, _ and -", file);
    *folder = !slash ? RU_STR(".") : slash == file ? RU_STR("/") : (ru_str){file, (size_t)(slash - file)};
    *folder = ru_arena_str(&p->arena, *folder);
    return folder->p ? RUTH_OK : ru_fail_nomem(e);
}

ruth_status ruth_plugin_probe_open(ruth_engine *engine, const char *file, ruth_plugin_probe **out, ruth_error *error) {
    ru_str folder, id;
    ru_error_clear(error);
    *out = NULL;
    ruth_plugin_probe *p = ru_alloc(&engine->alloc, sizeof *p);
    if (!p) return ru_fail_nomem(error);
    *p = (ruth_plugin_probe){.alloc = engine->alloc, .zoneinfo = engine->zoneinfo};
    ru_arena_init(&p->arena, &p->alloc, 16 << 10);
    ru_buf_init(&p->out, &p->alloc);
    ruth_status st = split(p, file, &folder, &id, error);
    bool stored = false;
    if (!st) {
        st = ru_plugin_store_open(&p->store, &p->alloc, folder.p, error);
        stored = !st;
    }
    p->id = ru_arena_str(&p->arena, id);
    if (!st && !p->id.p) st = ru_fail_nomem(error);
    if (!st) st = ru_plugin_store_peek(&p->store, p->id, &p->arena, &p->stated, error);
    if (!st) {
        *out = p;
        return RUTH_OK;
    }
    if (stored) ru_plugin_store_close(&p->store);
    ru_buf_free(&p->out);
    ru_arena_free(&p->arena);
    ru_free(&engine->alloc, p, sizeof *p);
    return st;
}

void ruth_plugin_probe_free(ruth_plugin_probe *p) {
    if (!p) return;
    ruth_allocator alloc = p->alloc;
    ru_plugin_store_close(&p->store);
    ru_buf_free(&p->out);
    ru_arena_free(&p->arena);
    ru_free(&alloc, p, sizeof *p);
}

void ru_probe_fault(ruth_plugin_probe *p, const char *format, ...) {
    char text[600];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ru_str said = {text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1};
    for (size_t i = 0; i < p->fault_count; i++)
        if (ru_str_eq(p->faults[i], said)) return;
    if (p->fault_count == RU_PROBE_MOST_FAULTS) return;
    said = ru_arena_str(&p->arena, said);
    if (said.p) p->faults[p->fault_count++] = said;
    else p->failed = true;
}

ruth_status ruth_plugin_probe_check(ruth_plugin_probe *p, const ruth_plugin_check_options *options, size_t *failing, ruth_error *error) {
    ruth_plugin_check_options o = {.size = sizeof o};
    ru_probe_world w;
    bool refused = false;
    ru_error_clear(error);
    *failing = 0;
    if (options && options->size != sizeof o)
        return ru_fail(error, RUTH_E_ARGUMENT, "ruth_plugin_check_options has size %zu, this library knows %zu", options->size, sizeof o);
    if (options) o = *options;
    p->row_count = p->fault_count = 0;
    p->timed = o.clock != NULL;
    p->failed = p->checked = false;
    ruth_status st = ru_plugin_store_find(&p->store, p->id, NULL, &p->found, error);
    if (st) return st;
    st = ru_probe_world_open(&w, p, o.policy, &refused, error);
    if (!st) st = ru_probe_calls(&w, &o, error);
    ru_probe_world_close(&w);
    if (refused && st != RUTH_E_NOMEM) {
        ru_error_clear(error);
        st = RUTH_OK;
    }
    if (!st && p->failed) st = ru_fail_nomem(error);
    p->checked = !st;
    *failing = p->fault_count;
    return st;
}
