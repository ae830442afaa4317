/* test_write.c: the marked exam: what failed, with what was given and why it came out so; guarantees; what no case touched; the closing line. */
#include "engine/author/test.h"

enum { SHOWN = 10, WIDTH = 110, INDENT = 6 };

static void mark(ru_buf *b, bool ok, bool color) {
    if (color) ru_buf_str(b, ok ? RU_STR("\x1b[32m") : RU_STR("\x1b[31m"));
    ru_buf_str(b, ok ? RU_STR("\xE2\x9C\x93") : RU_STR("\xE2\x9C\x97"));
    if (color) RU_BUF_LIT(b, "\x1b[0m");
}

static void spaces(ru_buf *b, size_t n) {
    while (n--) ru_buf_char(b, ' ');
}

/* Words flow into lines that fit a screen; those after the first stand under its text. */
static void flow(ru_buf *b, size_t indent, ru_str text) {
    size_t column = indent;
    for (size_t at = 0; at < text.n;) {
        size_t from = at, wide = 0;
        for (; at < text.n && text.p[at] != ' ' && text.p[at] != '\n'; at++) wide += ((unsigned char)text.p[at] & 0xC0) != 0x80;
        if (from && column + 1 + wide > WIDTH) {
            ru_buf_char(b, '\n');
            spaces(b, indent);
            column = indent;
        } else if (from) {
            ru_buf_char(b, ' ');
            column++;
        }
        ru_buf_put(b, text.p + from, at - from);
        column += wide;
        if (at < text.n) at++;
    }
    ru_buf_char(b, '\n');
}

/* "      given   days late: 45; …" */
static void put_line(ru_buf *b, const char *head, ru_str text) {
    spaces(b, INDENT);
    ru_buf_printf(b, "%s ", head);
    flow(b, INDENT + strlen(head) + 1, text);
}

static void put_sentence(ru_buf *b, const ru_case *c) {
    ru_buf_printf(b, "%.*s:%d: %.*s", (int)c->file.n, c->file.p, c->line, (int)c->sentence.n, c->sentence.p);
    if (c->row && c->label.n) ru_buf_printf(b, " (row %d: %.*s)", c->row, (int)c->label.n, c->label.p);
    else if (c->row) ru_buf_printf(b, " (row %d)", c->row);
}

static void put_mark(ru_buf *b, const ru_mark *m, bool color) {
    ru_buf line;
    ru_buf_init(&line, &b->alloc);
    ru_buf_printf(&line, "%s %.*s: %.*s", m->never ? "never" : "expected", (int)m->key.n, m->key.p, (int)m->expected.n, m->expected.p);
    if (!m->ok) ru_buf_printf(&line, "   got: %.*s", (int)m->got.n, m->got.p);
    spaces(b, INDENT);
    mark(b, m->ok, color);
    ru_buf_char(b, ' ');
    if (line.failed) b->failed = true;
    else flow(b, INDENT + 2, (ru_str){line.p, line.n});
    ru_buf_free(&line);
}

static void put_reasons(ru_buf *b, const ru_case_result *r) {
    ru_buf line;
    ru_buf_init(&line, &b->alloc);
    for (size_t i = 0; i < r->reason_count; i++) {
        const ru_reason_line *x = &r->reasons[i];
        ru_buf_clear(&line);
        ru_buf_printf(&line, "%.*s: %.*s (%.*s)", (int)x->what.n, x->what.p, (int)x->because.n, x->because.p, (int)x->place.n, x->place.p);
        if (line.failed) b->failed = true;
        else put_line(b, i ? "       " : "because", (ru_str){line.p, line.n});
    }
    ru_buf_free(&line);
    if (r->unknown.n && !ru_str_is(r->unknown, "nothing")) put_line(b, "not known:", r->unknown);
}

/* What is said of a step: its marks, and of the first that failed what was given. */
static void put_case(ru_buf *b, const ru_case_result *r, bool color) {
    size_t step = 0;
    mark(b, r->passed, color);
    ru_buf_char(b, ' ');
    put_sentence(b, r->of);
    ru_buf_char(b, '\n');
    if (r->passed) return;
    if (r->failed_step) ru_buf_printf(b, "      (it fails %lld hours later)\n", (long long)(r->of->steps[r->failed_step].after / 3600));
    put_line(b, "given", r->given);
    for (size_t i = 0; i < r->marks.count; i++) {
        const ru_mark *m = &r->marks.items[i];
        if (m->step != step) ru_buf_printf(b, "      then, %lld hours later:\n", (long long)(r->of->steps[step = m->step].after / 3600));
        put_mark(b, m, color);
    }
    put_reasons(b, r);
}

static void put_questions(ru_buf *b, ruth_test *t, bool color) {
    for (size_t i = 0; i < t->question_count; i++) {
        const ru_question *q = &t->questions[i];
        if (q->passed && !t->all) continue;
        mark(b, q->passed, color);
        ru_buf_printf(b, " %.*s:%d: %.*s\n", (int)q->file.n, q->file.p, q->line, (int)q->id.n, q->id.p);
        if (!q->passed) put_line(b, "differs:", q->words);
    }
    if (t->question_count) ru_buf_printf(b, "%zu questions\n", t->question_count);
}

static void put_files(ru_buf *b, ruth_test *t) {
    for (size_t i = 0; i < t->cases.count;) {
        ru_str file = t->results[i].of->file;
        size_t from = i, passed = 0;
        for (; i < t->cases.count && ru_str_eq(t->results[i].of->file, file); i++) passed += t->results[i].passed;
        ru_buf_printf(b, "  %.*s: %zu of %zu\n", (int)file.n, file.p, passed, i - from);
    }
}

static void put_promises(ru_buf *b, ruth_test *t, bool color) {
    for (size_t i = 0; i < t->promise_count; i++) {
        const ru_promise *p = &t->promises[i];
        if (!p->broken && !t->all && p->tried) continue;
        mark(b, !p->broken, color);
        ru_buf_printf(b, " guarantee \"%.*s\" (%.*s:%d), ", (int)p->of->id.n, p->of->id.p, (int)p->of->file.n, p->of->file.p, p->of->node->line);
        if (!p->tried && !p->broken) RU_BUF_LIT(b, "tried on nobody: no case and no made-up person is in its when\n");
        else ru_buf_printf(b, "tried on %zu\n", p->tried);
        if (!p->broken) continue;
        put_line(b, "broken:", p->words);
        put_line(b, "given", p->given);
        spaces(b, INDENT);
        ru_buf_printf(b, "by %.*s\n", (int)p->request.n, p->request.p);
    }
}

static size_t per_cent(size_t part, size_t whole) { return whole ? part * 100 / whole : 100; }

static void put_rules(ru_buf *b, ruth_test *t) {
    size_t seen = 0, shown = 0;
    for (size_t i = 0; i < t->rule_count; i++) seen += t->rules[i].seen > 0;
    ru_buf_printf(b, "rules touched by cases: %zu of %zu (%zu %%)\n", seen, t->rule_count, per_cent(seen, t->rule_count));
    for (size_t i = 0; i < t->rule_count; i++) {
        const ru_rule_seen *r = &t->rules[i];
        if (r->seen || (!t->all && shown == SHOWN)) continue;
        ru_buf_printf(b, "  not touched: %s \"%.*s\" (%.*s:%d)\n", ru_kind_name(r->kind), (int)r->raw->id.n, r->raw->id.p, (int)r->raw->file.n, r->raw->file.p,
                      r->raw->node->line);
        shown++;
    }
    if (t->rule_count - seen > shown) ru_buf_printf(b, "  and %zu more (--all)\n", t->rule_count - seen - shown);
}

static void put_conditions(ru_buf *b, ruth_test *t) {
    static const char *const outcomes[] = {"false", "not known", "true"};
    size_t seen[3] = {0, 0, 0}, both = 0, shown = 0;
    for (size_t i = 0; i < t->condition_count; i++) {
        const size_t *s = t->conditions[i].seen;
        for (int k = 0; k < 3; k++) seen[k] += s[k] > 0;
        both += s[RU_FALSE] && s[RU_TRUE];
    }
    ru_buf_printf(b, "conditions seen true %zu %%, false %zu %%, not known %zu %% (both true and false: %zu of %zu, %zu %%)\n",
                  per_cent(seen[RU_TRUE], t->condition_count), per_cent(seen[RU_FALSE], t->condition_count), per_cent(seen[RU_MAYBE], t->condition_count), both,
                  t->condition_count, per_cent(both, t->condition_count));
    for (size_t i = 0; i < t->condition_count; i++) {
        const ru_condition_seen *c = &t->conditions[i];
        if ((c->seen[RU_FALSE] && c->seen[RU_TRUE]) || (!t->all && shown == SHOWN)) continue;
        const ru_node *fact = ru_node_get(c->node, "fact");
        ru_buf_printf(b, "  never %s%s%s: %.*s (%.*s:%d:%d)\n", c->seen[RU_TRUE] ? "" : outcomes[RU_TRUE], c->seen[RU_TRUE] || c->seen[RU_FALSE] ? "" : " nor ",
                      c->seen[RU_FALSE] ? "" : outcomes[RU_FALSE], (int)fact->text.n, fact->text.p, (int)c->node->file.n, c->node->file.p, c->node->line,
                      c->node->column);
        shown++;
    }
    if (t->condition_count - both > shown) ru_buf_printf(b, "  and %zu more (--all)\n", t->condition_count - both - shown);
}

static void put_silence(ru_buf *b, ruth_test *t) {
    ru_buf_printf(b, "made-up people: %zu, of whom %zu owe and %zu of these hear nothing\n", t->people, t->owing, t->silent);
    if (t->silent_for_lack) ru_buf_printf(b, "silent only because a fact is not known (one value of it brings a contact): %zu\n", t->silent_for_lack);
    for (size_t i = 0; i < t->lack_count && (t->all || i < SHOWN); i++) {
        const ru_fact *f = &t->study->policy->schema->facts.items[t->lacks[i].slot];
        ru_buf_printf(b, "  silent only for lack of %.*s: %zu\n", (int)f->name.n, f->name.p, t->lacks[i].people);
    }
}

static void put_count(ru_buf *b, size_t n, const char *one, const char *more) { ru_buf_printf(b, "%zu %s", n, n == 1 ? one : more); }

void ru_test_text(ru_buf *b, ruth_test *t, bool color) {
    for (size_t i = 0; i < t->cases.count; i++)
        if (!t->results[i].passed || t->all) put_case(b, &t->results[i], color);
    put_questions(b, t, color);
    put_promises(b, t, color);
    put_count(b, t->cases.count, "case in ", "cases in ");
    put_count(b, t->cases.files, "file, ", "files, ");
    put_count(b, t->promise_count, "guarantee\n", "guarantees\n");
    put_files(b, t);
    put_rules(b, t);
    put_conditions(b, t);
    if (t->cases.count) put_silence(b, t);
    ru_buf_printf(b, "%zu passed, %zu failed\n", t->passed, t->failed);
}
