/* test_charter_counts.c: windows that count contacts, waits, lifts, bounds, closed windows, a clock of its own, ceilings: each row a limit, a question and what comes of it. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/asking.h"

/* A call on 10 June 2026, a Wednesday, at 12:00 in New York (16:00 UTC, summer time), unless a row says otherwise; 15 June is a holiday. */
#define LIMIT(body) "limit \"l\" { cite = house \"1\", on = outbound, " body " }\n"
#define CALL(at) "{\"at\":\"" at "\",\"channel\":\"voice\",\"outcome\":\"no_answer\"}"
#define WITH(at, more) "{\"at\":\"" at "\",\"channel\":\"voice\"," more "}"
#define NOW "\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\""

typedef struct row {
    const char *name, *charter;
    asking q;
    const char *outcome;
} row;

static void try_rows(const row *rows, size_t n) {
    support_world w;
    int wrong = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(rows[i - 1].charter, rows[i].charter) != 0) asking_open(&w, rows[i].charter);
        const char *came = asking_outcome(&w, &rows[i].q);
        if (strcmp(came, rows[i].outcome) != 0) {
            wrong++;
            print_error("%s: %s, expected %s\n", rows[i].name, came, rows[i].outcome);
        }
        if (i + 1 == n || strcmp(rows[i + 1].charter, rows[i].charter) != 0) support_close(&w);
    }
    assert_int_equal(wrong, 0);
}
#define TRY(rows) try_rows(rows, sizeof(rows) / sizeof *(rows))

#define WEEK LIMIT("at_most = { { 2, days(7) } }")
#define DAY LIMIT("at_most = { { 1, days(1) } }")
#define HOURS LIMIT("at_most = { { 1, hours(24) } }")
#define EVER LIMIT("at_most = { { 1, ever } }")
#define BUSINESS LIMIT("at_most = { { 1, business_days(3) } }")
static const row windows[] = {
    {"none on file", WEEK, {.contacts = ""}, "free"},
    {"fewer than that", WEEK, {.contacts = CALL("2026-06-10T15:00:00Z")}, "free"},
    {"the day asked is one of the seven", WEEK, {.contacts = CALL("2026-06-04T04:00:00Z") "," CALL("2026-06-09T15:00:00Z")}, "2026-06-11T04:00:00Z"},
    {"the day before them is none", WEEK, {.contacts = CALL("2026-06-04T03:59:59Z") "," CALL("2026-06-09T15:00:00Z")}, "free"},
    {"as many must leave as are too many",
     WEEK,
     {.contacts = CALL("2026-06-05T15:00:00Z") "," CALL("2026-06-08T15:00:00Z") "," CALL("2026-06-09T15:00:00Z")},
     "2026-06-15T04:00:00Z"},
    {"in whatever order they are told",
     WEEK,
     {.contacts = CALL("2026-06-09T15:00:00Z") "," CALL("2026-06-05T15:00:00Z") "," CALL("2026-06-08T15:00:00Z")},
     "2026-06-15T04:00:00Z"},
    {"one day: today", DAY, {.contacts = CALL("2026-06-10T04:00:00Z")}, "2026-06-11T04:00:00Z"},
    {"one day: yesterday", DAY, {.contacts = CALL("2026-06-10T03:59:59Z")}, "free"},
    {"asked about tomorrow", DAY, {.contacts = CALL("2026-06-10T15:00:00Z"), .proposed = "\"channel\":\"voice\",\"at\":\"2026-06-11T04:00:00Z\""}, "free"},
    {"asked about tonight",
     DAY,
     {.contacts = CALL("2026-06-10T15:00:00Z"), .proposed = "\"channel\":\"voice\",\"at\":\"2026-06-11T03:59:59Z\""},
     "2026-06-11T04:00:00Z"},
    {"hours run by the second", HOURS, {.contacts = CALL("2026-06-09T16:00:01Z")}, "2026-06-10T16:00:01Z"},
    {"… and are over", HOURS, {.contacts = CALL("2026-06-09T16:00:00Z")}, "free"},
    {"for ever", EVER, {.contacts = CALL("2001-01-01T12:00:00Z")}, "event"},
    {"for ever, but nobody called", EVER, {.contacts = ""}, "free"},
    {"business days pass over weekend and holiday", BUSINESS, {.contacts = CALL("2026-06-10T15:00:00Z")}, "2026-06-16T04:00:00Z"},
    {"business days that are over", BUSINESS, {.contacts = CALL("2026-06-05T15:00:00Z")}, "free"},
    {"nothing at all", LIMIT("at_most = { { 0, days(7) } }"), {.contacts = ""}, "event"},
    {"one window by itself", LIMIT("at_most = { 1, days(7) }"), {.contacts = CALL("2026-06-08T15:00:00Z")}, "2026-06-15T04:00:00Z"},
};

#define SEVERAL LIMIT("at_most = { { 3, days(7) }, { 1, hours(24) } }")
#define STRICTER LIMIT("at_most = { { 1, stricter(days(1), hours(24)) } }")
static const row together[] = {
    {"several: the hours", SEVERAL, {.contacts = CALL("2026-06-10T10:00:00Z")}, "2026-06-11T10:00:00Z"},
    {"several: the days last longer",
     SEVERAL,
     {.contacts = CALL("2026-06-06T15:00:00Z") "," CALL("2026-06-07T15:00:00Z") "," CALL("2026-06-10T10:00:00Z")},
     "2026-06-13T04:00:00Z"},
    {"several: neither", SEVERAL, {.contacts = CALL("2026-06-06T15:00:00Z") "," CALL("2026-06-07T15:00:00Z")}, "free"},
    {"stricter: a call after midnight, the hours last longer", STRICTER, {.contacts = CALL("2026-06-10T04:30:00Z")}, "2026-06-11T04:30:00Z"},
    {"stricter: a call before midnight, only the hours are left", STRICTER, {.contacts = CALL("2026-06-10T03:30:00Z")}, "2026-06-11T03:30:00Z"},
    {"stricter: both over", STRICTER, {.contacts = CALL("2026-06-09T15:30:00Z")}, "free"},
};

#define COUNTING LIMIT("at_most = { { 1, days(7) } }, counting = { channel = \"voice\", outcome = \"no_answer\" }")
#define EXCEPT LIMIT("at_most = { { 1, days(7) } }, except = { any_of { outcome = \"not_connected\", prior = true } }")
#define FIRST LIMIT("at_most = { { 2, ever } }, from_first = { outcome = \"conversation\" }")
#define FIRST_INBOUND LIMIT("at_most = { { 1, ever } }, counting = { direction = \"outbound\" }, from_first = { direction = \"inbound\" }")
static const row filters[] = {
    {"counting: it matches", COUNTING, {.contacts = CALL("2026-06-08T15:00:00Z")}, "2026-06-15T04:00:00Z"},
    {"counting: another channel", COUNTING, {.contacts = "{\"at\":\"2026-06-08T15:00:00Z\",\"channel\":\"letter\",\"outcome\":\"no_answer\"}"}, "free"},
    {"counting: another outcome", COUNTING, {.contacts = WITH("2026-06-08T15:00:00Z", "\"outcome\":\"conversation\"")}, "free"},
    {"counting: an outcome that is not known counts", COUNTING, {.contacts = WITH("2026-06-08T15:00:00Z", "\"outcome\":null")}, "2026-06-15T04:00:00Z"},
    {"counting: a channel that is left out counts",
     COUNTING,
     {.contacts = "{\"at\":\"2026-06-08T15:00:00Z\",\"outcome\":\"no_answer\"}"},
     "2026-06-15T04:00:00Z"},
    {"except: it matches for certain", EXCEPT, {.contacts = WITH("2026-06-08T15:00:00Z", "\"outcome\":\"not_connected\"")}, "free"},
    {"except: it only may match", EXCEPT, {.contacts = WITH("2026-06-08T15:00:00Z", "\"outcome\":null")}, "2026-06-15T04:00:00Z"},
    {"except: the other half", EXCEPT, {.contacts = WITH("2026-06-08T15:00:00Z", "\"outcome\":null,\"prior\":true")}, "free"},
    {"except: a proposal like that is not refused", EXCEPT, {.contacts = CALL("2026-06-08T15:00:00Z"), .proposed = NOW ",\"prior\":true"}, "free"},
    {"except: a proposal that may be is", EXCEPT, {.contacts = CALL("2026-06-08T15:00:00Z"), .proposed = NOW ",\"prior\":null"}, "2026-06-15T04:00:00Z"},
    {"from_first: none opened it", FIRST, {.contacts = CALL("2026-06-01T15:00:00Z") "," CALL("2026-06-02T15:00:00Z")}, "free"},
    {"from_first: what came before does not count",
     FIRST,
     {.contacts = CALL("2026-06-01T15:00:00Z") "," WITH("2026-06-02T15:00:00Z", "\"outcome\":\"conversation\"")},
     "free"},
    {"from_first: it counts itself",
     FIRST,
     {.contacts = WITH("2026-06-02T15:00:00Z", "\"outcome\":\"conversation\"") "," CALL("2026-06-03T15:00:00Z")},
     "event"},
    {"from_first: one that may have opened it has",
     FIRST,
     {.contacts = WITH("2026-06-01T15:00:00Z", "\"outcome\":null") "," CALL("2026-06-03T15:00:00Z")},
     "event"},
    {"from_first: one without its instant may have been the first of all",
     FIRST,
     {.contacts = CALL("2026-06-01T15:00:00Z") ",{\"channel\":\"voice\",\"outcome\":\"conversation\"}"},
     "event"},
    {"from_first: one without its instant may have come after it",
     FIRST,
     {.contacts = WITH("2026-06-02T15:00:00Z", "\"outcome\":\"conversation\"") ",{\"channel\":\"voice\",\"outcome\":\"no_answer\"}"},
     "event"},
    {"from_first: opened by what does not count", FIRST_INBOUND, {.contacts = WITH("2026-06-01T15:00:00Z", "\"direction\":\"inbound\"")}, "free"},
    {"from_first: … and then one that does",
     FIRST_INBOUND,
     {.contacts = WITH("2026-06-01T15:00:00Z", "\"direction\":\"inbound\"") "," CALL("2026-06-02T15:00:00Z")},
     "event"},
    {"from_first: … which came before",
     FIRST_INBOUND,
     {.contacts = CALL("2026-05-31T15:00:00Z") "," WITH("2026-06-01T15:00:00Z", "\"direction\":\"inbound\"")},
     "free"},
};

#define PERSON LIMIT("at_most = { { 1, days(7) } }, per = { \"person\" }")
#define DEBT LIMIT("at_most = { { 1, days(7) } }, per = { \"debt\" }")
#define BOTH LIMIT("at_most = { { 1, days(7) } }, per = { \"person\", \"debt\" }")
#define UNTIL "2026-06-15T04:00:00Z"
#define ON_8(more) WITH("2026-06-08T15:00:00Z", more)
static const row whose[] = {
    {"person: the same", PERSON, {.contacts = ON_8("\"person\":\"p1\""), .proposed = NOW ",\"person\":\"p1\""}, UNTIL},
    {"person: another", PERSON, {.contacts = ON_8("\"person\":\"p2\""), .proposed = NOW ",\"person\":\"p1\""}, "free"},
    {"person: the contact's is not known", PERSON, {.contacts = ON_8("\"person\":null"), .proposed = NOW ",\"person\":\"p1\""}, UNTIL},
    {"person: the proposal's is not known", PERSON, {.contacts = ON_8("\"person\":\"p2\""), .proposed = NOW ",\"person\":null"}, UNTIL},
    {"person: the proposal says none", PERSON, {.contacts = ON_8("\"person\":\"p2\""), .proposed = NOW}, UNTIL},
    {"debt: the same", DEBT, {.contacts = ON_8("\"debts\":[\"D2\"]"), .proposed = NOW ",\"debt\":\"D2\""}, UNTIL},
    {"debt: among several", DEBT, {.contacts = ON_8("\"debts\":[\"D1\",\"D2\"]"), .proposed = NOW ",\"debt\":\"D2\""}, UNTIL},
    {"debt: another", DEBT, {.contacts = ON_8("\"debts\":[\"D1\",\"D3\"]"), .proposed = NOW ",\"debt\":\"D2\""}, "free"},
    {"debt: about none", DEBT, {.contacts = ON_8("\"debts\":[]"), .proposed = NOW ",\"debt\":\"D2\""}, "free"},
    {"debt: the contact's are not known", DEBT, {.contacts = ON_8("\"debts\":null"), .proposed = NOW ",\"debt\":\"D2\""}, UNTIL},
    {"debt: the contact says nothing", DEBT, {.contacts = CALL("2026-06-08T15:00:00Z"), .proposed = NOW ",\"debt\":\"D2\""}, UNTIL},
    {"debt: the proposal's is not known", DEBT, {.contacts = ON_8("\"debts\":[\"D3\"]"), .proposed = NOW ",\"debt\":null"}, UNTIL},
    {"debt: a question is about the first", DEBT, {.contacts = ON_8("\"debts\":[\"D1\"]"), .proposed = NOW}, UNTIL},
    {"debt: … and not about the second", DEBT, {.contacts = ON_8("\"debts\":[\"D2\"]"), .proposed = NOW}, "free"},
    {"both: both must be the same", BOTH, {.contacts = ON_8("\"person\":\"p1\",\"debts\":[\"D1\"]"), .proposed = NOW ",\"person\":\"p1\""}, UNTIL},
    {"both: another person", BOTH, {.contacts = ON_8("\"person\":\"p2\",\"debts\":[\"D1\"]"), .proposed = NOW ",\"person\":\"p1\""}, "free"},
    {"both: another debt", BOTH, {.contacts = ON_8("\"person\":\"p1\",\"debts\":[\"D2\"]"), .proposed = NOW ",\"person\":\"p1\""}, "free"},
    {"from_first: opened for another person, not for this one",
     LIMIT("at_most = { { 1, ever } }, per = \"person\", from_first = { outcome = \"conversation\" }"),
     {.contacts = ON_8("\"person\":\"p2\",\"outcome\":\"conversation\"") "," WITH("2026-06-09T15:00:00Z", "\"person\":\"p1\",\"outcome\":\"no_answer\""),
      .proposed = NOW ",\"person\":\"p1\""},
     "free"},
};

static const row not_known[] = {
    {"an instant that is not known lies in every window", HOURS, {.contacts = "{\"at\":null,\"channel\":\"voice\"}"}, "event"},
    {"… when it is left out, too", DAY, {.contacts = "{\"channel\":\"voice\"}"}, "event"},
    {"it takes one place, the others leave", WEEK, {.contacts = "{\"channel\":\"voice\"}," CALL("2026-06-09T15:00:00Z")}, "2026-06-16T04:00:00Z"},
    {"one place is not too many", WEEK, {.contacts = "{\"channel\":\"voice\"}"}, "free"},
    {"nobody knows the contacts", WEEK, {.contacts = "null"}, "event"},
    {"no zone: days end where they end last",
     LIMIT("at_most = { { 1, days(7) } }"),
     {.zone = "null", .contacts = CALL("2026-06-04T16:00:00Z")},
     "2026-06-12T12:00:00Z"},
    {"no zone: … in the west, when the instant is late there",
     LIMIT("at_most = { { 1, days(7) } }"),
     {.zone = "null", .contacts = CALL("2026-06-04T09:00:00Z")},
     "2026-06-11T12:00:00Z"},
    {"no zone: hours are hours", HOURS, {.zone = "null", .contacts = CALL("2026-06-10T10:00:00Z")}, "2026-06-11T10:00:00Z"},
    {"two zones: the one that is longer",
     LIMIT("at_most = { { 1, days(7) } }"),
     {.facts = "\"timezone_candidates\":[\"America/New_York\",\"Pacific/Auckland\"]", .contacts = CALL("2026-06-09T13:00:00Z")},
     "2026-06-16T12:00:00Z"},
    {"two zones: the other",
     LIMIT("at_most = { { 1, days(7) } }"),
     {.facts = "\"timezone_candidates\":[\"America/New_York\",\"Pacific/Auckland\"]", .contacts = CALL("2026-06-10T04:30:00Z")},
     "2026-06-17T04:00:00Z"},
};

static const row clocks[] = {
    {"days over the change to summer time",
     LIMIT("at_most = { { 1, days(7) } }"),
     {.now = "2026-03-05T17:00:00Z", .contacts = CALL("2026-03-05T15:00:00Z")},
     "2026-03-12T04:00:00Z"},
    {"days over the change back",
     LIMIT("at_most = { { 1, days(7) } }"),
     {.now = "2026-10-29T17:00:00Z", .contacts = CALL("2026-10-29T15:00:00Z")},
     "2026-11-05T05:00:00Z"},
    {"hours over it",
     LIMIT("at_most = { { 1, hours(168) } }"),
     {.now = "2026-03-05T17:00:00Z", .contacts = CALL("2026-03-05T15:00:00Z")},
     "2026-03-12T15:00:00Z"},
    {"a day that begins at one o'clock",
     LIMIT("at_most = { { 1, days(7) } }"),
     {.now = "2026-04-17T12:00:00Z", .zone = "\"Africa/Cairo\"", .contacts = CALL("2026-04-17T10:00:00Z")},
     "2026-04-23T22:00:00Z"},
};

#define AFTER_LAST LIMIT("wait = days(7), after = last { outcome = \"conversation\" }")
#define TALK(at) WITH(at, "\"outcome\":\"conversation\"")
#define AFTER_TOLD LIMIT("wait = { business_days(3), days(14) }, after = fact.told_at")
#define AFTER_OWED LIMIT("wait = days(7), after = fact.owed_on")
static const row waits[] = {
    {"the day it happened is the first", AFTER_LAST, {.contacts = TALK("2026-06-05T15:00:00Z")}, "2026-06-12T04:00:00Z"},
    {"free from the eighth on", AFTER_LAST, {.contacts = TALK("2026-06-03T15:00:00Z")}, "free"},
    {"the last of several",
     AFTER_LAST,
     {.contacts = TALK("2026-06-08T15:00:00Z") "," TALK("2026-06-05T15:00:00Z") "," CALL("2026-06-09T15:00:00Z")},
     "2026-06-15T04:00:00Z"},
    {"one that only may have been waits from its own instant",
     AFTER_LAST,
     {.contacts = TALK("2026-06-05T15:00:00Z") "," WITH("2026-06-09T15:00:00Z", "\"outcome\":null")},
     "2026-06-16T04:00:00Z"},
    {"nothing to wait for", AFTER_LAST, {.contacts = CALL("2026-06-09T15:00:00Z")}, "free"},
    {"nobody knows when", AFTER_LAST, {.contacts = TALK("2026-06-01T15:00:00Z") ",{\"channel\":\"voice\",\"outcome\":\"conversation\"}"}, "event"},
    {"nobody knows the contacts", AFTER_LAST, {.contacts = "null"}, "event"},
    {"hours", LIMIT("wait = hours(3), after = last { channel = \"voice\" }"), {.contacts = CALL("2026-06-10T13:00:01Z")}, "2026-06-10T16:00:01Z"},
    {"hours that are over", LIMIT("wait = hours(3), after = last { channel = \"voice\" }"), {.contacts = CALL("2026-06-10T13:00:00Z")}, "free"},
    {"per person",
     LIMIT("wait = days(7), after = last { channel = \"voice\" }, per = \"person\""),
     {.contacts = ON_8("\"person\":\"p1\"") "," WITH("2026-06-09T15:00:00Z", "\"person\":\"p2\""), .proposed = NOW ",\"person\":\"p1\""},
     UNTIL},
    {"except",
     LIMIT("wait = days(7), after = last { channel = \"voice\" }, except = { prior = true }"),
     {.contacts = ON_8("\"prior\":false") "," WITH("2026-06-09T15:00:00Z", "\"prior\":true")},
     UNTIL},
    {"except: the proposal",
     LIMIT("wait = days(7), after = last { channel = \"voice\" }, except = { prior = true }"),
     {.contacts = ON_8("\"prior\":false"), .proposed = NOW ",\"prior\":true"},
     "free"},
    {"business days, then days", AFTER_TOLD, {.facts = "\"told_at\":\"2026-06-10T15:00:00Z\""}, "2026-06-30T04:00:00Z"},
    {"none on file", AFTER_TOLD, {.facts = ""}, "free"},
    {"not known", AFTER_TOLD, {.facts = "\"told_at\":null"}, "event"},
    {"days, then business days",
     LIMIT("wait = { days(14), business_days(3) }, after = fact.told_at"),
     {.facts = "\"told_at\":\"2026-06-01T15:00:00Z\""},
     "2026-06-18T04:00:00Z"},
    {"stricter: hours",
     LIMIT("wait = stricter(days(1), hours(30)), after = fact.told_at"),
     {.facts = "\"told_at\":\"2026-06-10T15:00:00Z\""},
     "2026-06-11T21:00:00Z"},
    {"stricter: days",
     LIMIT("wait = stricter(days(3), hours(30)), after = fact.told_at"),
     {.facts = "\"told_at\":\"2026-06-10T15:00:00Z\""},
     "2026-06-13T04:00:00Z"},
    {"after a date", AFTER_OWED, {.facts = "\"owed_on\":\"2026-06-08\""}, "2026-06-15T04:00:00Z"},
    {"after a date, long ago", AFTER_OWED, {.facts = "\"owed_on\":\"2026-06-03\""}, "free"},
    {"after a date, no zone", AFTER_OWED, {.zone = "null", .facts = "\"owed_on\":\"2026-06-08\""}, "2026-06-15T12:00:00Z"},
    {"after a date that is computed", LIMIT("wait = days(1), after = fact.free_on"), {.facts = "\"told_at\":\"2026-06-12T15:00:00Z\""}, "2026-06-20T04:00:00Z"},
    {"after one that two zones read differently",
     LIMIT("wait = days(1), after = fact.free_on"),
     {.facts = "\"told_at\":\"2026-06-10T15:00:00Z\",\"timezone_candidates\":[\"America/New_York\",\"Pacific/Auckland\"]"},
     "event"},
    {"… and alike",
     LIMIT("wait = days(1), after = fact.free_on"),
     {.facts = "\"told_at\":\"2026-06-10T05:00:00Z\",\"timezone_candidates\":[\"America/New_York\",\"Pacific/Auckland\"]"},
     "2026-06-15T04:00:00Z"},
};

#define LIFTED LIMIT("at_most = { { 1, days(7) } }, lifted_for = days(2), lifted_from = fact.owed_on")
#define CONSENT LIMIT("forbid = true, lifted_for = days(1), lifted_from = fact.told_at")
#define TODAY CALL("2026-06-10T15:00:00Z")
static const row lifts[] = {
    {"from a day to come on", LIFTED, {.facts = "\"owed_on\":\"2026-06-12\"", .contacts = TODAY}, "2026-06-12T04:00:00Z"},
    {"its second day", LIFTED, {.facts = "\"owed_on\":\"2026-06-09\"", .contacts = TODAY}, "free"},
    {"its last second", LIFTED, {.now = "2026-06-11T03:59:59Z", .facts = "\"owed_on\":\"2026-06-09\"", .contacts = TODAY}, "free"},
    {"over", LIFTED, {.now = "2026-06-11T04:00:00Z", .facts = "\"owed_on\":\"2026-06-09\"", .contacts = TODAY}, "2026-06-17T04:00:00Z"},
    {"none on file", LIFTED, {.contacts = TODAY}, "2026-06-17T04:00:00Z"},
    {"not known: not lifted", LIFTED, {.facts = "\"owed_on\":null", .contacts = TODAY}, "2026-06-17T04:00:00Z"},
    {"no zone: not lifted", LIFTED, {.zone = "null", .facts = "\"owed_on\":\"2026-06-10\"", .contacts = TODAY}, "2026-06-18T12:00:00Z"},
    {"two zones: lifted once both say so",
     LIFTED,
     {.facts = "\"owed_on\":\"2026-06-11\",\"timezone_candidates\":[\"America/New_York\",\"Pacific/Auckland\"]", .contacts = TODAY},
     "2026-06-11T04:00:00Z"},
    {"two zones: … until one says no",
     LIFTED,
     {.now = "2026-06-12T12:00:00Z",
      .facts = "\"owed_on\":\"2026-06-11\",\"timezone_candidates\":[\"America/New_York\",\"Pacific/Auckland\"]",
      .contacts = TODAY},
     "2026-06-17T12:00:00Z"},
    {"from an instant on, that day", CONSENT, {.facts = "\"told_at\":\"2026-06-10T16:00:00Z\""}, "free"},
    {"… and not the next", CONSENT, {.facts = "\"told_at\":\"2026-06-09T16:00:00Z\""}, "event"},
    {"a clock is lifted with the rest",
     LIMIT("hours = { mon_fri = { \"09:00\", \"11:00\" } }, lifted_for = days(1), lifted_from = fact.owed_on"),
     {.facts = "\"owed_on\":\"2026-06-10\""},
     "free"},
    {"… on that day only",
     LIMIT("hours = { mon_fri = { \"09:00\", \"11:00\" } }, lifted_for = days(1), lifted_from = fact.owed_on"),
     {.facts = "\"owed_on\":\"2026-06-09\""},
     "2026-06-11T13:00:00Z"},
    {"… from that day on",
     LIMIT("hours = { mon_fri = { \"09:00\", \"11:00\" } }, lifted_for = days(1), lifted_from = fact.owed_on"),
     {.facts = "\"owed_on\":\"2026-06-11\""},
     "2026-06-11T04:00:00Z"},
    {"windows of the person are lifted too",
     LIMIT("closed_in = fact.shut, lifted_for = days(1), lifted_from = fact.owed_on"),
     {.facts = "\"owed_on\":\"2026-06-10\",\"shut\":[{\"from\":\"10:00\",\"to\":\"14:00\"}]"},
     "free"},
};

#define STARTING LIMIT("forbid = true, starting = fact.owed_on")
#define STARTING_AT LIMIT("forbid = true, starting = fact.told_at")
#define THROUGH LIMIT("forbid = true, through = fact.owed_on")
#define BETWEEN LIMIT("forbid = true, starting = fact.told_at, through = fact.owed_on")
static const row bounds[] = {
    {"it has begun", STARTING, {.facts = "\"owed_on\":\"2026-06-10\""}, "event"},
    {"it has not", STARTING, {.facts = "\"owed_on\":\"2026-06-11\""}, "free"},
    {"at the first second", STARTING, {.facts = "\"owed_on\":\"2026-06-11\"", .proposed = "\"channel\":\"voice\",\"at\":\"2026-06-11T04:00:00Z\""}, "event"},
    {"a start that is not known is now", STARTING, {.facts = "\"owed_on\":null"}, "event"},
    {"none on file, too", STARTING, {.facts = ""}, "event"},
    {"no zone: where it begins first", STARTING, {.zone = "null", .facts = "\"owed_on\":\"2026-06-11\""}, "event"},
    {"an instant", STARTING_AT, {.facts = "\"told_at\":\"2026-06-10T16:00:00Z\""}, "event"},
    {"an instant to come", STARTING_AT, {.facts = "\"told_at\":\"2026-06-10T16:00:01Z\""}, "free"},
    {"through the end of that day", THROUGH, {.facts = "\"owed_on\":\"2026-06-10\""}, "2026-06-11T04:00:00Z"},
    {"… which is over", THROUGH, {.facts = "\"owed_on\":\"2026-06-09\""}, "free"},
    {"no zone: where it ends last", THROUGH, {.zone = "null", .facts = "\"owed_on\":\"2026-06-10\""}, "2026-06-11T12:00:00Z"},
    {"an end that is not known is none", THROUGH, {.facts = "\"owed_on\":null"}, "event"},
    {"none on file is none", THROUGH, {.facts = ""}, "event"},
    {"between the two", BETWEEN, {.facts = "\"told_at\":\"2026-06-10T15:00:00Z\",\"owed_on\":\"2026-06-12\""}, "2026-06-13T04:00:00Z"},
    {"until that date", LIMIT("forbid = true, until_date = fact.owed_on"), {.facts = "\"owed_on\":\"2026-06-12\""}, "2026-06-12T04:00:00Z"},
};

#define BEFORE LIMIT("when = { owed_on = below(fact.free_on) }, forbid = true")
static const row computed[] = {
    /* told on 10 June: the 11th is a business day, and three days on it is the 14th */
    {"before that date", BEFORE, {.facts = "\"told_at\":\"2026-06-10T15:00:00Z\",\"owed_on\":\"2026-06-13\""}, "event"},
    {"on that date", BEFORE, {.facts = "\"told_at\":\"2026-06-10T15:00:00Z\",\"owed_on\":\"2026-06-14\""}, "free"},
    {"told late at night: that day where the person is", BEFORE, {.facts = "\"told_at\":\"2026-06-10T03:59:59Z\",\"owed_on\":\"2026-06-13\""}, "free"},
    {"over a weekend and a holiday", BEFORE, {.facts = "\"told_at\":\"2026-06-12T15:00:00Z\",\"owed_on\":\"2026-06-18\""}, "event"},
    {"… and no further", BEFORE, {.facts = "\"told_at\":\"2026-06-12T15:00:00Z\",\"owed_on\":\"2026-06-19\""}, "free"},
    {"none on file: there is no such date", BEFORE, {.facts = "\"owed_on\":\"2026-06-13\""}, "free"},
    {"not known: it may be", BEFORE, {.facts = "\"told_at\":null,\"owed_on\":\"2026-06-13\""}, "event"},
    {"no zone: not known", BEFORE, {.zone = "null", .facts = "\"told_at\":\"2026-06-10T15:00:00Z\",\"owed_on\":\"2026-06-20\""}, "event"},
};

#define SHUT LIMIT("closed_in = fact.shut")
#define COAST LIMIT("hours = { mon_fri = { \"09:00\", \"19:00\" }, holidays = closed }, hours_in = \"America/Los_Angeles\"")
#define WIDER LIMIT("hours = { mon_fri = { \"13:00\", \"14:00\" } }, widened_by = fact.wished")
static const row hours[] = {
    {"inside", SHUT, {.facts = "\"shut\":[{\"days\":[\"wed\"],\"from\":\"11:00\",\"to\":\"13:00\"}]"}, "2026-06-10T17:00:00Z"},
    {"another day", SHUT, {.facts = "\"shut\":[{\"days\":[\"thu\"],\"from\":\"11:00\",\"to\":\"13:00\"}]"}, "free"},
    {"at its first second", SHUT, {.facts = "\"shut\":[{\"from\":\"12:00\",\"to\":\"13:00\"}]"}, "2026-06-10T17:00:00Z"},
    {"at its last", SHUT, {.facts = "\"shut\":[{\"from\":\"11:00\",\"to\":\"12:00\"}]"}, "free"},
    {"over midnight",
     SHUT,
     {.now = "2026-06-11T03:30:00Z", .facts = "\"shut\":[{\"days\":[\"wed\"],\"from\":\"22:00\",\"to\":\"06:00\"}]"},
     "2026-06-11T10:00:00Z"},
    {"one after the other", SHUT, {.facts = "\"shut\":[{\"from\":\"11:00\",\"to\":\"13:00\"},{\"from\":\"13:00\",\"to\":\"15:00\"}]"}, "2026-06-10T19:00:00Z"},
    {"none on file", SHUT, {.facts = ""}, "free"},
    {"an empty list", SHUT, {.facts = "\"shut\":[]"}, "free"},
    {"not known", SHUT, {.facts = "\"shut\":null"}, "event"},
    {"no zone", SHUT, {.zone = "null", .facts = "\"shut\":[{\"from\":\"11:00\",\"to\":\"13:00\"}]"}, "event"},
    {"two zones: closed in either",
     SHUT,
     {.facts = "\"shut\":[{\"from\":\"09:00\",\"to\":\"10:00\"}],\"timezone_candidates\":[\"America/New_York\",\"America/Los_Angeles\"]"},
     "2026-06-10T17:00:00Z"},
    {"its own clock opens", COAST, {.facts = ""}, "free"},
    {"a second before", COAST, {.now = "2026-06-10T15:59:59Z"}, "2026-06-10T16:00:00Z"},
    {"wherever the person is", COAST, {.zone = "null", .now = "2026-06-10T15:59:59Z"}, "2026-06-10T16:00:00Z"},
    {"over weekend and holiday", COAST, {.now = "2026-06-13T02:00:00Z"}, "2026-06-16T16:00:00Z"},
    {"hours the person named open", WIDER, {.facts = "\"wished\":[{\"from\":\"12:00\",\"to\":\"12:30\"}]"}, "free"},
    {"… when they are known", WIDER, {.facts = "\"wished\":null"}, "2026-06-10T17:00:00Z"},
    {"open is the whole day", LIMIT("hours = { tue = open, thu = open }"), {.facts = ""}, "2026-06-11T04:00:00Z"},
};

#define FEE LIMIT("ceiling = { amount = money(\"7.50 USD\") }")
#define CAPPED LIMIT("ceiling = { amount = fact.cap }")
#define PAY(amount) NOW ",\"amount\":" amount
static const row ceilings[] = {
    {"as much", FEE, {.facts = "\"currency\":\"USD\"", .proposed = PAY("750")}, "free"},
    {"a cent more", FEE, {.facts = "\"currency\":\"USD\"", .proposed = PAY("751")}, "event"},
    {"nothing said, nothing carried", FEE, {.facts = "\"currency\":\"USD\""}, "free"},
    {"nobody knows what it carries", FEE, {.facts = "\"currency\":\"USD\"", .proposed = PAY("null")}, "event"},
    {"in which currency is not known", FEE, {.facts = "\"currency\":null", .proposed = PAY("1")}, "event"},
    {"… but nothing is nothing", FEE, {.facts = "\"currency\":null", .proposed = PAY("0")}, "free"},
    {"a ceiling on file", CAPPED, {.facts = "\"currency\":\"USD\",\"cap\":500", .proposed = PAY("500")}, "free"},
    {"above it", CAPPED, {.facts = "\"currency\":\"USD\",\"cap\":500", .proposed = PAY("501")}, "event"},
    {"one that is not known is the lowest", CAPPED, {.facts = "\"currency\":\"USD\",\"cap\":null", .proposed = PAY("1")}, "event"},
    {"none on file allows nothing", CAPPED, {.facts = "\"currency\":\"USD\"", .proposed = PAY("1")}, "event"},
    {"… but nothing", CAPPED, {.facts = "\"currency\":\"USD\",\"cap\":null", .proposed = PAY("0")}, "free"},
    {"a ceiling of zero", LIMIT("ceiling = { amount = 0 }"), {.facts = "\"currency\":\"USD\"", .proposed = PAY("1")}, "event"},
};

static void counted(void **state) { TRY(windows); }
static void several_windows(void **state) { TRY(together); }
static void which_contacts(void **state) { TRY(filters); }
static void whose_contacts(void **state) { TRY(whose); }
static void what_is_not_known_counts(void **state) { TRY(not_known); }
static void changes_of_the_clock(void **state) { TRY(clocks); }
static void waiting(void **state) { TRY(waits); }
static void lifted(void **state) { TRY(lifts); }
static void starting_and_through(void **state) { TRY(bounds); }
static void computed_dates(void **state) { TRY(computed); }
static void closed_windows_and_clocks(void **state) { TRY(hours); }
static void how_much(void **state) { TRY(ceilings); }

/* Left out is none; null is not known. */
static void contacts_left_out(void **state) {
    static const char head[] = "{\"id\":\"q\",\"now\":\"2026-06-10T16:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\"},";
    support_world w;
    char line[512];
    asking_open(&w, EVER);
    snprintf(line, sizeof line, "%s\"proposed\":{%s}}", head, NOW);
    assert_has(asking_line(&w, line), "\"allowed\":true");
    snprintf(line, sizeof line, "%s\"contacts\":null,\"proposed\":{%s}}", head, NOW);
    assert_has(asking_line(&w, line), "\"block_kind\":\"until_event\"");
    support_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counted),
        cmocka_unit_test(several_windows),
        cmocka_unit_test(which_contacts),
        cmocka_unit_test(whose_contacts),
        cmocka_unit_test(what_is_not_known_counts),
        cmocka_unit_test(changes_of_the_clock),
        cmocka_unit_test(waiting),
        cmocka_unit_test(lifted),
        cmocka_unit_test(starting_and_through),
        cmocka_unit_test(computed_dates),
        cmocka_unit_test(closed_windows_and_clocks),
        cmocka_unit_test(how_much),
        cmocka_unit_test(contacts_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
