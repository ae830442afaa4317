/* probe_tell.c: a plugin's declaration and the result of its check, in words or as JSON. */
#include "engine/author/probe.h"

static const char *const purities[] = {"pure", "clock", "io"}, *const purity_words[] = {"pure: the same input gives the same output", "asks a clock",
                                                                                        "uses files, a network or state of its own"};
static const char *const type_names[] = {"boolean", "integer", "money", "ratio", "enum", "date", "instant", "zone", "text", "list of enum"};

static void put_json(ru_buf *b, const char *s) { ru_json_put_string(b, ru_str_of(s)); }

/* ---- info ---- */
static void tell_facts(ru_buf *b, const char *word, const ruth_plugin_fact *facts, uint32_t count) {
    ru_buf_printf(b, "  %-10s ", word);
    for (uint32_t i = 0; i < count; i++) ru_buf_printf(b, "%s%s (%s)", i ? ", " : "", facts[i].name, type_names[facts[i].type]);
    ru_buf_printf(b, "%s\n", count ? "" : "nothing");
}

/* Words that nobody has looked at yet: what a policy's load would refuse is not told. */
static bool words_fit(const ruth_plugin_offer *o) {
    if (!o || o->size < sizeof *o || !o->words || o->word_count > 64) return false;
    for (uint32_t i = 0; i < o->word_count; i++) {
        const ruth_plugin_word *w = &o->words[i];
        if (!w->word || w->key_count > RU_MAX_PLUGIN_KEYS || (w->key_count && !w->keys)) return false;
        for (uint32_t k = 0; k < w->key_count; k++)
            if (!w->keys[k].name || w->keys[k].type > RUTH_PLUGIN_LIST_OF_ENUM) return false;
    }
    return true;
}

static void tell_words(ru_buf *b, const ruth_plugin_offer *o) {
    for (uint32_t i = 0; i < o->word_count; i++) {
        const ruth_plugin_word *w = &o->words[i];
        ru_buf_printf(b, "  %-10s %s {", i ? "" : "words", w->word);
        for (uint32_t k = 0; k < w->key_count; k++)
            ru_buf_printf(b, "%s %s%s = %s", k ? "," : "", w->keys[k].name, w->keys[k].optional ? "?" : "", type_names[w->keys[k].type]);
        RU_BUF_LIT(b, " }\n");
    }
}

static void info_text(ruth_plugin_probe *p, const char *hex) {
    const ruth_plugin *e = p->stated.entry;
    ru_buf *b = &p->out;
    bool first = true;
    ru_buf_printf(b, "%s %s: %s\n  %-10s %u.%u\n  %-10s ", e->id, e->version, e->summary, "ABI", (unsigned)e->abi_major, (unsigned)e->abi_minor, "abilities");
    for (int i = 0; i < RU_PROBE_ABILITIES; i++) {
        if (!ru_probe_ability(e, i)) continue;
        ru_buf_printf(b, "%s%s", first ? "" : ", ", ru_probe_abilities[i]);
        first = false;
    }
    const char *none = ru_plugin_states_abilities(e) ? "none that this ruth knows" : "not stated in its file (as all of ABI 1.0); ruth plugin check asks it";
    ru_buf_printf(b, "%s\n  %-10s %s\n  %-10s %s\n", first ? none : "", "purity", purity_words[e->purity], "threads",
                  e->threads == RUTH_PLUGIN_ANY_THREAD ? "any, at once" : "one: every session opens its own");
    tell_facts(b, "reads", e->reads, e->read_count);
    tell_facts(b, "writes", e->writes, e->write_count);
    if (e->flags & RUTH_PLUGIN_READS_CONTACTS) ru_buf_printf(b, "  %-10s earlier contacts\n", "and reads");
    if (e->flags & RUTH_PLUGIN_DECLARES_MORE) ru_buf_printf(b, "  %-10s what its data files name, once a policy uses it\n", "and more");
    const ruth_plugin_offer *offer = ru_probe_ability(e, 1);
    if (words_fit(offer)) tell_words(b, offer);
    ru_buf_printf(b, "  %-10s %s@sha256:%s\n", "pinned as", e->id, hex);
}

static void json_facts(ru_buf *b, const char *key, const ruth_plugin_fact *facts, uint32_t count) {
    ru_buf_printf(b, ",\"%s\":[", key);
    for (uint32_t i = 0; i < count; i++) {
        if (i) ru_buf_char(b, ',');
        RU_BUF_LIT(b, "{\"fact\":");
        put_json(b, facts[i].name);
        ru_buf_printf(b, ",\"type\":\"%s\"}", type_names[facts[i].type]);
    }
    ru_buf_char(b, ']');
}

static void json_words(ru_buf *b, const ruth_plugin_offer *o) {
    RU_BUF_LIT(b, ",\"words\":[");
    for (uint32_t i = 0; i < o->word_count; i++) {
        if (i) ru_buf_char(b, ',');
        RU_BUF_LIT(b, "{\"word\":");
        put_json(b, o->words[i].word);
        RU_BUF_LIT(b, ",\"keys\":[");
        for (uint32_t k = 0; k < o->words[i].key_count; k++) {
            const ruth_plugin_key *key = &o->words[i].keys[k];
            if (k) ru_buf_char(b, ',');
            RU_BUF_LIT(b, "{\"key\":");
            put_json(b, key->name);
            ru_buf_printf(b, ",\"type\":\"%s\",\"optional\":%s}", type_names[key->type], key->optional ? "true" : "false");
        }
        RU_BUF_LIT(b, "]}");
    }
    ru_buf_char(b, ']');
}

/* null: they are not stated in its file. */
static void json_abilities(ru_buf *b, const ruth_plugin *e) {
    bool first = true;
    ru_buf_printf(b, "%s", ru_plugin_states_abilities(e) ? "[" : "null");
    for (int i = 0; ru_plugin_states_abilities(e) && i < RU_PROBE_ABILITIES; i++) {
        if (!ru_probe_ability(e, i)) continue;
        ru_buf_printf(b, "%s\"%s\"", first ? "" : ",", ru_probe_abilities[i]);
        first = false;
    }
    ru_buf_printf(b, "%s", ru_plugin_states_abilities(e) ? "]" : "");
}

static void info_json(ruth_plugin_probe *p, const char *hex) {
    const ruth_plugin *e = p->stated.entry;
    ru_buf *b = &p->out;
    RU_BUF_LIT(b, "{\"id\":");
    put_json(b, e->id);
    RU_BUF_LIT(b, ",\"version\":");
    put_json(b, e->version);
    RU_BUF_LIT(b, ",\"summary\":");
    put_json(b, e->summary);
    ru_buf_printf(b, ",\"abi\":\"%u.%u\",\"abilities\":", (unsigned)e->abi_major, (unsigned)e->abi_minor);
    json_abilities(b, e);
    ru_buf_printf(b, ",\"purity\":\"%s\",\"threads\":\"%s\"", purities[e->purity], e->threads == RUTH_PLUGIN_ANY_THREAD ? "any" : "one");
    json_facts(b, "reads", e->reads, e->read_count);
    json_facts(b, "writes", e->writes, e->write_count);
    ru_buf_printf(b, ",\"reads_contacts\":%s,\"declares_more\":%s", e->flags & RUTH_PLUGIN_READS_CONTACTS ? "true" : "false",
                  e->flags & RUTH_PLUGIN_DECLARES_MORE ? "true" : "false");
    const ruth_plugin_offer *offer = ru_probe_ability(e, 1);
    if (words_fit(offer)) json_words(b, offer);
    ru_buf_printf(b, ",\"sha256\":\"%s\"}\n", hex);
}

static ruth_status give(ruth_plugin_probe *p, ruth_text *out, ruth_error *e) {
    if (p->out.failed) return ru_fail_nomem(e);
    *out = (ruth_text){p->out.p, p->out.n};
    return RUTH_OK;
}

ruth_status ruth_plugin_probe_info(ruth_plugin_probe *p, ruth_format format, ruth_text *out, ruth_error *error) {
    char hex[2 * RU_DIGEST_SIZE + 1] = {0};
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    ru_buf_clear(&p->out);
    ru_hex(p->stated.digest, RU_DIGEST_SIZE, hex);
    if (format == RUTH_AS_JSON) info_json(p, hex);
    else info_text(p, hex);
    return give(p, out, error);
}

/* ---- result ---- */
/* 1234 ns → "1.2 us". */
static void put_time(ru_buf *b, int64_t ns) {
    if (ns < 1000) ru_buf_printf(b, "%lld ns", (long long)ns);
    else if (ns < 1000000) ru_buf_printf(b, "%lld.%lld us", (long long)(ns / 1000), (long long)(ns / 100 % 10));
    else ru_buf_printf(b, "%lld.%lld ms", (long long)(ns / 1000000), (long long)(ns / 100000 % 10));
}

static void result_text(ruth_plugin_probe *p) {
    const ruth_plugin *e = p->found.entry;
    ru_buf *b = &p->out;
    ru_buf_printf(b, "%s %s, ABI %u.%u, %s, %s\n", e->id, e->version, (unsigned)e->abi_major, (unsigned)e->abi_minor, purities[e->purity],
                  e->threads == RUTH_PLUGIN_ANY_THREAD ? "any thread" : "one thread");
    for (size_t i = 0; i < p->row_count; i++) {
        const ru_probe_row *r = &p->rows[i];
        ru_buf_printf(b, "  %s%s%.*s: %llu calls", r->ability, r->word.p ? " " : "", (int)r->word.n, r->word.p ? r->word.p : "", (unsigned long long)r->calls);
        if (p->timed) {
            RU_BUF_LIT(b, ", median ");
            put_time(b, r->median);
            RU_BUF_LIT(b, ", 99 of 100 within ");
            put_time(b, r->p99);
        }
        if (r->failed) ru_buf_printf(b, ", %llu failed%s%.*s", (unsigned long long)r->failed, r->why.n ? ": " : "", (int)r->why.n, r->why.n ? r->why.p : "");
        ru_buf_char(b, '\n');
    }
    for (size_t i = 0; i < p->fault_count; i++) ru_buf_printf(b, "FAIL %.*s\n", (int)p->faults[i].n, p->faults[i].p);
    if (!p->fault_count)
        ru_buf_printf(b, "ok: declared facts only%s, no memory left behind\n", e->purity == RUTH_PLUGIN_PURE ? ", same input same output" : "");
}

static void result_json(ruth_plugin_probe *p) {
    ru_buf *b = &p->out;
    RU_BUF_LIT(b, "{\"id\":");
    put_json(b, p->found.entry->id);
    RU_BUF_LIT(b, ",\"version\":");
    put_json(b, p->found.entry->version);
    RU_BUF_LIT(b, ",\"calls\":[");
    for (size_t i = 0; i < p->row_count; i++) {
        const ru_probe_row *r = &p->rows[i];
        ru_buf_printf(b, "%s{\"ability\":\"%s\"", i ? "," : "", r->ability);
        if (r->word.p) {
            RU_BUF_LIT(b, ",\"word\":");
            ru_json_put_string(b, r->word);
        }
        ru_buf_printf(b, ",\"calls\":%llu,\"failed\":%llu", (unsigned long long)r->calls, (unsigned long long)r->failed);
        if (p->timed) ru_buf_printf(b, ",\"median_ns\":%lld,\"p99_ns\":%lld", (long long)r->median, (long long)r->p99);
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "],\"failing\":[");
    for (size_t i = 0; i < p->fault_count; i++) {
        if (i) ru_buf_char(b, ',');
        ru_json_put_string(b, p->faults[i]);
    }
    RU_BUF_LIT(b, "]}\n");
}

ruth_status ruth_plugin_probe_result(ruth_plugin_probe *p, ruth_format format, ruth_text *out, ruth_error *error) {
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    if (!p->checked) return ru_fail(error, RUTH_E_ARGUMENT, "this plugin has not been checked");
    ru_buf_clear(&p->out);
    if (format == RUTH_AS_JSON) result_json(p);
    else result_text(p);
    return give(p, out, error);
}
