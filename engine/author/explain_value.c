/* explain_value.c: values, times and names of a decision as people say them. */
#include "engine/author/explain.h"

enum { DAY = 86400 };

ru_str ru_explain_keep(ru_explainer *x) {
    ru_str kept = ru_arena_str(&x->arena, (ru_str){x->words.p, x->words.n});
    bool failed = !kept.p || x->words.failed;
    ru_buf_clear(&x->words);
    x->failed |= failed;
    return failed ? RU_STR("") : kept;
}

ru_str ru_explain_say(ru_explainer *x, ru_phrase p, const ru_str *args, size_t count) {
    ru_phrase_put(&x->words, x->french, p, args, count);
    return ru_explain_keep(x);
}

/* ---- times ---- */
ru_str ru_explain_date(ru_explainer *x, int32_t days) {
    int y, m, d;
    ru_civil_from_days(days, &y, &m, &d);
    ru_str month = ru_month_name(x->french, m);
    ru_buf_printf(&x->words, "%d%s %.*s %d", d, x->french && d == 1 ? "er" : "", (int)month.n, month.p, y);
    return ru_explain_keep(x);
}

typedef struct local {
    int32_t day;
    int seconds;
} local;

static local local_of(const ru_explainer *x, int64_t t) {
    const ru_scene *sc = &x->session->scene;
    if (sc->zone_count) t += ru_zone_offset(sc->zones[0], t, NULL);
    int64_t day = t >= 0 ? t / DAY : -((DAY - 1 - t) / DAY);
    return (local){(int32_t)day, (int)(t - day * DAY)};
}

static ru_str clock_of(ru_explainer *x, int seconds) {
    int h = seconds / 3600, m = seconds / 60 % 60;
    if (!x->french) ru_buf_printf(&x->words, "%02d:%02d", h, m);
    else if (m) ru_buf_printf(&x->words, "%d h %02d", h, m);
    else ru_buf_printf(&x->words, "%d h", h);
    return ru_explain_keep(x);
}

/* A zone by its city: America/New_York → New York. */
static ru_str city(ru_explainer *x, ru_str zone) {
    size_t from = zone.n;
    while (from && zone.p[from - 1] != '/') from--;
    for (size_t i = from; i < zone.n; i++) ru_buf_char(&x->words, zone.p[i] == '_' ? ' ' : zone.p[i]);
    return ru_explain_keep(x);
}

/* The person knows where they are: the place is said to them only when several are possible. */
static ru_str place(ru_explainer *x) {
    const ru_scene *sc = &x->session->scene;
    if (!sc->zone_count) return RU_SAY0(x, RU_SAY_UTC);
    if (x->audience == RUTH_FOR_PERSON && sc->zone_count == 1) return RU_STR("");
    return RU_SAY1(x, RU_SAY_PLACE, city(x, ru_zone_name(sc->zones[0])));
}

ru_str ru_explain_when(ru_explainer *x, int64_t t) {
    local l = local_of(x, t);
    ru_str date = ru_explain_date(x, l.day), where = place(x);
    ru_str text = x->audience == RUTH_FOR_PERSON && !l.seconds ? RU_SAY2(x, RU_SAY_WHEN_PLAIN, date, where)
                                                               : RU_SAY3(x, RU_SAY_WHEN, date, clock_of(x, l.seconds), where);
    if (x->audience != RUTH_FOR_EXAMINER) return text;
    char utc[21];
    ru_instant_text(t, utc);
    ru_buf_printf(&x->words, "%.*s [%s]", (int)text.n, text.p, utc);
    return ru_explain_keep(x);
}

ru_str ru_explain_span(ru_explainer *x, int64_t from, int64_t until) {
    local a = local_of(x, from), b = local_of(x, until);
    bool midnight = b.day == a.day + 1 && !b.seconds;
    if ((a.day != b.day && !midnight) || x->audience == RUTH_FOR_EXAMINER) return RU_SAY2(x, RU_SAY_SPAN, ru_explain_when(x, from), ru_explain_when(x, until));
    ru_str where = place(x), date = ru_explain_date(x, a.day), first = clock_of(x, a.seconds),
           last = midnight ? RU_SAY0(x, RU_SAY_MIDNIGHT) : clock_of(x, b.seconds);
    ru_buf_str(&x->words, last);
    ru_buf_str(&x->words, where);
    return RU_SAY3(x, RU_SAY_SAME_DAY, date, first, ru_explain_keep(x));
}

/* ---- numbers ---- */
static void put_grouped(ru_explainer *x, uint64_t n) {
    char digits[24];
    size_t count = 0;
    do digits[count++] = (char)('0' + n % 10);
    while (n /= 10);
    while (count) {
        ru_buf_char(&x->words, digits[--count]);
        if (count && count % 3 == 0) ru_buf_str(&x->words, x->french ? RU_STR("\xE2\x80\xAF") : RU_STR(","));
    }
}

ru_str ru_explain_number(ru_explainer *x, int64_t n) {
    if (n < 0) ru_buf_char(&x->words, '-');
    put_grouped(x, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
    return ru_explain_keep(x);
}

ru_str ru_explain_money(ru_explainer *x, int64_t minor) {
    const ru_schema *s = x->session->policy->schema;
    int currency = x->session->scene.currency;
    int digits = currency >= 0 ? ru_currency_digits(s->currencies[currency]) : 0;
    uint64_t u = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor, scale = 1;
    for (int i = 0; i < digits; i++) scale *= 10;
    if (minor < 0) ru_buf_char(&x->words, '-');
    put_grouped(x, u / scale);
    if (digits > 0) ru_buf_char(&x->words, x->french ? ',' : '.');
    for (uint64_t rest = u % scale; scale > 1; rest %= scale) {
        scale /= 10;
        ru_buf_char(&x->words, (char)('0' + rest / scale));
    }
    if (currency >= 0) {
        RU_BUF_LIT(&x->words, "\xC2\xA0");
        ru_buf_str(&x->words, s->currencies[currency]);
    }
    return ru_explain_keep(x);
}

static ru_str with_unit(ru_explainer *x, const ru_fact *f, int64_t n) {
    static const struct {
        const char *unit;
        ru_phrase many, one;
    } units[] = {
        {"days", RU_SAY_DAYS, RU_SAY_DAY}, {"hours", RU_SAY_HOURS, RU_SAY_HOUR}, {"months", RU_SAY_MONTHS, RU_SAY_MONTH}, {"years", RU_SAY_YEARS, RU_SAY_YEAR}};
    ru_str text = ru_explain_number(x, n);
    bool one = n == 1 || n == -1 || (x->french && n == 0);
    for (size_t i = 0; i < RU_COUNT(units); i++)
        if (ru_str_is(f->unit, units[i].unit)) return RU_SAY1(x, one ? units[i].one : units[i].many, text);
    return text;
}

static ru_str zone_list(ru_explainer *x, const ru_value *v) {
    ru_str all = RU_STR("");
    for (size_t i = 0; i < v->u.l.n; i++) {
        ru_str one = city(x, ((const ru_str *)v->u.l.list)[i]);
        ru_buf_str(&x->words, all);
        if (i) RU_BUF_LIT(&x->words, ", ");
        ru_buf_str(&x->words, one);
        all = ru_explain_keep(x);
    }
    return all;
}

ru_str ru_explain_value(ru_explainer *x, const ru_fact *f, const ru_value *v) {
    bool person = x->audience == RUTH_FOR_PERSON;
    if (v->state == RU_UNKNOWN) return RU_SAY0(x, RU_SAY_NOT_KNOWN);
    if (v->state == RU_NONE) return RU_SAY0(x, person ? RU_SAY_YOU_NOTHING_NOTED : RU_SAY_NONE_ON_FILE);
    switch (f->type) {
    case RU_INTEGER: return with_unit(x, f, v->i);
    case RU_MONEY: return ru_explain_money(x, v->i);
    case RU_DATE: return ru_explain_date(x, (int32_t)v->i);
    case RU_INSTANT: return person ? ru_explain_date(x, local_of(x, v->i).day) : ru_explain_when(x, v->i);
    case RU_ZONE: return city(x, v->u.s);
    case RU_LIST_ENUM:
        if (!v->i) return RU_SAY0(x, RU_SAY_EMPTY_LIST);
        break;
    case RU_LIST_ZONE:
        if (v->u.l.n) return zone_list(x, v);
        return RU_SAY0(x, RU_SAY_EMPTY_LIST);
    case RU_WINDOWS:
    case RU_LIST_TEXT:
        if (!v->u.l.n) return RU_SAY0(x, RU_SAY_EMPTY_LIST);
        break;
    default: break;
    }
    ru_value_say(&x->words, x->session->policy->schema, f, v, x->language, x->session->scene.currency);
    return ru_explain_keep(x);
}

ru_str ru_explain_fact(ru_explainer *x, int slot) {
    ru_fact_say(&x->words, &x->session->policy->schema->facts.items[slot], x->language);
    return ru_explain_keep(x);
}

/* ---- names ---- */
static void joined(ru_explainer *x, size_t i, size_t count) {
    if (!i) return;
    if (i + 1 < count) RU_BUF_LIT(&x->words, ", ");
    else ru_phrase_put(&x->words, x->french, RU_SAY_AND, NULL, 0);
}

ru_str ru_explain_names(ru_explainer *x, const ru_ordinal *names, size_t count, uint64_t bits) {
    size_t total = 0, n = 0;
    for (size_t i = 0; i < count && i < 64; i++) total += bits >> i & 1;
    for (size_t i = 0; i < count && i < 64; i++) {
        if (!(bits >> i & 1)) continue;
        joined(x, n++, total);
        ru_buf_str(&x->words, names[i].name);
    }
    return ru_explain_keep(x);
}

static ru_str segments_possible(ru_explainer *x) {
    const ru_decision *d = &x->session->d;
    for (size_t i = 0; i < d->segments.ordinal_count; i++) {
        joined(x, i, d->segments.ordinal_count);
        ru_buf_str(&x->words, x->session->policy->segment_names[d->segments.ordinals[i]].name);
    }
    return ru_explain_keep(x);
}

static uint64_t bits_of(const ru_stage_result *r) {
    uint64_t bits = 0;
    for (size_t i = 0; i < r->ordinal_count; i++) bits |= (uint64_t)1 << r->ordinals[i];
    return bits;
}

ru_str ru_explain_stage_value(ru_explainer *x, ru_str stage) {
    const ru_policy *p = x->session->policy;
    const ru_decision *d = &x->session->d;
    if (ru_str_is(stage, "segment")) return segments_possible(x);
    if (ru_str_is(stage, "action")) return ru_explain_names(x, p->action_names, (size_t)p->charter.ladders.action_count, bits_of(&d->actions));
    if (ru_str_is(stage, "tone")) return ru_explain_names(x, p->tone_names, (size_t)p->charter.ladders.tone_count, bits_of(&d->tones));
    if (ru_str_is(stage, "channel"))
        return ru_explain_names(x, p->channel_names, (size_t)p->charter.ladders.channel_count, x->outcome.channel >= 0 ? (uint64_t)1 << x->outcome.channel : 0);
    if (!d->plans_possible) return ru_explain_number(x, d->plans_definite);
    return RU_SAY2(x, RU_SAY_FROM_TO, ru_explain_number(x, d->plans_definite), ru_explain_number(x, d->plans_definite + d->plans_possible));
}

static ru_str label(const ru_node *map, ru_str language) {
    for (size_t i = 0; map && map->kind == RU_NODE_MAP && i < map->count; i++)
        if (ru_str_eq(map->keys[i], language) && map->items[i]->kind == RU_NODE_TEXT) return map->items[i]->text;
    return (ru_str){NULL, 0};
}

ru_str ru_explain_team(ru_explainer *x, int team) {
    ru_str id = x->session->policy->teams[team].name, language = x->session->policy->schema->languages[x->language];
    for (size_t i = 0; i < x->study->pack_count; i++) {
        ru_str name = label(ru_node_get(ru_node_get(x->study->packs[i].teams, id.p), "name"), language);
        if (name.p) return name;
    }
    for (size_t i = 0; i < id.n; i++) ru_buf_char(&x->words, id.p[i] == '_' ? ' ' : id.p[i]);
    return ru_explain_keep(x);
}

ru_str ru_explain_channel(ru_explainer *x, int channel, ru_phrase first) {
    static const char *const known[] = {"letter", "portal", "email", "sms", "whatsapp", "voice"};
    ru_str name = x->session->policy->channel_names[channel].name;
    for (size_t i = 0; i < RU_COUNT(known); i++)
        if (ru_str_is(name, known[i])) return RU_SAY0(x, (ru_phrase)(first + i));
    return RU_SAY1(x, (ru_phrase)(first + RU_COUNT(known)), name);
}

static void put_need(ru_explainer *x, size_t *n, ru_str text) {
    if ((*n)++) RU_BUF_LIT(&x->words, ", ");
    ru_buf_str(&x->words, text);
}

ru_str ru_explain_needs(ru_explainer *x, const ru_unknown_report *needs, bool ids) {
    const ru_schema *s = x->session->policy->schema;
    size_t n = 0;
    for (size_t i = 0; i < needs->fact_count; i++) {
        const ru_fact *f = &s->facts.items[needs->facts[i].slot];
        put_need(x, &n, ids ? f->name : RU_STR(""));
        if (!ids) ru_fact_say(&x->words, f, x->language);
    }
    if (needs->contacts) put_need(x, &n, RU_STR("contacts"));
    for (size_t i = 0; ids && i <= s->contact.count; i++) {
        if (!(needs->contact_fields >> i & 1)) continue;
        put_need(x, &n, RU_STR("contacts."));
        ru_buf_str(&x->words, i == s->contact.count ? RU_STR("at") : s->contact.items[i].name);
    }
    if (!ids && needs->contact_fields && !needs->contacts) put_need(x, &n, RU_STR("contacts"));
    if (needs->debt) put_need(x, &n, x->french ? RU_STR("la dette") : RU_STR("debt"));
    return ru_explain_keep(x);
}
