/* logistic.c: points → probability in millionths, in whole numbers only, and never falling where the points rise.
 *
 * 1 / (1 + 2^-t) needs 2^|t|. Its fraction is cut into 4096 steps; a step's power is a product of two table entries (tests walk all 4097: each is larger than
 * the one before), and between two steps stands a straight line. A floored line between rising ends never falls, nor does what is computed of it: so the
 * whole is monotone, not just nearly. Entries are within 2^-31, a line within (ln 2 / 4096)^2 / 4 of the curve: together the result is within
 * 0.51 millionths of the true value, 0.50 of them rounding. */
#include "plugins/scorecard/card.h"

enum { STEPS = 4096, STEP_BITS = 12, REST_BITS = 24, UNIT_BITS = 40, FARTHEST = 21 /* 2^21 to one: less than half a millionth */ };

/* 2^(i/64) and 2^(i/4096), times 2^30, to the nearest */
static const uint32_t coarse[64] = {
    1073741824u, 1085434106u, 1097253708u, 1109202018u, 1121280436u, 1133490379u, 1145833280u, 1158310587u, 1170923762u, 1183674286u, 1196563654u,
    1209593378u, 1222764986u, 1236080024u, 1249540052u, 1263146652u, 1276901417u, 1290805962u, 1304861917u, 1319070932u, 1333434672u, 1347954824u,
    1362633090u, 1377471191u, 1392470869u, 1407633882u, 1422962010u, 1438457051u, 1454120821u, 1469955159u, 1485961921u, 1502142985u, 1518500250u,
    1535035634u, 1551751076u, 1568648537u, 1585730000u, 1602997467u, 1620452965u, 1638098541u, 1655936265u, 1673968228u, 1692196547u, 1710623359u,
    1729250827u, 1748081133u, 1767116489u, 1786359126u, 1805811301u, 1825475297u, 1845353420u, 1865448001u, 1885761398u, 1906295993u, 1927054196u,
    1948038440u, 1969251188u, 1990694927u, 2012372174u, 2034285470u, 2056437387u, 2078830522u, 2101467502u, 2124350982u,
};
static const uint32_t fine[64] = {
    1073741824u, 1073923544u, 1074105294u, 1074287076u, 1074468888u, 1074650730u, 1074832604u, 1075014508u, 1075196443u, 1075378409u, 1075560406u,
    1075742434u, 1075924492u, 1076106581u, 1076288701u, 1076470852u, 1076653033u, 1076835246u, 1077017489u, 1077199763u, 1077382068u, 1077564404u,
    1077746771u, 1077929168u, 1078111597u, 1078294056u, 1078476546u, 1078659067u, 1078841619u, 1079024202u, 1079206816u, 1079389460u, 1079572136u,
    1079754842u, 1079937580u, 1080120348u, 1080303147u, 1080485978u, 1080668839u, 1080851731u, 1081034654u, 1081217608u, 1081400593u, 1081583609u,
    1081766656u, 1081949733u, 1082132842u, 1082315982u, 1082499153u, 1082682355u, 1082865588u, 1083048851u, 1083232146u, 1083415472u, 1083598829u,
    1083782217u, 1083965636u, 1084149086u, 1084332567u, 1084516079u, 1084699622u, 1084883197u, 1085066802u, 1085250438u,
};

uint64_t scorecard_power(int step) { return step == STEPS ? (uint64_t)2 << UNIT_BITS : ((uint64_t)coarse[step >> 6] * fine[step & 63]) >> 20; }

/* Millionths of 1 / (1 + 2^u); u = whole + fraction / 2^36, at least 0. */
static int64_t smaller_side(int64_t whole, uint64_t fraction) {
    int step = (int)(fraction >> REST_BITS);
    uint64_t from = scorecard_power(step), to = scorecard_power(step + 1), rest = fraction & (((uint64_t)1 << REST_BITS) - 1);
    if (whole >= FARTHEST) return 0;
    uint64_t against = (from + ((to - from) * rest >> REST_BITS)) << whole, all = ((uint64_t)1 << UNIT_BITS) + against;
    return (int64_t)((((uint64_t)1000000 << UNIT_BITS) + all / 2) / all);
}

int64_t scorecard_doubling(int64_t over, int64_t every) {
    uint64_t distance = over < 0 ? (uint64_t)0 - (uint64_t)over : (uint64_t)over, per = (uint64_t)every;
    uint64_t whole = distance / per;
    int64_t side = smaller_side(whole < FARTHEST ? (int64_t)whole : FARTHEST, ((distance % per) << (STEP_BITS + REST_BITS)) / per);
    return over < 0 ? side : 1000000 - side;
}

int64_t scorecard_natural(int64_t over) {
    static const uint64_t doublings = 101520638259u; /* 2^46 / (1000 ln 2): what a thousandth of log-odds is in doublings */
    uint64_t distance = over < 0 ? (uint64_t)0 - (uint64_t)over : (uint64_t)over;
    if (distance > 15000) distance = 15000; /* beyond 21 doublings */
    uint64_t u = distance * doublings >> 10;
    int64_t side = smaller_side((int64_t)(u >> (STEP_BITS + REST_BITS)), u & (((uint64_t)1 << (STEP_BITS + REST_BITS)) - 1));
    return over < 0 ? side : 1000000 - side;
}
