/* new_policy.c: a folder to start from: the starter policy that travels in the library, under a new name. All of it, or nothing. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/author/author.h"
#include "engine/script/embedded.h"

enum { PATH_ROOM = 4096 };
static const char starter[] = "policies/starter/";

/* The last part of the path is the policy's name. */
static bool good_name(ru_str name) {
    bool good = name.n >= 1 && name.n <= 64;
    for (size_t i = 0; good && i < name.n; i++) {
        char c = name.p[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (i > 0 && (c == '_' || c == '-'));
    }
    return good;
}

static bool join(char out[PATH_ROOM], const char *folder, const char *name) {
    size_t n = strlen(folder), k = strlen(name);
    if (n + k + 2 > PATH_ROOM) return false;
    memcpy(out, folder, n);
    out[n] = '/';
    memcpy(out + n + 1, name, k + 1);
    return true;
}

static bool put_all(int fd, const void *bytes, size_t size) {
    const char *p = bytes;
    while (size) {
        ssize_t n = write(fd, p, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        p += n;
        size -= (size_t)n;
    }
    return true;
}

/* policy.yaml says its own name; the line `policy: starter` becomes the new one. */
static bool put_head(int fd, ru_str bytes, ru_str name) {
    static const char line[] = "\npolicy: starter\n";
    const char *at = strstr(bytes.p, line); /* embedded files end with a NUL */
    if (!at) return false;
    size_t before = (size_t)(at - bytes.p), after = before + sizeof line - 1;
    return put_all(fd, bytes.p, before) && put_all(fd, "\npolicy: ", 9) && put_all(fd, name.p, name.n) && put_all(fd, "\n", 1) &&
           put_all(fd, bytes.p + after, bytes.n - after);
}

static bool write_file(const char *path, const char *file, ru_str bytes, ru_str name) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
    if (fd < 0) return false;
    bool ok = strcmp(file, "policy.yaml") == 0 ? put_head(fd, bytes, name) : put_all(fd, bytes.p, bytes.n);
    return close(fd) == 0 && ok;
}

/* The folder of a file such as messages/en.yaml, one deep. */
static bool make_folder(const char *folder, const char *file) {
    char path[PATH_ROOM];
    const char *slash = strchr(file, '/');
    if (!slash) return true;
    if (!join(path, folder, file)) return false;
    path[strlen(folder) + 1 + (size_t)(slash - file)] = 0;
    return mkdir(path, 0755) == 0 || errno == EEXIST;
}

static bool fill(const char *folder, ru_str name) {
    for (size_t i = 0; i < ru_embedded_count; i++) {
        const struct ru_embedded *f = &ru_embedded_files[i];
        char path[PATH_ROOM];
        if (strncmp(f->name, starter, sizeof starter - 1) != 0) continue;
        const char *file = f->name + sizeof starter - 1;
        if (!make_folder(folder, file) || !join(path, folder, file) || !write_file(path, file, (ru_str){(const char *)f->bytes, f->size}, name)) return false;
    }
    return true;
}

static void remove_all(const char *folder) {
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[PATH_ROOM];
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") || !join(path, folder, e->d_name)) continue;
        if (unlink(path) != 0) remove_all(path);
    }
    if (d) closedir(d);
    rmdir(folder);
}

ruth_status ruth_new_policy(const char *folder, ruth_error *error) {
    char made[PATH_ROOM];
    struct stat st;
    size_t n = strlen(folder);
    ru_error_clear(error);
    while (n > 1 && folder[n - 1] == '/') n--;
    size_t from = n;
    while (from > 0 && folder[from - 1] != '/') from--;
    ru_str name = {folder + from, n - from};
    if (!good_name(name))
        return ru_fail(error, RUTH_E_ARGUMENT, "%.*s is no name for a policy; expected small letters, digits, _ and -, at most 64, as in members-2027",
                       (int)name.n, name.p);
    if (n + 16 > PATH_ROOM) return ru_fail(error, RUTH_E_ARGUMENT, "the path is too long");
    memcpy(made, folder, n);
    made[n] = 0;
    if (lstat(made, &st) == 0) return ru_fail(error, RUTH_E_ARGUMENT, "%s is there already; a new policy needs a name of its own", made);
    memcpy(made + n, ".new-XXXXXX", 12); /* beside it, then renamed: what is seen is whole */
    if (!mkdtemp(made))
        return ru_fail(error, RUTH_E_IO, "%.*s: the folder cannot be made here (%s)", (int)n, folder,
                       errno == ENOENT                     ? "the folder around it is not there"
                       : errno == EACCES || errno == EROFS ? "it may not be written to"
                                                           : "the system refuses");
    char whole[PATH_ROOM];
    memcpy(whole, folder, n);
    whole[n] = 0;
    if (chmod(made, 0755) == 0 && fill(made, name) && rename(made, whole) == 0) return RUTH_OK;
    remove_all(made);
    return ru_fail(error, RUTH_E_IO, "%s: not all of it could be written; nothing was left behind", whole);
}
