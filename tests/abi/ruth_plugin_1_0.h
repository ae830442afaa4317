/* ruth_plugin_1_0.h: FROZEN. The header as it was at version 1.0, for a plugin that was built then. What follows is that file.
 *
 * ruth_plugin.h: the contract for plugins. A plugin is a shared object that adds abilities to ruth; this header is all it is built on.
 *
 * A plugin shows ONE symbol, a constant struct (RUTH_PLUGIN_ENTRY below). The host reads it before it calls anything: magic, size,
 * versions, what it reads and writes. Then it asks for abilities by name. An ability that is not there is NULL; a plugin may have one or several:
 *
 *   enrich    writes declared facts, before derived facts are computed      inspect   checks a text; what it finds keeps the text from being sent
 *   offer     computes plans; its words can be used in plans.lua            observe   sees every sealed decision; changes nothing
 *   render    puts a message into words
 *
 * A plugin can only help. A call that fails leaves its facts not known, its plan merely possible, its text unsent; ruth lists it under `failures` and
 * takes the kinder way. Nothing a plugin does widens what the charter allows: a fact that a plugin writes may make a limit apply, never release one.
 *
 * HOW IT GROWS. Structs that cross are only ever appended to, and begin with their size. Major versions must be equal; a plugin's minor must not be above
 * the host's. A host never reads past the size a plugin states, nor a plugin past the host's: ask RUTH_PLUGIN_HAS before you use what is newer than 1.0.
 *
 * OWNERSHIP. Who makes memory frees it. Texts are pointer and length, UTF-8, not NUL-terminated unless said. What the host hands into a call lives until that
 * call returns; what a plugin hands to a host function is copied before it returns. Nothing is thrown or jumped across; no FILE, no errno, no locale.
 *
 * THREADS. Each function says who may call it when: [load] once, while a policy is loaded, one thread; [call] inside a call, on the thread of that call only.
 * A plugin with `threads` RUTH_PLUGIN_ANY_THREAD is called from many threads at once on one `self`; with RUTH_PLUGIN_ONE_THREAD every session opens its own.
 *
 * TIME. A call should take microseconds. Time is measured and reported (`ruth plugin check`), not enforced: a plugin is native code and trusted like the host. */
#ifndef RUTH_PLUGIN_H
#define RUTH_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RUTH_PLUGIN_MAGIC 0x48545552u /* "RUTH" */
#define RUTH_PLUGIN_ABI_MAJOR 1
#define RUTH_PLUGIN_ABI_MINOR 0

/* What a function gives back. 0 is well; anything else is a failure of this call, never of the process. */
enum {
    RUTH_PLUGIN_OK = 0,
    RUTH_PLUGIN_FAILED = 1,     /* the plugin could not do it; say why with host->fail */
    RUTH_PLUGIN_UNDECLARED = 2, /* host functions: the fact is not declared for this use; the call has failed whatever is returned */
    RUTH_PLUGIN_TYPE = 3,       /* host functions: the value does not fit the declared type or its range */
    RUTH_PLUGIN_NO_MEMORY = 4,
    RUTH_PLUGIN_ABSENT = 5 /* host functions: no such file, contact or field */
};

typedef struct ruth_plugin_text {
    const char *bytes;
    size_t length;
} ruth_plugin_text;

/* ---- values ---------------------------------------------------------------------------------------------- */

/* Types. Money is minor units of the request's currency; a ratio is in millionths; a date is days, an instant seconds since 1970-01-01 UTC. */
enum {
    RUTH_PLUGIN_BOOLEAN = 0,     /* number: 0 or 1 */
    RUTH_PLUGIN_INTEGER = 1,     /* number */
    RUTH_PLUGIN_MONEY = 2,       /* number */
    RUTH_PLUGIN_RATIO = 3,       /* number */
    RUTH_PLUGIN_ENUM = 4,        /* text: one of the names that the policy gives it */
    RUTH_PLUGIN_DATE = 5,        /* number */
    RUTH_PLUGIN_INSTANT = 6,     /* number */
    RUTH_PLUGIN_ZONE = 7,        /* text: an IANA name; read only */
    RUTH_PLUGIN_TEXT = 8,        /* text */
    RUTH_PLUGIN_LIST_OF_ENUM = 9 /* text: names, one space between them, in the policy's order; read only */
};
/* States. Not known is not false, not 0: a plugin that needs what is not known writes UNKNOWN, or does not write at all. */
enum { RUTH_PLUGIN_UNKNOWN = 0, RUTH_PLUGIN_NONE = 1 /* none on file */, RUTH_PLUGIN_VALUE = 2 };
typedef struct ruth_plugin_value {
    uint32_t state, type;
    int64_t number;
    ruth_plugin_text text;
} ruth_plugin_value;

/* ---- what the host gives ---------------------------------------------------------------------------------- */

typedef struct ruth_plugin_line { /* one line of a plan's menu */
    uint32_t size;                /* sizeof(ruth_plugin_line) */
    uint32_t every;               /* 0 week, 1 two weeks, 2 month */
    int64_t instalment;           /* minor units; 0: a pause */
    int64_t count;                /* payments, at least 1 where instalment is above 0 */
    int64_t last;                 /* the last payment, at most instalment, at least 1 where instalment is above 0 */
    int64_t total;                /* = instalment * (count - 1) + last; the host checks it */
    int32_t first_due;            /* date in days, not before today */
    uint32_t has_left;            /* 1: left is known */
    int64_t left;                 /* what the person keeps each month */
} ruth_plugin_line;

typedef struct ruth_plugin_span { /* something found in a text */
    uint32_t size;                /* sizeof(ruth_plugin_span) */
    uint32_t from, to;            /* bytes, half-open, at the edges of characters */
    ruth_plugin_text code;        /* a short word: "threat", "jargon" */
    ruth_plugin_text message;     /* a sentence for the person who wrote the text */
    ruth_plugin_text suggestion;  /* what to write instead; length 0: none */
} ruth_plugin_span;

/* The host's functions, handed into every call, so that a plugin needs no globals. `call` is the first argument of the ability's function, handed back as it is. */
typedef struct ruth_host {
    uint32_t size;                 /* sizeof(ruth_host) of the host */
    uint16_t abi_major, abi_minor; /* of the host */
    const char *version;           /* "0.1.0", NUL-terminated; lives as long as the process */

    /* Does: reads a declared fact. Gives: *out, its texts until the call returns. Fails: UNDECLARED (state UNKNOWN then). [call] */
    int (*read)(void *call, const char *fact, ruth_plugin_value *out);
    /* Does: writes a declared fact, in `enrich` only; the last write counts; what is not written is not known. Fails: UNDECLARED, TYPE. [call] */
    int (*write)(void *call, const char *fact, const ruth_plugin_value *value);
    /* The instant of the request, seconds since 1970-01-01 UTC: the only clock of a pure plugin. [call] */
    int64_t (*now)(void *call);
    /* The person's local date in days. Gives 0: no zone is known, or several that disagree; *out untouched. 1: *out set. [call] */
    int (*today)(void *call, int32_t *out);
    /* Contacts before `now`, oldest first: how many; −1: not known. Only for a plugin with RUTH_PLUGIN_READS_CONTACTS. [call] */
    int64_t (*contacts)(void *call);
    /* A field of contact i ("at": an instant). Fails: ABSENT, UNDECLARED (the flag is missing). [call] */
    int (*contact)(void *call, int64_t i, const char *field, ruth_plugin_value *out);
    /* Scratch memory until the call returns; never freed by the plugin. NULL: none is left. [call] [load] */
    void *(*scratch)(void *call, size_t size);
    /* Memory for `self`, kept between calls: a realloc-shaped function; size 0 frees and gives NULL. [load], and in `close` */
    void *(*resize)(void *call, void *block, size_t old_size, size_t size);
    /* Does: reads POLICY/plugins/ID/NAME, a data file of the policy; its bytes are part of the policy's digest. Gives: *out until `open` returns. Fails: ABSENT, NO_MEMORY. [load] */
    int (*file)(void *call, const char *name, ruth_plugin_text *out);
    /* Does: declares, in `open`, a fact besides the constant lists, because a data file names it. Fails: TYPE, UNDECLARED (not in facts.yaml, or not a plugin's to write). [load] */
    int (*declare)(void *call, const char *fact, uint32_t type, uint32_t uses);
    /* Does: says why, in one sentence; `file`, `line`, `column` where there is a place in a data file, else NULL, 0, 0. Gives RUTH_PLUGIN_FAILED. [call] [load] */
    int (*fail)(void *call, const char *file, int line, int column, const char *message);
    /* `offer`: adds a line to the menu: at most three a plan, each with its own `count`; the same line again changes nothing. Fails: TYPE (a line that does not add up, or one too many). [call] */
    int (*line)(void *call, const ruth_plugin_line *line);
    /* `render`: adds to the text. [call] */
    int (*put)(void *call, ruth_plugin_text text);
    /* `inspect`: one thing found. [call] */
    int (*found)(void *call, const ruth_plugin_span *span);
} ruth_host;

/* Does the host's table reach as far as this member? For members newer than 1.0. */
#define RUTH_PLUGIN_HAS(host, member) ((host)->size >= offsetof(ruth_host, member) + sizeof((host)->member))

/* ---- abilities: structs that the plugin keeps constant ------------------------------------------------------- */

#define RUTH_PLUGIN_ENRICH "ruth.enrich/1"
typedef struct ruth_plugin_enrich {
    uint32_t size;
    /* Does: writes facts with host->write. Fails: all its facts are not known. [call] */
    int (*enrich)(const ruth_host *host, void *call, void *self);
} ruth_plugin_enrich;

#define RUTH_PLUGIN_OFFER "ruth.offer/1"
typedef struct ruth_plugin_key {
    const char *name;
    uint32_t type, optional;
} ruth_plugin_key;                /* optional 1: may be left out */
typedef struct ruth_plugin_word { /* a word for plans.lua: offer = score_payday { up_to = fact.affordable } */
    const char *word;             /* [a-z][a-z0-9_]*; not a word of the language */
    const ruth_plugin_key *keys;
    uint32_t key_count;
} ruth_plugin_word;
typedef struct ruth_plugin_offer {
    uint32_t size;
    const ruth_plugin_word *words;
    uint32_t word_count;
    /* Does: computes the plan from `values`, parallel to the word's keys (left out: state NONE; the host does not call where one is not known), with host->line; no line: nothing to offer.
     * Fails: the plan is merely possible. [call] */
    int (*offer)(const ruth_host *host, void *call, void *self, uint32_t word, const ruth_plugin_value *values);
} ruth_plugin_offer;

#define RUTH_PLUGIN_RENDER "ruth.render/1"
typedef struct ruth_plugin_named {
    const char *name;
    ruth_plugin_value value;
} ruth_plugin_named;
typedef struct ruth_plugin_render {
    uint32_t size;
    /* Does: words the message's subject and body, with host->put; what it carries along, its next step and its way out stay the policy's own. `values`: what the policy's
     * own wording of this channel and tone has in { }. One renderer a policy. Fails: no text; a kinder tone is asked for, then a kinder channel. [call] */
    int (*render)(const ruth_host *host, void *call, void *self, const char *message, const char *channel, const char *tone, const char *language,
                  const ruth_plugin_named *values, uint32_t count);
} ruth_plugin_render;

#define RUTH_PLUGIN_INSPECT "ruth.inspect/1"
typedef struct ruth_plugin_inspect {
    uint32_t size;
    /* Does: looks at a text about to be sent; host->found for each thing in it that must not be said. Fails, or found something: the text is not sent. [call] */
    int (*inspect)(const ruth_host *host, void *call, void *self, ruth_plugin_text text, const char *language);
} ruth_plugin_inspect;

#define RUTH_PLUGIN_OBSERVE "ruth.observe/1"
typedef struct ruth_plugin_observe {
    uint32_t size;
    /* Does: sees the answer line after the seal. What it gives back is only reported. [call] */
    int (*observe)(const ruth_host *host, void *call, void *self, ruth_plugin_text decision);
} ruth_plugin_observe;

/* ---- the one symbol ------------------------------------------------------------------------------------------ */

enum {
    RUTH_PLUGIN_PURE = 0 /* same input, same output */,
    RUTH_PLUGIN_CLOCK = 1 /* asks a clock */,
    RUTH_PLUGIN_IO = 2 /* files, network, state of its own */
};
enum { RUTH_PLUGIN_ANY_THREAD = 0, RUTH_PLUGIN_ONE_THREAD = 1 };
enum { RUTH_PLUGIN_READS = 1, RUTH_PLUGIN_WRITES = 2 };                                                     /* uses of a fact, for declare */
enum { RUTH_PLUGIN_READS_CONTACTS = 1, RUTH_PLUGIN_DECLARES_MORE = 2 /* `open` declares further facts */ }; /* flags */

typedef struct ruth_plugin_fact {
    const char *name;
    uint32_t type;
} ruth_plugin_fact; /* as facts.yaml declares it */

typedef struct ruth_plugin {
    uint32_t magic; /* RUTH_PLUGIN_MAGIC */
    uint32_t size;  /* sizeof(ruth_plugin) where it was built */
    uint16_t abi_major, abi_minor;
    uint32_t layout;     /* RUTH_PLUGIN_LAYOUT: refuses a build whose types have other sizes */
    const char *id;      /* [a-z][a-z0-9_-]*, the file's name without .so */
    const char *version; /* its own, "1.0.0": part of every decision's `engine` digest */
    const char *summary; /* one sentence */
    uint32_t purity;     /* what is not pure is recorded with the decision and not called again when it is re-executed */
    uint32_t threads;
    uint32_t flags;
    uint32_t read_count, write_count;
    const ruth_plugin_fact *reads, *writes; /* NULL where the count is 0 */
    /* Does: makes `self` from data files; NULL: there is nothing to open, self is NULL. Fails: the policy does not load; say why with host->fail. [load] */
    int (*open)(const ruth_host *host, void *call, void **self);
    void (*close)(const ruth_host *host, void *call, void *self); /* NULL: nothing to close */
    /* Gives: the ability's constant struct, or NULL. Called before `open`, tolerates every name. Any thread. */
    const void *(*ability)(const char *name);
} ruth_plugin;

#define RUTH_PLUGIN_LAYOUT ((uint32_t)(sizeof(ruth_plugin_value) | sizeof(ruth_plugin_text) << 8 | sizeof(void *) << 16 | sizeof(ruth_plugin_fact) << 24))

#if defined(__GNUC__)
#define RUTH_PLUGIN_EXPORT __attribute__((visibility("default")))
#else
#define RUTH_PLUGIN_EXPORT
#endif
/* The definition of the one symbol:   RUTH_PLUGIN_ENTRY(payday) = { RUTH_PLUGIN_HEAD, "payday", "1.0.0", … };
 * Built with -DRUTH_PLUGIN_STATIC the symbol is ruth_plugin_entry_payday instead, so that several can be linked into one program (tests, sanitizers). */
#ifdef RUTH_PLUGIN_STATIC
#define RUTH_PLUGIN_ENTRY(id)                        \
    extern const ruth_plugin ruth_plugin_entry_##id; \
    const ruth_plugin ruth_plugin_entry_##id
#else
#define RUTH_PLUGIN_ENTRY(id)                                      \
    extern RUTH_PLUGIN_EXPORT const ruth_plugin ruth_plugin_entry; \
    const ruth_plugin ruth_plugin_entry
#endif
#define RUTH_PLUGIN_HEAD RUTH_PLUGIN_MAGIC, (uint32_t)sizeof(ruth_plugin), RUTH_PLUGIN_ABI_MAJOR, RUTH_PLUGIN_ABI_MINOR, RUTH_PLUGIN_LAYOUT

#ifdef __cplusplus
}
#endif
#endif
