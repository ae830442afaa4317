/* load.c: a plugin's file → its one symbol: by name from one folder, only what nobody else can change, and exactly the bytes that were hashed. */
#define _GNU_SOURCE /* memfd_create and its seals */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/plugin/plugin.h"

enum { FILE_LIMIT = 64 << 20 };

ruth_status ru_plugin_store_open(ru_plugin_store *s, const ruth_allocator *alloc, const char *folder, ruth_error *e) {
    *s = (ru_plugin_store){.alloc = *alloc};
    if (pthread_mutex_init(&s->lock, NULL) != 0) return ru_fail_nomem(e);
    if (!folder) return RUTH_OK;
    s->folder_size = strlen(folder) + 1;
    s->folder = ru_alloc(alloc, s->folder_size);
    if (!s->folder) {
        pthread_mutex_destroy(&s->lock);
        return ru_fail_nomem(e);
    }
    memcpy(s->folder, folder, s->folder_size);
    return RUTH_OK;
}

void ru_plugin_store_close(ru_plugin_store *s) {
    ru_free(&s->alloc, s->folder, s->folder_size);
    ru_free(&s->alloc, s->items, s->capacity * sizeof *s->items);
    pthread_mutex_destroy(&s->lock);
}

static ruth_status keep(ru_plugin_store *s, const ru_plugin_found *found, ruth_error *e) {
    if (s->count == s->capacity) {
        size_t more = s->capacity ? 2 * s->capacity : 8;
        ru_plugin_found *bigger = ru_resize(&s->alloc, s->items, s->capacity * sizeof *bigger, more * sizeof *bigger);
        if (!bigger) return ru_fail_nomem(e);
        s->items = bigger;
        s->capacity = more;
    }
    s->items[s->count++] = *found;
    return RUTH_OK;
}

/* ---- the file ---- */
static ruth_status refuse(ruth_error *e, ru_str id, const char *why) {
    return ru_fail(e, RUTH_E_POLICY, "plugin %.*s cannot be loaded: %s", (int)id.n, id.p, why);
}

/* Whoever can write the file, or put another in its place, decides what runs: root and we ourselves, nobody else. */
static const char *untrusted(const struct stat *about, bool folder) {
    if (about->st_uid != 0 && about->st_uid != geteuid()) return folder ? "its folder belongs to another user" : "its file belongs to another user";
    if (about->st_mode & (S_IWGRP | S_IWOTH))
        return folder ? "its folder can be written by the group or by others" : "its file can be written by the group or by others";
    return NULL;
}

static const char *open_file(const ru_plugin_store *s, ru_str id, int *fd, size_t *size) {
    struct stat about;
    char name[80];
    const char *why = NULL;
    int folder = open(s->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *fd = -1;
    if (folder < 0) return "the folder of plugins cannot be opened";
    if (fstat(folder, &about) != 0) why = "the folder of plugins cannot be looked at";
    if (!why) why = untrusted(&about, true);
    if (!why) {
        memcpy(name, id.p, id.n);
        memcpy(name + id.n, ".so", 4);
        *fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (*fd < 0)
            why = errno == ELOOP    ? "its file is a symbolic link"
                  : errno == ENOENT ? "the folder of plugins has no file of that name"
                                    : "its file cannot be opened";
    }
    close(folder);
    if (why) return why;
    if (fstat(*fd, &about) != 0) return "its file cannot be looked at";
    if (!S_ISREG(about.st_mode)) return "it is not a regular file";
    if ((why = untrusted(&about, false))) return why;
    if (about.st_size <= 0 || about.st_size > FILE_LIMIT) return about.st_size <= 0 ? "its file is empty" : "its file is larger than 64 MiB";
    *size = (size_t)about.st_size;
    return NULL;
}

static const char *read_bytes(int fd, char *bytes, size_t size) {
    for (size_t n = 0; n < size;) {
        ssize_t got = read(fd, bytes + n, size - n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got < 0 ? "its file cannot be read" : "its file changed while it was read";
        n += (size_t)got;
    }
    return NULL;
}

/* ---- the same bytes, sealed, to the loader ---- */
static const char *seal_bytes(const char *bytes, size_t size, int *out) {
    int fd = *out = memfd_create("ruth-plugin", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return "the system gives no sealed memory";
    for (size_t n = 0; n < size;) {
        ssize_t put = write(fd, bytes + n, size - n);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return "the system gives no sealed memory";
        n += (size_t)put;
    }
    return fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0 ? "the system gives no sealed memory" : NULL;
}

/* /proc/self/fd/N, written in a way of its own for every content: the system's loader takes a path it has seen for the object it has, and numbers of
 * descriptors come again. `//` and `/./` are the bits of the digest. */
static void spell_path(int fd, const unsigned char *digest, char *out) {
    static const char start[] = "/proc/self/fd";
    char digits[12];
    size_t n = sizeof start - 1, d = 0;
    memcpy(out, start, n);
    for (int bit = 0; bit < 8 * RU_DIGEST_SIZE; bit++) {
        out[n++] = '/';
        if (digest[bit / 8] >> (bit % 8) & 1) out[n++] = '.';
        else out[n++] = '/';
    }
    out[n++] = '/';
    for (; fd; fd /= 10) digits[d++] = (char)('0' + fd % 10);
    if (!d) digits[d++] = '0';
    while (d) out[n++] = digits[--d];
    out[n] = 0;
}

static const char *open_object(const char *bytes, size_t size, const unsigned char *digest, const ruth_plugin **out) {
    char path[16 + 2 * 8 * RU_DIGEST_SIZE + 16];
    int fd;
    const char *why = seal_bytes(bytes, size, &fd);
    if (!why) {
        spell_path(fd, digest, path);
        void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL); /* never closed: threads and callbacks of it may outlive any policy */
        *out = object ? dlsym(object, "ruth_plugin_entry") : NULL;
        why = !object ? "its file is not a shared object that can be loaded here (or something it needs is missing)"
              : !*out ? "its file shows no symbol ruth_plugin_entry"
                      : NULL;
    }
    if (fd >= 0) close(fd);
    return why;
}

/* ---- by name ---- */
static ruth_status load_bytes(ru_plugin_store *s, ru_str id, const unsigned char *pin, const char *bytes, size_t size, ru_plugin_found *out, ruth_error *e) {
    *out = (ru_plugin_found){.linked = false};
    ru_sha256_once(bytes, size, out->digest);
    if (pin && memcmp(pin, out->digest, RU_DIGEST_SIZE) != 0) {
        char hex[2 * RU_DIGEST_SIZE];
        ru_hex(out->digest, RU_DIGEST_SIZE, hex);
        return ru_fail(e, RUTH_E_POLICY, "plugin %.*s is not the one that the policy pins: its file has sha256:%.*s", (int)id.n, id.p, (int)sizeof hex, hex);
    }
    for (size_t i = 0; i < s->count; i++)
        if (!s->items[i].linked && !memcmp(s->items[i].digest, out->digest, RU_DIGEST_SIZE) && ru_str_is(id, s->items[i].entry->id)) {
            *out = s->items[i];
            return RUTH_OK;
        }
    const char *why = open_object(bytes, size, out->digest, &out->entry);
    if (why) return refuse(e, id, why);
    ruth_status st = ru_plugin_greet(out->entry, id, e);
    return st ? st : keep(s, out, e);
}

/* The file's bytes, the caller's to free: *size of them. */
static ruth_status take_bytes(ru_plugin_store *s, ru_str id, char **bytes, size_t *size, ruth_error *e) {
    int fd;
    const char *why = open_file(s, id, &fd, size);
    *bytes = why ? NULL : ru_alloc(&s->alloc, *size);
    if (!why && *bytes) why = read_bytes(fd, *bytes, *size);
    if (fd >= 0) close(fd);
    if (why) return refuse(e, id, why);
    return *bytes ? RUTH_OK : ru_fail_nomem(e);
}

static ruth_status load_file(ru_plugin_store *s, ru_str id, const unsigned char *pin, ru_plugin_found *out, ruth_error *e) {
    char *bytes = NULL;
    size_t size = 0;
    ruth_status st = take_bytes(s, id, &bytes, &size, e);
    if (!st) st = load_bytes(s, id, pin, bytes, size, out, e);
    ru_free(&s->alloc, bytes, size);
    return st;
}

/* The same door, and then nothing but reading. */
static ruth_status peek_bytes(ru_str id, ru_arena *a, const char *bytes, size_t size, ru_plugin_found *out, ruth_error *e) {
    *out = (ru_plugin_found){.linked = false};
    ru_sha256_once(bytes, size, out->digest);
    const char *why = ru_plugin_peek(a, bytes, size, &out->entry);
    if (why) return refuse(e, id, why);
    return out->entry ? ru_plugin_greet(out->entry, id, e) : ru_fail_nomem(e);
}

static const char no_folder[] = "the host names no folder of plugins";

static ruth_status find(ru_plugin_store *s, ru_str id, const unsigned char *pin, ru_plugin_found *out, ruth_error *e) {
    for (size_t i = 0; i < s->count; i++) {
        if (!s->items[i].linked || !ru_str_is(id, s->items[i].entry->id)) continue;
        if (pin) return refuse(e, id, "it is part of the host's program and has no file to compare with the policy's pin");
        *out = s->items[i];
        return RUTH_OK;
    }
    if (!s->folder) return refuse(e, id, no_folder);
    if (getuid() != geteuid() || getgid() != getegid()) return refuse(e, id, "this process runs with the rights of another user");
    return load_file(s, id, pin, out, e);
}

static ruth_status name_fits(ru_str id, ruth_error *e) {
    if (ru_plugin_name_fits(id)) return RUTH_OK;
    return ru_fail(e, RUTH_E_POLICY, "\"%.*s\" is not the name of a plugin: small letters, digits, _ and -, a letter first, at most 64",
                   id.n > 80 ? 80 : (int)id.n, id.p);
}

ruth_status ru_plugin_store_peek(ru_plugin_store *s, ru_str id, ru_arena *a, ru_plugin_found *out, ruth_error *e) {
    char *bytes = NULL;
    size_t size = 0;
    ruth_status st = name_fits(id, e);
    if (!st && !s->folder) st = refuse(e, id, no_folder);
    if (!st) st = take_bytes(s, id, &bytes, &size, e);
    if (!st) st = peek_bytes(id, a, bytes, size, out, e);
    ru_free(&s->alloc, bytes, size);
    return st;
}

ruth_status ru_plugin_store_find(ru_plugin_store *s, ru_str id, const unsigned char *pin, ru_plugin_found *out, ruth_error *e) {
    if (name_fits(id, e)) return RUTH_E_POLICY;
    pthread_mutex_lock(&s->lock);
    ruth_status st = find(s, id, pin, out, e);
    pthread_mutex_unlock(&s->lock);
    return st;
}

ruth_status ru_plugin_store_link(ru_plugin_store *s, const ruth_plugin *entry, ruth_error *e) {
    ru_plugin_found found = {.entry = entry, .linked = true};
    ruth_status st = ru_plugin_greet(entry, (ru_str){NULL, 0}, e);
    if (st) return st;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; !st && i < s->count; i++)
        if (s->items[i].linked && !strcmp(s->items[i].entry->id, entry->id)) st = ru_fail(e, RUTH_E_ARGUMENT, "plugin %s is already there", entry->id);
    if (!st) st = keep(s, &found, e);
    pthread_mutex_unlock(&s->lock);
    return st;
}
