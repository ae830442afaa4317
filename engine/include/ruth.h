/* ruth.h: the contract for hosts. Everything a host application needs, and nothing else.
 *
 * Ruth decides, for one person who owes money, whether, when, how and in what tone to contact them, what
 * plan to offer and when a human should take over, under limits that nothing can bypass.
 *
 *   engine    settings and allocator; make one, share it between threads
 *   policy    a compiled, immutable policy folder; shared between threads, counted
 *   session   the working memory of one thread; reused for every decision
 *   decision  what the last call left in the session; valid until the next call on that session
 *
 * Ownership, one rule: what a *_new or *_open function gives you, you release with the *_free or *_release
 * of the same noun; every pointer read out of a session belongs to the session and lives until its next call.
 * The library prints nothing, exits never, reads no environment variable, keeps no global state. */
#ifndef RUTH_H
#define RUTH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RUTH_VERSION_MAJOR 0
#define RUTH_VERSION_MINOR 1
#define RUTH_VERSION_PATCH 0
#define RUTH_VERSION "0.1.0"

#if defined(__GNUC__)
#define RUTH_API __attribute__((visibility("default")))
#else
#define RUTH_API
#endif

/* What a fallible call says. RUTH_OK is 0. */
typedef enum ruth_status {
    RUTH_OK = 0,
    RUTH_E_NOMEM = 1,    /* the allocator refused */
    RUTH_E_IO = 2,       /* a file could not be read */
    RUTH_E_SYNTAX = 3,   /* a policy file is not well-formed (YAML, Lua) */
    RUTH_E_POLICY = 4,   /* a policy file says something that does not hold together */
    RUTH_E_REQUEST = 5,  /* the request was rejected; the answer line carries the error */
    RUTH_E_LIMIT = 6,    /* a size, memory or instruction cap was hit */
    RUTH_E_ARGUMENT = 7, /* the caller passed something a call cannot take */
    RUTH_E_INTERNAL = 8, /* a fault of ruth itself; please report it */
    RUTH_E_LEDGER = 9    /* a ledger is broken, or is none */
} ruth_status;

/* Filled by the library, owned by the caller, NULL allowed wherever one is asked for. Plain data: copy it
 * freely. `file` is "" and `line`, `column` are 0 where there is no place to point at (both count from 1). */
typedef struct ruth_error {
    ruth_status status;
    int line;
    int column;
    char file[256];
    char message[768];
} ruth_error;

/* One realloc-shaped function. size 0 frees and gives NULL; a NULL block allocates; otherwise grow or shrink.
 * Growing may fail with NULL and leaves the block as it was; shrinking and freeing never fail. old_size is the
 * size that was asked for. Must be thread-safe if the engine is used from several threads. */
typedef struct ruth_allocator {
    void *(*resize)(void *context, void *block, size_t old_size, size_t size);
    void *context;
} ruth_allocator;

typedef struct ruth_engine ruth_engine;
typedef struct ruth_policy ruth_policy;
typedef struct ruth_session ruth_session;

/* Bytes that belong to somebody else: see the call that gives them. Not NUL-terminated unless said. */
typedef struct ruth_text {
    const char *bytes;
    size_t length;
} ruth_text;

/* ---- engine: thread-safe ---------------------------------------------------------------------------- */

/* Settings. Zero the struct, set `size`, then what you need: later versions append fields. */
typedef struct ruth_options {
    size_t size;              /* sizeof(ruth_options) */
    ruth_allocator allocator; /* resize NULL: malloc's */
    const char *zoneinfo;     /* folder of TZif files; NULL: /usr/share/zoneinfo. Copied. */
    const char *plugins;      /* folder of plugins, NAME.so each: its owner and that of each file are root or the process's user, nobody else may write there.
                               * NULL: no plugin is loaded from a file. Copied. A plugin is native code and may do whatever the process may. */
} ruth_options;

/* Does: makes an engine. `options` NULL: all defaults. Gives: *out, yours to free after every policy and session of it.
 * Fails: RUTH_E_NOMEM, RUTH_E_ARGUMENT (a size this version does not know). Threads: any; several engines live side by side. */
RUTH_API ruth_status ruth_engine_new(const ruth_options *options, ruth_engine **out, ruth_error *error);
RUTH_API void ruth_engine_free(ruth_engine *engine); /* NULL allowed */
/* Does: adds a plugin that is linked into the host's program (ruth_plugin.h, -DRUTH_PLUGIN_STATIC); policies loaded from now on find it by its id, before any file.
 * `plugin` stays valid as long as the engine. Fails: RUTH_E_POLICY (its versions or its struct do not fit), RUTH_E_ARGUMENT (its id is taken), RUTH_E_NOMEM. Threads: any. */
struct ruth_plugin;
RUTH_API ruth_status ruth_engine_add_plugin(ruth_engine *engine, const struct ruth_plugin *plugin, ruth_error *error);
RUTH_API const char *ruth_version(void);                   /* "0.1.0" of the library that is linked */
RUTH_API const char *ruth_status_text(ruth_status status); /* "out of memory", …; never NULL */

/* ---- policy: immutable; any number of threads may share one ------------------------------------------ */

/* Does: reads and compiles the folder, with every pack it uses; runs its Lua once, in the sandbox.
 * Gives: *out with one reference. Fails: RUTH_E_IO, _SYNTAX, _POLICY, _LIMIT, _NOMEM with file, line and column in *error; *out is NULL then.
 * Threads: any. A reload is this call and a swap of your pointer: sessions keep the policy they were made with. */
RUTH_API ruth_status ruth_policy_load(ruth_engine *engine, const char *folder, ruth_policy **out, ruth_error *error);
RUTH_API ruth_policy *ruth_policy_retain(ruth_policy *policy);
RUTH_API void ruth_policy_release(ruth_policy *policy); /* the last one frees; NULL allowed */
/* Texts of the policy live as long as the policy and are NUL-terminated. */
RUTH_API const char *ruth_policy_name(const ruth_policy *policy);
RUTH_API const char *ruth_policy_version(const ruth_policy *policy);
RUTH_API const char *ruth_policy_digest(const ruth_policy *policy); /* 64 hex digits: SHA-256 of its files */
RUTH_API const char *ruth_policy_engine(const ruth_policy *policy); /* 64 hex digits: what decides besides the policy */
RUTH_API size_t ruth_policy_memory(const ruth_policy *policy);      /* bytes held by its compiled form */

/* ---- session: one thread at a time -------------------------------------------------------------------- */

/* Gives: *out, yours to free; it holds a reference to the policy. After a few decisions none allocates any more. */
RUTH_API ruth_status ruth_session_new(ruth_policy *policy, ruth_session **out, ruth_error *error);
RUTH_API void ruth_session_free(ruth_session *session); /* NULL allowed */
/* Every later request is judged at this instant (RFC 3339), which replaces its own `now`; NULL: at its own again. */
RUTH_API ruth_status ruth_session_set_now(ruth_session *session, const char *instant, ruth_error *error);

/* ---- text to text -------------------------------------------------------------------------------------- */

/* Does: decides one request, a JSON object of at most 1 MiB without its newline. `line` is the number an error will name.
 * Gives: *out, one line of canonical JSON without newline, the session's until its next call: the decision, or for RUTH_E_REQUEST
 * {"id":…,"error":{"code":…,"at":…,"message":…,"line":…}}. Fails: RUTH_E_REQUEST (rejected, *out is the answer), RUTH_E_NOMEM, RUTH_E_INTERNAL (*out empty: no decision). */
RUTH_API ruth_status ruth_decide_line(ruth_session *session, const char *bytes, size_t length, uint64_t line, ruth_text *out, ruth_error *error);

/* Does: answers one question, a request with "proposed": {"channel", "at", "debt" and other fields of a contact}: may this contact take place then?
 * Gives: *out, one line of JSON without newline, the session's until its next call: {"id","allowed","limits":[ids],"block_kind","earliest_allowed_at","require":[disclosures],
 * "why":[{"id","because","cite","nature","status","until"}],"calendar":[[from,until],…]}; a refusal is an answer. Fails: like ruth_decide_line. */
RUTH_API ruth_status ruth_permit_line(ruth_session *session, const char *bytes, size_t length, uint64_t line, ruth_text *out, ruth_error *error);

/* ---- in process ---------------------------------------------------------------------------------------- */

/* The place of a fact in the policy, found once and used for every request; −1: not declared (or derived). */
RUTH_API int ruth_fact_find(const ruth_policy *policy, const char *name);
/* The number of a value of an enum fact (or of an element of a list of enum); −1: no such value. */
RUTH_API int ruth_fact_value(const ruth_policy *policy, int fact, const char *value);
/* The same for a field of a contact, as contacts.yaml declares it; `at` is none of them: it is part of every contact. */
RUTH_API int ruth_field_find(const ruth_policy *policy, const char *name);
RUTH_API int ruth_field_value(const ruth_policy *policy, int field, const char *value);

/* Starts a request; what is not set means what the fact's if_missing says, no contacts, no debt, no answer, no ref. `id`: 1 to 200 bytes of UTF-8, copied. `now`: seconds since
 * 1970-01-01T00:00:00Z. What is put together call by call is the request that the same text would have been: the same bytes, the same decision. Every ruth_request_* call copies
 * what it is given, and fails with RUTH_E_ARGUMENT when no request was begun. Fails: RUTH_E_ARGUMENT (the id; a `now` outside of the years 1900 to 2200), RUTH_E_NOMEM; no request is begun then. */
RUTH_API ruth_status ruth_request_begin(ruth_session *session, const char *id, int64_t now);
/* boolean 0/1 · integer · money in minor units · ratio in millionths · enum by its number · list of enum as bits · date in days · instant in seconds, both since 1970-01-01
 * and of the years 1900 to 2200. Fails: RUTH_E_ARGUMENT when the type or the range does not fit; the fact stays as it was. */
RUTH_API ruth_status ruth_request_set(ruth_session *session, int fact, int64_t value);
/* text in UTF-8, at most 64 KiB; zone (IANA name). Copied. Fails: RUTH_E_ARGUMENT: wrong type, not UTF-8, or no such zone; RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_request_set_text(ruth_session *session, int fact, const char *text);
/* list of text, list of zone. Copied. NULL allowed with count 0: an empty list. Fails like ruth_request_set_text. */
RUTH_API ruth_status ruth_request_set_texts(ruth_session *session, int fact, const char *const *texts, size_t count);
/* One weekly window: local time, half-open. */
typedef struct ruth_window {
    unsigned days;    /* bit 0 Monday … bit 6 Sunday; at least one */
    int32_t from, to; /* seconds of the day; to < from: past midnight, and it belongs to the day it begins on; to may be 86400 */
} ruth_window;
/* weekly windows. Copied. NULL allowed with count 0: an empty list. Fails: RUTH_E_ARGUMENT (wrong type; a window that is empty or lies outside of the day), RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_request_set_windows(ruth_session *session, int fact, const ruth_window *windows, size_t count);
RUTH_API ruth_status ruth_request_set_unknown(ruth_session *session, int fact); /* not known: null */

/* One field of a contact. Zero the struct, name the field, then what its type asks for; the rest is not looked at. */
typedef struct ruth_field {
    int field;                  /* ruth_field_find */
    int unknown;                /* not 0: not known, null */
    int64_t value;              /* as in ruth_request_set */
    const char *text;           /* text, zone */
    const char *const *texts;   /* list of text, list of zone: [count] */
    const ruth_window *windows; /* weekly windows: [count] */
    size_t count;
} ruth_field;
/* What happened once. Zero the struct, set `size`, then what you know: later versions append members. */
typedef struct ruth_contact {
    size_t size;    /* sizeof(ruth_contact) */
    int64_t at;     /* seconds; not after `now` of the request */
    int at_unknown; /* not 0: when it was is not known, null; `at` is not looked at */
    const ruth_field
        *fields; /* [field_count], each field once, in any order: channel, direction, outcome, debts …; one that is left out means what its if_missing says */
    size_t field_count; /* 0: `fields` may be NULL */
} ruth_contact;
/* Does: adds a contact of the person, whichever debt it was about; in any order, at most 4096. Nothing of `contact` need outlive the call.
 * Fails: RUTH_E_ARGUMENT (*error says which field, or that it lies after now), RUTH_E_LIMIT, RUTH_E_NOMEM; nothing is added then. */
RUTH_API ruth_status ruth_request_contact(ruth_session *session, const ruth_contact *contact, ruth_error *error);
/* Says that the contacts are not known: null, which is not the same as none. Fails: RUTH_E_ARGUMENT when one was added; no other can be after this. */
RUTH_API ruth_status ruth_request_contacts_unknown(ruth_session *session);
/* Which debt this is about: 1 to 200 bytes of UTF-8, copied. NULL: not known, null. Fails: RUTH_E_ARGUMENT, RUTH_E_NOMEM; the debt stays as it was. */
RUTH_API ruth_status ruth_request_debt(ruth_session *session, const char *debt);

#define RUTH_EVERY_WEEK 0
#define RUTH_EVERY_TWO_WEEKS 1
#define RUTH_EVERY_MONTH 2
/* One line of the menu of plans. Plain data: keep it, hand it back. */
typedef struct ruth_plan_line {
    size_t size;                            /* sizeof(ruth_plan_line) */
    char id[401];                           /* NUL-terminated */
    const char *plan;                       /* the policy's */
    int64_t instalment, count, last, total; /* minor units; count 0: a pause */
    int64_t left;                           /* what the person keeps each month */
    int has_left;                           /* 0: not known */
    int every;                              /* RUTH_EVERY_… */
    int32_t first_due;                      /* days since 1970-01-01 */
} ruth_plan_line;
/* What a person offers to pay. Zero the struct, set `size`, then the offer. */
typedef struct ruth_offer {
    size_t size;       /* sizeof(ruth_offer) */
    int64_t amount;    /* of each payment, minor units */
    int64_t count;     /* of payments, 1 to 2000; 0: not said */
    int every;         /* RUTH_EVERY_… */
    int has_first_due; /* 0: not said */
    int32_t first_due; /* days since 1970-01-01 */
} ruth_offer;
/* Does: says which offered line was taken: one that ruth_decision_plan gave, handed back; or with `plan` NULL by its id alone. The answer stands in ruth_decision_json
 * (`agreement` or `refused_choice`). Copied; a second call replaces the first. Fails: RUTH_E_ARGUMENT (*error says what is wrong with the line), RUTH_E_NOMEM; the request is as it was. */
RUTH_API ruth_status ruth_request_choice(ruth_session *session, const ruth_plan_line *line, ruth_error *error);
/* Does: says what the person would pay; answered by `counter` in ruth_decision_json. Copied; a second call replaces the first. Fails: like ruth_request_choice. */
RUTH_API ruth_status ruth_request_offer(ruth_session *session, const ruth_offer *offer, ruth_error *error);
/* Does: gives any JSON value of at most 4 KiB, echoed in the decision token by token and part of no identity. Copied; a second call replaces the first. Fails: RUTH_E_ARGUMENT
 * (not JSON, too long), RUTH_E_NOMEM; the request is as it was. */
RUTH_API ruth_status ruth_request_ref(ruth_session *session, const char *bytes, size_t length, ruth_error *error);
/* Does: decides what was set; the request is spent then. Gives: RUTH_OK and the decision below. Fails: RUTH_E_REQUEST (not in force, zones contradict, more than 1 MiB as a line),
 * RUTH_E_NOMEM, RUTH_E_ARGUMENT (none was begun). */
RUTH_API ruth_status ruth_decide(ruth_session *session, ruth_error *error);

/* What the last decision says; texts belong to the policy. Instants in seconds, RUTH_NEVER where there is none. */
#define RUTH_NEVER INT64_MAX
typedef struct ruth_decision {
    const char *segment, *action, *tone;
    const char *channel;   /* NULL: nobody is contacted */
    const char *message;   /* NULL with channel */
    int64_t from, until;   /* when the contact may take place, half-open */
    const char *hand_over; /* team; NULL: none */
    int64_t hand_over_by;
    int64_t good_until; /* decide again from then on */
    size_t plans;       /* lines on the menu of plans */
} ruth_decision;
/* Fails: RUTH_E_ARGUMENT when the session holds no decision. */
RUTH_API ruth_status ruth_decision_read(const ruth_session *session, ruth_decision *out);
/* One line of the menu of plans, from 0 up to `plans`. Set out->size first. Gives: *out, yours; `plan` lives as long as the policy. Fails: RUTH_E_ARGUMENT (no decision, no such line, the size). */
RUTH_API ruth_status ruth_decision_plan(const ruth_session *session, size_t index, ruth_plan_line *out);
/* The last decision as the canonical JSON of ruth_decide_line; the session's until its next call. */
RUTH_API ruth_status ruth_decision_json(ruth_session *session, ruth_text *out, ruth_error *error);

/* ---- plugins --------------------------------------------------------------------------------------------- */

/* What plugins that are not pure gave back during the last decision, as canonical JSON; "[]": nothing. Part of the decision's identity: keep it with the request.
 * The session's until its next call. Fails: RUTH_E_ARGUMENT when the session holds no decision. */
RUTH_API ruth_status ruth_decision_recorded(const ruth_session *session, ruth_text *out);
/* Does: the next request of this session takes what such plugins gave back from here and does not call them (nor observers): the same request and policy give
 * the same bytes. Copied; NULL: takes it back. What does not fit rejects that request (code "range"). Fails: RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_session_set_recorded(ruth_session *session, const char *bytes, size_t length, ruth_error *error);
/* Why the last plugin call of this session failed, or what the last text was refused for, NUL-terminated, for people; "": neither has been. Decisions name the plugin
 * under `failures`. */
RUTH_API const char *ruth_session_plugin_note(const ruth_session *session);
/* Calls of observers that failed since the session was made. They come after the decision and cannot stand in it. An in-process decision is written out for observers, when there are any. */
RUTH_API uint64_t ruth_session_observe_failures(const ruth_session *session);

/* ---- ledger: every decision kept, provable, made again, erased (docs/audit.md) ----------------------------- */

typedef struct ruth_ledger ruth_ledger; /* one file; one thread at a time; several processes may write it in turns */
#define RUTH_LEDGER_READ 0u
#define RUTH_LEDGER_WRITE 1u
#define RUTH_LEDGER_CREATE 2u /* for writing too; made, for nobody but its owner, when it is not there */
#define RUTH_HEX 65           /* 64 hex digits and NUL */
/* Does: opens a ledger. For writing, its last row must fit the one before. Gives: *out, yours to close before the engine.
 * Fails: RUTH_E_IO, RUTH_E_NOMEM, RUTH_E_ARGUMENT, RUTH_E_LEDGER (no ledger, or broken). SQLite needs SIGXFSZ ignored where the size of files is limited. */
RUTH_API ruth_status ruth_ledger_open(ruth_engine *engine, const char *path, unsigned how, ruth_ledger **out, ruth_error *error);
RUTH_API void ruth_ledger_close(ruth_ledger *ledger); /* NULL allowed; what was not committed is given up */
/* How many rows are committed, and the hash of the last: keep it elsewhere, and give it to ruth_ledger_verify. */
RUTH_API uint64_t ruth_ledger_head(const ruth_ledger *ledger, char hex[RUTH_HEX]);
RUTH_API ruth_status ruth_ledger_refresh(ruth_ledger *ledger, ruth_error *error); /* sees what other processes have added */

/* What a ledger keeps of the session's last decision, as bytes for ruth_ledger_add (packed; they speak of the person, in clear); the session's until its next call. Fails: RUTH_E_ARGUMENT (no decision), RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_decision_record(ruth_session *session, ruth_text *out);
/* The same of the answer that ruth_permit_line gave last, which is no decision and has no id. Fails: RUTH_E_ARGUMENT (no answer), RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_permit_record(ruth_session *session, ruth_text *out);
/* Does: adds a record (and its policy, once) to the batch; the first call opens one. Let a decision out only after ruth_ledger_commit gave RUTH_OK for its batch.
 * While a batch is entered, other threads may decide with their sessions (the command does so).
 * Fails: RUTH_E_IO, RUTH_E_NOMEM, RUTH_E_ARGUMENT (no record, or one of another policy), RUTH_E_LEDGER; the whole batch is taken back then. */
RUTH_API ruth_status ruth_ledger_add(ruth_ledger *ledger, ruth_policy *policy, const char *record, size_t length, ruth_error *error);
/* Once it gives RUTH_OK the batch outlives the process and a loss of power. Fails like ruth_ledger_add: nothing of the batch is kept. */
RUTH_API ruth_status ruth_ledger_commit(ruth_ledger *ledger, ruth_error *error);
RUTH_API void ruth_ledger_rollback(ruth_ledger *ledger); /* gives the batch up; so do _verify, _erase, _retain and _sign */

typedef struct ruth_ledger_fault {
    uint64_t row;
    char why[200];
} ruth_ledger_fault; /* the first bad row, from 1 */
/* Does: proves every row. `head`: one that was kept elsewhere, NULL: none. `key`: the open half of a key that must have signed, NULL: none. `step`: told how far it is, NULL allowed.
 * Fails: RUTH_E_LEDGER: broken, *fault says where and how. RUTH_E_ARGUMENT, RUTH_E_IO, RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_ledger_verify(ruth_ledger *ledger, const char *head, const char *key, void (*step)(void *context, uint64_t row, uint64_t rows),
                                        void *context, ruth_ledger_fault *fault, ruth_error *error);

typedef struct ruth_ledger_row {
    uint64_t row;
    const char *kind; /* "decision", "answer" (of ruth_permit_line), "outcome", "policy", "erasure", "retention", "signature" */
    int64_t at;       /* the instant it speaks of, seconds */
    uint64_t person;  /* a number for the person; 0: none */
    int erased;       /* a decision, an answer or an outcome of which nothing is left but the row */
    char hash[RUTH_HEX];
    char id[201];                                                             /* of the request; of an outcome: of the request whose decision it came of */
    const char *policy_name, *policy_version, *policy_digest, *policy_engine; /* of a decision, an answer or a policy; else "" */
    ruth_text subject, request, decision, recorded; /* of a decision or an answer that is not erased; the request with its ref and what was proposed */
    ruth_text event;                                /* of an outcome that is not erased, which has a subject too: canonical JSON */
    uint64_t of;                                    /* an outcome's: the row of the decision it came of */
} ruth_ledger_row;
/* Row 1 and on. Texts live until the next call on the ledger. Fails: RUTH_E_ARGUMENT (no such row), RUTH_E_LEDGER, RUTH_E_IO, RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_ledger_read(ruth_ledger *ledger, uint64_t row, ruth_ledger_row *out, ruth_error *error);
/* The next decision or answer after `row` made for an instant with from <= instant < until (INT64_MIN, INT64_MAX: all); *next 0: there is none. */
RUTH_API ruth_status ruth_ledger_next(ruth_ledger *ledger, uint64_t row, int64_t from, int64_t until, uint64_t *next, ruth_error *error);

/* The next row after `row` that is a decision with this id, or of the request with this id, or what came of it; *next 0: there is none. Looked up, not searched for.
 * Fails: like ruth_ledger_read. */
RUTH_API ruth_status ruth_ledger_find(ruth_ledger *ledger, const char *id, uint64_t row, uint64_t *next, ruth_error *error);

/* Does: takes down what came of a decision, one JSON object without its newline (docs/report.md): {"decision" or "id" or "subject","event","at",…}. It joins the batch.
 * Gives: *out, one line of JSON without newline, the ledger's until its next call: {"row","id","decision","event","at","known"}, known: this event stood there before, and counts once;
 * let it out only after ruth_ledger_commit gave RUTH_OK. Fails: RUTH_E_REQUEST (rejected, *out is {"id","error":{"code","at","message","line"}}; the batch goes on),
 * RUTH_E_IO, RUTH_E_NOMEM, RUTH_E_LEDGER, RUTH_E_ARGUMENT: the whole batch is taken back. */
RUTH_API ruth_status ruth_ledger_outcome_line(ruth_ledger *ledger, const char *bytes, size_t length, uint64_t line, ruth_text *out, ruth_error *error);

typedef enum ruth_replay_result {
    RUTH_REPLAY_NOTHING, /* the row is no decision and no answer */
    RUTH_REPLAY_SAME,    /* byte for byte; in another environment: but for the two digests that name it */
    RUTH_REPLAY_DIFFERS,
    RUTH_REPLAY_ERASED,
    RUTH_REPLAY_CANNOT /* the policy of that day does not load here; *error says why */
} ruth_replay_result;
typedef struct ruth_replay {
    ruth_replay_result result;
    int other_environment; /* engine, Lua, zones or plugins are not those of that day */
    ruth_text was, is;     /* until the next call on the ledger; where it was decided again */
} ruth_replay;
/* Does: decides a row again with the policy of that day, from the files that the ledger keeps; plugins that are not pure are not called. Fails: like ruth_ledger_read. */
RUTH_API ruth_status ruth_ledger_replay(ruth_ledger *ledger, uint64_t row, ruth_replay *out, ruth_error *error);

/* What a row says of one channel. Minutes of the local day, at its earliest and its latest where several zones are possible; −1: no zone. */
typedef struct ruth_ledger_contact {
    int contacted; /* by this channel */
    int64_t from, until;
    int from_earliest, from_latest; /* local time at `from` */
    int now_earliest, now_latest;   /* local time at the request's `now` */
    ruth_text limits;               /* JSON list: ids of limits that held this channel back; until the next call on the ledger */
} ruth_ledger_contact;
/* Fails: like ruth_ledger_read; RUTH_E_ARGUMENT: no decision, or an erased one. */
RUTH_API ruth_status ruth_ledger_look(ruth_ledger *ledger, uint64_t row, const char *channel, ruth_ledger_contact *out, ruth_error *error);

/* Does: destroys the key of this person (the fact `subject`, or where a request has none its id) and what is sealed under it, and adds a row that says so at the instant `at`.
 * Fails: like ruth_ledger_add. RUTH_E_IO also when another process holds the file: it is erased, but traces may stand in its -wal; call again. */
typedef struct ruth_erased {
    uint64_t decisions, outcomes, answers;
} ruth_erased; /* how many rows were emptied */
RUTH_API ruth_status ruth_ledger_erase(ruth_ledger *ledger, const char *subject, const char *at, ruth_erased *out, ruth_error *error);
/* The same for every decision and answer made for an instant before `before`, and every outcome of before it. */
RUTH_API ruth_status ruth_ledger_retain(ruth_ledger *ledger, const char *before, const char *at, ruth_erased *out, ruth_error *error);
/* A new Ed25519 key in hex. Keep `secret` from whoever writes the ledger; `open` is for verify. */
RUTH_API ruth_status ruth_ledger_key_new(char secret[RUTH_HEX], char open[RUTH_HEX], ruth_error *error);
RUTH_API ruth_status ruth_ledger_sign(ruth_ledger *ledger, const char *secret, const char *at, ruth_error *error); /* signs the head, as a row of its own */

#ifdef __cplusplus
}
#endif
#endif
