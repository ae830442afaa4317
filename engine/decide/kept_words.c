/* kept_words.c: what decisions of a policy are likely to say, so that a ledger need not keep it with each of them.
 *
 * It stands in the ledger with the policy, in the clear: nothing of a person is in it. What is said otherwise than here costs bytes and nothing else.
 * The packing finds best what stands last, so what every decision says comes at the end. */
#include "engine/decide/ledger.h"

enum { MOST = 24 << 10 /* bytes; of more, the packing's own table would forget the first */ };

static void put_template(ru_buf *b, const ru_template *t) {
    if (!t) return;
    if (t->json.p) ru_buf_str(b, t->json);
    else
        for (size_t i = 0; i < t->count; i++)
            if (t->parts[i].kind == RU_PART_LITERAL) ru_json_put_string(b, t->parts[i].literal);
}

static void put_messages(ru_buf *b, const ru_policy *p) {
    for (size_t m = 0; m < p->message_count; m++)
        for (size_t lang = 0; lang < p->schema->language_count; lang++) {
            const ru_message_text *t = &p->messages[m].by_lang[lang];
            for (int v = 0; t->variants && v < p->charter.ladders.channel_count * p->charter.ladders.tone_count; v++) put_template(b, t->variants[v].body);
            put_template(b, t->next_step);
            put_template(b, t->cannot);
        }
}

static void put_questions(ru_buf *b, const ru_policy *p) {
    for (size_t f = 0; f < p->schema->facts.count; f++) {
        const ru_fact *fact = &p->schema->facts.items[f];
        if (!fact->ask.by_lang[0].p) continue;
        RU_BUF_LIT(b, "{\"fact\":");
        ru_json_put_string(b, fact->name);
        RU_BUF_LIT(b, ",\"question\":");
        ru_json_put_string(b, fact->ask.by_lang[0]);
        RU_BUF_LIT(b, ",\"would_change\":[\"action\",\"limits\"]},");
    }
}

static void put_limits(ru_buf *b, const ru_policy *p) {
    for (size_t i = 0; i < p->charter.limit_count; i++) {
        const ru_limit_info *info = &p->limits[i];
        RU_BUF_LIT(b, "{\"id\":");
        ru_buf_str(b, info->id_json);
        RU_BUF_LIT(b, ",\"effect\":\"forbid\",\"on\":\"outbound\",\"until\":null,\"cite\":");
        ru_buf_str(b, info->cite_json);
        RU_BUF_LIT(b, ",\"nature\":");
        ru_buf_str(b, info->nature_json);
        RU_BUF_LIT(b, ",\"because\":");
        put_template(b, info->rule.because);
        RU_BUF_LIT(b, ",\"rule\":");
        ru_buf_str(b, info->rule.place_json);
        RU_BUF_LIT(b, "},");
    }
}

static void put_rules(ru_buf *b, const ru_rules *rules, const ru_ordinal *names) {
    for (size_t i = 0; i < rules->count; i++) {
        const ru_rule *r = &rules->items[i];
        ru_buf_str(b, names ? names[r->is].json : r->id_json);
        RU_BUF_LIT(b, ",\"because\":");
        put_template(b, r->because);
        RU_BUF_LIT(b, ",\"rule\":");
        ru_buf_str(b, r->place_json);
        RU_BUF_LIT(b, "},");
    }
}

static void put_decision(ru_buf *b, const ru_policy *p) {
    RU_BUF_LIT(
        b,
        "\"},\"action\":{\"is\":\"\",\"instead_of\":[],\"because\":\"\",\"rule\":\"\"},\"tone\":{\"is\":\"\",\"instead_of\":[],\"because\":\"\",\"rule\":\"\"},"
        "\"contact\":null,\"contact\":{\"channel\":\"\",\"from\":\"2026-01-01T00:00:00Z\",\"until\":\"2026-01-01T00:00:00Z\",\"reason\":\"\",\"because\":\"\",\"message\":\"\",\"lang\":\"\",\"text\":\"\",\"disclosures\":[]},"
        "\"plans\":[{\"id\":\"\",\"plan\":\"\",\"instalment\":0,\"count\":0,\"every\":\"month\",\"first_due\":\"2026-01-01\",\"last\":0,\"total\":0,\"left\":null,\"because\":\"\"}],"
        "\"referrals\":[{\"to\":\"\",\"because\":\"\"}],\"possible\":{\"plans\":[{\"plan\":\"\",\"needs\":[\"\"]}],\"referrals\":[]},"
        "\"hand_over\":{\"to\":\"\",\"by\":null,\"certain\":true,\"also\":[],\"because\":\"\",\"card\":null},\"hand_over\":null,\"limits\":[],\"ask\":[],\"unknown\":[],\"inbound\":{\"open\":true,\"because\":");
    put_template(b, p->inbound[0]);
    RU_BUF_LIT(b, "},\"good_until\":null,\"again_at\":null,\"failures\":[],\"ref\":null}\",\"decision\":\"\",\"now\":\"2026-01-01T00:00:00Z\",");
    ru_buf_str(b, p->head_json);
    RU_BUF_LIT(b, ",\"segment\":{\"is\":\"\",\"possible\":[\"\"],\"because\":\"\",\"rule\":\"");
}

static void put_request(ru_buf *b, const ru_policy *p) {
    RU_BUF_LIT(b, ",\"contacts\":[{\"at\":\"2026-01-01T00:00:00Z\"");
    for (size_t f = 0; f < p->schema->contact.count; f++) {
        RU_BUF_LIT(b, ",\"");
        ru_buf_str(b, p->schema->contact.items[f].name);
        RU_BUF_LIT(b, "\":\"");
    }
    RU_BUF_LIT(b, "\"},{\"at\":\"2026-01-01T00:00:00Z\"}]}{\"id\":\"\",\"now\":\"2026-01-01T00:00:00Z\",\"facts\":{");
    for (size_t f = 0; f < p->schema->facts.count; f++) {
        const ru_fact *fact = &p->schema->facts.items[f];
        if (f) ru_buf_char(b, ',');
        ru_json_put_string(b, fact->name);
        ru_buf_str(b, fact->type == RU_BOOLEAN ? RU_STR(":false") : fact->type == RU_ENUM ? RU_STR(":\"") : RU_STR(":"));
    }
    RU_BUF_LIT(b, "},\"contacts\":[]}");
}

/* What does not fit goes from the beginning. */
bool ru_kept_words(const ru_policy *p, ru_buf *b) {
    put_messages(b, p);
    put_questions(b, p);
    put_limits(b, p);
    put_rules(b, &p->referrals, NULL);
    put_rules(b, &p->plans, NULL);
    put_rules(b, &p->ways_rules, NULL);
    put_rules(b, &p->segments, p->segment_names);
    put_rules(b, &p->actions, p->action_names);
    put_rules(b, &p->tones, p->tone_names);
    put_decision(b, p);
    put_request(b, p);
    if (b->failed) return false;
    if (b->n > MOST) memmove(b->p, b->p + b->n - MOST, MOST);
    b->n = b->n > MOST ? MOST : b->n;
    return true;
}
