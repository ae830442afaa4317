/* script.h: the sandbox. Policy Lua runs once at load and becomes a tree of rule data; coded conditions run per decision.
 *
 * RULE DATA. ru_script_load gives a LIST; each item is a MAP made by one word, in the order the words ran (a row counts as one):
 *   { kind, id, file, line, body }      kind: circumstance derive segment plan referral action tone channel message limit guarantee ladder contacts_like
 * `body` is a MAP of the keys the officer wrote, with conditions, filters and expressions normalised:
 *
 *   condition  {op="all"|"any"|"none", items=[…]} · {op="not", item=…} · {op="atom", fact=NAME, test=MATCHER} · {op="circumstance", name=…}
 *              {op="contacts_like", name=…} (in filters) · {op="otherwise"} · {op="coded", code=FUNCTION}
 *              A table {a = x, b = y, any_of {…}} is all of its keyed entries (sorted by key) and then its positional ones in order.
 *              Keys `when`, `only_if` give one condition each; `unless` gives {op="not"} under the key `unless`; `on`, `except_on`, `counting`, `except` and a filter's
 *              own table likewise; on = outbound is {op="outbound"}.
 *   matcher    {m="eq"|"at_least"|"at_most"|"above"|"below"|"within_last"|"within_next"|"longer_ago_than", value=VALUE} ·
 *              {m="between", low=VALUE, high=VALUE} · {m="one_of"|"none_of"|"has_any"|"has_all"|"has_none", values=[VALUE…]} · {m="on_file"|"not_on_file"|"today"}
 *              A bare value v is {m="eq", value=v}.
 *   VALUE      a TEXT, INT, BOOL (FLOAT is kept for the compiler to refuse) or an expression
 *   expression {x="fact"|"number", name=…} · {x="money"|"percent", text=…} · {x="add"|"sub"|"mul"|"div", a=…, b=…} · {x="smaller"|"larger", items=[…]}
 *              {x="days"|"hours"|"business_days"|"months", n=VALUE} · {x="money_of"|"integer_of", of=…, round="down"|"up"|"even", not_below=VALUE?}
 *              {x="last", filter=CONDITION} · {x="count", filter=CONDITION, since_last=CONDITION?, within=SPAN?} · {x="same_debt"}
 *              {x="stricter", items=[SPAN…]}
 *   others     cite = TEXT or {x="cite", scheme="ethics"|"house"|"law", id=TEXT} · hand_over = {x="team", name=…} · no_words = {x="lexicon", name=…} · hours values: {x="closed"} or a list of two TEXTs or a list of such lists
 *              offer = {x="offer", kind="instalments"|"pause_payments"|"reduced"|"settlement"|…, with={…keys as expressions or values…}}
 *   ladder     body = {entries=[{name, contact=BOOL?, needs=?, gives_way=?, message=?} …]}, id = "action"|"tone"|"channel"
 *   derive     id = the derived fact, body = {expression=…}
 *   guarantee  id = its sentence, body as written with `when` and `unless` normalised; `never` and `changing` stay as written (a table there is a MAP)
 *   circumstance, contacts_like   body IS the condition (a MAP with `op`)
 *   a row      is an ordinary rule: its condition columns are one {op="all"} under `when` (with the `when` column's condition last); only `any`: {op="otherwise"}
 *   with, ceiling, hours, per, at_most, require, …   LIST or MAP as written, with VALUEs, spans, matchers and other words inside
 *
 * Every node of a rule carries the rule's file, and the line and column it was written at: an atom those of its key, a matcher or value its own, an
 * operation those of its sign, in rows an atom those of its cell and its `fact` those of the column's name; rule and body those of the rule word. What
 * Lua computed (through a local, a loop, a function) has the place of the name or call that gave it, or that of its rule; column 0 where not even that is to be found. The items of a
 * condition stand in their written order when sorted by (line, column). A TEXT is `quoted`. */
#ifndef RU_SCRIPT_H
#define RU_SCRIPT_H

#include "engine/facts/facts.h"

typedef struct ru_script ru_script; /* one Lua state with its caps; one thread at a time */
typedef struct ru_source {
    ru_str name;
    ru_str bytes;
    bool mended; /* a check has cut faults out of it: `_` stands for what is missing, and is refused elsewhere */
} ru_source;     /* "segments.lua" or "charter/us-federal/charter.lua"; name stays valid as long as the script */
typedef struct ru_script_offer {
    ru_str word, by;
} ru_script_offer; /* a word that a plugin adds for plans.lua: offer = word { … } */
typedef struct ru_script_caps {
    size_t load_bytes, run_bytes;                /* memory cap while loading (64 MiB) and beyond what the load left while deciding (16 MiB) */
    int64_t load_instructions, run_instructions; /* budget of one whole load (200 million), of one coded rule in one decision (100 000) */
    int look_every;                              /* instructions between two looks at the budget (100) */
    const ru_script_offer *offers;               /* words of plugins; valid during ru_script_load */
    size_t offer_count;
} ru_script_caps;
ru_script_caps ru_script_default_caps(void);

/* Makes a state, runs the vocabulary and every source in order, in the sandbox. *rules: the rule data, in arena `a` (NULL when only the
 * coded functions are wanted: a session's own state; `rules` NULL then too). Fails with file:line and an officer's sentence; nothing Lua-ish is shown. */
ruth_status ru_script_load(const ruth_allocator *alloc, const ru_script_caps *caps, const ru_source *sources, size_t count, ru_arena *a, ru_script **out,
                           ru_node **rules, ruth_error *e);
void ru_script_free(ru_script *s); /* NULL allowed */
int64_t ru_script_code_count(const ru_script *s);

/* Makes fact names readable as f.name: binds schema slots. Protected facts are refused at run time as errors (and by the compiler where it can see). */
ruth_status ru_script_bind(ru_script *s, const ru_schema *schema, ruth_error *e);

typedef enum ru_code_end {
    RU_CODE_OK,
    RU_CODE_UNKNOWN /* read a not-known fact */,
    RU_CODE_BUDGET,
    RU_CODE_ERROR,
    RU_CODE_NOT_BOOLEAN,
    RU_CODE_MEMORY /* the state is spent: free it, load a new one, answer the line with script_memory */
} ru_code_end;
typedef struct ru_code_result {
    ru_code_end end;
    bool value, refused; /* RU_CODE_MEMORY because the allocator refused, not because of a cap */
    int unknown_slot;
    char message[200];
} ru_code_result;
/* Runs coded condition `index` on the facts of the scene. Facts as 3-semantics says: integers, strings, booleans, frozen lists, nil for none on file;
 * reading a not-known fact ends the function uncatchably. Anything but true or false, and any float given back or met in an engine function, is a failure. */
void ru_script_run(ru_script *s, int64_t index, const ru_scene *scene, ru_code_result *out);
/* `ruth try`: one chunk in the sandbox, with the words of the language and a hundred times the budget of a coded condition. Appends one line without
 * its end: "returned VALUE", "error MESSAGE" or "limit KIND" (instructions, memory); *returned says whether it was the first. */
ruth_status ru_script_try(const ruth_allocator *alloc, const ru_script_caps *caps, const ru_source *source, ru_buf *out, bool *returned);
/* The fact names a coded condition has read in any run so far are not tracked; `ru_script_release_text` is the Lua release, "Lua 5.4.4". */
const char *ru_script_release_text(void);

#endif
