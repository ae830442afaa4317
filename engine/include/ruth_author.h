/* ruth_author.h: the contract for tools around policies; hosts that only decide do not need it. Same rules as ruth.h. */
#ifndef RUTH_AUTHOR_H
#define RUTH_AUTHOR_H

#include "ruth.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- import: a table and a map → request lines (docs/import.md) ---- */
typedef struct ruth_import ruth_import;
/* Gives bytes of the table into `into`, at most `room`: how many; 0 the end; below 0 when reading failed. Called from the thread that calls the import. */
typedef long (*ruth_import_read)(void *context, char *into, size_t room);
/* Why a row was not used. Texts live until the next call on the import. */
typedef struct ruth_import_problem {
    uint64_t row;       /* from 1, behind the line that names the columns */
    ruth_text column;   /* bytes NULL: the whole row */
    const char *reason; /* one sentence, NUL-terminated, constant */
} ruth_import_problem;

/* Does: reads the map (a file) and the table's first line. Gives: *out, yours to free before the engine.
 * Fails: RUTH_E_IO, RUTH_E_SYNTAX, RUTH_E_POLICY (the map, with file, line and column; a column named nowhere, or named but not there), RUTH_E_NOMEM. Threads: one at a time per import. */
RUTH_API ruth_status ruth_import_open(ruth_engine *engine, const char *map, ruth_import_read read, void *context, ruth_import **out, ruth_error *error);
RUTH_API void ruth_import_free(ruth_import *import); /* NULL allowed */
/* Gives: RUTH_OK and the next request, one line without newline, the import's until its next call; bytes NULL behind the last row.
 * Fails: RUTH_E_REQUEST: this row cannot be used, *problem says why, the next call goes on. RUTH_E_IO, RUTH_E_NOMEM: it cannot go on. */
RUTH_API ruth_status ruth_import_next(ruth_import *import, ruth_text *line, ruth_import_problem *problem, ruth_error *error);
/* Sentence i of what the map assumes; bytes NULL behind the last. */
RUTH_API ruth_text ruth_import_assumption(const ruth_import *import, size_t i);

/* ---- how a tool's result is written ---- */
typedef enum ruth_format {
    RUTH_AS_TEXT,  /* for people, lines of at most 120 characters where the content allows */
    RUTH_AS_COLOR, /* the same with ANSI colours */
    RUTH_AS_JSON,  /* one JSON document */
    RUTH_AS_JUNIT  /* test results for continuous integration (ruth_test only) */
} ruth_format;

/* ---- check: every slip of a policy, with its place, what would have happened, and what to write instead ---- */
typedef struct ruth_check ruth_check;
typedef struct ruth_check_options {
    size_t size;     /* sizeof(ruth_check_options) */
    const char *now; /* an instant: what has expired by then is found; NULL: nothing is */
    int strict;      /* also what counsel must look at: rules of law from memory, unverified sources */
    int all;         /* also the notes: overlaps, what only `otherwise` covers */
} ruth_check_options;
typedef struct ruth_finding {
    int level;        /* 0 error, 1 warning, 2 note */
    const char *code; /* a closed list for machines, docs/check.md */
    const char *file; /* "" the policy as a whole */
    int line, column, length;
    const char *message, *effect, *suggestion; /* "" where there is nothing to say */
    const char *request;                       /* a request that shows it; "" none */
} ruth_finding;
/* Gives: RUTH_OK whatever was found, *out yours to free before the engine. Fails: RUTH_E_IO (no such folder), RUTH_E_NOMEM, RUTH_E_ARGUMENT. Threads: any. */
RUTH_API ruth_status ruth_check_run(ruth_engine *engine, const char *folder, const ruth_check_options *options, ruth_check **out, ruth_error *error);
RUTH_API void ruth_check_free(ruth_check *check);                     /* NULL allowed */
RUTH_API size_t ruth_check_count(const ruth_check *check, int level); /* how many of a level; −1: all */
/* Finding i, the worst first; texts live as long as the check. Fails: RUTH_E_ARGUMENT past the end. */
RUTH_API ruth_status ruth_check_finding(const ruth_check *check, size_t i, ruth_finding *out);
/* The findings as a text; the check's until its next call. */
RUTH_API ruth_status ruth_check_write(ruth_check *check, ruth_format format, ruth_text *out, ruth_error *error);

/* ---- test: the scenario cases of a policy, its guarantees, and what neither touches (docs/testing.md) ---- */
typedef struct ruth_test ruth_test;
typedef struct ruth_test_options {
    size_t size;      /* sizeof(ruth_test_options) */
    uint64_t seed;    /* of the generated people; 0: the same every time */
    uint64_t people;  /* how many are generated; 0: 1,000 */
    const char *only; /* cases whose sentence has this in it; NULL: all */
    int all;          /* the text names each passed case and each untouched condition too */
} ruth_test_options;
/* Gives: RUTH_OK whatever passed or failed. Fails: as ruth_policy_load, also for a file of cases that cannot be read (with its place). */
RUTH_API ruth_status ruth_test_run(ruth_engine *engine, const char *folder, const ruth_test_options *options, ruth_test **out, ruth_error *error);
RUTH_API void ruth_test_free(ruth_test *test);                                         /* NULL allowed */
RUTH_API void ruth_test_counts(const ruth_test *test, size_t *passed, size_t *failed); /* cases and guarantees together */
RUTH_API ruth_status ruth_test_write(ruth_test *test, ruth_format format, ruth_text *out, ruth_error *error);

/* ---- explain: one decision again, with everything that led to it ---- */
typedef struct ruth_explainer ruth_explainer; /* a policy with its sources, and a session; one thread at a time */
typedef enum ruth_audience { RUTH_FOR_OFFICER, RUTH_FOR_PERSON, RUTH_FOR_EXAMINER } ruth_audience;
typedef struct ruth_explain_options {
    size_t size; /* sizeof(ruth_explain_options) */
    ruth_audience audience;
    const char *lang; /* "en", "fr"; NULL: the policy's first (for a person: the person's) */
    const char *now;  /* replaces the request's; NULL: its own */
    int all;          /* every rule considered, with the condition that failed it */
    ruth_format format;
} ruth_explain_options;
RUTH_API ruth_status ruth_explainer_new(ruth_engine *engine, const char *folder, ruth_explainer **out, ruth_error *error);
RUTH_API void ruth_explainer_free(ruth_explainer *explainer); /* NULL allowed */
/* Does: decides the request as ruth_decide_line does, byte for byte, and says why. Gives: *out, the explainer's until its next call; *decision (NULL allowed) the answer line.
 * Fails: RUTH_E_REQUEST (rejected, *decision is the error line), RUTH_E_NOMEM, RUTH_E_ARGUMENT. */
RUTH_API ruth_status ruth_explain(ruth_explainer *explainer, const char *bytes, size_t length, const ruth_explain_options *options, ruth_text *out,
                                  ruth_text *decision, ruth_error *error);

/* ---- charter: the limits of a policy as one page, from what is enforced (docs/charter.md) ---- */
typedef struct ruth_charter_page ruth_charter_page; /* a policy with its sources; one thread at a time */
typedef struct ruth_charter_page_options {
    size_t size;      /* sizeof(ruth_charter_page_options) */
    const char *lang; /* "en", "fr"; NULL: the policy's first */
    int html;         /* one HTML document that needs nothing from anywhere; else lines of at most 110 characters */
} ruth_charter_page_options;
/* Does: loads the policy and its packs. Gives: *out, yours to free before the engine. Fails: as ruth_policy_load. */
RUTH_API ruth_status ruth_charter_page_open(ruth_engine *engine, const char *folder, ruth_charter_page **out, ruth_error *error);
RUTH_API void ruth_charter_page_free(ruth_charter_page *page); /* NULL allowed */
/* Does: puts every limit into words: for whom, what may not happen, until when, why, from where, how well verified; the figures they rest on, as they are in force.
 * `options` NULL: all defaults. Gives: *out, the page's until its next call. Fails: RUTH_E_ARGUMENT (no such language, options of another size), RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_charter_page_write(ruth_charter_page *page, const ruth_charter_page_options *options, ruth_text *out, ruth_error *error);

/* ---- what if: the smallest changes of facts that would change a decision, or reach a wanted one ---- */
typedef struct ruth_whatif ruth_whatif; /* a policy with its sources, and a session; one thread at a time */
RUTH_API ruth_status ruth_whatif_new(ruth_engine *engine, const char *folder, ruth_whatif **out, ruth_error *error); /* fails like ruth_policy_load */
RUTH_API void ruth_whatif_free(ruth_whatif *whatif);                                                                 /* NULL allowed */
/* Does: decides the request, then with one fact changed, with two, with three (only where something is wanted), each time through the same door; who it is and where they live stays.
 * `want`: "action=offer_plans"; segment, action, tone, channel, hand_over ("none" allowed), plans; NULL: anything else than what is decided. `now`: replaces the request's; NULL: its own.
 * Gives: *out, as text or JSON, until the next call: the changes, smallest first, with in whose power they are and what would be decided. At most 20,000 decisions are made; JSON says whether that was all.
 * Fails: RUTH_E_REQUEST (rejected), RUTH_E_ARGUMENT (nothing that can be wanted), RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_whatif_ask(ruth_whatif *whatif, const char *bytes, size_t length, const char *want, const char *now, ruth_format format,
                                     ruth_text *out, ruth_error *error);

/* ---- diff: what a change of policy would do to people, before it is made (docs/diff.md) ---- */
typedef struct ruth_diff ruth_diff; /* two policies, a session each, and the counts; one thread at a time */
typedef struct ruth_diff_options {
    size_t size;           /* sizeof(ruth_diff_options) */
    const char *now;       /* replaces every request's; NULL: its own */
    const char *const *by; /* facts of the old policy that have one value, or "circumstance": by what people are told apart, beside segment and jurisdiction */
    size_t by_count;
    const char *const *guards; /* "harsher=0", "silent=+1%", "harsher=0@segment=late"; docs/diff.md has them all */
    size_t guard_count;
    uint64_t days, seed; /* lives everybody through so many days with both policies too (at most 3660), calls ending by the seed; 0: does not */
} ruth_diff_options;
typedef enum ruth_diff_format { RUTH_DIFF_TEXT, RUTH_DIFF_JSON, RUTH_DIFF_HTML, RUTH_DIFF_HTML_FR } ruth_diff_format;
/* Fails: like ruth_policy_load; RUTH_E_ARGUMENT: no such fact, no guard. *out is yours to free before the engine. */
RUTH_API ruth_status ruth_diff_open(ruth_engine *engine, const char *old_policy, const char *new_policy, const ruth_diff_options *options, ruth_diff **out,
                                    ruth_error *error);
RUTH_API void ruth_diff_free(ruth_diff *diff); /* NULL allowed */
/* Does: decides one request by both and adds it up. Fails: RUTH_E_REQUEST: one of them rejects it; it is counted as rejected, go on. RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_diff_line(ruth_diff *diff, const char *bytes, size_t length, ruth_error *error);
/* One request more is not there any more: an erased decision of a ledger. Counted, and said. */
RUTH_API void ruth_diff_passed_over(ruth_diff *diff);
/* The impact so far; the diff's until its next call. *broken (NULL allowed): how many guards are broken; of nobody, every one. */
RUTH_API ruth_status ruth_diff_write(ruth_diff *diff, ruth_diff_format format, ruth_text *out, size_t *broken, ruth_error *error);

/* ---- try: one file alone, in the sandbox or through a policy's readers: an officer's sandbox, and the door for files nobody trusts ---- */
typedef struct ruth_try ruth_try;
/* Does: FILE.lua runs once in the policy sandbox, with the words of the language and the default budget; FILE.yaml goes through the policy's YAML reader, FILE.json through
 * the lexical layer of the request reader. Gives: RUTH_OK whatever came of it, a file that cannot be read included; *out yours to free before the engine.
 * Fails: RUTH_E_ARGUMENT (another kind of file), RUTH_E_NOMEM. Threads: any. */
RUTH_API ruth_status ruth_try_open(ruth_engine *engine, const char *file, ruth_try **out, ruth_error *error);
RUTH_API void ruth_try_free(ruth_try *tried); /* NULL allowed */
/* What came of it, one line of UTF-8 without newline or control characters, the try's own: "returned VALUE", "error MESSAGE", "limit KIND" (instructions, memory),
 * "accepted", "rejected MESSAGE". *good (NULL allowed): 1 for returned and accepted, else 0. */
RUTH_API ruth_text ruth_try_line(const ruth_try *tried, int *good);

/* ---- simulate: a policy lived through for days, its contacts played back in (docs/simulate.md) ---- */
typedef struct ruth_simulation ruth_simulation; /* a policy, a session and the counts; one thread at a time */
typedef struct ruth_simulation_options {
    size_t size;     /* sizeof(ruth_simulation_options) */
    uint64_t days;   /* 1 to 3660 */
    uint64_t every;  /* hours between two decisions about one person, 1 to 256; 0: 24 */
    uint64_t seed;   /* of how calls end */
    const char *now; /* when everybody starts; NULL: each at their own now */
    int eager;       /* decides at every step, also while the last decision is still good: slower, the same contacts */
} ruth_simulation_options;
/* Fails: as ruth_policy_load, also for a simulation.yaml that does not hold (with its place); RUTH_E_ARGUMENT (options). *out is yours to free before the engine. */
RUTH_API ruth_status ruth_simulation_open(ruth_engine *engine, const char *folder, const ruth_simulation_options *options, ruth_simulation **out,
                                          ruth_error *error);
RUTH_API void ruth_simulation_free(ruth_simulation *simulation); /* NULL allowed */
/* Does: one person, a request as they stand at the start, through all the days. Gives: *contacts (NULL allowed), a line of JSON for each contact that took place, until the next call.
 * Fails: RUTH_E_REQUEST: rejected at the start; counted as that, go on. RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_simulation_line(ruth_simulation *simulation, const char *bytes, size_t length, uint64_t line, ruth_text *contacts, ruth_error *error);
/* People simulated so far, and decisions made for them. */
RUTH_API void ruth_simulation_counts(const ruth_simulation *simulation, uint64_t *people, uint64_t *decisions);
/* The report so far, RUTH_AS_TEXT or RUTH_AS_JSON; the simulation's until its next call. */
RUTH_API ruth_status ruth_simulation_write(ruth_simulation *simulation, ruth_format format, ruth_text *out, ruth_error *error);

/* ---- new: a policy to start from ---- */
/* Does: makes the folder (which must not be there) with a small commented policy named like its last part; it checks, tests and decides at once.
 * Fails: RUTH_E_ARGUMENT (no name of a policy, or something is there), RUTH_E_IO. Nothing is left behind on failure. */
RUTH_API ruth_status ruth_new_policy(const char *folder, ruth_error *error);

/* ---- lint-text: the words and the reading level of one text (docs/lint-text.md) ---- */
typedef struct ruth_wording ruth_wording;
typedef struct ruth_wording_options {
    size_t size;      /* sizeof(ruth_wording_options) */
    const char *lang; /* "en", "fr"; NULL: guessed from its commonest words */
    const char *name; /* what findings call the text; NULL: "text" */
} ruth_wording_options;
typedef struct ruth_reading {
    const char *lang; /* "en" or "fr" */
    int guessed;
    int64_t words, sentences, syllables;
    int64_t score, limit; /* thousandths: Flesch-Kincaid grade, at most 8000 (English); Kandel-Moles, at least 60000 (French) */
    size_t threats;       /* findings that press or frighten: classes arrest to status_threat */
} ruth_reading;
/* Gives: RUTH_OK whatever was found, *out yours to free before the engine; it keeps a copy of the text. `options` NULL: all defaults.
 * Fails: RUTH_E_ARGUMENT (no word in it, no such language, not UTF-8, over 16 MiB), RUTH_E_NOMEM. Threads: any. */
RUTH_API ruth_status ruth_wording_run(ruth_engine *engine, const char *bytes, size_t length, const ruth_wording_options *options, ruth_wording **out,
                                      ruth_error *error);
RUTH_API void ruth_wording_free(ruth_wording *wording); /* NULL allowed */
RUTH_API size_t ruth_wording_count(const ruth_wording *wording);
/* Finding i, in the order of the text: `code` is its class, `effect` why, `suggestion` what to write instead. Fails: RUTH_E_ARGUMENT past the end. */
RUTH_API ruth_status ruth_wording_finding(const ruth_wording *wording, size_t i, ruth_finding *out);
RUTH_API void ruth_wording_reading(const ruth_wording *wording, ruth_reading *out);
/* The findings and the figures as a text or JSON; the wording's until its next call. */
RUTH_API ruth_status ruth_wording_write(ruth_wording *wording, ruth_format format, ruth_text *out, ruth_error *error);

/* ---- plugins: what a file says of itself, how it behaves, and a folder to start one from (docs/plugin-guide.md) ---- */
typedef struct ruth_plugin_probe ruth_plugin_probe; /* one plugin under the lamp; one thread at a time */
/* Does: reads FOLDER/NAME.so behind the door that policies use (owner, rights, versions, its one symbol); nothing of it is run. Gives: *out, yours to free before the engine.
 * Fails: RUTH_E_POLICY (refused, with one sentence), RUTH_E_ARGUMENT (no name of a plugin's file), RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_plugin_probe_open(ruth_engine *engine, const char *file, ruth_plugin_probe **out, ruth_error *error);
RUTH_API void ruth_plugin_probe_free(ruth_plugin_probe *probe); /* NULL allowed */
/* What it states, read from the file's bytes; abilities only where it states them as data (ABI 1.1). The text is the probe's until its next call. */
RUTH_API ruth_status ruth_plugin_probe_info(ruth_plugin_probe *probe, ruth_format format, ruth_text *out, ruth_error *error);
typedef struct ruth_plugin_check_options {
    size_t size;                     /* sizeof(ruth_plugin_check_options) */
    const char *policy;              /* a policy that lists the plugin: its facts, its data files; NULL: facts as the plugin declares them */
    uint64_t seed;                   /* of the generated requests; 0: the same every time */
    uint64_t calls;                  /* of each ability; 0: 1,000. Of a plugin that is not pure: at most 20 */
    int64_t (*clock)(void *context); /* nanoseconds that only grow, to time calls with; NULL: they are not timed */
    void *context;
} ruth_plugin_check_options;
/* Does: loads the file (from here on its code runs), opens it, calls each ability on generated requests, closes it. Gives: RUTH_OK whatever was found, *failing how many things were.
 * Fails: RUTH_E_ARGUMENT, RUTH_E_NOMEM, and what ruth_policy_load fails with. */
RUTH_API ruth_status ruth_plugin_probe_check(ruth_plugin_probe *probe, const ruth_plugin_check_options *options, size_t *failing, ruth_error *error);
/* The last check as a text; the probe's until its next call. */
RUTH_API ruth_status ruth_plugin_probe_result(ruth_plugin_probe *probe, ruth_format format, ruth_text *out, ruth_error *error);
/* Does: makes the folder (which must not be there), named like its plugin, with a source of that kind (enrich, offer, render, inspect, observe), a Makefile, a README and a test.
 * Fails: RUTH_E_ARGUMENT (no such kind, no name of a plugin, something is there), RUTH_E_IO. Nothing is left behind on failure. */
RUTH_API ruth_status ruth_new_plugin(const char *folder, const char *kind, ruth_error *error);

/* ---- examination: a ledger laid out for who examines ---- */
/* Does: makes the folder, for its owner alone, and writes decisions (NDJSON), views of them by the examination's modules (CSV), the policies, a manifest of hashes.
 * `exam`: "cfpb". Decisions for from <= instant < until (INT64_MIN, INT64_MAX: all). Fails: RUTH_E_ARGUMENT, RUTH_E_IO (what was written stays), RUTH_E_LEDGER, RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_exam_write(ruth_ledger *ledger, const char *exam, const char *folder, int64_t from, int64_t until, ruth_error *error);

/* ---- report: what came of decisions, by group, each rate with how many it is of and how sure it is (docs/report.md) ---- */
typedef struct ruth_report ruth_report;
typedef struct ruth_report_options {
    size_t size; /* sizeof(ruth_report_options) */
    const char *const
        *by;         /* "segment", "action" (or "stage"), "tone", "channel", "message", "plan", "month", "policy", "experiment"; several in one with commas */
    size_t by_count; /* 0: segment, action, tone, channel, plan, experiment */
    int64_t from, until; /* decisions for from <= instant < until (INT64_MIN, INT64_MAX: all) */
    uint64_t within;     /* days in which an outcome counts; decisions that have not had them are left out. 0: however late */
    const char *now;     /* for that: as of this instant; NULL: the latest that the ledger speaks of */
    int contacted;       /* only decisions that contact somebody; what came later counts for the last of them. The arms of experiments stay whole */
} ruth_report_options;
typedef enum ruth_report_format { RUTH_REPORT_TEXT, RUTH_REPORT_JSON, RUTH_REPORT_HTML } ruth_report_format;
/* Does: reads the ledger once, person by person. `options` NULL: all defaults. Gives: *out, yours to free before the ledger. Fails: RUTH_E_ARGUMENT, RUTH_E_LEDGER, RUTH_E_IO, RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_report_open(ruth_ledger *ledger, const ruth_report_options *options, ruth_report **out, ruth_error *error);
RUTH_API void ruth_report_free(ruth_report *report); /* NULL allowed */
/* `lang`: "en", "fr"; NULL: English. Gives: *out, the report's until its next call. Fails: RUTH_E_ARGUMENT (no such language), RUTH_E_NOMEM. */
RUTH_API ruth_status ruth_report_write(ruth_report *report, ruth_report_format format, const char *lang, ruth_text *out, ruth_error *error);

#ifdef __cplusplus
}
#endif
#endif
