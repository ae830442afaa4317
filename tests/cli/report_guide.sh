#!/bin/sh
# report_guide.sh: docs/report.md, word for word.
set -u
ruth=${RUTH:-build/ruth}
bin=$(mktemp -d) || exit 1
trap 'rm -rf "$bin"' EXIT
ln -s "$(cd "$(dirname "$ruth")" && pwd)/$(basename "$ruth")" "$bin/ruth"
PATH=$bin:$PATH
export PATH
tools/run-guide.sh docs/report.md
