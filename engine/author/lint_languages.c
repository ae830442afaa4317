/* lint_languages.c: what one language of a policy has and another lacks: texts, variants, parts of a message, {placeholders}. */
#include "engine/author/lint.h"

/* Two languages compared; `from` has what `to` should have too. */
typedef struct pair {
    ru_lint *l;
    size_t from, to;
    const ru_text *has, *lacks;
} pair;

static ru_str name_of(const pair *p, size_t lang) { return p->l->s->policy->schema->languages[lang]; }

/* `at`: where it is missing; `there`: where it stands in the other language. */
static void add_lack(const pair *p, const ru_node *at, const ru_node *there, const char *what, ru_str which) {
    ru_str to = name_of(p, p->to);
    ru_finding *f = ru_finding_add(p->l->f, RU_ERROR, "language_lacks", at, "%.*s has no %s%s%.*s in %.*s, but %.*s:%d has", (int)p->has->id.n, p->has->id.p,
                                   what, which.n ? " " : "", (int)which.n, which.p, (int)to.n, to.p, (int)there->file.n, there->file.p, there->line);
    ru_lint_say(f, "whoever reads this language would get less, or nothing", "write it in both languages, or take it out of both");
}

/* ---- {placeholders} ---- */
/* The name of the next placeholder at or after *at; n 0: none is left. */
static ru_str next_placeholder(ru_str s, size_t *at) {
    const char *open = *at < s.n ? memchr(s.p + *at, '{', s.n - *at) : NULL, *close = open ? memchr(open, '}', s.n - (size_t)(open - s.p)) : NULL;
    if (!close) return RU_STR("");
    *at = (size_t)(close - s.p) + 1;
    return (ru_str){open + 1, (size_t)(close - open) - 1};
}

static bool has_placeholder(ru_str s, ru_str name) {
    size_t at = 0;
    for (ru_str one = next_placeholder(s, &at); one.n; one = next_placeholder(s, &at))
        if (ru_str_eq(one, name)) return true;
    return false;
}

static void compare_placeholders(const pair *p, const ru_node *has, const ru_node *lacks) {
    size_t at = 0;
    for (ru_str one = next_placeholder(has->text, &at); one.n; one = next_placeholder(has->text, &at)) {
        if (has_placeholder(lacks->text, one)) continue;
        ru_finding *f = ru_finding_add(p->l->f, RU_ERROR, "placeholder_lacks", lacks, "this text of %.*s does not say {%.*s}, but %.*s:%d does",
                                       (int)p->has->id.n, p->has->id.p, (int)one.n, one.p, (int)has->file.n, has->file.p, has->line);
        if (ru_lint_say(f, "readers of the two languages would be told different things", NULL))
            f->suggestion = ru_lint_print(p->l, "say {%.*s} here too", (int)one.n, one.p);
    }
}

/* ---- messages ---- */
static const ru_node *find(const ru_node *map, ru_str key) {
    for (size_t i = 0; map && map->kind == RU_NODE_MAP && i < map->count; i++)
        if (ru_str_eq(map->keys[i], key)) return map->items[i];
    return NULL;
}

static void compare_variant(const pair *p, ru_str where, const ru_node *has, const ru_node *lacks) {
    static const char *const parts[] = {"subject", "body"};
    for (size_t i = 0; i < RU_COUNT(parts); i++) {
        const ru_node *a = ru_node_get(has, parts[i]), *b = ru_node_get(lacks, parts[i]);
        if (a && !b) add_lack(p, lacks, a, parts[i], where);
        if (a && b && a->kind == RU_NODE_TEXT && b->kind == RU_NODE_TEXT) compare_placeholders(p, a, b);
    }
}

static void compare_variants(const pair *p, const ru_node *has, const ru_node *lacks) {
    for (size_t c = 0; has && has->kind == RU_NODE_MAP && c < has->count; c++) {
        const ru_node *tones = has->items[c], *other = find(lacks, has->keys[c]);
        for (size_t t = 0; tones->kind == RU_NODE_MAP && t < tones->count; t++) {
            ru_str where = ru_lint_print(p->l, "for %.*s, %.*s", (int)has->keys[c].n, has->keys[c].p, (int)tones->keys[t].n, tones->keys[t].p);
            const ru_node *variant = find(other, tones->keys[t]);
            if (variant) compare_variant(p, where, tones->items[t], variant);
            else add_lack(p, other ? other : p->lacks->key, ru_lint_key(tones, t), "text", where);
        }
    }
}

static void compare_carries(const pair *p, const ru_node *has, const ru_node *lacks) {
    for (size_t i = 0; has && has->kind == RU_NODE_LIST && i < has->count; i++) {
        bool found = false;
        for (size_t k = 0; lacks && lacks->kind == RU_NODE_LIST && k < lacks->count; k++)
            found = found || ru_str_eq(has->items[i]->text, lacks->items[k]->text);
        if (!found) add_lack(p, lacks ? lacks : p->lacks->key, has->items[i], "disclosure", has->items[i]->text);
    }
}

/* What the message is for decides what limits it and which words it may use: the first language's word counts. */
static void compare_purpose(const pair *p) {
    ru_str has = ru_lint_purpose(p->has->node), lacks = ru_lint_purpose(p->lacks->node), from = name_of(p, p->from);
    const ru_node *at = ru_node_get(p->lacks->node, "purpose");
    if (p->from || ru_str_eq(has, lacks)) return;
    ru_finding *f = ru_finding_add(p->l->f, RU_ERROR, "purpose_differs", at ? at : p->lacks->key, "the purpose of %.*s is %.*s here, and %.*s in %.*s",
                                   (int)p->has->id.n, p->has->id.p, (int)lacks.n, lacks.p, (int)has.n, has.p, (int)from.n, from.p);
    if (ru_lint_say(f, "one message would seem to be for two things; only the first language's purpose counts", NULL))
        f->suggestion = ru_lint_print(p->l, "purpose: %.*s", (int)has.n, has.p);
}

/* The lines of a talk card, one by one. */
static void compare_lines(const pair *p, const char *part) {
    const ru_node *has = ru_node_get(p->has->node, part), *lacks = ru_node_get(p->lacks->node, part);
    for (size_t i = 0; has && lacks && has->kind == RU_NODE_LIST && lacks->kind == RU_NODE_LIST && i < has->count; i++) {
        if (i < lacks->count) compare_placeholders(p, has->items[i], lacks->items[i]);
        else add_lack(p, lacks, has->items[i], "line of its", ru_str_of(part));
    }
}

static void compare_message(const pair *p) {
    static const char *const parts[] = {"next_step", "cannot", "statutory", "opening"};
    const ru_node *has = p->has->node, *lacks = p->lacks->node;
    for (size_t i = 0; i < RU_COUNT(parts); i++) {
        const ru_node *a = ru_node_get(has, parts[i]), *b = ru_node_get(lacks, parts[i]);
        if (a && !b) add_lack(p, p->lacks->key, a, parts[i], RU_STR(""));
        if (a && b && a->kind == RU_NODE_TEXT && b->kind == RU_NODE_TEXT) compare_placeholders(p, a, b);
    }
    compare_lines(p, "questions");
    compare_lines(p, "avoid");
    compare_variants(p, ru_node_get(has, "variants"), ru_node_get(lacks, "variants"));
    compare_carries(p, ru_node_get(has, "carries"), ru_node_get(lacks, "carries"));
    compare_purpose(p);
}

/* ---- ids ---- */
/* The nearest id of `in` that `not_in` lacks: "whhy.x" here stands for "why.x" there. */
static ru_str nearest_lone(const ru_lint *l, ru_str id, size_t in, size_t not_in) {
    ru_str *names = RU_NEWS(l->a, ru_str, l->texts[in].count + 1);
    size_t count = 0;
    for (size_t i = 0; names && i < l->texts[in].count; i++)
        if (!ru_lint_text(l, not_in, l->texts[in].items[i].id)) names[count++] = l->texts[in].items[i].id;
    return names ? ru_str_nearest(id, names, count) : RU_STR("");
}

/* Why a limit of a pack holds, or a talk card of it: told in the first language where the pack has no other. Not every pack speaks every language of every policy. */
static bool is_told_in_first(const pair *p) {
    ru_str file = p->has->key->file;
    return !p->from && (ru_lint_is_reason(p->has->id) || ru_lint_is_card(p->has->node)) && !(file.n > 9 && !memcmp(file.p, "messages/", 9));
}

static void add_lone(const pair *p) {
    const ru_text *t = p->has;
    ru_str near = nearest_lone(p->l, t->id, p->to, p->from), to = name_of(p, p->to);
    const ru_text *other = near.n ? ru_lint_text(p->l, p->to, near) : NULL;
    if (other && (other->used == t->used ? p->from == 0 : t->used)) return; /* the same slip is told once, where the name is wrong */
    ru_level level = is_told_in_first(p) ? RU_NOTE : RU_ERROR;
    ru_finding *f = other ? ru_finding_add(p->l->f, RU_ERROR, "language_lacks", t->key, "%.*s is in no other language, but %.*s:%d has %.*s", (int)t->id.n,
                                           t->id.p, (int)other->key->file.n, other->key->file.p, other->key->line, (int)near.n, near.p)
                          : ru_finding_add(p->l->f, level, "language_lacks", t->key, "%.*s is missing in messages/%.*s.yaml", (int)t->id.n, t->id.p, (int)to.n,
                                           to.p);
    const char *effect = t->node->kind == RU_NODE_MAP ? "this message would never be written"
                         : other                      ? "it would never be read; a text in another language takes its place"
                         : p->from                    ? "it would never be read"
                                                      : "whoever reads the other language would be told this in the wrong one";
    if (!ru_lint_say(f, effect, NULL)) return;
    f->suggestion = other ? near : ru_lint_print(p->l, "write %.*s in messages/%.*s.yaml too", (int)t->id.n, t->id.p, (int)to.n, to.p);
}

static void compare(ru_lint *l, size_t from, size_t to) {
    for (size_t i = 0; i < l->texts[from].count; i++) {
        pair p = {l, from, to, &l->texts[from].items[i], NULL};
        p.lacks = ru_lint_text(l, to, p.has->id);
        if (!p.lacks) add_lone(&p);
        else if (p.has->node->kind == RU_NODE_TEXT && p.lacks->node->kind == RU_NODE_TEXT) compare_placeholders(&p, p.has->node, p.lacks->node);
        else if (p.has->node->kind == RU_NODE_MAP && p.lacks->node->kind == RU_NODE_MAP) compare_message(&p);
        else if (from < to) add_lack(&p, p.lacks->key, p.has->key, p.has->node->kind == RU_NODE_MAP ? "message" : "text", RU_STR(""));
    }
}

/* Every language against the first, both ways. */
void ru_lint_languages(ru_lint *l) {
    for (size_t lang = 1; lang < l->s->policy->schema->language_count; lang++) {
        if (!l->texts[lang].count || !l->texts[0].count) continue; /* a language without any text is told elsewhere */
        compare(l, 0, lang);
        compare(l, lang, 0);
    }
}
