/* phrases.c: phrases.yaml, where there is one: sentences that were tried, what came of it, and the stages they were tried in. */
#include <string.h>
#include <unicode/ustring.h>

#include "plugins/messages/words.h"

static int take_text(messages_reading *r, const shared_node *n, messages_phrase *p) {
    UErrorCode e = U_ZERO_ERROR;
    const char *text;
    int st = shared_data_text(&r->d, n, 400, &text);
    if (st) return st;
    UChar *wide = messages_keep(r, (strlen(text) + 1) * sizeof *wide);
    if (!wide) return RUTH_PLUGIN_NO_MEMORY;
    u_strFromUTF8(wide, (int32_t)strlen(text) + 1, &p->length, text, -1, &e);
    if (U_FAILURE(e)) return shared_data_fail(&r->d, n, "this text is not UTF-8");
    p->text = wide;
    return 0;
}

static int take_stages(messages_reading *r, const shared_node *top, messages_phrase *p) {
    const shared_node *n = shared_data_get(top, "stages");
    if (!n) return shared_data_fail(&r->d, top, "stages: is missing here");
    p->anywhere = shared_data_is(n, "any");
    return p->anywhere ? 0 : messages_keep_names(r, n, &p->stages);
}

static bool is_date(const char *s) {
    for (int i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? s[i] != '-' : s[i] < '0' || s[i] > '9') return false;
    int month = (s[5] - '0') * 10 + s[6] - '0', day = (s[8] - '0') * 10 + s[9] - '0';
    return !s[10] && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* Where it comes from, what came of it, when: for whoever reads the file; all three must be said. */
static int take_evidence(messages_reading *r, const shared_node *top, messages_phrase *p) {
    const shared_node *source, *result, *date;
    const char *text;
    int st = shared_data_need(&r->d, top, "source", SHARED_SCALAR, &source);
    if (!st) st = shared_data_text(&r->d, source, 200, &text);
    if (st) return st;
    p->source = messages_keep_text(r, text);
    if (!p->source) return RUTH_PLUGIN_NO_MEMORY;
    st = shared_data_need(&r->d, top, "result", SHARED_SCALAR, &result);
    if (!st) st = shared_data_text(&r->d, result, 400, &text);
    if (!st) st = shared_data_need(&r->d, top, "date", SHARED_SCALAR, &date);
    return st || is_date(date->text) ? st : shared_data_fail(&r->d, date, "expected a day like 2024-05-31, found %.20s", date->text);
}

static int take_phrase(messages_reading *r, const shared_node *n) {
    static const char *const keys[] = {"language", "stages", "text", "source", "result", "date", NULL};
    const shared_node *language, *text;
    const char *id;
    messages_phrase *p = messages_keep(r, sizeof *p);
    if (!p) return RUTH_PLUGIN_NO_MEMORY;
    int st = shared_data_name(&r->d, n->key, &id);
    if (!st && strchr(id, '-')) st = shared_data_fail(&r->d, n->key, "a text cannot name %.60s: no - in the name of a phrase", id);
    if (!st) st = shared_data_keys(&r->d, n, keys);
    if (!st) st = shared_data_need(&r->d, n, "language", SHARED_SCALAR, &language);
    for (int i = 0; !st && i < r->m->language_count; i++)
        if (!strcmp(r->m->languages[i].name, language->text)) p->language = r->m->languages[i].name;
    if (!st && !p->language) st = shared_data_fail(&r->d, language, "settings.yaml has no language %.20s", language->text);
    if (!st) st = shared_data_need(&r->d, n, "text", SHARED_SCALAR, &text);
    if (!st) st = take_text(r, text, p);
    if (!st) st = take_stages(r, n, p);
    if (!st) st = take_evidence(r, n, p);
    if (st) return st;
    p->id = messages_keep_text(r, id);
    p->next = r->m->phrases;
    r->m->phrases = p;
    return p->id ? 0 : RUTH_PLUGIN_NO_MEMORY;
}

int messages_read_phrases(messages_reading *r) {
    const shared_node *top;
    ruth_plugin_text bytes;
    int st = r->d.host->file(r->d.call, r->d.file, &bytes);
    if (st == RUTH_PLUGIN_ABSENT) return 0;
    if (!st) st = shared_data_read(&r->d, &top);
    if (!st && top->kind != SHARED_MAP) st = shared_data_fail(&r->d, top, "expected a table of phrases");
    for (const shared_node *n = st ? NULL : top->first; n && !st; n = n->next) st = take_phrase(r, n);
    return st;
}
