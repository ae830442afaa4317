/* head.c: policy.yaml (name, dates, horizon, tighten), teams, and the two digests every decision names. */
#include "engine/policy/build.h"

static ruth_status text_key(ru_build *b, const ru_node *head, const char *key, ru_str fallback, ru_str *out) {
    const ru_node *n = ru_node_get(head, key);
    *out = fallback;
    return n ? ru_node_scalar(n, out, b->e) : RUTH_OK;
}

/* "14 days" or a bare 14. */
static ruth_status read_horizon(ru_build *b, const ru_node *n) {
    ru_str t;
    b->p->horizon_days = 14;
    if (!n) return RUTH_OK;
    ruth_status st = ru_node_scalar(n, &t, b->e);
    if (st) return st;
    size_t i = 0;
    int32_t days = 0;
    while (i < t.n && t.p[i] >= '0' && t.p[i] <= '9' && days < 1000) days = days * 10 + (t.p[i++] - '0');
    ru_str rest = {t.p + i, t.n - i};
    if (!i || days < 1 || days > 90 || (rest.n && !ru_str_is(rest, " days")))
        return ru_node_fail(n, b->e, "expected a horizon such as 14 days, from 1 to 90; found %.*s", (int)t.n, t.p);
    b->p->horizon_days = days;
    return RUTH_OK;
}

static ruth_status read_tighten(ru_build *b, const ru_node *n) {
    if (!n) return RUTH_OK;
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, b->e, "expected tighten: { number: value }");
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = ru_schema_tighten(b->p->schema, b->a, n->keys[i], n->items[i], b->e);
        if (st) return st;
    }
    return RUTH_OK;
}

/* SHA-256 over the sorted (path, bytes) of every file read, each length-prefixed so that no two sets of files look alike. */
static ruth_status digest_files(ru_build *b) {
    ru_build_sort_files(b); /* plugins' data files came later */
    ruth_status st = ru_digest_files(&b->p->alloc, b->files, b->file_count, NULL, b->p->digest);
    ru_hex(b->p->digest, RU_DIGEST_SIZE, b->p->digest_hex);
    if (st == RUTH_E_NOMEM) return ru_fail_nomem(b->e);
    if (st) return ru_fail(b->e, st, "the policy's digest could not be computed");
    b->p->files = ru_arena_dup(b->a, b->files, b->file_count * sizeof *b->files);
    b->p->file_count = b->file_count;
    return b->p->files ? RUTH_OK : ru_fail_nomem(b->e);
}

/* The release named in the first line of tzdata.zi ("# version 2025b"); "unknown" where the system has none. */
static ru_str zone_release(ru_build *b, const char *zoneinfo) {
    ru_str path = ru_arena_printf(b->scratch, "%s/tzdata.zi", zoneinfo ? zoneinfo : "/usr/share/zoneinfo"), bytes;
    ruth_status st = path.p ? ru_file_read(b->scratch, path.p, 4 << 20, &bytes, NULL) : RUTH_E_NOMEM;
    if (st == RUTH_E_NOMEM) return (ru_str){NULL, 0}; /* never "unknown": the digest must not depend on it */
    if (st) return RU_STR("unknown");
    size_t n = 0;
    while (n < bytes.n && bytes.p[n] != '\n' && n < 64) n++;
    return (ru_str){bytes.p, n};
}

static ruth_status digest_engine(ru_build *b, const char *zoneinfo) {
    ru_str zones = zone_release(b, zoneinfo);
    if (!zones.p) return ru_fail_nomem(b->e);
    ru_str text = ru_arena_printf(b->scratch, "ruth %s\n%s\n%.*s\n", RUTH_VERSION, ru_script_release_text(), (int)zones.n, zones.p);
    for (size_t i = 0; text.p && i < b->p->plugin_count; i++) {
        ru_str line;
        if (!ru_build_plugin_line(b, &b->p->plugins[i], &line)) return ru_fail_nomem(b->e);
        text = ru_arena_printf(b->scratch, "%.*s%.*s", (int)text.n, text.p, (int)line.n, line.p);
    }
    if (!text.p) return ru_fail_nomem(b->e);
    ru_sha256_once(text.p, text.n, b->p->engine);
    ru_hex(b->p->engine, RU_DIGEST_SIZE, b->p->engine_hex);
    b->p->release = ru_arena_str(b->a, text);
    if (!b->p->release.p) return ru_fail_nomem(b->e);
    return RUTH_OK;
}

/* A sentence, or one for each language. */
static ruth_status check_summary(ru_build *b, const ru_node *n) {
    static const char expected[] = "summary: expected a sentence, or one a language, as in { en: \"…\", fr: \"…\" }";
    ru_str text;
    if (!n) return RUTH_OK;
    if (n->kind != RU_NODE_MAP) return n->kind == RU_NODE_LIST || n->kind == RU_NODE_NULL ? ru_node_fail(n, b->e, expected) : ru_node_scalar(n, &text, b->e);
    for (size_t i = 0; i < n->count; i++)
        if (n->items[i]->kind != RU_NODE_TEXT || n->keys[i].n < 2 || n->keys[i].n > 5) return ru_node_fail(n->items[i], b->e, expected);
    return RUTH_OK;
}

static ruth_status write_head(ru_build *b) {
    ru_policy *p = b->p;
    ru_str name = ru_build_json(b, p->name), version = ru_build_json(b, p->version);
    if (!name.p || !version.p) return ru_fail_nomem(b->e);
    p->head_json = ru_arena_printf(b->a, "\"policy\":{\"name\":%.*s,\"version\":%.*s,\"digest\":\"sha256:%s\",\"engine\":\"sha256:%s\"}", (int)name.n, name.p,
                                   (int)version.n, version.p, p->digest_hex, p->engine_hex);
    return p->head_json.p ? RUTH_OK : ru_fail_nomem(b->e);
}

ruth_status ru_build_head(ru_build *b) {
    static const char *const keys[] = {"policy",    "pack",       "version",     "summary", "owner",   "uses",     "plugins",
                                       "languages", "valid_from", "valid_until", "horizon", "tighten", "holidays", "business_days",
                                       "not_on",    "applies",    "doc",         "cite",    "counsel", "status",   NULL};
    const ru_node *head = b->packs[0].head;
    ruth_status st;
    for (size_t i = 0; i < b->pack_count; i++) {
        if (b->packs[i].head->kind != RU_NODE_MAP) return ru_node_fail(b->packs[i].head, b->e, "expected policy.yaml to be a list of keys and values");
        ru_pack *pack = &b->packs[i];
        if ((st = ru_node_only_keys(pack->head, keys, b->e)) || (st = check_summary(b, ru_node_get(pack->head, "summary"))) ||
            (st = ru_build_applies(b, pack)) || (st = ru_build_calendar(b, pack)))
            return st;
        const ru_node *tighten = i ? ru_node_get(pack->head, "tighten") : NULL;
        if (tighten && tighten->count) return ru_node_fail(tighten, b->e, "a pack tightens no numbers; the policy that uses it does");
        pack->valid_from = INT32_MIN; /* a policy that is not in force decides nothing; a pack that is not has no limits */
        pack->valid_until = INT32_MAX;
        if (i && (st = ru_build_dates(b, pack->head, &pack->valid_from, &pack->valid_until))) return st;
    }
    b->p->charter.days = *b->packs[0].calendar;
    if ((st = text_key(b, head, "policy", RU_STR("unnamed"), &b->p->name)) || (st = text_key(b, head, "version", RU_STR("0"), &b->p->version)) ||
        (st = read_horizon(b, ru_node_get(head, "horizon"))) || (st = read_tighten(b, ru_node_get(head, "tighten"))) ||
        (st = ru_build_dates(b, head, &b->p->valid_from, &b->p->valid_until)) || (st = ru_build_teams(b)) || (st = digest_files(b)))
        return st;
    return RUTH_OK;
}

ruth_status ru_build_engine(ru_build *b, const char *zoneinfo) {
    ruth_status st = digest_engine(b, zoneinfo);
    return st ? st : write_head(b);
}
