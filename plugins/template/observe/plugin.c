/* @ID@: sees every sealed decision and says on standard error how many there were and how long they are; changes nothing. */
#include <stdio.h>
#include <string.h>

#include <ruth_plugin.h>

/* Kept between calls. With RUTH_PLUGIN_ONE_THREAD every session opens one of its own, so that nothing has to be locked. */
typedef struct seen { unsigned long long decisions, bytes; } seen;

static int open_seen(const ruth_host *host, void *call, void **self) {
    seen *s = host->resize(call, NULL, 0, sizeof *s);
    if (!s) return RUTH_PLUGIN_NO_MEMORY;
    memset(s, 0, sizeof *s);
    *self = s;
    return RUTH_PLUGIN_OK;
}

/* Closing is also when a session ends: once when the policy is loaded, with nothing seen, then once for each session. */
static void close_seen(const ruth_host *host, void *call, void *self) {
    seen *s = self;
    if (s->decisions) fprintf(stderr, "@ID@: %llu decisions, %llu bytes\n", s->decisions, s->bytes);
    host->resize(call, s, sizeof *s, 0);
}

/* `decision` is one line of JSON; it is gone when this returns. */
static int observe(const ruth_host *host, void *call, void *self, ruth_plugin_text decision) {
    seen *s = self;
    s->decisions++;
    s->bytes += decision.length;
    return RUTH_PLUGIN_OK;
}

static const ruth_plugin_observe observes = {sizeof observes, observe};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_OBSERVE, &observes}};

/* It writes somewhere, so it is not pure: a decision that is made again is not shown to it again. */
RUTH_PLUGIN_ENTRY(@NAME@) = {
    RUTH_PLUGIN_HEAD, "@ID@", "1.0.0", "Counts decisions.",
    RUTH_PLUGIN_IO, RUTH_PLUGIN_ONE_THREAD, 0, 0, 0, NULL, NULL, open_seen, close_seen, NULL, abilities, 1,
};
