/* probe_calls.c: each ability called on generated requests through a table that passes everything on to the real one and keeps watch: only what was declared,
 * the same again for the same request, and how long it took. */
#include <stdlib.h>

#include "engine/author/probe.h"

enum { CALLS = 1000, IMPURE_CALLS = 20 };

/* The call as the host knows it, first, so that one pointer is both. */
typedef struct watched {
    ru_plugin_call c;
    ruth_plugin_probe *probe;
    const char *ability;
    ru_buf *trace; /* everything it gave */
} watched;

static watched *of(void *call) { return call; }
static const ruth_host *real(void) { return ru_plugin_host(); }

static int undeclared(watched *w, int st, const char *does, const char *fact) {
    if (st == RUTH_PLUGIN_UNDECLARED) ru_probe_fault(w->probe, "%s: it %s %.80s, which it did not declare", w->ability, does, fact);
    return st;
}

static void put_value(ru_buf *b, const ruth_plugin_value *v) {
    ru_buf_printf(b, "%u %u %lld ", (unsigned)v->state, (unsigned)v->type, (long long)v->number);
    if (v->text.length) ru_buf_put(b, v->text.bytes, v->text.length);
    ru_buf_char(b, '\n');
}

/* ---- the table ---- */
static int watch_read(void *call, const char *fact, ruth_plugin_value *out) { return undeclared(of(call), real()->read(call, fact, out), "reads", fact); }

static int watch_write(void *call, const char *fact, const ruth_plugin_value *value) {
    watched *w = of(call);
    int st = real()->write(call, fact, value);
    ru_buf_printf(w->trace, "write %s ", fact);
    put_value(w->trace, value);
    if (st == RUTH_PLUGIN_UNDECLARED && w->c.doing != RU_PLUGIN_ENRICHING)
        ru_probe_fault(w->probe, "%s: it writes %.80s; only enrich writes facts", w->ability, fact);
    else undeclared(w, st, "writes", fact);
    if (st == RUTH_PLUGIN_TYPE)
        ru_probe_fault(w->probe, "%s: it writes a value into %.80s that does not fit its type, its range or its values", w->ability, fact);
    return st;
}

static int64_t watch_contacts(void *call) {
    if (!(of(call)->c.plugin->entry->flags & RUTH_PLUGIN_READS_CONTACTS))
        ru_probe_fault(of(call)->probe, "%s: it looks at contacts without RUTH_PLUGIN_READS_CONTACTS", of(call)->ability);
    return real()->contacts(call);
}

static int watch_contact(void *call, int64_t i, const char *field, ruth_plugin_value *out) {
    int st = real()->contact(call, i, field, out);
    if (st == RUTH_PLUGIN_UNDECLARED)
        ru_probe_fault(of(call)->probe, "%s: it looks at contacts without RUTH_PLUGIN_READS_CONTACTS, or at a protected field (%.60s)", of(call)->ability,
                       field);
    return st;
}

static void *watch_resize(void *call, void *block, size_t old_size, size_t size) {
    ru_probe_fault(of(call)->probe, "%s: it asks for lasting memory in a call; that is for open and close (host->scratch is for calls)", of(call)->ability);
    return real()->resize(call, block, old_size, size);
}

static int watch_file(void *call, const char *name, ruth_plugin_text *out) {
    ru_probe_fault(of(call)->probe, "%s: it asks for the file %.60s in a call; that is for open", of(call)->ability, name);
    return real()->file(call, name, out);
}

static int watch_declare(void *call, const char *fact, uint32_t type, uint32_t uses) {
    ru_probe_fault(of(call)->probe, "%s: it declares %.80s in a call; that is for open", of(call)->ability, fact);
    return real()->declare(call, fact, type, uses);
}

static int watch_line(void *call, const ruth_plugin_line *l) {
    watched *w = of(call);
    int st = real()->line(call, l);
    ru_buf_printf(w->trace, "line %u %lld %lld %lld %lld %d %u %lld\n", (unsigned)l->every, (long long)l->instalment, (long long)l->count, (long long)l->last,
                  (long long)l->total, (int)l->first_due, (unsigned)l->has_left, (long long)l->left);
    if (st == RUTH_PLUGIN_UNDECLARED) ru_probe_fault(w->probe, "%s: it adds a line to a plan; only offer does", w->ability);
    if (st == RUTH_PLUGIN_TYPE)
        ru_probe_fault(w->probe,
                       "%s: it offers a line that does not add up, lies before today, or is one too many (%lld payments of %lld, the last %lld, together %lld)",
                       w->ability, (long long)l->count, (long long)l->instalment, (long long)l->last, (long long)l->total);
    return st;
}

static int watch_put(void *call, ruth_plugin_text text) {
    watched *w = of(call);
    int st = real()->put(call, text);
    RU_BUF_LIT(w->trace, "put ");
    if (text.length) ru_buf_put(w->trace, text.bytes, text.length);
    if (st == RUTH_PLUGIN_UNDECLARED) ru_probe_fault(w->probe, "%s: it gives a text; only render does", w->ability);
    if (st == RUTH_PLUGIN_TYPE) ru_probe_fault(w->probe, "%s: its text is no UTF-8, has a NUL in it, or is too long", w->ability);
    return st;
}

static int watch_found(void *call, const ruth_plugin_span *s) {
    watched *w = of(call);
    int st = real()->found(call, s);
    ru_buf_printf(w->trace, "found %u %u %.*s\n", (unsigned)s->from, (unsigned)s->to, s->code.length < 64 ? (int)s->code.length : 64,
                  s->code.length ? s->code.bytes : "");
    if (st == RUTH_PLUGIN_UNDECLARED) ru_probe_fault(w->probe, "%s: it finds something in a text; only inspect does", w->ability);
    if (st == RUTH_PLUGIN_TYPE)
        ru_probe_fault(w->probe, "%s: it finds something outside of the text (bytes %u to %u)", w->ability, (unsigned)s->from, (unsigned)s->to);
    return st;
}

static ruth_host table(void) {
    ruth_host h = *real();
    h.read = watch_read;
    h.write = watch_write;
    h.contacts = watch_contacts;
    h.contact = watch_contact;
    h.resize = watch_resize;
    h.file = watch_file;
    h.declare = watch_declare;
    h.line = watch_line;
    h.put = watch_put;
    h.found = watch_found;
    return h;
}

/* ---- what is asked ---- */
static bool draw_keys(ru_probe_world *w, const ruth_plugin_word *word, ruth_plugin_value *values) {
    static ru_str const names[] = {{"one", 3}, {"two", 3}, {"three", 5}};
    for (uint32_t k = 0; k < word->key_count; k++) {
        ru_str copy[RU_COUNT(names)];
        memcpy(copy, names, sizeof copy);
        ru_fact f = {.type = (ru_type)word->keys[k].type, .values = copy, .value_count = RU_COUNT(names)};
        values[k] = (ruth_plugin_value){.state = RUTH_PLUGIN_NONE, .type = word->keys[k].type};
        if (word->keys[k].optional && ru_probe_random(w) % 2) continue;
        if (!ru_probe_value(w, &f, &values[k])) return false;
        if (values[k].state != RUTH_PLUGIN_VALUE)
            values[k] = (ruth_plugin_value){.state = RUTH_PLUGIN_VALUE, .type = word->keys[k].type, .text = {"UTC", 3}}; /* a zone this system lacks */
    }
    return true;
}

static bool draw_named(ru_probe_world *w, ruth_plugin_named *named) {
    static const struct {
        const char *name;
        ru_type type;
    } all[] = {{"balance", RU_MONEY}, {"count", RU_INTEGER}, {"first_due", RU_DATE}, {"name", RU_TEXT}};
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        ru_fact f = {.type = all[i].type, .has_range = true, .low = 0, .high = 10000000};
        named[i].name = all[i].name;
        if (!ru_probe_value(w, &f, &named[i].value)) return false;
    }
    return true;
}

static ruth_plugin_text as_text(ru_str s) { return (ruth_plugin_text){s.p, s.n}; }

/* Fills what this ability is asked about; false: out of memory. */
static bool prepare(ru_probe_world *w, watched *call, int ability, uint32_t word) {
    static const char *const channels[] = {"letter", "email", "sms", "voice"}, *const tones[] = {"gratitude", "encouragement", "plain", "firm"},
                             *const languages[] = {"en", "fr"}, *const messages[] = {"listen", "plan_offer", "reminder"};
    static const char answer[] =
        "{\"id\":\"generated\",\"decision\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"action\":{\"is\":\"none\"},\"contact\":null}";
    ru_plugin_call *c = &call->c;
    const ruth_plugin_offer *offer = w->plugin->offer;
    ruth_plugin_value *values = NULL;
    ruth_plugin_named *named = NULL;
    switch (ability) {
    case 0:
        c->doing = RU_PLUGIN_ENRICHING;
        c->written = ru_arena_zalloc(&w->scratch, (w->plugin->write_count + 1) * sizeof *c->written);
        return c->written != NULL;
    case 1:
        c->doing = RU_PLUGIN_OFFERING;
        values = ru_arena_zalloc(&w->scratch, (offer->words[word].key_count + 1) * sizeof *values);
        c->word = word;
        c->values = values;
        return values && draw_keys(w, &offer->words[word], values);
    case 2:
        c->doing = RU_PLUGIN_RENDERING;
        named = ru_arena_zalloc(&w->scratch, 4 * sizeof *named);
        c->message = messages[ru_probe_random(w) % RU_COUNT(messages)];
        c->channel = channels[ru_probe_random(w) % RU_COUNT(channels)];
        c->tone = tones[ru_probe_random(w) % RU_COUNT(tones)];
        c->language = languages[ru_probe_random(w) % RU_COUNT(languages)];
        c->named = named;
        c->named_count = 4;
        return named && draw_named(w, named);
    case 3:
        c->doing = RU_PLUGIN_INSPECTING;
        c->text = as_text(ru_probe_text(w));
        c->language = languages[ru_probe_random(w) % RU_COUNT(languages)];
        return true;
    default:
        c->doing = RU_PLUGIN_OBSERVING;
        c->text = (ruth_plugin_text){answer, sizeof answer - 1};
        return true;
    }
}

static int go(const ru_plugin *p, const ruth_host *h, ru_plugin_call *c) {
    switch (c->doing) {
    case RU_PLUGIN_ENRICHING: return p->enrich->enrich(h, c, c->self);
    case RU_PLUGIN_OFFERING: return p->offer->offer(h, c, c->self, c->word, c->values);
    case RU_PLUGIN_RENDERING: return p->render->render(h, c, c->self, c->message, c->channel, c->tone, c->language, c->named, c->named_count);
    case RU_PLUGIN_INSPECTING: return p->inspect->inspect(h, c, c->self, c->text, c->language);
    default: return p->observe->observe(h, c, c->self, c->text);
    }
}

/* ---- one ability ---- */
typedef struct series {
    ru_probe_world *w;
    const ruth_plugin_check_options *o;
    ruth_host host;
    ru_buf trace, rendered;
    int ability;
    uint32_t word;
    uint64_t calls;
    unsigned char (*digests)[RU_DIGEST_SIZE];
    int64_t *times;
} series;

/* Request n: what it gave, as a digest; how long it took; whether it failed, and why. */
static bool call_once(series *s, uint64_t n, unsigned char digest[RU_DIGEST_SIZE], int64_t *took, bool *failed, char why[200]) {
    ru_probe_world *w = s->w;
    watched call = {.probe = w->probe, .ability = ru_probe_abilities[s->ability], .trace = &s->trace};
    if (!ru_probe_request(w, s->o->seed, n)) return false;
    call.c = (ru_plugin_call){.plugin = w->plugin, .self = w->self, .arena = &w->scratch, .schema = w->schema, .scene = &w->scene, .out = &s->rendered};
    ru_buf_clear(&s->trace);
    ru_buf_clear(&s->rendered);
    if (!prepare(w, &call, s->ability, s->word) || ru_zones_refused(w->zones))
        return false; /* a zone that memory was refused for is none that this system lacks */
    int64_t before = s->o->clock ? s->o->clock(s->o->context) : 0;
    int st = go(w->plugin, &s->host, &call.c);
    *took = s->o->clock ? s->o->clock(s->o->context) - before : 0;
    bool absent = s->ability == 2 && st == RUTH_PLUGIN_ABSENT && !s->rendered.n; /* it has no words for this message */
    *failed = (st != RUTH_PLUGIN_OK && !absent) || call.c.failed || (s->ability == 2 && !s->rendered.n && !absent);
    memcpy(why, call.c.why, sizeof call.c.why);
    ru_buf_printf(&s->trace, "end %d\n", st);
    ru_sha256_once(s->trace.p, s->trace.n, digest);
    return !call.c.no_memory && !s->trace.failed;
}

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool first_pass(series *s, ru_probe_row *row) {
    size_t faults = s->w->probe->fault_count;
    char why[200];
    for (uint64_t n = 0; n < s->calls; n++) {
        bool failed;
        if (!call_once(s, n, s->digests[n], &s->times[n], &failed, why)) return false;
        row->calls++;
        row->failed += failed;
        if (!failed || row->why.p) continue;
        row->why = ru_arena_str(&s->w->probe->arena, ru_str_of(why));
        if (!row->why.p) return false;
    }
    qsort(s->times, (size_t)s->calls, sizeof *s->times, by_size);
    row->median = s->times[s->calls / 2];
    row->p99 = s->times[s->calls * 99 / 100];
    if (row->failed == row->calls && s->w->probe->fault_count == faults)
        ru_probe_fault(s->w->probe, "%s: every one of its calls failed%s%s", row->ability, row->why.n ? ": " : "", row->why.n ? row->why.p : "");
    return true;
}

/* The same requests from the last to the first: what a plugin remembers of earlier calls shows. */
static bool second_pass(series *s) {
    unsigned char digest[RU_DIGEST_SIZE];
    char why[200];
    int64_t took;
    bool failed;
    for (uint64_t n = s->calls; n-- > 0;) {
        if (!call_once(s, n, digest, &took, &failed, why)) return false;
        if (!memcmp(digest, s->digests[n], sizeof digest)) continue;
        ru_probe_fault(s->w->probe, "%s: it says it is pure, but the same request gave another result", ru_probe_abilities[s->ability]);
        return true;
    }
    return true;
}

static ruth_status run_series(series *s, ruth_error *e) {
    ruth_plugin_probe *p = s->w->probe;
    ru_probe_row row = {.ability = ru_probe_abilities[s->ability]};
    if (s->ability == 1) row.word = ru_str_of(s->w->plugin->offer->words[s->word].word);
    bool well = first_pass(s, &row) && (p->found.entry->purity != RUTH_PLUGIN_PURE || second_pass(s));
    ru_probe_row *rows = well ? ru_arena_grow(&p->arena, p->rows, p->row_count, &p->row_room, sizeof *rows) : NULL;
    if (!rows) return ru_fail_nomem(e);
    p->rows = rows;
    p->rows[p->row_count++] = row;
    return RUTH_OK;
}

ruth_status ru_probe_calls(ru_probe_world *w, const ruth_plugin_check_options *o, ruth_error *e) {
    const ru_plugin *p = w->plugin;
    const void *there[RU_PROBE_ABILITIES] = {p->enrich, p->offer, p->render, p->inspect, p->observe};
    series s = {.w = w, .o = o, .host = table(), .calls = o->calls ? o->calls : CALLS};
    ruth_status st = RUTH_OK;
    if (s.calls > 10000000) return ru_fail(e, RUTH_E_ARGUMENT, "at most 10,000,000 calls");
    if (p->entry->purity != RUTH_PLUGIN_PURE && s.calls > IMPURE_CALLS) s.calls = IMPURE_CALLS; /* each may reach the world outside */
    size_t digests = (size_t)s.calls * sizeof *s.digests, times = (size_t)s.calls * sizeof *s.times;
    ru_buf_init(&s.trace, &w->probe->alloc);
    ru_buf_init(&s.rendered, &w->probe->alloc);
    s.digests = ru_alloc(&w->probe->alloc, digests);
    s.times = ru_alloc(&w->probe->alloc, times);
    if (!s.digests || !s.times) st = ru_fail_nomem(e);
    for (int i = 0; i < RU_PROBE_ABILITIES; i++)
        for (uint32_t word = 0; !st && there[i] && word < (i == 1 ? p->offer->word_count : 1); word++) {
            s.ability = i;
            s.word = word;
            st = run_series(&s, e);
        }
    ru_free(&w->probe->alloc, s.digests, digests);
    ru_free(&w->probe->alloc, s.times, times);
    ru_buf_free(&s.trace);
    ru_buf_free(&s.rendered);
    return st;
}
