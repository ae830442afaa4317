/* test_check_slips.c: each slip an officer makes is found once, where it stands, with what it would have done and what to write; several at once are all found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/slips.h"

typedef struct checked {
    ruth_engine *engine;
    ruth_check *check;
    char folder[256];
} checked;

static void open_check(checked *c, const support_file *files) {
    ruth_check_options options = {.size = sizeof options};
    ruth_error e;
    memset(c, 0, sizeof *c);
    snprintf(c->folder, sizeof c->folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &c->engine, &e), RUTH_OK);
    if (ruth_check_run(c->engine, c->folder, &options, &c->check, &e) != RUTH_OK) fail_msg("the check did not run: %s", e.message);
}

static void close_check(checked *c) {
    ruth_check_free(c->check);
    ruth_engine_free(c->engine);
    support_remove(c->folder);
}

/* Words that only somebody who knows Lua understands. */
static bool speaks_lua(const char *text) {
    static const char *const words[] = {"attempt to", " near ",  "nil",        "<eof>",           "userdata", "upvalue",
                                        "global '",   "local '", "metamethod", "stack traceback", "[string"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(text, words[i])) return true;
    return false;
}

static slips_marked place_in(const char *text, const char *part) {
    slips_marked m = {1, 1, 0};
    const char *at = strstr(text, part);
    assert_non_null(at);
    for (const char *p = text; p < at; p++) {
        if (((unsigned char)*p & 0xC0) != 0x80) m.column++;
        if (*p == '\n') m.line++, m.column = 1;
    }
    return m;
}

static const char *text_of(const support_file *files, const char *name) {
    while (files->name && strcmp(files->name, name) != 0) files++;
    return files->name ? files->text : "";
}

static bool as_expected(const slip *s, const ruth_finding *f, slips_marked m) {
    const char *file = s->elsewhere ? s->elsewhere : s->file;
    bool placed = !m.line || (f->line == m.line && f->column == m.column && (!m.length || f->length == m.length));
    return f->level == 0 && !strcmp(f->file, file) && placed && !strcmp(f->code, s->code) && strstr(f->message, s->says) && f->effect[0] &&
           (s->suggestion[0] ? strstr(f->suggestion, s->suggestion) != NULL : true) && !speaks_lua(f->message) && !speaks_lua(f->suggestion) &&
           strstr(f->message, s->says);
}

static void show(const char *name, const ruth_check *check, slips_marked m, const char *file) {
    ruth_finding f;
    print_error("%s: expected %s:%d:%d length %d; found %zu\n", name, file, m.line, m.column, m.length, ruth_check_count(check, -1));
    for (size_t i = 0; i < ruth_check_count(check, -1); i++) {
        assert_int_equal(ruth_check_finding(check, i, &f), RUTH_OK);
        print_error("    %s:%d:%d length %d [%s] %s\n        effect: %s\n        suggestion: %s\n", f.file, f.line, f.column, f.length, f.code, f.message,
                    f.effect, f.suggestion);
    }
}

static void each_slip_is_found_once_where_it_stands(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < slips_count; i++) {
        const slip *s = &slips_all[i];
        support_file files[SLIPS_ROOM];
        slips_marked m;
        checked c;
        ruth_finding f;
        slips_plant(s, files, &m);
        if (s->there) m = place_in(text_of(files, s->elsewhere), s->there);
        open_check(&c, files);
        bool good = ruth_check_count(c.check, -1) == 1 && ruth_check_finding(c.check, 0, &f) == RUTH_OK && as_expected(s, &f, m);
        if (!good) show(s->name, c.check, m, s->elsewhere ? s->elsewhere : s->file);
        wrong += !good;
        close_check(&c);
        slips_free(files);
    }
    printf("%zu slips\n", slips_count);
    assert_int_equal(wrong, 0);
}

/* ---- several at once ---- */
typedef struct edit {
    const char *file, *from, *to;
} edit;
typedef struct several {
    const char *name;
    edit edits[4];
    const char *codes; /* in the order of the findings: by file, line, column */
} several;

/* clang-format off */
static const several bunches[] = {
    {"two in one condition", {{"segments.lua", "days_late = between(1, 15), promises = at_most(number.most_promises)", "days_lat = between(1, 15), promises = at_most(number.most)"}}, "unknown_fact unknown_number"},
    {"two in one rule", {{"segments.lua", "promises = at_most(number.most_promises) },\n  because = \"why.late\"", "promises = at_most(number.most) },\n  becuase = \"why.late\""}}, "unknown_number unknown_key"},
    {"a value and a team of one limit", {{"charter.lua", "from = fact.life_event_on, hand_over = team \"care\"", "from = fact.life_event_in, hand_over = team \"cares\""}}, "unknown_fact unknown_team"},
    {"two rules of one file", {{"referrals.lua", "referral \"advice\" { when = { days_late = at_least(1) }, because = \"why.late\" }", "referral \"advice\" { when = { days_lat = at_least(1) } }\nreferral \"more\" { when = { promises = at_leest(1) } }"}}, "unknown_fact unknown_word"},
    {"two files", {{"segments.lua", "circumstance.bereaved", "circumstance.bereavd"}, {"actions.lua", "\"ask\", \"early\"", "\"ask\", \"erly\""}}, "unknown_segment unknown_circumstance"},
    {"a file that cannot be read, and another one", {{"segments.lua", "circumstance.bereaved, because", "circumstance.bereaved because"}, {"actions.lua", "message = \"reminder\"", "message = \"remnder\""}}, "unknown_message syntax"},
    {"two rules that cannot be read", {{"charter.lua", "when = circumstance.bereaved,\n", "when = circumstance.bereaved\n"}, {"charter.lua", "on = { channel = \"email\" },", "on = { channel = \"email\" "}}, "syntax syntax"},
    {"two keys of one fact", {{"facts.yaml", "promises: { type: integer, range: [0, 99], if_missing: 0, source: host }", "promises: { type: integer, rang: [0, 99], if_mising: 0, source: host }"}}, "unknown_key unknown_key"},
    {"two facts", {{"facts.yaml", "balance: { type: money", "balance: { type: mony"}, {"facts.yaml", "complaint: { type: boolean", "complaint: { typ: boolean"}}, "unknown_value unknown_key"},
    {"a derived fact and a rule that reads it", {{"derive.lua", "fact.income - fact.costs", "fact.income - fact.cost"}, {"plans.lua", "at_least(money(\"5.00 USD\"))", "at_least(\"5\")"}}, "unknown_fact money"},
    {"two rows", {{"actions.lua", "\"peace\", \"bereaved\", any", "\"peace\", \"bereavd\", any"}, {"actions.lua", "at_least(3)", "at_leest(3)"}}, "unknown_segment unknown_word"},
    {"a name missed in two places is told once", {{"circumstances.lua", "circumstance \"bereaved\"", "circumstance \"bereavd\""}}, "unknown_circumstance"},
    {"a text that does not end, and a value further down", {{"facts.yaml", "en: \"what comes in\"", "en: \"what comes in"}, {"numbers.yaml", "type: ratio", "type: rati"}}, "syntax unknown_value"},
    {"a text in single quotes that does not end", {{"facts.yaml", "en: \"what comes in\"", "en: 'what comes in"}, {"numbers.yaml", "type: ratio", "type: rati"}}, "syntax unknown_value"},
    {"a brace that does not close, and another file", {{"facts.yaml", "source: host, protected: true }", "source: host, protected: true"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "syntax type"},
    {"a list that does not close", {{"facts.yaml", "values: [female, male]", "values: [female, male"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "form type"},
    {"a list that closes twice", {{"numbers.yaml", "higher }\ngap", "higher }}\ngap"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "syntax type"},
    {"a fact twice, and a key of another", {{"facts.yaml", "costs: { type: money", "income: { type: money"}, {"facts.yaml", "range: [0, 99]", "rang: [0, 99]"}}, "unknown_fact unknown_key twice"},
    {"a derived fact without its derivation, and a slip", {{"derive.lua", "derive.letters", "derive.leters"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "not_declared type"},
    {"a derivation that cannot be read, of a fact that rules read", {{"derive.lua", "last { outcome", "last outcome"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "syntax type"},
    {"a colon lost in a block", {{"directory.yaml", "advice:", "advice"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "syntax type"},
    {"a key of a block's list", {{"directory.yaml", "phone: \"555\"", "fone: \"555\""}, {"directory.yaml", "free: true", "fre: true"}}, "unknown_key unknown_key"},
    {"a line of a message", {{"messages/en.yaml", "  purpose: demand", "  purpos: demand"}, {"messages/en.yaml", "  carries: [free_advice]", "  carries: [free_advise]"}}, "unknown_text unknown_key"},
    {"a tab in front", {{"messages/en.yaml", "  purpose: demand", "\tpurpose: demand"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "does_not_load type"},
    {"a pack that is not there", {{"policy.yaml", "uses: []", "uses: [nobody]"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "unknown_pack type"},
    {"a language that is none", {{"policy.yaml", "languages: [en, fr]", "languages: [en, frr]"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "missing_text type stray_file"},
    {"a text of Lua that does not end", {{"segments.lua", "because = \"why.late\",\n}", "because = \"why.late,\n}"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "syntax type"},
    {"an equals sign lost, and a key of the next rule", {{"segments.lua", "segment \"late\" { when = otherwise", "segment \"late\" { when otherwise"}, {"segments.lua", "because = \"why.bereaved\"", "becase = \"why.bereaved\""}}, "unknown_key syntax"},
    {"a word between rules", {{"segments.lua", "-- who is who\n", "-- who is who\nwho is who\n"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "syntax type"},
    {"a key twice in one table", {{"plans.lua", "longest = 24,", "longest = 24, longest = 12,"}, {"plans.lua", "promises = below(2)", "promises = belw(2)"}}, "unknown_word key_twice"},
    {"a column that is none", {{"actions.lua", "\"days_late\", \"is\"", "\"days_lat\", \"is\""}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "unknown_fact type"},
    {"a cell too many", {{"actions.lua", "nothing, \"why.bereaved\" }", "nothing, nothing, \"why.bereaved\" }"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "cells type"},
    {"the columns are lost", {{"actions.lua", "columns {", "colums {"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "unknown_word type"},
    {"the last segment is lost", {{"segments.lua", "segment \"late\" { when = otherwise", "segmnt \"late\" { when = otherwise"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "unknown_word type"},
    {"a ladder that cannot be read", {{"ladders.lua", "{ \"none\", contact = false },", "{ \"none\" contact = false },"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "syntax type"},
    {"an entry without its name", {{"charter.lua", "hand_over = team \"care\"", "team \"care\""}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "no_key type"},
    {"a field of contacts that rules name", {{"contacts.yaml", "about: { type: enum", "about: { typ: enum"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "unknown_key type"},
    {"a number that rules name", {{"numbers.yaml", "gap: { type: integer", "gap: { type: intger"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "unknown_value type"},
    {"a team that rules name", {{"teams.yaml", "care: { name", "care: { nam"}, {"facts.yaml", "range: [0, 99]", "rang: [0, 99]"}}, "unknown_key unknown_key"},
    {"the last line of a file, without its end", {{"facts.yaml", "letters: { type: integer, source: derived }\n", "letters: { type: integer, source: derived, of: nothing"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "syntax type"},
    {"a file of Lua that is no Lua at all", {{"tones.lua", "tone \"plain\" { when = otherwise }\n", "the tone is plain\n"}, {"teams.yaml", "urgency: 2", "urgency: two"}}, "type syntax"},
    {"a file of YAML that is a list", {{"teams.yaml", "care: {", "- {"}, {"facts.yaml", "range: [0, 99]", "rang: [0, 99]"}}, "unknown_key form syntax"},
    {"everything at once", {{"policy.yaml", "horizon: 14 days", "horizon: 14 dys"}, {"numbers.yaml", "unit: hours", "unt: hours"}, {"teams.yaml", "urgency: 1", "urgency: one"}, {"tones.lua", "when = otherwise", "when = {}"}}, "unknown_key form type empty_condition"},
};
/* clang-format on */

static void make_edit(const edit *e, support_file files[SLIPS_ROOM]) {
    size_t at = 0;
    while (files[at].name && strcmp(files[at].name, e->file) != 0) at++;
    assert_non_null(files[at].name);
    const char *old = files[at].text, *from = strstr(old, e->from);
    if (!from) fail_msg("%s is not in %s", e->from, e->file);
    size_t head = (size_t)(from - old), n = strlen(e->to), rest = strlen(from) - strlen(e->from);
    char *text = malloc(head + n + rest + 1);
    assert_non_null(text);
    memcpy(text, old, head);
    memcpy(text + head, e->to, n);
    memcpy(text + head + n, from + strlen(e->from), rest + 1);
    bool own = true;
    for (size_t k = 0; slips_garden[k].name; k++) own &= old != slips_garden[k].text;
    if (own) free((char *)(uintptr_t)old);
    files[at].text = text;
}

static void several_at_once_are_all_found(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof bunches / sizeof *bunches; i++) {
        const several *b = &bunches[i];
        support_file files[SLIPS_ROOM];
        char codes[400] = "";
        bool lua = false;
        checked c;
        ruth_finding f;
        size_t n = 0;
        for (; slips_garden[n].name; n++) files[n] = slips_garden[n];
        files[n] = slips_garden[n];
        for (size_t k = 0; k < 4 && b->edits[k].file; k++) make_edit(&b->edits[k], files);
        open_check(&c, files);
        for (size_t k = 0; k < ruth_check_count(c.check, -1); k++) {
            assert_int_equal(ruth_check_finding(c.check, k, &f), RUTH_OK);
            if (strlen(codes) + strlen(f.code) + 2 < sizeof codes) sprintf(codes + strlen(codes), "%s%s", k ? " " : "", f.code);
            lua |= speaks_lua(f.message) || !f.effect[0];
        }
        if (strcmp(codes, b->codes) != 0 || lua) {
            print_error("%s: expected %s, found %s\n", b->name, b->codes, codes);
            show(b->name, c.check, (slips_marked){0, 0, 0}, "");
            wrong++;
        }
        close_check(&c);
        slips_free(files);
    }
    printf("%zu bunches of slips\n", sizeof bunches / sizeof *bunches);
    assert_int_equal(wrong, 0);
}

/* ---- how it is written ---- */
static void a_finding_is_shown_with_its_line(void **state) {
    (void)state;
    support_file files[SLIPS_ROOM];
    slips_marked m;
    checked c;
    ruth_text text;
    ruth_error e;
    slips_plant(&slips_all[0], files, &m);
    open_check(&c, files);
    assert_int_equal(ruth_check_write(c.check, RUTH_AS_TEXT, &text, &e), RUTH_OK);
    char *said = support_copy(text);
    assert_has(
        said,
        "circumstances.lua:1:40: error: bereavement is not a word of the language; did you forget the quotes? (\"bereavement\" is a value of life_event)\n"
        "    1 | circumstance \"bereaved\" { life_event = bereavement }\n"
        "      |                                        ^^^^^^^^^^^    without them the condition vanishes and the rule fits everyone\n");
    assert_has(said, "1 finding: 1 error. The policy in force has not changed.\n");
    assert_lacks(said, "\x1b[");
    free(said);
    assert_int_equal(ruth_check_write(c.check, RUTH_AS_COLOR, &text, &e), RUTH_OK);
    said = support_copy(text);
    assert_has(said, "\x1b[");
    free(said);
    assert_int_equal(ruth_check_write(c.check, RUTH_AS_JSON, &text, &e), RUTH_OK);
    said = support_copy(text);
    assert_has(said, "\"code\":\"unknown_word\"");
    assert_has(said, "\"line\":1,\"column\":40");
    free(said);
    close_check(&c);
    slips_free(files);
}

static void what_is_no_policy(void **state) {
    (void)state;
    ruth_engine *engine = NULL;
    ruth_check *check = NULL;
    ruth_check_options options = {.size = sizeof options};
    ruth_error e;
    assert_int_equal(ruth_engine_new(NULL, &engine, &e), RUTH_OK);
    assert_int_equal(ruth_check_run(engine, "/nowhere/at/all", &options, &check, &e), RUTH_E_IO);
    assert_null(check);
    options.now = "yesterday";
    assert_int_equal(ruth_check_run(engine, "policies/humane", &options, &check, &e), RUTH_E_ARGUMENT);
    assert_null(check);
    ruth_engine_free(engine);
}

static void the_garden_has_no_fault(void **state) {
    (void)state;
    checked c;
    open_check(&c, slips_garden);
    if (ruth_check_count(c.check, 0)) show("the garden", c.check, (slips_marked){0, 0, 0}, "");
    assert_int_equal(ruth_check_count(c.check, 0), 0);
    close_check(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_garden_has_no_fault),
        cmocka_unit_test(each_slip_is_found_once_where_it_stands),
        cmocka_unit_test(several_at_once_are_all_found),
        cmocka_unit_test(a_finding_is_shown_with_its_line),
        cmocka_unit_test(what_is_no_policy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
