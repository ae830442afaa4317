/* recorded.c: what plugins that are not pure gave back, in the order of their calls: part of a decision's identity, and given again when it is made again.
 *
 * A list, one entry a call: {"plugin":ID,"call":"enrich","of":"","gave":…}; `of` names the plan or the message; `gave` is null where the call failed, else
 *   enrich   [["fact",value],["fact",null],["fact"]]  a value (a number in the units of ruth_plugin.h, or a text), not known, none on file
 *   offer    [[every,instalment,count,last,total,first_due,left or null], …]
 *   render   the text, "" where it has no words of its own          inspect   how many things were found */
#include "engine/decide/session.h"

static const char *call_name(ru_plugin_doing doing) {
    switch (doing) {
    case RU_PLUGIN_ENRICHING: return "enrich";
    case RU_PLUGIN_OFFERING: return "offer";
    case RU_PLUGIN_RENDERING: return "render";
    default: return "inspect";
    }
}

static bool misfit(ru_session *s) {
    static const char why[] = "the recorded results of plugins do not fit this request and this policy";
    s->rejection.code = RU_REJECT_RANGE;
    s->rejection.at[0] = 0;
    memcpy(s->rejection.message, why, sizeof why);
    return false;
}

/* ---- out ---- */
static void put_written(ru_buf *b, const ru_plugin_call *c) {
    for (size_t i = 0; i < c->plugin->write_count; i++) {
        const ru_fact *f = &c->schema->facts.items[c->plugin->writes[i]];
        const ru_value *v = &c->written[i];
        if (i) ru_buf_char(b, ',');
        ru_buf_char(b, '[');
        ru_json_put_string(b, f->name);
        if (v->state != RU_NONE) ru_buf_char(b, ',');
        if (v->state == RU_UNKNOWN) RU_BUF_LIT(b, "null");
        if (v->state == RU_VALUE && f->type == RU_ENUM) ru_json_put_string(b, f->values[v->i]);
        else if (v->state == RU_VALUE && f->type == RU_TEXT) ru_json_put_string(b, v->u.s);
        else if (v->state == RU_VALUE) ru_buf_int(b, v->i);
        ru_buf_char(b, ']');
    }
}

static void put_lines(ru_buf *b, const ru_plugin_call *c) {
    for (size_t i = 0; i < c->line_count; i++) {
        const ruth_plugin_line *l = &c->lines[i];
        int64_t numbers[] = {l->every, l->instalment, l->count, l->last, l->total, l->first_due};
        if (i) ru_buf_char(b, ',');
        ru_buf_char(b, '[');
        for (size_t k = 0; k < RU_COUNT(numbers); k++) {
            ru_buf_int(b, numbers[k]);
            ru_buf_char(b, ',');
        }
        if (l->has_left) ru_buf_int(b, l->left);
        else RU_BUF_LIT(b, "null");
        ru_buf_char(b, ']');
    }
}

static void put_gave(ru_buf *b, const ru_plugin_call *c) {
    bool list = c->doing == RU_PLUGIN_ENRICHING || c->doing == RU_PLUGIN_OFFERING;
    if (c->failed) {
        RU_BUF_LIT(b, "null");
        return;
    }
    if (list) ru_buf_char(b, '[');
    if (c->doing == RU_PLUGIN_ENRICHING) put_written(b, c);
    if (c->doing == RU_PLUGIN_OFFERING) put_lines(b, c);
    if (c->doing == RU_PLUGIN_RENDERING) ru_json_put_string(b, (ru_str){c->out->p, c->out->n});
    if (c->doing == RU_PLUGIN_INSPECTING) ru_buf_int(b, c->found);
    if (list) ru_buf_char(b, ']');
}

void ru_recorded_put(ru_session *s, const ru_plugin_call *c, ru_str of) {
    ru_buf *b = &s->recorded;
    if (b->n > 1) ru_buf_char(b, ',');
    RU_BUF_LIT(b, "{\"plugin\":");
    ru_json_put_string(b, c->plugin->id);
    RU_BUF_LIT(b, ",\"call\":");
    ru_json_put_string(b, ru_str_of(call_name(c->doing)));
    RU_BUF_LIT(b, ",\"of\":");
    ru_json_put_string(b, of);
    RU_BUF_LIT(b, ",\"gave\":");
    put_gave(b, c);
    ru_buf_char(b, '}');
}

/* ---- in: the plugin's part is played with the same functions, so that the same checks hold ---- */
static bool next_key(ru_json *j, bool *first, const char *name) {
    ru_str key;
    bool more;
    return ru_json_object_next(j, first, &key, &more) && more && ru_str_is(key, name);
}

static bool next_text(ru_json *j, bool *first, const char *name, ru_str expected) {
    ru_str found;
    return next_key(j, first, name) && ru_json_string(j, &found) && ru_str_eq(found, expected);
}

static bool ends_here(ru_json *j, bool *first) {
    bool more;
    return ru_json_array_next(j, first, &more) && !more;
}

static bool take_value(ru_json *j, bool *first, ruth_plugin_value *v) {
    ru_json_kind kind;
    bool more;
    ru_str text = {NULL, 0};
    if (!ru_json_array_next(j, first, &more)) return false;
    v->state = RUTH_PLUGIN_NONE;
    if (!more) return true;
    if (!ru_json_peek(j, &kind)) return false;
    v->state = kind == RU_JSON_NULL ? RUTH_PLUGIN_UNKNOWN : RUTH_PLUGIN_VALUE;
    bool taken = kind == RU_JSON_NULL ? ru_json_null(j) : kind == RU_JSON_STRING ? ru_json_string(j, &text) : ru_json_int(j, &v->number);
    v->text = (ruth_plugin_text){text.p, text.n};
    return taken && ends_here(j, first);
}

static bool take_written(ru_session *s, ru_plugin_call *c) {
    ru_json *j = &s->replay;
    bool first = true, more;
    if (!ru_json_array_begin(j)) return false;
    while (ru_json_array_next(j, &first, &more)) {
        ruth_plugin_value v = {.state = RUTH_PLUGIN_UNKNOWN};
        bool inner = true, there;
        ru_str name;
        if (!more) return true;
        if (!ru_json_array_begin(j) || !ru_json_array_next(j, &inner, &there) || !there || !ru_json_string(j, &name)) return false;
        int slot = ru_fields_find(&c->schema->facts, name);
        if (slot < 0 || !take_value(j, &inner, &v)) return false;
        v.type = (uint32_t)c->schema->facts.items[slot].type;
        ru_plugin_host()->write(c, c->schema->facts.items[slot].name.p, &v);
    }
    return false;
}

static bool take_line(ru_json *j, ruth_plugin_line *l) {
    int64_t n[6];
    ru_json_kind kind;
    bool first = true, more;
    if (!ru_json_array_begin(j)) return false;
    for (size_t i = 0; i < RU_COUNT(n); i++)
        if (!ru_json_array_next(j, &first, &more) || !more || !ru_json_int(j, &n[i])) return false;
    if (!ru_json_array_next(j, &first, &more) || !more || !ru_json_peek(j, &kind)) return false;
    bool fits = n[0] >= 0 && n[0] <= 2 && n[5] >= INT32_MIN && n[5] <= INT32_MAX;
    *l = (ruth_plugin_line){.size = sizeof *l,
                            .every = (uint32_t)n[0],
                            .instalment = n[1],
                            .count = n[2],
                            .last = n[3],
                            .total = n[4],
                            .first_due = (int32_t)n[5],
                            .has_left = kind != RU_JSON_NULL};
    return fits && (l->has_left ? ru_json_int(j, &l->left) : ru_json_null(j)) && ends_here(j, &first);
}

static bool take_lines(ru_session *s, ru_plugin_call *c) {
    ru_json *j = &s->replay;
    bool first = true, more;
    if (!ru_json_array_begin(j)) return false;
    while (ru_json_array_next(j, &first, &more)) {
        ruth_plugin_line l;
        if (!more) return true;
        if (!take_line(j, &l)) return false;
        ru_plugin_host()->line(c, &l);
    }
    return false;
}

static bool take_gave(ru_session *s, ru_plugin_call *c) {
    ru_json *j = &s->replay;
    ru_json_kind kind;
    ru_str text;
    if (!ru_json_peek(j, &kind)) return false;
    if (kind == RU_JSON_NULL) {
        c->failed = true;
        return ru_json_null(j);
    }
    if (c->doing == RU_PLUGIN_INSPECTING) return ru_json_int(j, &c->found) && c->found >= 0;
    if (c->doing == RU_PLUGIN_RENDERING && !ru_json_string(j, &text)) return false;
    if (c->doing == RU_PLUGIN_RENDERING) ru_plugin_host()->put(c, (ruth_plugin_text){text.p, text.n});
    else if (!(c->doing == RU_PLUGIN_ENRICHING ? take_written(s, c) : take_lines(s, c))) return false;
    return !c->failed; /* what was good then is good now, or it is of another policy */
}

bool ru_recorded_take(ru_session *s, ru_plugin_call *c, ru_str of) {
    ru_json *j = &s->replay;
    bool first = true, more;
    ru_str key;
    if (!ru_json_array_next(j, &s->replay_first, &more) || !more || !ru_json_object_begin(j)) return misfit(s);
    bool fits = next_text(j, &first, "plugin", c->plugin->id) && next_text(j, &first, "call", ru_str_of(call_name(c->doing))) &&
                next_text(j, &first, "of", of) && next_key(j, &first, "gave") && take_gave(s, c) && ru_json_object_next(j, &first, &key, &more) && !more;
    return fits ? true : c->no_memory || ru_json_nomem(j) ? false : misfit(s);
}

/* ---- begin and end ---- */
bool ru_recorded_begin(ru_session *s) {
    ru_buf_clear(&s->recorded);
    s->replaying = s->has_given;
    s->has_given = false;
    if (!s->policy->plugin_count && !s->replaying) return true;
    ru_buf_char(&s->recorded, '[');
    if (!s->replaying) return true;
    s->replay_first = true;
    ru_json_begin(&s->replay, (ru_str){s->given.p, s->given.n}, &s->arena);
    return ru_json_array_begin(&s->replay) ? true : misfit(s);
}

bool ru_recorded_end(ru_session *s) {
    bool more = false;
    if (!s->recorded.n && !s->recorded.failed) return true;
    ru_buf_char(&s->recorded, ']');
    if (s->recorded.failed) return false;
    if (!s->replaying) return true;
    bool whole = ru_json_array_next(&s->replay, &s->replay_first, &more) && !more && ru_json_end(&s->replay);
    return whole ? true : misfit(s);
}
