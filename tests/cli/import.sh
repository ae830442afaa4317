#!/bin/sh
# import.sh: `ruth import`: what a table and a map become, every kind of reject with its place, every slip of a map.
set -u
ruth=${RUTH:-build/ruth}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }

cat > "$dir/map.yaml" <<'MAP'
map: test
now: "2026-03-04T16:00:00+01:00"
id_prefix: T-
constants: { role: first_party, currency: USD, vip: true, age: 7, quoted: "7" }
columns:
  No:      { to: id, empty: reject }
  Owes:    { to: balance, type: money, times: 100, empty: reject }
  Ratio:   { to: share, type: ratio, empty: absent }
  Since:   { to: since, type: date, empty: null }
  Ok:      { to: consent, type: boolean, values: { Y: true, N: false, "?": null }, empty: absent }
  Kind:    { to: kind, type: enum, values: { a: alpha, b: beta }, empty: null }
  Note:    { to: note, type: text, empty: absent }
ignore: { Spare: "not needed" }
assumptions: [ "Everybody is nice." ]
MAP
printf '\357\273\277No,Owes,Ratio,Since,Ok,Kind,Note,Spare\r\n1, 12 ,0.125,2026-01-31,Y,a,"say ""hi"", you\nthere",x\r\n\r\n2,-3,,,,,,\n' > "$dir/good.csv"
"$ruth" import --map "$dir/map.yaml" "$dir/good.csv" > "$dir/out" 2> "$dir/err"; ok $? "a table is imported"
cat > "$dir/expected" <<'OUT'
{"id":"T-1","now":"2026-03-04T15:00:00Z","facts":{"age":7,"balance":1200,"consent":true,"currency":"USD","kind":"alpha","note":"say \"hi\", you\nthere","quoted":"7","role":"first_party","share":"0.125","since":"2026-01-31","vip":true}}
{"id":"T-2","now":"2026-03-04T15:00:00Z","facts":{"age":7,"balance":-300,"currency":"USD","kind":null,"quoted":"7","role":"first_party","since":null,"vip":true}}
OUT
cmp "$dir/out" "$dir/expected"; ok $? "facts by name, empty cells as the map says, quotes and line breaks kept"
grep -q '^assumed: Everybody is nice\.$' "$dir/err"; ok $? "assumptions are said"
"$ruth" import -q --map "$dir/map.yaml" - < "$dir/good.csv" 2> "$dir/err" | cmp -s - "$dir/expected"; ok $? "from standard input"
[ ! -s "$dir/err" ]; ok $? "--quiet says nothing"

cat > "$dir/bad.csv" <<'CSV'
No,Owes,Ratio,Since,Ok,Kind,Note,Spare
1,12.5,,,,,,
2,1,0.1234567,,,,,
3,1,,2026-02-30,,,,
4,1,,,maybe,,,
5,1,,,,c,,
6,,,,,,,
,1,,,,,,
7,1,,,,,
8,1,,,,,,,
9,92233720368547758070,,,,,,
10,92233720368547759,,,,,,
11,1,,,,,a"b,
12,1,,,,,"a"b,
13,1,,,,,fine,
CSV
"$ruth" import -q --map "$dir/map.yaml" --rejects "$dir/rejects" "$dir/bad.csv" > "$dir/out"; ok $(($? != 3)) "rejected rows end in exit 3"
[ "$(cat "$dir/out")" = '{"id":"T-13","now":"2026-03-04T15:00:00Z","facts":{"age":7,"balance":100,"currency":"USD","kind":null,"note":"fine","quoted":"7","role":"first_party","since":null,"vip":true}}' ]; ok $? "the good row behind them is imported"
[ "$(wc -l < "$dir/rejects" | tr -d ' ')" = 14 ]; ok $? "each reject has its line"
for want in '1,Owes,"expected a whole number' '2,Ratio,"expected a decimal' '3,Since,expected a date' "4,Ok,the map's values" '5,Kind,the map' '6,Owes,the cell is empty' '7,No,the cell is empty' '8,,the row has fewer' '9,,the row has more' '10,Owes,' '11,Owes,the number is too large' '12,,a quote stands inside' '13,,something stands behind'; do
    grep -qF "$want" "$dir/rejects"; ok $? "reject: $want"
done
printf 'No,Owes,Ratio,Since,Ok,Kind,Note,Spare\n1,1,,,,,"open,\n' | "$ruth" import -q --map "$dir/map.yaml" - > "$dir/out" 2> "$dir/err"; ok $(($? != 3)) "a quote that is never closed is a reject"
printf 'No,Owes,Ratio,Since,Ok,Kind,Note,Spare\n1,1,,,,,\377,\n' | "$ruth" import --map "$dir/map.yaml" - 2>&1 > "$dir/out" | grep -q 'row 1, column Note: the cell is not UTF-8 text'; ok $? "a cell that is not UTF-8 is a reject, said with its place"

slip() { # SED WORDS
    sed "$1" "$dir/map.yaml" > "$dir/slip.yaml"
    "$ruth" import -q --map "$dir/slip.yaml" "$dir/good.csv" > "$dir/out" 2> "$dir/err"
    [ $? = 4 ] && [ ! -s "$dir/out" ] && grep -q "$2" "$dir/err"; ok $? "slip: $2"
}
slip 's/^ignore:.*//' 'the column Spare is named nowhere in the map'
slip 's/^  Owes:/  Owed:/' 'slip.yaml:.* the table has no column Owed; did you mean Owes?'
slip 's/type: money/type: mony/' 'mony is not a type; did you mean money?'
slip 's/, times: 100, empty: reject/, times: 100/' 'does not say what an empty cell is'
slip 's/to: balance/to: role/' 'two places of the map go to role'
slip 's/times: 100/times: x/' 'slip.yaml:7'
slip 's/values: { a: alpha, b: beta }, //' 'says its values'
slip 's/^now:.*/now: soon/' 'expected an instant'
slip 's/^columns:/colums:/' 'colums'
slip 's/to: id/to: share/' 'does not say its type'
printf 'No,No\n1,2\n' > "$dir/twice.csv"
"$ruth" import -q --map "$dir/map.yaml" "$dir/twice.csv" 2> "$dir/err" > "$dir/out"; ok $(($? != 4)) "two columns of one name stop the import"
: > "$dir/empty.csv"
"$ruth" import -q --map "$dir/map.yaml" "$dir/empty.csv" 2> "$dir/err" > "$dir/out"; ok $(($? != 4)) "an empty table stops the import"
"$ruth" import -q "$dir/good.csv" 2> "$dir/err"; ok $(($? != 2)) "no map is a usage error"
"$ruth" import -q --map "$dir/map.yaml" "$dir/nowhere.csv" 2> "$dir/err"; ok $(($? != 2)) "a table that is not there is a usage error"
