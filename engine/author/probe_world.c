/* probe_world.c: a plugin opened for its check, with facts of a policy or made up from what it declares, and requests drawn at random. */
#include "engine/author/probe.h"

/* ---- memory that is counted ---- */
static void *counting(void *context, void *block, size_t old_size, size_t size) {
    ru_probe_count *c = context;
    void *p = c->inner.resize(c->inner.context, block, old_size, size);
    if (!block && p) c->live++;
    if (block && !size) c->live--;
    return p;
}

/* ---- facts as the plugin declares them ---- */
static const char *type_words(uint32_t type) {
    switch (type) {
    case RUTH_PLUGIN_ENUM: return "type: enum, values: [one, two, three]";
    case RUTH_PLUGIN_LIST_OF_ENUM: return "type: list of enum, values: [one, two, three]";
    case RUTH_PLUGIN_BOOLEAN: return "type: boolean";
    case RUTH_PLUGIN_INTEGER: return "type: integer";
    case RUTH_PLUGIN_MONEY: return "type: money";
    case RUTH_PLUGIN_RATIO: return "type: ratio";
    case RUTH_PLUGIN_DATE: return "type: date";
    case RUTH_PLUGIN_INSTANT: return "type: instant";
    case RUTH_PLUGIN_ZONE: return "type: zone";
    default: return "type: text";
    }
}

static bool lists(const ruth_plugin_fact *facts, uint32_t count, const char *name) {
    for (uint32_t i = 0; i < count; i++)
        if (!strcmp(facts[i].name, name)) return true;
    return false;
}

static void put_facts(ru_buf *b, const ruth_plugin_fact *facts, uint32_t count, const char *source) {
    for (uint32_t i = 0; i < count; i++) {
        if (lists(facts, i, facts[i].name)) continue;
        bool currency = !strcmp(facts[i].name, "currency") && facts[i].type == RUTH_PLUGIN_ENUM;
        ru_buf_printf(b, "%s: { %s, source: %s }\n", facts[i].name, currency ? "type: enum, values: [USD, EUR]" : type_words(facts[i].type), source);
    }
}

static ruth_status make_schema(ru_probe_world *w, ru_schema **out, ruth_error *e) {
    static const char contacts[] =
        "channel: { type: enum, values: [letter, email, voice] }\ndirection: { type: enum, values: [outbound, inbound] }\noutcome: { type: enum, values: [no_answer, conversation] }\nautomated: { type: boolean }\n";
    const ruth_plugin *entry = w->probe->found.entry;
    ru_buf b;
    ru_node *facts = NULL, *fields = NULL;
    ru_str language = RU_STR("en");
    ru_buf_init(&b, &w->probe->alloc);
    put_facts(&b, entry->reads, entry->read_count, "host");
    put_facts(&b, entry->writes, entry->write_count, "plugin");
    if (!lists(entry->reads, entry->read_count, "timezone")) RU_BUF_LIT(&b, "timezone: { type: zone, source: host }\n");
    if (!lists(entry->reads, entry->read_count, "currency")) RU_BUF_LIT(&b, "currency: { type: enum, values: [USD, EUR], source: host }\n");
    ru_str text = b.failed ? (ru_str){NULL, 0} : ru_arena_str(&w->arena, (ru_str){b.p, b.n});
    ru_buf_free(&b);
    if (!text.p) return ru_fail_nomem(e);
    ruth_status st = ru_yaml_read(&w->arena, RU_STR("facts as the plugin declares them"), text, &facts, e);
    if (!st) st = ru_yaml_read(&w->arena, RU_STR("contacts"), RU_STR(contacts), &fields, e);
    const ru_node *const_facts = facts, *const_fields = fields;
    ru_schema_files files = {
        .facts = &const_facts, .contacts = &const_fields, .facts_count = 1, .contacts_count = 1, .languages = &language, .language_count = 1};
    return st ? st : ru_schema_build(&w->arena, &files, out, e);
}

static ruth_status no_file(void *context, const ru_plugin *p, ru_str name, ru_str *bytes, ruth_error *e) {
    (void)context, (void)p, (void)name, (void)e;
    *bytes = (ru_str){NULL, 0};
    return RUTH_OK;
}

/* What only a policy can say: which facts its data files name, which values an enum has. */
static const char *needs_policy(const ruth_plugin *entry) {
    if (entry->flags & RUTH_PLUGIN_DECLARES_MORE) return "it declares facts as its data files say";
    for (uint32_t i = 0; i < entry->write_count; i++)
        if (entry->writes[i].type == RUTH_PLUGIN_ENUM) return "it writes an enum, whose values a policy names";
    return NULL;
}

static ruth_status open_alone(ru_probe_world *w, bool *refused, ruth_error *e) {
    const ruth_plugin *entry = w->probe->found.entry;
    const char *why = needs_policy(entry);
    ru_schema *schema = NULL;
    if (why) return ru_fail(e, RUTH_E_ARGUMENT, "plugin %s can be checked with a policy that uses it only (-p POLICY): %s", entry->id, why);
    ruth_status st = make_schema(w, &schema, e);
    if (st) {
        *refused = st == RUTH_E_POLICY; /* a name that means something to ruth, with another type */
        return st;
    }
    ru_plugin_desk desk = {.schema = schema, .arena = &w->arena, .scratch = &w->scratch, .alloc = &w->counted, .file = no_file};
    desk.writer = RU_NEWS(&w->arena, int, schema->facts.count + 1);
    if (!desk.writer) return ru_fail_nomem(e);
    for (size_t i = 0; i < schema->facts.count; i++) desk.writer[i] = -1;
    w->schema = schema;
    st = ru_plugin_admit(&w->made, &w->probe->found, &desk, e);
    *refused = st == RUTH_E_POLICY;
    if (!st) w->plugin = &w->made;
    return st;
}

static ruth_status open_in_policy(ru_probe_world *w, const char *folder, bool *refused, ruth_error *e) {
    const char *id = w->probe->found.entry->id;
    ru_places places = {.zoneinfo = w->probe->zoneinfo, .plugins = &w->probe->store};
    ruth_status st = ru_policy_load(&w->counted, folder, &places, &w->policy, e);
    *refused = false;
    if (st) return st;
    w->schema = w->policy->schema;
    for (size_t i = 0; i < w->policy->plugin_count; i++)
        if (ru_str_is(w->policy->plugins[i].id, id)) w->plugin = &w->policy->plugins[i];
    return w->plugin ? RUTH_OK : ru_fail(e, RUTH_E_ARGUMENT, "the policy in %s does not list the plugin %s (plugins: [%s] in policy.yaml)", folder, id, id);
}

ruth_status ru_probe_world_open(ru_probe_world *w, ruth_plugin_probe *p, const char *policy, bool *refused, ruth_error *e) {
    ruth_error said;
    *w = (ru_probe_world){.probe = p, .count = {p->alloc, 0}};
    w->counted = (ruth_allocator){counting, &w->count};
    ru_arena_init(&w->arena, &p->alloc, 64 << 10);
    ru_arena_init(&w->scratch, &p->alloc, 64 << 10);
    ru_error_clear(&said);
    ruth_status st = ru_zones_new(&p->alloc, p->zoneinfo, &w->zones, &said);
    if (!st) st = policy ? open_in_policy(w, policy, refused, &said) : open_alone(w, refused, &said);
    if (!st && p->found.entry->threads == RUTH_PLUGIN_ONE_THREAD) {
        st = ru_plugin_open(w->plugin, w->schema, &w->counted, &w->scratch, &w->self, &said);
        w->own_self = !st;
        *refused = st == RUTH_E_POLICY;
    } else if (!st) {
        w->self = w->plugin->self;
    }
    if (*refused) ru_probe_fault(p, "%s%s%s", said.file, said.file[0] ? ": " : "", said.message);
    if (st && e) *e = said;
    return st;
}

void ru_probe_world_close(ru_probe_world *w) {
    if (w->own_self) ru_plugin_close(w->plugin, &w->counted, &w->scratch, w->self);
    if (w->policy) ru_policy_release(w->policy);
    else if (w->made.opened) ru_plugin_close(&w->made, &w->counted, &w->scratch, w->made.self);
    if (w->count.live > 0) ru_probe_fault(w->probe, "close: it keeps memory of host->resize: %ld blocks are left", w->count.live);
    if (w->count.live < 0) ru_probe_fault(w->probe, "close: it gives back memory twice");
    ru_zones_free(w->zones);
    ru_arena_free(&w->scratch);
    ru_arena_free(&w->arena);
}

/* ---- requests ---- */
uint64_t ru_probe_random(ru_probe_world *w) {
    uint64_t z = w->random += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

int64_t ru_probe_between(ru_probe_world *w, int64_t low, int64_t high) {
    uint64_t span = (uint64_t)high - (uint64_t)low + 1, draw = ru_probe_random(w);
    return (int64_t)((uint64_t)low + (span ? draw % span : draw));
}

ru_str ru_probe_text(ru_probe_world *w) {
    static const char *const texts[] = {"",
                                        "a",
                                        "Please pay 25.00 USD by Monday, or tell us what you can.",
                                        "Écrivez-nous, s'il vous plaît.",
                                        "You must pay at once.",
                                        "one two three four five six seven eight nine ten",
                                        "\"quoted\" and {braces}",
                                        "日本語 ✓"};
    return ru_str_of(texts[ru_probe_random(w) % RU_COUNT(texts)]);
}

/* Small numbers, large ones and the ends of what is allowed. */
static int64_t number(ru_probe_world *w, const ru_fact *f) {
    int64_t low = f->has_range ? f->low : INT64_MIN, high = f->has_range ? f->high : INT64_MAX, v;
    switch (ru_probe_random(w) % 8) {
    case 0: return low;
    case 1: return high;
    case 2: return ru_probe_between(w, low, high);
    case 3: v = ru_probe_between(w, -1, 1); break;
    default: v = ru_probe_between(w, 0, 200000);
    }
    return v < low ? low : v > high ? high : v;
}

static bool draw_value(ru_probe_world *w, const ru_fact *f, ru_value *v) {
    static const char *const zones[] = {"America/New_York", "Europe/Brussels", "Asia/Tokyo", "Pacific/Auckland", "UTC"};
    v->state = RU_VALUE;
    switch (f->type) {
    case RU_BOOLEAN: v->i = (int64_t)(ru_probe_random(w) % 2); return true;
    case RU_INTEGER:
    case RU_MONEY:
    case RU_RATIO: v->i = number(w, f); return true;
    case RU_ENUM: v->i = (int64_t)(ru_probe_random(w) % f->value_count); return true;
    case RU_LIST_ENUM: v->i = (int64_t)(ru_probe_random(w) & (f->value_count == 64 ? ~(uint64_t)0 : ((uint64_t)1 << f->value_count) - 1)); return true;
    case RU_DATE: v->i = ru_probe_between(w, ru_days_from_civil(1930, 1, 1), ru_days_from_civil(2060, 12, 31)); return true;
    case RU_INSTANT: v->i = ru_probe_between(w, 0, INT64_C(86400) * ru_days_from_civil(2060, 12, 31)); return true;
    case RU_TEXT: v->u.s = ru_probe_text(w); return true;
    case RU_ZONE:
        v->u.s = ru_str_of(zones[ru_probe_random(w) % RU_COUNT(zones)]);
        v->zone = ru_zones_get(w->zones, v->u.s);
        if (!v->zone) v->state = RU_UNKNOWN; /* this system lacks it */
        return true;
    default: v->state = RU_NONE; return true;
    }
}

bool ru_probe_value(ru_probe_world *w, const ru_fact *f, ruth_plugin_value *out) {
    ru_value v = {.state = RU_UNKNOWN};
    return draw_value(w, f, &v) && ru_plugin_show(&w->scratch, f, &v, out);
}

static bool draw_contacts(ru_probe_world *w) {
    const ru_fields *fields = &w->schema->contact;
    ru_request *r = &w->request;
    r->contacts_state = ru_probe_random(w) % 8 ? RU_VALUE : RU_UNKNOWN;
    r->contact_count = r->contacts_state == RU_VALUE ? (size_t)(ru_probe_random(w) % 6) : 0;
    r->contacts = ru_arena_zalloc(&w->scratch, (r->contact_count + 1) * sizeof *r->contacts);
    if (!r->contacts) return false;
    int64_t at = r->now - 6 * 86400 * 30;
    for (size_t i = 0; i < r->contact_count; i++) {
        ru_contact *c = &r->contacts[i];
        at += ru_probe_between(w, 0, 86400 * 30);
        c->at = at;
        c->at_state = RU_VALUE;
        c->fields = ru_arena_zalloc(&w->scratch, (fields->count + 1) * sizeof *c->fields);
        if (!c->fields) return false;
        memcpy(c->fields, fields->missing, fields->count * sizeof *c->fields);
        for (size_t k = 0; k < fields->count; k++)
            if (ru_probe_random(w) % 4 && fields->items[k].type <= RU_LIST_ENUM && !draw_value(w, &fields->items[k], &c->fields[k])) return false;
    }
    return true;
}

bool ru_probe_request(ru_probe_world *w, uint64_t seed, uint64_t n) {
    const ru_fields *facts = &w->schema->facts;
    ru_arena_reset(&w->scratch);
    w->random = seed * 0x2545f4914f6cdd1du + n * 0x9e3779b97f4a7c15u + 1;
    w->request = (ru_request){.id = RU_STR("generated"), .now = ru_probe_between(w, 946684800 /* 2000 */, 2524608000 /* 2050 */)};
    w->request.facts = ru_arena_zalloc(&w->scratch, (facts->count + 1) * sizeof *w->request.facts);
    if (!w->request.facts) return false;
    memcpy(w->request.facts, facts->missing, facts->count * sizeof *facts->missing);
    for (size_t i = 0; i < facts->count; i++) {
        ru_value *v = &w->request.facts[i];
        bool read = w->plugin->uses[i] & RUTH_PLUGIN_READS || (int)i == w->schema->core.timezone || (int)i == w->schema->core.currency;
        uint64_t state = ru_probe_random(w) % 8;
        if (!read || facts->items[i].type > RU_LIST_ENUM) continue;
        *v = (ru_value){.state = state == 0 ? RU_UNKNOWN : RU_NONE};
        if (state > 1 && !draw_value(w, &facts->items[i], v)) return false;
    }
    return draw_contacts(w) && ru_scene_open(&w->scene, w->schema, w->zones, &w->request, &w->scratch);
}
