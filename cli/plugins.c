/* plugins.c: where this command finds plugins, and an engine that knows it. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

static bool is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* What --plugins says; else the folder beside the command (where it was built), else the one of its installation: PREFIX/bin/ruth, PREFIX/lib/ruth/plugins. */
const char *cli_plugins(const cli_options *o, char room[CLI_PATH]) {
    static const char *const places[] = {"/plugins", "/../lib/ruth/plugins"};
    if (o->plugins) return o->plugins;
    ssize_t n = readlink("/proc/self/exe", room, CLI_PATH - 64);
    if (n <= 0) return NULL;
    room[n] = 0;
    char *slash = strrchr(room, '/');
    for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
        strcpy(slash, places[i]);
        if (is_folder(room)) return room;
    }
    return NULL;
}

ruth_engine *cli_engine(const cli_options *o) {
    char room[CLI_PATH];
    ruth_options options = {.size = sizeof options, .plugins = cli_plugins(o, room)};
    ruth_engine *engine = NULL;
    ruth_error e;
    if (ruth_engine_new(&options, &engine, &e) == RUTH_OK) return engine;
    cli_say_error(&e);
    return NULL;
}
