/* verb_plugin.c: plugins for those who write and run them: list, info, check, new. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "engine/include/ruth_author.h"

static int usage(const char *why) {
    fprintf(
        stderr,
        "ruth plugin: %s\n  ruth plugin list\n  ruth plugin info FILE.so\n  ruth plugin check [-p POLICY] FILE.so\n  ruth plugin new enrich|offer|render|inspect|observe NAME\n",
        why);
    return EXIT_USAGE;
}

static int say(ruth_status st, const ruth_error *e) {
    cli_say_error(e);
    return st == RUTH_E_ARGUMENT ? EXIT_USAGE : st == RUTH_E_NOMEM || st == RUTH_E_INTERNAL ? EXIT_INTERNAL : EXIT_NOT_LOADED;
}

/* ---- info and list ---- */
static int info(const cli_options *o, ruth_engine *engine, const char *file) {
    ruth_plugin_probe *probe = NULL;
    ruth_text text = {NULL, 0};
    ruth_error e;
    ruth_status st = ruth_plugin_probe_open(engine, file, &probe, &e);
    if (!st) st = ruth_plugin_probe_info(probe, o->json ? RUTH_AS_JSON : RUTH_AS_TEXT, &text, &e);
    if (!st) fwrite(text.bytes, 1, text.length, stdout);
    ruth_plugin_probe_free(probe);
    return st ? say(st, &e) : EXIT_DONE;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The names of all *.so in the folder, sorted; −1: it cannot be read, or memory ran out. */
static int read_names(const char *folder, char ***out) {
    DIR *d = opendir(folder);
    char **names = NULL;
    int count = 0;
    if (!d) return -1;
    for (struct dirent *entry; count >= 0 && (entry = readdir(d));) {
        size_t n = strlen(entry->d_name);
        if (n < 4 || strcmp(entry->d_name + n - 3, ".so") != 0) continue;
        char **more = realloc(names, ((size_t)count + 1) * sizeof *names), *name = strdup(entry->d_name);
        if (more) names = more;
        if (more && name) names[count++] = name;
        else {
            free(name);
            while (count) free(names[--count]);
            count = -1;
        }
    }
    closedir(d);
    if (count > 1) qsort(names, (size_t)count, sizeof *names, by_name);
    *out = names;
    return count;
}

/* A broken plugin is listed with what is wrong; the others are not its concern. */
static int list(const cli_options *o, ruth_engine *engine) {
    char room[CLI_PATH], path[CLI_PATH + 300];
    const char *folder = cli_plugins(o, room);
    char **names = NULL;
    int count = folder ? read_names(folder, &names) : 0, code = EXIT_DONE;
    if (count < 0) {
        fprintf(stderr, "ruth: %s: %s\n", folder, strerror(errno));
        free(names);
        return EXIT_USAGE;
    }
    if (!o->quiet) fprintf(stderr, "ruth: plugins in %s\n", folder ? folder : "no folder: there is none beside this command, and --plugins names none");
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        int one = info(o, engine, path);
        if (one > code) code = one;
        free(names[i]);
    }
    free(names);
    return code;
}

/* ---- check ---- */
static int64_t nanoseconds(void *context) {
    struct timespec t;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { CAN_RUN_IN_VALGRIND = 0 };
#else
enum { CAN_RUN_IN_VALGRIND = 1 };
#endif

static bool in_path(const char *program) {
    char path[CLI_PATH];
    for (const char *p = getenv("PATH"); p && *p; p += *p == ':') {
        size_t n = strcspn(p, ":");
        if (n && n + strlen(program) + 2 < sizeof path) {
            snprintf(path, sizeof path, "%.*s/%s", (int)n, p, program);
            if (access(path, X_OK) == 0) return true;
        }
        p += n;
    }
    return false;
}

/* The same check once more, shorter, in a process that sees every byte. 1: well; 0: something was found (valgrind said it); −1: it could not be run. */
static int run_in_valgrind(const cli_options *o, const char *file) {
    char self[CLI_PATH], calls[] = "--calls=40";
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    const char *args[16] = {
        "valgrind", "-q", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect", "--error-exitcode=99", self, "plugin", "check", "--quiet",
        calls,      file};
    int count = 11, how = 0;
    if (n <= 0) return -1;
    self[n] = 0;
    if (o->policy) {
        args[count++] = "--policy";
        args[count++] = o->policy;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout) || setenv("RUTH_IN_VALGRIND", "1", 1) != 0) _exit(98);
        execvp("valgrind", (char *const *)(uintptr_t)args);
        _exit(98);
    }
    if (child < 0 || waitpid(child, &how, 0) != child || !WIFEXITED(how)) return child < 0 ? -1 : 0;
    return WEXITSTATUS(how) == 98 ? -1 : WEXITSTATUS(how) != 99;
}

static int check(const cli_options *o, ruth_engine *engine, const char *file) {
    ruth_plugin_check_options options = {.size = sizeof options, .policy = o->policy, .seed = o->seed, .calls = o->calls, .clock = nanoseconds};
    ruth_plugin_probe *probe = NULL;
    ruth_text text = {NULL, 0};
    size_t failing = 0;
    ruth_error e;
    ruth_status st = ruth_plugin_probe_open(engine, file, &probe, &e);
    if (!st) st = ruth_plugin_probe_check(probe, &options, &failing, &e);
    if (!st) st = ruth_plugin_probe_result(probe, o->json ? RUTH_AS_JSON : RUTH_AS_TEXT, &text, &e);
    if (!st) fwrite(text.bytes, 1, text.length, stdout);
    ruth_plugin_probe_free(probe);
    if (st) return say(st, &e);
    if (failing || getenv("RUTH_IN_VALGRIND")) return failing ? EXIT_FINDINGS : EXIT_DONE;
    if (!CAN_RUN_IN_VALGRIND || !in_path("valgrind")) {
        if (!o->quiet) fprintf(stderr, "ruth: %s: not looked at under valgrind, which is not here\n", file);
        return EXIT_DONE;
    }
    int well = run_in_valgrind(o, file);
    if (well < 0 && !o->quiet) fprintf(stderr, "ruth: %s: valgrind could not be started\n", file);
    if (!o->json && well > 0) puts("ok: nothing found under valgrind");
    if (!o->json && !well) puts("FAIL under valgrind; what it found stands on standard error");
    return well ? EXIT_DONE : EXIT_FINDINGS;
}

/* ---- new ---- */
static int start(const cli_options *o) {
    ruth_error e;
    if (o->file_count != 3) return usage("new takes a kind and a name");
    ruth_status st = ruth_new_plugin(o->files[2], o->files[1], &e);
    if (st) return say(st, &e);
    if (!o->quiet) printf("%s is there. Next: cd %s, then make test\n", o->files[2], o->files[2]);
    return EXIT_DONE;
}

int cli_plugin(const cli_options *o) {
    const char *what = o->file_count ? o->files[0] : "";
    bool listing = !strcmp(what, "list"), telling = !strcmp(what, "info"), checking = !strcmp(what, "check");
    if (!strcmp(what, "new")) return start(o);
    if (!listing && !telling && !checking) return usage(o->file_count ? "expected list, info, check or new" : "what about plugins?");
    if (o->file_count != (listing ? 1 : 2)) return usage(listing ? "list takes no file" : "expected one file");
    ruth_engine *engine = cli_engine(o);
    if (!engine) return EXIT_INTERNAL;
    int code = listing ? list(o, engine) : telling ? info(o, engine, o->files[1]) : check(o, engine, o->files[1]);
    ruth_engine_free(engine);
    return code;
}
