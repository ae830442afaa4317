/* data.c: see data.h. */
#include "plugins/shared/data.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

enum { DEEPEST = 16, MOST_NODES = 200000 };

int shared_data_fail(const shared_data *d, const shared_node *at, const char *format, ...) {
    char message[192];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return d->host->fail(d->call, d->file, at ? at->line : 1, at ? at->column : 1, message);
}

/* ---- libyaml's events → nodes ---- */
typedef struct reading {
    shared_data *d;
    yaml_parser_t parser;
    yaml_event_t event;
    int depth, wrong;
} reading;

static int fail_here(reading *r, const char *message) {
    int line = (int)r->event.start_mark.line + 1, column = (int)r->event.start_mark.column + 1;
    return r->wrong = r->d->host->fail(r->d->call, r->d->file, line, column, message);
}

static int next_event(reading *r) {
    yaml_event_delete(&r->event);
    if (yaml_parser_parse(&r->parser, &r->event)) return 0;
    memset(&r->event, 0, sizeof r->event);
    if (r->parser.error == YAML_MEMORY_ERROR) return r->wrong = RUTH_PLUGIN_NO_MEMORY;
    int line = (int)r->parser.problem_mark.line + 1, column = (int)r->parser.problem_mark.column + 1;
    char message[192];
    snprintf(message, sizeof message, "this is not YAML: %s", r->parser.problem ? r->parser.problem : "it cannot be read");
    return r->wrong = r->d->host->fail(r->d->call, r->d->file, line, column, message);
}

static shared_node *new_node(reading *r, shared_kind kind) {
    if (++r->d->nodes > MOST_NODES) {
        fail_here(r, "the file has too many entries");
        return NULL;
    }
    shared_node *n = r->d->host->scratch(r->d->call, sizeof *n);
    if (!n) {
        r->wrong = RUTH_PLUGIN_NO_MEMORY;
        return NULL;
    }
    memset(n, 0, sizeof *n);
    n->kind = kind;
    n->line = (int)r->event.start_mark.line + 1;
    n->column = (int)r->event.start_mark.column + 1;
    return n;
}

static shared_node *take_scalar(reading *r) {
    size_t length = r->event.data.scalar.length;
    if (r->event.data.scalar.anchor || r->event.data.scalar.tag) return fail_here(r, "anchors and tags are not used in this file"), NULL;
    if (memchr(r->event.data.scalar.value, 0, length)) return fail_here(r, "a text with a NUL in it"), NULL;
    shared_node *n = new_node(r, SHARED_SCALAR);
    char *text = n ? r->d->host->scratch(r->d->call, length + 1) : NULL;
    if (!text) {
        if (!r->wrong) r->wrong = RUTH_PLUGIN_NO_MEMORY;
        return NULL;
    }
    memcpy(text, r->event.data.scalar.value, length);
    text[length] = 0;
    n->text = text;
    n->length = length;
    n->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    r->d->bytes += length + 1;
    return n;
}

static shared_node *take(reading *r);

static int take_items(reading *r, shared_node *list) {
    shared_node *last = NULL;
    for (;;) {
        if (next_event(r)) return r->wrong;
        if (r->event.type == YAML_SEQUENCE_END_EVENT) return 0;
        shared_node *item = take(r);
        if (!item) return r->wrong;
        if (last) last->next = item;
        else list->first = item;
        last = item;
        list->count++;
    }
}

static int take_entries(reading *r, shared_node *map) {
    shared_node *last = NULL;
    for (;;) {
        if (next_event(r)) return r->wrong;
        if (r->event.type == YAML_MAPPING_END_EVENT) return 0;
        if (r->event.type != YAML_SCALAR_EVENT) return fail_here(r, "expected a key");
        shared_node *key = take_scalar(r);
        if (!key) return r->wrong;
        if (shared_data_get(map, key->text)) return r->wrong = shared_data_fail(r->d, key, "%.60s stands here twice", key->text);
        if (next_event(r)) return r->wrong;
        shared_node *value = take(r);
        if (!value) return r->wrong;
        value->key = key;
        if (last) last->next = value;
        else map->first = value;
        last = value;
        map->count++;
    }
}

static shared_node *take(reading *r) {
    bool map = r->event.type == YAML_MAPPING_START_EVENT;
    if (r->event.type == YAML_SCALAR_EVENT) return take_scalar(r);
    if (!map && r->event.type != YAML_SEQUENCE_START_EVENT) return fail_here(r, "aliases are not used in this file"), NULL;
    if (map ? r->event.data.mapping_start.anchor || r->event.data.mapping_start.tag : r->event.data.sequence_start.anchor || r->event.data.sequence_start.tag)
        return fail_here(r, "anchors and tags are not used in this file"), NULL;
    if (r->depth == DEEPEST) return fail_here(r, "the file is nested too deeply"), NULL;
    shared_node *n = new_node(r, map ? SHARED_MAP : SHARED_LIST);
    r->depth++;
    if (!n || (map ? take_entries(r, n) : take_items(r, n))) return NULL;
    r->depth--;
    return n;
}

/* Stream, document, the one node, and nothing behind it. */
static int take_document(reading *r, const shared_node **out) {
    if (next_event(r) || next_event(r)) return r->wrong;
    if (r->event.type != YAML_DOCUMENT_START_EVENT) return fail_here(r, "the file is empty");
    if (next_event(r)) return r->wrong;
    *out = take(r);
    if (!*out) return r->wrong;
    if (next_event(r) || next_event(r)) return r->wrong;
    return r->event.type == YAML_STREAM_END_EVENT ? 0 : fail_here(r, "the file holds more than one document");
}

int shared_data_read(shared_data *d, const shared_node **out) {
    ruth_plugin_text bytes;
    reading r = {.d = d};
    *out = NULL;
    int st = d->host->file(d->call, d->file, &bytes);
    if (st == RUTH_PLUGIN_ABSENT) return shared_data_fail(d, NULL, "the policy's folder does not have this file");
    if (st) return st;
    if (!yaml_parser_initialize(&r.parser)) return RUTH_PLUGIN_NO_MEMORY;
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)(bytes.bytes ? bytes.bytes : ""), bytes.length);
    st = take_document(&r, out);
    yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
    return st;
}

/* ---- words ---- */
const shared_node *shared_data_get(const shared_node *map, const char *key) {
    const shared_node *n = map->kind == SHARED_MAP ? map->first : NULL;
    while (n && strcmp(n->key->text, key) != 0) n = n->next;
    return n;
}

bool shared_data_is(const shared_node *n, const char *text) { return n->kind == SHARED_SCALAR && !strcmp(n->text, text); }

static const char *kind_phrase(shared_kind kind) {
    return kind == SHARED_SCALAR ? "one word or text" : kind == SHARED_LIST ? "a list" : "a table of keys and values";
}

static int kind_is(const shared_data *d, const shared_node *n, shared_kind kind) {
    if (n->kind == kind) return 0;
    return shared_data_fail(d, n, "expected %s, found %s", kind_phrase(kind), kind_phrase(n->kind));
}

int shared_data_keys(const shared_data *d, const shared_node *n, const char *const *keys) {
    int st = kind_is(d, n, SHARED_MAP);
    for (const shared_node *e = st ? NULL : n->first; e; e = e->next) {
        char list[120];
        size_t used = 0;
        bool known = false;
        list[0] = 0;
        for (const char *const *k = keys; *k; k++) {
            known |= !strcmp(e->key->text, *k);
            int put = snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", *k);
            if (put > 0 && used + (size_t)put < sizeof list) used += (size_t)put;
        }
        if (!known) return shared_data_fail(d, e->key, "there is no key %.40s here; the keys are %s", e->key->text, list);
    }
    return st;
}

int shared_data_need(const shared_data *d, const shared_node *map, const char *key, shared_kind kind, const shared_node **out) {
    *out = shared_data_get(map, key);
    return *out ? kind_is(d, *out, kind) : shared_data_fail(d, map, "%s: is missing here", key);
}

int shared_data_text(const shared_data *d, const shared_node *n, size_t most, const char **out) {
    int st = kind_is(d, n, SHARED_SCALAR);
    if (st) return st;
    bool plain = n->length > 0 && n->length <= most;
    for (size_t i = 0; plain && i < n->length; i++) plain = (unsigned char)n->text[i] >= 0x20 && n->text[i] != 0x7f;
    *out = n->text;
    return plain ? 0 : shared_data_fail(d, n, "expected a text of 1 to %zu bytes on one line", most);
}

int shared_data_name(const shared_data *d, const shared_node *n, const char **out) {
    int st = kind_is(d, n, SHARED_SCALAR);
    if (st) return st;
    bool good = n->length > 0 && n->length <= 64 && n->text[0] >= 'a' && n->text[0] <= 'z';
    for (size_t i = 0; good && i < n->length; i++)
        good = (n->text[i] >= 'a' && n->text[i] <= 'z') || (n->text[i] >= '0' && n->text[i] <= '9') || n->text[i] == '_' || n->text[i] == '-';
    *out = n->text;
    return good ? 0 : shared_data_fail(d, n, "expected a name (small letters, digits, _ and -, a letter first), found %.40s", n->text);
}

int shared_data_word(const shared_data *d, const shared_node *n, const char *const *words, int *out) {
    char list[120];
    size_t used = 0;
    int st = kind_is(d, n, SHARED_SCALAR);
    if (st) return st;
    list[0] = 0;
    for (int i = 0; words[i]; i++) {
        if (!strcmp(n->text, words[i])) return *out = i, 0;
        int put = snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", words[i]);
        if (put > 0 && used + (size_t)put < sizeof list) used += (size_t)put;
    }
    return shared_data_fail(d, n, "expected one of %s; found %.40s", list, n->text);
}

/* ---- numbers ---- */
/* -?digits[.digits]; no exponent, no sign but -, at most 17 digits, so that nothing overflows. */
static bool parse_decimal(const char *s, int places, int64_t *out) {
    bool negative = *s == '-';
    int64_t v = 0;
    int digits = 0, behind = -1;
    for (s += negative; *s; s++) {
        if (*s == '.' && behind < 0 && digits) {
            behind = 0;
            continue;
        }
        if (*s < '0' || *s > '9' || ++digits > 17 || (behind >= 0 && ++behind > places)) return false;
        v = v * 10 + (*s - '0');
    }
    if (!digits || behind == 0) return false;
    for (int i = behind < 0 ? 0 : behind; i < places; i++) {
        if (v > INT64_MAX / 10) return false;
        v *= 10;
    }
    *out = negative ? -v : v;
    return true;
}

/* v / 10^places, for a sentence; places is 0, 3 or 6. */
static void say_decimal(char *out, size_t size, int64_t v, int places) {
    long long unit = places == 6 ? 1000000 : places == 3 ? 1000 : 1, whole = v / unit, rest = v % unit;
    const char *sign = v < 0 && !whole ? "-" : "";
    if (rest < 0) rest = -rest;
    if (!rest) snprintf(out, size, "%lld", whole);
    else if (places == 3) snprintf(out, size, "%s%lld.%03lld", sign, whole, rest);
    else snprintf(out, size, "%s%lld.%06lld", sign, whole, rest);
}

int shared_data_decimal(const shared_data *d, const shared_node *n, int places, int64_t low, int64_t high, int64_t *out) {
    char from[32], to[32];
    int st = kind_is(d, n, SHARED_SCALAR);
    if (st) return st;
    if (!n->quoted && parse_decimal(n->text, places, out) && *out >= low && *out <= high) return 0;
    say_decimal(from, sizeof from, low, places);
    say_decimal(to, sizeof to, high, places);
    if (!places) return shared_data_fail(d, n, "expected a whole number from %s to %s, found %.40s", from, to, n->text);
    return shared_data_fail(d, n, "expected a number from %s to %s with at most %d digits behind the point, found %.40s", from, to, places, n->text);
}
