/* charter_page_aim.c: what a limit is about, as a noun with what stands behind it: "contact by call (at work)", "message to ask for payment", "plan “pause”". */
#include "engine/author/charter_page.h"

/* What `on` or `except_on` names, by its kind. */
typedef struct named {
    ru_words channels, others /* channels that are not meant */, purposes, actions, tones, plans, rest;
} named;

static ru_words *kind_of(named *to, ru_str fact) {
    if (ru_str_is(fact, "channel")) return &to->channels;
    if (ru_str_is(fact, "purpose")) return &to->purposes;
    if (ru_str_is(fact, "action")) return &to->actions;
    if (ru_str_is(fact, "tone")) return &to->tones;
    return ru_str_is(fact, "plan") ? &to->plans : NULL;
}

static void add(ru_page *p, named *to, ru_words *into, ru_str fact, const ru_node *value) {
    ru_str said = ru_page_value(p, fact, value, into == &to->channels || into == &to->purposes || into == &to->actions);
    ru_page_add(p, into, into == &to->channels || into == &to->purposes ? said : ru_page_quoted(p, said));
}

static void read_atom(ru_page *p, named *to, const ru_node *n) {
    const ru_node *test = ru_node_get(n, "test"), *one = ru_node_get(test, "value"), *list = ru_node_get(test, "values");
    ru_str fact = ru_page_text(n, "fact"), m = ru_page_text(test, "m");
    ru_words *into = kind_of(to, fact);
    if (into == &to->channels && ru_str_is(m, "none_of")) {
        for (size_t i = 0; list && i < list->count; i++) ru_page_add(p, &to->others, ru_page_value(p, fact, list->items[i], true));
        return;
    }
    if (!into || !(ru_str_is(m, "eq") || ru_str_is(m, "one_of"))) {
        ru_page_add(p, &to->rest, ru_page_cond(p, n, true));
        return;
    }
    if (one) add(p, to, into, fact, one);
    for (size_t i = 0; list && i < list->count; i++) add(p, to, into, fact, list->items[i]);
}

static named read_named(ru_page *p, const ru_node *on) {
    named to = {0};
    on = on ? ru_page_resolved(p, on) : NULL;
    ru_str op = ru_page_text(on, "op");
    const ru_node *items = ru_node_get(on, "items");
    if (ru_str_is(op, "atom")) read_atom(p, &to, on);
    else if (ru_str_is(op, "all"))
        for (size_t i = 0; items && i < items->count; i++) {
            const ru_node *item = ru_page_resolved(p, items->items[i]);
            if (ru_str_is(ru_page_text(item, "op"), "atom")) read_atom(p, &to, item);
            else if (!ru_str_is(ru_page_text(item, "op"), "outbound")) ru_page_add(p, &to.rest, ru_page_cond(p, item, true));
        }
    else if (on && !ru_str_is(op, "outbound")) ru_page_add(p, &to.rest, ru_page_cond(p, on, true));
    return to;
}

static ru_str joined(ru_page *p, ru_str a, ru_str b) { return b.n ? RU_PAGE2(p, "{0}{1}", "{0}{1}", a, b) : a; }
static ru_str behind(ru_page *p, const char *en, const char *fr, const ru_words *w) { return w->count ? RU_PAGE1(p, en, fr, ru_page_or(p, w)) : RU_STR(""); }

/* " by letter in the tone “firm”". */
static ru_str tail_of(ru_page *p, const named *to, bool step) {
    ru_str t = behind(p, " by {0}", " par {0}", &to->channels);
    t = joined(p, t, behind(p, " {0}", " {0}", &to->purposes));
    if (!step) t = joined(p, t, behind(p, " for the step {0}", " pour l'action {0}", &to->actions));
    return joined(p, t, behind(p, " in the tone {0}", " sur le ton {0}", &to->tones));
}

static ru_str excepted(ru_page *p, const named *to) {
    ru_words all = {NULL, 0, 0};
    ru_page_add(p, &all, behind(p, "by {0}", "par {0}", &to->channels));
    ru_page_add(p, &all, behind(p, "other than by {0}", "autrement que par {0}", &to->others));
    ru_page_add(p, &all, behind(p, "{0}", "{0}", &to->purposes));
    ru_page_add(p, &all, behind(p, "for the step {0}", "pour l'action {0}", &to->actions));
    ru_page_add(p, &all, behind(p, "in the tone {0}", "sur le ton {0}", &to->tones));
    ru_page_add(p, &all, behind(p, "for the plan {0}", "pour l'arrangement {0}", &to->plans));
    for (size_t i = 0; i < to->rest.count; i++) ru_page_add(p, &all, to->rest.items[i]);
    return all.count ? RU_PAGE1(p, "except {0}", "sauf {0}", ru_page_and(p, &all)) : RU_STR("");
}

/* " (at work; except by letter)": what else the proposals have, and which are left out. */
static ru_str bracketed(ru_page *p, const named *on, const named *except) {
    ru_words all = {NULL, 0, 0};
    if (on->rest.count) ru_page_add(p, &all, ru_page_and(p, &on->rest));
    ru_page_add(p, &all, behind(p, "other than by {0}", "autre que par {0}", &on->others));
    ru_page_add(p, &all, excepted(p, except));
    ru_str between = p->x->french ? RU_STR("\xE2\x80\xAF; ") : RU_STR("; ");
    return all.count ? RU_PAGE1(p, " ({0})", " ({0})", ru_page_join(p, &all, between.p, between.p, between.p)) : RU_STR("");
}

static ru_aim_words aim_of(ru_page *p, const ru_node *body) {
    named on = read_named(p, ru_node_get(body, "on")), except = read_named(p, ru_node_get(body, "except_on"));
    bool named_none = !(on.purposes.count || on.actions.count || on.tones.count || on.plans.count);
    bool contact = on.channels.count || on.others.count || on.rest.count || named_none;
    bool step = !contact && on.actions.count, tone = !contact && !step && !on.purposes.count && on.tones.count;
    ru_str last = bracketed(p, &on, &except), tail = joined(p, tail_of(p, &on, step), last);
    if (on.plans.count) {
        tail = joined(p, RU_PAGE1(p, " {0}", " {0}", ru_page_or(p, &on.plans)), tail);
        return (ru_aim_words){RU_PAGE0(p, "plan", "arrangement"), RU_PAGE0(p, "plans", "arrangements"), RU_PAGE0(p, "no plan", "aucun arrangement"), tail,
                              RU_STR("")};
    }
    if (contact)
        return (ru_aim_words){RU_PAGE0(p, "contact", "contact"), RU_PAGE0(p, "contacts", "contacts"), RU_PAGE0(p, "no contact", "aucun contact"), tail,
                              RU_STR("")};
    if (step) {
        tail = joined(p, RU_PAGE1(p, " {0}", " à l'action {0}", ru_page_or(p, &on.actions)), tail);
        return (ru_aim_words){RU_PAGE0(p, "step", "recours"), RU_PAGE0(p, "steps", "recours"), RU_PAGE0(p, "no step", "aucun recours"), tail, RU_STR("")};
    }
    if (tone) {
        tail = joined(p, RU_PAGE1(p, " {0}", " {0}", ru_page_or(p, &on.tones)), last);
        return (ru_aim_words){RU_PAGE0(p, "tone", "ton"), RU_PAGE0(p, "tones", "tons"), RU_PAGE0(p, "not the tone", "jamais le ton"), tail, RU_STR("")};
    }
    return (ru_aim_words){RU_PAGE0(p, "message", "message"), RU_PAGE0(p, "messages", "messages"), RU_PAGE0(p, "no message", "aucun message"), tail, RU_STR("")};
}

ru_aim_words ru_page_aim(ru_page *p, const ru_node *body) {
    ru_aim_words aim = aim_of(p, body);
    if (aim.tail.n || !ru_str_is(aim.one, "contact")) aim.lead = RU_PAGE2(p, "{0}{1}: ", "{0}{1}\xC2\xA0: ", aim.one, aim.tail);
    return aim;
}
