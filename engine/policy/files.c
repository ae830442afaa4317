/* files.c: the folders of a policy and of the packs it uses → YAML trees, Lua sources and the bytes the digest covers. */
#include "engine/policy/build.h"

#include <dirent.h>
#include <sys/stat.h>

enum { SOURCE_LIMIT = 1 << 20, YAML_LIMIT = 256 << 10, PLUGIN_LIMIT = 16 << 20, TOTAL_LIMIT = 64 << 20, PATH_ROOM = 4096 };

/* Kinds in the order their files run; each is KIND.lua, or a folder KIND/ of *.lua files. */
static const char *const kinds[] = {"ladders", "circumstances", "derive",   "segments", "plans",   "referrals",
                                    "actions", "tones",         "channels", "messages", "charter", "guarantees"};

static bool path_join(char *out, ru_str folder, const char *name) {
    size_t n = strlen(name);
    if (folder.n + n + 2 > PATH_ROOM) return false;
    memcpy(out, folder.p, folder.n);
    out[folder.n] = '/';
    memcpy(out + folder.n + 1, name, n + 1);
    return true;
}

static bool disk_folder(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool disk_there(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

static ru_str shown(ru_build *b, const ru_pack *pack, const char *name) {
    return pack->name.n ? ru_arena_printf(b->a, "%.*s/%s", (int)pack->name.n, pack->name.p, name) : ru_arena_str(b->a, ru_str_of(name));
}

/* ---- a folder that stands in memory: its files go by the names that errors show ---- */
static bool given(const ru_build *b) { return b->places && b->places->files; }

static const ru_loaded *given_file(const ru_build *b, ru_str path) {
    for (size_t i = 0; i < b->places->file_count; i++)
        if (ru_str_eq(b->places->files[i].path, path)) return &b->places->files[i];
    return NULL;
}

/* What stands behind the folder in the path, when that is a name without a slash; else p NULL. */
static ru_str given_name(ru_str path, ru_str folder) {
    if (path.n <= folder.n || memcmp(path.p, folder.p, folder.n) != 0) return (ru_str){NULL, 0};
    if (folder.n && path.p[folder.n] != '/') return (ru_str){NULL, 0};
    size_t skip = folder.n ? folder.n + 1 : 0;
    if (memchr(path.p + skip, '/', path.n - skip)) return (ru_str){NULL, 0};
    return (ru_str){path.p + skip, path.n - skip};
}

static bool given_folder(const ru_build *b, ru_str folder) {
    for (size_t i = 0; i < b->places->file_count; i++) {
        ru_str path = b->places->files[i].path;
        if (path.n > folder.n && memcmp(path.p, folder.p, folder.n) == 0 && path.p[folder.n] == '/') return true;
    }
    return false;
}

/* As shown() has it, for a look that must not fail for want of memory: what is not found then would be passed over. */
static ru_str looked_for(char full[PATH_ROOM], const ru_pack *pack, const char *name) {
    if (!pack->name.n) return ru_str_of(name);
    return path_join(full, pack->name, name) ? ru_str_of(full) : (ru_str){"", 0};
}

/* A folder of a pack, or with name NULL its own. */
static bool is_folder(ru_build *b, const ru_pack *pack, const char *name) {
    char full[PATH_ROOM];
    if (!given(b)) return name ? path_join(full, pack->folder, name) && disk_folder(full) : disk_folder(pack->folder.p);
    return given_folder(b, name ? looked_for(full, pack, name) : pack->name);
}

static bool is_there(ru_build *b, const ru_pack *pack, const char *name) {
    char full[PATH_ROOM];
    if (!given(b)) return path_join(full, pack->folder, name) && disk_there(full);
    return given_file(b, looked_for(full, pack, name));
}

/* Reads one file of a pack; *bytes.p stays NULL when an optional one is absent. */
static ruth_status read_file(ru_build *b, const ru_pack *pack, const char *name, size_t limit, bool optional, ru_str *path, ru_str *bytes) {
    char full[PATH_ROOM];
    *bytes = (ru_str){NULL, 0};
    *path = shown(b, pack, name);
    if (!path->p) return ru_fail_nomem(b->e);
    if (!path_join(full, pack->folder, name)) return ru_fail(b->e, RUTH_E_IO, "%s: the path is too long", name);
    if (!is_there(b, pack, name)) {
        if (optional) return RUTH_OK;
        return ru_fail(b->e, RUTH_E_IO, "%.*s has no %s; a policy is a folder with a policy.yaml", (int)pack->folder.n, pack->folder.p, name);
    }
    ruth_status st = RUTH_OK;
    if (!given(b)) st = ru_file_read(b->a, full, limit, bytes, b->e);
    else if (!(*bytes = ru_arena_str(b->a, given_file(b, *path)->bytes)).p) st = ru_fail_nomem(b->e);
    if (st) return st;
    for (size_t i = 0; i < b->mended_count; i++)
        if (ru_str_eq(b->mended[i].path, *path) && b->mended[i].bytes.p) *bytes = b->mended[i].bytes;
    size_t total = bytes->n;
    for (size_t i = 0; i < b->file_count; i++) total += b->files[i].bytes.n;
    if (total > TOTAL_LIMIT) return ru_fail(b->e, RUTH_E_LIMIT, "the policy's files are larger than 64 MiB together");
    ru_loaded f = {*path, *bytes};
    return RU_PUSH(b, b->scratch, b->files, b->file_count, b->file_capacity, f) ? RUTH_OK : ru_fail_nomem(b->e);
}

static ruth_status read_yaml(ru_build *b, const ru_pack *pack, const char *name, bool optional, const ru_node **out) {
    ru_str path, bytes;
    ru_node *tree = NULL;
    *out = NULL;
    ruth_status st = read_file(b, pack, name, YAML_LIMIT, optional, &path, &bytes);
    if (st || !bytes.p) return st;
    st = ru_yaml_read(b->a, path, bytes, &tree, b->e);
    *out = tree;
    return st;
}

static ruth_status read_source(ru_build *b, const ru_pack *pack, const char *name) {
    ru_str path, bytes;
    ruth_status st = read_file(b, pack, name, SOURCE_LIMIT, false, &path, &bytes);
    if (st) return st;
    ru_source s = {.name = path, .bytes = bytes};
    for (size_t i = 0; i < b->mended_count; i++) s.mended |= ru_str_eq(b->mended[i].path, path);
    return RU_PUSH(b, b->a, b->sources, b->source_count, b->source_capacity, s) ? RUTH_OK : ru_fail_nomem(b->e);
}

/* A plain name in a plain folder, so that nothing outside of the policy can be meant. */
ruth_status ru_build_plugin_file(ru_build *b, ru_str id, ru_str name, ru_str *bytes) {
    bool plain = name.n > 0 && name.n <= 100 && name.p[0] != '.';
    for (size_t i = 0; plain && i < name.n; i++) {
        char c = name.p[i];
        plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    }
    if (!plain)
        return ru_fail(b->e, RUTH_E_POLICY, "plugin %.*s asks for the file \"%.*s\"; a plugin's data files have plain names", (int)id.n, id.p,
                       name.n > 80 ? 80 : (int)name.n, name.p);
    ru_str parts = ru_arena_printf(b->scratch, "plugins/%.*s", (int)id.n, id.p),
           path = ru_arena_printf(b->scratch, "plugins/%.*s/%.*s", (int)id.n, id.p, (int)name.n, name.p), shown_path;
    if (!parts.p || !path.p) return ru_fail_nomem(b->e);
    *bytes = (ru_str){NULL, 0};
    if (!is_folder(b, &b->packs[0], "plugins") || !is_folder(b, &b->packs[0], parts.p)) return RUTH_OK;
    return read_file(b, &b->packs[0], path.p, PLUGIN_LIMIT, true, &shown_path, bytes);
}

static void sort_names(ru_str *names, size_t n) {
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && ru_str_cmp(names[k - 1], names[k]) > 0; k--) {
            ru_str t = names[k];
            names[k] = names[k - 1];
            names[k - 1] = t;
        }
}

static bool is_lua(ru_str name) { return name.n >= 5 && memcmp(name.p + name.n - 4, ".lua", 4) == 0 && name.p[0] != '.'; }

static ruth_status list_given(ru_build *b, const ru_pack *pack, const char *kind, ru_str **names, size_t *count) {
    size_t capacity = 0;
    ru_str folder = kind ? shown(b, pack, kind) : pack->name;
    if (kind && !folder.p) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->places->file_count; i++) {
        ru_str name = given_name(b->places->files[i].path, folder);
        if (!name.p || !is_lua(name)) continue;
        name = ru_arena_str(b->scratch, name);
        if (!name.p || !RU_PUSH(b, b->scratch, *names, *count, capacity, name)) return ru_fail_nomem(b->e);
    }
    sort_names(*names, *count);
    return RUTH_OK;
}

/* The names in a folder of a pack (kind NULL: in its own) that end in .lua, sorted by bytes. */
static ruth_status list_lua(ru_build *b, const ru_pack *pack, const char *kind, ru_str **names, size_t *count) {
    char folder[PATH_ROOM];
    *names = NULL;
    *count = 0;
    if (given(b)) return list_given(b, pack, kind, names, count);
    if (!path_join(folder, pack->folder, kind ? kind : ".")) return ru_fail(b->e, RUTH_E_IO, "the policy's path is too long");
    DIR *d = opendir(folder);
    size_t capacity = 0;
    ruth_status st = RUTH_OK;
    if (!d) return ru_fail(b->e, RUTH_E_IO, "%s: the folder cannot be read", folder);
    for (struct dirent *entry; !st && (entry = readdir(d));) {
        ru_str name = ru_str_of(entry->d_name);
        if (!is_lua(name)) continue;
        name = ru_arena_str(b->scratch, name);
        if (!name.p || !RU_PUSH(b, b->scratch, *names, *count, capacity, name)) st = ru_fail_nomem(b->e);
    }
    closedir(d);
    if (!st) sort_names(*names, *count);
    return st;
}

static ruth_status read_kind(ru_build *b, const ru_pack *pack, const char *kind) {
    char full[PATH_ROOM];
    ru_str file = ru_arena_printf(b->scratch, "%s.lua", kind);
    if (!file.p) return ru_fail_nomem(b->e);
    if (!path_join(full, pack->folder, file.p))
        return ru_fail(b->e, RUTH_E_IO, "the path of %s is too long", kind); /* or its rules would be passed over in silence */
    if (is_there(b, pack, file.p)) {
        ruth_status st = read_source(b, pack, file.p);
        if (st) return st;
    }
    if (!strcmp(kind, "messages")) return RUTH_OK; /* messages/ holds the texts */
    if (!is_folder(b, pack, kind)) {
        if (!is_there(b, pack, kind)) return RUTH_OK;
        return ru_fail_at(b->e, RUTH_E_POLICY, shown(b, pack, kind), 0, 0,
                          "%s is no folder; rules stand in %s.lua, or in files of a folder %s, which is no link", kind, kind, kind);
    }
    ru_str *names;
    size_t count;
    ruth_status st = list_lua(b, pack, kind, &names, &count);
    for (size_t i = 0; !st && i < count; i++) {
        ru_str path = ru_arena_printf(b->scratch, "%s/%s", kind, names[i].p);
        st = path.p ? read_source(b, pack, path.p) : ru_fail_nomem(b->e);
    }
    return st;
}

/* A misspelt file would be passed over in silence, and its rules with it. */
static ruth_status refuse_strays(ru_build *b, const ru_pack *pack) {
    ru_str *names, known[RU_COUNT(kinds)];
    size_t count;
    ruth_status st = list_lua(b, pack, NULL, &names, &count);
    for (size_t i = 0; i < RU_COUNT(kinds); i++) known[i] = ru_str_of(kinds[i]);
    for (size_t i = 0; !st && i < count; i++) {
        ru_str stem = {names[i].p, names[i].n - 4};
        bool ok = false;
        for (size_t k = 0; k < RU_COUNT(kinds); k++) ok |= ru_str_eq(stem, known[k]);
        for (size_t k = 0; k < b->mended_count; k++) ok |= ru_str_is(b->mended[k].path, names[i].p) && !b->mended[k].bytes.p;
        if (ok) continue;
        ru_str near = ru_str_nearest(stem, known, RU_COUNT(kinds));
        ru_str path = shown(b, pack, names[i].p);
        st =
            near.p
                ? ru_fail_at(b->e, RUTH_E_POLICY, path, 0, 0, "not a file of a policy; did you mean %.*s.lua?", (int)near.n, near.p)
                : ru_fail_at(
                      b->e, RUTH_E_POLICY, path, 0, 0,
                      "not a file of a policy; rules stand in ladders.lua, circumstances.lua, derive.lua, segments.lua, plans.lua, referrals.lua, actions.lua, tones.lua, channels.lua, messages.lua, charter.lua, guarantees.lua");
    }
    return st;
}

static ruth_status read_languages(ru_build *b, const ru_pack *pack, ru_str languages[RU_MAX_LANGS], size_t *count) {
    const ru_node *n = ru_node_get(pack->head, "languages");
    *count = 0;
    if (!n) {
        languages[(*count)++] = RU_STR("en");
        return RUTH_OK;
    }
    if (n->kind != RU_NODE_LIST || !n->count || n->count > RU_MAX_LANGS)
        return ru_node_fail(n, b->e, "expected languages: [en, fr], one to %d of them", RU_MAX_LANGS);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = ru_node_name(n->items[i], true, &languages[*count], b->e);
        if (st) return st;
        for (size_t k = 0; k < *count; k++)
            if (ru_str_eq(languages[k], languages[*count]))
                return ru_node_fail(n->items[i], b->e, "the language %.*s stands twice", (int)languages[k].n, languages[k].p);
        ++*count;
    }
    return RUTH_OK;
}

static ruth_status read_pack(ru_build *b, ru_pack *pack, const ru_str *languages, size_t language_count) {
    ruth_status st;
    if ((st = read_yaml(b, pack, "facts.yaml", true, &pack->facts)) || (st = read_yaml(b, pack, "contacts.yaml", true, &pack->contacts)) ||
        (st = read_yaml(b, pack, "numbers.yaml", true, &pack->numbers)) || (st = read_yaml(b, pack, "teams.yaml", true, &pack->teams)) ||
        (st = read_yaml(b, pack, "directory.yaml", true, &pack->directory)) || (st = read_yaml(b, pack, "phrases.yaml", true, &pack->phrases)) ||
        (st = refuse_strays(b, pack)))
        return st;
    for (size_t i = 0; i < language_count; i++) {
        ru_str name = ru_arena_printf(b->scratch, "messages/%.*s.yaml", (int)languages[i].n, languages[i].p);
        if (!name.p) return ru_fail_nomem(b->e);
        if ((st = read_yaml(b, pack, name.p, true, &pack->messages[i]))) return st;
        name = ru_arena_printf(b->scratch, "lexicons/%.*s.yaml", (int)languages[i].n, languages[i].p);
        if (!name.p) return ru_fail_nomem(b->e);
        if ((st = read_yaml(b, pack, name.p, true, &pack->lexicons[i]))) return st;
    }
    for (size_t i = 0; i < RU_COUNT(kinds); i++)
        if ((st = read_kind(b, pack, kinds[i]))) return st;
    return RUTH_OK;
}

/* Says where it was looked for, and whether the folder is there under the policy itself or one higher. */
static ruth_status no_pack(ru_build *b, const ru_node *name, const ru_pack *pack) {
    char full[PATH_ROOM];
    ru_str self = b->packs[0].folder, beside = ru_arena_printf(b->scratch, "%.*s/..", (int)self.n, self.p),
           higher = ru_arena_printf(b->scratch, "%.*s/../..", (int)self.n, self.p);
    const char *found = NULL;
    if (!beside.p || !higher.p) return ru_fail_nomem(b->e);
    if (path_join(full, self, pack->name.p) && disk_folder(full)) found = "it stands in the policy's own folder: move it beside that";
    else if (path_join(full, higher, pack->name.p) && disk_folder(full)) found = "it stands one folder higher: move the policy up beside it";
    return ru_node_fail(
        name, b->e, "there is no pack %.*s beside this policy: there is no folder %.*s/%.*s; %s", (int)pack->name.n, pack->name.p, (int)beside.n, beside.p,
        (int)pack->name.n, pack->name.p,
        found
            ? found
            : "packs are looked for nowhere else. Those that come with ruth stand in its policies/ (installed: share/ruth/policies): put the policy there, or link theirs here, as in ln -s …/policies/charter charter");
}

/* A pack's folder stands beside the policy's: policies/humane uses policies/charter/us-federal. */
static ruth_status open_pack(ru_build *b, const ru_node *name, ru_pack *pack) {
    ru_str text;
    ruth_status st = ru_node_text(name, &text, b->e);
    if (st) return st;
    bool ok = text.n > 0 && text.p[0] != '/';
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        ok &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '/';
    }
    if (!ok) return ru_node_fail(name, b->e, "a pack is named like charter/us-federal: small letters, digits, - and /");
    pack->name = text;
    pack->folder = ru_arena_printf(b->a, "%.*s/../%.*s", (int)b->packs[0].folder.n, b->packs[0].folder.p, (int)text.n, text.p);
    if (!pack->folder.p) return ru_fail_nomem(b->e);
    if (!is_folder(b, pack, NULL)) return no_pack(b, name, pack);
    return read_yaml(b, pack, "policy.yaml", false, &pack->head);
}

/* What a pack uses itself must be used here too: a policy that is used as a pack brings its own rules, and not those of others. */
static ruth_status check_used(ru_build *b, const ru_node *uses, size_t i) {
    const ru_node *its = ru_node_get(b->packs[i].head, "uses");
    if (!its) return RUTH_OK;
    if (its->kind != RU_NODE_LIST) return ru_node_fail(its, b->e, "expected uses: [pack, pack]");
    for (size_t k = 0; k < its->count; k++) {
        size_t at = 1;
        while (at < b->pack_count && !ru_str_eq(b->packs[at].name, its->items[k]->text)) at++;
        if (at == b->pack_count)
            return ru_node_fail(uses->items[i - 1], b->e, "%.*s uses %.*s, which this policy does not use: write it into this list too",
                                (int)b->packs[i].name.n, b->packs[i].name.p, (int)its->items[k]->text.n, its->items[k]->text.p);
    }
    return RUTH_OK;
}

void ru_build_sort_files(ru_build *b) {
    for (size_t i = 1; i < b->file_count; i++)
        for (size_t k = i; k > 0 && ru_str_cmp(b->files[k - 1].path, b->files[k].path) > 0; k--) {
            ru_loaded t = b->files[k];
            b->files[k] = b->files[k - 1];
            b->files[k - 1] = t;
        }
}

ruth_status ru_build_read(ru_build *b, const char *folder) {
    ru_pack self = {.folder = ru_arena_str(b->a, ru_str_of(folder)), .name = RU_STR("")};
    ru_str languages[RU_MAX_LANGS];
    size_t language_count;
    ruth_status st;
    if (!self.folder.p) return ru_fail_nomem(b->e);
    while (self.folder.n > 1 && self.folder.p[self.folder.n - 1] == '/') self.folder.n--;
    if (!given(b) && !disk_there(folder)) return ru_fail(b->e, RUTH_E_IO, "%s: no such policy folder", folder);
    if ((st = read_yaml(b, &self, "policy.yaml", false, &self.head))) return st;
    const ru_node *uses = ru_node_get(self.head, "uses");
    if (uses && uses->kind != RU_NODE_LIST) return ru_node_fail(uses, b->e, "expected uses: [pack, pack]");
    b->pack_count = 1 + (uses ? uses->count : 0);
    b->packs = RU_NEWS(b->a, ru_pack, b->pack_count);
    if (!b->packs) return ru_fail_nomem(b->e);
    b->packs[0] = self;
    for (size_t i = 1; i < b->pack_count; i++)
        if ((st = open_pack(b, uses->items[i - 1], &b->packs[i]))) return st;
    for (size_t i = 1; i < b->pack_count; i++)
        if ((st = check_used(b, uses, i))) return st;
    if ((st = read_languages(b, &b->packs[0], languages, &language_count))) return st;
    for (size_t i = 0; i < b->pack_count; i++)
        if ((st = read_pack(b, &b->packs[i], languages, language_count))) return st;
    ru_str path, lock;
    if ((st = read_file(b, &b->packs[0], "charter.lock", YAML_LIMIT, true, &path, &lock))) return st;
    ru_build_sort_files(b);
    if (lock.p ? (st = ru_build_lock(b, lock)) : !given(b) && (st = ru_build_no_lock(b))) return st;
    b->p->folder = b->packs[0].folder;
    ru_schema_files files = {.languages = languages, .language_count = language_count};
    files.facts = RU_NEWS(b->scratch, const ru_node *, b->pack_count);
    files.contacts = RU_NEWS(b->scratch, const ru_node *, b->pack_count);
    files.numbers = RU_NEWS(b->scratch, const ru_node *, b->pack_count);
    if (!files.facts || !files.contacts || !files.numbers) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->pack_count; i++) {
        if (b->packs[i].facts) files.facts[files.facts_count++] = b->packs[i].facts;
        if (b->packs[i].contacts) files.contacts[files.contacts_count++] = b->packs[i].contacts;
        if (b->packs[i].numbers) files.numbers[files.numbers_count++] = b->packs[i].numbers;
    }
    return ru_schema_build(b->a, &files, &b->p->schema, b->e);
}
