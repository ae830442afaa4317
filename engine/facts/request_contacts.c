/* request_contacts.c: what happened before: the contacts of a request, read strictly and put in order of time. */
#include "engine/facts/reader.h"

static bool read_at(ru_reading *rd, ru_contact *c) {
    ru_str s;
    char first = ru_next_char(&rd->j);
    if (first == 'n') {
        c->at_given = 1;
        return ru_json_null(&rd->j) || ru_reject_json(rd);
    }
    if (first != '"') return ru_reject_type(rd, "an instant, as in \"2026-03-02T14:00:00Z\"");
    if (!ru_json_string(&rd->j, &s)) return ru_reject_json(rd);
    if (!ru_instant_parse(s, &c->at)) return ru_reject_time(rd, "instant", s);
    c->at_given = 2;
    c->at_state = RU_VALUE;
    return true;
}

static bool read_contact(ru_reading *rd, ru_contact *c) {
    const ru_fields *f = &rd->s->contact;
    bool first = true, more;
    rd->key = (ru_str){NULL, 0};
    if (ru_next_char(&rd->j) != '{') return ru_reject_type(rd, "a contact, as in {\"at\":\"2026-02-27T15:00:00Z\",\"channel\":\"voice\"}");
    if (!ru_json_object_begin(&rd->j)) return ru_reject_json(rd);
    for (;;) {
        ru_quick_pairs(rd, f, c->fields, c, &first);
        if (!ru_json_object_next(&rd->j, &first, &rd->key, &more)) return ru_reject_json(rd);
        if (!more) return true;
        bool is_at = rd->key.n == 2 && rd->key.p[0] == 'a' && rd->key.p[1] == 't';
        int slot = is_at ? -1 : ru_fields_find(f, rd->key);
        if (RU_UNLIKELY(!is_at && slot < 0)) return ru_reject_unknown(rd, "field of a contact in contacts.yaml", f->names, f->count);
        if (RU_UNLIKELY(is_at ? c->at_given : c->fields[slot].given)) return ru_reject_at(rd, RU_REJECT_KEY, "\"%.*s\" stands twice", RU_SHOW(rd->key));
        if (!(is_at ? read_at(rd, c) : ru_read_value(rd, f, slot, &c->fields[slot]))) return false;
    }
}

/* Is the newer one out of place behind the older? Unknown instants go last. */
static bool later(const ru_contact *a, const ru_contact *b) {
    if (a->at_state != RU_VALUE || b->at_state != RU_VALUE) return a->at_state != RU_VALUE && b->at_state == RU_VALUE;
    return a->at > b->at;
}

/* Merges runs that are already in order, bottom up: stable, and quick for lists that are nearly sorted. */
static bool sort(ru_reading *rd, ru_contact *items, size_t count) {
    bool sorted = true;
    for (size_t i = 1; i < count && sorted; i++) sorted = !later(&items[i - 1], &items[i]);
    if (sorted) return true;
    ru_contact *other = ru_arena_alloc(rd->a, count * sizeof *items);
    if (!other) return false;
    ru_contact *from = items, *to = other;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t mid = low + width < count ? low + width : count, high = mid + width < count ? mid + width : count;
            for (size_t i = low, j = mid, k = low; k < high; k++) to[k] = i < mid && (j == high || !later(&from[i], &from[j])) ? from[i++] : from[j++];
        }
        ru_contact *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, count * sizeof *items);
    return true;
}

/* A block of field vectors at a time: one request asks the arena seldom. */
typedef struct vectors {
    ru_value *next;
    size_t left, size;
} vectors;

static ru_value *new_vector(ru_reading *rd, vectors *v) {
    const ru_fields *f = &rd->s->contact;
    if (v->left == 0) {
        v->size = v->size ? (v->size < 64 ? v->size * 2 : 64) : 4;
        v->next = ru_arena_alloc(rd->a, (f->count ? f->count : 1) * sizeof(ru_value) * v->size);
        if (!v->next) return NULL;
        v->left = v->size;
    }
    ru_value *out = v->next;
    memcpy(out, f->missing, f->count * sizeof *out);
    v->next += f->count;
    v->left--;
    return out;
}

bool ru_read_contacts(ru_reading *rd) {
    ru_request *r = rd->r;
    bool first = true, more;
    size_t room = 0;
    vectors spare = {0};
    rd->area = "contacts";
    rd->key = (ru_str){NULL, 0};
    if (ru_next_char(&rd->j) == 'n') {
        r->contacts_given = 1;
        r->contacts_state = RU_UNKNOWN;
        return ru_json_null(&rd->j) || ru_reject_json(rd);
    }
    if (ru_next_char(&rd->j) != '[') return ru_reject_type(rd, "a list of contacts, or null where they are not known");
    if (!ru_json_array_begin(&rd->j)) return ru_reject_json(rd);
    r->contacts_given = 2;
    for (;;) {
        if (!ru_json_array_next(&rd->j, &first, &more)) return ru_reject_json(rd);
        if (!more) break;
        if (r->contact_count == RU_MAX_CONTACTS) return ru_reject_at(rd, RU_REJECT_RANGE, "there are more than %d contacts", (int)RU_MAX_CONTACTS);
        if (r->contact_count == room) {
            ru_contact *items = ru_arena_grow(rd->a, r->contacts, r->contact_count, &room, sizeof *items);
            if (!items) return ru_reject_memory(rd);
            r->contacts = items;
        }
        ru_contact *c = &r->contacts[r->contact_count];
        *c = (ru_contact){.at_state = RU_UNKNOWN, .fields = new_vector(rd, &spare)};
        if (!c->fields) return ru_reject_memory(rd);
        rd->contact = (long)r->contact_count++;
        if (!read_contact(rd, c)) return false;
        rd->contact = -1;
        rd->key = (ru_str){NULL, 0};
    }
    return true;
}

bool ru_contacts_order(ru_reading *rd) {
    ru_request *r = rd->r;
    rd->area = "contacts";
    rd->key = RU_STR("at");
    for (size_t i = 0; i < r->contact_count; i++) {
        const ru_contact *c = &r->contacts[i];
        if (c->at_state != RU_VALUE || c->at <= r->now) continue;
        char now[21], at[21];
        ru_instant_text(r->now, now);
        ru_instant_text(c->at, at);
        rd->contact = (long)i;
        return ru_reject_at(rd, RU_REJECT_CONTACT, "this contact (%s) lies after now (%s)", at, now);
    }
    rd->key = (ru_str){NULL, 0};
    return sort(rd, r->contacts, r->contact_count) || ru_reject_memory(rd);
}
