/* verb_decide.c: requests in, decisions out. */
#include "cli/cli.h"

int cli_decide(const cli_options *o) { return cli_stream(o, "decide", "decided", ruth_decide_line, ruth_decision_record); }
