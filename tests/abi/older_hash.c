/* older_hash.c: stated.c, linked with the older table of symbols (DT_HASH) alone, as other linkers write it: see the Makefile. */
#include "tests/abi/stated.c"
