/* derive.c: derived facts, in an order in which each finds its own facts ready. */
#include "engine/decide/session.h"

void ru_derive(ru_session *s) {
    const ru_policy *p = s->policy;
    for (size_t i = 0; i < p->derived_count; i++) {
        ru_value *v = &s->request.facts[p->derived[i].slot];
        bool overflow = false;
        v->i = 0;
        v->state = (uint8_t)ru_expr_eval(p->derived[i].expr, &s->scene, &v->i, &overflow);
        if (overflow) ru_fail_rule(s, RU_STR("rule"), p->schema->facts.items[p->derived[i].slot].name, "overflow");
    }
}
