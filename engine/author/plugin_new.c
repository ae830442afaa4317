/* plugin_new.c: a folder to start a plugin from: the templates that travel inside the library, with the plugin's name put in. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/author/author.h"
#include "engine/plugin/plugin.h"
#include "engine/script/embedded.h"

enum { PATH_ROOM = 4096 };
static const char *const kinds[] = {"enrich", "offer", "render", "inspect", "observe"};

typedef struct making {
    const char *folder, *kind;
    ru_str id;
    char name[80]; /* the id as a name in C and of a fact: _ for - */
    ru_buf text;
    ruth_error *e;
} making;

/* The path of a template below its kind; NULL: it is of another kind. Those under all/ belong to every kind. */
static const char *inside(const making *m, const struct ru_embedded *f) {
    static const char root[] = "plugins/template/";
    size_t n = strlen(m->kind);
    if (strncmp(f->name, root, sizeof root - 1) != 0) return NULL;
    const char *below = f->name + sizeof root - 1;
    if (!strncmp(below, "all/", 4)) return below + 4;
    return !strncmp(below, m->kind, n) && below[n] == '/' ? below + n + 1 : NULL;
}

/* False: too long. */
static bool path_of(const making *m, const char *inner, char out[PATH_ROOM]) {
    ru_str parts[] = {ru_str_of(m->folder), RU_STR("/"), ru_str_of(inner), {NULL, 0}};
    size_t n = 0;
    if (!strcmp(inner, "plugin.c")) {
        parts[2] = m->id;
        parts[3] = RU_STR(".c");
    }
    for (size_t i = 0; i < RU_COUNT(parts); i++) {
        if (n + parts[i].n >= PATH_ROOM) return false;
        if (parts[i].n) memcpy(out + n, parts[i].p, parts[i].n);
        n += parts[i].n;
    }
    out[n] = 0;
    return true;
}

static bool fill_in(making *m, ru_str text) {
    static const char id[] = "@ID@", name[] = "@NAME@";
    ru_buf_clear(&m->text);
    for (size_t i = 0; i < text.n;) {
        bool is_id = text.n - i >= sizeof id - 1 && !memcmp(text.p + i, id, sizeof id - 1),
             is_name = text.n - i >= sizeof name - 1 && !memcmp(text.p + i, name, sizeof name - 1);
        if (is_id) ru_buf_str(&m->text, m->id);
        else if (is_name) ru_buf_str(&m->text, ru_str_of(m->name));
        else ru_buf_char(&m->text, text.p[i]);
        i += is_id ? sizeof id - 1 : is_name ? sizeof name - 1 : 1;
    }
    return !m->text.failed;
}

/* Folders between the plugin's and the file. */
static bool make_parents(const making *m, char *path) {
    for (char *p = path + strlen(m->folder) + 1; (p = strchr(p, '/')); p++) {
        *p = 0;
        bool there = mkdir(path, 0755) == 0 || errno == EEXIST;
        *p = '/';
        if (!there) return false;
    }
    return true;
}

static bool write_bytes(const char *path, const char *bytes, size_t size) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) return false;
    bool well = true;
    for (size_t n = 0; well && n < size;) {
        ssize_t put = write(fd, bytes + n, size - n);
        if (put > 0) n += (size_t)put;
        else well = put < 0 && errno == EINTR;
    }
    return close(fd) == 0 && well;
}

static ruth_status write_all(making *m) {
    char path[PATH_ROOM];
    for (size_t i = 0; i < ru_embedded_count; i++) {
        const struct ru_embedded *f = &ru_embedded_files[i];
        const char *inner = inside(m, f);
        if (!inner) continue;
        if (!path_of(m, inner, path)) return ru_fail(m->e, RUTH_E_ARGUMENT, "the name of the folder is too long");
        if (!fill_in(m, (ru_str){(const char *)f->bytes, f->size})) return ru_fail_nomem(m->e);
        if (!make_parents(m, path) || !write_bytes(path, m->text.p ? m->text.p : "", m->text.n))
            return ru_fail(m->e, RUTH_E_IO, "%s could not be written: %s", path, strerror(errno));
    }
    return RUTH_OK;
}

/* The folder was ours alone: everything in it goes, files first, then folders from the inside. */
static void take_back(const making *m) {
    char path[PATH_ROOM];
    for (size_t i = 0; i < ru_embedded_count; i++) {
        const char *inner = inside(m, &ru_embedded_files[i]);
        if (inner && path_of(m, inner, path)) unlink(path);
    }
    for (size_t i = 0; i < ru_embedded_count; i++) {
        const char *inner = inside(m, &ru_embedded_files[i]);
        if (!inner || !path_of(m, inner, path)) continue;
        for (char *slash; (slash = strrchr(path, '/')) && (size_t)(slash - path) > strlen(m->folder);) {
            *slash = 0;
            if (rmdir(path) != 0) break;
        }
    }
    rmdir(m->folder);
}

static ruth_status look_at_names(making *m, const char *folder, const char *kind) {
    const char *slash = strrchr(folder, '/');
    bool known = false;
    m->id = ru_str_of(slash ? slash + 1 : folder);
    for (size_t i = 0; i < RU_COUNT(kinds); i++) known |= !strcmp(kinds[i], kind);
    if (!known) return ru_fail(m->e, RUTH_E_ARGUMENT, "there is no kind of plugin called %s; the kinds are enrich, offer, render, inspect, observe", kind);
    if (!ru_plugin_name_fits(m->id))
        return ru_fail(m->e, RUTH_E_ARGUMENT, "\"%.*s\" is not the name of a plugin: small letters, digits, _ and -, a letter first, at most 64",
                       m->id.n > 80 ? 80 : (int)m->id.n, m->id.p);
    for (size_t i = 0; i < m->id.n; i++) m->name[i] = (char)(m->id.p[i] == '-' ? '_' : m->id.p[i]);
    return RUTH_OK;
}

ruth_status ruth_new_plugin(const char *folder, const char *kind, ruth_error *error) {
    ruth_allocator alloc = ru_allocator_default();
    making m = {.folder = folder, .kind = kind, .e = error};
    ru_error_clear(error);
    ruth_status st = look_at_names(&m, folder, kind);
    if (st) return st;
    if (mkdir(folder, 0755) != 0) {
        if (errno == EEXIST) return ru_fail(error, RUTH_E_ARGUMENT, "%s is there already; nothing was changed", folder);
        return ru_fail(error, RUTH_E_IO, "%s could not be made: %s", folder, strerror(errno));
    }
    ru_buf_init(&m.text, &alloc);
    st = write_all(&m);
    if (st) take_back(&m);
    ru_buf_free(&m.text);
    return st;
}
