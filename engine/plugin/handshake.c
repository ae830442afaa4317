/* handshake.c: what a plugin says of itself, read before anything of it is called: versions, abilities, the facts it reads and writes. */
#include "engine/plugin/plugin.h"

bool ru_plugin_name_fits(ru_str id) {
    bool good = id.n > 0 && id.n <= 64 && id.p[0] >= 'a' && id.p[0] <= 'z';
    for (size_t i = 0; good && i < id.n; i++)
        good = (id.p[i] >= 'a' && id.p[i] <= 'z') || (id.p[i] >= '0' && id.p[i] <= '9') || id.p[i] == '_' || id.p[i] == '-';
    return good;
}

static bool is_word(const char *s) {
    size_t n = s ? strlen(s) : 0;
    bool good = n > 0 && n <= 64 && s[0] >= 'a' && s[0] <= 'z';
    for (size_t i = 0; good && i < n; i++) good = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '_';
    return good;
}

/* A text of at most `most` bytes that ends and can be shown. */
static bool is_text(const char *s, size_t most) {
    size_t n = 0, bad;
    while (s && n <= most && s[n]) n++;
    return s && n && n <= most && ru_utf8_valid((ru_str){s, n}, &bad);
}

static const char *list_wrong(const ruth_plugin_fact *list, uint32_t count) {
    if (count > RU_MAX_FACTS) return "it declares more facts than a policy can have";
    if (count && !list) return "a list of its facts is missing";
    for (uint32_t i = 0; i < count; i++)
        if (!is_word(list[i].name) || list[i].type > RUTH_PLUGIN_LIST_OF_ENUM) return "a list of its facts has an entry without a name or a known type";
    return NULL;
}

/* ---- the entry ---- */
enum { SIZE_OF_1_0 = offsetof(ruth_plugin, abilities) };

static size_t least_size(const ruth_plugin *p) { return p->abi_minor == 0 ? (size_t)SIZE_OF_1_0 : sizeof *p; }

bool ru_plugin_states_abilities(const ruth_plugin *p) { return p->size >= sizeof *p && p->abilities; }

const void *ru_plugin_ability(const ruth_plugin *p, const char *name) {
    if (!ru_plugin_states_abilities(p)) return p->ability(name);
    for (uint32_t i = 0; i < p->ability_count; i++)
        if (!strcmp(p->abilities[i].name, name)) return p->abilities[i].ability;
    return NULL;
}

static const char *abilities_wrong(const ruth_plugin *p) {
    if (!ru_plugin_states_abilities(p)) return NULL;
    if (!p->ability_count || p->ability_count > RU_MAX_PLUGIN_ABILITIES) return "its list of abilities is empty or too long";
    for (uint32_t i = 0; i < p->ability_count; i++) {
        if (!is_text(p->abilities[i].name, 64) || !p->abilities[i].ability) return "its list of abilities has an entry without a name or a struct";
        for (uint32_t k = 0; k < i; k++)
            if (!strcmp(p->abilities[k].name, p->abilities[i].name)) return "its list of abilities names one twice";
    }
    return NULL;
}

/* What is left to say once the versions fit. */
static const char *entry_wrong(const ruth_plugin *p) {
    if (p->purity > RUTH_PLUGIN_IO) return "it states a purity this ruth does not know";
    if (p->threads > RUTH_PLUGIN_ONE_THREAD) return "it states a thread rule this ruth does not know";
    if (p->flags & ~(uint32_t)(RUTH_PLUGIN_READS_CONTACTS | RUTH_PLUGIN_DECLARES_MORE)) return "it states a flag this ruth does not know";
    if (!is_text(p->version, 64) || !is_text(p->summary, 400)) return "its version or its summary is missing";
    if (!ru_plugin_states_abilities(p) && !p->ability) return "it states no abilities";
    const char *why = abilities_wrong(p);
    if (why) return why;
    why = list_wrong(p->reads, p->read_count);
    return why ? why : list_wrong(p->writes, p->write_count);
}

ruth_status ru_plugin_greet(const ruth_plugin *p, ru_str id, ruth_error *e) {
    ru_str name = id.p ? id : RU_STR("of the host");
    if (p->magic != RUTH_PLUGIN_MAGIC)
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s is not one: its entry does not begin with the mark of a ruth plugin", (int)name.n, name.p);
    if (p->size < offsetof(ruth_plugin, layout))
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s: its entry is cut short (%u bytes, at least %d expected)", (int)name.n, name.p, (unsigned)p->size,
                       SIZE_OF_1_0);
    if (p->abi_major != RUTH_PLUGIN_ABI_MAJOR || p->abi_minor > RUTH_PLUGIN_ABI_MINOR)
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s speaks ABI %u.%u, this ruth %d.%d", (int)name.n, name.p, (unsigned)p->abi_major, (unsigned)p->abi_minor,
                       RUTH_PLUGIN_ABI_MAJOR, RUTH_PLUGIN_ABI_MINOR);
    if (p->size < least_size(p))
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s: its entry is cut short (%u bytes, at least %zu expected)", (int)name.n, name.p, (unsigned)p->size,
                       least_size(p));
    if (p->layout != RUTH_PLUGIN_LAYOUT)
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s was built with types of another size (layout %08x, %08x expected): build it again for this system",
                       (int)name.n, name.p, (unsigned)p->layout, (unsigned)RUTH_PLUGIN_LAYOUT);
    if (!p->id || !ru_plugin_name_fits(ru_str_of(p->id)))
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s: the id it states is no name of a plugin", (int)name.n, name.p);
    if (id.p && !ru_str_is(id, p->id))
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s calls itself %s: id and file must have one name", (int)name.n, name.p, p->id);
    const char *why = entry_wrong(p);
    return why ? ru_fail(e, RUTH_E_POLICY, "plugin %s cannot be used: %s", p->id, why) : RUTH_OK;
}

/* ---- abilities ---- */
static const char *words_wrong(const ruth_plugin_offer *o) {
    if (!o->word_count || o->word_count > 64 || !o->words) return "its list of words for plans is empty, too long or missing";
    for (uint32_t i = 0; i < o->word_count; i++) {
        const ruth_plugin_word *w = &o->words[i];
        if (!is_word(w->word)) return "a word it has for plans is no word: small letters, digits and _, a letter first";
        if (w->key_count > RU_MAX_PLUGIN_KEYS || (w->key_count && !w->keys)) return "the keys of one of its words are too many or missing";
        for (uint32_t k = 0; k < w->key_count; k++) {
            if (!is_word(w->keys[k].name) || w->keys[k].type > RUTH_PLUGIN_LIST_OF_ENUM || w->keys[k].optional > 1)
                return "a key of one of its words has no name or no known type";
            for (uint32_t j = 0; j < k; j++)
                if (!strcmp(w->keys[j].name, w->keys[k].name)) return "one of its words has a key twice";
        }
    }
    return NULL;
}

/* All five structs begin with their size; none may be shorter than in the version it claims. */
static const void *ask(const ruth_plugin *p, const char *name, size_t size, const char **why) {
    const void *found = ru_plugin_ability(p, name);
    uint32_t stated = 0;
    if (!found) return NULL;
    memcpy(&stated, found, sizeof stated);
    if (stated < size) *why = "the struct of one of its abilities is cut short";
    return found;
}

static const char *ask_all(ru_plugin *p) {
    const char *why = NULL;
    p->enrich = ask(p->entry, RUTH_PLUGIN_ENRICH, sizeof *p->enrich, &why);
    p->offer = ask(p->entry, RUTH_PLUGIN_OFFER, sizeof *p->offer, &why);
    p->render = ask(p->entry, RUTH_PLUGIN_RENDER, sizeof *p->render, &why);
    p->inspect = ask(p->entry, RUTH_PLUGIN_INSPECT, sizeof *p->inspect, &why);
    p->observe = ask(p->entry, RUTH_PLUGIN_OBSERVE, sizeof *p->observe, &why);
    if (why) return why;
    if (!p->enrich && !p->offer && !p->render && !p->inspect && !p->observe) return "it has none of the abilities this ruth knows";
    bool whole = (!p->enrich || p->enrich->enrich) && (!p->offer || p->offer->offer) && (!p->render || p->render->render) &&
                 (!p->inspect || p->inspect->inspect) && (!p->observe || p->observe->observe);
    if (!whole) return "the function of one of its abilities is missing";
    if (!p->enrich && p->entry->write_count) return "it writes facts but does not enrich";
    return p->offer ? words_wrong(p->offer) : NULL;
}

/* ---- declared facts ---- */
static ruth_status declare_write(ru_plugin *p, ru_plugin_desk *d, const ru_fact *f, int slot, ruth_error *e) {
    if (!f->from_plugin)
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s writes %.*s, which facts.yaml does not leave to a plugin (source: plugin)", (int)p->id.n, p->id.p,
                       (int)f->name.n, f->name.p);
    if (f->type > RU_TEXT || f->type == RU_ZONE)
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s writes %.*s, which is %s: a plugin can only read such a fact", (int)p->id.n, p->id.p, (int)f->name.n,
                       f->name.p, ru_type_phrase(f->type));
    if (d->writer[slot] >= 0 && d->writer[slot] != d->index)
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s writes %.*s, which another plugin of this policy writes too", (int)p->id.n, p->id.p, (int)f->name.n,
                       f->name.p);
    if (d->writer[slot] == d->index) return RUTH_OK;
    p->writes = ru_arena_grow(d->arena, p->writes, p->write_count, &p->write_capacity, sizeof *p->writes);
    if (!p->writes) return ru_fail_nomem(e);
    p->writes[p->write_count++] = slot;
    d->writer[slot] = d->index;
    return RUTH_OK;
}

ruth_status ru_plugin_declare(ru_plugin *p, ru_plugin_desk *d, const char *fact, uint32_t type, unsigned uses, ruth_error *e) {
    const char *does = uses & RUTH_PLUGIN_WRITES ? "writes" : "reads";
    int slot = ru_fields_find(&d->schema->facts, ru_str_of(fact));
    if (slot < 0)
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s %s %s, which is not a fact of this policy: declare it in facts.yaml", (int)p->id.n, p->id.p, does, fact);
    const ru_fact *f = &d->schema->facts.items[slot];
    if (f->type != (ru_type)type || type > RUTH_PLUGIN_LIST_OF_ENUM)
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s %s %s as %s, but facts.yaml says %s", (int)p->id.n, p->id.p, does, fact,
                       type <= RUTH_PLUGIN_LIST_OF_ENUM ? ru_type_name((ru_type)type) : "a type this ruth does not know", ru_type_name(f->type));
    if (uses & RUTH_PLUGIN_READS) {
        if (f->is_protected) return ru_fail(e, RUTH_E_POLICY, "plugin %.*s reads %s, which is protected", (int)p->id.n, p->id.p, fact);
        if (f->derived)
            return ru_fail(e, RUTH_E_POLICY, "plugin %.*s reads %s, which is derived: plugins come before anything is derived", (int)p->id.n, p->id.p, fact);
    }
    ruth_status st = uses & RUTH_PLUGIN_WRITES ? declare_write(p, d, f, slot, e) : RUTH_OK;
    if (!st) p->uses[slot] |= (uint8_t)uses;
    return st;
}

/* ---- open and close ---- */
ruth_status ru_plugin_open(const ru_plugin *p, const ru_schema *schema, const ruth_allocator *alloc, ru_arena *scratch, void **self, ruth_error *e) {
    ru_plugin_call c = {.plugin = p, .doing = RU_PLUGIN_OPENING, .arena = scratch, .schema = schema, .alloc = alloc};
    *self = NULL;
    if (!p->entry->open) return RUTH_OK;
    if (!ru_plugin_run(&c)) return ru_fail_nomem(e);
    if (c.failed) return ru_fail(e, RUTH_E_POLICY, "plugin %.*s could not be opened: %s", (int)p->id.n, p->id.p, c.why[0] ? c.why : "it does not say why");
    *self = c.opened;
    return RUTH_OK;
}

void ru_plugin_close(const ru_plugin *p, const ruth_allocator *alloc, ru_arena *scratch, void *self) {
    ru_plugin_call c = {.plugin = p, .self = self, .doing = RU_PLUGIN_CLOSING, .arena = scratch, .alloc = alloc};
    if (p->entry->close) ru_plugin_run(&c);
}

static ruth_status open_first(ru_plugin *p, ru_plugin_desk *d, ruth_error *e) {
    ruth_error said;
    ru_plugin_call c = {
        .plugin = p, .doing = RU_PLUGIN_OPENING, .arena = d->scratch, .schema = d->schema, .alloc = d->alloc, .desk = d, .admitted = p, .error = &said};
    ru_error_clear(&said);
    if (!p->entry->open) {
        p->opened = p->entry->threads == RUTH_PLUGIN_ANY_THREAD;
        return RUTH_OK;
    }
    if (!ru_plugin_run(&c)) return ru_fail_nomem(e);
    if (!c.failed) {
        p->self = c.opened;
        p->opened = true;
    } else if (said.status) { /* a fact or a place: more than the plugin's own words */
        return said.file[0] ? ru_fail_at(e, said.status, ru_str_of(said.file), said.line, said.column, "%s", said.message)
                            : ru_fail(e, said.status, "%s", said.message);
    } else {
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s could not be opened: %s", (int)p->id.n, p->id.p, c.why[0] ? c.why : "it does not say why");
    }
    if (p->entry->threads == RUTH_PLUGIN_ANY_THREAD) return RUTH_OK;
    ru_plugin_close(p, d->alloc, d->scratch, p->self);
    p->self = NULL;
    p->opened = false;
    return RUTH_OK;
}

ruth_status ru_plugin_admit(ru_plugin *p, const ru_plugin_found *found, ru_plugin_desk *d, ruth_error *e) {
    const ruth_plugin *entry = found->entry;
    *p = (ru_plugin){.entry = entry, .id = ru_str_of(entry->id), .linked = found->linked};
    memcpy(p->digest, found->digest, sizeof p->digest);
    p->uses = RU_NEWS(d->arena, uint8_t, d->schema->facts.count + 1);
    if (!p->uses) return ru_fail_nomem(e);
    const char *why = ask_all(p);
    if (why) return ru_fail(e, RUTH_E_POLICY, "plugin %s cannot be used: %s", entry->id, why);
    ruth_status st = RUTH_OK;
    for (uint32_t i = 0; !st && i < entry->read_count; i++) st = ru_plugin_declare(p, d, entry->reads[i].name, entry->reads[i].type, RUTH_PLUGIN_READS, e);
    for (uint32_t i = 0; !st && i < entry->write_count; i++) st = ru_plugin_declare(p, d, entry->writes[i].name, entry->writes[i].type, RUTH_PLUGIN_WRITES, e);
    return st ? st : open_first(p, d, e);
}
