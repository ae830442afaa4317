/* slips.c: one row a slip: the edit an officer's hand makes, and what a check has to say about it. */
#include <stdlib.h>
#include <string.h>

#include "tests/support/slips.h"

#define IN(file, from, to) file, from, to
#define HERE NULL, NULL

/* clang-format off */
const slip slips_all[] = {
    /* ---- what Lua would swallow ---- */
    {"a value without quotes", IN("circumstances.lua", "life_event = \"bereavement\"", "life_event = «bereavement»"), "unknown_word", "\"bereavement\"", "did you forget the quotes", HERE},
    {"a word misspelt", IN("circumstances.lua", "has_any(", "«has_ani»(\"health\", \"means\") } } --"), "unknown_word", "has_any", "has_ani is not a word", HERE},
    {"a key twice in a rule", IN("segments.lua", "because = \"why.bereaved\" }", "because = \"why.bereaved\", «because» = \"why.late\" }"), "key_twice", "", "because stands twice", HERE},
    {"a fact twice in one condition", IN("segments.lua", "promises = at_most(number.most_promises) }", "promises = at_most(number.most_promises), «days_late» = above(3) }"), "key_twice", "", "days_late stands twice", HERE},
    {"and between conditions", IN("actions.lua", "segment = \"late\", life_event = not_on_file", "segment = \"late\" «and» \"early\""), "joined_by_and", "all_of", "and", HERE},
    {"or between values", IN("actions.lua", "segment = \"late\", life_event", "segment = \"late\" «or» \"early\", life_event"), "joined_by_or", "one_of", "or", HERE},
    {"not before a circumstance", IN("segments.lua", "when = circumstance.bereaved", "when = «not» circumstance.bereaved"), "joined_by_not", "none_of_these", "not", HERE},
    {"a comparison of a bare fact", IN("segments.lua", "days_late = between(1, 15)", "days_late «>» 3"), "comparison", "days_late = above(3)", "compar", HERE},
    {"a comparison of fact.x", IN("segments.lua", "days_late = between(1, 15)", "fact.days_late «<=» 15"), "comparison", "days_late = at_most(15)", "compar", HERE},
    {"== in a condition", IN("circumstances.lua", "life_event = \"bereavement\"", "fact.life_event «==» \"bereavement\""), "comparison", "life_event = ", "compar", HERE},
    {"a fraction", IN("plans.lua", "money(\"5.00 USD\")", "«12.5»"), "fraction", "money(\"12.50 USD\")", "12.5 has a fraction", HERE},
    {"an empty when", IN("segments.lua", "when = { days_late = between(1, 15), promises = at_most(number.most_promises) }", "«when» = {}"), "empty_condition", "when = otherwise", "it would fit everyone", HERE},
    {"no when at all", IN("segments.lua", "segment \"bereaved\" { when = circumstance.bereaved, because", "«segment \"bereaved\"» { because"), "no_condition", "when = otherwise", "no `when`", HERE},
    {"a rule word without its table", IN("referrals.lua", "referral \"advice\" { when = { days_late = at_least(1) }, because = \"why.late\" }", "«referral \"advice\"»"), "bare_word", "", "has no table", HERE},
    {"a word that needs its parentheses", IN("referrals.lua", "at_least(1)", "«at_least»"), "bare_word", "at_least(", "needs its parentheses", HERE},
    {"a word that needs its table", IN("segments.lua", "when = circumstance.bereaved", "when = «any_of»"), "bare_word", "any_of {", "needs its table", HERE},
    {"when without its =", IN("segments.lua", "when = circumstance.bereaved", "«when» { circumstance.bereaved }"), "no_equals_sign", "when = ", "without its =", HERE},
    {"a condition without its key", IN("segments.lua", "when = circumstance.bereaved", "«circumstance.bereaved»"), "no_key", "when = ", "without its key", HERE},
    {"values in a table", IN("circumstances.lua", "one_of(\"illness\", \"job_loss\")", "«{ \"illness\", \"job_loss\" }»"), "form", "one_of(", "a table stands where a value is due", HERE},
    {"a bare figure for a span", IN("charter.lua", "days(60)", "«60»"), "span", "days(60)", "needs a span of time", HERE},
    {"unless with two entries", IN("segments.lua", "when = otherwise,", "when = otherwise, «unless» = { complaint = true, promises = 2 },"), "unless_two", "any_of", "2 entries", HERE},
    {"an upside-down between", IN("segments.lua", "between(1, 15)", "«between(15, 1)»"), "empty_range", "between(1, 15)", "fits nobody", HERE},
    /* ---- Lua's own grammar ---- */
    {"a comma lost between keys", IN("segments.lua", "when = circumstance.bereaved, because", "when = circumstance.bereaved «because»"), "syntax", "comma", "", HERE},
    {"a comma lost between lines", IN("segments.lua", "at_most(number.most_promises) },\n  because", "at_most(number.most_promises) }\n  «because»"), "syntax", "comma", "", HERE},
    {"a comma lost between rows", IN("actions.lua", "nothing, \"why.bereaved\" },", "nothing, \"why.bereaved\" }"), "syntax", "comma", "", "actions.lua", "row { \"ask\""},
    {"a comma lost between cells", IN("actions.lua", "\"ask\", \"early\"", "\"ask\" «\"early\"»"), "syntax", "comma", "", HERE},
    {"a quote lost at the end", IN("referrals.lua", "because = \"why.late\" }", "because = «\"why.late }»"), "syntax", "", "closing quote", HERE},
    {"a brace lost", IN("referrals.lua", "at_least(1) }, because = \"why.late\" }\n", "at_least(1) }, because = \"why.late\"\n"), "syntax", "", "to close the table", "referrals.lua", "referral"},
    {"a brace lost in a row", IN("actions.lua", "nothing, \"why.bereaved\" },", "nothing, \"why.bereaved\" ,"), "syntax", "", "a } is missing at the end of this line", "actions.lua", "\n  row { \"ask\""},
    {"a brace lost within a rule", IN("segments.lua", "at_most(number.most_promises) },", "at_most(number.most_promises),"), "syntax", "", "a } is missing at the end of this line", "segments.lua", "\n  because = \"why.late\","},
    {"a brace lost between rules", IN("actions.lua", "at_least(3), \"help\", \"help\", \"why.late\" },\n}", "at_least(3), \"help\", \"help\", \"why.late\" },\n"), "syntax", "", "a } is missing at the end of this line", "actions.lua", "\n\naction \"write\""},
    {"a quote lost in YAML", IN("messages/fr.yaml", "why.bereaved: \"Nous vous laissons en paix\"", "why.bereaved: «\"Nous vous laissons en paix»"), "syntax", "", "do not come in pairs", HERE},
    {"a rule word lost", IN("actions.lua", "action \"rest\"", "«\"rest\"»"), "syntax", "comma", "already has its table", HERE},
    {"a double equals sign for a key", IN("tones.lua", "when = otherwise", "«when» == otherwise"), "comparison", "", "", "tones.lua", "== otherwise"},
    /* ---- keys and names of rules ---- */
    {"a key misspelt", IN("segments.lua", "when = circumstance.bereaved, because", "when = circumstance.bereaved, «becuase»"), "unknown_key", "because", "becuase is not a key", HERE},
    {"a rule twice", IN("tones.lua", "tone \"plain\" { when = otherwise }", "tone \"plain\" { when = { complaint = true } }\n«tone \"plain\"» { when = otherwise }"), "id_twice", "", "stands twice", HERE},
    {"a row with a cell too few", IN("actions.lua", "row { \"ask\", \"early\", at_least(3), \"help\",", "«row» { \"ask\", \"early\", \"help\","), "cells", "", "5 cells under 6 columns", HERE},
    {"a column misspelt", IN("actions.lua", "\"days_late\", \"is\"", "«\"days_lat\"», \"is\""), "unknown_fact", "days_late", "days_lat", HERE},
    {"a name with capitals", IN("tones.lua", "tone \"plain\"", "tone «\"Plain\"»"), "name", "", "is not a name", HERE},
    {"no name", IN("tones.lua", "tone \"plain\" {", "«tone» {"), "bare_word", "tone \"name\"", "needs a name", HERE},
    /* ---- names of the policy ---- */
    {"an unknown fact", IN("referrals.lua", "days_late", "«days_lat»"), "unknown_fact", "days_late", "days_lat is not a fact", HERE},
    {"an unknown fact in a calculation", IN("derive.lua", "fact.costs", "«fact.cost»"), "unknown_fact", "costs", "there is no fact cost", HERE},
    {"an unknown number", IN("segments.lua", "number.most_promises", "«number.most_promise»"), "unknown_number", "most_promises", "most_promise", HERE},
    {"an unknown number in a span", IN("derive.lua", "number.patience", "«number.patiense»"), "unknown_number", "patience", "patiense", HERE},
    {"an unknown value", IN("circumstances.lua", "\"bereavement\"", "«\"bereavment\"»"), "unknown_value", "bereavement", "bereavment", HERE},
    {"an unknown value among several", IN("circumstances.lua", "\"job_loss\")", "«\"job_los\"»)"), "unknown_value", "job_loss", "job_los", HERE},
    {"an unknown value of a list", IN("circumstances.lua", "\"means\")", "«\"meens\"»)"), "unknown_value", "means", "meens", HERE},
    {"an unknown circumstance", IN("segments.lua", "circumstance.bereaved", "«circumstance.bereavd»"), "unknown_circumstance", "bereaved", "bereavd", HERE},
    {"an unknown segment", IN("actions.lua", "segment = \"late\"", "segment = «\"lat\"»"), "unknown_segment", "late", "lat", HERE},
    {"an unknown segment in a row", IN("actions.lua", "\"ask\", \"early\"", "\"ask\", «\"erly\"»"), "unknown_segment", "early", "erly", HERE},
    {"an unknown action", IN("actions.lua", "is = \"remind\"", "is = «\"remid\"»"), "unknown_action", "remind", "remid", HERE},
    {"an unknown tone", IN("tones.lua", "tone \"plain\"", "«tone \"plian\"»"), "unknown_tone", "plain", "plian", HERE},
    {"an unknown channel", IN("charter.lua", "on = { channel = \"email\" }", "on = { channel = «\"e-mail\"» }"), "unknown_channel", "email", "e-mail", HERE},
    {"an unknown channel rule", IN("channels.lua", "channel \"letter\"", "«channel \"leter\"»"), "unknown_channel", "letter", "leter", HERE},
    {"an unknown message", IN("actions.lua", "message = \"reminder\"", "message = «\"remider\"»"), "unknown_message", "reminder", "remider", HERE},
    {"an unknown text", IN("referrals.lua", "\"why.late\"", "«\"why.latt\"»"), "unknown_text", "why.late", "why.latt", HERE},
    {"an unknown team", IN("charter.lua", "team \"care\"", "team «\"cares\"»"), "unknown_team", "care", "cares", HERE},
    {"an unknown field of a contact", IN("derive.lua", "outcome = \"conversation\"", "«outcom» = \"conversation\""), "unknown_field", "outcome", "outcom", HERE},
    {"an unknown value of a contact", IN("derive.lua", "\"conversation\"", "«\"conversaton\"»"), "unknown_value", "conversation", "conversaton", HERE},
    {"an unknown field in with", IN("channels.lua", "with = { about", "with = { «abuot»"), "unknown_field", "about", "abuot", HERE},
    {"a currency nobody owes in", IN("plans.lua", "money(\"5.00 USD\")", "«money(\"5.00 EUR\")»"), "unknown_currency", "", "EUR", HERE},
    {"giving way to nothing", IN("ladders.lua", "gives_way = \"help\"", "gives_way = «\"hepl\"»"), "unknown_action", "help", "hepl", HERE},
    /* ---- what may be read, and where ---- */
    {"a protected fact", IN("segments.lua", "days_late = between(1, 15)", "«sex» = \"female\""), "protected", "", "protected", HERE},
    {"a protected fact in a text", IN("referrals.lua", "\"why.late\"", "«\"because you are {sex}\"»"), "protected", "", "protected", HERE},
    {"a stage not known yet", IN("segments.lua", "promises = at_most(number.most_promises)", "«action» = \"help\""), "too_early", "", "not known yet", HERE},
    {"a segment in a limit", IN("charter.lua", "when = { listened_on = within_last(hours(number.gap)) }", "when = { «segment» = \"late\" }"), "too_early", "", "only facts", HERE},
    {"a circle", IN("derive.lua", "fact.income - fact.costs - number.floor", "fact.spare - fact.costs"), "circle", "", "derived from itself", "derive.lua", "derive.spare"},
    /* ---- types and units ---- */
    {"hours against days", IN("referrals.lua", "at_least(1)", "at_least(«number.gap»)"), "unit", "", "cannot be compared", HERE},
    {"money without a currency", IN("plans.lua", "at_least(money(\"5.00 USD\"))", "at_least(«5»)"), "money", "50.00 USD", "money", HERE},
    {"money against an integer", IN("plans.lua", "promises = below(2)", "promises = below(«number.floor»)"), "type", "", "", HERE},
    {"money plus an integer", IN("derive.lua", "fact.income - fact.costs - number.floor", "fact.income «-» fact.promises"), "unit", "", "cannot be subtracted", HERE},
    {"a date compared in hours", IN("charter.lua", "listened_on = within_last(hours(number.gap))", "life_event_on = «within_last(hours(number.gap))»"), "unit", "days(", "hours", HERE},
    {"a figure against a word", IN("circumstances.lua", "life_event = one_of(\"illness\", \"job_loss\")", "life_event = «at_least(2)»"), "type", "", "does not fit", HERE},
    {"a list compared as a word", IN("circumstances.lua", "needs = has_any(\"health\", \"means\")", "needs = «\"health\"»"), "type", "has_any", "does not fit", HERE},
    {"a word for a yes or no", IN("channels.lua", "email_ok = true", "email_ok = «\"true\"»"), "type", "without quotes", "true or false", HERE},
    {"a word for a figure", IN("actions.lua", "at_least(3)", "at_least(«\"3\"»)"), "type", "without quotes", "whole number", HERE},
    {"a span for a date", IN("referrals.lua", "at_least(1)", "«within_last(days(3))»"), "type", "", "does not fit", HERE},
    {"days of days", IN("derive.lua", "days(number.patience)", "«hours(number.patience)»"), "unit", "", "counts days", HERE},
    {"an amount with too many places", IN("plans.lua", "money(\"5.00 USD\")", "«money(\"5.001 USD\")»"), "money", "", "5.001", HERE},
    /* ---- limits, ladders, plans ---- */
    {"during without from", IN("charter.lua", "during = days(60), from = fact.life_event_on", "during = «days(60)»"), "half_a_pair", "from = ", "belong together", HERE},
    {"hours upside down", IN("charter.lua", "{ \"09:00\", \"19:00\" }", "«{ \"19:00\", \"09:00\" }»"), "hours", "", "the first before the second", HERE},
    {"a day that is none", IN("charter.lua", "sat = closed", "«saturday» = closed"), "hours", "", "is not a day", HERE},
    {"a limit that limits nothing", IN("charter.lua", "only_if = { email_ok = true } }", "cite = ethics \"consent\" } --"), "key_twice", "", "cite", "charter.lua", "cite = ethics \"consent\" } --"},
    {"no effect", IN("charter.lua", "limit \"gap\" { cite = ethics \"gap\", on = outbound, forbid = true, when", "«limit \"gap\"» { cite = ethics \"gap\", on = outbound, when"), "no_effect", "", "limits nothing", HERE},
    {"a window that is none", IN("charter.lua", "forbid = true, when = { listened_on", "at_most = { { 7, «months(7)» } }, when = { listened_on"), "window", "", "a window is", HERE},
    {"no last otherwise", IN("segments.lua", "segment \"late\" { when = otherwise,", "«segment \"late\"» { when = { days_late = above(15) },"), "no_otherwise", "", "must be when = otherwise", HERE},
    {"a segment behind otherwise", IN("segments.lua", "segment \"late\" { when = otherwise, because = \"why.late\" }", "segment \"late\" { when = otherwise, because = \"why.late\" }\n«segment \"lost\"» { when = { promises = 3 } }"), "above_otherwise", "", "can never be chosen", HERE},
    {"a plan without its sum", IN("plans.lua", "up_to = fact.spare, ", ""), "no_offer", "", "up_to", "plans.lua", "instalments {"},
    {"a rhythm that is none", IN("plans.lua", "every = \"month\"", "every = «\"monthly\"»"), "form", "month", "monthly", HERE},
    {"giving way upwards", IN("ladders.lua", "{ \"help\" }", "{ \"help\", gives_way = «\"remind\"» }"), "ladder", "", "not kinder", HERE},
    /* ---- YAML ---- */
    {"an unknown key of policy.yaml", IN("policy.yaml", "horizon: 14 days", "«horizont»: 14 days"), "unknown_key", "horizon", "horizont", HERE},
    {"a day that is no day", IN("policy.yaml", "2026-12-25]", "«2026-13-25»]"), "date", "", "2026-13-25", HERE},
    {"a date upside down", IN("policy.yaml", "valid_from: 2026-01-01", "«valid_from: 01/01/2026»"), "date", "", "YYYY-MM-DD", "policy.yaml", "01/01/2026"},
    {"a pack that is not there", IN("policy.yaml", "uses: []", "uses: [«charter/us-moon»]"), "unknown_pack", "", "there is no pack", HERE},
    {"an unknown type", IN("facts.yaml", "complaint: { type: boolean", "complaint: { type: «bolean»"), "unknown_value", "boolean", "bolean", HERE},
    {"an unknown key of a fact", IN("facts.yaml", "promises: { type: integer, range:", "promises: { type: integer, «rang»:"), "unknown_key", "range", "rang", HERE},
    {"a default that is no value", IN("facts.yaml", "email_ok: { type: boolean, if_missing: false", "email_ok: { type: boolean, if_missing: «\"no\"»"), "type", "", "", HERE},
    {"a range upside down", IN("facts.yaml", "range: [0, 99]", "range: «[99, 0]»"), "range", "", "upside down", HERE},
    {"a fact nobody derives", IN("facts.yaml", "letters: { type: integer, source: derived }", "letters: { type: integer, source: derived }\n«notes»: { type: integer, source: derived }"), "not_derived", "derive.notes", "derive.notes", HERE},
    {"a fact twice", IN("facts.yaml", "complaint: {", "complaint: { type: boolean, source: host }\n«complaint»: {"), "twice", "", "complaint", HERE},
    {"an unknown key of a number", IN("numbers.yaml", "most_promises: { type: integer, value:", "most_promises: { type: integer, «vaule»:"), "unknown_key", "value", "vaule", HERE},
    {"money in one figure", IN("numbers.yaml", "floor: { type: money, USD: \"50.00\", CAD: \"65.00\" }", "floor: { type: money, value: «50» }"), "money", "USD", "one figure a currency", HERE},
    {"a direction that is none", IN("numbers.yaml", "unit: days, tighter: higher", "unit: days, tighter: «up»"), "form", "higher", "up", HERE},
    {"an unknown key of a team", IN("teams.yaml", "urgency: 1", "«urgncy»: 1"), "unknown_key", "urgency", "urgncy", HERE},
    {"a region that is none", IN("directory.yaml", "region: us", "region: «uss»"), "unknown_value", "us", "uss", HERE},
    {"help that nobody refers to", IN("directory.yaml", "advice:", "«advise»:"), "unknown_referral", "advice", "advise", HERE},
    {"a colon lost", IN("teams.yaml", "care: {", "care {"), "syntax", "", "check the", "teams.yaml", ", languages: [en, fr], urgency: 1 }"},
    {"an indentation lost", IN("messages/en.yaml", "  next_step: \"Call us.\"\n  cannot: \"If you cannot pay, tell us.\"\n  carries", " «next_step»: \"Call us.\"\n  cannot: \"If you cannot pay, tell us.\"\n  carries"), "syntax", "", "indentation", HERE},
    {"an unknown placeholder", IN("messages/en.yaml", "\"{days_late} days late\"", "«\"{days_lat} days late\"»"), "unknown_placeholder", "days_late", "days_lat", HERE},
    {"an open placeholder", IN("messages/en.yaml", "You owe {balance}.\" } }\n    email", "You owe {balance.\" } }\n    email"), "placeholder", "", "without its }", "messages/en.yaml", "\"You owe {balance.\""},
    {"a message missing in one language", IN("messages/fr.yaml", "help:\n", "aide:\n"), "missing_text", "", "help", NULL, NULL},
    {"a disclosure that is not there", IN("messages/en.yaml", "carries: [free_advice]", "carries: [«free_advise»]"), "unknown_text", "free_advice", "free_advise", HERE},
    {"an unknown key of a message", IN("messages/en.yaml", "help:\n  purpose", "help:\n  «porpose»"), "unknown_key", "purpose", "porpose", HERE},
    {"a channel without a text of its own name", IN("messages/en.yaml", "    letter: { plain: { subject: \"Help\"", "    «leter»: { plain: { subject: \"Help\""), "unknown_channel", "letter", "leter", HERE},
    {"an unknown key of a contact field", IN("contacts.yaml", "outcome: { type: enum, values", "outcome: { type: enum, «valus»"), "unknown_key", "values", "valus", HERE},
    {"a misspelt file", "segment.lua", NULL, "segment \"x\" { when = otherwise }\n", "unknown_file", "segments.lua", "not a file of a policy", HERE},
};
/* clang-format on */
const size_t slips_count = sizeof slips_all / sizeof *slips_all;

static const char open_mark[] = "\xC2\xAB", shut_mark[] = "\xC2\xBB"; /* « » */

static char *joined(const char *head, size_t head_size, const char *middle, const char *tail) {
    size_t n = strlen(middle), rest = strlen(tail);
    char *out = malloc(head_size + n + rest + 1);
    assert_non_null(out);
    memcpy(out, head, head_size);
    memcpy(out + head_size, middle, n);
    memcpy(out + head_size + n, tail, rest + 1);
    return out;
}

static size_t characters(const char *p, const char *end) {
    size_t n = 0;
    for (; p < end; p++) n += ((unsigned char)*p & 0xC0) != 0x80;
    return n;
}

/* Takes the marks out, and tells where they were. */
static void take_marks(char *text, slips_marked *marked) {
    *marked = (slips_marked){0, 0, 0};
    char *open = strstr(text, open_mark);
    if (!open) return;
    memmove(open, open + 2, strlen(open + 2) + 1);
    char *shut = strstr(open, shut_mark);
    assert_non_null(shut);
    memmove(shut, shut + 2, strlen(shut + 2) + 1);
    const char *line = text;
    marked->line = 1;
    for (const char *p = text; p < open; p++)
        if (*p == '\n') {
            marked->line++;
            line = p + 1;
        }
    marked->column = (int)characters(line, open) + 1;
    marked->length = (int)characters(open, shut);
}

void slips_plant(const slip *s, support_file files[SLIPS_ROOM], slips_marked *marked) {
    size_t n = 0, at = SLIPS_ROOM;
    for (; slips_garden[n].name; n++) {
        assert_true(n + 2 < SLIPS_ROOM);
        files[n] = slips_garden[n];
        if (!strcmp(files[n].name, s->file)) at = n;
    }
    if (at == SLIPS_ROOM) at = n++;
    files[n] = (support_file){NULL, NULL};
    char *text;
    if (s->from) {
        const char *old = slips_garden[at].text, *from = strstr(old, s->from);
        if (!from || strstr(from + 1, s->from)) fail_msg("%s: what is replaced stands %s in %s", s->name, from ? "twice" : "nowhere", s->file);
        text = joined(old, (size_t)(from - old), s->to, from + strlen(s->from));
    } else {
        text = joined("", 0, s->to, "");
    }
    take_marks(text, marked);
    files[at] = (support_file){s->file, text};
}

void slips_free(support_file files[SLIPS_ROOM]) {
    for (size_t i = 0; files[i].name; i++) {
        bool own = true;
        for (size_t k = 0; slips_garden[k].name; k++) own &= files[i].text != slips_garden[k].text;
        if (own) free((char *)(uintptr_t)files[i].text);
    }
}
