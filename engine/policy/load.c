/* load.c: the road from a folder to a compiled policy, its lifetime, and nothing else. */
#include "engine/policy/build.h"

enum { BLOCK = 64 << 10 };

/* Runs every Lua file once in the sandbox; the state is dropped, sessions make their own. */
static ruth_status run_sources(ru_build *b) {
    ru_script_caps caps = ru_script_default_caps();
    caps.offers = b->p->plugin_words;
    caps.offer_count = b->p->plugin_word_count;
    ru_script *script = NULL;
    ruth_status st = ru_script_load(&b->p->alloc, &caps, b->sources, b->source_count, b->scratch, &script, &b->rules,
                                    b->e); /* what outlives the load is copied: of 10,000 rules the trees take 50 MiB */
    ru_script_free(script);
    return st;
}

ruth_status ru_build_all(ru_build *b, const char *folder) {
    ru_policy *p = b->p;
    const char *zoneinfo = b->places ? b->places->zoneinfo : NULL;
    ruth_status st;
    if (zoneinfo && !(p->zoneinfo = ru_arena_str(b->a, ru_str_of(zoneinfo))).p) return ru_fail_nomem(b->e); /* or the system's zones would be taken */
    if ((st = ru_build_read(b, folder))) return st;
    b->slot_read = RU_NEWS(b->scratch, uint8_t, p->schema->facts.count + 1);
    b->slot_day_span = RU_NEWS(b->scratch, uint8_t, p->schema->facts.count + 1);
    if (!b->slot_read || !b->slot_day_span) return ru_fail_nomem(b->e);
    if ((st = ru_build_plugins(b)) || (st = ru_build_head(b)) || (st = ru_build_engine(b, zoneinfo)) || (st = run_sources(b)) || (st = ru_build_sort(b)) ||
        (st = ru_build_ladders(b)) || (st = ru_build_messages(b)) || (st = ru_build_cards(b)) || (st = ru_build_rules(b)) || (st = ru_build_card_offers(b)) ||
        (st = ru_build_limits(b)) || (st = ru_build_duty_texts(b)) || (st = ru_build_wording(b)) || (st = ru_build_plugin_facts(b)) ||
        (st = ru_build_directory(b)) || (st = ru_build_phrase_bank(b)) || (st = ru_build_guarantees(b)) || (st = ru_build_moves(b)))
        return st;
    if (b->expr_count) p->exprs = ru_arena_dup(b->a, b->exprs, b->expr_count * sizeof *b->exprs);
    p->sources = b->sources;
    p->source_count = b->source_count;
    p->coded = b->coded;
    p->coded_count = b->coded_count;
    p->conds = ru_arena_dup(b->a, b->conds, b->cond_count * sizeof *b->conds);
    if ((b->expr_count && !p->exprs) || !p->conds) return ru_fail_nomem(b->e);
    return ru_match_new(b->a, b->scratch, p->schema, b->conds, b->cond_count, p->exprs, b->expr_count, &p->match, b->e);
}

static void free_policy(ru_policy *p) {
    ruth_allocator alloc = p->alloc;
    ru_policy_close_plugins(p);
    ru_arena_free(&p->arena);
    ru_free(&alloc, p, sizeof *p);
}

ruth_status ru_policy_load(const ruth_allocator *alloc, const char *folder, const ru_places *places, ru_policy **out, ruth_error *e) {
    ru_arena scratch;
    ru_policy *p = ru_alloc(alloc, sizeof *p);
    *out = NULL;
    if (!p) return ru_fail_nomem(e);
    memset(p, 0, sizeof *p);
    p->alloc = *alloc;
    p->references = 1;
    ru_arena_init(&p->arena, alloc, BLOCK);
    ru_arena_init(&scratch, alloc, BLOCK);
    ru_build b = {.p = p, .a = &p->arena, .scratch = &scratch, .e = e, .places = places};
    ruth_status st = ru_build_all(&b, folder);
    ru_arena_free(&scratch);
    if (st) free_policy(p);
    else *out = p;
    return st;
}

ru_policy *ru_policy_retain(ru_policy *p) {
    __atomic_add_fetch(&p->references, 1, __ATOMIC_RELAXED);
    return p;
}

void ru_policy_release(ru_policy *p) {
    if (p && __atomic_sub_fetch(&p->references, 1, __ATOMIC_ACQ_REL) == 0) free_policy(p);
}
