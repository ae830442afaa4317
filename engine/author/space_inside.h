/* space_inside.h: what the files of the space share and nobody else includes. */
#ifndef RU_SPACE_INSIDE_H
#define RU_SPACE_INSIDE_H

#include "engine/author/space.h"

/* ---- space_judge.c ---- */
enum { RU_CURRENCY_MANY = -1, RU_CURRENCY_NONE = -2, RU_CURRENCY_EMPTY = -3 };
uint64_t ru_test_mask(const ru_space *sp, const ru_test *t, size_t variant, uint32_t word);      /* the cells it accepts, a word of them */
bool ru_test_unknown(const ru_test *t, size_t variant);                                          /* no figure in this currency */
int ru_domain_currency(const ru_space *sp, const uint64_t *domain);                              /* the only one left, or RU_CURRENCY_… */
ru_tri ru_test_judge(const ru_space *sp, const uint64_t *domain, const ru_test *t, bool *stuck); /* stuck: unknown, and no further choice changes that */

/* ---- space_narrow.c: all give false when nobody is left ---- */
bool ru_narrow_word(ru_solver *so, const ru_dim *d, uint32_t word, uint64_t keep);
bool ru_narrow_done(ru_solver *so, uint32_t dim); /* after words of an axis were narrowed: is it empty, and what does it say of its fact's other axes? */
bool ru_narrow_test(ru_solver *so, const ru_test *t, size_t variant, bool accepted);
bool ru_narrow_to(ru_solver *so, uint32_t dim, uint32_t cell);
bool ru_narrow_without(ru_solver *so, uint32_t dim, uint32_t cell);
bool ru_narrow_claim(ru_solver *so, const ru_claim *c); /* what the claim says for certain */
bool ru_times_agree(const ru_solver *so);               /* days and seconds since one instant, a date and the days since it */
void ru_undo(ru_solver *so, size_t mark);

#endif
