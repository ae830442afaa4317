/* options.c: one row an option; the same options everywhere, each verb says which it takes. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

typedef enum option_kind {
    FLAG,
    TEXT,
    NUMBER /* 1 to 256 */,
    COUNT /* from 0 up */,
    SECOND /* a text; given twice, the second is the newer policy */,
    BY,
    GUARD /* several */
} option_kind;
typedef struct option_row {
    const char *word, *letter, *value, *doc;
    option_kind kind;
    size_t offset;
    const char *as; /* how verbs name it, where one word means two things */
} option_row;
#define AT(member) offsetof(cli_options, member)
static const option_row rows[] = {
    {"policy", "p", "POLICY", "the policy's folder", TEXT, AT(policy), NULL},
    {"policy", "p", "POLICY", "the policy that is, then, once more, the one that would be", SECOND, AT(policy), "both-policies"},
    {"by", NULL, "WHAT", "people told apart by this fact too, or by circumstance (several times)", BY, 0, NULL},
    {"by", NULL, "GROUPS",
     "people told apart by segment, action (or stage), tone, channel, message, plan, month, policy, experiment (commas, or several times)", BY, 0, "groups"},
    {"guard", NULL, "GUARD", "what the change may not do: harsher=0, silent=+1%, lacking=+0, harsher=0@segment=late (several times)", GUARD, 0, NULL},
    {"html", NULL, "FILE", "one page with plots that needs nothing from anywhere, into FILE", TEXT, AT(page), "page"},
    {"at", NULL, "INSTANT", "decide as of this instant instead of each request's own now", TEXT, AT(at), NULL},
    {"audit", NULL, "DB", "the ledger: every decision, or answer, is kept there before it leaves", TEXT, AT(audit), NULL},
    {"subject", NULL, "ID", "the person: the fact subject, or the id of their requests", TEXT, AT(subject), NULL},
    {"channel", NULL, "CHANNEL", "of which channel", TEXT, AT(channel), NULL},
    {"local-before", NULL, "HH:MM", "only before this hour of the person's own day", TEXT, AT(local_before), NULL},
    {"from", NULL, "INSTANT", "decisions for this instant and later", TEXT, AT(from), NULL},
    {"to", NULL, "INSTANT", "decisions for instants before this one", TEXT, AT(until), NULL},
    {"head", NULL, "HEX", "a head that was kept elsewhere: it must be there", TEXT, AT(head), NULL},
    {"key", NULL, "FILE", "an Ed25519 key", TEXT, AT(key), NULL},
    {"exam", NULL, "EXAM", "laid out for an examination: cfpb", TEXT, AT(exam), NULL},
    {"out", NULL, "FOLDER", "a new folder to write to", TEXT, AT(out), NULL},
    {"older-than", NULL, "INSTANT", "what was decided for instants before this one", TEXT, AT(older_than), NULL},
    {"sample", NULL, "N", "only N rows, drawn by --seed", COUNT, AT(sample), NULL},
    {"plugins", NULL, "DIR", "the folder of plugins (default: the one beside the command)", TEXT, AT(plugins), NULL},
    {"map", NULL, "MAP.yaml", "what the columns mean", TEXT, AT(map), NULL},
    {"rejects", NULL, "FILE", "where rejected rows go: row, column, reason", TEXT, AT(rejects), NULL},
    {"jobs", "j", "N", "how many threads decide (default 1)", NUMBER, AT(jobs), NULL},
    {"lang", NULL, "LANG", "language of words for people", TEXT, AT(lang), NULL},
    {"for", NULL, "WHOM", "for whom it is said: officer (the default), person, examiner", TEXT, AT(audience), NULL},
    {"want", NULL, "PATH=VALUE", "what should come out: action=offer_plans, channel=none, plans=pause, …", TEXT, AT(want), NULL},
    {"seed", NULL, "N", "seed of what is generated", COUNT, AT(seed), NULL},
    {"people", NULL, "N", "how many people are generated (default 1000)", COUNT, AT(people), NULL},
    {"calls", NULL, "N", "how often each ability of a plugin is called (default 1000)", COUNT, AT(calls), NULL},
    {"days", NULL, "N", "how many days pass", COUNT, AT(days), NULL},
    {"within", NULL, "DAYS", "what came later does not count, and who has not had these days is left out", COUNT, AT(days), NULL},
    {"every", NULL, "HOURS", "hours between two decisions about one person (default 24)", NUMBER, AT(every), NULL},
    {"contacts", NULL, "FILE", "where each contact that took place goes, one JSON object a line", TEXT, AT(contacts), NULL},
    {"only", NULL, "WORDS", "only cases whose sentence has these words", TEXT, AT(only), NULL},
    {"strict", NULL, NULL, "warnings count as findings too, and what counsel must look at is listed", FLAG, AT(strict), NULL},
    {"all", NULL, NULL, "everything, also what is usually left out", FLAG, AT(all), NULL},
    {"contacted", NULL, NULL, "only decisions that contact somebody; what came counts for the last of them before it", FLAG, AT(contacted), NULL},
    {"json", NULL, NULL, "results as JSON (decisions always are)", FLAG, AT(json), NULL},
    {"junit", NULL, NULL, "results as JUnit XML", FLAG, AT(junit), NULL},
    {"html", NULL, NULL, "one HTML page that needs nothing from anywhere", FLAG, AT(html), NULL},
    {"quiet", "q", NULL, "no progress, no summary", FLAG, AT(quiet), NULL},
    {"progress", NULL, NULL, "show progress (the default on a terminal)", FLAG, AT(progress), NULL},
    {"help", "h", NULL, "this help", FLAG, AT(help), NULL},
};
enum { ROWS = sizeof rows / sizeof *rows };

static bool takes(const cli_verb *verb, const char *word) {
    size_t n = strlen(word);
    if (!strcmp(word, "help")) return true;
    for (const char *p = verb->options; (p = strstr(p, word)); p += n)
        if ((p == verb->options || p[-1] == ' ') && (p[n] == ' ' || !p[n])) return true;
    return false;
}

static const char *name_of(const option_row *row) { return row->as ? row->as : row->word; }

static const option_row *find(const cli_verb *verb, const char *arg, const char **value) {
    *value = NULL;
    for (int i = 0; i < ROWS; i++) {
        if (!takes(verb, name_of(&rows[i]))) continue;
        if (arg[1] == '-') {
            size_t n = strlen(rows[i].word);
            if (strncmp(arg + 2, rows[i].word, n) != 0 || (arg[2 + n] && arg[2 + n] != '=')) continue;
            if (arg[2 + n]) *value = arg + 3 + n;
            return &rows[i];
        }
        if (!rows[i].letter || arg[1] != rows[i].letter[0]) continue;
        if (arg[2]) *value = arg + 2;
        return &rows[i];
    }
    return NULL;
}

static bool add(const option_row *row, const char *value, cli_options *out) {
    const char **list = row->kind == BY ? out->by : out->guards;
    int *count = row->kind == BY ? &out->by_count : &out->guard_count;
    if (*count == (int)(sizeof out->by / sizeof *out->by)) {
        fprintf(stderr, "ruth: --%s is given too often\n", row->word);
        return false;
    }
    list[(*count)++] = value;
    return true;
}

static bool set(const option_row *row, const char *value, cli_options *out) {
    char *at = (char *)out + row->offset;
    if (row->kind == FLAG) {
        *(bool *)(void *)at = true;
        return true;
    }
    if (row->kind == TEXT) {
        memcpy(at, &value, sizeof value);
        return true;
    }
    if (row->kind == SECOND) {
        if (out->policy) out->newer = value;
        else out->policy = value;
        return true;
    }
    if (row->kind == BY || row->kind == GUARD) return add(row, value, out);
    char *end;
    if (row->kind == COUNT) {
        unsigned long long count = strtoull(value, &end, 10);
        if (*end || value[0] < '0' || value[0] > '9') {
            fprintf(stderr, "ruth: --%s takes a whole number, not %s\n", row->word, value);
            return false;
        }
        memcpy(at, &count, sizeof count);
        return true;
    }
    long n = strtol(value, &end, 10);
    if (*end || n < 1 || n > 256) {
        fprintf(stderr, "ruth: --%s takes a number from 1 to 256, not %s\n", row->word, value);
        return false;
    }
    *(int *)(void *)at = (int)n;
    return true;
}

bool cli_options_read(const cli_verb *verb, int argc, char **argv, cli_options *out) {
    memset(out, 0, sizeof *out);
    out->jobs = 1;
    out->files = calloc((size_t)argc + 1, sizeof *out->files); /* the caller's to free, also after a usage error */
    if (!out->files) return false;
    for (int i = 0; i < argc; i++) {
        const char *value;
        if (argv[i][0] != '-' || !argv[i][1]) {
            out->files[out->file_count++] = argv[i];
            continue;
        }
        const option_row *row = find(verb, argv[i], &value);
        if (!row) {
            fprintf(stderr, "ruth %s: no option %s; ruth %s --help lists what it takes\n", verb->name, argv[i], verb->name);
            return false;
        }
        if (row->kind != FLAG && !value && ++i < argc) value = argv[i];
        if (row->kind != FLAG && !value) {
            fprintf(stderr, "ruth %s: --%s needs a %s\n", verb->name, row->word, row->value);
            return false;
        }
        if (!set(row, value, out)) return false;
    }
    if (!out->quiet && isatty(STDERR_FILENO)) out->progress = true;
    if (out->quiet) out->progress = false;
    return true;
}

void cli_options_help(FILE *to, const cli_verb *verb) {
    fprintf(to, "%s\n    %s\n\n", verb->usage, verb->summary);
    for (int i = 0; i < ROWS; i++) {
        char words[64];
        if (!takes(verb, name_of(&rows[i]))) continue;
        snprintf(words, sizeof words, "%s%s%s--%s %s", rows[i].letter ? "-" : "", rows[i].letter ? rows[i].letter : "", rows[i].letter ? ", " : "    ",
                 rows[i].word, rows[i].value ? rows[i].value : "");
        fprintf(to, "  %-26s %s\n", words, rows[i].doc);
    }
}
