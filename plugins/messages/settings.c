/* settings.c: settings.yaml: languages, regions, currencies, tones, the values that texts may name, and the sums that must add up. */
#include <stdio.h>
#include <string.h>
#include <unicode/uloc.h>

#include "plugins/messages/words.h"

static const char *const type_words[] = {"boolean", "integer", "money", "ratio", "enum", "date", NULL};
static const uint32_t types[] = {RUTH_PLUGIN_BOOLEAN, RUTH_PLUGIN_INTEGER, RUTH_PLUGIN_MONEY, RUTH_PLUGIN_RATIO, RUTH_PLUGIN_ENUM, RUTH_PLUGIN_DATE};

int messages_currency_digits(const char *code) {
    static const char three[] = "BHD IQD JOD KWD LYD OMR TND", none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
                      four[] = "CLF UYW";
    return strstr(none, code) ? 0 : strstr(three, code) ? 3 : strstr(four, code) ? 4 : 2;
}

int messages_find_value(const messages *m, const char *name, size_t length) {
    for (int i = 0; i < m->value_count; i++)
        if (strlen(m->values[i].name) == length && !memcmp(m->values[i].name, name, length)) return i;
    return -1;
}

/* ---- languages and regions ---- */
/* A language tag as a locale that ICU has words for; what it has none for it would write in the process's own. */
static int take_locale(messages_reading *r, const shared_node *n, char *out, int32_t size) {
    UErrorCode e = U_ZERO_ERROR;
    const char *tag;
    char language[16];
    int32_t parsed = 0;
    int st = shared_data_text(&r->d, n, 40, &tag);
    if (st) return st;
    uloc_forLanguageTag(tag, out, size, &parsed, &e);
    if (U_FAILURE(e) || (size_t)parsed != strlen(tag) || e == U_STRING_NOT_TERMINATED_WARNING)
        return shared_data_fail(&r->d, n, "expected a language tag like fr-CA, found %.40s", tag);
    uloc_getLanguage(out, language, sizeof language, &e);
    for (int32_t i = 0; U_SUCCESS(e) && i < uloc_countAvailable(); i++)
        if (!strcmp(uloc_getAvailable(i), language)) return 0;
    return shared_data_fail(&r->d, n, "this ICU has no words for %.40s", tag);
}

static int take_languages(messages_reading *r, const shared_node *top) {
    const shared_node *n;
    int st = shared_data_need(&r->d, top, "languages", SHARED_MAP, &n);
    if (!st && (!n->count || n->count > MESSAGES_LANGUAGES)) st = shared_data_fail(&r->d, n, "expected 1 to %d languages", MESSAGES_LANGUAGES);
    if (st) return st;
    r->m->languages = messages_keep(r, n->count * sizeof *r->m->languages);
    if (!r->m->languages) return RUTH_PLUGIN_NO_MEMORY;
    for (const shared_node *e = n->first; e && !st; e = e->next) {
        messages_language *l = &r->m->languages[r->m->language_count];
        const char *name;
        st = shared_data_text(&r->d, e->key, 20, &name);
        if (!st && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != strlen(name))
            st = shared_data_fail(&r->d, e->key, "expected a language of the policy, found %.20s", name);
        if (!st) st = take_locale(r, e, l->manners[0].locale, sizeof l->manners[0].locale);
        l->name = st ? NULL : messages_keep_text(r, name);
        if (!st && !l->name) st = RUTH_PLUGIN_NO_MEMORY;
        r->m->language_count += !st;
    }
    return st;
}

static int take_fact(messages_reading *r, const shared_node *n, const char **out) {
    const char *name;
    if (!n) return 0;
    int st = shared_data_name(&r->d, n, &name);
    if (!st) st = r->d.host->declare(r->d.call, name, RUTH_PLUGIN_ENUM, RUTH_PLUGIN_READS);
    if (st) return st;
    *out = messages_keep_text(r, name);
    return *out ? 0 : RUTH_PLUGIN_NO_MEMORY;
}

/* Every language in every region: only the name of the locale now. */
static int name_locales(messages_reading *r, const shared_node *at, int region) {
    for (int i = 0; i < r->m->language_count; i++) {
        messages_language *l = &r->m->languages[i];
        UErrorCode e = U_ZERO_ERROR;
        char language[16], script[8];
        uloc_getLanguage(l->manners[0].locale, language, sizeof language, &e);
        uloc_getScript(l->manners[0].locale, script, sizeof script, &e);
        if (U_FAILURE(e)) return shared_data_fail(&r->d, at, "there is no locale for %.20s here", l->name);
        snprintf(l->manners[region + 1].locale, sizeof l->manners[0].locale, "%s%s%s_%s", language, script[0] ? "_" : "", script,
                 r->m->regions[region].country);
    }
    return 0;
}

static int take_regions(messages_reading *r, const shared_node *top) {
    const shared_node *fact = shared_data_get(top, "region"), *n = shared_data_get(top, "regions");
    if (!fact && !n) return 0;
    if (!fact || !n) return shared_data_fail(&r->d, fact ? fact->key : n->key, "region (a fact) and regions (its values) go together");
    int st = take_fact(r, fact, &r->m->region);
    if (!st) st = shared_data_need(&r->d, top, "regions", SHARED_MAP, &n);
    if (!st && n->count > MESSAGES_REGIONS) st = shared_data_fail(&r->d, n, "expected at most %d regions", MESSAGES_REGIONS);
    for (const shared_node *e = st ? NULL : n->first; e && !st; e = e->next) {
        const char *value, *country;
        int i = r->m->region_count;
        st = shared_data_name(&r->d, e->key, &value);
        if (!st) st = shared_data_text(&r->d, e, 3, &country);
        bool good = !st && strlen(country) == 2 && strspn(country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;
        if (!st && !good) st = shared_data_fail(&r->d, e, "expected a country like CA, found %.10s", country);
        if (st) return st;
        r->m->regions[i].value = messages_keep_text(r, value);
        r->m->regions[i].country = messages_keep_text(r, country);
        if (!r->m->regions[i].value || !r->m->regions[i].country) return RUTH_PLUGIN_NO_MEMORY;
        st = name_locales(r, e, i);
        r->m->region_count++;
    }
    return st;
}

/* ---- currencies and tones ---- */
static int take_currencies(messages_reading *r, const shared_node *top) {
    const shared_node *n = shared_data_get(top, "currencies");
    if (!n) return 0;
    int st = shared_data_need(&r->d, top, "currencies", SHARED_LIST, &n);
    if (!st && n->count > MESSAGES_CURRENCIES) st = shared_data_fail(&r->d, n, "expected at most %d currencies", MESSAGES_CURRENCIES);
    for (const shared_node *e = st ? NULL : n->first; e && !st; e = e->next) {
        const char *code;
        st = shared_data_text(&r->d, e, 3, &code);
        if (!st && (strlen(code) != 3 || strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3))
            st = shared_data_fail(&r->d, e, "expected a currency like USD, found %.10s", code);
        if (st) return st;
        memcpy(r->m->currencies[r->m->currency_count].code, code, 4);
        r->m->currencies[r->m->currency_count++].digits = messages_currency_digits(code);
    }
    return st ? st : r->d.host->declare(r->d.call, "currency", RUTH_PLUGIN_ENUM, RUTH_PLUGIN_READS);
}

static int take_tones(messages_reading *r, const shared_node *top) {
    const shared_node *n;
    messages_names names;
    int st = shared_data_need(&r->d, top, "tones", SHARED_LIST, &n);
    if (!st && n->count > MESSAGES_TONES) st = shared_data_fail(&r->d, n, "expected at most %d tones", MESSAGES_TONES);
    if (!st) st = messages_keep_names(r, n, &names);
    for (size_t i = 0; !st && i < names.count; i++) r->m->tones[r->m->tone_count++] = names.names[i];
    return st;
}

/* ---- what texts may name ---- */
static int take_values(messages_reading *r, const shared_node *top, const char *key, bool facts) {
    const shared_node *n = shared_data_get(top, key);
    if (!n) return 0;
    int st = shared_data_need(&r->d, top, key, SHARED_MAP, &n);
    for (const shared_node *e = st ? NULL : n->first; e && !st; e = e->next) {
        messages_value v = {.is_fact = facts};
        const char *name;
        int type = 0;
        st = shared_data_name(&r->d, e->key, &name);
        if (!st && (strchr(name, '-') || !strncmp(name, "phrase_", 7)))
            st = shared_data_fail(&r->d, e->key, "a text cannot name %.60s: no - in a name, and phrase_ is for phrases", name);
        if (!st && messages_find_value(r->m, name, strlen(name)) >= 0) st = shared_data_fail(&r->d, e->key, "%.60s stands under values and under facts", name);
        if (!st && r->m->value_count == MESSAGES_VALUES) st = shared_data_fail(&r->d, e->key, "at most %d values and facts", MESSAGES_VALUES);
        if (!st && shared_data_is(e, "text")) v.type = RUTH_PLUGIN_TEXT;
        else if (!st && !(st = shared_data_word(&r->d, e, type_words, &type))) v.type = types[type];
        if (!st && v.type == RUTH_PLUGIN_MONEY && !r->m->currency_count) st = shared_data_fail(&r->d, e, "money needs currencies: [USD, …] in this file");
        if (!st && facts) st = r->d.host->declare(r->d.call, name, v.type, RUTH_PLUGIN_READS);
        if (st) return st;
        v.name = messages_keep_text(r, name);
        if (!v.name) return RUTH_PLUGIN_NO_MEMORY;
        r->m->values[r->m->value_count++] = v;
    }
    return st;
}

/* ---- sums ---- */
static int take_part(messages_reading *r, const shared_node *n, int *out) {
    const char *name;
    int st = shared_data_name(&r->d, n, &name);
    if (st) return st;
    *out = messages_find_value(r->m, name, strlen(name));
    if (*out < 0 || r->m->values[*out].type != RUTH_PLUGIN_MONEY) return shared_data_fail(&r->d, n, "%.60s is no money under values or facts", name);
    return 0;
}

static int take_parts(messages_reading *r, const shared_node *n, messages_sum *s) {
    int st = 0;
    for (const shared_node *e = n ? n->first : NULL; e && !st; e = e->next) {
        if (s->count == MESSAGES_PARTS) return shared_data_fail(&r->d, e, "at most %d parts", MESSAGES_PARTS);
        st = take_part(r, e, &s->parts[s->count]);
        for (int i = 0; !st && i < s->count; i++)
            if (s->parts[i] == s->parts[s->count]) return shared_data_fail(&r->d, e, "%.60s is counted twice", r->m->values[s->parts[i]].name);
        s->count++;
    }
    return st;
}

static int take_sums(messages_reading *r, const shared_node *top) {
    static const char *const keys[] = {"add", "less", "total", NULL};
    const shared_node *n = shared_data_get(top, "sums"), *add, *less, *total;
    if (!n) return 0;
    int st = shared_data_need(&r->d, top, "sums", SHARED_MAP, &n);
    for (const shared_node *e = st ? NULL : n->first; e && !st; e = e->next) {
        if (r->m->sum_count == MESSAGES_SUMS) return shared_data_fail(&r->d, e, "at most %d sums", MESSAGES_SUMS);
        messages_sum *s = &r->m->sums[r->m->sum_count++];
        s->name = messages_keep_text(r, e->key->text);
        if (!s->name) return RUTH_PLUGIN_NO_MEMORY;
        st = shared_data_keys(&r->d, e, keys);
        if (!st) st = shared_data_need(&r->d, e, "add", SHARED_LIST, &add);
        if (!st) st = take_parts(r, add, s);
        s->added = s->count;
        less = shared_data_get(e, "less");
        if (!st && less) st = shared_data_need(&r->d, e, "less", SHARED_LIST, &less);
        if (!st) st = take_parts(r, less, s);
        if (!st) st = shared_data_need(&r->d, e, "total", SHARED_SCALAR, &total);
        if (!st) st = take_part(r, total, &s->total);
        for (int i = 0; !st && i < s->count; i++)
            if (s->parts[i] == s->total) st = shared_data_fail(&r->d, total, "the total is one of its parts");
    }
    return st;
}

int messages_read_settings(messages_reading *r) {
    static const char *const keys[] = {"languages", "region", "regions", "currencies", "tones", "stage", "persona", "values", "facts", "sums", NULL};
    const shared_node *top;
    int st = shared_data_read(&r->d, &top);
    if (!st) st = shared_data_keys(&r->d, top, keys);
    if (!st) st = take_languages(r, top);
    if (!st) st = take_regions(r, top);
    if (!st) st = take_currencies(r, top);
    if (!st) st = take_tones(r, top);
    if (!st) st = take_fact(r, shared_data_get(top, "stage"), &r->m->stage);
    if (!st) st = take_fact(r, shared_data_get(top, "persona"), &r->m->persona);
    if (!st) st = take_values(r, top, "values", false);
    if (!st) st = take_values(r, top, "facts", true);
    return st ? st : take_sums(r, top);
}
