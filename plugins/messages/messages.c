/* messages.c: the plugin: finds the wording that fits, checks that its sums add up, has each value said, and lets ICU put it together. */
#include <stdio.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/uvernum.h>

#include "plugins/messages/words.h"

/* ---- which wording ---- */
typedef struct person {
    ruth_plugin_value region, stage, persona;
} person;

static int read_fact(const messages_call *c, const char *fact, ruth_plugin_value *out) {
    *out = (ruth_plugin_value){.state = RUTH_PLUGIN_UNKNOWN};
    return fact ? c->host->read(c->call, fact, out) : 0;
}

static bool same(const ruth_plugin_value *v, const char *name) {
    return v->state == RUTH_PLUGIN_VALUE && v->text.length == strlen(name) && !memcmp(v->text.bytes, name, v->text.length);
}

/* A wording for some regions, stages or personas only does not fit who is in none, or of whom it is not known. */
static bool fits(messages_names names, const ruth_plugin_value *v) {
    return !names.count || (v->state == RUTH_PLUGIN_VALUE && messages_among(names, v->text.bytes, v->text.length));
}

static const messages_text *find_text(const messages_message *g, const char *channel, int tone, const person *p) {
    for (; tone >= 0; tone--) /* kinder, never harsher */
        for (const messages_text *t = g->texts; t; t = t->next)
            if (t->tone == tone && messages_among(t->channels, channel, strlen(channel)) && fits(t->regions, &p->region) && fits(t->stages, &p->stage) &&
                fits(t->personas, &p->persona))
                return t;
    return NULL;
}

static messages_manner *find_manner(const messages *m, messages_language *l, const person *p) {
    for (int i = 0; i < m->region_count; i++)
        if (same(&p->region, m->regions[i].value)) return &l->manners[i + 1];
    return &l->manners[0];
}

/* ---- what must hold before a word is said ---- */
static int phrases_fit(const messages_call *c, const messages_text *t, const person *p) {
    for (int i = 0; i < t->phrase_count; i++) {
        const messages_phrase *phrase = t->phrases[i];
        if (p->stage.state != RUTH_PLUGIN_VALUE) return messages_fail(c, "the phrase %.60s is for some stages only, and the stage is not known", phrase->id);
        if (!fits(phrase->stages, &p->stage))
            return messages_fail(c, "the phrase %.60s is not for stage %.*s", phrase->id, p->stage.text.length < 40 ? (int)p->stage.text.length : 40,
                                 p->stage.text.bytes);
    }
    return 0;
}

static int adds_up(const messages_call *c, const messages_sum *s) {
    ruth_plugin_value v, total;
    int64_t sum = 0;
    int st = messages_value_of(c, s->total, &total);
    for (int i = 0; i < s->count && !st; i++) {
        st = messages_value_of(c, s->parts[i], &v);
        if (st) return st;
        bool out_of_range = i < s->added ? __builtin_add_overflow(sum, v.number, &sum) : __builtin_sub_overflow(sum, v.number, &sum);
        if (out_of_range) return messages_fail(c, "the sum %.60s is out of range", s->name);
    }
    return st || sum == total.number ? st : messages_fail(c, "the parts of %.60s do not add up to its total", s->name);
}

static int sums_hold(const messages_call *c, const messages_text *t) {
    int st = 0;
    for (int i = 0; i < c->m->sum_count && !st; i++)
        if ((t->subject.sums | t->body.sums) >> i & 1) st = adds_up(c, &c->m->sums[i]);
    return st;
}

/* ---- writing ---- */
/* Every slot is a text, so a fixed row of pointers is what the format takes, however many it uses. */
static int32_t format(const messages_pattern *p, const UChar *const *a, UChar *out, int32_t size, UErrorCode *e) {
    _Static_assert(MESSAGES_SLOTS == 16, "the row below has as many");
    return umsg_format(p->format, out, size, e, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13], a[14], a[15]);
}

static int write_utf8(const messages_call *c, const UChar *text, int32_t length) {
    UErrorCode e = U_ZERO_ERROR;
    int32_t bytes = 0, room = 3 * length + 1;
    char *narrow = c->host->scratch(c->call, (size_t)room);
    if (!narrow) return RUTH_PLUGIN_NO_MEMORY;
    u_strToUTF8(narrow, room, &bytes, text, length, &e);
    return U_FAILURE(e) ? messages_fail(c, "ICU could not write the text") : c->host->put(c->call, (ruth_plugin_text){narrow, (size_t)bytes});
}

static int write_pattern(messages_call *c, const messages_pattern *p) {
    enum { LONGEST = 32 << 10 };
    static const UChar nothing[] = {0};
    const UChar *said[MESSAGES_SLOTS];
    UErrorCode e = U_ZERO_ERROR;
    UChar *text = NULL;
    int32_t size = 1024, length = 0;
    for (int i = 0; i < MESSAGES_SLOTS; i++) {
        said[i] = nothing;
        int st = i < p->slot_count ? messages_say(c, &p->slots[i], &said[i]) : 0;
        if (st) return st;
    }
    for (;; size = length + 1) {
        text = c->host->scratch(c->call, (size_t)size * sizeof *text);
        if (!text) return RUTH_PLUGIN_NO_MEMORY;
        e = U_ZERO_ERROR;
        length = format(p, said, text, size, &e);
        if (e != U_BUFFER_OVERFLOW_ERROR || length >= LONGEST) break;
    }
    return U_FAILURE(e) ? messages_fail(c, "ICU could not write the text: %.60s", u_errorName(e)) : write_utf8(c, text, length);
}

static int write_text(messages_call *c, const messages_text *t) {
    int st = t->subject.format ? write_pattern(c, &t->subject) : 0;
    if (!st && t->subject.format) st = c->host->put(c->call, (ruth_plugin_text){"\n\n", 2});
    return st ? st : write_pattern(c, &t->body);
}

static int render(const ruth_host *host, void *call, void *self, const char *message, const char *channel, const char *tone, const char *language,
                  const ruth_plugin_named *values, uint32_t count) {
    messages *m = self;
    messages_call c = {.host = host, .call = call, .m = m, .named = values, .named_count = count, .currency = -1};
    messages_language *l = m->languages, *end = l + m->language_count;
    const messages_message *g;
    person p;
    int asked = 0;
    while (l < end && strcmp(l->name, language) != 0) l++;
    if (l == end) return RUTH_PLUGIN_ABSENT; /* as below: what these files do not word, the policy does */
    for (g = l->messages; g && strcmp(g->id, message) != 0;) g = g->next;
    while (asked < m->tone_count && strcmp(m->tones[asked], tone) != 0) asked++;
    if (!g || asked == m->tone_count) return RUTH_PLUGIN_ABSENT;
    int st = read_fact(&c, m->region, &p.region);
    if (!st) st = read_fact(&c, m->stage, &p.stage);
    if (!st) st = read_fact(&c, m->persona, &p.persona);
    if (st) return st;
    const messages_text *t = find_text(g, channel, asked, &p);
    if (!t) return RUTH_PLUGIN_ABSENT;
    c.manner = find_manner(m, l, &p);
    st = phrases_fit(&c, t, &p);
    if (!st) st = sums_hold(&c, t);
    return st ? st : write_text(&c, t);
}

/* ---- open and close ---- */
/* Another ICU writes some dates and amounts otherwise: the version it was built with is part of this plugin's, and so of every decision's digest. */
static int right_icu(messages_reading *r) {
    UVersionInfo v;
    char text[U_MAX_VERSION_STRING_LENGTH], message[100];
    UErrorCode e = U_ZERO_ERROR;
    u_getVersion(v);
    u_versionToString(v, text);
    if (strcmp(text, U_ICU_VERSION) != 0) {
        snprintf(message, sizeof message, "built for ICU " U_ICU_VERSION ", but %.20s is here: build the plugin again", text);
        return r->d.host->fail(r->d.call, NULL, 0, 0, message);
    }
    r->m->number = unumf_openResult(&e);
    return U_FAILURE(e) ? RUTH_PLUGIN_NO_MEMORY : 0;
}

static int read_language(messages_reading *r, int i) {
    char file[40];
    r->language = &r->m->languages[i];
    snprintf(file, sizeof file, "%s.yaml", r->language->name);
    r->d.file = file;
    return messages_read_texts(r);
}

static int open_texts(const ruth_host *host, void *call, void **self) {
    messages_reading r = {.d = {.host = host, .call = call, .file = "settings.yaml"}, .m = messages_new(host, call)};
    if (!r.m) return RUTH_PLUGIN_NO_MEMORY;
    int st = right_icu(&r);
    if (!st) st = messages_read_settings(&r);
    r.d.file = "phrases.yaml";
    if (!st) st = messages_read_phrases(&r);
    for (int i = 0; !st && i < r.m->language_count; i++) st = read_language(&r, i);
    if (st) messages_free(host, call, r.m);
    else *self = r.m;
    return st;
}

static void close_texts(const ruth_host *host, void *call, void *self) { messages_free(host, call, self); }

static const ruth_plugin_render renders = {sizeof renders, render};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_RENDER, &renders}};

/* One thread: ICU's date formats are not for two at once, and a copy for each call would cost a hundred times the call. */
RUTH_PLUGIN_ENTRY(messages) = {RUTH_PLUGIN_HEAD,
                               "messages",
                               "1.0.0+icu" U_ICU_VERSION,
                               "Words messages with ICU MessageFormat, in the person's language and region.",
                               RUTH_PLUGIN_PURE,
                               RUTH_PLUGIN_ONE_THREAD,
                               RUTH_PLUGIN_DECLARES_MORE,
                               0,
                               0,
                               NULL,
                               NULL,
                               open_texts,
                               close_texts,
                               NULL,
                               abilities,
                               1};
