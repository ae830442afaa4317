/* enrich.c: what plugins say of a person, before anything is derived. A call that fails leaves all its facts not known. */
#include "engine/decide/session.h"

static bool enrich(ru_session *s, size_t plugin) {
    const ru_plugin *p = &s->policy->plugins[plugin];
    ru_plugin_call c = {.doing = RU_PLUGIN_ENRICHING, .written = ru_arena_zalloc(&s->arena, (p->write_count + 1) * sizeof *c.written)}; /* zeros: not known */
    if (!c.written || !ru_plugin_ask(s, plugin, &c, RU_STR(""))) return false;
    for (size_t i = 0; i < p->write_count; i++) s->request.facts[p->writes[i]] = c.failed ? (ru_value){.state = RU_UNKNOWN} : c.written[i];
    return true;
}

bool ru_enrich(ru_session *s) {
    const ru_policy *p = s->policy;
    if (!ru_recorded_begin(s)) return false;
    for (size_t i = 0; i < p->plugin_count; i++)
        if (p->plugins[i].enrich && !enrich(s, i)) return false;
    return true;
}
