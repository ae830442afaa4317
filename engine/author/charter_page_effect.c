/* charter_page_effect.c: a limit in sentences: for whom, what may not happen, until when. One row an effect of docs/charter.md. */
#include "engine/author/charter_page.h"

/* ---- for whom ---- */
ru_str ru_page_who(ru_page *p, const ru_node *body) {
    const ru_node *when = ru_node_get(body, "when"), *unless = ru_node_get(body, "unless");
    bool all = !when || ru_str_is(ru_page_text(when, "op"), "otherwise");
    ru_str who = all ? RU_PAGE0(p, "Everyone", "Tout le monde")
                     : RU_PAGE1(p, "People whose file shows: {0}", "Les personnes dont le dossier indique\xC2\xA0: {0}", ru_page_cond(p, when, false));
    if (!unless) return ru_page_sentence(p, who);
    return RU_PAGE2(p, "{0} Not where it shows for certain: {1}.", "{0} Sauf s'il indique avec certitude\xC2\xA0: {1}.", ru_page_sentence(p, who),
                    ru_page_cond(p, ru_node_get(unless, "item"), false));
}

/* ---- bounds of a refusal ---- */
static ru_str bounds(ru_page *p, const ru_node *body) {
    const ru_node *during = ru_node_get(body, "during"), *from = ru_node_get(body, "from"), *until = ru_node_get(body, "until_date"),
                  *through = ru_node_get(body, "through"), *starting = ru_node_get(body, "starting");
    ru_str b = RU_STR("");
    if (during)
        b = RU_PAGE2(p, " for {0} from {1}", " pendant {0} à partir {1}", ru_page_span(p, during),
                     p->x->french ? ru_page_de(p, ru_page_expr(p, from)) : ru_page_expr(p, from));
    if (starting)
        b = RU_PAGE2(p, "{0} from {1} on", "{0} à partir {1}", b, p->x->french ? ru_page_de(p, ru_page_expr(p, starting)) : ru_page_expr(p, starting));
    if (until) b = RU_PAGE2(p, "{0} until this date: {1}", "{0} jusqu'à cette date\xC2\xA0: {1}", b, ru_page_expr(p, until));
    if (through) b = RU_PAGE2(p, "{0} through this date: {1}", "{0} jusqu'à la fin de cette date\xC2\xA0: {1}", b, ru_page_expr(p, through));
    return b;
}

static ru_str say_forbid(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)v;
    return RU_PAGE3(p, "{0}{1}{2}", "{0}{1}{2}", aim->none, aim->tail, bounds(p, body));
}

static ru_str say_only_if(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)body;
    return RU_PAGE3(p, "{0}{1} only if the file shows for certain: {2}", "{0}{1} seulement si le dossier indique avec certitude\xC2\xA0: {2}", aim->one,
                    aim->tail, ru_page_cond(p, v, false));
}

static ru_str team_name(ru_page *p, ru_str id) {
    const ru_policy *policy = p->x->session->policy;
    for (size_t i = 0; i < policy->team_count; i++)
        if (ru_str_eq(policy->teams[i].name, id)) return ru_explain_team(p->x, (int)i);
    return ru_page_spaced(p, id);
}

static ru_str say_hand_over(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    const ru_node *by = ru_node_get(body, "by");
    ru_str team = team_name(p, ru_page_text(v, "name")), until = ru_node_get(body, "forbid") ? RU_STR("") : bounds(p, body);
    ru_str who = by ? RU_PAGE2(p, "a person decides: {0}, within {1}", "une personne décide\xC2\xA0: {0}, sous {1}", team, ru_page_span(p, by))
                    : RU_PAGE1(p, "a person decides: {0}", "une personne décide\xC2\xA0: {0}", team);
    if (ru_node_get(body, "forbid")) return who;
    ru_str none = RU_PAGE3(p, "{0}{1} by a machine{2}", "{0}{1} par une machine{2}", aim->none, aim->tail, until);
    return RU_PAGE2(p, "{0}. {1}", "{0}. {1}", none, ru_page_sentence(p, who));
}

/* ---- counting and waiting ---- */
static ru_str say_per(ru_page *p, const ru_node *per) {
    ru_words keys = {NULL, 0, 0};
    for (size_t i = 0; per && per->kind == RU_NODE_LIST && i < per->count; i++) ru_page_add(p, &keys, ru_page_label(p, per->items[i]->text, true));
    return keys.count ? RU_PAGE1(p, "counted apart for each {0}", "le compte se fait séparément pour chaque {0}", ru_page_and(p, &keys)) : RU_STR("");
}

static void add_counting(ru_page *p, ru_words *sentences, const ru_node *body, bool counts) {
    const ru_node *counting = ru_node_get(body, "counting"), *except = ru_node_get(body, "except"), *first = ru_node_get(body, "from_first");
    if (counting && counts)
        ru_page_add(p, sentences, RU_PAGE1(p, "what counts: contacts ({0})", "ce qui compte\xC2\xA0: les contacts ({0})", ru_page_cond(p, counting, true)));
    if (except)
        ru_page_add(p, sentences,
                    RU_PAGE1(p, "what does not count and stays free: contacts ({0})", "ce qui ne compte pas et reste permis\xC2\xA0: les contacts ({0})",
                             ru_page_cond(p, except, true)));
    if (first)
        ru_page_add(p, sentences,
                    RU_PAGE1(p, "the count begins with the first contact of this kind ({0})", "le compte commence au premier contact de ce type ({0})",
                             ru_page_cond(p, first, true)));
    ru_page_add(p, sentences, say_per(p, ru_node_get(body, "per")));
}

/* Each sentence but the last with its full stop; the caller ends the last. */
static ru_str in_sentences(ru_page *p, const ru_words *w) {
    ru_words done = {NULL, 0, 0};
    for (size_t i = 0; i < w->count; i++) ru_page_add(p, &done, ru_page_sentence(p, w->items[i]));
    return ru_page_join(p, &done, " ", " ", " ");
}

static ru_str one_window(ru_page *p, const ru_node *n, ru_str count) {
    const ru_node *span = n->count > 1 ? n->items[1] : NULL;
    if (ru_str_is(ru_page_text(span, "x"), "ever")) return RU_PAGE1(p, "{0} in all", "{0} en tout", count);
    return RU_PAGE2(p, "{0} in {1}", "{0} en {1}", count, ru_page_span(p, span));
}

static ru_str say_at_most(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    ru_words windows = {NULL, 0, 0}, sentences = {NULL, 0, 0};
    int64_t n;
    for (size_t i = 0; v->kind == RU_NODE_LIST && i < v->count; i++) {
        const ru_node *w = v->items[i];
        if (w->kind != RU_NODE_LIST || !w->count) continue;
        ru_str count = ru_page_count(p, w->items[0], &n);
        if (!i) count = RU_PAGE3(p, "{0} {1}{2}", "{0} {1}{2}", count, n == 1 ? aim->one : aim->many, aim->tail);
        ru_page_add(p, &windows, one_window(p, w, count));
    }
    ru_page_add(p, &sentences, RU_PAGE1(p, "at most {0}", "au plus {0}", ru_page_and(p, &windows)));
    add_counting(p, &sentences, body, true);
    return in_sentences(p, &sentences);
}

static ru_str say_wait(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    const ru_node *after = ru_node_get(body, "after");
    ru_words spans = {NULL, 0, 0}, sentences = {NULL, 0, 0};
    for (size_t i = 0; v->kind == RU_NODE_LIST && i < v->count; i++) ru_page_add(p, &spans, ru_page_span(p, v->items[i]));
    if (v->kind != RU_NODE_LIST) ru_page_add(p, &spans, ru_page_span(p, v));
    ru_str span = ru_page_join(p, &spans, p->x->french ? ", puis " : ", then ", ", then ", ", puis ");
    ru_str to = RU_PAGE2(p, "{0} after {1}", "{0} après {1}", span, ru_page_expr(p, after));
    ru_page_add(p, &sentences, RU_PAGE3(p, "{0}{1} until {2}", "{0}{1} avant {2}", aim->none, aim->tail, to));
    add_counting(p, &sentences, body, false);
    return in_sentences(p, &sentences);
}

/* ---- hours ---- */
static ru_str place_of(ru_page *p, ru_str zone) {
    size_t from = zone.n;
    while (from && zone.p[from - 1] != '/') from--;
    return ru_page_spaced(p, (ru_str){zone.p + from, zone.n - from});
}

static ru_str say_hours(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    const ru_node *widened = ru_node_get(body, "widened_by");
    ru_str zone = ru_page_text(body, "hours_in"), hours = ru_page_hours(p, v);
    ru_str clock = zone.n ? RU_PAGE1(p, "on the clock of {0}", "à l'heure de {0}", place_of(p, zone))
                          : RU_PAGE0(p, "in the person's local time", "à l'heure locale de la personne");
    ru_str only = RU_PAGE3(p, "{0}{1} only at these hours, {2}", "{0}{1} seulement à ces heures, {2}", aim->one, aim->tail, clock);
    ru_str all = RU_PAGE2(p, "{0}: {1}", "{0}\xC2\xA0: {1}", only, hours);
    if (!widened) return all;
    return RU_PAGE2(p, "{0}. Also open: {1}", "{0}. Ouvert aussi\xC2\xA0: {1}", all, ru_page_expr(p, widened));
}

static ru_str say_closed_in(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)body;
    return RU_PAGE3(p, "{0}{1} in these windows: {2}", "{0}{1} dans ces créneaux\xC2\xA0: {2}", aim->none, aim->tail, ru_page_expr(p, v));
}

/* ---- tone, step, amounts, texts ---- */
static ru_str say_tone(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)body;
    return RU_PAGE2(p, "{0}no tone firmer than {1}", "{0}aucun ton plus ferme que {1}", aim->lead,
                    ru_page_quoted(p, ru_page_value(p, RU_STR("tone"), v, true)));
}

static ru_str say_action(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)body;
    return RU_PAGE2(p, "{0}no step beyond {1}", "{0}aucune action au-delà de {1}", aim->lead, ru_page_quoted(p, ru_page_value(p, RU_STR("action"), v, true)));
}

static ru_str say_ceiling(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)body;
    ru_words all = {NULL, 0, 0};
    for (size_t i = 0; v->kind == RU_NODE_MAP && i < v->count; i++)
        ru_page_add(p, &all, RU_PAGE2(p, "{0} at most {1}", "{0} au plus {1}", ru_page_label(p, v->keys[i], true), ru_page_expr(p, v->items[i])));
    return RU_PAGE2(p, "{0}{1}", "{0}{1}", aim->lead, ru_page_and(p, &all));
}

/* A disclosure by its words, where the policy has them in the page's language: a text, or { text: …, more }. */
static ru_str disclosure(ru_page *p, ru_str id) {
    for (size_t i = 0; i < p->x->study->pack_count; i++) {
        const ru_node *n = ru_page_entry_of(p->x->study->packs[i].messages[p->x->language], id),
                      *text = n && n->kind == RU_NODE_MAP ? ru_node_get(n, "text") : n;
        if (text && text->kind == RU_NODE_TEXT) return ru_page_quoted(p, text->text);
    }
    return ru_page_spaced(p, id);
}

static void add_words(ru_page *p, ru_words *into, const ru_node *list) {
    for (size_t i = 0; list && list->kind == RU_NODE_LIST && i < list->count; i++)
        if (list->items[i]->kind == RU_NODE_TEXT) ru_page_add(p, into, ru_page_quoted(p, list->items[i]->text));
}

/* The words of a list in the page's language: of any folder, as the first that has it is the one. */
static void add_lexicon(ru_page *p, ru_words *into, ru_str name) {
    for (size_t i = 0; i < p->x->study->pack_count && !into->count; i++)
        add_words(p, into, ru_page_entry_of(p->x->study->packs[i].lexicons[p->x->language], name));
}

static ru_str say_require(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)body;
    ru_words all = {NULL, 0, 0};
    for (size_t i = 0; v->kind == RU_NODE_LIST && i < v->count; i++) ru_page_add(p, &all, disclosure(p, v->items[i]->text));
    if (v->kind == RU_NODE_TEXT) ru_page_add(p, &all, disclosure(p, v->text));
    return RU_PAGE3(p, "{0}{1} only with these words: {2}", "{0}{1} seulement avec ces mentions\xC2\xA0: {2}", aim->one, aim->tail, ru_page_and(p, &all));
}

static ru_str say_no_words(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)body;
    ru_words all = {NULL, 0, 0};
    ru_str lexicon = ru_page_text(v, "name");
    if (lexicon.n) add_lexicon(p, &all, lexicon);
    else add_words(p, &all, v);
    if (lexicon.n && !all.count)
        return RU_PAGE2(p, "{0}no word of the list {1}", "{0}aucun mot de la liste {1}", aim->lead, ru_page_quoted(p, ru_page_spaced(p, lexicon)));
    return RU_PAGE2(p, "{0}none of these words: {1}", "{0}aucun de ces mots\xC2\xA0: {1}", aim->lead, ru_page_and(p, &all));
}

static ru_str say_leave(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)body;
    ru_str plan = ru_str_is(aim->one, "contact") ? RU_PAGE0(p, "a plan", "un arrangement") : RU_PAGE2(p, "{0}{1}", "{0}{1}", aim->one, aim->tail);
    return RU_PAGE2(p, "{0} leaves the person at least this each month: {1}", "{0} laisse chaque mois à la personne au moins ceci\xC2\xA0: {1}", plan,
                    ru_page_expr(p, v));
}

static ru_str say_left(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim) {
    (void)body, (void)v;
    if (!p->left)
        return RU_PAGE0(p, "the rest is left to whoever uses ruth, as ruth cannot check it",
                        "le reste revient à qui utilise ruth, qui ne peut pas le vérifier");
    return aim->lead.n ? RU_PAGE2(p, "{0}{1}", "{0}{1}", aim->one, aim->tail) : aim->lead; /* the section says what this means */
}

static const struct {
    const char *key;
    ru_str (*say)(ru_page *p, const ru_node *body, const ru_node *v, const ru_aim_words *aim);
} effects[] = {{"forbid", say_forbid},         {"at_most", say_at_most}, {"wait", say_wait},         {"hours", say_hours},
               {"closed_in", say_closed_in},   {"only_if", say_only_if}, {"ceiling", say_ceiling},   {"tone_at_most", say_tone},
               {"action_at_most", say_action}, {"require", say_require}, {"no_words", say_no_words}, {"leave_at_least", say_leave},
               {"hand_over", say_hand_over},   {"left_to", say_left}};

ru_str ru_page_effects(ru_page *p, const ru_node *body) {
    const ru_node *lifted = ru_node_get(body, "lifted_for");
    ru_aim_words aim = ru_page_aim(p, body);
    ru_words all = {NULL, 0, 0};
    for (size_t i = 0; i < RU_COUNT(effects); i++) {
        const ru_node *v = ru_node_get(body, effects[i].key);
        if (v) ru_page_add(p, &all, ru_page_sentence(p, effects[i].say(p, body, v, &aim)));
    }
    if (lifted) {
        ru_str from = ru_page_expr(p, ru_node_get(body, "lifted_from"));
        ru_page_add(
            p, &all,
            RU_PAGE2(p, "Lifted for {0} from {1}.", "Levé pendant {0} à partir {1}.", ru_page_span(p, lifted), p->x->french ? ru_page_de(p, from) : from));
    }
    return ru_page_join(p, &all, " ", " ", " ");
}

ru_str ru_page_dates(ru_page *p, const ru_node *body) {
    ru_str from = ru_page_date(p, ru_node_get(body, "valid_from")), until = ru_page_date(p, ru_node_get(body, "valid_until"));
    if (from.n && until.n) return RU_PAGE2(p, "From {0} through {1}.", "Du {0} au {1} inclus.", from, until);
    if (from.n) return RU_PAGE1(p, "From {0} on.", "À partir du {0}.", from);
    return until.n ? RU_PAGE1(p, "Through {0}.", "Jusqu'au {0} inclus.", until) : RU_STR("");
}
