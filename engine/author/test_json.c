/* test_json.c: the same as test_write.c for machines: one JSON document, and JUnit XML. */
#include "engine/author/test.h"

static void put_text(ru_buf *b, const char *key, ru_str text) {
    ru_buf_printf(b, "\"%s\":", key);
    if (text.p) ru_json_put_string(b, text);
    else RU_BUF_LIT(b, "null");
}

static void json_case(ru_buf *b, const ru_case_result *r) {
    ru_buf_char(b, '{');
    put_text(b, "case", r->of->sentence);
    ru_buf_printf(b, ",\"row\":%d,", r->of->row);
    put_text(b, "label", r->of->label.n ? r->of->label : (ru_str){NULL, 0});
    ru_buf_char(b, ',');
    put_text(b, "file", r->of->file);
    ru_buf_printf(b, ",\"line\":%d,\"passed\":%s,\"failed_step\":%d,\"marks\":[", r->of->line, r->passed ? "true" : "false",
                  r->passed ? -1 : (int)r->failed_step);
    for (size_t i = 0; i < r->marks.count; i++) {
        const ru_mark *m = &r->marks.items[i];
        ru_buf_printf(b, "%s{\"step\":%zu,", i ? "," : "", m->step);
        put_text(b, m->never ? "never" : "expect", m->key);
        ru_buf_char(b, ',');
        put_text(b, "wanted", m->expected);
        ru_buf_char(b, ',');
        put_text(b, "got", m->got);
        ru_buf_printf(b, ",\"ok\":%s}", m->ok ? "true" : "false");
    }
    RU_BUF_LIT(b, "],\"request\":");
    if (r->request.p) ru_buf_str(b, r->request);
    else RU_BUF_LIT(b, "null");
    RU_BUF_LIT(b, ",\"because\":[");
    for (size_t i = 0; i < r->reason_count; i++) {
        ru_buf_str(b, i ? RU_STR(",{") : RU_STR("{"));
        put_text(b, "what", r->reasons[i].what);
        ru_buf_char(b, ',');
        put_text(b, "because", r->reasons[i].because);
        ru_buf_char(b, ',');
        put_text(b, "rule", r->reasons[i].place);
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "]}");
}

static void json_coverage(ru_buf *b, ruth_test *t) {
    RU_BUF_LIT(b, ",\n\"rules\":[");
    for (size_t i = 0; i < t->rule_count; i++) {
        ru_buf_printf(b, "%s\n{\"kind\":\"%s\",", i ? "," : "", ru_kind_name(t->rules[i].kind));
        put_text(b, "id", t->rules[i].raw->id);
        ru_buf_printf(b, ",\"rule\":\"%.*s:%d\",\"touched\":%zu}", (int)t->rules[i].raw->file.n, t->rules[i].raw->file.p, t->rules[i].raw->node->line,
                      t->rules[i].seen);
    }
    RU_BUF_LIT(b, "],\n\"conditions\":[");
    for (size_t i = 0; i < t->condition_count; i++) {
        const ru_condition_seen *c = &t->conditions[i];
        ru_buf_printf(b, "%s\n{", i ? "," : "");
        put_text(b, "fact", ru_node_get(c->node, "fact")->text);
        ru_buf_printf(b, ",\"at\":\"%.*s:%d:%d\",\"true\":%zu,\"false\":%zu,\"not_known\":%zu}", (int)c->node->file.n, c->node->file.p, c->node->line,
                      c->node->column, c->seen[RU_TRUE], c->seen[RU_FALSE], c->seen[RU_MAYBE]);
    }
    ru_buf_printf(b, "],\n\"people\":%zu,\"owing\":%zu,\"silent\":%zu,\"silent_for_lack\":%zu,\"silent_for_lack_of\":[", t->people, t->owing, t->silent,
                  t->silent_for_lack);
    for (size_t i = 0; i < t->lack_count; i++) {
        ru_buf_str(b, i ? RU_STR(",{") : RU_STR("{"));
        put_text(b, "fact", t->study->policy->schema->facts.items[t->lacks[i].slot].name);
        ru_buf_printf(b, ",\"people\":%zu}", t->lacks[i].people);
    }
    RU_BUF_LIT(b, "]}\n");
}

void ru_test_json(ru_buf *b, ruth_test *t) {
    ru_buf_printf(b, "{\"passed\":%zu,\"failed\":%zu,\n\"cases\":[", t->passed, t->failed);
    for (size_t i = 0; i < t->cases.count; i++) {
        ru_buf_str(b, i ? RU_STR(",\n") : RU_STR("\n"));
        json_case(b, &t->results[i]);
    }
    RU_BUF_LIT(b, "],\n\"questions\":[");
    for (size_t i = 0; i < t->question_count; i++) {
        const ru_question *q = &t->questions[i];
        ru_buf_str(b, i ? RU_STR(",\n{") : RU_STR("\n{"));
        put_text(b, "question", q->id);
        ru_buf_char(b, ',');
        put_text(b, "file", q->file);
        ru_buf_printf(b, ",\"line\":%d,\"passed\":%s,", q->line, q->passed ? "true" : "false");
        put_text(b, "differs", q->words);
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "],\n\"guarantees\":[");
    for (size_t i = 0; i < t->promise_count; i++) {
        const ru_promise *p = &t->promises[i];
        ru_buf_str(b, i ? RU_STR(",\n{") : RU_STR("\n{"));
        put_text(b, "guarantee", p->of->id);
        ru_buf_printf(b, ",\"tried\":%zu,\"broken\":%s,", p->tried, p->broken ? "true" : "false");
        put_text(b, "words", p->words);
        ru_buf_char(b, ',');
        put_text(b, "given", p->given);
        ru_buf_printf(b, ",\"rule\":\"%.*s:%d\"", (int)p->of->file.n, p->of->file.p, p->of->node->line);
        RU_BUF_LIT(b, ",\"request\":");
        if (p->request.p) ru_buf_str(b, p->request);
        else RU_BUF_LIT(b, "null");
        ru_buf_char(b, '}');
    }
    ru_buf_char(b, ']');
    json_coverage(b, t);
}

/* ---- JUnit ---- */
static void xml(ru_buf *b, ru_str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '&') RU_BUF_LIT(b, "&amp;");
        else if (c == '<') RU_BUF_LIT(b, "&lt;");
        else if (c == '>') RU_BUF_LIT(b, "&gt;");
        else if (c == '"') RU_BUF_LIT(b, "&quot;");
        else if ((unsigned char)c >= ' ' || c == '\n' || c == '\t') ru_buf_char(b, c);
    }
}

void ru_test_junit(ru_buf *b, ruth_test *t) {
    ru_buf_printf(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"");
    xml(b, t->study->policy->name);
    ru_buf_printf(b, "\" tests=\"%zu\" failures=\"%zu\">\n", t->passed + t->failed, t->failed);
    for (size_t i = 0; i < t->question_count; i++) {
        const ru_question *q = &t->questions[i];
        RU_BUF_LIT(b, "<testcase classname=\"");
        xml(b, q->file);
        RU_BUF_LIT(b, "\" name=\"");
        xml(b, q->id);
        ru_buf_printf(b, "\" line=\"%d\"%s", q->line, q->passed ? "/>\n" : "><failure message=\"");
        if (q->passed) continue;
        xml(b, q->words);
        RU_BUF_LIT(b, "\"/></testcase>\n");
    }
    for (size_t i = 0; i < t->cases.count; i++) {
        const ru_case_result *r = &t->results[i];
        RU_BUF_LIT(b, "<testcase classname=\"");
        xml(b, r->of->file);
        RU_BUF_LIT(b, "\" name=\"");
        xml(b, r->of->sentence);
        if (r->of->row) {
            ru_buf_printf(b, " (row %d%s", r->of->row, r->of->label.n ? ": " : "");
            xml(b, r->of->label);
            ru_buf_char(b, ')');
        }
        ru_buf_printf(b, "\" line=\"%d\"%s", r->of->line, r->passed ? "/>\n" : ">");
        if (r->passed) continue;
        ru_buf_printf(b, "<failure message=\"%zu of %zu marks failed\">", r->marks.failed, r->marks.count);
        for (size_t k = 0; k < r->marks.count; k++) {
            const ru_mark *m = &r->marks.items[k];
            if (m->ok) continue;
            xml(b, m->never ? RU_STR("never ") : RU_STR("expected "));
            xml(b, m->key);
            RU_BUF_LIT(b, ": ");
            xml(b, m->expected);
            RU_BUF_LIT(b, ", got: ");
            xml(b, m->got);
            ru_buf_char(b, '\n');
        }
        RU_BUF_LIT(b, "</failure></testcase>\n");
    }
    for (size_t i = 0; i < t->promise_count; i++) {
        const ru_promise *p = &t->promises[i];
        RU_BUF_LIT(b, "<testcase classname=\"guarantees\" name=\"");
        xml(b, p->of->id);
        ru_buf_str(b, p->broken ? RU_STR("\"><failure message=\"broken\">") : RU_STR("\"/>\n"));
        if (!p->broken) continue;
        xml(b, p->words);
        ru_buf_char(b, '\n');
        xml(b, p->request);
        RU_BUF_LIT(b, "</failure></testcase>\n");
    }
    RU_BUF_LIT(b, "</testsuite>\n");
}
