#!/bin/sh
# browser.sh: the page of `ruth diff`, opened in headless Chromium: every bar and stream is as long as the number in the table behind it, both are those of --json, nothing runs
# out of the page on a wide or a narrow screen, it prints, and no request leaves it. Skipped where there is no Chromium (tools/deps.sh chromium installs it).
set -u
ruth=${RUTH:-build/ruth}
people=$(dirname "$ruth")/tools/portfolio
[ -x "$people" ] || people=build/tools/portfolio
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
[ "${RUTH_VARIANT:-release}" = release ] || { echo "ok 1 - the page in a browser # SKIP once is enough"; exit 0; }
browser=
for b in chromium chromium-browser google-chrome; do [ -n "$browser" ] || browser=$(command -v "$b" 2> /dev/null || true); done
[ -n "$browser" ] || { echo "ok 1 - the page in a browser # SKIP no chromium here"; exit 0; }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT

look() { # NETLOG ARGUMENTS…: a fresh profile each time, nothing of the browser's own going on; the page's own requests stay visible, for names resolve to nowhere
    log=$1
    shift
    timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-extensions \
        --user-data-dir="$dir/profile" --host-resolver-rules='MAP * ~NOTFOUND' --log-net-log="$log" --allow-file-access-from-files --virtual-time-budget=20000 "$@" 2> "$dir/browser.log"
}
# Requests that went, or would have gone, anywhere; what the browser asks its maker for on its own is none of the page's, which names no host at all (looked at below).
left() { grep -oE '"url":"(https?|wss?|ftp)://[^"]*"' "$1" | grep -vE '://[a-z0-9.]*\.(google|googleapis|gvt1)\.com[/:]'; }

"$people" 11 1500 > "$dir/in"
mkdir "$dir/p"; cp -r policies/humane policies/charter "$dir/p/"; chmod -R u+w "$dir/p"
# harsher for some, kinder for others
sed -i 's/^patience_days: .*/patience_days: { type: integer, value: 3, unit: days, tighter: higher, doc: "shorter" }/; s/^support_gap_days: .*/support_gap_days: { type: integer, value: 300, unit: days, tighter: higher, doc: "longer" }/' "$dir/p/humane/numbers.yaml"
diff() { "$ruth" diff -q --days 8 --by circumstance --by balance --guard harsher=0 -p policies/humane -p "$dir/p/humane" "$@" "$dir/in"; }
diff --json --html "$dir/en.html" > "$dir/json"
diff --html "$dir/fr.html" --lang fr > /dev/null
grep -q '"newly_contacted":[1-9]' "$dir/json" && grep -q '"newly_blocked":[1-9]' "$dir/json"; ok $? "a change that moves people both ways"

# ---- the reader: the page in frames of two widths, measured as it is drawn ----
reader() { # PAGE
    printf '<!DOCTYPE html><meta charset="utf-8"><script type="application/json" id="json">'
    sed 's/</\\u003c/g' "$dir/json"
    printf '</script><iframe id="wide" src="%s" width="1100" height="900"></iframe><iframe id="narrow" src="%s" width="400" height="900"></iframe><pre id="out"></pre>\n<script>\n' "$1" "$1"
    cat << 'END'
const out = [], json = JSON.parse(document.getElementById('json').textContent);
let judged = 0;
const bad = words => out.push('BAD ' + words);
const is = (words, a, b) => { judged++; if (String(a) !== String(b)) bad(words + ': ' + a + ' is not ' + b); };
const near = (words, a, b) => { judged++; if (Math.abs(a - b) > 1) bad(words + ': ' + a + ' pixels, not ' + b); };
const cells = row => [...row.children].map(c => c.textContent);
function bars(name, svg, table) {
    const heads = cells(table.tHead.rows[0]), marks = [...svg.querySelectorAll('rect[data-row]')];
    const most = Math.max(...marks.map(m => +m.dataset.n)), longest = Math.max(...marks.map(m => m.getBoundingClientRect().width));
    is(name + ': bars', marks.length, table.tBodies[0].rows.length * (heads.length - 1));
    if (most > 0 && longest < 100) bad(name + ': the longest bar is ' + longest + ' pixels long');
    for (const m of marks) {
        const row = [...table.tBodies[0].rows].find(r => r.cells[0].textContent === m.dataset.row), where = name + ', ' + m.dataset.row + ', ' + m.dataset.series;
        is(where, m.dataset.n, row && row.cells[heads.indexOf(m.dataset.series)].textContent);
        is(where + ', written', m.nextElementSibling.textContent, m.dataset.n);
        near(where, m.getBoundingClientRect().width, most ? longest * m.dataset.n / most : 0);
    }
}
function streams(name, svg, table) {
    const paths = [...svg.querySelectorAll('path')], rows = [...table.tBodies[0].rows].map(cells), all = rows.reduce((s, r) => s + +r[2], 0);
    const scale = Math.max(...[...svg.querySelectorAll('rect')].map(r => r.getBoundingClientRect().height / r.dataset.n));
    is(name + ': streams', paths.length, rows.length);
    for (const p of paths) is(name + ', ' + p.dataset.from + ' to ' + p.dataset.to, p.dataset.n, (rows.find(r => r[0] === p.dataset.from && r[1] === p.dataset.to) || [])[2]);
    for (const side of ['from', 'to']) {
        const nodes = [...svg.querySelectorAll('rect[data-' + side + ']')];
        is(name + ': ' + side + ' altogether', nodes.reduce((s, r) => s + +r.dataset.n, 0), all);
        for (const r of nodes) {
            const at = side === 'from' ? 0 : 1, value = r.dataset[side];
            is(name + ': ' + side + ' ' + value, r.dataset.n, rows.filter(x => x[at] === value).reduce((s, x) => s + +x[2], 0));
            is(name + ': ' + value + ', written', r.nextElementSibling.querySelector('.figure').textContent, r.dataset.n);
            near(name + ': ' + value, r.getBoundingClientRect().height, scale * r.dataset.n);
        }
    }
}
function frame(doc) {
    const figures = [...doc.querySelectorAll('figure')];
    if (figures.length < 12) bad('only ' + figures.length + ' plots');
    for (const f of figures) {
        const svg = f.querySelector('svg'), name = svg.getAttribute('aria-label'), table = f.nextElementSibling, box = svg.getBoundingClientRect();
        if (!table || table.tagName !== 'TABLE' || !table.tBodies[0].rows.length) { bad(name + ': no table behind it'); continue; }
        (svg.querySelector('path') ? streams : bars)(name, svg, table);
        for (const t of svg.querySelectorAll('text')) {
            const b = t.getBoundingClientRect();
            if (b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 3 || b.bottom > box.bottom + 3) bad(name + ': "' + t.textContent + '" runs out of the plot');
        }
    }
}
/* Every number of --json that the page shows, found in the page. */
function against(doc) {
    const tables = [...doc.querySelectorAll('figure + table')], numbers = t => [...t.tBodies[0].rows].map(r => cells(r).slice(1).map(Number));
    const of = i => numbers(tables[i]);
    is('people', of(0), [[json.harsher + json.mixed], [json.kinder], [json.same], [json.newly_contacted], [json.newly_blocked]]);
    is('before and after', of(1), [json.contacted, json.plans, json.handed_over, json.lacking]);
    is('weeks', of(2), json.weeks.map(w => [...w.contacts, w.gained, w.lost]));
    is('lived', of(3), json.lived.weeks.map(w => [...w.contacts, w.gained, w.lost]));
    const flows = [...doc.querySelectorAll('figure')].filter(f => f.querySelector('path')).map(f => [...f.nextElementSibling.tBodies[0].rows].map(r => +r.cells[2].textContent));
    is('flows', JSON.stringify(flows), JSON.stringify(['segment', 'action', 'channel', 'tone', 'team'].map(k => json[k].map(x => x.people))));
    const groups = [...doc.querySelectorAll('table')].filter(t => t.tHead.rows[0].cells.length === 8).map(numbers);
    is('groups', JSON.stringify(groups), JSON.stringify(json.groups.map(g => g.values.filter(v => v.people).map(v => [v.people, ...v.contacted, v.newly_contacted, v.newly_blocked, ...v.lacking]))));
    const lack = [...doc.querySelectorAll('h2')].find(h => /lack|faute/.test(h.textContent)).parentNode.querySelectorAll('table');
    is('silent', numbers(lack[0]).slice(0, 2), [json.silent.people, json.silent.for_lack_of_a_fact]);
    is('which fact', JSON.stringify([...lack[1].tBodies[0].rows].map(cells).sort()), JSON.stringify(json.silent.facts.map(f => [f.fact, ...f.people.map(String)]).sort()));
    is('guard', cells(doc.querySelector('table').tBodies[0].rows[0]).slice(1, 3), [json.guards[0].people, json.guards[0].of]);
}
window.onload = () => {
    try {
        for (const id of ['wide', 'narrow']) {
            const w = document.getElementById(id).contentWindow, e = w.document.documentElement;
            frame(w.document);
            if (id === 'wide') against(w.document);
            if (e.scrollWidth > e.clientWidth) bad(id + ': ' + e.scrollWidth + ' pixels in ' + e.clientWidth);
            is(id + ': things fetched', w.performance.getEntriesByType('resource').length, 0);
        }
    } catch (e) { bad(e.stack); }
    out.push('judged ' + judged);
    document.getElementById('out').textContent = out.join('\n');
};
</script>
END
}
read_out() { sed -n '/<pre id="out">/,/<\/pre>/p' "$1" | sed 's/.*<pre id="out">//; s/<\/pre>.*//'; }

for lang in en fr; do
    reader "$lang.html" > "$dir/reader-$lang.html"
    look "$dir/net-$lang" --dump-dom "file://$dir/reader-$lang.html" > "$dir/dom"
    read_out "$dir/dom" > "$dir/out-$lang"
    grep -q '^BAD' "$dir/out-$lang" && head -n 20 "$dir/out-$lang"
    judged=$(sed -n 's/^judged //p' "$dir/out-$lang")
    [ "${judged:-0}" -gt 1000 ] && ! grep -q '^BAD' "$dir/out-$lang"; ok $? "$lang: plots, tables and --json show the same ${judged:-0} numbers, drawn to scale, nothing runs out of the page"
    ! grep -qiE '://|url\(|src=|href=|@import|<script|<link|<iframe|<object|<form| on[a-z]+=' "$dir/$lang.html" && [ -s "$dir/net-$lang" ] && ! left "$dir/net-$lang"; ok $? "$lang: nothing in the page could ask for anything, and no request leaves it"
done

# ---- the reader sees what is wrong ----
sed '0,/data-series="people" data-n="\([0-9]*\)"/s//data-series="people" data-n="1\1"/' "$dir/en.html" > "$dir/wrong.html"
reader wrong.html > "$dir/reader-wrong.html"
look "$dir/net" --dump-dom "file://$dir/reader-wrong.html" > "$dir/dom"
read_out "$dir/dom" | grep -q '^BAD'; ok $? "a bar that says another number is found"
sed 's/<main>/<main><img src="http:\/\/outside.example\/x.png"\/>/' "$dir/en.html" > "$dir/calls.html"
look "$dir/net" --dump-dom "file://$dir/calls.html" > /dev/null
! left "$dir/net" > /dev/null; ok $? "what somebody wrote into the page is kept in by its own policy"
sed -i 's/<meta http-equiv[^>]*>//' "$dir/calls.html"
look "$dir/net" --dump-dom "file://$dir/calls.html" > /dev/null
left "$dir/net" > /dev/null; ok $? "and would be seen here if it were not"

# ---- on paper ----
look "$dir/net" --no-pdf-header-footer --print-to-pdf="$dir/page.pdf" "file://$dir/en.html" > /dev/null
pages=$(grep -ao '/Count [0-9]*' "$dir/page.pdf" 2> /dev/null | sed 's/.* //' | sort -n | tail -n 1)
[ "${pages:-0}" -ge 3 ] && [ "$pages" -le 60 ]; ok $? "it prints ($pages pages)"
