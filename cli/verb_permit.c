/* verb_permit.c: questions in, answers out: may this contact take place, by which limits not, and when at the earliest? */
#include "cli/cli.h"

int cli_permit(const cli_options *o) { return cli_stream(o, "permit", "answered", ruth_permit_line, ruth_permit_record); }
