/* test_abi.c: plugins as files: the first one keeps loading; what is not to be trusted, or does not fit, is refused with one clear line. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "engine/base/base.h"
#include "tests/support/meter.h"
#include "tests/support/support.h"

#define FACTS                                                                                                                                                                                                   \
    "facts.yaml",                                                                                                                                                                                               \
        "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\ndays_late: { type: integer, range: [0, 4000], source: host }\n" \
        "score: { type: integer, range: [-9000, 1000], source: plugin }\nband: { type: enum, values: [calm, tight], source: plugin }\n"
#define SEGMENTS "segments.lua", "segment \"calm\" { when = { band = \"calm\", score = at_least(900) } }\nsegment \"rest\" { when = otherwise }\n"

typedef struct stage {
    char folder[256], built[512];
    support_world w;
} stage; /* a folder of plugins of our own; where the test's objects were built */

static int set_up(void **state) {
    static stage s;
    memset(&s, 0, sizeof s);
    snprintf(s.folder, sizeof s.folder, "/tmp/ruth-plugins-XXXXXX");
    if (!mkdtemp(s.folder)) return 1;
    ssize_t n = readlink("/proc/self/exe", s.built, sizeof s.built - 1);
    if (n <= 0) return 1;
    s.built[n] = 0;
    *strrchr(s.built, '/') = 0;
    *state = &s;
    return 0;
}

static int tear_down(void **state) {
    stage *s = *state;
    chmod(s->folder, 0700);
    support_remove(s->folder);
    return 0;
}

static void path_of(char *out, size_t room, const char *folder, const char *name) { snprintf(out, room, "%s/%s.so", folder, name); }

static size_t read_object(const stage *s, const char *name, char **bytes) {
    char path[800];
    path_of(path, sizeof path, s->built, name);
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("%s was not built", path);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    long size = ftell(f);
    rewind(f);
    *bytes = malloc((size_t)size);
    assert_non_null(*bytes);
    assert_int_equal(fread(*bytes, 1, (size_t)size, f), (size_t)size);
    fclose(f);
    return (size_t)size;
}

static void put_file(const stage *s, const char *name, const char *bytes, size_t size) {
    char path[800];
    path_of(path, sizeof path, s->folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

static void install_as(const stage *s, const char *object, const char *name) {
    char *bytes;
    size_t size = read_object(s, object, &bytes);
    put_file(s, name, bytes, size);
    free(bytes);
}
static void install(const stage *s, const char *name) { install_as(s, name, name); }

/* Loads a policy whose list of plugins is `list`. The session is open when that went well. */
static ruth_status load(stage *s, const char *list) {
    char head[400];
    snprintf(head, sizeof head, "policy: t\nversion: 1.0.0\nplugins: [%s]\n", list);
    const support_file files[] = {{FACTS}, {SEGMENTS}, {"policy.yaml", head}, {NULL, NULL}};
    ruth_options o = {.size = sizeof o, .plugins = s->folder};
    memset(&s->w, 0, sizeof s->w);
    snprintf(s->w.folder, sizeof s->w.folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(&o, &s->w.engine, &s->w.error), RUTH_OK);
    ruth_status st = ruth_policy_load(s->w.engine, s->w.folder, &s->w.policy, &s->w.error);
    return st ? st : ruth_session_new(s->w.policy, &s->w.session, &s->w.error);
}

static void loads(stage *s, const char *list) {
    if (load(s, list)) fail_msg("%s:%d: %s", s->w.error.file, s->w.error.line, s->w.error.message);
}

/* One line, at the list in policy.yaml, that says what is wrong. */
static void refused(stage *s, const char *list, const char *why) {
    assert_int_equal(load(s, list), RUTH_E_POLICY);
    assert_null(s->w.policy);
    assert_has(s->w.error.message, why);
    assert_null(strchr(s->w.error.message, '\n'));
    assert_string_equal(s->w.error.file, "policy.yaml");
    assert_int_equal(s->w.error.line, 3);
    support_close(&s->w);
}

static const char *person(stage *s, const char *late) {
    char line[300];
    snprintf(
        line, sizeof line,
        "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":10000,\"days_late\":%s}}",
        late);
    return support_decide(&s->w, line);
}

/* ---- what loads ---- */
static void the_first_plugin_keeps_loading(void **state) {
    stage *s = *state;
    install(s, "first");
    loads(s, "first");
    assert_has(person(s, "3"), "\"segment\":{\"is\":\"calm\"");
    assert_has(person(s, "300"), "\"segment\":{\"is\":\"rest\",\"possible\":[\"rest\"]");
    const char *d = person(s, "null");
    assert_has(d, "\"possible\":[\"calm\",\"rest\"]");
    assert_has(d, "\"unknown\":[\"band\",\"days_late\",\"score\"]");
    assert_has(d, "\"failures\":[]");
    support_close(&s->w);
}

/* A file from the time of 1.0: its entry ends where 1.0 ended, its abilities have to be asked for. */
static void a_file_built_for_1_0_loads(void **state) {
    stage *s = *state;
    install(s, "oldest");
    loads(s, "oldest");
    assert_has(person(s, "3"), "\"segment\":{\"is\":\"calm\"");
    support_close(&s->w);
}

static void abilities_stated_as_data_load(void **state) {
    stage *s = *state;
    install(s, "tabled");
    loads(s, "tabled");
    const char *d = person(s, "3");
    assert_has(d, "\"failures\":[{");
    assert_has(d, "tabled");
    support_close(&s->w);
}

static void a_longer_entry_of_a_known_minor_loads(void **state) {
    stage *s = *state;
    install(s, "larger");
    loads(s, "larger");
    assert_has(person(s, "3"), "\"possible\":[\"calm\",\"rest\"]");
    support_close(&s->w);
}

static void pin_of(stage *s, const char *name, char *out, size_t room, char flip) {
    char *bytes, hex[2 * RU_DIGEST_SIZE];
    unsigned char digest[RU_DIGEST_SIZE];
    size_t size = read_object(s, name, &bytes);
    ru_sha256_once(bytes, size, digest);
    free(bytes);
    ru_hex(digest, sizeof digest, hex);
    if (flip) hex[63] = hex[63] == flip ? '0' : flip;
    snprintf(out, room, "\"%s@sha256:%.*s\"", name, (int)sizeof hex, hex);
}

static void a_pinned_file_loads(void **state) {
    stage *s = *state;
    char list[200];
    install(s, "first");
    pin_of(s, "first", list, sizeof list, 0);
    loads(s, list);
    assert_has(person(s, "3"), "\"segment\":{\"is\":\"calm\"");
    support_close(&s->w);
}

/* Two plugins, two engines, files that change in between: each gets its own code, whatever descriptor carried it. */
static void every_content_is_its_own_code(void **state) {
    stage *s = *state;
    stage other = *s;
    install(s, "first");
    install(s, "larger");
    loads(s, "larger, first");
    assert_has(person(s, "3"), "\"segment\":{\"is\":\"calm\"");
    install_as(s, "larger", "first"); /* replaced on disk while in use */
    refused(&other, "first", "plugin first calls itself larger");
    assert_has(person(s, "3"), "\"segment\":{\"is\":\"calm\"");
    install(s, "first");
    loads(&other, "first");
    assert_has(person(&other, "3"), "\"segment\":{\"is\":\"calm\"");
    support_close(&other.w);
    support_close(&s->w);
}

static void the_engine_digest_names_the_file(void **state) {
    stage *s = *state;
    char before[65], *bytes;
    install(s, "first");
    loads(s, "first");
    snprintf(before, sizeof before, "%s", ruth_policy_engine(s->w.policy));
    support_close(&s->w);
    size_t size = read_object(s, "first", &bytes);
    bytes = realloc(bytes, size + 1); /* one byte behind the end changes nothing but the bytes */
    assert_non_null(bytes);
    bytes[size] = 0;
    put_file(s, "first", bytes, size + 1);
    free(bytes);
    loads(s, "first");
    assert_string_not_equal(before, ruth_policy_engine(s->w.policy));
    support_close(&s->w);
    loads(s, "");
    assert_string_not_equal(before, ruth_policy_engine(s->w.policy));
    support_close(&s->w);
}

/* ---- memory ---- */
static void every_allocation_of_a_load_may_fail(void **state) {
    stage *s = *state;
    const support_file files[] = {{FACTS}, {SEGMENTS}, {"policy.yaml", "policy: t\nversion: 1.0.0\nplugins: [first, larger]\n"}, {NULL, NULL}};
    install(s, "first");
    install(s, "larger");
    const char *folder = support_folder(files);
    long failed = 0;
    ruth_status st = RUTH_E_NOMEM;
    for (long n = 1; st != RUTH_OK; n++) {
        meter m = {.fail_at = n};
        ruth_options o = {.size = sizeof o, .allocator = {metered, &m}, .plugins = s->folder};
        ruth_engine *e = NULL;
        ruth_policy *p = NULL;
        ruth_session *session = NULL;
        st = ruth_engine_new(&o, &e, NULL);
        if (!st) st = ruth_policy_load(e, folder, &p, NULL);
        if (!st) st = ruth_session_new(p, &session, NULL);
        ruth_session_free(session);
        ruth_policy_release(p);
        ruth_engine_free(e);
        assert_int_equal(m.live, 0);
        assert_true(st == RUTH_OK || st == RUTH_E_NOMEM);
        failed += st != RUTH_OK;
    }
    assert_true(failed > 30);
    support_remove(folder);
}

/* ---- what does not fit ---- */
static void an_alien_major(void **state) {
    install(*state, "alien_major");
    refused(*state, "alien_major", "plugin alien_major speaks ABI 2.0, this ruth 1.1");
}
static void a_newer_minor(void **state) {
    install(*state, "newer_minor");
    refused(*state, "newer_minor", "plugin newer_minor speaks ABI 1.2, this ruth 1.1");
}
static void a_truncated_struct(void **state) {
    install(*state, "truncated");
    refused(*state, "truncated", "plugin truncated: its entry is cut short (24 bytes");
}
static void a_list_of_abilities_with_a_hole(void **state) {
    stage *s = *state;
    install(s, "holed");
    refused(s, "holed", "plugin holed cannot be used: its list of abilities has an entry without a name or a struct");
}

static void a_missing_symbol(void **state) {
    install(*state, "no_symbol");
    refused(*state, "no_symbol", "plugin no_symbol cannot be loaded: its file shows no symbol ruth_plugin_entry");
}
static void a_wrong_magic(void **state) {
    install(*state, "wrong_magic");
    refused(*state, "wrong_magic", "plugin wrong_magic is not one");
}
static void a_wrong_layout(void **state) {
    install(*state, "wrong_layout");
    refused(*state, "wrong_layout", "plugin wrong_layout was built with types of another size");
}
static void an_id_that_is_not_the_file(void **state) {
    install(*state, "other_name");
    refused(*state, "other_name", "plugin other_name calls itself somebody_else");
}
static void an_undeclared_fact(void **state) {
    install(*state, "undeclared");
    refused(*state, "undeclared", "plugin undeclared reads shoe_size, which is not a fact of this policy");
}

static void what_is_no_shared_object(void **state) {
    put_file(*state, "text", "not a shared object\n", 20);
    refused(*state, "text", "plugin text cannot be loaded: its file is not a shared object");
}

static void a_pin_that_does_not_match(void **state) {
    char list[200];
    install(*state, "first");
    pin_of(*state, "first", list, sizeof list, 'f');
    refused(*state, list, "plugin first is not the one that the policy pins: its file has sha256:");
}

static void a_pin_that_is_none(void **state) {
    install(*state, "first");
    refused(*state, "\"first@sha256:abc\"", "a pinned plugin is written NAME@sha256:");
    refused(*state, "\"first@md5:abc\"", "a pinned plugin is written NAME@sha256:");
}

/* ---- what is not to be trusted ---- */
static void mode_of(const stage *s, const char *name, mode_t mode) {
    char path[800];
    path_of(path, sizeof path, s->folder, name);
    assert_int_equal(chmod(path, mode), 0);
}

static void a_world_writable_file(void **state) {
    install(*state, "first");
    mode_of(*state, "first", 0602);
    refused(*state, "first", "plugin first cannot be loaded: its file can be written by the group or by others");
}

static void a_group_writable_file(void **state) {
    install(*state, "first");
    mode_of(*state, "first", 0660);
    refused(*state, "first", "plugin first cannot be loaded: its file can be written by the group or by others");
}

static void a_group_writable_folder(void **state) {
    stage *s = *state;
    install(s, "first");
    assert_int_equal(chmod(s->folder, 0770), 0);
    refused(s, "first", "plugin first cannot be loaded: its folder can be written by the group or by others");
}

static void somebody_elses_folder(void **state) {
    stage *s = *state;
    install(s, "first");
    if (geteuid() != 0) skip(); /* only root can give a folder away */
    assert_int_equal(chown(s->folder, 12345, 0), 0);
    refused(s, "first", "plugin first cannot be loaded: its folder belongs to another user");
}

static void an_empty_file(void **state) {
    put_file(*state, "first", "", 0);
    refused(*state, "first", "plugin first cannot be loaded: its file is empty");
}

static void a_file_without_an_end(void **state) {
    stage *s = *state;
    char path[800];
    install(s, "first");
    path_of(path, sizeof path, s->folder, "first");
    assert_int_equal(truncate(path, (64 << 20) + 1), 0); /* nothing stands in it */
    refused(s, "first", "plugin first cannot be loaded: its file is larger than 64 MiB");
}

static void a_socket_in_its_place(void **state) {
    stage *s = *state;
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    snprintf(at.sun_path, sizeof at.sun_path, "%.80s/first.so", s->folder);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    refused(s, "first", "plugin first cannot be loaded: its file cannot be opened");
    close(fd);
}

/* The bytes are known, under another name. */
static void one_content_under_two_names(void **state) {
    install(*state, "first");
    install_as(*state, "first", "second");
    refused(*state, "first, second", "plugin second calls itself first: id and file must have one name");
}

static void somebody_elses_file(void **state) {
    stage *s = *state;
    char path[800];
    install(s, "first");
    path_of(path, sizeof path, s->folder, "first");
    if (geteuid() != 0) skip(); /* only root can give a file away */
    assert_int_equal(chown(path, 12345, 0), 0);
    refused(s, "first", "plugin first cannot be loaded: its file belongs to another user");
}

static void a_symbolic_link(void **state) {
    stage *s = *state;
    char from[800], to[800];
    path_of(from, sizeof from, s->built, "first");
    path_of(to, sizeof to, s->folder, "first");
    assert_int_equal(symlink(from, to), 0);
    refused(s, "first", "plugin first cannot be loaded: its file is a symbolic link");
}

static void a_folder_in_its_place(void **state) {
    stage *s = *state;
    char path[800];
    path_of(path, sizeof path, s->folder, "first");
    assert_int_equal(mkdir(path, 0700), 0);
    refused(s, "first", "plugin first cannot be loaded: it is not a regular file");
}

static void a_process_with_borrowed_rights(void **state) {
    stage *s = *state;
    if (geteuid() != 0) skip(); /* only root can lay its group down and take it up again */
    gid_t own = getegid();
    install(s, "first");
    assert_int_equal(setegid(12345), 0);
    ruth_status st = load(s, "first");
    assert_int_equal(setegid(own), 0);
    assert_int_equal(st, RUTH_E_POLICY);
    assert_has(s->w.error.message, "plugin first cannot be loaded: this process runs with the rights of another user");
    support_close(&s->w);
}

static void a_name_that_climbs(void **state) {
    char endless[100];
    memset(endless, 'a', sizeof endless - 1);
    endless[99] = 0;
    refused(*state, endless, "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" is not the name of a plugin");
    refused(*state, "../first", "\"../first\" is not the name of a plugin");
    refused(*state, "/tmp/first", "\"/tmp/first\" is not the name of a plugin");
    refused(*state, "First", "\"First\" is not the name of a plugin");
}

static void a_file_that_is_not_there(void **state) {
    refused(*state, "first", "plugin first cannot be loaded: the folder of plugins has no file of that name");
}

static void a_plugin_listed_twice(void **state) {
    install(*state, "first");
    refused(*state, "first, first", "plugin first is listed twice");
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(the_first_plugin_keeps_loading),
        T(a_file_built_for_1_0_loads),
        T(abilities_stated_as_data_load),
        T(a_longer_entry_of_a_known_minor_loads),
        T(a_pinned_file_loads),
        T(every_content_is_its_own_code),
        T(the_engine_digest_names_the_file),
        T(every_allocation_of_a_load_may_fail),
        T(an_alien_major),
        T(a_newer_minor),
        T(a_truncated_struct),
        T(a_list_of_abilities_with_a_hole),
        T(a_missing_symbol),
        T(a_wrong_magic),
        T(a_wrong_layout),
        T(an_id_that_is_not_the_file),
        T(an_undeclared_fact),
        T(what_is_no_shared_object),
        T(a_pin_that_does_not_match),
        T(a_pin_that_is_none),
        T(a_world_writable_file),
        T(a_group_writable_file),
        T(a_group_writable_folder),
        T(somebody_elses_file),
        T(somebody_elses_folder),
        T(an_empty_file),
        T(a_file_without_an_end),
        T(a_socket_in_its_place),
        T(one_content_under_two_names),
        T(a_symbolic_link),
        T(a_folder_in_its_place),
        T(a_process_with_borrowed_rights),
        T(a_name_that_climbs),
        T(a_file_that_is_not_there),
        T(a_plugin_listed_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
