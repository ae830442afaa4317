/* main.c: one row a verb; finds the verb, reads its options, runs it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const cli_verb verbs[] = {
    {"charter", "ruth charter [--lang LANG] [--html] POLICY", "the limits in force in plain words, from what is enforced", "policy plugins lang html quiet",
     cli_charter},
    {"check", "ruth check [--strict] [--all] [--json] POLICY", "every slip of a policy, the worst first", "policy plugins at strict all json quiet", cli_check},
    {"decide", "ruth decide -p POLICY [--at INSTANT] [--audit DB] [FILE…]", "decide every request (NDJSON in, NDJSON out, same order)",
     "policy plugins at audit jobs quiet progress json", cli_decide},
    {"permit", "ruth permit -p POLICY [--audit DB] [FILE…]", "may this contact take place then? one question a line, with `proposed`",
     "policy plugins at audit jobs quiet progress json", cli_permit},
    {"new", "ruth new policy FOLDER", "a small policy to start from", "quiet", cli_new},
    {"test", "ruth test [--only WORDS] [--all] [--json|--junit] POLICY", "the cases and guarantees of a policy, and what no case touches",
     "policy plugins only seed people all json junit quiet", cli_test},
    {"import", "ruth import --map MAP.yaml [--rejects FILE] FILE.csv", "CSV to requests, by a map that says what every column means",
     "map rejects quiet progress", cli_import},
    {"explain", "ruth explain -p POLICY [--for WHOM] [FILE]", "one decision again, with everything that led to it", "policy plugins at for lang all json quiet",
     cli_explain},
    {"whatif", "ruth whatif -p POLICY [--want PATH=VALUE] [FILE]", "the smallest changes of facts that would change a decision",
     "policy plugins at want json quiet", cli_whatif},
    {"diff", "ruth diff -p OLD -p NEW [--by WHAT] [--guard GUARD] [--days N] [--html FILE] [FILE…|DB]",
     "what a change of policy would do to people, before it is made", "both-policies plugins at from to by guard days seed page lang json quiet progress",
     cli_diff},
    {"lint-text", "ruth lint-text [--lang LANG] [--json] [FILE]", "the tone, jargon and reading level of a text, with what to write instead", "lang json quiet",
     cli_lint_text},
    {"try", "ruth try FILE.lua | FILE.yaml | FILE.json", "one file alone: a chunk in the sandbox, or a file through a policy's readers", "quiet", cli_try},
    {"audit", "ruth audit verify|show|find|export|record|erase|sign DB … | key FILE",
     "the ledger: proved, looked into, searched, exported, told what came of it, erased, signed",
     "exam out head key channel local-before from to subject older-than at plugins quiet progress", cli_audit},
    {"replay", "ruth replay DB [--sample N --seed S]", "kept decisions again, by the policy of their day: the same bytes, or the difference",
     "sample seed plugins quiet progress", cli_replay},
    {"report", "ruth report DB [--by GROUPS] [--from INSTANT] [--to INSTANT] [--within DAYS] [--contacted] [--html FILE]",
     "what came of decisions, by group, and how sure that is", "groups from to within contacted at page lang json plugins quiet", cli_report},
    {"simulate", "ruth simulate -p POLICY --days N [FILE…]", "a policy lived through for days, its contacts played back in",
     "policy plugins days every at seed contacts json quiet progress", cli_simulate},
    {"plugin", "ruth plugin list | info FILE | check FILE | new KIND NAME", "plugins: what is there, what one says of itself, how it behaves, a new one",
     "plugins policy seed calls quiet json", cli_plugin},
};
enum { VERBS = sizeof verbs / sizeof *verbs };

enum { COLUMN = 52 };

/* A column is a character, not a byte; what is too long for its column has a line of its own. */
static void help_line(FILE *to, const cli_verb *v) {
    int wide = 0;
    for (const char *p = v->usage; *p; p++) wide += ((unsigned char)*p & 0xc0) != 0x80;
    if (wide > COLUMN) fprintf(to, "  %s\n  %*s %s\n", v->usage, (int)COLUMN, "", v->summary);
    else fprintf(to, "  %s%*s %s\n", v->usage, (int)COLUMN - wide, "", v->summary);
}

static void help(FILE *to) {
    fputs(
        "ruth decides, for each person who owes money, whether, when, how and in what tone to contact them,\nwhat plan to offer and when a human should take over.\n\n",
        to);
    for (int i = 0; i < VERBS; i++) help_line(to, &verbs[i]);
    fputs(
        "\n  ruth VERB --help   what a verb takes\n  ruth --version\n\n"
        "Standard output carries results only. Exit: 0 done, 1 findings, 2 usage, 3 some lines rejected,\n4 the policy did not load, 5 the ledger is broken, 70 internal error.\n",
        to);
}

/* What could not be written, now or before, is no success. */
static int finish(int code) {
    if ((fflush(stdout) == 0 && !ferror(stdout)) || code) return code;
    fprintf(stderr, "ruth: standard output: %s\n", errno ? strerror(errno) : "it could not be written");
    return EXIT_INTERNAL;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        help(stderr);
        return EXIT_USAGE;
    }
    if (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help") || !strcmp(argv[1], "help")) {
        help(stdout);
        return finish(EXIT_DONE);
    }
    if (!strcmp(argv[1], "--version")) {
        printf("ruth %s\n", ruth_version());
        return finish(EXIT_DONE);
    }
    for (int i = 0; i < VERBS; i++) {
        cli_options o;
        if (strcmp(argv[1], verbs[i].name) != 0) continue;
        int code = EXIT_DONE;
        if (!cli_options_read(&verbs[i], argc - 2, argv + 2, &o)) code = EXIT_USAGE;
        else if (o.help) cli_options_help(stdout, &verbs[i]);
        else code = verbs[i].run(&o);
        free(o.files);
        return finish(code);
    }
    fprintf(stderr, "ruth: there is no verb %s; ruth --help lists them\n", argv[1]);
    return EXIT_USAGE;
}
