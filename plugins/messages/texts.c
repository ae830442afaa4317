/* texts.c: LANG.yaml: for each message its wordings, by channel and tone, and where they need it by region, stage and persona. */
#include <string.h>

#include "plugins/messages/words.h"

static int take_tone(messages_reading *r, const shared_node *top, int *out) {
    const shared_node *n;
    int st = shared_data_need(&r->d, top, "tone", SHARED_SCALAR, &n);
    if (st) return st;
    for (*out = 0; *out < r->m->tone_count; (*out)++)
        if (!strcmp(r->m->tones[*out], n->text)) return 0;
    return shared_data_fail(&r->d, n, "settings.yaml has no tone %.60s", n->text);
}

static int take_names(messages_reading *r, const shared_node *top, const char *key, const char *fact, messages_names *out) {
    const shared_node *n = shared_data_get(top, key);
    if (!n) return 0;
    if (!fact) return shared_data_fail(&r->d, n->key, "settings.yaml names no fact for the %s", key);
    return messages_keep_names(r, n, out);
}

static bool within(messages_names inner, messages_names outer) {
    if (!outer.count) return true;
    for (size_t i = 0; i < inner.count; i++)
        if (!messages_among(outer, inner.names[i], strlen(inner.names[i]))) return false;
    return inner.count > 0;
}

/* Of those that fit the first is taken: behind one that fits whenever it does, a wording is never said. */
static int not_hidden(const messages_reading *r, const shared_node *n, const messages_message *g, const messages_text *t) {
    for (const messages_text *e = g->texts; e && e != t; e = e->next)
        if (e->tone == t->tone && within(t->channels, e->channels) && within(t->regions, e->regions) && within(t->stages, e->stages) &&
            within(t->personas, e->personas))
            return shared_data_fail(&r->d, n, "this wording is never said: one before it fits whenever it does");
    return 0;
}

static int take_wording(messages_reading *r, const shared_node *n, messages_message *g, messages_text ***end) {
    static const char *const keys[] = {"channel", "tone", "region", "stage", "persona", "subject", "body", NULL};
    const shared_node *channel, *subject, *body;
    messages_text *t = messages_keep(r, sizeof *t);
    if (!t) return RUTH_PLUGIN_NO_MEMORY;
    **end = t; /* at once: what ICU opens for it is closed also when the rest fails */
    *end = &t->next;
    int st = shared_data_keys(&r->d, n, keys);
    channel = shared_data_get(n, "channel");
    subject = shared_data_get(n, "subject");
    if (!st && !channel) st = shared_data_fail(&r->d, n, "channel: is missing here");
    if (!st) st = messages_keep_names(r, channel, &t->channels);
    if (!st) st = take_tone(r, n, &t->tone);
    if (!st) st = take_names(r, n, "region", r->m->region, &t->regions);
    if (!st) st = take_names(r, n, "stage", r->m->stage, &t->stages);
    if (!st) st = take_names(r, n, "persona", r->m->persona, &t->personas);
    if (!st) st = not_hidden(r, n, g, t);
    if (!st) st = shared_data_need(&r->d, n, "body", SHARED_SCALAR, &body);
    if (!st && subject) st = messages_compile(r, subject, t, &t->subject);
    return st ? st : messages_compile(r, body, t, &t->body);
}

static int take_message(messages_reading *r, const shared_node *n, messages_message ***end) {
    const char *id;
    messages_message *g = messages_keep(r, sizeof *g);
    if (!g) return RUTH_PLUGIN_NO_MEMORY;
    messages_text **texts = &g->texts;
    **end = g;
    *end = &g->next;
    int st = shared_data_name(&r->d, n->key, &id);
    if (st) return st;
    g->id = messages_keep_text(r, id);
    if (!g->id) return RUTH_PLUGIN_NO_MEMORY;
    if (n->kind != SHARED_LIST || !n->count) return shared_data_fail(&r->d, n, "expected a list of wordings, each with channel, tone and body");
    for (const shared_node *e = n->first; e && !st; e = e->next) st = take_wording(r, e, g, &texts);
    return st;
}

static bool has_message(const messages_language *l, const char *id) {
    const messages_message *g = l->messages;
    while (g && strcmp(g->id, id) != 0) g = g->next;
    return g != NULL;
}

/* Who reads another language is told the same: what the first language has and this one has not, and the other way round. */
static int same_messages(const messages_reading *r, const shared_node *top) {
    const messages_language *first = &r->m->languages[0], *this = r->language;
    for (const messages_message *g = this->messages; g; g = g->next)
        if (!has_message(first, g->id)) return shared_data_fail(&r->d, shared_data_get(top, g->id)->key, "%.20s.yaml has no %.60s", first->name, g->id);
    for (const messages_message *g = first->messages; g; g = g->next)
        if (!has_message(this, g->id)) return shared_data_fail(&r->d, top, "%.60s is missing here; %.20s.yaml has it", g->id, first->name);
    return 0;
}

int messages_read_texts(messages_reading *r) {
    messages_message **end = &r->language->messages;
    const shared_node *top;
    int st = shared_data_read(&r->d, &top);
    if (!st && top->kind != SHARED_MAP) st = shared_data_fail(&r->d, top, "expected a table of messages");
    for (const shared_node *n = st ? NULL : top->first; n && !st; n = n->next) st = take_message(r, n, &end);
    return st ? st : same_messages(r, top);
}
