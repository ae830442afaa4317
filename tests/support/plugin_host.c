/* plugin_host.c: see plugin_host.h. */
#include "tests/support/plugin_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/support.h"

static int slipped(plugin_host *h, const char *what, const char *name, int code) {
    if (!h->slip[0]) snprintf(h->slip, sizeof h->slip, "%s %s", what, name);
    return code;
}

static host_fact *find(plugin_host *h, const char *name) {
    for (int i = 0; i < h->fact_count; i++)
        if (!strcmp(h->facts[i].name, name)) return &h->facts[i];
    return NULL;
}

static int host_read(void *call, const char *name, ruth_plugin_value *out) {
    plugin_host *h = call;
    host_fact *f = find(h, name);
    memset(out, 0, sizeof *out);
    if (!f || !(h->enriching || h->rendering) || !(f->uses & RUTH_PLUGIN_READS)) return slipped(h, "reads", name, RUTH_PLUGIN_UNDECLARED);
    *out = f->value;
    return RUTH_PLUGIN_OK;
}

static int host_write(void *call, const char *name, const ruth_plugin_value *v) {
    plugin_host *h = call;
    host_fact *f = find(h, name);
    if (!f || !h->enriching || !(f->uses & RUTH_PLUGIN_WRITES)) return slipped(h, "writes", name, RUTH_PLUGIN_UNDECLARED);
    if (v->type != f->type || v->state > RUTH_PLUGIN_VALUE || v->text.length >= sizeof f->written_text)
        return slipped(h, "writes another type into", name, RUTH_PLUGIN_TYPE);
    f->written = *v;
    f->written_text[0] = 0;
    if (v->text.length) memcpy(f->written_text, v->text.bytes, v->text.length);
    f->written_text[v->text.length] = 0;
    f->was_written = true;
    return RUTH_PLUGIN_OK;
}

static int64_t host_now(void *call) { return (int64_t)((plugin_host *)call)->today * 86400; }

static int host_today(void *call, int32_t *out) {
    plugin_host *h = call;
    if (h->has_today) *out = h->today;
    return h->has_today;
}

static int64_t host_contacts(void *call) { return slipped(call, "counts", "contacts", -1); }
static int host_contact(void *call, int64_t i, const char *field, ruth_plugin_value *out) {
    (void)i, (void)out;
    return slipped(call, "looks at contacts", field, RUTH_PLUGIN_UNDECLARED);
}

static bool refused(plugin_host *h) { return h->allowed >= 0 && h->allowed-- == 0; }

static void *host_scratch(void *call, size_t size) {
    plugin_host *h = call;
    if (refused(h)) return h->allowed = 0, NULL;
    void *p = h->scratch_count < HOST_SCRATCH ? malloc(size ? size : 1) : NULL;
    if (p) h->scratch[h->scratch_count++] = memset(p, 0xa5, size);
    return p;
}

static void *host_resize(void *call, void *block, size_t old_size, size_t size) {
    plugin_host *h = call;
    if (!size) {
        if (block) {
            memset(block, 0xa5, old_size); /* a wrong size is seen by the sanitizer */
            h->live--;
        }
        free(block);
        return NULL;
    }
    if (refused(h)) return h->allowed = 0, NULL;
    void *p = realloc(block, size);
    if (p && !block) h->live++;
    return p;
}

static int host_file(void *call, const char *name, ruth_plugin_text *out) {
    plugin_host *h = call;
    *out = (ruth_plugin_text){NULL, 0};
    if (!h->opening) return slipped(h, "asks late for", name, RUTH_PLUGIN_UNDECLARED);
    for (int i = 0; i < h->file_count; i++)
        if (!strcmp(h->files[i].name, name)) {
            *out = (ruth_plugin_text){h->files[i].text, strlen(h->files[i].text)};
            return RUTH_PLUGIN_OK;
        }
    return RUTH_PLUGIN_ABSENT;
}

static int host_declare(void *call, const char *name, uint32_t type, uint32_t uses) {
    plugin_host *h = call;
    host_fact *f = find(h, name);
    if (!h->opening || !(h->plugin->flags & RUTH_PLUGIN_DECLARES_MORE)) return slipped(h, "declares", name, RUTH_PLUGIN_UNDECLARED);
    if (!f) return snprintf(h->message, sizeof h->message, "no fact %s", name), RUTH_PLUGIN_UNDECLARED;
    if (f->type != type) return snprintf(h->message, sizeof h->message, "%s is of another type", name), RUTH_PLUGIN_TYPE;
    f->uses |= uses;
    return RUTH_PLUGIN_OK;
}

static int host_fail(void *call, const char *file, int line, int column, const char *message) {
    plugin_host *h = call;
    snprintf(h->file, sizeof h->file, "%s", file ? file : "");
    snprintf(h->message, sizeof h->message, "%s", message);
    h->line = line;
    h->column = column;
    h->failures++;
    return RUTH_PLUGIN_FAILED;
}

static int host_line(void *call, const ruth_plugin_line *line) {
    (void)line;
    return slipped(call, "offers", "a line", RUTH_PLUGIN_UNDECLARED);
}
static int host_put(void *call, ruth_plugin_text text) {
    plugin_host *h = call;
    if (!h->rendering) return slipped(h, "renders", "a text", RUTH_PLUGIN_UNDECLARED);
    if (text.length >= sizeof h->text - h->text_length) return RUTH_PLUGIN_TYPE;
    memcpy(h->text + h->text_length, text.bytes, text.length);
    h->text_length += text.length;
    h->text[h->text_length] = 0;
    return RUTH_PLUGIN_OK;
}
static int host_found(void *call, const ruth_plugin_span *span) {
    (void)span;
    return slipped(call, "finds", "something", RUTH_PLUGIN_UNDECLARED);
}

static const ruth_host table = {
    sizeof table, RUTH_PLUGIN_ABI_MAJOR, RUTH_PLUGIN_ABI_MINOR, "0.1.0",   host_read,    host_write, host_now,  host_today, host_contacts,
    host_contact, host_scratch,          host_resize,           host_file, host_declare, host_fail,  host_line, host_put,   host_found};

static void drop_scratch(plugin_host *h) {
    while (h->scratch_count) free(h->scratch[--h->scratch_count]);
}

static const void *ability(const ruth_plugin *p, const char *name) {
    for (uint32_t i = 0; i < p->ability_count; i++)
        if (!strcmp(p->abilities[i].name, name)) return p->abilities[i].ability;
    return NULL;
}

/* ---- for tests ---- */
void plugin_host_begin(plugin_host *h, const ruth_plugin *plugin) {
    memset(h, 0, sizeof *h);
    h->plugin = plugin;
    h->allowed = -1;
    assert_int_equal(plugin->magic, RUTH_PLUGIN_MAGIC);
    assert_int_equal(plugin->layout, RUTH_PLUGIN_LAYOUT);
}

void plugin_host_file(plugin_host *h, const char *name, const char *text) {
    int i = 0;
    while (i < h->file_count && strcmp(h->files[i].name, name) != 0) i++;
    assert_true(i < HOST_FILES);
    h->files[i].name = name;
    h->files[i].text = text;
    if (i == h->file_count) h->file_count++;
}

void plugin_host_fact(plugin_host *h, const char *name, uint32_t type) {
    assert_true(h->fact_count < HOST_FACTS);
    host_fact *f = &h->facts[h->fact_count++];
    snprintf(f->name, sizeof f->name, "%s", name);
    f->type = f->value.type = type;
}

static host_fact *known(plugin_host *h, const char *name) {
    host_fact *f = find(h, name);
    if (!f) fail_msg("the test knows no fact %s", name);
    return f;
}

void plugin_host_set(plugin_host *h, const char *name, int64_t number) {
    host_fact *f = known(h, name);
    f->value = (ruth_plugin_value){RUTH_PLUGIN_VALUE, f->type, number, {NULL, 0}};
}

void plugin_host_say(plugin_host *h, const char *name, const char *text) {
    host_fact *f = known(h, name);
    snprintf(f->text, sizeof f->text, "%s", text);
    f->value = (ruth_plugin_value){RUTH_PLUGIN_VALUE, f->type, 0, {f->text, strlen(f->text)}};
}

void plugin_host_state(plugin_host *h, const char *name, uint32_t state) {
    host_fact *f = known(h, name);
    f->value = (ruth_plugin_value){state, f->type, 0, {NULL, 0}};
}

int plugin_host_open(plugin_host *h) {
    for (uint32_t i = 0; i < h->plugin->read_count; i++) known(h, h->plugin->reads[i].name)->uses |= RUTH_PLUGIN_READS;
    for (uint32_t i = 0; i < h->plugin->write_count; i++) known(h, h->plugin->writes[i].name)->uses |= RUTH_PLUGIN_WRITES;
    if (!h->plugin->open) return RUTH_PLUGIN_OK;
    h->opening = true;
    int st = h->plugin->open(&table, h, &h->self);
    h->opening = false;
    if (st) h->self = NULL;
    if (st && h->live) fail_msg("open failed and kept %ld blocks", h->live);
    drop_scratch(h);
    return st;
}

int plugin_host_enrich(plugin_host *h) {
    const ruth_plugin_enrich *e = ability(h->plugin, RUTH_PLUGIN_ENRICH);
    assert_non_null(e);
    for (int i = 0; i < h->fact_count; i++) h->facts[i].was_written = false;
    h->enriching = true;
    int st = e->enrich(&table, h, h->self);
    h->enriching = false;
    drop_scratch(h);
    return st;
}

int plugin_host_render(plugin_host *h, const char *message, const char *channel, const char *tone, const char *language, const ruth_plugin_named *values,
                       uint32_t count) {
    const ruth_plugin_render *r = ability(h->plugin, RUTH_PLUGIN_RENDER);
    assert_non_null(r);
    h->text[h->text_length = 0] = 0;
    h->rendering = true;
    int st = r->render(&table, h, h->self, message, channel, tone, language, values, count);
    h->rendering = false;
    drop_scratch(h);
    return st;
}

const host_fact *plugin_host_wrote(plugin_host *h, const char *name) {
    host_fact *f = known(h, name);
    return f->was_written ? f : NULL;
}

void plugin_host_close(plugin_host *h) {
    if (h->self && h->plugin->close) h->plugin->close(&table, h, h->self);
    h->self = NULL;
    drop_scratch(h);
    if (h->live) fail_msg("%ld blocks are left", h->live);
    if (h->slip[0]) fail_msg("the plugin %s, which it may not", h->slip);
}
