/* keep.c: memory of the policy's texts: blocks from the host, filled from the front, freed together; and what ICU opened. */
#include <string.h>

#include "plugins/messages/words.h"

enum { BLOCK = 16 << 10 };
typedef struct messages_block {
    struct messages_block *next;
    size_t size, used; /* with this head */
} messages_block;

static size_t rounded(size_t n) { return (n + 15) & ~(size_t)15; }

static void *take(messages_block *b, size_t size) {
    void *p = (char *)b + b->used;
    b->used += rounded(size);
    return memset(p, 0, size);
}

static messages_block *new_block(const ruth_host *host, void *call, size_t size) {
    messages_block *b = host->resize(call, NULL, 0, size);
    if (b) *b = (messages_block){NULL, size, rounded(sizeof *b)};
    return b;
}

messages *messages_new(const ruth_host *host, void *call) {
    messages_block *b = new_block(host, call, rounded(sizeof *b) + rounded(sizeof(messages)) + BLOCK);
    messages *m = b ? take(b, sizeof *m) : NULL;
    if (m) m->blocks = b;
    return m;
}

void *messages_keep(messages_reading *r, size_t size) {
    messages_block *b = r->m->blocks;
    if (rounded(size) > b->size - b->used) {
        size_t room = rounded(sizeof *b) + rounded(size);
        messages_block *more = new_block(r->d.host, r->d.call, room > BLOCK ? room : BLOCK);
        if (!more) return NULL;
        more->next = b;
        r->m->blocks = b = more;
    }
    return take(b, size);
}

const char *messages_keep_text(messages_reading *r, const char *text) {
    size_t n = strlen(text) + 1;
    char *p = messages_keep(r, n);
    return p ? memcpy(p, text, n) : NULL;
}

int messages_keep_names(messages_reading *r, const shared_node *n, messages_names *out) {
    bool list = n->kind == SHARED_LIST;
    size_t count = list ? n->count : 1;
    const char **names = messages_keep(r, (count + 1) * sizeof *names), *name;
    if (!names) return RUTH_PLUGIN_NO_MEMORY;
    if (!count) return shared_data_fail(&r->d, n, "an empty list fits nobody");
    *out = (messages_names){names, 0};
    for (const shared_node *e = list ? n->first : n; out->count < count; e = e->next) {
        int st = shared_data_name(&r->d, e, &name);
        if (st) return st;
        if (messages_among(*out, name, strlen(name))) return shared_data_fail(&r->d, e, "%.60s stands here twice", name);
        names[out->count] = messages_keep_text(r, name);
        if (!names[out->count++]) return RUTH_PLUGIN_NO_MEMORY;
    }
    return 0;
}

bool messages_among(messages_names names, const char *name, size_t length) {
    for (size_t i = 0; i < names.count; i++)
        if (strlen(names.names[i]) == length && !memcmp(names.names[i], name, length)) return true;
    return false;
}

/* ---- the end ---- */
static void close_pattern(messages_pattern *p) {
    if (p->format) umsg_close(p->format);
}

static void close_manner(messages_manner *n) {
    if (n->integer) unumf_close(n->integer);
    if (n->percent) unumf_close(n->percent);
    for (int i = 0; i < MESSAGES_CURRENCIES; i++)
        if (n->money[i]) unumf_close(n->money[i]);
    if (n->cardinal) uplrules_close(n->cardinal);
    if (n->ordinal) uplrules_close(n->ordinal);
    for (int i = 0; i < MESSAGES_DATES; i++) {
        if (n->dates[i]) udat_close(n->dates[i]);
        if (n->firsts[i]) udat_close(n->firsts[i]);
    }
    if (n->calendar) ucal_close(n->calendar);
}

void messages_free(const ruth_host *host, void *call, messages *m) {
    if (!m) return;
    for (int i = 0; i < m->language_count; i++) {
        for (messages_message *g = m->languages[i].messages; g; g = g->next)
            for (messages_text *t = g->texts; t; t = t->next) {
                close_pattern(&t->subject);
                close_pattern(&t->body);
            }
        for (int k = 0; k <= m->region_count; k++) close_manner(&m->languages[i].manners[k]);
    }
    if (m->number) unumf_closeResult(m->number);
    for (messages_block *b = m->blocks, *next; b; b = next) {
        next = b->next;
        host->resize(call, b, b->size, 0);
    }
}
