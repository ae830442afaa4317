/* host.c: the functions a plugin may call while it is being called, and the calls themselves. Whatever a plugin does that it may not fails its call. */
#include "engine/plugin/plugin.h"

enum { LONGEST_TEXT = 4096, FIRST_DATE = -719162, LAST_DATE = 2932896 /* 0001-01-01 … 9999-12-31 */ };

static ru_plugin_call *of(void *call) { return call; }

static int wrong(ru_plugin_call *c, int code) {
    c->failed = true;
    return code;
}

static bool opening(const ru_plugin_call *c) { return c->doing == RU_PLUGIN_OPENING; }
static bool judging(const ru_plugin_call *c) { return c->scene && c->doing >= RU_PLUGIN_ENRICHING; }

static ruth_plugin_text text_of(ru_str s) { return (ruth_plugin_text){s.p, s.n}; }

/* ---- values out ---- */
static bool show_list(ru_arena *a, const ru_fact *f, int64_t bits, ruth_plugin_text *out) {
    size_t room = 1, n = 0;
    for (size_t i = 0; i < f->value_count; i++) room += f->values[i].n + 1;
    char *text = ru_arena_alloc(a, room);
    if (!text) return false;
    for (size_t i = 0; i < f->value_count; i++) {
        if (!((uint64_t)bits >> i & 1)) continue;
        if (n) text[n++] = ' ';
        memcpy(text + n, f->values[i].p, f->values[i].n);
        n += f->values[i].n;
    }
    text[n] = 0;
    *out = (ruth_plugin_text){text, n};
    return true;
}

bool ru_plugin_show(ru_arena *a, const ru_fact *f, const ru_value *v, ruth_plugin_value *out) {
    *out = (ruth_plugin_value){.state = v->state, .type = (uint32_t)f->type};
    if (v->state != RU_VALUE) return true;
    switch (f->type) {
    case RU_ENUM: out->text = text_of(f->values[v->i]); return true;
    case RU_ZONE:
    case RU_TEXT: out->text = text_of(v->u.s); return true;
    case RU_LIST_ENUM: return show_list(a, f, v->i, &out->text);
    default: out->number = v->i; return true;
    }
}

static int give(ru_plugin_call *c, const ru_fact *f, const ru_value *v, ruth_plugin_value *out) {
    if (ru_plugin_show(c->arena, f, v, out)) return RUTH_PLUGIN_OK;
    c->no_memory = true;
    return wrong(c, RUTH_PLUGIN_NO_MEMORY);
}

static int host_read(void *call, const char *fact, ruth_plugin_value *out) {
    ru_plugin_call *c = of(call);
    *out = (ruth_plugin_value){.state = RUTH_PLUGIN_UNKNOWN};
    int slot = judging(c) ? ru_fields_find(&c->schema->facts, ru_str_of(fact)) : -1;
    if (slot < 0 || !(c->plugin->uses[slot] & RUTH_PLUGIN_READS)) return wrong(c, RUTH_PLUGIN_UNDECLARED);
    return give(c, &c->schema->facts.items[slot], &c->scene->request->facts[slot], out);
}

/* ---- values in ---- */
static bool number_fits(const ru_fact *f, int64_t v) {
    switch (f->type) {
    case RU_BOOLEAN: return v == 0 || v == 1;
    case RU_DATE: return v >= FIRST_DATE && v <= LAST_DATE;
    case RU_INSTANT: return v >= (int64_t)FIRST_DATE * 86400 && v < ((int64_t)LAST_DATE + 1) * 86400;
    default: return !f->has_range || (v >= f->low && v <= f->high);
    }
}

static bool text_fits(ruth_plugin_text t, size_t most) {
    size_t bad;
    return t.bytes && t.length <= most && ru_utf8_valid((ru_str){t.bytes, t.length}, &bad) && !memchr(t.bytes, 0, t.length);
}

/* False: it does not fit the fact (or memory ran out, which the call then says). */
static bool take_value(ru_plugin_call *c, const ru_fact *f, const ruth_plugin_value *v, ru_value *out) {
    *out = (ru_value){.state = (uint8_t)v->state};
    if (v->state > RUTH_PLUGIN_VALUE) return false;
    if (v->state != RUTH_PLUGIN_VALUE) return true;
    if (v->type != (uint32_t)f->type) return false;
    if (f->type == RU_TEXT) {
        if (!text_fits(v->text, LONGEST_TEXT)) return false;
        out->u.s = ru_arena_str(c->arena, (ru_str){v->text.bytes, v->text.length});
        c->no_memory |= !out->u.s.p;
        return out->u.s.p != NULL;
    }
    if (f->type != RU_ENUM) {
        out->i = v->number;
        return number_fits(f, v->number);
    }
    for (size_t i = 0; i < f->value_count; i++)
        if (ru_str_eq(f->values[i], (ru_str){v->text.bytes, v->text.length})) {
            out->i = (int64_t)i;
            return true;
        }
    return false;
}

static int host_write(void *call, const char *fact, const ruth_plugin_value *value) {
    ru_plugin_call *c = of(call);
    int slot = c->doing == RU_PLUGIN_ENRICHING ? ru_fields_find(&c->schema->facts, ru_str_of(fact)) : -1;
    if (slot < 0 || !(c->plugin->uses[slot] & RUTH_PLUGIN_WRITES)) return wrong(c, RUTH_PLUGIN_UNDECLARED);
    size_t at = 0;
    while (c->plugin->writes[at] != slot) at++;
    return take_value(c, &c->schema->facts.items[slot], value, &c->written[at]) ? RUTH_PLUGIN_OK : wrong(c, RUTH_PLUGIN_TYPE);
}

/* ---- time ---- */
static int64_t host_now(void *call) { return judging(of(call)) ? of(call)->scene->request->now : 0; }

static int host_today(void *call, int32_t *out) {
    const ru_scene *sc = judging(of(call)) ? of(call)->scene : NULL;
    if (!sc || !sc->zone_count) return 0;
    for (size_t i = 1; i < sc->zone_count; i++)
        if (sc->today[i] != sc->today[0]) return 0;
    *out = sc->today[0];
    return 1;
}

/* ---- contacts ---- */
static int64_t host_contacts(void *call) {
    ru_plugin_call *c = of(call);
    if (!judging(c) || !(c->plugin->entry->flags & RUTH_PLUGIN_READS_CONTACTS)) {
        wrong(c, RUTH_PLUGIN_UNDECLARED);
        return -1;
    }
    return c->scene->request->contacts_state == RU_VALUE ? (int64_t)c->scene->request->contact_count : -1;
}

static int host_contact(void *call, int64_t i, const char *field, ruth_plugin_value *out) {
    static const ru_fact at = {.type = RU_INSTANT};
    ru_plugin_call *c = of(call);
    *out = (ruth_plugin_value){.state = RUTH_PLUGIN_UNKNOWN};
    if (!judging(c) || !(c->plugin->entry->flags & RUTH_PLUGIN_READS_CONTACTS)) return wrong(c, RUTH_PLUGIN_UNDECLARED);
    const ru_request *r = c->scene->request;
    if (r->contacts_state != RU_VALUE || i < 0 || (size_t)i >= r->contact_count) return RUTH_PLUGIN_ABSENT;
    const ru_contact *contact = &r->contacts[i];
    if (!strcmp(field, "at")) {
        ru_value v = {.i = contact->at, .state = (uint8_t)contact->at_state};
        return give(c, &at, &v, out);
    }
    int slot = ru_fields_find(&c->schema->contact, ru_str_of(field));
    if (slot < 0 || c->schema->contact.items[slot].type > RU_LIST_ENUM) return RUTH_PLUGIN_ABSENT;
    if (c->schema->contact.items[slot].is_protected) return wrong(c, RUTH_PLUGIN_UNDECLARED);
    return give(c, &c->schema->contact.items[slot], &contact->fields[slot], out);
}

/* ---- memory ---- */
static void *host_scratch(void *call, size_t size) {
    ru_plugin_call *c = of(call);
    if (size > RU_MAX_PLUGIN_SCRATCH || c->scratched > RU_MAX_PLUGIN_SCRATCH - size) return NULL;
    c->scratched += size;
    void *p = ru_arena_alloc(c->arena, size ? size : 1);
    c->no_memory |= !p;
    return p;
}

static void *host_resize(void *call, void *block, size_t old_size, size_t size) {
    ru_plugin_call *c = of(call);
    if (!c->alloc) { /* between opening and closing `self` is constant: sessions share it */
        wrong(c, RUTH_PLUGIN_UNDECLARED);
        return NULL;
    }
    if (!size) {
        ru_free(c->alloc, block, old_size);
        return NULL;
    }
    void *p = ru_resize(c->alloc, block, old_size, size);
    c->no_memory |= !p;
    return p;
}

/* ---- opening ---- */
static int host_file(void *call, const char *name, ruth_plugin_text *out) {
    ru_plugin_call *c = of(call);
    const ru_plugin *p = c->plugin;
    *out = (ruth_plugin_text){NULL, 0};
    if (!opening(c)) return wrong(c, RUTH_PLUGIN_UNDECLARED);
    for (size_t i = 0; i < p->file_count; i++)
        if (ru_str_is(p->files[i].name, name)) {
            *out = text_of(p->files[i].bytes);
            return RUTH_PLUGIN_OK;
        }
    if (!c->desk) return RUTH_PLUGIN_ABSENT; /* what the digest does not cover, no session gets */
    ru_plugin_file f = {ru_arena_str(c->desk->arena, ru_str_of(name)), {NULL, 0}};
    ruth_status st = f.name.p ? c->desk->file(c->desk->context, p, f.name, &f.bytes, c->error) : RUTH_E_NOMEM;
    if (!st && !f.bytes.p) return RUTH_PLUGIN_ABSENT;
    ru_plugin *own = c->admitted;
    if (!st) {
        own->files = ru_arena_grow(c->desk->arena, own->files, own->file_count, &own->file_capacity, sizeof f);
        if (own->files) own->files[own->file_count++] = f;
        else st = RUTH_E_NOMEM;
    }
    c->no_memory |= st == RUTH_E_NOMEM;
    if (st) return wrong(c, st == RUTH_E_NOMEM ? RUTH_PLUGIN_NO_MEMORY : RUTH_PLUGIN_ABSENT);
    *out = text_of(f.bytes);
    return RUTH_PLUGIN_OK;
}

static int host_declare(void *call, const char *fact, uint32_t type, uint32_t uses) {
    ru_plugin_call *c = of(call);
    if (!opening(c) || !(c->plugin->entry->flags & RUTH_PLUGIN_DECLARES_MORE) || !uses || uses & ~(uint32_t)(RUTH_PLUGIN_READS | RUTH_PLUGIN_WRITES)) {
        static const char why[] = "it declares a fact in a way its entry does not announce";
        if (!c->why[0]) memcpy(c->why, why, sizeof why);
        return wrong(c, RUTH_PLUGIN_UNDECLARED);
    }
    if (!c->desk) {
        int slot = ru_fields_find(&c->schema->facts, ru_str_of(fact));
        return slot >= 0 && (c->plugin->uses[slot] & uses) == uses && (uint32_t)c->schema->facts.items[slot].type == type ? RUTH_PLUGIN_OK
                                                                                                                          : wrong(c, RUTH_PLUGIN_UNDECLARED);
    }
    ruth_status st = ru_plugin_declare(c->admitted, c->desk, fact, type, uses, c->error);
    c->no_memory |= st == RUTH_E_NOMEM;
    if (!st) return RUTH_PLUGIN_OK;
    int slot = ru_fields_find(&c->schema->facts, ru_str_of(fact));
    bool mistyped = slot >= 0 && (uint32_t)c->schema->facts.items[slot].type != type;
    return wrong(c, st == RUTH_E_NOMEM ? RUTH_PLUGIN_NO_MEMORY : mistyped ? RUTH_PLUGIN_TYPE : RUTH_PLUGIN_UNDECLARED);
}

/* Words of a plugin are shown to people: what is not UTF-8 is not. */
static void keep_words(ru_plugin_call *c, ru_str said) {
    size_t bad;
    if (!ru_utf8_valid(said, &bad)) said.n = bad;
    if (said.n >= sizeof c->why) said.n = sizeof c->why - 1;
    while (said.n && !ru_utf8_valid(said, &bad)) said.n--;
    if (said.n) memcpy(c->why, said.p, said.n);
    c->why[said.n] = 0;
}

static int host_fail(void *call, const char *file, int line, int column, const char *message) {
    ru_plugin_call *c = of(call);
    keep_words(c, ru_str_of(message ? message : ""));
    if (c->error && file && file[0]) {
        char path[200];
        size_t n = 0;
        ru_str parts[] = {RU_STR("plugins/"), c->plugin->id, RU_STR("/"), ru_str_of(file)};
        for (size_t i = 0; i < RU_COUNT(parts); i++)
            for (size_t k = 0; k < parts[i].n && n < sizeof path; k++) path[n++] = parts[i].p[k];
        ru_fail_at(c->error, RUTH_E_POLICY, (ru_str){path, n}, line, column, "plugin %.*s: %s", (int)c->plugin->id.n, c->plugin->id.p, c->why);
    }
    return wrong(c, RUTH_PLUGIN_FAILED);
}

/* ---- plans, texts, findings ---- */
static int32_t latest_today(const ru_scene *sc) {
    int64_t now = sc->request->now;
    int32_t day = (int32_t)(now >= 0 ? now / 86400 : -((86399 - now) / 86400));
    for (size_t i = 0; i < sc->zone_count; i++)
        if (!i || sc->today[i] > day) day = sc->today[i];
    return day;
}

/* Nothing is offered that does not add up. */
static bool line_fits(const ru_scene *sc, const ruth_plugin_line *l) {
    int64_t before, total;
    if (l->every > 2 || l->instalment < 0 || l->has_left > 1) return false;
    if (l->first_due < latest_today(sc) || l->first_due > LAST_DATE) return false;
    if (!l->instalment) return l->count == 0 && l->last == 0 && l->total == 0;
    if (l->count < 1 || l->last < 1 || l->last > l->instalment) return false;
    return ru_mul64(l->instalment, l->count - 1, &before) && ru_add64(before, l->last, &total) && total == l->total;
}

static int host_line(void *call, const ruth_plugin_line *line) {
    ru_plugin_call *c = of(call);
    if (c->doing != RU_PLUGIN_OFFERING) return wrong(c, RUTH_PLUGIN_UNDECLARED);
    if (line->size < sizeof *line || !line_fits(c->scene, line)) return wrong(c, RUTH_PLUGIN_TYPE);
    for (size_t i = 0; i < c->line_count; i++) { /* a line is chosen by its plan and its number of payments */
        const ruth_plugin_line *l = &c->lines[i];
        if (l->count != line->count) continue;
        bool same = l->every == line->every && l->instalment == line->instalment && l->last == line->last && l->first_due == line->first_due;
        return same ? RUTH_PLUGIN_OK : wrong(c, RUTH_PLUGIN_TYPE);
    }
    if (c->line_count == RU_MAX_PLUGIN_LINES) return wrong(c, RUTH_PLUGIN_TYPE);
    c->lines[c->line_count++] = *line;
    return RUTH_PLUGIN_OK;
}

static int host_put(void *call, ruth_plugin_text text) {
    enum { LONGEST = 64 << 10 };
    ru_plugin_call *c = of(call);
    if (c->doing != RU_PLUGIN_RENDERING) return wrong(c, RUTH_PLUGIN_UNDECLARED);
    if (!text.length) return RUTH_PLUGIN_OK;
    if (!text_fits(text, LONGEST) || c->out->n + text.length > LONGEST) return wrong(c, RUTH_PLUGIN_TYPE);
    ru_buf_put(c->out, text.bytes, text.length);
    c->no_memory |= c->out->failed;
    return c->out->failed ? wrong(c, RUTH_PLUGIN_NO_MEMORY) : RUTH_PLUGIN_OK;
}

static bool at_edge(ruth_plugin_text t, size_t at) { return at == t.length || (at < t.length && ((unsigned char)t.bytes[at] & 0xC0) != 0x80); }

static int host_found(void *call, const ruth_plugin_span *span) {
    ru_plugin_call *c = of(call);
    if (c->doing != RU_PLUGIN_INSPECTING) return wrong(c, RUTH_PLUGIN_UNDECLARED);
    if (span->size < sizeof *span || span->from > span->to || !at_edge(c->text, span->from) || !at_edge(c->text, span->to)) return wrong(c, RUTH_PLUGIN_TYPE);
    if (!c->found++) keep_words(c, (ru_str){span->message.bytes, span->message.bytes ? span->message.length : 0});
    return RUTH_PLUGIN_OK;
}

const ruth_host *ru_plugin_host(void) {
    static const ruth_host host = {
        .size = sizeof host,
        .abi_major = RUTH_PLUGIN_ABI_MAJOR,
        .abi_minor = RUTH_PLUGIN_ABI_MINOR,
        .version = RUTH_VERSION,
        .read = host_read,
        .write = host_write,
        .now = host_now,
        .today = host_today,
        .contacts = host_contacts,
        .contact = host_contact,
        .scratch = host_scratch,
        .resize = host_resize,
        .file = host_file,
        .declare = host_declare,
        .fail = host_fail,
        .line = host_line,
        .put = host_put,
        .found = host_found,
    };
    return &host;
}

/* ---- the calls ---- */
static int go(ru_plugin_call *c) {
    const ruth_host *h = ru_plugin_host();
    const ru_plugin *p = c->plugin;
    switch (c->doing) {
    case RU_PLUGIN_OPENING: return p->entry->open(h, c, &c->opened);
    case RU_PLUGIN_CLOSING: p->entry->close(h, c, c->self); return RUTH_PLUGIN_OK;
    case RU_PLUGIN_ENRICHING: return p->enrich->enrich(h, c, c->self);
    case RU_PLUGIN_OFFERING: return p->offer->offer(h, c, c->self, c->word, c->values);
    case RU_PLUGIN_RENDERING: return p->render->render(h, c, c->self, c->message, c->channel, c->tone, c->language, c->named, c->named_count);
    case RU_PLUGIN_INSPECTING: return p->inspect->inspect(h, c, c->self, c->text, c->language);
    case RU_PLUGIN_OBSERVING: return p->observe->observe(h, c, c->self, c->text);
    }
    return RUTH_PLUGIN_FAILED;
}

/* What was opened in a way it may not be is closed again by its own hand: only the plugin knows what is in `self`. */
static void close_again(const ru_plugin_call *c) {
    ru_plugin_call closing = {.plugin = c->plugin, .self = c->opened, .doing = RU_PLUGIN_CLOSING, .arena = c->arena, .alloc = c->alloc};
    if (c->plugin->entry->close) go(&closing);
}

bool ru_plugin_run(ru_plugin_call *c) {
    int st = go(c);
    bool absent = st == RUTH_PLUGIN_ABSENT && c->doing == RU_PLUGIN_RENDERING && !c->out->n; /* the policy's own words then */
    bool well = st == RUTH_PLUGIN_OK || absent;
    if (well && opening(c) && (c->failed || c->no_memory)) close_again(c);
    c->failed |= !well;
    if (c->doing == RU_PLUGIN_RENDERING && !c->out->n && !absent) c->failed = true; /* no text is no text */
    if (c->doing == RU_PLUGIN_CLOSING) return true;
    return !c->no_memory;
}
