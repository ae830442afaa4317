# includes.awk: who may include what. Reads C sources by paths from the project root; prints file:line: message.

BEGIN {
    # An engine room may include the rooms below it and its own; rooms of one rank do not know each other.
    rank["base"] = 0; rank["data"] = 1; rank["facts"] = 2
    rank["script"] = rank["match"] = rank["charter"] = rank["audit"] = rank["plugin"] = 3
    rank["policy"] = 4; rank["decide"] = 5; rank["author"] = 6

    split("assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg " \
          "stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype " \
          "aio cpio dirent fcntl fmtmsg fnmatch ftw glob grp iconv langinfo libgen monetary mqueue netdb nl_types poll " \
          "pthread pwd regex sched search semaphore spawn strings stropts syslog tar termios ulimit unistd utime wordexp " \
          "arpa/inet net/if netinet/in netinet/tcp sys/ipc sys/mman sys/msg sys/resource sys/select sys/sem sys/shm " \
          "sys/socket sys/stat sys/statvfs sys/time sys/times sys/types sys/uio sys/un sys/utsname sys/wait", names, " ")
    for (i in names) standard[names[i] ".h"] = 1

    lua["lua.h"] = lua["lauxlib.h"] = lua["lualib.h"] = lua["luaconf.h"] = 1
}

FNR == 1 { parts = split(FILENAME, at, "/") }

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
    what = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", what)
    quoted = substr(what, 1, 1) == "\""
    what = substr(what, 2)
    sub(/[>"].*$/, "", what)
    complaint = quoted ? own(what) : foreign(what)
    if (complaint != "") print FILENAME ":" FNR ": " complaint
}

# An include of ours.
function own(what,   to, n) {
    n = split(what, to, "/")
    if (at[1] == "examples") return what ~ /^ruth(_[a-z]+)?\.h$/ ? "" : "an example includes the public headers only, not \"" what "\""
    if (at[1] == "engine" && at[2] == "include" && what ~ /^ruth(_[a-z]+)?\.h$/) return "" # installed headers stand side by side
    if (n < 2) return "write \"" what "\" from the project root, as in \"engine/base/base.h\""
    if (what ~ /(^|\/)\.\.?\//) return "write \"" what "\" from the project root, without . and .."
    if (at[1] == "engine") return engine(what, to, n)
    if (at[1] == "cli")
        return public(to, n) || to[1] == "cli" ? "" : "the command is built on engine/include only, not \"" what "\""
    if (at[1] == "plugins")
        return what == "engine/include/ruth_plugin.h" || (to[1] == "plugins" && (to[2] == at[2] || to[2] == "shared")) ? "" : \
               "a plugin is built on engine/include/ruth_plugin.h only, not \"" what "\""
    if (at[1] == "tests" && at[2] == "api")
        return public(to, n) || to[1] == "tests" ? "" : "tests/api sees what a host sees: engine/include only, not \"" what "\""
    return ""
}

function public(to, n) { return n == 3 && to[1] == "engine" && to[2] == "include" }

function engine(what, to, n) {
    if (to[1] != "engine") return "the engine includes nothing outside engine/, not \"" what "\""
    if (at[2] == "include") return public(to, n) ? "" : "a public header includes no private one: \"" what "\""
    if (!(at[2] in rank)) return "engine/" at[2] "/ is no room of the house (see tools/lint/includes.awk)"
    if (public(to, n))
        return at[2] != "base" || what == "engine/include/ruth.h" ? "" : "engine/base/ includes of the public headers ruth.h only"
    if (!(to[2] in rank)) return "\"" what "\" is in no room of the house"
    if (to[2] == at[2]) return ""
    if (rank[to[2]] > rank[at[2]]) return "climbs: " at[2] " lies below " to[2] " (\"" what "\")"
    if (rank[to[2]] == rank[at[2]]) return at[2] " and " to[2] " do not know each other (\"" what "\")"
    return ""
}

# An include in angle brackets: the standards everywhere, each library behind its fence.
function foreign(what) {
    if (what ~ /^unicode\//)
        return (at[1] == "plugins" && at[2] == "messages") || at[1] == "tests" ? "" : "<" what "> is for plugins/messages/ only"
    if (at[1] != "engine" && at[1] != "cli") return ""
    if (what in standard) return ""
    if (what in lua) return at[1] == "engine" && at[2] == "script" ? "" : "<" what "> is for engine/script/ only"
    if (what == "sqlite3.h" || what == "lz4.h") return at[1] == "engine" && at[2] == "audit" ? "" : "<" what "> is for engine/audit/ only"
    if (what == "yaml.h") return fenced(what, "data")
    if (what == "dlfcn.h") return fenced(what, "plugin")
    if (what == "elf.h") return fenced(what, "plugin")
    if (what ~ /^openssl\//)
        return FILENAME == "engine/base/digest.c" || (at[1] == "engine" && at[2] == "audit") ? "" : \
               "<" what "> is for engine/base/digest.c and engine/audit/ only"
    return "<" what "> is no header of C11 or POSIX; a library lives behind one fence (see CONTRIBUTING.md)"
}

# One file of one room.
function fenced(what, room) {
    if (at[1] != "engine" || at[2] != room) return "<" what "> is for one file of engine/" room "/ only"
    if (!(what in holder)) holder[what] = FILENAME
    return holder[what] == FILENAME ? "" : "<" what "> is for one file of engine/" room "/; " holder[what] " has it already"
}
