/* summary.c: decisions (canonical NDJSON on standard input) → counts a person can read; then one decision in full. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES = 128, NAME_ROOM = 64, LINE_ROOM = 1 << 20 };
typedef struct table {
    const char *title;
    char names[NAMES][NAME_ROOM];
    unsigned long counts[NAMES];
    int used;
} table;

static void count(table *t, const char *name, size_t n) {
    int i = 0;
    if (n >= NAME_ROOM) n = NAME_ROOM - 1;
    while (i < t->used && !(strlen(t->names[i]) == n && !memcmp(t->names[i], name, n))) i++;
    if (i == t->used) {
        if (t->used == NAMES) return;
        memcpy(t->names[t->used++], name, n);
    }
    t->counts[i]++;
}

/* The string that follows `key` at or after `from`; the canonical form has one place for each. NULL: not there. */
static const char *value(const char *from, const char *key, size_t *n) {
    const char *p = strstr(from, key);
    if (!p) return NULL;
    p += strlen(key);
    const char *end = strchr(p, '"');
    *n = end ? (size_t)(end - p) : 0;
    return end ? p : NULL;
}

static void count_value(table *t, const char *from, const char *key) {
    size_t n;
    const char *p = value(from, key, &n);
    if (p) count(t, p, n);
}

/* Every string after `key` between `from` and `end`, each name once a decision. */
static void count_all(table *t, const char *from, const char *end, const char *key) {
    const char *last = NULL;
    size_t n, last_n = 0;
    for (const char *p = from; (p = value(p, key, &n)) && p < end; p += n) {
        if (!last || n != last_n || memcmp(last, p, n) != 0) count(t, p, n);
        last = p;
        last_n = n;
    }
}

static int by_count(const table *t, int a, int b) {
    return t->counts[a] != t->counts[b] ? (t->counts[a] < t->counts[b] ? 1 : -1) : strcmp(t->names[a], t->names[b]);
}

static void show(const table *t, unsigned long total) {
    int order[NAMES];
    for (int i = 0; i < t->used; i++) {
        int k = i;
        while (k > 0 && by_count(t, order[k - 1], i) > 0) {
            order[k] = order[k - 1];
            k--;
        }
        order[k] = i;
    }
    printf("%s\n", t->title);
    if (!t->used) printf("    (none)\n");
    for (int i = 0; i < t->used; i++)
        printf("    %-36s %7lu  %5.1f %%\n", t->names[order[i]], t->counts[order[i]], 100.0 * (double)t->counts[order[i]] / (double)total);
}

/* One decision, a member a line at the outer levels. */
static void pretty(const char *line) {
    int depth = 0;
    bool inside = false;
    for (const char *p = line; *p; p++) {
        if (*p == '"' && (p == line || p[-1] != '\\')) inside = !inside;
        if (!inside && (*p == '{' || *p == '[')) depth++;
        if (!inside && (*p == '}' || *p == ']')) depth--;
        putchar(*p);
        if (!inside && depth <= 1 && *p == ',') fputs("\n  ", stdout);
        if (!inside && depth == 2 && *p == ',' && p[1] == '{') fputs("\n    ", stdout);
        if (!inside && depth == 1 && p == line) fputs("\n  ", stdout);
    }
    putchar('\n');
}

int main(void) {
    static table segments = {.title = "segment"}, actions = {.title = "action"}, tones = {.title = "tone (of contacts)"}, channels = {.title = "channel"},
                 limits = {.title = "limits that bit"}, asks = {.title = "questions that would help"}, plans = {.title = "plans offered"},
                 possible = {.title = "plans possible, once a question is answered"}, referrals = {.title = "advice offered"},
                 hands = {.title = "handed to a person"};
    static char line[LINE_ROOM], sample[LINE_ROOM];
    unsigned long total = 0, peace = 0, rejected = 0;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        const char *p_plans = strstr(line, ",\"plans\":["), *p_referrals = strstr(line, "],\"referrals\":["),
                   *p_possible = strstr(line, ",\"possible\":{\"plans\":"), *p_hand = strstr(line, ",\"hand_over\":"),
                   *p_limits = strstr(line, ",\"limits\":["), *p_ask = strstr(line, ",\"ask\":["), *p_unknown = strstr(line, "],\"unknown\":[");
        if (!p_plans || !p_referrals || !p_possible || !p_hand || !p_limits || !p_ask || !p_unknown) {
            rejected++;
            continue;
        }
        bool silent = strstr(line, ",\"contact\":null,") != NULL;
        total++;
        peace += silent;
        count_value(&segments, line, "\"segment\":{\"is\":\"");
        count_value(&actions, line, "\"action\":{\"is\":\"");
        if (!silent) {
            count_value(&tones, line, "\"tone\":{\"is\":\"");
            count_value(&channels, line, "\"contact\":{\"channel\":\"");
        }
        count_all(&plans, p_plans, p_referrals, "\"plan\":\"");
        count_all(&referrals, p_referrals, p_possible, "{\"to\":\"");
        count_all(&possible, p_possible, p_hand, "{\"plan\":\"");
        if (!strncmp(p_hand, ",\"hand_over\":{\"to\":\"", 20)) count_value(&hands, p_hand, "{\"to\":\"");
        count_all(&limits, p_limits, p_ask, "{\"id\":\"");
        count_all(&asks, p_ask, p_unknown, "{\"fact\":\"");
        if (!silent && (!sample[0] || (strstr(line, "\"count\":") && !strstr(sample, "\"count\":")))) memcpy(sample, line, strlen(line) + 1);
    }
    if (!total) {
        fputs("summary: no decisions on standard input\n", stderr);
        return 1;
    }
    printf("%lu people decided; %lu contacted, %lu left in peace (%.1f %%); %lu lines rejected\n\n", total, total - peace, peace,
           100.0 * (double)peace / (double)total, rejected);
    const table *all[] = {&segments, &actions, &tones, &channels, &plans, &possible, &referrals, &hands, &limits, &asks};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) show(all[i], total);
    if (sample[0]) {
        printf("\none decision in full\n");
        pretty(sample);
    }
    return 0;
}
