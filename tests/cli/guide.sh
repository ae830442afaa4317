#!/bin/sh
# guide.sh: the officer's guide, in each language, word for word.
set -u
ruth=${RUTH:-build/ruth}
bin=$(mktemp -d) || exit 1
trap 'rm -rf "$bin"' EXIT
ln -s "$(cd "$(dirname "$ruth")" && pwd)/$(basename "$ruth")" "$bin/ruth"
PATH=$bin:$PATH
export PATH
for guide in docs/officer-guide/en.md docs/officer-guide/fr.md; do
    tools/run-guide.sh "$guide"
done
# What one language teaches, the other does: the same kinds of blocks, one after the other.
kinds() { sed -n 's/^```\([a-z][a-z]*\).*/\1/p' "docs/officer-guide/$1.md"; }
[ "$(kinds en)" = "$(kinds fr)" ] && echo "ok - both languages have the same blocks" || echo "not ok - both languages have the same blocks"
