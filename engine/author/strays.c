/* strays.c: files and folders of a policy that ruth does not read: what stands in them counts for nothing, and nobody would notice. */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "engine/author/check.h"
#include "engine/author/mend.h"

enum { PATH_ROOM = 4096, MOST = 50 };

static const ru_str files[] = {{"policy.yaml", 11},    {"facts.yaml", 10},      {"numbers.yaml", 12}, {"contacts.yaml", 13}, {"teams.yaml", 10},
                               {"directory.yaml", 14}, {"simulation.yaml", 15}, {"phrases.yaml", 12}, {"charter.lock", 12}};
static const ru_str folders[] = {{"messages", 8},       {"lexicons", 8}, {"cases", 5},    {"plugins", 7}, {"ladders", 7},
                                 {"circumstances", 13}, {"derive", 6},   {"segments", 8}, {"plans", 5},   {"referrals", 9},
                                 {"actions", 7},        {"tones", 5},    {"channels", 8}, {"charter", 7}, {"guarantees", 10}};

typedef struct strays {
    ru_findings *f;
    ru_arena *a;              /* of the findings */
    const char *folder;       /* of the policy or of one of its packs */
    ru_str pack;              /* its name; n 0: the policy */
    const ru_node *languages; /* of the policy's head; NULL: en alone */
    const ru_node *plugins;
    size_t told;
} strays;

static bool among(ru_str name, const ru_str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (ru_str_eq(name, names[i])) return true;
    return false;
}

/* A language, or a plugin: what stands behind an @ pins its file. */
static bool listed(const ru_node *list, ru_str name) {
    for (size_t i = 0; list && list->kind == RU_NODE_LIST && i < list->count; i++) {
        ru_str text = list->items[i]->text;
        const char *at = text.n ? memchr(text.p, '@', text.n) : NULL;
        if (ru_str_eq((ru_str){text.p, at ? (size_t)(at - text.p) : text.n}, name)) return true;
    }
    return false;
}

static bool ends(ru_str name, const char *end) {
    size_t n = strlen(end);
    return name.n > n && memcmp(name.p + name.n - n, end, n) == 0;
}

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_there(const strays *s, const char *inside, ru_str name) {
    char path[PATH_ROOM];
    struct stat st;
    int n = snprintf(path, sizeof path, "%s/%s%s%.*s", s->folder, inside, *inside ? "/" : "", (int)name.n, name.p);
    return n > 0 && n < PATH_ROOM && stat(path, &st) == 0;
}

/* `meant`: what it is nearly called; p NULL: nothing. Nearly the right name, and nothing by the right one: that is a slip, and the policy lacks what stands there. */
static void tell(strays *s, const char *inside, ru_str name, bool folder, ru_str meant, const char *why) {
    bool slip = meant.p && !is_there(s, inside, meant);
    ru_str shown = ru_arena_printf(s->a, "%.*s%s%s%s%.*s%s", (int)s->pack.n, s->pack.p, s->pack.n ? "/" : "", inside, *inside ? "/" : "", (int)name.n, name.p,
                                   folder ? "/" : "");
    if (!shown.p || s->told++ >= MOST) {
        s->f->failed |= !shown.p;
        return;
    }
    for (size_t i = 0; i < s->f->count; i++)
        if (ru_str_eq(s->f->items[i].file, shown)) return; /* the loader has refused it */
    ru_finding *f = slip ? ru_finding_at(s->f, RU_ERROR, "stray_file", shown, 0, 0, "ruth reads nothing of this %s; did you mean %.*s%s?",
                                         folder ? "folder" : "file", (int)meant.n, meant.p, folder ? "/" : "")
                         : ru_finding_at(s->f, RU_WARNING, "stray_file", shown, 0, 0, "ruth reads nothing of this %s%s%s", folder ? "folder" : "file",
                                         *why ? "; " : "", why);
    if (!f) return;
    f->effect = RU_STR("whatever it says counts for nothing, and whoever wrote it believes that it does");
    if (slip) f->suggestion = ru_arena_str(s->a, meant);
    if (!f->suggestion.p) s->f->failed = true;
}

/* Words for people beside the policy, and requests to try it on. */
static bool is_beside(ru_str name) {
    static const char *const ends_of[] = {".md", ".txt", ".json", ".ndjson", ".csv", ".html"};
    static const ru_str names[] = {{"README", 6}, {"LICENSE", 7}, {"Makefile", 8}, {"CODEOWNERS", 10}};
    for (size_t i = 0; i < RU_COUNT(ends_of); i++)
        if (ends(name, ends_of[i])) return true;
    return among(name, names, RU_COUNT(names));
}

static ru_str nearest_file(strays *s, ru_str name) {
    ru_str yml = ends(name, ".yml") ? ru_arena_printf(s->a, "%.*s.yaml", (int)name.n - 4, name.p) : name;
    if (!yml.p) s->f->failed = true;
    if (ru_lock_is_near(name)) return RU_STR("charter.lock");
    return yml.p ? ru_str_nearest(yml, files, RU_COUNT(files)) : yml;
}

static void look_at_top(strays *s, ru_str name, bool folder) {
    if (folder) {
        if (among(name, folders, RU_COUNT(folders))) return;
        tell(s, "", name, true, ru_str_nearest(name, folders, RU_COUNT(folders)),
             "rules stand in KIND.lua or in a folder KIND/, texts in messages/, cases in cases/");
        return;
    }
    if (ends(name, ".lua")) return; /* the loader knows them all */
    if (among(name, files, RU_COUNT(files)) || (is_beside(name) && !ru_lock_is_near(name))) return;
    tell(s, "", name, false, nearest_file(s, name), "");
}

/* A file of messages/, lexicons/, cases/, plugins/ or of a kind's folder. */
static void look_inside(strays *s, const char *inside, ru_str name, bool folder) {
    bool texts = !strcmp(inside, "messages") || !strcmp(inside, "lexicons"), cases = !strcmp(inside, "cases"), plugins = !strcmp(inside, "plugins");
    ru_str stem = {name.p, name.n > 5 ? name.n - 5 : 0}, yaml = {NULL, 0};
    if (plugins ? folder && listed(s->plugins, name) : folder) {
        if (!plugins) tell(s, inside, name, true, yaml, "ruth goes no folder deeper");
        return;
    }
    if (plugins) {
        tell(s, inside, name, folder, yaml, folder ? "policy.yaml lists no such plugin" : "a plugin's data files stand in a folder that is called like it");
        return;
    }
    if (is_beside(name) && !(cases && ends(name, ".json"))) return;
    if (ends(name, ".yml")) yaml = ru_arena_printf(s->a, "%.*s.yaml", (int)name.n - 4, name.p);
    if (ends(name, ".yml") && !yaml.p) s->f->failed = true;
    if (texts && s->pack.n && ends(name, ".yaml") && stem.n == 2) return; /* a pack serves policies of other languages too */
    if (texts && ends(name, ".yaml") && (s->languages ? listed(s->languages, stem) : ru_str_is(stem, "en"))) return;
    if (cases ? ends(name, ".yaml") : !texts && ends(name, ".lua")) return;
    tell(s, inside, name, false, yaml, texts && ends(name, ".yaml") ? "policy.yaml does not name this language under languages" : "");
}

static void look(strays *s, const char *inside) {
    char path[PATH_ROOM];
    int n = snprintf(path, sizeof path, "%s/%s", s->folder, inside);
    DIR *d = n > 0 && n < PATH_ROOM ? opendir(path) : NULL;
    for (struct dirent *e; d && (e = readdir(d));) {
        char full[PATH_ROOM];
        int m = snprintf(full, sizeof full, "%s/%s", path, e->d_name);
        if (e->d_name[0] == '.' || m < 0 || m >= PATH_ROOM) continue; /* hidden: no part of a policy anywhere */
        if (*inside) look_inside(s, inside, ru_str_of(e->d_name), is_folder(full));
        else look_at_top(s, ru_str_of(e->d_name), is_folder(full));
    }
    if (d) closedir(d);
}

static void look_all(strays *s) {
    look(s, "");
    for (size_t i = 0; i < RU_COUNT(folders); i++) look(s, folders[i].p);
}

/* policy.yaml is read alone, because a policy with a stray file often does not load. */
void ru_check_strays(const char *folder, ru_findings *f, ru_arena *scratch) {
    ru_node *head = NULL;
    ru_str bytes = ru_mend_read(scratch, folder, RU_STR("policy.yaml"), &f->failed);
    strays s = {.f = f, .a = f->arena, .folder = folder};
    ruth_status st = bytes.p ? ru_yaml_read(scratch, RU_STR("policy.yaml"), bytes, &head, NULL) : RUTH_E_IO;
    f->failed |= st == RUTH_E_NOMEM;
    if (!st) {
        s.languages = ru_node_get(head, "languages");
        s.plugins = ru_node_get(head, "plugins");
    }
    look_all(&s);
    const ru_node *uses = ru_node_get(head, "uses");
    s.plugins = NULL;
    for (size_t i = 0; uses && uses->kind == RU_NODE_LIST && i < uses->count; i++) {
        s.pack = uses->items[i]->text;
        ru_str path = ru_arena_printf(scratch, "%s/../%.*s", folder, (int)s.pack.n, s.pack.p);
        if (!path.p) f->failed = true;
        if (!path.p || uses->items[i]->kind != RU_NODE_TEXT) continue;
        s.folder = path.p;
        look_all(&s);
    }
    ru_arena_reset(scratch);
}
