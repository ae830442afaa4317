/* pattern.c: a pattern of ICU MessageFormat: its names are checked and become numbers, plurals become selections, and ICU opens it.
 *
 *   "You owe {balance}."                                    → "You owe {0}."
 *   "{count, plural, one {# payment} other {# payments}}"   → "{0, select, one {{1} payment} other {{1} payments}}"
 *
 * An apostrophe is always an apostrophe, as in all texts of a policy: it is doubled, so that ICU never takes it for a quote. */
#include <string.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

#include "plugins/messages/words.h"

enum { DEEPEST = 6, BRANCHES = 16, LONGEST_NAME = 64 };

typedef struct compiling {
    messages_reading *r;
    const shared_node *n;
    messages_text *text;
    const char *s;
    size_t at, length;
    int depth;
    messages_slot slots[MESSAGES_SLOTS];
    int count;
    char *out;
    size_t used;
} compiling;

/* A piece of the pattern, as long as it is worth showing. */
typedef struct word {
    size_t at, length;
} word;
static int shown(word w) { return w.length < 60 ? (int)w.length : 60; }

static void put(compiling *c, const char *s, size_t n) {
    memcpy(c->out + c->used, s, n);
    c->used += n;
}

static void put_slot(compiling *c, int slot) {
    char text[4] = {'{', (char)('0' + slot / 10), (char)('0' + slot % 10), '}'};
    if (slot < 10) put(c, "{", 1), put(c, text + 2, 2);
    else put(c, text, 4);
}

static char next(const compiling *c) { return c->at < c->length ? c->s[c->at] : 0; }
static void skip_blanks(compiling *c) {
    while (next(c) == ' ' || next(c) == '\n') c->at++;
}

static word take_word(compiling *c, const char *stops) {
    skip_blanks(c);
    word w = {c->at, 0};
    while (c->at < c->length && !strchr(stops, c->s[c->at])) c->at++;
    w.length = c->at - w.at;
    skip_blanks(c);
    return w;
}

static bool is(const compiling *c, word w, const char *text) { return strlen(text) == w.length && !memcmp(c->s + w.at, text, w.length); }

/* ---- slots ---- */
static int add_slot(compiling *c, size_t at, messages_slot slot, int *out) {
    for (*out = 0; *out < c->count; (*out)++) {
        const messages_slot *s = &c->slots[*out];
        if (s->way == slot.way && s->value == slot.value && s->date == slot.date && s->phrase == slot.phrase && slot.way != SAY_CARDINAL &&
            slot.way != SAY_ORDINAL)
            return 0;
    }
    if (c->count == MESSAGES_SLOTS) return messages_fail_in(c->r, c->n, at, "a text says at most %d different things", MESSAGES_SLOTS);
    c->slots[c->count++] = slot;
    return 0;
}

static bool subset(messages_names inner, messages_names outer) {
    for (size_t i = 0; i < inner.count; i++)
        if (!messages_among(outer, inner.names[i], strlen(inner.names[i]))) return false;
    return true;
}

/* A phrase may be said in its own stages only: where the text has stages, all of them are looked at now; where it has none, the call looks. */
static int may_say(compiling *c, const messages_phrase *p, size_t at) {
    messages_text *t = c->text;
    const char *stage = p->stages.count ? p->stages.names[0] : "";
    if (p->anywhere || (t->stages.count && subset(t->stages, p->stages))) return 0;
    if (t->stages.count)
        return messages_fail_in(c->r, c->n, at, "the phrase %.40s is for stage %.30s%s only (%.60s)", p->id, stage, p->stages.count > 1 ? " …" : "", p->source);
    if (!c->r->m->stage)
        return messages_fail_in(c->r, c->n, at, "the phrase %.40s is for stage %.30s%s only, and settings.yaml names no fact for the stage", p->id, stage,
                                p->stages.count > 1 ? " …" : "");
    t->phrases[t->phrase_count++] = p;
    return 0;
}

static int phrase(compiling *c, word name, messages_slot *slot) {
    const messages_phrase *p = c->r->m->phrases;
    while (p && !is(c, (word){name.at + 7, name.length - 7}, p->id)) p = p->next;
    if (!p) return messages_fail_in(c->r, c->n, name.at, "phrases.yaml has no phrase %.*s", shown(name) - 7, c->s + name.at + 7);
    if (strcmp(p->language, c->r->language->name) != 0) return messages_fail_in(c->r, c->n, name.at, "the phrase %.60s is %.20s", p->id, p->language);
    *slot = (messages_slot){.way = SAY_PHRASE, .value = -1, .phrase = p->text, .phrase_length = p->length};
    for (int i = 0; i < c->count; i++)
        if (c->slots[i].phrase == p->text) return 0;
    return may_say(c, p, name.at);
}

/* ---- {name} and {name, type, form} ---- */
static int unfit(compiling *c, word at, const char *what, int value) {
    return messages_fail_in(c->r, c->n, at.at, "%s does not fit %.60s", what, c->r->m->values[value].name);
}

static int date_form(compiling *c, word form, int *out) {
    static const struct {
        const char *name;
        UDateFormatStyle style;
    } styles[] = {{"long", UDAT_LONG}, {"short", UDAT_SHORT}, {"medium", UDAT_MEDIUM}, {"full", UDAT_FULL}};
    messages *m = c->r->m;
    messages_date d = {NULL, UDAT_LONG, NULL};
    char name[40];
    if (form.length >= sizeof name) return messages_fail_in(c->r, c->n, form.at, "this form of a date is too long");
    memcpy(name, form.length ? c->s + form.at : "long", form.length ? form.length : 4);
    name[form.length ? form.length : 4] = 0;
    for (*out = 0; *out < m->date_count; (*out)++)
        if (!strcmp(m->dates[*out].name, name)) return 0;
    for (size_t i = 0; i < 4; i++)
        if (!strcmp(styles[i].name, name)) d = (messages_date){name, styles[i].style, NULL};
    /* letters of years, months and days only: there is no hour in a date */
    if (!strncmp(name, "::", 2) && name[2] && strspn(name + 2, "GyQMLdEc") == strlen(name + 2)) d.name = name;
    if (!d.name) return messages_fail_in(c->r, c->n, form.at, "a date is short, medium, long, full, or a skeleton like ::MMMMd, not %.30s", name);
    if (m->date_count == MESSAGES_DATES) return messages_fail_in(c->r, c->n, form.at, "at most %d forms of dates in one policy", MESSAGES_DATES);
    d.name = messages_keep_text(c->r, name);
    if (!d.name) return RUTH_PLUGIN_NO_MEMORY;
    if (name[0] == ':') d.skeleton = d.name + 2;
    m->dates[m->date_count++] = d;
    return 0;
}

static int simple(compiling *c, word name, int value, word type, word form) {
    static const messages_way ways[] = {[RUTH_PLUGIN_INTEGER] = SAY_INTEGER,
                                        [RUTH_PLUGIN_MONEY] = SAY_MONEY,
                                        [RUTH_PLUGIN_RATIO] = SAY_PERCENT,
                                        [RUTH_PLUGIN_DATE] = SAY_DATE,
                                        [RUTH_PLUGIN_TEXT] = SAY_TEXT};
    uint32_t t = c->r->m->values[value].type;
    messages_slot slot = {.way = SAY_TEXT, .value = value};
    int out, st = 0;
    if (t == RUTH_PLUGIN_ENUM || t == RUTH_PLUGIN_BOOLEAN)
        return messages_fail_in(c->r, c->n, name.at, "%.60s is no text: say what each value is called, {%.60s, select, …}", c->r->m->values[value].name,
                                c->r->m->values[value].name);
    slot.way = ways[t];
    bool number = is(c, type, "number"), date = is(c, type, "date");
    if (type.length && (date ? t != RUTH_PLUGIN_DATE : t != RUTH_PLUGIN_INTEGER && t != RUTH_PLUGIN_MONEY && t != RUTH_PLUGIN_RATIO))
        return unfit(c, type, number ? "number" : "date", value);
    if (number && form.length && !is(c, form, t == RUTH_PLUGIN_MONEY ? "currency" : t == RUTH_PLUGIN_RATIO ? "percent" : "integer"))
        return unfit(c, form, "this form of a number", value);
    if (t == RUTH_PLUGIN_DATE) st = date_form(c, form, &slot.date);
    if (!st) st = add_slot(c, name.at, slot, &out);
    if (!st) put_slot(c, out);
    return st;
}

/* ---- {name, select, …}, {name, plural, …} ---- */
static int message(compiling *c, int number);

typedef struct branches {
    messages_way way;
    int slot, number; /* number: the slot of # in its messages; −1: # is a # */
    uint32_t type;
    word keys[BRANCHES];
    int key_count;
    int64_t exact[BRANCHES];
    size_t exact_count;
    bool other;
} branches;

static bool of_language(compiling *c, word key, bool ordinal) {
    UErrorCode e = U_ZERO_ERROR;
    UPluralRules *rules = messages_rules(&c->r->language->manners[0], ordinal);
    UEnumeration *all = rules ? uplrules_getKeywords(rules, &e) : NULL;
    bool found = false;
    const char *k;
    while (all && U_SUCCESS(e) && !found && (k = uenum_next(all, NULL, &e))) found = is(c, key, k);
    uenum_close(all);
    return found;
}

static int exact_key(compiling *c, branches *b, word key) {
    int64_t v = 0;
    bool good = key.length > 1 && key.length < 12;
    for (size_t i = 1; good && i < key.length; i++) {
        good = c->s[key.at + i] >= '0' && c->s[key.at + i] <= '9';
        v = v * 10 + (c->s[key.at + i] - '0');
    }
    if (!good) return messages_fail_in(c->r, c->n, key.at, "expected a number like =1, found %.*s", shown(key), c->s + key.at);
    if (b->type == RUTH_PLUGIN_MONEY && v) return messages_fail_in(c->r, c->n, key.at, "an amount of money is =0 or other");
    for (size_t i = 0; i < b->exact_count; i++)
        if (b->exact[i] == v) return messages_fail_in(c->r, c->n, key.at, "%.*s stands here twice", shown(key), c->s + key.at);
    b->exact[b->exact_count++] = v;
    put(c, " is", 3);
    put(c, c->s + key.at + 1, key.length - 1);
    return 0;
}

static int one_key(compiling *c, branches *b, word key) {
    for (int i = 0; i < b->key_count; i++)
        if (b->keys[i].length == key.length && !memcmp(c->s + b->keys[i].at, c->s + key.at, key.length))
            return messages_fail_in(c->r, c->n, key.at, "%.*s stands here twice", shown(key), c->s + key.at);
    if (b->key_count == BRANCHES) return messages_fail_in(c->r, c->n, key.at, "at most %d cases", BRANCHES);
    b->keys[b->key_count++] = key;
    b->other |= is(c, key, "other");
    if (b->way != SAY_NAME && c->s[key.at] == '=') return exact_key(c, b, key);
    if (b->type == RUTH_PLUGIN_MONEY && !is(c, key, "other")) return messages_fail_in(c->r, c->n, key.at, "an amount of money is =0 or other");
    if (b->type == RUTH_PLUGIN_BOOLEAN && !is(c, key, "true") && !is(c, key, "false") && !is(c, key, "other"))
        return messages_fail_in(c->r, c->n, key.at, "expected true, false or other, found %.*s", shown(key), c->s + key.at);
    if (b->way != SAY_NAME && !of_language(c, key, b->way == SAY_ORDINAL))
        return messages_fail_in(c->r, c->n, key.at, "%.20s has no plural form %.*s", c->r->language->name, shown(key), c->s + key.at);
    for (size_t i = 0; i < key.length; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", c->s[key.at + i]))
            return messages_fail_in(c->r, c->n, key.at, "the name of a case has letters, digits and _, found %.*s", shown(key), c->s + key.at);
    put(c, " ", 1);
    put(c, c->s + key.at, key.length);
    return 0;
}

static int take_branches(compiling *c, branches *b, size_t open) {
    for (skip_blanks(c); next(c) != '}'; skip_blanks(c)) {
        word key = take_word(c, " \n{},");
        if (c->at == c->length) return messages_fail_in(c->r, c->n, open, "this { is never closed");
        if (!key.length || next(c) != '{') return messages_fail_in(c->r, c->n, c->at, "expected a case and its text, as in other {…}");
        int st = one_key(c, b, key);
        if (st) return st;
        if (c->depth == DEEPEST) return messages_fail_in(c->r, c->n, c->at, "this text is nested too deeply");
        put(c, " {", 2);
        c->at++;
        c->depth++;
        st = message(c, b->number);
        if (st) return st;
        c->depth--;
        c->at++;
        put(c, "}", 1);
    }
    return b->other ? 0 : messages_fail_in(c->r, c->n, open, "there is no case other {…}, for all that is left");
}

static int choice(compiling *c, word name, int value, word type, size_t open) {
    branches b = {.way = is(c, type, "select")   ? SAY_NAME
                         : is(c, type, "plural") ? SAY_CARDINAL
                                                 : SAY_ORDINAL,
                  .number = -1,
                  .type = c->r->m->values[value].type};
    bool names = b.type == RUTH_PLUGIN_ENUM || b.type == RUTH_PLUGIN_BOOLEAN,
         counts = b.type == RUTH_PLUGIN_INTEGER || (b.type == RUTH_PLUGIN_MONEY && b.way == SAY_CARDINAL);
    if (b.way == SAY_NAME ? !names : !counts) return unfit(c, type, b.way == SAY_NAME ? "select" : b.way == SAY_CARDINAL ? "plural" : "selectordinal", value);
    int st = add_slot(c, name.at, (messages_slot){.way = b.way, .value = value}, &b.slot);
    if (!st && counts) st = add_slot(c, name.at, (messages_slot){.way = b.type == RUTH_PLUGIN_MONEY ? SAY_MONEY : SAY_INTEGER, .value = value}, &b.number);
    if (st) return st;
    put_slot(c, b.slot);
    c->used--; /* its } comes behind the cases */
    put(c, ", select,", 9);
    st = take_branches(c, &b, open);
    if (st) return st;
    put(c, "}", 1);
    if (!b.exact_count) return 0;
    int64_t *exact = messages_keep(c->r, b.exact_count * sizeof *exact);
    if (!exact) return RUTH_PLUGIN_NO_MEMORY;
    memcpy(exact, b.exact, b.exact_count * sizeof *exact);
    c->slots[b.slot].exact = exact;
    c->slots[b.slot].exact_count = b.exact_count;
    return 0;
}

static int typed(compiling *c, word name, int value, size_t open) {
    static const char *const choices[] = {"select", "plural", "selectordinal"};
    word type = {c->at, 0}, form = {c->at, 0};
    bool chosen = false;
    if (next(c) == ',') {
        c->at++;
        type = take_word(c, " \n{},");
        for (int i = 0; i < 3; i++) chosen |= is(c, type, choices[i]);
        if (!chosen && !is(c, type, "number") && !is(c, type, "date"))
            return messages_fail_in(c->r, c->n, type.at, "expected number, date, select, plural or selectordinal, found %.*s", shown(type), c->s + type.at);
        if (chosen && next(c) != ',') return messages_fail_in(c->r, c->n, c->at, "expected a comma and the cases");
        if (next(c) == ',') {
            c->at++;
            if (!chosen) form = take_word(c, " \n{},");
        }
    }
    return chosen ? choice(c, name, value, type, open) : simple(c, name, value, type, form);
}

static int argument(compiling *c) {
    size_t open = c->at++;
    messages_slot slot;
    word name = take_word(c, " \n{},");
    int value = messages_find_value(c->r->m, c->s + name.at, name.length), out, st;
    if (!name.length) return messages_fail_in(c->r, c->n, open, "expected a name behind {");
    if (name.length > 7 && !memcmp(c->s + name.at, "phrase_", 7)) {
        st = phrase(c, name, &slot);
        if (!st) st = add_slot(c, name.at, slot, &out);
        if (!st) put_slot(c, out);
    } else if (value < 0) {
        return messages_fail_in(c->r, c->n, name.at, "settings.yaml has no value and no fact %.*s", shown(name), c->s + name.at);
    } else {
        st = typed(c, name, value, open);
    }
    if (st) return st;
    if (next(c) != '}') return messages_fail_in(c->r, c->n, open, "this { is never closed");
    c->at++;
    return 0;
}

static int message(compiling *c, int number) {
    size_t open = c->at;
    while (c->at < c->length) {
        char ch = c->s[c->at];
        int st = ch == '{' ? argument(c) : 0;
        if (st) return st;
        if (ch == '{') continue;
        if (ch == '}' && c->depth) return 0;
        if (ch == '}') return messages_fail_in(c->r, c->n, c->at, "a } without its {");
        if (ch == '#' && number >= 0) put_slot(c, number);
        else if (ch == '\'') put(c, "''", 2);
        else put(c, &ch, 1);
        c->at++;
    }
    return c->depth ? messages_fail_in(c->r, c->n, open ? open - 1 : 0, "this { is never closed") : 0;
}

/* ---- what must add up ---- */
static bool says(const compiling *c, int value) {
    for (int i = 0; i < c->count; i++)
        if (c->slots[i].value == value && c->slots[i].way == SAY_MONEY) return true;
    return false;
}

/* Who names one part of a sum names them all, and the total: half an account is none. */
static int whole_sums(compiling *c, uint32_t *sums) {
    const messages *m = c->r->m;
    for (int i = 0; i < m->sum_count; i++) {
        const messages_sum *s = &m->sums[i];
        int named = 0, missing = says(c, s->total) ? -1 : s->total;
        for (int k = 0; k < s->count; k++) {
            if (says(c, s->parts[k])) named++;
            else missing = s->parts[k];
        }
        if (!named) continue;
        if (missing >= 0)
            return shared_data_fail(&c->r->d, c->n, "a text that names a part of the sum %.40s names all of it; %.60s is missing", s->name,
                                    m->values[missing].name);
        *sums |= (uint32_t)1 << i;
    }
    return 0;
}

/* ---- the whole ---- */
static int open_format(compiling *c, messages_pattern *out) {
    UErrorCode e = U_ZERO_ERROR;
    UParseError where;
    int32_t length = 0;
    UChar *wide = c->r->d.host->scratch(c->r->d.call, (c->used + 1) * sizeof *wide);
    if (!wide) return RUTH_PLUGIN_NO_MEMORY;
    u_strFromUTF8(wide, (int32_t)c->used + 1, &length, c->out, (int32_t)c->used, &e);
    out->format = U_SUCCESS(e) ? umsg_open(wide, length, c->r->language->manners[0].locale, &where, &e) : NULL;
    if (U_SUCCESS(e)) return 0;
    if (out->format) umsg_close(out->format);
    out->format = NULL;
    return e == U_MEMORY_ALLOCATION_ERROR ? RUTH_PLUGIN_NO_MEMORY : shared_data_fail(&c->r->d, c->n, "ICU does not take this pattern: %.60s", u_errorName(e));
}

static int clean(const messages_reading *r, const shared_node *n) {
    bool blank = true;
    if (n->kind != SHARED_SCALAR) return shared_data_fail(&r->d, n, "expected a text");
    for (size_t i = 0; i < n->length; i++) {
        unsigned char ch = (unsigned char)n->text[i];
        if ((ch < 0x20 && ch != '\n') || ch == 0x7f) return messages_fail_in(r, n, i, "a text has no control characters but the end of a line");
        blank &= ch == ' ' || ch == '\n';
    }
    if (n->length > MESSAGES_TEXT) return shared_data_fail(&r->d, n, "expected a text of at most %d bytes", MESSAGES_TEXT);
    return blank ? shared_data_fail(&r->d, n, "this text says nothing") : 0;
}

/* The rewritten pattern is at most four times as long: '#' becomes "{15}". */
int messages_compile(messages_reading *r, const shared_node *n, messages_text *text, messages_pattern *out) {
    compiling c = {.r = r, .n = n, .text = text, .s = n->text, .length = n->length};
    int st = clean(r, n);
    if (st) return st;
    while (c.length && c.s[c.length - 1] == '\n') c.length--;
    c.out = r->d.host->scratch(r->d.call, 4 * c.length + 64);
    if (!c.out) return RUTH_PLUGIN_NO_MEMORY;
    st = message(&c, -1);
    if (!st) st = whole_sums(&c, &out->sums);
    if (!st) st = open_format(&c, out);
    if (st) return st;
    messages_slot *slots = messages_keep(r, (size_t)(c.count + 1) * sizeof *slots);
    if (!slots) return RUTH_PLUGIN_NO_MEMORY; /* the format is closed with all the others */
    memcpy(slots, c.slots, (size_t)c.count * sizeof *slots);
    out->slots = slots;
    out->slot_count = c.count;
    return 0;
}
